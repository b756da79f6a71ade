package index

import "strings"

// column holds the values of a property: none, one or several of each row, as numbers in a
// table of strings.
type column struct {
	names  []string
	first  []uint32 // of a row's values, one more than rows
	values []uint32
}

// columnWriter collects a column, row by row.
type columnWriter struct {
	column
	ids map[string]uint32
}

// add adds a row. Empty values do not count.
func (w *columnWriter) add(values ...string) {
	if w.ids == nil {
		w.ids, w.first = map[string]uint32{}, []uint32{0}
	}
	for _, v := range values {
		if v == "" {
			continue
		}
		id, ok := w.ids[v]
		if !ok {
			id = uint32(len(w.names))
			v = strings.Clone(v)
			w.ids[v] = id
			w.names = append(w.names, v)
		}
		w.values = append(w.values, id)
	}
	w.first = append(w.first, uint32(len(w.values)))
}

func (c *column) encode(e *encoder) {
	e.num(uint64(len(c.names)))
	for _, s := range c.names {
		e.str(s)
	}
	for i := 1; i < len(c.first); i++ {
		e.nums(c.row(i - 1))
	}
}

func decodeColumn(d *decoder, rows int) column {
	c := column{names: make([]string, d.length()), first: make([]uint32, 1, rows+1)}
	for i := range c.names {
		c.names[i] = d.str()
	}
	for range rows {
		for range d.length() {
			c.values = append(c.values, d.below(len(c.names)))
		}
		c.first = append(c.first, uint32(len(c.values)))
	}
	return c
}

// row returns the values of a row.
func (c *column) row(i int) []uint32 { return c.values[c.first[i]:c.first[i+1]] }

// one returns the first value of a row, or nothing.
func (c *column) one(i int) string {
	if r := c.row(i); len(r) > 0 {
		return c.names[r[0]]
	}
	return ""
}

// having returns which values a test accepts.
func (c *column) having(test func(string) bool) []bool {
	out := make([]bool, len(c.names))
	for i, s := range c.names {
		out[i] = test(s)
	}
	return out
}

// any reports whether a row has one of the accepted values.
func (c *column) any(i int, accepted []bool) bool {
	for _, v := range c.row(i) {
		if accepted[v] {
			return true
		}
	}
	return false
}

// tally adds to the counts of the values of some rows; times says how often a row counts, once
// if it is nil.
func (c *column) tally(rows []uint32, times []uint32, counts map[string]int) {
	n := make([]int, len(c.names))
	for _, i := range rows {
		k := 1
		if times != nil {
			k = int(times[i])
		}
		for _, v := range c.row(int(i)) {
			n[v] += k
		}
	}
	for v, k := range n {
		if k > 0 {
			counts[c.names[v]] += k
		}
	}
}
