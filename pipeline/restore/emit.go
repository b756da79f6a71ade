package restore

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/candidate"
	"vanban/pipeline/channel"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// maxAlts is how many runners-up a word keeps, and leastAlt the least probability of one.
const (
	maxAlts  = 4
	leastAlt = 0.01
)

// reading is a word with the probability of its edges.
type reading struct {
	text string
	prob float64
}

// emit appends the words on the best way through a lattice of the lines first to end.
func (d *document) emit(x *lattice, best int, post []float64, first, end int) {
	path := d.path(best)
	at := make(map[text.Span]int, len(path)) // index into path of the edge that reads a stretch
	for i, p := range path {
		e := &d.dec.edges[p]
		if a := &x.nodes[e.node].arcs[e.arc]; a.kind != asNone {
			at[a.span] = i
		}
	}
	readings := make([][]reading, len(path))
	for i := range d.dec.edges {
		if post[i] < 1e-4 {
			continue
		}
		e := &d.dec.edges[i]
		a := &x.nodes[e.node].arcs[e.arc]
		if k, ok := at[a.span]; ok && a.kind != asNone {
			readings[k] = addReading(readings[k], d.textOf(a, e), post[i])
		}
	}
	start := len(d.out.Words)
	for i, p := range path {
		e := &d.dec.edges[p]
		if a := &x.nodes[e.node].arcs[e.arc]; a.kind != asNone {
			d.out.Words = append(d.out.Words, d.word(a, e, readings[i]))
		}
	}
	d.assign(start, first, end)
}

// path returns the edges of the best way, first to last.
func (d *document) path(best int) []int32 {
	var p []int32
	for e := d.dec.hyps[best].best; e >= 0; e = d.dec.hyps[d.dec.edges[e].from].best {
		p = append(p, e)
	}
	for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
		p[i], p[j] = p[j], p[i]
	}
	return p
}

func addReading(list []reading, s string, p float64) []reading {
	for i := range list {
		if list[i].text == s {
			list[i].prob += p
			return list
		}
	}
	return append(list, reading{s, p})
}

// textOf returns how an edge reads its stretch; "" for junk.
func (d *document) textOf(a *arc, e *edge) string {
	switch a.kind {
	case asWord:
		c := &a.cands[e.cand]
		return d.spell(c, d.raw(a.span))
	case asJunk:
		return ""
	}
	return a.text
}

func (d *document) raw(s text.Span) string { return string(d.src.Bytes[s.Start:s.End]) }

// spell writes a candidate in the case of the print.
func (d *document) spell(c *candidate.Candidate, raw string) string {
	s := d.r.lex.Spelling(c.Word)
	if mixedCase(raw) && strings.EqualFold(syllable.Fold(raw), syllable.Fold(s)) && !syllable.Valid(s) {
		return likeRaw(s, raw)
	}
	switch c.Mode {
	case channel.Title:
		r, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(r)) + s[n:]
	case channel.Upper:
		return strings.ToUpper(s)
	}
	return s
}

// mixedCase reports a capital after the first letter in a word that is not all capitals: TTg.
func mixedCase(s string) bool {
	return strings.ToUpper(s) != s && strings.IndexFunc(s[min(1, len(s)):], unicode.IsUpper) >= 0
}

// likeRaw writes s in the case of raw, letter by letter.
func likeRaw(s, raw string) string {
	r, o := []rune(raw), []rune(s)
	for i := range o {
		if i < len(r) && unicode.IsUpper(r[i]) {
			o[i] = unicode.ToUpper(o[i])
		}
	}
	return string(o)
}

func (d *document) word(a *arc, e *edge, list []reading) text.Word {
	w := text.Word{Raw: a.span, Line: int(a.line), Space: a.space, Text: d.textOf(a, e)}
	switch a.kind {
	case asIs:
		w.Kind = a.as
	case asMark:
		w.Kind = text.Punct
	case asJunk:
		w.Kind, w.Text = text.Junk, d.raw(a.span)
	}
	chosen := w.Text
	if w.Kind == text.Junk {
		chosen = ""
	}
	sort.SliceStable(list, func(i, j int) bool {
		return list[i].prob > list[j].prob || list[i].prob == list[j].prob && list[i].text < list[j].text
	})
	for _, r := range list {
		switch {
		case r.text == chosen:
			w.Sure = min(r.prob, 1)
		case r.text != "" && r.prob >= leastAlt && len(w.Alts) < maxAlts:
			w.Alts = append(w.Alts, text.Alt{Text: r.text, Sure: r.prob})
		}
	}
	if d.config[a.line].damaged() {
		calibrate(&w)
	}
	return w
}

// The decoder is surer than it should be: channel and language model count the same evidence
// twice. Of the words given p, the share calibrate writes was right on development pages (logistic
// calibration, Platt 1999).
const (
	plattSlope = 0.66
	plattShift = 0.1
)

