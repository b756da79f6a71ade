package extract

import (
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
)

// annexed reports a section of an annex that is no document of its own.
func (s *section) annexed() bool {
	for x := s; x != nil; x = x.parent {
		if x.Kind == plan.Appendix && !x.promulgated() && !x.amidWork() {
			return true
		}
	}
	return false
}

// minWork is the number of words that the work of a row of a table has at least.
const minWork = 3

// told reports a verb right before word i, of which a body is the object: báo cáo Bộ Công an.
func (r *reading) told(p phrase.Passage, i int) bool {
	for n := 1; n <= 3 && n <= i; n++ {
		if k, class := r.grammar.Verb(p[:i], i-n); k == n && class == "act" {
			return true
		}
	}
	return false
}

// row reads a row of a table of tasks that lost its rulings: the work, who leads, who
// helps, and until when. It reports false for other text.
func (r *reading) row(p phrase.Passage, t *plan.Task) bool {
	for i := minWork; i < len(p); i++ {
		if !p[i].Cap() || p.Is(i-1, ",", "với", "của", "và") || r.told(p, i) {
			continue
		}
		leads, end := r.grammar.Lists(p, i)
		if len(leads) == 0 {
			continue
		}
		helpers, next := r.grammar.Lists(p, end)
		if len(helpers) > 0 {
			end = next
		}
		w, timed := moment.At(p, end)
		if !timed {
			w, timed = moment.Day(p, end)
		}
		if timed {
			end = w.End
		}
		if len(p[end:].Trim()) > 0 {
			continue
		}
		t.Lead, t.With = bodies(p, leads), bodies(p, helpers)
		if timed && w.Year > 0 {
			t.Due = due(w, p)
		}
		return true
	}
	return false
}
