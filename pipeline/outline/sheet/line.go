package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// LeadsOn reports whether the last word of a line asks for another.
func (p *Sheet) LeadsOn(l *Line) bool {
	return slices.Contains(BlockWords()["leading"], p.Fold(l.Hi-1))
}

// OpensSentence reports whether a line begins as a sentence does.
func (p *Sheet) OpensSentence(l *Line) bool {
	if p.Small(l) {
		return false
	}
	lo := l.Lo
	if lo+1 < l.Hi && strings.Trim(p.Word(lo), "'`‘’.,^") == "" && letters.Capital(p.Word(lo+1)) {
		lo++ // a speck
	}
	r, _ := utf8.DecodeRuneInString(p.Word(lo))
	return !unicode.IsDigit(r) && !p.Mark(lo) || strings.ContainsRune("\"“‘(", r)
}

// Full reports whether line a is as long as a line can be: the first word of line b would not
// have fitted.
func (p *Sheet) Full(a, b *Line) bool {
	return (a.Width+1+utf8.RuneCountInString(p.Word(b.Lo)))*100 >= p.Width*93
}

// Blank reports whether the empty lines before a line part it from the text above.
func (p *Sheet) Blank(l *Line) bool { return l.Gap > 1 || l.Gap == 1 && !p.Loose }

// SkipMarks returns the position of the first word from k on that is not punctuation.
func (p *Sheet) SkipMarks(k, hi int) int {
	for k < hi && p.Mark(k) {
		k++
	}
	return k
}

// Position returns the position of the first word that is not junk at or after index i.
func (p *Sheet) Position(i int) int {
	lo, hi := 0, len(p.Index)
	for lo < hi {
		if m := (lo + hi) / 2; p.Index[m] < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// Folded returns the folded letters of a passage, not more than a title needs.
func (p *Sheet) Folded(rs text.Ranges) string {
	var b []byte
	for _, r := range rs {
		for k := p.Position(r.Start); k < len(p.Index) && p.Index[k] < r.End && len(b) < 120; k++ {
			b = append(b, p.Fold(k)...)
		}
	}
	return string(b)
}

// Syllables reports whether at least two of some words look like Vietnamese syllables rather
// than acronyms: a vowel not at the end of four consonants.
func (p *Sheet) Syllables(lo, hi int) bool {
	n := 0
	for k := lo; k < hi; k++ {
		if Syllable(p.Fold(k)) {
			n++
		}
	}
	return n >= 2
}

// Syllable reports whether a folded word looks like a Vietnamese syllable.
func Syllable(f string) bool {
	run, worst := 0, 0
	for _, c := range f {
		if strings.ContainsRune("aeiouy", c) {
			run = 0
		} else if run++; run > worst {
			worst = run
		}
	}
	return len(f) >= 2 && worst <= 3 && letters.HasVowel(f) && f != "ubnd" && f != "hdnd"
}

// Page is a printed page number and the index of the line at which it stands.
type Page struct{ Line, Number int }

// PrintedNumber returns the page number that the words of a line are and nothing else, or 0. It
// looks at the scan, since restoration may take a number that stands alone for junk.
func (p *Sheet) PrintedNumber(r text.Range) int {
	if r.Len() > 3 {
		return 0
	}
	number := 0
	for _, w := range p.T.Words[r.Start:r.End] {
		raw := p.T.Raw(w.Raw)
		if n, err := strconv.Atoi(raw); err == nil && number == 0 && n > 0 && n < 1000 {
			number = n
		} else if numbering.KindOf(raw) != text.Punct {
			return 0
		}
	}
	return number
}

// PageNumber reports whether a line holds a page number alone: "2", "- 2 -", "Trang 2".
func (p *Sheet) PageNumber(i int) bool {
	l := &p.Lines[i]
	numbers := 0
	for k := l.Lo; k < l.Hi; k++ {
		w := p.Word(k)
		switch n, err := strconv.Atoi(w); {
		case err == nil && n > 0 && n < 1000:
			numbers++
		case p.Mark(k) && !strings.ContainsAny(w, "%;,"), p.Fold(k) == "trang":
		case len(p.Fold(k)) == 1 && l.Hi-l.Lo == 2:
		default:
			return false
		}
	}
	return numbers > 0 && numbers <= 2 && l.Hi-l.Lo <= 4 && p.Ends(l) != '.'
}
