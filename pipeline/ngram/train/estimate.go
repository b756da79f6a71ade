package train

import (
	"math"
	"sort"
)

// backoff is a backoff model in memory: order k has sorted keys, the log-probability of the
// last word after the others, and (below the highest order) the log backoff weight of the
// n-gram as a context. Order 1 is dense: index = word.
type backoff struct {
	keys [order + 1][]uint64
	prob [order + 1][]float32
	bow  [order + 1][]float32
	from [order + 1][]int32 // index by first word, to shorten searches
}

// seal builds the search index of order k after its keys are final.
func (m *backoff) seal(k, vocab int) {
	at := make([]int32, vocab+1)
	shift := wordBits * (k - 1)
	for _, key := range m.keys[k] {
		at[key>>shift+1]++
	}
	for w := range vocab {
		at[w+1] += at[w]
	}
	m.from[k] = at
}

// find returns the index of an n-gram of order k.
func (m *backoff) find(k int, key uint64) (int, bool) {
	if k == 1 {
		return int(key), true
	}
	w := key >> (wordBits * (k - 1))
	lo, hi := int(m.from[k][w]), int(m.from[k][w+1])
	keys := m.keys[k][lo:hi]
	i := sort.Search(len(keys), func(i int) bool { return keys[i] >= key })
	return lo + i, i < len(keys) && keys[i] == key
}

// logProb returns log P(last word | words before) for a key of k words.
func (m *backoff) logProb(k int, key uint64) float32 {
	var bow float32
	for ; k > 1; k-- {
		if i, ok := m.find(k, key); ok {
			return bow + m.prob[k][i]
		}
		if i, ok := m.find(k-1, key>>wordBits); ok {
			bow += m.bow[k-1][i]
		}
		key &= mask(k - 1)
	}
	return bow + m.prob[1][key]
}

// discounts are the three discounts of modified Kneser-Ney.
func discounts(n []uint32) (d [4]float64) {
	var t [5]float64
	for _, c := range n {
		if c <= 4 {
			t[c]++
		}
	}
	y := t[1] / (t[1] + 2*t[2])
	for i := 1; i <= 3; i++ {
		d[i] = float64(i) - float64(i+1)*y*t[i+1]/max(t[i], 1)
		if t[i] == 0 || t[i+1] == 0 || math.IsNaN(d[i]) || d[i] <= 0 || d[i] >= float64(i) {
			d[i] = 0.5 * float64(i) // too little text to estimate it
		}
	}
	return d
}

// estimate smooths the counts of one corpus. begin is never predicted.
func estimate(c *counts, vocab int, begin uint16) *backoff {
	m := &backoff{}
	m.unigrams(c.kn[1], vocab, begin)
	for k := 2; k <= order; k++ {
		g := c.kn[k]
		m.keys[k], m.prob[k] = g.keys, make([]float32, len(g.keys))
		if k < order {
			m.bow[k] = make([]float32, len(g.keys))
		}
		m.seal(k, vocab)
		m.smooth(k, g)
	}
	return m
}

// unigrams interpolates the adjusted unigram counts with a uniform distribution.
func (m *backoff) unigrams(g grams, vocab int, begin uint16) {
	m.prob[1], m.bow[1] = make([]float32, vocab), make([]float32, vocab)
	d := discounts(g.n)
	var total, mass float64
	for _, n := range g.n {
		total += float64(n)
		mass += d[min(n, 3)]
	}
	p := make([]float64, vocab)
	for i := range p {
		p[i] = mass / total / float64(vocab-1)
	}
	for i, key := range g.keys {
		p[key] += (float64(g.n[i]) - d[min(g.n[i], 3)]) / total
	}
	for i := range p {
		m.prob[1][i] = float32(math.Log(p[i]))
	}
	m.prob[1][begin] = float32(math.Inf(-1))
}

// smooth fills the probabilities of order k and the backoff weights of order k-1. Both
// lists are sorted, so the contexts are met in order.
func (m *backoff) smooth(k int, g grams) {
	d := discounts(g.n)
	ctx := 0
	for i := 0; i < len(g.keys); {
		h := g.keys[i] >> wordBits
		j, total, mass := i, 0.0, 0.0
		for ; j < len(g.keys) && g.keys[j]>>wordBits == h; j++ {
			total += float64(g.n[j])
			mass += d[min(g.n[j], 3)]
		}
		gamma := mass / total
		for ; i < j; i++ {
			s, _ := m.find(k-1, g.keys[i]&mask(k-1))
			low := math.Exp(float64(m.prob[k-1][s]))
			p := (float64(g.n[i])-d[min(g.n[i], 3)])/total + gamma*low
			m.prob[k][i] = float32(math.Log(p))
		}
		if k == 2 {
			m.bow[1][h] = float32(math.Log(gamma))
			continue
		}
		for m.keys[k-1][ctx] != h {
			ctx++
		}
		m.bow[k-1][ctx] = float32(math.Log(gamma))
	}
}
