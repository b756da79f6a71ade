package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"vanban/pipeline/syllable"
)

// Detect returns the encoding of the bytes, nil where they are UTF-8 or where no encoding
// explains them. The score, from 0 to 1, is the share of the words with marks that are
// Vietnamese syllables once converted; it is 1 for UTF-16 that says so.
func Detect(b []byte) (*Encoding, float64) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return Lookup("utf-16le"), 1
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return Lookup("utf-16be"), 1
	}
	part := sample(b)
	if bytes.IndexByte(part, 0) >= 0 {
		return detectUTF16(b[:min(len(b), sampleSize)])
	}
	if utf8.Valid(b) {
		return detectCarried(part)
	}
	if damagedUTF8(part) {
		return nil, 0
	}
	return best(part, minBytes, "windows-1258", "tcvn3", "tcvn5712", "viscii", "vni")
}

// detectUTF16 tells UTF-16 without a byte order mark, by the letters that it gives.
func detectUTF16(b []byte) (*Encoding, float64) {
	var found *Encoding
	most := 0.0
	for name, order := range map[string]int{"utf-16le": 0, "utf-16be": 1} {
		if s := latinShare(b, order); s > most {
			found, most = Lookup(name), s
		}
	}
	if most < minLatin {
		return nil, 0
	}
	return found, most
}

// The shares of the letters of UTF-16 that must be of Latin script, digits, marks or white space,
// and ASCII.
const (
	minLatin = 0.95
	minASCII = 0.3
)

// latinShare returns the share of such units, the low byte first where order is 0.
func latinShare(b []byte, order int) float64 {
	good, ascii, n := 0, 0, len(b)/2
	for i := range n {
		u := rune(b[2*i+order]) | rune(b[2*i+1-order])<<8
		switch {
		case u >= ' ' && u < 0x7f, u == '\n', u == '\r', u == '\t', u == '\f':
			good++
			ascii++
		case u < ' ', u >= 0x7f && u < 0xa0, utf16.IsSurrogate(u):
		case u < 0x250, u >= 0x300 && u < 0x370, u >= 0x1e00 && u < 0x1f00, u >= 0x2000 && u < 0x2070:
			good++
		}
	}
	if n == 0 || len(b)%2 == 1 || float64(ascii) < minASCII*float64(n) {
		return 0
	}
	return float64(good) / float64(n)
}

// damagedUTF8 reports bytes that are UTF-8 but for a few: the letters of several bytes outnumber
// the bytes that are none.
func damagedUTF8(b []byte) bool {
	sound, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			sound++
		}
		i += n
	}
	return sound > bad
}

// How much must speak for an encoding: words with marks, their share of all words, and the share
// of syllables among them. Text in UTF-8 is taken for another encoding only where nearly every
// word says so.
type demand struct {
	marked       int
	share, valid float64
}

var (
	minBytes   = demand{5, 0.25, 0.85}
	minCarried = demand{6, 0.4, 0.95}
	minVIQR    = demand{10, 0.5, 0.95}
)

// best returns the encoding that explains the bytes best. Of equal ones the first is taken.
func best(b []byte, least demand, names ...string) (*Encoding, float64) {
	var found *Encoding
	most := 0.0
	for _, name := range names {
		e := Lookup(name)
		if s := weigh(e.Decode(b)).score(least); s > most {
			found, most = e, s
		}
	}
	return found, most
}

// evidence counts what speaks for a reading.
type evidence struct {
	words  int // runs of letters
	marked int // those with a letter that is not ASCII
	valid  int // marked ones that are syllables
	odd    int // signs that no Vietnamese text has
}

// score returns the share of syllables among the marked words and odd signs, 0 where too little
// speaks for the reading.
func (e evidence) score(d demand) float64 {
	if e.marked < d.marked || float64(e.marked) < d.share*float64(e.words) {
		return 0
	}
	s := float64(e.valid) / float64(e.marked+e.odd)
	if s < d.valid {
		return 0
	}
	return s
}

func weigh(s string) evidence {
	var e evidence
	start := -1
	word := func(end int) {
		if start >= 0 {
			e.add(s[start:end])
		}
		start = -1
	}
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		word(i)
		if r >= utf8.RuneSelf && !strings.ContainsRune(usual, r) || r < ' ' && !strings.ContainsRune("\n\r\t\f", r) {
			e.odd++
		}
	}
	word(len(s))
	return e
}

// usual are signs that Vietnamese text may have.
const usual = "\u00a0\u00a7\u00ab\u00b0\u00b1\u00b2\u00b3\u00b7\u00bb\u00d7\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ab\u2030"

func (e *evidence) add(word string) {
	e.words++
	if strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return
	}
	e.marked++
	if syllable.Valid(word) {
		e.valid++
	}
}

// detectCarried tells text in UTF-8 whose letters are codes of another encoding: VIQR, and TCVN3
// or VNI that were taken for Latin letters.
func detectCarried(b []byte) (*Encoding, float64) {
	latin, others := 0, 0
	for _, r := range string(b) {
		if r < utf8.RuneSelf {
			continue
		}
		if _, ok := latinByte(r); ok {
			latin++
		} else {
			others++
		}
	}
	switch {
	case others*50 > latin+others:
		return nil, 0
	case latin == 0 || latin*100 < len(b):
		return detectVIQR(b)
	case weigh(string(b)).score(demand{1, 0, 0.5}) > 0:
		return nil, 0
	}
	return best(b, minCarried, "utf-8+tcvn3", "utf-8+vni")
}

// minHats is the share of its words that VIQR writes with a sign for a hat, a horn or a bar: ^ ( + dd.
const minHats = 0.15

// detectVIQR tells VIQR from ASCII text. OCR writes stray apostrophes and points for marks, but
// neither hats nor horns.
func detectVIQR(b []byte) (*Encoding, float64) {
	hats := 0
	for i := 1; i < len(b); i++ {
		vowel := strings.IndexByte("aeouAEOU", b[i-1]) >= 0
		if vowel && strings.IndexByte("^(+*", b[i]) >= 0 || b[i]|0x20 == 'd' && b[i-1]|0x20 == 'd' {
			hats++
		}
	}
	if float64(hats) < minHats*float64(len(bytes.Fields(b))) {
		return nil, 0
	}
	return best(b, minVIQR, "viqr")
}
