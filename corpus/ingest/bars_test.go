package ingest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vanban/corpus"
	"vanban/corpus/generate"
	"vanban/corpus/index"
	"vanban/corpus/ingest"
	"vanban/dictionaries"
	"vanban/pipeline"
	"vanban/pipeline/ngram"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// The bars of the ingest. VANBAN_DOCUMENTS changes how many documents are generated:
//
//	VANBAN_DOCUMENTS=200 go test ./corpus/ingest -run '^$' -bench Ingest -benchtime 1x
//	VANBAN_DOCUMENTS=50000 go test ./corpus/ingest -run '^$' -bench Archive -benchtime 1x -timeout 0

func documents(otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv("VANBAN_DOCUMENTS")); err == nil {
		return n
	}
	return otherwise
}

func generator(tb testing.TB) *generate.Generator {
	tb.Helper()
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		tb.Fatal(err)
	}
	return generate.New(m, 1)
}

// maxLine is about how many letters a printed line has.
const maxLine = 80

// paper returns document i as a scan has it, 2 to 200 KB: the passages of as many generated
// documents as it takes, in lines.
func paper(g *generate.Generator, i int) []byte {
	r := rand.New(rand.NewPCG(7, uint64(i)))
	size := int(2000 * math.Pow(100, math.Pow(r.Float64(), 2)))
	var b strings.Builder
	for k := 0; b.Len() < size; k++ {
		for n, p := range g.Document(i + k*1_000_003) {
			if k > 0 && n == 0 {
				continue // one head
			}
			wrap(&b, p.Title)
			wrap(&b, p.Text)
			if b.Len() >= size {
				break
			}
		}
	}
	return []byte(b.String())
}

func wrap(b *strings.Builder, s string) {
	n := 0
	for _, w := range strings.Fields(s) {
		if n+len(w) > maxLine {
			b.WriteByte('\n')
			n = 0
		}
		if n > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		n += len(w) + 1
	}
	b.WriteByte('\n')
}

// cpu returns the CPU time of the process.
func cpu(tb testing.TB) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// peak returns the most memory that the process has held, in MB; 0 where the system does not say.
func peak() float64 {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmHWM:" {
			kb, _ := strconv.Atoi(f[1])
			return float64(kb) / 1024
		}
	}
	return 0
}

