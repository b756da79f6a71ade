package text

// Source is a scan as the archivist has it. Bytes are UTF-8 and never changed; every place in a
// document points into them. Most often they are the file. Where the file is something else, a
// PDF or text in an older encoding, they are the text taken from it, and File is the file.
type Source struct {
	Name  string // base name of the file, for messages and the YAML
	Bytes []byte
	Lines []Span // each line without its line end
	File  *File  // nil where Bytes are the file
	Boxes []Box  // where the stretches of Bytes stand on paper, in order; nil where nothing tells
}

// File is a file that text was taken from.
type File struct {
	Format string // how it was written, innermost last: "windows-1258", "pdf", "gzip+docx"
	SHA256 string // hexadecimal
	Size   int    // bytes
	Bytes  []byte // byte for byte; nil once an archive keeps the file

	Pages, Unread int // of a PDF that was read without recognition: its pages, and those without text
}

// Box is the place of a stretch of text on paper.
type Box struct {
	Span Span
	Page int    // from 1
	Rect [4]int // left, top, right, bottom in the units of the page; all 0 where only the page is known
}

// NewSource wraps bytes that are valid UTF-8. Lines end at LF, CRLF or the end of the
// text; a final line end does not begin another line. A form feed begins another page.
func NewSource(name string, b []byte) *Source {
	s := &Source{Name: name, Bytes: b}
	page := 0
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && b[j] != '\n' {
			if b[j] == '\f' {
				s.Boxes = append(s.Boxes, Box{Span: Span{page, j}, Page: len(s.Boxes) + 1})
				page = j + 1
			}
			j++
		}
		end := j
		if end > i && b[end-1] == '\r' {
			end--
		}
		s.Lines = append(s.Lines, Span{i, end})
		i = j + 1
	}
	if len(s.Boxes) > 0 {
		s.Boxes = append(s.Boxes, Box{Span: Span{page, len(b)}, Page: len(s.Boxes) + 1})
	}
	return s
}

// On returns the page on which a stretch of the source begins, and the smallest box around its
// part on that page; the page is 0 where nothing tells, the box empty where only the page is known.
func (s *Source) On(at Span) (page int, rect [4]int) {
	i, j := 0, len(s.Boxes) // the first box that ends behind the beginning
	for i < j {
		if m := (i + j) / 2; s.Boxes[m].Span.End <= at.Start {
			i = m + 1
		} else {
			j = m
		}
	}
	for ; i < len(s.Boxes) && s.Boxes[i].Span.Start < at.End; i++ {
		b := s.Boxes[i]
		switch {
		case page == 0:
			page, rect = b.Page, b.Rect
		case b.Page == page:
			rect = around(rect, b.Rect)
		default:
			return page, rect
		}
	}
	return page, rect
}

// around returns the smallest rectangle around two; an empty one counts for nothing.
func around(a, b [4]int) [4]int {
	switch {
	case a == [4]int{}:
		return b
	case b == [4]int{}:
		return a
	}
	return [4]int{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}
