package index

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// Search runs a query.
func (x *bleveIndex) Search(ctx context.Context, q Query) (*Result, error) {
	return searchWith(ctx, x, q)
}

// knows reports whether a document number stands in the archive. A list that cannot be read is
// reported by the search itself.
func (x *bleveIndex) knows(_ context.Context, number string) bool {
	return slices.ContainsFunc(x.shards, func(s *shard) bool {
		ok, err := s.has(fieldNumber, number)
		return ok && err == nil
	})
}
