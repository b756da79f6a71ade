package corpus_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/corpus/index/opensearch"
	"vanban/pipeline"
	"vanban/pipeline/source"
)

var update = flag.Bool("update", false, "write the table of judged queries anew")

// judged is a query with the passages that answer it.
type judged struct {
	kind, query string
	right       []string
}

func readJudged(t *testing.T, path string) []judged {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []judged
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); line[0] != '#' {
			if len(f) != 3 {
				t.Fatalf("%s: %q has not three columns", path, line)
			}
			out = append(out, judged{f[0], f[1], strings.Split(f[2], "|")})
		}
	}
	return out
}

// archiveOf ingests the scans of some folders.
func archiveOf(t *testing.T, pattern string, on ...corpus.Option) *corpus.Archive {
	t.Helper()
	scans, err := filepath.Glob(pattern)
	if err != nil || len(scans) == 0 {
		t.Fatalf("no scans in %s, error %v", pattern, err)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	w, err := corpus.Create(dir, on...)
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline.New()
	for _, path := range scans {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		src, err := source.New(filepath.Base(path), b)
		if err != nil {
			t.Fatal(err)
		}
		txt := p.Restore(src)
		if _, err := w.Add(txt, p.Extract(txt)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := corpus.Open(dir, on...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// tally counts where the right passages stood.
type tally struct{ queries, first, third int }

func (t tally) share() float64 { return float64(t.third) / float64(t.queries) }

// judge searches for each query and returns the tallies by kind, as a table with what was missed.
func judge(t *testing.T, a *corpus.Archive, list []judged) (all tally, table string) {
	t.Helper()
	byKind := map[string]tally{}
	var kinds []string
	var missed strings.Builder
	for _, j := range list {
		r, err := a.Search(context.Background(), index.Query{Text: j.query, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(r.Hits, func(h index.Hit) bool { return slices.Contains(j.right, h.ID) })
		k, known := byKind[j.kind]
		if !known {
			kinds = append(kinds, j.kind)
		}
		for _, x := range []*tally{&k, &all} {
			x.queries++
			if at == 0 {
				x.first++
			}
			if at >= 0 && at < 3 {
				x.third++
			}
		}
		byKind[j.kind] = k
		if at < 0 || at >= 3 {
			place := "not in the first ten"
			if at >= 0 {
				place = fmt.Sprintf("at %d", at+1)
			}
			first := "nothing"
			if len(r.Hits) > 0 {
				first = r.Hits[0].ID
			}
			fmt.Fprintf(&missed, "missed: %s: %s %s, first is %s\n", j.query, j.right[0], place, first)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-12s %7s %7s %7s\n", "typed", "queries", "first", "top 3")
	for _, k := range append(kinds, "all") {
		x := byKind[k]
		if k == "all" {
			x = all
		}
		fmt.Fprintf(&b, "%-12s %7d %6.1f%% %6.1f%%\n", k, x.queries, 100*float64(x.first)/float64(x.queries), 100*x.share())
	}
	return all, b.String() + missed.String()
}

// minTopThree is the share of the judged queries whose right passage must be among the first three.
const minTopThree = 0.95

// TestJudged holds the search to its judged queries over the documents of the repository; the
// table is a golden file, so that a query that gets worse is a line in a diff.
func TestJudged(t *testing.T) {
	list := readJudged(t, "testdata/judged.tsv")
	if len(list) < 60 {
		t.Fatalf("%d queries", len(list))
	}
	all, table := judge(t, archiveOf(t, "../testdata/*/scan.txt"), list)
	if all.share() < minTopThree {
		t.Errorf("%.1f%% in the first three, want %.0f%%", 100*all.share(), 100*minTopThree)
	}
	const golden = "testdata/judged.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if table != string(want) {
		t.Errorf("%s is not what is found now; run: go test ./corpus -run TestJudged -update\nnow:\n%s", golden, table)
	}
}

// goldDir returns the folder of the gold documents beside the repository, empty where there is none.
func goldDir() string {
	dir := cmp.Or(os.Getenv("VANBAN_SHARED"), filepath.Join("..", "..", "shared"))
	if _, err := os.Stat(filepath.Join(dir, "gold", "docs")); err != nil {
		return ""
	}
	return dir
}

// TestJudgedGold does the same over the gold documents beside the repository, where they are.
func TestJudgedGold(t *testing.T) {
	dir := goldDir()
	if dir == "" {
		t.Skip("the gold documents are not here")
	}
	all, table := judge(t, archiveOf(t, filepath.Join(dir, "gold", "docs", "*", "scan.txt")), readJudged(t, "testdata/judged_gold.tsv"))
	t.Log("\n" + table)
	if all.share() < minTopThree {
		t.Errorf("%.1f%% in the first three, want %.0f%%", 100*all.share(), 100*minTopThree)
	}
}

// maxApart is by how much the shares of two engines may differ.
const maxApart = 0.01

// TestJudgedOnServer holds the search on a cluster to the same queries, and compares it with the
// embedded engine query by query.
func TestJudgedOnServer(t *testing.T) {
	nodes := strings.Fields(os.Getenv("VANBAN_OPENSEARCH"))
	if len(nodes) < 2 {
		t.Skip("no OpenSearch: .ci/run starts one where Java and Maven are there; see corpus/index/opensearch/testserver/start.sh")
	}
	e, err := opensearch.New(opensearch.Settings{Nodes: nodes[:len(nodes)-1], Index: "judged", Shards: 3, Replicas: 1})
	if err != nil {
		t.Fatal(err)
	}
	compareEngines(t, e, "../testdata/*/scan.txt", "testdata/judged.tsv")
	if dir := goldDir(); dir != "" {
		compareEngines(t, e, filepath.Join(dir, "gold", "docs", "*", "scan.txt"), "testdata/judged_gold.tsv")
	}
}

func compareEngines(t *testing.T, e index.Engine, scans, queries string) {
	t.Helper()
	list := readJudged(t, queries)
	here, table := judge(t, archiveOf(t, scans), list)
	there, other := judge(t, archiveOf(t, scans, corpus.On(e)), list)
	t.Logf("embedded\n%s\non the server\n%s", table, other)
	if d := here.share() - there.share(); math.Abs(d) > maxApart {
		t.Errorf("%s: %.1f%% in the first three, %.1f%% with the embedded engine", queries, 100*there.share(), 100*here.share())
	}
}
