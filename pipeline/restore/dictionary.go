package restore

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"vanban/dictionaries"
	"vanban/pipeline/candidate"
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
)

// Dictionary holds words, names and readings of the user's own, which take part in decoding.
type Dictionary struct {
	phrases []string
	fixed   map[string]string // damaged word -> right word
	sum     string
}

// Sum returns the SHA-256 of the dictionary's text, in hexadecimal.
func (d *Dictionary) Sum() string { return d.sum }

// ReadDictionary reads a dictionary: a word or a name a line, or a damaged and the right form
// parted by a tab, with as many words on both sides. Empty lines and lines that begin with '#' are
// passed over. Errors name the line.
func ReadDictionary(r io.Reader) (*Dictionary, error) {
	d := &Dictionary{fixed: map[string]string{}}
	h := sha256.New()
	s := bufio.NewScanner(io.TeeReader(r, h))
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(s.Text())
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d: not valid UTF-8", n)
		}
		if line == "" || line[0] == '#' {
			continue
		}
		bad, right, pair := strings.Cut(line, "\t")
		if !pair {
			d.phrases = append(d.phrases, line)
			continue
		}
		a, b := strings.Fields(bad), strings.Fields(right)
		if len(a) != len(b) || len(a) == 0 {
			return nil, fmt.Errorf("line %d: %d damaged words but %d right ones; they must be as many", n, len(a), len(b))
		}
		for i := range a {
			d.fixed[a[i]] = b[i]
		}
		d.phrases = append(d.phrases, strings.Join(b, " "))
	}
	d.sum = hex.EncodeToString(h.Sum(nil))
	return d, s.Err()
}

// seed is a pair of words that a phrase makes likely.
type seed struct {
	last, word ngram.Word
	weight     float32
}

// seedWeight is how many times of having met it a pair of a phrase counts for.
const seedWeight = 3

// learnWords builds the lexicon with the user's words and the pairs of all phrases: the formulas of
// administrative print and the user's.
func (r *Restorer) learnWords(own *Dictionary) {
	if own == nil {
		own = &Dictionary{}
	}
	var extra []string
	seen := map[string]bool{}
	for _, p := range own.phrases {
		for _, w := range strings.Fields(p) {
			if k := syllable.Key(w); !seen[k] && r.lm.Lookup(k) == ngram.Unk {
				seen[k] = true
				extra = append(extra, k)
			}
		}
	}
	r.lex = candidate.NewLexicon(r.lm, extra)
	for _, row := range dictionaries.Table("phrases", 1) {
		r.seed(row[0])
	}
	for _, p := range own.phrases {
		r.seed(p)
	}
	r.fixed = map[string]candidate.Candidate{}
	for bad, right := range own.fixed {
		if w := r.lex.Lookup(syllable.Key(right)); w != ngram.Unk {
			r.fixed[bad] = candidate.Candidate{Word: w, Mode: modeOf(right), Exact: true}
		}
	}
}

// seed adds the pairs of neighbours in a phrase.
func (r *Restorer) seed(phrase string) {
	last := ngram.Begin
	for _, w := range strings.Fields(phrase) {
		k := r.lex.Known(r.lex.Lookup(syllable.Key(strings.Trim(w, ".,:;()"))))
		if last >= ngram.First && k >= ngram.First {
			r.seeds = append(r.seeds, seed{last, k, seedWeight})
		}
		last = k
	}
}

func modeOf(s string) channel.Case {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case strings.ToUpper(s) == s && utf8.RuneCountInString(s) > 1:
		return channel.Upper
	case strings.ToUpper(string(r)) == string(r):
		return channel.Title
	}
	return channel.Lower
}
