package opensearch_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vanban/corpus/generate"
	"vanban/corpus/index"
	"vanban/corpus/index/opensearch"
	"vanban/dictionaries"
	"vanban/pipeline/ngram"
)

// documents returns generated documents: VANBAN_DOCUMENTS of them, 2,000 where it is not set.
func documents(b *testing.B) (list [][]index.Passage, passages, text int) {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("VANBAN_DOCUMENTS"))
	if err != nil {
		n = 2000
	}
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		b.Fatal(err)
	}
	g := generate.New(m, 1)
	for i := range n {
		d := g.Document(i)
		list, passages = append(list, d), passages+len(d)
		for k := range d {
			text += len(d[k].Title) + len(d[k].Text)
		}
	}
	return list, passages, text
}

// BenchmarkBulk compares a builder with requests that were prepared beforehand and are sent by the
// same client, in turns: share is how fast the builder is where they are 1.
func BenchmarkBulk(b *testing.B) {
	nodes, _ := cluster(b)
	list, passages, text := documents(b)
	prepared := opensearch.Prepare(list)
	e := engine(b, opensearch.Settings{Nodes: nodes, Index: "bulk", Shards: 3, Replicas: 0})
	var built, posted, sealed time.Duration
	var size int
	for range b.N {
		built += timed(b, e, func(x index.Builder) error {
			for _, d := range list {
				if err := x.Put(d[0].Document, d); err != nil {
					return err
				}
			}
			return opensearch.Flush(x)
		}, nil)
		posted += timed(b, e, prepared.Post, func(x index.Builder, dir string) {
			start := time.Now()
			if _, err := x.Seal(); err != nil {
				b.Fatal(err)
			}
			sealed += time.Since(start)
			size = onDisk(b, nodes[0], "bulk-*")
		})
	}
	count := float64(b.N * passages)
	b.ReportMetric(posted.Seconds()/built.Seconds(), "share")
	b.ReportMetric(count/built.Seconds(), "built/s")
	b.ReportMetric(count/posted.Seconds(), "posted/s")
	b.ReportMetric(sealed.Seconds()/float64(b.N), "s/seal")
	b.ReportMetric(float64(prepared.Bytes())/float64(passages), "sent-B/passage")
	b.ReportMetric(float64(size)/float64(passages), "disk-B/passage")
	b.ReportMetric(float64(text)/float64(passages), "text-B/passage")
}

// timed fills a new generation and returns how long that took; then, if there is more to do, does it.
func timed(b *testing.B, e *opensearch.Engine, fill func(index.Builder) error, then func(x index.Builder, dir string)) time.Duration {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "1")
	x, err := e.Build(dir, "")
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := fill(x); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	if then == nil {
		if err := x.Abort(); err != nil {
			b.Fatal(err)
		}
		return took
	}
	then(x, dir)
	if err := e.Remove(dir); err != nil {
		b.Fatal(err)
	}
	return took
}

// onDisk returns the size of the only index that matches a pattern, when its segments are merged.
func onDisk(b *testing.B, node, pattern string) int {
	b.Helper()
	send(b, http.MethodPut, node+"/"+pattern+"/_settings", `{"index.blocks.write": null}`)
	send(b, http.MethodPost, node+"/"+pattern+"/_forcemerge?max_num_segments=1", "")
	n, err := strconv.Atoi(strings.TrimSpace(string(send(b, http.MethodGet, node+"/_cat/indices/"+pattern+"?h=store.size&bytes=b", ""))))
	if err != nil {
		b.Fatal(err)
	}
	return n
}
