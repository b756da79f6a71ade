package numbering

import (
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/text"
)

// View is the beginning of a line in which a label is looked for: as scanned or as restored.
type View struct {
	words []string
	kinds []text.Kind
	tight []bool // no space before it
	at    []int  // position in the text of the word or of the next one that is not junk

	// Heading reports whether a folded text begins like the title of a section.
	Heading func(folded string) bool
}

// Len returns the number of words.
func (v *View) Len() int { return len(v.words) }

// Word returns a word.
func (v *View) Word(k int) string { return v.words[k] }

// Kind returns the kind of a word.
func (v *View) Kind(k int) text.Kind { return v.kinds[k] }

// Glued reports whether no space parts a word from the one before it.
func (v *View) Glued(k int) bool { return v.tight[k] }

// Fold returns the folded form of a word.
func (v *View) Fold(k int) string { return letters.Fold(v.words[k]) }

// Mark reports whether a word is punctuation.
func (v *View) Mark(k int) bool { return v.kinds[k] == text.Punct }

// Reset empties the view.
func (v *View) Reset() {
	v.words, v.kinds, v.tight, v.at = v.words[:0], v.kinds[:0], v.tight[:0], v.at[:0]
}

// Add appends a word that stands at a position of the text.
func (v *View) Add(w string, kind text.Kind, tight bool, at int) {
	v.words, v.kinds = append(v.words, w), append(v.kinds, kind)
	v.tight, v.at = append(v.tight, tight), append(v.at, at)
}

// Position returns the position in the text of a word or of the end.
func (v *View) Position(k int) int { return v.at[k] }

// Close says at which position of the text the view ends; it completes the view.
func (v *View) Close(end int) { v.at = append(v.at, end) }

// KindOf tells the kind of a word of the scan by its signs.
func KindOf(w string) text.Kind {
	alpha, digits := 0, 0
	for _, r := range letters.Fold(w) {
		if r <= '9' {
			digits++
		} else {
			alpha++
		}
	}
	switch {
	case alpha == 0 && digits == 0:
		return text.Punct
	case alpha == 0, digits == len(w)-1 && w[0] <= '9' && w[len(w)-1] > '9':
		return text.Number
	case strings.ContainsAny(w, "-/"):
		return text.Code
	}
	return text.Syllable
}

// inCapitals reports whether the words from k on are set in capitals.
func (v *View) inCapitals(k int) bool {
	up, low := 0, 0
	for ; k < v.Len(); k++ {
		u, l := letters.Cases(v.Word(k))
		up, low = up+u, low+l
	}
	return up >= 2 && up*10 >= (up+low)*7
}

// Joined returns the folded forms of some words without space between them.
func (v *View) Joined(k, end int) string {
	var b []byte
	for ; k < end; k++ {
		b = append(b, v.Fold(k)...)
	}
	return string(b)
}
