package extract

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// promise is a measurable promise found in a sentence.
type promise struct {
	amount    amount
	relation  string
	first     int  // first word of the whole: bound, verb and number
	verb      int  // where the words before the number begin: its verb of reaching or its bound
	before    bool // the words before the verb say what the number measures
	counts    bool // the words behind the number may say it
	indicator phrase.Passage
	from, to  int // the words that the promise covers
	rule      string
}

// readTargets lists the measurable promises of all sections but those that tell how things
// are.
func (r *reading) readTargets() {
	for _, s := range r.sections {
		if s.kind == plan.Appendix || r.titleKind(s.heading()) == plan.Other || s.inSituation(r) {
			continue
		}
		for _, p := range s.running() {
			for _, sentence := range p.Sentences() {
				r.sentenceTargets(s, sentence)
			}
		}
	}
	r.dropShorter()
	for i := range r.doc.Targets {
		r.doc.Targets[i].ID = fmt.Sprintf("T%d", i+1)
	}
}

// inSituation reports a section below a heading that tells how things are.
func (s *section) inSituation(r *reading) bool {
	for x := s.parent; x != nil; x = x.parent {
		if r.titleKind(x.heading()) == plan.Other {
			return true
		}
	}
	return false
}

func (r *reading) sentenceTargets(s *section, p phrase.Passage) {
	var list []promise
	if s.kind != plan.Preamble {
		list = r.promises(p, s.kind == plan.Objectives || s.kind == plan.Tasks || s.kind == plan.Implementation || s.kind == plan.Article)
	}
	for i, x := range list {
		t := plan.Target{Section: s.ID, Indicator: x.indicator.String(), Relation: x.relation, Unit: x.amount.unit.name, Rule: x.rule}
		if x.relation == "range" {
			t.From, t.To = x.amount.value, x.amount.to
		} else {
			t.Value = x.amount.value
		}
		t.Due = r.targetDue(s, p, list, i)
		r.addTarget(t, p[x.from:x.to])
	}
	r.milestones(s, p, list)
}

func (r *reading) addTarget(t plan.Target, words phrase.Passage) {
	t.Quote, t.At = words.String(), r.at(words)
	r.doc.Targets = append(r.doc.Targets, t)
}

// promises finds the numbers of a sentence that promise. wide admits counts that only a
// verb of making stands before (xây dựng 05 trung tâm).
func (r *reading) promises(p phrase.Passage, wide bool) []promise {
	var out []promise
	for i := 0; i < len(p); i++ {
		a, ok := r.amountAt(p, i)
		if !ok {
			continue
		}
		if x, ok := r.promiseAt(p, a, wide); ok {
			out = append(out, x)
		}
		i = a.end - 1
	}
	for i := range out {
		prev := 0
		if i > 0 {
			prev = out[i-1].amount.end
			out[i].share(p, &out[i-1])
		}
		r.subject(p, &out[i], prev)
	}
	kept := out[:0]
	for i := range out {
		next := len(p)
		if i+1 < len(out) {
			if next = out[i+1].first; out[i+1].before {
				next = out[i+1].from
			}
		}
		if r.indicate(p, &out[i], next) {
			kept = append(kept, out[i])
		}
	}
	return kept
}

// subject finds the words before the verb that the number is said of; where there are none
// the promise counts what stands behind it. prev is where the promise before it ends.
func (r *reading) subject(p phrase.Passage, x *promise, prev int) {
	if !x.before {
		return
	}
	x.from = min(r.indicatorStart(p, prev, x.verb), x.verb)
	x.indicator = r.strip(p[x.from:x.verb])
	x.before = len(r.strip(p[lastComma(p, x.from, x.verb):x.verb])) > 0
}

// share gives a count the bound of the one before it in the same row: ít nhất 100 doanh
// nghiệp ..., 50 doanh nghiệp ...
func (x *promise) share(p phrase.Passage, before *promise) {
	if x.relation == "eq" && before.relation == "min" && x.amount.unit.count && x.amount.unit == before.amount.unit &&
		x.first == x.amount.start && p.Is(x.first-1, ",") {
		x.relation = before.relation
	}
}

