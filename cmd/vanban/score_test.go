package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/score.txt anew")

// TestScore scores the gold documents of the repository and compares the table with
// testdata/score.txt: no figure may be worse. When figures are better, run
// "go test ./cmd/vanban -run TestScore -update" and commit the table.
func TestScore(t *testing.T) {
	const file = "../../testdata/score.txt"
	got := evalTable(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range worse(t, string(want), got) {
		t.Errorf("worse than in testdata/score.txt: %s", w)
	}
	if got != string(want) {
		t.Logf("testdata/score.txt is not what eval prints now; to keep the new table run: go test ./cmd/vanban -run TestScore -update\n%s", got)
	}
}

// evalTable returns what "vanban eval testdata" prints.
func evalTable(t *testing.T) string {
	var out, errs bytes.Buffer
	a := &app{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, english: true, pipeline: shared}
	if code := a.main([]string{"eval", "../../testdata"}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, &errs)
	}
	return out.String()
}

// worse compares two tables of eval, which must have the same rows and columns. Lower is
// better in rows of texts, higher in rows of facts.
func worse(t *testing.T, before, after string) []string {
	b, a := strings.Split(before, "\n"), strings.Split(after, "\n")
	if len(a) != len(b) {
		t.Fatalf("the table has %d lines, testdata/score.txt %d: the documents are others; run -update", len(a), len(b))
	}
	var out []string
	lowerIsBetter := true
	gap := regexp.MustCompile(`\s{2,}`)
	for i := range a {
		x, y := gap.Split(b[i], -1), gap.Split(a[i], -1)
		if len(x) != len(y) || x[0] != y[0] {
			t.Fatalf("line %d is %q, in testdata/score.txt %q: the documents are others; run -update", i+1, a[i], b[i])
		}
		if x[0] == "facts" {
			lowerIsBetter = false
		}
		for k := 1; k < len(x); k++ {
			p, err := strconv.ParseFloat(x[k], 64)
			q, err2 := strconv.ParseFloat(y[k], 64)
			if err != nil || err2 != nil || p == q {
				continue
			}
			if (q > p) == lowerIsBetter {
				out = append(out, strings.Join([]string{x[0], "column", strconv.Itoa(k), "was", x[k], "is", y[k]}, " "))
			}
		}
	}
	return out
}

func TestWorse(t *testing.T) {
	const before = "text  syllables  SER raw  SER restored\na     10         0.5000   0.1000\n\nfacts   1\nheader  0.900\n"
	for after, want := range map[string]int{
		before: 0,
		strings.ReplaceAll(before, "0.1000", "0.2000"): 1,
		strings.ReplaceAll(before, "0.1000", "0.0500"): 0,
		strings.ReplaceAll(before, "0.900", "0.800"):   1,
		strings.ReplaceAll(before, "0.900", "1.000"):   0,
	} {
		if got := worse(t, before, after); len(got) != want {
			t.Errorf("got %q, want %d", got, want)
		}
	}
}
