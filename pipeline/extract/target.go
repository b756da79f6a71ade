package extract

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"vanban/pipeline/extract/heading"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/promise"
	"vanban/pipeline/plan"
)

// readTargets lists the measurable promises of all sections but those that tell how things
// are.
func (r *reading) readTargets() {
	for _, s := range r.sections {
		if s.kind == plan.Appendix || s.reports() || s.kind == heading.Past || s.kind == heading.Request || r.kinds.Kind(s.heading()) == plan.Other || s.inSituation(r) {
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

// reports tells an article that takes note of what was: Điều 1. Thống nhất với báo cáo về kết
// quả thực hiện ...
func (s *section) reports() bool {
	if scopeOf(s.kind) != promise.Rules || len(s.running()) == 0 {
		return false
	}
	p := s.running()[0]
	for i := 0; i < p.Sentence(0); i++ {
		if p.Has(i, "ket", "qua", "thuc", "hien") || p.Has(i, "tinh", "hinh", "thuc", "hien") || p.Has(i, "ket", "qua", "dat", "duoc") {
			return true
		}
	}
	return false
}

// inSituation reports a section below a heading that tells how things are.
func (s *section) inSituation(r *reading) bool {
	for x := s.parent; x != nil; x = x.parent {
		if r.kinds.Kind(x.heading()) == plan.Other {
			return true
		}
	}
	return false
}

func (r *reading) sentenceTargets(s *section, p phrase.Passage) {
	if r.promise.Said("recall", p, 0) > 0 {
		return
	}
	var list []promise.Promise
	if s.kind != plan.Preamble {
		scope := scopeOf(s.kind)
		if s.kind == plan.Other && r.promise.Said("promise", p, 0) > 0 {
			scope = promise.Work
		}
		list = r.promise.Find(p, scope)
	}
	for i, x := range list {
		t := plan.Target{Section: s.ID, Indicator: x.Indicator.String(), Relation: x.Relation, Unit: x.Amount.Unit.Name, Rule: "target.number"}
		if x.Relation == "range" {
			t.From, t.To = x.Amount.Value, x.Amount.To
		} else {
			t.Value = x.Amount.Value
		}
		t.Due = r.targetDue(s, p, list, i)
		if !r.gone(t.Due) {
			r.addTarget(t, p[x.From:x.To])
		}
	}
	r.milestones(s, p, list)
}

// scopeOf returns what promises look like in a section.
func scopeOf(k plan.SectionKind) promise.Scope {
	switch k {
	case plan.Objectives:
		return promise.Goals
	case plan.Tasks, plan.Implementation:
		return promise.Work
	}
	return promise.Rules
}

// gone reports a year before that of the document: what is said of it is no promise.
func (r *reading) gone(d *plan.Due) bool {
	if d == nil || len(r.doc.Head.Date) < 4 {
		return false
	}
	year, err := strconv.Atoi(r.doc.Head.Date[:4])
	return err == nil && d.Year > 0 && d.Year < year
}

func (r *reading) addTarget(t plan.Target, words phrase.Passage) {
	t.Quote, t.At = words.String(), r.at(words)
	r.doc.Targets = append(r.doc.Targets, t)
}

// milestones finds the promises without a number: a year and a verb that names a state to
// be reached, or a rank.
func (r *reading) milestones(s *section, p phrase.Passage, list []promise.Promise) {
	lead, next := 0, 0
	for from := 0; from < len(p); {
		to := from
		for to < len(p) && !p.Is(to, ";") {
			to++
		}
		numeric := false
		for next < len(list) && list[next].Amount.Start < to {
			numeric = true
			next++
		}
		if y := r.clauseMilestones(s, p[from:to], lead, numeric); y > 0 {
			lead = y
		}
		from = to + 1
	}
}

// clauseMilestones adds the milestones of a clause, several where commas part ranks: A đạt
// đô thị loại II, B đạt đô thị loại III vào năm 2030. It returns the year that the clause sets.
func (r *reading) clauseMilestones(s *section, p phrase.Passage, lead int, numeric bool) int {
	opens, ends := r.clauseYears(p)
	if !numeric && ends > 0 && lead == 0 {
		lead = ends
	}
	from, ranked := 0, false
	for i := range p {
		if r.promise.Said("rank", p, i) == 0 && r.promise.Said("state", p, i) == 0 {
			continue
		}
		k := lastMark(p, from, i)
		if numeric && k > from && i-k > 2 && !ranked && r.anyAmount(p[from:k]) {
			from = k + 1 // what stands before it is a number's
		} else if ranked && k > from && i-k > 2 {
			r.milestone(s, p[from:k], max(lead, opens), numeric)
			from = k + 1
		}
		ranked = true
	}
	r.milestone(s, p[from:], max(lead, opens), numeric)
	return opens
}

// anyAmount reports a number with a unit.
func (r *reading) anyAmount(p phrase.Passage) bool {
	for i := range p {
		if _, ok := r.promise.Amount(p, i); ok {
			return true
		}
	}
	return false
}

// lastMark returns the last comma or "và" between from and to; from where none stands.
func lastMark(p phrase.Passage, from, to int) int {
	for i := to - 1; i > from; i-- {
		if p.Is(i, ",", "và") {
			return i
		}
	}
	return from
}

// milestone adds the clause when it is one. lead is the year that governs it when it names
// none itself.
func (r *reading) milestone(s *section, p phrase.Passage, lead int, numeric bool) {
	year := max(r.clauseYears(p))
	if year == 0 {
		year = lead
	}
	own := year > 0
	if year == 0 && (s.kind == plan.Objectives || striven(p)) {
		year = s.yearAt(p)
	}
	words := r.promise.Strip(p)
	ranked := r.ranked(s, words, own || striven(p))
	if numeric && !ranked || year == 0 && !(ranked && s.kind == plan.Objectives) {
		return
	}
	_, ends := r.clauseYears(p)
	if !ranked && !r.goal(s, words, own, ends > 0) {
		return
	}
	t := plan.Target{Section: s.ID, Relation: "milestone", Rule: "target.milestone"}
	if year > 0 {
		t.Due = &plan.Due{Year: year, Text: r.yearText(p, year)}
	}
	words = r.state(words).Trim()
	if t.Indicator = words.String(); t.Indicator != "" && !r.gone(t.Due) {
		r.addTarget(t, words)
	}
}

// ranked reports words that name a place among others, said of something before them.
func (r *reading) ranked(s *section, p phrase.Passage, own bool) bool {
	if s.kind != plan.Objectives && !own {
		return false
	}
	for i := 1; i < len(p); i++ {
		if r.promise.Said("rank", p, i) > 0 {
			return !r.counted(p[:i]) // ít nhất 5 trường thuộc nhóm 100: so many
		}
	}
	return false
}

// counted reports words that begin with a number of things, or with what bounds one.
func (r *reading) counted(p phrase.Passage) bool {
	i := 0
	if striven(p) {
		i = 2
	}
	if p.Is(i, "có") {
		i++
	}
	if i < len(p) {
		i += r.promise.Said("bound", p, i)
	}
	if i >= len(p) {
		return false
	}
	a, ok := r.promise.Amount(p, i)
	return ok && a.Unit.Count
}

// striven reports "phấn đấu" in a clause.
func striven(p phrase.Passage) bool {
	for i := range p {
		if p.Has(i, "phan", "dau") {
			return true
		}
	}
	return false
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
		case i <= 2 && (w.Word == "đến" || w.Word == "trước" || w.Word == "năm") || i == 0 && w.Word != "ngày":
			opens = w.Year
		case w.Word == "vào", (w.Word == "trước" || w.Word == "trong") && len(p[w.End:].Trim()) == 0:
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
		if r.promise.Said("state", p, i) > 0 && (s.kind == plan.Objectives || own) && len(p) <= maxState && !r.anyAmount(p) && !p.Is(i-1, "đã") && worn.Match(p, i) == 0 {
			return true
		}
		n := r.promise.Said("goal", p, i)
		if n == 0 {
			continue
		}
		state := p.Has(i, "tro", "thanh") || p.Has(i, "ngang", "bang") || p.Has(i, "co", "ban", "dap", "ung")
		success := p.Has(i, "thuc", "hien", "thanh", "cong")
		switch {
		case success:
			return own && ends
		case state && (i > 0 || own):
			return s.kind == plan.Objectives || own
		case i == 0 && s.kind == plan.Objectives:
			return own || p.Has(0, "hinh", "thanh") || p.Has(0, "hoan", "thanh", "pho", "cap")
		}
	}
	return false
}

// worn are words that say what is no longer of use, and name no state to be reached.
var worn = phrase.NewSet("không còn phù hợp", "không còn hiệu lực", "không còn cần thiết", "không còn nhu cầu", "không còn đủ", "không còn hoạt động", "không còn giá trị", "không còn thực hiện", "không còn sử dụng", "không còn tồn tại")

// maxState is the length in words of the longest clause that names a state: huyện A đạt chuẩn
// nông thôn mới.
const maxState = 30

// state cuts from the words of a milestone what stands before a colon, a closing time, and
// what the state is good for; for "thực hiện thành công" the words begin at the verb.
func (r *reading) state(p phrase.Passage) phrase.Passage {
	from, verb := 0, 0
	for i := range p {
		if p.Is(i, ":") && i < len(p)-2 || p.Has(i, "thuc", "hien", "thanh", "cong") {
			from = i
		}
		if n := r.promise.Said("promise", p, i); n > 0 && i > 0 {
			verb = i + n
		}
		if r.promise.Said("state", p, i) > 0 && verb > from && i > verb {
			from = verb // Công an xã xây dựng xã không có ma túy
			break
		}
	}
	p = p[from:].Trim()
	for i := range p {
		w, ok := moment.At(p, i)
		closes := ok && w.Year > 0 && (w.Word == "trước" || w.Word == "trong") && len(p[w.End:].Trim()) == 0
		if ok && i > 2 && (w.Word == "vào" || closes) || r.promise.Trails(p, 2, i) {
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
// next promise, the nearest time before it, the year of the heading, the deadline of its task.
// A yearly promise has none.
func (r *reading) targetDue(s *section, p phrase.Passage, list []promise.Promise, i int) *plan.Due {
	x := list[i]
	next := len(p)
	if i+1 < len(list) {
		next = list[i+1].First
	}
	if w, ok := r.promise.TimeBehind(p, x, next); ok {
		return due(w, p)
	}
	if r.promise.YearlyBehind(p, x, next) {
		return nil
	}
	if w, ok := r.promise.Finish(p, x); ok {
		return due(w, p)
	}
	w, yearly, ok := r.promise.TimeBefore(p, x.First)
	switch {
	case ok:
		return due(w, p)
	case yearly || x.Amount.Unit.Name == "%/năm":
		return nil
	case s.yearAt(p) > 0:
		return &plan.Due{Year: s.yearAt(p)}
	}
	if x.Recurs() {
		return nil
	}
	return r.dueOfTask(s, p[x.From:x.To])
}

// dueOfTask returns the deadline of the task that holds the words of a promise: "Thời gian: trước
// ngày 31/12/2027" behind it.
func (r *reading) dueOfTask(s *section, words phrase.Passage) *plan.Due {
	at := r.at(words).Bytes
	for _, t := range r.doc.Tasks {
		if (t.ID == s.ID || strings.HasPrefix(t.ID, s.ID+"/")) && t.Due != nil && t.At.Bytes[0] <= at[0] && at[1] <= t.At.Bytes[1] {
			d := *t.Due
			return &d
		}
	}
	return nil
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
