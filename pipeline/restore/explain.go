package restore

import (
	"math"
	"sort"

	"vanban/pipeline/text"
)

// Reading is one way to read a stretch, with what speaks for it. All scores are in nats.
type Reading struct {
	Text     string  // "" for junk
	Channel  float64 // cost of reading the letters of the scan for it
	LM       float64 // log-probability after the words before it
	Document float64 // what the rest of the document and the dictionary add to LM
	Sure     float64 // posterior probability, 0..1
}

// Explanation says why a stretch was read as it was.
type Explanation struct {
	Line     int       // 1-based
	Raw      string    // the letters of the scan
	Before   string    // the restored word before it
	Readings []Reading // best first, at most maxReadings
}

// maxReadings is how many readings an explanation shows.
const maxReadings = 12

// Explain restores the scan and returns, for each stretch whose letters are token, its readings.
func (r *Restorer) Explain(src *text.Source, token string) []Explanation {
	d := r.document(src)
	var out []Explanation
	d.twice(func(x *lattice, best, lo, hi, _, _ int) {
		post := d.dec.posteriors(lo, hi)
		before := ""
		for _, p := range d.path(best) {
			e := &d.dec.edges[p]
			a := &x.nodes[e.node].arcs[e.arc]
			if a.kind == asNone {
				continue
			}
			if d.raw(a.span) == token {
				out = append(out, Explanation{int(a.line) + 1, token, before, d.readings(x, e, post)})
			}
			if s := d.textOf(a, e); s != "" && a.kind != asMark {
				before = s
			}
		}
	})
	return out
}

// readings returns all readings of the stretch of an edge.
func (d *document) readings(x *lattice, chosen *edge, post []float64) []Reading {
	span := x.nodes[chosen.node].arcs[chosen.arc].span
	by := map[string]*Reading{}
	for i := range d.dec.edges {
		e := &d.dec.edges[i]
		a := &x.nodes[e.node].arcs[e.arc]
		if a.kind == asNone || a.span != span {
			continue
		}
		s := d.textOf(a, e)
		r := by[s]
		if r == nil {
			r = d.scores(a, e)
			by[s] = r
		}
		r.Sure += post[i]
	}
	var list []Reading
	for _, r := range by {
		r.Sure = min(r.Sure, 1)
		list = append(list, *r)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].Sure > list[j].Sure || list[i].Sure == list[j].Sure && list[i].Text < list[j].Text
	})
	return list[:min(len(list), maxReadings)]
}

// scores takes the weight of an edge apart.
func (d *document) scores(a *arc, e *edge) *Reading {
	r := &Reading{Text: d.textOf(a, e), Channel: float64(a.cost)}
	if a.kind == asMark || a.kind == asJunk {
		return r
	}
	w := a.word
	if a.kind == asWord {
		c := &a.cands[e.cand]
		w = d.r.lex.Known(c.Word)
		r.Channel += float64(a.channel(c, d.r.w.channel))
	}
	p, _ := d.r.lm.Score(d.dec.hyps[e.from].state, w)
	r.LM = float64(p)
	r.Document = e.weight + r.Channel - r.LM
	if math.Abs(r.Document) < 1e-6 {
		r.Document = 0
	}
	return r
}
