package extract

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// atlas reads names of places: the units of the gazetteer and the regions of regions.tsv.
type atlas struct {
	table   *gazetteer.Table
	regions phrase.Lexicon[[2]string] // name, kind
	levels  phrase.Lexicon[string]    // words before a unit's name, as printed
	streets *phrase.Set               // words before a name that is no unit
}

func newAtlas(t *gazetteer.Table) *atlas {
	a := &atlas{table: t, streets: phrase.NewSet("đường", "phố", "chợ", "chùa", "đình", "đền", "trường", "tượng đài", "khu di tích", "khách sạn")}
	for _, r := range dictionaries.Table("regions", 2) {
		a.regions.Add(r[0], [2]string{r[0], r[1]})
	}
	for _, p := range gazetteer.Prefixes {
		a.levels.Add(p, p)
	}
	a.levels.Add("TP", "thành phố")
	a.levels.Add("TX", "thị xã")
	return a
}

// levelWord returns the length of a word like "tỉnh" or "thành phố" at i.
func (a *atlas) levelWord(p phrase.Passage, i int) int {
	n, _ := a.levels.Match(p, i)
	return n
}

// Name returns the longest name of a unit at word i, with the spelling of the gazetteer.
func (a *atlas) Name(p phrase.Passage, i int) (words int, name string) {
	ids, n := a.find(p, i)
	if n == 0 {
		return 0, ""
	}
	return n, a.table.Unit(a.nearest(ids, p[i:i+n])).Name
}

