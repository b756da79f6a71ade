package outline

import (
	"slices"

	"vanban/pipeline/outline/numbering"
)

// titleLine returns the line that names the type of the document (KẾ HOẠCH), or -1. It stands
// near the other parts of the head, or at the beginning of the text.
func (p *paper) titleLine(anchored map[int][]piece) int {
	for i := range p.lines {
		l := &p.lines[i]
		if l.role == head || p.typeEnd(l) == l.lo {
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
func (p *paper) typeEnd(l *line) int {
	if !l.caps || l.hi-l.lo > 12 || p.ends(l) == ':' {
		return l.lo
	}
	for k := l.lo; k < l.hi && k < l.lo+3; k++ {
		if e := p.match(k, l.hi, typeNames()); e > k && !p.bodySound(k, l.hi) {
			if rest := l.hi - e; rest <= 3 || k == l.lo {
				return e
			}
		}
		if numbering.IsDash(p.word(k)) || !p.mark(k) && len(p.fold(k)) > 2 {
			break
		}
	}
	return l.lo
}

// bodySound reports whether some words begin, letter by letter, as the name of a council or a
// committee: HỘI ĐỒNG is no damaged HỢP ĐỒNG.
func (p *paper) bodySound(lo, hi int) bool {
	for e := lo + 2; e <= min(lo+4, hi); e++ {
		if slices.Contains(blockWords()["body"], p.joined(lo, e)) {
			return true
		}
	}
	return false
}

// typeOf returns the number of the type that a line names.
func (p *paper) typeOf(l *line) int {
	best, size := 0, 0
	for n, name := range typeNames() {
		for k := l.lo; k < l.hi && k < l.lo+3; k++ {
			if len(name) > size && p.matchOne(k, l.hi, name) > k {
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
	l := &p.lines[i]
	l.role = head
	end := p.typeEnd(l)
	if l.hi-end <= 3 {
		end = l.hi
	}
	h.Type = p.spans(l.lo, end)
	if end < l.hi {
		h.Subject = append(h.Subject, p.span(end, l.hi))
	}
	for j := i + 1; j < len(p.lines) && j <= i+12; j++ {
		l := &p.lines[j]
		switch {
		case l.role == head:
			continue
		case p.skipMarks(l.lo, l.hi) == l.hi:
			l.role = head
			h.Other = append(h.Other, p.span(l.lo, l.hi))
			if len(h.Subject) > 0 && l.width > 4 {
				return j + 1
			}
			continue
		case p.subjectEnds(i, j, len(h.Subject) > 0):
			return j
		case len(h.Subject) == 0 && l.caps && p.fold(l.lo) == "cua" && p.bodyBegins(l.lo+1, l.hi):
			p.takeDecider(l)
			continue
		}
		l.role = head
		h.Subject = append(h.Subject, p.span(l.lo, l.hi))
	}
	return min(i+13, len(p.lines))
}

// takeDecider takes the line below the type that names the issuing body: "CỦA BAN THƯỜNG VỤ TỈNH
// ỦY". The left column names the committee that it belongs to.
func (p *paper) takeDecider(l *line) {
	h := &p.out.Head
	l.role = head
	end := l.hi
	for end > l.lo+1 && p.mark(end-1) {
		end--
	}
	h.Other = append(h.Other, p.span(l.lo, l.lo+1))
	h.Other = append(h.Other, p.spans(end, l.hi)...)
	if same := p.folded(p.spans(l.lo+1, end)); same == p.folded(h.Issuer) {
		h.Other = append(h.Other, p.span(l.lo+1, end))
		return
	}
	h.Parent = append(h.Parent, h.Issuer...)
	h.Issuer = p.spans(l.lo+1, end)
}

// subjectEnds reports whether line j no longer belongs to the subject below type line i. The
// subject is set in the middle, so its lines are shorter than those of the text.
func (p *paper) subjectEnds(i, j int, begun bool) bool {
	l, above := &p.lines[j], &p.lines[j-1]
	wide := l.width*100 >= p.width*93 && l.width > 50
	switch {
	case p.labelled(l), p.bulleted(l), p.pageNumber(j), p.receivers(l) > l.lo, p.capacityAt(l.lo, l.hi):
		return true
	case !begun:
		return wide && l.gap > 0
	case p.small(l):
		return wide && p.blank(l) && above.width*10 < p.width*5
	case l.width*100 > p.width*85 && l.width > 50 && above.width*10 < p.width*6 && !p.leadsOn(above):
		return true
	case l.caps != above.caps && l.caps && l.hi-l.lo > 1, l.caps && p.blank(l) && p.bodyBegins(l.lo, l.hi):
		return true
	case p.blank(l):
		return true
	}
	return wide || p.match(l.lo, l.hi, blockWords()["opener"]) > l.lo && !p.leadsOn(above) && !p.full(above, l)
}

// blank reports whether the empty lines before a line part it from the text above.
func (p *paper) blank(l *line) bool { return l.gap > 1 || l.gap == 1 && !p.loose }

// takeLetterSubject gives the further lines of "V/v ..." to the subject of an official letter,
// which has no line of type, and returns the line after the head.
func (p *paper) takeLetterSubject(anchored map[int][]piece) int {
	h := &p.out.Head
	last := -1
	for i := range p.lines {
		if p.lines[i].role == head {
			last = i
		}
		if i > last+3 && last >= 0 {
			break
		}
		if l := &p.lines[i]; l.role != head && last >= 0 && h.Subject == nil && (p.subjectMark(l) || p.addressedBelow(i)) {
			l.role = head
			h.Subject = append(h.Subject, p.span(l.lo, l.hi))
			last = i
		}
	}
	j := last + 1
	for ; h.Subject != nil && j < len(p.lines) && j <= last+5; j++ {
		l := &p.lines[j]
		if p.blank(l) || l.width*10 > p.width*6 || p.match(l.lo, l.hi, blockWords()["opener"]) > l.lo {
			break
		}
		l.role = head
		h.Subject = append(h.Subject, p.span(l.lo, l.hi))
	}
	return j
}

// addressedBelow reports whether "Kính gửi" stands in the few lines below line i: what stands
// between the number of a letter and its addressees is the subject.
func (p *paper) addressedBelow(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+3; j++ {
		l := &p.lines[j]
		if k := p.skipMarks(l.lo, l.hi); p.matchOne(k, l.hi, "kinhgui") > k {
			return p.out.Head.Number != nil && !p.labelled(&p.lines[i])
		}
	}
	return false
}

// takeAddressees gives "Kính gửi: ..." and the bodies listed below it to the head.
func (p *paper) takeAddressees(from int) {
	for i := max(from, 0); i < len(p.lines) && i <= from+3; i++ {
		l := &p.lines[i]
		k := p.skipMarks(l.lo, l.hi)
		if p.matchOne(k, l.hi, "kinhgui") == k {
			continue
		}
		for j := i; j < len(p.lines) && j <= i+30; j++ {
			m := &p.lines[j]
			if j > i && (p.pageNumber(j) || !p.bulleted(m) && p.addresseesEnd(m)) {
				return
			}
			m.role = head
			lo := m.lo
			if j == i {
				lo = p.skipMarks(p.matchOne(k, l.hi, "kinhgui"), l.hi)
				p.out.Head.Other = append(p.out.Head.Other, p.span(m.lo, lo))
			}
			p.addAddressee(m, lo, j > i && !p.bulleted(m))
		}
		return
	}
}

// addresseesEnd reports whether a line no longer belongs to the list of addressees.
func (p *paper) addresseesEnd(l *line) bool {
	return p.blank(l) || l.width*10 > p.width*9 || p.labelled(l) || p.match(l.lo, l.hi, blockWords()["opener"]) > l.lo
}

// addAddressee takes the words of a line from lo on as an addressee, or as more of the last one.
func (p *paper) addAddressee(l *line, lo int, more bool) {
	start, end := p.skipMarks(lo, l.hi), l.hi
	for end > start && p.mark(end-1) && p.word(end-1) != ")" {
		end--
	}
	p.out.Head.Other = append(p.out.Head.Other, p.spans(lo, start)...)
	if start < end {
		if n := len(p.addressees); more && n > 0 && p.ends(&p.lines[l.i-1]) != ';' {
			p.addressees[n-1] = append(p.addressees[n-1], p.span(start, end))
		} else {
			p.addressees = append(p.addressees, p.spans(start, end))
		}
	}
	p.out.Head.Other = append(p.out.Head.Other, p.spans(end, l.hi)...)
}
