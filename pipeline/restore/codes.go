package restore

import (
	"strings"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/syllable"
)

// codes maps the letters of each known code without marks, in capitals, to its spelling. Two
// codes that differ only in marks (CĐ, CD) map to none.
var codes = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	add := func(c string) {
		k := strings.ToUpper(syllable.Fold(c))
		if old, ok := m[k]; ok && old != c {
			c = ""
		}
		m[k] = c
	}
	for _, row := range dictionaries.Table("doctypes", 1) {
		add(row[0])
	}
	for _, row := range dictionaries.Table("issuers", 1) {
		add(row[0])
	}
	return m
})

// knownCode reports whether any part of a hyphenated code is known.
func knownCode(s string) bool {
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' }) {
		if _, ok := codes()[strings.ToUpper(syllable.Fold(p))]; ok && len(p) > 1 {
			return true
		}
	}
	return false
}

// repairCode puts the marks back into the parts of a document number: QD-TTg becomes QĐ-TTg.
// Digits are never changed.
func repairCode(s string) string {
	var b strings.Builder
	start := 0
	flush := func(end int) {
		p := s[start:end]
		if c := codes()[strings.ToUpper(syllable.Fold(p))]; c != "" {
			p = c
		}
		b.WriteString(p)
	}
	for i, r := range s {
		if r == '-' || r == '/' {
			flush(i)
			b.WriteRune(r)
			start = i + 1
		}
	}
	flush(len(s))
	return b.String()
}
