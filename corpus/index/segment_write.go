package index

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/s2"
)

// A segment is one immutable file that holds passages: those of a document stand together.
//
// All passages lie one behind the other on a line of positions: of each first the title, then
// the text, a word a position, with an empty position after each of the two so that no phrase
// reaches across. A term has the list of the positions where it stands, so passages, counts
// and neighbours all follow from one list.
//
// The file has these parts, then a tail that says where each begins:
//
//	positions   of each term, as differences
//	terms       the keys of the terms, sorted, one behind the other
//	entries     of each term: where its key ends, where its positions end, passages, positions
//	columns     documents and passages, and the properties that filter and count
//	stored      the passages as JSON, in compressed blocks
//	blocks      of each block: where it ends, the first passage
//
// Keys begin with a letter that says what the term is.
const (
	keyWord   = 'w' // a word: folded form, 0, exact form
	keyOther  = 'a' // another reading of a doubtful word: likewise
	keyNumber = 'n' // a document number that stands in the passage, compact
	keyOwn    = 'o' // the document's own number, compact
)

// wordKey is the key of a word or of another reading; its beginning up to the 0 is that of
// all words that fold alike.
func wordKey(kind byte, f forms) string { return string(kind) + f.fold + "\x00" + f.exact }

const entrySize = 16 // bytes: four numbers

// maxSegment is the text in bytes that a segment holds; what is in memory while one is
// written is a few times as much.
const maxSegment = 24 << 20

// positions is the list of a term while it grows.
type positions struct {
	list     []byte
	last     uint32 // position
	passages uint32
	count    uint32
	passage  int // that the last position is in
}

// writing is a way to write a word: many share one list.
type writing struct {
	forms
	*positions
}

// segmentWriter collects passages.
type segmentWriter struct {
	terms   map[string]*positions
	words   map[string]*writing // by how a word is written
	next    uint32              // position
	size    int                 // bytes of text
	count   int                 // passages
	lengths []uint32            // words of the title and of the text of each passage
	docs    []uint32            // first passage of each document
	docIDs  []string

	kind, issuer, level, year        columnWriter // by document
	place, organization, due, target columnWriter // by passage
	stored                           storedWriter
}

func newSegmentWriter() *segmentWriter {
	return &segmentWriter{terms: map[string]*positions{}, words: map[string]*writing{}}
}