// promiseAt decides whether an amount promises, and with what relation.
func (r *reading) promiseAt(p phrase.Passage, a amount, wide bool) (promise, bool) {
	x := promise{amount: a, relation: "eq", first: a.start, rule: "target.number"}
	bound := r.bound(p, &x)
	n, rel := r.wordBefore("reach", p, x.first)
	reach := n > 0
	if reach {
		x.first -= n
		if rel != "" && x.relation == "eq" {
			x.relation = rel
		}
		bound = r.bound(p, &x) || bound
	}
	x.verb = x.first
	made := r.makes(p, x.first)
	opens := x.first == 0 || p.Is(x.first-1, ",", ";", ":", "và", "(") || p.Is(x.first-1, "đó")
	if a.to != "" && a.to != a.value {
		x.relation = "range"
	} else if x.relation == "eq" && upward(p, a.end) {
		x.relation = "min"
	}
	if r.past(p, x.first) {
		return x, false
	}
	percent := a.unit.name == "%"
	noun := a.end < len(p) && p[a.end].Letters()
	switch {
	case percent:
		x.before, x.counts = reach, true
		return x, reach && (wide || bound || made || r.dated(p, x.first)) || bound && (noun || made) || noun && (made || opens || r.year(p, x.first))
	case a.unit.count:
		x.counts = true
		return x, bound || wide && (made || reach || opens && x.first > 0 && !p.Is(x.first-1, "("))
	}
	rate := strings.Contains(a.unit.name, "/")
	x.before, x.counts = !made || reach, made || rate
	rate = rate && opens
	return x, bound || reach || wide && (made || rate)
}

// dated reports a time in the sentence before i.
func (r *reading) dated(p phrase.Passage, i int) bool {
	_, _, ok := r.timeBefore(p, i)
	return ok
}

// makes reports a verb that promises what it makes right before i, "mới" or "được" between.
func (r *reading) makes(p phrase.Passage, i int) bool {
	if p.Is(i-1, "mới", "được", "thêm") {
		i--
	}
	if n, _ := r.wordBefore("promise", p, i); n > 0 {
		return true
	}
	return r.verbBefore(p, i) > 0
}

// verbBefore returns the length of the verb of assignment that ends right before i.
func (r *reading) verbBefore(p phrase.Passage, i int) int {
	for n := min(maxWord, i); n > 0; n-- {
		if k, class := r.grammar.Verb(p[:i], i-n); k == n && class == "act" {
			return n
		}
	}
	return 0
}

// bound skips the words right before the number that bound it (trên, ít nhất) and sets the
// relation they state.
func (r *reading) bound(p phrase.Passage, x *promise) bool {
	found := false
	for {
		n, rel := r.wordBefore("bound", p, x.first)
		if n == 0 {
			return found
		}
		x.first -= n
		if x.relation == "eq" || rel == "about" && x.relation == "" {
			x.relation = rel
		}
		if p.Is(x.first, "từ") {
			x.relation = "eq"
		}
		found = true
	}
}

// upward reports "trở lên" in the clause behind a number.
func upward(p phrase.Passage, i int) bool {
	for j := i; j < len(p) && j-i < 12 && !p.Is(j, ",", ";", ".") && p[j].Kind != text.Number; j++ {
		if p.Has(j, "tro", "len") {
			return p[j].Key == "trở" && (j == i || !p.Is(j-1, "tiến", "bình"))
		}
	}
	return false
}

// maxWord is the length in words of the longest phrase of targets.tsv.
const maxWord = 5

// wordBefore returns the length of the longest phrase of a class that ends right before i.
func (r *reading) wordBefore(class string, p phrase.Passage, i int) (words int, relation string) {
	for n := min(maxWord, i); n > 0; n-- {
		if k, rel := r.said[class].Match(p[:i], i-n); k == n {
			return n, rel
		}
	}
	if i > 0 && (len(p[i-1].Fold) > 3 || p[i-1].Fold == "dat") && r.beforeNumber(p, i) && !r.saidAtAll(p[i-1:i]) {
		if k, rel := r.said[class].Loose(p[:i], i-1); k == 1 {
			return 1, rel // a wrong tone in a word like "trên" right before a number
		}
	}
	return 0, ""
}

// beforeNumber reports that a number stands at i, or a bound and then a number.
func (r *reading) beforeNumber(p phrase.Passage, i int) bool {
	if i < len(p) && p[i].Kind != text.Number {
		n, _ := r.said["bound"].Match(p, i)
		i += n
	}
	return i < len(p) && p[i].Kind == text.Number
}

