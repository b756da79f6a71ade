package promise

import (
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// TimeBehind finds a time between a promise and the next, in the same clause.
func (f *Finder) TimeBehind(p phrase.Passage, x Promise, next int) (moment.Moment, bool) {
	for k := x.Amount.End; k < next && !p.Is(k, ";"); k++ {
		if p.Has(k, "so", "voi") {
			k = compared(p, k)
			continue
		}
		w, ok := moment.At(p, k)
		if !ok || w.Year == 0 || w.From > 0 {
			continue
		}
		if p.Is(k-1, "(") && !p.Is(w.End, ")", ",") {
			continue // how much it was then: đạt 90% (năm 2025: 84%)
		}
		if k == x.Amount.End && x.Amount.Unit.Name == "lần" && w.Word == "năm" {
			k = w.End - 1 // gấp 2 lần năm 2025
			continue
		}
		if p[k-1].Kind == text.Code || p.Is(k-1, ",") && p[max(0, k-2)].Kind == text.Code {
			k = w.End - 1 // the day of a document
			continue
		}
		if p.Is(k-1, ",") || next < len(p) && w.End == next || w.Word == "đến" && leadsOn(p, w.End, next) {
			return w, false
		}
		return w, true
	}
	return moment.Moment{}, false
}

// compared returns the last word of the year that a comparison at i names: so với năm 2020.
func compared(p phrase.Passage, i int) int {
	for k := i + 2; k < len(p) && k <= i+6 && !p.Is(k, ",", ";"); k++ {
		if w, ok := moment.At(p, k); ok {
			return w.End - 1
		}
	}
	return i + 1
}

// Finish finds the deadline of the whole sentence behind a promise: "; hoàn thành trong
// tháng 10/2024" at its end.
func (f *Finder) Finish(p phrase.Passage, x Promise) (moment.Moment, bool) {
	for k := x.Amount.End; k+2 < len(p); k++ {
		if !p.Is(k, ";", ",") || !p.Has(k+1, "hoan", "thanh") && !p.Has(k+1, "xong") {
			continue
		}
		for j := k + 2; j < len(p) && j <= k+4; j++ {
			if w, ok := moment.At(p, j); ok && w.Year > 0 && w.From == 0 {
				return w, true
			}
		}
	}
	return moment.Moment{}, false
}

// YearlyBehind reports "mỗi năm" in the clause behind a promise.
func (f *Finder) YearlyBehind(p phrase.Passage, x Promise, next int) bool {
	for k := x.Amount.End; k < next && !p.Is(k, ";", ","); k++ {
		if n, _ := f.said["yearly"].Match(p, k); n > 0 {
			return true
		}
	}
	return false
}

// leadsOn reports that the words up to the next promise belong to it: a time that opens it.
func leadsOn(p phrase.Passage, i, next int) bool {
	return next < len(p) && next-i <= 3
}

// isCompared reports a time that a comparison names: so với số giao năm 2015.
func isCompared(p phrase.Passage, i int) bool {
	for k := i - 2; k >= 0 && k >= i-6 && !p.Is(k+1, ",", ";"); k-- {
		if p.Has(k, "so", "voi") {
			return true
		}
	}
	return false
}

// maxGovern is how many words a time may stand before the number that it governs.
const maxGovern = 200

// TimeBefore finds the time that governs a number: the nearest one before it in the
// sentence; "hằng năm" in between makes the promise a yearly one.
func (f *Finder) TimeBefore(p phrase.Passage, i int) (w moment.Moment, yearly, ok bool) {
	for k := max(0, i-maxGovern); k < i; k++ {
		if n, _ := f.said["yearly"].Match(p, k); n > 0 {
			ok, yearly = false, true
			continue
		}
		if x, is := moment.At(p, k); is && x.End <= i && !isCompared(p, k) && governs(p, x) {
			w, ok, yearly = x, true, false
			k = x.End - 1
		}
	}
	return w, yearly, ok
}

// governs reports a year that opens what is promised by it, or a stage that opens its clause:
// giai đoạn 2026 - 2030, trồng 500 ha rừng.
func governs(p phrase.Passage, x moment.Moment) bool {
	if x.Year == 0 {
		return false
	}
	if x.From > 0 {
		return x.Start == clauseStart(p, x.Start) || p.Is(x.Start-1, "trong")
	}
	switch x.Word {
	case "đến", "trong", "vào", "năm", "trước", "tới":
		return true
	}
	return false
}
