package index

import "github.com/RoaringBitmap/roaring/v2"

// findAbout finds, for each word of a query, the passages whose document or sections above speak of
// it: who asks for "Rạch Giá đô thị" means the passage on towns in the plan of Rạch Giá, which need
// not name the place again. Only passages that have some word of the query themselves count.
func findAbout(all []*evaluation) error {
	heads, err := headsOf(all)
	if err != nil {
		return err
	}
	for _, e := range all {
		of, err := e.below(heads)
		if err != nil {
			return err
		}
		for k := range e.words {
			above, err := e.above(k)
			if err != nil {
				return err
			}
			e.about = append(e.about, roaring.Or(of[k], above))
		}
	}
	return nil
}

// below returns, by word, the passages of documents whose head has it.
func (e *evaluation) below(heads map[string]uint32) ([]*roaring.Bitmap, error) {
	c, err := e.x.columns()
	if err != nil {
		return nil, err
	}
	said := make([]uint32, len(c.document.names))
	for v, name := range c.document.names {
		said[v] = heads[name]
	}
	rows := make([][]uint32, len(e.words))
	for it := roaring.FastOr(e.words...).Iterator(); it.HasNext(); {
		row := it.Next()
		for _, v := range c.document.row(row) {
			for k := range rows {
				if said[v]>>k&1 == 1 {
					rows[k] = append(rows[k], row)
				}
			}
		}
	}
	out := make([]*roaring.Bitmap, len(rows))
	for k := range rows {
		out[k] = roaring.BitmapOf(rows[k]...)
	}
	return out, nil
}

// above returns the passages below a title that has word k, or all words of what stands for it.
func (e *evaluation) above(k int) (*roaring.Bitmap, error) {
	ways := [][]token{e.p.words[k : k+1]}
	for _, sp := range e.p.spans {
		if sp.from <= k && k < sp.to && len(sp.words) > 0 {
			ways = append(ways, sp.words)
		}
	}
	out := roaring.New()
	for _, words := range ways {
		sets := []*roaring.Bitmap{e.allowed}
		for _, w := range words {
			b, err := e.x.passages(fieldAbove, w.fold)
			if err != nil {
				return nil, err
			}
			sets = append(sets, b)
		}
		out.Or(roaring.FastAnd(sets...))
	}
	return out, nil
}

// headsOf returns, by document, which words of the query its head has: bit k stands for word k.
// A document may lie in several shards.
func headsOf(all []*evaluation) (map[string]uint32, error) {
	heads := map[string]uint32{}
	for _, e := range all {
		c, err := e.x.columns()
		if err != nil {
			return nil, err
		}
		head, err := e.x.passages(fieldHead, "1")
		if err != nil {
			return nil, err
		}
		head.And(e.x.live)
		for k := range e.words {
			for it := roaring.And(head, e.or(k)).Iterator(); it.HasNext(); {
				for _, v := range c.document.row(it.Next()) {
					heads[c.document.names[v]] |= 1 << k
				}
			}
		}
	}
	return heads, nil
}
