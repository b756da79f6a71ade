// Package names knows the words of Vietnamese personal names and spells a name that
// restoration got wrong by how often its words are a family, a middle or a given name.
package names

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Table holds the words of personal names with how often they are what. It is safe for
// concurrent use.
type Table struct {
	count   map[string][3]int   // key -> family, middle, given
	spelled map[string][]string // fold -> words as printed
}

// The parts of a name.
const (
	family = iota
	middle
	given
)

// Load reads the table.
func Load() *Table {
	n := &Table{map[string][3]int{}, map[string][]string{}}
	for _, r := range dictionaries.Table("names", 4) {
		var c [3]int
		for i := range c {
			c[i], _ = strconv.Atoi(r[i+1])
		}
		k := syllable.Key(r[0])
		n.count[k] = c
		f := syllable.Fold(k)
		n.spelled[f] = append(n.spelled[f], r[0])
	}
	return n
}

// Surname reports a family name, given in lower case.
func (n *Table) Surname(key string) bool { return n.count[key][family] > 0 }

// Spell returns a person's name, each word with a capital. A word that is no name word is
// read as the most frequent one with the letters of the scan, else with its own.
func (n *Table) Spell(t *text.Text, p phrase.Passage) string {
	var words phrase.Passage
	for _, w := range p {
		if w.Letters() {
			words = append(words, w)
		}
	}
	var out []string
	for i, w := range words {
		part := middle
		switch i {
		case 0:
			part = family
		case len(words) - 1:
			part = given
		}
		out = append(out, n.word(t, w, part))
	}
	return strings.Join(out, " ")
}

// word spells one word of a name. A mark in the scan speaks for the restored word.
func (n *Table) word(t *text.Text, w phrase.Word, part int) string {
	scan := syllable.Key(t.Raw(t.Words[w.At].Raw))
	raw := syllable.Fold(scan)
	own := n.count[w.Key][part]
	if own > 0 && (w.Key == scan || raw != scan) {
		return capital(w.Text)
	}
	for _, f := range []string{raw, w.Fold} {
		if best, most := n.common(f, part); most > rare+far*own {
			return best
		}
	}
	if part == family && w.Fold != raw {
		if best, most := n.misread(raw); most > rare+far*own {
			return best
		}
	}
	return capital(w.Text)
}

// alike are letters of which OCR takes one for the other in names: Đ for P, ỗ for é.
var alike = [...]string{"dpb", "oec", "vy", "il", "nuh"}

// misread returns the most frequent family name that differs from the letters in one that looks alike.
func (n *Table) misread(fold string) (word string, count int) {
	for i := range len(fold) {
		for _, class := range alike {
			if strings.IndexByte(class, fold[i]) < 0 {
				continue
			}
			for _, c := range class {
				if w, k := n.common(fold[:i]+string(c)+fold[i+1:], family); k > count {
					word, count = w, k
				}
			}
		}
	}
	return word, count
}

// A name word is read for another that is seen more than rare times, and far more often
// than the word itself where that is a name word too and the scan shows no mark.
const rare, far = 3, 4

// common returns the most frequent word with these letters in a part of a name.
func (n *Table) common(fold string, part int) (word string, count int) {
	for _, s := range n.spelled[fold] {
		if c := n.count[syllable.Key(s)][part]; c > count {
			word, count = s, c
		}
	}
	return word, count
}

// capital returns a word of a name with a capital first letter, the rest small where all
// were capitals or none was.
func capital(s string) string {
	if c, _ := utf8.DecodeRuneInString(s); strings.ToUpper(s) == s || unicode.IsLower(c) {
		r := []rune(strings.ToLower(s))
		if len(r) > 0 {
			r[0] = unicode.ToUpper(r[0])
		}
		return string(r)
	}
	return s
}
