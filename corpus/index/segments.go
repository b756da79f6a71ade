package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

// generation is an open generation of segments.
type generation struct {
	segments []*segment
	count    int     // passages
	average  float64 // words of a passage
}

// Open opens a sealed generation for reading.
func (Segments) Open(dir string) (Index, error) {
	sealed, err := readSeal(dir)
	if err != nil {
		return nil, err
	}
	rows, err := readState(dir)
	if err != nil {
		return nil, err
	}
	g := &generation{}
	var words uint64
	for _, r := range rows {
		s, err := openSegment(filepath.Join(dir, r.File), r.Removed)
		if err != nil {
			return nil, errors.Join(err, g.Close())
		}
		g.segments = append(g.segments, s)
		g.count += s.live
		words += s.length
	}
	if g.count != sealed.Passages {
		return nil, errors.Join(fmt.Errorf("%w (%d passages, sealed with %d)", ErrDamaged, g.count, sealed.Passages), g.Close())
	}
	g.average = max(1, float64(words)/float64(max(1, g.count)))
	return g, nil
}

func (g *generation) Count() (int, error) { return g.count, nil }

func (g *generation) Close() error {
	var errs []error
	for _, s := range g.segments {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

func (g *generation) Documents(context.Context) (map[string]int, error) {
	out := map[string]int{}
	for _, s := range g.segments {
		for id, n := range s.documents() {
			out[id] += n
		}
	}
	return out, nil
}

// fewHits is the number of hits below which passages that come close to the query count too.
const fewHits = 3

// Search runs a query: as typed; where that finds little, with words that a letter parts from
// those typed; where that finds nothing, with all words but one.
func (g *generation) Search(ctx context.Context, q Query) (*Result, error) {
	start := time.Now()
	p := parse(q.Text, q.Exact, g.knows)
	r, err := g.search(ctx, q, &p)
	if err != nil {
		return nil, fmt.Errorf("index: search %.80q: %w", q.Text, err)
	}
	r.Query, r.Ignored = q.Text, p.ignored
	r.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return r, nil
}

func (g *generation) search(ctx context.Context, q Query, p *parsed) (*Result, error) {
	run, err := g.run(ctx, q, p, len(p.words))
	if err != nil {
		return nil, err
	}
	close := false
	if run.total() < fewHits && len(p.words) > 0 && !q.Exact && !p.phrases {
		if run, close, err = g.runClose(ctx, q, p, run); err != nil {
			return nil, err
		}
	}
	r, err := run.result(q, p)
	if err != nil {
		return nil, err
	}
	r.Close = close
	if r.Total == 0 && len(p.words) > 0 {
		r.Suggest, err = g.suggest(ctx, q, p)
	}
	return r, err
}

// minToMiss is the number of words of which one may be missing in what comes close.
const minToMiss = 3

// runClose finds what comes close to a query that finds little.
func (g *generation) runClose(ctx context.Context, q Query, p *parsed, strict *run) (*run, bool, error) {
	p.near = g.closeWords(p.words)
	r, err := g.run(ctx, q, p, len(p.words))
	if err != nil {
		return nil, false, err
	}
	if r.total() == 0 && len(p.words) >= minToMiss {
		if r, err = g.run(ctx, q, p, len(p.words)-1); err != nil {
			return nil, false, err
		}
	}
	return r, r.total() > strict.total(), nil
}

// knows reports whether a document number stands in the archive.
func (g *generation) knows(number string) bool {
	return slices.ContainsFunc(g.segments, func(s *segment) bool {
		_, ok := s.find(string(keyNumber) + number)
		return ok
	})
}
