// Package source turns a file into a Source, or says why it is not the text of a scan. Text in
// UTF-8 is taken as it is: a byte order mark stays where it is and the first line begins after
// it. Anything else becomes text in UTF-8: older encodings, hOCR and ALTO, Word documents, the
// text of PDFs and, if asked for, what tesseract reads in images. Then every place in the
// document points into that text, and the file is kept beside it byte for byte.
package source

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"vanban/pipeline/source/charset"
	"vanban/pipeline/source/tool"
	"vanban/pipeline/text"
)

// DefaultLimit is the size in bytes above which a file is refused unless the caller says
// otherwise. The largest scans seen have less than a megabyte of text.
const DefaultLimit = 64 << 20

// Limits bound what a file may hold; 0 is no limit.
type Limits struct {
	Size  int64         // bytes of the file, and of what is packed in it
	Text  int64         // bytes of the text
	Lines int           // of the text
	Line  int           // bytes of a line
	Files int           // in a zip
	Pages int           // recognized in a PDF
	Time  time.Duration // of an external program
}

// DefaultLimits are the limits unless the caller says otherwise.
var DefaultLimits = Limits{Size: DefaultLimit, Text: 8 << 20, Lines: 200_000, Line: 1 << 20, Files: 10_000, Pages: 2000, Time: 5 * time.Minute}

// Reader reads files of all kinds. It is safe for use by many goroutines.
type Reader struct {
	Limits Limits
	OCR    bool // read images, and PDFs without text, through tesseract
}

// Version identifies how files become text: the tables of encodings and the rules of this package.
func Version() string { return "2 " + charset.Version() }

// Open reads the file at path as UTF-8 or what can be turned into it, at most limit bytes. Every
// error is an *Error that names the path.
func Open(path string, limit int64) (*text.Source, error) {
	return plain(limit).Open(context.Background(), path)
}

// Read reads all of r, likewise. The source bears the name as it is given.
func Read(name string, r io.Reader, limit int64) (*text.Source, error) {
	return plain(limit).Read(context.Background(), name, r)
}

func plain(limit int64) *Reader {
	l := DefaultLimits
	l.Size, l.Text = limit, limit
	return &Reader{Limits: l}
}

// Open reads the file at path, which must be a regular one. Every error is an *Error that names
// the path.
func (r *Reader) Open(ctx context.Context, path string) (*text.Source, error) {
	return r.Load(ctx, Input{Path: path})
}

// Read reads all of in. The source bears the name as it is given. Every error is an *Error.
func (r *Reader) Read(ctx context.Context, name string, in io.Reader) (*text.Source, error) {
	b, err := readAll(name, in, r.Limits.Size)
	if err != nil {
		return nil, err
	}
	return r.Decode(ctx, name, b)
}

// All reads all of a stream within the limit. Every error is an *Error that bears the name.
func (r *Reader) All(name string, in io.Reader) ([]byte, error) {
	return readAll(name, in, r.Limits.Size)
}

// readRegular reads a file that is no device, pipe or folder; a pipe is not waited for.
func readRegular(path string, limit int64) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	fi, err := f.Stat()
	switch {
	case err != nil:
		return nil, unreadable(path, err)
	case fi.IsDir():
		return nil, unreadable(path, syscall.EISDIR)
	case !fi.Mode().IsRegular():
		return nil, &Error{Name: path, Reason: NotRegular}
	}
	return readAll(path, f, limit)
}

// readAll reads all of a stream unless it is larger than the limit.
func readAll(name string, in io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(capped(in, limit))
	switch {
	case err != nil:
		return nil, unreadable(name, err)
	case limit > 0 && int64(len(b)) > limit:
		return nil, &Error{Name: name, Reason: TooLarge, Limit: limit}
	}
	return b, nil
}

// capped returns what reads a byte more than the limit at most.
func capped(in io.Reader, limit int64) io.Reader {
	if limit <= 0 {
		return in
	}
	return io.LimitReader(in, limit+1)
}

// New wraps text in UTF-8 as it is, which must not be changed afterwards. Every error is an
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

// check returns what is wrong with the bytes, nil for text in UTF-8.
func check(b []byte) *Error {
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(b, bom))) == 0:
		return &Error{Reason: Empty}
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return &Error{Reason: NoText, What: "PDF"}
	}
	if i := controls(b); i >= 0 {
		return &Error{Reason: Binary, Offset: i, Line: line(b, i)}
	}
	if i := invalid(b); i >= 0 {
		return &Error{Reason: InvalidUTF8, Offset: i, Line: line(b, i)}
	}
	return nil
}

// bounded checks the limits of the text.
func (l Limits) bounded(src *text.Source) *Error {
	if l.Text > 0 && int64(len(src.Bytes)) > l.Text {
		return &Error{Name: src.Name, Reason: TooMuchText, Limit: l.Text}
	}
	if l.Lines > 0 && len(src.Lines) > l.Lines {
		return &Error{Name: src.Name, Reason: TooManyLines, Limit: int64(l.Lines), Line: len(src.Lines)}
	}
	for i, s := range src.Lines {
		if l.Line > 0 && s.Len() > l.Line {
			return &Error{Name: src.Name, Reason: LineTooLong, Limit: int64(l.Line), Line: i + 1}
		}
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

// baseName is the last part of a path as UTF-8.
func baseName(path string) string { return strings.ToValidUTF8(filepath.Base(path), "\ufffd") }

// maxToolMemory is the address space of an external program. A page at 300 dots per inch takes one a
// tenth of it.
const maxToolMemory = 2 << 30

// toolLimits bound an external program.
func (l Limits) toolLimits() tool.Limits {
	t := tool.Limits{Time: l.Time, Output: l.Size, Memory: maxToolMemory} // an image is larger than its text
	if t.Output <= 0 {
		t.Output = 1 << 40
	}
	return t
}
