package outline

import (
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/text"
)

// readRules decides which rules of form the paper follows, by its motto, the form of its
// number, and the way its signer's capacity is written.
func (p *paper) readRules() {
	votes := map[string]int{}
	for _, f := range formats() {
		if p.showsMotto(p.out.Head.Motto, f.motto) {
			votes[f.rules] += 3
		}
		if dash, ok := p.numberForm(); ok && dash == f.dash {
			votes[f.rules] += 2
		}
		for _, s := range p.out.Foot.Signers {
			if len(s.Capacity) > 0 && p.slashed(s.Capacity[0]) == f.slash {
				votes[f.rules]++
			}
		}
	}
	if votes["party"] > votes["state"] {
		p.out.Rules = "party"
	}
}

// showsMotto reports whether a block holds a motto.
func (p *paper) showsMotto(rs text.Ranges, phrase string) bool {
	s := p.folded(rs)
	return len(s) > 0 && (letters.Distance(s, phrase, len(phrase)/4) <= len(phrase)/4 || len(s) > len(phrase) && contains(s, phrase[:min(len(phrase), 16)]))
}

// numberForm reports whether the first sign inside the number of the document is a dash.
func (p *paper) numberForm() (dash, ok bool) {
	for _, r := range p.out.Head.Number {
		for _, w := range p.t.Words[r.Start:r.End] {
			if w.Kind != text.Code {
				continue
			}
			for _, c := range w.Text {
				if c == '-' || c == '/' {
					return c == '-', true
				}
			}
		}
	}
	return false, false
}

// slashed reports whether a capacity is written T/M rather than TM.
func (p *paper) slashed(r text.Range) bool {
	for _, w := range p.t.Words[r.Start:min(r.End, r.Start+2)] {
		for _, c := range w.Text {
			if c == '/' {
				return true
			}
		}
	}
	return false
}
