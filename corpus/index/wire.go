package index

import (
	"encoding/binary"
	"fmt"
)

// encoder writes numbers and strings one after the other.
type encoder struct{ b []byte }

func (e *encoder) num(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *encoder) str(s string) {
	e.num(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) nums(list []uint32) {
	e.num(uint64(len(list)))
	for _, n := range list {
		e.num(uint64(n))
	}
}

// decoder reads what an encoder wrote. After the first damage it gives zeros, and err says so.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fmt.Errorf("%w (a table ends too early)", ErrDamaged)
	}
	d.b = nil
}

func (d *decoder) num() uint64 {
	n, k := binary.Uvarint(d.b)
	if k <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[k:]
	return n
}

// length reads a number of things of which each takes a byte or more.
func (d *decoder) length() int {
	n := d.num()
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) str() string {
	n := d.length()
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

// below reads a number less than n.
func (d *decoder) below(n int) uint32 {
	v := d.num()
	if v >= uint64(n) {
		d.fail()
		return 0
	}
	return uint32(v)
}
