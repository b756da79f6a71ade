package extract_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"vanban/pipeline/extract"
	"vanban/pipeline/outline"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/text"
)

// shared returns the folder of the gold documents, or skips the test.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VANBAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "gold", "docs")); err != nil {
		t.Skip("no gold documents: set VANBAN_SHARED to the folder that holds gold/docs")
	}
	return dir
}

// goldText returns the printed text of a gold document; that of the real scan is only half.
func goldText(dir string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, "gold.txt"))
	if os.IsNotExist(err) {
		return os.ReadFile(filepath.Join(dir, "gold-first-half.txt"))
	}
	return b, err
}

// TestGold reads the printed text of every gold document. With VANBAN_OUT set it leaves the
// YAML there, for tools/score_facts.py.
func TestGold(t *testing.T) {
	x := extract.New()
	docs, err := filepath.Glob(filepath.Join(shared(t), "gold", "docs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range docs {
		b, err := goldText(dir)
		if err != nil {
			t.Fatal(err)
		}
		src := text.NewSource("gold.txt", b)
		d := x.Extract(outline.Split(text.Plain(src)))
		check(t, src, d)
		write(t, filepath.Base(dir), src, d)
	}
}

func write(t *testing.T, name string, src *text.Source, d *plan.Document) {
	t.Helper()
	out := os.Getenv("VANBAN_OUT")
	if out == "" {
		return
	}
	sum := sha256.Sum256(src.Bytes)
	d.Source.SHA256 = hex.EncodeToString(sum[:])
	d.Made.Tool, d.Made.Model = "vanban test", "sha256:"+d.Source.SHA256
	y, err := planyaml.Marshal(d)
	if err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(out, name+".yaml"), y, 0o644); err != nil {
		t.Fatal(err)
	}
}

// check reports facts without a place in the scan or without a rule.
func check(t testing.TB, src *text.Source, d *plan.Document) {
	t.Helper()
	at := func(what string, a plan.At) {
		if a.Bytes[0] < 0 || a.Bytes[1] > len(src.Bytes) || a.Bytes[0] >= a.Bytes[1] ||
			a.Lines[0] < 1 || a.Lines[1] > len(src.Lines) || a.Lines[0] > a.Lines[1] || a.Sure < 0 || a.Sure > 1 {
			t.Errorf("%s: place %+v", what, a)
		}
	}
	mentions := func(what string, list []plan.At) {
		if len(list) == 0 {
			t.Errorf("%s: no mention", what)
		}
		for _, a := range list {
			at(what, a)
		}
	}
	for _, s := range d.Head.Signers {
		at("signer "+s.Name, s.At)
	}
	for _, x := range d.Tasks {
		at("task "+x.ID, x.At)
		if x.Rule == "" || x.Text == "" {
			t.Errorf("task %+v", x)
		}
	}
	for _, x := range d.Targets {
		at("target "+x.ID, x.At)
		if x.Rule == "" || x.Quote == "" || x.Indicator == "" {
			t.Errorf("target %+v", x)
		}
	}
	for _, x := range d.References {
		mentions("reference "+x.Number, x.Mentions)
	}
	e := d.Entities
	for _, x := range append(append([]plan.Entity(nil), e.Organizations...), e.People...) {
		mentions(x.Name, x.Mentions)
	}
	for _, x := range e.Places {
		mentions(x.Name, x.Mentions)
	}
	for _, x := range e.Dates {
		mentions(x.Date, x.Mentions)
	}
	for _, x := range e.Amounts {
		mentions(x.Text, x.Mentions)
	}
}
