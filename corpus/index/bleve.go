package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/mapping"
)

// Bleve is the embedded engine: bleve with its scorch store.
type Bleve struct{}

// newMapping maps nothing: passages come as documents whose fields are analysed.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	return m
}

// storeName is the folder of a generation that bleve writes.
const storeName = "bleve"

// lockTimeout is how long bleve waits for a store that another process holds. Generations
// are never shared for writing, so waiting does not help.
const lockTimeout = "2s"

// Build begins a generation.
func (Bleve) Build(dir, from string) (Builder, error) {
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	idx, err := openForWriting(filepath.Join(dir, storeName), from)
	if err != nil {
		return nil, fmt.Errorf("index: cannot begin %s: %w", dir, err)
	}
	return &bleveBuilder{dir: dir, index: idx, batch: idx.NewBatch(), fresh: from == "", pending: map[string]bool{}, put: map[string]bool{}}, nil
}

func openForWriting(dir, from string) (bleve.Index, error) {
	config := map[string]any{"bolt_timeout": lockTimeout}
	if from == "" {
		return bleve.NewUsing(dir, newMapping(), bleve.Config.DefaultIndexType, bleve.Config.DefaultKVStore, config)
	}
	if err := clone(filepath.Dir(dir), from, isSegment); err != nil {
		return nil, err
	}
	return bleve.OpenUsing(dir, config)
}

// isSegment reports whether a file is a segment: those never change.
func isSegment(name string) bool { return path.Ext(name) == ".zap" }

// readOnly is how a sealed generation is opened.
func readOnly() map[string]any {
	return map[string]any{"read_only": true, "bolt_timeout": lockTimeout}
}

// Batches are bounded in passages and in bytes of text: small ones are slow, large ones
// take gigabytes.
const (
	maxBatch      = 5000
	maxBatchBytes = 2 << 20
)

type bleveBuilder struct {
	dir   string
	index bleve.Index
	batch *bleve.Batch

	fresh   bool            // nothing was there at the beginning
	put     map[string]bool // documents that were put
	pending map[string]bool // those that the batch puts
	bytes   int             // of text in the batch
}

func (b *bleveBuilder) Put(document string, passages []Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	for i := range passages {
		b.pending[document], b.put[document] = true, true
		if err := b.batch.IndexAdvanced(newDocument(&passages[i])); err != nil {
			return fmt.Errorf("index: %s: %w", passages[i].ID, err)
		}
		b.bytes += len(passages[i].Text)
		if b.batch.Size() >= maxBatch || b.bytes >= maxBatchBytes {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bleveBuilder) flush() error {
	if err := b.index.Batch(b.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	b.batch = b.index.NewBatch() // bleve may still be reading the old one's map
	clear(b.pending)
	b.bytes = 0
	return nil
}

func (b *bleveBuilder) Remove(document string) error {
	if b.fresh && !b.put[document] {
		return nil
	}
	if b.pending[document] {
		if err := b.flush(); err != nil {
			return err
		}
	}
	n, err := b.index.DocCount()
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	of := bleve.NewTermQuery(document)
	of.SetField(fieldDocument)
	r, err := b.index.Search(bleve.NewSearchRequestOptions(of, int(n), 0, false))
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	for _, h := range r.Hits {
		b.batch.Delete(h.ID)
	}
	return nil
}

func (b *bleveBuilder) Seal() (int, error) {
	err := b.flush()
	if b.fresh {
		err = errors.Join(err, b.merge())
	}
	n, e := b.index.DocCount()
	if err = errors.Join(err, e, b.index.Close(), dropUnused(filepath.Join(b.dir, storeName))); err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return int(n), writeSeal(b.dir, int(n))
}

// merge makes one segment of all: dictionaries are stored once, and a query looks in one place.
func (b *bleveBuilder) merge() error {
	inner, err := b.index.Advanced()
	if err != nil {
		return err
	}
	if s, ok := inner.(*scorch.Scorch); ok {
		if err := s.ForceMerge(context.Background(), &mergeplan.SingleSegmentMergePlanOptions); err != nil {
			return err
		}
	}
	b.batch.SetInternal([]byte("merged"), []byte("1")) // a batch returns when all before it is on disk
	return b.flush()
}

// dropUnused deletes segments that the closed index in a folder no longer uses: bleve does so in
// the background, and may be closed first.
func dropUnused(dir string) error {
	idx, err := bleve.OpenUsing(dir, readOnly())
	if err != nil {
		return err
	}
	x, err := newBleveIndex(idx, 0)
	if err != nil {
		return errors.Join(err, idx.Close())
	}
	used := map[string]bool{}
	for _, s := range x.shards {
		if f, ok := s.Segment().(interface{ Path() string }); ok {
			used[filepath.Base(f.Path())] = true
		}
	}
	if err := x.Close(); err != nil {
		return err
	}
	return walkFiles(dir, func(name, path string) error {
		if isSegment(name) && !used[filepath.Base(name)] {
			return os.Remove(path)
		}
		return nil
	})
}

func (b *bleveBuilder) Abort() error { return b.index.Close() }

// Open opens a sealed generation for reading.
func (Bleve) Open(dir string) (Index, error) {
	s, err := readSeal(dir)
	if err != nil {
		return nil, err
	}
	idx, err := bleve.OpenUsing(filepath.Join(dir, storeName), readOnly())
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	n, err := idx.DocCount()
	if err != nil || int(n) != s.Passages {
		return nil, errors.Join(fmt.Errorf("%w (%d passages, sealed with %d)", ErrDamaged, n, s.Passages), err, idx.Close())
	}
	x, err := newBleveIndex(idx, int(n))
	if err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	return x, nil
}

// Use does nothing: the archive names the generation.
func (Bleve) Use(string) error { return nil }

// Remove deletes the directory of a generation.
func (Bleve) Remove(dir string) error { return os.RemoveAll(dir) }

// Name returns bleve.
func (Bleve) Name() string { return "bleve" }
