package promise

import (
	"strings"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// ofThings reports a share of the things behind it that a verb of change lessens or adds to: giảm
// 10% số vụ tai nạn.
func (f *Finder) ofThings(p phrase.Passage, x *Promise) bool {
	end := behindUpward(p, x.Amount.End)
	return x.verb < x.Amount.Start && p.Is(x.verb, "giảm", "tăng") && !f.closed(p, end) && bases.Match(p, end) == 0 &&
		measures.Match(f.Strip(p[clauseStart(p, x.verb):x.verb]), 0) == 0
}

// Recurs reports a number that is reached again and again: 1 lần/quý, 5 vụ/năm.
func (x *Promise) Recurs() bool {
	_, per, ok := strings.Cut(x.Amount.Unit.Name, "/")
	return ok && recurring.Match(phrase.Passage{{Key: per, Fold: syllable.Fold(per)}}, 0) > 0
}

// recurring are spans of time that a rate is of.
var recurring = phrase.NewSet("năm", "quý", "tháng", "tuần", "ngày", "kỳ")

func percent(u Unit) bool { return u.Name == "%" || u.Name == "‰" }

// stated reports a measure that its number follows without a verb: behind a colon, or
// bounded at the end of a clause. A colon becomes the place of the verb.
func (f *Finder) stated(p phrase.Passage, x *Promise, bound bool) bool {
	if p.Is(x.First-1, ":") && x.First > 1 {
		if rest := f.Strip(p[clauseStart(p, x.First-1) : x.First-1]); (x.Amount.Unit.Count || percent(x.Amount.Unit) && where.Match(rest, 0) > 0 && !f.closed(p, x.Amount.End)) && len(rest) > 0 && measures.Match(rest, 0) == 0 {
			return false
		}
		x.verb = x.First - 1
		return true
	}
	if !f.closed(p, x.Amount.End) {
		return false
	}
	if x.Amount.Unit.Count {
		from := clauseStart(p, x.First)
		return f.measureAt(p, from, x.First) == from
	}
	if percent(x.Amount.Unit) && p.Has(0, "co", "cau") && x.First > 2 && p[x.First-1].Letters() {
		return true // the shares of a whole, which its heading names
	}
	if inRow(p, x.First) {
		return true
	}
	if percent(x.Amount.Unit) && x.First > 0 && p[x.First-1].Letters() && partOf(p, x.First) {
		return true
	}
	return bound || f.measureAt(p, clauseStart(p, x.First), x.First) >= 0
}

// maxBegun is the length in words of the longest verb that no table knows.
const maxBegun = 5

// maxCountBegun is the same before a number of things.
const maxCountBegun = 3

// idle are words at the beginning of a clause that no verb is, where a number of things follows.
var idle = phrase.NewSet("gồm", "bao gồm", "tại", "trên", "dưới", "của", "với", "trong", "toàn", "cả", "tổng", "các", "giữa", "từ", "theo", "cho", "ở", "thuộc", "qua", "đã", "là",
	"hiện", "tỉnh", "huyện", "xã", "phường", "thành phố", "nhất là", "như", "trừ", "riêng", "mỗi", "sau", "trước", "không", "chưa", "thực hiện tại", "hoặc", "nếu", "khi", "do", "ngoài", "trung ương", "đối với", "những", "có")

// begun reports a clause that begins with a verb that no table knows, and then so many
// hectares or kilometres of something: "khai hoang 70 ha đất bãi".
func (f *Finder) begun(p phrase.Passage, x Promise) bool {
	a := x.Amount
	if percent(a.Unit) || money(a.Unit) || duration[a.Unit.Name] || a.Unit.Name == "tuổi" || a.End >= len(p) || !p[a.End].Letters() {
		return false
	}
	from := clauseStart(p, x.First)
	for from < x.First && p.Is(from, "-", "+", "và") {
		from++
	}
	n := x.First - from
	if n <= 0 || a.Unit.Count && (n > maxCountBegun || idle.Match(p, from) > 0 || p[x.First-1].Cap()) {
		return false
	}
	return n <= maxBegun && measures.Match(p, from) == 0 && p[from].Kind == text.Syllable
}

// maxActs is how many words may stand between the beginning of a clause and a number of things.
const maxActs = 7

// acts reports a clause that begins with a verb of making and goes on to i without a number: cứng hóa
// đường vào 14 bản.
func (f *Finder) acts(p phrase.Passage, i int) bool {
	from := clauseStart(p, i)
	if i-from > maxActs || f.Said("promise", p, from) == 0 && !f.assigns(p, from) {
		return false
	}
	for k := from; k < i; k++ {
		if !p[k].Letters() || p.Is(k, "với", "của", "trong", "theo") {
			return false
		}
	}
	return !p[i-1].Cap()
}

// assigns reports a verb of assignment at i.
func (f *Finder) assigns(p phrase.Passage, i int) bool {
	n, class := f.verbs.Verb(p, i)
	return n > 0 && class == "act"
}

// each reports "mỗi" in the clause before i.
func each(p phrase.Passage, i int) bool {
	for k := clauseStart(p, i); k < i; k++ {
		if p.Is(k, "mỗi") {
			return true
		}
	}
	return false
}

// sized reports a thing that is to be made with its size: quy mô 300 giường.
func (f *Finder) sized(p phrase.Passage, x Promise) bool {
	if percent(x.Amount.Unit) || !f.closed(p, x.Amount.End) {
		return false
	}
	for k := x.First - 1; k >= 0 && x.First-k <= maxSize && !p.Is(k, ",", ";", "."); k-- {
		if n, _ := f.said["size"].Match(p, k); n > 0 && (k+n == x.First || !x.Amount.Unit.Count) {
			return true
		}
	}
	return false
}

// maxSize is how far the word for a size may stand before its number.
const maxSize = 5

func money(u Unit) bool {
	return strings.Contains(u.Name, "đồng") || strings.HasSuffix(u.Name, "USD")
}

// closed reports that a clause ends at i, or that only a time or a comparison follows.
func (f *Finder) closed(p phrase.Passage, i int) bool {
	if i+1 < len(p) && p[i].Space && p.Is(i, "“", "\"") && p[i+1].Letters() {
		return false // the name of what is counted
	}
	if i >= len(p) || !p[i].Letters() || p.Is(i, "và", "theo", "tùy", "do", "thì", "là", "vào", "nhưng") || p.Has(i, "so", "voi") || p.Has(i, "tro", "len") || p.Has(i, "tro", "xuong") {
		return true
	}
	if f.Said("yearly", p, i)+f.Said("often", p, i) > 0 {
		return true
	}
	_, ok := moment.At(p, i)
	return ok
}

// changes reports a verb of change at i, which something must be the subject of.
func changes(p phrase.Passage, i int) bool {
	return p.Is(i, "giảm", "tăng", "còn", "đạt", "lên", "xuống")
}

// dated reports a time in the sentence before i.
func (f *Finder) dated(p phrase.Passage, i int) bool {
	_, _, ok := f.TimeBefore(p, i)
	return ok
}

// makes reports a verb that promises what it makes right before i, "mới" or "được" between.
func (f *Finder) makes(p phrase.Passage, i int) bool {
	if p.Is(i-1, "mới", "được", "thêm") {
		i--
	}
	if n, _ := f.wordBefore("manner", p, i); n > 0 {
		i -= n
	}
	if p.Has(i-2, "thong", "tin") || p.Is(i-1, "cho") && funded(p, i) {
		return false // "an toàn thông tin 4 lớp", "bố trí kinh phí cho 12 xã" make nothing
	}
	if n, _ := f.wordBefore("promise", p, i); n > 0 {
		return true
	}
	return f.verbBefore(p, i) > 0
}

// often reports "mỗi quý" or "hằng năm" right before i.
func (f *Finder) often(p phrase.Passage, i int) bool {
	n, _ := f.wordBefore("often", p, i)
	m, _ := f.wordBefore("yearly", p, i)
	return n+m > 0
}

// funded reports money in the clause before i.
func funded(p phrase.Passage, i int) bool {
	for k := i - 1; k >= 0 && !p.Is(k, ";", "."); k-- {
		if p.Has(k, "kinh", "phi") || p.Has(k, "ngan", "sach") {
			return true
		}
	}
	return false
}

// verbBefore returns the length of the verb of assignment that ends right before i.
func (f *Finder) verbBefore(p phrase.Passage, i int) int {
	for n := min(maxWord, i); n > 0; n-- {
		if k, class := f.verbs.Verb(p[:i], i-n); k == n && class == "act" {
			return n
		}
	}
	return 0
}

// bound skips the words right before the number that bound it (trên, ít nhất) and sets the
// relation they state.
func (f *Finder) bound(p phrase.Passage, x *Promise) bool {
	found := false
	for {
		n, rel := f.wordBefore("bound", p, x.First)
		if n == 0 && p.Is(x.First-1, ":", "-") && p[x.First].Kind == text.Number {
			if n, rel = f.wordBefore("bound", p, x.First-1); n > 0 {
				n++ // a speck of the page between a bound and its number
			}
		}
		if n == 0 {
			return found
		}
		x.First -= n
		if x.Relation == "eq" || rel == "about" && x.Relation == "" {
			x.Relation = rel
		}
		if p.Is(x.First, "từ") {
			x.Relation = "eq"
		}
		found = true
	}
}

// upward reports "trở lên" in the clause behind a number.
func upward(p phrase.Passage, i int) bool {
	for j := i; j < len(p) && j-i < 12 && !p.Is(j, ",", ";", ".", "khi", "từ", "nếu", "cấp", "loại", "hạng", "mức", "bậc", "trình") && p[j].Kind != text.Number; j++ {
		if p.Has(j, "tro", "len") {
			return p[j].Key == "trở" && (j == i || !p.Is(j-1, "tiến", "bình"))
		}
	}
	return false
}

// behindUpward returns the word behind "trở lên" or "trở xuống" at i, i where neither stands.
func behindUpward(p phrase.Passage, i int) int {
	if p.Has(i, "tro", "len") || p.Has(i, "tro", "xuong") {
		return i + 2
	}
	return i
}

// maxWord is the length in words of the longest phrase of targets.tsv.
const maxWord = 6

// wordBefore returns the length of the longest phrase of a class that ends right before i.
func (f *Finder) wordBefore(class string, p phrase.Passage, i int) (words int, relation string) {
	for n := min(maxWord, i); n > 0; n-- {
		if k, rel := f.said[class].Match(p[:i], i-n); k == n {
			return n, rel
		}
	}
	if i > 0 && !sound[p[i-1].Key] && (len(p[i-1].Fold) > 3 || p[i-1].Fold == "dat") && f.beforeNumber(p, i) && !f.saidAtAll(p[i-1:i]) && f.verbBefore(p, i) == 0 && !f.saidBefore("promise", p, i) {
		if k, rel := f.said[class].Loose(p[:i], i-1); k == 1 {
			return 1, rel // a wrong tone in a word like "trên" right before a number
		}
	}
	return 0, ""
}

// sound are words that differ from those of the table by a mark and are printed as they stand.
var sound = map[string]bool{"năng": true, "đặt": true, "giám": true, "lăng": true, "tầng": true}

// saidBefore reports a phrase of a class that ends right before i.
func (f *Finder) saidBefore(class string, p phrase.Passage, i int) bool {
	for n := min(maxWord, i); n > 0; n-- {
		if k, _ := f.said[class].Match(p[:i], i-n); k == n {
			return true
		}
	}
	return false
}

// beforeNumber reports that a number stands at i, or a bound and then a number.
func (f *Finder) beforeNumber(p phrase.Passage, i int) bool {
	if i < len(p) && p[i].Kind != text.Number {
		n, _ := f.said["bound"].Match(p, i)
		i += n
	}
	return i < len(p) && p[i].Kind == text.Number
}

// saidAtAll reports a word of targets.tsv with its own tone.
func (f *Finder) saidAtAll(p phrase.Passage) bool {
	for _, l := range f.said {
		if n, _ := l.Match(p, 0); n > 0 {
			return true
		}
	}
	return false
}

// year reports that a time ends right before i: "đến năm 2030 100% ...".
func (f *Finder) year(p phrase.Passage, i int) bool {
	return i > 0 && moment.Year(p[i-1].Text) > 0
}
