package corpus

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus/index"
	"vanban/pipeline"
)

// mend makes a manifest anew and returns the problems.
func mend(t *testing.T, dir string) []Problem {
	t.Helper()
	w, problems, err := Mend(dir)
	if err != nil {
		t.Fatal(err)
	}
	more, err := w.Reindex(pipeline.New)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	return append(problems, more...)
}

// TestLostManifest loses no document with the manifest: no writer takes them for left behind, and
// they tell what the manifest said.
func TestLostManifest(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"gone": os.Remove, "cut": func(path string) error { return os.Truncate(path, 100) }, "empty": func(path string) error { return os.Truncate(path, 0) },
		"changed": func(path string) error { // by a letter of the name of a scan
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path, bytes.Replace(b, []byte("originals/"), []byte("originals0"), 1), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			w := create(t, dir)
			add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
			add(t, w, "b.txt", "2-KH/TU", "TUYỆT MẬT\nđô thị", model)
			add(t, w, "c.txt", "", "đô thị mới", model)
			add(t, w, "c.txt", "", "đô thị mới", model) // read again
			finish(t, w)
			before, files := open(t, dir).Entries(), snapshot(t, dir)
			if err := harm(filepath.Join(dir, manifestName)); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(dir); !errors.Is(err, ErrDamaged) || !errors.Is(err, ErrManifest) || !strings.Contains(err.Error(), "vanban reindex") {
				t.Errorf("open: %v", err)
			}
			if _, err := Create(dir); !errors.Is(err, ErrManifest) {
				t.Errorf("create: %v", err)
			}
			if problems := mend(t, dir); len(problems) > 0 {
				t.Errorf("problems %v", problems)
			}
			if got := open(t, dir).Entries(); !slices.EqualFunc(got, before, alike) {
				t.Errorf("entries\n%+v\nwant\n%+v", got, before)
			}
			if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I c#I" {
				t.Errorf("found %q", got)
			}
			finish(t, create(t, dir))
			without := func(s string) string { // the manifest has the number of another index
				lines := strings.Split(s, "\n")
				return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, manifestName) }), "\n")
			}
			if got := snapshot(t, dir); without(got) != without(files) {
				t.Errorf("before\n%s\nafter\n%s", files, got)
			}
		})
	}
}

// alike compares entries but for what a test of another model leaves empty.
func alike(a, b Entry) bool {
	a.Sketch, b.Sketch = "", ""
	return a == b
}

// TestMendJournal takes up a journal too, and keeps apart what no document names.
func TestMendJournal(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	add(t, w, "b.txt", "2-KH/TU", "đô thị mới", model)
	broken := add(t, w, "c.txt", "3-KH/TU", "đô thị cũ", model)
	finish(t, w)
	w = create(t, dir)
	add(t, w, "d.txt", "4-KH/TU", "đô thị lớn", model)
	if err := errors.Join(w.Close(), os.Remove(filepath.Join(dir, manifestName)), os.Truncate(filepath.Join(dir, filepath.FromSlash(broken.YAML.Path)), 10)); err != nil {
		t.Fatal(err)
	}
	if problems := mend(t, dir); len(problems) != 1 || !strings.HasPrefix(problems[0].Where, "3-KH-TU") {
		t.Errorf("problems %v", problems)
	}
	if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I 2-KH/TU#I 4-KH/TU#I" {
		t.Errorf("found %q", got)
	}
	if b, err := os.ReadFile(filepath.Join(dir, unnamedDir, filepath.Base(broken.Original.Path))); err != nil || !strings.Contains(string(b), "đô thị cũ") {
		t.Errorf("the scan of the lost document: %q, error %v", b, err)
	}
}

// TestReindexReadsAgain reads again what is damaged, and goes without what cannot be read.
func TestReindexReadsAgain(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	a := add(t, w, "a.txt", "", "Ghi chép về đô thị.", model)
	b := add(t, w, "b.txt", "", "Ghi chép về đô thị mới.", model)
	c := add(t, w, "c.txt", "", "Ghi chép về đô thị cũ.", model)
	finish(t, w)
	for _, f := range []File{a.YAML, b.YAML, b.Original, c.Text} {
		if err := os.Truncate(filepath.Join(dir, filepath.FromSlash(f.Path)), 5); err != nil {
			t.Fatal(err)
		}
	}
	w = create(t, dir)
	problems, err := w.Reindex(pipeline.New)
	if err != nil || len(problems) != 1 || problems[0].Where != "b" {
		t.Errorf("problems %v, error %v", problems, err)
	}
	finish(t, w)
	list, _, err := open(t, dir).Verify(t.Context(), pipeline.New())
	if err != nil || len(list) == 0 || slices.ContainsFunc(list, func(p Problem) bool { return p.Where != "b" }) {
		t.Errorf("problems %v, error %v", list, err)
	}
	if r, err := open(t, dir).Search(t.Context(), index.Query{Text: "đô thị", Limit: 9}); err != nil || r.Total != 2 {
		t.Errorf("found %+v, error %v", r, err)
	}
}

// TestMendOtherScan takes no path from what a YAML says, and no YAML under the name of another.
func TestMendOtherScan(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	a := add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	b := add(t, w, "b.txt", "2-KH/TU", "đô thị mới", model)
	finish(t, w)
	yaml, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(a.YAML.Path)))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, filepath.FromSlash(b.YAML.Path)), string(yaml))
	write(t, filepath.Join(dir, filepath.FromSlash(a.YAML.Path)), strings.Replace(string(yaml), a.Original.SHA256, "../../"+a.Original.SHA256, 1))
	if err := os.Remove(filepath.Join(dir, manifestName)); err != nil {
		t.Fatal(err)
	}
	if problems := mend(t, dir); len(problems) != 2 {
		t.Errorf("problems %v", problems)
	}
	if list := open(t, dir).Entries(); len(list) != 0 {
		t.Errorf("entries %+v", list)
	}
}
