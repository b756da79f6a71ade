// Package sketch finds documents that are nearly the same, as two scans of one paper are, without
// comparing each with each: a document becomes a sketch of few numbers (Broder 1997), and those
// that share a stretch of them are compared.
package sketch

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"math"
)

const (
	rows  = 3            // numbers in a stretch
	bands = 21           // stretches
	size  = rows * bands // numbers of a sketch
	bytes = 2 * size     // as stored
	least = 20           // pairs of words below which a text has no sketch
	mix   = 0x9e3779b97f4a7c15
)

// Of returns the sketch of a text given as its words, empty for a short one. Texts that share
// most pairs of neighbours have nearly the same sketch.
func Of(words []string) string {
	if len(words) <= least {
		return ""
	}
	var lowest [size]uint64
	for i := range lowest {
		lowest[i] = math.MaxUint64
	}
	for i := 1; i < len(words); i++ {
		h := fnv.New64a()
		h.Write([]byte(words[i-1]))
		h.Write([]byte{0})
		h.Write([]byte(words[i]))
		pair := h.Sum64()
		for k := range lowest {
			lowest[k] = min(lowest[k], scramble(pair+uint64(k)*mix))
		}
	}
	out := make([]byte, 0, bytes)
	for _, l := range lowest {
		out = binary.LittleEndian.AppendUint16(out, uint16(l))
	}
	return base64.RawStdEncoding.EncodeToString(out)
}

// scramble spreads a number over all its bits (splitmix64).
func scramble(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func numbers(s string) []byte {
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b) != bytes {
		return nil
	}
	return b
}

// Similar returns an estimate, from 0 to 1, of the share of their pairs of words that two texts
// have in common; 0 where one has no sketch.
func Similar(a, b string) float64 {
	x, y := numbers(a), numbers(b)
	if x == nil || y == nil {
		return 0
	}
	same := 0
	for i := 0; i < bytes; i += 2 {
		if x[i] == y[i] && x[i+1] == y[i+1] {
			same++
		}
	}
	return float64(same) / size
}

// Finder finds the most similar of many sketches. Its cost does not grow with their number, as
// long as they differ.
type Finder struct {
	least  float64
	stacks map[uint64][]int32 // sketches by stretch
	all    []named
}

type named struct{ id, sketch string }

// maxStack bounds how many sketches that share a stretch are compared.
const maxStack = 64

// NewFinder returns a finder of sketches that are at least so similar.
func NewFinder(least float64) *Finder {
	return &Finder{least: least, stacks: map[uint64][]int32{}}
}

// Add makes a sketch one of those to be found. An empty one is none.
func (f *Finder) Add(id, sketch string) {
	b := numbers(sketch)
	if b == nil {
		return
	}
	n := int32(len(f.all))
	f.all = append(f.all, named{id, sketch})
	for _, k := range keys(b) {
		if len(f.stacks[k]) < maxStack {
			f.stacks[k] = append(f.stacks[k], n)
		}
	}
}

// Find returns the most similar sketch, the first added of equal ones, and how similar it is; no
// id where none is similar enough.
func (f *Finder) Find(sketch string) (id string, similar float64) {
	b := numbers(sketch)
	if b == nil {
		return "", 0
	}
	best := int32(-1)
	seen := map[int32]bool{}
	for _, k := range keys(b) {
		for _, n := range f.stacks[k] {
			if seen[n] {
				continue
			}
			seen[n] = true
			s := Similar(f.all[n].sketch, sketch)
			if s >= f.least && (s > similar || s == similar && n < best) {
				best, similar = n, s
			}
		}
	}
	if best < 0 {
		return "", 0
	}
	return f.all[best].id, similar
}

// keys returns a number for each stretch of a sketch.
func keys(b []byte) [bands]uint64 {
	var out [bands]uint64
	for i := range out {
		k := uint64(i)
		for _, c := range b[i*2*rows : (i+1)*2*rows] {
			k = k<<8 | uint64(c)
		}
		out[i] = k
	}
	return out
}
