package index

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// The weights of what a passage has against a word that counts 1, for all engines.
const (
	BoostExact  = 3.0   // the word with its accents, where the query has some
	BoostPair   = 5.0   // two words of the query side by side
	BoostTitle  = 1.5   // a word in the title
	BoostNumber = 8.0   // a document number
	BoostOwn    = 40.0  // the document's own number, against those that cite it
	BoostStrict = 100.0 // what the query asks for, against what is only close to it
	WeightOther = 0.3   // another reading of a doubtful word
	WeightNear  = 0.1   // a word that comes close
	WeightAbout = 1.0   // a word in the head of the passage's document
	WeightMost  = 2.0   // a word that a passage has in any way, where most of them will do
)

// run is what one evaluation of a query found.
type run struct {
	x     *bleveIndex
	match []*roaring.Bitmap // by shard
	pool  []found           // the best of them, best first
	idf   []float64         // by word of the query: how much it tells
}

func (r *run) total() int {
	n := 0
	for _, m := range r.match {
		n += int(m.GetCardinality())
	}
	return n
}

// run finds the passages that have the words of the query and scores the best of them.
func (x *bleveIndex) run(ctx context.Context, q Query, p *parsed) (findings, error) {
	r := &run{x: x}
	all := make([]*evaluation, len(x.shards))
	for i, s := range x.shards {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all[i] = &evaluation{x: s, p: p}
		if err := all[i].find(q); err != nil {
			return nil, err
		}
	}
	if p.near != nil {
		if err := findAbout(all); err != nil {
			return nil, err
		}
		for _, e := range all {
			if err := e.findClose(); err != nil {
				return nil, err
			}
		}
	}
	r.idf = x.weigh(all, p)
	var weights []int
	if p.most {
		weights = p.weigh(r.idf, all)
	}
	for _, e := range all {
		e.weights = weights
		if err := e.match(); err != nil {
			return nil, err
		}
		r.match = append(r.match, e.found)
	}
	for i, e := range all {
		best, err := e.best(r.idf, poolSize(q))
		if err != nil {
			return nil, err
		}
		for _, f := range best {
			f.shard = i
			r.pool = append(r.pool, f)
		}
	}
	slices.SortFunc(r.pool, compareHits)
	return r, nil
}

// poolSize is the number of passages of a shard that are scored one by one. Where more match,
// those that have more of what counts are taken first.
func poolSize(q Query) int { return max(100, (q.Offset+q.Limit)*max(1, q.PerDocument)) }

// weigh returns how much each word of the query tells.
func (x *bleveIndex) weigh(all []*evaluation, p *parsed) []float64 {
	idf := make([]float64, len(p.words))
	for k := range idf {
		n := 0
		for _, e := range all {
			n += int(e.words[k].GetCardinality())
		}
		idf[k] = Tells(n, x.count)
	}
	return idf
}

// Tells returns how much a word tells that stands in some of all passages.
func Tells(passages, all int) float64 {
	n := float64(min(passages, all))
	return math.Log(1 + (float64(all)-n+0.5)/(n+0.5))
}

// evaluation finds passages in one shard, by whole sets.
type evaluation struct {
	x *shard
	p *parsed

	allowed *roaring.Bitmap // by the filters

	words  []*roaring.Bitmap // by word of the query: with any of its forms as typed
	near   []*roaring.Bitmap // by word: with one that comes close, beside a neighbour; nil unless asked for
	about  []*roaring.Bitmap // by word: of a document whose head has it; nil unless asked for
	exact  []*roaring.Bitmap // by word: with its accents; nil where it has none
	title  []*roaring.Bitmap // by word: in the title
	spans  []*roaring.Bitmap // by span
	own    *roaring.Bitmap   // the documents asked for by number
	strict *roaring.Bitmap   // found as typed
	found  *roaring.Bitmap   // found

	forms   []map[string]*roaring.Bitmap // by word: of each form that comes close to it; nil unless asked for
	close   []*roaring.Bitmap            // by word: with one that comes close, anywhere
	weights []int                        // by word: what it counts where most of the words will do; nil where all must be there
	levels  []*roaring.Bitmap            // then: what was found, those with most of the words first
}

// find finds the passages that pass the filters, and those that have each word.
func (e *evaluation) find(q Query) error {
	var err error
	if e.allowed, err = e.x.allowed(q); err != nil {
		return err
	}
	return errors.Join(e.findWords(), e.findSpans())
}

// match finds the passages that have all words of the query, or most of them.
func (e *evaluation) match() error {
	e.strict = e.having(func(k int) *roaring.Bitmap { return e.or(k) })
	if e.found = e.strict; e.p.near == nil {
		return nil
	}
	if err := e.findNear(); err != nil {
		return err
	}
	anyhow := func(k int) *roaring.Bitmap { return e.or(k, e.near[k], e.about[k]) }
	if e.weights != nil {
		e.strict = roaring.New()
		return e.findMost(anyhow)
	}
	e.found = roaring.Or(e.strict, e.having(anyhow))
	return nil
}

