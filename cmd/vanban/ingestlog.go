package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"vanban/corpus/ingest"
)

// ingestLog writes what became of each file, a line each: its path, a tab, and "ok: ID",
// "partial: ID: ...", "skipped: same as ID" or "failed: reason". Lines are there at once, so that a
// run that was cut short can be looked at.
type ingestLog struct {
	*app
	file *os.File // nil where no report was asked for
	w    *bufio.Writer
}

func newIngestLog(a *app, path string) (*ingestLog, error) {
	l := &ingestLog{app: a}
	if path == "" {
		return l, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	l.file, l.w = f, bufio.NewWriter(f)
	return l, nil
}

// write writes the line of a result.
func (l *ingestLog) write(r ingest.Result) error {
	if l.file == nil {
		return nil
	}
	return l.line(r.Input.String(), l.became(r))
}

// became says what became of a file.
func (l *ingestLog) became(r ingest.Result) string {
	switch r.State {
	case ingest.Failed:
		return "failed: " + l.reason(r.Err, r.Input.String())
	case ingest.Skipped:
		return "skipped: same as " + r.Entry.ID
	}
	out := r.State.String()
	if r.Entry.ID != "" {
		out += ": " + r.Entry.ID
	}
	for _, c := range r.Cut {
		out += fmt.Sprintf(": %d %s, %d kept", c.Have, c.What, c.Kept)
	}
	if r.Like != "" {
		out += fmt.Sprintf("; like %s (%.0f%%)", r.Like, 100*r.Similar)
	}
	if r.Entry.Apart {
		out += "; " + r.Entry.Secrecy + ", not indexed"
	}
	return out
}

// reason is the message of an error without the name of the file.
func (l *ingestLog) reason(err error, name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(l.explain(err), name), ": ")
}

func (l *ingestLog) line(name, became string) error {
	fmt.Fprintf(l.w, "%s\t%s\n", shown(name), shown(became))
	if err := l.w.Flush(); err != nil {
		return fmt.Errorf("--report: %w", err)
	}
	return nil
}

func (l *ingestLog) close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
