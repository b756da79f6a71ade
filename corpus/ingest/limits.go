package ingest

import (
	"fmt"

	"vanban/pipeline/plan"
)

// Limits bound what is kept of a document; 0 is no limit.
type Limits struct {
	Sections int
	Facts    int // tasks, targets, documents cited and mentions of names, dates and amounts
}

// DefaultLimits are the limits unless the caller says otherwise. The largest documents seen have
// some hundred sections and some thousand facts.
var DefaultLimits = Limits{Sections: 20_000, Facts: 100_000}

// String names the limits, as an entry keeps them.
func (l Limits) String() string { return fmt.Sprintf("sections %d, facts %d", l.Sections, l.Facts) }

// Cut is what was left out of a document.
type Cut struct {
	What string // "pages", "sections" or "facts"
	Have int
	Kept int
}

// cut leaves out of a document what exceeds the limits, the last in the order of the YAML, and
// says what.
func (l Limits) cut(d *plan.Document) []Cut {
	var out []Cut
	if n := countSections(d.Sections); l.Sections > 0 && n > l.Sections {
		left := l.Sections
		d.Sections = firstSections(d.Sections, &left)
		out = append(out, Cut{"sections", n, l.Sections})
	}
	if n := facts(d); l.Facts > 0 && n > l.Facts {
		keepFacts(d, l.Facts)
		out = append(out, Cut{"facts", n, facts(d)})
	}
	return out
}

func countSections(list []plan.SectionText) int {
	n := len(list)
	for _, s := range list {
		n += countSections(s.Sections)
	}
	return n
}

// firstSections returns the first sections in the order of the paper, as many as are left.
func firstSections(list []plan.SectionText, left *int) []plan.SectionText {
	for i := range list {
		if *left == 0 {
			return list[:i]
		}
		*left--
		list[i].Sections = firstSections(list[i].Sections, left)
	}
	return list
}

// mentions returns the lists of places of the documents cited and of the entities.
func mentions(d *plan.Document) []*[]plan.At {
	var out []*[]plan.At
	for i := range d.References {
		out = append(out, &d.References[i].Mentions)
	}
	e := &d.Entities
	for i := range e.Organizations {
		out = append(out, &e.Organizations[i].Mentions)
	}
	for i := range e.Places {
		out = append(out, &e.Places[i].Mentions)
	}
	for i := range e.People {
		out = append(out, &e.People[i].Mentions)
	}
	for i := range e.Dates {
		out = append(out, &e.Dates[i].Mentions)
	}
	for i := range e.Amounts {
		out = append(out, &e.Amounts[i].Mentions)
	}
	return out
}

func facts(d *plan.Document) int {
	n := len(d.Tasks) + len(d.Targets)
	for _, list := range mentions(d) {
		n += max(1, len(*list))
	}
	return n
}

// keepFacts keeps so many facts; a name that has no mention left goes with the last of them.
func keepFacts(d *plan.Document, left int) {
	d.Tasks = first(d.Tasks, &left)
	d.Targets = first(d.Targets, &left)
	lists := mentions(d)
	kept := 0
	for _, list := range lists {
		if left == 0 {
			break
		}
		if len(*list) == 0 {
			left--
		}
		*list = first(*list, &left)
		kept++
	}
	e := &d.Entities
	d.References = first(d.References, &kept)
	e.Organizations = first(e.Organizations, &kept)
	e.Places = first(e.Places, &kept)
	e.People = first(e.People, &kept)
	e.Dates = first(e.Dates, &kept)
	e.Amounts = first(e.Amounts, &kept)
}

// first returns the first of a list, as many as are left.
func first[T any](list []T, left *int) []T {
	n := min(len(list), *left)
	*left -= n
	return list[:n]
}
