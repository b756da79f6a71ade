package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"vanban/corpus/index"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// TestJournalCutShort goes on after a line that was cut short: nothing is lost, then or later.
func TestJournalCutShort(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, journalName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(b)+string(b[:len(b)/2]))
	w = create(t, dir)
	add(t, w, "b.txt", "2-KH/TU", "đô thị mới", model)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	finish(t, create(t, dir))
	if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I 2-KH/TU#I" {
		t.Errorf("found %q", got)
	}
}

// TestJournalCommitted finds a journal whose entries the manifest has: the process ended between
// the two. Nothing is done again.
func TestJournalCommitted(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	e := add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	before := snapshot(t, dir)
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, journalName), string(b)+"\n")
	finish(t, create(t, dir))
	os.Remove(filepath.Join(dir, journalName)) // nothing was committed, so that it is still there
	if after := snapshot(t, dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// snapshot returns the names and contents of an archive but for the files of its index.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range files(t, dir) {
		if strings.HasPrefix(name, indexDir+"/") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %x\n", name, content)
	}
	return b.String()
}

// TestSweep removes what a writer that died left, and nothing that no writer makes.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	e := add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	orphans := []string{
		"originals/" + strings.Repeat("0a", 32) + ".txt", "originals/" + strings.Repeat("0b", 32) + ".docx", "documents/2-KH-TU-0123456789ab.yaml",
		"documents/0123456789ab.2.doubts.jsonl", "documents/" + tempPrefix + "1", tempPrefix + "2", "index/000009/x",
	}
	kept := []string{"originals/README.txt", "documents/notes.txt", "mine.txt"}
	for _, name := range append(orphans, kept...) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, path, "x")
	}
	finish(t, create(t, dir))
	left := files(t, dir)
	for _, name := range orphans {
		if slices.Contains(left, name) {
			t.Errorf("left behind: %s", name)
		}
	}
	for _, name := range append(kept, e.YAML.Path, e.Original.Path) {
		if !slices.Contains(left, name) {
			t.Errorf("removed: %s", name)
		}
	}
}

// TestSecrets keeps documents with a stamp of secrecy out of the index unless told otherwise.
func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	open1 := add(t, w, "a.txt", "1-BC/TU", "đô thị", model)
	secret := add(t, w, "b.txt", "2-BC/TU", "TUYET MAT\nđô thị", model)
	finish(t, w)
	if open1.Secrecy != "" || secret.Secrecy != "TUYỆT MẬT" || !secret.Apart || secret.Passages != 0 {
		t.Errorf("entries %+v, %+v", open1, secret)
	}
	a := open(t, dir)
	if got := found(t, a, "đô thị"); got != "1-BC/TU#I" {
		t.Errorf("found %q", got)
	}
	if list := a.Public(); len(list) != 1 || list[0].ID != "1-BC/TU" {
		t.Errorf("shown to anyone: %v", list)
	}
	if p, _, err := a.Verify(t.Context(), pipeline.New()); len(p) > 0 || err != nil {
		t.Errorf("problems %v, error %v", p, err)
	}
	w = create(t, dir)
	if _, err := w.Reindex(pipeline.New); err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	if got := found(t, open(t, dir), "đô thị"); got != "1-BC/TU#I" {
		t.Errorf("after reindexing: found %q", got)
	}
	w = create(t, dir)
	w.IncludeClassified = true
	add(t, w, "b.txt", "2-BC/TU", "TUYET MAT\nđô thị", model)
	finish(t, w)
	if got := found(t, open(t, dir), "đô thị"); got != "1-BC/TU#I 2-BC/TU#I" {
		t.Errorf("included: found %q", got)
	}
	w = create(t, dir)
	add(t, w, "b.txt", "2-BC/TU", "TUYET MAT\nđô thị", model)
	finish(t, w)
	if got := found(t, open(t, dir), "đô thị"); got != "1-BC/TU#I" {
		t.Errorf("kept apart again: found %q", got)
	}
}

