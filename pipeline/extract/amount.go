package extract

import (
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
)

// readAmounts lists the numbers with a unit of measure or money.
func (r *reading) readAmounts() {
	index := map[string]int{}
	for _, p := range r.passages() {
		for i := 0; i < len(p); i++ {
			a, ok := r.promise.Amount(p, i)
			if !ok || a.Unit.Count {
				continue
			}
			for _, value := range []string{a.Value, a.To} {
				r.addAmount(index, plan.Amount{Value: value, Unit: a.Unit.Name}, p[a.Start:a.End])
			}
			i = a.End - 1
		}
	}
}

// addAmount adds a mention of an amount; both ends of a range are amounts.
func (r *reading) addAmount(index map[string]int, x plan.Amount, words phrase.Passage) {
	if x.Value == "" {
		return
	}
	x.Text = words.String()
	k := x.Value + " " + x.Text
	n, seen := index[k]
	if !seen {
		n = len(r.doc.Entities.Amounts)
		index[k] = n
		r.doc.Entities.Amounts = append(r.doc.Entities.Amounts, x)
	}
	r.doc.Entities.Amounts[n].Mentions = append(r.doc.Entities.Amounts[n].Mentions, r.at(words))
}
