package extract

import (
	"strings"

	"vanban/pipeline/extract/atlas"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/syllable"
)

// reread reads a unit whose level is printed from the letters of the scan, where restoration made
// other words of its name: one of the document's own province, or the one there that is nearest
// where the words name no unit at all.
func (x *places) reread(p phrase.Passage, i int, named bool) (atlas.Found, bool) {
	n, level := x.atlas.Level(p, i)
	if n == 0 || i+n >= len(p) {
		return atlas.Found{}, false
	}
	end, id := x.scanned(p, i+n, level)
	if id == gazetteer.None && !named {
		end, id = x.nearest(p, i+n, level)
	}
	if id == gazetteer.None {
		return atlas.Found{}, false
	}
	return x.atlas.Unit(i, end, id, level), true
}

// longestUnit is the number of words of the longest name that is read from the scan.
const longestUnit = 4

// scanned returns the end of the name at word i and the unit that the scan names: one of the
// document's own province at a level, a province where level is empty.
func (x *places) scanned(p phrase.Passage, i int, level string) (end, id int) {
	for n := x.nameWords(p, i); n > 0; n-- {
		for _, id := range x.atlas.Table.Find(x.rawKey(p[i : i+n])) {
			if u := x.atlas.Table.Unit(id); level == "" && u.Kind <= gazetteer.City || level != "" && gazetteer.Prefixes[u.Kind] == level && x.own[x.atlas.Table.Province(id).ID] {
				return i + n, id
			}
		}
	}
	return i, gazetteer.None
}

// nameWords returns how many words at i may be a name: they begin with capitals in the scan.
func (x *places) nameWords(p phrase.Passage, i int) int {
	n := 0
	for i+n < len(p) && n < longestUnit && p[i+n].Letters() && p[i+n].Cap() {
		n++
	}
	return n
}

// rawKey is the key of a name as it stands in the scan.
func (x *places) rawKey(p phrase.Passage) string {
	var words []string
	for i := range p {
		words = append(words, strings.Trim(syllable.Fold(syllable.Key(x.text.Raw(x.text.Words[p[i].At].Raw))), ".,;:'`"))
	}
	return strings.Join(words, " ")
}

// A name in the scan stands for a unit from which it differs in one letter of lettersPerSlip.
const lettersPerSlip = 4

// nearest returns the end of the name at word i and the one unit of the document's own province at
// a level to which the scan is nearest. Sound text is left as it stands.
func (x *places) nearest(p phrase.Passage, i int, level string) (end, id int) {
	n := x.nameWords(p, i)
	if n < 2 || x.sound(p[i:i+n]) {
		return i, gazetteer.None
	}
	id, best, tie := gazetteer.None, 0, false
	key := x.rawKey(p[i : i+n])
	for _, u := range x.ofLevel(level) {
		name := gazetteer.Key(x.atlas.Table.Unit(u).Name)
		limit := len(name) / lettersPerSlip
		switch d := letters.Distance(key, name, limit); {
		case d > limit:
		case id == gazetteer.None || d < best:
			id, best, tie = u, d, false
		case gazetteer.Key(x.atlas.Table.Unit(id).Name) != name:
			tie = tie || d == best
		}
	}
	if tie {
		return i, gazetteer.None
	}
	return i + n, id
}

// ofLevel returns the units of a level in the document's own province.
func (x *places) ofLevel(level string) []int {
	if x.units == nil {
		x.units = map[string][]int{}
		for id := range x.atlas.Table.Len() {
			if x.own[x.atlas.Table.Province(id).ID] {
				l := gazetteer.Prefixes[x.atlas.Table.Unit(id).Kind]
				x.units[l] = append(x.units[l], id)
			}
		}
	}
	return x.units[level]
}

// ofOwn reports that a name may be a unit of the document's own province, or a province.
func (x *places) ofOwn(ids []int) bool {
	for _, id := range ids {
		if x.own[x.atlas.Table.Province(id).ID] || x.atlas.Table.Unit(id).Kind <= gazetteer.City {
			return true
		}
	}
	return false
}
