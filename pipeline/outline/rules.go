package outline

import (
	"strings"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/text"
)

// format is a set of rules of form, as the authorities issue them from time to time.
type format struct {
	rules string // "party" or "state"
	motto string
	dash  bool // the number is joined to the type code by a dash: 182-KH/TU
	slash bool // the capacity is written with a slash: T/M
}

var formats = sync.OnceValue(func() []format {
	var all []format
	for _, row := range dictionaries.Table("formats", 7) {
		all = append(all, format{row[0], letters.Fold(row[4]), strings.HasPrefix(row[5], "N-"), strings.Contains(row[6], "/")})
	}
	return all
})

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
	if votes["party"]+votes["state"] == 0 || len(p.out.Head.Motto) > 0 && p.showsMotto(p.out.Head.Motto, freedom) {
		votes["state"] += 3 // only State papers have the second line of the motto
	}
	votes[p.issuerRules()] += 2
	if votes["party"] > votes["state"] {
		p.out.Rules = "party"
	}
}

// issuerRules returns the rules that the name of the issuing body tells: committees of the Party
// are called ủy, those of the State are councils, committees, ministries and offices.
func (p *paper) issuerRules() string {
	s := p.Folded(p.out.Head.Parent) + p.Folded(p.out.Head.Issuer)
	for _, w := range []string{"dangbo", "danguy", "banchaphanh", "banthuongvu", "tinhuy", "thanhuy", "huyenuy", "bochinhtri"} {
		if strings.Contains(s, w) {
			return "party"
		}
	}
	for _, w := range []string{"nhandan", "ubnd", "hdnd", "chinhphu", "quochoi"} {
		if strings.Contains(s, w) {
			return "state"
		}
	}
	return ""
}

// showsMotto reports whether a block holds a motto.
func (p *paper) showsMotto(rs text.Ranges, phrase string) bool {
	s := p.Folded(rs)
	return len(s) > 0 && (letters.Distance(s, phrase, len(phrase)/4) <= len(phrase)/4 || len(s) > len(phrase) && letters.Contains(s, phrase[:min(len(phrase), 16)]))
}

// numberForm reports whether the first sign inside the number of the document is a dash.
func (p *paper) numberForm() (dash, ok bool) {
	for _, r := range p.out.Head.Number {
		for _, w := range p.T.Words[r.Start:r.End] {
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
	for _, w := range p.T.Words[r.Start:min(r.End, r.Start+2)] {
		for _, c := range w.Text {
			if c == '/' {
				return true
			}
		}
	}
	return false
}
