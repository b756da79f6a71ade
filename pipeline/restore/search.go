package restore

import (
	"slices"
	"strings"

	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
)

// candidate is a word that may stand behind letters that were read.
type candidate struct {
	word ngram.Word
	cost float32 // channel, in nats
	mode channel.Case
	// exact: the word differs from the letters read at most as the kind of OCR makes certain, by
	// its marks where those are always lost.
	exact bool
}

// rule is a channel rule in the letters of the lexicon.
type rule struct {
	cost float32
	n    uint8 // letters printed
	gold [3]uint8
}

// style is how the letters of a token may have been set: the first letter and those that follow.
type style struct{ first, rest channel.Case }

// The styles that are searched.
var (
	lowerStyle = style{channel.Lower, channel.Lower}
	titleStyle = style{channel.Title, channel.Lower}
	upperStyle = style{channel.Upper, channel.Upper}
)

// maxRead is the longest read segment of a channel rule, in letters.
const maxRead = 4

// rules are the rules for one read segment by how the printed one is set, cheapest first.
type rules struct{ lower, title, upper []rule }

func (r *rules) of(c channel.Case) []rule {
	switch c {
	case channel.Title:
		return r.title
	case channel.Upper:
		return r.upper
	}
	return r.lower
}

// rulebook holds the rules of one channel table in the letters of the lexicon.
type rulebook struct {
	by   map[string]*rules
	ends channel.Ends
	// span is how far above the best candidate, in nats and besides that one's cost, the search
	// goes. Where OCR knows the language a word that looks right may be another one.
	span float32
}

// none are the rules for a segment that is never read.
var none = &rules{}

func newRulebook(t *channel.Table, x *lexicon) *rulebook {
	b := &rulebook{by: map[string]*rules{}, ends: t.Ends, span: 8}
	if strings.HasPrefix(t.Name, channel.Vietnamese) {
		b.span = searchSpan
	}
	for read, entries := range t.All() {
		rs := &rules{}
		for _, e := range entries {
			r, ok := x.rule(e)
			if !ok {
				continue
			}
			for _, k := range []struct {
				c  channel.Case
				to *[]rule
			}{{channel.Lower, &rs.lower}, {channel.Title, &rs.title}, {channel.Upper, &rs.upper}} {
				if e.Case&k.c != 0 {
					*k.to = append(*k.to, r)
				}
			}
		}
		b.by[read] = rs
	}
	return b
}

// rule writes a channel rule in the letters of the lexicon, if it has them all.
func (x *lexicon) rule(e channel.Entry) (rule, bool) {
	r := rule{cost: e.Cost, n: uint8(len(e.Gold))}
	if len(e.Gold) > len(r.gold) {
		return r, false
	}
	for i, l := range e.Gold {
		if r.gold[i] = x.code[l]; r.gold[i] == 0 {
			return r, false
		}
	}
	return r, true
}

// searcher finds the candidates of a token by best-first search over lexicon node and position
// in the token (A*). The estimate is the channel cost so far, the cheapest way to explain the
// letters that remain without regard to the lexicon, and a share of the rarity of the most
// frequent word that can still be reached; it never overestimates, so candidates come out
// in the order of channel cost and rarity together.
type searcher struct {
	lex   *lexicon
	rules [maxToken + 1][maxRead + 1]*rules
	rest  [maxToken + 1]float32
	heap  []item
	seen  closed
	found []candidate
	span  float32 // of the current rulebook
	pops  int     // states that may be expanded
}

// Limits of the search.
const (
	maxToken    = 24   // letters
	maxPops     = 4000 // states that are expanded
	partPops    = 1000 // for a part of a token
	rarity      = 0.8  // weight of a word's rarity beside its channel cost
	searchSpan  = 12.0 // nats above the best candidate
	searchSlack = 16.0 // nats above the best that any letters could give
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
	slots [4 * 4096]struct {
		key   uint64
		round uint32
	}
	round uint32
}