// TestLink records further names of a scan, through a crash too.
func TestLink(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	e := add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	for _, name := range []string{"c.txt", "b.txt", "a.txt", "c.txt"} {
		if err := w.Link(e, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	finish(t, create(t, dir))
	a := open(t, dir)
	if got := a.manifest.Names[e.Original.SHA256]; !slices.Equal(got, []string{"b.txt", "c.txt"}) {
		t.Errorf("names %q", got)
	}
	generation := a.manifest.Index
	w = create(t, dir)
	if err := w.Link(e, "d.txt"); err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	if a = open(t, dir); a.manifest.Index != generation || len(a.manifest.Names[e.Original.SHA256]) != 3 {
		t.Errorf("manifest %+v", a.manifest)
	}
}

// TestIDsDifferInMoreThanCase keeps apart what readers and some file systems take for one.
func TestIDsDifferInMoreThanCase(t *testing.T) {
	w := create(t, t.TempDir())
	seen := map[string]bool{}
	for i, number := range []string{"1-KH/TU", "1-kh/tu", "1-Kh/Tu", "1-KH/TU"} {
		e := add(t, w, "a.txt", number, fmt.Sprintf("văn bản %d", i), model)
		for _, name := range []string{strings.ToLower(e.ID), strings.ToLower(e.YAML.Path)} {
			if seen[name] {
				t.Errorf("%s is there twice", name)
			}
			seen[name] = true
		}
	}
	finish(t, w)
}

const hocr = `<html><head><meta name='ocr-system'/></head><body><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4'>Đạt</span> <span class='ocrx_word' title='bbox 5 2 9 4'>95%</span></span></div></body></html>`

// TestFiles keeps the file that a scan was taken from, and where its words stand on paper.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	src, err := (&source.Reader{}).Decode(t.Context(), "a.hocr", []byte(hocr))
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline.New()
	txt := text.Plain(src)
	d := p.Extract(txt)
	d.Sections = []plan.SectionText{{ID: "I", Kind: plan.Other, At: plan.At{Lines: [2]int{1, 1}, Bytes: [2]int{0, 10}, Sure: 1}}}
	w := create(t, dir)
	e, err := w.Add(txt, d)
	if err != nil {
		t.Fatal(err)
	}
	if same, ok := w.Find(src.File.SHA256); !ok || same != e {
		t.Errorf("found by its file: %+v", same)
	}
	finish(t, w)
	a := open(t, dir)
	if kept, err := os.ReadFile(a.Path(e.File)); err != nil || string(kept) != hocr || !strings.HasSuffix(e.File.Path, ".hocr") {
		t.Errorf("the file is kept as %q in %s, error %v", kept, e.File.Path, err)
	}
	back, err := a.Original(e)
	if err != nil {
		t.Fatal(err)
	}
	if page, rect := back.On(text.Span{Start: 0, End: 10}); page != 1 || rect != [4]int{1, 2, 9, 4} {
		t.Errorf("page %d at %v", page, rect)
	}
	if again := p.Extract(text.Plain(back)); again.Source.From == nil || *again.Source.From != *d.Source.From {
		t.Errorf("read again from %+v, want %+v", again.Source.From, d.Source.From)
	}
	if problems, _, err := a.Verify(t.Context(), p); len(problems) > 0 || err != nil {
		t.Errorf("problems %v, error %v", problems, err)
	}
	write(t, a.Path(e.File), "khác")
	if problems, _, _ := a.Verify(t.Context(), p); len(problems) != 1 {
		t.Errorf("a changed file: problems %v", problems)
	}
}

// TestDiskFull fails at every file that is written, in turn: what was committed stays as it is,
// and once there is room the archive is what it would have been.
func TestDiskFull(t *testing.T) {
	want := t.TempDir()
	bodies := []string{"đô thị loại I", "đô thị loại II", "MẬT\nđô thị loại III"}
	fill := func(w *Writer) error {
		for i, body := range bodies {
			txt, d := document(t, fmt.Sprintf("%d.txt", i), fmt.Sprintf("%d-KH/TU", i), body, model)
			if _, ok := w.Has(d.Source.SHA256, model); ok {
				continue
			}
			if _, err := w.Add(txt, d); err != nil {
				return err
			}
		}
		return w.Commit()
	}
	w := create(t, want)
	if err := errors.Join(fill(w), w.Close()); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		dir := t.TempDir()
		left := n
		var mu sync.Mutex // several files are written at once
		w := create(t, dir)
		w.store = func(dir, name string, b []byte) error {
			mu.Lock()
			left--
			full := left < 0
			mu.Unlock()
			if full {
				os.WriteFile(filepath.Join(dir, filepath.FromSlash(filepath.Dir(name)), tempPrefix+"cut"), b[:len(b)/2], 0o600)
				return fmt.Errorf("archive: %w", syscall.ENOSPC)
			}
			return writeFile(dir, name, b)
		}
		err := fill(w)
		if e := w.Close(); e != nil {
			t.Fatal(e)
		}
		if err == nil {
			if n < 10 {
				t.Errorf("only %d files were written", n)
			}
			return
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("after %d files: %v", n, err)
		}
		if a, err := Open(dir); !errors.Is(err, ErrNoArchive) {
			t.Fatalf("after %d files: an archive is there: %+v, %v", n, a, err)
		}
		w = create(t, dir)
		if err := errors.Join(fill(w), w.Close()); err != nil {
			t.Fatalf("after %d files, with room again: %v", n, err)
		}
		if got := snapshot(t, dir); got != snapshot(t, want) {
			t.Errorf("after %d files the archive is another", n)
		}
		if got := found(t, open(t, dir), "đô thị"); got != "0-KH/TU#I 1-KH/TU#I" {
			t.Errorf("after %d files: found %q", n, got)
		}
	}
}

// TestReadOnly names what cannot be written and leaves an archive as it was.
func TestReadOnly(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	before := snapshot(t, dir)
	for _, sub := range []string{documentsDir, "."} {
		path := filepath.Join(dir, sub)
		if err := os.Chmod(path, 0o555); err != nil {
			t.Fatal(err)
		}
		w, err := Create(dir)
		if err == nil {
			_, err = w.Add(document(t, "b.txt", "2-KH/TU", "đô thị mới", model))
			w.Close()
		}
		os.Chmod(path, 0o755)
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s is read-only: %v", sub, err)
		}
	}
	finish(t, create(t, dir))
	if snapshot(t, dir) != before {
		t.Error("the archive changed")
	}
}

// TestStaleIndex finds an index that is not the one of the manifest.
func TestStaleIndex(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	old := filepath.Join(dir, indexDir, "000001")
	w = create(t, dir)
	add(t, w, "b.txt", "2-KH/TU", "đô thị mới", model)
	finish(t, w)
	now := filepath.Join(dir, indexDir, "000002")
	if err := errors.Join(os.RemoveAll(now), os.Rename(old, now)); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir).Search(t.Context(), index.Query{Text: "đô thị", Limit: 1}); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("search: %v", err)
	}
	w = create(t, dir)
	if _, err := w.Reindex(pipeline.New); err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I 2-KH/TU#I" {
		t.Errorf("after reindexing: found %q", got)
	}
}
