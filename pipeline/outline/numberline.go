package outline

import (
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/text"
)

// numberAt finds the number of the document, "Số 182-KH/TU" or "Số: 15/QĐ-UBND", at the
// beginning of a line. A body line that begins so goes on with words.
func (p *paper) numberAt(l *sheet.Line) (int, int, bool) {
	k := p.SkipMarks(l.Lo, l.Hi)
	if k+1 == l.Hi && p.Kind(k) == text.Code && digit(p.Word(k)) && strings.ContainsAny(p.Word(k), "/") {
		return k, l.Hi, true
	}
	if k >= l.Hi || !p.soWord(k) {
		return 0, 0, false
	}
	k2 := p.SkipMarks(k+1, l.Hi)
	for e := k2; e < l.Hi && e < k2+6; e++ {
		w := p.Word(e)
		switch {
		case p.Kind(e) == text.Code && letters.Capital(lastLetters(w)):
			if e+1 < l.Hi && !p.Mark(e+1) && !letters.Capital(p.Word(e+1)) {
				return 0, 0, false
			}
			return k, e + 1, e+1 == l.Hi || p.Word(e+1) != "," || e+2 == l.Hi
		case p.Kind(e) == text.Number, p.Mark(e), p.Fold(e) == "o", letters.Capital(w) && e > k+1:
		default:
			return p.brokenNumber(k, k2, l.Hi)
		}
	}
	return p.brokenNumber(k, k2, l.Hi)
}

// numberBelow finds the number of the document on a line right below the motto where "Số" cannot be
// read: a short word, a colon, and a code.
func (p *paper) numberBelow(i int, before map[int][]piece) (int, int, bool) {
	l := &p.Lines[i]
	k := p.SkipMarks(l.Lo, l.Hi)
	if !p.belowMotto(i, before) {
		return 0, 0, false
	}
	if k < l.Hi && gluedNumber(p.Word(k)) {
		return k, k + 1, true
	}
	for e := k + 1; e < l.Hi && e <= k+3; e++ {
		if e > k+1 && p.Kind(e) == text.Code && p.Kind(e-1) == text.Number && p.InCapitals(e, e+1) && len(p.Fold(k)) <= 3 {
			return k, e + 1, true
		}
		if p.Kind(e) == text.Code && digit(p.Word(e)) && strings.Contains(p.Word(e), "/") && letters.Capital(lastLetters(p.Word(e))) {
			return k, e + 1, len(p.Fold(k)) <= 3 && p.Mark(e-1)
		}
	}
	return 0, 0, false
}

// brokenNumber finds a number whose parts OCR has damaged, so that it is no code: figures, signs
// and capitals without space between them.
func (p *paper) brokenNumber(so, k, hi int) (int, int, bool) {
	e, signs := k, 0
	for e < hi && (e == k || p.Glued(e)) {
		if w := p.Word(e); w == "/" || w == "-" || p.Kind(e) == text.Code {
			signs++
		}
		e++
	}
	return so, e, e > k && signs > 0 && digit(p.Word(k)) && p.InCapitals(k, e)
}

// gluedNumber reports a word that holds "Số", the figures and the codes: SO634-TBTU.
func gluedNumber(w string) bool {
	f := letters.Fold(w)
	return len(f) > 4 && f[:2] == "so" && digit(f[2:]) && strings.ContainsAny(w, "-/") && letters.Capital(w)
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
	switch w := p.Word(k); p.Fold(k) {
	case "so", "s6", "s0":
		return w[0] == 'S' || k+2 < len(p.Index) && p.Word(k+1) == ":" && p.Kind(k+2) == text.Code
	case "se", "sa":
		return w[0] == 'S' && k+1 < len(p.Index) && p.Word(k+1) == ":"
	case "6":
		return k > 0 && p.Glued(k) && p.Word(k-1) == "$"
	}
	return false
}

// datelineAt finds "Bắc Ninh, ngày 05 tháng 02 năm 2020" at the end of some words: it names
// a place before the comma.
func (p *paper) datelineAt(lo, hi int) (int, int, bool) {
	day, ok := p.dateAt(lo, hi)
	if !ok && hi > lo && len(p.Fold(hi-1)) <= 3 && p.Kind(hi-1) == text.Syllable {
		day, ok = p.dateAt(lo, hi-1) // a scrap behind the year
	}
	if !ok {
		return 0, 0, false
	}
	start := day
	for start > lo && start > day-2 && p.Mark(start-1) {
		start--
	}
	start = p.placeStart(lo, start)
	if start > lo && day-lo <= 6 && !letters.AllCapitals(p.Word(start-1)) && letters.Capital(p.Word(lo)) && p.hasComma(start, day) && (p.Kind(start-1) == text.Syllable || start-2 == lo && p.Mark(start-1)) {
		start = lo // the place, misread
	}
	if start == day || p.Mark(start) {
		return 0, 0, false
	}
	return start, hi, true
}

// hasComma reports whether a comma stands between two positions.
func (p *paper) hasComma(lo, hi int) bool {
	for k := lo; k < hi; k++ {
		if p.Word(k) == "," {
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
		w := p.Word(start - 1)
		if numbering.IsDash(w) && start < end && start-2 >= lo && letters.Capital(p.Word(start-2)) && !letters.AllCapitals(p.Word(start-2)) {
			start--
			continue
		}
		if p.Mark(start-1) || !letters.Capital(w) || p.Kind(start-1) != text.Syllable ||
			start < end && letters.AllCapitals(w) && !letters.AllCapitals(p.Word(end-1)) && w != "TP" {
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
		if letters.Capital(p.Word(k)) {
			continue
		}
		if words < 3 && p.dateWord(k, words) {
			words++
		} else if first >= 0 && p.Kind(k) == text.Number {
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
	year := p.Word(hi - 1)
	if p.Mark(hi-1) && hi-2 > first {
		year = p.Word(hi - 2)
	}
	sound := figures >= 2 && len(year) == 4 && (year[0] == '1' || year[0] == '2')
	return first, words == 3 || sound && (words == 2 || p.Word(first-1) == ",")
}

// dateWord reports whether a word is the next one of "ngày", "tháng" and "năm", or, since one
// may be damaged, the one after it.
func (p *paper) dateWord(k, seen int) bool {
	f := p.Fold(k)
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
