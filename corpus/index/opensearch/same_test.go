package opensearch_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus/generate"
	"vanban/corpus/index"
	"vanban/corpus/index/opensearch"
	"vanban/dictionaries"
	"vanban/pipeline/ngram"
)

// both opens a generation of the same documents with the embedded engine and on the cluster.
func both(t *testing.T, e *opensearch.Engine, documents [][]index.Passage) (here, there index.Index) {
	t.Helper()
	var out []index.Index
	for _, engine := range []index.Engine{index.Bleve{}, e} {
		dir := filepath.Join(t.TempDir(), "1")
		b, err := engine.Build(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			if err := b.Put(d[0].Document, d); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Seal(); err != nil {
			t.Fatal(err)
		}
		x, err := engine.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := x.Close(); err != nil {
				t.Error(err)
			}
			if err := engine.Remove(dir); err != nil {
				t.Error(err)
			}
		})
		out = append(out, x)
	}
	return out[0], out[1]
}

// TestSameAsEmbedded searches generated documents with both engines: they count the same, name the
// same values, and agree on what comes first. The embedded engine knows of neighbours by a Bloom
// filter: where that only ranks, it may turn two hits round, and among what comes close to a query
// it finds passages too many, so that only queries that find something as typed are compared.
func TestSameAsEmbedded(t *testing.T) {
	nodes, _ := cluster(t)
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		t.Fatal(err)
	}
	const many = 150
	g := generate.New(m, 1)
	var documents [][]index.Passage
	for i := range many {
		documents = append(documents, g.Document(i))
	}
	here, there := both(t, engine(t, opensearch.Settings{Nodes: nodes, Index: "same", Shards: 3}), documents)
	queries := g.Queries(120, many)
	first, hits := 0, 0
	for i, text := range queries {
		q := index.Query{Text: text, Limit: 10, Exact: i%7 == 0}
		switch i % 5 {
		case 1:
			q.Year = documents[0][0].Date[:4]
		case 2:
			q.PerDocument = 2
		case 3:
			q.Offset = 3
		}
		a, err := here.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		b, err := there.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Close != b.Close {
			t.Errorf("%s: close %v with the embedded engine, %v on the cluster", text, a.Close, b.Close)
		}
		if a.Close {
			continue
		}
		phrase := strings.HasPrefix(text, `"`)
		if a.Total != b.Total && !(phrase && b.Total < a.Total) {
			t.Errorf("%s: %d found with the embedded engine, %d on the cluster", text, a.Total, b.Total)
		}
		if a.Total == b.Total && (a.Documents != b.Documents || !sameCounts(a.Facets.Issuer, b.Facets.Issuer) || !sameCounts(a.Facets.Place, b.Facets.Place) || a.Facets.Target != b.Facets.Target) {
			t.Errorf("%s: facets %+v, %+v", text, a.Facets, b.Facets)
		}
		if len(a.Hits) > 0 && len(b.Hits) > 0 {
			hits++
			if slices.ContainsFunc(b.Hits[:min(3, len(b.Hits))], func(h index.Hit) bool { return h.ID == a.Hits[0].ID }) {
				first++
			}
		}
	}
	t.Logf("of %d queries with hits, %d have the first hit of the embedded engine among the first three", hits, first)
	if hits < len(queries)/2 || first < hits*8/10 {
		t.Errorf("of %d queries, %d have hits and %d agree", len(queries), hits, first)
	}
}

// sameCounts compares what two facets say of their most frequent values: of those that are equally
// frequent either may be left out.
func sameCounts(a, b map[string]int) bool {
	values := func(m map[string]int) []int {
		var out []int
		for _, n := range m {
			out = append(out, n)
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(values(a), values(b))
}
