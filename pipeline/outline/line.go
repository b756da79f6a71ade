package outline

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/outline/kinds"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// role says to which part of the paper a line belongs.
type role uint8

const (
	body role = iota
	head
	foot
	margin
)

// line is a line of the scan that holds words. Positions count words that are not junk.
type line struct {
	i      int  // its place among the lines
	n      int  // its number in the scan
	lo, hi int  // positions of its words
	width  int  // letters and signs, as printed
	gap    int  // empty lines before it
	page   bool // a page number stands between it and the body line before it
	caps   bool // set in capitals
	role   role
	opens  opening // what the line opens as a block of its own
}

// opening marks a body line that opens an appendix.
type opening uint8

const (
	nothing opening = iota
	annex           // PHỤ LỤC I
	decreed         // the document that a decision promulgates: QUY CHẾ ...
)

// paper is a document on its way to an outline.
type paper struct {
	t     *text.Text
	out   *plan.Outline
	index []int    // the words that are not junk
	folds []string // their folded forms, filled when asked for
	lines []line
	width int  // of a full line
	loose bool // empty lines stand inside paragraphs too
	pages []page
	begun bool // a head or a foot shows an administrative document

	addressees []text.Ranges // the bodies after "Kính gửi"

	scratch [2]numbering.View
}

func newPaper(t *text.Text) *paper {
	p := &paper{t: t, out: &plan.Outline{Text: t, Rules: "state"}}
	for i := range p.scratch {
		p.scratch[i].Heading = func(s string) bool { return kinds.Of(s, true) != "" }
	}
	p.index = make([]int, 0, len(t.Words))
	gap := 0
	for n, r := range t.Lines {
		lo := len(p.index)
		if number := p.printedNumber(r); number > 0 {
			p.pages = append(p.pages, page{len(p.lines), number})
		}
		for i := r.Start; i < r.End; i++ {
			if t.Words[i].Kind != text.Junk {
				p.index = append(p.index, i)
			}
		}
		if len(p.index) == lo {
			gap++
			continue
		}
		span := t.Source.Lines[n]
		p.lines = append(p.lines, line{
			i: len(p.lines), n: n, lo: lo, hi: len(p.index), gap: gap,
			width: utf8.RuneCount(t.Source.Bytes[span.Start:span.End]),
		})
		gap = 0
	}
	p.folds = make([]string, len(p.index))
	for i := range p.lines {
		p.lines[i].caps = p.inCapitals(p.lines[i].lo, p.lines[i].hi)
	}
	p.measure()
	return p
}

// measure finds the width of a full line, which most lines of running text have, and
// whether the scan has empty lines inside paragraphs.
func (p *paper) measure() {
	widths := make([]int, 0, len(p.lines))
	small, parted := 0, 0
	for i := range p.lines {
		l := &p.lines[i]
		if l.width > 30 {
			widths = append(widths, l.width)
		}
		if i > 0 && p.small(l) {
			small++
			if l.gap > 0 {
				parted++
			}
		}
	}
	p.loose = parted*4 > small
	p.width = 1 << 30
	if len(widths) > 0 {
		slices.Sort(widths)
		p.width = widths[len(widths)*3/4]
	}
}

// word returns the text of the word at a position.
func (p *paper) word(k int) string { return p.t.Words[p.index[k]].Text }

// kind returns the kind of the word at a position.
func (p *paper) kind(k int) text.Kind { return p.t.Words[p.index[k]].Kind }

// glued reports whether no space parts the word from the one before it.
func (p *paper) glued(k int) bool { return !p.t.Words[p.index[k]].Space }

// fold returns the folded form of the word at a position.
func (p *paper) fold(k int) string {
	if p.folds[k] == "" {
		p.folds[k] = letters.Fold(p.word(k))
	}
	return p.folds[k]
}

// joined returns the folded forms of some words without space between them.
func (p *paper) joined(lo, hi int) string {
	var b []byte
	for k := lo; k < hi; k++ {
		b = append(b, p.fold(k)...)
	}
	return string(b)
}

// span returns the words of some positions as a range.
func (p *paper) span(lo, hi int) text.Range {
	return text.Range{Start: p.index[lo], End: p.index[hi-1] + 1}
}

// spans returns the words of some positions as a passage, nil when there are none.
func (p *paper) spans(lo, hi int) text.Ranges {
	if lo >= hi {
		return nil
	}
	return text.Ranges{p.span(lo, hi)}
}

// inCapitals reports whether the letters of some words are capitals, a few misread ones
// apart.
func (p *paper) inCapitals(lo, hi int) bool {
	up, low := 0, 0
	for k := lo; k < hi; k++ {
		u, l := letters.Cases(p.word(k))
		up, low = up+u, low+l
	}
	return up >= 2 && up*10 >= (up+low)*7
}

// small reports whether a line begins with a small letter, so that it continues another. A
// word in capitals that restoration took for junk counts.
func (p *paper) small(l *line) bool {
	for i := p.t.Lines[l.n].Start; i < p.index[l.lo]; i++ {
		if raw := p.t.Raw(p.t.Words[i].Raw); len(raw) > 2 && letters.Capital(raw) && letters.HasVowel(letters.Fold(raw)) {
			if up, low := letters.Cases(raw); up == 1 && low > 1 {
				return false
			}
		}
	}
	return p.wordSmall(l.lo)
}

// wordSmall reports whether a word begins with a small letter.
func (p *paper) wordSmall(k int) bool {
	r, _ := utf8.DecodeRuneInString(p.word(k))
	return unicode.IsLower(r)
}

// mark reports whether the word at a position is punctuation.
func (p *paper) mark(k int) bool { return p.kind(k) == text.Punct }

// ends returns the sign that closes a line: ';' for "... của tỉnh;", 0 for none. A sign that
// stands apart from the text is a speck on the page.
func (p *paper) ends(l *line) byte {
	for k := l.hi - 1; k >= l.lo && p.mark(k); k-- {
		if !p.glued(k) && k > l.lo {
			continue
		}
		switch w := p.word(k); w[0] {
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

// closes reports whether a sentence or an entry ends with a line.
func (p *paper) closes(l *line) bool {
	switch p.ends(l) {
	case '.', ';', ':', '!', '?':
		return true
	}
	return false
}

// letters counts the letters and digits of a line.
func (p *paper) letters(l *line) int {
	n := 0
	for k := l.lo; k < l.hi; k++ {
		n += len(p.fold(k))
	}
	return n
}
