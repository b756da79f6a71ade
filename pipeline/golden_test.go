package pipeline_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vanban/pipeline"
	"vanban/pipeline/outline"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

var update = flag.Bool("update", false, "write the goldens in testdata anew")

// goldens are the documents whose every stage is kept in testdata: a real scan, one with pages
// out of order, one of articles with annexed rules, and one whose text is sound.
var goldens = []string{"182-KH-TU", "chuong-trinh-dang", "quyet-dinh-quy-che", "to-trinh-phu-luc"}

// shared is the pipeline of all tests: models are opened once.
var shared = sync.OnceValue(pipeline.New)

// stage is what one stage made of a document.
type stage struct {
	room, file string
	got        []byte
}

// TestGoldens compares what each stage makes of whole documents with what it made before. It
// names the first stage that differs: the room to look into. After a change that is meant,
// run "go test ./pipeline -update" and read the diff.
func TestGoldens(t *testing.T) {
	for _, name := range goldens {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("..", "testdata", name)
			for _, s := range stages(t, filepath.Join(dir, "scan.txt")) {
				path := filepath.Join(dir, s.file)
				if *update {
					if err := os.WriteFile(path, s.got, 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(s.got, want) {
					t.Fatalf("%s differs, so look into %s; if that is meant, run: go test ./pipeline -update\n%s",
						path, s.room, difference(want, s.got))
				}
			}
		})
	}
}

func stages(t *testing.T, scan string) []stage {
	src, err := source.Open(scan, source.DefaultLimit)
	if err != nil {
		t.Fatal(err)
	}
	restored := shared().Restore(src)
	d := shared().Extract(restored)
	d.Made.Model = "" // any change of any table changes it
	yaml, err := planyaml.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return []stage{
		{"pipeline/restore", "restored.txt", lines(restored)},
		{"pipeline/outline", "outline.txt", tree(outline.Split(restored))},
		{"pipeline/extract", "document.yaml", yaml},
	}
}

func lines(t *text.Text) []byte {
	var b bytes.Buffer
	for i := range t.Lines {
		fmt.Fprintln(&b, t.Line(i))
	}
	return b.Bytes()
}

// tree writes an outline: the blocks of the head, the sections with the beginning of their
// paragraphs, the foot, the margin.
func tree(o *plan.Outline) []byte {
	t := o.Text
	var b bytes.Buffer
	block := func(name string, rs text.Ranges) {
		if len(rs) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", name, t.Join(rs))
		}
	}
	h := o.Head
	block("motto", h.Motto)
	block("parent", h.Parent)
	block("issuer", h.Issuer)
	block("number", h.Number)
	block("dateline", h.Dateline)
	block("type", h.Type)
	block("subject", h.Subject)
	block("head", h.Other)
	plan.Walk(o.Sections, func(s, _ *plan.Section) {
		fmt.Fprintf(&b, "[%s] %s %s | %s\n", s.ID, s.Kind, t.Join(s.Mark), t.Join(s.Title))
		for _, p := range s.Paras {
			fmt.Fprintf(&b, "    %s\n", beginning(t.Join(p), 70))
		}
	})
	for _, s := range o.Foot.Signers {
		fmt.Fprintf(&b, "signer: %s | %s | %s\n", t.Join(s.Capacity), t.Join(s.Title), t.Join(s.Name))
	}
	for _, r := range o.Foot.Recipients {
		block("recipient", r)
	}
	block("foot", o.Foot.Other)
	for _, m := range o.Margin {
		fmt.Fprintf(&b, "margin: %s\n", t.String(m))
	}
	return b.Bytes()
}

// beginning returns the first letters of a paragraph and how many there are in all.
func beginning(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return fmt.Sprintf("%s... (%d)", string(r[:n]), len(r))
}

// difference returns the first lines that differ.
func difference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	i := 0
	for i < min(len(w), len(g))-1 && w[i] == g[i] {
		i++
	}
	return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, w[i], g[i])
}

// TestSameBytes runs documents side by side, again, and in a new pipeline: what comes out
// does not depend on what was read before or beside it.
func TestSameBytes(t *testing.T) {
	const rounds = 2
	names := goldens
	if testing.Short() { // under the race detector the real scan takes a minute
		names = goldens[1:3]
	}
	got := make([][]byte, len(names)*rounds)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i] = document(t, shared(), names[i%len(names)]) })
	}
	wg.Wait()
	fresh := pipeline.New()
	for i, name := range names {
		for _, again := range [][]byte{got[i+len(names)], document(t, fresh, name)} {
			if !bytes.Equal(got[i], again) {
				t.Errorf("%s: %s", name, difference(got[i], again))
			}
		}
	}
}

func document(t *testing.T, p *pipeline.Pipeline, name string) []byte {
	src, err := source.Open(filepath.Join("..", "testdata", name, "scan.txt"), source.DefaultLimit)
	if err != nil {
		t.Error(err)
		return nil
	}
	b, err := planyaml.Marshal(p.Run(src))
	if err != nil {
		t.Error(err)
	}
	return b
}

// BenchmarkRun is the whole way from a real scan to its document.
func BenchmarkRun(b *testing.B) {
	src, err := source.Open(filepath.Join("..", "testdata", "182-KH-TU", "scan.txt"), source.DefaultLimit)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src.Bytes)))
	for b.Loop() {
		shared().Run(src)
	}
}
