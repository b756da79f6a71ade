// Package atlas reads names of places in running text: administrative units of the
// gazetteer, with or without the word that says their level, and regions.
package atlas

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Atlas reads names of places: the units of the gazetteer and the regions of regions.tsv.
type Atlas struct {
	Table     *gazetteer.Table
	regions   phrase.Lexicon[[2]string] // name, kind
	levels    phrase.Lexicon[string]    // words before a unit's name, as printed
	landmarks phrase.Lexicon[landmark]
}

// New returns an atlas over a gazetteer; it is safe for concurrent use.
func New(t *gazetteer.Table) *Atlas {
	a := &Atlas{Table: t}
	for _, r := range dictionaries.Table("regions", 2) {
		a.regions.Add(r[0], [2]string{r[0], r[1]})
	}
	for _, p := range gazetteer.Prefixes {
		a.levels.Add(p, p)
	}
	a.levels.Add("TP", "thành phố")
	a.levels.Add("TX", "thị xã")
	a.loadLandmarks()
	return a
}

// LevelWord returns the length of a word like "tỉnh" or "thành phố" at i.
func (a *Atlas) LevelWord(p phrase.Passage, i int) int {
	n, _ := a.levels.Match(p, i)
	return n
}

// Name returns the longest name of a unit at word i, with the spelling of the gazetteer.
func (a *Atlas) Name(p phrase.Passage, i int) (words int, name string) {
	ids, n := a.find(p, i)
	if n == 0 {
		return 0, ""
	}
	return n, a.Table.Unit(a.nearest(ids, p[i:i+n])).Name
}

// find returns the units whose name stands at word i, the longest name first found.
func (a *Atlas) find(p phrase.Passage, i int) (ids []int, words int) {
	if i >= len(p) || !p[i].Cap() {
		return nil, 0
	}
	var keys []string
	key := ""
	for j := i; j < len(p) && len(keys) <= a.Table.Longest()+2; j++ {
		w := &p[j]
		if j > i && j+1 < len(p) && (w.Text == "-" || w.Text == "." && !w.Space && p[j+1].Cap()) {
			keys = append(keys, "") // part of the name, or a speck
			continue
		}
		if !w.Cap() && w.Kind != text.Number {
			break
		}
		if key != "" {
			key += " "
		}
		key += w.Fold
		keys = append(keys, key)
	}
	for n := len(keys); n > 0; n-- {
		if keys[n-1] == "" {
			continue
		}
		if ids := a.Table.Find(keys[n-1]); ids != nil && a.credible(ids, p[i:i+n]) {
			return ids, n
		}
	}
	return nil, 0
}

// credible reports that a name is spelled well enough: one of the units shares half of its
// syllables with their marks.
func (a *Atlas) credible(ids []int, p phrase.Passage) bool {
	best := a.Table.Unit(a.nearest(ids, p)).Name
	return 2*same(best, p) >= len(strings.Fields(best))
}

// nearest returns the unit whose spelling is nearest to the words.
func (a *Atlas) nearest(ids []int, p phrase.Passage) int {
	best, most := ids[0], -1
	for _, id := range ids {
		if n := same(a.Table.Unit(id).Name, p); n > most {
			best, most = id, n
		}
	}
	return best
}

// same counts the syllables of name that the passage spells with the same marks.
func same(name string, p phrase.Passage) int {
	n, i := 0, 0
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		for i < len(p) && p[i].Kind == text.Punct {
			i++
		}
		if i < len(p) && (p[i].Key == syllable.Key(w) || p[i].Key == p[i].Fold) {
			n++
		}
		i++
	}
	return n
}

// Spell returns the name of a place as the gazetteer prints it, else as it stands.
func (a *Atlas) Spell(p phrase.Passage) string {
	if n, name := a.Name(p, 0); n == len(p) && n > 0 {
		return name
	}
	return p.String()
}

// Unit returns the place that words of a passage name, given the unit.
func (a *Atlas) Unit(start, end, id int, level string) Found {
	u := a.Table.Unit(id)
	name := u.Name
	if level != "" {
		name = level + " " + name
	}
	return Found{start, end, name, u.Kind.String(), []int{id}, level, 0}
}

// Level returns the word at i that says what a unit is, as the gazetteer has it, and its length.
func (a *Atlas) Level(p phrase.Passage, i int) (words int, level string) {
	if i > 0 && compounds[p[i-1].Key] {
		return 0, ""
	}
	return a.levels.Match(p, i)
}

// Found is a place in a passage.
type Found struct {
	Start, End int
	Name       string // with its level word where one is printed
	Kind       string
	IDs        []int  // candidate units; nil for a region
	Level      string // the word that says what it is; empty for a bare name
	Joint      int    // of a road or bridge between two places, how far on the first of their names begins
}

