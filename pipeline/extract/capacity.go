package extract

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/syllable"
)

// capacities are those on whose behalf papers are signed: as printed, and their letters alone.
type capacities [][2]string

func loadCapacities() (all capacities) {
	for _, r := range dictionaries.Table("capacities", 1) {
		all = append(all, [2]string{r[0], lettersOf(r[0])})
	}
	return all
}

// lettersOf returns the letters of some words, without marks, blanks and signs.
func lettersOf(s string) string { return letters.Fold(strings.ReplaceAll(s, " ", "")) }

// spell returns a signer's capacity as it was printed. A capacity is one of a closed list, so where a word
// behind T/M or KT. is no word of the language, the nearest entry is read, if it is near enough and no other is.
func (c capacities) spell(p phrase.Passage) string {
	short := 0 // the words of T/M, KT.
	for short < len(p) && (short == 0 || !p[short].Space) {
		short++
	}
	said := p.String()
	if p = p[short:].Trim(); !damaged(p) {
		return said
	}
	name, ok := c.nearest(lettersOf(p.String()))
	if !ok {
		return said
	}
	return strings.TrimSuffix(said, p.String()) + name
}

// damaged reports a word of letters that is no syllable of the language.
func damaged(p phrase.Passage) bool {
	for i := range p {
		if p[i].Letters() && !syllable.Valid(p[i].Key) {
			return true
		}
	}
	return false
}

// nearest returns the entry that differs from some letters in the fewest; none where more than two letters in
// five differ, or where another entry is not clearly farther away.
func (c capacities) nearest(s string) (name string, ok bool) {
	limit := 2 * len(s) / 5
	best, second := limit+1, limit+1+clear
	for _, row := range c {
		switch d := letters.Distance(s, row[1], limit+clear); {
		case d < best:
			name, best, second = row[0], d, best
		case d < second:
			second = d
		}
	}
	return name, best <= limit && second-best >= clear
}

// clear is how many letters farther away the next entry must be.
const clear = 2
