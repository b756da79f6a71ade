// Package numbering reads the labels of sections: what the beginning of a line may be as a
// label, and which label each is in the sequence of all.
//
// The labels of a paper are read together: of all the ways to take the candidates for labels
// of some level or for plain text, the one that costs least is the outline. A hypothesis is a
// stack of open levels; it costs something to skip a clear label, to read a damaged one as
// what the sequence asks for, to leave out a number or to begin a list anew.
package numbering

import "slices"

// beam is how many hypotheses are kept after each candidate.
const beam = 16

// The costs of what a sequence may do.
const (
	costGap       = 1.6 // a number is left out
	costGapMore   = 0.5 // each further one
	costBack      = 4.2 // a number comes again or too late
	costRestart   = 4.0 // a list begins anew without a heading between
	costLost      = 3.2 // a list begins anew because the heading between is lost
	costFirst     = 1.4 // a list does not begin with its first number
	costInverse   = 2.2 // a list stands under a finer one (1. under a)
	costClimb     = 2.0 // a list begins under a heading further up
	costCoarser   = 0.8 // the same, for one that is coarser than what it leaves
	costOuter     = 2.4 // the outer number of a decimal is not the one above
	costOuterRead = 1.2 // the same, where OCR reads the one for the other
	costSecond    = 0.4 // đ is left out, or an English letter taken
	costMiddle    = 2.2 // a label stands where the line above goes on
	costNext      = 0.8 // the same, for a sound label that is the next one
	costMixed     = 0.6 // a list of another style stands before in the same place
	costOuterUp   = 1.4 // a decimal shows that the heading above it is lost
)

// Candidate is a body line that may begin with a label.
type Candidate struct {
	Line     int // as the caller counts them
	Readings []Reading
	Skip     float32 // what it costs to take it for text
	Forced   bool    // an appendix begins, whatever the labels say
	Middle   bool    // the line above goes on
	Quoted   bool    // it stands in a quotation
}

// Level is an open level of a stack. Levels are shared between hypotheses and never changed.
type Level struct {
	Style Style
	Val   int
	Lost  bool // its heading is not in the scan
	Up    *Level
	shut  uint32 // the styles of the lists that stood before in the same place
	key   uint64 // of the whole stack
}

// Step is a decision on one candidate.
type Step struct {
	Level *Level // nil when the candidate is text
	End   int    // position after the mark
	prev  *Step
}

// hypothesis is a way to read the candidates so far.
type hypothesis struct {
	cost  float32
	top   *Level
	last  [styleCount]uint8 // the last number of each style, for numbering that runs on
	trail *Step
}

func push(up *Level, s Style, val int) *Level {
	l := &Level{Style: s, Val: val, Up: up, key: 14695981039346656037}
	if up != nil {
		l.key = up.key
	}
	l.key = (l.key ^ uint64(s)<<16 ^ uint64(val)) * 1099511628211
	return l
}

// after notes which lists stood before in the place of a level: those of the level below the
// same heading in a stack, when it is of another style.
func (l *Level) after(top *Level) *Level {
	for ; top != nil; top = top.Up {
		if top.Up != l.Up {
			continue
		}
		l.shut = top.shut
		if top.Style != l.Style {
			l.shut |= 1 << top.Style
		}
		l.key ^= uint64(l.shut) << 20
		break
	}
	return l
}

// Decode reads all the candidates and returns the decision on each and what the reading costs.
func Decode(cands []Candidate) ([]Step, float32) {
	hyps := []hypothesis{{}}
	var next []hypothesis
	for i := range cands {
		next = next[:0]
		for h := range hyps {
			next = expand(next, &hyps[h], &cands[i])
		}
		hyps, next = prune(next), hyps
	}
	steps := make([]Step, len(cands))
	for i, s := len(cands)-1, hyps[0].trail; s != nil; i, s = i-1, s.prev {
		steps[i] = *s
	}
	return steps, hyps[0].cost
}

// hopeless is how much dearer than the cheapest a hypothesis may be.
const hopeless = 9

