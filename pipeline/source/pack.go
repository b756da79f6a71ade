package source

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"vanban/pipeline/source/docx"
	"vanban/pipeline/source/layout"
	"vanban/pipeline/text"
)

// Input is a file to read, or a file in a zip.
type Input struct {
	Path string // of the file, or of the zip
	pack *pack  // nil for a file of its own
	file int    // in pack
	name string // in pack
	err  *Error // why it cannot be read, if that is known beforehand
}

// Refuse returns an input that cannot be read, so that it is reported at its place among others.
func Refuse(e *Error) Input { return Input{Path: e.Name, err: e} }

// Refused returns why an input cannot be read, nil where that is to be seen.
func (in Input) Refused() error {
	if in.err == nil {
		return nil
	}
	return in.err
}

// String names the input in messages.
func (in Input) String() string {
	if in.pack == nil {
		return in.Path
	}
	return in.Path + ":" + strings.ToValidUTF8(in.name, "\ufffd")
}

// Inputs returns what there is to read in a file: the file itself, or, in a zip that is no
// document, the files in it. Every input must be read once.
func (r *Reader) Inputs(name string) []Input {
	whole := []Input{{Path: name}} // Load says what is wrong with it, if something is
	if !strings.EqualFold(path.Ext(name), ".zip") {
		return whole
	}
	if fi, err := os.Stat(name); err != nil || !fi.Mode().IsRegular() {
		return whole
	}
	p := &pack{reader: r, path: name}
	z, err := p.open()
	if e, ok := errors.AsType[*Error](err); ok && e.Reason == TooManyFiles {
		e.Name = name
		return []Input{Refuse(e)}
	}
	if err != nil {
		return whole
	}
	defer p.close()
	files := filesOf(z)
	switch {
	case docx.Is(z) || office(z) || len(files) == 0:
		return whole
	case r.Limits.Files > 0 && len(files) > r.Limits.Files:
		return []Input{Refuse(&Error{Name: name, Reason: TooManyFiles, Limit: int64(r.Limits.Files)})}
	}
	var out []Input
	for i, f := range files {
		out = append(out, Input{Path: name, pack: p, file: i, name: f.Name})
	}
	p.left = len(out)
	return out
}

// Load reads an input. Every error is an *Error, but for that of ctx.
func (r *Reader) Load(ctx context.Context, in Input) (*text.Source, error) {
	b, err := r.Bytes(in)
	if err != nil {
		return nil, err
	}
	return r.DecodeInput(ctx, in, b)
}

// Bytes returns the bytes of an input. Every error is an *Error.
func (r *Reader) Bytes(in Input) ([]byte, error) {
	if in.err != nil {
		return nil, in.err
	}
	if in.pack == nil {
		return readRegular(in.Path, r.Limits.Size)
	}
	b, err := in.pack.read(in.file, r.Limits.Size)
	if err == nil {
		return b, nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Reason: Damaged, What: "zip", Err: err}
	}
	e.Name = in.String()
	return nil, e
}

// DecodeInput turns the bytes of an input into a source that bears its base name. Every error is
// an *Error, but for that of ctx.
func (r *Reader) DecodeInput(ctx context.Context, in Input, b []byte) (*text.Source, error) {
	src, err := r.Decode(ctx, in.String(), b)
	if err != nil {
		return nil, err
	}
	src.Name = in.Name()
	return src, nil
}

// Name returns the base name of the input.
func (in Input) Name() string {
	if in.pack != nil {
		return baseName(in.name)
	}
	return baseName(in.Path)
}

// textNames are the extensions of the files that a walk through a folder reads; those of layouts
// are read where the file is one.
var (
	textNames   = []string{"", ".txt", ".text", ".ocr", ".hocr", ".docx", ".pdf", ".gz", ".zip"}
	layoutNames = []string{".xml", ".html", ".htm", ".xhtml"}
	imageNames  = []string{".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".webp"}
)

// Wanted reports whether a walk through a folder reads a file, by its name; a file that is named
// is read whatever its name.
func (r *Reader) Wanted(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case slices.Contains(textNames, ext):
		return true
	case slices.Contains(imageNames, ext):
		return r.OCR
	case !slices.Contains(layoutNames, ext):
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return true // reading it says why
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 4096))
	return err != nil || layout.Sniff(head) != layout.None
}

