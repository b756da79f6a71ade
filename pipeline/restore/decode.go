package restore

import (
	"math"
	"slices"

	"vanban/pipeline/ngram"
)

// hyp is a reading of the text up to a node, one for each state of the language model.
type hyp struct {
	state ngram.State
	score float64 // log-probability of the best way here
	alpha float64 // log-probability of all ways here that were kept
	best  int32   // edge of the best way, -1 at the start
}

// edge is a step from one hypothesis to the next along an arc.
type edge struct {
	from, to  int32 // hypotheses
	node, arc int32 // the arc, and where it begins
	cand      int32 // candidate of the arc, or -1
	weight    float64
}

// frontier collects the hypotheses that reach a node before it is its turn.
type frontier struct {
	hyps  []hyp
	edges []edge
	index map[ngram.State]int32
}

// at returns the hypothesis of a state, a new one if need be.
func (f *frontier) at(s ngram.State) int32 {
	i, ok := f.index[s]
	if !ok {
		i = int32(len(f.hyps))
		f.index[s] = i
		f.hyps = append(f.hyps, hyp{s, math.Inf(-1), math.Inf(-1), -1})
	}
	return i
}

// reach adds a way to a state.
func (f *frontier) reach(s ngram.State, score, alpha float64, e edge) {
	e.to = f.at(s)
	h := &f.hyps[e.to]
	if score > h.score {
		h.score, h.best = score, int32(len(f.edges))
	}
	h.alpha = logAdd(h.alpha, alpha)
	f.edges = append(f.edges, e)
}

// begin lets a sentence begin at a node: every way goes on at one cost or starts anew at another.
func (d *decoder) begin(f *frontier, n *node) {
	start, on := float64(n.start), float64(n.on)
	for i := range f.hyps {
		f.hyps[i].score -= on
		f.hyps[i].alpha -= on
	}
	for i := range len(f.edges) {
		e := f.edges[i]
		f.edges[i].weight -= on
		if f.hyps[e.to].state != startState {
			from := &d.hyps[e.from]
			e.weight -= start
			f.reach(startState, from.score+e.weight, from.alpha+e.weight, e)
		}
	}
}

// startState is the state at the start of a sentence.
var startState = (*ngram.Model)(nil).Start()

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b < a-30 || math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// decoder runs the beam over a lattice. It is reused from lattice to lattice.
type decoder struct {
	lm    *ngram.Model
	w     *weights
	open  []*frontier
	free  []*frontier
	hyps  []hyp
	edges []edge
	order []int32
}

func (d *decoder) frontier(n int32) *frontier {
	if d.open[n] == nil {
		if k := len(d.free); k > 0 {
			d.open[n], d.free = d.free[k-1], d.free[:k-1]
		} else {
			d.open[n] = &frontier{index: map[ngram.State]int32{}}
		}
	}
	return d.open[n]
}

// run decodes a lattice from a state. It returns the range of the last node's hypotheses.
func (d *decoder) run(x *lattice, start ngram.State) (lo, hi int) {
	d.open = make([]*frontier, len(x.nodes))
	d.hyps, d.edges = d.hyps[:0], d.edges[:0]
	f := d.frontier(0)
	f.hyps[f.at(start)] = hyp{start, 0, 0, -1}
	for n := range x.nodes {
		f := d.open[n]
		if f == nil {
			continue
		}
		if x.nodes[n].begins && n > 0 {
			d.begin(f, &x.nodes[n])
		}
		lo = len(d.hyps)
		d.settle(f)
		d.open[n] = nil
		f.hyps, f.edges = f.hyps[:0], f.edges[:0]
		clear(f.index)
		d.free = append(d.free, f)
		for i := range x.nodes[n].arcs {
			d.follow(x, int32(n), int32(i), lo, len(d.hyps))
		}
	}
	return lo, len(d.hyps)
}

