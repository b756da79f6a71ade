package main

import (
	"io"
	"os"
)

// screen shows data on a terminal without the control characters that a scan may hold: they could
// clear it, or say what is not so. Line ends, tabs and colours pass.
type screen struct {
	*os.File // for those who ask whether it is a terminal
	last     byte
}

// onScreen returns the stream to write data to.
func onScreen(f *os.File) io.Writer {
	if !isTerminal(f) {
		return f
	}
	return &screen{File: f}
}

// Write shows the bytes. A control character becomes a question mark.
func (s *screen) Write(p []byte) (int, error) {
	if n, err := s.File.Write(s.harmless(p)); err != nil {
		return min(n, len(p)), err
	}
	return len(p), nil
}

// harmless returns as many bytes, of which none does anything to a terminal but for colours.
func (s *screen) harmless(p []byte) []byte {
	out := make([]byte, len(p))
	for i, c := range p {
		second := s.last == 0xc2 && c >= 0x80 && c < 0xa0 // U+0080 to U+009F in UTF-8
		s.last = c
		switch {
		case second:
			c = 0xbf // ¿
		case c == '\n' || c == '\t' || c == 0x1b && isColour(p[i:]):
		case c < ' ' || c == 0x7f:
			c = '?'
		}
		out[i] = c
	}
	return out
}

// isColour reports whether a sequence sets a colour: ESC [ digits m.
func isColour(p []byte) bool {
	for i := 2; i < len(p) && p[1] == '['; i++ {
		switch {
		case p[i] == 'm':
			return true
		case p[i] != ';' && (p[i] < '0' || p[i] > '9'):
			return false
		}
	}
	return false
}
