// Package text holds the types that every stage shares: the scan as bytes, the
// restored words, and the spans and ranges that tie one to the other.
//
// Words are the only bridge between restored text and raw bytes: a Word holds the
// bytes of the scan it came from, and everything after restoration holds ranges of
// words, never offsets into restored text.
package text

import "strings"

// Span is a half-open range of bytes of the raw scan.
type Span struct{ Start, End int }

// Len returns the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Range is a half-open range of indices into Text.Words.
type Range struct{ Start, End int }

// Len returns the number of words in the range.
func (r Range) Len() int { return r.End - r.Start }

// Empty reports whether the range holds no word.
func (r Range) Empty() bool { return r.End <= r.Start }

// Ranges is a passage in logical order: pieces of the scan that belong together
// although page numbers, junk or a reordered page may stand between them.
type Ranges []Range

// Len returns the number of words in all the ranges.
func (rs Ranges) Len() int {
	n := 0
	for _, r := range rs {
		n += r.Len()
	}
	return n
}

// Kind says what a word is.
type Kind uint8

// The kinds of words.
const (
	Syllable Kind = iota // a syllable, acronym or foreign word
	Number               // digits with their signs and units: 13/6/2024, 30.000m2, 95-100%
	Code                 // a document number or part of one: 222-KH/TU, QĐ-UBND
	Punct                // punctuation, list marks
	Junk                 // marks that were never printed text
)

var kindNames = [...]string{"syllable", "number", "code", "punct", "junk"}

// String returns the name of the kind.
func (k Kind) String() string { return kindNames[k] }

// Alt is a runner-up reading of a word.
type Alt struct {
	Text string
	Sure float64 // posterior probability, 0..1
}

// Word is one restored token.
type Word struct {
	Raw   Span    // the bytes it came from; never empty
	Text  string  // NFC, restored; what the scan shows for Junk
	Sure  float64 // posterior probability of Text, 0..1
	Alts  []Alt   // runners-up, best first
	Line  int     // 0-based index of the scan line it stands on
	Kind  Kind
	Space bool // a space, or the start of a line, stands before it
}

// Text is a restored scan.
type Text struct {
	Source *Source
	Words  []Word
	Lines  []Range // the words of each line of the scan, one entry a line
}

// Raw returns the bytes of the scan that the span covers.
func (t *Text) Raw(s Span) string { return string(t.Source.Bytes[s.Start:s.End]) }

// Line returns the restored text of one line of the scan (0-based), without its junk.
func (t *Text) Line(i int) string { return t.String(t.Lines[i]) }

// String returns the restored words of a range as running text; junk is left out.
// Words of different lines are joined by a space.
func (t *Text) String(r Range) string { return t.Join(Ranges{r}) }

// Join returns the restored words of a passage as running text; junk is left out.
func (t *Text) Join(rs Ranges) string {
	var b strings.Builder
	for _, r := range rs {
		space := true
		for i := r.Start; i < r.End; i++ {
			w := &t.Words[i]
			space = space || w.Space
			if w.Kind == Junk {
				continue // a space before it still parts the words around it
			}
			if b.Len() > 0 && space {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
			space = false
		}
	}
	return b.String()
}

// Place is where a passage stands in the scan, as the YAML shows it.
type Place struct {
	Lines [2]int  // first and last line, 1-based and inclusive
	Bytes Span    // from the first byte to the last
	Sure  float64 // mean confidence of the words, 0..1
}

// Place returns the smallest stretch of the scan that holds the whole passage, in raw
// order. The passage must hold at least one word.
func (t *Text) Place(rs Ranges) Place {
	p := Place{Lines: [2]int{1 << 62, 0}, Bytes: Span{1 << 62, 0}}
	var sum float64
	var n int
	for _, r := range rs {
		for _, w := range t.Words[r.Start:r.End] {
			p.Lines[0] = min(p.Lines[0], w.Line+1)
			p.Lines[1] = max(p.Lines[1], w.Line+1)
			p.Bytes.Start = min(p.Bytes.Start, w.Raw.Start)
			p.Bytes.End = max(p.Bytes.End, w.Raw.End)
			if w.Kind != Junk {
				sum += w.Sure
				n++
			}
		}
	}
	if n > 0 {
		p.Sure = sum / float64(n)
	}
	return p
}
