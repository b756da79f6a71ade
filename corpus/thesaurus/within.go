package thesaurus

import (
	"slices"
	"strings"

	"vanban/pipeline/gazetteer"
)

// Within returns a test of names of places: those of the unit that a name means, and of the
// units that lie within it, by the division before 1 July 2025 or since. Where the name means no
// unit, nothing passes. The test also takes the name of a body that ends in the name of its unit.
func Within(name string) func(string) bool {
	t := table()
	of := map[int]bool{}
	for _, id := range meant(name) {
		of[id] = true
	}
	known := map[string]bool{}
	return func(place string) bool {
		if len(of) == 0 || place == "" {
			return false
		}
		is, ok := known[place]
		if !ok {
			is = slices.ContainsFunc(lastUnits(place), func(id int) bool { return liesIn(t, id, of) })
			known[place] = is
		}
		return is
	}
}

// liesIn reports whether a unit, what became of it, or what it was made of is one of some units
// or lies within one.
func liesIn(t *gazetteer.Table, id int, of map[int]bool) bool {
	up := func(i int) bool {
		for ; i != gazetteer.None; i = t.Unit(i).Parent {
			if of[i] {
				return true
			}
		}
		return false
	}
	return up(id) || slices.ContainsFunc(related(t, id), func(u gazetteer.Unit) bool { return up(u.ID) })
}

// meant returns the units that a name may mean: of the level that it says, or else of the
// highest. It has none where they are too many.
func meant(name string) []int {
	t, k := table(), key(name)
	short := strip(k)
	ids := t.Find(short)
	if short != k {
		level := strings.TrimSuffix(k, " "+short)
		ids = slices.DeleteFunc(slices.Clone(ids), func(id int) bool { return gazetteer.Key(gazetteer.Prefixes[t.Unit(id).Kind]) != level })
	}
	return highest(t, ids)
}

// lastUnits returns the units that the end of a name means: of "Ủy ban nhân dân tỉnh Kiên
// Giang", the province.
func lastUnits(name string) []int {
	words := strings.Fields(key(name))
	for i := range words {
		if ids := meant(strings.Join(words[i:], " ")); len(ids) > 0 {
			return ids
		}
	}
	return nil
}
