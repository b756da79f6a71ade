package candidate

import (
	"math"
	"math/bits"
	"slices"
	"unicode"

	"vanban/pipeline/ngram"
)

// Lexicon is the vocabulary that candidates come from: the words of the language model and those of
// the user. It is a trie of letters. Letters are numbered from 1 in the order of their code points;
// the children of a node are neighbours. A Lexicon does not change.
type Lexicon struct {
	lm    *ngram.Model
	extra []string // words of the user's dictionary that the model lacks; numbered from lm.Len()
	code  map[rune]uint8
	first []int32   // first child of each node; first[i+1] is one past its last
	let   []uint8   // letter on the way to the node
	word  []int32   // the word that ends at the node, or -1
	mask  []letters // the letters of a node's children
	rare  []float32 // negative log-probability of the most frequent word at or under the node
}

// NewLexicon returns the vocabulary of a language model with words of the user's own, in lower case,
// that the model lacks. Their numbers follow those of the model. Only words that are made of letters are found
// as candidates.
func NewLexicon(m *ngram.Model, extra []string) *Lexicon {
	type entry struct {
		letters []uint8
		word    int32
	}
	x := &Lexicon{lm: m, extra: extra, code: map[rune]uint8{}}
	var words []ngram.Word
	var alphabet []rune
	for w := ngram.First; int(w) < x.Len(); w++ {
		ok := true
		for _, r := range x.Spelling(w) {
			ok = ok && unicode.IsLetter(r)
		}
		if !ok {
			continue
		}
		words = append(words, w)
		for _, r := range x.Spelling(w) {
			if x.code[r] == 0 {
				x.code[r] = 1
				alphabet = append(alphabet, r)
			}
		}
	}
	slices.Sort(alphabet)
	for i, r := range alphabet[:min(len(alphabet), 254)] {
		x.code[r] = uint8(i + 1)
	}
	entries := make([]entry, len(words))
	for i, w := range words {
		var l []uint8
		for _, r := range x.Spelling(w) {
			l = append(l, x.code[r])
		}
		entries[i] = entry{l, int32(w)}
	}
	slices.SortFunc(entries, func(a, b entry) int { return slices.Compare(a.letters, b.letters) })
	// Breadth first, so that children are neighbours: each queue item is a run of entries that
	// share a prefix.
	type run struct{ lo, hi, depth int }
	queue := []run{{0, len(entries), 0}}
	x.let = []uint8{0}
	for i := 0; i < len(queue); i++ {
		q := queue[i]
		word := int32(-1)
		if q.lo < q.hi && len(entries[q.lo].letters) == q.depth {
			word = entries[q.lo].word
			q.lo++
		}
		x.word = append(x.word, word)
		x.first = append(x.first, int32(len(queue)))
		for j := q.lo; j < q.hi; {
			l := entries[j].letters[q.depth]
			k := j
			for k < q.hi && entries[k].letters[q.depth] == l {
				k++
			}
			queue = append(queue, run{j, k, q.depth + 1})
			x.let = append(x.let, l)
			j = k
		}
	}
	x.first = append(x.first, int32(len(queue)))
	x.rate()
	return x
}

// letters is a set of numbered letters.
type letters [4]uint64

func (s *letters) add(l uint8) { s[l>>6] |= 1 << (l & 63) }

func (s *letters) has(l uint8) bool { return s[l>>6]>>(l&63)&1 != 0 }

// rank returns how many letters of the set come before l.
func (s *letters) rank(l uint8) int {
	n := bits.OnesCount64(s[l>>6] & (1<<(l&63) - 1))
	for _, w := range s[:l>>6] {
		n += bits.OnesCount64(w)
	}
	return n
}

// rate fills rare and mask from the leaves up: children stand behind their parents.
func (x *Lexicon) rate() {
	x.rare, x.mask = make([]float32, len(x.word)), make([]letters, len(x.word))
	for i := len(x.word) - 1; i >= 0; i-- {
		x.rare[i] = float32(math.Inf(1))
		if w := x.word[i]; w >= 0 {
			x.rare[i] = x.rarity(ngram.Word(w))
		}
		for c := x.first[i]; c < x.first[i+1]; c++ {
			x.rare[i] = min(x.rare[i], x.rare[c])
			x.mask[i].add(x.let[c])
		}
	}
}

// Len is one past the greatest number of a word.
func (x *Lexicon) Len() int { return x.lm.Len() + len(x.extra) }

// walk returns the node after the letters of a rule beyond its first, or -1.
func (x *Lexicon) walk(node int32, r *rule) int32 {
	for _, l := range r.gold[1:max(r.n, 1)] {
		if !x.mask[node].has(l) {
			return -1
		}
		node = x.first[node] + int32(x.mask[node].rank(l))
	}
	return node
}

// own returns the rarity of the word that ends at a node.
func (x *Lexicon) own(node int32) float32 { return x.rarity(ngram.Word(x.word[node])) }

// Known returns the word as the language model knows it: Unk for one of the user's own.
func (x *Lexicon) Known(w ngram.Word) ngram.Word {
	if int(w) >= x.lm.Len() {
		return ngram.Unk
	}
	return w
}

// ownRarity is the rarity of a word of the user's dictionary, in nats: that of a word which
// stands once in a few pages.
const ownRarity = 8

// rarity returns the negative log-probability of a word without context.
func (x *Lexicon) rarity(w ngram.Word) float32 {
	if int(w) >= x.lm.Len() {
		return ownRarity
	}
	return -x.lm.Unigram(w)
}

// Spelling returns how a word is written, in lower case.
func (x *Lexicon) Spelling(w ngram.Word) string {
	if i := int(w) - x.lm.Len(); i >= 0 {
		return x.extra[i]
	}
	return x.lm.Spelling(w)
}

// Lookup returns the word with a spelling, or Unk.
func (x *Lexicon) Lookup(s string) ngram.Word {
	if w := x.lm.Lookup(s); w != ngram.Unk {
		return w
	}
	if i := slices.Index(x.extra, s); i >= 0 {
		return ngram.Word(x.lm.Len() + i)
	}
	return ngram.Unk
}
