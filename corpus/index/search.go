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
// those typed; where that finds nothing, with all words but one.
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
	r, err := x.run(ctx, q, p, len(p.words))
	if err != nil {
		return nil, err
	}
	asTyped, close := r.total(), false
	if r.total() < fewHits && len(p.words) > 0 && !q.Exact && !p.phrases {
		if r, close, err = x.runClose(ctx, q, p, r); err != nil {
			return nil, err
		}
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

// minToMiss is the number of words of which one may be missing in what comes close.
const minToMiss = 3

// runClose finds what comes close to a query that finds little.
func (x *bleveIndex) runClose(ctx context.Context, q Query, p *parsed, strict *run) (*run, bool, error) {
	var err error
	if p.near, err = x.closeWords(p.words); err != nil {
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

// knows reports whether a document number stands in the archive. A list that cannot be read is
// reported by the search itself.
func (x *bleveIndex) knows(number string) bool {
	return slices.ContainsFunc(x.shards, func(s *shard) bool {
		ok, err := s.has(fieldNumber, number)
		return ok && err == nil
	})
}
