package index

import (
	"context"
	"fmt"
	"time"
)

// finder is what engines do each in their own way; what a query means, and what is looked for when
// it finds little, is the same for all.
type finder interface {
	// run finds the passages that have the words of the query and scores the best of them.
	run(ctx context.Context, q Query, p *parsed) (findings, error)
	// eachWord calls f for folded words of the archive, for all of those that so many letters part
	// from one of some words, and for those that are parts of them.
	eachWord(ctx context.Context, words []token, letters int, f func(fold string)) error
	// knows reports whether a compact document number stands in the archive.
	knows(ctx context.Context, number string) bool
}

// findings are the passages that a run found.
type findings interface {
	total() int
	// scattered reports whether the query has many words and none of the best passages found has half
	// of its neighbours side by side: long passages have any words somewhere.
	scattered(p *parsed) (bool, error)
	result(ctx context.Context, q Query, p *parsed) (*Result, error)
}

// fewHits is the number of hits below which passages that come close to the query count too.
const fewHits = 3

// searchWith runs a query: as typed; where that finds little, with words that a letter parts from
// those typed; where nothing has all the words, with most of them.
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
	r, err := x.run(ctx, q, p)
	if err != nil {
		return nil, err
	}
	asTyped, close := r.total(), false
	scattered, err := r.scattered(p)
	if err != nil {
		return nil, err
	}
	if (asTyped < fewHits || scattered) && len(p.words) > 0 && !q.Exact && !p.phrases {
		if r, err = runClose(ctx, x, q, p, r); err != nil {
			return nil, err
		}
		close = r.total() > asTyped
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

const (
	minToMiss = 3 // words of a query from which on most of them will do in what comes close
	manyWords = 5 // words from which on most of them tell more than all of them with a letter changed
)

// runClose finds what comes close to a query that finds little or nothing: without the words that
// only ask; with words of the head of the document; with words that a letter parts from those
// typed, or put together in typing; with most of the words.
func runClose(ctx context.Context, x finder, q Query, p *parsed, strict findings) (findings, error) {
	scattered, err := strict.scattered(p)
	if err != nil {
		return nil, err
	}
	known := func(number string) bool { return x.knows(ctx, number) }
	if (strict.total() == 0 || scattered) && p.dropAsking(known) {
		if strict, err = x.run(ctx, q, p); err != nil {
			return nil, err
		}
		if scattered, err = strict.scattered(p); err != nil || strict.total() > 0 && !scattered {
			return strict, err
		}
	}
	words := map[string]bool{}
	near, err := closeWords(ctx, x, p.words, words)
	if err != nil {
		return nil, err
	}
	p.addJoined(words)
	steps := []step{{near: near}}
	if strict.total() == 0 || scattered {
		steps = stepsFromNothing(near)
	}
	r := strict
	for _, s := range steps {
		p.near, p.most = s.near, s.most
		if r, err = x.run(ctx, q, p); err != nil {
			return nil, err
		}
		scattered, err := r.scattered(p)
		if err != nil || r.total() > 0 && !scattered {
			return r, err
		}
	}
	return r, nil
}

// step is a way to find what comes close.
type step struct {
	near []map[string]bool // by word: what comes close to it; no words: only the head and the titles above
	most bool              // most of the words will do
}

// stepsFromNothing returns the ways for a query that finds nothing as typed, the closest first.
func stepsFromNothing(near []map[string]bool) []step {
	steps := []step{{near: make([]map[string]bool, len(near))}}
	if len(near) < manyWords {
		steps = append(steps, step{near: near})
	}
	if len(near) >= minToMiss {
		steps = append(steps, step{near: near, most: true})
	}
	return steps
}
