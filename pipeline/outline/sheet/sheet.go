// Package sheet shows a scan as lines: their words without junk, what can be seen of a line, the marks
// and labels that it may begin with, and the phrases of administrative print in it.
package sheet

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/outline/kinds"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// Role says to which part of the paper a line belongs.
type Role uint8

const (
	Body Role = iota
	Head
	Foot
	Margin
)

// Line is a line of the scan that holds words. Positions count words that are not junk.
type Line struct {
	I      int  // its place among the lines
	N      int  // its number in the scan
	Lo, Hi int  // positions of its words
	Width  int  // letters and signs, as printed
	Gap    int  // empty lines before it
	Page   bool // a page number stands between it and the body line before it
	Caps   bool // set in capitals
	Role   Role
	Opens  Opening // what the line opens as a block of its own
}

// Opening marks a body line that opens an appendix.
type Opening uint8

const (
	Nothing Opening = iota
	Annex           // PHỤ LỤC I
	Decreed         // the document that a decision promulgates: QUY CHẾ ...
)

// Sheet is a scan as lines of words. It is the work of one goroutine.
type Sheet struct {
	T     *text.Text
	Index []int    // the words that are not junk
	folds []string // their folded forms, filled when asked for
	Lines []Line
	Width int  // of a full line
	Loose bool // empty lines stand inside paragraphs too
	Pages []Page

	scratch [2]numbering.View
}

// New returns the lines of a text.
func New(t *text.Text) *Sheet {
	p := &Sheet{T: t}
	for i := range p.scratch {
		p.scratch[i].Heading = func(s string) bool { return kinds.Of(s, true) != "" }
	}
	p.Index = make([]int, 0, len(t.Words))
	gap := 0
	for n, r := range t.Lines {
		lo := len(p.Index)
		if number := p.PrintedNumber(r); number > 0 {
			p.Pages = append(p.Pages, Page{len(p.Lines), number})
		}
		for i := r.Start; i < r.End; i++ {
			if t.Words[i].Kind != text.Junk {
				p.Index = append(p.Index, i)
			}
		}
		if len(p.Index) == lo {
			gap++
			continue
		}
		span := t.Source.Lines[n]
		p.Lines = append(p.Lines, Line{
			I: len(p.Lines), N: n, Lo: lo, Hi: len(p.Index), Gap: gap,
			Width: utf8.RuneCount(t.Source.Bytes[span.Start:span.End]),
		})
		gap = 0
	}
	p.folds = make([]string, len(p.Index))
	for i := range p.Lines {
		p.Lines[i].Caps = p.InCapitals(p.Lines[i].Lo, p.Lines[i].Hi)
	}
	p.measure()
	return p
}

// measure finds the width of a full line, which most lines of running text have, and
// whether the scan has empty lines inside paragraphs.
func (p *Sheet) measure() {
	widths := make([]int, 0, len(p.Lines))
	small, parted := 0, 0
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Width > 30 {
			widths = append(widths, l.Width)
		}
		if i > 0 && p.Small(l) {
			small++
			if l.Gap > 0 {
				parted++
			}
		}
	}
	p.Loose = parted*4 > small
	p.Width = 1 << 30
	if len(widths) > 0 {
		slices.Sort(widths)
		p.Width = widths[len(widths)*3/4]
	}
}

// Word returns the text of the word at a position.
func (p *Sheet) Word(k int) string { return p.T.Words[p.Index[k]].Text }

// Kind returns the kind of the word at a position.
func (p *Sheet) Kind(k int) text.Kind { return p.T.Words[p.Index[k]].Kind }

// Glued reports whether no space parts the word from the one before it.
func (p *Sheet) Glued(k int) bool { return !p.T.Words[p.Index[k]].Space }

// Fold returns the folded form of the word at a position.
func (p *Sheet) Fold(k int) string {
	if p.folds[k] == "" {
		p.folds[k] = letters.Fold(p.Word(k))
	}
	return p.folds[k]
}

// Joined returns the folded forms of some words without space between them.
func (p *Sheet) Joined(lo, hi int) string {
	var b []byte
	for k := lo; k < hi; k++ {
		b = append(b, p.Fold(k)...)
	}
	return string(b)
}

// Span returns the words of some positions as a range.
func (p *Sheet) Span(lo, hi int) text.Range {
	return text.Range{Start: p.Index[lo], End: p.Index[hi-1] + 1}
}

// Spans returns the words of some positions as a passage, nil when there are none.
func (p *Sheet) Spans(lo, hi int) text.Ranges {
	if lo >= hi {
		return nil
	}
	return text.Ranges{p.Span(lo, hi)}
}

// InCapitals reports whether the letters of some words are capitals, a few misread ones
// apart.
func (p *Sheet) InCapitals(lo, hi int) bool {
	up, low := 0, 0
	for k := lo; k < hi; k++ {
		u, l := letters.Cases(p.Word(k))
		up, low = up+u, low+l
	}
	return up >= 2 && up*10 >= (up+low)*7
}

// Small reports whether a line begins with a small letter, so that it continues another. A
// word in capitals that restoration took for junk counts.
func (p *Sheet) Small(l *Line) bool {
	for i := p.T.Lines[l.N].Start; i < p.Index[l.Lo]; i++ {
		if raw := p.T.Raw(p.T.Words[i].Raw); len(raw) > 2 && letters.Capital(raw) && letters.HasVowel(letters.Fold(raw)) {
			if up, low := letters.Cases(raw); up == 1 && low > 1 {
				return false
			}
		}
	}
	return p.WordSmall(l.Lo)
}

// WordSmall reports whether a word begins with a small letter.
func (p *Sheet) WordSmall(k int) bool {
	r, _ := utf8.DecodeRuneInString(p.Word(k))
	return unicode.IsLower(r)
}

// Mark reports whether the word at a position is punctuation.
func (p *Sheet) Mark(k int) bool { return p.Kind(k) == text.Punct }

// Ends returns the sign that closes a line: ';' for "... của tỉnh;", 0 for none. A sign that
// stands apart from the text is a speck on the page.
func (p *Sheet) Ends(l *Line) byte {
	for k := l.Hi - 1; k >= l.Lo && p.Mark(k); k-- {
		if !p.Glued(k) && k > l.Lo {
			continue
		}
		switch w := p.Word(k); w[0] {
		case '.', ';', ':', ',', '!', '?', ')':
			return w[0]
		default:
			if w == "…" {
				return '.'
			}
		}
	}
	return 0
}

// Closes reports whether a sentence or an entry ends with a line.
func (p *Sheet) Closes(l *Line) bool {
	switch p.Ends(l) {
	case '.', ';', ':', '!', '?':
		return true
	}
	return false
}

// Letters counts the letters and digits of a line.
func (p *Sheet) Letters(l *Line) int {
	n := 0
	for k := l.Lo; k < l.Hi; k++ {
		n += len(p.Fold(k))
	}
	return n
}
