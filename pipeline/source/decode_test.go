package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vanban/pipeline/source/tool"
	"vanban/pipeline/text"
)

// decode decodes with the default limits.
func decode(b []byte) (*text.Source, error) {
	return (&Reader{Limits: DefaultLimits}).Decode(context.Background(), "x", b)
}

const (
	plan  = "KẾ HOẠCH\nVề việc phát triển đô thị tỉnh Đồng Tháp giai đoạn tới của Ủy ban\n"
	tcvn3 = "K\xd5 ho\xb9ch ph\xb8t tri\xd3n \xae\xab th\xde t\xd8nh \xa7\xe5ng Th\xb8p giai \xaeo\xb9n t\xedi c\xf1a \xf1y ban\r\n"
	vni   = "Keá hoaïch phaùt trieån ñoâ thò tænh Ñoàng Thaùp giai ñoaïn tôùi cuûa uûy ban"
	viqr  = "Ke^' hoa.ch pha't trie^?n ddo^ thi. ti?nh DDo^`ng Tha'p giai ddoa.n to+'i cu?a u?y ban, ba(`ng ca'c nguo^`n lu+.c xa~ ho^.i\n"
	hocr  = `<html><head><meta name='ocr-system'/></head><body><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4'>Kế</span> <span class='ocrx_word' title='bbox 5 2 9 4'>hoạch</span></span></div></body></html>`
)

func gz(b string) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write([]byte(b))
	z.Close()
	return out.Bytes()
}

// zipped returns a zip of files: name, content, name, content...
func zipped(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := z.Create(files[i])
		f.Write([]byte(files[i+1]))
	}
	z.Close()
	return b.Bytes()
}

const documentXML = `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/><w:t>hai</w:t></w:r></w:p></w:body></w:document>`

func utf16(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		in           []byte
		text, format string
	}{
		{[]byte(plan), plan, ""},
		{[]byte("\ufeff" + plan), "\ufeff" + plan, ""},
		{utf16(plan), plan, "utf-16le"},
		{[]byte(tcvn3), "Kế hoạch phát triển đô thị tỉnh Đồng Tháp giai đoạn tới của ủy ban\r\n", "tcvn3"},
		{[]byte(vni), "Kế hoạch phát triển đô thị tỉnh Đồng Tháp giai đoạn tới của ủy ban", "utf-8+vni"},
		{[]byte(viqr), "Kế hoạch phát triển đô thị tỉnh Đồng Tháp giai đoạn tới của ủy ban, bằng các nguồn lực xã hội\n", "viqr"},
		{[]byte(hocr), "Kế hoạch\n", "hocr"},
		{utf16(hocr), "Kế hoạch\n", "utf-16le+hocr"},
		{gz(plan), plan, "gzip"},
		{gz(tcvn3 + tcvn3), strings.Repeat("Kế hoạch phát triển đô thị tỉnh Đồng Tháp giai đoạn tới của ủy ban\r\n", 2), "gzip+tcvn3"},
		{zipped("a/b.txt", plan, "a/.hidden", "x", "__MACOSX/b.txt", "x"), plan, "zip"},
		{zipped("b.txt.gz", string(gz(plan))), plan, "zip+gzip"},
		{zipped("[Content_Types].xml", "<x/>", "word/document.xml", documentXML), "Kế hoạch\n\fhai\n", "docx"},
	} {
		src, err := decode(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.format, err)
			continue
		}
		if string(src.Bytes) != c.text {
			t.Errorf("%s: got %q, want %q", c.format, src.Bytes, c.text)
		}
		switch {
		case c.format == "" && src.File != nil:
			t.Errorf("text as it is has a file %s", src.File.Format)
		case c.format != "" && (src.File == nil || src.File.Format != c.format || !bytes.Equal(src.File.Bytes, c.in)):
			t.Errorf("%s: file %+v", c.format, src.File)
		}
	}
}

// TestPlaces keeps pages and boxes.
func TestPlaces(t *testing.T) {
	src, err := decode([]byte(hocr))
	if err != nil {
		t.Fatal(err)
	}
	if page, rect := src.On(src.Lines[0]); page != 1 || rect != [4]int{1, 2, 9, 4} {
		t.Errorf("page %d, box %v", page, rect)
	}
	if src, err = decode(zipped("word/document.xml", documentXML)); err != nil {
		t.Fatal(err)
	}
	if page, _ := src.On(text.Span{Start: len(src.Bytes) - 4, End: len(src.Bytes) - 1}); page != 2 {
		t.Errorf("page %d", page)
	}
}

