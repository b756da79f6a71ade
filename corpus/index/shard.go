package index

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// shard is a segment of the store of bleve. Words are put together by whole sets of passages, not
// passage by passage; a set has the rows of its passages.
type shard struct {
	*scorch.SegmentSnapshot
	live *roaring.Bitmap // passages not removed

	signatures []atomic.Pointer[[]signature] // by group, read at first use

	columns func() (*columns, error) // made at first use
	words   func() ([]string, error) // folded words, likewise
}

func newShards(s *scorch.IndexSnapshot) ([]*shard, error) {
	var out []*shard
	for _, seg := range s.Segments() {
		x, err := newShard(seg)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func newShard(s *scorch.SegmentSnapshot) (*shard, error) {
	x := &shard{SegmentSnapshot: s, signatures: make([]atomic.Pointer[[]signature], s.Segment().Count())}
	x.columns = sync.OnceValues(x.readColumns)
	x.words = sync.OnceValues(x.readWords)
	var err error
	x.live, err = x.readLive()
	return x, err
}

// groups is the number of groups, removed ones too.
func (x *shard) groups() int { return len(x.signatures) }

// readLive returns the passages of the groups that are not removed.
func (x *shard) readLive() (*roaring.Bitmap, error) {
	of := make([]uint64, x.groups())
	if err := x.eachGroup(fieldPassage, "1", func(group int, passages uint64) { of[group] = passages }); err != nil {
		return nil, err
	}
	left := x.DocNumbersLive()
	for g := range of {
		if !left.Contains(uint32(g)) {
			of[g] = 0
		}
	}
	return roaring.FromDense(of, false), nil
}

// groupsOf returns the groups of some passages.
func groupsOf(passages *roaring.Bitmap) *roaring.Bitmap {
	groups := roaring.New()
	passages.Iterate(func(row uint32) bool {
		groups.Add(row >> rowShift)
		return true
	})
	return groups
}

// smallGroups returns the groups that are not half full.
func (x *shard) smallGroups() *roaring.Bitmap {
	size := make([]int, x.groups())
	x.live.Iterate(func(row uint32) bool {
		size[row>>rowShift]++
		return true
	})
	small := roaring.New()
	for g, n := range size {
		if n > 0 && n < groupSize/2 {
			small.Add(uint32(g))
		}
	}
	return small
}

// passages returns the passages that have a term. The set may be changed.
func (x *shard) passages(field, term string) (*roaring.Bitmap, error) {
	b := roaring.New()
	if err := x.addPassages(b, field, term); err != nil {
		return nil, err
	}
	return b, nil
}

// eachGroup calls f for each group with passages that have a term, which are given as bits.
func (x *shard) eachGroup(field, term string, f func(group int, passages uint64)) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	list, err := d.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return err
	}
	for it := list.Iterator(true, false, false, nil); ; {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		f(int(p.Number()), p.Frequency())
	}
}

// count returns the number of passages, not removed, that have a term.
func (x *shard) count(field, term string) (int, error) {
	n := 0
	err := x.eachGroup(field, term, func(group int, passages uint64) {
		if x.live.Contains(uint32(group << rowShift)) { // a group has a first passage
			n += bits.OnesCount64(passages)
		}
	})
	return n, err
}

// masks are sets of passages that are put together, by group.
var masks = sync.Pool{New: func() any { return new([]uint64) }}

// addPassages adds the passages that have one of some terms.
func (x *shard) addPassages(to *roaring.Bitmap, field string, terms ...string) error {
	pooled := masks.Get().(*[]uint64)
	defer masks.Put(pooled)
	of := slices.Grow((*pooled)[:0], x.groups())[:x.groups()]
	*pooled = of
	clear(of)
	for _, term := range terms {
		if err := x.eachGroup(field, term, func(group int, passages uint64) { of[group] |= passages }); err != nil {
			return err
		}
	}
	if to.IsEmpty() {
		to.FromDense(of, true)
	} else {
		to.Or(roaring.FromDense(of, true))
	}
	return nil
}

// addFolded adds the passages that have a word, whatever its accents.
func (x *shard) addFolded(to *roaring.Bitmap, field, fold string) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	var terms []string
	for it := d.AutomatonIterator(nil, []byte(fold+"\x00"), []byte(fold+"\x01")); ; {
		e, err := it.Next()
		if err != nil {
			return err
		}
		if e == nil {
			break
		}
		terms = append(terms, e.Term)
	}
	if len(terms) == 0 {
		return nil
	}
	return x.addPassages(to, field, terms...)
}

