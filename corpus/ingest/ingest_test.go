package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vanban/corpus"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/restore"
	"vanban/pipeline/source"
)

var shared = sync.OnceValue(pipeline.New)

func options() Options {
	return Options{Reader: &source.Reader{Limits: source.DefaultLimits}, Pipeline: shared(), Jobs: 4, Limits: DefaultLimits}
}

// write writes files into a folder: name, content, name, content...
func write(t *testing.T, dir string, files ...string) []source.Input {
	t.Helper()
	var out []source.Input
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, source.Input{Path: path})
	}
	return out
}

// read runs an ingest and returns what became of the files.
func read(t *testing.T, dir string, inputs []source.Input, o Options) []Result {
	t.Helper()
	w, err := corpus.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []Result
	err = Run(t.Context(), dir, w, inputs, o, func(r Result) error {
		out = append(out, r)
		return nil
	})
	if err = errors.Join(err, w.Commit(), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out
}

func became(list []Result) string {
	var out []string
	for _, r := range list {
		out = append(out, filepath.Base(r.Input.Path)+" "+r.State.String()+" "+r.Entry.ID)
	}
	return strings.Join(out, "\n")
}

// TestOrder gives results in the order of the inputs whatever takes longer, and the same archive
// for any number of jobs.
func TestOrder(t *testing.T) {
	in := t.TempDir()
	var files []string
	for i := range 20 {
		body := fmt.Sprintf("Ghi chép %d\n", i) + strings.Repeat("Phát triển đô thị và hạ tầng giao thông. ", (i*7%5)*10)
		if i%6 == 5 {
			body = ""
		}
		if i%6 == 4 {
			body = files[len(files)-1] // the same as the one before
		}
		files = append(files, fmt.Sprintf("%02d.txt", i), body)
	}
	inputs := write(t, in, files...)
	inputs = append(inputs, source.Input{Path: filepath.Join(in, "vanished.txt")})
	var want string
	for _, jobs := range []int{1, 3, 8} {
		o := options()
		o.Jobs = jobs
		list := read(t, t.TempDir(), inputs, o)
		if len(list) != len(inputs) {
			t.Fatalf("%d results", len(list))
		}
		for i, r := range list {
			state := OK
			switch {
			case i%6 == 5, i == 20:
				state = Failed
			case i%6 == 4:
				state = Skipped
			}
			if r.Input != inputs[i] || r.State != state || (r.Err != nil) != (state == Failed) {
				t.Errorf("%d jobs: result %d: %v %v %v", jobs, i, r.Input, r.State, r.Err)
			}
		}
		if got := became(list); want == "" {
			want = got
		} else if got != want {
			t.Errorf("%d jobs: got\n%s\nwant\n%s", jobs, got, want)
		}
	}
}

// TestAgain reads nothing twice, but for what other dictionaries or limits may read otherwise.
func TestAgain(t *testing.T) {
	dir := t.TempDir()
	inputs := write(t, t.TempDir(), "a.txt", "Kế hoạch phát triển đô thị\nngày 1/2/2024, ngày 3/4/2025\n", "b.txt", "MẬT\nGhi chép\n")
	states := func(o Options) string {
		t.Helper()
		var out []string
		for _, r := range read(t, dir, inputs, o) {
			out = append(out, fmt.Sprint(r.State, " ", r.Entry.Revision))
		}
		return strings.Join(out, ", ")
	}
	own, err := restore.ReadDictionary(strings.NewReader("Rạch Giá\n"))
	if err != nil {
		t.Fatal(err)
	}
	other, classified, cut := options(), options(), options()
	other.Pipeline = pipeline.NewWith(own)
	classified.IncludeClassified = true
	cut.Limits.Facts = 1
	for i, c := range []struct {
		o    Options
		want string
	}{
		{options(), "ok 1, ok 1"}, {options(), "skipped 1, skipped 1"}, {classified, "skipped 1, ok 2"}, {classified, "skipped 1, skipped 2"},
		{other, "ok 2, ok 3"}, {other, "skipped 2, skipped 3"}, {cut, "partial 3, ok 4"}, {cut, "skipped 3, skipped 4"}, {options(), "ok 4, skipped 4"},
	} {
		if got := states(c.o); got != c.want {
			t.Errorf("run %d: %s, want %s", i, got, c.want)
		}
	}
}

// TestNear reports the second scan of a paper, and no other paper.
func TestNear(t *testing.T) {
	body := ""
	for i := range 60 {
		body += fmt.Sprintf("Nhiệm vụ %d phát triển hạ tầng giao thông khu vực %d giai đoạn %d.\n", i, i*7%31, 2020+i)
	}
	again := strings.ReplaceAll(strings.Replace(body, "Nhiệm vụ 7 ", "Nhiem vu 7 ", 1), "khu vực 3 ", "khu vục 3 ") + "trang 1\n"
	list := read(t, t.TempDir(), write(t, t.TempDir(), "a.txt", body, "b.txt", strings.Repeat("Báo cáo công tác phòng chống lụt bão của huyện. ", 20), "c.txt", again), options())
	if list[0].Like != "" || list[1].Like != "" || list[2].Like != "a" || list[2].Similar < 0.6 {
		t.Errorf("%q, %q, %q %.2f", list[0].Like, list[1].Like, list[2].Like, list[2].Similar)
	}
}

// TestTime gives up a file that takes too long; the others are read.
func TestTime(t *testing.T) {
	inputs := write(t, t.TempDir(), "a.txt", strings.Repeat("Thudng vu Thanh uy chi dao cac dong chi thuc hien. \n", 3000), "b.txt", "Ghi chép\n")
	o := options()
	src, err := source.New("x", []byte("khởi động")) // so that the models are open
	if err != nil {
		t.Fatal(err)
	}
	shared().Run(src)
	o.Time, o.Jobs = 300*time.Millisecond, 1
	start := time.Now()
	list := read(t, t.TempDir(), inputs, o)
	t.Logf("it took %v", time.Since(start))
	if e, ok := errors.AsType[*source.Error](list[0].Err); !ok || e.Reason != source.TooSlow || !strings.HasSuffix(e.Name, "a.txt") {
		t.Errorf("%v", list[0].Err)
	}
	if list[1].State != OK {
		t.Errorf("the other: %v %v", list[1].State, list[1].Err)
	}
}

// TestPanic turns a mistake of the program into the failure of one file.
func TestPanic(t *testing.T) {
	inputs := write(t, t.TempDir(), "a.txt", "Ghi chép\n")
	o := options()
	o.Pipeline = nil
	r := &run{Options: o, known: map[string]corpus.Entry{}, dir: t.TempDir()}
	out := r.read(t.Context(), inputs[0])
	if _, ok := errors.AsType[*PanicError](out.err); !ok || !strings.Contains(out.err.Error(), "a.txt") {
		t.Errorf("error %v", out.err)
	}
}

// TestInterrupted stops between files; what is done stays.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i := range 30 {
		files = append(files, fmt.Sprintf("%02d.txt", i), fmt.Sprintf("Ghi chép thứ %d\n", i))
	}
	inputs := write(t, t.TempDir(), files...)
	w, err := corpus.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	o := options()
	o.Jobs = 2
	err = Run(ctx, dir, w, inputs, o, func(r Result) error {
		if n++; n == 3 {
			cancel()
		}
		if r.State != OK {
			t.Errorf("%v: %v", r.Input, r.Err)
		}
		return nil
	})
	if err = errors.Join(err, w.Commit(), w.Close()); err != nil || n < 3 || n > 12 {
		t.Errorf("%d results, error %v", n, err)
	}
	if got := len(read(t, dir, inputs, o)); got != 30 {
		t.Errorf("%d results afterwards", got)
	}
}