// settle keeps the best hypotheses of a node, sorted by their last word.
func (d *decoder) settle(f *frontier) {
	d.order = d.order[:0]
	for i := range f.hyps {
		d.order = append(d.order, int32(i))
	}
	slices.SortFunc(d.order, func(a, b int32) int {
		switch x, y := &f.hyps[a], &f.hyps[b]; {
		case x.score > y.score:
			return -1
		case x.score < y.score:
			return 1
		}
		return int(a - b)
	})
	best := f.hyps[d.order[0]].score
	k := 0
	for k < len(d.order) && k < d.w.beam && f.hyps[d.order[k]].score >= best-d.w.span {
		k++
	}
	d.order = d.order[:k]
	slices.SortFunc(d.order, func(a, b int32) int {
		if x, y := f.hyps[a].state.Last(), f.hyps[b].state.Last(); x != y {
			return int(x) - int(y)
		}
		return int(a - b)
	})
	to := make([]int32, len(f.hyps))
	for i := range to {
		to[i] = -1
	}
	for _, i := range d.order {
		to[i] = int32(len(d.hyps))
		d.hyps = append(d.hyps, f.hyps[i])
	}
	for i, e := range f.edges {
		t := to[e.to]
		if t < 0 {
			continue
		}
		if d.hyps[t].best == int32(i) && f.hyps[e.to].best == int32(i) {
			d.hyps[t].best = -2 - int32(len(d.edges)) // told apart from numbers not yet replaced
		}
		e.to = t
		d.edges = append(d.edges, e)
	}
	for _, i := range d.order {
		if h := &d.hyps[to[i]]; h.best <= -2 {
			h.best = -2 - h.best
		}
	}
}

// follow extends the hypotheses lo..hi of a node along one arc.
func (d *decoder) follow(x *lattice, n, a int32, lo, hi int) {
	c := &x.nodes[n].arcs[a]
	f := d.frontier(c.to)
	switch c.kind {
	case asMark, asJunk:
		for i := lo; i < hi; i++ {
			h := &d.hyps[i]
			w := -float64(c.cost)
			f.reach(h.state, h.score+w, h.alpha+w, edge{from: int32(i), node: n, arc: a, cand: -1, weight: w})
		}
	case asIs:
		d.step(f, c.word, c.cost, lo, hi, edge{node: n, arc: a, cand: -1})
	default:
		for k := range c.cands {
			cand := &c.cands[k]
			cost := c.cost + cand.cost*d.w.channel
			if !cand.exact {
				cost += c.inexact
			}
			d.step(f, cand.word, cost, lo, hi, edge{node: n, arc: a, cand: int32(k)})
		}
	}
}

// step extends the hypotheses lo..hi, which are sorted by last word, by one word.
func (d *decoder) step(f *frontier, w ngram.Word, cost float32, lo, hi int, e edge) {
	var fol ngram.Follow
	last := -1
	for i := lo; i < hi; i++ {
		h := &d.hyps[i]
		if l := int(h.state.Last()); l != last {
			last, fol = l, d.lm.Follow(ngram.Word(l), w)
		}
		p, next := d.lm.ScoreFollow(h.state, w, fol)
		e.from, e.weight = int32(i), float64(p-cost)
		f.reach(next, h.score+e.weight, h.alpha+e.weight, e)
	}
}

// posteriors returns the probability of each edge given the whole lattice, the scores taken
// to the power of the weights' temperature.
func (d *decoder) posteriors(lo, hi int) []float64 {
	beta := make([]float64, len(d.hyps))
	for i := range beta {
		beta[i] = math.Inf(-1)
	}
	total := math.Inf(-1)
	for i := lo; i < hi; i++ {
		beta[i] = 0
		total = logAdd(total, d.hyps[i].alpha)
	}
	post := make([]float64, len(d.edges))
	for i := len(d.edges) - 1; i >= 0; i-- {
		e := &d.edges[i]
		b := beta[e.to] + e.weight
		beta[e.from] = logAdd(beta[e.from], b)
		post[i] = math.Exp(d.hyps[e.from].alpha + b - total)
	}
	return post
}
