// Package thesaurus knows other ways to say what a query says: bodies by name, abbreviation or
// initials, common abbreviations, and places by the names they had before 1 July 2025 and have
// since.
package thesaurus

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"vanban/dictionaries"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/syllable"
)

//go:embed synonyms.tsv
var synonyms string

// Kind says in what way two names mean the same.
type Kind int

// The kinds.
const (
	Name  Kind = iota // of the same thing
	Place             // of a place, at another time
)

// Way is another way to say something.
type Way struct {
	Text string
	Kind Kind
}

// longest is the number of words of the longest expression looked for.
const longest = 10

// maxPlaces is the number of other names of a place that are given.
const maxPlaces = 12

// At returns how many of the folded words, from the first, have the most words that can be
// said in other ways, and those ways; 0 where nothing is known.
func At(words []string) (n int, ways []Way) {
	for n = min(longest, len(words)); n > 0; n-- {
		key := strings.Join(words[:n], " ")
		for _, s := range names()[key] {
			ways = append(ways, Way{s, Name})
		}
		if n > 1 {
			ways = append(ways, places(key)...)
		}
		if len(ways) > 0 {
			return n, ways
		}
	}
	return 0, nil
}

// names has, for each name in folded words, the other names.
var names = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	add := func(a, b string) {
		k := key(a)
		if k != key(b) && !slices.Contains(m[k], b) {
			m[k] = append(m[k], b)
		}
	}
	both := func(short, long string) {
		add(short, long)
		add(long, short)
		if joined := join(short); joined != short {
			add(joined, long)
		}
	}
	for _, r := range dictionaries.Table("bodies", 3) {
		if r[2] != "" {
			both(r[0], r[2])
		}
	}
	for line := range strings.Lines(synonyms) {
		if short, long, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			both(short, long)
		}
	}
	for _, long := range withField() {
		for _, short := range initials(long) {
			both(short, long)
		}
	}
	return m
})

// fieldHeads are the bodies that are known by initials with their field of work.
var fieldHeads = []string{"Sở", "Bộ", "Phòng", "Ban Chỉ đạo"}

// withField returns the bodies that a field of work completes.
func withField() []string {
	var out []string
	for _, d := range dictionaries.Table("domains", 1) {
		if len(strings.Fields(d[0])) < 2 {
			continue
		}
		for _, h := range fieldHeads {
			out = append(out, h+" "+d[0])
		}
	}
	return out
}

// initials returns the initials of a name: without those of "và", with them, and with a sign in
// their place, as in SNN&PTNT.
func initials(name string) []string {
	var all, short, parted strings.Builder
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		r = unicode.ToUpper(r)
		all.WriteRune(r)
		if w == "và" {
			parted.WriteRune('&')
			continue
		}
		short.WriteRune(r)
		parted.WriteRune(r)
	}
	if all.Len() == short.Len() {
		return []string{short.String()}
	}
	return []string{short.String(), all.String(), parted.String()}
}

// key is the form in which names are compared: folded words.
func key(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(syllable.Fold(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// join returns an abbreviation as one word: QP-AN as QPAN.
func join(s string) string {
	if strings.Contains(s, " ") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// table is the gazetteer; a binary whose own tables are damaged panics.
var table = sync.OnceValue(func() *gazetteer.Table {
	t, err := gazetteer.Open(dictionaries.Places)
	if err != nil {
		panic("thesaurus: " + err.Error())
	}
	return t
})

// before has, for each unit of today, the units that became part of it.
var before = sync.OnceValue(func() map[int][]int {
	t, m := table(), map[int][]int{}
	for i := range t.Len() {
		for _, u := range t.Now(i) {
			m[u.ID] = append(m[u.ID], i)
		}
	}
	return m
})

// communes has, for each old district, its communes.
var communes = sync.OnceValue(func() map[int][]int {
	t, m := table(), map[int][]int{}
	for i := range t.Len() {
		if u := t.Unit(i); u.Old && u.Parent != gazetteer.None {
			m[u.Parent] = append(m[u.Parent], i)
		}
	}
	return m
})

// maxNamesakes is the number of units of one name and rank beyond which the name says nothing.
const maxNamesakes = 3

// places returns the other names, at another time, of the highest units that a name means.
func places(key string) []Way {
	t := table()
	ids := highest(t, t.Find(strip(key)))
	var out []Way
	seen := map[string]bool{gazetteer.Key(strip(key)): true}
	for _, id := range ids {
		for _, u := range related(t, id) {
			if k := gazetteer.Key(u.Name); !seen[k] && strings.Contains(k, " ") && len(out) < maxPlaces {
				seen[k] = true
				out = append(out, Way{u.Name, Place})
			}
		}
	}
	return out
}

// strip takes the word that says the level off a folded name.
func strip(key string) string {
	for _, p := range gazetteer.Prefixes {
		if rest, ok := strings.CutPrefix(key, gazetteer.Key(p)+" "); ok {
			return rest
		}
	}
	return key
}

// highest returns the units of the highest rank, and those of all times of that rank; nothing
// where there are too many to be meant.
func highest(t *gazetteer.Table, ids []int) []int {
	rank := func(k gazetteer.Kind) int {
		switch {
		case k <= gazetteer.City:
			return 0
		case k <= gazetteer.RuralDistrict:
			return 1
		}
		return 2
	}
	best := 3
	for _, id := range ids {
		best = min(best, rank(t.Unit(id).Kind))
	}
	var out []int
	old := 0
	for _, id := range ids {
		u := t.Unit(id)
		// A ward of today often bears the name of the old town around it: both are meant.
		if rank(u.Kind) == best || best == 1 && !u.Old {
			out = append(out, id)
			if u.Old {
				old++
			}
		}
	}
	if old > maxNamesakes || len(out)-old > maxNamesakes {
		return nil
	}
	return out
}

// related returns what a unit became, or what became part of it. What became of an old district
// is what became of its communes.
func related(t *gazetteer.Table, id int) []gazetteer.Unit {
	u := t.Unit(id)
	var out []gazetteer.Unit
	switch {
	case u.Old && u.Kind > gazetteer.City && u.Kind <= gazetteer.RuralDistrict:
		for _, c := range communes()[id] {
			out = append(out, t.Now(c)...)
		}
	case u.Old:
		return t.Now(id)
	default:
		for _, i := range before()[id] {
			out = append(out, t.Unit(i))
		}
	}
	return out
}
