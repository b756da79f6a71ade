package outline

import (
	"slices"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/text"
)

// part names the parts of a head.
type part uint8

const (
	other part = iota
	motto
	org // the left column: parent body and issuer
	number
	dateline
	letterSubject // "V/v ..." of an official letter, under its number
)

// piece is a part of a head line. Both columns of a head may stand on one line.
type piece struct {
	part   part
	lo, hi int
}

// The mottoes. Decree 30/2020 annex I, II.1: CỘNG HÒA ... over Độc lập - ...; Hướng dẫn
// 36-HD/VPTW: ĐẢNG CỘNG SẢN VIỆT NAM.
const (
	republic      = "conghoaxahoichunghiavietnam"
	republicShort = "conghoaxahoichunghia"
	republicOpens = "conghoaxahoi"
	freedom       = "doclaptudohanhphuc"
	partyName     = "dangcongsanvietnam"
	country       = "vietnam"
)

// headReach is how many lines from the line of the type the parts of a head may stand.
const headReach = 14

// findHead gives the lines of the head to it, wherever they stand, and fills its blocks.
func (p *paper) findHead() {
	anchored := p.headAnchors()
	title := p.titleLine(anchored)
	if title < 0 {
		p.anchorLetterSubject(anchored)
	}
	if title < 0 && len(anchored) == 0 {
		return
	}
	p.begun = true
	for i := range p.Lines {
		if pieces, ok := anchored[i]; ok {
			p.Lines[i].Role = sheet.Head
			p.addHeadLine(pieces)
		} else if p.Lines[i].Role == sheet.Head {
			p.addHeadLine([]piece{{org, p.Lines[i].Lo, p.Lines[i].Hi}})
		}
	}
	p.splitIssuer()
	after := -1
	if title >= 0 {
		after = p.takeTitle(title)
	} else {
		after = p.takeLetterSubject(anchored)
	}
	p.takeAddressees(after)
}

// headAnchors finds the lines that only a head has: motto, number, dateline; and marks the
// lines of the left column around them.
func (p *paper) headAnchors() map[int][]piece {
	anchored := map[int][]piece{}
	for i := range p.Lines {
		if pieces := p.headPieces(i, anchored); pieces != nil {
			anchored[i] = pieces
		}
	}
	for i := range anchored {
		p.growColumn(i, -1, anchored)
		p.growColumn(i, +1, anchored)
	}
	return anchored
}

// growColumn marks the lines in capitals next to an anchor, which name the issuing body.
func (p *paper) growColumn(i, step int, anchored map[int][]piece) {
	for n, j := 0, i+step; n < 5 && j >= 0 && j < len(p.Lines); n, j = n+1, j+step {
		l := &p.Lines[j]
		if _, ok := anchored[j]; ok || p.typeEnd(l) > l.Lo || p.Labelled(l) {
			return
		}
		gap := l.Gap
		if step < 0 {
			gap = p.Lines[j+1].Gap
		}
		if gap > 3 || !(p.Letters(l) <= 2 || l.Caps && l.Hi-l.Lo <= 12 && p.Ends(l) == 0) {
			return
		}
		l.Role = sheet.Head
	}
}

// headPieces returns the parts of a line that holds at least one part peculiar to heads.
func (p *paper) headPieces(i int, before map[int][]piece) []piece {
	l := &p.Lines[i]
	if l.Hi-l.Lo > 26 || !p.capitalLine(l) && !p.underSubject(i) && !p.belowMotto(i, before) {
		return nil
	}
	marks := p.mottoPieces(i, before)
	if a, e, ok := p.numberAt(l); ok {
		marks = append(marks, piece{number, a, e})
	} else if a, e, ok := p.numberBelow(i, before); ok {
		marks = append(marks, piece{number, a, e})
	}
	slices.SortFunc(marks, func(a, b piece) int { return a.lo - b.lo })
	lo := l.Lo
	for _, m := range marks {
		lo = max(lo, m.hi)
	}
	lo = p.SkipMarks(lo, l.Hi)
	if a, e, ok := p.datelineAt(lo, l.Hi); ok && !p.codeBroken(i) && (a == lo || lo > l.Lo || p.subjectMark(l) || p.InCapitals(lo, a) || p.underSubject(i) || p.dirtBefore(i, lo, a, before)) {
		marks = append(marks, piece{dateline, a, e})
	}
	if len(marks) == 0 {
		return nil
	}
	return p.fillPieces(l, marks)
}

// codeBroken reports a line that goes on with a number which the line above broke off at a sign: Tờ trình số
// 02/TTr-CAT- / ANCTNB ngày ....
func (p *paper) codeBroken(i int) bool {
	if i == 0 || p.Lines[i].Gap > 0 {
		return false
	}
	k := p.Lines[i-1].Hi - 1
	return k > p.Lines[i-1].Lo && (p.Word(k) == "/" || numbering.IsDash(p.Word(k))) && p.Glued(k) && p.Kind(k-1) == text.Code
}

