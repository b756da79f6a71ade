// Package promise finds measurable promises in a sentence: a number with its unit, the words
// that bound it (trên, ít nhất), the verb that parts it from what it measures (đạt, giảm còn) or makes
// what it counts (hình thành), and the time that governs it. The words are in
// dictionaries/targets.tsv and units.tsv.
package promise

import (
	"slices"
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Verbs tells the verbs of assignment, which also make things.
type Verbs interface {
	Verb(p phrase.Passage, i int) (words int, class string)
}

// Finder finds promises. It is safe for concurrent use.
type Finder struct {
	said  map[string]*phrase.Lexicon[string] // targets.tsv: class -> phrase -> relation
	units phrase.Lexicon[Unit]
	verbs Verbs
}

// Load reads the tables.
func Load(verbs Verbs) *Finder {
	f := &Finder{said: map[string]*phrase.Lexicon[string]{}, verbs: verbs}
	for _, r := range dictionaries.Table("targets", 3) {
		if f.said[r[1]] == nil {
			f.said[r[1]] = &phrase.Lexicon[string]{}
		}
		f.said[r[1]].Add(r[0], r[2])
	}
	rows := dictionaries.Table("units", 3)
	kinds := map[string]string{}
	for _, r := range rows {
		kinds[r[0]] += r[1]
	}
	for _, r := range rows {
		u := Unit{Name: r[0], Count: r[1] == "count", Either: kinds[r[0]] != r[1]}
		if r[2] != "" {
			u.Name = r[2]
		}
		u.Count = u.Count && !u.Either
		f.units.Add(r[0], u)
	}
	return f
}

// Said returns the length of the phrase of a class of targets.tsv at word i, 0 for none.
func (f *Finder) Said(class string, p phrase.Passage, i int) int {
	n, _ := f.said[class].Match(p, i)
	return n
}

// Scope says what kind of text a sentence stands in.
type Scope uint8

// The scopes, each admits more than the one before it.
const (
	Rules Scope = iota // regulations and anything else: only what a verb of reaching says
	Work               // tasks: counts too that only a verb of making stands before
	Goals              // objectives: a measure with its number, no verb between
)

// Promise is a measurable promise found in a sentence. Words are counted in the sentence.
type Promise struct {
	Amount    Amount
	Relation  string // eq, about, min, max, range
	First     int    // first word of its bound, its verb and the number
	Indicator phrase.Passage
	From, To  int // the words that the promise covers

	verb   int  // where its verb of reaching or its bound begins
	before bool // the words before the verb say what the number measures
	counts bool // the words behind the number may say it
	size   bool // it tells how large a thing is that the clause before it names
}

// Find finds the numbers of a sentence that promise.
func (f *Finder) Find(p phrase.Passage, scope Scope) []Promise {
	if scope == Rules && strives(p, len(p)) {
		scope = Work
	}
	var out []Promise
	base := -1 // where a baseline and its verb begin
	for i := 0; i < len(p); i++ {
		if base >= 0 && p.Is(i, ";") {
			base = -1
		}
		a, ok := f.Amount(p, i)
		if !ok {
			continue
		}
		i = a.End - 1
		if b := f.baseline(p, a); b >= 0 {
			base = b
			continue
		}
		if f.inner(p, a) || aside(p, a.Start) || len(out) > 0 && perThousand(p, a, out[len(out)-1].Amount) {
			continue
		}
		x, ok := f.promiseAt(p, a, scope)
		if !ok && len(out) > 0 && f.nextStage(p, a, &out[len(out)-1]) {
			ok = true
		}
		if base >= 0 && !f.past(p, base) {
			x.First, x.verb, x.before, ok = base, base, true, true
		}
		base = -1
		if ok {
			out = append(out, x)
		}
	}
	for i := range out {
		prev := 0
		if i > 0 {
			prev = out[i-1].Amount.End
			out[i].share(p, &out[i-1])
		}
		f.subject(p, &out[i], prev)
		if i == 0 {
			f.inherit(p, &out[i], nil)
			continue
		}
		f.inherit(p, &out[i], &out[i-1])
		f.stage(p, &out[i], &out[i-1])
	}
	out = f.dropNested(p, out)
	kept := out[:0]
	for i := range out {
		next := len(p)
		if i+1 < len(out) {
			if next = out[i+1].First; out[i+1].before {
				next = out[i+1].From
			}
		}
		if f.indicate(p, &out[i], next) && says(out[i].Indicator) {
			kept = append(kept, out[i])
		}
	}
	for i := 1; i < len(kept); i++ {
		kept[i].complete(kept[i-1].Indicator)
	}
	return kept
}

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
	if x.before || percent(y.Amount.Unit) || !percent(x.Amount.Unit) && !x.Amount.Unit.Count || y.First-x.Amount.End < minNested {
		return false
	}
	for i := x.Amount.End; i < y.First; i++ {
		if p.Is(i, ",") && i-x.Amount.End <= maxKinds {
			continue // xã, phường, đặc khu
		}
		if !p[i].Letters() || p.Is(i, "và", "với") || p.Has(i, "trong", "do") {
			return false
		}
	}
	return p.Is(y.First, "có", "đạt") || p.Is(y.First-1, "có", "đạt")
}

