package tool

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// program puts a script in the place of every program.
func program(t *testing.T, script string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	dir := t.TempDir()
	for _, name := range []string{PDFToText, PDFToPPM, Tesseract} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestRun(t *testing.T) {
	program(t, `for a; do last=$a; done; echo "$# $last"; cat in.pdf`)
	out, err := Text(t.Context(), []byte("; rm -rf x $(y)"), Limits{Time: time.Minute, Output: 1000})
	if err != nil || string(out) != "5 -\n; rm -rf x $(y)" {
		t.Errorf("got %q, error %v", out, err)
	}
}

func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Text(t.Context(), nil, Limits{Output: 10})
	if e, ok := errors.AsType[*MissingError](err); !ok || e.Program != PDFToText {
		t.Errorf("error %v", err)
	}
}

func TestLimits(t *testing.T) {
	program(t, "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done")
	if _, err := Text(t.Context(), nil, Limits{Time: time.Minute, Output: 1000}); !errors.Is(err, ErrTooMuch) {
		t.Errorf("endless output: %v", err)
	}
	program(t, "exec sleep 60")
	start := time.Now()
	if _, err := Recognize(t.Context(), nil, 0, Limits{Time: 50 * time.Millisecond, Output: 1000}); !errors.Is(err, ErrTooSlow) {
		t.Errorf("too slow: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Page(ctx, nil, 1, Limits{Time: time.Minute, Output: 1000}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("given up: %v", err)
	}
	if d := time.Since(start); d > 50*time.Second {
		t.Errorf("it took %v", d)
	}
}

func TestFails(t *testing.T) {
	program(t, "echo first >&2; echo 'Syntax Error: broken' >&2; exit 3")
	_, err := Text(t.Context(), nil, Limits{Time: time.Minute, Output: 1000})
	if err == nil || err.Error() != "pdftotext: Syntax Error: broken" {
		t.Errorf("error %v", err)
	}
	program(t, "echo 'Wrong page range given: the first page (3) can not be after the last page (2).' >&2; exit 99")
	if b, err := Page(t.Context(), nil, 3, Limits{Time: time.Minute, Output: 1000}); !errors.Is(err, ErrNoPage) {
		t.Errorf("behind the last page: %q, %v", b, err)
	}
	program(t, "exit 0")
	if b, err := Page(t.Context(), nil, 3, Limits{Time: time.Minute, Output: 1000}); err == nil || errors.Is(err, ErrNoPage) {
		t.Errorf("a page without an image: %q, %v", b, err)
	}
}

func TestPassword(t *testing.T) {
	program(t, "echo 'Command Line Error: Incorrect password' >&2; exit 1")
	if _, err := Text(t.Context(), nil, Limits{Time: time.Minute, Output: 1000}); !errors.Is(err, ErrPassword) {
		t.Errorf("error %v", err)
	}
}

// TestDPI tells tesseract the quality of a printed page, and leaves other images to tell theirs.
func TestDPI(t *testing.T) {
	program(t, `echo "$@"`)
	for dpi, want := range map[int]string{0: "in.image stdout -l vie hocr\n", DPI: "in.image stdout -l vie --dpi 300 hocr\n"} {
		if out, err := Recognize(t.Context(), nil, dpi, Limits{Time: time.Minute, Output: 1000}); err != nil || string(out) != want {
			t.Errorf("%d: %q, error %v", dpi, out, err)
		}
	}
}

// TestMemory bounds what a program may take.
func TestMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux bounds another process")
	}
	// The shell waits until the bound is there, then asks for more.
	program(t, `while [ "$(ulimit -v)" = unlimited ]; do :; done; ulimit -v`)
	if out, err := Text(t.Context(), nil, Limits{Time: time.Minute, Output: 1000, Memory: 512 << 20}); err != nil || string(out) != "524288\n" {
		t.Errorf("%q, error %v", out, err)
	}
}

// TestLeavesNothing checks that no file stays behind.
func TestLeavesNothing(t *testing.T) {
	program(t, "cat in.pdf")
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	if out, err := Text(t.Context(), bytes.Repeat([]byte("a"), 2000), Limits{Time: time.Minute, Output: 1000}); !errors.Is(err, ErrTooMuch) {
		t.Errorf("%.20q, error %v", out, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestPrograms asks the real programs, where they are installed.
func TestPrograms(t *testing.T) {
	for _, p := range []string{PDFToText, PDFToPPM, Tesseract} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("no %s", p)
		}
	}
	l := Limits{time.Minute, 64 << 20, 2 << 30}
	out, err := Text(t.Context(), pdf("Ke hoach so 182"), l)
	if err != nil || !strings.Contains(string(out), "Ke hoach so 182") {
		t.Fatalf("text %q, error %v", out, err)
	}
	image, err := Page(t.Context(), pdf("KE HOACH SO 182"), 1, l)
	if err != nil || !bytes.HasPrefix(image, []byte("P5")) {
		t.Fatalf("page %.10q, error %v", image, err)
	}
	if last, err := Page(t.Context(), pdf("x"), 2, l); !errors.Is(err, ErrNoPage) {
		t.Errorf("page 2 of 1: %.10q, error %v", last, err)
	}
	hocr, err := Recognize(t.Context(), image, DPI, l)
	if err != nil && strings.Contains(err.Error(), "vie") {
		t.Skip("tesseract without Vietnamese")
	}
	if err != nil || !strings.Contains(string(hocr), "ocrx_word") || !strings.Contains(string(hocr), ">HOACH<") {
		t.Errorf("recognized %q, error %v", hocr, err)
	}
	if _, err := Text(t.Context(), []byte("%PDF-1.7\nbroken"), l); err == nil {
		t.Error("a broken PDF is read")
	}
}

// pdf returns a PDF of one page with a line of text.
func pdf(line string) []byte {
	stream := "BT /F1 24 Tf 50 700 Td (" + line + ") Tj ET"
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
		"4 0 obj<</Length 60>>stream\n" + stream + "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
}
