package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/pipeline"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vanban": main})
}

// shared is the one pipeline of all runs inside the test process: models are opened once.
var shared = sync.OnceValue(pipeline.New)

// running is held while a run inside the process has the working directory.
var running sync.Mutex

// runInside runs the program inside the test process, in the folder of the script.
func runInside(ts *testscript.TestScript, args []string) int {
	running.Lock()
	defer running.Unlock()
	back, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer func() { ts.Check(os.Chdir(back)) }()
	a := &app{
		ctx: context.Background(), stdin: strings.NewReader(""), stdout: ts.Stdout(), stderr: ts.Stderr(),
		english: englishLocale(ts.Getenv("LANG")), pipeline: shared,
	}
	return a.main(args)
}

// cmdVanban runs the program inside the test process and fails unless it succeeds:
// vanban ARGS. Scripts write "exec vanban" where a process of its own matters.
func cmdVanban(ts *testscript.TestScript, neg bool, args []string) {
	if got := runInside(ts, args); got != exitOK {
		ts.Fatalf("exit code %d", got)
	}
}

func TestScripts(t *testing.T) {
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	scan, err := os.ReadFile("../../testdata/182-KH-TU/scan.txt")
	if err != nil {
		t.Fatal(err)
	}
	quarter := scan[:bytes.LastIndexByte(scan[:len(scan)/4], '\n')+1]
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(home, "testdata", "script"), // runs inside the process change the working directory
		Setup: func(env *testscript.Env) error {
			return errors.Join(os.WriteFile(filepath.Join(env.WorkDir, "scan182.txt"), scan, 0o644),
				os.WriteFile(filepath.Join(env.WorkDir, "quarter.txt"), quarter, 0o644))
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Getuid() == 0, nil
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"vanban":   cmdVanban,
			"code":     cmdCode,
			"lines":    cmdLines,
			"bytes":    cmdBytes,
			"lock":     cmdLock,
			"damage":   cmdDamage,
			"result":   cmdResult,
			"validate": cmdValidate,
		},
	})
}

// cmdCode runs the program and checks its exit code: code N vanban ARGS..., or
// code N exec vanban ARGS... for a process of its own.
func cmdCode(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if args[1] == "vanban" {
		got = runInside(ts, args[2:])
	} else if err := ts.Exec(args[2], args[3:]...); err != nil {
		e, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// cmdLines checks the number of lines of a file: lines FILE N
func cmdLines(ts *testscript.TestScript, neg bool, args []string) {
	if got := strings.Count(ts.ReadFile(args[0]), "\n"); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s has %d lines, want %s", args[0], got, args[1])
	}
}

// cmdBytes writes a file from a Go string literal: bytes FILE LITERAL [TIMES]
func cmdBytes(ts *testscript.TestScript, neg bool, args []string) {
	s, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	if len(args) > 2 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		s = strings.Repeat(s, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o644))
}

// cmdLock holds the lock of an archive until the script ends: lock DIR
func cmdLock(ts *testscript.TestScript, neg bool, args []string) {
	w, err := corpus.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { w.Close() })
}

// cmdDamage cuts the files that match a pattern to quarter their size: damage GLOB
func cmdDamage(ts *testscript.TestScript, neg bool, args []string) {
	list, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(list) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	for _, path := range list {
		fi, err := os.Stat(path)
		ts.Check(err)
		ts.Check(os.Truncate(path, fi.Size()/2))
	}
}

// cmdResult checks that standard output is a search result: result TOTAL [ID]
func cmdResult(ts *testscript.TestScript, neg bool, args []string) {
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	dec.DisallowUnknownFields()
	var r index.Result
	ts.Check(dec.Decode(&r))
	if strconv.Itoa(r.Total) != args[0] || r.Hits == nil || r.Facets.Type == nil {
		ts.Fatalf("result %+v, want total %s", r, args[0])
	}
	if len(args) > 1 && (len(r.Hits) == 0 || r.Hits[0].ID != args[1]) {
		ts.Fatalf("result %+v, want %s first", r, args[1])
	}
}

// cmdValidate checks that a file is one document of the schema: validate FILE
func cmdValidate(ts *testscript.TestScript, neg bool, args []string) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(planyaml.Schema()))
	ts.Check(err)
	c := jsonschema.NewCompiler()
	ts.Check(c.AddResource("urn:vanban:document:v1", schema))
	compiled, err := c.Compile("urn:vanban:document:v1")
	ts.Check(err)
	var v any
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	ts.Check(compiled.Validate(v))
}

