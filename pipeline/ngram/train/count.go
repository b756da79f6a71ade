// Package train estimates the language model that package ngram reads.
//
// The stages, in order: Read turns texts into word numbers; count sorts them into n-grams
// (sorted by their words, first word first); estimate smooths one corpus (interpolated
// modified Kneser-Ney, Chen and Goodman 1998); mix interpolates two corpora into one backoff
// model (static interpolation, Stolcke 2002) and prunes it to a size (Seymore and Rosenfeld
// 1996: weighted difference); write lays it out as a trie.
package train

import "slices"

// order is the order of the models made here.
const order = 4

// grams are the n-grams of one order: key i holds n words of 16 bits, the last word lowest.
type grams struct {
	keys []uint64
	n    []uint32
}

// counts of one corpus. raw[k] counts occurrences; kn[k] holds the adjusted counts of
// Kneser-Ney: occurrences at the highest order and after a sentence start, else the
// number of distinct words before.
type counts struct {
	kn    [order + 1]grams
	raw   [order + 1][]uint32
	total uint64
}

const (
	wordBits = 16
	wordMask = 1<<wordBits - 1
)

// mask keeps the last k words of a key.
func mask(k int) uint64 { return 1<<(wordBits*k) - 1 }

// count sorts the sentences of a corpus into n-grams. stream holds word numbers, each sentence
// ended by the number end; begin is the word of a sentence start.
func count(stream []uint16, begin, end uint16) *counts {
	c := &counts{}
	var at [order + 1][]uint64
	at[order] = make([]uint64, 0, len(stream))
	h, k := uint64(begin), 1
	for _, w := range stream {
		if w == end {
			h, k = uint64(begin), 1
			continue
		}
		h = h<<wordBits | uint64(w)
		k = min(k+1, order)
		h &= mask(order)
		at[k] = append(at[k], h)
		c.total++
	}
	tmp := make([]uint64, len(at[order]))
	var short [order + 1]grams
	for k := 2; k <= order; k++ {
		radixSort(at[k], tmp, k)
		short[k] = runs(at[k])
		at[k] = nil
	}
	c.kn[order] = short[order]
	for k := order - 1; k >= 1; k-- {
		suffixes := tmp[:len(c.kn[k+1].keys)]
		for i, key := range c.kn[k+1].keys {
			suffixes[i] = key & mask(k)
		}
		radixSort(suffixes, make([]uint64, len(suffixes)), k)
		c.kn[k] = add(runs(suffixes), short[k])
	}
	c.raw[order] = c.kn[order].n
	for k := order - 1; k >= 2; k-- {
		c.raw[k] = prefixSums(c.kn[k], c.kn[k+1].keys, c.raw[k+1])
	}
	return c
}

// prefixSums adds up, for each n-gram, the occurrences of the longer n-grams it begins; an
// n-gram that begins none occurred only before a sentence end and counts once.
func prefixSums(g grams, longer []uint64, n []uint32) []uint32 {
	out := make([]uint32, len(g.keys))
	j := 0
	for i, key := range g.keys {
		for ; j < len(longer) && longer[j]>>wordBits == key; j++ {
			out[i] += n[j]
		}
		out[i] = max(out[i], 1)
	}
	return out
}

// radixSort sorts keys of k words; tmp is at least as long.
func radixSort(a, tmp []uint64, k int) {
	tmp = tmp[:len(a)]
	src, dst := a, tmp
	for w := range k {
		shift := w * wordBits
		var at [wordMask + 1]int
		for _, x := range src {
			at[x>>shift&wordMask]++
		}
		sum := 0
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, x := range src {
			d := x >> shift & wordMask
			dst[at[d]] = x
			at[d]++
		}
		src, dst = dst, src
	}
	if k%2 == 1 {
		copy(a, src)
	}
}

// runs counts equal neighbours of sorted keys.
func runs(a []uint64) grams {
	var g grams
	for i := 0; i < len(a); {
		j := i + 1
		for j < len(a) && a[j] == a[i] {
			j++
		}
		g.keys, g.n = append(g.keys, a[i]), append(g.n, uint32(j-i))
		i = j
	}
	return grams{slices.Clip(g.keys), slices.Clip(g.n)}
}

// add merges two sorted lists of n-grams, adding the counts of equal ones.
func add(a, b grams) grams {
	if len(b.keys) == 0 {
		return a
	}
	var g grams
	i, j := 0, 0
	for i < len(a.keys) || j < len(b.keys) {
		switch {
		case j == len(b.keys) || i < len(a.keys) && a.keys[i] < b.keys[j]:
			g.keys, g.n = append(g.keys, a.keys[i]), append(g.n, a.n[i])
			i++
		case i == len(a.keys) || b.keys[j] < a.keys[i]:
			g.keys, g.n = append(g.keys, b.keys[j]), append(g.n, b.n[j])
			j++
		default:
			g.keys, g.n = append(g.keys, a.keys[i]), append(g.n, a.n[i]+b.n[j])
			i, j = i+1, j+1
		}
	}
	return g
}
