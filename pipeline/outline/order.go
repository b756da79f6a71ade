package outline

import (
	"slices"
	"strconv"
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// findMargin gives page numbers, and lines in which nothing can be read, to the margin, and
// tells the lines that open an appendix.
func (p *paper) findMargin() {
	after := false
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.role == foot:
			after = true
		case l.role != body:
		case p.pageNumber(i) || p.nothingOn(i):
			l.role = margin
			p.out.Margin = append(p.out.Margin, p.span(l.lo, l.hi))
		default:
			if l.opens = p.annexAt(i); l.opens == nothing && p.decreedAt(i, after) {
				l.opens = decreed
			}
		}
	}
	gap, page, next := 0, false, 0
	for i := range p.lines {
		for ; next < len(p.pages) && p.pages[next].line <= i; next++ {
			page = true
		}
		l := &p.lines[i]
		if l.role != body {
			gap += l.gap
			page = true
			continue
		}
		l.gap += gap
		l.page = page
		gap, page = 0, false
	}
}

// pageNumber reports whether a line holds a page number alone: "2", "- 2 -", "Trang 2".
func (p *paper) pageNumber(i int) bool {
	l := &p.lines[i]
	numbers := 0
	for k := l.lo; k < l.hi; k++ {
		w := p.word(k)
		switch n, err := strconv.Atoi(w); {
		case err == nil && n > 0 && n < 1000:
			numbers++
		case p.mark(k) && !strings.ContainsAny(w, "%;,"), p.fold(k) == "trang":
		case len(p.fold(k)) == 1 && l.hi-l.lo == 2:
		default:
			return false
		}
	}
	return numbers > 0 && numbers <= 2 && l.hi-l.lo <= 4 && p.ends(l) != '.'
}

// nothingOn reports whether a line holds too little to be text: a sign or two, or two letters
// that stand apart from the lines around them.
func (p *paper) nothingOn(i int) bool {
	l := &p.lines[i]
	switch n := p.letters(l); {
	case n <= 1:
		return p.ends(l) == 0 || n == 0
	case n == 2 && l.hi-l.lo == 1:
		return l.gap > 0 && !p.loose && p.ends(l) == 0 && i+1 < len(p.lines) && p.lines[i+1].gap > 0
	}
	return false
}

// annexAt reports whether line i opens an appendix: "PHỤ LỤC I" on a line of its own.
func (p *paper) annexAt(i int) opening {
	l := &p.lines[i]
	if !letters.Capital(p.word(l.lo)) || !strings.HasPrefix(p.fold(l.lo), "p") {
		return nothing
	}
	e := p.matchOne(l.lo, min(l.lo+2, l.hi), "phuluc")
	if e == l.lo || !p.inCapitals(l.lo, e) && l.hi-e > 2 || l.hi-e > 20 {
		return nothing
	}
	if l.hi == e || l.caps {
		return annex
	}
	if v := p.view(e, l.hi); v.Len() > 0 {
		if n, end := v.Numeral(0); n > 0 && (end == v.Len() || v.Mark(end)) {
			return annex
		}
	}
	return nothing
}

// decreedAt reports whether line i names the type of the document that a decision promulgates
// and nothing else: "kèm theo" stands below it, or the signature above.
func (p *paper) decreedAt(i int, after bool) bool {
	l := &p.lines[i]
	if p.out.Head.Type == nil || p.typeEnd(l) != l.hi {
		return false
	}
	for j := i + 1; j < len(p.lines) && j <= i+9; j++ {
		if p.enclosed(&p.lines[j]) {
			return true
		}
		if p.labelled(&p.lines[j]) {
			break
		}
	}
	return after
}

// enclosed reports whether a line says that what it stands on comes with another document:
// "(Ban hành kèm theo Quyết định số ...)".
func (p *paper) enclosed(l *line) bool {
	_, _, ok := p.find(l.lo, min(l.hi, l.lo+6), "kemtheo")
	return ok && (p.mark(l.lo) || letters.Capital(p.word(l.lo)))
}

