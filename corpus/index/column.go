package index

// column holds the values of a property: none, one or several of each row, as numbers in a
// table of strings.
type column struct {
	names  []string
	first  []uint32 // of a row's values, one more than rows
	values []uint32
}

// row returns the values of a row.
func (c *column) row(i int) []uint32 { return c.values[c.first[i]:c.first[i+1]] }

// tally adds to the counts of the values of some rows.
func (c *column) tally(rows []uint32, counts map[string]int) {
	n := make([]int, len(c.names))
	for _, i := range rows {
		for _, v := range c.row(int(i)) {
			n[v]++
		}
	}
	for v, k := range n {
		if k > 0 {
			counts[c.names[v]] += k
		}
	}
}
