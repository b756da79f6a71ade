// Package source turns a file's bytes into a Source, or says why they are not the text of a
// scan. The bytes are kept as they are: a byte order mark stays where it is and the first
// line begins after it.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"vanban/pipeline/text"
)

// DefaultLimit is the size in bytes above which a file is refused unless the caller says
// otherwise. The largest scans seen have less than a megabyte of text.
const DefaultLimit = 64 << 20

// Reason says why a file was refused.
type Reason uint8

// The reasons.
const (
	Unreadable  Reason = iota // the file system refused; Err says why
	Empty                     // no bytes, or white space only
	Binary                    // NUL bytes or too many control characters
	PDF                       // a PDF, whose text must be taken out first
	UTF16                     // text in UTF-16
	InvalidUTF8               // Offset and Line say where
	TooLarge                  // more than Limit bytes
)

// Error is a file that was refused.
type Error struct {
	Name   string // the path or name as the caller gave it
	Reason Reason
	Offset int   // of the first bad byte, for Binary and InvalidUTF8
	Line   int   // 1-based, of that byte
	Limit  int64 // bytes, for TooLarge
	Err    error // for Unreadable
}

// Error names the file, what is wrong with it and where, and what to do.
func (e *Error) Error() string { return e.Name + ": " + e.reason() }

func (e *Error) reason() string {
	switch e.Reason {
	case Empty:
		return "empty: no text in it"
	case Binary:
		return fmt.Sprintf("not text: control characters at line %d (byte %d)", e.Line, e.Offset)
	case PDF:
		return "a PDF, not text: take its text out first, for example with pdftotext -layout"
	case UTF16:
		return "text in UTF-16: convert it to UTF-8 first, for example with iconv -f UTF-16 -t UTF-8"
	case InvalidUTF8:
		return fmt.Sprintf("invalid UTF-8 at line %d (byte %d): convert it to UTF-8 first", e.Line, e.Offset)
	case TooLarge:
		return fmt.Sprintf("larger than the limit of %d bytes: split it or raise the limit", e.Limit)
	}
	return "cannot be read: " + e.Err.Error()
}

// Unwrap returns the error of the file system, if that was the reason.
func (e *Error) Unwrap() error { return e.Err }

// Open reads the file at path. Every error is an *Error that names the path.
func Open(path string, limit int64) (*text.Source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	src, err := Read(path, f, limit)
	if err != nil {
		return nil, err
	}
	src.Name = baseName(path)
	return src, nil
}

// Read reads all of r, at most limit bytes. The source bears the name as it is given. Every
// error is an *Error.
func Read(name string, r io.Reader, limit int64) (*text.Source, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if int64(len(b)) > limit {
		return nil, &Error{Name: name, Reason: TooLarge, Limit: limit}
	}
	return New(name, b)
}

// New wraps the bytes of a scan, which must not be changed afterwards. Every error is an
// *Error.
func New(name string, b []byte) (*text.Source, error) {
	if e := check(b); e != nil {
		e.Name = name
		return nil, e
	}
	src := text.NewSource(name, b)
	if bytes.HasPrefix(b, bom) {
		src.Lines[0].Start = len(bom)
	}
	return src, nil
}

var bom = []byte("\ufeff")

// check returns what is wrong with the bytes, nil for the text of a scan.
func check(b []byte) *Error {
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(b, bom))) == 0:
		return &Error{Reason: Empty}
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return &Error{Reason: PDF}
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return &Error{Reason: UTF16}
	}
	if i := controls(b); i >= 0 {
		return &Error{Reason: Binary, Offset: i, Line: line(b, i)}
	}
	if i := invalid(b); i >= 0 {
		return &Error{Reason: InvalidUTF8, Offset: i, Line: line(b, i)}
	}
	return nil
}

// maxControls is the share of control characters up to which bytes pass for text. OCR
// writes a stray form feed a page, hardly more.
const maxControls = 0.05

// controls returns the offset of the first control character of bytes that are not text, or
// -1 for text. One NUL is enough.
func controls(b []byte) int {
	first, n := -1, 0
	for i, c := range b {
		if c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t' || c == '\f' {
			continue
		}
		if c == 0 {
			return i
		}
		if first < 0 {
			first = i
		}
		n++
	}
	if float64(n) > maxControls*float64(len(b)) {
		return first
	}
	return -1
}

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	i := 0
	for i < len(b) {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return i
}

// line returns the 1-based line on which the byte at offset i stands.
func line(b []byte, i int) int { return 1 + bytes.Count(b[:i], []byte{'\n'}) }

// unreadable wraps an error of the file system without repeating the path.
func unreadable(name string, err error) *Error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	return &Error{Name: name, Reason: Unreadable, Err: err}
}

// baseName is the last part of a path as UTF-8.
func baseName(path string) string { return strings.ToValidUTF8(filepath.Base(path), "\ufffd") }
