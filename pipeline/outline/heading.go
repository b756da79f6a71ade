package outline

import (
	"strings"

	"vanban/pipeline/outline/kinds"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// The lengths of titles, in words.
const (
	longHeading = 60 // a heading has at most so many
	longHead    = 26 // what stands before a colon
	longClause  = 18 // the first clause of a paragraph, when nothing ends it
	shortClause = 6  // a comma ends it only after so many
)

// entitle takes the title from the first paragraph of a section: all of it when it is a
// heading, else its first clause.
func (p *paper) entitle(n *node) {
	if len(n.paras) == 0 || n.paras[0].bullet {
		return
	}
	g := &n.paras[0]
	first, rest := p.cut(g, p.titleEnd(g))
	for _, s := range first {
		n.sec.Title = append(n.sec.Title, p.Spans(s.lo, s.hi)...)
	}
	if n.sec.RunIn = len(rest) > 0; n.sec.RunIn {
		g.parts = rest
	} else {
		n.paras = n.paras[1:]
	}
}

// titleEnd returns how many words of a labelled paragraph are its title.
func (p *paper) titleEnd(g *paragraph) int {
	words := g.words()
	if n := p.colon(g); n > 0 && n < words {
		if words <= longHeading && p.stage(g, n) {
			return words
		}
		return n
	}
	sentence, clause, whole := 0, 0, 0
	var last string
	g.each(func(n, k int) bool {
		w := p.Word(k)
		last = w
		if n <= longClause && !p.Mark(k) && !digit(w) {
			whole = n // a cut here parts no number: 98 - 100%
		}
		if !p.Mark(k) || n == 0 {
			return true
		}
		switch w[0] {
		case ';':
			if clause == 0 && n >= 4 && p.pauses(k) {
				clause = n + 1
			}
		case ',':
			if clause == 0 && n >= shortClause && p.pauses(k) {
				clause = n + 1
			}
		case '.', ':':
			if len(w) == 1 && sentence == 0 && n > 1 && p.pauses(k) {
				sentence = n + 1
			}
		}
		return true
	})
	ended := last == "." || last == ";" || last == "," || strings.HasPrefix(last, "/")
	inside := sentence > 0 && sentence < words-1
	if words <= longHeading && !inside && (!ended || words <= 14) && (last != ":" || words <= longHead) {
		return words
	}
	if sentence > 0 && sentence <= longClause {
		return sentence
	}
	if clause > 0 && clause <= longClause {
		return clause
	}
	if words <= longClause || whole == 0 {
		return min(words, longClause)
	}
	return whole
}

// pauses reports whether a sign ends a clause: a space or the end of the line follows it, and
// after a full stop a capital. Specks on the page read as signs stand elsewhere too.
func (p *paper) pauses(k int) bool {
	if k+1 >= len(p.Index) {
		return true
	}
	return !p.touches(k) && !p.Glued(k+1) && (p.Word(k) != "." || !p.WordSmall(k+1))
}

// touches reports whether nothing stands in the scan between a word and the next one.
func (p *paper) touches(k int) bool {
	return p.T.Words[p.Index[k]].Raw.End == p.T.Words[p.Index[k+1]].Raw.Start
}

// colon returns how many words stand up to a colon that ends the head of a paragraph, or 0.
func (p *paper) colon(g *paragraph) int {
	at, depth := 0, 0
	g.each(func(n, k int) bool {
		if n >= longHead {
			return false
		}
		if !p.Mark(k) {
			return true
		}
		switch p.Word(k)[0] {
		case '(':
			depth++
		case ')':
			depth--
		case ';', '.':
			return depth > 0 || !p.pauses(k)
		case ':':
			if depth <= 0 && n > 0 && p.pauses(k) && p.touches(k-1) {
				at = n + 1
				return false
			}
		}
		return true
	})
	return at
}

// stage reports a paragraph that is a heading whose first words, up to a colon, only count it off: Đợt 1: Trong
// tháng 12. A sentence is no heading.
func (p *paper) stage(g *paragraph, colon int) bool {
	counted, open := false, true
	g.each(func(n, k int) bool {
		if n == colon-2 {
			counted = n <= maxStage && p.Kind(k) == text.Number
		}
		open = !p.Mark(k) || p.Word(k) == ")"
		return true
	})
	return counted && open
}

// maxStage is how many words name a stage before its number: Đợt, Giai đoạn.
const maxStage = 2

// kindFor decides what a section is about: by its title, else as the section it lies in.
func (p *paper) kindFor(n *node, inherited plan.SectionKind) plan.SectionKind {
	if n.level != nil && n.level.Style == numbering.Annexed {
		return plan.Appendix
	}
	if !n.sec.RunIn || n.sec.Title.Len() <= 10 {
		if k := kinds.Of(p.Folded(n.sec.Title), false); k != "" {
			return k
		}
	}
	switch {
	case n.level != nil && n.level.Style == numbering.Article && inherited != plan.Implementation && inherited != plan.Tasks:
		return plan.Article
	case inherited != "" && inherited != plan.Appendix:
		return inherited
	}
	return plan.Other
}