// dirtBefore reports that only a little dirt stands between lo and a, on a line right below a motto.
func (p *paper) dirtBefore(i, lo, a int, before map[int][]piece) bool {
	n := 0
	for k := lo; k < a; k++ {
		n += len(p.Fold(k))
	}
	return n <= maxDirt && p.belowMotto(i, before)
}

// maxDirt is how many letters of dirt may stand before a part of the head on its line.
const maxDirt = 6

// belowMotto reports whether a motto stands on one of the few lines above line i.
func (p *paper) belowMotto(i int, before map[int][]piece) bool {
	for d := 0; d <= 4 && d <= i; d++ {
		if hasPart(before[i-d], motto) {
			return true
		}
	}
	return false
}

// capitalLine reports whether a line may stand in a head: it begins with a capital, a
// digit or a sign.
func (p *paper) capitalLine(l *sheet.Line) bool { return !p.Small(l) || p.Letters(l) > 0 && l.Caps }

// mottoPieces finds the motto on a line: VIỆT NAM may have slipped to the next line.
func (p *paper) mottoPieces(i int, before map[int][]piece) []piece {
	l := &p.Lines[i]
	if p.halfCapitals(l) {
		for _, key := range []string{republic, republicShort, partyName, republicOpens} {
			if a, e, ok := p.Find(l.Lo, l.Hi, key); ok && p.InCapitals(a, e) {
				if key == republicOpens && l.Hi-e <= 3 && p.InCapitals(e, l.Hi) {
					e = l.Hi
				}
				return []piece{{motto, a, e}}
			}
		}
		if i > 0 && hasPart(before[i-1], motto) {
			if e := p.tail(l.Lo, l.Hi, country); e < l.Hi {
				return []piece{{motto, e, l.Hi}}
			}
		}
	}
	if a, e, ok := p.Find(l.Lo, l.Hi, freedom); ok {
		return []piece{{motto, a, e}}
	}
	return nil
}

// halfCapitals reports whether at least a few letters of a line are capitals.
func (p *paper) halfCapitals(l *sheet.Line) bool {
	up, low := 0, 0
	for k := l.Lo; k < l.Hi; k++ {
		u, w := letters.Cases(p.Word(k))
		up, low = up+u, low+w
	}
	return up >= 5 && up >= low
}

// tail returns where the last words of a stretch begin that read like the phrase.
func (p *paper) tail(lo, hi int, phrase string) int {
	for k := hi - 1; k >= lo && k >= hi-4; k-- {
		if !p.Mark(k) && letters.Distance(p.Joined(k, hi), phrase, sheet.Slack(len(phrase))) <= sheet.Slack(len(phrase)) {
			return k
		}
	}
	return hi
}

func hasPart(pieces []piece, want part) bool {
	for _, q := range pieces {
		if q.part == want {
			return true
		}
	}
	return false
}

// subjectMark reports whether a line begins with "V/v" or "Về việc", the subject of an
// official letter.
func (p *paper) subjectMark(l *sheet.Line) bool {
	k := p.SkipMarks(l.Lo, l.Hi)
	f := p.Joined(k, min(k+3, l.Hi))
	return len(f) >= 2 && f[:2] == "vv" && letters.Capital(p.Word(k)) && (f == "vv" || p.Mark(min(k+1, l.Hi-1))) ||
		letters.Capital(p.Word(min(k, l.Hi-1))) && p.MatchOne(k, l.Hi, "veviec") > k
}

// underSubject reports whether a line stands just below the beginning of the subject of a letter,
// "V/v ...", which may go on beside the dateline.
func (p *paper) underSubject(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3 && i < headReach; j-- {
		if l := &p.Lines[j+1]; l.Gap > 1 || p.Letters(&p.Lines[j]) == 0 {
			return false
		}
		if p.viaMark(&p.Lines[j]) {
			return true
		}
	}
	return false
}

// viaMark reports whether a line begins with "V/v". Right below the number of a letter a short word
// with V before small letters is nothing else.
func (p *paper) viaMark(l *sheet.Line) bool {
	k := p.SkipMarks(l.Lo, l.Hi)
	if k < l.Hi && p.subjectMark(l) && len(p.Fold(k)) <= 2 {
		return true
	}
	if k+2 >= l.Hi || l.I == 0 || len(p.Fold(k)) > 3 || p.Word(k)[0] != 'V' || !p.WordSmall(k+1) {
		return false
	}
	_, _, numbered := p.numberAt(&p.Lines[l.I-1])
	return numbered
}

// anchorLetterSubject marks the lines of the subject of an official letter: "V/v ..." under the
// number, and what follows up to the addressees, where the dateline may stand beside it.
func (p *paper) anchorLetterSubject(anchored map[int][]piece) {
	first := -1
	for i := 0; i < len(p.Lines) && i < headReach && first < 0; i++ {
		if p.viaMark(&p.Lines[i]) {
			first = i
		}
	}
	if first < 0 {
		return
	}
	for j := first; j < len(p.Lines) && j <= first+5; j++ {
		l := &p.Lines[j]
		pieces, ok := anchored[j]
		if j > first && !ok && (p.Blank(l) || p.subjectOver(l)) {
			return
		}
		if !ok {
			anchored[j] = []piece{{letterSubject, l.Lo, l.Hi}}
			continue
		}
		for n := range pieces {
			if pieces[n].part == other && pieces[n].hi > pieces[n].lo && !p.Mark(pieces[n].lo) {
				pieces[n].part = letterSubject
			}
		}
	}
}

