// Package secrecy finds the stamp of a document that is a state secret: MẬT, TỐI MẬT, TUYỆT MẬT.
// OCR damages stamps, so what is nearly one counts: a document kept apart by mistake does less
// harm than one that is not.
package secrecy

import (
	"strings"
	"unicode"

	"vanban/pipeline/syllable"
)

// Level is how secret a document is.
type Level uint8

// The levels.
const (
	None Level = iota
	Secret
	HighlySecret
	TopSecret
)

// String returns the stamp, empty for None.
func (l Level) String() string { return [...]string{"", "MẬT", "TỐI MẬT", "TUYỆT MẬT"}[l] }

// Where stamps stand: among the first lines with text of the document, and of each page.
const (
	headLines = 60
	pageLines = 8
)

// Of returns the highest level that a text bears, given as its lines. A form feed begins a page.
func Of(lines []string) Level {
	most := None
	n, left := 0, headLines
	for _, l := range lines {
		if i := strings.IndexByte(l, '\f'); i >= 0 {
			left, l = max(left, pageLines), l[i+1:]
		}
		if strings.TrimSpace(l) == "" || left == 0 {
			continue
		}
		n, left = n+1, left-1
		most = max(most, ofLine(l))
	}
	return most
}

// ofLine returns the level of a stamp that fills the line or one of its columns, or stands behind
// the number of the document.
func ofLine(l string) Level {
	most := None
	for _, part := range columns(l) {
		most = max(most, ofWords(letters(part)))
	}
	if words := letters(l); len(words) > 2 && words[0] == "SO" {
		most = max(most, ofWords(words[len(words)-1:]), ofWords(words[len(words)-2:]))
	}
	return most
}

// columns splits a line where white space parts it widely.
func columns(l string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(l, "  ", "\t"), func(r rune) bool { return r == '\t' || r == '|' })
}

// misread are signs and groups that OCR has for letters of a stamp.
var misread = strings.NewReplacer("0", "O", "1", "I", "|", "I", "!", "I", "IVI", "M", "NI", "M", "IY", "M", "VV", "M")

// letters returns the words without marks and signs, as they may have been printed. Words with small
// letters come out as a question mark: a stamp is in capitals.
func letters(s string) []string {
	var out []string
	for _, f := range strings.Fields(s) {
		f = strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if f == "" {
			continue
		}
		small := strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLower(r) && r != 'l' })
		f = syllable.Fold(strings.ReplaceAll(f, "l", "I"))
		if small && !strings.EqualFold(f, "so") {
			f = "?"
		}
		out = append(out, misread.Replace(strings.ToUpper(f)))
	}
	return out
}

// ofWords returns the level of a stamp that consists of the words, which may be run together,
// spaced out, or follow "độ mật".
func ofWords(words []string) Level {
	s := strings.Join(words, "")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "DAU"), "DOMAT")
	switch {
	case s == "MAT":
		return Secret
	case close(s, "TOIMAT", 1) && strings.HasSuffix(s, "AT"):
		return HighlySecret
	case close(s, "TUYETMAT", 2) && strings.HasSuffix(s, "AT"):
		return TopSecret
	}
	return None
}

// close reports whether two words differ in at most so many letters put in, left out or replaced.
func close(a, b string, most int) bool {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := last
			if a[i] != b[j] {
				d = 1 + min(last, row[j], row[j+1])
			}
			last, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)] <= most
}
