package promise

import (
	"strings"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// maxChange is how many words may stand between the baseline of a change and its end.
const maxChange = 10

// baseline returns where "tăng từ 28%" begins when "lên 45%" follows; -1 for a number that
// is no baseline.
func (f *Finder) baseline(p phrase.Passage, a Amount) int {
	if !p.Is(a.Start-1, "từ") || a.To != "" && a.To != a.Value {
		return -1
	}
	for j := a.End; j < len(p) && j-a.End < maxChange && !p.Is(j, ";"); j++ {
		if !p.Is(j, "lên", "xuống", "thành", "còn") || p.Is(j-1, "trở") {
			continue
		}
		for k := j + 1; k < len(p) && k <= j+4; k++ {
			if p[k].Kind == text.Number && moment.Year(p[k].Text) == 0 {
				n, _ := f.wordBefore("reach", p, a.Start-1)
				return a.Start - 1 - n
			}
		}
	}
	return -1
}

// inner reports a number in the words that name a measure, whose own number follows: giảm số
// xã đạt dưới 5 tiêu chí còn dưới 60 xã.
func (f *Finder) inner(p phrase.Passage, a Amount) bool {
	if measures.Match(f.Strip(p[clauseStart(p, a.Start):a.Start]), 0) == 0 {
		return false
	}
	for j := a.End; j+1 < len(p) && j-a.End < maxChange && !p.Is(j, ",", ";", ".", "và"); j++ {
		if p.Is(j, "còn", "xuống", "lên", "đạt") && !p.Is(j-1, "trở") && f.beforeNumber(p, j+1) {
			return true
		}
	}
	return false
}

// maxAside is the length in words of the longest bracket that is looked for.
const maxAside = 20

// aside reports a number in brackets, where nothing says that it is a part of what stands before them.
func aside(p phrase.Passage, i int) bool {
	for k := i - 1; k >= 0 && i-k < maxAside && !p.Is(k, ")", ";"); k-- {
		if p.Is(k, "(") {
			return !within(p, k+1)
		}
	}
	return false
}

// perThousand reports the whole that a rate is of: 18 ca trên 1.000 phụ nữ.
func perThousand(p phrase.Passage, a, before Amount) bool {
	return a.Start == before.End+1 && p.Is(before.End, "trên") && strings.HasPrefix(a.Value, "1") && strings.Trim(a.Value[1:], "0") == "" && len(a.Value) > 2
}

// strives reports "phấn đấu" in the words before i: what follows are goals.
func strives(p phrase.Passage, i int) bool {
	for k := max(0, i-maxClause); k < i; k++ {
		if p.Has(k, "phan", "dau") {
			return true
		}
	}
	return false
}

// forbidden reports "không để" in the clause before i.
func forbidden(p phrase.Passage, i int) bool {
	for k := clauseStart(p, i); k < i; k++ {
		if p.Has(k, "khong", "de") {
			return true
		}
	}
	return false
}

// noneBelow reports that nothing is to lie below the bound at i: không có xã nào đạt dưới 60%.
func noneBelow(p phrase.Passage, i int) bool {
	for k := segmentStart(p, i); k < i; k++ {
		if p.Has(k, "khong", "co") || p.Has(k, "khong", "con") {
			return p.Is(i, "đạt", "dưới")
		}
	}
	return false
}

// condition reports a number that says how long, how old or how much money somebody gets,
// and is not reached. How soon something is done, is a promise where work is told of: trong vòng 24 giờ.
func (f *Finder) condition(p phrase.Passage, x *Promise, reach, bounded bool) bool {
	firm := reach && !p.Is(x.First, "trong", "với", "là", "từ", "trên")
	unit := x.Amount.Unit.Name
	switch {
	case unit == "tuổi":
		return !aboutAge(p[:x.First])
	case duration[unit]:
		return !firm && x.Relation != "range" && !(bounded && !p.Is(x.First, "từ") && (soon[unit] || f.measureAt(p, clauseStart(p, x.First), x.First) >= 0))
	case money(x.Amount.Unit):
		n, _ := f.wordBefore("grant", p, x.First)
		return n > 0
	}
	return false
}

// duration holds the units of time.
var duration = map[string]bool{"giờ": true, "phút": true, "ngày": true, "ngày làm việc": true, "tháng": true, "tuần": true, "năm": true}

// soon holds the units in which documents say how soon something is done.
var soon = map[string]bool{"giờ": true, "phút": true, "ngày": true, "ngày làm việc": true}

// aboutAge reports words that an age measures.
func aboutAge(p phrase.Passage) bool {
	for i := range p {
		if p.Has(i, "tuoi", "tho") || p.Has(i, "tuoi", "trung", "binh") || p.Has(i, "do", "tuoi") || p.Has(i, "tuoi", "doi") {
			return true
		}
	}
	return false
}

// past reports a word of the past within the clause before i.
func (f *Finder) past(p phrase.Passage, i int) bool {
	for k := i - 1; k >= 0 && i-k < 8 && !p.Is(k, ";", ",") && !p.Has(k, "phan", "dau"); k-- {
		if n, _ := f.said["past"].Match(p, k); n > 0 && !p.Is(k-1, "chứng") && !(p.Is(k, "mới") && f.unitBefore(p, k)) { // bằng cấp, chứng chỉ đạt ..., đảng viên mới đạt ...
			return true
		}
	}
	return false
}

// unitBefore reports a classifier right before i.
func (f *Finder) unitBefore(p phrase.Passage, i int) bool {
	for n := 1; n <= 3 && n <= i; n++ {
		if k, u := f.units.Match(p[:i], i-n); k == n && u.Count {
			return true
		}
	}
	return false
}