// saidAtAll reports a word of targets.tsv with its own tone.
func (r *reading) saidAtAll(p phrase.Passage) bool {
	for _, l := range r.said {
		if n, _ := l.Match(p, 0); n > 0 {
			return true
		}
	}
	return false
}

// past reports a word of the past within the clause before i.
func (r *reading) past(p phrase.Passage, i int) bool {
	for k := i - 1; k >= 0 && i-k < 8 && !p.Is(k, ";", ","); k-- {
		if n, _ := r.said["past"].Match(p, k); n > 0 {
			return true
		}
	}
	return false
}

// year reports that a time ends right before i: "đến năm 2030 100% ...".
func (r *reading) year(p phrase.Passage, i int) bool {
	return i > 0 && moment.Year(p[i-1].Text) > 0
}

// measures are nouns that begin an indicator.
var measures = phrase.NewSet("tỷ lệ", "tỉ lệ", "tỷ trọng", "tỷ suất", "tỷ số", "số", "tổng", "tổng số", "mức", "quy mô", "diện tích", "thu nhập",
	"tốc độ", "chỉ số", "năng suất", "sản lượng", "giá trị", "kim ngạch", "công suất", "chiều dài", "mật độ", "doanh thu", "độ che phủ", "tuổi thọ", "GRDP", "hệ số",
	"độ che phủ", "kinh phí", "vốn", "tổng vốn", "tổng diện tích", "tổng mức", "tổng kinh phí", "thu ngân sách", "cơ cấu")

// indicate finds what the number measures: the words before its verb, or those behind its
// unit up to the next promise.
func (r *reading) indicate(p phrase.Passage, x *promise, next int) bool {
	a := x.amount
	if x.before {
		x.to = a.end
		if a.unit.name == "%" {
			x.to = clauseEnd(p, a.end, next)
		}
		return len(x.indicator) > 0
	}
	if !x.counts {
		return false
	}
	start := a.end
	if a.unit.count {
		start = a.number
	}
	end := r.indicatorEnd(p, start, next)
	x.indicator = p[start:end].Trim()
	if p.Is(start, "số", "trong") {
		x.indicator = p[start+1 : max(start+1, end)].Trim()
	}
	if strings.Contains(a.unit.name, "/") {
		from := a.start
		if p.Has(x.verb, "dat", "ty", "le") {
			from = x.verb + 1
		}
		x.indicator = append(append(phrase.Passage(nil), p[from:a.start]...), p[a.number:a.end]...)
	}
	x.from, x.to = x.first, max(end, a.end)
	return len(x.indicator) > 0
}

