package train

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"vanban/pipeline/blob"
	"vanban/pipeline/ngram"
)

const adminText = `Ủy ban nhân dân tỉnh ban hành kế hoạch. Ủy ban nhân dân huyện tổ chức thực hiện kế hoạch.
Sở Xây dựng chủ trì, phối hợp với Ủy ban nhân dân huyện thực hiện kế hoạch số 12/KH-UBND.
Kế hoạch này có hiệu lực từ ngày 01/3/2024; Ủy ban nhân dân tỉnh tổ chức thực hiện.`

const newsText = `Hôm nay trời đẹp. Người dân thành phố đi chợ sớm; chợ hôm nay đông người.
Người dân huyện kể rằng trời mưa. Ủy ban nhân dân huyện họp hôm nay.`

// build trains on the two texts, repeated so that every word passes the vocabulary's thresholds.
func build(t testing.TB, size float64) []byte {
	read := func(s string) *Reader {
		r := NewReader()
		if err := r.Read(strings.NewReader(strings.Repeat(s+"\n", 10))); err != nil {
			t.Fatal(err)
		}
		return r
	}
	c, err := Estimate(read(adminText), read(newsText), 1000)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Build(Options{Lambda: 0.7, Bytes: size, Cut: 1}, []blob.Input{{Name: "x", SHA256: "00"}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t testing.TB, b []byte) *ngram.Model {
	m, err := ngram.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSumsToOne walks every context of up to three words of the texts: the probabilities of all
// words after it sum to one, within what quantisation allows.
func TestSumsToOne(t *testing.T) {
	for _, size := range []float64{1e6, 500} {
		m := open(t, build(t, size))
		Sentences(adminText, func(words []string) {
			s := m.Start()
			for _, w := range words {
				sum := 0.0
				for v := range m.Len() {
					p, _ := m.Score(s, ngram.Word(v))
					sum += math.Exp(float64(p))
				}
				if math.Abs(sum-1) > 0.06 {
					t.Fatalf("size %v: after %q before %q the probabilities sum to %.3f", size, words, w, sum)
				}
				_, s = m.Score(s, m.Lookup(w))
			}
		})
	}
}

func perplexity(m *ngram.Model, s string) float64 {
	sum, n := 0.0, 0
	Sentences(s, func(words []string) {
		st := m.Start()
		for _, w := range words {
			var p float32
			p, st = m.Score(st, m.Lookup(w))
			sum += float64(p)
			n++
		}
	})
	return math.Exp(-sum / float64(n))
}

func TestLearnsAndPrunes(t *testing.T) {
	full, small := build(t, 1e6), build(t, 500)
	if len(small) >= len(full) {
		t.Errorf("pruned model has %d bytes, full one %d", len(small), len(full))
	}
	m, p := open(t, full), open(t, small)
	seen, unseen := perplexity(m, adminText), perplexity(m, "dân tỉnh huyện ban hành nhân ủy")
	if seen*3 > unseen {
		t.Errorf("perplexity %.1f of the text, %.1f of its words shuffled", seen, unseen)
	}
	if perplexity(p, adminText) < seen {
		t.Error("the pruned model knows the text better than the full one")
	}
}

func TestDeterministic(t *testing.T) {
	if !bytes.Equal(build(t, 800), build(t, 800)) {
		t.Error("two builds differ")
	}
}

func TestVocabulary(t *testing.T) {
	m := open(t, build(t, 1e6))
	for _, s := range []string{"ủy", "huyện", "kế", "chợ"} {
		if w := m.Lookup(s); w == ngram.Unk || m.Spelling(w) != s {
			t.Errorf("Lookup(%q) = %d", s, w)
		}
	}
	if m.Lookup("zzz") != ngram.Unk || m.Lookup("#num") != ngram.Num || m.Lookup("#start") != ngram.Begin {
		t.Error("special words are not where they should be")
	}
}

func TestSentences(t *testing.T) {
	var got []string
	Sentences("1. Sở Y tế: 7,5% (theo số 12/KH-UBND); Uỷ ban", func(w []string) { got = append(got, strings.Join(w, " ")) })
	want := "#num|sở y tế|#num theo số #code|ủy ban"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %q, want %q", s, want)
	}
}

func TestRadixSort(t *testing.T) {
	a := []uint64{3 << 32, 1, 70000, 2<<16 | 5, 1, 0}
	for k := 1; k <= 4; k++ {
		b := append([]uint64(nil), a...)
		for i := range b {
			b[i] &= mask(k)
		}
		radixSort(b, make([]uint64, len(b)), k)
		for i := 1; i < len(b); i++ {
			if b[i-1] > b[i] {
				t.Fatalf("k=%d: %v", k, b)
			}
		}
	}
}