// TestInterrupt sends an interrupt to an ingest that waits for its input: what it is doing
// is finished and committed.
func TestInterrupt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	cmd := exec.Command("vanban", "ingest", "-", "--archive", dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	// More than a pipe holds: once it is written, the input is being read.
	if _, err := io.WriteString(in, strings.Repeat("Ghi chép về giao thông.\n", 3000)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // the signal comes before the end of the input
	in.Close()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitSignal {
		t.Errorf("exit code %d", code)
	}
	a, err := corpus.Open(dir)
	if err != nil || len(a.Entries()) != 1 {
		t.Errorf("archive %+v, error %v", a, err)
	}
}

// TestInterruptLeaves interrupts a command that would wait for ever.
func TestInterruptLeaves(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	in, _ := io.Pipe()
	a := &app{ctx: ctx, stdin: in, stdout: io.Discard, stderr: &errs, pipeline: shared}
	if code := a.main([]string{"restore"}); code != exitSignal || !strings.Contains(errs.String(), "bị ngắt") {
		t.Errorf("exit code %d, stderr %q", code, &errs)
	}
}

// TestInterruptServe ends a server: in order, with the exit code of an interrupt.
func TestInterruptServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	w, err := corpus.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Commit(), w.Close()); err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := exec.Command("vanban", "serve", "--addr", "127.0.0.1:0", "--archive", dir)
		out, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil || !strings.Contains(line, "http://127.0.0.1:") {
			t.Errorf("%q, error %v", line, err)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitSignal {
			t.Errorf("%v: exit code %d", signal, code)
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"182-KH/TU": "182-KH/TU", "đô thị": `"đô thị"`, "a#b": `"a#b"`, "it's": `'it'\''s'`, "$x": `'$x'`, "": `""`,
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestMarked finds doubtful words in a passage, across words that belong elsewhere.
func TestMarked(t *testing.T) {
	words := []text.Word{{Text: "Mục", Sure: 1}, {Text: "12", Sure: 0.1}, {Text: "tiêu", Sure: 0.2}, {Text: ",", Sure: 0.1, Kind: text.Punct}, {Text: "đô", Sure: 0.3}}
	if got, want := marked("Mục tiêu, đô thị", words), "Mục [tiêu?], [đô?] thị"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// BenchmarkHelp is the time that a start takes: nothing is read before it is needed.
func BenchmarkHelp(b *testing.B) {
	for b.Loop() {
		if err := exec.Command("vanban", "--help").Run(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestWatch reads the files that come while it watches, once they are still, and ends with the
// exit code of an interrupt.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	in, archive := filepath.Join(dir, "in"), filepath.Join(dir, "kho")
	if err := os.Mkdir(in, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("vanban", "ingest", filepath.Join(dir, "none.txt"), in, "--archive", archive, "--watch", "--settle", "3s")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	lines := bufio.NewScanner(out)
	for _, name := range []string{"a.txt", "b.txt"} {
		f, err := os.Create(filepath.Join(in, name))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		io.WriteString(f, "Ghi chép "+name)
		time.Sleep(700 * time.Millisecond) // it is still being written
		io.WriteString(f, "\nđến hết.\n")
		f.Close()
		if d := time.Since(start); d > 2*time.Second {
			t.Skipf("the machine is too busy: the file seemed to be still, it took %v to write", d)
		}
		if !lines.Scan() || lines.Text() != name+"\t"+strings.TrimSuffix(name, ".txt")+"\t" {
			t.Fatalf("line %q", lines.Text())
		}
		w, err := corpus.Create(archive) // the archive is free in between
		for wait := 0; errors.Is(err, corpus.ErrLocked) && wait < 1200; wait++ {
			time.Sleep(100 * time.Millisecond)
			w, err = corpus.Create(archive)
		}
		if err != nil {
			t.Fatal(err)
		}
		e := w.Entries()
		if got, _ := os.ReadFile(filepath.Join(archive, e[len(e)-1].Text.Path)); !strings.HasSuffix(string(got), "đến hết.\n") {
			t.Errorf("%s was read before it was done: %q", name, got)
		}
		w.Close()
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitSignal {
		t.Errorf("exit code %d", code)
	}
}

// TestWatchLocked waits for another process that writes to the archive, and then reads what came.
func TestWatchLocked(t *testing.T) {
	dir := t.TempDir()
	in, archive := filepath.Join(dir, "a.txt"), filepath.Join(dir, "kho")
	if err := os.WriteFile(in, []byte("Ghi chép."), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := corpus.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("vanban", "ingest", in, filepath.Join(dir, "none.txt"), "--archive", archive, "--watch", "--settle", "1ms")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	messages := bufio.NewScanner(said)
	if !messages.Scan() || !strings.Contains(messages.Text(), "tiến trình khác đang ghi vào kho") {
		t.Fatalf("message %q", messages.Text())
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "a.txt\ta\t" {
		t.Fatalf("line %q", lines.Text())
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var rest []string
	for messages.Scan() {
		rest = append(rest, messages.Text())
	}
	cmd.Wait()
	if len(rest) != 2 || !strings.Contains(rest[0], "none.txt: không có tệp này") || cmd.ProcessState.ExitCode() != exitSignal {
		t.Errorf("messages %q, exit code %d", rest, cmd.ProcessState.ExitCode())
	}
}

// TestStill returns what is still, and what cannot be used, once each until it changes.
func TestStill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	write := func(s string) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settle := time.Second
	in := &ingestion{flags: &ingestFlags{settle: &settle}}
	seen := map[string]*sight{}
	files := []source.Input{{Path: path}, source.Refuse(source.Unusable("none.txt", os.ErrNotExist)), {Path: "gone.txt"}}
	now := time.Now()
	for i, c := range []struct {
		write string
		after time.Duration
		want  int
	}{{"a", 0, 0}, {"", time.Second, 2}, {"", time.Second, 0}, {"ab", 0, 0}, {"", time.Second, 1}, {"", time.Hour, 0}} {
		if c.write != "" {
			write(c.write)
		}
		now = now.Add(c.after)
		if got := in.still(seen, files, now); len(got) != c.want {
			t.Errorf("look %d: %v, want %d", i, got, c.want)
		}
	}
}