// bodyOrder returns the lines of the body in logical order. Where the head is out of place,
// OCR has taken the top of the page for something else, and the beginning of the text that
// was read with it stands first.
func (p *paper) bodyOrder() []int {
	var order []int
	top := p.strayTop()
	order = append(order, top...)
	for i := range p.lines {
		if p.lines[i].role == body && (len(top) == 0 || i < top[0] || i > top[len(top)-1]) {
			order = append(order, i)
		}
	}
	return order
}

// strayTop returns the lines after a displaced head that begin the text: they open it as texts
// open, and the page ends after them.
func (p *paper) strayTop() []int {
	title := -1
	before := 0
	for i := range p.lines {
		if p.lines[i].role == head {
			title = i
		} else if title < 0 && p.lines[i].role == body {
			before++
		}
		if title >= 0 && i > title+1 {
			break
		}
	}
	if before < 3 || title+1 >= len(p.lines) {
		return nil
	}
	var top []int
	for i := title + 1; i < len(p.lines) && p.lines[i].role == body && len(top) <= 6; i++ {
		l := &p.lines[i]
		if len(top) > 0 && (l.page || p.blank(l)) {
			break
		}
		if p.labelled(l) || l.opens != nothing {
			return nil
		}
		top = append(top, i)
	}
	if len(top) == 0 || len(top) > 6 {
		return nil
	}
	next := top[len(top)-1] + 1
	atEnd := next >= len(p.lines) || p.lines[next].page || p.lines[next].role != body
	first := &p.lines[top[0]]
	opens := p.match(first.lo, first.hi, blockWords()["opener"]) > first.lo
	if !opens && (!atEnd || p.small(first)) || !atEnd && !p.blank(&p.lines[next]) {
		return nil
	}
	return top
}

// page is a printed page number and the index of the line at which it stands.
type page struct{ line, number int }

// printedNumber returns the page number that the words of a line are and nothing else, or 0. It
// looks at the scan, since restoration may take a number that stands alone for junk.
func (p *paper) printedNumber(r text.Range) int {
	if r.Len() > 3 {
		return 0
	}
	number := 0
	for _, w := range p.t.Words[r.Start:r.End] {
		raw := p.t.Raw(w.Raw)
		if n, err := strconv.Atoi(raw); err == nil && number == 0 && n > 0 && n < 1000 {
			number = n
		} else if numbering.KindOf(raw) != text.Punct {
			return 0
		}
	}
	return number
}

// turned returns the orders in which the pages may have to be read when their numbers do not
// rise: numbered at the top, as decree 30/2020 annex I, I.4 has it, or at the bottom. The order
// whose labels read best is the right one.
func (p *paper) turned(order []int) [][]int {
	seen := map[int]bool{}
	rising := true
	for i, g := range p.pages {
		if seen[g.number] || g.number > len(p.pages)+2 {
			return nil
		}
		seen[g.number] = true
		rising = rising && (i == 0 || p.pages[i-1].number < g.number)
	}
	if rising {
		return nil
	}
	var orders [][]int
	for _, atTop := range []bool{true, false} {
		other := slices.Clone(order)
		slices.SortStableFunc(other, func(a, b int) int { return p.pageOf(a, atTop) - p.pageOf(b, atTop) })
		orders = append(orders, other)
	}
	return orders
}

// pageOf returns the number of the page that a line stands on. The first page bears none.
func (p *paper) pageOf(line int, atTop bool) int {
	next, _ := slices.BinarySearchFunc(p.pages, line+1, func(g page, i int) int { return g.line - i })
	switch {
	case !atTop && next < len(p.pages):
		return p.pages[next].number
	case !atTop:
		return len(p.pages) + 3
	case next > 0:
		return p.pages[next-1].number
	}
	return 1
}
