package restore

import (
	"math"

	"vanban/pipeline/ngram"
)

// memory is what the first pass read in a document, for the second: a cache language model (Kuhn
// and De Mori 1990) of words and pairs of words. Each place is judged without what the first pass
// read there, lest its errors confirm themselves.
type memory struct {
	pairs  map[uint32]float32 // last word and word -> times
	second []bool             // word -> whether it ends a pair
	after  []float32          // last word -> times of all pairs
	words  []float32          // word -> times
	total  float32
	at     map[int]reading1 // by first byte of the stretch
}

// reading1 is what the first pass read at a place.
type reading1 struct {
	last, word ngram.Word
	weight     float32
}

// newMemory returns a memory that holds the pairs of the phrases given and nothing else.
func newMemory(vocab int, seeds []seed) *memory {
	m := &memory{
		pairs: map[uint32]float32{}, at: map[int]reading1{},
		after: make([]float32, vocab), words: make([]float32, vocab), second: make([]bool, vocab),
	}
	for _, s := range seeds {
		m.pairs[pairKey(s.last, s.word)] += s.weight
		m.second[s.word] = true
		m.after[s.last] += s.weight
	}
	return m
}

func pairKey(last, w ngram.Word) uint32 { return uint32(last)<<16 | uint32(w) }

// add counts a word read at a place, by its probability.
func (m *memory) add(off int, last, w ngram.Word, weight float32) {
	if w < ngram.First || int(w) >= len(m.words) {
		return
	}
	m.at[off] = reading1{last, w, weight}
	m.pairs[pairKey(last, w)] += weight
	m.second[w] = true
	m.after[last] += weight
	m.words[w] += weight
	m.total += weight
}

// Weights of the cache: the most that pairs and words of the document may count for.
const (
	pairShare  = 0.25
	pairTrust  = 2.0 // times that a last word must be met for half of its share
	wordShare  = 0.04
	wordTrust  = 150.0
	leastTotal = 30.0 // words of the first pass below which nothing is learned
)

// share is what the cache may say after a last word at a place.
type share struct {
	keep         float64 // log of the language model's share
	pairs, words float64 // shares of the pairs and of the words of the document
	after, total float32 // times of all pairs after the last word, and of all words
}

// share returns how much the cache counts for after a last word at a place.
func (m *memory) share(here reading1, last ngram.Word) share {
	s := share{after: m.after[last], total: m.total}
	if here.word != 0 {
		s.total -= here.weight
		if here.last == last {
			s.after -= here.weight
		}
	}
	s.pairs = pairShare * float64(s.after) / (float64(s.after) + pairTrust)
	s.words = wordShare * float64(s.total) / (float64(s.total) + wordTrust)
	s.keep = math.Log(1 - s.pairs - s.words)
	return s
}

// own returns the probability that the cache adds for word w after last at a place.
func (m *memory) own(s *share, here reading1, last, w ngram.Word) float64 {
	word := m.words[w]
	var pair float32
	if m.second[w] {
		pair = m.pairs[pairKey(last, w)]
	}
	if here.word != 0 && here.word == w {
		word -= here.weight
		if here.last == last {
			pair -= here.weight
		}
	}
	own := 0.0
	if pair > 1e-3 {
		own += s.pairs * float64(pair/s.after)
	}
	if word > 1e-3 {
		own += s.words * float64(word/s.total)
	}
	return own
}

// mix returns the log-probability of the model and the cache together.
func (s *share) mix(logp float32, own float64) float32 {
	if own == 0 {
		return logp + float32(s.keep)
	}
	return float32(math.Log(math.Exp(float64(logp)+s.keep) + own))
}
