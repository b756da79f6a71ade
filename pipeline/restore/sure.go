package restore

import (
	"slices"
	"sort"

	"vanban/pipeline/candidate"
	"vanban/pipeline/ngram"
	"vanban/pipeline/text"
)

// sure are the words that the first pass has no doubt of, in the order of the scan. The second
// pass takes them as read and spends its time on the others.
type sure []sureWord

type sureWord struct {
	span       text.Span
	cand       candidate.Candidate
	others     []candidate.Candidate // what else may stand there, and the word itself
	last, next ngram.Word            // the words before and after it
}

// A word is settled from this posterior probability on, if its letters cost less than that by the
// channel, in nats: a word far from what was read may still give way to one that the document has
// elsewhere.
const (
	noDoubt    = 1 - 1e-5
	likelyRead = 4
)

// learn adds the settled words on the best way through a lattice.
func (s *sure) learn(d *document, x *lattice, best int, post []float64) {
	before := len(*s)
	for _, p := range d.path(best) {
		e := &d.dec.edges[p]
		a := &x.nodes[e.node].arcs[e.arc]
		if a.kind != asWord && a.kind != asIs {
			continue
		}
		if n := len(*s); n > before {
			(*s)[n-1].next = d.dec.hyps[e.to].state.Last()
			before = n
		}
		if a.kind == asWord && !a.cut && post[p] >= noDoubt && a.cands[e.cand].Cost < likelyRead {
			others := a.cands[:min(len(a.cands), d.dec.most)]
			*s = append(*s, sureWord{a.span, a.cands[e.cand], others, d.dec.hyps[e.from].state.Last(), 0})
		}
	}
}

// enough is how often the document must have a pair of words for it to raise a doubt.
const enough = 0.5

// doubt takes the words out that the document gives a reason to doubt: with another one it has the
// pair elsewhere.
func (s *sure) doubt(m *memory) {
	*s = slices.DeleteFunc(*s, func(w sureWord) bool {
		return slices.ContainsFunc(w.others, func(c candidate.Candidate) bool {
			return c.Word != w.cand.Word && int(c.Word) < len(m.words) && m.words[c.Word] > 0 &&
				(m.pairs[pairKey(w.last, c.Word)] >= enough || m.pairs[pairKey(c.Word, w.next)] >= enough)
		})
	})
}

// within returns the settled words of a stretch.
func (s sure) within(span text.Span) sure {
	lo := sort.Search(len(s), func(i int) bool { return s[i].span.Start >= span.Start })
	hi := lo + sort.Search(len(s)-lo, func(i int) bool { return s[lo+i].span.Start >= span.End })
	return s[lo:hi]
}

// settle finds the atoms of the line that are settled words.
func (r *lineReader) settle() {
	r.settled = make([]*candidate.Candidate, len(r.atoms))
	list := r.d.sure.within(r.d.src.Lines[r.line])
	for i, a := range r.atoms {
		for len(list) > 0 && list[0].span.Start < a.Span.Start {
			list = list[1:]
		}
		if len(list) > 0 && list[0].span == a.Span {
			r.settled[i] = &list[0].cand
		}
	}
}
