// Package phrase matches tables of phrases against restored words. A phrase matches by its
// folded letters (no marks, lower case), so that a tone that restoration got wrong does not
// hide it; enough of its syllables must also match with their marks, so that "sở" is not "số".
package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Word is a word of a passage with the forms under which it is matched.
type Word struct {
	At    int // index into text.Text.Words
	Text  string
	Key   string // lower case, one tone style
	Fold  string // lower case, no marks
	Kind  text.Kind
	Line  int  // 0-based line of the scan
	Space bool // a space stands before it
}

// Cap reports a word that begins with a capital letter.
func (w *Word) Cap() bool {
	r, _ := utf8.DecodeRuneInString(w.Text)
	return unicode.IsUpper(r)
}

// Upper reports a word of two or more letters, all capitals.
func (w *Word) Upper() bool {
	return utf8.RuneCountInString(w.Text) > 1 && strings.ToUpper(w.Text) == w.Text && w.Cap()
}

// Letters reports a word that is a syllable, an acronym or a foreign word.
func (w *Word) Letters() bool { return w.Kind == text.Syllable || w.Kind == text.Code }

// Passage is running text: the words of one passage in logical order, without junk.
type Passage []Word

// Reader makes passages of one text; the forms of a word are computed once.
type Reader struct {
	text  *text.Text
	forms map[string][2]string // text -> key, fold
}

// NewReader returns a reader of t.
func NewReader(t *text.Text) *Reader { return &Reader{t, map[string][2]string{}} }

// Passage returns the words of the ranges, without junk and without the marks that OCR
// strews over a page. Ranges outside the text are cut.
func (r *Reader) Passage(rs text.Ranges) Passage {
	p := make(Passage, 0, rs.Len())
	for _, x := range rs {
		for i := max(x.Start, 0); i < min(x.End, len(r.text.Words)); i++ {
			w := &r.text.Words[i]
			if w.Kind == text.Junk {
				continue
			}
			key, fold := r.form(w.Text)
			p = append(p, Word{i, w.Text, key, fold, w.Kind, w.Line, w.Space || i == x.Start})
		}
	}
	return p.clean()
}

func (r *Reader) form(s string) (key, fold string) {
	f, ok := r.forms[s]
	if !ok {
		key := syllable.Key(s)
		f = [2]string{key, syllable.Fold(key)}
		r.forms[s] = f
	}
	return f[0], f[1]
}

// clean leaves out marks that cannot have been printed where they stand.
func (p Passage) clean() Passage {
	out := p[:0]
	dropped := false
	for i := range p {
		w := p[i]
		if strings.Trim(w.Text, strays) == "" || w.Kind == text.Punct && w.stray(out, p[i+1:]) {
			dropped = true
			continue
		}
		w.Space = w.Space || dropped && w.Kind != text.Punct
		dropped = false
		out = append(out, w)
	}
	return out
}

// strays are signs that documents do not print as words of their own.
const strays = "ˆ^'’‘`´~|_‹›«»„¨¬=\\°"

// stray reports a mark that OCR made: a full stop or a question mark inside a sentence, a
// mark behind another, a hyphen between words that are not joined.
func (w *Word) stray(before, after Passage) bool {
	if len(before) == 0 {
		return false
	}
	last := &before[len(before)-1]
	ends := strings.Trim(last.Text, ".:;,") == ""
	goesOn := len(after) > 0 && after[0].Kind == text.Syllable && !after[0].Cap()
	switch w.Text {
	case "?":
		return len(after) > 0 // documents ask nothing
	case ".":
		return goesOn || ends || opensTime[last.Key] && len(after) > 0 && after[0].Kind == text.Number
	case ":", ";", ",":
		return ends || w.Space && (goesOn || w.Line != last.Line)
	case "-":
		return goesOn && !ends && (w.Line != last.Line || w.joins(last, &after[0]))
	}
	return false
}

// opensTime are words that a number follows without a mark.
var opensTime = map[string]bool{"năm": true, "tháng": true, "ngày": true, "số": true, "quý": true}

// joins reports a hyphen that joins two small words closely. Documents print that only in
// "kinh tế-xã hội" and the like.
func (w *Word) joins(last, next *Word) bool {
	return !w.Space && !next.Space && last.Kind == text.Syllable && !last.Cap() && next.Fold != "xa"
}

// Place returns where the passage stands in the scan; the zero place for an empty one.
func (r *Reader) Place(p Passage) text.Place {
	if len(p) == 0 {
		return text.Place{}
	}
	return r.text.Place(p.Ranges())
}

// Ranges returns the words of the passage as ranges, neighbours joined.
func (p Passage) Ranges() text.Ranges {
	var rs text.Ranges
	for _, w := range p {
		if n := len(rs); n > 0 && rs[n-1].End == w.At {
			rs[n-1].End++
		} else {
			rs = append(rs, text.Range{Start: w.At, End: w.At + 1})
		}
	}
	return rs
}

// String returns the passage as running text.
func (p Passage) String() string {
	var b strings.Builder
	for i, w := range p {
		if i > 0 && w.Space {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// Is reports whether word i is one of the given marks or keys; false outside the passage.
func (p Passage) Is(i int, keys ...string) bool {
	if i < 0 || i >= len(p) {
		return false
	}
	for _, k := range keys {
		if p[i].Key == k {
			return true
		}
	}
	return false
}

// Has reports whether the words from i on have these folded forms.
func (p Passage) Has(i int, folds ...string) bool {
	if i < 0 || i+len(folds) > len(p) {
		return false
	}
	for k, f := range folds {
		if p[i+k].Fold != f {
			return false
		}
	}
	return true
}

// Trim returns the passage without punctuation at its ends; brackets and quotes stay.
func (p Passage) Trim() Passage {
	p = p.TrimLeft()
	for len(p) > 0 && outer(p[len(p)-1].Text) {
		p = p[:len(p)-1]
	}
	return p
}

// TrimLeft returns the passage without punctuation at its beginning.
func (p Passage) TrimLeft() Passage {
	for len(p) > 0 && outer(p[0].Text) {
		p = p[1:]
	}
	return p
}

func outer(s string) bool { return strings.Trim(s, ".,;:-–—+*•/\\_|") == "" }

// Sentence returns the end of the sentence that holds word i: after its full stop, or the
// end of the passage. A full stop ends a sentence when a capital or a number follows.
func (p Passage) Sentence(i int) int {
	for ; i < len(p); i++ {
		if p.stop(i) {
			return i + 1
		}
	}
	return len(p)
}

func (p Passage) stop(i int) bool {
	switch p[i].Text {
	case "!", "?", "./":
		return true
	case ".":
		return i+1 == len(p) || p[i+1].Space && (p[i+1].Cap() || p[i+1].Kind != text.Syllable)
	}
	return false
}

// Sentences returns the sentences of the passage, in order, nothing left out.
func (p Passage) Sentences() []Passage {
	var out []Passage
	for len(p) > 0 {
		n := p.Sentence(0)
		out = append(out, p[:n])
		p = p[n:]
	}
	return out
}
