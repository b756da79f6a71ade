package promise

import (
	"slices"
	"strings"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// complete gives an indicator that only says where or of whom the words of the one before it:
// tỷ lệ thu gom chất thải ở đô thị đạt 98%, ở nông thôn đạt 85%.
func (x *Promise) complete(before phrase.Passage) {
	n := where.Match(x.Indicator, 0)
	if n == 0 || len(before) == 0 || where.Match(before, 0) > 0 {
		return
	}
	for i := len(before) - 1; i > 0; i-- {
		if before[i].Key == x.Indicator[0].Key {
			before = before[:i]
			break
		}
	}
	x.Indicator = append(before[:len(before):len(before)], x.Indicator...)
}

// where are words that begin what is said of a place or a body.
var where = phrase.NewSet("ở", "của", "đối với", "tại")

// subject finds the words before the verb that the number is said of; where there are none
// the promise counts what stands behind it. prev is where the promise before it ends.
func (f *Finder) subject(p phrase.Passage, x *Promise, prev int) {
	if !x.before {
		return
	}
	x.From = min(f.indicatorStart(p, prev, x.verb), x.verb)
	if x.size && prev == 0 {
		x.From = segmentStart(p, x.From)
	}
	x.Indicator = withoutModal(f.Strip(p[x.From:x.verb]))
	if i := x.From - 1; p.Is(i, ";") && len(x.Indicator) > 0 && len(x.Indicator) <= maxPiece && f.measured(p[segmentStart(p, i):i]) {
		x.From = segmentStart(p, i) // what OCR read for a comma of a row
		x.Indicator = withoutModal(f.Strip(p[x.From:x.verb]))
	}
	if n, rel := f.wordBefore("bound", x.Indicator, len(x.Indicator)); n > 0 && n < len(x.Indicator) && rel != "" && x.Relation == "eq" {
		x.Relation, x.Indicator = rel, x.Indicator[:len(x.Indicator)-n] // ít nhất vào năm 2025 đạt 40%
	}
	if i := x.From - 1; len(x.Indicator) == 0 && p.Is(i, ":") {
		x.From = segmentStart(p, i) // Tỷ lệ hộ nghèo: năm 2025 còn 3%
		x.Indicator = f.Strip(p[x.From:i])
		x.before = len(x.Indicator) > 0
		return
	}
	if j := x.verb; strings.HasPrefix(x.Amount.Unit.Name, "%/") && len(x.Indicator) > 0 && p.Is(j, "tăng", "giảm") {
		for j < x.Amount.Start && p.Is(j, "tăng", "giảm", "bình", "trung", "quân") {
			j++
		}
		x.Indicator = f.Strip(p[x.From:j]) // a rate of change, not of what changes
	}
	x.before = x.size && len(x.Indicator) > 0 || len(f.Strip(p[lastComma(p, x.From, x.verb):x.verb])) > 0
}

// maxPiece is the length in words of the longest last member of a row that a wrong mark parts from it.
const maxPiece = 3

// measured reports the words of a measure without its number.
func (f *Finder) measured(p phrase.Passage) bool {
	return measures.Match(f.Strip(p), 0) > 0 && !slices.ContainsFunc(p, func(w phrase.Word) bool { return w.Kind == text.Number })
}

// modal are words between a subject and its verb that say nothing of either.
var modal = phrase.NewSet("phấn đấu", "dự kiến", "ước", "sẽ", "phải", "cần", "là", "và", "được", "tức", "dự báo", "cũng")

// withoutModal cuts modal words and a time from the end of a subject.
func withoutModal(p phrase.Passage) phrase.Passage {
	for n := len(p); n > 1; {
		for k := max(1, n-maxStage); k < n; k++ {
			if w, ok := moment.At(p, k); ok && w.End == n && !p.Is(k-1, "ít") {
				n = k
			}
		}
		switch {
		case modal.Match(p, n-1) == 1:
			n--
		case n > 2 && modal.Match(p, n-2) == 2:
			n -= 2
		default:
			return p[:n]
		}
		p = p[:n]
	}
	return p
}

// inherit gives a verb that names no subject that of the promise before it: đạt 1.250 tỷ
// đồng, tăng 5,4% so với năm trước; đến năm 2030 còn dưới 5%. Where none stands before it, the
// words of the sentence are its subject: vận động Quỹ, phấn đấu mỗi năm đạt 50 tỷ đồng.
func (f *Finder) inherit(p phrase.Passage, x, before *Promise) {
	a := x.Amount
	rate := strings.Contains(a.Unit.Name, "/") && !strings.HasPrefix(a.Unit.Name, "%")
	if x.before || x.verb == a.Start || a.Unit.Count && !p.Is(x.verb, ":") || rate || !f.closed(p, a.End) && bases.Match(p, a.End) == 0 {
		return
	}
	switch {
	case before != nil && before.before:
		x.Indicator, x.before, x.From = before.Indicator, true, x.verb
	case before != nil && percent(a.Unit) && len(x.Indicator) == 0:
		from := clauseStart(p, before.First) // cấp nước cho 5.000 hộ, đạt 92%
		x.Indicator, x.before, x.From = f.Strip(p[from:before.Amount.End]), true, x.verb
	case before == nil && len(x.Indicator) > 0:
		x.Indicator, x.before = f.Strip(p[x.From:lastComma(p, x.From, x.verb)]), true
	}
}

// bases are what a share is reckoned on, when it is no share of things: đạt 95% kế hoạch.
var bases = phrase.NewSet("kế hoạch", "dự toán", "so với", "chỉ tiêu", "GRDP", "GDP", "mục tiêu", "nghị quyết", "kịch bản")

// stage gives the next stage of a measure its subject: đạt 98% năm 2024 và 100% năm 2026.
func (f *Finder) stage(p phrase.Passage, x, before *Promise) {
	if x.before || !before.before || x.Amount.Unit != before.Amount.Unit || !p.Is(x.First-1, "và", ",") || x.First-before.Amount.End > maxStage {
		return
	}
	i, j := x.Amount.End, before.Amount.End
	if p.Is(i, "(") && p.Is(j, "(") {
		i, j = i+1, j+1
	}
	w, ok := moment.At(p, i)
	if _, first := moment.At(p, j); ok && first && w.Year > 0 {
		x.Indicator, x.before, x.From = before.Indicator, true, x.First
	}
}

// nextStage reports a number without a verb of its own that a time parts from the one before it: đạt
// 95% (năm 2025), 98% (năm 2030).
func (f *Finder) nextStage(p phrase.Passage, a Amount, before *Promise) bool {
	i := before.Amount.End
	if a.Unit != before.Amount.Unit || a.Start-i > maxStage+2 {
		return false
	}
	times := 0
	for i < a.Start {
		if w, ok := moment.At(p, i); ok && w.End <= a.Start {
			i, times = w.End, times+1
		} else if p.Is(i, "(", ")", ",", "và") {
			i++
		} else {
			return false
		}
	}
	for i = a.End; p.Is(i, "("); {
		i++
	}
	_, ok := moment.At(p, i)
	return ok && times > 0
}

// maxStage is how many words may stand between two stages of a measure: a time and "và".
const maxStage = 6

// share gives a count the bound of the one before it in the same row: ít nhất 100 doanh
// nghiệp ..., 50 hợp tác xã ...
func (x *Promise) share(p phrase.Passage, before *Promise) {
	if x.Relation == "eq" && before.Relation == "min" && x.Amount.Unit.Count && before.Amount.Unit.Count &&
		x.First == x.Amount.Start && p.Is(x.First-1, ",", "và") {
		x.Relation = before.Relation
	}
}

// inRow reports that a few words before i name a member of a row that a measure or a heading
// opens: tỷ trọng công nghiệp 45%, dịch vụ 38%.
func inRow(p phrase.Passage, i int) bool {
	from := clauseStart(p, i)
	if n := i - from; n < 1 || n > maxMember || from < 2 {
		return false
	}
	for k := from; k < i; k++ {
		if !p[k].Letters() {
			return false
		}
	}
	for k := from - 1; k >= 0 && !p.Is(k, ";", "."); k-- {
		if p.Is(k, ":") || measures.Match(p, k) > 0 && (k == 0 || p.Is(k-1, ";", ":")) {
			return true
		}
	}
	return false
}

// maxMember is the length in words of the longest name of a member of a row.
const maxMember = 6

// within reports "trong đó" at i; "trong độ tuổi" is something else.
func within(p phrase.Passage, i int) bool {
	return p.Has(i, "trong", "do") && !(p.Is(i+1, "độ") || p.Has(i+2, "tuoi"))
}

// partOf reports "trong đó" in front of the words before i, no number between.
func partOf(p phrase.Passage, i int) bool {
	for i--; i > 0 && !p.Is(i, ";", ".") && p[i].Kind != text.Number; i-- {
		if within(p, i-1) {
			return true
		}
	}
	return false
}

// measureAt returns where a noun of measure begins that the number at "to" is said of: at
// the beginning of its clause, or behind "với": với tổng công suất 25.000 m3. -1 for none.
func (f *Finder) measureAt(p phrase.Passage, from, to int) int {
	if measures.Match(f.Strip(p[from:to]), 0) > 0 {
		return from
	}
	for i := to - 1; i > from; i-- {
		if p.Is(i-1, "với", "có", "đạt") && measures.Match(p[:to], i) > 0 {
			return i
		}
	}
	return -1
}

// clauseStart returns where the clause that ends at i begins.
func clauseStart(p phrase.Passage, i int) int {
	for least := i - maxClause; i > 0 && i > least && !p.Is(i-1, ",", ";", ":", "."); {
		i--
	}
	return i
}

// maxClause is the length in words of the longest clause that is looked through for its beginning.
const maxClause = 150

// segmentStart returns where the words begin that end at i: behind a semicolon, a colon or a
// full stop.
func segmentStart(p phrase.Passage, i int) int {
	for least := i - maxClause; i > 0 && i > least && !p.Is(i-1, ";", ":", "."); {
		i--
	}
	return i
}

// measures are nouns that begin an indicator.
var measures = phrase.NewSet("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng", "tỷ suất", "tỉ suất", "tỷ số", "tỉ số", "số", "tổng", "tổng số", "mức", "quy mô", "diện tích", "thu nhập",
	"tốc độ", "chỉ số", "năng suất", "sản lượng", "giá trị", "kim ngạch", "công suất", "chiều dài", "mật độ", "doanh thu", "tuổi thọ", "GRDP", "GDP", "hệ số", "tăng trưởng", "kinh tế số",
	"độ che phủ", "kinh phí", "vốn", "tổng vốn", "tổng diện tích", "tổng mức", "tổng kinh phí", "thu ngân sách", "cơ cấu",
	"tổng công suất", "tổng sản lượng", "tổng chiều dài", "tổng đàn", "đàn", "thời gian", "thời lượng", "trữ lượng", "dân số", "quy mô dân số", "dung lượng", "tuổi thọ trung bình", "mật độ", "sức chứa", "lượng", "số lượng", "số vụ", "số hộ", "thu nội địa", "tốc độ")

// indicatorStart returns where the words begin that a number is said of: behind the last
// promise and its clause, a semicolon, a colon, "trong đó"; at the last noun of measure.
func (f *Finder) indicatorStart(p phrase.Passage, prev, verb int) int {
	from := prev
	if prev > 0 {
		for from < verb && !p.Is(from, ",", ";", ":", ".", "(", "và") && !within(p, from) {
			from++
		}
	}
	for i := from; i < verb; i++ {
		if p.Is(i, ";", ":") {
			from = i + 1
		}
		if within(p, i) && i+2 <= verb {
			from = i + 2
		}
		if i+3 < verb && (p.Has(i, "phan", "dau") || p.Has(i, "muc", "tieu") && (p.Is(i-1, "đặt", "ra", "với") || measures.Match(f.Strip(p[i+2:verb]), 0) > 0)) && len(withoutModal(f.Strip(p[i+2:verb]))) > 1 {
			from = i + 2
		}
		if p.Is(i, "để", "nhằm") && i+2 < verb && i > from+1 && p[i+1].Letters() {
			from = i + 1
		}
	}
	for i := verb - 1; i > prev; i-- {
		if p.Is(i, ";", ":") {
			break
		}
		if !(p.Is(i-1, ",", "và") && i > from) && !(p.Is(i-1, "với") && (p.Is(i, "tổng") || i <= from)) {
			continue
		}
		if rest := f.Strip(p[i:verb]); len(rest) > 0 && measures.Match(rest, 0) > 0 {
			for p[i].At != rest[0].At {
				i++
			}
			return i
		}
	}
	return from
}

// lastComma returns the word behind the last comma between from and to.
func lastComma(p phrase.Passage, from, to int) int {
	for i := to - 1; i > from; i-- {
		if p.Is(i, ",") {
			return i + 1
		}
	}
	return from
}

// Strip takes away what stands before an indicator: a time, "phấn đấu", "hằng năm", a
// verb of change.
func (f *Finder) Strip(p phrase.Passage) phrase.Passage {
	for p = p.Trim(); len(p) > 0; {
		if w, ok := moment.At(p, 0); ok {
			p = p[w.End:]
			continue
		}
		if n, _ := f.said["yearly"].Match(p, 0); n > 0 {
			p = p[n:]
			continue
		}
		switch {
		case p.Is(0, ",", "và", "“", "\"", "-", "+", "đưa"), p.Is(0, "nâng") && !p.Is(1, "tầm"), p.Is(0, "giảm", "tăng", "đạt") && measures.Match(p, 1) > 0:
			p = p[1:]
		case measures.Match(p, 2) > 0 && (p.Has(0, "khong", "de") || p.Has(0, "duy", "tri") || p.Has(0, "giu", "vung") || p.Has(0, "kiem", "soat")):
			p = p[2:]
		case p.Has(0, "phan", "dau"), p.Has(0, "bao", "dam"), p.Has(0, "dam", "bao"), within(p, 0), p.Has(0, "dong", "thoi"), p.Has(0, "ca", "nam"), p.Has(0, "gop", "phan"):
			p = p[2:]
		default:
			return p
		}
	}
	return nil
}
