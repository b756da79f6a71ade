package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"vanban/pipeline/source/charset"
	"vanban/pipeline/source/docx"
	"vanban/pipeline/source/layout"
	"vanban/pipeline/source/tool"
	"vanban/pipeline/text"
)

// Decode turns the bytes of a file into a source that bears the name. A zip of one file is read
// as that file. Every error is an *Error, but for that of ctx.
func (r *Reader) Decode(ctx context.Context, name string, b []byte) (*text.Source, error) {
	d := &decoder{Reader: r, ctx: ctx}
	src, err := d.decode(name, b, 0)
	if err != nil {
		e, ok := errors.AsType[*Error](err)
		if !ok {
			return nil, err
		}
		e.Name = name
		return nil, e
	}
	src.Name = name
	if len(d.formats) > 0 {
		sum := sha256.Sum256(b)
		src.File = &text.File{Format: strings.Join(d.formats, "+"), SHA256: hex.EncodeToString(sum[:]), Size: len(b), Bytes: b, Pages: d.pages, Unread: d.unread}
	}
	if e := r.Limits.bounded(src); e != nil {
		return nil, e
	}
	return src, nil
}

// decoder is the way from a file to its text.
type decoder struct {
	*Reader
	ctx     context.Context
	formats []string // what the file was, from the outside in

	pages, unread int // as in text.File
}

// maxPacked is how often a file may be packed in another.
const maxPacked = 3

func (d *decoder) decode(name string, b []byte, depth int) (*text.Source, error) {
	kind := sniff(b)
	if kind != "" {
		d.formats = append(d.formats, kind)
	}
	switch kind {
	case "":
		return d.text(name, b)
	case "gzip", "zip":
		if depth == maxPacked {
			return nil, &Error{Reason: Unsupported, What: kind + " in " + kind}
		}
		if kind == "zip" {
			return d.zip(name, b, depth)
		}
		return d.gzip(name, b, depth)
	case "pdf":
		return d.pdf(name, b)
	case "image":
		return d.image(name, b)
	}
	return nil, &Error{Reason: Unsupported, What: kind}
}

// sniff tells what is not text by its first bytes.
func sniff(b []byte) string {
	for _, k := range []struct{ magic, kind string }{
		{"\x1f\x8b", "gzip"}, {"PK\x03\x04", "zip"}, {"PK\x05\x06", "zip"}, {"%PDF-", "pdf"}, {"\xef\xbb\xbf%PDF-", "pdf"},
		{"\x89PNG\r\n", "image"}, {"\xff\xd8\xff", "image"}, {"II*\x00", "image"}, {"MM\x00*", "image"}, {"\x00\x00\x00\x0cjP", "image"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word 97 document"}, {"{\\rtf", "RTF"}, {"7z\xbc\xaf", "7z"}, {"Rar!", "RAR"}, {"BZh", "bzip2"},
		{"\xfd7zXZ", "xz"}, {"\x28\xb5\x2f\xfd", "zstd"},
	} {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return k.kind
		}
	}
	if len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" {
		return "image"
	}
	return ""
}

// text takes text in any encoding, hOCR and ALTO among it.
func (d *decoder) text(name string, b []byte) (*text.Source, error) {
	s := b
	if e, _ := charset.Detect(b); e != nil && !(utf8.Valid(b) && layout.Sniff(b) != layout.None) {
		d.formats = append(d.formats, e.Name)
		s = []byte(e.Decode(b))
	}
	kind := layout.Sniff(s)
	if kind == layout.None {
		return d.lines(name, s)
	}
	d.formats = append(d.formats, kind.String())
	out, boxes, err := layout.Read(s, kind)
	if err != nil {
		return nil, &Error{Reason: Damaged, What: kind.String(), Err: err}
	}
	src, err := New(name, out)
	if err != nil {
		return nil, err
	}
	src.Boxes = boxes
	return src, nil
}

// lines wraps text in UTF-8, unless it is too much to be looked at line by line. Text that was
// converted has no byte order mark.
func (d *decoder) lines(name string, b []byte) (*text.Source, error) {
	if d.Limits.Text > 0 && int64(len(b)) > d.Limits.Text {
		return nil, &Error{Reason: TooMuchText, Limit: d.Limits.Text}
	}
	if len(d.formats) > 0 {
		b = bytes.TrimPrefix(b, bom)
	}
	return New(name, b)
}

// converted takes text that a program or a document gave, which may be in an older encoding.
func (d *decoder) converted(name string, b []byte) (*text.Source, error) {
	return d.lines(name, d.utf8(b))
}

// utf8 turns such text into UTF-8.
func (d *decoder) utf8(b []byte) []byte {
	if e, _ := charset.Detect(b); e != nil {
		d.formats = append(d.formats, e.Name)
		b = []byte(e.Decode(b))
	}
	return bytes.ToValidUTF8(b, []byte("\ufffd"))
}

func (d *decoder) gzip(name string, b []byte, depth int) (*text.Source, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, &Error{Reason: Damaged, What: "gzip", Err: err}
	}
	out, err := unpack(z, "gzip", d.Limits.Size)
	if err != nil {
		return nil, err
	}
	return d.decode(name, out, depth+1)
}

