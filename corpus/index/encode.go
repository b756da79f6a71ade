package index

import (
	_ "embed"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Texts are stored as numbers of words: a passage is too short to learn much from itself, and a
// language has few syllables, so a word takes one byte or two. A byte is
//
//	0            a stretch as it is: its length, its bytes
//	1            a space where none is expected before what follows, or none where one is
//	2, 3         the next word has a capital, is in capitals
//	4 + k        the mark k
//	16 to 127    the word 0 to 111
//	128 to 255   with the next byte, the word from 112
//
// One space is expected before a word that follows a word, or a mark after which one is usual.
const (
	codeAsIs = iota
	codeSpace
	codeCapital
	codeUpper
	codeMark
	codeWord = 16
	codeLong = 128
)

const (
	marks      = "\n,.;:)%(-/\"+"
	spaceAfter = ",.;:)%"
	maxNumber  = 2099 // numbers up to this are words
)

// wordList has a word a line, the most frequent of the language model first. An index that was
// made with another list must be built again.
//
//go:embed words.txt
var wordList string

// vocabulary are the words that have a number.
type vocabulary struct {
	words []string
	of    map[string]int
}

var lexicon = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{words: strings.Fields(wordList)}
	for n := range maxNumber + 1 {
		v.words = append(v.words, strconv.Itoa(n))
	}
	v.of = make(map[string]int, len(v.words))
	for i, w := range v.words {
		v.of[w] = i
	}
	return v
})

// encode returns a text as it is stored. The words of the text may be given, which spares looking
// them up; they count their bytes from base before it.
func encode(s string, words []token, base int) []byte {
	e := encoder{text: s, words: words, base: base, out: make([]byte, 0, len(s)/3+8)}
	for i := 0; i < len(s); {
		at := i
		if s[i] == ' ' {
			at++
		}
		c, end, ok := e.item(at)
		if ok {
			e.put(c, i, at, end)
		}
		i = max(end, i+1)
	}
	e.asIs(len(s))
	return e.out
}

// encoder is a text while it is encoded.
type encoder struct {
	text   string
	words  []token // not passed yet
	base   int
	out    []byte
	done   int  // what is before this is in out
	expect bool // a space before a word
}

// item returns the code of what begins at a byte, if it has one, and where it ends.
func (e *encoder) item(at int) (c code, end int, ok bool) {
	for len(e.words) > 0 && e.words[0].start < e.base+at {
		e.words = e.words[1:]
	}
	if len(e.words) > 0 && e.words[0].start == e.base+at && e.words[0].coded {
		return e.words[0].code, e.words[0].end - e.base, true
	}
	end = itemEnd(e.text, at)
	c, ok = lexicon().code(e.text[at:end])
	return c, end, ok
}

// put writes the code of what stands from at to end, with the space from which it begins.
func (e *encoder) put(c code, from, at, end int) {
	e.asIs(from)
	if (at > from) != (e.expect && c.word) {
		e.out = append(e.out, codeSpace)
	}
	e.out = c.append(e.out)
	e.expect = c.word || strings.Contains(spaceAfter, e.text[at:end])
	e.done = end
}

// asIs writes the stretch up to a byte that has no codes.
func (e *encoder) asIs(to int) {
	if e.done < to {
		e.out = append(binary.AppendUvarint(append(e.out, codeAsIs), uint64(to-e.done)), e.text[e.done:to]...)
		e.expect = false
	}
}

// itemEnd returns where a run of letters or of digits, or a single character, ends.
func itemEnd(s string, i int) int {
	if i >= len(s) {
		return i
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	var is func(rune) bool
	switch {
	case r >= '0' && r <= '9':
		is = func(r rune) bool { return r >= '0' && r <= '9' }
	case r >= 'A' && unicode.IsLetter(r):
		is = unicode.IsLetter
	default:
		return i + n
	}
	for i += n; i < len(s); i += n {
		if r, n = utf8.DecodeRuneInString(s[i:]); !is(r) {
			break
		}
	}
	return i
}

// code is a word or a mark as it is stored.
type code struct {
	n    int  // number of the word or the mark
	word bool // not a mark
	form byte // codeCapital, codeUpper, or 0
}

// code returns the code of a word or a mark; not ok if it has none.
func (v *vocabulary) code(s string) (c code, ok bool) {
	if len(s) == 1 {
		if k := strings.IndexByte(marks, s[0]); k >= 0 {
			return code{n: k}, true
		}
	}
	if n, ok := v.of[s]; ok {
		return code{n: n, word: true}, true
	}
	lower := strings.ToLower(s)
	n, ok := v.of[lower]
	switch {
	case !ok:
	case s == capital(lower):
		return code{n, true, codeCapital}, true
	case s == strings.ToUpper(lower):
		return code{n, true, codeUpper}, true
	}
	return code{}, false
}

func (c code) append(out []byte) []byte {
	if !c.word {
		return append(out, byte(codeMark+c.n))
	}
	if c.form != 0 {
		out = append(out, c.form)
	}
	if c.n < codeLong-codeWord {
		return append(out, byte(codeWord+c.n))
	}
	n := c.n - (codeLong - codeWord)
	return append(out, byte(codeLong+n>>8), byte(n))
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// decode returns a text that was encoded.
func decode(b []byte) (string, error) {
	v := lexicon()
	out := make([]byte, 0, 4*len(b))
	expect, other := false, false // a space; the other way round
	var form func(string) string  // of the next word
	for len(b) > 0 {
		c := b[0]
		b = b[1:]
		switch {
		case c == codeAsIs:
			n, k := binary.Uvarint(b)
			if k <= 0 || n > uint64(len(b)-k) {
				return "", errShort
			}
			out, b = append(out, b[k:k+int(n)]...), b[k+int(n):]
			expect = false
		case c == codeSpace:
			other = true
		case c == codeCapital:
			form = capital
		case c == codeUpper:
			form = strings.ToUpper
		case c < codeWord:
			k := int(c - codeMark)
			if k >= len(marks) {
				return "", errShort
			}
			if other {
				out = append(out, ' ')
			}
			out = append(out, marks[k])
			expect, other = strings.IndexByte(spaceAfter, marks[k]) >= 0, false
		default:
			n := int(c) - codeWord
			if c >= codeLong {
				if len(b) == 0 {
					return "", errShort
				}
				n, b = int(c-codeLong)<<8+int(b[0])+codeLong-codeWord, b[1:]
			}
			if n >= len(v.words) {
				return "", errShort
			}
			if expect != other {
				out = append(out, ' ')
			}
			w := v.words[n]
			if form != nil {
				w = form(w)
			}
			out = append(out, w...)
			expect, other, form = true, false, nil
		}
	}
	return string(out), nil
}
