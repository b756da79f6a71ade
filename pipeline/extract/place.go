package extract

import (
	"strings"

	"vanban/pipeline/extract/atlas"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// places gathers the places of a document.
type places struct {
	*reading
	index map[string]int   // name -> entry
	own   map[int]bool     // provinces, old and new, that the document is from
	old   bool             // of the time before 1 July 2025
	units map[string][]int // units of the own provinces by the word before their name, once asked for
}

// readPlaces lists the places; ambiguous names are units of the document's own province
// and of its time.
func (r *reading) readPlaces() {
	x := &places{reading: r, index: map[string]int{}, own: r.ownProvince()}
	x.old = r.doc.Head.Date == "" || r.doc.Head.Date < "2025-07-01"
	for _, p := range r.everything() {
		for i := 0; i < len(p); i++ {
			i = max(i, x.readAt(p, i)-1)
		}
	}
}

// readAt reads the place at word i, with the others of a list that it begins, and returns where
// the reading goes on; i where there is none.
func (x *places) readAt(p phrase.Passage, i int) int {
	f, ok := x.placeAt(p, i)
	if !ok {
		return i
	}
	if f.IDs != nil && several(p, i) && x.goesOn(p, f.End) {
		f = bare(x.atlas, p, f)
	}
	end := i
	for ; ok; f, ok = x.next(p, f) {
		if f.Kind != atlas.NoPlace {
			x.add(p, f)
		}
		end = f.End
		if n := f.Start + f.Joint; f.Joint > 0 {
			end = n // the ends of a road are places too
		}
	}
	return end
}

// placeAt reads the place at word i; what the restored words do not name the scan may.
func (x *places) placeAt(p phrase.Passage, i int) (atlas.Found, bool) {
	f, ok := x.atlas.PlaceAt(p, i)
	if !ok || f.Level != "" && !x.ofOwn(f.IDs) {
		if g, found := x.reread(p, i, ok && f.IDs != nil); found {
			return g, true
		}
	}
	return f, ok && !(f.Level == "" && f.IDs != nil && x.otherName(p, i, f))
}

// next reads a further unit of a list that is not plain by itself.
func (x *places) next(p phrase.Passage, f atlas.Found) (atlas.Found, bool) {
	if g, ok := x.atlas.Next(p, f); ok {
		return g, true
	}
	i := f.End + 1
	if f.IDs == nil || !p.Is(f.End, ",", "và") || i >= len(p) {
		return atlas.Found{}, false
	}
	if _, known := x.atlas.PlaceAt(p, i); known {
		return atlas.Found{}, false
	}
	level := f.Level
	if x.atlas.Province(f.IDs) {
		level = ""
	}
	end, id := x.scanned(p, i, level)
	if id == gazetteer.None {
		return atlas.Found{}, false
	}
	return x.atlas.Unit(i, end, id, ""), true
}

// goesOn reports that a list of units goes on at word i with a name alone.
func (x *places) goesOn(p phrase.Passage, i int) bool {
	return p.Is(i, ",", "và") && i+1 < len(p) && p[i+1].Cap() && x.atlas.LevelWord(p, i+1) == 0
}

// several reports that the word at i is said of several units: các xã, hai huyện, 02 phường.
func several(p phrase.Passage, i int) bool {
	if i == 0 {
		return false
	}
	w := &p[i-1]
	return plural[w.Key] || w.Kind == text.Number && len(w.Text) <= 2 && w.Text != "1" && w.Text != "01"
}

var plural = map[string]bool{
	"các": true, "những": true, "hai": true, "ba": true, "bốn": true, "năm": true, "sáu": true, "bảy": true, "tám": true, "chín": true, "mười": true,
}

// bare returns a unit of a list without the word that is said of all of them.
func bare(a *atlas.Atlas, p phrase.Passage, f atlas.Found) atlas.Found {
	if n := a.LevelWord(p, f.Start); n > 0 && f.Start+n < f.End {
		f.Start += n
		f.Name = strings.TrimPrefix(f.Name, f.Level+" ")
	}
	return f
}

// otherName reports that a bare name is not said of a unit: it is only part of a longer name in
// capitals.
func (r *reading) otherName(p phrase.Passage, i int, f atlas.Found) bool {
	if r.names.Surname(p[i].Key) && titled(p, i) && f.End-f.Start >= 3 {
		return true // tư tưởng Hồ Chí Minh
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

func (x *places) add(p phrase.Passage, f atlas.Found) {
	k := phraseKey(f.Name)
	n, seen := x.index[k]
	if !seen {
		n = len(x.doc.Entities.Places)
		x.index[k] = n
		e := plan.Place{Name: f.Name, Kind: f.Kind}
		if len(f.IDs) > 0 {
			id, sure := x.choose(f)
			u := x.atlas.Table.Unit(id)
			e.Kind = u.Kind.String()
			if sure {
				e.Code, e.Now = u.Code, x.now(u)
			}
		}
		x.doc.Entities.Places = append(x.doc.Entities.Places, e)
	}
	e := &x.doc.Entities.Places[n]
	e.Mentions = append(e.Mentions, x.at(p[f.Start:f.End]))
}

// choose returns the unit that a name means: of the document's province before another,
// of its time before the other, a larger one before a smaller. Between equals it is not sure.
func (x *places) choose(f atlas.Found) (int, bool) {
	best, top, tie := 0, -1, false
	for _, id := range f.IDs {
		u := x.atlas.Table.Unit(id)
		score := 10 - int(u.Kind)
		if u.Old == x.old {
			score += 20
		}
		if x.own[x.atlas.Table.Province(id).ID] {
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
