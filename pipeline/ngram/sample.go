package ngram

import (
	"math"
	"sort"
)

// Sampler draws words from a model. It is safe for concurrent use.
type Sampler struct {
	m   *Model
	exp [256]float64 // probability of each quantised log-probability
	uni []float64    // sums of the probabilities of the words so far
}

// NewSampler returns a sampler over a model.
func NewSampler(m *Model) *Sampler {
	s := &Sampler{m: m, uni: make([]float64, m.Len())}
	for q, p := range m.prob {
		s.exp[q] = math.Exp(float64(p))
	}
	sum := 0.0
	for w := range s.uni {
		sum += math.Exp(float64(m.uni[w]))
		s.uni[w] = sum
	}
	return s
}

// Draw returns the word that follows a state where a number from 0 up to 1 falls in the model's
// distribution, and the state after it. Known continuations share the probability that the model
// gives them; the rest goes to those of the shorter context.
func (s *Sampler) Draw(at State, u float64) (Word, State) {
	m := s.m
	type span struct {
		level  int
		lo, hi int32
	}
	spans := []span{{0, int32(m.first.At(int(at.word))), int32(m.first.At(int(at.word) + 1))}}
	if at.two != none {
		lo, hi := m.levels[0].children(at.two)
		spans = append(spans, span{1, lo, hi})
	}
	if at.tri != none {
		lo, hi := m.levels[1].children(at.tri)
		spans = append(spans, span{2, lo, hi})
	}
	for k := len(spans) - 1; k >= 0; k-- {
		l := &m.levels[spans[k].level]
		mass := 0.0
		for i := spans[k].lo; i < spans[k].hi; i++ {
			mass += s.exp[l.probs[i]]
			if u < mass {
				return s.take(at, Word(l.words.At(int(i))))
			}
		}
		u = (u - mass) / max(1-mass, 1e-9)
	}
	u = min(max(u, 0), 1) * s.uni[len(s.uni)-1]
	i := sort.SearchFloat64s(s.uni, u)
	return s.take(at, Word(min(i, len(s.uni)-1)))
}

func (s *Sampler) take(at State, w Word) (Word, State) {
	_, next := s.m.Score(at, w)
	return w, next
}
