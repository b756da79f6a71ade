// Package tool runs the programs that take text out of PDFs and images: pdftotext and pdftoppm of
// poppler, and tesseract. None is needed unless such a file is read. They are started without a
// shell, with a time limit, in a folder of their own, and what they write is bounded.
package tool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The programs.
const (
	PDFToText = "pdftotext"
	PDFToPPM  = "pdftoppm"
	Tesseract = "tesseract"
)

// MissingError is a program that is not installed.
type MissingError struct{ Program string }

func (e *MissingError) Error() string { return e.Program + " is not installed" }

// Error is a program that failed.
type Error struct {
	Program string
	Said    string // the last line on standard error
	Err     error
}

func (e *Error) Error() string {
	if e.Said != "" {
		return e.Program + ": " + e.Said
	}
	return e.Program + ": " + e.Err.Error()
}

// Unwrap returns what ended the program.
func (e *Error) Unwrap() error { return e.Err }

// What may end a program.
var (
	ErrTooMuch  = errors.New("it wrote more than the limit")
	ErrTooSlow  = errors.New("it took longer than the limit")
	ErrPassword = errors.New("the file has a password")
	ErrNoPage   = errors.New("no such page")
	errNoImage  = errors.New("it printed nothing")
)

// Limits bound a program.
type Limits struct {
	Time   time.Duration // 0: the context alone ends it
	Output int64         // bytes on standard output
	Memory int64         // bytes of its address space, where the system can bound it; 0: no limit
}

// Text returns the text layer of a PDF, laid out as on paper, a form feed after each page.
func Text(ctx context.Context, pdf []byte, l Limits) ([]byte, error) {
	var out []byte
	err := withFile(pdf, "in.pdf", func(dir string) (err error) {
		out, err = run(ctx, dir, l, PDFToText, "-layout", "-enc", "UTF-8", "in.pdf", "-")
		return err
	})
	return out, locked(err)
}

// locked says of a PDF that poppler could not open for want of a password that this is so.
func locked(err error) error {
	if failed, ok := errors.AsType[*Error](err); ok && strings.Contains(failed.Said, "Incorrect password") {
		return &Error{failed.Program, "", ErrPassword}
	}
	return err
}

// DPI is the quality at which a PDF is printed for recognition.
const DPI = 300

// Page returns the image of a page of a PDF, from 1. Behind the last page the error is ErrNoPage.
func Page(ctx context.Context, pdf []byte, n int, l Limits) ([]byte, error) {
	var out []byte
	err := withFile(pdf, "in.pdf", func(dir string) (err error) {
		out, err = run(ctx, dir, l, PDFToPPM, "-r", strconv.Itoa(DPI), "-gray", "-f", strconv.Itoa(n), "-l", strconv.Itoa(n), "in.pdf")
		return err
	})
	if failed, ok := errors.AsType[*Error](err); ok && n > 1 && strings.Contains(failed.Said, "page range") {
		return nil, ErrNoPage
	}
	if err == nil && len(out) == 0 {
		err = &Error{PDFToPPM, fmt.Sprintf("page %d cannot be printed", n), errNoImage}
	}
	return out, err
}

// Recognize returns what tesseract reads in an image, as hOCR. dpi is its quality; 0 leaves it to
// the image to tell, or to tesseract to guess from the size of the letters.
func Recognize(ctx context.Context, image []byte, dpi int, l Limits) ([]byte, error) {
	args := []string{"in.image", "stdout", "-l", "vie"}
	if dpi > 0 {
		args = append(args, "--dpi", strconv.Itoa(dpi))
	}
	var out []byte
	err := withFile(image, "in.image", func(dir string) (err error) {
		out, err = run(ctx, dir, l, Tesseract, append(args, "hocr")...)
		return err
	})
	return out, err
}

// withFile calls use with a folder that holds the bytes as a file, and removes it.
func withFile(b []byte, name string, use func(dir string) error) error {
	dir, err := os.MkdirTemp("", "vanban-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
		return err
	}
	return use(dir)
}

// grace is how long a program that was ended may hold its output open.
const grace = 2 * time.Second

func run(ctx context.Context, dir string, l Limits, program string, args ...string) ([]byte, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, &MissingError{program}
	}
	outer := ctx
	if l.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.Time)
		defer cancel()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	out, said := &bounded{limit: l.Output, full: stop}, &bounded{limit: 4096, full: func() {}}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.WaitDelay = dir, grace
	cmd.Stdout, cmd.Stderr = out, said
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1")
	if err = cmd.Start(); err == nil {
		if l.Memory > 0 {
			boundMemory(cmd.Process.Pid, l.Memory)
		}
		err = cmd.Wait()
	}
	switch {
	case outer.Err() != nil:
		return nil, outer.Err()
	case out.over:
		return nil, &Error{program, "", ErrTooMuch}
	case ctx.Err() != nil:
		return nil, &Error{program, "", ErrTooSlow}
	case err != nil:
		return nil, &Error{program, lastLine(said.kept.Bytes()), err}
	}
	return out.kept.Bytes(), nil
}

func lastLine(b []byte) string {
	s := strings.TrimSpace(strings.ToValidUTF8(string(b), "\ufffd"))
	return strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
}

// bounded keeps what is written up to a limit; beyond it, full is called and the rest is lost.
type bounded struct {
	kept  bytes.Buffer
	limit int64
	over  bool
	full  func()
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.limit - int64(b.kept.Len()); int64(len(p)) > room {
		b.kept.Write(p[:max(0, room)])
		b.over = true
		b.full()
		return len(p), nil
	}
	return b.kept.Write(p)
}
