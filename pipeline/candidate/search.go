package candidate

import (
	"math/bits"
	"slices"

	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
)

// Search finds the candidates of a token by best-first search over lexicon node and position
// in the token (A*). The estimate is the channel cost so far, the cheapest way to explain the
// letters that remain without regard to the lexicon, and a share of the rarity of the most
// frequent word that can still be reached; it never overestimates, so candidates come out
// in the order of channel cost and rarity together.
//
// The zero value is ready for use, by one goroutine at a time. What it finds does not depend on what was
// looked for before.
type Search struct {
	lex   *Lexicon
	rules [maxToken + 1][maxRead + 1]*rules
	rest  [maxToken + 1]float32
	queue queue
	seen  closed
	found []Candidate
	span  float32 // of the current book
}

// Limits of the search.
const (
	maxToken    = 24   // letters
	maxPops     = 8000 // states that are expanded
	partPops    = 2000 // for a part of a token
	rarity      = 0.8  // weight of a word's rarity beside its channel cost
	searchSpan  = 13.0 // nats above the best candidate
	searchSlack = 18.0 // nats above the best that any letters could give
	insertCost  = 7.5  // a letter that no rule explains
)

type item struct {
	estimate, cost float32
	node           int32
	pos            int32
}

// closed is the set of states that have been expanded. A state is in the set when its slot
// carries the current round.
type closed struct {
	slots [4 * 8192]struct {
		key   uint64
		round uint32
	}
	round uint32
}

// add puts a state into the set and reports whether it was not there.
func (c *closed) add(key uint64) bool {
	for i := key * 0x9E3779B97F4A7C15 >> 49; ; i = (i + 1) % uint64(len(c.slots)) {
		s := &c.slots[i]
		if s.round != c.round {
			s.key, s.round = key, c.round
			return true
		}
		if s.key == key {
			return false
		}
	}
}

// Find returns the words that may stand behind a stretch of a scan, those first that are cheapest by
// channel and frequency together, at most Most of them; none for a stretch of more than 24
// letters.
// caps: the line is set in capitals. A part of a token is searched for with less effort: few cuts are
// right. The book remembers the list, so nobody may change it.
func (s *Search) Find(read string, b *Book, caps, part bool) []Candidate {
	key := cacheKey{read, caps, part}
	list, ok := b.cache.recall(key)
	if ok {
		return list
	}
	if !caps {
		list, ok = b.static.find(read)
	}
	if !ok {
		pops := maxPops
		if part {
			pops = partPops
		}
		list = s.words(read, b, caps, pops)
	}
	b.cache.remember(key, list)
	return list
}

// words searches the lexicon for the letters of a stretch, expanding at most pops states for each style
// that it may have been set in.
func (s *Search) words(stretch string, b *Book, caps bool, pops int) []Candidate {
	read := runesOf(Letters(stretch, 0))
	if len(read) == 0 || len(read) > maxToken {
		return nil
	}
	var all []Candidate
	for i, as := range stylesFor(read, caps) {
		for _, c := range s.styled(read, b, as, pops) {
			c.Cost += float32(i) * styleCost
			all = merge(all, c)
		}
	}
	key := syllable.Key(string(read))
	for i := range all {
		all[i].Exact = b.exact(key, b.lex.Spelling(all[i].Word))
	}
	return b.lex.prune(all)
}

// prune keeps the candidates that are cheapest by channel and frequency together, in that order.
func (x *Lexicon) prune(all []Candidate) []Candidate {
	key := func(c Candidate) float32 { return c.Cost + rarity*x.rarity(c.Word) }
	slices.SortFunc(all, func(a, b Candidate) int {
		switch p, q := key(a), key(b); {
		case p < q:
			return -1
		case p > q:
			return 1
		}
		return int(a.Word) - int(b.Word)
	})
	return all[:min(len(all), Most)]
}

// styled returns the candidates for the letters read, at most Most of them, set in a style.
func (s *Search) styled(read []rune, b *Book, as style, pops int) []Candidate {
	n := len(read)
	s.lex, s.span = b.lex, b.span
	s.prepare(read, b, as)
	s.found = s.found[:0]
	s.seen.round++
	start := s.rest[0] + rarity*s.lex.rare[0]
	s.queue.reset(start)
	s.queue.push(item{start, 0, 0, 0})
	limit := start + searchSlack
	for ; pops > 0 && len(s.found) < Most; pops-- {
		it, ok := s.queue.pop()
		if !ok || it.estimate > limit {
			break
		}
		if !s.seen.add(uint64(it.node)<<8 | uint64(it.pos)) {
			continue
		}
		if int(it.pos) == n {
			s.finish(it, as.first, &limit)
		}
		s.expand(it, limit, as, n)
	}
	return slices.Clone(s.found)
}

