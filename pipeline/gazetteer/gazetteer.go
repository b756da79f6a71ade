// Package gazetteer is a read-only table of the administrative units of Viet Nam before and
// after 1 July 2025: names, kinds, codes of the statistics office, and the units of today
// that an old unit belongs to. It is read in place from dictionaries/places.bin.
package gazetteer

import (
	"fmt"
	"sort"
	"strings"

	"vanban/pipeline/blob"
	"vanban/pipeline/syllable"
)

// Version is the layout of the sections that this package reads and build writes.
const Version = 1

// BlobKind is the kind of the container.
const BlobKind = "places"

// None stands for no unit.
const None = 1<<16 - 1

// Kind says what a unit is.
type Kind uint8

// The kinds of units.
const (
	Province Kind = iota
	City          // a city under the central government
	DistrictCity
	Town // thị xã
	UrbanDistrict
	RuralDistrict
	Ward
	Township // thị trấn
	Commune
	SpecialZone
)

// Prefixes are the words before the name of each kind, in lower case.
var Prefixes = [...]string{"tỉnh", "thành phố", "thành phố", "thị xã", "quận", "huyện", "phường", "thị trấn", "xã", "đặc khu"}

// names are the kinds as the YAML shows them.
var names = [...]string{"province", "city", "city", "town", "district", "district", "ward", "township", "commune", "special_zone"}

// String returns the kind as the YAML shows it.
func (k Kind) String() string { return names[k] }

// Unit is a row of the table.
type Unit struct {
	ID     int
	Name   string // without its kind: "Rạch Giá"
	Kind   Kind
	Code   string // of the statistics office; empty where the sources have none
	Parent int    // the unit above it, None for a province
	Old    bool   // it ended on 30 June 2025
}

// Full returns the name with its kind: "thành phố Rạch Giá".
func (u Unit) Full() string { return Prefixes[u.Kind] + " " + u.Name }

// Table is an opened gazetteer; it is safe for concurrent use.
type Table struct {
	text           []byte
	nameOff        blob.Uint32s // name -> offset into text, one more than names
	kind           []byte       // unit -> kind, bit 7 set for an old unit
	name           blob.Uint16s // unit -> name
	parent         blob.Uint16s // unit -> unit
	code           blob.Uint32s // unit -> code + 1, 0 for none
	nowOff         blob.Uint32s // unit -> offset into now, one more than units
	now            blob.Uint16s // units of today
	folds          []byte
	foldOff        blob.Uint32s // fold -> offset into folds, sorted
	byOff          blob.Uint32s // fold -> offset into by
	by             blob.Uint16s // units of a fold
	longest, units int
}

// Open reads a table in place.
func Open(b []byte) (*Table, error) {
	x, err := blob.Open(b, BlobKind)
	if err != nil {
		return nil, err
	}
	if v := int(x.Header.Params["version"]); v != Version {
		return nil, fmt.Errorf("places of version %d, want %d: %w", v, Version, blob.ErrDamaged)
	}
	t := &Table{
		text: x.Section("text"), nameOff: x.Section("name.off"), kind: x.Section("unit.kind"),
		name: x.Section("unit.name"), parent: x.Section("unit.parent"), code: x.Section("unit.code"),
		nowOff: x.Section("now.off"), now: x.Section("now"), folds: x.Section("folds"),
		foldOff: x.Section("fold.off"), byOff: x.Section("by.off"), by: x.Section("by"),
		longest: int(x.Header.Params["longest"]), units: int(x.Header.Params["units"]),
	}
	if t.nameOff.Len() == 0 || t.foldOff.Len() == 0 || len(t.kind) != t.units || t.name.Len() != t.units ||
		t.parent.Len() != t.units || t.code.Len() != t.units || t.nowOff.Len() != t.units+1 || t.byOff.Len() != t.foldOff.Len() {
		return nil, fmt.Errorf("places: sections disagree: %w", blob.ErrDamaged)
	}
	return t, nil
}

// Len returns the number of units.
func (t *Table) Len() int { return t.units }

// Longest returns the number of syllables of the longest name.
func (t *Table) Longest() int { return t.longest }

// Unit returns unit i.
func (t *Table) Unit(i int) Unit {
	n := int(t.name.At(i))
	u := Unit{
		ID: i, Name: string(t.text[t.nameOff.At(n):t.nameOff.At(n+1)]), Kind: Kind(t.kind[i] &^ 0x80),
		Parent: int(t.parent.At(i)), Old: t.kind[i]&0x80 != 0,
	}
	if c := t.code.At(i); c > 0 {
		width := 5
		if u.Kind <= City {
			width = 2
		}
		u.Code = fmt.Sprintf("%0*d", width, c-1)
	}
	return u
}

// Now returns the units of today that an old unit belongs to, most of it first; a unit of
// today has none.
func (t *Table) Now(i int) []Unit {
	var out []Unit
	for k := t.nowOff.At(i); k < t.nowOff.At(i+1); k++ {
		out = append(out, t.Unit(int(t.now.At(int(k)))))
	}
	return out
}

// Province returns the province that unit i lies in.
func (t *Table) Province(i int) Unit {
	u := t.Unit(i)
	for u.Parent != None {
		u = t.Unit(u.Parent)
	}
	return u
}

// Key is the form under which a name is found: lower case, no marks, one space between
// syllables, a hyphen counting as a space.
func Key(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(syllable.Fold(name)), func(r rune) bool { return r == ' ' || r == '-' }), " ")
}

// Find returns the ids of the units whose name has this key, old and new, in table order.
func (t *Table) Find(key string) []int {
	n := t.foldOff.Len() - 1
	i := sort.Search(n, func(i int) bool { return t.fold(i) >= key })
	if i == n || t.fold(i) != key {
		return nil
	}
	var out []int
	for k := t.byOff.At(i); k < t.byOff.At(i+1); k++ {
		out = append(out, int(t.by.At(int(k))))
	}
	return out
}

func (t *Table) fold(i int) string { return string(t.folds[t.foldOff.At(i):t.foldOff.At(i+1)]) }
