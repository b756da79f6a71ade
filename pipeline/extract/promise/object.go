package promise

import (
	"slices"
	"strings"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// says reports a passage with a word in it.
func says(p phrase.Passage) bool {
	for i := range p {
		if p[i].Letters() || p.Is(i, "%") {
			return true
		}
	}
	return false
}

// dropNested leaves out the numbers that belong to what another number counts: 100% xã có ít
// nhất 04 tin, 20 xã đạt 15 tiêu chí.
func (f *Finder) dropNested(p phrase.Passage, list []Promise) []Promise {
	kept := list[:0]
	for i, x := range list {
		if n := len(kept); n > 0 && f.nested(p, kept[n-1], x) && (i+1 == len(list) || !p.Is(list[i+1].First-1, ",", "và")) {
			continue
		}
		kept = append(kept, x)
	}
	return kept
}

// nested reports that y stands in the clause that says what x counts.
func (f *Finder) nested(p phrase.Passage, x, y Promise) bool {
	if x.before || percent(y.Amount.Unit) || !percent(x.Amount.Unit) && !x.Amount.Unit.Count {
		return false
	}
	onThem := p.Is(y.First, "trên") && y.Amount.Unit.Count // cây trên 12 tuyến phố
	if y.First-x.Amount.End < minNested && !onThem {
		return false
	}
	for i := x.Amount.End; i < y.First; i++ {
		if p.Is(i, ",") && i-x.Amount.End <= maxKinds && !p.Is(i+1, "mỗi") {
			continue // xã, phường, đặc khu
		}
		if !p[i].Letters() || p.Is(i, "và", "với") || within(p, i) {
			return false
		}
	}
	return p.Is(y.First, "có", "đạt") || p.Is(y.First-1, "có", "đạt") || onThem
}

// about stands before what a rate is of.
var about = phrase.NewSet("đối với", "về")

// maxKinds is how far from a number a comma may stand between the kinds of things it counts.
const maxKinds = 3

// minNested is the least number of words that name what the outer number counts.
const minNested = 2

// indicate finds what the number measures: the words before its verb, or those behind its
// unit up to the next promise.
func (f *Finder) indicate(p phrase.Passage, x *Promise, next int) bool {
	a := x.Amount
	if x.before {
		x.To = a.End
		if percent(a.Unit) {
			x.To = clauseEnd(p, a.End, next)
		}
		return len(x.Indicator) > 0
	}
	if !x.counts || a.Unit.Count && p.Is(a.End, ")") {
		return false // a count that a bracket closes is an aside
	}
	start := a.End
	if a.Unit.Count {
		start = a.Number
	}
	end := f.indicatorEnd(p, start, next)
	if a.Unit.Count && end == a.End+2 && (p.Has(a.End, "tro", "len") || p.Has(a.End, "tro", "xuong")) {
		end = a.End
	}
	x.Indicator = p[start:end].Trim()
	switch {
	case p.Is(start, "trong"):
		x.Indicator = p[start+1 : max(start+1, end)].Trim()
	case a.Unit.Count && end > a.End+2 && behindUpward(p, a.End) > a.End:
		x.Indicator = append(p[start:a.End:a.End], p[a.End+2:end].Trim()...) // 10 hộ trở lên tham gia
	case p.Has(start, "tro", "len"), p.Has(start, "tro", "xuong"):
		x.Indicator = p[start+2 : max(start+2, end)].Trim()
	}
	if strings.HasPrefix(a.Unit.Name, "%/") && about.Match(p, a.End) > 0 {
		x.Indicator = p[a.End+about.Match(p, a.End) : max(a.End+about.Match(p, a.End), end)].Trim() // tăng 12%/năm đối với số công bố quốc tế
	} else if strings.Contains(a.Unit.Name, "/") {
		from := a.Start
		if p.Has(x.verb, "dat", "ty", "le") {
			from = x.verb + 1
		}
		x.Indicator = append(append(phrase.Passage(nil), p[from:a.Start]...), p[a.Number:a.End]...)
	}
	x.From, x.To = x.First, max(end, a.End)
	if a.Unit.Count && !p.Is(x.First-1, "và") && (end <= a.End || p.Is(a.End, "tại", "trên", "trong", "theo", "do") || p.Is(x.First-1, "tại")) {
		f.bare(p, x)
	} else if a.Unit.Count {
		f.ofEach(p, x)
	}
	return len(x.Indicator) > 0
}

// ofEach puts before what a number counts the words that say what each has so many of: mỗi bản
// có 05 hộ tham gia.
func (f *Finder) ofEach(p phrase.Passage, x *Promise) {
	from := f.listStart(p, x.First)
	words := f.Strip(p[from:x.First])
	if len(words) == 0 || len(words) > maxBare || words[0].Key != "mỗi" {
		return
	}
	for from < x.First && p[from].At != words[0].At {
		from++
	}
	x.From, x.Indicator = from, append(words[:len(words):len(words)], x.Indicator...)
}

// bare adds to a classifier that nothing follows what is done, or has so many: phát triển mới
// 480 doanh nghiệp, mỗi xã có 5 cộng tác viên, duy trì đàn bò trên 90.000 con.
func (f *Finder) bare(p phrase.Passage, x *Promise) {
	from := f.listStart(p, x.First)
	words := f.Strip(p[from:x.First])
	if len(words) == 0 && from > 1 {
		from = clauseStart(p, from-1)
		words = f.Strip(p[from:x.First].Trim())
		words = words[:max(0, lastComma(words, 0, len(words))-1)]
	}
	if i, ok := f.doing(p, x.First); ok {
		words = p[i:x.First]
	}
	if len(words) == 0 || len(words) > maxBare || slices.ContainsFunc(words, func(w phrase.Word) bool { return w.Kind == text.Number && moment.Year(w.Text) == 0 }) {
		return
	}
	for from < x.First && p[from].At != words[0].At {
		from++
	}
	x.From = from
	if f.makes(p, x.First) || p.Is(x.First-1, "vào", "cho", "tại", "đến", "tới", "qua") {
		x.deed = words
		words = append(words[:len(words):len(words)], x.Indicator...)
	}
	x.Indicator = words
}

// listStart returns where the clause begins that ends at i; commas of a list of what has so
// many do not end it: mỗi xã, phường, thị trấn có 3 cộng tác viên.
func (f *Finder) listStart(p phrase.Passage, i int) int {
	from := clauseStart(p, i)
	for j := i; p.Is(i-1, "có"); j-- {
		if j == 0 || p.Is(j-1, ";", ":", ".") {
			return j
		}
		if i-j > maxBare || p[j-1].Kind == text.Number {
			break
		}
	}
	return from
}

// maxBare is the length in words of the longest clause that says what so many have or are.
const maxBare = 20

// doing returns where the verb begins that ends right before i, when it says by itself what
// is done; "có" and what only leads to a number do not.
func (f *Finder) doing(p phrase.Passage, i int) (start int, ok bool) {
	if p.Is(i-1, "có", "đạt", "tại", "đến", "tới", "cho") && !p.Has(i-3, "viec", "lam") && !p.Is(i-2, "mới") {
		return i, false
	}
	j := i
	if p.Is(j-1, "mới", "được", "thêm") {
		j--
	}
	n, _ := f.wordBefore("promise", p, i)
	if m, _ := f.wordBefore("promise", p, j); m > 0 {
		n = max(n, m+i-j)
	}
	if m := f.verbBefore(p, j); m > 0 {
		n = max(n, m+i-j)
	}
	return i - n, n > 0
}

// clauseEnd returns the end of the clause behind a number.
func clauseEnd(p phrase.Passage, i, next int) int {
	for i < next && i < len(p) && !p.Is(i, ",", ";", ".", "(") {
		i++
	}
	return i
}

// indicatorEnd returns the end of the words behind a number that say what it counts: a
// semicolon, a full stop, a time, what the promise is good for, or the next promise with
// what leads to it.
func (f *Finder) indicatorEnd(p phrase.Passage, start, next int) int {
	end := start
	for end < next && !p.Is(end, ";", ".", ":", "./") && !f.note(p, end) && !f.Trails(p, start, end) {
		if w, ok := moment.At(p, end); ok && end > start+1 && w.Year > 0 {
			break
		}
		if n, _ := f.said["yearly"].Match(p, end); n > 0 || p.Has(end, "so", "voi") || end > start && f.goesOn(p, start, end) {
			break
		}
		end++
	}
	return f.withoutLead(p, start, end, next)
}

// note reports a bracket at i that says something else: a part (trong đó ...), or who does it (Giao ...).
func (f *Finder) note(p phrase.Passage, i int) bool {
	if !p.Is(i, "(") {
		return false
	}
	n, class := f.verbs.Verb(p, i+1)
	return within(p, i+1) || n > 0 && (class == "assign" || class == "leader")
}

// goesOn reports that a comma at i begins what is done next: xây dựng 3,5 km kè, báo cáo ...
func (f *Finder) goesOn(p phrase.Passage, start, i int) bool {
	if !p.Is(i, ",") {
		return false
	}
	n, class := f.verbs.Verb(p, i+1)
	if n < 2 || class != "act" {
		return false
	}
	if n, u := f.units.Match(p, start); u.Count && start+n == i {
		return true // nothing but the classifier
	}
	for k := start; k < len(p) && !p.Is(k, ";", "."); k++ {
		if k < i && p.Is(k, "thực", "triển", "sử", "áp", "ứng") || p.Is(k, "được", "bị", "phải", "có", "đạt") {
			return false // the verbs of a row
		}
	}
	return true
}

// Trails reports that ", góp phần ..." or "và từng bước ..." begins at i.
func (f *Finder) Trails(p phrase.Passage, start, i int) bool {
	if i < start+2 || !p.Is(i, ",", "và") {
		return false
	}
	n, _ := f.said["trail"].Match(p, i+1)
	return n > 0
}

// withoutLead cuts the words at the end of a stretch that lead to what follows: "và",
// "đồng thời có", "phấn đấu".
func (f *Finder) withoutLead(p phrase.Passage, start, end, next int) int {
	whole := end
	n, _ := f.units.Match(p, start)
	if j := lastComma(p, start, end); end == next && next < len(p) && j > start+max(n, 1) && end-j <= maxBegun && end > j {
		return f.withoutLead(p, start, j-1, next) // 30 km đường, kiên cố hóa 5 km
	}
	for end > start {
		n := 0
		if whole == next && next < len(p) { // only before another promise
			n, _ = f.wordBefore("promise", p, end)
			n = max(n, f.verbBefore(p, end))
		}
		switch {
		case n > 0 && end-n > start && p.Is(end-n-1, ",", "và", "thời", "đó", "nỗ"):
			end -= n
		case p.Is(end-1, ",", "và", "cho", "với", "tại", "của", "để"):
			end--
		case p.Has(end-2, "dong", "thoi") || within(p, end-2):
			end -= 2
		default:
			return end
		}
	}
	return max(start, end)
}
