package index

import (
	"regexp"
	"slices"
	"strings"

	"vanban/corpus/thesaurus"
	"vanban/pipeline/text"
)

// maxWords is the number of words that a query may have; those beyond are not looked for.
const maxWords = 32

// maxNumberWords is the number of words up to which words can be a document number written
// with spaces: 30 2020 nd cp.
const maxNumberWords = 5

// span is something that stands for the words from..to of a query, to not included.
type span struct {
	from, to int
	words    []token // side by side
	number   string  // or a document number, compact
	weight   float64
	typed    bool // as typed: a phrase in quotes
	folded   bool // with any accents
}

// parsed is a query taken apart.
type parsed struct {
	words   []token // all, in order
	quoted  []bool  // by word: only the phrase will do
	spans   []span
	exact   bool // accents matter
	phrases bool // something stood in quotes: nothing but that will do
	ignored int  // words beyond maxWords

	near []map[string]bool // by word: folded words of the archive that come close; nil unless asked for
	most bool              // most of the words will do
}

// The weights of other ways to say something.
const (
	weightName  = 0.8 // by another name
	weightPlace = 0.3 // a place by the name of another time
)

var straightQuotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// boosts are weights and distances of the query language of other programs: ^2, ~1.
var boosts = regexp.MustCompile(`[\^~]\d*\.?\d*`)

// parse takes a query apart. A quote that is not closed reaches to the end. known tells
// whether a compact document number stands in the archive.
func parse(s string, exact bool, known func(number string) bool) parsed {
	p := parsed{exact: exact}
	for i, part := range strings.Split(boosts.ReplaceAllString(straightQuotes.Replace(s), " "), `"`) {
		if i%2 == 1 {
			p.addPhrase(part)
		} else {
			p.addWords(part)
		}
	}
	if len(p.words) == 0 {
		p.add(tokenize(s), false) // nothing but operators: then they are meant
	}
	p.findNumbers(known)
	p.findDates()
	if whole := compact(s); isNumber(whole) && len(p.words) <= maxNumberWords && !p.phrases {
		p.addNumber(0, len(p.words), whole)
	}
	if !exact {
		p.findOtherWays()
	}
	return p
}

// add adds words as far as a query may have them and returns how many.
func (p *parsed) add(words []token, quoted bool) int {
	n := min(len(words), maxWords-len(p.words))
	p.ignored += len(words) - n
	p.words = append(p.words, words[:n]...)
	for range n {
		p.quoted = append(p.quoted, quoted)
	}
	return n
}

func (p *parsed) addPhrase(s string) {
	words := tokenize(s)
	if len(words) == 0 {
		return
	}
	from := len(p.words)
	if n := p.add(words, len(words) > 1); n > 1 {
		p.spans = append(p.spans, span{from: from, to: from + n, words: words[:n], weight: 1, typed: true})
	}
	p.phrases = true
}

// addWords adds words, and the document numbers among them.
func (p *parsed) addWords(s string) {
	for _, k := range text.Tokens(s, 0) {
		part := s[k.Span.Start:k.Span.End]
		if part == "AND" || part == "OR" || part == "NOT" {
			continue // of the query language of other programs; no word of ours
		}
		from := len(p.words)
		n := p.add(tokenize(part), false)
		if c := compact(part); k.Kind == text.Code && isNumber(c) && n > 0 {
			p.addNumber(from, from+n, c)
		}
	}
}

// addNumber adds a document number in place of some words, and of the "số" before it.
func (p *parsed) addNumber(from, to int, number string) {
	if from > 0 && p.words[from-1].fold == "so" && !p.quoted[from-1] {
		from--
	}
	p.spans = append(p.spans, span{from: from, to: to, number: number, weight: 1})
}

// findNumbers finds the numbers of documents that are written with spaces.
func (p *parsed) findNumbers(known func(string) bool) {
	for i := range p.words {
		for n := min(maxNumberWords, len(p.words)-i); n > 1; n-- {
			var b strings.Builder
			for _, t := range p.words[i : i+n] {
				b.WriteString(t.fold)
			}
			c := compact(b.String())
			if isNumber(c) && !p.quoted[i] && !p.has(c) && known(c) {
				p.addNumber(i, i+n, c)
				break
			}
		}
	}
}

func (p *parsed) has(number string) bool {
	return slices.ContainsFunc(p.spans, func(s span) bool { return s.number == number })
}

// findOtherWays adds what the thesaurus has for words of the query.
func (p *parsed) findOtherWays() {
	folds := make([]string, len(p.words))
	for i, t := range p.words {
		folds[i] = t.fold
	}
	for i := 0; i < len(folds); {
		n, ways := thesaurus.At(folds[i:])
		for _, w := range ways {
			weight := weightName
			if w.Kind == thesaurus.Place {
				weight = weightPlace
			}
			p.spans = append(p.spans, span{from: i, to: i + n, words: tokenize(w.Text), weight: weight})
		}
		i += max(1, n)
	}
}

// mustCheck reports whether there is a phrase: pairs of words find some passages too many, so it
// must be looked for in the text.
func (p *parsed) mustCheck() bool {
	return slices.ContainsFunc(p.spans, func(s span) bool { return s.typed })
}

// phrasesIn reports whether every phrase of the query stands in a passage.
func (p *parsed) phrasesIn(ps *Passage) bool {
	all := ps.Title + "\n" + ps.Text
	t := reading{all, tokenize(all), ps.otherForms()}
	for _, s := range p.spans {
		if s.typed && !t.contains(s.words, p.exact) {
			return false
		}
	}
	return true
}

// reading is a text with its words, and the other readings of those that are doubtful.
type reading struct {
	text  string
	words []token
	other map[string][]*forms // by the word as it stands
}

// contains reports whether words stand side by side somewhere.
func (t *reading) contains(words []token, exact bool) bool {
	for i := range t.words {
		if t.has(words, i, exact) {
			return true
		}
	}
	return false
}

// has reports whether words stand side by side from word i on.
func (t *reading) has(words []token, i int, exact bool) bool {
	if i+len(words) > len(t.words) || len(words) == 0 {
		return false
	}
	for j, w := range words {
		if !t.is(i+j, w, exact) {
			return false
		}
	}
	return true
}

// is reports whether word i, or another reading of it, is a word of a query.
func (t *reading) is(i int, q token, exact bool) bool {
	w := t.words[i]
	return same(w.forms, q, exact) ||
		slices.ContainsFunc(t.other[t.text[w.start:w.end]], func(f *forms) bool { return same(f, q, exact) })
}

func same(f *forms, q token, exact bool) bool {
	return f.exact == q.exact || !exact && f.fold == q.fold
}
