package index

import "github.com/RoaringBitmap/roaring/v2"

// column holds the values of a property: none, one or several of each row, as numbers in a
// table of strings.
type column struct {
	names  []string
	rows   []*roaring.Bitmap // that have each value
	first  []uint32          // of a row's values, one more than rows
	values []uint32
}

// row returns the values of a row.
func (c *column) row(i uint32) []uint32 { return c.values[c.first[i]:c.first[i+1]] }

// Whole sets of rows are counted up to some number of values, where one row in some is counted:
// such sets are bitmaps.
const (
	fewValues = 100
	dense     = 16
)

// tally adds to the counts of the values of some rows, which are given in both forms.
func (c *column) tally(set *roaring.Bitmap, list []uint32, counts map[string]int) {
	n := make([]int, len(c.names))
	if c.rows != nil && len(list)*dense > len(c.first) {
		for v, rows := range c.rows {
			n[v] = int(set.AndCardinality(rows))
		}
	} else {
		for _, i := range list {
			for _, v := range c.row(i) {
				n[v]++
			}
		}
	}
	for v, k := range n {
		if k > 0 {
			counts[c.names[v]] += k
		}
	}
}

// distinct calls f for each value that some rows have.
func (c *column) distinct(list []uint32, f func(name string)) {
	seen := make([]bool, len(c.names))
	for _, i := range list {
		for _, v := range c.row(i) {
			if !seen[v] {
				seen[v] = true
				f(c.names[v])
			}
		}
	}
}
