// Package layout reads what OCR engines write about a page: hOCR and ALTO, words with their boxes.
// It becomes lines of text that keep the page and the box of each word.
package layout

import (
	"bytes"
	"encoding/xml"
	"errors"
	"math"
	"strconv"
	"strings"

	"vanban/pipeline/source/elements"
	"vanban/pipeline/text"
)

// Kind is what a file holds.
type Kind uint8

// The kinds.
const (
	None Kind = iota
	HOCR
	ALTO
)

// String returns the name of the kind as the YAML shows it.
func (k Kind) String() string { return [...]string{"none", "hocr", "alto"}[k] }

// head is how much of a file tells its kind.
const head = 4096

// Sniff tells the kind of a file by its beginning, which is UTF-8.
func Sniff(b []byte) Kind {
	b = bytes.TrimLeft(bytes.TrimPrefix(b[:min(len(b), head)], []byte("\ufeff")), " \t\r\n")
	switch {
	case !bytes.HasPrefix(b, []byte("<")):
		return None
	case bytes.Contains(b, []byte("<alto")), bytes.Contains(b, []byte(":alto ")):
		return ALTO
	case bytes.Contains(b, []byte("ocr_page")), bytes.Contains(b, []byte("ocr-system")):
		return HOCR
	}
	return None
}

// MaxDepth is how deep elements may be nested.
const MaxDepth = 256

// page is the text while it is gathered.
type page struct {
	out   bytes.Buffer
	boxes []text.Box
	pages int
	line  int  // bytes of out where the line began
	gap   bool // the next word begins another block
}

// Read returns the text of a file, one line for each line on paper with an empty one between
// blocks, and the box of each word. Errors say what is wrong with the file. Entities that the
// file defines itself are not expanded.
func Read(b []byte, kind Kind) ([]byte, []text.Box, error) {
	var p page
	visitor := p.hocr()
	if kind == ALTO {
		visitor = p.alto()
	}
	if err := elements.Walk(b, true, MaxDepth, visitor); err != nil {
		return nil, nil, err
	}
	p.endLine()
	if p.pages == 0 {
		return nil, nil, errors.New("no page in it")
	}
	return p.out.Bytes(), p.boxes, nil
}

// The classes of hOCR that this package knows.
const (
	classPage  = "ocr_page"
	classBlock = "ocr_par"
	classLine  = "line"
	classWord  = "ocrx_word"
)

// hocr reads the elements by their classes. A word outside any line stands on the line before.
func (p *page) hocr() elements.Visitor {
	var stack []string
	var word strings.Builder
	var box [4]int
	loose := false // the line has no words: its text stands for them
	start := func(e xml.StartElement) {
		class := hocrClass(elements.Attr(e, "class"))
		stack = append(stack, class)
		switch class {
		case classPage:
			p.newPage()
		case classBlock:
			p.endBlock()
		case classLine:
			p.endLine()
			word.Reset()
			box, loose = bbox(elements.Attr(e, "title")), true
		case classWord:
			word.Reset()
			box, loose = bbox(elements.Attr(e, "title")), false
		}
	}
	end := func(string) {
		if len(stack) == 0 {
			return
		}
		class := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if class == classWord || class == classLine && loose {
			p.word(word.String(), box)
			word.Reset()
		}
		if class == classLine || class == classBlock || class == classPage {
			p.endLine()
			loose = false
		}
	}
	chars := func(s string) {
		if p.pages > 0 {
			word.WriteString(s)
		}
	}
	return elements.Visitor{Start: start, End: end, Chars: chars}
}

// hocrClass returns the class that this package knows among those of an element.
func hocrClass(list string) string {
	for _, c := range strings.Fields(list) {
		switch c {
		case classPage, classBlock, classWord:
			return c
		case "ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat":
			return classLine
		}
	}
	return ""
}

// bbox returns the box in the title of an element of hOCR.
func bbox(title string) [4]int {
	var r [4]int
	for prop := range strings.SplitSeq(title, ";") {
		f := strings.Fields(prop)
		if len(f) != 5 || f[0] != "bbox" {
			continue
		}
		for i := range r {
			r[i] = number(f[i+1])
		}
	}
	return r
}

// maxNumber bounds a coordinate, so that sums of two do not overflow.
const maxNumber = 1 << 30

// number reads a coordinate, which ALTO may give with decimals; 0 for what is none.
func number(s string) int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > maxNumber {
		return 0
	}
	return int(math.Round(f))
}

// alto reads the elements by their names.
func (p *page) alto() elements.Visitor {
	start := func(e xml.StartElement) {
		switch e.Name.Local {
		case "Page":
			p.newPage()
		case "TextBlock":
			p.endBlock()
		case "TextLine":
			p.endLine()
		case "String":
			left, top := number(elements.Attr(e, "HPOS")), number(elements.Attr(e, "VPOS"))
			p.word(elements.Attr(e, "CONTENT"), [4]int{left, top, left + number(elements.Attr(e, "WIDTH")), top + number(elements.Attr(e, "HEIGHT"))})
		case "HYP":
			if n := len(p.boxes); n > 0 && p.boxes[n-1].Span.End == p.out.Len() {
				p.out.WriteByte('-')
				p.boxes[n-1].Span.End++
			}
		}
	}
	return elements.Visitor{Start: start}
}

func (p *page) newPage() {
	p.endLine()
	p.pages++
	p.gap = p.out.Len() > 0
}

func (p *page) endBlock() {
	p.endLine()
	p.gap = p.out.Len() > 0
}

// word appends a word to the line. One outside any page is none.
func (p *page) word(s string, rect [4]int) {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
	if s == "" || p.pages == 0 {
		return
	}
	if p.gap {
		p.out.WriteByte('\n')
		p.line, p.gap = p.out.Len(), false
	}
	if p.out.Len() > p.line {
		p.out.WriteByte(' ')
	}
	start := p.out.Len()
	p.out.WriteString(s)
	p.boxes = append(p.boxes, text.Box{Span: text.Span{Start: start, End: p.out.Len()}, Page: p.pages, Rect: rect})
}

func (p *page) endLine() {
	if p.out.Len() > p.line {
		p.out.WriteByte('\n')
		p.line = p.out.Len()
	}
}
