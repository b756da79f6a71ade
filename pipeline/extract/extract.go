// Package extract finds the facts of a document in its outline: head, references, tasks,
// targets, bodies, places, people, dates and amounts. It knows conventions of the language
// and the tables of package dictionaries, never a document.
//
// A file a rule family. Each fact names its rule and the place of its words in the scan. A
// value that is not found is left out.
package extract

import (
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/extract/atlas"
	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/docnum"
	"vanban/pipeline/extract/heading"
	"vanban/pipeline/extract/names"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/promise"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Extractor finds facts. It is safe for use by many goroutines.
type Extractor struct {
	load func() *tables
}

// New returns an extractor over the embedded dictionaries; they are prepared when the first
// document is read.
func New() *Extractor { return &Extractor{sync.OnceValue(load)} }

// tables are the prepared dictionaries.
type tables struct {
	codes   *docnum.Codes
	types   phrase.Lexicon[string] // type name -> code
	grammar *body.Grammar
	atlas   *atlas.Atlas
	promise *promise.Finder
	laws    phrase.Lexicon[string]
	kinds   *heading.Kinds
	names   *names.Table
	offices capacities
}

func load() *tables {
	t := &tables{codes: docnum.Load(), names: names.Load(), offices: loadCapacities()}
	for name, code := range t.codes.TypeNames() {
		t.types.Add(name, code)
	}
	places, err := gazetteer.Open(dictionaries.Places)
	if err != nil {
		panic(err) // the embedded file is part of the program
	}
	t.atlas = atlas.New(places)
	t.grammar = body.Load(t.atlas)
	t.promise = promise.Load(t.grammar)
	for _, r := range dictionaries.Table("laws", 2) {
		t.laws.Add(r[0], r[1])
	}
	t.kinds = heading.Load(t.grammar)
	return t
}

// reading is one document being read.
type reading struct {
	*tables
	outline  *plan.Outline
	text     *text.Text
	words    *phrase.Reader
	sections []*section
	head     headPassages
	all      []phrase.Passage // see everything
	doc      *plan.Document
}

// Extract returns what the outline says. Made.Tool and Made.Model, the name and the hash of
// the source are left to the caller.
func (x *Extractor) Extract(o *plan.Outline) *plan.Document {
	r := &reading{
		tables: x.load(), outline: o, text: o.Text,
		words: phrase.NewReader(o.Text), doc: &plan.Document{},
	}
	r.doc.Made.Rules = o.Rules
	r.doc.Source = plan.Source{Name: o.Text.Source.Name, Bytes: len(o.Text.Source.Bytes), Lines: len(o.Text.Source.Lines)}
	r.doc.Quality = quality(o.Text)
	r.readSections()
	r.readHead()
	r.readReferences()
	r.readTasks()
	r.readTargets()
	r.readPlaces()
	r.readOrganizations()
	r.readPeople()
	r.readDates()
	r.readAmounts()
	return r.doc
}

// at returns where a passage stands in the scan.
func (r *reading) at(p phrase.Passage) plan.At {
	pl := r.words.Place(p)
	return plan.At{Lines: pl.Lines, Bytes: [2]int{pl.Bytes.Start, pl.Bytes.End}, Sure: pl.Sure}
}

// passages returns all running text in logical order: titles and paragraphs of the
// sections, a heading with the paragraph that goes on from it.
func (r *reading) passages() []phrase.Passage {
	var out []phrase.Passage
	for _, s := range r.sections {
		out = append(out, s.running()...)
	}
	return out
}

// everything returns the passages of the head, the body and the foot.
func (r *reading) everything() []phrase.Passage {
	if r.all != nil {
		return r.all
	}
	out := r.head.all()
	out = append(out, r.passages()...)
	for _, x := range r.outline.Foot.Recipients {
		out = append(out, r.words.Passage(x))
	}
	for _, s := range r.outline.Foot.Signers {
		out = append(out, r.words.Passage(s.Capacity), r.words.Passage(s.Title))
	}
	r.all = out
	return out
}
