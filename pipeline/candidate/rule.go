package candidate

import (
	"cmp"
	"math"
	"slices"

	"vanban/pipeline/channel"
)

// rule is a channel rule in the letters of the lexicon.
type rule struct {
	cost float32
	n    uint8 // letters printed
	gold [3]uint8
}

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

// none are the rules for a segment that is never read.
var none = &rules{newRuleSet(nil), newRuleSet(nil), newRuleSet(nil)}

// rules returns the rules of a channel table in the letters of the lexicon, by the segment read.
func (x *Lexicon) rules(t *channel.Table) map[string]*rules {
	by := map[string]*rules{}
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
		by[read] = &rules{newRuleSet(lists[0]), newRuleSet(lists[1]), newRuleSet(lists[2])}
	}
	return by
}

// rule writes a channel rule in the letters of the lexicon, if it has them all.
func (x *Lexicon) rule(e channel.Entry) (rule, bool) {
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