// indicatorStart returns where the words begin that a number is said of: behind the last
// promise and its clause, a semicolon, a colon, "trong đó"; at the last noun of measure.
func (r *reading) indicatorStart(p phrase.Passage, prev, verb int) int {
	from := prev
	if prev > 0 {
		for from < verb && !p.Is(from, ",", ";", ".") && !p.Is(from, "và") {
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
	}
	for i := verb - 1; i > from; i-- {
		if !p.Is(i-1, ",", "và") {
			continue
		}
		if rest := r.strip(p[i:verb]); len(rest) > 0 && measures.Match(rest, 0) > 0 {
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
func (r *reading) indicatorEnd(p phrase.Passage, start, next int) int {
	end := start
	for end < next && !p.Is(end, ";", ".", ":", "./") && !r.trails(p, start, end) {
		if w, ok := moment.At(p, end); ok && end > start+1 && w.Year > 0 {
			break
		}
		if n, _ := r.said["yearly"].Match(p, end); n > 0 || p.Has(end, "so", "voi") {
			break
		}
		end++
	}
	return r.withoutLead(p, start, end)
}

// trails reports that ", góp phần ..." or "và từng bước ..." begins at i.
func (r *reading) trails(p phrase.Passage, start, i int) bool {
	if i < start+2 || !p.Is(i, ",", "và") {
		return false
	}
	n, _ := r.said["trail"].Match(p, i+1)
	return n > 0
}

// withoutLead cuts the words at the end of a stretch that lead to what follows: "và",
// "đồng thời có", "phấn đấu".
func (r *reading) withoutLead(p phrase.Passage, start, end int) int {
	for end > start {
		n, _ := r.wordBefore("promise", p, end)
		n = max(n, r.verbBefore(p, end))
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

// strip takes away what stands before an indicator: a time, "phấn đấu", "hằng năm", a
// verb of change.
func (r *reading) strip(p phrase.Passage) phrase.Passage {
	for p = p.Trim(); len(p) > 0; {
		if w, ok := moment.At(p, 0); ok {
			p = p[w.End:]
			continue
		}
		if n, _ := r.said["yearly"].Match(p, 0); n > 0 {
			p = p[n:]
			continue
		}
		switch {
		case p.Is(0, ",", "và", "“", "\"", "-", "+", "đưa", "nâng"), p.Is(0, "giảm", "tăng") && measures.Match(p, 1) > 0:
			p = p[1:]
		case p.Has(0, "phan", "dau"), p.Has(0, "bao", "dam"), p.Has(0, "dam", "bao"), p.Has(0, "trong", "do"), p.Has(0, "dong", "thoi"):
			p = p[2:]
		default:
			return p
		}
	}
	return nil
}

// milestones finds the promises without a number: a year and a verb that names a state to
// be reached.
func (r *reading) milestones(s *section, p phrase.Passage, list []promise) {
	lead, next := 0, 0
	for from := 0; from < len(p); {
		to := from
		for to < len(p) && !p.Is(to, ";") {
			to++
		}
		clause := p[from:to]
		numeric := false
		for next < len(list) && list[next].amount.start < to {
			numeric = true
			next++
		}
		y := r.milestone(s, clause, lead, numeric)
		if y > 0 {
			lead = y
		}
		from = to + 1
	}
}

// milestone adds the clause when it is one. lead is the year that an earlier clause of the
// sentence set; milestone returns the year that this clause sets, 0 for none.
func (r *reading) milestone(s *section, p phrase.Passage, lead int, numeric bool) int {
	opens, ends := r.clauseYears(p)
	year := max(opens, ends)
	if year == 0 {
		year = lead
	}
	own := year > 0
	if year == 0 && s.kind == plan.Objectives {
		year = s.yearAt(p)
	}
	if numeric || year == 0 {
		return opens
	}
	words := r.strip(p)
	if !r.goal(s, words, own, ends > 0) {
		return opens
	}
	words = r.state(words)
	r.addTarget(plan.Target{
		Section: s.ID, Indicator: words.Trim().String(), Relation: "milestone", Rule: "target.milestone",
		Due: &plan.Due{Year: year, Text: r.yearText(p, year)},
	}, words.Trim())
	return opens
}

// clauseYears returns the year that opens a clause (Đến năm 2028, ...) and the one that
// closes it (... vào năm 2015).
func (r *reading) clauseYears(p phrase.Passage) (opens, ends int) {
	for i := 0; i < len(p); i++ {
		w, ok := moment.At(p, i)
		if !ok || w.Year == 0 || w.From > 0 {
			continue
		}
		switch {
		case i <= 2 && w.Word == "đến" || i == 0 && w.Word != "ngày":
			opens = w.Year
		case w.Word == "vào":
			ends = w.Year
		}
		i = w.End - 1
	}
	return opens, ends
}

// goal reports words that name a state to be reached. Under the year of a heading only the
// verbs that say it outright count.
func (r *reading) goal(s *section, p phrase.Passage, own, ends bool) bool {
	for i := range p {
		n, _ := r.said["goal"].Match(p, i)
		if n == 0 {
			continue
		}
		state := p.Has(i, "tro", "thanh") || p.Has(i, "ngang", "bang") || p.Has(i, "co", "ban", "dap", "ung")
		success := p.Has(i, "thuc", "hien", "thanh", "cong")
		switch {
		case success:
			return own && ends
		case state && i > 0:
			return s.kind == plan.Objectives || own && !ends
		case i == 0 && s.kind == plan.Objectives:
			return own || p.Has(0, "hinh", "thanh")
		}
	}
	return false
}

// state cuts from the words of a milestone what stands before a colon, a closing time, and
// what the state is good for; for "thực hiện thành công" the words begin at the verb.
func (r *reading) state(p phrase.Passage) phrase.Passage {
	from := 0
	for i := range p {
		if p.Is(i, ":") && i < len(p)-2 || p.Has(i, "thuc", "hien", "thanh", "cong") {
			from = i
		}
	}
	p = p[from:].Trim()
	for i := range p {
		if w, ok := moment.At(p, i); ok && i > 2 && w.Word == "vào" || r.trails(p, 2, i) {
			return p[:i]
		}
	}
	return p
}

// yearText returns the words of the clause that state the year.
func (r *reading) yearText(p phrase.Passage, y int) string {
	for i := range p {
		if w, ok := moment.At(p, i); ok && w.Year == y {
			return p[w.Start:w.End].String()
		}
	}
	return ""
}

// targetDue returns the deadline of promise i of a sentence: a time behind it before the
// next promise, the nearest time before it, the year of the heading. A yearly promise has
// none.
func (r *reading) targetDue(s *section, p phrase.Passage, list []promise, i int) *plan.Due {
	x := list[i]
	next := len(p)
	if i+1 < len(list) {
		next = list[i+1].first
	}
	if w, ok := r.timeBehind(p, x, next); ok {
		return due(w, p)
	}
	if r.yearlyBehind(p, x, next) {
		return nil
	}
	w, yearly, ok := r.timeBefore(p, x.amount.start)
	switch {
	case ok:
		return due(w, p)
	case yearly || x.amount.unit.name == "%/năm":
		return nil
	case s.yearAt(p) > 0:
		return &plan.Due{Year: s.yearAt(p)}
	}
	return nil
}

// timeBehind finds a time between a promise and the next, in the same clause.
func (r *reading) timeBehind(p phrase.Passage, x promise, next int) (moment.Moment, bool) {
	for k := x.amount.end; k < next && !p.Is(k, ";"); k++ {
		w, ok := moment.At(p, k)
		if !ok || w.Year == 0 || w.From > 0 || p.Has(k-2, "so", "voi") {
			continue
		}
		if p.Is(k-1, ",") || next < len(p) && w.End == next || w.Word == "đến" && leadsOn(p, w.End, next) {
			return w, false
		}
		return w, true
	}
	return moment.Moment{}, false
}

// yearlyBehind reports "mỗi năm" in the clause behind a promise.
func (r *reading) yearlyBehind(p phrase.Passage, x promise, next int) bool {
	for k := x.amount.end; k < next && !p.Is(k, ";", ","); k++ {
		if n, _ := r.said["yearly"].Match(p, k); n > 0 {
			return true
		}
	}
	return false
}

// leadsOn reports that the words up to the next promise belong to it: a time that opens it.
func leadsOn(p phrase.Passage, i, next int) bool {
	return next < len(p) && next-i <= 3
}

// maxGovern is how many words a time may stand before the number that it governs.
const maxGovern = 200

// timeBefore finds the time that governs a number: the nearest one before it in the
// sentence; "hằng năm" in between makes the promise a yearly one.
func (r *reading) timeBefore(p phrase.Passage, i int) (w moment.Moment, yearly, ok bool) {
	for k := max(0, i-maxGovern); k < i; k++ {
		if n, _ := r.said["yearly"].Match(p, k); n > 0 {
			ok, yearly = false, true
			continue
		}
		if x, is := moment.At(p, k); is && x.Year > 0 && x.End <= i && x.From == 0 && (x.Word == "đến" || x.Word == "trong" || x.Word == "vào" || x.Word == "năm" || x.Word == "trước" || x.Word == "tới") {
			w, ok, yearly = x, true, false
			k = x.End - 1
		}
	}
	return w, yearly, ok
}

// dropShorter leaves out a milestone that another one says in more words.
func (r *reading) dropShorter() {
	var keys []string
	for _, t := range r.doc.Targets {
		if t.Relation == "milestone" {
			keys = append(keys, phraseKey(t.Indicator))
		}
	}
	sort.Strings(keys)
	said := map[string]bool{}
	r.doc.Targets = slices.DeleteFunc(r.doc.Targets, func(t plan.Target) bool {
		if t.Relation != "milestone" {
			return false
		}
		k := phraseKey(t.Indicator)
		i := sort.SearchStrings(keys, k)
		for i < len(keys) && keys[i] == k {
			i++
		}
		again := said[k]
		said[k] = true
		return again || i < len(keys) && strings.HasPrefix(keys[i], k)
	})
}
