package train

import (
	"encoding/binary"
	"errors"
	"math"

	"vanban/pipeline/blob"
	"vanban/pipeline/ngram"
)

// write lays a model out as the trie that package ngram reads. names are the spellings in
// byte order.
func write(m *backoff, names []string, params map[string]float64, inputs []blob.Input) ([]byte, error) {
	params["order"] = order
	w := blob.NewWriter("lm", params, inputs)
	var all []byte
	index := []uint32{0}
	for _, s := range names {
		all = append(all, s...)
		index = append(index, uint32(len(all)))
	}
	w.AddUint32("index", index)
	w.Add("names", all)
	w.Add("uni", floats(m.prob[1]))
	w.Add("unibow", floats(m.bow[1]))
	parents := make([]uint64, len(names))
	for i := range parents {
		parents[i] = uint64(i)
	}
	w.AddUint32("first", children(parents, m.keys[2]))
	for k := 2; k <= order; k++ {
		name := func(s string) string { return s + string(rune('0'+k)) }
		words := make([]uint16, len(m.keys[k]))
		for i, key := range m.keys[k] {
			words[i] = uint16(key & wordMask)
		}
		w.AddUint16(name("words"), words)
		w.Add(name("probs"), quantise(m.prob[k], ngram.ProbFloor))
		if k == order {
			break
		}
		w.Add(name("bows"), quantise(m.bow[k], ngram.BackoffFloor))
		base, delta, err := blocks(children(m.keys[k], m.keys[k+1]))
		if err != nil {
			return nil, err
		}
		w.AddUint32(name("base"), base)
		w.AddUint16(name("delta"), delta)
	}
	return w.Bytes()
}

func floats(v []float32) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(max(x, -100)))
	}
	return b
}

func quantise(v []float32, floor float64) []byte {
	b := make([]byte, len(v))
	for i, x := range v {
		b[i] = byte(math.Round(255 * min(max(float64(x)/floor, 0), 1)))
	}
	return b
}

// children returns for each parent, and once more for the end, where its children begin.
func children(parents, keys []uint64) []uint32 {
	at := make([]uint32, 0, len(parents)+1)
	j := 0
	for _, p := range parents {
		at = append(at, uint32(j))
		for j < len(keys) && keys[j]>>wordBits == p {
			j++
		}
	}
	return append(at, uint32(j))
}

// blocks packs ascending offsets as one full number every 32 and differences to it.
func blocks(at []uint32) (base []uint32, delta []uint16, err error) {
	for i, x := range at {
		if i%32 == 0 {
			base = append(base, x)
		}
		d := x - base[len(base)-1]
		if d > math.MaxUint16 {
			return nil, nil, errors.New("more than 65,535 children under 32 neighbouring n-grams; prune more")
		}
		delta = append(delta, uint16(d))
	}
	return base, delta, nil
}