func TestDecodeRefuses(t *testing.T) {
	nested := zipped("a.zip", string(zipped("b.zip", string(zipped("c.zip", string(zipped("d.txt", plan)))))))
	for _, c := range []struct {
		in     []byte
		reason Reason
	}{
		{nil, Empty}, {zipped(), Empty}, {zipped("a", plan, "b", plan), Several}, {nested, Unsupported}, {gz("")[:12], Damaged},
		{gz(plan)[:40], Damaged}, {zipped("a", plan)[:60], Damaged}, {zipped("word/document.xml", "<w:p"), Damaged},
		{zipped("[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"), Unsupported}, {[]byte("{\\rtf1 x"), Unsupported},
		{[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx"), Unsupported}, {[]byte("\x89PNG\r\n\x1a\n"), NoText}, {[]byte("K\xc3 ho\xa1ch"), InvalidUTF8},
		{[]byte("a\x00b\x00\x00"), Binary}, {[]byte("<html class='ocr_page'><body class='ocr_page'>\x01</body>"), Damaged},
	} {
		_, err := decode(c.in)
		if !isReason(err, c.reason) || err.Error() == "" {
			t.Errorf("%.30q: %v, want reason %d", c.in, err, c.reason)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		in     []byte
		limits Limits
		reason Reason
	}{
		{[]byte("a\nb\nc"), Limits{Lines: 2}, TooManyLines}, {[]byte("a\nbcd"), Limits{Line: 2}, LineTooLong}, {gz(strings.Repeat("a", 1000)), Limits{Size: 999}, TooMuchText},
		{zipped("a.txt", strings.Repeat("a", 1000)), Limits{Size: 999}, TooMuchText}, {zipped("word/document.xml", documentXML), Limits{Size: 20}, TooMuchText},
		{[]byte(vni), Limits{Text: 20}, TooMuchText}, {[]byte(plan), Limits{Text: 20}, TooMuchText},
	} {
		_, err := (&Reader{Limits: c.limits}).Decode(t.Context(), "x", c.in)
		if !isReason(err, c.reason) {
			t.Errorf("%.20q with %+v: %v", c.in, c.limits, err)
		}
	}
	if _, err := (&Reader{}).Decode(t.Context(), "x", []byte(strings.Repeat("a\n", 300_000))); err != nil {
		t.Errorf("no limits: %v", err)
	}
}

// TestBombs unpacks what is thousands of times as large as it looks.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("makes large files")
	}
	for name, bomb := range map[string]func() []byte{
		"gzip":    func() []byte { return gz(strings.Repeat("a", 100<<20)) },
		"zip":     func() []byte { return zipped("a.txt", strings.Repeat("a", 100<<20)) },
		"docx":    func() []byte { return zipped("word/document.xml", documentXML+strings.Repeat(" ", 100<<20)) },
		"line":    func() []byte { return bytes.Repeat([]byte("a"), 60<<20) },
		"deep":    func() []byte { return []byte("<alto>" + strings.Repeat("<Page>", 1<<20)) },
		"billion": func() []byte { return []byte(`<!DOCTYPE a [<!ENTITY a "&a;&a;">]><alto>&a;</alto>`) },
	} {
		b := bomb()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		src, err := decode(b)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: read as %d bytes", name, len(src.Bytes))
		}
		// The text may grow to the limit, by doubling, once.
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 10*DefaultLimit {
			t.Errorf("%s: %d MB allocated", name, grown>>20)
		}
		t.Logf("%s: %v, %d MB allocated in %v", name, err, (after.TotalAlloc-before.TotalAlloc)>>20, time.Since(start))
	}
}

