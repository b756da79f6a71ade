package outline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainLetters maps the letters of Vietnamese, and what OCR writes for them, to ASCII.
var plainLetters = func() (m [0x1F00]byte) {
	for r := rune('A'); r < 0x1F00; r++ {
		c := rune(norm.NFD.String(string(r))[0])
		switch {
		case r == 'đ' || r == 'Đ' || r == 'Ð' || r == 'ð':
			m[r] = 'd'
		case r < 0x80 || c < 0x80:
			if c = unicode.ToLower(c); c >= 'a' && c <= 'z' {
				m[r] = byte(c)
			}
		}
	}
	return m
}()

// fold returns a word in lower case without its accents: the form in which keywords are
// compared, since restoration errs and scans lose accents. Digits stay, other signs go.
func fold(s string) string {
	var buf [32]byte
	b := buf[:0]
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case int(r) < len(plainLetters) && plainLetters[r] != 0:
			b = append(b, plainLetters[r])
		}
	}
	return string(b)
}

// distance returns the edit distance of two short ASCII strings, or limit+1 where it is
// larger than the limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	var buf [64]int
	if len(b)+1 > len(buf) {
		return limit + 1
	}
	row := buf[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag, best := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
			best = min(best, row[j+1])
		}
		if best > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}

// slack is the number of edits that a phrase of so many letters may suffer.
func slack(n int) int {
	switch {
	case n < 6:
		return 0
	case n < 10:
		return 1
	case n < 15:
		return 2
	}
	return n / 5
}

// like reports whether two folded words are the same keyword of at least four letters, one
// of which may be misread.
func like(a, b string) bool { return distance(a, b, 1) <= 1 }

// capital reports whether a word begins with a capital letter.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// cases counts the capital and the small letters of a word.
func cases(s string) (up, low int) {
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	return up, low
}

// hasVowel tells a syllable from an acronym.
func hasVowel(folded string) bool { return strings.ContainsAny(folded, "aeiouy") }

// allCapitals reports whether a word of several letters is set in capitals.
func allCapitals(w string) bool {
	up, low := cases(w)
	return up >= 2 && low == 0
}
