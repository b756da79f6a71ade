package corpus

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus/index"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

const model = "sha256:0000000000000000000000000000000000000000000000000000000000000000"

// document returns a document with the body as one section and its last line as a target.
func document(t *testing.T, name, number, body, model string) (*text.Text, *plan.Document) {
	t.Helper()
	src, err := source.New(name, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	txt := text.Plain(src)
	place := func(r text.Range) plan.At {
		p := txt.Place(text.Ranges{r})
		return plan.At{Lines: p.Lines, Bytes: [2]int{p.Bytes.Start, p.Bytes.End}, Sure: p.Sure}
	}
	all, last := text.Range{Start: 0, End: len(txt.Words)}, txt.Lines[len(txt.Lines)-1]
	return txt, &plan.Document{
		Made:     plan.Made{Tool: "vanban test", Model: model},
		Source:   plan.Source{Name: name, SHA256: fmt.Sprintf("%x", sha256.Sum256(src.Bytes)), Bytes: len(src.Bytes), Lines: len(src.Lines)},
		Quality:  plan.Quality{Grade: "A"},
		Head:     plan.Header{Number: number, Type: "KH", Issuer: "Ủy ban nhân dân tỉnh Đồng Tháp", Date: "2024-07-15", Subject: "phát triển " + name},
		Sections: []plan.SectionText{{ID: "I", Kind: plan.Other, Title: "MỤC TIÊU", At: place(all), Text: []string{txt.String(all)}}},
		Targets:  []plan.Target{{ID: "T1", Section: "I", Indicator: "x", Relation: "milestone", Quote: txt.String(last), At: place(last)}},
	}
}

func create(t *testing.T, dir string) *Writer {
	t.Helper()
	w, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func add(t *testing.T, w *Writer, name, number, body, model string) Entry {
	t.Helper()
	e, err := w.Add(document(t, name, number, body, model))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func finish(t *testing.T, w *Writer) {
	t.Helper()
	if err := errors.Join(w.Commit(), w.Close()); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *Archive {
	t.Helper()
	a, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// found returns the IDs that a search finds.
func found(t *testing.T, a *Archive, query string) string {
	t.Helper()
	r, err := a.Search(t.Context(), index.Query{Text: query, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// files returns the paths of all files below a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			path, _ = filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAddAndRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	w := create(t, dir)
	body := "\ufeffKế hoạch\r\nđô thị loại I\n"
	add(t, w, "scan.txt", "182-KH/TU", body, model)
	finish(t, w)

	a := open(t, dir)
	e := a.Entries()[0]
	if e.ID != "182-KH/TU" || e.Name != "scan.txt" || e.Passages != 2 || e.Revision != 1 || e.Model != model {
		t.Errorf("entry %+v", e)
	}
	src, err := a.Original(e)
	if err != nil || string(src.Bytes) != body || src.Name != "scan.txt" {
		t.Errorf("original %v, error %v", src, err)
	}
	restored, err := os.ReadFile(a.Path(e.Text))
	if err != nil || len(bytes.Split(restored, []byte("\n"))) != 3 {
		t.Errorf("restored text %q, error %v", restored, err)
	}
	d, err := a.Document(e)
	if err != nil || d.Head.Number != "182-KH/TU" {
		t.Errorf("document %v, error %v", d, err)
	}
	if got := found(t, a, "đô thị"); got != "182-KH/TU#I" {
		t.Errorf("found %q", got)
	}
	if p, outdated, err := a.Verify(t.Context(), pipeline.New()); len(p) > 0 || len(outdated) != 1 || err != nil {
		t.Errorf("problems %v, outdated %v, error %v", p, outdated, err)
	}
	for _, name := range files(t, dir) {
		if strings.Contains(name, tempPrefix) || name == journalName {
			t.Errorf("left behind: %s", name)
		}
	}
}

func TestSameNumberTwice(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	first := add(t, w, "a.txt", "5/QĐ-UBND", "năm hai nghìn hai mươi", model)
	second := add(t, w, "b.txt", "5/QĐ-UBND", "năm hai nghìn hai mốt", model)
	add(t, w, "c.txt", "", "không có số", model)
	add(t, w, "c.txt", "", "cũng không có số", model)
	finish(t, w)
	if first.ID != "5/QĐ-UBND" || second.ID != "5/QĐ-UBND@"+second.Original.SHA256[:8] {
		t.Errorf("ids %q, %q", first.ID, second.ID)
	}
	a := open(t, dir)
	if n := len(a.Entries()); n != 4 {
		t.Fatalf("%d entries", n)
	}
	for _, e := range a.Entries() {
		if _, err := a.Document(e); err != nil {
			t.Error(err)
		}
	}
	if got := found(t, a, "nghìn"); got != first.ID+"#I "+second.ID+"#I" {
		t.Errorf("found %q", got)
	}
}

func TestNamesStayInside(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "archive")
	w := create(t, dir)
	for i, number := range []string{"../../182-KH/TU", "/etc/passwd", `C:\x`, "..", "Quyết định " + strings.Repeat("dài ", 200), "con\x00\n#x", "Điều-1/ĐẢNG", "…"} {
		add(t, w, fmt.Sprintf("../x%d/..", i), number, fmt.Sprintf("văn bản %d", i), model)
	}
	finish(t, w)
	if names := files(t, parent); len(names) == 0 {
		t.Fatal("nothing written")
	} else {
		for _, n := range names {
			if !strings.HasPrefix(n, "archive/") || strings.Count(n, "/") > 5 {
				t.Errorf("stray file %q", n)
			}
		}
	}
	for _, e := range open(t, dir).Entries() {
		name := strings.TrimPrefix(e.YAML.Path, "documents/")
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") != "" || len(name) > 90 || strings.Contains(name, "..") {
			t.Errorf("%q is stored as %q", e.ID, name)
		}
		if strings.ContainsAny(e.ID, "#\x00\n") {
			t.Errorf("id %q", e.ID)
		}
	}
}

func TestReadAgain(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	first := add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	old := open(t, dir)
	w = create(t, dir)
	if e, ok := w.Has(first.Original.SHA256, model); !ok || e != first {
		t.Errorf("Has: %v %v", e, ok)
	}
	if _, ok := w.Has(first.Original.SHA256, model+"1"); ok {
		t.Error("Has with other dictionaries")
	}
	before := files(t, dir)
	if err := w.Commit(); err != nil || !slices.Equal(files(t, dir), before) {
		t.Errorf("an empty commit changed files: %v, error %v", files(t, dir), err)
	}
	again := add(t, w, "a.txt", "2-KH/TU", "đô thị", model+"1")
	finish(t, w)
	a := open(t, dir)
	if len(a.Entries()) != 1 || again.Revision != 2 || again.ID != "2-KH/TU" {
		t.Errorf("entries %+v", a.Entries())
	}
	if _, err := os.Stat(a.Path(first.YAML)); !os.IsNotExist(err) {
		t.Errorf("the old YAML is still there: %v", err)
	}
	if got := found(t, a, "đô thị"); got != "2-KH/TU#I" {
		t.Errorf("found %q", got)
	}
	if got := found(t, old, "đô thị"); got != "1-KH/TU#I" {
		t.Errorf("the older reader found %q", got)
	}
}

func TestCrashKeepsWhatWasAdded(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	w = create(t, dir)
	add(t, w, "b.txt", "2-KH/TU", "đô thị mới", model)
	if err := w.Close(); err != nil { // no Commit: as if the process had ended
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, journalName), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"id":"cut sh`)
	f.Close()
	if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I" {
		t.Errorf("before the next writer: found %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, documentsDir, tempPrefix+"1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	finish(t, create(t, dir))
	a := open(t, dir)
	if got := found(t, a, "đô thị"); got != "1-KH/TU#I 2-KH/TU#I" {
		t.Errorf("after the next writer: found %q", got)
	}
	for _, name := range files(t, dir) {
		if strings.Contains(name, tempPrefix) || name == journalName {
			t.Errorf("left behind: %s", name)
		}
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	_, err := Create(dir)
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("pid %d on ", os.Getpid())) {
		t.Errorf("second writer: %v", err)
	}
	finish(t, w)
	finish(t, create(t, dir))
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, ErrNoArchive) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrNoArchive) {
		t.Errorf("an empty folder: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file); !errors.Is(err, ErrNotDirectory) {
		t.Errorf("a file: %v", err)
	}
	if _, err := Create(file); !errors.Is(err, ErrNotDirectory) {
		t.Errorf("create on a file: %v", err)
	}
	for _, content := range []string{"{", `{"schema":"other"}`} {
		if err := os.WriteFile(filepath.Join(dir, manifestName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); !errors.Is(err, ErrDamaged) {
			t.Errorf("manifest %q: %v", content, err)
		}
		if _, err := Create(dir); !errors.Is(err, ErrDamaged) {
			t.Errorf("create with manifest %q: %v", content, err)
		}
	}
}

func TestVerifyFinds(t *testing.T) {
	p := pipeline.New()
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, a *Archive, e Entry)
		want   string
	}{
		{"nothing", func(*testing.T, *Archive, Entry) {}, ""},
		{"original", func(t *testing.T, a *Archive, e Entry) { write(t, a.Path(e.Original), "khác") }, "originals/"},
		{"text", func(t *testing.T, a *Archive, e Entry) { write(t, a.Path(e.Text), "khác") }, ".txt changed"},
		{"yaml", func(t *testing.T, a *Archive, e Entry) { os.Remove(a.Path(e.YAML)) }, ".yaml is missing"},
		{"index", func(t *testing.T, a *Archive, e Entry) {
			os.RemoveAll(filepath.Join(a.dir, indexDir, a.manifest.Index.Generation))
		}, "vanban reindex"},
		{"count", func(t *testing.T, a *Archive, e Entry) { a.manifest.Documents[0].Passages++ }, "vanban reindex"},
		{"unknown to the archive", func(t *testing.T, a *Archive, e Entry) { a.manifest.Documents = nil }, "the archive does not"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			w := create(t, dir)
			txt, d := document(t, "a.txt", "1-KH/TU", "MỤC TIÊU\nđạt đô thị loại I", p.Version())
			d.Targets = nil
			if _, err := w.Add(txt, d); err != nil {
				t.Fatal(err)
			}
			finish(t, w)
			a := open(t, dir)
			c.damage(t, a, a.Entries()[0])
			problems, _, err := a.Verify(t.Context(), p)
			if err != nil || (len(problems) == 0) != (c.want == "") || !strings.Contains(fmt.Sprint(problems), c.want) {
				t.Errorf("problems %v, error %v, want %q", problems, err, c.want)
			}
		})
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyPlacesAndQuotes(t *testing.T) {
	txt, d := document(t, "a.txt", "1-KH/TU", "một hai\n12\nba bốn\nnăm sáu", model)
	if out := append(verifyPlaces(d, txt.Source), verifyQuotes(d, txt)...); len(out) > 0 {
		t.Errorf("sound document: %v", out)
	}
	whole := d.Sections[0].At
	for _, c := range []struct {
		quote string
		want  bool
	}{
		{"một hai 12 ba bốn năm sáu", true}, {"một hai ba bốn", true}, {"ba bốn một hai", true}, {"hai một ba", false}, {"bảy", false}, {"hai", true},
	} {
		if got := stands(c.quote, txt, whole); got != c.want {
			t.Errorf("stands(%q) = %v", c.quote, got)
		}
	}
	d.Targets[0].Quote = "bảy"
	if out := verifyQuotes(d, txt); len(out) != 1 {
		t.Errorf("wrong quote: %v", out)
	}
	for _, bytes := range [][2]int{{-1, 3}, {3, 3}, {0, 10000}, {0, 3}} {
		d.Targets[0].At = plan.At{Lines: [2]int{1, 4}, Bytes: bytes}
		if out := verifyPlaces(d, txt.Source); len(out) != 1 {
			t.Errorf("bytes %v: %v", bytes, out)
		}
	}
}

func TestReindexMends(t *testing.T) {
	dir := t.TempDir()
	w := create(t, dir)
	add(t, w, "a.txt", "1-KH/TU", "đô thị", model)
	finish(t, w)
	a := open(t, dir)
	segments, _ := filepath.Glob(filepath.Join(dir, indexDir, a.manifest.Index.Generation, "bleve", "store", "*.zap"))
	if len(segments) == 0 {
		t.Fatal("no segment")
	}
	if err := os.Truncate(segments[0], 100); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Search(t.Context(), index.Query{Text: "đô thị"}); !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "vanban reindex") {
		t.Errorf("search: %v", err)
	}
	w = create(t, dir)
	if _, err := w.Add(document(t, "b.txt", "2-KH/TU", "đô thị mới", model)); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("add: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w = create(t, dir)
	if _, err := w.Reindex(pipeline.New); err != nil {
		t.Fatal(err)
	}
	finish(t, w)
	if got := found(t, open(t, dir), "đô thị"); got != "1-KH/TU#I 2-KH/TU#I" {
		t.Errorf("found %q", got)
	}
}

func TestResolve(t *testing.T) {
	a := &Archive{manifest: &manifest{Documents: []Entry{
		{ID: "05/QĐ-UBND", Number: "05/QĐ-UBND", Type: "QĐ", Title: "Quy chế hoạt động của Sở Kế hoạch và Đầu tư", Issuer: "Ủy ban nhân dân huyện Mường Lầm"},
		{ID: "182-KH/TU", Number: "182-KH/TU", Title: "thực hiện Kế hoạch số 222-KH/TU về xây dựng kết cấu hạ tầng đồng bộ nhằm đưa nước ta trở thành nước công nghiệp"},
		{ID: "182-KH/TU@0123abcd", Number: "182-KH/TU", Title: strings.Repeat("a", 200)},
		{ID: "scan", Title: "Báo cáo công tác phòng chống lụt bão"},
	}}}
	for _, c := range []struct {
		name, id, section string
		exact             bool
	}{
		{"182-KH/TU", "182-KH/TU", "", true},
		{"182-KH/TU#III.6", "182-KH/TU", "III.6", true},
		{"182-kh/tu", "182-KH/TU", "", true},
		{"182 kh tu", "182-KH/TU", "", true},
		{"182-KH/TU@0123abcd", "182-KH/TU@0123abcd", "", true},
		{"05/qd-ubnd#Điều 1", "05/QĐ-UBND", "Điều 1", true},
		{"182", "182-KH/TU", "", false},
		{"lut bao", "scan", "", false},
		{"skhvđt", "05/QĐ-UBND", "", false},
		{"kết cấu hạ tầng", "182-KH/TU", "", false},
		{"quyết định 5", "05/QĐ-UBND", "", false},
		{"qd 05", "05/QĐ-UBND", "", false},
		{"huyen muong lam", "05/QĐ-UBND", "", false},
		{strings.Repeat("a", 300), "182-KH/TU@0123abcd", "", false},
	} {
		e, section, exact, err := a.Resolve(c.name)
		if err != nil || e.ID != c.id || section != c.section || exact != c.exact {
			t.Errorf("Resolve(%.20q) = %q %q %v %v", c.name, e.ID, section, exact, err)
		}
	}
	for _, name := range []string{"", "#I", "zzz", "!!"} {
		_, _, _, err := a.Resolve(name)
		if _, ok := errors.AsType[*NotFoundError](err); !ok {
			t.Errorf("Resolve(%q): %v", name, err)
		}
	}
}

func TestFindSection(t *testing.T) {
	d := &plan.Document{Sections: []plan.SectionText{{ID: "III", Sections: []plan.SectionText{{ID: "III.6", Sections: []plan.SectionText{{ID: "III.6.đ"}}}}}, {ID: "Điều 1"}}}
	for id, want := range map[string]string{"III": "III", "III.6.đ": "III.6.đ", "iii.6": "III.6", "dieu 1": "Điều 1"} {
		if s, err := FindSection(d, id); err != nil || s.ID != want {
			t.Errorf("FindSection(%q) = %v, %v", id, s, err)
		}
	}
	if _, err := FindSection(d, "IV"); err == nil || !strings.Contains(err.Error(), `"IV"`) {
		t.Errorf("no section: %v", err)
	}
}