func TestInputs(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	r := &Reader{Limits: DefaultLimits}
	var got []string
	for _, path := range []string{
		write("a.zip", zipped("x/một.txt", "Kế hoạch một", "y/../../two.txt", "Kế hoạch hai", "dir/", "", "z.bin", "\x00")), write("b.txt", []byte("ba")),
		write("c.zip", []byte("no zip, but text")), write("d.zip", zipped("word/document.xml", documentXML)),
	} {
		for _, in := range r.Inputs(path) {
			src, err := r.Load(t.Context(), in)
			if err != nil {
				got = append(got, err.Error())
				continue
			}
			got = append(got, fmt.Sprintf("%s %s %q", in, src.Name, src.Bytes))
		}
	}
	want := `DIR/a.zip:x/một.txt một.txt "Kế hoạch một"
DIR/a.zip:y/../../two.txt two.txt "Kế hoạch hai"
DIR/a.zip:z.bin: not text: control characters at line 1 (byte 0)
DIR/b.txt b.txt "ba"
DIR/c.zip c.zip "no zip, but text"
DIR/d.zip d.zip "Kế hoạch\n\fhai\n"`
	if s := strings.ReplaceAll(strings.Join(got, "\n"), dir, "DIR"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	r.Limits.Files = 2
	list := r.Inputs(filepath.Join(dir, "a.zip"))
	if _, err := r.Load(t.Context(), list[0]); len(list) != 1 || !isReason(err, TooManyFiles) || !errors.Is(list[0].Refused(), err) {
		t.Errorf("a zip of three files: %v, %v", list, err)
	}
}

// TestPDF reads a PDF with the programs that are installed.
func TestPDF(t *testing.T) {
	pdf := func(line string) []byte {
		return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
			"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
			"4 0 obj<</Length 60>>stream\nBT /F1 24 Tf 50 700 Td (" + line + ") Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	}
	if _, err := exec.LookPath(tool.PDFToText); err != nil {
		if _, err := decode(pdf("x")); !isReason(err, NoProgram) || !strings.Contains(err.Error(), "poppler") {
			t.Errorf("without pdftotext: %v", err)
		}
		return
	}
	src, err := decode(pdf("Ke hoach so 182"))
	if err != nil || strings.TrimSpace(string(src.Bytes)) != "Ke hoach so 182" || src.File.Format != "pdf" {
		t.Errorf("source %+v, error %v", src, err)
	}
	if _, err := decode(pdf("")); !isReason(err, NoText) {
		t.Errorf("a PDF without text: %v", err)
	}
	if _, err := decode([]byte("%PDF-1.7\nbroken")); !isReason(err, Damaged) {
		t.Errorf("a broken PDF: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&Reader{}).Decode(ctx, "x", pdf("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// TestRecognize reads a PDF without a text layer by recognition; a script stands for the programs.
func TestRecognize(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	dir := t.TempDir()
	for name, script := range map[string]string{
		tool.PDFToText: "",
		tool.PDFToPPM:  `case "$5" in 3) echo "Wrong page range given" >&2; exit 99;; esac; echo page $5`,
		tool.Tesseract: `read page <in.image; echo "<html><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4'>$page</span></span></div></html>"`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	r := &Reader{Limits: DefaultLimits, OCR: true}
	src, err := r.Decode(t.Context(), "x", []byte("%PDF-1.4 scanned"))
	if err != nil || string(src.Bytes) != "page 1\n\npage 2\n" || src.File.Format != "pdf+ocr" {
		t.Fatalf("source %+v, error %v", src, err)
	}
	if page, rect := src.On(src.Lines[2]); page != 2 || rect != [4]int{1, 2, 3, 4} {
		t.Errorf("page %d at %v", page, rect)
	}
	if _, err := r.Decode(t.Context(), "x", []byte("\x89PNG\r\n\x1a\n")); err == nil {
		t.Error("an image without a page is read")
	}
	r.Limits.Pages = 1
	if _, err := r.Decode(t.Context(), "x", []byte("%PDF-1.4 scanned")); !isReason(err, TooManyPages) {
		t.Errorf("more pages than the limit: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := r.Decode(t.Context(), "x", []byte("\x89PNG\r\n\x1a\nxx")); !isReason(err, NoProgram) || !strings.Contains(err.Error(), "tesseract") {
		t.Errorf("without tesseract: %v", err)
	}
}

// scripts puts shell scripts in the place of programs.
func scripts(t *testing.T, programs map[string]string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no sh")
	}
	dir := t.TempDir()
	for name, script := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestMixedPDF recognizes the pages of a PDF that have no text, and keeps the text of the others.
func TestMixedPDF(t *testing.T) {
	scripts(t, map[string]string{
		tool.PDFToText: `printf 'Trang một\n\f\n\fTrang ba\n\f'`,
		tool.PDFToPPM:  `case "$5" in 2|4) ;; *) exit 1;; esac; case "$5" in 4) echo "Wrong page range given" >&2; exit 99;; esac; echo image`,
		tool.Tesseract: `case "$*" in *"--dpi 300"*) ;; *) exit 1;; esac
echo "<html><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4'>hai</span></span></div></html>"`,
	})
	r := &Reader{Limits: DefaultLimits}
	src, err := r.Decode(t.Context(), "x", []byte("%PDF-1.4 mixed"))
	if err != nil || src.File.Format != "pdf" || src.File.Pages != 3 || src.File.Unread != 1 || string(src.Bytes) != "Trang một\n\f\n\fTrang ba\n" {
		t.Fatalf("without recognition: source %+v, error %v", src, err)
	}
	r.OCR = true
	src, err = r.Decode(t.Context(), "x", []byte("%PDF-1.4 mixed"))
	if err != nil || src.File.Format != "pdf+ocr" || src.File.Unread != 0 || string(src.Bytes) != "Trang một\n\nhai\n\nTrang ba\n" {
		t.Fatalf("source %+v, error %v", src, err)
	}
	for line, want := range map[int]int{0: 1, 2: 2, 4: 3} {
		if page, _ := src.On(src.Lines[line]); page != want {
			t.Errorf("line %d is on page %d, want %d", line, page, want)
		}
	}
}

// TestToolErrors names what an external program could not do.
func TestToolErrors(t *testing.T) {
	scripts(t, map[string]string{tool.PDFToText: "echo 'Command Line Error: Incorrect password' >&2; exit 1"})
	if _, err := decode([]byte("%PDF-1.4 locked")); !isReason(err, Unsupported) || !strings.Contains(err.Error(), "password") {
		t.Errorf("a password: %v", err)
	}
	scripts(t, map[string]string{tool.PDFToText: "exec sleep 60"})
	r := &Reader{Limits: Limits{Time: 50 * time.Millisecond}}
	if _, err := r.Decode(t.Context(), "x", []byte("%PDF-1.4 slow")); !isReason(err, TooSlow) {
		t.Errorf("too slow: %v", err)
	}
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	if _, err := decode([]byte("%PDF-1.4 no place for it")); !isReason(err, Unreadable) {
		t.Errorf("no place for a file: %v", err)
	}
}

// TestLongDirectory refuses a zip of so many files that listing them would take much memory.
func TestLongDirectory(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 30_000 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%05d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r := &Reader{Limits: DefaultLimits}
	r.Limits.Files = 10
	if _, err := r.Decode(t.Context(), "x", b.Bytes()); !isReason(err, TooManyFiles) {
		t.Errorf("in memory: %v", err)
	}
	path := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if list := r.Inputs(path); len(list) != 1 || !isReason(list[0].Refused(), TooManyFiles) {
		t.Errorf("in a file: %v", list)
	}
	r.Limits.Files = 0
	if list := r.Inputs(path); len(list) != 30_000 {
		t.Errorf("without a limit: %d inputs", len(list))
	}
}

func FuzzDecode(f *testing.F) {
	for _, b := range [][]byte{[]byte(plan), utf16(plan), []byte(tcvn3), []byte(vni), []byte(viqr), []byte(hocr), gz(plan), zipped("a.txt", plan), zipped("word/document.xml", documentXML)} {
		f.Add(b)
	}
	f.Setenv("PATH", "")
	r := &Reader{Limits: Limits{Size: 1 << 20, Lines: 1000, Line: 10000}, OCR: true}
	f.Fuzz(func(t *testing.T, b []byte) {
		src, err := r.Decode(t.Context(), "x", b)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Name != "x" {
				t.Fatalf("error %v", err)
			}
			return
		}
		again, err := New("x", src.Bytes)
		if err != nil || !utf8.Valid(src.Bytes) || len(again.Lines) != len(src.Lines) {
			t.Fatalf("the text is none by itself: %v", err)
		}
		if src.File == nil && !bytes.Equal(src.Bytes, b) {
			t.Fatal("bytes changed without a file")
		}
	})
}
