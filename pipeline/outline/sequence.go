package outline

import "slices"

// The labels of a paper are read together: of all the ways to take the candidates for labels
// of some level or for plain text, the one that costs least is the outline. A hypothesis is a
// stack of open levels; it costs something to skip a clear label, to read a damaged one as
// what the sequence asks for, to leave out a number or to begin a list anew.

// beam is how many hypotheses are kept after each candidate.
const beam = 16

// The costs of what a sequence may do.
const (
	costGap     = 1.6 // a number is left out
	costGapMore = 0.5 // each further one
	costBack    = 4.2 // a number comes again or too late
	costRestart = 4.0 // a list begins anew without a heading between
	costLost    = 3.2 // a list begins anew because the heading between is lost
	costFirst   = 1.4 // a list does not begin with its first number
	costInverse = 2.2 // a list stands under a finer one (1. under a)
	costClimb   = 0.8 // a list begins under a heading further up
	costOuter   = 2.4 // the outer number of a decimal is not the one above
	costSecond  = 0.4 // đ is left out, or an English letter taken
	costMiddle  = 2.2 // a label stands where the line above goes on
)

// candidate is a body line that may begin with a label.
type candidate struct {
	line     int
	readings []reading
	skip     float32 // what it costs to take it for text
	forced   bool    // an appendix begins, whatever the labels say
	middle   bool    // the line above goes on
}

// level is an open level of a stack. Levels are shared between hypotheses and never changed.
type level struct {
	style style
	val   int
	lost  bool // its heading is not in the scan
	up    *level
	key   uint64 // of the whole stack
}

// step is a decision on one candidate.
type step struct {
	level *level // nil when the candidate is text
	end   int    // position after the mark
	prev  *step
}

// hypothesis is a way to read the candidates so far.
type hypothesis struct {
	cost  float32
	top   *level
	last  [styles]uint8 // the last number of each style, for numbering that runs on
	trail *step
}

func push(up *level, s style, val int) *level {
	l := &level{style: s, val: val, up: up, key: 14695981039346656037}
	if up != nil {
		l.key = up.key
	}
	l.key = (l.key ^ uint64(s)<<16 ^ uint64(val)) * 1099511628211
	return l
}

// decode reads all the candidates and returns the decision on each.
func decode(cands []candidate) []step {
	hyps := []hypothesis{{}}
	var next []hypothesis
	for i := range cands {
		next = next[:0]
		for h := range hyps {
			next = expand(next, &hyps[h], &cands[i])
		}
		hyps, next = prune(next), hyps
	}
	steps := make([]step, len(cands))
	for i, s := len(cands)-1, hyps[0].trail; s != nil; i, s = i-1, s.prev {
		steps[i] = *s
	}
	return steps
}

// prune keeps the cheapest hypotheses, one for each stack.
func prune(hyps []hypothesis) []hypothesis {
	slices.SortStableFunc(hyps, func(a, b hypothesis) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return 0
	})
	kept := hyps[:0]
	for _, h := range hyps {
		same := func(k hypothesis) bool { return k.key() == h.key() }
		if len(kept) < beam && !slices.ContainsFunc(kept, same) {
			kept = append(kept, h)
		}
	}
	return kept
}

func (h *hypothesis) key() uint64 {
	if h.top == nil {
		return 0
	}
	return h.top.key
}

// expand appends every way to go on from a hypothesis with a candidate.
func expand(out []hypothesis, h *hypothesis, c *candidate) []hypothesis {
	if !c.forced {
		skipped := *h
		skipped.cost += c.skip
		skipped.trail = &step{prev: h.trail}
		out = append(out, skipped)
	}
	for i := range c.readings {
		r := &c.readings[i]
		add := func(cost float32, l *level) {
			n := *h
			n.cost += cost
			if c.middle {
				n.cost += costMiddle
			}
			n.top = l
			n.last[r.style] = uint8(min(l.val, 255))
			if r.style == annexed {
				n.last = [styles]uint8{}
			}
			n.trail = &step{level: l, end: r.end, prev: h.trail}
			out = append(out, n)
		}
		r.moves(h, add)
	}
	return out
}

