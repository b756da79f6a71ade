// Package amend changes the facts of a document to what a reader says of them. A value is written
// as people write it, "≥ 70" or "30/6/2025", and stored as the YAML has it.
package amend

import (
	"cmp"
	"slices"
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/plan"
)

// The kinds of facts that can be amended.
const (
	Document = "document" // the document's own description
	Target   = "target"
	Task     = "task"
)

// Whole is the field that stands for the fact itself: an empty value takes it out, any other
// leaves it in.
const Whole = ""

// Place names a value of a document. A fact is known by its bytes in the scan, and by its ID where
// several share them, so that it is found again when the scan has been read anew.
type Place struct {
	Fact  string
	ID    string
	Bytes [2]int
	Field string // key of the YAML
}

// Fields returns the fields of a kind of facts, nil for a kind that is not known.
func Fields(fact string) []string {
	switch fact {
	case Document:
		return []string{"number", "type", "issuer", "place", "date", "subject"}
	case Target:
		return []string{"indicator", "value", "unit", "due"}
	case Task:
		return []string{"title", "lead", "with", "due"}
	}
	return nil
}

// Value returns the value of a place as people write it; ok is false where there is no such place.
func Value(d *plan.Document, p Place) (value string, ok bool) {
	v := find(d, p)
	if v == nil {
		return "", false
	}
	return v.get(), true
}

// Set changes the value of a place. ok is false where there is no such place or the value is none
// for it.
func Set(d *plan.Document, p Place, value string) (ok bool) {
	v := find(d, p)
	return v != nil && v.set(value)
}

// At returns where a fact stands; the zero place for the document's description.
func At(d *plan.Document, p Place) (at plan.At, ok bool) {
	switch p.Fact {
	case Document:
		return plan.At{}, true
	case Target:
		if i := target(d, p); i >= 0 {
			return d.Targets[i].At, true
		}
	case Task:
		if i := task(d, p); i >= 0 {
			return d.Tasks[i].At, true
		}
	}
	return plan.At{}, false
}

// value reads and writes one value of a document.
type value struct {
	get func() string
	set func(string) bool
}

func find(d *plan.Document, p Place) *value {
	switch p.Fact {
	case Document:
		return ofHead(&d.Head, p.Field)
	case Target:
		i := target(d, p)
		if i < 0 {
			return nil
		}
		if p.Field == Whole {
			return whole(d.Targets[i].Quote, func() { d.Targets = slices.Delete(slices.Clone(d.Targets), i, i+1) })
		}
		return ofTarget(&d.Targets[i], p.Field)
	case Task:
		i := task(d, p)
		if i < 0 {
			return nil
		}
		if p.Field == Whole {
			return whole(cmp.Or(d.Tasks[i].Title, d.Tasks[i].Text), func() { d.Tasks = slices.Delete(slices.Clone(d.Tasks), i, i+1) })
		}
		return ofTask(&d.Tasks[i], p.Field)
	}
	return nil
}

func target(d *plan.Document, p Place) int {
	return indexOf(len(d.Targets), p, func(i int) (string, plan.At) { return d.Targets[i].ID, d.Targets[i].At })
}

func task(d *plan.Document, p Place) int {
	return indexOf(len(d.Tasks), p, func(i int) (string, plan.At) { return d.Tasks[i].ID, d.Tasks[i].At })
}

// indexOf returns the fact of a place among n, -1 if there is none.
func indexOf(n int, p Place, fact func(i int) (id string, at plan.At)) int {
	found := -1
	for i := range n {
		id, at := fact(i)
		if at.Bytes != p.Bytes {
			continue
		}
		if id == p.ID {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

func whole(says string, remove func()) *value {
	return &value{func() string { return says }, func(s string) bool {
		if s == "" {
			remove()
		}
		return true
	}}
}

func ofHead(h *plan.Header, field string) *value {
	switch field {
	case "number":
		return plain(&h.Number)
	case "type":
		return &value{func() string { return h.Type }, func(s string) bool { return setType(h, s) }}
	case "issuer":
		return plain(&h.Issuer)
	case "place":
		return plain(&h.Place)
	case "date":
		return &value{func() string { return written(h.Date) }, func(s string) bool {
			date, ok := readDate(s)
			if ok || s == "" {
				h.Date = date
			}
			return ok || s == ""
		}}
	case "subject":
		return plain(&h.Subject)
	}
	return nil
}

func ofTarget(t *plan.Target, field string) *value {
	switch field {
	case "indicator":
		return needed(&t.Indicator)
	case "value":
		return &value{func() string { return Level(t) }, func(s string) bool { return setLevel(t, s) }}
	case "unit":
		return plain(&t.Unit)
	case "due":
		return ofDue(&t.Due)
	}
	return nil
}

func ofTask(t *plan.Task, field string) *value {
	switch field {
	case "title":
		return plain(&t.Title)
	case "lead":
		return list(&t.Lead)
	case "with":
		return list(&t.With)
	case "due":
		return ofDue(&t.Due)
	}
	return nil
}

func plain(s *string) *value {
	return &value{func() string { return *s }, func(v string) bool { *s = v; return true }}
}

// needed is a value that is never empty.
func needed(s *string) *value {
	return &value{func() string { return *s }, func(v string) bool {
		if v != "" {
			*s = v
		}
		return v != ""
	}}
}

// list is a list of names, divided by semicolons.
func list(l *[]string) *value {
	return &value{func() string { return strings.Join(*l, "; ") }, func(s string) bool {
		var out []string
		for part := range strings.SplitSeq(s, ";") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		*l = out
		return true
	}}
}

func ofDue(d **plan.Due) *value {
	return &value{func() string { return Deadline(*d) }, func(s string) bool {
		due, ok := readDue(s)
		if ok {
			*d = due
		}
		return ok
	}}
}

// setType sets the type of a document by its code or its name.
func setType(h *plan.Header, s string) bool {
	if s == "" {
		h.Type, h.TypeName = "", ""
		return true
	}
	for _, r := range dictionaries.Table("doctypes", 2) {
		if strings.EqualFold(r[0], s) || strings.EqualFold(r[1], s) {
			h.Type, h.TypeName = r[0], r[1]
			return true
		}
	}
	return false
}
