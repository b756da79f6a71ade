package outline

import (
	"slices"

	"vanban/pipeline/outline/foot"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/text"
)

// titleLine returns the line that names the type of the document (KẾ HOẠCH), or -1. It stands
// near the other parts of the head, or at the beginning of the text.
func (p *paper) titleLine(anchored map[int][]piece) int {
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Role == sheet.Head || p.typeEnd(l) == l.Lo {
			continue
		}
		if _, ok := anchored[i]; ok {
			continue
		}
		if i < headReach {
			return i
		}
		for d := 1; d <= headReach; d++ {
			if hasPart(anchored[i-d], number) || hasPart(anchored[i-d], dateline) || hasPart(anchored[i-d], motto) {
				return i
			}
		}
	}
	return -1
}

// typeEnd returns the position after the name of a type of document that a line in capitals
// begins with, or the line's beginning when it is no such line. A sign or two of dirt may
// stand before it.
func (p *paper) typeEnd(l *sheet.Line) int {
	if !l.Caps || l.Hi-l.Lo > 12 || p.Ends(l) == ':' {
		return l.Lo
	}
	for k := l.Lo; k < l.Hi && k < l.Lo+3; k++ {
		if e := p.Match(k, l.Hi, sheet.TypeNames()); e > k && !p.bodySound(k, l.Hi) {
			if rest := l.Hi - e; rest <= 3 || k == l.Lo {
				return e
			}
		}
		if numbering.IsDash(p.Word(k)) || !p.Mark(k) && len(p.Fold(k)) > 2 {
			break
		}
	}
	return l.Lo
}

// bodySound reports whether some words begin, letter by letter, as the name of a council or a
// committee: HỘI ĐỒNG is no damaged HỢP ĐỒNG.
func (p *paper) bodySound(lo, hi int) bool {
	for e := lo + 2; e <= min(lo+4, hi); e++ {
		if slices.Contains(sheet.BlockWords()["body"], p.Joined(lo, e)) {
			return true
		}
	}
	return false
}

// typeOf returns the number of the type that a line names.
func (p *paper) typeOf(l *sheet.Line) int {
	best, size := 0, 0
	for n, name := range sheet.TypeNames() {
		for k := l.Lo; k < l.Hi && k < l.Lo+3; k++ {
			if len(name) > size && p.MatchOne(k, l.Hi, name) > k {
				best, size = n, len(name)
			}
		}
	}
	return best
}

// takeTitle gives the type line and the lines of the subject below it to the head and returns
// the line after them.
func (p *paper) takeTitle(i int) int {
	h := &p.out.Head
	l := &p.Lines[i]
	l.Role = sheet.Head
	end := p.typeEnd(l)
	if l.Hi-end <= 3 {
		end = l.Hi
	}
	h.Type = p.Spans(l.Lo, end)
	if end < l.Hi {
		h.Subject = append(h.Subject, p.Span(end, l.Hi))
	}
	for j := i + 1; j < len(p.Lines) && j <= i+12; j++ {
		l := &p.Lines[j]
		switch {
		case l.Role == sheet.Head:
			continue
		case p.SkipMarks(l.Lo, l.Hi) == l.Hi:
			l.Role = sheet.Head
			h.Other = append(h.Other, p.Span(l.Lo, l.Hi))
			if len(h.Subject) > 0 && l.Width > 4 {
				return j + 1
			}
			continue
		case p.subjectEnds(i, j, len(h.Subject) > 0):
			return j
		case len(h.Subject) == 0 && l.Caps && p.Fold(l.Lo) == "cua" && p.bodyBegins(l.Lo+1, l.Hi):
			j = p.takeDecider(j)
			continue
		}
		l.Role = sheet.Head
		h.Subject = append(h.Subject, p.Span(l.Lo, l.Hi))
	}
	return min(i+13, len(p.Lines))
}

