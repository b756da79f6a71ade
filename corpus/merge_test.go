package corpus

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"

	"vanban/pipeline/text"
)

// mergeInto merges the archives in some folders and commits.
func mergeInto(t *testing.T, dir string, from ...string) Merged {
	t.Helper()
	var list []*Archive
	for _, d := range from {
		list = append(list, open(t, d))
	}
	w := create(t, dir)
	m, err := w.Merge(t.Context(), list...)
	if err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	return m
}

// TestMergeRevisions merges archives that have read one scan a different number of times: the later
// reading stays, whichever comes first.
func TestMergeRevisions(t *testing.T) {
	base := t.TempDir()
	first, second := filepath.Join(base, "1"), filepath.Join(base, "2")
	w := create(t, first)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	add(t, w, "b.txt", "2-KH/TU", "thủy lợi", model)
	finish(t, w)
	for range 2 {
		w = create(t, second)
		add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
		finish(t, w)
	}
	forth, back := filepath.Join(base, "3"), filepath.Join(base, "4")
	if m := mergeInto(t, forth, first); m != (Merged{Added: 2}) {
		t.Errorf("%+v", m)
	}
	if m := mergeInto(t, forth, second); m != (Merged{Replaced: 1}) {
		t.Errorf("%+v", m)
	}
	if m := mergeInto(t, forth, first, second); m != (Merged{Known: 3}) {
		t.Errorf("%+v", m)
	}
	mergeInto(t, back, second, first)
	a, b := open(t, forth), open(t, back)
	if !reflect.DeepEqual(a.Entries(), b.Entries()) || len(a.Entries()) != 2 || a.Entries()[0].Revision != 2 {
		t.Errorf("%+v\n%+v", a.Entries(), b.Entries())
	}
	for _, x := range []*Archive{a, b} {
		if got := found(t, x, "đô thị"); got != "1-KH/TU#I" {
			t.Errorf("found %q", got)
		}
	}
}

// TestMergeReviews merges what readers corrected and taught: nothing twice, in the order of time.
func TestMergeReviews(t *testing.T) {
	base := t.TempDir()
	var dirs []string
	sum := ""
	for i, name := range []string{"1", "2"} {
		dir := filepath.Join(base, name)
		w := create(t, dir)
		sum = add(t, w, "a.txt", "1-KH/TU", "đô thị", model).Original.SHA256
		finish(t, w)
		c := Correction{Bytes: [2]int{i, i + 1}, After: name, Who: "reader", When: time.Date(2025, 1, 2-i, 0, 0, 0, 0, time.UTC)}
		err := changeReview(dir, sum, func(r *review) error {
			r.Corrections, r.Applied = append(r.Corrections, c), 1
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(DictionaryPath(dir), []byte("thi\tthị\nw"+name+"\tđô"), 0o644); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	to := filepath.Join(base, "to")
	for range 2 {
		mergeInto(t, to, dirs...)
		r, err := readReview(to, sum)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Corrections) != 2 || r.Corrections[0].After != "2" || r.Corrections[1].After != "1" || r.Applied != 0 {
			t.Errorf("%+v", r)
		}
		b, err := os.ReadFile(DictionaryPath(to))
		if want := "thi\tthị\nw1\tđô\nw2\tđô\n"; err != nil || string(b) != want {
			t.Errorf("dictionary %q, error %v", b, err)
		}
	}
}

// TestMergeTexts merges archives that took two texts from one file: the later or longer one is kept,
// whichever comes first, and merging again changes nothing.
func TestMergeTexts(t *testing.T) {
	base := t.TempDir()
	file := []byte("%PDF-")
	var dirs []string
	for i, body := range []string{"đô thị và thủy lợi", "đô thị"} {
		dir := filepath.Join(base, strconv.Itoa(i))
		w := create(t, dir)
		tx, d := document(t, "a.pdf", "1-KH/TU", body, model)
		tx.Source.File = &text.File{Format: "pdf", SHA256: newFile("", file).SHA256, Size: len(file), Bytes: file}
		if _, err := w.Add(tx, d); err != nil {
			t.Fatal(err)
		}
		finish(t, w)
		dirs = append(dirs, dir)
	}
	forth, back := filepath.Join(base, "forth"), filepath.Join(base, "back")
	mergeInto(t, forth, dirs[0])
	if m := mergeInto(t, forth, dirs[1]); m != (Merged{Known: 1}) {
		t.Errorf("the shorter text after the longer one: %+v", m)
	}
	mergeInto(t, back, dirs[1])
	if m := mergeInto(t, back, dirs[0]); m != (Merged{Replaced: 1}) {
		t.Errorf("the longer text after the shorter one: %+v", m)
	}
	for _, dir := range []string{forth, back} {
		if m := mergeInto(t, dir, dirs...); m != (Merged{Known: 2}) {
			t.Errorf("again: %+v", m)
		}
		a := open(t, dir)
		if e := a.Entries(); len(e) != 1 || e[0].ID != "1-KH/TU" || found(t, a, "thủy lợi") != "1-KH/TU#I" {
			t.Errorf("%+v", e)
		}
	}
}

// TestMergeFacts merges corrections of two facts that lie in the same bytes: they are two.
func TestMergeFacts(t *testing.T) {
	base := t.TempDir()
	when := time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)
	var dirs []string
	sum := ""
	for _, field := range []string{"value", "unit"} {
		dir := filepath.Join(base, field)
		w := create(t, dir)
		sum = add(t, w, "a.txt", "1-KH/TU", "đô thị", model).Original.SHA256
		finish(t, w)
		err := changeReview(dir, sum, func(r *review) error {
			r.Corrections = append(r.Corrections, Correction{Fact: "target", ID: "1", Field: field, Bytes: [2]int{1, 2}, After: "5", Who: "reader", When: when})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	to := filepath.Join(base, "to")
	for range 2 {
		mergeInto(t, to, dirs...)
		if r, err := readReview(to, sum); err != nil || len(r.Corrections) != 2 {
			t.Errorf("%+v, error %v", r, err)
		}
	}
}
