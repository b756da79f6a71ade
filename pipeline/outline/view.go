package outline

import (
	"strings"

	"vanban/pipeline/text"
)

// viewSize is how many words of a line a view holds: enough for a label and to see whether
// capitals follow.
const viewSize = 14

// view is the beginning of a line in which a label is looked for: as scanned or as restored.
type view struct {
	words []string
	kinds []text.Kind
	tight []bool // no space before it
	at    []int  // position in the paper of the word or of the next one that is not junk
}

func (v *view) len() int             { return len(v.words) }
func (v *view) word(k int) string    { return v.words[k] }
func (v *view) kind(k int) text.Kind { return v.kinds[k] }
func (v *view) glued(k int) bool     { return v.tight[k] }
func (v *view) fold(k int) string    { return fold(v.words[k]) }
func (v *view) mark(k int) bool      { return v.kinds[k] == text.Punct }

func (v *view) reset() {
	v.words, v.kinds, v.tight, v.at = v.words[:0], v.kinds[:0], v.tight[:0], v.at[:0]
}

func (v *view) add(w string, kind text.Kind, tight bool, at int) {
	v.words, v.kinds = append(v.words, w), append(v.kinds, kind)
	v.tight, v.at = append(v.tight, tight), append(v.at, at)
}

// rawView returns the beginning of a line as it stands in the scan, junk included. It is valid
// until the next call.
func (p *paper) rawView(l *line) *view {
	v := &p.scratch[0]
	v.reset()
	at := l.lo
	for i := p.t.Lines[l.n].Start; i < p.t.Lines[l.n].End && v.len() < viewSize; i++ {
		for at < l.hi && p.index[at] < i {
			at++
		}
		w := &p.t.Words[i]
		raw := p.t.Raw(w.Raw)
		v.add(raw, rawKind(raw), !w.Space, at)
	}
	v.at = append(v.at, l.hi)
	if n := v.len(); n > 0 && n == viewSize {
		v.at[n] = min(v.at[n-1]+1, l.hi)
	}
	return v
}

// view returns some restored words. It is valid until the next call.
func (p *paper) view(lo, hi int) *view {
	v := &p.scratch[1]
	v.reset()
	for k := lo; k < hi && v.len() < viewSize; k++ {
		v.add(p.word(k), p.kind(k), p.glued(k), k)
	}
	v.at = append(v.at, lo+v.len())
	return v
}

// rawKind tells the kind of a word of the scan by its signs.
func rawKind(w string) text.Kind {
	letters, digits := 0, 0
	for _, r := range fold(w) {
		if r <= '9' {
			digits++
		} else {
			letters++
		}
	}
	switch {
	case letters == 0 && digits == 0:
		return text.Punct
	case letters == 0, digits > 0 && letters == 1 && w[0] >= '0' && w[0] <= '9':
		return text.Number
	case strings.ContainsAny(w, "-/"):
		return text.Code
	}
	return text.Syllable
}

// inCapitals reports whether the words from k on are set in capitals.
func (v *view) inCapitals(k int) bool {
	up, low := 0, 0
	for ; k < v.len(); k++ {
		u, l := cases(v.word(k))
		up, low = up+u, low+l
	}
	return up >= 2 && up*10 >= (up+low)*7
}

// joined returns the folded forms of some words without space between them.
func (v *view) joined(k, end int) string {
	var b []byte
	for ; k < end; k++ {
		b = append(b, v.fold(k)...)
	}
	return string(b)
}
