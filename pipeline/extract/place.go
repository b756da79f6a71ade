package extract

import (
	"strings"

	"vanban/pipeline/extract/atlas"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/plan"
)

// streets stand before a name that is no unit.
var streets = phrase.NewSet("đường", "phố", "chợ", "chùa", "đình", "đền", "trường", "tượng đài", "khu di tích", "khách sạn")

// readPlaces lists the places; ambiguous names are units of the document's own province
// and of its time.
func (r *reading) readPlaces() {
	own := r.ownProvince()
	old := r.doc.Head.Date == "" || r.doc.Head.Date < "2025-07-01"
	index := map[string]int{}
	for _, p := range r.everything() {
		for i := 0; i < len(p); i++ {
			f, ok := r.atlas.PlaceAt(p, i)
			if !ok || f.Level == "" && f.IDs != nil && r.otherName(p, i, f) {
				continue
			}
			r.addPlace(index, p, f, own, old)
			i = f.End - 1
		}
	}
}

// otherName reports that a bare name is not said of a unit: it follows "đường" and the
// like, or it is only part of a longer name in capitals.
func (r *reading) otherName(p phrase.Passage, i int, f atlas.Found) bool {
	for k := max(0, i-3); k < i; k++ {
		if n := streets.Match(p, k); n > 0 && k+n == i {
			return true
		}
	}
	if r.names.Surname(p[i].Key) && f.End-f.Start >= 2 && !r.provinceName(f) && f.End < len(p) && p[f.End].Cap() && p[f.End].Letters() {
		return true
	}
	return p[i].Upper() || i > 0 && p[i-1].Cap() && p[i-1].Letters() && !r.provinceName(f) && r.atlas.LevelWord(p, i-1) == 0
}

func (r *reading) provinceName(f atlas.Found) bool { return r.atlas.Province(f.IDs) }

// ownProvince returns the ids of the provinces, old and new, that the document is from.
func (r *reading) ownProvince() map[int]bool {
	own := map[int]bool{}
	add := func(name string) {
		for _, id := range r.atlas.Table.Find(gazetteer.Key(name)) {
			if u := r.atlas.Table.Unit(id); u.Kind <= gazetteer.City {
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
			if n := r.atlas.LevelWord(p, i); n > 0 && p[i].Fold == "tinh" {
				if k, name := r.atlas.Name(p, i+n); k > 0 {
					add(name)
				}
			}
		}
	}
	return own
}

func (r *reading) addPlace(index map[string]int, p phrase.Passage, f atlas.Found, own map[int]bool, old bool) {
	k := phraseKey(f.Name)
	n, seen := index[k]
	if !seen {
		n = len(r.doc.Entities.Places)
		index[k] = n
		x := plan.Place{Name: f.Name, Kind: f.Kind}
		if len(f.IDs) > 0 {
			id, sure := r.choose(f, own, old)
			u := r.atlas.Table.Unit(id)
			x.Kind = u.Kind.String()
			if sure {
				x.Code, x.Now = u.Code, r.now(u)
			}
		}
		r.doc.Entities.Places = append(r.doc.Entities.Places, x)
	}
	x := &r.doc.Entities.Places[n]
	x.Mentions = append(x.Mentions, r.at(p[f.Start:f.End]))
}

// choose returns the unit that a name means: of the document's province before another,
// of its time before the other, a larger one before a smaller. Between equals it is not sure.
func (r *reading) choose(f atlas.Found, own map[int]bool, old bool) (int, bool) {
	best, top, tie := 0, -1, false
	for _, id := range f.IDs {
		u := r.atlas.Table.Unit(id)
		score := 10 - int(u.Kind)
		if u.Old == old {
			score += 20
		}
		if own[r.atlas.Table.Province(id).ID] {
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
	for _, n := range r.atlas.Table.Now(u.ID) {
		out = append(out, n.Full())
	}
	s := strings.Join(out, "; ")
	if list := r.atlas.Table.Now(u.ID); len(list) > 0 && list[0].Parent != gazetteer.None {
		s += ", " + r.atlas.Table.Unit(list[0].Parent).Full()
	}
	if s == u.Full() {
		return ""
	}
	return s
}