func (e *evaluation) findWords() error {
	for _, t := range e.p.words {
		b, exact := roaring.New(), (*roaring.Bitmap)(nil)
		for _, field := range []string{fieldWords, fieldOthers} {
			var err error
			if e.p.exact {
				err = e.x.addPassages(b, field, t.term)
			} else {
				err = e.x.addFolded(b, field, t.fold)
			}
			if err != nil {
				return err
			}
		}
		if t.accented() && !e.p.exact {
			var err error
			if exact, err = e.x.passages(fieldWords, t.term); err != nil {
				return err
			}
		}
		title, err := e.x.passages(fieldTitle, t.fold)
		if err != nil {
			return err
		}
		e.words, e.exact, e.title = append(e.words, b), append(e.exact, exact), append(e.title, title)
	}
	return nil
}

// findSpans finds what stands for several words: phrases, numbers, other ways to say something.
func (e *evaluation) findSpans() error {
	e.own = roaring.New()
	for _, sp := range e.p.spans {
		b, err := e.span(sp)
		if err != nil {
			return err
		}
		e.spans = append(e.spans, b)
	}
	return nil
}

func (e *evaluation) span(sp span) (*roaring.Bitmap, error) {
	if sp.number != "" {
		if err := e.x.addPassages(e.own, fieldOwn, sp.number); err != nil {
			return nil, err
		}
		return e.x.passages(fieldNumber, sp.number)
	}
	if sp.typed {
		return e.x.beside(e.allowedAnd(e.words[sp.from:sp.to]), pairs(sp.words))
	}
	if sp.folded {
		return e.foldedPhrase(sp.words)
	}
	return e.phrase(sp.words)
}

// foldedPhrase returns the passages that have words side by side, with any accents.
func (e *evaluation) foldedPhrase(words []token) (*roaring.Bitmap, error) {
	sets := make([]*roaring.Bitmap, len(words))
	for k, t := range words {
		var err error
		if sets[k], err = e.x.folded(fieldWords, t.fold); err != nil {
			return nil, err
		}
	}
	return e.x.beside(e.allowedAnd(sets), pairs(words))
}

// allowedAnd returns the passages that are allowed and in all the sets.
func (e *evaluation) allowedAnd(sets []*roaring.Bitmap) *roaring.Bitmap {
	return roaring.FastAnd(append([]*roaring.Bitmap{e.allowed}, sets...)...)
}

// phrase returns the passages that have words which are not typed, each beside the next. Their
// accents count: Đông Hòa is no other name of what "tự động hóa" says.
func (e *evaluation) phrase(words []token) (*roaring.Bitmap, error) {
	sets := make([]*roaring.Bitmap, len(words))
	for k, t := range words {
		var err error
		if sets[k], err = e.x.passages(fieldWords, t.term); err != nil {
			return nil, err
		}
	}
	return e.x.beside(e.allowedAnd(sets), pairs(words))
}

// findClose finds words that come close to those of the query, wherever they stand.
func (e *evaluation) findClose() error {
	e.forms = make([]map[string]*roaring.Bitmap, len(e.p.words))
	e.close = make([]*roaring.Bitmap, len(e.p.words))
	for k := range e.close {
		e.close[k], e.forms[k] = roaring.New(), map[string]*roaring.Bitmap{}
		for _, fold := range e.p.formsOf(k) {
			b, err := e.x.folded(fieldWords, fold)
			if err != nil {
				return err
			}
			if !b.IsEmpty() {
				e.forms[k][fold] = b
				e.close[k].Or(b)
			}
		}
	}
	return nil
}

// findNear finds words that come close: beside a neighbour of the query, or one word alone.
func (e *evaluation) findNear() error {
	if len(e.close) == 1 {
		e.near = e.close
		return nil
	}
	e.near = make([]*roaring.Bitmap, len(e.p.words))
	for k := range e.near {
		e.near[k] = roaring.New()
	}
	// Only these can be found in the end, wherever their words stand.
	anyhow := func(k int) *roaring.Bitmap { return e.or(k, e.close[k], e.about[k]) }
	within := e.having(anyhow)
	if e.weights != nil {
		within, _ = e.mostOf(anyhow)
	}
	for k := 1; k < len(e.forms); k++ {
		if err := e.nearPair(k, within, e.forms[k-1], e.forms[k]); err != nil {
			return err
		}
	}
	return nil
}

// nearPair finds where words k-1 and k, or what comes close to them, stand side by side.
func (e *evaluation) nearPair(k int, within *roaring.Bitmap, before, after map[string]*roaring.Bitmap) error {
	for a, with := range before {
		with = roaring.And(within, with)
		for b, and := range after {
			of, err := e.x.beside(roaring.And(with, and), []uint64{pair(hash(a), hash(b))})
			if err != nil {
				return err
			}
			e.near[k-1].Or(of)
			e.near[k].Or(of)
		}
	}
	return nil
}

// having returns the allowed passages that have all words.
func (e *evaluation) having(satisfied func(k int) *roaring.Bitmap) *roaring.Bitmap {
	has := []*roaring.Bitmap{e.allowed}
	for k := range e.words {
		has = append(has, satisfied(k))
	}
	return roaring.FastAnd(has...)
}

