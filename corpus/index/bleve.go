package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"
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
	b := &bleveBuilder{dir: dir, index: idx, batch: idx.NewBatch(), group: newGroup(), fresh: from == "",
		put: map[string]bool{}, pending: map[string]bool{}, removed: map[string]bool{}}
	if b.groups, err = lastGroup(idx); err != nil {
		return nil, errors.Join(fmt.Errorf("index: cannot begin %s: %w", dir, err), idx.Close())
	}
	return b, nil
}

func openForWriting(dir, from string) (bleve.Index, error) {
	config := map[string]any{"bolt_timeout": lockTimeout, "scorchMergePlanOptions": map[string]any{"FloorSegmentSize": smallSegment}}
	if from == "" {
		config["scorchMergePlanOptions"] = map[string]any{"MaxSegmentsPerTier": math.MaxInt32} // Seal merges
		return bleve.NewUsing(dir, newMapping(), bleve.Config.DefaultIndexType, bleve.Config.DefaultKVStore, config)
	}
	if err := clone(filepath.Dir(dir), from, isSegment); err != nil {
		return nil, err
	}
	return bleve.OpenUsing(dir, config)
}

// smallSegment is the number of groups up to which segments count as equally small when bleve
// chooses which to merge.
const smallSegment = 32

// isSegment reports whether a file is a segment: those never change.
func isSegment(name string) bool { return path.Ext(name) == ".zap" }

// readOnly is how a sealed generation is opened.
func readOnly() map[string]any {
	return map[string]any{"read_only": true, "bolt_timeout": lockTimeout}
}

// Batches are bounded in passages and in bytes of text: each has its dictionaries, which are merged
// in the end, and is in memory as a whole.
const (
	maxBatch      = 50000
	maxBatchBytes = 8 << 20
	maxRemoved    = 500 // documents: what lies in groups with them is added again
)

type bleveBuilder struct {
	dir    string
	index  bleve.Index
	batch  *bleve.Batch
	group  *group // not yet in the batch
	groups int    // number of the last group

	fresh   bool            // nothing was there at the beginning
	put     map[string]bool // documents that were put
	pending map[string]bool // those that the batch and the group put
	removed map[string]bool // those to take out of the index before that
	count   int             // passages in the batch and the group
	bytes   int             // of their text
}