// TestStops ends when the archive or the caller fails.
func TestStops(t *testing.T) {
	inputs := write(t, t.TempDir(), "a.txt", "Ghi chép một\n", "b.txt", "Ghi chép hai\n", "c.txt", "Ghi chép ba\n")
	dir := t.TempDir()
	w, err := corpus.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	stop := errors.New("stop")
	n := 0
	if err := Run(t.Context(), dir, w, inputs, options(), func(Result) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Errorf("%d results, error %v", n, err)
	}
}

// TestDryRun says what would be done and does nothing.
func TestDryRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	inputs := write(t, t.TempDir(), "a.txt", "Ghi chép một\n", "b.txt", "Ghi chép một\n", "c.txt", "")
	o := options()
	o.DryRun = true
	var out []Result
	if err := Run(t.Context(), dir, nil, inputs, o, func(r Result) error { out = append(out, r); return nil }); err != nil {
		t.Fatal(err)
	}
	if out[0].State != OK || out[1].State != Skipped || out[2].State != Failed {
		t.Errorf("%s", became(out))
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
}

func TestCut(t *testing.T) {
	at := plan.At{Lines: [2]int{1, 1}, Bytes: [2]int{0, 1}}
	make := func() *plan.Document {
		return &plan.Document{
			Sections:   []plan.SectionText{{ID: "1", Sections: []plan.SectionText{{ID: "1.1"}, {ID: "1.2"}}}, {ID: "2"}},
			Tasks:      []plan.Task{{ID: "1"}},
			References: []plan.Reference{{Number: "a", Mentions: []plan.At{at, at}}, {Number: "b"}},
			Entities:   plan.Entities{Dates: []plan.Date{{Date: "2024", Mentions: []plan.At{at, at, at}}, {Date: "2025", Mentions: []plan.At{at}}}},
		}
	}
	if n := facts(make()); n != 8 {
		t.Fatalf("%d facts", n)
	}
	for kept := 1; kept <= 8; kept++ {
		d := make()
		cuts := Limits{Sections: 3, Facts: kept}.cut(d)
		if facts(d) != kept || countSections(d.Sections) != 3 || d.Sections[0].Sections[1].ID != "1.2" {
			t.Errorf("limit %d: %d facts, %+v", kept, facts(d), d)
		}
		if want := 1 + min(1, 8-kept); len(cuts) != want {
			t.Errorf("limit %d: cuts %v", kept, cuts)
		}
	}
	if cuts := (Limits{}).cut(make()); cuts != nil {
		t.Errorf("no limit: %v", cuts)
	}
}

