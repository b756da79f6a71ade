// Package syllable knows the written Vietnamese syllable: its letters with and without
// marks, where the tone mark stands, and which syllables are possible.
package syllable

import (
	"strings"
	"sync"
	"unicode"

	"vanban/dictionaries"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the text without any mark: đ becomes d, ế becomes e. Case is kept. The
// result of NFC text has as many letters as the text.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ' || r == 'ð':
			b.WriteByte('d')
		case r == 'Đ' || r == 'Ð':
			b.WriteByte('D')
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// tones are the tone marks in NFD: grave, acute, hook, tilde, dot below.
const tones = "\u0300\u0301\u0309\u0303\u0323"

// Split returns the syllable in lower case without its tone mark, and the tone: 0 for level, 1
// to 5 for huyền, sắc, hỏi, ngã, nặng. Two marks count as no syllable: tone -1.
func Split(s string) (bare string, tone int) {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if i := strings.IndexRune(tones, r); i >= 0 {
			if tone != 0 {
				return "", -1
			}
			tone = i/2 + 1
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String()), tone
}

type shapes struct{ onset, rhyme, stop map[string]bool }

var table = sync.OnceValue(func() shapes {
	t := shapes{map[string]bool{"": true}, map[string]bool{}, map[string]bool{}}
	for _, row := range dictionaries.Table("rhymes", 2) {
		m := map[string]map[string]bool{"onset": t.onset, "rhyme": t.rhyme, "stop": t.stop}[row[0]]
		for _, x := range strings.Fields(row[1]) {
			m[x] = true
		}
	}
	return t
})

// Valid reports whether the text is a possible Vietnamese syllable, in any case.
func Valid(s string) bool {
	bare, tone := Split(s)
	if tone < 0 || bare == "" {
		return false
	}
	t := table()
	for i := 0; i <= 3 && i <= len(bare)+1; i++ {
		k := onsetLen(bare, i)
		if k < 0 {
			break
		}
		onset, rhyme := bare[:k], bare[k:]
		if !t.onset[onset] {
			continue
		}
		if fits(t, onset, rhyme, tone) {
			return true
		}
	}
	return false
}

// onsetLen returns the length in bytes of the first n letters, or -1.
func onsetLen(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	if n == 0 {
		return len(s)
	}
	return -1
}

func fits(t shapes, onset, rhyme string, tone int) bool {
	if t.stop[rhyme] {
		return tone == 2 || tone == 5
	}
	if onset == "gi" && rhyme == "" { // gì
		return true
	}
	return t.rhyme[rhyme]
}

// oldTone maps the older placement of the tone mark in open oa, oe, uy to the newer one.
var oldTone = func() map[string]string {
	m := map[string]string{}
	for _, p := range []string{"òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ", "ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ"} {
		a, b, _ := strings.Cut(p, " ")
		m[b] = a
		m[strings.ToUpper(b)] = strings.ToUpper(a)
		m[title(b)] = title(a)
	}
	return m
}()

func title(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// Place returns the text in NFC with the tone mark of open oa, oe, uy on the first vowel (hòa,
// hóa, thủy, ủy) and on the last after q (quý), case kept.
func Place(s string) string {
	s = norm.NFC.String(s)
	i := len(s)
	for n := 0; n < 2 && i > 0; n++ {
		i--
		for i > 0 && s[i]&0xC0 == 0x80 {
			i--
		}
	}
	if i > 0 && (s[i-1] == 'q' || s[i-1] == 'Q') {
		return s
	}
	if to, ok := oldTone[s[i:]]; ok {
		return s[:i] + to
	}
	return s
}

// Key returns the form under which the language model knows a word: NFC, lower case, one
// tone placement.
func Key(s string) string { return Place(strings.ToLower(s)) }