// finish takes the word that ends at a state. The state's own estimate may be that of a more
// frequent word further on, so the word's place among the candidates is settled later.
func (s *Search) finish(it item, mode channel.Case, limit *float32) {
	w := s.lex.word[it.node]
	if w < 0 {
		return
	}
	*limit = min(*limit, it.cost+rarity*s.lex.own(it.node)+min(searchSpan, s.span+it.cost))
	s.found = append(s.found, Candidate{Word: ngram.Word(w), Cost: it.cost, Mode: mode})
}

// prepare looks up the rules at each position and the cheapest way to explain the rest.
func (s *Search) prepare(read []rune, b *Book, as style) {
	n := len(read)
	s.rest[n] = 0
	for i := n; i >= 0; i-- {
		if i < n {
			s.rest[i] = insertCost + s.rest[i+1]
		}
		for l := 0; l <= maxRead && i+l <= n; l++ {
			rs := b.by[string(read[i:i+l])]
			if rs == nil {
				rs = none
			}
			s.rules[i][l] = rs
			if l == 0 {
				continue
			}
			for _, c := range [2]channel.Case{as.first, as.rest} {
				if i == 0 || c == as.rest {
					s.rest[i] = min(s.rest[i], rs.of(c).cheapest+s.rest[i+l])
				}
			}
		}
	}
}

func (s *Search) expand(it item, limit float32, as style, n int) {
	pos := int(it.pos)
	c := as.rest
	if it.node == 0 {
		c = as.first
	}
	here := rarity * s.lex.rare[it.node]
	children := &s.lex.mask[it.node]
	for l := 0; l <= maxRead && pos+l <= n; l++ {
		rest := it.cost + s.rest[pos+l]
		set := s.rules[pos][l].of(c)
		if rest+set.cheapest+here > limit {
			continue
		}
		for _, r := range set.invented {
			if e := rest + r.cost + here; e <= limit {
				s.queue.push(item{e, it.cost + r.cost, it.node, it.pos + int32(l)})
			}
		}
		for k, word := range children {
			for both := word & set.first[k]; both != 0; both &= both - 1 {
				letter := uint8(k<<6 + bits.TrailingZeros64(both))
				i := set.first.rank(letter)
				child := s.lex.first[it.node] + int32(children.rank(letter))
				list := set.list[set.from[i]:set.from[i+1]]
				for j := range list {
					r := &list[j]
					if rest+r.cost+here > limit {
						break
					}
					node := s.lex.walk(child, r)
					if node < 0 {
						continue
					}
					if e := rest + r.cost + rarity*s.lex.rare[node]; e <= limit {
						s.queue.push(item{e, it.cost + r.cost, node, it.pos + int32(l)})
					}
				}
			}
		}
	}
	if pos < n {
		if e := it.cost + insertCost + s.rest[pos+1] + here; e <= limit {
			s.queue.push(item{e, it.cost + insertCost, it.node, it.pos + 1})
		}
	}
}

// queue is a bucket queue (Dial 1969): items by estimate in steps of costUnit above the first. As
// estimates never fall along a way, the items of one bucket lie at most a step apart.
type queue struct {
	first   float32
	now     int // no bucket before it holds any
	buckets [searchSlack/costUnit + 2][]item
}

// reset empties the queue; estimates will be at least first.
func (q *queue) reset(first float32) {
	q.first, q.now = first, 0
	for i := range q.buckets {
		q.buckets[i] = q.buckets[i][:0]
	}
}

func (q *queue) push(it item) {
	i := max(int((it.estimate-q.first)/costUnit), q.now)
	if i < len(q.buckets) {
		q.buckets[i] = append(q.buckets[i], it)
	}
}

// pop takes one of the items with the least estimate, if there are any.
func (q *queue) pop() (item, bool) {
	for ; q.now < len(q.buckets); q.now++ {
		if b := &q.buckets[q.now]; len(*b) > 0 {
			it := (*b)[len(*b)-1]
			*b = (*b)[:len(*b)-1]
			return it, true
		}
	}
	return item{}, false
}
