package restore

import (
	"math"
	"slices"

	"vanban/pipeline/candidate"
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
	best  float64 // score of the best hypothesis
	slots [frontierSlots]struct {
		round uint32
		hyp   int32
	}
	round uint32
}

// frontierSlots is the size of the table of states; there are always fewer of them at a node.
const frontierSlots = 1 << 13

func (f *frontier) reset() {
	f.hyps, f.edges, f.best = f.hyps[:0], f.edges[:0], math.Inf(-1)
	f.round++
}

// at returns the hypothesis of a state, a new one if need be, or -1 where there are too many.
func (f *frontier) at(s ngram.State) int32 {
	for i := s.Hash() % frontierSlots; ; i = (i + 1) % frontierSlots {
		slot := &f.slots[i]
		if slot.round != f.round {
			if len(f.hyps) > frontierSlots/2 {
				return -1
			}
			slot.round, slot.hyp = f.round, int32(len(f.hyps))
			f.hyps = append(f.hyps, hyp{state: s, score: math.Inf(-1), best: -1})
			return slot.hyp
		}
		if f.hyps[slot.hyp].state == s {
			return slot.hyp
		}
	}
}

// reach adds a way to a state. A way that is more than span worse than the best so far cannot be
// kept and is not recorded.
func (f *frontier) reach(s ngram.State, score, span float64, e edge) {
	if score < f.best-span {
		return
	}
	if e.to = f.at(s); e.to < 0 {
		return
	}
	f.best = max(f.best, score)
	h := &f.hyps[e.to]
	if score > h.score {
		h.score, h.best = score, int32(len(f.edges))
	}
	f.edges = append(f.edges, e)
}