// subjectOver reports whether the subject of a letter has ended above a line.
func (p *paper) subjectOver(l *sheet.Line) bool {
	k := p.SkipMarks(l.Lo, l.Hi)
	return l.Width*10 > p.Width*7 && l.Width > 40 && l.Role == sheet.Body || p.MatchOne(k, l.Hi, "kinhgui") > k ||
		p.Labelled(l) || p.Bulleted(l) || p.Match(l.Lo, l.Hi, sheet.BlockWords()["opener"]) > l.Lo
}

// fillPieces gives every word of a head line to a piece: what stands between the peculiar
// parts is the left column when it is set in capitals.
func (p *paper) fillPieces(l *sheet.Line, marks []piece) []piece {
	var all []piece
	at := l.Lo
	rest := func(hi int) {
		if at >= hi {
			return
		}
		e := hi
		for e > at && p.Mark(e-1) {
			e--
		}
		a := p.SkipMarks(at, e)
		q := piece{other, a, e}
		switch {
		case a < e && p.subjectMark(&sheet.Line{Lo: a, Hi: e}):
			q.part = letterSubject
		case a < e && p.InCapitals(a, e):
			q.part = org
		}
		all = append(all, piece{other, at, a}, q, piece{other, e, hi})
	}
	for _, m := range marks {
		if m.lo < at {
			continue
		}
		rest(m.lo)
		all = append(all, m)
		at = m.hi
	}
	rest(l.Hi)
	return all
}

// addHeadLine puts the pieces of a line into the blocks of the head. The first motto,
// number and dateline are the document's; later ones belong to what is appended.
func (p *paper) addHeadLine(pieces []piece) {
	h := &p.out.Head
	for _, q := range pieces {
		if q.lo >= q.hi {
			continue
		}
		at, first := &h.Other, false
		switch q.part {
		case motto:
			at, first = &h.Motto, len(h.Motto) < 3
		case number:
			at, first = &h.Number, h.Number == nil
		case dateline:
			at, first = &h.Dateline, h.Dateline == nil
		case letterSubject:
			at, first = &h.Subject, true
		case org:
			at, first = &h.Issuer, h.Number == nil || h.Dateline == nil || len(h.Issuer) < 2
		}
		if !first {
			at = &h.Other
		}
		if q.part == dateline && first {
			p.addDateline(q)
			continue
		}
		*at = append(*at, p.Span(q.lo, q.hi))
	}
}

// addDateline takes a dateline without the specks in it.
func (p *paper) addDateline(q piece) {
	h := &p.out.Head
	for k := q.lo; k < q.hi; {
		e := k + 1
		speck := p.Mark(k) && p.Word(k) != "," && !(p.Word(k) == "/" || numbering.IsDash(p.Word(k)) && k > q.lo && letters.Capital(p.Word(k-1)))
		for e < q.hi && !speck && !(p.Mark(e) && p.Word(e) != "," && p.Word(e) != "/" && !(numbering.IsDash(p.Word(e)) && letters.Capital(p.Word(e-1)))) {
			e++
		}
		if speck {
			h.Other = append(h.Other, p.Span(k, e))
		} else {
			h.Dateline = append(h.Dateline, p.Span(k, e))
		}
		k = e
	}
}

// splitIssuer parts the left column into bodies. A line that does not begin like the name of
// a body continues the one above it (ỦY BAN NHÂN DÂN / TỈNH BẮC NINH); the last body issues
// the document, the ones above are its parents.
func (p *paper) splitIssuer() {
	h := &p.out.Head
	var bodies []text.Ranges
	for _, r := range h.Issuer {
		lo := p.Position(r.Start)
		hi := p.Position(r.End-1) + 1
		switch {
		case p.Match(lo, hi, sheet.BlockWords()["stamp"]) == hi, p.Letters(&sheet.Line{Lo: lo, Hi: hi}) <= 2:
			h.Other = append(h.Other, r)
		case len(bodies) > 0 && (!p.bodyBegins(lo, hi) || hi-lo == 1 && sheet.Syllable(p.Fold(lo))):
			bodies[len(bodies)-1] = append(bodies[len(bodies)-1], r)
		default:
			bodies = append(bodies, text.Ranges{r})
		}
	}
	h.Issuer = nil
	if n := len(bodies); n > 0 {
		h.Issuer = bodies[n-1]
		for _, b := range bodies[:n-1] {
			h.Parent = append(h.Parent, b...)
		}
	}
}

// bodyBegins reports whether some words begin like the name of a body.
func (p *paper) bodyBegins(lo, hi int) bool {
	for _, w := range sheet.BlockWords()["body"] {
		if len(w) < 4 && p.Fold(lo) == w || len(w) >= 4 && p.MatchOne(lo, hi, w) > lo {
			return true
		}
	}
	return false
}
