package restore

import (
	"math"

	"vanban/pipeline/channel"
	"vanban/pipeline/text"

	"golang.org/x/text/unicode/norm"
)

// edgeOf is an edge of a line.
type edgeOf uint8

// Edges at which junk stands; noEdge is inside the print.
const (
	left edgeOf = iota
	right
	noEdge
)

// longestRun is how many atoms a run of junk at the edge of a line holds at most.
const longestRun = 10

// mostlyJunk is the cost of half a line and more being junk, in nats: of the lines with any, one in
// ten or twenty.
const mostlyJunk = 2.5

// plan numbers the nodes of a line: one before each atom and after the last, one more at a gap, those
// where an atom may be cut, and those in runs of junk. What is in a run at the left has been junk from the start
// of the line; what is in one at the right will be junk to its end.
func (r *lineReader) plan() {
	n := len(r.atoms)
	r.cuts = make([][]int, n)
	r.runs = [2][]int32{make([]int32, n+1), make([]int32, n+1)}
	for i := range r.atoms {
		r.at = append(r.at, r.lastNode())
		r.cuts[i] = r.cutsOf(i)
		for range r.cuts[i] {
			r.newNode()
		}
		if i < longestRun {
			r.runs[left][i+1] = r.newNode()
		}
		if i >= n-longestRun {
			r.runs[right][i+1] = r.newNode()
		}
		r.end = append(r.end, r.newNode())
		if r.gap(i) {
			r.newNode()
		}
	}
}

// gap reports whether a word may be lost between an atom and the next: two spaces stand there.
func (r *lineReader) gap(i int) bool {
	return len(r.cfg.book.Around.Vanish) > 0 && i+1 < len(r.atoms) && r.raw(text.Span{Start: r.atoms[i].Span.End, End: r.atoms[i+1].Span.Start}) == "  "
}

// gaps adds the words that may be lost between atoms. Where OCR drops the signs that it does not
// know, the spaces around them stay.
func (r *lineReader) gaps() {
	words, none := r.cfg.book.Vanished(r.caps)
	for i := range r.atoms {
		if r.gap(i) {
			span := text.Span{Start: r.atoms[i].Span.End, End: r.atoms[i+1].Span.Start}
			r.add(r.end[i], arc{to: r.at[i+1], kind: asNone, cost: none})
			r.add(r.end[i], arc{to: r.at[i+1], kind: asWord, space: true, span: span, cands: words})
		}
	}
}

func (r *lineReader) lastNode() int32 { return int32(len(r.x.nodes) - 1) }

func (r *lineReader) newNode() int32 {
	r.x.nodes = append(r.x.nodes, node{})
	return r.lastNode()
}

// margins adds the readings that take the first or the last atoms of a line for junk. Marks do not
// count: they may stand anywhere.
func (r *lineReader) margins() {
	junk, n := &r.cfg.book.Around, len(r.atoms)
	more, end := cost(junk.More), cost(1-junk.More)
	begin := r.d.habits.margins(junk)
	before := 0 // atoms with letters or digits before the one at hand
	for i, a := range r.atoms {
		if a.Kind == text.Punct {
			for _, run := range r.runs {
				if run[i] > 0 && run[i+1] > 0 {
					r.add(run[i], arc{to: run[i+1], kind: asMark, space: a.Space, span: a.Span, text: r.raw(a.Span)})
				}
			}
		} else if r.settled[i] == nil && !r.firm(i) {
			token := r.d.r.w.junk*(junk.Cost(r.raw(a.Span))+r.likeWord(i)) + r.cfg.junk()
			for e, run := range r.runs {
				if run[i+1] == 0 {
					continue
				}
				if run[i] > 0 {
					r.add(run[i], arc{to: run[i+1], kind: asJunk, span: a.Span, cost: more + token, run: noEdge})
				}
				if edgeOf(e) == right || before == 0 {
					c := begin[e] + token
					if edgeOf(e) == right && 2*before <= r.said {
						c += mostlyJunk
					}
					r.add(r.at[i], arc{to: run[i+1], kind: asJunk, span: a.Span, cost: c, run: edgeOf(e)})
				}
			}
		}
		if a.Kind != text.Punct {
			before++
		}
		if i+1 < n && r.runs[left][i+1] > 0 {
			c := end
			if 2*before >= r.said {
				c += mostlyJunk
			}
			r.add(r.runs[left][i+1], arc{to: r.at[i+1], kind: asNone, cost: c})
		}
	}
	for _, run := range r.runs {
		if n > 0 && run[n] > 0 {
			r.add(run[n], arc{to: r.end[n-1], kind: asNone, cost: end})
		}
	}
}

// junk is what a token of junk costs besides: more in a document that is sound.
func (c lineConfig) junk() float32 {
	if c.damaged() || c.book.ASCII {
		return c.inexact
	}
	return 3 * c.inexact
}

// firm reports an atom that is never taken for junk: a list label, an acronym, a number alone on its
// line, which is the page's.
func (r *lineReader) firm(i int) bool {
	if r.atoms[i].Kind != text.Syllable {
		return r.pageNumber(i)
	}
	s := norm.NFC.String(r.raw(r.atoms[i].Span))
	_, roman := r.roman(i, s)
	return roman || r.label(i, s) || r.sacred(i, s)
}

// pageNumber reports a number alone on its line.
func (r *lineReader) pageNumber(i int) bool {
	return r.atoms[i].Kind == text.Number && r.said == 1
}

// likeWord is the cost, in nats, of taking for junk what may well be a word or a number.
func (r *lineReader) likeWord(i int) float32 {
	raw := r.raw(r.atoms[i].Span)
	switch {
	case r.atoms[i].Kind != text.Syllable:
		return r.d.r.w.edgeNumber
	case !r.d.odd(raw) && !loneLetter(raw):
		return r.d.r.w.edgeKnown
	}
	return 0
}

func cost(p float64) float32 { return float32(-math.Log(p)) }

// habits are what goes wrong in a scan beyond single letters. Scribbles and stamps run along many
// lines of a page, and other pages have none; where one space is lost, more are.
type habits struct {
	lines float64
	junk  [2]float64 // lines with junk at the left and right edge
	words float64
	lost  float64 // spaces lost before a word
}

// How many lines and words of the document weigh as much as all pages of the training.
const (
	linesTrust = 8
	wordsTrust = 100
)

// margins are the costs of beginning a run of junk at the left and right edge of a line, over
// those of none.
func (h *habits) margins(j *channel.Around) (c [2]float32) {
	for e, share := range [2]float64{j.Left, j.Right} {
		p := (h.junk[e] + linesTrust*share) / (h.lines + linesTrust)
		c[e] = float32(math.Log((1 - p) / p))
	}
	return c
}

// space is the cost of a lost space.
func (h *habits) space(e *channel.Ends) float32 {
	return cost((h.lost + wordsTrust*math.Exp(-float64(e.Lost))) / (h.words + wordsTrust))
}
