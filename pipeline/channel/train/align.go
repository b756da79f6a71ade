// Package train learns the channel model from aligned pages: how OCR writes what was printed.
//
// Each printed line is aligned with what OCR read letter by letter, by hard EM (the best
// alignment under the current costs, then new costs from its counts). From the final alignments
// all pairs of a printed segment of one to three letters and the letters read for it are
// counted, as phrase pairs are in machine translation (Koehn, Och and Marcu 2003).
package train

import (
	"math"
	"slices"
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
	first bool // before any counts
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

// aligner aligns lines under fixed costs. Single steps, most of the work, are looked up in a
// dense table; steps with two letters on one side are tried only where the letters differ.
type aligner struct {
	cost   []float32
	back   []uint8
	memo   map[seg]float32
	c      *costs
	ids    map[rune]int
	single [][]single // by the numbers of the printed and the read letter; 0 is no letter
}

// single is the cost of a step of one letter, and whether the letters differ but for marks.
type single struct {
	cost   float32
	differ bool
}

func newAligner(c *costs) *aligner {
	return &aligner{c: c, memo: map[seg]float32{}, ids: map[rune]int{0: 0}, single: [][]single{{}}}
}

func (a *aligner) of(s seg) float32 {
	if x, ok := a.memo[s]; ok {
		return x
	}
	x := a.c.cost(s)
	a.memo[s] = x
	return x
}

// id numbers a letter.
func (a *aligner) id(r rune) int {
	i, ok := a.ids[r]
	if !ok {
		i = len(a.ids)
		a.ids[r] = i
		a.single = append(a.single, nil)
	}
	return i
}

// row returns the costs of reading each of the letters numbered so far for one printed letter.
func (a *aligner) row(g rune, read []rune) []single {
	i := a.id(g)
	row := a.single[i]
	for j := len(row); j < len(a.ids); j++ {
		row = append(row, single{cost: -1})
	}
	a.single[i] = row
	for _, o := range read {
		if j := a.ids[o]; row[j].cost < 0 {
			row[j] = single{a.of(seg{g1: g, o1: o}), lowFold(g) != lowFold(o)}
		}
	}
	return row
}

// band is how far, in letters, an alignment may stray from the diagonal.
const band = 10

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
	ids, withNone := make([]int, m), append([]rune{0}, read...)
	for j, r := range read {
		ids[j] = a.id(r)
	}
	insert := a.row(0, withNone)
	for i := 0; i <= n; i++ {
		mid := i * m / max(n, 1)
		var row []single
		if i < n {
			row = a.row(gold[i], withNone)
		}
		for j := max(0, mid-band); j <= min(m, mid+band); j++ {
			here := cost[i*w+j]
			if here == inf {
				continue
			}
			try := func(k int, x float32) {
				to := (i+moves[k].gn)*w + j + moves[k].on
				if x += here; x < cost[to] {
					cost[to], back[to] = x, uint8(k)
				}
			}
			if i < n {
				try(1, row[0].cost)
			}
			if j < m {
				try(2, insert[ids[j]].cost)
			}
			if i == n || j == m {
				continue
			}
			s := row[ids[j]]
			try(0, s.cost)
			if !s.differ {
				continue
			}
			if j+2 <= m {
				try(3, a.of(seg{gold[i], 0, read[j], read[j+1]}))
			}
			if i+2 <= n {
				try(4, a.of(seg{gold[i], gold[i+1], read[j], 0}))
			}
		}
	}
	if cost[n*w+m] == inf {
		return nil
	}
	var links []link
	for i, j := n, m; i > 0 || j > 0; {
		mv := moves[back[i*w+j]]
		i, j = i-mv.gn, j-mv.on
		links = append(links, link{i, mv.gn, j, mv.on})
	}
	slices.Reverse(links)
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
