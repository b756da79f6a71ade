package index

import (
	"slices"
	"strconv"
	"strings"
)

// findDates adds, for each date of a query, the other ways to write it: 13/6/2024, 13-06-2024,
// "ngày 13 tháng 6 năm 2024".
func (p *parsed) findDates() {
	for i := range p.words {
		day, month, year, n := p.dateAt(i)
		if n == 0 || slices.Contains(p.quoted[i:i+n], true) {
			continue
		}
		for _, d := range digits(day) {
			for _, m := range digits(month) {
				for _, way := range []string{d + " " + m + " " + year, d + " tháng " + m + " năm " + year} {
					p.spans = append(p.spans, span{from: i, to: i + n, words: tokenize(way), weight: 1, folded: true})
				}
			}
		}
	}
}

// dateAt returns the date that begins at word i and the number of its words, 0 if there is none.
func (p *parsed) dateAt(i int) (day, month int, year string, n int) {
	word := func(k int) string {
		if k < len(p.words) {
			return p.words[k].fold
		}
		return ""
	}
	at := i
	if word(at) == "ngay" {
		at++
	}
	day, _ = strconv.Atoi(word(at))
	if at++; word(at) == "thang" {
		at++
	}
	month, _ = strconv.Atoi(word(at))
	if at++; word(at) == "nam" {
		at++
	}
	year = word(at)
	if _, err := strconv.Atoi(year); err != nil || len(year) != 4 || day < 1 || day > 31 || month < 1 || month > 12 {
		return 0, 0, "", 0
	}
	return day, month, year, at + 1 - i
}

// digits returns a number below 100 as it may be printed: 6, 06.
func digits(n int) []string {
	s := strconv.Itoa(n)
	if len(s) == 1 {
		return []string{s, "0" + s}
	}
	return []string{strings.TrimLeft(s, "0")}
}