// BenchmarkIngest compares the CPU time of an ingest with that of its stages one after the other:
// what is the share of the work in the whole?
func BenchmarkIngest(b *testing.B) {
	n := documents(40)
	g := generator(b)
	dir := b.TempDir()
	var inputs []source.Input
	size := 0
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("%06d.txt", i))
		scan := paper(g, i)
		size += len(scan)
		if err := os.WriteFile(path, scan, 0o600); err != nil {
			b.Fatal(err)
		}
		inputs = append(inputs, source.Input{Path: path})
	}
	o := ingest.Options{Reader: &source.Reader{Limits: source.DefaultLimits}, Jobs: 2, Limits: ingest.DefaultLimits}
	for b.Loop() {
		// Each has a pipeline of its own: what one remembers must not help the other.
		p := opened(b, g)
		o.Pipeline = opened(b, g)
		start := cpu(b)
		stages(b, p, inputs)
		alone := cpu(b) - start
		start, clock := cpu(b), time.Now()
		whole(b, inputs, o)
		all := cpu(b) - start
		b.ReportMetric(100*alone.Seconds()/all.Seconds(), "%work")
		b.ReportMetric(all.Seconds()/time.Since(clock).Seconds(), "cores-used")
		b.ReportMetric(float64(size)/1000/alone.Seconds(), "stages-kB/cpu-s")
		b.ReportMetric(float64(size)/1000/all.Seconds(), "ingest-kB/cpu-s")
	}
	b.ReportMetric(float64(size)/1e6, "text-MB")
	b.ReportMetric(peak(), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// opened returns a pipeline whose models are open.
func opened(b *testing.B, g *generate.Generator) *pipeline.Pipeline {
	p := pipeline.New()
	src, err := source.New("x", paper(g, 1<<20))
	if err != nil {
		b.Fatal(err)
	}
	p.Run(src)
	return p
}

// stages reads the inputs one after the other, writes the YAML nowhere and indexes nothing but
// passages of the same text.
func stages(b *testing.B, p *pipeline.Pipeline, inputs []source.Input) {
	x, err := index.Bleve{}.Build(filepath.Join(b.TempDir(), "1"), "")
	if err != nil {
		b.Fatal(err)
	}
	for i, in := range inputs {
		src, err := source.Open(in.Path, source.DefaultLimit)
		if err != nil {
			b.Fatal(err)
		}
		d := p.Run(src)
		if _, err := planyaml.Marshal(d); err != nil {
			b.Fatal(err)
		}
		id := fmt.Sprint(i)
		if err := x.Put(id, sections(id, d.Sections)); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := x.Seal(); err != nil {
		b.Fatal(err)
	}
}

func sections(id string, list []plan.SectionText) []index.Passage {
	var out []index.Passage
	for _, s := range list {
		out = append(out, index.Passage{ID: id + "#" + s.ID, Document: id, Section: s.ID, Title: s.Title, Text: strings.Join(s.Text, "\n")})
		out = append(out, sections(id, s.Sections)...)
	}
	return out
}

func whole(b *testing.B, inputs []source.Input, o ingest.Options) {
	dir := b.TempDir()
	w, err := corpus.Create(dir)
	if err != nil {
		b.Fatal(err)
	}
	err = ingest.Run(b.Context(), dir, w, inputs, o, func(r ingest.Result) error { return r.Err })
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		b.Fatal(err)
	}
	w.Close()
}

// BenchmarkArchive adds many small documents to an archive without restoring them, which would
// take hours, and tells what each eighth of them costs: it must not grow with what is there.
func BenchmarkArchive(b *testing.B) {
	n := documents(2000)
	g := generator(b)
	for b.Loop() {
		w, err := corpus.Create(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		var making time.Duration
		last := 0.0
		from, clock := cpu(b), time.Now()
		for i := range n {
			before := cpu(b)
			t, d := plainDocument(b, g, i)
			making += cpu(b) - before
			if _, err := w.Add(t, d); err != nil {
				b.Fatal(err)
			}
			if part := max(1, n/8); (i+1)%part == 0 { // no more: the output of a benchmark is cut short
				last = (cpu(b) - from - making).Seconds() * 1000 / float64(part)
				if i+1 == part {
					b.ReportMetric(last, "first-ms/doc")
				}
				b.Logf("%6d documents: %5.2f ms CPU, %5.2f ms each, %4.0f MB at most", i+1, last, time.Since(clock).Seconds()*1000/float64(part), peak())
				making, from, clock = 0, cpu(b), time.Now()
			}
		}
		clock, from = time.Now(), cpu(b)
		if err := w.Commit(); err != nil {
			b.Fatal(err)
		}
		b.Logf("commit: %.1f s CPU, %.1f s", (cpu(b) - from).Seconds(), time.Since(clock).Seconds())
		w.Close()
		b.ReportMetric(last, "last-ms/doc")
	}
	b.ReportMetric(peak(), "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// plainDocument returns a generated document as it would be read without damage: a section for each
// of its passages.
func plainDocument(tb testing.TB, g *generate.Generator, i int) (*text.Text, *plan.Document) {
	var b strings.Builder
	list := g.Document(i)
	for _, p := range list {
		wrap(&b, p.Title)
		wrap(&b, p.Text)
	}
	src, err := source.New(fmt.Sprintf("%d.txt", i), []byte(b.String()))
	if err != nil {
		tb.Fatal(err)
	}
	sum := sha256.Sum256(src.Bytes)
	d := &plan.Document{
		Made:   plan.Made{Tool: "vanban test", Model: "sha256:" + strings.Repeat("0", 64)},
		Source: plan.Source{Name: src.Name, SHA256: hex.EncodeToString(sum[:]), Bytes: len(src.Bytes), Lines: len(src.Lines)},
		Head:   plan.Header{Number: list[0].Number, Type: list[0].Type, Issuer: list[0].Issuer, Date: list[0].Date, Subject: list[0].Title},
	}
	for _, p := range list[1:] {
		d.Sections = append(d.Sections, plan.SectionText{ID: p.Section, Kind: plan.Other, Title: p.Title, Text: strings.Split(p.Text, "\n"),
			At: plan.At{Lines: [2]int{1, len(src.Lines)}, Bytes: [2]int{0, len(src.Bytes)}, Sure: 1}})
	}
	return text.Plain(src), d
}