// takeDecider takes the lines below the type that name the issuing body: "CỦA BAN THƯỜNG VỤ TỈNH ỦY", over
// as many lines as stand close and go on with the name. It returns the last of them. The left column names the
// committee that it belongs to.
func (p *paper) takeDecider(i int) int {
	h := &p.out.Head
	l := &p.Lines[i]
	l.Role = sheet.Head
	h.Other = append(h.Other, p.Span(l.Lo, l.Lo+1))
	body := p.unmarked(l.Lo+1, l.Hi)
	for n := i + 1; n < len(p.Lines) && n <= i+2 && p.namesOn(&p.Lines[n]); n++ {
		i = n
		p.Lines[n].Role = sheet.Head
		body = append(body, p.unmarked(p.Lines[n].Lo, p.Lines[n].Hi)...)
	}
	if p.Folded(body) == p.Folded(h.Issuer) {
		h.Other = append(h.Other, body...)
		return i
	}
	h.Parent = append(h.Parent, h.Issuer...)
	h.Issuer = body
	return i
}

// unmarked returns some words but for the marks that end them, which belong to no block.
func (p *paper) unmarked(lo, hi int) text.Ranges {
	end := hi
	for end > lo && p.Mark(end-1) {
		end--
	}
	p.out.Head.Other = append(p.out.Head.Other, p.Spans(end, hi)...)
	return p.Spans(lo, end)
}

// namesOn reports a line in capitals right below another that goes on with a name: it begins with no word
// that opens a subject.
func (p *paper) namesOn(l *sheet.Line) bool {
	return l.Role == sheet.Body && l.Caps && l.Gap == 0 && !p.Labelled(l) && !p.joins(l) && p.Match(l.Lo, l.Hi, sheet.BlockWords()["opener"]) == l.Lo
}

// joins reports a line that begins with a word that joins it to what stands above: TẠI HỘI NGHỊ ..., VỀ ....
func (p *paper) joins(l *sheet.Line) bool {
	k := p.SkipMarks(l.Lo, l.Hi)
	return k < l.Hi && slices.Contains(sheet.BlockWords()["leading"], p.Fold(k))
}

// subjectEnds reports whether line j no longer belongs to the subject below type line i. The
// subject is set in the middle, so its lines are shorter than those of the text.
func (p *paper) subjectEnds(i, j int, begun bool) bool {
	l, above := &p.Lines[j], &p.Lines[j-1]
	wide := l.Width*100 >= p.Width*93 && l.Width > 50
	switch {
	case p.Labelled(l), p.Bulleted(l), p.PageNumber(j), foot.Begins(p.Sheet, l):
		return true
	case !begun:
		return wide && l.Gap > 0
	case l.Gap > 0 && above.Width*10 < l.Width*8 && p.cites(l):
		return true
	case p.Small(l):
		return wide && p.Blank(l) && above.Width*10 < p.Width*5
	case l.Width*100 > p.Width*85 && l.Width > 50 && above.Width*10 < p.Width*6 && !p.LeadsOn(above):
		return true
	case l.Caps && above.Caps && l.Gap == 1 && p.joins(l):
		return false
	case l.Caps != above.Caps && l.Caps && l.Hi-l.Lo > 1, l.Caps && p.Blank(l) && p.bodyBegins(l.Lo, l.Hi):
		return true
	case p.Blank(l):
		return true
	}
	return wide || p.Match(l.Lo, l.Hi, sheet.BlockWords()["opener"]) > l.Lo && !p.LeadsOn(above) && !p.Full(above, l)
}

// cites reports whether a line begins with a document that the text starts from: "Nghị quyết số ...".
func (p *paper) cites(l *sheet.Line) bool {
	e := p.Match(l.Lo, l.Hi, sheet.TypeNames())
	return e > l.Lo && e < l.Hi && p.Fold(e) == "so"
}