// folded returns the passages that have a word, whatever its accents.
func (x *shard) folded(field, fold string) (*roaring.Bitmap, error) {
	b := roaring.New()
	return b, x.addFolded(b, field, fold)
}

// has reports whether some passage has a term.
func (x *shard) has(field, term string) (bool, error) {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return false, err
	}
	return d.Contains([]byte(term))
}

// eachTerm calls f for each term of a field, in order.
func (x *shard) eachTerm(field string, f func(term string) error) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	for it := d.AutomatonIterator(nil, nil, nil); ; {
		e, err := it.Next()
		if err != nil || e == nil {
			return err
		}
		if err := f(e.Term); err != nil {
			return err
		}
	}
}

// readWords lists the folded words.
func (x *shard) readWords() ([]string, error) {
	var out []string
	err := x.eachTerm(fieldWords, func(term string) error {
		if fold, _, _ := strings.Cut(term, "\x00"); len(out) == 0 || out[len(out)-1] != fold {
			out = append(out, strings.Clone(fold))
		}
		return nil
	})
	return out, err
}

// columns are the properties of the passages of a shard.
type columns struct {
	document, kind, issuer, level, year, place, organization, due, target column
}

func (x *shard) readColumns() (*columns, error) {
	c := &columns{}
	for _, f := range []struct {
		to    *column
		field string
	}{{&c.document, fieldDocument}, {&c.kind, fieldType}, {&c.issuer, fieldIssuer}, {&c.level, fieldLevel}, {&c.year, fieldYear},
		{&c.place, fieldPlace}, {&c.organization, fieldOrganization}, {&c.due, fieldDue}, {&c.target, fieldTarget}} {
		if err := x.readColumn(f.to, f.field); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
	}
	return c, nil
}

// readColumn turns the lists of a field round: the values of each passage.
func (x *shard) readColumn(c *column, field string) error {
	n := x.groups() << rowShift
	c.first = make([]uint32, n+1)
	var lists [][]uint32 // by value: rows
	err := x.eachTerm(field, func(term string) error {
		var rows []uint32
		err := x.eachGroup(field, term, func(group int, passages uint64) {
			for ; passages != 0; passages &= passages - 1 {
				rows = append(rows, uint32(group<<rowShift+bits.TrailingZeros64(passages)))
			}
		})
		c.names, lists = append(c.names, strings.Clone(term)), append(lists, rows)
		for _, r := range rows {
			c.first[r+1]++
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := range n {
		c.first[i+1] += c.first[i]
	}
	c.values = make([]uint32, c.first[n])
	next := slices.Clone(c.first)
	for v, rows := range lists {
		for _, r := range rows {
			c.values[next[r]] = uint32(v)
			next[r]++
		}
		if len(lists) <= fewValues {
			c.rows = append(c.rows, roaring.BitmapOf(rows...))
		}
	}
	return nil
}

// signature returns the signature of a passage.
func (x *shard) signature(row uint32) (signature, error) {
	group, k := row>>rowShift, int(row&rowMask)
	all := x.signatures[group].Load()
	if all == nil {
		all = &[]signature{}
		err := x.visit(group, func(signatures []signature, _ [][]byte) {
			for _, s := range signatures {
				*all = append(*all, bytes.Clone(s))
			}
		})
		if err != nil {
			return nil, err
		}
		x.signatures[group].Store(all)
	}
	if k >= len(*all) {
		return nil, fmt.Errorf("%w (no passage %d)", ErrDamaged, row)
	}
	return (*all)[k], nil
}

// passage reads a passage.
func (x *shard) passage(row uint32) (*Passage, error) {
	var p *Passage
	bad := errShort
	err := x.visit(row>>rowShift, func(_ []signature, packed [][]byte) {
		if k := int(row & rowMask); k < len(packed) {
			p, bad = unpack(packed[k])
		}
	})
	if err == nil && bad != nil {
		err = fmt.Errorf("%w (passage %d: %v)", ErrDamaged, row, bad)
	}
	return p, err
}

// visit calls f with what is stored of a group, which f must not keep.
func (x *shard) visit(group uint32, f func(signatures []signature, packed [][]byte)) error {
	bad := errShort
	err := x.VisitDocument(uint64(group), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != fieldStored {
			return true
		}
		var signatures []signature
		var packed [][]byte
		if signatures, packed, bad = unpackGroup(value); bad == nil {
			f(signatures, packed)
		}
		return false
	})
	if err = errors.Join(err, bad); err != nil {
		return fmt.Errorf("%w (group %d: %v)", ErrDamaged, group, err)
	}
	return nil
}