// begin lets a sentence begin at a node: every way goes on at one cost or starts anew at another.
func (d *decoder) begin(f *frontier, n *node) {
	start, on := float64(n.start), float64(n.on)
	f.best -= on
	for i := range f.hyps {
		f.hyps[i].score -= on
	}
	for i := range len(f.edges) {
		e := f.edges[i]
		f.edges[i].weight -= on
		if f.hyps[e.to].state != startState {
			e.weight -= start
			f.reach(startState, d.hyps[e.from].score+e.weight, d.span, e)
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

// width is how far a pass looks.
type width struct {
	most int     // candidates of a token
	beam int     // hypotheses kept at a node
	span float64 // hypotheses kept are at most this far from the best, in nats

	exact bool // only exact candidates, of tokens that have any
}

// decoder runs the beam over a lattice. It is reused from lattice to lattice.
type decoder struct {
	lm  *ngram.Model
	lex *candidate.Lexicon
	w   *weights
	mem *memory // what is known of the document's words
	width
	open  []*frontier
	free  []*frontier
	hyps  []hyp
	edges []edge
	order []int32
	kept  []int32 // by hypothesis of a frontier: where it went, plus one

	groups []group // of the node at hand
}

func (d *decoder) frontier(n int32) *frontier {
	if d.open[n] == nil {
		if k := len(d.free); k > 0 {
			d.open[n], d.free = d.free[k-1], d.free[:k-1]
		} else {
			d.open[n] = &frontier{}
		}
		d.open[n].reset()
	}
	return d.open[n]
}

// run decodes a lattice from a state. It returns the range of the last node's hypotheses.
func (d *decoder) run(x *lattice, start ngram.State) (lo, hi int) {
	d.open = make([]*frontier, len(x.nodes))
	d.hyps, d.edges = d.hyps[:0], d.edges[:0]
	f := d.frontier(0)
	f.hyps[f.at(start)] = hyp{start, 0, 0, -1}
	f.best = 0
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
		d.free = append(d.free, f)
		d.group(lo, len(d.hyps))
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
		if f.hyps[i].score >= f.best-d.span {
			d.order = append(d.order, int32(i))
		}
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
	d.order = d.order[:min(len(d.order), d.beam)]
	slices.SortFunc(d.order, func(a, b int32) int {
		if x, y := f.hyps[a].state.Last(), f.hyps[b].state.Last(); x != y {
			return int(x) - int(y)
		}
		return int(a - b)
	})
	d.kept = append(d.kept[:0], make([]int32, len(f.hyps))...)
	lo := len(d.hyps)
	for _, i := range d.order {
		d.hyps = append(d.hyps, f.hyps[i])
		d.kept[i] = int32(len(d.hyps)) // plus one
	}
	d.keepEdges(f, lo)
}

// keepEdges moves the edges into the hypotheses from lo on to the decoder, and adds up their
// probabilities.
func (d *decoder) keepEdges(f *frontier, lo int) {
	if len(f.edges) == 0 {
		return // the start
	}
	best := make([]int32, len(d.hyps)-lo)
	for i := range f.edges {
		e := f.edges[i]
		k := d.kept[e.to]
		if k == 0 {
			continue
		}
		h := &d.hyps[k-1]
		if h.best == int32(i) {
			best[int(k)-1-lo] = int32(len(d.edges))
		}
		h.alpha += math.Exp(d.hyps[e.from].alpha + e.weight - h.score)
		e.to = k - 1
		d.edges = append(d.edges, e)
	}
	for i := range best {
		h := &d.hyps[lo+i]
		h.best, h.alpha = best[i], h.score+math.Log(h.alpha)
	}
}

// follow extends the hypotheses lo..hi of a node along one arc.
func (d *decoder) follow(x *lattice, n, a int32, lo, hi int) {
	c := &x.nodes[n].arcs[a]
	f := d.frontier(c.to)
	switch c.kind {
	case asMark, asJunk, asNone:
		for i := lo; i < hi; i++ {
			h := &d.hyps[i]
			w := -float64(c.cost)
			f.reach(h.state, h.score+w, d.span, edge{from: int32(i), node: n, arc: a, cand: -1, weight: w})
		}
	case asIs:
		d.shares(reading1{})
		d.step(f, c.word, c.cost, reading1{}, edge{node: n, arc: a, cand: -1})
	default:
		here := d.mem.at[c.span.Start]
		d.shares(here)
		exact := d.exact && slices.ContainsFunc(c.cands, func(c candidate.Candidate) bool { return c.Exact })
		for k := range c.cands[:min(len(c.cands), d.most)] {
			cand := &c.cands[k]
			if exact && !cand.Exact {
				continue
			}
			cost := c.cost + c.channel(cand, d.w.channel)
			d.step(f, cand.Word, cost, here, edge{node: n, arc: a, cand: int32(k)})
		}
	}
}

// shares asks the cache how much it counts for after each last word, at a place.
func (d *decoder) shares(here reading1) {
	for k := range d.groups {
		d.groups[k].cache = d.mem.share(here, d.groups[k].last)
	}
}

// channel returns what a candidate of the arc costs. The more surely the letters are those of the
// print, marks aside, the less it tells how OCR would have read the marks.
func (a *arc) channel(c *candidate.Candidate, factor float32) float32 {
	cost := c.Cost * factor
	switch {
	case !c.Exact:
		return cost + a.inexact
	case !a.ascii || a.inexact == 0:
		return cost
	}
	damaged := math.Exp(-float64(a.inexact))
	return float32(-math.Log(damaged*math.Exp(-float64(cost)) + 1 - damaged))
}

// ownBonus makes up for the language model's not knowing a word of the user's dictionary, in nats.
const ownBonus = 4

// group is a run of a node's hypotheses with the same last word.
type group struct {
	lo, hi int // hypotheses
	last   ngram.Word
	best   float64 // score of the best of them
	cache  share   // of the arc that is followed
}

// group parts the hypotheses lo..hi, which are sorted by last word.
func (d *decoder) group(lo, hi int) {
	d.groups = d.groups[:0]
	for i := lo; i < hi; i++ {
		h := &d.hyps[i]
		k := len(d.groups) - 1
		if k < 0 || d.groups[k].last != h.state.Last() {
			d.groups = append(d.groups, group{lo: i, last: h.state.Last(), best: h.score})
			k++
		}
		d.groups[k].hi = i + 1
		d.groups[k].best = max(d.groups[k].best, h.score)
	}
}

// step extends the hypotheses of a node by one word. here is what the first pass read at its place.
func (d *decoder) step(f *frontier, w ngram.Word, cost float32, here reading1, e edge) {
	if k := d.lex.Known(w); k != w {
		w, cost = k, cost-ownBonus
	}
	for k := range d.groups {
		g := &d.groups[k]
		if g.best-float64(cost) < f.best-d.span {
			continue // not even a certain word would be kept
		}
		fol := d.lm.Follow(g.last, w)
		own := d.mem.own(&g.cache, here, g.last, w)
		for i := g.lo; i < g.hi; i++ {
			h := &d.hyps[i]
			if h.score-float64(cost) < f.best-d.span {
				continue
			}
			p, next := d.lm.ScoreFollow(h.state, w, fol)
			p = g.cache.mix(p, own)
			e.from, e.weight = int32(i), float64(p-cost)
			f.reach(next, h.score+e.weight, d.span, e)
		}
	}
}

// posteriors returns the probability of each edge given the whole lattice.
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
