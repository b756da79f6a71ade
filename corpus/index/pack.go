package index

import (
	"encoding/binary"
	"errors"
	"math"
)

// packer packs passages. What neighbours have in common is encoded once.
type packer struct {
	packed
	known map[string][]byte // encoded texts
}

func newPacker() *packer { return &packer{known: map[string][]byte{}} }

// pack returns a passage as it is stored. The words are those of its title and, after one byte, its
// text.
func (w *packer) pack(p *Passage, words []token) []byte {
	w.packed = make(packed, 0, len(p.Text)/2+64)
	w.encoded(encode(p.Title, words, 0))
	w.encoded(encode(p.Text, words, len(p.Title)+1))
	for _, s := range p.strings() {
		w.string(*s)
	}
	for _, list := range p.lists() {
		w.strings(*list)
	}
	for _, n := range []int{p.Lines[0], p.Lines[1], int(math.Round(p.Sure * 1000)), p.Targets, len(p.Doubts)} {
		w.int(n)
	}
	for _, d := range p.Doubts {
		w.string(d.Word)
		w.strings(d.Or)
	}
	if p.ID != p.usualID() {
		w.string(p.ID)
	}
	return w.packed
}

// unpack returns a passage that pack packed.
func unpack(b []byte) (*Passage, error) {
	p, r := &Passage{}, unpacker{rest: b}
	p.Title, p.Text = r.string(), r.string()
	for _, s := range p.strings() {
		*s = r.string()
	}
	for _, list := range p.lists() {
		*list = r.strings()
	}
	p.Lines = [2]int{r.int(), r.int()}
	p.Sure = float64(r.int()) / 1000
	p.Targets = r.int()
	for n := r.int(); n > 0 && r.err == nil; n-- {
		p.Doubts = append(p.Doubts, Doubt{r.string(), r.strings()})
	}
	if p.ID = p.usualID(); len(r.rest) > 0 {
		p.ID = r.string()
	}
	return p, r.err
}

// strings and lists are the parts of a passage, but its title and text, in the order in which they
// are packed.
func (ps *Passage) strings() []*string {
	return []*string{&ps.Document, &ps.Section, &ps.Above, &ps.Type, &ps.Issuer, &ps.Date, &ps.Level, &ps.Grade, &ps.Number}
}

func (ps *Passage) lists() []*[]string {
	return []*[]string{&ps.Places, &ps.Organizations, &ps.Due}
}

func (ps *Passage) usualID() string {
	if ps.Section == "" {
		return ps.Document
	}
	return ps.Document + "#" + ps.Section
}

// packGroup returns the signatures and the packed passages of a group as they are stored: their
// lengths, the signatures, the passages.
func packGroup(signatures []signature, packed [][]byte) []byte {
	b := binary.AppendUvarint(nil, uint64(len(packed)))
	for i := range packed {
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(len(signatures[i]))), uint64(len(packed[i])))
	}
	for _, s := range signatures {
		b = append(b, s...)
	}
	for _, p := range packed {
		b = append(b, p...)
	}
	return b
}

// unpackGroup returns what packGroup was given, as parts of b.
func unpackGroup(b []byte) (signatures []signature, packed [][]byte, err error) {
	r := unpacker{rest: b}
	n := r.length()
	if n > groupSize {
		return nil, nil, errShort
	}
	signatures, packed = make([]signature, n), make([][]byte, n)
	lengths := make([][2]int, n)
	for i := range lengths {
		lengths[i] = [2]int{r.length(), r.length()}
	}
	for i, l := range lengths {
		signatures[i] = r.bytes(l[0])
	}
	for i, l := range lengths {
		packed[i] = r.bytes(l[1])
	}
	return signatures, packed, r.err
}

// packed is what was packed.
type packed []byte

func (w *packed) int(n int) { *w = binary.AppendVarint(*w, int64(n)) }

func (w *packed) encoded(b []byte) {
	w.int(len(b))
	*w = append(*w, b...)
}

func (w *packer) string(s string) {
	b, ok := w.known[s]
	if !ok {
		b = encode(s, nil, 0)
		w.known[s] = b
	}
	w.encoded(b)
}

func (w *packer) strings(list []string) {
	w.int(len(list))
	for _, s := range list {
		w.string(s)
	}
}

// unpacker reads what was packed. After an error it reads nothing.
type unpacker struct {
	rest []byte
	err  error
}

var errShort = errors.New("it ends too early")

func (r *unpacker) int() int {
	n, k := binary.Varint(r.rest)
	if k <= 0 {
		r.rest, r.err = nil, errShort
		return 0
	}
	r.rest = r.rest[k:]
	return int(n)
}

func (r *unpacker) length() int {
	n, k := binary.Uvarint(r.rest)
	if k <= 0 || n > math.MaxInt32 {
		r.rest, r.err = nil, errShort
		return 0
	}
	r.rest = r.rest[k:]
	return int(n)
}

func (r *unpacker) bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.rest, r.err = nil, errShort
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *unpacker) string() string {
	s, err := decode(r.bytes(r.int()))
	if err != nil {
		r.err = err
	}
	return s
}

func (r *unpacker) strings() []string {
	var out []string
	for n := r.int(); n > 0 && r.err == nil; n-- {
		out = append(out, r.string())
	}
	return out
}
