package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"vanban/corpus/thesaurus"
)

// Filter is a property of passages and a test of its values.
type Filter struct {
	Property string
	Accepts  func(value string) bool
}

// Filters returns what the filters of a query ask for.
func (q *Query) Filters() []Filter {
	var out []Filter
	add := func(property, wanted string, test func(string) bool) {
		if wanted != "" {
			out = append(out, Filter{property, test})
		}
	}
	add(fieldType, q.Type, Typed(q.Type))
	add(fieldIssuer, q.Issuer, Named(q.Issuer))
	add(fieldLevel, q.Level, func(v string) bool { return strings.EqualFold(v, q.Level) })
	add(fieldYear, q.Year, func(v string) bool { return v == q.Year })
	add(fieldPlace, q.Place, About(q.Place))
	add(fieldOrganization, q.Organization, Named(q.Organization))
	add(fieldDue, q.Due, func(v string) bool { return v == q.Due })
	add(fieldTarget, wanted(q.HasTarget), func(v string) bool { return v != "" })
	return out
}

// allowed returns the passages of a shard that the filters of a query allow.
func (x *shard) allowed(q Query) (*roaring.Bitmap, error) {
	out := x.live.Clone()
	for _, f := range q.Filters() {
		of := roaring.New()
		err := x.eachTerm(f.Property, func(term string) error {
			if f.Accepts(term) {
				return x.addPassages(of, f.Property, term)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		out.And(of)
	}
	return out, nil
}

func wanted(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// Typed returns a test of codes of types: that with the code or the name.
func Typed(name string) func(string) bool {
	codes := thesaurus.Types(name)
	return func(v string) bool {
		return compact(v) == compact(name) || slices.ContainsFunc(codes, func(c string) bool { return compact(v) == compact(c) })
	}
}

// TypeName returns the name of a type of documents by its code, empty where it is not known.
func TypeName(code string) string { return thesaurus.TypeName(code) }

// Named returns a test of the names of bodies: those with the words of the name, or of its
// abbreviation, initials or another name, in their order, accents and case ignored.
func Named(name string) func(string) bool {
	wanted := sayings(name)
	return func(v string) bool {
		have := folds(v)
		return slices.ContainsFunc(wanted, func(w []string) bool { return inOrder(w, have) })
	}
}

// Says returns a test of texts: those in which some words stand side by side, as typed or, where
// they are typed without accents, with any.
func Says(words string) func(string) bool {
	look := tokenize(words)
	exact := slices.ContainsFunc(look, token.accented)
	return func(v string) bool {
		t := reading{text: v, words: tokenize(v)}
		return t.contains(look, exact)
	}
}

// About returns a test of the names of places: those of the place, by its old or new name, and
// those within it.
func About(place string) func(string) bool {
	says, within := Says(place), thesaurus.Within(place)
	return func(v string) bool { return says(v) || within(v) }
}

// sayings returns the folded words of a name, and those of each other way to say it.
func sayings(name string) [][]string {
	words := folds(name)
	out := [][]string{words}
	for i := 0; i < len(words); {
		n, ways := thesaurus.At(words[i:])
		for _, w := range ways {
			out = append(out, slices.Concat(words[:i], folds(w.Text), words[i+n:]))
		}
		i += max(1, n)
	}
	return out
}

// inOrder reports whether some words stand among others in their order.
func inOrder(words, among []string) bool {
	for _, s := range among {
		if len(words) > 0 && words[0] == s {
			words = words[1:]
		}
	}
	return len(words) == 0
}

func folds(s string) []string {
	words := tokenize(s)
	out := make([]string, len(words))
	for i, t := range words {
		out[i] = t.fold
	}
	return out
}

// tally counts the properties of some passages.
func (c *columns) tally(set *roaring.Bitmap, list []uint32, f *Facets) {
	c.kind.tally(set, list, f.Type)
	c.issuer.tally(set, list, f.Issuer)
	c.level.tally(set, list, f.Level)
	c.year.tally(set, list, f.Year)
	c.place.tally(set, list, f.Place)
	c.organization.tally(set, list, f.Organization)
	c.due.tally(set, list, f.Due)
	for _, rows := range c.target.rows { // one value
		f.Target += int(set.AndCardinality(rows))
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

// count returns the facets of a run, and the number of documents.
func (r *run) count() (Facets, int, error) {
	f := Facets{Type: map[string]int{}, Issuer: map[string]int{}, Year: map[string]int{}, Level: map[string]int{},
		Place: map[string]int{}, Organization: map[string]int{}, Due: map[string]int{}}
	documents, count := map[string]bool{}, 0
	for i, m := range r.match {
		if m.IsEmpty() {
			continue
		}
		c, err := r.x.shards[i].columns()
		if err != nil {
			return f, 0, err
		}
		list := m.ToArray()
		c.tally(m, list, &f)
		c.document.distinct(list, func(name string) {
			if count++; len(r.match) > 1 { // a document may lie in several
				documents[name] = true
			}
		})
	}
	for _, m := range []*map[string]int{&f.Type, &f.Issuer, &f.Year, &f.Level, &f.Place, &f.Organization, &f.Due} {
		*m = top(*m)
	}
	if len(r.match) > 1 {
		count = len(documents)
	}
	return f, count, nil
}
