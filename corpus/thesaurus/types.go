package thesaurus

import "vanban/dictionaries"

// Types returns the codes of the types of documents with a name, accents and case ignored.
func Types(name string) []string {
	var out []string
	for _, r := range dictionaries.Table("doctypes", 2) {
		if key(r[1]) == key(name) {
			out = append(out, r[0])
		}
	}
	return out
}

// TypeName returns the name of a type of documents by its code, empty where it is not known.
func TypeName(code string) string {
	for _, r := range dictionaries.Table("doctypes", 2) {
		if r[0] == code {
			return r[1]
		}
	}
	return ""
}
