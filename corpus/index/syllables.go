package index

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// token is a syllable or a number of a text.
type token struct {
	start, end int // half-open bytes of the text
	*forms
}

// forms are the two forms in which a word is indexed. They are shared and never changed.
type forms struct {
	exact string // lower case, one tone placement; never equal to a folded form
	fold  string // lower case without accents; a number without its thousands dots

	// term is both: words that fold alike stand together in the dictionary, so that one list a
	// word serves queries with accents and without.
	term string

	number int    // among the words of its tokenizer
	hash   uint64 // of fold
	code   code   // as the word is stored
	coded  bool   // it has a code
}

// tokenizer keeps the forms of words: a text has few different ones, and folding is slow.
type tokenizer map[string]*forms

// tokenizers are those that are not in use.
var tokenizers = sync.Pool{New: func() any { return tokenizer{} }}

// maxSeen is the number of words that are kept; Vietnamese has about 7,000 syllables.
const maxSeen = 20000

// plain marks the exact form of a word that has no accents, lest the folded form of an
// accented one pass for it.
const plain = "="

// tokenize splits a text into runs of letters with their marks and runs of digits. A dot or
// comma between digits belongs to the number; "m2" is one token, "30m" is two.
func tokenize(s string) []token {
	known := tokenizers.Get().(tokenizer)
	defer tokenizers.Put(known)
	known.tidy()
	return known.split(make([]token, 0, len(s)/5+1), s) // a word has four to five bytes
}

// tidy forgets the words where they are many. Their numbers are then given again.
func (known tokenizer) tidy() {
	if len(known) > maxSeen {
		clear(known)
	}
}

// split appends the tokens of a text.
func (known tokenizer) split(out []token, s string) []token {
	for i, j := nextWord(s, 0); i < j; i, j = nextWord(s, j) {
		f, ok := known[s[i:j]]
		if !ok {
			f = newForms(s[i:j])
			f.number = len(known)
			known[strings.Clone(s[i:j])] = f
		}
		out = append(out, token{i, j, f})
	}
	return out
}

// nextWord returns where the next word of a text begins and ends, at or after i; at the end of
// the text both are its length.
func nextWord(s string, i int) (start, end int) {
	for i < len(s) {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case unicode.IsDigit(r):
			return i, numberEnd(s, i+n)
		case unicode.IsLetter(r):
			return i, wordEnd(s, i+n)
		}
		i += n
	}
	return len(s), len(s)
}

func numberEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '.' || r == ',' {
			if next, _ := utf8.DecodeRuneInString(s[i+n:]); !unicode.IsDigit(next) {
				break
			}
		} else if !unicode.IsDigit(r) {
			break
		}
		i += n
	}
	return i
}

func wordEnd(s string, i int) int {
	for i < len(s) {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		i += n
	}
	return i
}

func newForms(s string) *forms {
	f := &forms{exact: syllable.Key(s), fold: strings.ToLower(syllable.Fold(s))}
	if strings.ContainsAny(f.fold, ".,") {
		f.fold = foldNumber(f.fold)
	}
	if f.exact == f.fold {
		f.exact += plain
	}
	f.term = f.fold + "\x00" + f.exact
	f.hash = hash(f.fold)
	f.code, f.coded = lexicon().code(s)
	return f
}

// foldNumber drops the dots of thousands: 30.000 becomes 30000, 7,5 stays.
func foldNumber(s string) string {
	parts := strings.Split(s, ".")
	for _, p := range parts[1:] {
		if digits, _, _ := strings.Cut(p, ","); len(digits) != 3 {
			return s
		}
	}
	return strings.Join(parts, "")
}

// compact is the spelling of a document number that all its spellings share: 222-KH/TU,
// 222/KH-TU, "222 kh tu" and 0222-KH/TU are 222khtu.
func compact(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, syllable.Fold(s))
	return strings.TrimLeft(s, "0")
}

// isNumber reports whether a compact spelling begins with digits and goes on with letters.
func isNumber(s string) bool {
	rest := strings.TrimLeft(s, "0123456789")
	return rest != "" && len(rest) < len(s)
}

// numbersIn returns the compact spellings of the document numbers that stand in a text.
func numbersIn(s string) []string {
	seen := map[string]bool{}
	var out []string
	for {
		digit := strings.IndexAny(s, "0123456789")
		if digit < 0 {
			return out
		}
		from := strings.LastIndexAny(s[:digit], " \n") + 1
		to := len(s)
		if n := strings.IndexAny(s[digit:], " \n"); n >= 0 {
			to = digit + n
		}
		part := s[from:to]
		s = s[to:]
		if strings.IndexFunc(part, unicode.IsLetter) < 0 {
			continue
		}
		for _, k := range text.Tokens(part, 0) {
			if k.Kind != text.Code {
				continue
			}
			if c := compact(part[k.Span.Start:k.Span.End]); isNumber(c) && !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
}

// accented reports whether the word has a letter with a mark, or đ.
func (t token) accented() bool {
	for i := range len(t.exact) {
		if t.exact[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}
