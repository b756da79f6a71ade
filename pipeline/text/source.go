package text

// Source is a scan as the archivist has it. Bytes are UTF-8 and never changed.
type Source struct {
	Name  string // base name of the file, for messages and the YAML
	Bytes []byte
	Lines []Span // each line without its line end
}

// NewSource wraps bytes that are valid UTF-8. Lines end at LF, CRLF or the end of the
// text; a final line end does not begin another line.
func NewSource(name string, b []byte) *Source {
	s := &Source{Name: name, Bytes: b}
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && b[j] != '\n' {
			j++
		}
		end := j
		if end > i && b[end-1] == '\r' {
			end--
		}
		s.Lines = append(s.Lines, Span{i, end})
		i = j + 1
	}
	return s
}