// add puts a state into the set and reports whether it was not there.
func (c *closed) add(key uint64) bool {
	for i := key * 0x9E3779B97F4A7C15 >> 50; ; i = (i + 1) % uint64(len(c.slots)) {
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

// find returns the candidates for the letters read, at most most of them, set in a style.
func (s *searcher) find(read []rune, book *rulebook, as style, most int) []candidate {
	n := len(read)
	s.prepare(read, book, as)
	s.span = book.span
	s.heap, s.found = s.heap[:0], s.found[:0]
	s.seen.round++
	start := s.rest[0] + rarity*s.lex.rare[0]
	s.push(item{start, 0, 0, 0})
	limit := start + searchSlack
	for pops := 0; len(s.heap) > 0 && pops < s.pops && len(s.found) < most; pops++ {
		it := s.pop()
		if it.estimate > limit {
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
func (s *searcher) finish(it item, mode channel.Case, limit *float32) {
	w := s.lex.word[it.node]
	if w < 0 {
		return
	}
	*limit = min(*limit, it.cost+rarity*s.lex.own(it.node)+min(searchSpan, s.span+it.cost))
	s.found = append(s.found, candidate{word: ngram.Word(w), cost: it.cost, mode: mode})
}

// prepare looks up the rules at each position and the cheapest way to explain the rest.
func (s *searcher) prepare(read []rune, book *rulebook, as style) {
	n := len(read)
	s.rest[n] = 0
	for i := n; i >= 0; i-- {
		if i < n {
			s.rest[i] = insertCost + s.rest[i+1]
		}
		for l := 0; l <= maxRead && i+l <= n; l++ {
			rs := book.by[string(read[i:i+l])]
			if rs == nil {
				rs = none
			}
			s.rules[i][l] = rs
			if l == 0 {
				continue
			}
			for _, c := range [2]channel.Case{as.first, as.rest} {
				if list := rs.of(c); len(list) > 0 && (i == 0 || c == as.rest) {
					s.rest[i] = min(s.rest[i], list[0].cost+s.rest[i+l])
				}
			}
		}
	}
}

func (s *searcher) expand(it item, limit float32, as style, n int) {
	pos := int(it.pos)
	c := as.rest
	if it.node == 0 {
		c = as.first
	}
	here := rarity * s.lex.rare[it.node]
	children := s.lex.mask[it.node]
	for l := 0; l <= maxRead && pos+l <= n; l++ {
		rest := it.cost + s.rest[pos+l]
		list := s.rules[pos][l].of(c)
		for i := range list {
			r := &list[i]
			if rest+r.cost+here > limit {
				break
			}
			node := it.node
			if r.n > 0 {
				if !children.has(r.gold[0]) {
					continue
				}
				if node = s.lex.walk(node, r); node < 0 {
					continue
				}
			}
			if e := rest + r.cost + rarity*s.lex.rare[node]; e <= limit {
				s.push(item{e, it.cost + r.cost, node, it.pos + int32(l)})
			}
		}
	}
	if pos < n {
		if e := it.cost + insertCost + s.rest[pos+1] + here; e <= limit {
			s.push(item{e, it.cost + insertCost, it.node, it.pos + 1})
		}
	}
}

// push and pop keep a binary heap by estimate; ties go by node and position, so that the
// order never depends on anything else.
func (s *searcher) push(it item) {
	s.heap = append(s.heap, it)
	i := len(s.heap) - 1
	for i > 0 {
		p := (i - 1) / 2
		if !less(it, s.heap[p]) {
			break
		}
		s.heap[i] = s.heap[p]
		i = p
	}
	s.heap[i] = it
}

func (s *searcher) pop() item {
	top := s.heap[0]
	last := s.heap[len(s.heap)-1]
	s.heap = s.heap[:len(s.heap)-1]
	if len(s.heap) == 0 {
		return top
	}
	i := 0
	for {
		c := 2*i + 1
		if c >= len(s.heap) {
			break
		}
		if c+1 < len(s.heap) && less(s.heap[c+1], s.heap[c]) {
			c++
		}
		if !less(s.heap[c], last) {
			break
		}
		s.heap[i] = s.heap[c]
		i = c
	}
	s.heap[i] = last
	return top
}

func less(a, b item) bool {
	switch {
	case a.estimate != b.estimate:
		return a.estimate < b.estimate
	case a.pos != b.pos:
		return a.pos > b.pos
	}
	return a.node < b.node
}
