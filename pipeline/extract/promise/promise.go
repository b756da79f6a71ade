// Package promise finds measurable promises in a sentence: a number with its unit, the words
// that bound it (trên, ít nhất), the verb that parts it from what it measures (đạt, giảm còn) or makes
// what it counts (hình thành), and the time that governs it. The words are in
// dictionaries/targets.tsv and units.tsv.
package promise

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
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

	verb   int            // where its verb of reaching or its bound begins
	before bool           // the words before the verb say what the number measures
	counts bool           // the words behind the number may say it
	deed   phrase.Passage // what is done to the things it counts, when nothing follows them
	size   bool           // it tells how large a thing is that the clause before it names
}

// Find finds the numbers of a sentence that promise.
func (f *Finder) Find(p phrase.Passage, scope Scope) []Promise {
	if scope == Rules && strives(p, len(p)) {
		scope = Work
	}
	list := f.numbers(p, scope)
	f.subjects(p, list)
	return f.objects(p, f.dropNested(p, list))
}

// numbers finds the numbers that promise, and the words right before them.
func (f *Finder) numbers(p phrase.Passage, scope Scope) []Promise {
	var out []Promise
	var last *Promise
	base := -1 // where a baseline and its verb begin
	for i := 0; i < len(p); i++ {
		if base >= 0 && p.Is(i, ";") {
			base = -1
		}
		a, ok := f.Amount(p, i)
		if !ok && !f.index(p, a) {
			continue
		}
		i = a.End - 1
		if b := f.baseline(p, a); b >= 0 {
			base = b
			continue
		}
		if p[a.Start].Kind != text.Number && !(scope == Work && f.makes(p, a.Start)) || f.inner(p, a) || aside(p, a.Start) || last != nil && perThousand(p, a, last.Amount) {
			continue
		}
		x, ok := f.promiseAt(p, a, scope)
		ok = ok || last != nil && (f.nextStage(p, a, last) || x.joins(p, last))
		if base >= 0 && !f.past(p, base) {
			x.First, x.verb, x.before, ok = base, base, true, true
		}
		base = -1
		if ok {
			out = append(out, x)
			last = &out[len(out)-1]
		}
	}
	return out
}

// index reports the value of an index, which has no unit: chỉ số phát triển con người (HDI) đạt trên 0,75.
func (f *Finder) index(p phrase.Passage, a Amount) bool {
	if !strings.HasPrefix(a.Value, "0.") || !f.closed(p, a.Number) {
		return false
	}
	for i := segmentStart(p, a.Start); i < a.Start; i++ {
		if indices.Match(p, i) > 0 {
			return true
		}
	}
	return false
}

// indices name what is measured from 0 to 1.
var indices = phrase.NewSet("chỉ số", "hệ số", "HDI", "GINI", "EGDI")

// maxRow is how many words may stand between two counts of a row.
const maxRow = 10

// joins reports a count that "và" or a comma joins to the count before it: 08 sở, ngành và 04
// huyện, thành phố.
func (x *Promise) joins(p phrase.Passage, before *Promise) bool {
	a := x.Amount
	if !a.Unit.Count || !before.Amount.Unit.Count || before.Relation != "min" || !p.Is(a.Start-1, "và", ",") || a.Start-before.Amount.End > maxRow {
		return false
	}
	x.counts = true
	for i := before.Amount.End; i < a.Start; i++ {
		if !p[i].Letters() && !p.Is(i, ",") {
			return false
		}
	}
	return true
}

// subjects finds for each number the words before its verb that it is said of.
func (f *Finder) subjects(p phrase.Passage, list []Promise) {
	for i := range list {
		if i == 0 {
			f.subject(p, &list[i], 0)
			f.inherit(p, &list[i], nil)
			continue
		}
		before := &list[i-1]
		list[i].share(p, before)
		f.subject(p, &list[i], before.Amount.End)
		f.inherit(p, &list[i], before)
		f.stage(p, &list[i], before)
	}
}

// objects finds what the other numbers count, and leaves out those of which nothing says it.
func (f *Finder) objects(p phrase.Passage, list []Promise) []Promise {
	kept := list[:0]
	for i := range list {
		next := len(p)
		if i+1 < len(list) {
			if next = list[i+1].First; list[i+1].before {
				next = list[i+1].From
			}
		}
		if f.indicate(p, &list[i], next) && says(list[i].Indicator) {
			kept = append(kept, list[i])
		}
	}
	for i := 1; i < len(kept); i++ {
		x, before := &kept[i], &kept[i-1]
		x.complete(before.Indicator)
		if p.Is(x.First-1, "và") && x.Amount.Unit.Count && len(before.deed) > 0 && len(x.deed) == 0 {
			x.deed = before.deed
			x.Indicator = append(x.deed[:len(x.deed):len(x.deed)], x.Indicator...)
		}
	}
	return kept
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
	if x.Relation == "max" && percent(a.Unit) && noneBelow(p, x.First) {
		x.Relation = "min"
	}
	if f.past(p, x.First) || f.condition(p, &x, reach, bound && scope >= Work) {
		return x, false
	}
	w := words{reach: reach, bound: bound, made: f.makes(p, x.First), scope: scope}
	if p.Is(x.First, "từ") && !reach && x.Relation != "range" && !percent(a.Unit) && (!w.made || p.Is(x.First-1, "có", "dụng", "cho", "tại", "đến") && !each(p, x.First)) {
		return x, false // from 100 workers on: whom it is about
	}
	w.made = w.made || scope >= Work && (f.begun(p, x) || f.often(p, x.First) || a.Unit.Count && f.acts(p, x.First))
	x.size = scope == Work && f.sized(p, x)
	switch {
	case scope == Goals, scope == Work && strives(p, x.First):
		w.stated = f.stated(p, &x, bound)
	case scope == Work:
		w.stated = bound && f.closed(p, a.End) && f.measureAt(p, clauseStart(p, x.First), x.First) >= 0
	}
	w.stated = w.stated || x.size
	return x, f.decide(p, &x, w)
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
	opens := x.First == 0 || p.Is(x.First-1, ",", ";", ":", "và", "(", "đó")
	wide := w.scope >= Work
	switch {
	case percent(a.Unit):
		x.before, x.counts = (w.reach || w.stated) && !f.ofThings(p, x), true
		return w.stated || w.reach && (wide || w.bound || w.made || f.dated(p, x.First)) || f.shareOf(p, x, w, opens)
	case a.Unit.Count:
		x.counts = true
		x.before = w.stated || w.reach && changes(p, x.First) && f.closed(p, a.End)
		return w.stated || w.bound || wide && (w.made || w.reach || opens && x.First > 0 && !p.Is(x.First-1, "("))
	}
	rate := strings.Contains(a.Unit.Name, "/")
	often := a.Unit.Name == "lần" && f.closed(p, a.End)
	x.before, x.counts = !w.made || w.reach || w.stated || often || !rate && f.closed(p, a.End), w.made || rate
	return w.stated || w.reach || wide && (w.bound || w.made || rate && opens && !money(a.Unit))
}

// shareOf reports a share of the things behind it that no verb of reaching parts from it.
func (f *Finder) shareOf(p phrase.Passage, x *Promise, w words, opens bool) bool {
	if f.closed(p, behindUpward(p, x.Amount.End)) {
		return w.bound && w.made
	}
	return w.bound || w.made || opens || f.year(p, x.First) || w.scope == Goals || w.scope == Work && x.Amount.Value == "100"
}
