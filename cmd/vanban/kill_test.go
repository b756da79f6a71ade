package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vanban/corpus"
	"vanban/corpus/index"
)

// TestKill ends an ingest by force at random moments, and once more while it recovers: the next
// run gives what an uninterrupted one does, to the byte. VANBAN_KILLS is the number of moments.
// Of the index, whose files depend on when its engine merges them, the content is compared.
func TestKill(t *testing.T) {
	points := 6
	if n, err := strconv.Atoi(os.Getenv("VANBAN_KILLS")); err == nil {
		points = n
	} else if testing.Short() {
		t.Skip("starts many processes")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in")
	papers(t, in, 40)
	ingest := func(archive string) *exec.Cmd { return exec.Command("vanban", "ingest", in, "--archive", archive) }
	whole := filepath.Join(dir, "whole")
	start := time.Now()
	if out, err := ingest(whole).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(start)
	want, passages := tree(t, whole), indexed(t, whole)
	if len(want) < 100 || len(passages) < 40 {
		t.Fatalf("%d files, %d passages", len(want), len(passages))
	}
	r := rand.New(rand.NewPCG(1, uint64(points)))
	interrupted := 0
	for n := 0; n < points || interrupted == 0 && n < 4*points; n++ {
		archive := filepath.Join(dir, fmt.Sprint("kho", n))
		for again := range 1 + n%2 {
			killed, ran := kill(t, ingest(archive), time.Duration(r.Float64()*float64(took)))
			if killed {
				interrupted++
			} else if again == 0 { // the machine is faster than it was
				took = min(took, ran)
			}
		}
		if out, err := ingest(archive).CombinedOutput(); err != nil {
			t.Fatalf("point %d: %v: %s", n, err, out)
		}
		for name, content := range tree(t, archive) {
			if want[name] != content {
				t.Errorf("point %d: %s is another", n, name)
			}
			delete(want, name)
		}
		for name := range want {
			t.Errorf("point %d: %s is missing", n, name)
		}
		want = tree(t, whole)
		if got := indexed(t, archive); !slices.Equal(got, passages) {
			t.Errorf("point %d: the index has %d passages, or others than the %d of an uninterrupted run", n, len(got), len(passages))
		}
		os.RemoveAll(archive)
	}
	if interrupted == 0 {
		t.Error("no run was interrupted")
	}
	t.Logf("%d points, %d runs killed, a whole run takes %v", points, interrupted, took)
}

// kill ends a process by force after a time and reports whether it was still running, and how long
// it ran.
func kill(t *testing.T, cmd *exec.Cmd, after time.Duration) (killed bool, ran time.Duration) {
	t.Helper()
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	return cmd.Wait() != nil, time.Since(start)
}

// papers writes small documents into a folder: some twice, some of one number, some in another
// encoding, one secret, one empty.
func papers(t *testing.T, dir string, n int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		body := fmt.Sprintf("ỦY BAN NHÂN DÂN\nSố: %d/KH-UBND\nKẾ HOẠCH\nVề phát triển đô thị\n1. Đến năm %d đạt %d%%.\n", 1+i*2/3, 2025+i%10, 50+i)
		switch i % 10 {
		case 3:
			body = fmt.Sprintf("Ghi chép thứ nhất, lần %d", i/20) // twice in a row
		case 7:
			body = "TUYỆT MẬT\n" + body
		}
		b := []byte(body)
		if i%10 == 5 {
			b = []byte("\xff\xfe")
			for _, r := range body {
				b = append(b, byte(r), byte(r>>8))
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.txt", i)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// tree returns the contents of the files of an archive, but for those of the index.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if strings.HasPrefix(filepath.ToSlash(name), "index/") {
			return nil
		}
		b, err := os.ReadFile(path)
		out[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// indexed returns all passages of the index as a search gives them, in the order of their IDs, and
// the names of its generations.
func indexed(t *testing.T, dir string) []string {
	t.Helper()
	a, err := corpus.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	found, err := a.Search(t.Context(), index.Query{Limit: 10000})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range found.Hits {
		h.Score = 0
		b, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	generations, err := os.ReadDir(filepath.Join(dir, "index"))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range generations {
		out = append(out, g.Name())
	}
	slices.Sort(out)
	return out
}
