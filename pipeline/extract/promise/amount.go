package promise

import (
	"strconv"
	"strings"

	"vanban/pipeline/extract/moment"
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
	// Either says that the word may be a measure or a classifier: 5 điểm, 5 điểm du lịch.
	Either bool
}

// notCounted stand before a number that counts nothing: a year, an article, a name.
var notCounted = phrase.NewSet("năm", "tháng", "ngày", "số", "điều", "khoản", "mục", "quý", "thứ", "lần", "giai đoạn", "khóa", "trang",
	"khu", "dự án", "loại", "cấp", "nhóm", "đường", "km", "top", "phụ lục", "chương", "phần", "quân khu", "thời kỳ", "nhiệm kỳ", "covid", "vùng", "mô hình", "hạng", "bước", "tầng", "mức độ", "tết", "giải", "bậc")

// Amount reads a number with a unit at word i, or two numbers that are a range.
func (f *Finder) Amount(p phrase.Passage, i int) (Amount, bool) {
	if v := numerals[p[i].Key]; v != "" && i > 0 && !p[i].Cap() {
		n, u := f.units.Match(p, i+1)
		u.Count, u.Either = u.Count || u.Either, false
		return Amount{Start: i, Number: i + 1, End: i + 1 + n, Value: v, Unit: u}, u.Count && notCounted.Match(p, i-1) == 0
	}
	if p[i].Kind != text.Number || i > 0 && notCounted.Match(p, i-1) > 0 && !p.Has(i-2, "nang", "cap") && !p.Has(i-2, "nang", "hang") && !p.Has(i-2, "xep", "hang") || p.Is(i-1, "/") || decimals(p, i) {
		return Amount{}, false
	}
	s, end := number(p, i)
	a := Amount{Start: i, Number: end, End: end}
	q, ok := quantity.Parse(s)
	if !ok {
		return f.share(p, a)
	}
	a.Value, a.To = q.Value, q.To
	if q.To == "" {
		a.rangeEnd(p, &q)
	}
	if !f.unitOf(p, &a, q.Unit) {
		return a, false
	}
	if v, ok := quantity.Thousands(s); ok && (a.Unit.Count || strings.HasSuffix(v, "000")) {
		a.Value = v
	}
	return a, true
}

// numerals are the numbers that documents write in words before a few things; "một" says "a", and
// "năm" is the year.
var numerals = map[string]string{"hai": "2", "ba": "3", "bốn": "4", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9", "mười": "10"}

// number returns the number at word i, its decimals joined to it, and the word behind it.
func number(p phrase.Passage, i int) (string, int) {
	if i+2 < len(p) && decimals(p, i+2) {
		return p[i].Text + p[i+1].Text + p[i+2].Text, i + 3
	}
	return p[i].Text, i + 1
}

// decimals reports that word i is what stands behind the comma of a number that was parted: 9,5%/năm.
func decimals(p phrase.Passage, i int) bool {
	return i >= 2 && p[i].Kind == text.Number && p[i-2].Kind == text.Number && p.Is(i-1, ",", ".") && !p[i].Space && !p[i-1].Space
}

// share reads "22/54 xã": so many of the things that a classifier counts.
func (f *Finder) share(p phrase.Passage, a Amount) (Amount, bool) {
	part, whole, ok := strings.Cut(p[a.Start].Text, "/")
	x, y := quantity.Decimal(part), quantity.Decimal(whole)
	if !ok || x == "" || y == "" || len(x) > len(y) || strings.Contains(x+y, ".") {
		return a, false
	}
	a.Value = x
	return a, f.unitOf(p, &a, "") && a.Unit.Count
}

// rangeEnd reads "24 - 48", "24 đến 48", and two numbers between which a scan lost the dash.
func (a *Amount) rangeEnd(p phrase.Passage, q *quantity.Quantity) {
	i := a.Number
	dash := p.Is(i, "-", "–") || p.Is(i, "đến")
	if dash {
		i++
	}
	if i >= len(p) || p[i].Kind != text.Number {
		return
	}
	s, end := number(p, i)
	second, ok := quantity.Parse(s)
	if !ok || second.To != "" || !p.Is(i-1, "-", "–") && !(dash && p.Is(a.Start-1, "từ")) && !(q.Unit == "" && grows(a.Value, second.Value, dash)) {
		return
	}
	a.To, a.Number, a.End = second.Value, end, end
	if q.Unit == "" {
		q.Unit = second.Unit
	}
}

// grows reports two numbers that can be the ends of a range: the second is larger, and where
// nothing is between them, not twice as large, and neither a year.
func grows(first, second string, told bool) bool {
	x, err1 := strconv.ParseFloat(first, 64)
	y, err2 := strconv.ParseFloat(second, 64)
	return err1 == nil && err2 == nil && x < y && (told || y < 2*x && x >= 10) && moment.Year(first) == 0 && moment.Year(second) == 0
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
		n, u := f.unitAt(p, a.Number)
		a.Unit, a.End = u, a.Number+n
		if u.Either && !f.closed(p, a.End) {
			a.Unit.Count = true
		}
		a.Unit.Either = false
		if end := rateUnit(p, a.Number, a.End); end > a.End {
			a.End, a.Unit.Name = end, p[a.Number:end].String()
		}
		if a.Unit.Name == "" {
			return false
		}
	}
	f.per(p, a)
	return true
}

// unitAt reads the unit at word i, a power of ten before it: nghìn tấn, vạn lượt khách.
func (f *Finder) unitAt(p phrase.Passage, i int) (words int, u Unit) {
	n, u := f.units.Match(p, i)
	if k := powers.Match(p, i); k > 0 {
		if m, v := f.units.Match(p, i+k); m > 0 && k+m > n {
			v.Name = p[i:i+k].String() + " " + v.Name
			return k + m, v
		}
	}
	return n, u
}

// powers are the powers of ten that may stand before a unit.
var powers = phrase.NewSet("nghìn", "ngàn", "vạn", "triệu", "tỷ", "nghìn tỷ", "ngàn tỷ")

// maxRateUnit is the length in words of the longest thing that a rate counts.
const maxRateUnit = 4

// rateUnit returns the end of the thing counted in "2,0 dược sĩ đại học/vạn dân", before
// its slash; end where no rate stands.
func rateUnit(p phrase.Passage, number, end int) int {
	for j := end; j < len(p) && j-number <= maxRateUnit; j++ {
		if p.Is(j, "/") && j > number && (perWords.Match(p, j+1) > 0 || j+1 < len(p) && p[j+1].Kind == text.Number && perWords.Match(p, j+2) > 0) {
			return j
		}
		if !p[j].Letters() {
			break
		}
	}
	return end
}

// perWords are what a rate is said of.
var perWords = phrase.NewSet("vạn dân", "dân", "người", "năm", "ha", "hộ", "ngày đêm", "ngày", "tháng", "giờ", "km2", "lao động", "giường", "vụ", "trẻ", "ngàn dân", "nghìn dân", "1.000 dân", "thôn", "xã", "căn", "hộ/năm", "lượt", "quý", "tuần", "kỳ", "học kỳ", "nhiệm kỳ", "đầu người", "mùa", "phút", "ca", "trẻ đẻ sống", "bé gái", "trẻ em gái")

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
		if m, _ := f.units.Match(p, j); m > n {
			n = m
		}
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
