package corpus

import (
	"errors"
	"fmt"
	"time"

	"vanban/corpus/amend"
	"vanban/pipeline/plan"
)

// ErrValue is a value that cannot be one of its field.
var ErrValue = errors.New("no value of this field")

// place returns the value that a correction of a fact is about.
func (c *Correction) place() amend.Place {
	return amend.Place{Fact: c.Fact, ID: c.ID, Bytes: c.Bytes, Field: c.Field}
}

// Amended returns a document with the values that readers gave its facts, and with all their
// corrections as reviewed. Those that find no place are left out. The document given is not
// changed.
func Amended(d *plan.Document, list []Correction) *plan.Document {
	if len(list) == 0 {
		return d
	}
	out := copyOf(d)
	removed := map[amend.Place]int{} // the last correction of a fact as a whole
	for i, c := range list {
		if c.IsFact() && c.Field == amend.Whole {
			removed[c.place()] = i
		}
	}
	for i, c := range list {
		at, ok := amend.At(out, c.place())
		switch {
		case !c.IsFact():
			at, ok = plan.At{Lines: [2]int{c.Line, c.Line}, Bytes: c.Bytes, Sure: 1}, true
		case !ok:
			at, ok = amend.At(d, c.place()) // of a fact that is taken out already
		case c.Field == amend.Whole:
			ok = removed[c.place()] != i || amend.Set(out, c.place(), c.After)
		default:
			ok = amend.Set(out, c.place(), c.After)
		}
		if ok {
			out.Reviewed = append(out.Reviewed, reviewOf(&c, at))
		}
	}
	return out
}

func reviewOf(c *Correction, at plan.At) plan.Review {
	r := plan.Review{Fact: c.Fact, ID: c.ID, Field: c.Field, At: at, Scan: c.Scan, Before: c.Before, After: c.After, Who: c.Who, When: c.When.UTC().Format(time.RFC3339)}
	if !c.IsFact() {
		r.Fact = "word"
	}
	return r
}

// copyOf returns a copy of what amending changes, without what was reviewed.
func copyOf(d *plan.Document) *plan.Document {
	out := *d
	out.Reviewed = nil
	out.Targets = append([]plan.Target(nil), d.Targets...)
	out.Tasks = append([]plan.Task(nil), d.Tasks...)
	return &out
}

// CheckAmend returns a correction of the value of a fact with Before and Line filled in. The document
// is as the archive has it with all earlier corrections. A fact that is not there is an error that
// wraps ErrCorrection, a value that its field cannot have one that wraps ErrValue.
func CheckAmend(d *plan.Document, c Correction) (Correction, error) {
	at, ok := amend.At(d, c.place())
	if ok {
		c.Before, ok = amend.Value(d, c.place())
	}
	back := c.Field == amend.Whole && c.After != "" // a fact that was taken out comes back
	if !ok && !back {
		return c, fmt.Errorf("%s %s %s: %w", c.Fact, c.ID, c.Field, ErrCorrection)
	}
	if c.Field != amend.Whole && !amend.Set(copyOf(d), c.place(), c.After) {
		return c, fmt.Errorf("%s %s: %q: %w", c.Fact, c.Field, c.After, ErrValue)
	}
	c.Scan, c.Line, c.When = "", at.Lines[0], c.When.UTC().Truncate(time.Second)
	return c, nil
}

// Amend stores a correction of the value of a fact, as CheckAmend returns it.
func Amend(dir, sum string, d *plan.Document, c Correction) (Correction, error) {
	c, err := CheckAmend(d, c)
	if err != nil {
		return c, err
	}
	err = changeReview(dir, sum, func(r *review) error {
		for _, old := range r.Corrections {
			if c.Line == 0 && old.place() == c.place() {
				c.Line = old.Line
			}
		}
		r.Corrections = append(r.Corrections, c)
		return nil
	})
	return c, err
}
