package index

import (
	"cmp"
	"slices"
	"strings"

	"vanban/corpus/thesaurus"
)

// filter says which passages of a segment a query allows.
type filter struct {
	s    *segment
	docs []bool // nil: all that are not removed

	place, organization, due []bool // accepted values; nil: any
	target                   bool
	any                      bool // nothing is filtered and nothing removed
}

func newFilter(s *segment, q Query) *filter {
	f := &filter{s: s, target: q.HasTarget, docs: make([]bool, len(s.docs))}
	for i := range f.docs {
		f.docs[i] = !s.removed[i]
	}
	f.any = q.Type+q.Issuer+q.Level+q.Year+q.Place+q.Organization+q.Due == "" && !q.HasTarget && s.live == len(s.title)
	if q.Type != "" {
		f.keep(&s.kind, func(v string) bool { return compact(v) == compact(q.Type) })
	}
	if q.Issuer != "" {
		f.keep(&s.issuer, named(q.Issuer))
	}
	if q.Level != "" {
		f.keep(&s.level, func(v string) bool { return strings.EqualFold(v, q.Level) })
	}
	if q.Year != "" {
		f.keep(&s.year, func(v string) bool { return v == q.Year })
	}
	if q.Place != "" {
		f.place = s.place.having(named(q.Place))
	}
	if q.Organization != "" {
		f.organization = s.organization.having(named(q.Organization))
	}
	if q.Due != "" {
		f.due = s.due.having(func(v string) bool { return v == q.Due })
	}
	return f
}

// keep keeps the documents that have an accepted value.
func (f *filter) keep(c *column, test func(string) bool) {
	accepted := c.having(test)
	for i := range f.docs {
		f.docs[i] = f.docs[i] && c.any(i, accepted)
	}
}

// passage reports whether the filter allows a passage.
func (f *filter) passage(i int) bool {
	return f.any || f.docs[f.s.docOf[i]] &&
		(f.place == nil || f.s.place.any(i, f.place)) &&
		(f.organization == nil || f.s.organization.any(i, f.organization)) &&
		(f.due == nil || f.s.due.any(i, f.due)) &&
		(!f.target || len(f.s.target.row(i)) > 0)
}

// named returns a test of names: those with all words of the name, or of another way to say
// it, accents and case ignored.
func named(name string) func(string) bool {
	words := folds(name)
	wanted := [][]string{words}
	for i := 0; i < len(words); {
		n, ways := thesaurus.At(words[i:])
		for _, w := range ways {
			wanted = append(wanted, slices.Concat(words[:i], folds(w.Text), words[i+n:]))
		}
		i += max(1, n)
	}
	return func(v string) bool {
		have := folds(v)
		return slices.ContainsFunc(wanted, func(w []string) bool {
			return !slices.ContainsFunc(w, func(s string) bool { return !slices.Contains(have, s) })
		})
	}
}

// Named returns a test of the names of places and bodies: those with all words of the name, or
// of its abbreviation, initials, old or new name, accents and case ignored.
func Named(name string) func(string) bool { return named(name) }

func folds(s string) []string {
	words := tokenize(s)
	out := make([]string, len(words))
	for i, t := range words {
		out[i] = t.fold
	}
	return out
}

// tally counts the properties of some passages; times is how many of each document those are.
func (s *segment) tally(rows, times []uint32, f *Facets) {
	var docs []uint32
	for i, n := range times {
		if n > 0 {
			docs = append(docs, uint32(i))
		}
	}
	s.kind.tally(docs, times, f.Type)
	s.issuer.tally(docs, times, f.Issuer)
	s.level.tally(docs, times, f.Level)
	s.year.tally(docs, times, f.Year)
	s.place.tally(rows, nil, f.Place)
	s.organization.tally(rows, nil, f.Organization)
	s.due.tally(rows, nil, f.Due)
	for _, i := range rows {
		f.Target += len(s.target.row(int(i)))
	}
}

// facetSize is the number of values that a facet lists.
const facetSize = 50

// top returns the most frequent values.
func top(m map[string]int) map[string]int {
	if len(m) <= facetSize {
		return m
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
	out := map[string]int{}
	for _, k := range keys[:facetSize] {
		out[k] = m[k]
	}
	return out
}

// count returns the facets of a run.
func (r *run) count() Facets {
	f := Facets{Type: map[string]int{}, Issuer: map[string]int{}, Year: map[string]int{}, Level: map[string]int{},
		Place: map[string]int{}, Organization: map[string]int{}, Due: map[string]int{}}
	for _, add := range r.facets {
		add(&f)
	}
	for _, m := range []*map[string]int{&f.Type, &f.Issuer, &f.Year, &f.Level, &f.Place, &f.Organization, &f.Due} {
		*m = top(*m)
	}
	return f
}
