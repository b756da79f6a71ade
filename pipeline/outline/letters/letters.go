// Package letters compares words as OCR leaves them: folded to ASCII and with a few edits allowed.
package letters

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

// Fold returns a word in lower case without its accents: the form in which keywords are
// compared, since restoration errs and scans lose accents. Digits stay, other signs go.
func Fold(s string) string {
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

// Distance returns the edit distance of two short ASCII strings, or limit+1 where it is
// larger than the limit.
func Distance(a, b string, limit int) int {
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

// Like reports whether two folded words are the same keyword of at least four letters, one
// of which may be misread.
func Like(a, b string) bool { return Distance(a, b, 1) <= 1 }

// Capital reports whether a word begins with a capital letter.
func Capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// Cases counts the capital and the small letters of a word.
func Cases(s string) (up, low int) {
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	return up, low
}

// HasVowel tells a syllable from an acronym.
func HasVowel(folded string) bool { return strings.ContainsAny(folded, "aeiouy") }

// AllCapitals reports whether a word of several letters is set in capitals.
func AllCapitals(w string) bool {
	up, low := Cases(w)
	return up >= 2 && low == 0
}

// Contains reports whether a phrase stands in a folded text with a little damage.
func Contains(s, phrase string) bool {
	n := len(phrase)
	for i := 0; i+n <= len(s); i++ {
		if Distance(s[i:i+n], phrase, 1) <= 1 {
			return true
		}
	}
	return false
}
