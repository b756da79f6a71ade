package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is a piece of a line as printed, before restoration.
type Token struct {
	Span  Span
	Kind  Kind // Syllable, Number, Code or Punct
	Space bool // white space or the start of the line stands before it
}

var (
	// A document number or the code in one: 222-KH/TU, 30/2020/NĐ-CP, QĐ-UBND, KH/TU.
	codeRE = regexp.MustCompile(`^(?:\d+[\-/](?:\d{4}[\-/])?)?\p{L}[\p{L}\d]*(?:[\-/]\p{L}[\p{L}\d]*)+$|^\d+[\-/](?:\d{4}[\-/])?\p{L}[\p{L}\d]*$`)
	// An e-mail or web address.
	addressRE = regexp.MustCompile(`^(?:[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|(?:https?://|www\.)\S+)$`)
	// A number with its signs and a unit glued to it: 7,5%, 30.000m2, 13/6/2024, 2021-2030, 7h30.
	numberRE = regexp.MustCompile(`^[+\-]?\d+(?:[.,/:\-–]\d+)*(?:%[0oO]?|‰|[kcdm]?m[23²³]?|ha|[km]?g|m?l|[kMG]W[hp]?|kV|MVA|tr|USD|VN[DĐ]|h(?:\d\d)?)?(?:[/\-–]\d+(?:[.,]\d+)*%?)*$`)
)

// Tokens splits one line into tokens. Outer punctuation becomes tokens of its own, a
// hyphen between letters parts two syllables (chính trị-xã hội), a list label is parted
// from the word glued to it (1.Mục). Spans are in bytes of the whole source: base is where
// the line starts. Every byte that is not white space lies in exactly one token.
func Tokens(line string, base int) []Token {
	var out []Token
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		j := i
		for j < len(line) {
			r, n := utf8.DecodeRuneInString(line[j:])
			if unicode.IsSpace(r) {
				break
			}
			j += n
		}
		k := len(out)
		out = splitChunk(out, line[i:j], base+i)
		out[k].Space = true
		i = j
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// splitChunk appends the tokens of a stretch without white space.
func splitChunk(out []Token, s string, base int) []Token {
	start := strings.IndexFunc(s, wordRune)
	if start < 0 {
		return appendMarks(out, s, base)
	}
	out = appendMarks(out, s[:start], base)
	end := strings.LastIndexFunc(s, wordRune)
	_, n := utf8.DecodeRuneInString(s[end:])
	end += n
	if strings.HasPrefix(s[end:], "%") || strings.HasPrefix(s[end:], "‰") {
		_, n := utf8.DecodeRuneInString(s[end:])
		if numberRE.MatchString(s[start:end] + "%") {
			end += n
		}
	}
	out = splitCore(out, s[start:end], base+start)
	return appendMarks(out, s[end:], base+end)
}

// appendMarks appends punctuation, a run of one sign being one token.
func appendMarks(out []Token, s string, base int) []Token {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		j := i + n
		for strings.HasPrefix(s[j:], string(r)) && r != utf8.RuneError {
			j += n
		}
		out = append(out, Token{Span{base + i, base + j}, Punct, false})
		i = j
	}
	return out
}

// maxCode is the length in bytes of the longest stretch that is tried as a number or a code.
const maxCode = 80

// splitCore appends the tokens of a stretch that begins in a letter or digit and ends in one or, behind
// a number, in the sign for per cent or per mille.
func splitCore(out []Token, s string, base int) []Token {
	for len(s) > 0 {
		span := Span{base, base + len(s)}
		switch {
		case len(s) > maxCode:
		case numberRE.MatchString(s):
			return append(out, Token{span, Number, false})
		case looksCode(s), addressRE.MatchString(s):
			return append(out, Token{span, Code, false})
		}
		i := strings.IndexFunc(s, func(r rune) bool { return !wordRune(r) && !overMark(r) })
		if i < 0 {
			return append(out, Token{span, wordKind(s), false})
		}
		if i > 0 {
			out = append(out, Token{Span{base, base + i}, wordKind(s[:i]), false})
		}
		j := strings.IndexFunc(s[i:], wordRune)
		if j < 0 { // the sign behind a number that is too long to be one
			return appendMarks(out, s[i:], base+i)
		}
		out = appendMarks(out, s[i:i+j], base+i)
		s, base = s[i+j:], base+i+j
	}
	return out
}

// overMark reports a sign that OCR writes for a mark over the letter before it: co', nu'oc.
func overMark(r rune) bool { return r == '\'' || r == '’' || r == '`' }

func wordKind(s string) Kind {
	if strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return Number
	}
	return Syllable
}

// looksCode reports whether a stretch with inner hyphens or slashes is a document number:
// most of its letters are capitals (chính-trị is not one, QĐ-TTg is).
func looksCode(s string) bool {
	if !strings.ContainsAny(s, "/-") || !codeRE.MatchString(s) {
		return false
	}
	up, low := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	return up >= 1 && up >= 2*low
}

// Plain reads a source whose text is sound: each token is a word as it stands (in NFC),
// sure, without alternatives.
func Plain(src *Source) *Text {
	t := &Text{Source: src, Lines: make([]Range, len(src.Lines))}
	for i, l := range src.Lines {
		start := len(t.Words)
		for _, k := range Tokens(string(src.Bytes[l.Start:l.End]), l.Start) {
			t.Words = append(t.Words, Word{
				Raw: k.Span, Text: norm.NFC.String(string(src.Bytes[k.Span.Start:k.Span.End])),
				Sure: 1, Line: i, Kind: k.Kind, Space: k.Space,
			})
		}
		t.Lines[i] = Range{start, len(t.Words)}
	}
	return t
}
