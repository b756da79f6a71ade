package outline

import (
	"unicode/utf8"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// viewSize is how many words of a line are looked at for a label: enough for the label and to see
// whether capitals follow.
const viewSize = 14

// readings returns what the beginning of a line may be as a label. It is read from the raw
// scan, since restoration knows words and not labels, and from the restored words where the
// scan is doubtful.
func (p *paper) readings(l *line) []numbering.Reading {
	rs := p.rawView(l).Readings()
	for _, r := range rs {
		if r.Cost < 0.5 {
			return rs
		}
	}
	junk := p.leadingJunk(l)
	for _, r := range p.view(l.lo, l.hi).Readings() {
		r.Cost += junk
		rs = append(rs, r)
	}
	return rs
}

// leadingJunk returns what it costs to believe that a line begins where its first sound word
// stands, past words that restoration took for dirt.
func (p *paper) leadingJunk(l *line) float32 {
	var cost float32
	for i := p.t.Lines[l.n].Start; i < p.index[l.lo]; i++ {
		if len(letters.Fold(p.t.Raw(p.t.Words[i].Raw))) > 3 {
			cost++
		}
	}
	return min(cost, 2)
}

// rawView returns the beginning of a line as it stands in the scan, junk included. It is valid
// until the next call.
func (p *paper) rawView(l *line) *numbering.View {
	v := &p.scratch[0]
	v.Reset()
	at := l.lo
	for i := p.t.Lines[l.n].Start; i < p.t.Lines[l.n].End && v.Len() < viewSize; i++ {
		for at < l.hi && p.index[at] < i {
			at++
		}
		w := &p.t.Words[i]
		raw := p.t.Raw(w.Raw)
		v.Add(raw, numbering.KindOf(raw), !w.Space, at)
	}
	end := l.hi
	if n := v.Len(); n == viewSize {
		end = min(v.Position(n-1)+1, l.hi)
	}
	v.Close(end)
	return v
}

// view returns some restored words. It is valid until the next call.
func (p *paper) view(lo, hi int) *numbering.View {
	v := &p.scratch[1]
	v.Reset()
	for k := lo; k < hi && v.Len() < viewSize; k++ {
		v.Add(p.word(k), p.kind(k), p.glued(k), k)
	}
	v.Close(lo + v.Len())
	return v
}

// labelled reports whether a line begins with a label that is plain to read.
func (p *paper) labelled(l *line) bool {
	for _, r := range p.rawView(l).Readings() {
		if r.Cost < 0.7 {
			return true
		}
	}
	return false
}

// bullet is the mark of a list entry at the beginning of a line.
type bullet struct {
	ok   bool
	end  int  // position after the mark
	plus bool // the mark is a plus, which stands for a finer list than a dash
}

// bulletAt finds the mark of a list entry in the raw scan, past some dirt. A small letter after
// the dash continues a sentence (kinh tế / - xã hội) unless the line above has closed one.
func (p *paper) bulletAt(l *line) bullet {
	v := p.rawView(l)
	printed := 0
	for k := 0; k < 6 && k+1 < v.Len() && (v.Mark(k) || utf8.RuneCountInString(v.Word(k)) <= 3); k++ {
		w := v.Word(k + 1)
		if !v.Mark(k) && v.Position(k) != v.Position(k+1) && syllable(v.Fold(k)) {
			if printed++; printed > 1 {
				return bullet{} // words that were printed, no dirt
			}
		}
		if !v.Mark(k) || v.Mark(k+1) || !numbering.IsDash(v.Word(k)) && !(underline(v.Word(k)) && letters.Capital(w)) {
			continue
		}
		if k > 0 && l.i > 0 && letters.Capital(v.Word(0)) && !p.closes(&p.lines[l.i-1]) && p.full(&p.lines[l.i-1], l) && !p.blank(l) {
			return bullet{} // the sentence above goes on
		}
		if letters.Capital(w) || v.Kind(k+1) != text.Syllable || l.i == 0 || p.closes(&p.lines[l.i-1]) {
			return bullet{true, v.Position(k + 1), v.Word(k) == "+"}
		}
	}
	return bullet{}
}

// underline reports whether a sign is a dash that sank to the foot of the line.
func underline(w string) bool { return w == "_" || w == "__" }

// bulleted reports whether a line begins with the mark of a list entry.
func (p *paper) bulleted(l *line) bool { return p.bulletAt(l).ok }