// prune keeps the cheapest hypotheses, one for each stack.
func prune(hyps []hypothesis) []hypothesis {
	cheapest := hyps[0].cost
	for i := range hyps {
		cheapest = min(cheapest, hyps[i].cost)
	}
	hyps = slices.DeleteFunc(hyps, func(h hypothesis) bool { return h.cost > cheapest+hopeless })
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
func expand(out []hypothesis, h *hypothesis, c *Candidate) []hypothesis {
	if !c.Forced {
		skipped := *h
		skipped.cost += c.Skip
		skipped.trail = &Step{prev: h.trail}
		out = append(out, skipped)
	}
	for i := range c.Readings {
		r := &c.Readings[i]
		add := func(cost float32, l *Level) {
			n := *h
			n.cost += cost
			if c.Middle {
				n.cost += r.middle(h, l, c.Quoted)
			}
			n.top = l.after(h.top)
			if l.shut != 0 && n.begins(h.top) {
				n.cost += costMixed
				if l.shut&(1<<l.Style) != 0 {
					n.cost += costRestart
				}
			}
			n.last[r.Style] = uint8(min(l.Val, 255))
			if r.Style == Annexed {
				n.last = [styleCount]uint8{}
			}
			n.trail = &Step{Level: l, End: r.End, prev: h.trail}
			out = append(out, n)
		}
		r.moves(h, add)
	}
	return out
}

// middle returns what it costs that a label stands where the line above goes on.
func (r *Reading) middle(h *hypothesis, l *Level, quoted bool) float32 {
	if quoted || r.Cost > 0.4 || r.Style == Letter || l.Val != r.Val || l.Lost {
		return costMiddle
	}
	for up := h.top; up != nil; up = up.Up {
		if up.Style == l.Style && up.Up == l.Up && up.Val+1 == l.Val {
			return costNext
		}
	}
	if h.top != nil && l.Up == h.top && l.Val == 1 && r.Style > Arabic {
		return costNext
	}
	return costMiddle
}

// begins reports whether the last level of a hypothesis begins a list rather than going on
// with one of a stack.
func (h *hypothesis) begins(stack *Level) bool {
	for ; stack != nil; stack = stack.Up {
		if stack.Style == h.top.Style && stack.Up == h.top.Up {
			return false
		}
	}
	return true
}

// moves calls add for every level that a reading can stand on.
func (r *Reading) moves(h *hypothesis, add func(float32, *Level)) {
	if r.Style == Annexed {
		add(r.Cost, push(nil, Annexed, r.Val))
		return
	}
	for l := h.top; l != nil; l = l.Up {
		if l.Style == r.Style {
			r.siblings(l, h, add)
			return
		}
	}
	r.children(h, add)
}

// siblings goes on with a list that is open.
func (r *Reading) siblings(l *Level, h *hypothesis, add func(float32, *Level)) {
	outer := r.outerCost(l.Up)
	if r.Style >= Decimal2 && r.Style <= Decimal4 {
		r.outerLost(l.Up, add)
	}
	first, second := r.Style.following(l.Val)
	add(r.costAs(first)+outer, push(l.Up, r.Style, first))
	if second > 0 {
		add(r.costAs(second)+outer+costSecond, push(l.Up, r.Style, second))
	}
	switch {
	case r.Val == 0 || r.Val == first || r.Val == second:
	case r.Val > first:
		add(r.Cost+outer+costGap+costGapMore*float32(min(r.Val-first-1, 6)), push(l.Up, r.Style, r.Val))
	case r.Val > 1:
		add(r.Cost+outer+costBack, push(l.Up, r.Style, r.Val))
	}
	r.restart(l, outer, add)
}

// restart begins a list anew: under the same heading, or under one that is not in the scan.
func (r *Reading) restart(l *Level, outer float32, add func(float32, *Level)) {
	if l.Val == 0 || r.costAs(1) >= r.Cost+2.5 && r.Val != 2 {
		return
	}
	if r.Style == Article {
		outer += costFirst // articles are numbered through
	}
	add(r.costAs(1)+outer+costRestart, push(l.Up, r.Style, 1))
	up := l.Up
	if r.Style == Arabic {
		r.articleLost(up, add)
	}
	if up == nil || up.Style < Roman || up.Style > Decimal4 {
		return
	}
	lost := push(up.Up, up.Style, up.Val+1)
	lost.Lost = true
	add(r.costAs(1)+costLost, push(lost, r.Style, 1))
	if r.Val == 2 {
		add(r.Cost+costLost+costFirst, push(lost, r.Style, 2))
	}
}

// articlesGoOn goes on with the articles in another chapter: they are numbered through.
func (r *Reading) articlesGoOn(up *Level, last int, cost float32, add func(float32, *Level)) {
	add(cost+r.costAs(last+1), push(up, Article, last+1))
	if r.Val > last+1 {
		add(cost+r.Cost+costGap+costGapMore*float32(min(r.Val-last-2, 6)), push(up, Article, r.Val))
	}
}

// articleLost begins a list under an article that is not in the scan, where the list before
// stands in a part of the last one.
func (r *Reading) articleLost(up *Level, add func(float32, *Level)) {
	for ; up != nil && up.Style != Article; up = up.Up {
		if up.Up != nil && up.Up.Style == Article {
			lost := push(up.Up.Up, Article, up.Up.Val+1)
			lost.Lost = true
			add(r.costAs(1)+costLost+0.4, push(lost, r.Style, 1))
		}
	}
}

// outerLost begins a list of decimals under a heading that is not in the scan and whose number
// they show: 2.1 after 1.3.
func (r *Reading) outerLost(up *Level, add func(float32, *Level)) {
	if up == nil || up.Style != r.Style-1 {
		return
	}
	n := r.outer[up.Style-Arabic]
	if n <= up.Val || n > up.Val+2 {
		return
	}
	cost := r.Cost + costOuterUp + costGap*float32(n-up.Val-1)
	if r.Val > 1 {
		cost += costGapMore * float32(min(r.Val-1, 4))
	}
	lost := push(up.Up, up.Style, n)
	lost.Lost = true
	add(cost, push(lost, r.Style, r.Val))
}

// children begins a list under an open heading, the nearest one being the most likely.
func (r *Reading) children(h *hypothesis, add func(float32, *Level)) {
	var climb float32
	for up := h.top; ; up = up.Up {
		if up != nil && r.Style <= Subdivision && up.Style >= Article {
			continue // a chapter never stands in an article or a clause
		}
		if r.Style >= Decimal2 && r.Style <= Decimal4 {
			r.outerLost(up, add)
		}
		cost := climb + nesting(up, r.Style) + r.outerCost(up)
		if last := int(h.last[Article]); last > 0 && r.Style == Arabic && up != nil && up.Style > Annexed && up.Style <= Subdivision {
			lost := push(up, Article, last+1)
			lost.Lost = true
			add(cost+r.costAs(1)+costFirst, push(lost, r.Style, 1))
			cost += costFirst + 0.4
		}
		if last := int(h.last[Article]); r.Style == Article && last > 0 {
			r.articlesGoOn(up, last, cost, add)
			cost += costRestart
		}
		add(cost+r.costAs(1), push(up, r.Style, 1))
		if r.Val > 1 && r.Style != Bracket {
			first := cost + r.Cost
			if int(h.last[r.Style])+1 == r.Val && (up == nil || up.Style != Article) {
				if r.Style != Article {
					first += 1
				}
			} else {
				first += costFirst + costGapMore*float32(min(r.Val-2, 5))
			}
			add(first, push(up, r.Style, r.Val))
		} else if r.Style == Roman && r.Val != 2 && r.raw != "" {
			add(cost+r.costAs(2)+costFirst, push(up, r.Style, 2))
		}
		if up == nil || up.Style == Annexed {
			return
		}
		climb = costClimb
		if r.Style < up.Style {
			climb = costCoarser
		}
	}
}

// nesting returns what it costs to begin a list of a style under a level.
func nesting(up *Level, s Style) float32 {
	switch {
	case up == nil || up.Style == Annexed:
		if s == Letter || s >= Decimal2 && s <= Decimal4 || s == Bracket {
			return 1.5
		}
		return 0
	case up.Style == Article && s == Roman:
		return 0.2
	case up.Style > s:
		return costInverse
	case s == Decimal3 && up.Style != Decimal2, s == Decimal4 && up.Style != Decimal3:
		return 1.5
	case s == Letter && up.Style < Roman:
		return 1
	}
	return 0
}

// outerCost returns what it costs that the outer numbers of a decimal label (6 in 6.1) differ
// from the number of the level it stands under.
func (r *Reading) outerCost(up *Level) float32 {
	n := int(r.Style) - int(Arabic)
	if r.Style < Decimal2 || r.Style > Decimal4 || up == nil {
		return 0
	}
	if up.Style != Arabic+Style(n-1) && up.Style != Roman && up.Style != Article {
		return 0
	}
	switch outer := r.outer[n-1]; {
	case up.Val == outer:
		return 0
	case up.Val < 10 && outer < 10 && misread[outer]&(1<<up.Val) != 0:
		return costOuterRead
	}
	return costOuter
}
