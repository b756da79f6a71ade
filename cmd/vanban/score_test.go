package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/score.txt and the output in README.md anew")

// TestScore scores the gold documents of the repository and compares the table with
// testdata/score.txt: no figure of the summary may be worse. To keep a new table run
// "go test ./cmd/vanban -run TestScore -update".
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

// worse compares the summary of two tables of eval, the row of all texts and the mean of each
// kind of fact; single documents are too small to judge by and show in the diff of the file.
// Error rates may not rise, figures of facts may not fall.
func worse(t *testing.T, before, after string) []string {
	b, a := summary(before), summary(after)
	var out []string
	for name, was := range b {
		is, ok := a[name]
		if !ok {
			t.Fatalf("testdata/score.txt has %s, eval prints none: run -update", name)
		}
		if errorRate := strings.HasPrefix(name, "all "); errorRate && is > was || !errorRate && is < was {
			out = append(out, fmt.Sprintf("%s was %g, is %g", name, was, is))
		}
	}
	slices.Sort(out)
	return out
}

// summary reads the figures that count from a table of eval.
func summary(table string) map[string]float64 {
	out := map[string]float64{}
	gap := regexp.MustCompile(`\s{2,}`)
	var heads []string
	facts := false
	for line := range strings.Lines(table) {
		row := gap.Split(strings.TrimSpace(line), -1)
		switch last := len(row) - 1; {
		case row[0] == "text" || row[0] == "facts":
			heads, facts = row, row[0] == "facts"
		case len(row) != len(heads):
		case facts:
			out[row[0]] = number(row[last])
		case row[0] == "all":
			for k := 3; k <= last; k++ {
				out["all "+heads[k]] = number(row[k])
			}
		}
	}
	return out
}

func number(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

func TestWorse(t *testing.T) {
	const before = `text  syllables  SER raw  SER restored
a     10         0.5000   0.1000
b     10         0.5000   0.3000
all   20         0.5000   0.2000

facts   1      2      mean
header  0.900  0.700  0.800
1       a
2       b
`
	if n := len(summary(before)); n != 2 {
		t.Errorf("summary has %d figures", n)
	}
	for after, want := range map[string]int{
		before: 0,
		strings.ReplaceAll(before, "0.1000", "0.2000"): 0,
		strings.ReplaceAll(before, "0.2000", "0.2001"): 1,
		strings.ReplaceAll(before, "0.2000", "0.1000"): 0,
		strings.ReplaceAll(before, "0.800", "0.799"):   1,
		strings.ReplaceAll(before, "0.800", "1.000"):   0,
	} {
		if got := worse(t, before, after); len(got) != want {
			t.Errorf("got %q, want %d", got, want)
		}
	}
}
