package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs each "$ ..." line of the console blocks in README.md and compares what it
// prints with what the README says. "go test ./cmd/vanban -run TestReadme -update" writes the
// README anew.
func TestReadme(t *testing.T) {
	const file = "../../README.md"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(root, "testdata"), filepath.Join(dir, "testdata")); err != nil {
		t.Fatal(err)
	}
	got := replay(string(b), func(line string) string { return shell(t, dir, line) })
	switch {
	case *update:
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	case got != string(b):
		w, g := strings.Split(string(b), "\n"), strings.Split(got, "\n")
		i := 0
		for i < min(len(w), len(g))-1 && w[i] == g[i] {
			i++
		}
		t.Errorf("README.md:%d is not what is printed now; run: go test ./cmd/vanban -run TestReadme -update\nREADME %s\nnow    %s", i+1, w[i], g[i])
	}
}

// replay returns a Markdown text with the output in its console blocks replaced by what run
// returns for each command.
func replay(md string, run func(line string) string) string {
	var out strings.Builder
	console := false
	for line := range strings.Lines(md) {
		switch {
		case strings.HasPrefix(line, "```"):
			console = line == "```console\n"
		case console && !strings.HasPrefix(line, "$ "):
			continue
		}
		out.WriteString(line)
		if console && strings.HasPrefix(line, "$ ") {
			out.WriteString(run(strings.TrimSpace(line[2:])))
		}
	}
	return out.String()
}

// shell runs a line as a reader would and returns all that it prints.
func shell(t *testing.T, dir, line string) string {
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LANG=en_US.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
	return string(out)
}