// or returns the passages that have word k, or something that stands for it, and more of them
// where the word alone will do.
func (e *evaluation) or(k int, more ...*roaring.Bitmap) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	if !e.p.quoted[k] {
		sets = append(append(sets, e.words[k]), more...)
	}
	for i, sp := range e.p.spans {
		if sp.from <= k && k < sp.to {
			sets = append(sets, e.spans[i])
		}
	}
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// choose returns the passages to score: all that were found, or where those are many, those
// that have more of what counts.
func (e *evaluation) choose(size int) (*roaring.Bitmap, error) {
	if e.found.GetCardinality() <= uint64(size) {
		return e.found, nil
	}
	pool, rest := roaring.New(), e.found
	for _, want := range e.preferences() {
		some := roaring.And(rest, want)
		if some.GetCardinality() >= uint64(size) {
			rest = some
		} else {
			pool.Or(some)
		}
	}
	if err := e.addBeside(pool, rest, size); err != nil {
		return nil, err
	}
	it := rest.Iterator()
	for n := pool.GetCardinality(); it.HasNext() && n < uint64(2*size); n++ {
		pool.Add(it.Next())
	}
	return pool, nil
}

// maxLooked is the number of passages among which those are looked for that have the words of
// the query side by side, where that only ranks them.
const maxLooked = 10000

// addBeside adds to the pool, up to some number, those of the rest that have all words side by
// side.
func (e *evaluation) addBeside(pool, rest *roaring.Bitmap, size int) error {
	wanted := pairs(e.p.words)
	if len(wanted) == 0 {
		return nil
	}
	it := rest.Iterator()
	for looked, n := 0, 0; it.HasNext() && looked < maxLooked && n < size; looked++ {
		row := it.Next()
		s, err := e.x.signature(row)
		if err != nil {
			return err
		}
		if s.hasAll(wanted) {
			pool.Add(row)
			n++
		}
	}
	return nil
}

// preferences returns what counts and is known of every passage, most first.
func (e *evaluation) preferences() []*roaring.Bitmap {
	out := append([]*roaring.Bitmap{e.own, e.strict}, e.levels...)
	if len(e.title) > 0 {
		out = append(out, roaring.FastAnd(e.title...))
	}
	accents := slices.DeleteFunc(slices.Clone(e.exact), func(b *roaring.Bitmap) bool { return b == nil })
	if len(accents) > 0 {
		out = append(out, roaring.FastAnd(accents...))
	}
	return out
}

// best scores the passages chosen.
func (e *evaluation) best(idf []float64, size int) ([]found, error) {
	set, err := e.choose(size)
	if err != nil {
		return nil, err
	}
	pool := set.ToArray()
	scores := make([]float64, len(pool))
	add := func(set *roaring.Bitmap, weight float64) {
		for i, row := range pool {
			if set.Contains(row) {
				scores[i] += weight
			}
		}
	}
	for k := range e.p.words {
		if e.exact[k] != nil {
			add(e.exact[k], idf[k]*(BoostExact-1))
		}
		add(e.words[k], idf[k]*WeightOther)
		add(e.title[k], idf[k]*BoostTitle)
		if e.near != nil {
			add(e.near[k], idf[k]*WeightNear)
			add(e.about[k], idf[k]*WeightAbout)
		}
	}
	for i, sp := range e.p.spans {
		weight := BoostNumber
		if sp.number == "" {
			weight = 0
			for _, w := range idf[sp.from:sp.to] {
				weight += w * sp.weight
			}
		}
		add(e.spans[i], weight)
	}
	for k := range e.weights {
		add(e.or(k, e.near[k], e.about[k]), idf[k]*WeightMost)
	}
	add(e.own, BoostOwn)
	if e.near != nil {
		add(e.strict, BoostStrict)
	}
	wanted := pairs(e.p.words)
	out := make([]found, len(pool))
	for i, row := range pool {
		s, err := e.x.signature(row)
		if err != nil {
			return nil, err
		}
		for k, pair := range wanted {
			if s.has(pair) {
				scores[i] += BoostPair * min(idf[k], idf[k+1])
			}
		}
		out[i] = found{score: scores[i], row: row}
	}
	return out, nil
}

// The constants of BM25; the length is in words.
const (
	saturation = 1.2
	lengthNorm = 0.75
	typical    = 75.0
)

// frequency returns what the frequency of the query's words in a passage tells; idf has how much each
// word does.
func (p *parsed) frequency(ps *Passage, idf []float64) float64 {
	words := tokenize(ps.Title + "\n" + ps.Text)
	length := lengthNorm*float64(len(words))/typical + 1 - lengthNorm
	score := 0.0
	for k, q := range p.words {
		tf := 0.0
		for _, t := range words {
			if same(t.forms, q, p.exact) {
				tf++
			}
		}
		score += idf[k] * tf * (saturation + 1) / (tf + saturation*length)
	}
	return score
}
