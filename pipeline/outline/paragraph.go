package outline

import (
	"unicode/utf8"

	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
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
func (p *paper) breaks(a, b *sheet.Line) bool {
	end := p.Ends(a)
	closed := p.Closes(a)
	full := p.Full(a, b)
	switch {
	case a.Caps && !b.Caps && p.Syllables(a.Lo, a.Hi):
		return true
	case p.Word(b.Lo) == "(" && p.enclosed(b):
		return true
	case (end == ';' || end == '.') && p.Match(b.Lo, min(b.Hi, b.Lo+4), sheet.BlockWords()["opener"]) > b.Lo:
		return true
	case p.Small(b), a.Caps && b.Caps && !p.Blank(b):
		return false
	case b.Caps && !a.Caps && b.Hi-b.Lo > 2:
		return closed || !full
	case b.Page:
		return closed && (!full || end != '.') || !closed && !full && a.Width*10 < p.Width*7
	case !p.OpensSentence(b):
		return p.Blank(b) && closed
	case p.Blank(b):
		return closed || !full
	}
	return !full && (closed || a.Width*10 < p.Width*7)
}

// headingEnds reports whether the heading on line a, which a label began, ends with it though no
// sign says so: the line ends well before the margin, and a sentence begins on line b.
func (p *paper) headingEnds(a, b *sheet.Line) bool {
	if p.Ends(a) != 0 || a.Hi-a.Lo < 3 || b.Hi-b.Lo < 4 || p.LeadsOn(a) || p.Small(b) || !p.OpensSentence(b) {
		return false
	}
	return (a.Width+1+utf8.RuneCountInString(p.Word(b.Lo)))*100 < p.Width*88 && p.WordSmall(b.Lo+1) && b.Width*2 > p.Width
}

// ranges returns the words of a paragraph without its mark.
func (g *paragraph) ranges(p *paper) text.Ranges {
	var rs text.Ranges
	for _, s := range g.parts {
		rs = append(rs, p.Spans(s.lo, s.hi)...)
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
		if i >= n && p.Mark(k) && !numbering.IsDash(p.Word(k)) && p.Word(k) != "(" && p.Word(k) != "“" && p.Word(k) != "\"" {
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
