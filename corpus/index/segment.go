package index

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"unsafe"

	"github.com/klauspost/compress/s2"
)

// segment is an open segment: its tables are in memory, lists and passages on disk. It is
// safe for use by many goroutines.
type segment struct {
	file    *os.File
	ends    [6]int64 // of the parts
	terms   string
	entries []byte

	docIDs  []string
	docs    []uint32 // first passage of each document
	removed []bool   // by document
	docOf   []uint32 // by passage
	base    []uint32 // position where each passage begins, and the end
	title   []uint32 // words of the title, by passage
	near    []uint32 // the passage of every 64th position
	length  uint64   // words of all passages

	kind, issuer, level, year        column // by document
	place, organization, due, target column // by passage

	blockFirst []uint32 // passage
	blockEnd   []int64
	live       int // passages not removed
}

// The parts of the file.
const (
	partLists = iota
	partTerms
	partEntries
	partColumns
	partStored
	partBlocks
)

// openSegment opens a segment without the removed documents. Damage is an error that wraps
// ErrDamaged.
func openSegment(path string, removed []string) (*segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	s := &segment{file: f}
	if err := s.load(removed); err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

func (s *segment) close() error { return s.file.Close() }

func (s *segment) load(removed []string) error {
	if err := s.readTail(); err != nil {
		return err
	}
	terms, err := s.part(partTerms)
	if err != nil {
		return err
	}
	s.terms = unsafe.String(unsafe.SliceData(terms), len(terms))
	if s.entries, err = s.part(partEntries); err != nil {
		return err
	}
	columns, err := s.part(partColumns)
	if err != nil {
		return err
	}
	blocks, err := s.part(partBlocks)
	if err != nil {
		return err
	}
	if err := s.readColumns(&decoder{b: columns}); err != nil {
		return err
	}
	s.remove(removed)
	return s.readBlocks(&decoder{b: blocks})
}

func (s *segment) readTail() error {
	fi, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	size := fi.Size() - int64(8*len(s.ends))
	tail, err := s.read(size, 8*len(s.ends))
	if err != nil {
		return err
	}
	var last int64
	for i := range s.ends {
		s.ends[i] = int64(binary.LittleEndian.Uint64(tail[8*i:]))
		if s.ends[i] < last || s.ends[i] > size {
			return fmt.Errorf("%w (%s: parts out of order)", ErrDamaged, s.file.Name())
		}
		last = s.ends[i]
	}
	return nil
}

// read reads n bytes from an offset.
func (s *segment) read(offset int64, n int) ([]byte, error) { return s.readInto(nil, offset, n) }

// readInto reads n bytes from an offset, into b where that has room.
func (s *segment) readInto(b []byte, offset int64, n int) ([]byte, error) {
	if offset < 0 || n < 0 {
		return nil, fmt.Errorf("%w (%s is too short)", ErrDamaged, s.file.Name())
	}
	b = slices.Grow(b[:0], n)[:n]
	if _, err := s.file.ReadAt(b, offset); err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return b, nil
}

func (s *segment) start(part int) int64 {
	if part == 0 {
		return 0
	}
	return s.ends[part-1]
}

func (s *segment) part(i int) ([]byte, error) {
	return s.read(s.start(i), int(s.ends[i]-s.start(i)))
}

func (s *segment) readColumns(d *decoder) error {
	n := d.length()
	s.docIDs, s.docs = make([]string, n), make([]uint32, n)
	for i := range n {
		s.docIDs[i], s.docs[i] = d.str(), uint32(d.num())
	}
	passages := d.length() / 2
	s.base, s.title = make([]uint32, passages+1), make([]uint32, passages)
	at := uint64(0)
	for i := range passages {
		title, text := d.num(), d.num()
		s.base[i], s.title[i] = uint32(at), uint32(title)
		at += title + text + 2
		s.length += title + text
	}
	if at >= 1<<32 {
		d.fail()
		at = 0
	}
	s.base[passages] = uint32(at)
	for _, c := range []*column{&s.kind, &s.issuer, &s.level, &s.year} {
		*c = decodeColumn(d, n)
	}
	for _, c := range []*column{&s.place, &s.organization, &s.due, &s.target} {
		*c = decodeColumn(d, passages)
	}
	if d.err == nil {
		s.fill(d, passages)
	}
	return d.err
}

// fill derives the tables that tell the document and the passage of something.
func (s *segment) fill(d *decoder, passages int) {
	s.docOf = make([]uint32, passages)
	for i := range s.docs {
		end := s.docEnd(i)
		if s.docs[i] > end || int(end) > passages {
			d.fail()
			return
		}
		for p := s.docs[i]; p < end; p++ {
			s.docOf[p] = uint32(i)
		}
	}
	s.near = make([]uint32, s.base[passages]/64+1)
	p := 0
	for i := range s.near {
		for p+1 < passages && s.base[p+1] <= uint32(64*i) {
			p++
		}
		s.near[i] = uint32(p)
	}
}

// docEnd returns the passage behind the last of a document.
func (s *segment) docEnd(doc int) uint32 {
	if doc+1 < len(s.docs) {
		return s.docs[doc+1]
	}
	return uint32(len(s.title))
}

func (s *segment) remove(ids []string) {
	s.removed = make([]bool, len(s.docs))
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	for i, id := range s.docIDs {
		if s.removed[i] = gone[id]; !gone[id] {
			s.live += int(s.docEnd(i) - s.docs[i])
		}
	}
}

func (s *segment) readBlocks(d *decoder) error {
	for len(d.b) > 0 && d.err == nil {
		s.blockFirst = append(s.blockFirst, uint32(d.num()))
		s.blockEnd = append(s.blockEnd, int64(d.num()))
	}
	return d.err
}

// documents returns the number of passages of each document.
func (s *segment) documents() map[string]int {
	out := map[string]int{}
	for i, id := range s.docIDs {
		if !s.removed[i] {
			out[id] = int(s.docEnd(i) - s.docs[i])
		}
	}
	return out
}

// entry is a term of the segment.
type entry struct {
	key        string
	start, end uint32 // of its positions
	passages   int
	count      int // positions
}

func (s *segment) len() int { return len(s.entries) / entrySize }

func (s *segment) number(i, k int) uint32 {
	return binary.LittleEndian.Uint32(s.entries[i*entrySize+4*k:])
}

// key returns the key of term i.
func (s *segment) key(i int) string {
	start := uint32(0)
	if i > 0 {
		start = s.number(i-1, 0)
	}
	end := s.number(i, 0)
	if start > end || int(end) > len(s.terms) {
		return ""
	}
	return s.terms[start:end]
}

func (s *segment) entry(i int) entry {
	e := entry{key: s.key(i), end: s.number(i, 1), passages: int(s.number(i, 2)), count: int(s.number(i, 3))}
	if i > 0 {
		e.start = s.number(i-1, 1)
	}
	return e
}

// from returns the number of the first term whose key is not less.
func (s *segment) from(key string) int {
	return sort.Search(s.len(), func(i int) bool { return s.key(i) >= key })
}

// find returns the term with a key.
func (s *segment) find(key string) (entry, bool) {
	if i := s.from(key); i < s.len() && s.key(i) == key {
		return s.entry(i), true
	}
	return entry{}, false
}

// like returns the terms that fold alike: the words, or the other readings.
func (s *segment) like(kind byte, fold string) []entry {
	prefix := string(kind) + fold + "\x00"
	var out []entry
	for i := s.from(prefix); i < s.len() && strings.HasPrefix(s.key(i), prefix); i++ {
		out = append(out, s.entry(i))
	}
	return out
}

// exactOf returns the exact form of a word's key.
func exactOf(key string) string {
	_, exact, _ := strings.Cut(key, "\x00")
	return exact
}

// list is the memory into which positions are read.
type list struct {
	raw []byte
	at  []uint32
}

// read reads the positions of a term, rising.
func (l *list) read(s *segment, e entry) error {
	if e.end < e.start || int64(e.end) > s.ends[partLists] {
		return fmt.Errorf("%w (%s: lists out of order)", ErrDamaged, s.file.Name())
	}
	b, err := s.readInto(l.raw, int64(e.start), int(e.end-e.start))
	if err != nil {
		return err
	}
	l.raw = b
	at, out := uint64(0), slices.Grow(l.at[:0], len(b))[:len(b)]
	n := 0
	for i := 0; i < len(b); n++ {
		d := uint64(b[i])
		i++
		if d >= 0x80 {
			more, k := binary.Uvarint(b[i-1:])
			if k <= 0 {
				return fmt.Errorf("%w (%s: a list ends too early)", ErrDamaged, s.file.Name())
			}
			d, i = more, i-1+k
		}
		at += d
		out[n] = uint32(at)
	}
	if l.at = out[:n]; at >= uint64(s.base[len(s.base)-1]) {
		return fmt.Errorf("%w (%s: a list leaves the text)", ErrDamaged, s.file.Name())
	}
	return nil
}

// passageAt returns the passage of a position, not before the passage given.
func (s *segment) passageAt(at uint32, from int) int {
	p := max(from, int(s.near[at/64]))
	for s.base[p+1] <= at {
		p++
	}
	return p
}

// passage reads a passage.
func (s *segment) passage(i int) (*Passage, error) {
	k := sort.Search(len(s.blockFirst), func(k int) bool { return int(s.blockFirst[k]) > i }) - 1
	if k < 0 {
		return nil, fmt.Errorf("%w (%s: no passage %d)", ErrDamaged, s.file.Name(), i)
	}
	raw, err := s.block(k)
	if err != nil {
		return nil, err
	}
	d := decoder{b: raw}
	for range i - int(s.blockFirst[k]) {
		d.str()
	}
	var p Passage
	if err := json.Unmarshal([]byte(d.str()), &p); err != nil || d.err != nil {
		return nil, fmt.Errorf("%w (%s: passage %d: %v)", ErrDamaged, s.file.Name(), i, err)
	}
	return &p, nil
}

// maxBlock is the size of a block, unpacked, beyond which it is damage: one passage of a whole
// scan is less.
const maxBlock = 1 << 30

// block unpacks a block of passages.
func (s *segment) block(k int) ([]byte, error) {
	start := int64(0)
	if k > 0 {
		start = s.blockEnd[k-1]
	}
	if start > s.blockEnd[k] || s.start(partStored)+s.blockEnd[k] > s.ends[partStored] {
		return nil, fmt.Errorf("%w (%s: blocks out of order)", ErrDamaged, s.file.Name())
	}
	packed, err := s.read(s.start(partStored)+start, int(s.blockEnd[k]-start))
	if err != nil {
		return nil, err
	}
	if n, err := s2.DecodedLen(packed); err != nil || n > maxBlock {
		return nil, fmt.Errorf("%w (%s: block of %d bytes, %v)", ErrDamaged, s.file.Name(), n, err)
	}
	raw, err := s2.Decode(nil, packed)
	if err != nil {
		return nil, fmt.Errorf("%w (%s: %v)", ErrDamaged, s.file.Name(), err)
	}
	return raw, nil
}