// calibrate corrects the probabilities of a word and its runners-up.
func calibrate(w *text.Word) {
	p := min(max(w.Sure, 1e-4), 1-1e-4)
	sure := 1 / (1 + math.Exp(-(plattSlope*math.Log(p/(1-p)) + plattShift)))
	for i := range w.Alts {
		w.Alts[i].Sure *= (1 - sure) / (1 - p)
	}
	w.Sure = sure
}

// strayMarks are no punctuation of administrative print.
const strayMarks = `\|•^~*{}<>=_@#§©®°¢£¥«»¬` + "`"

// dashes are read for the dash of a list.
const dashes = "~–—−=»«"

// assign sets which words stand on which line, and settles the marks at the edges of lines.
func (d *document) assign(start, first, end int) {
	i := start
	for line := first; line < end; line++ {
		lo := i
		for i < len(d.out.Words) && d.out.Words[i].Line == line {
			i++
		}
		d.out.Lines[line] = text.Range{Start: lo, End: i}
		settleMarks(d.out.Words[lo:i])
		if d.config[line].damaged() {
			space(d.out.Words[lo:i])
		}
	}
}

// settleMarks takes a mark for a list's dash where it stands alone at the start of a line, and for
// junk where no print has it.
func settleMarks(line []text.Word) {
	words, stray := 0, 0
	for i := range line {
		w := &line[i]
		switch {
		case w.Kind == text.Junk:
			stray++
		case w.Kind != text.Punct:
			words++
		case i == 0 && i+1 < len(line) && line[i+1].Space && line[i+1].Kind != text.Junk && strings.Contains(dashes, w.Text):
			w.Text = "-"
		case strings.Trim(w.Text, strayMarks) == "":
			w.Kind = text.Junk
			stray++
		}
	}
	if stray > 0 && words == 0 {
		spoil(line)
	} else if stray > 0 {
		spoilMargin(line)
	}
}

// spoil takes every mark of a stretch for junk.
func spoil(line []text.Word) {
	for i := range line {
		if line[i].Kind == text.Punct {
			line[i].Kind = text.Junk
		}
	}
}

// spoilMargin takes the marks glued to junk before the first word of a line for junk.
func spoilMargin(line []text.Word) {
	junk := false
	for i := range line {
		switch {
		case i > 0 && line[i].Space:
			return
		case line[i].Kind == text.Junk:
			junk = true
		case line[i].Kind != text.Punct:
			if junk {
				spoil(line[:i])
			}
			return
		}
	}
}

// space puts back the spaces that OCR lost around marks: after a mark glued between two words (quy
// định.của), after the bracket of a list label (b)căn), before an opening bracket. A label such as
// "1.Mục" stays as it stands. A mark between a number and a small letter (95.triệu) or a word and a
// number (Điều-1) is a speck. Two marks in a row are one and a speck (nghệ;.tập, 3..Thành, b)-Xây), but
// dots inside a line may be a form's (ngày..tháng).
func space(line []text.Word) {
	for i := 1; i+1 < len(line); i++ {
		w, prev, next := &line[i], &line[i-1], &line[i+1]
		if w.Space || prev.Kind != text.Syllable && prev.Kind != text.Number || w.Kind != text.Punct && w.Kind != text.Junk {
			continue
		}
		if i+2 < len(line) && twoMarks(line[i:i+3]) {
			line[i+2].Space = true
		}
		if w.Text == ".." && (i == 1 || prev.Kind == text.Number) {
			next.Space = true
		}
		switch {
		case prev.Kind == text.Number:
			if i > 1 && w.Text == "." && next.Kind == text.Syllable && lowered(next.Text) {
				next.Space = true
			}
		case w.Kind == text.Junk:
			next.Space = true
		case w.Text == "(":
			w.Space = true
		case w.Text == "-" && next.Kind != text.Syllable && next.Kind != text.Punct && lowered(prev.Text):
			next.Space = true
		case next.Kind == text.Punct || next.Kind == text.Junk || next.Space:
		case w.Text == ")", strings.Contains(".,;:", w.Text) && (lowered(prev.Text) || raised(prev.Text) && raised(next.Text)):
			next.Space = true
		}
	}
}

// twoMarks reports two marks of a sentence glued to each other and to a word.
func twoMarks(l []text.Word) bool {
	mark := func(w text.Word) bool { return w.Kind == text.Punct && strings.Contains(".,;:-", w.Text) }
	return (mark(l[0]) || l[0].Text == ")") && mark(l[1]) && l[2].Kind == text.Syllable && !l[1].Space && !l[2].Space
}

// raised reports a word in capitals that is no abbreviation.
func raised(s string) bool {
	return utf8.RuneCountInString(s) > 1 && strings.ToUpper(s) == s && syllable.Valid(s)
}

// lowered reports a word of at least two letters that ends in a lower-case one; an abbreviation
// before a full stop (TP.HCM) mostly does not.
func lowered(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return utf8.RuneCountInString(s) > 1 && unicode.IsLower(r) && syllable.Valid(s)
}