// zip reads a Word document, or the one file of a zip.
func (d *decoder) zip(name string, b []byte, depth int) (*text.Source, error) {
	z, err := d.openZip(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	if docx.Is(z) {
		d.formats[len(d.formats)-1] = "docx"
		return d.docx(name, z)
	}
	files := filesOf(z)
	switch {
	case len(files) == 0:
		return nil, &Error{Reason: Empty}
	case office(z):
		return nil, &Error{Reason: Unsupported, What: "an Office or OpenDocument file other than .docx"}
	case len(files) > 1:
		return nil, &Error{Reason: Several}
	}
	out, err := unzip(files[0], d.Limits.Size)
	if err != nil {
		return nil, err
	}
	return d.decode(name, out, depth+1)
}

// office reports an .xlsx, a .pptx or an OpenDocument file.
func office(z *zip.Reader) bool {
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "META-INF/manifest.xml" && z.File[0].Name == "mimetype" {
			return true
		}
	}
	return false
}

func (d *decoder) docx(name string, z *zip.Reader) (*text.Source, error) {
	limit := d.Limits.Size
	if limit <= 0 {
		limit = 1 << 40
	}
	out, err := docx.Read(z, limit)
	switch {
	case errors.Is(err, docx.ErrTooMuch):
		return nil, &Error{Reason: TooMuchText, Limit: limit}
	case err != nil:
		return nil, &Error{Reason: Damaged, What: "docx", Err: err}
	}
	return d.converted(name, out)
}

// pdf takes the text of a PDF. Where recognition was asked for, pages without text are recognized.
func (d *decoder) pdf(name string, b []byte) (*text.Source, error) {
	out, err := tool.Text(d.ctx, b, d.Limits.toolLimits())
	if err != nil {
		return nil, d.toolError("pdf", err)
	}
	out = d.utf8(bytes.TrimSuffix(out, []byte("\f")))
	layer := bytes.Split(out, []byte("\f"))
	switch {
	case d.OCR && slices.ContainsFunc(layer, blank):
		return d.scanned(name, b, layer)
	case blank(out):
		return nil, &Error{Reason: NoText, What: "PDF"}
	}
	d.pages = len(layer)
	for _, page := range layer {
		if blank(page) {
			d.unread++
		}
	}
	return d.lines(name, out)
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// scanned recognizes the pages of a PDF that have no text; layer is the text of its pages.
func (d *decoder) scanned(name string, pdf []byte, layer [][]byte) (*text.Source, error) {
	d.formats = append(d.formats, "ocr")
	var all pages
	for n := 1; ; n++ {
		if n <= len(layer) && !blank(layer[n-1]) {
			all.add(layer[n-1], []text.Box{{Span: text.Span{End: len(layer[n-1])}, Page: 1}})
			continue
		}
		image, err := tool.Page(d.ctx, pdf, n, d.Limits.toolLimits())
		switch {
		case errors.Is(err, tool.ErrNoPage):
			return all.source(name)
		case err != nil:
			return nil, d.toolError("pdf", err)
		case d.Limits.Pages > 0 && n > d.Limits.Pages:
			return nil, &Error{Reason: TooManyPages, Limit: int64(d.Limits.Pages)}
		}
		if err := d.recognize(&all, image, tool.DPI); err != nil {
			return nil, err
		}
	}
}

func (d *decoder) image(name string, b []byte) (*text.Source, error) {
	if !d.OCR {
		return nil, &Error{Reason: NoText, What: "an image"}
	}
	d.formats = append(d.formats, "ocr")
	var all pages
	if err := d.recognize(&all, b, 0); err != nil {
		return nil, err
	}
	return all.source(name)
}

// pages gathers what was recognized, and the text of pages that have some.
type pages struct {
	out   []byte
	boxes []text.Box
	n     int
}

// add adds pages, one or, as a TIFF may have, several, with their boxes.
func (p *pages) add(out []byte, boxes []text.Box) {
	if len(p.out) > 0 && len(out) > 0 {
		p.out = append(p.out, '\n')
	}
	last := 1
	for _, b := range boxes {
		last = max(last, b.Page)
		b.Page += p.n
		b.Span.Start += len(p.out)
		b.Span.End += len(p.out)
		p.boxes = append(p.boxes, b)
	}
	p.n += last
	p.out = append(p.out, out...)
}

// recognize adds the text of an image; dpi is its quality, 0 where it may tell that itself.
func (d *decoder) recognize(all *pages, image []byte, dpi int) error {
	hocr, err := tool.Recognize(d.ctx, image, dpi, d.Limits.toolLimits())
	if err != nil {
		return d.toolError("image", err)
	}
	out, boxes, err := layout.Read(hocr, layout.HOCR)
	if err != nil {
		return &Error{Reason: Damaged, What: tool.Tesseract, Err: err}
	}
	all.add(out, boxes)
	if d.Limits.Size > 0 && int64(len(all.out)) > d.Limits.Size {
		return &Error{Reason: TooMuchText, Limit: d.Limits.Size}
	}
	return nil
}

func (p *pages) source(name string) (*text.Source, error) {
	src, err := New(name, p.out)
	if err != nil {
		return nil, err
	}
	src.Boxes = p.boxes
	return src, nil
}

// toolError says what an external program could not do.
func (d *decoder) toolError(what string, err error) error {
	missing, isMissing := errors.AsType[*tool.MissingError](err)
	_, failed := errors.AsType[*tool.Error](err)
	switch {
	case d.ctx.Err() != nil:
		return d.ctx.Err()
	case isMissing:
		return &Error{Reason: NoProgram, What: missing.Program}
	case errors.Is(err, tool.ErrTooMuch):
		return &Error{Reason: TooMuchText, Limit: d.Limits.Size}
	case errors.Is(err, tool.ErrTooSlow):
		return &Error{Reason: TooSlow, Limit: int64(d.Limits.Time)}
	case errors.Is(err, tool.ErrPassword):
		return &Error{Reason: Unsupported, What: "a PDF with a password"}
	case !failed: // the file could not be handed to the program
		return unreadable("", err)
	}
	return &Error{Reason: Damaged, What: what, Err: err}
}
