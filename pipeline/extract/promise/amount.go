package promise

import (
	"strings"

	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/quantity"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Amount is a number with its unit in a passage.
type Amount struct {
	Start, Number, End int    // first word, word behind the number, word behind the unit
	Value, To          string // decimals; To is the end of a range
	Unit               Unit
}

// Unit is what a number counts or measures.
type Unit struct {
	Name  string // as the YAML gives it
	Count bool   // a classifier of things
}

// notCounted stand before a number that counts nothing: a year, an article, a name.
var notCounted = phrase.NewSet("năm", "tháng", "ngày", "số", "điều", "khoản", "mục", "quý", "thứ", "lần", "giai đoạn", "khóa", "trang",
	"khu", "dự án", "loại", "cấp", "nhóm", "đường", "km", "top", "phụ lục", "chương", "phần", "quân khu", "thời kỳ", "nhiệm kỳ", "covid", "vùng")

// Amount reads a number with a unit at word i, or two numbers that are a range.
func (f *Finder) Amount(p phrase.Passage, i int) (Amount, bool) {
	if p[i].Kind != text.Number || i > 0 && notCounted.Match(p, i-1) > 0 || p.Is(i-1, "/") {
		return Amount{}, false
	}
	q, ok := quantity.Parse(p[i].Text)
	if !ok {
		return Amount{}, false
	}
	a := Amount{Start: i, Number: i + 1, End: i + 1, Value: q.Value, To: q.To}
	if q.To == "" {
		a.rangeEnd(p, &q)
	}
	return a, f.unitOf(p, &a, q.Unit)
}

// rangeEnd reads "24 - 48", "24 đến 48".
func (a *Amount) rangeEnd(p phrase.Passage, q *quantity.Quantity) {
	i := a.Number
	if i+1 >= len(p) || p[i+1].Kind != text.Number || !p.Is(i, "-", "–") && !(p.Is(i, "đến") && p.Is(a.Start-1, "từ")) {
		return
	}
	second, ok := quantity.Parse(p[i+1].Text)
	if !ok || second.To != "" {
		return
	}
	a.To, a.Number, a.End = second.Value, i+2, i+2
	if q.Unit == "" {
		q.Unit = second.Unit
	}
}

// unitOf finds the unit: glued to the number, or the words behind it.
func (f *Finder) unitOf(p phrase.Passage, a *Amount, glued string) bool {
	if glued != "" {
		n, u := f.units.Match(phrase.Passage{{Text: glued, Key: syllable.Key(glued), Fold: syllable.Fold(syllable.Key(glued))}}, 0)
		if n == 0 {
			return false
		}
		a.Unit = u
	} else {
		n, u := f.units.Match(p, a.Number)
		if n == 0 {
			return false
		}
		a.Unit, a.End = u, a.Number+n
	}
	f.per(p, a)
	return true
}

// perWords are what a rate is said of.
var perWords = phrase.NewSet("vạn dân", "dân", "người", "năm", "ha", "hộ", "ngày đêm", "ngày", "tháng", "giờ", "km2", "lao động", "giường", "vụ")

// slash closes up a rate that a line break or a bad scan parted.
var slash = strings.NewReplacer(" /", "/", "/ ", "/")

// per reads the "/1 vạn dân" of a rate.
func (f *Finder) per(p phrase.Passage, a *Amount) {
	for p.Is(a.End, "/") {
		j := a.End + 1
		if j < len(p) && p[j].Kind == text.Number {
			j++
		}
		n := perWords.Match(p, j)
		if n == 0 {
			return
		}
		from := a.Number
		a.End = j + n
		name := slash.Replace(p[from:a.End].String())
		if name[0] == '/' {
			name = a.Unit.Name + name
		}
		a.Unit = Unit{Name: name}
	}
}
