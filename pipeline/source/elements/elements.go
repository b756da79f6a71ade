// Package elements walks through XML that may have been made to do harm: elements are not nested
// without end, tags are not long without end, and entities that a file defines are not expanded.
package elements

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// MaxTag is how long a tag may be: each of its attributes takes many times its length in memory.
const MaxTag = 1 << 20

// Visitor is told of the elements and of the text between them. A nil function is not called.
type Visitor struct {
	Start func(xml.StartElement)
	End   func(name string)
	Chars func(string)
}

// Walk goes through XML in UTF-8, in which elements may be nested depth deep. Where html is set,
// tags need not be closed and the entities of HTML are known.
func Walk(b []byte, html bool, depth int, v Visitor) error {
	if longTag(b) {
		return fmt.Errorf("a tag of more than %d bytes", MaxTag)
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	if html {
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // converted before
	}
	for open := 0; ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if open++; open > depth {
				return fmt.Errorf("elements nested more than %d deep", depth)
			}
			v.Start(t)
		case xml.EndElement:
			open--
			if v.End != nil {
				v.End(t.Name.Local)
			}
		case xml.CharData:
			if v.Chars != nil {
				v.Chars(string(t))
			}
		}
	}
}

// longTag reports whether there is more than MaxTag between a sign that may open a tag and the next
// that may close it.
func longTag(b []byte) bool {
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			return false
		}
		b = b[i:]
		n := bytes.IndexByte(b, '>')
		if n < 0 {
			return len(b) > MaxTag
		}
		if n > MaxTag {
			return true
		}
		b = b[n:]
	}
}

// Attr returns the value of an attribute, whatever its name space.
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