// find returns the units whose name stands at word i, the longest name first found.
func (a *atlas) find(p phrase.Passage, i int) (ids []int, words int) {
	if i >= len(p) || !p[i].Cap() {
		return nil, 0
	}
	var keys []string
	key := ""
	for j := i; j < len(p) && len(keys) <= a.table.Longest()+2; j++ {
		w := &p[j]
		if w.Kind == text.Punct && w.Text == "-" && j > i && len(p) > j+1 {
			keys = append(keys, "")
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
		if ids := a.table.Find(keys[n-1]); ids != nil && a.credible(ids, p[i:i+n]) {
			return ids, n
		}
	}
	return nil, 0
}

// credible reports that a name is spelled well enough: one of the units shares half of its
// syllables with their marks.
func (a *atlas) credible(ids []int, p phrase.Passage) bool {
	best := a.table.Unit(a.nearest(ids, p)).Name
	return 2*same(best, p) >= len(strings.Fields(best))
}

// nearest returns the unit whose spelling is nearest to the words.
func (a *atlas) nearest(ids []int, p phrase.Passage) int {
	best, most := ids[0], -1
	for _, id := range ids {
		if n := same(a.table.Unit(id).Name, p); n > most {
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
		if i < len(p) && (p[i].Key == phraseKey(w) || p[i].Key == p[i].Fold) {
			n++
		}
		i++
	}
	return n
}

// spell returns the name of a place as the gazetteer prints it, else as it stands.
func (a *atlas) spell(p phrase.Passage) string {
	if n, name := a.Name(p, 0); n == len(p) && n > 0 {
		return name
	}
	return p.String()
}

// placeFound is a place in a passage.
type placeFound struct {
	start, end int
	name       string // with its level word where one is printed
	kind       string
	ids        []int // candidate units; nil for a region
	level      string
}

// placeAt reads a place at word i: a region, a level and a name, or a bare name.
func (a *atlas) placeAt(p phrase.Passage, i int) (placeFound, bool) {
	if n, r := a.regions.Match(p, i); n > 0 && (p[i].Cap() || p[i+n-1].Cap()) {
		return placeFound{i, i + n, r[0], r[1], nil, ""}, true
	}
	if n, level := a.levels.Match(p, i); n > 0 {
		ids, k := a.find(p, i+n)
		if ids = a.ofLevel(ids, level); len(ids) > 0 {
			u := a.table.Unit(a.nearest(ids, p[i+n:i+n+k]))
			return placeFound{i, i + n + k, level + " " + u.Name, u.Kind.String(), ids, level}, true
		}
	}
	ids, k := a.find(p, i)
	if k == 0 || k == 1 && !a.wellKnown(ids) {
		return placeFound{}, false
	}
	u := a.table.Unit(a.nearest(ids, p[i:i+k]))
	return placeFound{i, i + k, u.Name, u.Kind.String(), ids, ""}, true
}

// wellKnown reports that a name of one syllable is that of a province.
func (a *atlas) wellKnown(ids []int) bool {
	for _, id := range ids {
		if a.table.Unit(id).Kind <= gazetteer.City {
			return true
		}
	}
	return false
}

// ofLevel keeps the units that the printed level allows.
func (a *atlas) ofLevel(ids []int, level string) []int {
	var out []int
	for _, id := range ids {
		if gazetteer.Prefixes[a.table.Unit(id).Kind] == level {
			out = append(out, id)
		}
	}
	return out
}

// readPlaces lists the places; ambiguous names are units of the document's own province
// and of its time.
func (r *reading) readPlaces() {
	own := r.ownProvince()
	old := r.doc.Head.Date == "" || r.doc.Head.Date < "2025-07-01"
	index := map[string]int{}
	for _, p := range r.everything() {
		for i := 0; i < len(p); i++ {
			f, ok := r.atlas.placeAt(p, i)
			if !ok || f.level == "" && f.ids != nil && r.otherName(p, i, f) {
				continue
			}
			r.addPlace(index, p, f, own, old)
			i = f.end - 1
		}
	}
}

// otherName reports that a bare name is not said of a unit: it follows "đường" and the
// like, or it is only part of a longer name in capitals.
func (r *reading) otherName(p phrase.Passage, i int, f placeFound) bool {
	for k := max(0, i-3); k < i; k++ {
		if n := r.atlas.streets.Match(p, k); n > 0 && k+n == i {
			return true
		}
	}
	if r.names.surname(p[i].Key) && f.end-f.start >= 2 && !r.provinceName(f) && f.end < len(p) && p[f.end].Cap() && p[f.end].Letters() {
		return true
	}
	return p[i].Upper() || i > 0 && p[i-1].Cap() && p[i-1].Letters() && !r.provinceName(f) && r.atlas.levelWord(p, i-1) == 0
}

func (r *reading) provinceName(f placeFound) bool { return r.atlas.wellKnown(f.ids) }

// ownProvince returns the ids of the provinces, old and new, that the document is from.
func (r *reading) ownProvince() map[int]bool {
	own := map[int]bool{}
	add := func(name string) {
		for _, id := range r.atlas.table.Find(gazetteer.Key(name)) {
			if u := r.atlas.table.Unit(id); u.Kind <= gazetteer.City {
				own[id] = true
			} else if u.Kind <= gazetteer.RuralDistrict {
				own[u.Parent] = true
			}
		}
	}
	if r.doc.Head.Place != "" {
		add(r.doc.Head.Place)
	}
	for _, p := range r.everything() {
		for i := range p {
			if n := r.atlas.levelWord(p, i); n > 0 && p[i].Fold == "tinh" {
				if k, name := r.atlas.Name(p, i+n); k > 0 {
					add(name)
				}
			}
		}
	}
	return own
}

func (r *reading) addPlace(index map[string]int, p phrase.Passage, f placeFound, own map[int]bool, old bool) {
	k := phraseKey(f.name)
	n, seen := index[k]
	if !seen {
		n = len(r.doc.Entities.Places)
		index[k] = n
		x := plan.Place{Name: f.name, Kind: f.kind}
		if len(f.ids) > 0 {
			id, sure := r.choose(f, own, old)
			u := r.atlas.table.Unit(id)
			x.Kind = u.Kind.String()
			if sure {
				x.Code, x.Now = u.Code, r.now(u)
			}
		}
		r.doc.Entities.Places = append(r.doc.Entities.Places, x)
	}
	x := &r.doc.Entities.Places[n]
	x.Mentions = append(x.Mentions, r.at(p[f.start:f.end]))
}

// choose returns the unit that a name means: of the document's province before another,
// of its time before the other, a larger one before a smaller. Between equals it is not sure.
func (r *reading) choose(f placeFound, own map[int]bool, old bool) (int, bool) {
	best, top, tie := 0, -1, false
	for _, id := range f.ids {
		u := r.atlas.table.Unit(id)
		score := 10 - int(u.Kind)
		if u.Old == old {
			score += 20
		}
		if own[r.atlas.table.Province(id).ID] {
			score += 40
		}
		if u.Kind <= gazetteer.City {
			score += 100
		}
		switch {
		case score > top:
			best, top, tie = id, score, false
		case score == top:
			tie = true
		}
	}
	return best, !tie
}

// now returns what a unit is today: the commune and its province, "" for a unit of today.
func (r *reading) now(u gazetteer.Unit) string {
	if !u.Old {
		return ""
	}
	var out []string
	for _, n := range r.atlas.table.Now(u.ID) {
		out = append(out, n.Full())
	}
	s := strings.Join(out, "; ")
	if list := r.atlas.table.Now(u.ID); len(list) > 0 && list[0].Parent != gazetteer.None {
		s += ", " + r.atlas.table.Unit(list[0].Parent).Full()
	}
	if s == u.Full() {
		return ""
	}
	return s
}
