// Package promise finds measurable promises in a sentence: a number with its unit, the words
// that bound it (trên, ít nhất), the verb that parts it from what it measures (đạt, giảm còn) or makes
// what it counts (hình thành), and the time that governs it. The words are in
// dictionaries/targets.tsv and units.tsv.
package promise

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
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
