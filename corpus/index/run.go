package index

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"
)

// The weights of what a passage has against a word that counts 1.
const (
	boostExact  = 3.0  // the word with its accents, where the query has some
	boostPair   = 5.0  // two words of the query side by side
	boostTitle  = 1.5  // a word in the title
	boostNumber = 8.0  // a document number
	boostOwn    = 40.0 // the document's own number, against those that cite it
	boostStrict = 20.0 // what the query asks for, against what is only close to it
	weightOther = 0.3  // another reading of a doubtful word
	weightNear  = 0.1  // a word that comes close
)

// The constants of BM25.
const (
	saturation = 1.2
	lengthNorm = 0.75
)

// found is a passage found.
type found struct {
	score            float32
	segment, passage int32
}

// run is what one evaluation of a query found.
type run struct {
	g      *generation
	hits   []found
	facets []func(*Facets) // fills in the counts, a segment at a time
}

func (r *run) total() int { return len(r.hits) }

// form is a term that a word of the query may be.
type form struct {
	entry
	weight float64
	near   bool // only close to what was typed
}

// scratch is the memory of an evaluation in one segment.
type scratch struct {
	score  []float32
	mask   []uint32 // by passage: which words of the query it has
	near   []uint32 // likewise, words that come close among them
	list   list
	places [][]uint64
	free   [][]uint64
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

// reset makes room for n passages.
func (x *scratch) reset(n int) {
	if cap(x.score) < n {
		x.score, x.mask, x.near = make([]float32, n), make([]uint32, n), make([]uint32, n)
	}
	x.score, x.mask, x.near = x.score[:n], x.mask[:n], x.near[:n]
	clear(x.score)
	clear(x.mask)
	clear(x.near)
}

// bitmap returns a cleared set of positions below n.
func (x *scratch) bitmap(n uint32) []uint64 {
	words := int(n)/64 + 2
	for i, b := range x.free {
		if cap(b) >= words {
			x.free = slices.Delete(x.free, i, i+1)
			b = b[:words]
			clear(b)
			return b
		}
	}
	return make([]uint64, words)
}

func (x *scratch) release(b []uint64) { x.free = append(x.free, b) }

// run finds the passages that have at least need words of the query.
func (g *generation) run(ctx context.Context, q Query, p *parsed, need int) (*run, error) {
	r := &run{g: g}
	forms, weights := g.lookUp(p)
	for i, s := range g.segments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := &evaluation{g: g, s: s, p: p, forms: forms[i], idf: weights}
		if err := e.run(r, i, q, need); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// lookUp finds the terms of each word in each segment and how much each word tells.
func (g *generation) lookUp(p *parsed) (forms [][][]form, idf []float64) {
	forms, idf = make([][][]form, len(g.segments)), make([]float64, len(p.words))
	passages := make([]int, len(p.words))
	for i, s := range g.segments {
		forms[i] = make([][]form, len(p.words))
		for k, w := range p.words {
			forms[i][k] = p.formsOf(s, w, k)
			for _, f := range forms[i][k] {
				passages[k] += f.passages
			}
		}
	}
	for k, n := range passages {
		n = min(n, g.count)
		idf[k] = math.Log(1 + (float64(g.count-n)+0.5)/(float64(n)+0.5))
	}
	return forms, idf
}

// formsOf returns the terms of a segment that a word may be; k is its number in the query, or
// -1 for a word that is not typed.
func (p *parsed) formsOf(s *segment, w token, k int) []form {
	if p.exact {
		var out []form
		for _, kind := range []byte{keyWord, keyOther} {
			if e, ok := s.find(wordKey(kind, w.forms)); ok {
				out = append(out, form{entry: e, weight: 1})
			}
		}
		return out
	}
	var out []form
	for _, e := range s.like(keyWord, w.fold) {
		weight := 1.0
		if w.accented() && exactOf(e.key) == w.exact {
			weight = boostExact
		}
		out = append(out, form{entry: e, weight: weight})
	}
	for _, e := range s.like(keyOther, w.fold) {
		out = append(out, form{entry: e, weight: weightOther})
	}
	if k >= 0 && p.near != nil {
		for fold := range p.near[k] {
			for _, e := range s.like(keyWord, fold) {
				out = append(out, form{entry: e, weight: weightNear, near: true})
			}
		}
		slices.SortStableFunc(out, func(a, b form) int { return int(a.start) - int(b.start) }) // maps have no order
	}
	return out
}

// evaluation finds passages in one segment.
type evaluation struct {
	*scratch
	g     *generation
	s     *segment
	p     *parsed
	forms [][]form  // by word of the query
	idf   []float64 // likewise
}

func (e *evaluation) run(r *run, number int, q Query, need int) error {
	e.scratch = scratches.Get().(*scratch)
	defer scratches.Put(e.scratch)
	e.reset(len(e.s.title))
	if err := e.words(); err != nil {
		return err
	}
	e.pairs()
	if err := e.spans(); err != nil {
		return err
	}
	e.collect(r, number, q, need)
	for _, b := range e.places {
		e.release(b)
	}
	e.places = e.places[:0]
	return nil
}

// words scores the words one by one and keeps where they stand, for what must stand side by
// side.
func (e *evaluation) words() error {
	for k, forms := range e.forms {
		var where []uint64
		if len(e.p.words) > 1 {
			where = e.bitmap(e.s.base[len(e.s.base)-1])
			e.places = append(e.places, where)
		}
		bit := uint32(0)
		if !e.p.quoted[k] {
			bit = 1 << k
		}
		for _, f := range forms {
			if err := e.list.read(e.s, f.entry); err != nil {
				return err
			}
			if where != nil {
				mark(where, e.list.at)
			}
			e.count(f, e.idf[k]*f.weight, bit)
		}
	}
	return nil
}

func mark(where []uint64, list []uint32) {
	for _, at := range list {
		where[at/64] |= 1 << (at % 64)
	}
}

// count adds the score of the positions in e.list to their passages.
func (e *evaluation) count(f form, weight float64, bit uint32) {
	s, passage, list := e.s, 0, e.list.at
	flat, slope := saturation*(1-lengthNorm), saturation*lengthNorm/e.g.average
	for i := 0; i < len(list); {
		passage = s.passageAt(list[i], passage)
		start, end := s.base[passage], s.base[passage+1]
		titleEnd := start + s.title[passage]
		times := 0.0
		for ; i < len(list) && list[i] < end; i++ {
			times++
			if list[i] < titleEnd {
				times += boostTitle
			}
		}
		norm := flat + slope*float64(end-start-2)
		e.score[passage] += float32(weight * times * (saturation + 1) / (times + norm))
		switch {
		case !f.near:
			e.mask[passage] |= bit
		case len(e.forms) == 1:
			e.near[passage] |= bit
		}
	}
}

// pairs raises the passages in which neighbours of the query are neighbours. A word that only
// comes close counts beside a neighbour.
func (e *evaluation) pairs() {
	for k := 1; k < len(e.places); k++ {
		weight := float32(boostPair * min(e.idf[k-1], e.idf[k]))
		both := uint32(0)
		if e.p.near != nil && !e.p.quoted[k-1] && !e.p.quoted[k] {
			both = 3 << (k - 1)
		}
		e.eachRun(e.places[k-1:k+1], func(passage int) {
			e.score[passage] += weight
			e.near[passage] |= both
		})
	}
}

// eachRun calls f for each passage in which words stand side by side, given where each stands.
func (e *evaluation) eachRun(words [][]uint64, f func(passage int)) {
	last, passage := -1, 0
	n := len(words[0]) - 1
	for i := range n {
		b := words[0][i]
		for j := 1; j < len(words) && b != 0; j++ {
			b &= words[j][i]>>j | words[j][i+1]<<(64-j)
		}
		for ; b != 0; b &= b - 1 {
			passage = e.s.passageAt(uint32(64*i+bits.TrailingZeros64(b)), passage)
			if passage != last {
				f(passage)
				last = passage
			}
		}
	}
}

// spans finds what stands for several words: phrases, numbers, other ways to say something.
func (e *evaluation) spans() error {
	for _, sp := range e.p.spans {
		bit := uint32(1<<sp.to-1) &^ (1<<sp.from - 1)
		weight := 0.0
		for _, idf := range e.idf[sp.from:sp.to] {
			weight += idf * sp.weight
		}
		hit := func(passage int) {
			e.mask[passage] |= bit
			e.score[passage] += float32(weight)
		}
		var err error
		switch {
		case sp.number != "":
			err = e.number(sp, bit)
		case sp.typed:
			e.eachRun(e.places[sp.from:sp.to], hit)
		default:
			err = e.phrase(sp.words, hit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *evaluation) number(sp span, bit uint32) error {
	for _, k := range []struct {
		kind  byte
		boost float32
	}{{keyNumber, boostNumber}, {keyOwn, boostOwn}} {
		t, ok := e.s.find(string(k.kind) + sp.number)
		if !ok {
			continue
		}
		if err := e.list.read(e.s, t); err != nil {
			return err
		}
		for _, at := range e.list.at {
			p := e.s.passageAt(at, 0)
			e.mask[p] |= bit
			e.score[p] += k.boost
		}
	}
	return nil
}

// phrase finds words side by side that were not typed.
func (e *evaluation) phrase(words []token, f func(passage int)) error {
	var where [][]uint64
	defer func() {
		for _, b := range where {
			e.release(b)
		}
	}()
	for _, w := range words {
		forms := e.p.formsOf(e.s, w, -1)
		if len(forms) == 0 {
			return nil
		}
		b := e.bitmap(e.s.base[len(e.s.base)-1])
		where = append(where, b)
		for _, t := range forms {
			if err := e.list.read(e.s, t.entry); err != nil {
				return err
			}
			mark(b, e.list.at)
		}
	}
	e.eachRun(where, f)
	return nil
}

// collect adds to the run the passages that have enough words of the query and pass the
// filters.
func (e *evaluation) collect(r *run, number int, q Query, need int) {
	s, allowed := e.s, newFilter(e.s, q)
	full := len(e.p.words)
	var rows []uint32
	times := make([]uint32, len(s.docs))
	for i, mask := range e.mask {
		has := bits.OnesCount32(mask)
		if has < need && (e.p.near == nil || bits.OnesCount32(mask|e.near[i]) < need) || !allowed.passage(i) {
			continue
		}
		score := e.score[i]
		if e.p.near != nil && has == full {
			score *= boostStrict
		}
		r.hits = append(r.hits, found{score, int32(number), int32(i)})
		rows = append(rows, uint32(i))
		times[s.docOf[i]]++
	}
	r.facets = append(r.facets, func(f *Facets) { s.tally(rows, times, f) })
}
