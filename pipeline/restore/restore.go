// Package restore turns a scan into the words that were printed: a noisy-channel decoder with a
// channel model of OCR (package channel), the words that may stand behind what was read (package
// candidate), a 4-gram language model (package ngram) and a beam search over a lattice of readings.
package restore

import (
	"vanban/pipeline/candidate"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// weights are the parameters of the decoder, in nats unless said otherwise. They were chosen on
// development pages.
type weights struct {
	channel    float32 // factor on channel costs
	lineStart  float32 // a sentence begins at the start of a line without a mark before it
	goOn       float32 // a sentence goes on across a mark that ends sentences
	digit      float32 // each digit of a number that may be letters
	digitWord  float32 // digits read for letters
	letterMark float32 // a sign that is often a letter misread is meant
	strayMark  float32 // a sign that is none of print is a speck inside a word, no letter
	numeral    float32 // letters read for digits
	keep       float32 // leaving an unknown word as it stands
	keepLetter float32 // and for each of its letters
	junk       float32 // factor on the costs of junk at the edges of a line
	edgeNumber float32 // such junk is a number or a code
	edgeKnown  float32 // such junk is a word, marks aside
	junkPart   float32 // the first letters of a token at the edge were never printed
	junkMid    float32 // a stretch inside a line was never printed
	junkLetter float32 // and for each of its letters
	junkNumber float32 // and if it is a number or a code
	junkKnown  float32 // and if it is a word, marks aside
	splitWorth float32 // a token explained at a higher cost may be cut
	doubt      float64 // how readily a change is believed in sound text, 0..1
}

var defaults = weights{
	channel: 0.93, lineStart: 2, goOn: 1,
	digit: 1.5, digitWord: 1, numeral: 7, letterMark: 7, strayMark: 3, keep: 9.5, keepLetter: 0.9,
	junk: 0.75, edgeNumber: 5, edgeKnown: 1, junkPart: 7, junkMid: 13, junkLetter: 1.2, junkNumber: 6, junkKnown: 5, splitWorth: 4, doubt: 30,
}

// Restorer restores scans. It is safe for concurrent use.
type Restorer struct {
	lm     *ngram.Model
	lex    *candidate.Lexicon
	books  *candidate.Books
	folded map[string]bool // spellings of the vocabulary without marks
	w      weights
	seeds  []seed                         // pairs of words that phrases make likely
	fixed  map[string]candidate.Candidate // readings that the user's dictionary gives
}

// New returns a restorer over a language model, a channel model and the candidates of frequent
// tokens in the form that mkdict writes. Without candidates (empty) it is as good but slower on a
// first scan.
//
// The dictionary, nil for none, holds words and readings of the user's own.
func New(lm, channels, candidates []byte, own *Dictionary) (*Restorer, error) {
	m, err := ngram.Open(lm)
	if err != nil {
		return nil, err
	}
	r := &Restorer{lm: m, w: defaults}
	r.learnWords(own)
	if r.books, err = candidate.NewBooks(r.lex, channels, candidates); err != nil {
		return nil, err
	}
	r.folded = make(map[string]bool, m.Len())
	for w := ngram.First; int(w) < r.lex.Len(); w++ {
		r.folded[syllable.Fold(r.lex.Spelling(w))] = true
	}
	return r, nil
}

// document is the work on one scan.
type document struct {
	r      *Restorer
	src    *text.Source
	config []lineConfig
	search *candidate.Search
	dec    *decoder
	out    *text.Text
	labels labels // of lists, up to the line that is read
	habits habits // of the scan, as the first pass found them
	sure   sure   // what the first pass has no doubt of
}

// chunkNodes is the size at which a lattice is decoded, at the next line's end.
const chunkNodes = 600

// Restore returns the words of a scan. Every byte that is not white space lies in the span of
// some word or between the spans of two pieces of one; lines keep their places.
//
// A first pass reads the document, a second one knows what the first has read.
func (r *Restorer) Restore(src *text.Source) *text.Text {
	d := r.document(src)
	d.twice(func(x *lattice, best, lo, hi, first, end int) {
		d.emit(x, best, d.dec.posteriors(lo, hi), first, end)
	})
	return d.out
}

// twice makes both passes and calls f with what the second reads, as pass does.
func (d *document) twice(f func(x *lattice, best, lo, hi, first, end int)) {
	mem := newMemory(d.r.lm.Len(), d.r.seeds)
	first, full := firstWidth, fullWidth
	if d.sound() {
		first, full = soundFirst, soundFull
	}
	d.dec.mem, d.dec.width = newMemory(d.r.lm.Len(), d.r.seeds), first
	var h habits
	var s sure
	d.pass(func(x *lattice, best, lo, hi, first, end int) {
		h.lines += float64(end - first)
		post := d.dec.posteriors(lo, hi)
		d.learn(mem, &h, x, best, post)
		s.learn(d, x, best, post)
	})
	s.doubt(mem)
	d.habits, d.sure = h, s
	if mem.total >= leastTotal {
		d.dec.mem = mem
	}
	d.dec.width = full
	d.pass(f)
}

// pass decodes the document a few lines at a time and calls f with each decoded lattice, its best
// last hypothesis, the range of the last hypotheses and the lines it holds.
func (d *document) pass(f func(x *lattice, best, lo, hi, first, end int)) {
	state := d.r.lm.Start()
	d.labels = labels{}
	for line := 0; line < len(d.src.Lines); {
		x := &lattice{nodes: make([]node, 1)}
		first := line
		for line < len(d.src.Lines) && len(x.nodes) < chunkNodes {
			d.readLine(x, line)
			line++
		}
		lo, hi := d.dec.run(x, state)
		best := lo
		for i := lo; i < hi; i++ {
			if d.dec.hyps[i].score > d.dec.hyps[best].score {
				best = i
			}
		}
		f(x, best, lo, hi, first, line)
		state = d.dec.hyps[best].state
	}
}

// learn remembers the words on the best way through a lattice, and what the scan's habits are.
func (d *document) learn(m *memory, h *habits, x *lattice, best int, post []float64) {
	for _, p := range d.path(best) {
		e := &d.dec.edges[p]
		switch a := &x.nodes[e.node].arcs[e.arc]; {
		case a.kind == asWord:
			m.add(a.span.Start, d.dec.hyps[e.from].state.Last(), a.cands[e.cand].Word, float32(min(post[p], 1)))
			h.words++
			if a.cut {
				h.lost += min(post[p], 1)
			}
		case a.kind == asJunk && a.run != noEdge:
			h.junk[a.run] += min(post[p], 1)
		}
	}
}

// document prepares the work on a scan.
func (r *Restorer) document(src *text.Source) *document {
	d := &document{
		r: r, src: src,
		search: &candidate.Search{},
		dec:    &decoder{lex: r.lex, lm: r.lm, w: &r.w},
		out:    &text.Text{Source: src, Lines: make([]text.Range, len(src.Lines))},
	}
	d.configure()
	return d
}

// candidates returns the words that may stand behind a stretch; part: of a token.
func (d *document) candidates(raw string, cfg lineConfig, caps, part bool) []candidate.Candidate {
	if c, ok := d.r.fixed[raw]; ok {
		return []candidate.Candidate{c}
	}
	return d.search.Find(raw, cfg.book, caps, part)
}

// What the first pass looks at, and the second where the first was in doubt.
var (
	firstWidth = width{most: 20, beam: 20, span: 8.5}
	fullWidth  = width{most: candidate.Most, beam: 20, span: 8.5}
	// Where letters are sound and only marks are lost there are few ways to go wrong.
	soundFirst = width{most: 20, beam: 8, span: 7, exact: true}
	soundFull  = width{most: candidate.Most, beam: 8, span: 7}
)