// maxKinds is how far from a number a comma may stand between the kinds of things it counts.
const maxKinds = 4

// minNested is the least number of words that name what the outer number counts.
const minNested = 2

// subject finds the words before the verb that the number is said of; where there are none
// the promise counts what stands behind it. prev is where the promise before it ends.
func (f *Finder) subject(p phrase.Passage, x *Promise, prev int) {
	if !x.before {
		return
	}
	x.From = min(f.indicatorStart(p, prev, x.verb), x.verb)
	if x.size && prev == 0 {
		for x.From > 0 && !p.Is(x.From-1, ";", ":", ".") {
			x.From--
		}
	}
	x.Indicator = withoutModal(f.Strip(p[x.From:x.verb]))
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
			return !p.Has(k+1, "trong", "do")
		}
	}
	return false
}

// perThousand reports the whole that a rate is of: 18 ca trên 1.000 phụ nữ.
func perThousand(p phrase.Passage, a, before Amount) bool {
	return a.Start == before.End+1 && p.Is(before.End, "trên") && strings.HasPrefix(a.Value, "1") && strings.Trim(a.Value[1:], "0") == "" && len(a.Value) > 2
}

// promiseAt decides whether an amount promises, and with what relation.
func (f *Finder) promiseAt(p phrase.Passage, a Amount, scope Scope) (Promise, bool) {
	x := Promise{Amount: a, Relation: "eq", First: a.Start}
	bound := f.bound(p, &x)
	n, rel := f.wordBefore("reach", p, x.First)
	reach := n > 0 && !p.Has(x.First-2, "mat", "bang")
	if reach {
		x.First -= n
		if rel != "" && x.Relation == "eq" {
			x.Relation = rel
		}
		bound = f.bound(p, &x) || bound
	}
	x.verb = x.First
	if a.To != "" && a.To != a.Value {
		x.Relation = "range"
	} else if x.Relation == "eq" && upward(p, a.End) {
		x.Relation = "min"
	}
	if x.Relation == "min" && forbidden(p, x.First) {
		x.Relation = "max" // không để tỷ lệ nợ xấu vượt quá 3%
	}
	if f.past(p, x.First) || f.condition(p, &x, reach, bound && scope >= Work) {
		return x, false
	}
	w := words{reach: reach, bound: bound, made: f.makes(p, x.First), scope: scope}
	if p.Is(x.First, "từ") && !reach && x.Relation != "range" && !percent(a.Unit) && (!w.made || p.Is(x.First-1, "có", "dụng", "cho", "tại", "đến")) {
		return x, false // from 100 workers on: whom it is about
	}
	w.made = w.made || scope >= Work && (f.begun(p, x) || f.often(p, x.First))
	x.size = scope == Work && f.sized(p, x)
	w.stated = (scope == Goals || scope == Work && strives(p, x.First)) && f.stated(p, &x, bound) || x.size || scope == Work && bound && f.closed(p, a.End) && f.measureAt(p, clauseStart(p, x.First), x.First) >= 0
	return x, f.decide(p, &x, w)
}

