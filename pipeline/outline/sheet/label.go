package sheet

import (
	"unicode/utf8"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// viewSize is how many words of a line are looked at for a label: enough for the label and to see
// whether capitals follow.
const viewSize = 14

// Readings returns what the beginning of a line may be as a label. It is read from the raw
// scan, since restoration knows words and not labels, and from the restored words where the
// scan is doubtful.
func (p *Sheet) Readings(l *Line) []numbering.Reading {
	rs := p.RawView(l).Readings()
	for _, r := range rs {
		if r.Cost < 0.5 {
			return rs
		}
	}
	junk := p.leadingJunk(l)
	for _, r := range p.View(l.Lo, l.Hi).Readings() {
		r.Cost += junk
		rs = append(rs, r)
	}
	return rs
}

// leadingJunk returns what it costs to believe that a line begins where its first sound word
// stands, past words that restoration took for dirt.
func (p *Sheet) leadingJunk(l *Line) float32 {
	var cost float32
	for i := p.T.Lines[l.N].Start; i < p.Index[l.Lo]; i++ {
		if len(letters.Fold(p.T.Raw(p.T.Words[i].Raw))) > 3 {
			cost++
		}
	}
	return min(cost, 2)
}

// RawView returns the beginning of a line as it stands in the scan, junk included. It is valid
// until the next call.
func (p *Sheet) RawView(l *Line) *numbering.View {
	v := &p.scratch[0]
	v.Reset()
	at := l.Lo
	for i := p.T.Lines[l.N].Start; i < p.T.Lines[l.N].End && v.Len() < viewSize; i++ {
		for at < l.Hi && p.Index[at] < i {
			at++
		}
		w := &p.T.Words[i]
		raw := p.T.Raw(w.Raw)
		v.Add(raw, numbering.KindOf(raw), !w.Space, at)
	}
	end := l.Hi
	if n := v.Len(); n == viewSize {
		end = min(v.Position(n-1)+1, l.Hi)
	}
	v.Close(end)
	return v
}

// View returns some restored words. It is valid until the next call.
func (p *Sheet) View(lo, hi int) *numbering.View {
	v := &p.scratch[1]
	v.Reset()
	for k := lo; k < hi && v.Len() < viewSize; k++ {
		v.Add(p.Word(k), p.Kind(k), p.Glued(k), k)
	}
	v.Close(lo + v.Len())
	return v
}

// Labelled reports whether a line begins with a label that is plain to read.
func (p *Sheet) Labelled(l *Line) bool {
	for _, r := range p.RawView(l).Readings() {
		if r.Cost < 0.7 {
			return true
		}
	}
	return false
}

// Bullet is the mark of a list entry at the beginning of a line.
type Bullet struct {
	Ok   bool
	End  int  // position after the mark
	Plus bool // the mark is a plus, which stands for a finer list than a dash
}

// BulletAt finds the mark of a list entry in the raw scan, past some dirt. A small letter after
// the dash continues a sentence (kinh tế / - xã hội) unless the line above has closed one.
func (p *Sheet) BulletAt(l *Line) Bullet {
	v := p.RawView(l)
	printed := 0
	for k := 0; k < 6 && k+1 < v.Len() && (v.Mark(k) || utf8.RuneCountInString(v.Word(k)) <= 3); k++ {
		w := v.Word(k + 1)
		if !v.Mark(k) && v.Position(k) != v.Position(k+1) && Syllable(v.Fold(k)) {
			if printed++; printed > 1 {
				return Bullet{} // words that were printed, no dirt
			}
		}
		if !v.Mark(k) || v.Mark(k+1) || !numbering.IsDash(v.Word(k)) && !(underline(v.Word(k)) && letters.Capital(w)) {
			continue
		}
		if k > 0 && l.I > 0 && letters.Capital(v.Word(0)) && !p.Closes(&p.Lines[l.I-1]) && p.Full(&p.Lines[l.I-1], l) && !p.Blank(l) {
			return Bullet{} // the sentence above goes on
		}
		if letters.Capital(w) || v.Kind(k+1) != text.Syllable || l.I == 0 || p.Closes(&p.Lines[l.I-1]) {
			return Bullet{true, v.Position(k + 1), v.Word(k) == "+"}
		}
	}
	return Bullet{}
}

// underline reports whether a sign is a dash that sank to the foot of the line.
func underline(w string) bool { return w == "_" || w == "__" }

// Bulleted reports whether a line begins with the mark of a list entry.
func (p *Sheet) Bulleted(l *Line) bool { return p.BulletAt(l).Ok }
