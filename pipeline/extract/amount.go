package extract

import (
	"strings"

	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/quantity"
	"vanban/pipeline/plan"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// amount is a number with its unit in a passage.
type amount struct {
	start, number, end int // first word, word behind the number, word behind the unit
	value, to          string
	unit               unit
}

// notCounted stand before a number that counts nothing: a year, an article, a name.
var notCounted = phrase.NewSet("năm", "tháng", "ngày", "số", "điều", "khoản", "mục", "quý", "thứ", "lần", "giai đoạn", "khóa", "trang",
	"khu", "dự án", "loại", "cấp", "nhóm", "đường", "km", "top", "phụ lục", "chương", "phần", "quân khu", "thời kỳ", "nhiệm kỳ", "covid", "vùng")

// amountAt reads a number with a unit at word i, or two numbers that are a range.
func (r *reading) amountAt(p phrase.Passage, i int) (amount, bool) {
	if p[i].Kind != text.Number || i > 0 && notCounted.Match(p, i-1) > 0 || p.Is(i-1, "/") {
		return amount{}, false
	}
	q, ok := quantity.Parse(p[i].Text)
	if !ok {
		return amount{}, false
	}
	a := amount{start: i, number: i + 1, end: i + 1, value: q.Value, to: q.To}
	if q.To == "" {
		a.rangeEnd(p, &q)
	}
	return a, r.unitOf(p, &a, q.Unit)
}

// rangeEnd reads "24 - 48", "24 đến 48".
func (a *amount) rangeEnd(p phrase.Passage, q *quantity.Quantity) {
	i := a.number
	if i+1 >= len(p) || p[i+1].Kind != text.Number || !p.Is(i, "-", "–") && !(p.Is(i, "đến") && p.Is(a.start-1, "từ")) {
		return
	}
	second, ok := quantity.Parse(p[i+1].Text)
	if !ok || second.To != "" {
		return
	}
	a.to, a.number, a.end = second.Value, i+2, i+2
	if q.Unit == "" {
		q.Unit = second.Unit
	}
}

// unitOf finds the unit: glued to the number, or the words behind it.
func (r *reading) unitOf(p phrase.Passage, a *amount, glued string) bool {
	if glued != "" {
		n, u := r.units.Match(phrase.Passage{{Text: glued, Key: phraseKey(glued), Fold: syllable.Fold(phraseKey(glued))}}, 0)
		if n == 0 {
			return false
		}
		a.unit = u
	} else {
		n, u := r.units.Match(p, a.number)
		if n == 0 {
			return false
		}
		a.unit, a.end = u, a.number+n
	}
	r.per(p, a)
	return true
}

// perWords are what a rate is said of.
var perWords = phrase.NewSet("vạn dân", "dân", "người", "năm", "ha", "hộ", "ngày đêm", "ngày", "tháng", "giờ", "km2", "lao động", "giường", "vụ")

// slash closes up a rate that a line break or a bad scan parted.
var slash = strings.NewReplacer(" /", "/", "/ ", "/")

// per reads the "/1 vạn dân" of a rate.
func (r *reading) per(p phrase.Passage, a *amount) {
	for p.Is(a.end, "/") {
		j := a.end + 1
		if j < len(p) && p[j].Kind == text.Number {
			j++
		}
		n := perWords.Match(p, j)
		if n == 0 {
			return
		}
		from := a.number
		a.end = j + n
		name := slash.Replace(p[from:a.end].String())
		if name[0] == '/' {
			name = a.unit.name + name
		}
		a.unit = unit{name: name}
	}
}

// readAmounts lists the numbers with a unit of measure or money.
func (r *reading) readAmounts() {
	index := map[string]int{}
	for _, p := range r.passages() {
		for i := 0; i < len(p); i++ {
			a, ok := r.amountAt(p, i)
			if !ok || a.unit.count {
				continue
			}
			for _, value := range []string{a.value, a.to} {
				r.addAmount(index, plan.Amount{Value: value, Unit: a.unit.name}, p[a.start:a.end])
			}
			i = a.end - 1
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
