package restore

import (
	"cmp"
	"math"
	"math/bits"
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

// rules are the rules for one read segment by how the printed one is set.
type rules struct{ lower, title, upper ruleSet }

func (r *rules) of(c channel.Case) *ruleSet {
	switch c {
	case channel.Title:
		return &r.title
	case channel.Upper:
		return &r.upper
	}
	return &r.lower
}

// ruleSet holds rules by the first letter printed, so that only those are looked at which lead on
// from a node of the lexicon.
type ruleSet struct {
	cheapest float32
	invented []rule   // nothing was printed
	first    letters  // the first letters
	from     []uint16 // where in list each letter's rules begin, and one past the last
	list     []rule   // by first letter, each letter's cheapest first
}

func newRuleSet(list []rule) ruleSet {
	s := ruleSet{cheapest: float32(math.Inf(1))}
	for _, r := range list {
		s.cheapest = min(s.cheapest, r.cost)
		if r.n == 0 {
			s.invented = append(s.invented, r)
		} else {
			s.list = append(s.list, r)
		}
	}
	slices.SortStableFunc(s.list, func(a, b rule) int {
		if a.gold[0] != b.gold[0] {
			return int(a.gold[0]) - int(b.gold[0])
		}
		return cmp.Compare(a.cost, b.cost)
	})
	for i, r := range s.list {
		if i == 0 || r.gold[0] != s.list[i-1].gold[0] {
			s.first.add(r.gold[0])
			s.from = append(s.from, uint16(i))
		}
	}
	s.from = append(s.from, uint16(len(s.list)))
	return s
}

// rulebook holds the rules of one channel table in the letters of the lexicon.
type rulebook struct {
	by     map[string]*rules
	ends   channel.Ends
	around channel.Around
	// Words that leave nothing but two spaces, in lower case and in capitals, and the cost of none.
	vanish, vanishUpper []candidate
	nothing             float32
	// span is how far above the best candidate, in nats and besides that one's cost, the search
	// goes. Where OCR knows the language a word that looks right may be another one.
	span float32
}

// none are the rules for a segment that is never read.
var none = &rules{newRuleSet(nil), newRuleSet(nil), newRuleSet(nil)}

func newRulebook(t *channel.Table, x *lexicon) *rulebook {
	b := &rulebook{by: map[string]*rules{}, ends: t.Ends, around: t.Around, span: 10}
	if strings.HasPrefix(t.Name, channel.Vietnamese) {
		b.span = searchSpan
	}
	b.addVanish(x)
	for read, entries := range t.All() {
		var lists [3][]rule
		for _, e := range entries {
			r, ok := x.rule(e)
			if !ok {
				continue
			}
			for i, c := range [3]channel.Case{channel.Lower, channel.Title, channel.Upper} {
				if e.Case&c != 0 {
					lists[i] = append(lists[i], r)
				}
			}
		}
		b.by[read] = &rules{newRuleSet(lists[0]), newRuleSet(lists[1]), newRuleSet(lists[2])}
	}
	return b
}

// addVanish makes candidates of the words that vanish.
func (b *rulebook) addVanish(x *lexicon) {
	none := 1.0
	for s, cost := range b.around.Vanish {
		if w := x.lookup(s); w != ngram.Unk {
			none -= math.Exp(-float64(cost))
			b.vanish = append(b.vanish, candidate{word: w, cost: cost, mode: channel.Lower})
		}
	}
	slices.SortFunc(b.vanish, func(a, b candidate) int { return cmp.Compare(a.word, b.word) })
	b.vanishUpper = slices.Clone(b.vanish)
	for i := range b.vanishUpper {
		b.vanishUpper[i].mode = channel.Upper
	}
	b.nothing = cost(max(none, 0.01))
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
	queue queue
	seen  closed
	found []candidate
	span  float32 // of the current rulebook
	pops  int     // states that may be expanded
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

// find returns the candidates for the letters read, at most most of them, set in a style.
func (s *searcher) find(read []rune, book *rulebook, as style, most int) []candidate {
	n := len(read)
	s.prepare(read, book, as)
	s.span = book.span
	s.found = s.found[:0]
	s.seen.round++
	start := s.rest[0] + rarity*s.lex.rare[0]
	s.queue.reset(start)
	s.queue.push(item{start, 0, 0, 0})
	limit := start + searchSlack
	for pops := 0; pops < s.pops && len(s.found) < most; pops++ {
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
				if i == 0 || c == as.rest {
					s.rest[i] = min(s.rest[i], rs.of(c).cheapest+s.rest[i+l])
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
