package index

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// shard is a segment of the store of bleve. Sets of passages are taken from its lists as they
// stand in the file, so that words are put together by whole sets and not passage by passage.
type shard struct {
	*scorch.SegmentSnapshot
	live *roaring.Bitmap // passages not removed

	signatures []atomic.Pointer[signature] // by passage, read at first use

	columns func() (*columns, error) // made at first use
	words   func() ([]string, error) // folded words, likewise
}

func newShard(s *scorch.SegmentSnapshot) *shard {
	x := &shard{SegmentSnapshot: s, live: s.DocNumbersLive(), signatures: make([]atomic.Pointer[signature], s.Segment().Count())}
	x.columns = sync.OnceValues(x.readColumns)
	x.words = sync.OnceValues(x.readWords)
	return x
}

// passages returns the passages that have a term. The set may be changed.
func (x *shard) passages(field, term string) (*roaring.Bitmap, error) {
	b := roaring.New()
	if err := x.addPassages(b, field, term); err != nil {
		return nil, err
	}
	return b, nil
}

// addPassages adds the passages that have a term.
func (x *shard) addPassages(to *roaring.Bitmap, field, term string) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	list, err := d.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return err
	}
	if l, ok := list.(interface{ OrInto(*roaring.Bitmap) }); ok {
		l.OrInto(to)
		return nil
	}
	for it := list.Iterator(false, false, false, nil); ; {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		to.Add(uint32(p.Number()))
	}
}

// addFolded adds the passages that have a word, whatever its accents.
func (x *shard) addFolded(to *roaring.Bitmap, field, fold string) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	for it := d.AutomatonIterator(nil, []byte(fold+"\x00"), []byte(fold+"\x01")); ; {
		e, err := it.Next()
		if err != nil || e == nil {
			return err
		}
		if err := x.addPassages(to, field, e.Term); err != nil {
			return err
		}
	}
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

// eachTerm calls f for each term of a field, in order, with the passages that have it.
func (x *shard) eachTerm(field string, f func(term string, passages uint64) error) error {
	d, err := x.Segment().Dictionary(field)
	if err != nil {
		return err
	}
	for it := d.AutomatonIterator(nil, nil, nil); ; {
		e, err := it.Next()
		if err != nil || e == nil {
			return err
		}
		if err := f(e.Term, e.Count); err != nil {
			return err
		}
	}
}

// readWords lists the folded words.
func (x *shard) readWords() ([]string, error) {
	var out []string
	err := x.eachTerm(fieldWords, func(term string, _ uint64) error {
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
	n := int(x.Segment().Count())
	c.first = make([]uint32, n+1)
	err := x.eachTerm(field, func(term string, _ uint64) error {
		b, err := x.passages(field, term)
		if err != nil {
			return err
		}
		c.names, c.rows = append(c.names, strings.Clone(term)), append(c.rows, b)
		b.Iterate(func(r uint32) bool {
			c.first[r+1]++
			return true
		})
		return nil
	})
	if err != nil {
		return err
	}
	for i := range n {
		c.first[i+1] += c.first[i]
	}
	c.values = make([]uint32, c.first[n])
	next := append([]uint32(nil), c.first...)
	for v, rows := range c.rows {
		rows.Iterate(func(r uint32) bool {
			c.values[next[r]] = uint32(v)
			next[r]++
			return true
		})
	}
	if len(c.rows) > fewValues {
		c.rows = nil
	}
	return nil
}

// signature returns the signature of a passage.
func (x *shard) signature(row uint32) (signature, error) {
	if s := x.signatures[row].Load(); s != nil {
		return *s, nil
	}
	var s signature
	err := x.visit(row, func(stored signature, _ []byte) { s = bytes.Clone(stored) })
	if err == nil {
		x.signatures[row].Store(&s)
	}
	return s, err
}

// passage reads a passage.
func (x *shard) passage(row uint32) (*Passage, error) {
	var p *Passage
	var bad error
	err := x.visit(row, func(_ signature, packed []byte) { p, bad = unpack(packed) })
	if bad != nil {
		return nil, fmt.Errorf("%w (passage %d: %v)", ErrDamaged, row, bad)
	}
	return p, err
}

// visit calls f with what is stored of a passage.
func (x *shard) visit(row uint32, f func(s signature, packed []byte)) error {
	ok := false
	err := x.VisitDocument(uint64(row), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != fieldStored {
			return true
		}
		var s signature
		var packed []byte
		if s, packed, ok = unsign(value); ok {
			f(s, packed)
		}
		return false
	})
	if err != nil || !ok {
		return fmt.Errorf("%w (passage %d: %v)", ErrDamaged, row, err)
	}
	return nil
}
