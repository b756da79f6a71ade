package train

import (
	"math"
	"sync"
)

// corpus is a smoothed corpus with its counts.
type corpus struct {
	*backoff
	counts *counts
}

// share returns how often the n-gram i of order k occurs, as a share of the corpus; 0 for -1.
func (c corpus) share(k, i int) float64 {
	if i < 0 {
		return 0
	}
	return float64(c.counts.raw[k][i]) / float64(c.counts.total)
}

// mix interpolates two corpora, a with weight lambda. Of b, n-grams of order 3 and more that
// occur less than cut times are left to backing off. weight[k] holds for each n-gram its
// share of the mixed text.
func mix(a, b corpus, lambda float64, cut uint32, vocab int) (m *backoff, weight [order + 1][]float64) {
	m = &backoff{}
	m.prob[1], m.bow[1] = make([]float32, vocab), make([]float32, vocab)
	for w := range vocab {
		m.prob[1][w] = logMix(lambda, a.prob[1][w], b.prob[1][w])
	}
	for k := 2; k <= order; k++ {
		keys, ia, ib := union(k, a, b, cut)
		m.keys[k], m.prob[k], weight[k] = keys, make([]float32, len(keys)), make([]float64, len(keys))
		inParallel(len(keys), func(i int) {
			m.prob[k][i] = logMix(lambda, a.at(k, int(ia[i]), keys[i]), b.at(k, int(ib[i]), keys[i]))
			weight[k][i] = lambda*a.share(k, int(ia[i])) + (1-lambda)*b.share(k, int(ib[i]))
		})
		m.seal(k, vocab)
	}
	m.weigh()
	return m, weight
}

func (c corpus) at(k, i int, key uint64) float32 {
	if i >= 0 {
		return c.prob[k][i]
	}
	return c.logProb(k, key)
}

func logMix(lambda float64, a, b float32) float32 {
	return float32(math.Log(lambda*math.Exp(float64(a)) + (1-lambda)*math.Exp(float64(b))))
}

// union merges the n-grams of order k; ia and ib say where each stands in a and b, -1 for nowhere.
func union(k int, a, b corpus, cut uint32) (keys []uint64, ia, ib []int32) {
	x, y := a.keys[k], b.keys[k]
	for i, j := 0, 0; i < len(x) || j < len(y); {
		p, q := int32(-1), int32(-1)
		var key uint64
		if i < len(x) && (j == len(y) || x[i] <= y[j]) {
			key, p = x[i], int32(i)
		}
		if j < len(y) && (i == len(x) || y[j] <= x[i]) {
			key, q = y[j], int32(j)
		}
		if p >= 0 {
			i++
		}
		if q >= 0 {
			j++
		}
		if p < 0 && k > 2 && b.counts.raw[k][q] < cut {
			continue
		}
		keys, ia, ib = append(keys, key), append(ia, p), append(ib, q)
	}
	return keys, ia, ib
}

// weigh computes all backoff weights so that each context's distribution sums to one.
func (m *backoff) weigh() {
	for k := 2; k <= order; k++ {
		if k > 2 {
			m.bow[k-1] = make([]float32, len(m.keys[k-1]))
		} else {
			clear(m.bow[1])
		}
		var starts []int
		for i := range m.keys[k] {
			if i == 0 || m.keys[k][i]>>wordBits != m.keys[k][i-1]>>wordBits {
				starts = append(starts, i)
			}
		}
		inParallel(len(starts), func(s int) {
			i, end := starts[s], len(m.keys[k])
			if s+1 < len(starts) {
				end = starts[s+1]
			}
			h := m.keys[k][i] >> wordBits
			var sum, low float64
			for ; i < end; i++ {
				sum += math.Exp(float64(m.prob[k][i]))
				low += math.Exp(float64(m.logProb(k-1, m.keys[k][i]&mask(k-1))))
			}
			if c, ok := m.find(k-1, h); ok {
				m.bow[k-1][c] = float32(math.Log(max(1-sum, 1e-6) / max(1-low, 1e-6)))
			}
		})
	}
}

// bytesPer is the size of an n-gram in the file, by order.
var bytesPer = [order + 1]float64{0, 12, 6.125, 6.125, 3}

// prune drops the n-grams whose loss costs least, measured as share of the text times the
// change of the log-probability, until the n-grams take at most size bytes.
func prune(m *backoff, weight [order + 1][]float64, size float64, vocab int) *backoff {
	var loss [order + 1][]float32
	for k := 2; k <= order; k++ {
		loss[k] = make([]float32, len(m.keys[k]))
		inParallel(len(m.keys[k]), func(i int) {
			key := m.keys[k][i]
			back := m.logProb(k-1, key&mask(k-1))
			if c, ok := m.find(k-1, key>>wordBits); ok {
				back += m.bow[k-1][c]
			}
			loss[k][i] = float32(weight[k][i] * math.Abs(float64(m.prob[k][i]-back)))
		})
	}
	lo, hi := math.Log(1e-14), math.Log(1e-2)
	for range 30 {
		mid := (lo + hi) / 2
		_, bytes := keep(m, loss, float32(math.Exp(mid)))
		if bytes > size {
			lo = mid
		} else {
			hi = mid
		}
	}
	kept, _ := keep(m, loss, float32(math.Exp(hi)))
	out := &backoff{}
	out.prob[1], out.bow[1] = m.prob[1], make([]float32, vocab)
	for k := 2; k <= order; k++ {
		for i, ok := range kept[k] {
			if ok {
				out.keys[k], out.prob[k] = append(out.keys[k], m.keys[k][i]), append(out.prob[k], m.prob[k][i])
			}
		}
		out.seal(k, vocab)
	}
	out.weigh()
	return out
}

// keep marks the n-grams whose loss is at least least, and every n-gram that begins a kept one.
func keep(m *backoff, loss [order + 1][]float32, least float32) (kept [order + 1][]bool, bytes float64) {
	for k := order; k >= 2; k-- {
		kept[k] = make([]bool, len(m.keys[k]))
		j := 0
		for i, key := range m.keys[k] {
			ok := loss[k][i] >= least
			if k < order {
				for ; j < len(m.keys[k+1]) && m.keys[k+1][j]>>wordBits <= key; j++ {
					ok = ok || kept[k+1][j]
				}
			}
			if kept[k][i] = ok; ok {
				bytes += bytesPer[k]
			}
		}
	}
	return kept, bytes
}

// inParallel calls f for 0..n-1 on two goroutines; the calls must not depend on each other.
func inParallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	for g := range 2 {
		wg.Go(func() {
			for i := n * g / 2; i < n*(g+1)/2; i++ {
				f(i)
			}
		})
	}
	wg.Wait()
}
