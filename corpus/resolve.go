package corpus

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
	"vanban/pipeline/syllable"
)

// NotFoundError is a name that no document, or no section of the document, has.
type NotFoundError struct {
	Document, Section string // Section is empty where the document was not found
}

func (e *NotFoundError) Error() string {
	if e.Section != "" {
		return fmt.Sprintf("no section %q in %s", e.Section, e.Document)
	}
	return fmt.Sprintf("no document like %q in the archive", e.Document)
}

// Resolve returns the document that a name means, and the section after '#', if any: by its
// ID; by its number however it is spelled; else the one whose number, title or initials come
// closest, and then exact is false.
func (a *Archive) Resolve(name string) (e Entry, section string, exact bool, err error) {
	name, section, _ = strings.Cut(name, "#")
	list := a.Entries()
	if i := slices.IndexFunc(list, func(e Entry) bool { return e.ID == name }); i >= 0 {
		return list[i], section, true, nil
	}
	key := letters(name)
	if i := slices.IndexFunc(list, func(e Entry) bool { return key != "" && (letters(e.ID) == key || letters(e.Number) == key) }); i >= 0 {
		return list[i], section, true, nil
	}
	if key != "" {
		if best := newCandidates(list, key).best(key); best >= 0 {
			return list[best], section, false, nil
		}
	}
	return Entry{}, "", false, &NotFoundError{Document: name}
}

// SameName reports whether two names of documents have the same letters and digits: 182-KH/TU and
// "182 kh tu".
func SameName(a, b string) bool { return letters(a) != "" && letters(a) == letters(b) }

// letters returns the letters and digits of a name, folded.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, syllable.Fold(s))
}

// maxCandidate is the length in characters of what the fuzzy matcher is given: its score
// overflows at about 40 characters that match side by side.
const maxCandidate = 39

// candidates are the short folded strings by which documents are known.
type candidates struct {
	text  []string
	entry []int
}

// newCandidates returns what may match a key: of the stretches of titles, those that begin like it.
func newCandidates(list []Entry, key string) *candidates {
	c := &candidates{}
	for i, e := range list {
		c.add(i, foldCase(e.ID))
		c.add(i, foldCase(e.Number))
		for _, kind := range []string{e.Type, index.TypeName(e.Type)} { // kế hoạch 182
			c.add(i, foldCase(kind+" "+e.Number))
		}
		c.add(i, foldCase(initials(e.Title)))
		c.add(i, foldCase(initials(e.Issuer)))
		c.addStretches(i, e.Title, key)
		c.addStretches(i, e.Issuer, key)
	}
	return c
}

// addStretches adds a name from each word on that begins like the key.
func (c *candidates) addStretches(entry int, name, key string) {
	name = strings.Join(strings.Fields(foldCase(name)), " ")
	for k := range len(name) {
		if (k == 0 || name[k-1] == ' ') && name[k] == key[0] {
			c.add(entry, name[k:])
		}
	}
}

func foldCase(s string) string { return strings.ToLower(syllable.Fold(s)) }

func (c *candidates) add(entry int, s string) {
	if utf8.RuneCountInString(s) > maxCandidate {
		s = string([]rune(s)[:maxCandidate])
	}
	if s != "" {
		c.text, c.entry = append(c.text, s), append(c.entry, entry)
	}
}

// initials returns the first letters of the words: SKHĐT for Sở Kế hoạch Đầu tư.
func initials(s string) string {
	var b strings.Builder
	for _, w := range strings.Fields(s) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLetter(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// best returns the index of the entry that matches best, -1 for none. A match whose letters
// lie far apart, with a score not above zero, is none.
func (c *candidates) best(key string) int {
	if utf8.RuneCountInString(key) > maxCandidate {
		key = string([]rune(key)[:maxCandidate])
	}
	matches := fuzzy.Find(key, c.text)
	if len(matches) == 0 || matches[0].Score <= 0 {
		return -1
	}
	return c.entry[matches[0].Index]
}

// FindSection returns the section of a document with the given ID, in any case and with or
// without accents and dots. An error is a *NotFoundError.
func FindSection(d *plan.Document, id string) (*plan.SectionText, error) {
	key := letters(id)
	var loose *plan.SectionText
	var walk func([]plan.SectionText) *plan.SectionText
	walk = func(list []plan.SectionText) *plan.SectionText {
		for i := range list {
			s := &list[i]
			if s.ID == id {
				return s
			}
			if loose == nil && key != "" && letters(s.ID) == key {
				loose = s
			}
			if found := walk(s.Sections); found != nil {
				return found
			}
		}
		return nil
	}
	if s := walk(d.Sections); s != nil {
		return s, nil
	}
	if loose != nil {
		return loose, nil
	}
	return nil, &NotFoundError{Document: d.Head.Number, Section: id}
}
