// Package train learns the channel model from aligned pages: how OCR writes what was printed.
//
// Each printed line is aligned with what OCR read letter by letter, by hard EM (the best
// alignment under the current costs, then new costs from its counts). From the final alignments
// all pairs of a printed segment of one to three letters and the letters read for it are
// counted, as phrase pairs are in machine translation (Koehn, Och and Marcu 2003).
package train

import (
	"math"
	"unicode"

	"vanban/pipeline/syllable"
)

// link is one step of an alignment: gold[g:g+gn] was read as read[o:o+on].
type link struct{ g, gn, o, on int }

// moves an alignment may make.
var moves = []struct{ gn, on int }{{1, 1}, {1, 0}, {0, 1}, {1, 2}, {2, 1}}

// seg is a pair of segments of at most two letters; 0 stands for no letter.
type seg struct{ g1, g2, o1, o2 rune }

// costs are the negative log-probabilities of the atomic steps.
type costs struct {
	of    map[seg]float32
	base  map[[2]rune]float32 // total of the printed side
	first bool                // before any counts
}

const unseen = 12 // nats

func (c *costs) cost(s seg) float32 {
	if c.first {
		return firstCost(s)
	}
	if x, ok := c.of[s]; ok {
		return x
	}
	return unseen
}

func lowFold(r rune) rune {
	for _, x := range syllable.Fold(string(unicode.ToLower(r))) {
		return x
	}
	return r
}

// firstCost starts the alignment: equal letters, then letters equal but for their marks.
func firstCost(s seg) float32 {
	switch {
	case s.g2 != 0 || s.o2 != 0:
		return 4.5
	case s.g1 == 0 || s.o1 == 0:
		return 4
	case s.g1 == s.o1:
		return 0.05
	case s.g1 == ' ' || s.o1 == ' ':
		return 6
	case lowFold(s.g1) == lowFold(s.o1):
		return 0.5
	}
	return 3
}

// aligner holds the tables of the dynamic program between lines.
type aligner struct {
	cost []float32
	back []uint8
	memo map[seg]float32
	c    *costs
}

func newAligner(c *costs) *aligner { return &aligner{c: c, memo: map[seg]float32{}} }

func (a *aligner) of(s seg) float32 {
	if x, ok := a.memo[s]; ok {
		return x
	}
	x := a.c.cost(s)
	a.memo[s] = x
	return x
}

// band is how far, in letters, an alignment may stray from the diagonal.
const band = 14

// align returns the best alignment, or nil when none stays in the band.
func (a *aligner) align(gold, read []rune) []link {
	n, m := len(gold), len(read)
	w := m + 1
	if need := (n + 1) * w; cap(a.cost) < need {
		a.cost, a.back = make([]float32, need), make([]uint8, need)
	}
	cost, back := a.cost[:(n+1)*w], a.back[:(n+1)*w]
	inf := float32(math.Inf(1))
	for i := range cost {
		cost[i] = inf
	}
	cost[0] = 0
	for i := 0; i <= n; i++ {
		mid := i * m / max(n, 1)
		for j := max(0, mid-band); j <= min(m, mid+band); j++ {
			here := cost[i*w+j]
			if math.IsInf(float64(here), 1) {
				continue
			}
			for k, mv := range moves {
				if i+mv.gn > n || j+mv.on > m {
					continue
				}
				to := (i+mv.gn)*w + j + mv.on
				if x := here + a.of(pair(gold[i:i+mv.gn], read[j:j+mv.on])); x < cost[to] {
					cost[to], back[to] = x, uint8(k)
				}
			}
		}
	}
	if math.IsInf(float64(cost[n*w+m]), 1) {
		return nil
	}
	var links []link
	for i, j := n, m; i > 0 || j > 0; {
		mv := moves[back[i*w+j]]
		i, j = i-mv.gn, j-mv.on
		links = append(links, link{i, mv.gn, j, mv.on})
	}
	for i, j := 0, len(links)-1; i < j; i, j = i+1, j-1 {
		links[i], links[j] = links[j], links[i]
	}
	return links
}

func pair(g, o []rune) (s seg) {
	if len(g) > 0 {
		s.g1 = g[0]
	}
	if len(g) > 1 {
		s.g2 = g[1]
	}
	if len(o) > 0 {
		s.o1 = o[0]
	}
	if len(o) > 1 {
		s.o2 = o[1]
	}
	return s
}

// recount makes the costs of the next round from the counts of this one.
func recount(n map[seg]float64) *costs {
	total := map[[2]rune]float64{}
	for s, x := range n {
		total[[2]rune{s.g1, s.g2}] += x
	}
	// A pair of printed letters read as one competes with all readings of the first letter.
	c := &costs{of: make(map[seg]float32, len(n))}
	for s, x := range n {
		t := total[[2]rune{s.g1, 0}]
		c.of[s] = float32(-math.Log((x + 0.01) / (t + 1)))
	}
	return c
}
