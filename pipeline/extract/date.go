package extract

import (
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
)

// due returns the deadline that a time states.
func due(w moment.Moment, p phrase.Passage) *plan.Due {
	d := &plan.Due{Text: p[w.Start:w.End].String()}
	switch {
	case w.Date != "":
		d.Date = w.Date
	case w.Month != "":
		d.Month = w.Month
	case w.Quarter != "":
		d.Quarter = w.Quarter
	default:
		d.Year = w.Year
	}
	return d
}

// readDates lists every date and year that the document names.
func (r *reading) readDates() {
	index := map[string]int{}
	for _, p := range r.everything() {
		for i := 0; i < len(p); i++ {
			w, ok := moment.At(p, i)
			if !ok || w.ISO() == "" {
				continue
			}
			if p.Is(i-2, "tầm") && p.Is(i-1, "nhìn") {
				w.Start -= 2
			}
			words := p[w.Start:w.End]
			k := w.ISO() + " " + phraseKey(words.String())
			n, seen := index[k]
			if !seen {
				n = len(r.doc.Entities.Dates)
				index[k] = n
				r.doc.Entities.Dates = append(r.doc.Entities.Dates, plan.Date{Date: w.ISO(), Text: words.String()})
			}
			d := &r.doc.Entities.Dates[n]
			d.Mentions = append(d.Mentions, r.at(words))
			i = w.End - 1
		}
	}
}