// put adds the passages of a document.
func (w *segmentWriter) put(document string, list []Passage) error {
	if len(list) == 0 {
		return nil
	}
	w.docs, w.docIDs = append(w.docs, uint32(w.count)), append(w.docIDs, strings.Clone(document))
	p := &list[0]
	w.kind.add(p.Type)
	w.issuer.add(p.Issuer)
	w.level.add(p.Level)
	w.year.add(p.Year())
	for i := range list {
		if err := w.add(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *segmentWriter) add(p *Passage) error {
	base := w.next
	others := map[forms][]forms{}
	for _, d := range p.Doubts {
		if k := tokenize(d.Word); len(k) == 1 {
			for _, o := range d.Or {
				if k2 := tokenize(o); len(k2) == 1 {
					others[k[0].forms] = append(others[k[0].forms], k2[0].forms)
				}
			}
		}
	}
	title := w.addWords(p.Title, others)
	text := w.addWords(p.Text, others)
	w.lengths = append(w.lengths, uint32(title), uint32(text))
	w.addNumbers(p, base)
	w.place.add(p.Places...)
	w.organization.add(p.Organizations...)
	w.due.add(p.Due...)
	if p.Targets > 0 {
		w.target.add("1")
	} else {
		w.target.add()
	}
	w.size += len(p.Title) + len(p.Text)
	w.count++
	return w.stored.add(p, w.count-1)
}

// addWords adds a text and an empty position.
func (w *segmentWriter) addWords(s string, others map[forms][]forms) int {
	first := w.next
	for start, end := nextWord(s, 0); start < end; start, end = nextWord(s, end) {
		l := w.words[s[start:end]]
		if l == nil {
			f := newForms(strings.Clone(s[start:end]))
			l = &writing{f, w.list(wordKey(keyWord, f))}
			w.words[strings.Clone(s[start:end])] = l
		}
		l.add(w.next, w.count)
		if len(others) > 0 {
			for _, o := range others[l.forms] {
				w.list(wordKey(keyOther, o)).add(w.next, w.count)
			}
		}
		w.next++
	}
	w.next++
	return int(w.next - first - 1)
}

// addNumbers adds the document numbers of a passage at its first position.
func (w *segmentWriter) addNumbers(p *Passage, base uint32) {
	numbers := numbersIn(p.Title + "\n" + p.Text)
	own := compact(p.Number)
	if own != "" {
		w.list(string(keyOwn)+own).add(base, w.count)
		if !slices.Contains(numbers, own) {
			numbers = append(numbers, own)
		}
	}
	for _, n := range numbers {
		w.list(string(keyNumber)+n).add(base, w.count)
	}
}

func (w *segmentWriter) list(key string) *positions {
	l := w.terms[key]
	if l == nil {
		l = &positions{passage: -1}
		w.terms[strings.Clone(key)] = l
	}
	return l
}

// add adds a position, in rising order; one that is there already counts once.
func (l *positions) add(at uint32, passage int) {
	if l.count > 0 && at == l.last {
		return
	}
	l.list = binary.AppendUvarint(l.list, uint64(at-l.last))
	l.last = at
	l.count++
	if l.passage != passage {
		l.passage = passage
		l.passages++
	}
}

// write writes the file.
func (w *segmentWriter) write(path string) error {
	keys := slices.Sorted(maps.Keys(w.terms))
	var lists, terms, entries bytes.Buffer
	for _, k := range keys {
		l := w.terms[k]
		lists.Write(l.list)
		terms.WriteString(k)
		var e [entrySize]byte
		for i, n := range []uint32{uint32(terms.Len()), uint32(lists.Len()), l.passages, l.count} {
			binary.LittleEndian.PutUint32(e[4*i:], n)
		}
		entries.Write(e[:])
	}
	w.stored.flush()
	parts := [][]byte{lists.Bytes(), terms.Bytes(), entries.Bytes(), w.columns(), w.stored.out.Bytes(), w.stored.blocks.b}
	var tail []byte
	var all bytes.Buffer
	for _, p := range parts {
		all.Write(p)
		tail = binary.LittleEndian.AppendUint64(tail, uint64(all.Len()))
	}
	all.Write(tail)
	if err := writeSynced(path, all.Bytes()); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

// columns writes the tables of documents and passages.
func (w *segmentWriter) columns() []byte {
	var e encoder
	e.num(uint64(len(w.docs)))
	for i, id := range w.docIDs {
		e.str(id)
		e.num(uint64(w.docs[i]))
	}
	e.nums(w.lengths)
	for _, c := range []*columnWriter{&w.kind, &w.issuer, &w.level, &w.year, &w.place, &w.organization, &w.due, &w.target} {
		c.encode(&e)
	}
	return e.b
}

// blockSize is the size in bytes of what is compressed together: to show a hit, one block is
// unpacked.
const blockSize = 8 << 10

// storedWriter packs passages.
type storedWriter struct {
	raw    encoder
	out    bytes.Buffer
	blocks encoder
	first  int    // passage of the block
	count  int    // passages in the block
	pack   []byte // memory of the packer
}

func (s *storedWriter) add(p *Passage, number int) error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("index: %s: %w", p.ID, err)
	}
	if s.count == 0 {
		s.first = number
	}
	s.raw.num(uint64(len(b)))
	s.raw.b = append(s.raw.b, b...)
	s.count++
	if len(s.raw.b) >= blockSize {
		s.flush()
	}
	return nil
}

func (s *storedWriter) flush() {
	if s.count == 0 {
		return
	}
	s.pack = s2.EncodeBetter(s.pack, s.raw.b)
	s.out.Write(s.pack)
	s.blocks.num(uint64(s.first))
	s.blocks.num(uint64(s.out.Len()))
	s.raw.b, s.count = s.raw.b[:0], 0
}

// segmentRow says what a generation uses of a segment.
type segmentRow struct {
	File     string   `json:"file"`
	Bytes    int      `json:"bytes"`    // of text
	Passages int      `json:"passages"` // without the removed
	Removed  []string `json:"removed,omitempty"`
}

const (
	stateName    = "segments.json"
	segmentExt   = ".segment"
	maxTogether  = 2 // a segment is written again with the one before it unless that has so many times its text
	segmentNames = "%06d" + segmentExt
)

// Segments is the embedded engine: a generation is a few immutable files of passages and a
// list of them. A generation that goes on from another links the files it keeps.
type Segments struct{}

type segmentsBuilder struct {
	dir    string
	rows   []segmentRow
	have   []map[string]int // passages of each document of each row that are not removed
	next   int              // number of the next file
	writer *segmentWriter
	mine   map[string]bool // documents in the writer
}

// Build begins a generation.
func (Segments) Build(dir, from string) (Builder, error) {
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	b := &segmentsBuilder{dir: dir, writer: newSegmentWriter(), mine: map[string]bool{}}
	if from == "" {
		return b, nil
	}
	if err := clone(dir, from, func(name string) bool { return filepath.Ext(name) == segmentExt }); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return b, b.load()
}

// load takes up the segments that the directory has.
func (b *segmentsBuilder) load() error {
	rows, err := readState(b.dir)
	if err != nil {
		return err
	}
	for _, r := range rows {
		s, err := openSegment(filepath.Join(b.dir, r.File), r.Removed)
		if err != nil {
			return err
		}
		b.rows, b.have = append(b.rows, r), append(b.have, s.documents())
		var n int
		if _, err := fmt.Sscanf(r.File, segmentNames, &n); err == nil {
			b.next = max(b.next, n)
		}
		if err := s.close(); err != nil {
			return fmt.Errorf("index: %w", err)
		}
	}
	return nil
}

func readState(dir string) ([]segmentRow, error) {
	b, err := os.ReadFile(filepath.Join(dir, stateName))
	var rows []segmentRow
	if err == nil {
		err = json.Unmarshal(b, &rows)
	}
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	return rows, nil
}

func (b *segmentsBuilder) Put(document string, passages []Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	if len(passages) == 0 {
		return nil
	}
	b.mine[document] = true
	if err := b.writer.put(document, passages); err != nil {
		return err
	}
	if b.writer.size >= maxSegment {
		return b.flush()
	}
	return nil
}

// flush writes the passages collected as a segment.
func (b *segmentsBuilder) flush() error {
	if b.writer.count == 0 {
		return nil
	}
	b.next++
	w := b.writer
	r := segmentRow{File: fmt.Sprintf(segmentNames, b.next), Bytes: w.size, Passages: w.count}
	if err := w.write(filepath.Join(b.dir, r.File)); err != nil {
		return err
	}
	have := map[string]int{}
	for i, id := range w.docIDs {
		end := w.count
		if i+1 < len(w.docs) {
			end = int(w.docs[i+1])
		}
		have[id] = end - int(w.docs[i])
	}
	b.rows, b.have = append(b.rows, r), append(b.have, have)
	b.writer, b.mine = newSegmentWriter(), map[string]bool{}
	return nil
}

func (b *segmentsBuilder) Remove(document string) error {
	if b.mine[document] {
		if err := b.flush(); err != nil {
			return err
		}
	}
	for i, have := range b.have {
		if n, ok := have[document]; ok {
			delete(have, document)
			b.rows[i].Removed = append(b.rows[i].Removed, document)
			b.rows[i].Passages -= n
		}
	}
	return nil
}

func (b *segmentsBuilder) Seal() (int, error) {
	err := b.flush()
	for err == nil && b.mergeable() {
		err = b.merge()
	}
	if err != nil {
		return 0, err
	}
	n := 0
	for i := range b.rows {
		slices.Sort(b.rows[i].Removed)
		n += b.rows[i].Passages
	}
	state, err := json.Marshal(b.rows)
	if err == nil {
		err = os.Remove(filepath.Join(b.dir, stateName)) // it may be a link into another generation
		if os.IsNotExist(err) {
			err = nil
		}
	}
	if err == nil {
		err = writeSynced(filepath.Join(b.dir, stateName), state)
	}
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return n, writeSeal(b.dir, n)
}

// mergeable reports whether the last two segments are better one: that keeps their number
// small while each passage is seldom written again.
func (b *segmentsBuilder) mergeable() bool {
	n := len(b.rows)
	if n == 0 {
		return false
	}
	last := b.rows[n-1]
	if n == 1 {
		return last.Passages == 0
	}
	before := b.rows[n-2]
	return before.Bytes+last.Bytes <= maxSegment && before.Bytes < maxTogether*last.Bytes || last.Passages == 0
}

// merge writes the last two segments as one, without what was removed.
func (b *segmentsBuilder) merge() error {
	n := max(0, len(b.rows)-2)
	old := slices.Clone(b.rows[n:])
	b.rows, b.have = b.rows[:n], b.have[:n]
	for _, r := range old {
		if err := b.again(r); err != nil {
			return err
		}
	}
	if err := b.flush(); err != nil {
		return err
	}
	for _, r := range old {
		if err := os.Remove(filepath.Join(b.dir, r.File)); err != nil {
			return fmt.Errorf("index: %w", err)
		}
	}
	return nil
}

// again puts the documents of a segment into the writer.
func (b *segmentsBuilder) again(r segmentRow) error {
	s, err := openSegment(filepath.Join(b.dir, r.File), r.Removed)
	if err != nil {
		return err
	}
	defer s.close()
	for d, id := range s.docIDs {
		if s.removed[d] {
			continue
		}
		var list []Passage
		for p := s.docs[d]; p < s.docEnd(d); p++ {
			ps, err := s.passage(int(p))
			if err != nil {
				return err
			}
			list = append(list, *ps)
		}
		if err := b.writer.put(id, list); err != nil {
			return err
		}
	}
	return nil
}

func (b *segmentsBuilder) Abort() error { return nil }

// Year returns the year of the document's date, empty when not known.
func (p *Passage) Year() string { return p.Date[:min(4, len(p.Date))] }
