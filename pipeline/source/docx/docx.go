// Package docx takes the text out of a Word document (Office Open XML): a paragraph a line, cells
// of a table one below the other, with the labels that Word numbers by itself.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"vanban/pipeline/source/charset"
	"vanban/pipeline/source/elements"
)

// The parts of a document that are read.
const (
	documentPart  = "word/document.xml"
	numberingPart = "word/numbering.xml"
	stylesPart    = "word/styles.xml"
)

// MaxDepth is how deep elements may be nested.
const MaxDepth = 512

// ErrTooMuch is a document with more text, or larger parts, than the caller allows.
var ErrTooMuch = errors.New("more than the limit")

// Is reports whether a zip is a Word document.
func Is(z *zip.Reader) bool { return find(z, documentPart) != nil }

// Read returns the text. No part may be larger than limit bytes, nor the text. A page break
// becomes a form feed.
func Read(z *zip.Reader, limit int64) ([]byte, error) {
	n, err := readNumbering(z, limit)
	if err != nil {
		return nil, err
	}
	r := &reader{limit: limit, numbering: n}
	if err := each(z, documentPart, limit, elements.Visitor{Start: r.start, End: r.end, Chars: r.chars}); err != nil {
		return nil, err
	}
	if r.tooMuch {
		return nil, ErrTooMuch
	}
	return r.out.Bytes(), nil
}

func find(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// each walks through the elements of a part; one that is not there has none.
func each(z *zip.Reader, part string, limit int64, v elements.Visitor) error {
	f := find(z, part)
	if f == nil {
		return nil
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	if int64(len(b)) > limit {
		return fmt.Errorf("%s: %w", part, ErrTooMuch)
	}
	if err := elements.Walk(b, false, MaxDepth, v); err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	return nil
}

// reader gathers the text of the main part.
type reader struct {
	limit     int64
	numbering *numbering
	out       bytes.Buffer
	tooMuch   bool

	para  strings.Builder
	style string // of the paragraph
	num   string // numbering of the paragraph itself
	level string
	run   run
	text  bool // inside w:t
	skip  int  // elements deep inside a part that is shown elsewhere
}

// run is how a stretch of text is set.
type run struct {
	font string
	caps bool
}

func (r *reader) start(e xml.StartElement) {
	if r.skip > 0 {
		r.skip++
		return
	}
	switch e.Name.Local {
	case "Fallback": // the same again for older programs
		r.skip = 1
	case "p":
		r.endParagraph() // one in a text box stands before the one that it is in
	case "pStyle":
		r.style = elements.Attr(e, "val")
	case "numId":
		r.num = elements.Attr(e, "val")
	case "ilvl":
		r.level = elements.Attr(e, "val")
	case "r":
		r.run = run{}
	case "rFonts":
		r.run.font = elements.Attr(e, "ascii")
	case "caps":
		r.run.caps = on(elements.Attr(e, "val"))
	case "t":
		r.text = true
	case "tab":
		r.para.WriteByte('\t')
	case "br", "cr":
		if elements.Attr(e, "type") == "page" {
			r.para.WriteByte('\f')
		} else {
			r.para.WriteByte('\n')
		}
	case "noBreakHyphen":
		r.para.WriteByte('-')
	}
}

// on reads a switch of Office: on unless it says otherwise.
func on(s string) bool { return s != "0" && s != "false" && s != "off" }

func (r *reader) end(name string) {
	if r.skip > 0 {
		r.skip--
		return
	}
	switch name {
	case "t":
		r.text = false
	case "p":
		r.endParagraph()
	case "tabs": // the stops of a paragraph, no tabs in it
		r.para.Reset()
	}
}

func (r *reader) chars(s string) {
	if r.text && r.skip == 0 {
		r.para.WriteString(r.run.set(s))
	}
}

// set returns the text of a run as it is shown: fonts of the older encodings tell which it is.
func (r run) set(s string) string {
	switch {
	case strings.HasPrefix(r.font, ".Vn"):
		s = charset.Lookup("utf-8+tcvn3").Decode([]byte(s))
		if strings.HasSuffix(r.font, "H") {
			s = strings.ToUpper(s)
		}
	case strings.HasPrefix(r.font, "VNI-"):
		s = charset.Lookup("utf-8+vni").Decode([]byte(s))
	}
	if r.caps {
		s = strings.ToUpper(s)
	}
	return s
}

// endParagraph writes the paragraph, empty ones too, with its label in front.
func (r *reader) endParagraph() {
	s := r.para.String()
	began := s != "" || r.style != "" || r.num != ""
	if began && strings.TrimSpace(s) != "" {
		s = r.numbering.label(r.style, r.num, r.level) + s
	}
	r.para.Reset()
	r.style, r.num, r.level, r.run = "", "", "", run{}
	if !began {
		return
	}
	if int64(r.out.Len()+len(s)) > r.limit {
		r.tooMuch = true
		return
	}
	r.out.WriteString(s + "\n")
}