// moves calls add for every level that a reading can stand on.
func (r *reading) moves(h *hypothesis, add func(float32, *level)) {
	if r.style == annexed {
		add(r.cost, push(nil, annexed, r.val))
		return
	}
	for l := h.top; l != nil; l = l.up {
		if l.style == r.style {
			r.siblings(l, h, add)
			return
		}
	}
	r.children(h, add)
}

// siblings goes on with a list that is open.
func (r *reading) siblings(l *level, h *hypothesis, add func(float32, *level)) {
	outer := r.outerCost(l.up)
	first, second := r.style.following(l.val)
	add(r.costAs(first)+outer, push(l.up, r.style, first))
	if second > 0 {
		add(r.costAs(second)+outer+costSecond, push(l.up, r.style, second))
	}
	switch {
	case r.val == 0 || r.val == first || r.val == second:
	case r.val > first:
		add(r.cost+outer+costGap+costGapMore*float32(min(r.val-first-1, 6)), push(l.up, r.style, r.val))
	case r.val > 1:
		add(r.cost+outer+costBack, push(l.up, r.style, r.val))
	}
	r.restart(l, outer, add)
}

// restart begins a list anew: under the same heading, or under one that is not in the scan.
func (r *reading) restart(l *level, outer float32, add func(float32, *level)) {
	if l.val == 0 || r.costAs(1) >= r.cost+2.5 && r.val != 2 {
		return
	}
	add(r.costAs(1)+outer+costRestart, push(l.up, r.style, 1))
	up := l.up
	if up == nil || up.style != roman && (up.style < arabic || up.style > decimal4) {
		return
	}
	lost := push(up.up, up.style, up.val+1)
	lost.lost = true
	add(r.costAs(1)+costLost, push(lost, r.style, 1))
	if r.val == 2 {
		add(r.cost+costLost+costFirst, push(lost, r.style, 2))
	}
}

// children begins a list under an open heading, the nearest one being the most likely.
func (r *reading) children(h *hypothesis, add func(float32, *level)) {
	var climb float32
	for up := h.top; ; up = up.up {
		cost := climb + nesting(up, r.style) + r.outerCost(up)
		add(cost+r.costAs(1), push(up, r.style, 1))
		if r.val > 1 && r.style != bracket {
			first := cost + r.cost
			if int(h.last[r.style])+1 == r.val {
				if r.style != article {
					first += 1
				}
			} else {
				first += costFirst + costGapMore*float32(min(r.val-2, 5))
			}
			add(first, push(up, r.style, r.val))
		}
		if up == nil || up.style == annexed {
			return
		}
		climb = costClimb
	}
}

// nesting returns what it costs to begin a list of a style under a level.
func nesting(up *level, s style) float32 {
	switch {
	case up == nil || up.style == annexed:
		if s == letter || s >= decimal2 && s <= decimal4 || s == bracket {
			return 1.5
		}
		return 0
	case up.style == article && s == roman:
		return 0.2
	case up.style > s:
		return costInverse
	case s == decimal3 && up.style != decimal2, s == decimal4 && up.style != decimal3:
		return 1.5
	case s == letter && up.style < roman:
		return 1
	}
	return 0
}

// outerCost returns what it costs that the outer numbers of a decimal label (6 in 6.1) differ
// from the number of the level it stands under.
func (r *reading) outerCost(up *level) float32 {
	n := int(r.style) - int(arabic)
	if r.style < decimal2 || r.style > decimal4 || up == nil {
		return 0
	}
	if up.style != arabic+style(n-1) && up.style != roman && up.style != article {
		return 0
	}
	if up.val != r.outer[n-1] {
		return costOuter
	}
	return 0
}
