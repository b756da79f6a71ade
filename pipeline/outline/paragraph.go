package outline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// stretch is some words of one line, by position.
type stretch struct{ lo, hi int }

// paragraph is a paragraph on its way to a section.
type paragraph struct {
	bullet bool    // it is a list entry
	mark   stretch // the mark of the entry
	dash   bool    // the mark is a dash, not a plus
	parts  []stretch
}

// breaks reports whether line b begins a new paragraph after line a. What tells is, in this
// order: a small letter, a change to or from capitals, an empty line, and whether the first
// word of b would still have fitted on a.
func (p *paper) breaks(a, b *line) bool {
	end := p.ends(a)
	closed := p.closes(a)
	full := p.full(a, b)
	switch {
	case a.caps && !b.caps && p.syllables(a.lo, a.hi):
		return true
	case p.word(b.lo) == "(" && p.enclosed(b):
		return true
	case (end == ';' || end == '.') && p.match(b.lo, min(b.hi, b.lo+4), blockWords()["opener"]) > b.lo:
		return true
	case p.small(b), a.caps && b.caps && !p.blank(b):
		return false
	case b.caps && !a.caps && b.hi-b.lo > 2:
		return closed || !full
	case b.page:
		return closed && (!full || end != '.') || !closed && !full && a.width*10 < p.width*7
	case !p.opensSentence(b):
		return p.blank(b) && closed
	case p.blank(b):
		return closed || !full
	}
	return !full && (closed || a.width*10 < p.width*7)
}

// headingEnds reports whether the heading on line a, which a label began, ends with it though no
// sign says so: the line ends well before the margin, and a sentence begins on line b.
func (p *paper) headingEnds(a, b *line) bool {
	if p.ends(a) != 0 || a.hi-a.lo < 3 || b.hi-b.lo < 4 || p.leadsOn(a) || p.small(b) || !p.opensSentence(b) {
		return false
	}
	return (a.width+1+utf8.RuneCountInString(p.word(b.lo)))*100 < p.width*88 && p.wordSmall(b.lo+1) && b.width*2 > p.width
}

// leadsOn reports whether the last word of a line asks for another.
func (p *paper) leadsOn(l *line) bool {
	return slices.Contains(blockWords()["leading"], p.fold(l.hi-1))
}

// opensSentence reports whether a line begins as a sentence does.
func (p *paper) opensSentence(l *line) bool {
	if p.small(l) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.word(l.lo))
	return !unicode.IsDigit(r) && !p.mark(l.lo) || strings.ContainsRune("\"“‘(", r)
}

// full reports whether line a is as long as a line can be: the first word of line b would not
// have fitted.
func (p *paper) full(a, b *line) bool {
	return (a.width+1+utf8.RuneCountInString(p.word(b.lo)))*100 >= p.width*93
}

// ranges returns the words of a paragraph without its mark.
func (g *paragraph) ranges(p *paper) text.Ranges {
	var rs text.Ranges
	for _, s := range g.parts {
		rs = append(rs, p.spans(s.lo, s.hi)...)
	}
	return rs
}

// words returns how many words a paragraph has.
func (g *paragraph) words() int {
	n := 0
	for _, s := range g.parts {
		n += s.hi - s.lo
	}
	return n
}

// each calls f for the position of every word until it returns false.
func (g *paragraph) each(f func(n, k int) bool) {
	n := 0
	for _, s := range g.parts {
		for k := s.lo; k < s.hi; k++ {
			if !f(n, k) {
				return
			}
			n++
		}
	}
}

// cut parts a paragraph after its first n words and the signs that follow them.
func (p *paper) cut(g *paragraph, n int) (first, rest []stretch) {
	g.each(func(i, k int) bool {
		if i >= n && p.mark(k) && !numbering.IsDash(p.word(k)) && p.word(k) != "(" && p.word(k) != "“" && p.word(k) != "\"" {
			n++
		}
		return i < n
	})
	for i, s := range g.parts {
		if n <= s.hi-s.lo {
			first = append(first, stretch{s.lo, s.lo + n})
			if s.lo+n < s.hi {
				rest = append(rest, stretch{s.lo + n, s.hi})
			}
			return first, append(rest, g.parts[i+1:]...)
		}
		first = append(first, s)
		n -= s.hi - s.lo
	}
	return first, nil
}