// filesOf returns the regular files of a zip that are not hidden.
func filesOf(z *zip.Reader) []*zip.File {
	var out []*zip.File
	for _, f := range z.File {
		hidden := strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/")
		if f.Mode().IsRegular() && !strings.HasSuffix(f.Name, "/") && !hidden {
			out = append(out, f)
		}
	}
	return out
}

// unzip reads a file of a zip, whatever size the zip says it has.
func unzip(f *zip.File, limit int64) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, &Error{Reason: Unsupported, What: "a zip with a password"}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &Error{Reason: Damaged, What: "zip", Err: err}
	}
	defer r.Close()
	return unpack(r, "zip", limit)
}

// unpack reads all of a packed stream unless it is larger than the limit.
func unpack(r io.Reader, what string, limit int64) ([]byte, error) {
	b, err := io.ReadAll(capped(r, limit))
	switch {
	case limit > 0 && int64(len(b)) > limit:
		return nil, &Error{Reason: TooMuchText, Limit: limit}
	case err != nil:
		return nil, &Error{Reason: Damaged, What: what, Err: err}
	}
	return b, nil
}

// directory bounds how much of a zip is read to list it: some entries take little in the file and
// much in memory.
type directory struct {
	io.ReaderAt
	left   int64
	listed bool
}

var errDirectory = errors.New("its list of files is too long")

// ReadAt reads of the zip as long as the bound allows.
func (d *directory) ReadAt(p []byte, off int64) (int, error) {
	if d.listed {
		return d.ReaderAt.ReadAt(p, off)
	}
	if d.left -= int64(len(p)); d.left < 0 {
		return 0, errDirectory
	}
	return d.ReaderAt.ReadAt(p, off)
}

// What may be read to list a zip: so much, and for each file that it may have.
const (
	listBytes    = 1 << 20
	listPerEntry = 1 << 10
)

// openZip lists a zip of a size. Every error is an *Error.
func (r *Reader) openZip(in io.ReaderAt, size int64) (*zip.Reader, error) {
	d := &directory{ReaderAt: in, left: listBytes + listPerEntry*int64(r.Limits.Files), listed: r.Limits.Files <= 0}
	z, err := zip.NewReader(d, size)
	switch {
	case d.left < 0 && !d.listed:
		return nil, &Error{Reason: TooManyFiles, Limit: int64(r.Limits.Files)}
	case err != nil:
		return nil, &Error{Reason: Damaged, What: "zip", Err: err}
	}
	d.listed = true
	return z, nil
}

// pack is a zip whose files are read by several goroutines. It is open while files are left.
type pack struct {
	reader *Reader
	path   string

	mu   sync.Mutex
	file *os.File // nil while it is closed
	zip  *zip.Reader
	list []*zip.File
	left int // files not read yet
}

func (p *pack) open() (*zip.Reader, error) {
	if p.file != nil {
		return p.zip, nil
	}
	f, err := os.Open(p.path)
	if err != nil {
		return nil, unreadable(p.path, err)
	}
	fi, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, unreadable(p.path, err)
	}
	z, err := p.reader.openZip(f, fi.Size())
	if err != nil {
		f.Close()
		return nil, err
	}
	p.file, p.zip, p.list = f, z, filesOf(z)
	return z, nil
}

func (p *pack) close() {
	p.file.Close()
	p.file, p.zip, p.list = nil, nil, nil
}

// read reads a file. The zip may have changed since it was listed.
func (p *pack) read(i int, limit int64) ([]byte, error) {
	p.mu.Lock()
	_, err := p.open()
	var f *zip.File
	if i < len(p.list) {
		f = p.list[i]
	}
	p.mu.Unlock()
	if err != nil {
		return nil, err
	}
	defer p.done()
	if f == nil {
		return nil, io.ErrUnexpectedEOF
	}
	return unzip(f, limit)
}

func (p *pack) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left--; p.left == 0 {
		p.close()
	}
}
