package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// runApp runs the program and returns its exit code and what it printed.
func runApp(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{ctx: context.Background(), stdin: strings.NewReader(""), stdout: &out, stderr: &errs, pipeline: shared}
	code = a.main(args)
	return code, out.String(), errs.String()
}

func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := runApp(t, args...)
	if code != exitOK {
		t.Fatalf("vanban %s: exit code %d: %s", strings.Join(args, " "), code, errs)
	}
	return out
}

// contents returns the files of an archive, the index apart: generations of one content need not be
// one to the byte.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || strings.HasPrefix(name, "index") || name == "lock" {
			return err
		}
		b, err := os.ReadFile(path)
		out[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sameContents(t *testing.T, what, a, b string) {
	t.Helper()
	x, y := contents(t, a), contents(t, b)
	for name := range y {
		if _, ok := x[name]; !ok {
			t.Errorf("%s: %s is too much", what, name)
		}
	}
	for name, want := range x {
		if got, ok := y[name]; !ok {
			t.Errorf("%s: %s is missing", what, name)
		} else if got != want {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// TestShards reads a folder in parts and merges them: the archive is what reading the folder at once
// gives, to the byte, in whatever order the parts come, and merging again changes nothing.
func TestShards(t *testing.T) {
	const of = 3
	base := t.TempDir()
	scans := filepath.Join(base, "scans")
	if err := os.Mkdir(scans, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		// Some have one number, so that their ids depend on their order; some have one text.
		text := fmt.Sprintf("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP\nSố: %d/QĐ-UBND\nQUYẾT ĐỊNH\nVề giao thông nông thôn năm %d\nĐiều 1. Phê duyệt kế hoạch xây dựng cầu đường.\n", i%4+1, 2000+i-i/10)
		if err := os.WriteFile(filepath.Join(scans, fmt.Sprintf("%02d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	whole := filepath.Join(base, "whole")
	mustRun(t, "ingest", scans, "--archive", whole)
	var parts []string
	for n := 1; n <= of; n++ {
		part := filepath.Join(base, fmt.Sprintf("part%d", n))
		mustRun(t, "ingest", scans, "--archive", part, "--shard", fmt.Sprintf("%d/%d", n, of))
		parts = append(parts, part)
	}
	merged := filepath.Join(base, "merged")
	mustRun(t, append([]string{"merge", "--archive", merged}, parts...)...)
	sameContents(t, "merged", whole, merged)
	other := filepath.Join(base, "other")
	mustRun(t, "merge", "--archive", other, parts[2], parts[0], parts[1], parts[0])
	sameContents(t, "merged in another order", whole, other)
	again := mustRun(t, append([]string{"merge", "--archive", merged}, parts...)...)
	sameContents(t, "merged again", whole, merged)
	if !strings.Contains(again, "0 văn bản thêm mới") {
		t.Errorf("merged again: %s", again)
	}
	mustRun(t, "verify", "--archive", merged)
	mustRun(t, "ingest", scans, "--archive", merged)
	sameContents(t, "ingested once more", whole, merged)
}

func TestMergeRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		code int
		args []string
	}{
		{exitUsage, []string{"merge", "--archive", dir}},
		{exitUsage, []string{"merge", "--archive", dir, dir}},
		{exitNothing, []string{"merge", "--archive", filepath.Join(dir, "new"), filepath.Join(dir, "nowhere")}},
		{exitUsage, []string{"ingest", dir, "--shard", "4/3"}},
		{exitUsage, []string{"ingest", dir, "--shard", "x"}},
		{exitUsage, []string{"search", "đô thị", "--index", "https://user:secret@host/name"}},
		{exitUsage, []string{"search", "đô thị", "--index", "host:9200"}},
	} {
		code, _, errs := runApp(t, c.args...)
		if code != c.code || errs == "" || strings.Contains(errs, "secret") {
			t.Errorf("%q: exit code %d, want %d: %s", c.args, code, c.code, errs)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "new")); err == nil {
		t.Error("an archive was made for nothing to merge")
	}
}
