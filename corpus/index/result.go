package index

import (
	"cmp"
	"context"
	"slices"
)

// found is a passage found.
type found struct {
	score   float64
	shard   int
	row     uint32   // passage in the shard
	passage *Passage // nil until it is read
}

func compareHits(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.shard, b.shard), cmp.Compare(a.row, b.row))
}

// result shows what a run found.
func (r *run) result(_ context.Context, q Query, p *parsed) (*Result, error) {
	if err := r.checkAll(p); err != nil {
		return nil, err
	}
	out := &Result{Total: r.total(), Hits: []Hit{}}
	err := r.rerank(q, p)
	if err != nil {
		return nil, err
	}
	if out.Facets, out.Documents, err = r.count(); err != nil {
		return nil, err
	}
	if q.PerDocument > 0 {
		return out, r.showDocuments(out, q, p)
	}
	skip := q.Offset
	for _, f := range r.pool {
		if len(out.Hits) == q.Limit {
			break
		}
		ps, ok, err := r.load(f, p)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			out.Total--
		case skip > 0:
			skip--
		default:
			out.Hits = append(out.Hits, p.hit(ps, f.score))
		}
	}
	return out, nil
}

// maxChecked is the number of passages up to which all that a phrase finds are read. Beyond it
// only those that are shown are: the totals are then those of pairs of words, which find some
// passages too many.
const maxChecked = 60

// checkAll takes away the passages in which the words of a phrase are not all side by side.
func (r *run) checkAll(p *parsed) error {
	if !p.mustCheck() || r.total() > maxChecked {
		return nil
	}
	var bad error
	r.pool = slices.DeleteFunc(r.pool, func(f found) bool {
		_, ok, err := r.load(f, p)
		if err != nil {
			bad = err
		}
		if !ok {
			r.match[f.shard].Remove(f.row)
		}
		return !ok
	})
	return bad
}

// minReranked is the number of the best passages whose words are counted.
const minReranked = 30

// rerank puts the best passages in the order that the frequency of the words in them gives.
func (r *run) rerank(q Query, p *parsed) error {
	if len(p.words) == 0 {
		return nil
	}
	top := r.pool[:min(len(r.pool), reranked(q))]
	for i := range top {
		ps, _, err := r.load(top[i], p)
		if err != nil {
			return err
		}
		top[i].passage = ps
		top[i].score += p.frequency(ps, r.idf)
	}
	slices.SortFunc(top, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage.ID, b.passage.ID)) // rows are in no order
	})
	return nil
}

// reranked is the number of passages that are put in order so.
func reranked(q Query) int { return max(minReranked, (q.Offset+q.Limit)*max(1, q.PerDocument)) }

// load reads a passage and reports whether the phrases of the query stand in it.
func (r *run) load(f found, p *parsed) (*Passage, bool, error) {
	ps := f.passage
	if ps == nil {
		var err error
		if ps, err = r.x.shards[f.shard].passage(f.row); err != nil {
			return nil, false, err
		}
	}
	return ps, !p.mustCheck() || p.phrasesIn(ps), nil
}

// showDocuments adds the best hits of the best documents, and says how many more each has.
func (r *run) showDocuments(out *Result, q Query, p *parsed) error {
	order, of, err := r.byDocument()
	if err != nil {
		return err
	}
	order = order[min(q.Offset, len(order)):]
	for _, id := range order[:min(q.Limit, len(order))] {
		shown := 0
		for _, f := range of[id] {
			if shown == q.PerDocument {
				break
			}
			ps, ok, err := r.load(f, p)
			if err != nil {
				return err
			}
			if ok {
				out.Hits = append(out.Hits, p.hit(ps, f.score))
				shown++
			}
		}
		if shown > 0 {
			n, err := r.inDocument(id)
			if err != nil {
				return err
			}
			out.Hits[len(out.Hits)-1].More = max(0, n-shown)
		}
	}
	return nil
}

// byDocument returns the documents of the pool, best first, and the hits of each.
func (r *run) byDocument() (order []string, of map[string][]found, err error) {
	of = map[string][]found{}
	for _, f := range r.pool {
		c, err := r.x.shards[f.shard].columns()
		if err != nil {
			return nil, nil, err
		}
		for _, v := range c.document.row(f.row) {
			id := c.document.names[v]
			if of[id] == nil {
				order = append(order, id)
			}
			of[id] = append(of[id], f)
		}
	}
	return order, of, nil
}

// inDocument returns how many passages of a document were found.
func (r *run) inDocument(id string) (int, error) {
	n := 0
	for i, s := range r.x.shards {
		b, err := s.passages(fieldDocument, id)
		if err != nil {
			return 0, err
		}
		n += int(b.AndCardinality(r.match[i]))
	}
	return n, nil
}

// poorSure is the mean confidence of a passage below which its scan was poor.
const poorSure = 0.9

func (p *parsed) hit(ps *Passage, score float64) Hit {
	return Hit{ID: ps.ID, Document: ps.Document, Section: ps.Section, Title: ps.Title, Type: ps.Type, Issuer: ps.Issuer,
		Date: ps.Date, Score: score, Snippet: p.snippet(ps), Lines: ps.Lines, Sure: ps.Sure, Grade: ps.Grade,
		Poor: ps.Sure > 0 && ps.Sure < poorSure || ps.Grade == "D" || ps.Grade == "E"}
}