// strives reports "phấn đấu" in the sentence before i: what follows are goals.
func strives(p phrase.Passage, i int) bool {
	for k := range p[:i] {
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

// words are what stands before a number.
type words struct {
	reach, bound, made bool
	stated             bool // the measure itself, without a verb
	scope              Scope
}

// decide tells by the unit and the words before a number whether it promises, and which
// words say what of.
func (f *Finder) decide(p phrase.Passage, x *Promise, w words) bool {
	a := x.Amount
	opens := x.First == 0 || p.Is(x.First-1, ",", ";", ":", "và", "(") || p.Is(x.First-1, "đó")
	wide := w.scope >= Work
	switch {
	case percent(a.Unit):
		noun := a.End < len(p) && p[a.End].Letters() && !f.closed(p, a.End)
		x.before, x.counts = (w.reach || w.stated) && !f.ofThings(p, x), true
		return w.stated || w.reach && (wide || w.bound || w.made || f.dated(p, x.First)) || w.bound && (noun || w.made) || noun && (w.made || opens || f.year(p, x.First) || w.scope == Goals || wide && a.Value == "100")
	case a.Unit.Count:
		x.counts = true
		x.before = w.stated || w.reach && changes(p, x.First) && f.closed(p, a.End)
		return w.stated || w.bound || wide && (w.made || w.reach || opens && x.First > 0 && !p.Is(x.First-1, "("))
	}
	rate := strings.Contains(a.Unit.Name, "/")
	often := a.Unit.Name == "lần" && f.closed(p, a.End)
	x.before, x.counts = !w.made || w.reach || w.stated || often || !rate && f.closed(p, a.End), w.made || rate
	rate = rate && opens && !money(a.Unit)
	return w.stated || w.reach || wide && (w.bound || w.made || rate)
}

// ofThings reports a share of the things behind it that a verb of change lessens or adds to: giảm
// 10% số vụ tai nạn.
func (f *Finder) ofThings(p phrase.Passage, x *Promise) bool {
	end := x.Amount.End
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
		if rest := f.Strip(p[clauseStart(p, x.First-1) : x.First-1]); x.Amount.Unit.Count && len(rest) > 0 && measures.Match(rest, 0) == 0 {
			return false
		}
		x.verb = x.First - 1
		return true
	}
	if x.Amount.Unit.Count || !f.closed(p, x.Amount.End) {
		return false
	}
	if percent(x.Amount.Unit) && p.Has(0, "co", "cau") && x.First > 2 && p[x.First-1].Letters() {
		return true // the shares of a whole, which its heading names
	}
	if percent(x.Amount.Unit) && inRow(p, x.First) {
		return true
	}
	if percent(x.Amount.Unit) && x.First > 0 && p[x.First-1].Letters() && partOf(p, x.First) {
		return true
	}
	return bound || f.measureAt(p, clauseStart(p, x.First), x.First) >= 0
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

// partOf reports "trong đó" in front of the words before i, no number between.
func partOf(p phrase.Passage, i int) bool {
	for i--; i > 0 && !p.Is(i, ";", ".") && p[i].Kind != text.Number; i-- {
		if p.Has(i-1, "trong", "do") {
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

// clauseStart returns where the clause that ends at i begins.
func clauseStart(p phrase.Passage, i int) int {
	for i > 0 && !p.Is(i-1, ",", ";", ":", ".") {
		i--
	}
	return i
}

// segmentStart returns where the words begin that end at i: behind a semicolon, a colon or a
// full stop.
func segmentStart(p phrase.Passage, i int) int {
	for i > 0 && !p.Is(i-1, ";", ":", ".") {
		i--
	}
	return i
}

// closed reports that a clause ends at i, or that only a time or a comparison follows.
func (f *Finder) closed(p phrase.Passage, i int) bool {
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

// maxWord is the length in words of the longest phrase of targets.tsv.
const maxWord = 6

// wordBefore returns the length of the longest phrase of a class that ends right before i.
func (f *Finder) wordBefore(class string, p phrase.Passage, i int) (words int, relation string) {
	for n := min(maxWord, i); n > 0; n-- {
		if k, rel := f.said[class].Match(p[:i], i-n); k == n {
			return n, rel
		}
	}
	if i > 0 && (len(p[i-1].Fold) > 3 || p[i-1].Fold == "dat") && f.beforeNumber(p, i) && !f.saidAtAll(p[i-1:i]) && f.verbBefore(p, i) == 0 && !f.saidBefore("promise", p, i) {
		if k, rel := f.said[class].Loose(p[:i], i-1); k == 1 {
			return 1, rel // a wrong tone in a word like "trên" right before a number
		}
	}
	return 0, ""
}

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

// year reports that a time ends right before i: "đến năm 2030 100% ...".
func (f *Finder) year(p phrase.Passage, i int) bool {
	return i > 0 && moment.Year(p[i-1].Text) > 0
}

// measures are nouns that begin an indicator.
var measures = phrase.NewSet("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỉ trọng", "tỷ suất", "tỉ suất", "tỷ số", "tỉ số", "số", "tổng", "tổng số", "mức", "quy mô", "diện tích", "thu nhập",
	"tốc độ", "chỉ số", "năng suất", "sản lượng", "giá trị", "kim ngạch", "công suất", "chiều dài", "mật độ", "doanh thu", "tuổi thọ", "GRDP", "GDP", "hệ số", "tăng trưởng", "kinh tế số",
	"độ che phủ", "kinh phí", "vốn", "tổng vốn", "tổng diện tích", "tổng mức", "tổng kinh phí", "thu ngân sách", "cơ cấu",
	"tổng công suất", "tổng sản lượng", "tổng chiều dài", "tổng đàn", "thời gian", "thời lượng", "trữ lượng", "dân số", "quy mô dân số", "dung lượng", "tuổi thọ trung bình", "mật độ", "sức chứa", "lượng", "số lượng", "số vụ", "số hộ", "thu nội địa", "tốc độ")

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
	case p.Has(start, "tro", "len"), p.Has(start, "tro", "xuong"):
		x.Indicator = p[start+2 : max(start+2, end)].Trim()
	}
	if strings.Contains(a.Unit.Name, "/") {
		from := a.Start
		if p.Has(x.verb, "dat", "ty", "le") {
			from = x.verb + 1
		}
		x.Indicator = append(append(phrase.Passage(nil), p[from:a.Start]...), p[a.Number:a.End]...)
	}
	x.From, x.To = x.First, max(end, a.End)
	if a.Unit.Count && (end <= a.End || p.Is(a.End, "tại", "trên", "trong", "theo", "do")) {
		f.bare(p, x)
	}
	return len(x.Indicator) > 0
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
	if len(words) == 0 || len(words) > maxBare || slices.ContainsFunc(words, func(w phrase.Word) bool { return w.Kind == text.Number }) {
		return
	}
	for from < x.First && p[from].At != words[0].At {
		from++
	}
	x.From = from
	if f.makes(p, x.First) {
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
const maxBare = 14

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

// indicatorStart returns where the words begin that a number is said of: behind the last
// promise and its clause, a semicolon, a colon, "trong đó"; at the last noun of measure.
func (f *Finder) indicatorStart(p phrase.Passage, prev, verb int) int {
	from := prev
	if prev > 0 {
		for from < verb && !p.Is(from, ",", ";", ":", ".", "(", "và") && !p.Has(from, "trong", "do") {
			from++
		}
	}
	for i := from; i < verb; i++ {
		if p.Is(i, ";", ":") {
			from = i + 1
		}
		if p.Has(i, "trong", "do") && i+2 <= verb {
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
	for end < next && !p.Is(end, ";", ".", ":", "./") && !(p.Is(end, "(") && p.Has(end+1, "trong", "do")) && !f.Trails(p, start, end) {
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

// goesOn reports that a comma at i begins what is done next: xây dựng 3,5 km kè, báo cáo ...
func (f *Finder) goesOn(p phrase.Passage, start, i int) bool {
	if !p.Is(i, ",") {
		return false
	}
	n, class := f.verbs.Verb(p, i+1)
	if n < 2 || class != "act" {
		return false
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
	if j := lastComma(p, start, end); end == next && next < len(p) && j > start+1 && end-j <= maxBegun && end > j {
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
		case p.Has(end-2, "dong", "thoi") || p.Has(end-2, "trong", "do"):
			end -= 2
		default:
			return end
		}
	}
	return max(start, end)
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
		case p.Is(0, ",", "và", "“", "\"", "-", "+", "đưa", "nâng"), p.Is(0, "giảm", "tăng", "đạt") && measures.Match(p, 1) > 0:
			p = p[1:]
		case measures.Match(p, 2) > 0 && (p.Has(0, "khong", "de") || p.Has(0, "duy", "tri") || p.Has(0, "giu", "vung") || p.Has(0, "kiem", "soat")):
			p = p[2:]
		case p.Has(0, "phan", "dau"), p.Has(0, "bao", "dam"), p.Has(0, "dam", "bao"), p.Has(0, "trong", "do"), p.Has(0, "dong", "thoi"), p.Has(0, "gop", "phan"):
			p = p[2:]
		default:
			return p
		}
	}
	return nil
}
