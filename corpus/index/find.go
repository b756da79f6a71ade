package index

import (
	"context"
	"fmt"
	"time"
)

// finder is what engines do each in their own way; what a query means, and what is looked for when
// it finds little, is the same for all.
type finder interface {
	// run finds the passages that have at least need words of the query and scores the best of them.
	run(ctx context.Context, q Query, p *parsed, need int) (findings, error)
	// eachWord calls f for folded words of the archive, for all of those that so many letters part
	// from one of some words, and for the halves of these.
	eachWord(ctx context.Context, words []token, letters int, f func(fold string)) error
	// knows reports whether a compact document number stands in the archive.
	knows(ctx context.Context, number string) bool
}

// findings are the passages that a run found.
type findings interface {
	total() int
	result(ctx context.Context, q Query, p *parsed) (*Result, error)
}

// fewHits is the number of hits below which passages that come close to the query count too.
const fewHits = 3

// searchWith runs a query: as typed; where that finds little, with words that a letter parts from
// those typed; where that finds nothing, with all words but one.
func searchWith(ctx context.Context, x finder, q Query) (*Result, error) {
	start := time.Now()
	q.Limit, q.Offset = max(0, q.Limit), max(0, q.Offset)
	p := parse(q.Text, q.Exact, func(number string) bool { return x.knows(ctx, number) })
	r, err := find(ctx, x, q, &p)
	if err != nil {
		return nil, fmt.Errorf("index: search %.80q: %w", q.Text, err)
	}
	r.Query, r.Ignored = q.Text, p.ignored
	r.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return r, nil
}

func find(ctx context.Context, x finder, q Query, p *parsed) (*Result, error) {
	r, err := x.run(ctx, q, p, len(p.words))
	if err != nil {
		return nil, err
	}
	asTyped, close := r.total(), false
	if r.total() < fewHits && len(p.words) > 0 && !q.Exact && !p.phrases {
		if r, close, err = runClose(ctx, x, q, p, r); err != nil {
			return nil, err
		}
	}
	out, err := r.result(ctx, q, p)
	if err != nil {
		return nil, err
	}
	out.Close = close
	if asTyped == 0 || out.Total == 0 {
		out.Suggest, err = suggest(ctx, x, q, p, out.Total == 0)
	}
	return out, err
}

// minToMiss is the number of words of which one may be missing in what comes close.
const minToMiss = 3

// runClose finds what comes close to a query that finds little.
func runClose(ctx context.Context, x finder, q Query, p *parsed, strict findings) (findings, bool, error) {
	var err error
	if p.near, err = closeWords(ctx, x, p.words); err != nil {
		return nil, false, err
	}
	r, err := x.run(ctx, q, p, len(p.words))
	if err != nil {
		return nil, false, err
	}
	if r.total() == 0 && len(p.words) >= minToMiss {
		if r, err = x.run(ctx, q, p, len(p.words)-1); err != nil {
			return nil, false, err
		}
	}
	return r, r.total() > strict.total(), nil
}
