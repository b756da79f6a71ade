package corpus

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
)

// Question asks for facts of all documents. Empty fields ask for nothing; names of places and
// bodies may be abbreviated, unaccented, and of before or after 1 July 2025.
type Question struct {
	Due    [2]int // first and last year in which it is due; 0: any
	Place  string // that the document, the section or the promise is about
	Lead   string // body that leads a task
	With   string // body that helps with a task
	Type   string // code of the document type
	Issuer string
	Year   string // of the document's date
}

// TargetFound is a promise and where it stands.
type TargetFound struct {
	Entry  Entry
	Target plan.Target
	Year   int // in which it is due; 0 where that is not said
}

// TaskFound is a task and where it stands.
type TaskFound struct {
	Entry Entry
	Task  plan.Task
	Year  int // in which it is due; 0 where that is not said
}

// Targets returns the promises of all documents that the question asks for, by document in the
// order of their ids, in the order of the paper.
func (a *Archive) Targets(ctx context.Context, q Question) ([]TargetFound, error) {
	var out []TargetFound
	about := q.about()
	err := a.eachAsked(ctx, q, "targets", func(e Entry, d *plan.Document) {
		here := about(d)
		for _, t := range d.Targets {
			if q.due(t.Due) && here(t.Quote, t.Section) {
				out = append(out, TargetFound{e, t, dueYear(t.Due)})
			}
		}
	})
	return out, err
}

// Tasks returns the tasks of all documents that the question asks for, in the same order.
func (a *Archive) Tasks(ctx context.Context, q Question) ([]TaskFound, error) {
	var out []TaskFound
	about, leads, helps := q.about(), someNamed(q.Lead), someNamed(q.With)
	err := a.eachAsked(ctx, q, "tasks", func(e Entry, d *plan.Document) {
		here := about(d)
		for _, t := range d.Tasks {
			if q.due(t.Due) && leads(t.Lead) && helps(t.With) && here(t.Text, t.Section) {
				out = append(out, TaskFound{e, t, dueYear(t.Due)})
			}
		}
	})
	return out, err
}

// due reports whether a deadline is one that the question asks for.
func (q *Question) due(d *plan.Due) bool {
	y := dueYear(d)
	return q.Due[0] == 0 || y >= q.Due[0] && y <= q.Due[1]
}

// someNamed returns a test of lists of bodies: those with one that is named so; all if it is
// empty.
func someNamed(body string) func([]string) bool {
	named := index.Named(body)
	return func(list []string) bool { return body == "" || slices.ContainsFunc(list, named) }
}

// about returns, for a document, a test of facts by what they say and the section they stand in:
// the fact, the section or the whole document must be about the place.
func (q *Question) about() func(*plan.Document) func(said, section string) bool {
	says, about := index.Says(q.Place), index.About(q.Place)
	return func(d *plan.Document) func(said, section string) bool {
		whole := q.Place == "" || about(d.Head.Place) || about(d.Head.Issuer)
		return func(said, section string) bool { return whole || says(said) || namesPlace(d, about, section) }
	}
}

// eachAsked calls f for each document that the question may be about and that has facts under a key
// of the YAML. Whether it can matter is looked for in the bytes, since reading YAML takes far longer.
func (a *Archive) eachAsked(ctx context.Context, q Question, key string, f func(Entry, *plan.Document)) error {
	issued, typed := index.Named(q.Issuer), index.Typed(q.Type)
	for _, e := range a.Public() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if q.Type != "" && !typed(e.Type) || !issued(e.Issuer) || !strings.HasPrefix(e.Date, q.Year) {
			continue
		}
		b, err := a.YAML(e)
		if err != nil {
			return err
		}
		if !bytes.Contains(b, []byte("\n"+key+":\n")) || !q.mayBeDue(b) {
			continue
		}
		d, err := decodeDocument(e, b)
		if err != nil {
			return err
		}
		f(e, d)
	}
	return nil
}

// mayBeDue reports whether a year in which the question asks for what is due stands anywhere in a
// YAML.
func (q *Question) mayBeDue(yaml []byte) bool {
	if q.Due[0] == 0 {
		return true
	}
	for y := q.Due[0]; y <= min(q.Due[1], q.Due[0]+100); y++ {
		if bytes.Contains(yaml, strconv.AppendInt(nil, int64(y), 10)) {
			return true
		}
	}
	return q.Due[1] > q.Due[0]+100
}

// namesPlace reports whether a place that a test accepts is named in a section.
func namesPlace(d *plan.Document, about func(string) bool, section string) bool {
	s, err := FindSection(d, section)
	return err == nil && slices.ContainsFunc(d.Entities.Places, func(p plan.Place) bool {
		return (about(p.Name) || about(p.Now)) && mentioned(p.Mentions, s.At)
	})
}
