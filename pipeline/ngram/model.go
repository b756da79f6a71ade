// Package ngram is a read-only n-gram language model over syllables, used in place: a backoff
// model (Katz 1987) of order 4 whose probabilities come from interpolated modified
// Kneser-Ney estimates (Chen and Goodman 1998). Package ngram/train makes the file.
//
// The file is a trie. The children of a node are the words that may follow it, sorted by
// word; each order has parallel arrays of words, quantised log-probabilities and backoff
// weights, and where its children begin.
package ngram

import (
	"fmt"
	"math"
	"sort"
	"unsafe"

	"vanban/pipeline/blob"
)

// Order is the order of the model.
const Order = 4

// Word is the number of a word in the vocabulary; words are numbered in the byte order of
// their spelling.
type Word uint16

// The words that are no spelling. They sort before all others, so their numbers are fixed.
const (
	Code  Word = iota // a document number
	Num               // a number
	Begin             // the start of a sentence
	Unk               // any word that the vocabulary lacks
	First             // the first real word
)

// Specials are the spellings of the words before First.
var Specials = []string{"#code", "#num", "#start", "#unk"}

// Quantisation of natural log-probabilities: value = Floor * q / 255.
const (
	ProbFloor    = -14.0 // of n-grams of order 2 and more
	BackoffFloor = -8.0
)

// none marks a node that does not exist.
const none = -1

// level holds the n-grams of one order.
type level struct {
	words blob.Uint16s
	probs []byte
	bows  []byte       // nil at the highest order
	base  blob.Uint32s // first child of every 32nd node
	delta blob.Uint16s // first child of a node, from its base
}

// children returns the half-open range of the children of node i.
func (l *level) children(i int32) (lo, hi int32) {
	j := i + 1
	return int32(l.base.At(int(i>>5))) + int32(l.delta.At(int(i))), int32(l.base.At(int(j>>5))) + int32(l.delta.At(int(j)))
}

// Model is an opened language model. It is safe for concurrent use.
type Model struct {
	blob   *blob.Blob
	uni    []float32 // log-probability of each word
	unibow []float32
	first  blob.Uint32s // first child of each word
	levels [Order - 1]level
	index  blob.Uint32s // where each spelling begins in names
	names  []byte
	prob   [256]float32
	bow    [256]float32
}

// Open reads a model in place.
func Open(b []byte) (*Model, error) {
	x, err := blob.Open(b, "lm")
	if err != nil {
		return nil, err
	}
	if x.Header.Params["order"] != Order {
		return nil, fmt.Errorf("lm: order %v, want %d: %w", x.Header.Params["order"], Order, blob.ErrDamaged)
	}
	m := &Model{blob: x, index: x.Section("index"), names: x.Section("names"), first: x.Section("first")}
	n := m.index.Len() - 1
	m.uni, m.unibow = floats(x.Section("uni")), floats(x.Section("unibow"))
	if n < int(First) || len(m.uni) != n || len(m.unibow) != n || m.first.Len() != n+1 {
		return nil, fmt.Errorf("lm: vocabulary of %d words does not fit: %w", n, blob.ErrDamaged)
	}
	for i := range m.levels {
		s := func(name string) []byte { return x.Section(fmt.Sprintf("%s%d", name, i+2)) }
		l := level{s("words"), s("probs"), s("bows"), s("base"), s("delta")}
		k := l.words.Len()
		if len(l.probs) != k || i < Order-2 && (len(l.bows) != k || l.delta.Len() != k+1 || l.base.Len() != (k+1+31)/32) {
			return nil, fmt.Errorf("lm: order %d does not fit: %w", i+2, blob.ErrDamaged)
		}
		m.levels[i] = l
	}
	for q := range m.prob {
		m.prob[q] = ProbFloor * float32(q) / 255
		m.bow[q] = BackoffFloor * float32(q) / 255
	}
	return m, nil
}

func floats(b []byte) []float32 {
	v := make([]float32, len(b)/4)
	u := blob.Uint32s(b)
	for i := range v {
		v[i] = math.Float32frombits(u.At(i))
	}
	return v
}

// Blob returns the container, for its header and checksum.
func (m *Model) Blob() *blob.Blob { return m.blob }

// Len returns the size of the vocabulary; words are numbered from 0 to Len-1.
func (m *Model) Len() int { return m.index.Len() - 1 }

// Spelling returns how a word is written: in lower case, one tone placement.
func (m *Model) Spelling(w Word) string {
	b := m.names[m.index.At(int(w)):m.index.At(int(w)+1)]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Lookup returns the number of a spelling, or Unk.
func (m *Model) Lookup(s string) Word {
	n := m.Len()
	i := sort.Search(n, func(i int) bool { return m.Spelling(Word(i)) >= s })
	if i < n && m.Spelling(Word(i)) == s {
		return Word(i)
	}
	return Unk
}

// Unigram returns the log-probability of a word without context.
func (m *Model) Unigram(w Word) float32 { return m.uni[w] }

// State is what the model remembers of the words so far: the longest known n-grams that end
// at the last word. It is a small value; equal states have equal futures.
type State struct {
	word Word
	two  int32 // node of the last two words, or none
	tri  int32 // node of the last three words, or none
}

// Start is the state at the start of a sentence.
func (m *Model) Start() State { return State{Begin, none, none} }

// Hash returns a hash of the state; equal states have equal ones.
func (s State) Hash() uint32 {
	h := uint32(s.word)*0x9E3779B1 ^ uint32(s.two)*0x85EBCA6B ^ uint32(s.tri)*0xC2B2AE35
	return h ^ h>>15
}

// Last returns the last word of the state.
func (s State) Last() Word { return s.word }

// Follow is the part of a transition that depends only on the last word of the state and the
// next word: many states share it.
type Follow struct {
	node int32   // node of the two words, or none
	prob float32 // log P(next | last)
}

// Follow returns the bigram step from one word to the next.
func (m *Model) Follow(last, next Word) Follow {
	l := &m.levels[0]
	if i := find(l.words, int32(m.first.At(int(last))), int32(m.first.At(int(last)+1)), next); i != none {
		return Follow{i, m.prob[l.probs[i]]}
	}
	return Follow{none, m.unibow[last] + m.uni[next]}
}

// Score returns log P(w | s) in nats and the state after w.
func (m *Model) Score(s State, w Word) (float32, State) {
	return m.ScoreFollow(s, w, m.Follow(s.word, w))
}

// ScoreFollow is Score for a bigram step that the caller has looked up.
func (m *Model) ScoreFollow(s State, w Word, f Follow) (float32, State) {
	next := State{w, f.node, none}
	p := f.prob
	if s.two == none {
		return p, next
	}
	two := &m.levels[0]
	lo, hi := two.children(s.two)
	if i := find(m.levels[1].words, lo, hi, w); i != none {
		p, next.tri = m.prob[m.levels[1].probs[i]], i
	} else {
		p += m.bow[two.bows[s.two]]
	}
	if s.tri == none {
		return p, next
	}
	three := &m.levels[1]
	lo, hi = three.children(s.tri)
	if i := find(m.levels[2].words, lo, hi, w); i != none {
		return m.prob[m.levels[2].probs[i]], next
	}
	return p + m.bow[three.bows[s.tri]], next
}

// find returns the index of w in the sorted words lo..hi, or none.
func find(words blob.Uint16s, lo, hi int32, w Word) int32 {
	end := hi
	for lo < hi {
		mid := int32(uint32(lo+hi) >> 1)
		if Word(words.At(int(mid))) < w {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < end && Word(words.At(int(lo))) == w {
		return lo
	}
	return none
}
