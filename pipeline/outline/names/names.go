// Package names knows the family names of those who sign.
package names

import (
	"strings"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
)

// surnames holds the family names, folded.
var surnames = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, row := range dictionaries.Table("names", 2) {
		if row[1] != "0" {
			m[letters.Fold(row[0])] = true
		}
	}
	return m
})

// Surname reports whether a folded word is a family name; of a long one a letter may be misread.
func Surname(folded string) bool {
	f := strings.Map(digitLetter, folded)
	if surnames()[f] {
		return true
	}
	for s := range surnames() {
		if len(s) >= 4 && letters.Like(f, s) {
			return true
		}
	}
	return false
}

// digitLetter returns the letter that OCR has read as a digit.
func digitLetter(r rune) rune {
	if i := strings.IndexRune("061458", r); i >= 0 {
		return rune("ooiasb"[i])
	}
	return r
}