// PlaceAt reads a place at word i: a region, a landmark, a level and a name, or a bare name.
func (a *Atlas) PlaceAt(p phrase.Passage, i int) (Found, bool) {
	if n, r := a.regions.Match(p, i); n > 0 && (p[i].Cap() || p[i+n-1].Cap()) && a.unitAt(p, i) <= n && !(n == 1 && inName(p, i)) {
		return Found{i, i + n, r[0], r[1], nil, "", 0}, true
	}
	if f, ok := a.landmarkAt(p, i); ok {
		return f, true
	}
	if n, level := a.Level(p, i); n > 0 {
		if p.Is(i+n, ".") && !p[i+n].Space {
			n++ // a speck, or of "TP."
		}
		all, k := a.find(p, i+n)
		ids := a.ofLevel(all, level)
		if len(ids) == 0 && k > 1 && districts[level] {
			u := a.Table.Unit(a.nearest(all, p[i+n:i+n+k]))
			return Found{i, i + n + k, level + " " + u.Name, level, nil, level, 0}, true // of a rank that it had before or got later
		}
		if len(ids) > 0 {
			u := a.Table.Unit(a.nearest(ids, p[i+n:i+n+k]))
			return Found{i, i + n + k, level + " " + u.Name, u.Kind.String(), ids, level, 0}, true
		}
		if k := numbered(p, i+n, level); k > 0 {
			return Found{i, i + n + k, level + " " + p[i+n:i+n+k].String(), level, nil, level, 0}, true
		}
	}
	ids, k := a.find(p, i)
	if k == 0 || k == 1 && !a.Province(ids) {
		return Found{}, false
	}
	u := a.Table.Unit(a.nearest(ids, p[i:i+k]))
	return Found{i, i + k, u.Name, u.Kind.String(), ids, "", 0}, true
}

// inName reports that the word at i is part of a longer name: Nguyễn Thị Nga, Mỹ Hạnh. The first word of a
// passage has its capital from its place: Tại Nga.
func inName(p phrase.Passage, i int) bool {
	return i > 1 && own(&p[i-1]) || i+1 < len(p) && own(&p[i+1])
}

// compounds are words that make another word of a level behind them: hợp tác xã, thông tấn xã.
var compounds = map[string]bool{"tác": true, "tấn": true}

// Next reads a further unit of a list that f began: các xã A, B và C. Its level is that of f.
func (a *Atlas) Next(p phrase.Passage, f Found) (Found, bool) {
	i := f.End + 1
	if f.Level == "" || !p.Is(f.End, ",", "và") || i >= len(p) || a.LevelWord(p, i) > 0 {
		return Found{}, false
	}
	all, k := a.find(p, i)
	if ids := a.ofLevel(all, f.Level); len(ids) > 0 {
		u := a.Table.Unit(a.nearest(ids, p[i:i+k]))
		return Found{i, i + k, u.Name, u.Kind.String(), ids, f.Level, 0}, true
	}
	return Found{}, false
}

// numbered returns how many words at i name a unit of this level by a number (phường 1, quận 10), or
// by a name of two words that the gazetteer does not hold.
func numbered(p phrase.Passage, i int, level string) int {
	switch {
	case i >= len(p) || titled.Match(p, i) > 0 || !districts[level] && level != "quận":
		return 0
	case p[i].Kind == text.Number:
		if (level == "phường" || level == "quận") && len(p[i].Text) <= 2 {
			return 1
		}
		return 0
	case i+1 < len(p) && own(&p[i]) && own(&p[i+1]) && (i+2 == len(p) || !p[i+2].Cap()):
		return 2
	}
	return 0
}

// titled are words that begin no name of a place: titles, bodies, documents and their parts.
var titled = phrase.NewSet("phó", "chủ tịch", "bí thư", "giám đốc", "trưởng", "trình", "điều", "khoản", "chương", "mục", "số", "hệ",
	"căn cứ", "theo", "ủy ban", "hội đồng", "sở", "ban", "phòng", "bộ", "công ty", "dự án", "luật", "thông tư", "nghị định", "quyết định")

// own reports a syllable with a capital that is not set in capitals.
func own(w *phrase.Word) bool { return w.Cap() && !w.Upper() && w.Kind == text.Syllable }

// districts are the levels between which units are raised.
var districts = map[string]bool{"huyện": true, "thị xã": true, "thành phố": true, "thị trấn": true, "phường": true, "xã": true}

// Province reports that a name of one syllable is that of a province.
func (a *Atlas) Province(ids []int) bool {
	for _, id := range ids {
		if a.Table.Unit(id).Kind <= gazetteer.City {
			return true
		}
	}
	return false
}

// ofLevel keeps the units that the printed level allows.
func (a *Atlas) ofLevel(ids []int, level string) []int {
	var out []int
	for _, id := range ids {
		if gazetteer.Prefixes[a.Table.Unit(id).Kind] == level {
			out = append(out, id)
		}
	}
	return out
}