// TestMend reads a document again whose files are damaged.
func TestMend(t *testing.T) {
	dir := t.TempDir()
	inputs := write(t, t.TempDir(), "a.txt", "Ghi chép một\n", "b.txt", "Ghi chép hai\n")
	first := read(t, dir, inputs, options())
	for i, f := range []corpus.File{first[0].Entry.YAML, first[1].Entry.Original} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(f.Path)), []byte(strings.Repeat("x", f.Bytes)), 0o600); err != nil {
			t.Fatal(err)
		}
		list := read(t, dir, inputs, options())
		if list[i].State != OK || list[1-i].State != Skipped {
			t.Errorf("file %d damaged: %s", i, became(list))
		}
	}
	a, err := corpus.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if problems, _, err := a.Verify(t.Context(), shared()); len(problems) > 0 || err != nil {
		t.Errorf("problems %v, error %v", problems, err)
	}
}

// TestAlone reads large files one after the other, without waiting for ever.
func TestAlone(t *testing.T) {
	r := &run{large: make(chan struct{}, 1)}
	small := r.alone(t.Context(), false)
	first := r.alone(t.Context(), true)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r.alone(ctx, true)() // given up: it lets nobody in
	r.Time = time.Millisecond
	r.alone(t.Context(), true)() // out of patience: likewise
	small()
	if len(r.large) != 1 {
		t.Fatal("another large file may begin before the first has ended")
	}
	r.Time = 0
	next := make(chan func())
	go func() { next <- r.alone(t.Context(), true) }()
	first()
	(<-next)()
	if len(r.large) != 0 {
		t.Error("nothing is read and no large file may begin")
	}
}

// TestUnreadPages reads again, with recognition, a PDF of which some pages have no text.
func TestUnreadPages(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	programs := t.TempDir()
	for name, script := range map[string]string{
		"pdftotext": `printf 'Ghi chép một\n\f\n\f'`,
		"pdftoppm":  `case "$5" in 2) echo image;; *) echo "Wrong page range given" >&2; exit 99;; esac`,
		"tesseract": `echo "<html><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word'>hai</span></span></div></html>"`,
	} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", programs+string(os.PathListSeparator)+os.Getenv("PATH"))
	dir := t.TempDir()
	inputs := write(t, t.TempDir(), "a.pdf", "%PDF-1.4")
	o := options()
	for i, want := range []State{Partial, Skipped, OK, Skipped} {
		o.Reader = &source.Reader{Limits: source.DefaultLimits, OCR: i >= 2}
		r := read(t, dir, inputs, o)[0]
		if r.State != want || want == Partial && (len(r.Cut) != 1 || r.Cut[0] != Cut{"pages", 2, 1}) {
			t.Errorf("run %d: %v, cut %v, error %v", i, r.State, r.Cut, r.Err)
		}
		a, err := corpus.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if list := a.Entries(); len(list) != 1 || list[0].ID != "a" || r.Like != "" {
			t.Errorf("run %d: %+v, like %q", i, list, r.Like)
		}
		if problems, _, err := a.Verify(t.Context(), shared()); len(problems) > 0 || err != nil {
			t.Errorf("run %d: problems %v, error %v", i, problems, err)
		}
		a.Close()
	}
}
