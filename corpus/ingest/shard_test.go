package ingest

import (
	"fmt"
	"testing"
)

// FuzzParseShard reads any part: what is taken is one of the parts, and each hash is in one of them.
func FuzzParseShard(f *testing.F) {
	for _, s := range []string{"3/16", "1/1", "0/3", "4/3", "-1/2", "1/", "x"} {
		f.Add(s)
	}
	sum := hash([]byte("a file"))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseShard(text)
		if err != nil {
			return
		}
		if s.Number < 1 || s.Number > s.Of {
			t.Fatalf("%q: %+v", text, s)
		}
		parts := 0
		for n := range s.Of {
			if (Shard{n + 1, s.Of}).has(sum) {
				parts++
			}
		}
		if parts != 1 {
			t.Errorf("%q: the file is in %d parts", text, parts)
		}
	})
}

func TestShard(t *testing.T) {
	const of, files = 16, 4000
	counts := make([]int, of)
	for i := range files {
		for n := range of {
			if (Shard{n + 1, of}).has(hash(fmt.Append(nil, i))) {
				counts[n]++
			}
		}
	}
	total := 0
	for n, c := range counts {
		total += c
		if c < files/of/2 || c > files/of*2 {
			t.Errorf("part %d has %d files", n+1, c)
		}
	}
	if total != files {
		t.Errorf("%d files in all parts, want %d", total, files)
	}
	if !(Shard{}).has("anything") {
		t.Error("without parts a file is left out")
	}
}
