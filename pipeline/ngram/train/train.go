package train

import "vanban/pipeline/blob"

// Build mixes the corpora, prunes the mixture and returns the file. The same corpora and
// options give the same bytes.
func (c *Corpora) Build(o Options, inputs []blob.Input) ([]byte, error) {
	m, weight := mix(c.admin, c.general, o.Lambda, uint32(o.Cut), len(c.names))
	m = prune(m, weight, o.Bytes, len(c.names))
	params := map[string]float64{"lambda": o.Lambda, "cut": float64(o.Cut), "bytes": o.Bytes}
	for k := 2; k <= order; k++ {
		params["ngrams"+string(rune('0'+k))] = float64(len(m.keys[k]))
	}
	return write(m, c.names, params, inputs)
}
