package outline

import (
	"slices"
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/sheet"
)

// findMargin gives page numbers, and lines in which nothing can be read, to the margin, and
// tells the lines that open an appendix.
func (p *paper) findMargin() {
	after := false
	for i := range p.Lines {
		l := &p.Lines[i]
		switch {
		case l.Role == sheet.Foot:
			after = true
		case l.Role != sheet.Body:
		case p.PageNumber(i) || p.nothingOn(i):
			l.Role = sheet.Margin
			p.out.Margin = append(p.out.Margin, p.Span(l.Lo, l.Hi))
		default:
			if l.Opens = p.annexAt(i); l.Opens == sheet.Nothing && p.decreedAt(i, after) {
				l.Opens = sheet.Decreed
			}
		}
	}
	gap, page, next := 0, false, 0
	for i := range p.Lines {
		for ; next < len(p.Pages) && p.Pages[next].Line <= i; next++ {
			page = true
		}
		l := &p.Lines[i]
		if l.Role != sheet.Body {
			gap += l.Gap
			page = true
			continue
		}
		l.Gap += gap
		l.Page = page
		gap, page = 0, false
	}
}

// nothingOn reports whether a line holds too little to be text: a sign or two, or two letters
// that stand apart from the lines around them.
func (p *paper) nothingOn(i int) bool {
	l := &p.Lines[i]
	switch n := p.Letters(l); {
	case n <= 1:
		return p.Ends(l) == 0 || n == 0
	case n == 2 && l.Hi-l.Lo == 1:
		return l.Gap > 0 && !p.Loose && p.Ends(l) == 0 && i+1 < len(p.Lines) && p.Lines[i+1].Gap > 0
	}
	return false
}

// annexAt reports whether line i opens an appendix: "PHỤ LỤC I" on a line of its own.
func (p *paper) annexAt(i int) sheet.Opening {
	l := &p.Lines[i]
	if !letters.Capital(p.Word(l.Lo)) || !strings.HasPrefix(p.Fold(l.Lo), "p") {
		return sheet.Nothing
	}
	e := p.MatchOne(l.Lo, min(l.Lo+2, l.Hi), "phuluc")
	if e == l.Lo || !p.InCapitals(l.Lo, e) && l.Hi-e > 2 || l.Hi-e > 20 {
		return sheet.Nothing
	}
	if l.Hi == e || l.Caps {
		return sheet.Annex
	}
	if v := p.View(e, l.Hi); v.Len() > 0 {
		if n, end := v.Numeral(0); n > 0 && (end == v.Len() || v.Mark(end)) {
			return sheet.Annex
		}
	}
	return sheet.Nothing
}

// decreedAt reports whether line i names the type of the document that a decision promulgates
// and nothing else: "kèm theo" stands below it, or the signature above.
func (p *paper) decreedAt(i int, after bool) bool {
	l := &p.Lines[i]
	if p.out.Head.Type == nil || p.typeEnd(l) != l.Hi {
		return false
	}
	for j := i + 1; j < len(p.Lines) && j <= i+9; j++ {
		if p.enclosed(&p.Lines[j]) {
			return true
		}
		if p.Labelled(&p.Lines[j]) {
			break
		}
	}
	return after
}

// enclosed reports whether a line says that what it stands on comes with another document:
// "(Ban hành kèm theo Quyết định số ...)".
func (p *paper) enclosed(l *sheet.Line) bool {
	_, _, ok := p.Find(l.Lo, min(l.Hi, l.Lo+6), "kemtheo")
	if p.Word(l.Lo) == "(" && !ok {
		_, _, ok = p.Find(l.Lo, min(l.Hi, l.Lo+6), "theoquyetdinh")
	}
	return ok && (p.Mark(l.Lo) || letters.Capital(p.Word(l.Lo)))
}

// bodyOrder returns the lines of the body in logical order. Where the head is out of place,
// OCR has taken the top of the page for something else, and the beginning of the text that
// was read with it stands first.
func (p *paper) bodyOrder() []int {
	var order []int
	top := p.strayTop()
	order = append(order, top...)
	for i := range p.Lines {
		if p.Lines[i].Role == sheet.Body && (len(top) == 0 || i < top[0] || i > top[len(top)-1]) {
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
	for i := range p.Lines {
		if p.Lines[i].Role == sheet.Head {
			title = i
		} else if title < 0 && p.Lines[i].Role == sheet.Body {
			before++
		}
		if title >= 0 && i > title+1 {
			break
		}
	}
	if before < 3 || title+1 >= len(p.Lines) {
		return nil
	}
	var top []int
	for i := title + 1; i < len(p.Lines) && p.Lines[i].Role == sheet.Body && len(top) <= 6; i++ {
		l := &p.Lines[i]
		if len(top) > 0 && (l.Page || p.Blank(l)) {
			break
		}
		if p.Labelled(l) || l.Opens != sheet.Nothing {
			return nil
		}
		top = append(top, i)
	}
	if len(top) == 0 || len(top) > 6 {
		return nil
	}
	next := top[len(top)-1] + 1
	atEnd := next >= len(p.Lines) || p.Lines[next].Page || p.Lines[next].Role != sheet.Body
	first := &p.Lines[top[0]]
	opens := p.Match(first.Lo, first.Hi, sheet.BlockWords()["opener"]) > first.Lo
	if !opens && (!atEnd || p.Small(first)) || !atEnd && !p.Blank(&p.Lines[next]) {
		return nil
	}
	return top
}

// turned returns the orders in which the pages may have to be read when their numbers do not
// rise: numbered at the top, as decree 30/2020 annex I, I.4 has it, or at the bottom. The order
// whose labels read best is the right one.
func (p *paper) turned(order []int) [][]int {
	seen := map[int]bool{}
	rising := true
	for i, g := range p.Pages {
		if seen[g.Number] || g.Number > len(p.Pages)+2 {
			return nil
		}
		seen[g.Number] = true
		rising = rising && (i == 0 || p.Pages[i-1].Number < g.Number)
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
	next, _ := slices.BinarySearchFunc(p.Pages, line+1, func(g sheet.Page, i int) int { return g.Line - i })
	switch {
	case !atTop && next < len(p.Pages):
		return p.Pages[next].Number
	case !atTop:
		return len(p.Pages) + 3
	case next > 0:
		return p.Pages[next-1].Number
	}
	return 1
}
