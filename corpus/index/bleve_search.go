package index

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
)

// The weights of the clauses of a query against a folded word that counts 1.
const (
	boostExact  = 3.0  // the word with its accents
	boostPair   = 2.0  // two words of the query side by side
	boostTitle  = 1.5  // a word in the title
	boostNumber = 8.0  // a document number
	boostOwn    = 40.0 // the document's own number, against those that cite it
	boostStrict = 20.0 // what the query asks for, against what is only close to it
)

// fewHits is the number of hits below which passages that are close to the query count too.
const fewHits = 3

// maxChecked is the number of candidates of a phrase that are checked word by word. Beyond
// it the totals are those of the pairs, which find up to a quarter too many.
const maxChecked = 1000

// Search runs a query.
func (x *bleveIndex) Search(ctx context.Context, q Query) (*Result, error) {
	start := time.Now()
	p := parse(q.Text, q.Exact)
	strict := p.strict()
	var r *Result
	var err error
	if p.check {
		r, err = x.searchPhrases(ctx, q, &p, strict)
	} else {
		r, err = x.run(ctx, q, &p, strict)
		if err == nil && r.Total < fewHits && !q.Exact && !p.quoted && len(p.words) > 0 {
			r, err = x.run(ctx, q, &p, p.loose(strict))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("index: search %q: %w", q.Text, err)
	}
	r.Query = q.Text
	r.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return r, nil
}

// run returns the hits of a query as the engine finds them.
func (x *bleveIndex) run(ctx context.Context, q Query, p *parsed, must query.Query) (*Result, error) {
	found, err := x.find(ctx, q, must, q.Limit, q.Offset)
	if err != nil {
		return nil, err
	}
	r := &Result{Total: int(found.Total), Hits: []Hit{}, Facets: Facets{
		Type: counts(found.Facets[fieldType]), Issuer: counts(found.Facets[fieldIssuer]), Year: counts(found.Facets[fieldYear]),
	}}
	for _, m := range found.Hits {
		ps, err := passageOf(m)
		if err != nil {
			return nil, err
		}
		r.Hits = append(r.Hits, p.hit(ps, m.Score))
	}
	return r, nil
}

// searchPhrases returns the hits in which the words of each phrase do stand side by side.
func (x *bleveIndex) searchPhrases(ctx context.Context, q Query, p *parsed, must query.Query) (*Result, error) {
	found, err := x.find(ctx, q, must, maxChecked, 0)
	if err != nil {
		return nil, err
	}
	r := &Result{Hits: []Hit{}, Facets: Facets{Type: map[string]int{}, Issuer: map[string]int{}, Year: map[string]int{}}}
	for _, m := range found.Hits {
		ps, err := passageOf(m)
		if err != nil {
			return nil, err
		}
		if !p.phrasesIn(tokenize(ps.Title + "\n" + ps.Text)) {
			continue
		}
		if r.Total >= q.Offset && len(r.Hits) < q.Limit {
			r.Hits = append(r.Hits, p.hit(ps, m.Score))
		}
		r.Total++
		count(r.Facets.Type, ps.Type)
		count(r.Facets.Issuer, ps.Issuer)
		count(r.Facets.Year, ps.Year())
	}
	if rest := int(found.Total) - len(found.Hits); rest > 0 {
		r.Total += rest
		r.Facets = Facets{Type: counts(found.Facets[fieldType]), Issuer: counts(found.Facets[fieldIssuer]), Year: counts(found.Facets[fieldYear])}
	}
	return r, nil
}

// facetSize is the number of values that a facet lists.
const facetSize = 50

func (x *bleveIndex) find(ctx context.Context, q Query, must query.Query, size, from int) (*bleve.SearchResult, error) {
	req := bleve.NewSearchRequestOptions(filter(q, must), size, from, false)
	req.Fields = []string{fieldStored}
	req.SortBy([]string{"-_score", "_id"})
	for _, f := range []string{fieldType, fieldIssuer, fieldYear} {
		req.AddFacet(f, bleve.NewFacetRequest(f, facetSize))
	}
	return x.index.SearchInContext(ctx, req)
}

// strict asks for every atom of the query. What stands side by side in the query, or in the
// title, ranks higher.
func (p *parsed) strict() query.Query {
	if len(p.words) == 0 {
		return bleve.NewMatchAllQuery()
	}
	all := bleve.NewConjunctionQuery()
	for _, a := range p.atoms {
		all.AddQuery(p.atom(a))
	}
	var must query.Query = all
	if p.whole != "" {
		must = bleve.NewDisjunctionQuery(all, on(fieldNumber, p.whole, boostNumber))
	}
	var titles, pairs, own []query.Query
	for i, t := range p.words {
		titles = append(titles, on(fieldTitle, t.fold, boostTitle))
		if i > 0 {
			pairs = append(pairs, on(fieldPairs, pair(p.words[i-1], t), boostPair))
		}
	}
	for _, number := range p.numbers() {
		own = append(own, on(fieldOwn, number, boostOwn))
	}
	return prefer(prefer(prefer(must, titles), pairs), own)
}

// prefer finds what must finds and ranks higher what has some of the preferences. bleve
// weighs preferences by the share of them that a passage has, so each kind is a layer.
func prefer(must query.Query, preferences []query.Query) query.Query {
	if len(preferences) == 0 {
		return must
	}
	b := bleve.NewBooleanQuery()
	b.AddMust(must)
	b.AddShould(preferences...)
	return b
}

// atom asks for a word, for the pairs of a phrase, or for a document number or its parts.
func (p *parsed) atom(a atom) query.Query {
	all := bleve.NewConjunctionQuery()
	for i, t := range a.words {
		all.AddQuery(p.word(t))
		if i > 0 && a.number == "" {
			all.AddQuery(on(fieldPairs, pair(a.words[i-1], t), boostPair))
		}
	}
	if a.number == "" {
		return all
	}
	return bleve.NewDisjunctionQuery(all, on(fieldNumber, a.number, boostNumber))
}

// word asks for a word. A query without accents says nothing of them: it must not prefer
// text without.
func (p *parsed) word(t token) query.Query {
	switch {
	case p.exact:
		return on(fieldWords, t.exact, boostExact)
	case !p.accents:
		return on(fieldWords, t.fold, 1)
	}
	return bleve.NewDisjunctionQuery(on(fieldWords, t.exact, boostExact), on(fieldWords, t.fold, 1))
}

// loose adds to the strict query the passages close to it: those with most of the pairs,
// each with a letter of difference, as OCR leaves them. They rank below.
func (p *parsed) loose(strict query.Query) query.Query {
	near := bleve.NewDisjunctionQuery()
	for i := 1; i < len(p.words); i++ {
		near.AddQuery(fuzzy(fieldPairs, pair(p.words[i-1], p.words[i])))
	}
	if len(p.words) == 1 && len(p.words[0].fold) >= 4 {
		near.AddQuery(fuzzy(fieldWords, p.words[0].fold))
	}
	if len(near.Disjuncts) == 0 {
		return strict
	}
	near.SetMin(float64((3*len(near.Disjuncts) + 4) / 5))
	first := bleve.NewConjunctionQuery(strict)
	first.SetBoost(boostStrict)
	return bleve.NewDisjunctionQuery(first, near)
}

func fuzzy(field, term string) query.Query {
	f := bleve.NewFuzzyQuery(term)
	f.SetField(field)
	f.SetFuzziness(1)
	f.SetPrefix(1)
	return f
}

func on(field, term string, boost float64) query.Query {
	t := bleve.NewTermQuery(term)
	t.SetField(field)
	t.SetBoost(boost)
	return t
}

// filter narrows a query to the documents that the filters allow.
func filter(q Query, must query.Query) query.Query {
	all := bleve.NewConjunctionQuery(must)
	if q.Type != "" {
		all.AddQuery(on(fieldTypeKey, compact(q.Type), 0))
	}
	for _, t := range tokenize(q.Issuer) {
		all.AddQuery(on(fieldIssuerBy, t.fold, 0))
	}
	if q.Year != "" {
		all.AddQuery(on(fieldYear, q.Year, 0))
	}
	return all
}

func passageOf(m *search.DocumentMatch) (*Passage, error) {
	s, _ := m.Fields[fieldStored].(string)
	var ps Passage
	if err := json.Unmarshal([]byte(s), &ps); err != nil {
		return nil, fmt.Errorf("%w (passage %s: %v)", ErrDamaged, m.ID, err)
	}
	return &ps, nil
}

func (p *parsed) hit(ps *Passage, score float64) Hit {
	return Hit{ID: ps.ID, Document: ps.Document, Section: ps.Section, Title: ps.Title, Type: ps.Type, Issuer: ps.Issuer,
		Date: ps.Date, Score: score, Snippet: p.snippet(ps), Lines: ps.Lines}
}

func counts(f *search.FacetResult) map[string]int {
	out := map[string]int{}
	if f != nil {
		for _, t := range f.Terms.Terms() {
			if t.Term != "" {
				out[t.Term] = t.Count
			}
		}
	}
	return out
}

func count(m map[string]int, key string) {
	if key != "" {
		m[key]++
	}
}
