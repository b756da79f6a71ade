package outline

import (
	"strconv"
	"strings"
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
	gap, page := 0, false
	for i := range p.lines {
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
	if !capital(p.word(l.lo)) || p.fold(l.lo)[:1] != "p" {
		return nothing
	}
	e := p.matchOne(l.lo, min(l.lo+2, l.hi), "phuluc")
	if e == l.lo || !p.inCapitals(l.lo, e) && l.hi-e > 2 || l.hi-e > 20 {
		return nothing
	}
	if l.hi == e || l.caps {
		return annex
	}
	if v := p.view(e, l.hi); v.len() > 0 {
		if n, end := v.numeral(0); n > 0 && (end == v.len() || v.mark(end)) {
			return annex
		}
	}
	return nothing
}

// decreedAt reports whether line i names the type of the document that a decision
// promulgates: it says "kèm theo" below, or stands after the signature.
func (p *paper) decreedAt(i int, after bool) bool {
	l := &p.lines[i]
	if p.out.Head.Type == nil || p.typeEnd(l) == l.lo {
		return false
	}
	for j := i + 1; j < len(p.lines) && j <= i+9; j++ {
		m := &p.lines[j]
		if p.labelled(m) {
			break
		}
		if _, _, ok := p.find(m.lo, min(m.hi, m.lo+6), "kemtheo"); ok {
			return true
		}
	}
	return after
}

// bodyOrder returns the lines of the body in logical order.
func (p *paper) bodyOrder() []int {
	var order []int
	for i := range p.lines {
		if p.lines[i].role == body {
			order = append(order, i)
		}
	}
	return order
}