// takeLetterSubject gives the further lines of "V/v ..." to the subject of an official letter,
// which has no line of type, and returns the line after the head.
func (p *paper) takeLetterSubject(anchored map[int][]piece) int {
	h := &p.out.Head
	last := -1
	for i := range p.Lines {
		if p.Lines[i].Role == sheet.Head {
			last = i
		}
		if i > last+3 && last >= 0 {
			break
		}
		if l := &p.Lines[i]; l.Role != sheet.Head && last >= 0 && h.Subject == nil && (p.subjectMark(l) || p.addressedBelow(i)) {
			l.Role = sheet.Head
			h.Subject = append(h.Subject, p.Span(l.Lo, l.Hi))
			last = i
		}
	}
	j := last + 1
	for ; h.Subject != nil && j < len(p.Lines) && j <= last+5; j++ {
		l := &p.Lines[j]
		if p.Blank(l) || l.Width*10 > p.Width*6 || p.Match(l.Lo, l.Hi, sheet.BlockWords()["opener"]) > l.Lo {
			break
		}
		l.Role = sheet.Head
		h.Subject = append(h.Subject, p.Span(l.Lo, l.Hi))
	}
	return j
}

// addressedBelow reports whether "Kính gửi" stands in the few lines below line i: what stands
// between the number of a letter and its addressees is the subject.
func (p *paper) addressedBelow(i int) bool {
	for j := i + 1; j < len(p.Lines) && j <= i+3; j++ {
		l := &p.Lines[j]
		if k := p.SkipMarks(l.Lo, l.Hi); p.MatchOne(k, l.Hi, "kinhgui") > k {
			return p.out.Head.Number != nil && !p.Labelled(&p.Lines[i])
		}
	}
	return false
}

// takeAddressees gives "Kính gửi: ..." and the bodies listed below it to the head.
func (p *paper) takeAddressees(from int) {
	for i := max(from, 0); i < len(p.Lines) && i <= from+3; i++ {
		l := &p.Lines[i]
		k := p.SkipMarks(l.Lo, l.Hi)
		if p.MatchOne(k, l.Hi, "kinhgui") == k {
			continue
		}
		for j := i; j < len(p.Lines) && j <= i+30; j++ {
			m := &p.Lines[j]
			if j > i && (p.PageNumber(j) || !p.Bulleted(m) && p.addresseesEnd(m)) {
				return
			}
			m.Role = sheet.Head
			lo := m.Lo
			if j == i {
				lo = p.SkipMarks(p.MatchOne(k, l.Hi, "kinhgui"), l.Hi)
				p.out.Head.Other = append(p.out.Head.Other, p.Span(m.Lo, lo))
			}
			p.addAddressee(m, lo, j > i && !p.Bulleted(m))
		}
		return
	}
}

// addresseesEnd reports whether a line no longer belongs to the list of addressees.
func (p *paper) addresseesEnd(l *sheet.Line) bool {
	return p.Blank(l) || l.Width*10 > p.Width*9 || p.Labelled(l) || p.Match(l.Lo, l.Hi, sheet.BlockWords()["opener"]) > l.Lo
}

// addAddressee takes the words of a line from lo on as an addressee, or as more of the last one.
func (p *paper) addAddressee(l *sheet.Line, lo int, more bool) {
	start, end := p.SkipMarks(lo, l.Hi), l.Hi
	for end > start && p.Mark(end-1) && p.Word(end-1) != ")" {
		end--
	}
	p.out.Head.Other = append(p.out.Head.Other, p.Spans(lo, start)...)
	if start < end {
		if n := len(p.addressees); more && n > 0 && p.Ends(&p.Lines[l.I-1]) != ';' {
			p.addressees[n-1] = append(p.addressees[n-1], p.Span(start, end))
		} else {
			p.addressees = append(p.addressees, p.Spans(start, end))
		}
	}
	p.out.Head.Other = append(p.out.Head.Other, p.Spans(end, l.Hi)...)
}
