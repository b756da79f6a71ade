package generate_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vanban/corpus/generate"
	"vanban/corpus/index"
	"vanban/dictionaries"
	"vanban/pipeline/ngram"
)

func generator(tb testing.TB) *generate.Generator {
	tb.Helper()
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		tb.Fatal(err)
	}
	return generate.New(m, 1)
}

func TestDocument(t *testing.T) {
	g := generator(t)
	size := 0
	for i := range 50 {
		list := g.Document(i)
		if !reflect.DeepEqual(list, g.Document(i)) {
			t.Fatalf("document %d is not the same twice", i)
		}
		seen := map[string]bool{}
		for _, p := range list {
			if seen[p.ID] || p.Title == "" || p.Text == "" || p.Document != list[0].ID {
				t.Errorf("passage %+v", p)
			}
			seen[p.ID] = true
			size += len(p.Title) + len(p.Text)
		}
	}
	if size /= 50; size < 3000 || size > 6000 {
		t.Errorf("documents of %d bytes", size)
	}
}

// documents is the size of the archive that the bars are stated for; VANBAN_DOCUMENTS changes it.
func documents(tb testing.TB, otherwise int) int {
	n, err := strconv.Atoi(os.Getenv("VANBAN_DOCUMENTS"))
	if err != nil {
		return otherwise
	}
	return n
}

// cpu returns the CPU time of the process.
func cpu(tb testing.TB) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// measured is an archive with what making it took.
type measured struct {
	dir            string
	passages, text int
	cpu            time.Duration // of indexing: of the whole process, less that of generating alone
	heap           uint64        // most bytes of heap in use, seen between documents
}

// build indexes n generated documents.
func build(tb testing.TB, n int) measured {
	tb.Helper()
	g := generator(tb)
	m := measured{dir: filepath.Join(tb.TempDir(), "1")}
	start := cpu(tb)
	for i := range n {
		for _, p := range g.Document(i) {
			m.text += len(p.Title) + len(p.Text)
		}
	}
	generating := cpu(tb) - start
	start = cpu(tb)
	b, err := index.Bleve{}.Build(m.dir, "")
	if err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		list := g.Document(i)
		if err := b.Put(list[0].Document, list); err != nil {
			tb.Fatal(err)
		}
		if i%500 == 0 {
			var s runtime.MemStats
			runtime.ReadMemStats(&s)
			m.heap = max(m.heap, s.HeapSys)
		}
	}
	if m.passages, err = b.Seal(); err != nil {
		tb.Fatal(err)
	}
	m.cpu = cpu(tb) - start - generating
	return m
}

func sizeOf(tb testing.TB, dir string) int64 {
	var n int64
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			fi, e := d.Info()
			n, err = n+fi.Size(), e
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// dump writes the passages and the queries for testdata/fts5.py, where VANBAN_DUMP names a file.
func dump(tb testing.TB, n int, queries []string) {
	path := os.Getenv("VANBAN_DUMP")
	if path == "" {
		return
	}
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	enc := json.NewEncoder(f)
	g := generator(tb)
	for i := range n {
		for _, p := range g.Document(i) {
			err = errors.Join(err, enc.Encode([]string{p.ID, p.Title, p.Text}))
		}
	}
	for _, q := range queries {
		err = errors.Join(err, enc.Encode(q))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkArchive states the bars of the search on VANBAN_DOCUMENTS generated documents, 20,000
// unless it says otherwise. Times are of the CPU.
func BenchmarkArchive(b *testing.B) {
	n := documents(b, 20000)
	m := build(b, n)
	x, err := index.Bleve{}.Open(m.dir)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	queries := generator(b).Queries(900, n)
	dump(b, n, queries)
	times := make([][]time.Duration, 2) // words, phrases
	for b.Loop() {
		for _, q := range queries {
			start := cpu(b)
			if _, err := x.Search(b.Context(), index.Query{Text: q, Limit: 10}); err != nil {
				b.Fatal(err)
			}
			k := 0
			if strings.HasPrefix(q, `"`) {
				k = 1
			}
			times[k] = append(times[k], cpu(b)-start)
		}
	}
	for k, name := range []string{"words", "phrases"} {
		slices.Sort(times[k])
		b.ReportMetric(float64(times[k][len(times[k])/2].Microseconds())/1000, name+"-p50-ms")
		b.ReportMetric(float64(times[k][len(times[k])*99/100].Microseconds())/1000, name+"-p99-ms")
	}
	b.ReportMetric(float64(m.text)/1e6/m.cpu.Seconds(), "index-MB/s")
	b.ReportMetric(float64(sizeOf(b, m.dir))/float64(m.text), "index/text")
	b.ReportMetric(float64(m.heap)/1e6, "heap-MB")
	b.ReportMetric(float64(m.text)/1e6, "text-MB")
	b.ReportMetric(float64(m.passages), "passages")
	b.ReportMetric(0, "ns/op")
}

// maxRatio is the size of the index against the text of a small archive, which spreads its dictionaries
// over little text: 1.7 for 150 documents, 1.4 for 500, 1.2 for 20,000.
const maxRatio = 2.0

// TestBars holds an archive of some documents to what does not depend on the machine.
func TestBars(t *testing.T) {
	if testing.Short() {
		t.Skip("builds an archive")
	}
	m := build(t, documents(t, 150))
	ratio := float64(sizeOf(t, m.dir)) / float64(m.text)
	t.Logf("the index is %.2f times the text", ratio)
	if ratio > maxRatio {
		t.Errorf("the index is %.2f times the text, want %.1f", ratio, maxRatio)
	}
	x, err := index.Bleve{}.Open(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	found := 0
	queries := generator(t).Queries(180, 150)
	for _, q := range queries {
		r, err := x.Search(t.Context(), index.Query{Text: q, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if r.Total > 0 {
			found++
		}
	}
	if found < len(queries)*97/100 {
		t.Errorf("%d of %d queries taken from the text find something", found, len(queries))
	}
}
