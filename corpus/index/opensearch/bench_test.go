package opensearch_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vanban/corpus/generate"
	"vanban/corpus/index"
	"vanban/corpus/index/opensearch"
	"vanban/dictionaries"
	"vanban/pipeline/ngram"
)

// documents returns generated documents: VANBAN_DOCUMENTS of them, 2,000 where it is not set.
func documents(b *testing.B) (g *generate.Generator, list [][]index.Passage, passages, text int) {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("VANBAN_DOCUMENTS"))
	if err != nil {
		n = 2000
	}
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		b.Fatal(err)
	}
	g = generate.New(m, 1)
	for i := range n {
		d := g.Document(i)
		list, passages = append(list, d), passages+len(d)
		for k := range d {
			text += len(d[k].Title) + len(d[k].Text)
		}
	}
	return g, list, passages, text
}

// BenchmarkBulk compares a builder with requests that were prepared beforehand and are sent by the
// same client, in turns: share is how fast the builder is where they are 1.
func BenchmarkBulk(b *testing.B) {
	nodes, _ := cluster(b)
	_, list, passages, text := documents(b)
	prepared := opensearch.Prepare(list)
	e := engine(b, opensearch.Settings{Nodes: nodes, Index: "bulk", Shards: 3, Replicas: 0})
	var built, posted time.Duration
	for range b.N {
		built += timed(b, e, func(x index.Builder) error {
			for _, d := range list {
				if err := x.Put(d[0].Document, d); err != nil {
					return err
				}
			}
			return opensearch.Flush(x)
		})
		posted += timed(b, e, prepared.Post)
	}
	count := float64(b.N * passages)
	b.ReportMetric(posted.Seconds()/built.Seconds(), "share")
	b.ReportMetric(count/built.Seconds(), "built/s")
	b.ReportMetric(count/posted.Seconds(), "posted/s")
	b.ReportMetric(float64(prepared.Bytes())/float64(passages), "sent-B/passage")
	b.ReportMetric(float64(text)/float64(passages), "text-B/passage")
}

// timed fills a new generation and returns how long that took.
func timed(b *testing.B, e *opensearch.Engine, fill func(index.Builder) error) time.Duration {
	b.Helper()
	x, err := e.Build(filepath.Join(b.TempDir(), "1"), "")
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := fill(x); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	if err := x.Abort(); err != nil {
		b.Fatal(err)
	}
	return took
}

// settled is how long an index must stand until its segments can be merged to what they need: until
// then they have what a copy that falls behind would ask for.
const settled = 90 * time.Second

// BenchmarkCost states what a million passages cost, as corpus/SIZING.md has it.
func BenchmarkCost(b *testing.B) {
	nodes, control := cluster(b)
	g, list, passages, text := documents(b)
	e := engine(b, opensearch.Settings{Nodes: nodes, Index: "cost", Shards: 1, Replicas: 0})
	dir := filepath.Join(b.TempDir(), "1")
	cpu, heap := usage(b, control)
	mine := own(b)
	start := time.Now()
	x, err := e.Build(dir, "")
	if err != nil {
		b.Fatal(err)
	}
	for i, d := range list {
		if err := x.Put(d[0].Document, d); err != nil {
			b.Fatal(err)
		}
		if i == len(list)/2 { // two segments at least, or there is nothing to merge
			send(b, http.MethodPost, nodes[0]+"/cost.*/_refresh", "")
		}
	}
	if _, err := x.Seal(); err != nil {
		b.Fatal(err)
	}
	perMillion := 1e6 / float64(passages)
	b.ReportMetric(time.Since(start).Seconds()*perMillion, "s/M")
	b.ReportMetric((own(b)-mine).Seconds()*perMillion, "client-CPU-s/M")
	cpuAfter, _ := usage(b, control)
	b.ReportMetric((cpuAfter-cpu)*perMillion, "server-CPU-s/M")
	b.ReportMetric(float64(onDisk(b, nodes[0], "cost.*"))*perMillion/1e6, "fresh-MB/M")
	time.Sleep(settled)
	send(b, http.MethodPut, nodes[0]+"/cost.*/_settings", `{"index.blocks.write": null}`)
	send(b, http.MethodPost, nodes[0]+"/cost.*/_flush?force=true", "")
	send(b, http.MethodPost, nodes[0]+"/cost.*/_forcemerge?max_num_segments=1", "")
	send(b, http.MethodPost, nodes[0]+"/cost.*/_refresh", "")
	send(b, http.MethodPost, nodes[0]+"/cost.*/_flush?force=true", "") // lets go of what was merged
	b.ReportMetric(float64(onDisk(b, nodes[0], "cost.*"))*perMillion/1e6, "disk-MB/M")
	b.ReportMetric(float64(text)*perMillion/1e6, "text-MB/M")
	reader, err := e.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	queries := g.Queries(300, len(list))
	cpu, _ = usage(b, control)
	var took []time.Duration
	for _, q := range queries {
		start := time.Now()
		if _, err := reader.Search(b.Context(), index.Query{Text: q, Limit: 10}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	cpuAfter, heapAfter := usage(b, control)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric((cpuAfter-cpu)*1000/float64(len(queries)), "server-CPU-ms/query")
	b.ReportMetric(float64(heap)/1e6, "heap-MB-before")
	b.ReportMetric(float64(heapAfter)/1e6, "heap-MB-after")
	b.ReportMetric(0, "ns/op")
	if err := e.Remove(dir); err != nil {
		b.Fatal(err)
	}
}

// usage returns the seconds of CPU that the cluster took and the bytes of its heap in use.
func usage(b *testing.B, control string) (cpu float64, heap int64) {
	b.Helper()
	if _, err := fmt.Sscan(string(send(b, http.MethodGet, control+"/usage", "")), &cpu, &heap); err != nil {
		b.Fatal(err)
	}
	return cpu, heap
}

// own returns the CPU time of this process.
func own(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// onDisk returns the size of the only index that matches a pattern.
func onDisk(b *testing.B, node, pattern string) int {
	b.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(string(send(b, http.MethodGet, node+"/_cat/indices/"+pattern+"?h=store.size&bytes=b", ""))))
	if err != nil {
		b.Fatal(err)
	}
	return n
}
