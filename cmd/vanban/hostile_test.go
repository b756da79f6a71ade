package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostile reads files that were made to do harm. Each is answered within the limits, with its
// name, in bounded memory, and a sound file beside it is read.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("makes large files")
	}
	for name, c := range map[string]struct {
		line  string
		times int
		code  int
		says  string
	}{
		"a line of 100 MB":        {"a b ", 25 << 20, exitSome, "lớn hơn giới hạn 64 MB"},
		"a line of 20 MB":         {"a b ", 5 << 20, exitSome, "nhiều chữ hơn giới hạn 8 MB"},
		"a line of 5 MB":          {"ab ", 5 << 19, exitSome, "dòng 1 dài quá giới hạn"},
		"ten million labels":      {"1.\n", 10_000_000, exitSome, "nhiều chữ hơn giới hạn"},
		"a million labels":        {"a)\n", 1_000_000, exitSome, "có 1000000 dòng, quá giới hạn"},
		"two hundred thousand":    {"1.a\n", 199_999, exitSome, "quá thời gian cho phép"},
		"nested labels":           {"1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1. x\n", 2000, exitOK, ""},
		"overrides":               {"\u202eKế hoạch\u202c \u200b\u200f\u2066x\u2069\n", 500, exitOK, ""},
		"marks without letters":   {"\u0301\u0323", 20_000, exitOK, ""},
		"a word without end":      {"x", 500_000, exitOK, ""},
		"control characters":      {"\x01\x02", 5000, exitSome, "không phải văn bản"},
		"elements":                {"<alto>", 100_000, exitSome, "tệp hỏng"},
		"a header and no more":    {"PK\x03\x04", 100_000, exitSome, "tệp hỏng"},
		"a PDF header, no more":   {"%PDF-1.7\n", 1000, exitSome, "pd"},
		"a gzip header, no more":  {"\x1f\x8b\x08", 1000, exitSome, "tệp hỏng"},
		"a picture":               {"\x89PNG\r\n", 1000, exitSome, "--ocr"},
		"quotes of another paper": {"\"'`$(x)&&;|<>\\\n", 5000, exitOK, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bad, good := filepath.Join(dir, "bad.txt"), filepath.Join(dir, "good.txt")
			for path, b := range map[string][]byte{bad: bytes.Repeat([]byte(c.line), c.times), good: []byte("Ghi chép về giao thông.\n")} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("vanban", "ingest", bad, good, "--archive", filepath.Join(dir, "kho"), "--max-time", "2m")
			if strings.Contains(c.says, "thời gian") {
				cmd.Args[len(cmd.Args)-1] = "10s"
			}
			var errs bytes.Buffer
			cmd.Stderr = &errs
			start := time.Now()
			out, _ := cmd.Output()
			if code := cmd.ProcessState.ExitCode(); code != c.code || !strings.Contains(errs.String(), c.says) || !strings.Contains(string(out), "good") {
				t.Errorf("exit code %d, stderr %.300q, stdout %.300q", code, &errs, out)
			}
			memory := ""
			if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
				memory = fmt.Sprintf("%d MB", u.Maxrss>>10)
				if u.Maxrss > 1<<20 {
					t.Errorf("%s of memory", memory)
				}
			}
			t.Logf("%v, %s", time.Since(start).Round(time.Millisecond), memory)
		})
	}
}
