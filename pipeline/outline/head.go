package outline

import (
	"slices"
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
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
	for i := range p.lines {
		if pieces, ok := anchored[i]; ok {
			p.lines[i].role = head
			p.addHeadLine(pieces)
		} else if p.lines[i].role == head {
			p.addHeadLine([]piece{{org, p.lines[i].lo, p.lines[i].hi}})
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
	for i := range p.lines {
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
	for n, j := 0, i+step; n < 5 && j >= 0 && j < len(p.lines); n, j = n+1, j+step {
		l := &p.lines[j]
		if _, ok := anchored[j]; ok || p.typeEnd(l) > l.lo || p.labelled(l) {
			return
		}
		gap := l.gap
		if step < 0 {
			gap = p.lines[j+1].gap
		}
		if gap > 3 || !(p.letters(l) <= 2 || l.caps && l.hi-l.lo <= 12 && p.ends(l) == 0) {
			return
		}
		l.role = head
	}
}

// headPieces returns the parts of a line that holds at least one part peculiar to heads.
func (p *paper) headPieces(i int, before map[int][]piece) []piece {
	l := &p.lines[i]
	if l.hi-l.lo > 26 || !p.capitalLine(l) && !p.underSubject(i) && !p.belowMotto(i, before) {
		return nil
	}
	marks := p.mottoPieces(i, before)
	if a, e, ok := p.numberAt(l); ok {
		marks = append(marks, piece{number, a, e})
	} else if a, e, ok := p.numberBelow(i, before); ok {
		marks = append(marks, piece{number, a, e})
	}
	slices.SortFunc(marks, func(a, b piece) int { return a.lo - b.lo })
	lo := l.lo
	for _, m := range marks {
		lo = max(lo, m.hi)
	}
	lo = p.skipMarks(lo, l.hi)
	if a, e, ok := p.datelineAt(lo, l.hi); ok && (a == lo || lo > l.lo || p.subjectMark(l) || p.inCapitals(lo, a) || p.underSubject(i) || p.dirtBefore(i, lo, a, before)) {
		marks = append(marks, piece{dateline, a, e})
	}
	if len(marks) == 0 {
		return nil
	}
	return p.fillPieces(l, marks)
}

// dirtBefore reports that only a little dirt stands between lo and a, on a line right below a motto.
func (p *paper) dirtBefore(i, lo, a int, before map[int][]piece) bool {
	n := 0
	for k := lo; k < a; k++ {
		n += len(p.fold(k))
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
func (p *paper) capitalLine(l *line) bool { return !p.small(l) || p.letters(l) > 0 && l.caps }

// mottoPieces finds the motto on a line: VIỆT NAM may have slipped to the next line.
func (p *paper) mottoPieces(i int, before map[int][]piece) []piece {
	l := &p.lines[i]
	if p.halfCapitals(l) {
		for _, key := range []string{republic, republicShort, partyName, republicOpens} {
			if a, e, ok := p.find(l.lo, l.hi, key); ok && p.inCapitals(a, e) {
				if key == republicOpens && l.hi-e <= 3 && p.inCapitals(e, l.hi) {
					e = l.hi
				}
				return []piece{{motto, a, e}}
			}
		}
		if i > 0 && hasPart(before[i-1], motto) {
			if e := p.tail(l.lo, l.hi, country); e < l.hi {
				return []piece{{motto, e, l.hi}}
			}
		}
	}
	if a, e, ok := p.find(l.lo, l.hi, freedom); ok {
		return []piece{{motto, a, e}}
	}
	return nil
}

// halfCapitals reports whether at least a few letters of a line are capitals.
func (p *paper) halfCapitals(l *line) bool {
	up, low := 0, 0
	for k := l.lo; k < l.hi; k++ {
		u, w := letters.Cases(p.word(k))
		up, low = up+u, low+w
	}
	return up >= 5 && up >= low
}

// tail returns where the last words of a stretch begin that read like the phrase.
func (p *paper) tail(lo, hi int, phrase string) int {
	for k := hi - 1; k >= lo && k >= hi-4; k-- {
		if !p.mark(k) && letters.Distance(p.joined(k, hi), phrase, slack(len(phrase))) <= slack(len(phrase)) {
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

// numberAt finds the number of the document, "Số 182-KH/TU" or "Số: 15/QĐ-UBND", at the
// beginning of a line. A body line that begins so goes on with words.
func (p *paper) numberAt(l *line) (int, int, bool) {
	k := p.skipMarks(l.lo, l.hi)
	if k+1 == l.hi && p.kind(k) == text.Code && digit(p.word(k)) && strings.ContainsAny(p.word(k), "/") {
		return k, l.hi, true
	}
	if k >= l.hi || !p.soWord(k) {
		return 0, 0, false
	}
	k2 := p.skipMarks(k+1, l.hi)
	for e := k2; e < l.hi && e < k2+6; e++ {
		w := p.word(e)
		switch {
		case p.kind(e) == text.Code && letters.Capital(lastLetters(w)):
			if e+1 < l.hi && !p.mark(e+1) && !letters.Capital(p.word(e+1)) {
				return 0, 0, false
			}
			return k, e + 1, e+1 == l.hi || p.word(e+1) != "," || e+2 == l.hi
		case p.kind(e) == text.Number, p.mark(e), p.fold(e) == "o", letters.Capital(w) && e > k+1:
		default:
			return p.brokenNumber(k, k2, l.hi)
		}
	}
	return p.brokenNumber(k, k2, l.hi)
}

// numberBelow finds the number of the document on a line right below the motto where "Số" cannot be
// read: a short word, a colon, and a code.
func (p *paper) numberBelow(i int, before map[int][]piece) (int, int, bool) {
	l := &p.lines[i]
	k := p.skipMarks(l.lo, l.hi)
	if !p.belowMotto(i, before) {
		return 0, 0, false
	}
	if k < l.hi && gluedNumber(p.word(k)) {
		return k, k + 1, true
	}
	for e := k + 1; e < l.hi && e <= k+3; e++ {
		if e > k+1 && p.kind(e) == text.Code && p.kind(e-1) == text.Number && p.inCapitals(e, e+1) && len(p.fold(k)) <= 3 {
			return k, e + 1, true
		}
		if p.kind(e) == text.Code && digit(p.word(e)) && strings.Contains(p.word(e), "/") && letters.Capital(lastLetters(p.word(e))) {
			return k, e + 1, len(p.fold(k)) <= 3 && p.mark(e-1)
		}
	}
	return 0, 0, false
}

// gluedNumber reports a word that holds "Số", the figures and the codes: SO634-TBTU.
func gluedNumber(w string) bool {
	f := letters.Fold(w)
	return len(f) > 4 && f[:2] == "so" && digit(f[2:]) && strings.ContainsAny(w, "-/") && letters.Capital(w)
}

// brokenNumber finds a number whose parts OCR has damaged, so that it is no code: figures, signs
// and capitals without space between them.
func (p *paper) brokenNumber(so, k, hi int) (int, int, bool) {
	e, signs := k, 0
	for e < hi && (e == k || p.glued(e)) {
		if w := p.word(e); w == "/" || w == "-" || p.kind(e) == text.Code {
			signs++
		}
		e++
	}
	return so, e, e > k && signs > 0 && digit(p.word(k)) && p.inCapitals(k, e)
}

// digit reports whether a word begins with a digit.
func digit(w string) bool { return w[0] >= '0' && w[0] <= '9' }

// lastLetters returns what follows the digits and signs that a code begins with.
func lastLetters(code string) string {
	for i, r := range code {
		if r != '-' && r != '/' && (r < '0' || r > '9') {
			return code[i:]
		}
	}
	return ""
}

// soWord reports whether the word at a position is "Số", as OCR writes it.
func (p *paper) soWord(k int) bool {
	switch w := p.word(k); p.fold(k) {
	case "so", "s6", "s0":
		return w[0] == 'S' || k+2 < len(p.index) && p.word(k+1) == ":" && p.kind(k+2) == text.Code
	case "se", "sa":
		return w[0] == 'S' && k+1 < len(p.index) && p.word(k+1) == ":"
	case "6":
		return k > 0 && p.glued(k) && p.word(k-1) == "$"
	}
	return false
}

// skipMarks returns the position of the first word from k on that is not punctuation.
func (p *paper) skipMarks(k, hi int) int {
	for k < hi && p.mark(k) {
		k++
	}
	return k
}

// datelineAt finds "Bắc Ninh, ngày 05 tháng 02 năm 2020" at the end of some words: it names
// a place before the comma.
func (p *paper) datelineAt(lo, hi int) (int, int, bool) {
	day, ok := p.dateAt(lo, hi)
	if !ok && hi > lo && len(p.fold(hi-1)) <= 3 && p.kind(hi-1) == text.Syllable {
		day, ok = p.dateAt(lo, hi-1) // a scrap behind the year
	}
	if !ok {
		return 0, 0, false
	}
	start := day
	for start > lo && start > day-2 && p.mark(start-1) {
		start--
	}
	start = p.placeStart(lo, start)
	if start > lo && day-lo <= 6 && !letters.AllCapitals(p.word(start-1)) && letters.Capital(p.word(lo)) && p.hasComma(start, day) && (p.kind(start-1) == text.Syllable || start-2 == lo && p.mark(start-1)) {
		start = lo // the place, misread
	}
	if start == day || p.mark(start) {
		return 0, 0, false
	}
	return start, hi, true
}

// hasComma reports whether a comma stands between two positions.
func (p *paper) hasComma(lo, hi int) bool {
	for k := lo; k < hi; k++ {
		if p.word(k) == "," {
			return true
		}
	}
	return false
}

// placeStart returns where the name of a place begins that ends some words: up to five syllables
// with capitals, "Bà Rịa - Vũng Tàu". Words all in capitals before it are the other column.
func (p *paper) placeStart(lo, end int) int {
	start := end
	for start > lo && end-start < 5 {
		w := p.word(start - 1)
		if numbering.IsDash(w) && start < end && start-2 >= lo && letters.Capital(p.word(start-2)) && !letters.AllCapitals(p.word(start-2)) {
			start--
			continue
		}
		if p.mark(start-1) || !letters.Capital(w) || p.kind(start-1) != text.Syllable ||
			start < end && letters.AllCapitals(w) && !letters.AllCapitals(p.word(end-1)) && w != "TP" {
			break
		}
		start--
	}
	return start
}

// dateAt finds where "ngày 05 tháng 02 năm 2020" begins that ends some words. With the figures
// sound, two of the three words may be damaged.
func (p *paper) dateAt(lo, hi int) (int, bool) {
	first, words, figures := -1, 0, 0
	for k := lo + 1; k < hi; k++ {
		if letters.Capital(p.word(k)) {
			continue
		}
		if words < 3 && p.dateWord(k, words) {
			words++
		} else if first >= 0 && p.kind(k) == text.Number {
			figures++
			continue
		} else {
			continue
		}
		if first < 0 {
			first = k
		}
	}
	if first < 0 || hi-first > 14 {
		return 0, false
	}
	year := p.word(hi - 1)
	if p.mark(hi-1) && hi-2 > first {
		year = p.word(hi - 2)
	}
	sound := figures >= 2 && len(year) == 4 && (year[0] == '1' || year[0] == '2')
	return first, words == 3 || sound && (words == 2 || p.word(first-1) == ",")
}

// dateWord reports whether a word is the next one of "ngày", "tháng" and "năm", or, since one
// may be damaged, the one after it.
func (p *paper) dateWord(k, seen int) bool {
	f := p.fold(k)
	day := len(f) == 4 && letters.Like(f, "ngay") && f[0] == 'n'
	month := len(f) >= 4 && f[0] == 't' && letters.Like(f, "thang")
	year := len(f) == 3 && f[0] == 'n' && letters.Distance(f, "nam", 1) <= 1
	switch seen {
	case 0:
		return day
	case 1:
		return month || year
	}
	return year
}

// subjectMark reports whether a line begins with "V/v" or "Về việc", the subject of an
// official letter.
func (p *paper) subjectMark(l *line) bool {
	k := p.skipMarks(l.lo, l.hi)
	f := p.joined(k, min(k+3, l.hi))
	return len(f) >= 2 && f[:2] == "vv" && letters.Capital(p.word(k)) && (f == "vv" || p.mark(min(k+1, l.hi-1))) ||
		letters.Capital(p.word(min(k, l.hi-1))) && p.matchOne(k, l.hi, "veviec") > k
}

// underSubject reports whether a line stands just below the beginning of the subject of a letter,
// "V/v ...", which may go on beside the dateline.
func (p *paper) underSubject(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3 && i < headReach; j-- {
		if l := &p.lines[j+1]; p.blank(l) || p.letters(&p.lines[j]) == 0 {
			return false
		}
		if p.viaMark(&p.lines[j]) {
			return true
		}
	}
	return false
}

// viaMark reports whether a line begins with "V/v".
func (p *paper) viaMark(l *line) bool {
	k := p.skipMarks(l.lo, l.hi)
	return k < l.hi && p.subjectMark(l) && len(p.fold(k)) <= 2
}

// anchorLetterSubject marks the lines of the subject of an official letter: "V/v ..." under the
// number, and what follows up to the addressees, where the dateline may stand beside it.
func (p *paper) anchorLetterSubject(anchored map[int][]piece) {
	first := -1
	for i := 0; i < len(p.lines) && i < headReach && first < 0; i++ {
		if p.viaMark(&p.lines[i]) {
			first = i
		}
	}
	if first < 0 {
		return
	}
	for j := first; j < len(p.lines) && j <= first+5; j++ {
		l := &p.lines[j]
		pieces, ok := anchored[j]
		if j > first && (p.blank(l) || !ok && p.subjectOver(l)) {
			return
		}
		if !ok {
			anchored[j] = []piece{{letterSubject, l.lo, l.hi}}
			continue
		}
		for n := range pieces {
			if pieces[n].part == other && pieces[n].hi > pieces[n].lo && !p.mark(pieces[n].lo) {
				pieces[n].part = letterSubject
			}
		}
	}
}

// subjectOver reports whether the subject of a letter has ended above a line.
func (p *paper) subjectOver(l *line) bool {
	k := p.skipMarks(l.lo, l.hi)
	return l.width*10 > p.width*7 && l.width > 40 && l.role == body || p.matchOne(k, l.hi, "kinhgui") > k ||
		p.labelled(l) || p.bulleted(l) || p.match(l.lo, l.hi, blockWords()["opener"]) > l.lo
}

// fillPieces gives every word of a head line to a piece: what stands between the peculiar
// parts is the left column when it is set in capitals.
func (p *paper) fillPieces(l *line, marks []piece) []piece {
	var all []piece
	at := l.lo
	rest := func(hi int) {
		if at >= hi {
			return
		}
		e := hi
		for e > at && p.mark(e-1) {
			e--
		}
		a := p.skipMarks(at, e)
		q := piece{other, a, e}
		switch {
		case a < e && p.subjectMark(&line{lo: a, hi: e}):
			q.part = letterSubject
		case a < e && p.inCapitals(a, e):
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
	rest(l.hi)
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
		*at = append(*at, p.span(q.lo, q.hi))
	}
}

// addDateline takes a dateline without the specks in it.
func (p *paper) addDateline(q piece) {
	h := &p.out.Head
	for k := q.lo; k < q.hi; {
		e := k + 1
		speck := p.mark(k) && p.word(k) != "," && !(p.word(k) == "/" || numbering.IsDash(p.word(k)) && k > q.lo && letters.Capital(p.word(k-1)))
		for e < q.hi && !speck && !(p.mark(e) && p.word(e) != "," && p.word(e) != "/" && !(numbering.IsDash(p.word(e)) && letters.Capital(p.word(e-1)))) {
			e++
		}
		if speck {
			h.Other = append(h.Other, p.span(k, e))
		} else {
			h.Dateline = append(h.Dateline, p.span(k, e))
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
		lo := p.position(r.Start)
		hi := p.position(r.End-1) + 1
		switch {
		case p.match(lo, hi, blockWords()["stamp"]) == hi, p.letters(&line{lo: lo, hi: hi}) <= 2:
			h.Other = append(h.Other, r)
		case len(bodies) > 0 && (!p.bodyBegins(lo, hi) || hi-lo == 1 && syllable(p.fold(lo))):
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
	for _, w := range blockWords()["body"] {
		if len(w) < 4 && p.fold(lo) == w || len(w) >= 4 && p.matchOne(lo, hi, w) > lo {
			return true
		}
	}
	return false
}

// position returns the position of the first word that is not junk at or after index i.
func (p *paper) position(i int) int {
	lo, hi := 0, len(p.index)
	for lo < hi {
		if m := (lo + hi) / 2; p.index[m] < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}
