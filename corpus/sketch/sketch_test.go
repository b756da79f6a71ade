package sketch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// texts returns n words, and the same with a share of them replaced.
func texts(r *rand.Rand, n int, share float64) (a, b []string) {
	for range n {
		a = append(a, fmt.Sprint(r.IntN(5000)))
	}
	b = slices.Clone(a)
	for i := range b {
		if r.Float64() < share {
			b[i] += "x"
		}
	}
	return a, b
}

// TestSimilar compares the estimate with the share of the pairs that texts have in common.
func TestSimilar(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, share := range []float64{0, 0.02, 0.1, 0.3, 1} {
		sum := 0.0
		for range 20 {
			a, b := texts(r, 400, share)
			sum += Similar(Of(a), Of(b))
		}
		same := (1 - share) * (1 - share)
		want := same / (2 - same)
		if got := sum / 20; math.Abs(got-want) > 0.05 {
			t.Errorf("%.2f of the words replaced: %.3f similar, want %.3f", share, got, want)
		}
	}
	if s := Of([]string{"a", "b"}); s != "" || Similar(s, s) != 0 || Similar("!", "!") != 0 {
		t.Error("a short text has a sketch")
	}
}

// TestFinder finds the other scan of each paper among many, and nothing for a paper of its own.
func TestFinder(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	f := NewFinder(0.5)
	var others [][]string
	for i := range 500 {
		a, b := texts(r, 300, 0.08)
		f.Add(fmt.Sprint(i), Of(a))
		others = append(others, b)
	}
	missed := 0
	for i, b := range others {
		if id, s := f.Find(Of(b)); id != fmt.Sprint(i) || s < 0.5 {
			missed++
		}
	}
	if missed > 5 {
		t.Errorf("%d of 500 missed", missed)
	}
	alone, _ := texts(r, 300, 0)
	if id, s := f.Find(Of(alone)); id != "" {
		t.Errorf("found %s, %.2f similar", id, s)
	}
	f.Add("again", Of(alone))
	f.Add("third", Of(alone))
	if id, s := f.Find(Of(alone)); id != "again" || s != 1 {
		t.Errorf("found %s, %.2f similar", id, s)
	}
}
