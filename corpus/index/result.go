package index

import (
	"cmp"
	"slices"
)

// result shows what a run found.
func (r *run) result(q Query, p *parsed) (*Result, error) {
	out := &Result{Total: len(r.hits), Hits: []Hit{}, Facets: r.count()}
	groups := r.groups()
	out.Documents = len(groups)
	var shown []found
	more := map[found]int{}
	if q.PerDocument > 0 {
		shown = r.perDocument(groups, q, more)
	} else {
		shown = best(r.hits, q.Offset, q.Limit)
	}
	for _, f := range shown {
		ps, err := r.g.segments[f.segment].passage(int(f.passage))
		if err != nil {
			return nil, err
		}
		h := p.hit(ps, float64(f.score))
		h.More = more[f]
		out.Hits = append(out.Hits, h)
	}
	return out, nil
}

// group is what was found in a document: a range of hits, which stand in the order of
// passages, and the best score of them.
type group struct {
	best     found
	from, to int
}

// groups returns the documents found.
func (r *run) groups() []group {
	var out []group
	doc := func(f found) uint32 { return r.g.segments[f.segment].docOf[f.passage] }
	for i, h := range r.hits {
		if i == 0 || h.segment != r.hits[i-1].segment || doc(h) != doc(r.hits[i-1]) {
			out = append(out, group{h, i, i + 1})
			continue
		}
		g := &out[len(out)-1]
		g.to = i + 1
		if compareHits(h, g.best) < 0 {
			g.best = h
		}
	}
	return out
}

// perDocument returns the best hits of the best documents, and how many more each has.
func (r *run) perDocument(groups []group, q Query, more map[found]int) []found {
	tops := make([]found, len(groups))
	of := make(map[found]group, len(groups))
	for i, g := range groups {
		tops[i] = g.best
	}
	tops = best(tops, q.Offset, q.Limit)
	for _, t := range tops {
		of[t] = group{}
	}
	for _, g := range groups {
		if _, ok := of[g.best]; ok {
			of[g.best] = g
		}
	}
	var out []found
	for _, t := range tops {
		g := of[t]
		hits := best(r.hits[g.from:g.to], 0, q.PerDocument)
		out = append(out, hits...)
		if n := g.to - g.from - len(hits); n > 0 {
			more[hits[len(hits)-1]] = n
		}
	}
	return out
}

// best returns limit hits in the order of their scores, without the first ones. The list keeps
// its order.
func best(list []found, offset, limit int) []found {
	n := min(len(list), max(0, offset)+max(0, limit))
	if limit <= 0 || offset < 0 || offset >= n {
		return nil
	}
	top := make([]found, 0, n+1)
	for _, h := range list {
		if len(top) == n && compareHits(h, top[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, h, compareHits)
		top = slices.Insert(top, at, h)
		if len(top) > n {
			top = top[:n]
		}
	}
	return top[offset:]
}

func compareHits(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.segment, b.segment), cmp.Compare(a.passage, b.passage))
}

// poorSure is the mean confidence of a passage below which its scan was poor.
const poorSure = 0.9

func (p *parsed) hit(ps *Passage, score float64) Hit {
	return Hit{ID: ps.ID, Document: ps.Document, Section: ps.Section, Title: ps.Title, Type: ps.Type, Issuer: ps.Issuer,
		Date: ps.Date, Score: score, Snippet: p.snippet(ps), Lines: ps.Lines, Sure: ps.Sure, Grade: ps.Grade,
		Poor: ps.Sure > 0 && ps.Sure < poorSure || ps.Grade == "D" || ps.Grade == "E"}
}
