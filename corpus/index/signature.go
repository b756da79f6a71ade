package index

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// signature tells which words stand side by side in a passage: a Bloom filter of its pairs of
// neighbours, folded. One pair in forty that does not stand there is said to. Positions, or a
// list of passages for each pair, would tell it exactly and make the index half as large again
// and indexing half as fast; where it must be exact, the passage is read.
type signature []byte

// A byte a pair and four probes: (1-exp(-4/8))^4 = 2.4 % of the pairs that are not there pass.
const probes = 4

// hash is the number of a folded word (FNV-1a).
func hash(fold string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(fold) {
		h = (h ^ uint64(fold[i])) * 1099511628211
	}
	return h
}

// pair is the number of two words side by side, by their hashes.
func pair(a, b uint64) uint64 {
	h := (bits.RotateLeft64(a, 23) ^ b) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// newSignature returns the signature of a text, and of more pairs.
func newSignature(words []token, more [][2]token) signature {
	s := make(signature, len(words)+len(more))
	for i := 1; i < len(words); i++ {
		s.add(pair(words[i-1].hash, words[i].hash))
	}
	for _, p := range more {
		s.add(pair(p[0].hash, p[1].hash))
	}
	return s
}

// bit returns the place of a probe for a pair.
func (s signature) bit(pair uint64, probe int) uint32 {
	h := uint32(pair) + uint32(probe)*(uint32(pair>>32)|1)
	return uint32(uint64(h) * uint64(8*len(s)) >> 32)
}

func (s signature) add(pair uint64) {
	for i := range probes {
		k := s.bit(pair, i)
		s[k/8] |= 1 << (k % 8)
	}
}

func (s signature) has(pair uint64) bool {
	if len(s) == 0 {
		return false
	}
	for i := range probes {
		if k := s.bit(pair, i); s[k/8]&(1<<(k%8)) == 0 {
			return false
		}
	}
	return true
}

// pairs are the numbers of the neighbours among some words.
func pairs(words []token) []uint64 {
	var out []uint64
	for k := 1; k < len(words); k++ {
		out = append(out, pair(words[k-1].hash, words[k].hash))
	}
	return out
}

// beside returns those of some passages in which the pairs stand.
func (x *shard) beside(set *roaring.Bitmap, pairs []uint64) (*roaring.Bitmap, error) {
	var rows []uint32
	for it := set.Iterator(); it.HasNext(); {
		row := it.Next()
		s, err := x.signature(row)
		if err != nil {
			return nil, err
		}
		if s.hasAll(pairs) {
			rows = append(rows, row)
		}
	}
	return roaring.BitmapOf(rows...), nil
}

func (s signature) hasAll(pairs []uint64) bool {
	for _, p := range pairs {
		if !s.has(p) {
			return false
		}
	}
	return true
}
