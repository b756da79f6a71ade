package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// bleveIndex is an open generation.
type bleveIndex struct {
	index  bleve.Index
	reader bleveindex.IndexReader
	shards []*shard
	count  int // passages
}

func newBleveIndex(idx bleve.Index) (*bleveIndex, error) {
	inner, err := idx.Advanced()
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	reader, err := inner.Reader()
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	s, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%w (its store is %T)", ErrDamaged, reader), reader.Close())
	}
	x := &bleveIndex{index: idx, reader: reader}
	if x.shards, err = newShards(s); err != nil {
		return nil, errors.Join(fmt.Errorf("%w (%v)", ErrDamaged, err), reader.Close())
	}
	for _, s := range x.shards {
		x.count += int(s.live.GetCardinality())
	}
	return x, nil
}

func (x *bleveIndex) Count() (int, error) { return x.count, nil }

func (x *bleveIndex) Close() error { return errors.Join(x.reader.Close(), x.index.Close()) }

func (x *bleveIndex) Documents(context.Context) (map[string]int, error) {
	out := map[string]int{}
	for _, s := range x.shards {
		err := s.eachTerm(fieldDocument, func(term string) error {
			n, err := s.count(fieldDocument, term)
			if n > 0 {
				out[term] += n
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
	}
	return out, nil
}

// fewHits is the number of hits below which passages that come close to the query count too.
const fewHits = 3

// Search runs a query: as typed; where that finds little, with words that a letter parts from
// those typed; where nothing has all the words, with most of them.
func (x *bleveIndex) Search(ctx context.Context, q Query) (*Result, error) {
	start := time.Now()
	q.Limit, q.Offset = max(0, q.Limit), max(0, q.Offset)
	p := parse(q.Text, q.Exact, x.knows)
	r, err := x.search(ctx, q, &p)
	if err != nil {
		return nil, fmt.Errorf("index: search %.80q: %w", q.Text, err)
	}
	r.Query, r.Ignored = q.Text, p.ignored
	r.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return r, nil
}

func (x *bleveIndex) search(ctx context.Context, q Query, p *parsed) (*Result, error) {
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
		if r, err = x.runClose(ctx, q, p, r); err != nil {
			return nil, err
		}
		close = r.total() > asTyped
	}
	out, err := r.result(q, p)
	if err != nil {
		return nil, err
	}
	out.Close = close
	if asTyped == 0 || out.Total == 0 {
		out.Suggest, err = x.suggest(ctx, q, p, out.Total == 0)
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
func (x *bleveIndex) runClose(ctx context.Context, q Query, p *parsed, strict *run) (*run, error) {
	scattered, err := strict.scattered(p)
	if err != nil {
		return nil, err
	}
	if (strict.total() == 0 || scattered) && p.dropAsking(x.knows) {
		if strict, err = x.run(ctx, q, p); err != nil {
			return nil, err
		}
		if scattered, err = strict.scattered(p); err != nil || strict.total() > 0 && !scattered {
			return strict, err
		}
	}
	known := map[string]bool{}
	near, err := x.closeWords(p.words, known)
	if err != nil {
		return nil, err
	}
	p.addJoined(known)
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

// knows reports whether a document number stands in the archive. A list that cannot be read is
// reported by the search itself.
func (x *bleveIndex) knows(number string) bool {
	return slices.ContainsFunc(x.shards, func(s *shard) bool {
		ok, err := s.has(fieldNumber, number)
		return ok && err == nil
	})
}