func (b *bleveBuilder) Put(document string, passages []Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	for i := range passages {
		b.pending[document], b.put[document] = true, true
		if err := b.add(&passages[i]); err != nil {
			return fmt.Errorf("index: %s: %w", passages[i].ID, err)
		}
		if b.count >= maxBatch || b.bytes >= maxBatchBytes {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds a passage to the group, and a full group to the batch.
func (b *bleveBuilder) add(p *Passage) error {
	b.group.add(p)
	b.count++
	b.bytes += len(p.Text)
	if b.group.size() < groupSize {
		return nil
	}
	return b.endGroup()
}

func (b *bleveBuilder) endGroup() error {
	if b.group.size() == 0 {
		return nil
	}
	b.groups++
	d := b.group.document(b.groups)
	b.group.reset()
	return b.batch.IndexAdvanced(d)
}

func (b *bleveBuilder) flush() error {
	err := b.takeOut(false)
	if err = errors.Join(err, b.endGroup()); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	b.batch.SetInternal([]byte(keyGroups), []byte(strconv.Itoa(b.groups)))
	if err := b.index.Batch(b.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	b.batch = b.index.NewBatch() // bleve may still be reading the old one's map
	clear(b.pending)
	b.bytes, b.count = 0, 0
	return nil
}

func (b *bleveBuilder) Remove(document string) error {
	if b.fresh && !b.put[document] {
		return nil
	}
	if b.pending[document] || len(b.removed) == maxRemoved {
		if err := b.flush(); err != nil {
			return err
		}
	}
	b.removed[document] = true
	return nil
}

// keyGroups is where the store keeps the number of the last group.
const keyGroups = "groups"

func lastGroup(idx bleve.Index) (int, error) {
	b, err := idx.GetInternal([]byte(keyGroups))
	if err != nil || b == nil {
		return 0, err
	}
	return strconv.Atoi(string(b))
}

// takeOut takes the removed documents out of the index: the batch deletes the groups with passages
// of theirs, and the other passages of those go into new groups. On demand those of small groups do
// too, which many small additions leave.
func (b *bleveBuilder) takeOut(small bool) error {
	if len(b.removed) == 0 && !small {
		return nil
	}
	x, err := newBleveIndex(b.index)
	if err != nil {
		return err
	}
	defer x.reader.Close()
	documents := slices.Sorted(maps.Keys(b.removed))
	for _, s := range x.shards {
		gone := roaring.New()
		if err := s.addPassages(gone, fieldDocument, documents...); err != nil {
			return err
		}
		gone.And(s.live)
		groups := groupsOf(gone)
		if small {
			groups.Or(s.smallGroups())
		}
		if err := b.takeOutOf(s, groups, gone); err != nil {
			return err
		}
	}
	clear(b.removed)
	return nil
}

// takeOutOf takes groups out of a segment and adds their passages again that are not gone.
func (b *bleveBuilder) takeOutOf(s *shard, groups, gone *roaring.Bitmap) error {
	for it := groups.Iterator(); it.HasNext(); {
		g := it.Next()
		id, err := s.DocID(uint64(g))
		if err != nil {
			return err
		}
		b.batch.Delete(string(id))
		if err := b.addRest(s, g, gone); err != nil {
			return err
		}
	}
	return nil
}

// addRest adds the passages of a group again, but those that are gone.
func (b *bleveBuilder) addRest(s *shard, group uint32, gone *roaring.Bitmap) error {
	for row := group << rowShift; row < group<<rowShift+groupSize; row++ {
		if gone.Contains(row) || !s.live.Contains(row) {
			continue
		}
		p, err := s.passage(row)
		if err != nil {
			return err
		}
		if err := b.add(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *bleveBuilder) Seal() (int, error) {
	err := b.takeOut(!b.fresh)
	err = errors.Join(err, b.flush())
	waste, e := b.wasteful()
	if err = errors.Join(err, e); b.fresh || waste {
		err = errors.Join(err, b.merge())
	}
	if err = errors.Join(err, b.index.Close()); err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	n, err := dropUnused(filepath.Join(b.dir, storeName))
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return n, writeSeal(b.dir, n)
}

// wasteful reports whether most groups of the index are removed ones, which merging drops.
func (b *bleveBuilder) wasteful() (bool, error) {
	x, err := newBleveIndex(b.index)
	if err != nil {
		return false, err
	}
	all, live := 0, 0
	for _, s := range x.shards {
		all += s.groups()
		live += int(s.DocNumbersLive().GetCardinality())
	}
	return all > 2*live, x.reader.Close()
}

// merge makes one segment of all: dictionaries are stored once, and a query looks in one place.
func (b *bleveBuilder) merge() error {
	inner, err := b.index.Advanced()
	if err != nil {
		return err
	}
	if s, ok := inner.(*scorch.Scorch); ok {
		plan := mergeplan.SingleSegmentMergePlanOptions
		plan.SegmentsPerMergeTask = math.MaxInt32 // not by steps
		if err := s.ForceMerge(context.Background(), &plan); err != nil {
			return err
		}
	}
	b.batch.SetInternal([]byte("merged"), []byte("1")) // a batch returns when all before it is on disk
	return b.flush()
}

// dropUnused deletes segments that the closed index in a folder no longer uses: bleve does so in
// the background, and may be closed first. It returns the number of passages.
func dropUnused(dir string) (int, error) {
	idx, err := bleve.OpenUsing(dir, readOnly())
	if err != nil {
		return 0, err
	}
	x, err := newBleveIndex(idx)
	if err != nil {
		return 0, errors.Join(err, idx.Close())
	}
	used := map[string]bool{}
	for _, s := range x.shards {
		if f, ok := s.Segment().(interface{ Path() string }); ok {
			used[filepath.Base(f.Path())] = true
		}
	}
	if err := x.Close(); err != nil {
		return 0, err
	}
	return x.count, walkFiles(dir, func(name, path string) error {
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
	x, err := newBleveIndex(idx)
	if err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	if x.count != s.Passages {
		return nil, errors.Join(fmt.Errorf("%w (%d passages, sealed with %d)", ErrDamaged, x.count, s.Passages), x.Close())
	}
	return x, nil
}

// Use does nothing: the archive names the generation.
func (Bleve) Use(string) error { return nil }

// Remove deletes the directory of a generation.
func (Bleve) Remove(dir string) error { return os.RemoveAll(dir) }

// Name returns bleve.
func (Bleve) Name() string { return "bleve" }
