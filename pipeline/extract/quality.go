package extract

import (
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// grades are the largest shares of doubtful words for each grade.
var grades = []struct {
	doubtful float64
	grade    string
}{{0.005, "A"}, {0.03, "B"}, {0.08, "C"}, {0.2, "D"}}

// quality sums up the restoration.
func quality(t *text.Text) plan.Quality {
	var q plan.Quality
	changed, doubtful := 0, 0
	for i := range t.Words {
		w := &t.Words[i]
		switch w.Kind {
		case text.Junk:
			q.Junk++
			continue
		case text.Punct:
			continue
		}
		q.Words++
		if t.Raw(w.Raw) != w.Text {
			changed++
		}
		if w.Sure < 0.5 {
			doubtful++
		}
	}
	q.Grade = "E"
	if q.Words == 0 {
		return q
	}
	q.Changed = share(changed, q.Words)
	q.Doubtful = share(doubtful, q.Words)
	for _, g := range grades {
		if q.Doubtful <= g.doubtful {
			q.Grade = g.grade
			break
		}
	}
	return q
}

// share returns a part of a whole to four decimals.
func share(n, of int) float64 { return float64((n*10000+of/2)/of) / 10000 }
