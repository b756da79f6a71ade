package index

import (
	"slices"
	"strings"

	"vanban/pipeline/text"
)

// atom is a part of a query that a passage must have: a word, words side by side, or a
// document number.
type atom struct {
	words  []token
	number string // compact spelling of the document number; empty for words
}

// parsed is a query taken apart.
type parsed struct {
	atoms   []atom
	words   []token // all, in order
	quoted  bool    // some words stood in quotes: nothing but those will do
	check   bool    // a phrase says more than its pairs do: they must be checked in the text
	accents bool    // some word has accents, so that accents say something
	exact   bool    // accents matter
	whole   string  // the whole query as the compact spelling of a number, if it can be one
}

// maxNumberWords is the number of words up to which a whole query can be a document number
// written with spaces: 30 2020 nd cp.
const maxNumberWords = 5

var straightQuotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// parse takes a query apart. A quote that is not closed reaches to the end.
func parse(s string, exact bool) parsed {
	p := parsed{exact: exact}
	for i, part := range strings.Split(straightQuotes.Replace(s), `"`) {
		if i%2 == 1 {
			p.addPhrase(part)
		} else {
			p.addWords(part)
		}
	}
	p.accents = slices.ContainsFunc(p.words, token.accented)
	if c := compact(s); isNumber(c) && len(p.words) <= maxNumberWords && !p.quoted {
		p.whole = c
	}
	return p
}

func (p *parsed) addPhrase(s string) {
	words := tokenize(s)
	if len(words) == 0 {
		return
	}
	p.atoms = append(p.atoms, atom{words: words})
	p.words = append(p.words, words...)
	p.quoted = true
	p.check = p.check || len(words) > 2 || p.exact && len(words) > 1
}

// addWords adds each word as an atom, but a document number as one.
func (p *parsed) addWords(s string) {
	for _, k := range text.Tokens(s, 0) {
		part := s[k.Span.Start:k.Span.End]
		words := tokenize(part)
		p.words = append(p.words, words...)
		if c := compact(part); k.Kind == text.Code && isNumber(c) {
			p.atoms = append(p.atoms, atom{words: words, number: c})
			continue
		}
		for i := range words {
			p.atoms = append(p.atoms, atom{words: words[i : i+1]})
		}
	}
}

// numbers returns the compact spellings of the document numbers asked for.
func (p *parsed) numbers() []string {
	var out []string
	if p.whole != "" {
		out = append(out, p.whole)
	}
	for _, a := range p.atoms {
		if a.number != "" && a.number != p.whole {
			out = append(out, a.number)
		}
	}
	return out
}

// matches reports whether a word of a text is one of the query's.
func (p *parsed) matches(t, q token) bool {
	if p.exact {
		return t.exact == q.exact
	}
	return t.fold == q.fold
}

// phrasesIn reports whether every phrase of the query stands in the text.
func (p *parsed) phrasesIn(words []token) bool {
	for _, a := range p.atoms {
		if a.number == "" && len(a.words) > 1 && !p.stands(a.words, words) {
			return false
		}
	}
	return true
}

// stands reports whether the phrase stands in the text.
func (p *parsed) stands(phrase, words []token) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		j := 0
		for j < len(phrase) && p.matches(words[i+j], phrase[j]) {
			j++
		}
		if j == len(phrase) {
			return true
		}
	}
	return false
}
