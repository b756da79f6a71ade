package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNewAccepts(t *testing.T) {
	for _, c := range []struct {
		in    string
		first string
		lines int
	}{
		{"Kế hoạch\nsố 1", "Kế hoạch", 2},
		{"\ufeffKế hoạch\r\n", "Kế hoạch", 1},
		{"trang 1\n\ftrang 2\n", "trang 1", 2},
		{"một\x01 chữ lạ trong một dòng dài", "một\x01 chữ lạ trong một dòng dài", 1},
	} {
		src, err := New("x", []byte(c.in))
		if err != nil {
			t.Errorf("%q: %v", c.in, err)
			continue
		}
		if string(src.Bytes) != c.in {
			t.Errorf("%q: bytes changed to %q", c.in, src.Bytes)
		}
		l := src.Lines[0]
		if got := c.in[l.Start:l.End]; got != c.first || len(src.Lines) != c.lines {
			t.Errorf("%q: first line %q of %d, want %q of %d", c.in, got, len(src.Lines), c.first, c.lines)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		in     string
		reason Reason
		says   string
	}{
		{"", Empty, "empty"},
		{" \r\n\t\f\u00a0", Empty, "empty"},
		{"\ufeff\n", Empty, "empty"},
		{"a\nb\x00c", Binary, "line 2 (byte 3)"},
		{"\x01\x02\x03abc", Binary, "line 1 (byte 0)"},
		{"%PDF-1.7\n", NoText, "PDF"},
		{"một\nhai \xe1\xba", InvalidUTF8, "line 2 (byte 10)"},
		{"K\xc3 ho\xa1ch", InvalidUTF8, "line 1 (byte 1)"},
	} {
		_, err := New("scan.txt", []byte(c.in))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Reason != c.reason || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "scan.txt: ") {
			t.Errorf("%q: error %v, want reason %d and %q", c.in, err, c.reason, c.says)
		}
	}
}

func TestReadLimit(t *testing.T) {
	if _, err := Read("x", strings.NewReader("12345"), 5); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	_, err := Read("x", strings.NewReader("123456"), 5)
	if e, ok := errors.AsType[*Error](err); !ok || e.Reason != TooLarge || !strings.Contains(err.Error(), "5 bytes") {
		t.Errorf("over the limit: %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "scan.txt")
	if err := os.WriteFile(path, []byte("Kế hoạch\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := Open(path, DefaultLimit)
	if err != nil || src.Name != "scan.txt" {
		t.Errorf("name %v, error %v", src, err)
	}
	missing := filepath.Join(dir, "missing.txt")
	_, err = Open(missing, DefaultLimit)
	if !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), missing) != 1 {
		t.Errorf("missing file: %v", err)
	}
	if _, err = Open(dir, DefaultLimit); err == nil || !strings.HasPrefix(err.Error(), dir) {
		t.Errorf("directory: %v", err)
	}
}

func TestNotRegular(t *testing.T) {
	if _, err := Open(os.DevNull, 5); !isReason(err, NotRegular) {
		t.Errorf("a device: %v", err)
	}
}

func isReason(err error, r Reason) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Reason == r
}

func FuzzNew(f *testing.F) {
	for _, s := range []string{"Kế hoạch\n", "\ufeffa\r\n", "\x00", "\xff", "\f", "%PDF-"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		src, err := New("x", b)
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		if !utf8.Valid(src.Bytes) {
			t.Fatal("invalid UTF-8 accepted")
		}
		pos := 0
		for _, l := range src.Lines {
			if l.Start < pos || l.End < l.Start || l.End > len(b) {
				t.Fatalf("line %v out of order", l)
			}
			pos = l.End
		}
	})
}
