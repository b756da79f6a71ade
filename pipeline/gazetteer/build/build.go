// Package build makes the gazetteer from the tables of its sources. It is deterministic:
// the same files give the same bytes.
package build

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"vanban/pipeline/blob"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/syllable"

	"golang.org/x/text/unicode/norm"
)

// Sources are the files that the gazetteer is made from.
type Sources struct {
	After  io.Reader // JSON: the units since 1 July 2025 (thanglequoc)
	Splits io.Reader // JSON: the old provinces and communes with the new ones that took them (dvhcvn)
	Old    io.Reader // CSV: province, district, commune before (statistics office's list)
	Inputs []blob.Input
}

type unit struct {
	name   string
	kind   gazetteer.Kind
	old    bool
	parent int
	code   int // -1 for none
	now    []int
}

type builder struct {
	units     []unit
	provinces map[string]int // code -> new province
	communes  map[string]int // code -> new commune
}

// Build reads the sources and returns the finished table.
func Build(s Sources) ([]byte, error) {
	b := &builder{provinces: map[string]int{}, communes: map[string]int{}}
	if err := b.after(s.After); err != nil {
		return nil, fmt.Errorf("units after: %w", err)
	}
	rows, err := oldRows(s.Old)
	if err != nil {
		return nil, fmt.Errorf("units before: %w", err)
	}
	if err := b.before(s.Splits, rows); err != nil {
		return nil, fmt.Errorf("units before: %w", err)
	}
	if len(b.units) >= gazetteer.None {
		return nil, fmt.Errorf("%d units do not fit", len(b.units))
	}
	return b.write(s.Inputs)
}

func (b *builder) add(u unit) int {
	b.units = append(b.units, u)
	return len(b.units) - 1
}

func (b *builder) after(r io.Reader) error {
	var in []struct {
		Code, FullName string
		Wards          []struct{ Code, FullName string }
	}
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return err
	}
	for _, p := range in {
		u, err := parse(p.FullName, p.Code, true)
		if err != nil {
			return err
		}
		u.parent = gazetteer.None
		id := b.add(u)
		b.provinces[p.Code] = id
		for _, w := range p.Wards {
			c, err := parse(w.FullName, w.Code, false)
			if err != nil {
				return err
			}
			c.parent = id
			b.communes[w.Code] = b.add(c)
		}
	}
	return nil
}

// prefixes are tried in this order; each gives the kind below a province.
var prefixes = []struct {
	word string
	kind gazetteer.Kind
}{
	{"Thành phố ", gazetteer.DistrictCity}, {"Tỉnh ", gazetteer.Province}, {"Thị xã ", gazetteer.Town},
	{"Thị trấn ", gazetteer.Township}, {"Quận ", gazetteer.UrbanDistrict}, {"Huyện ", gazetteer.RuralDistrict},
	{"Phường ", gazetteer.Ward}, {"Xã ", gazetteer.Commune}, {"Đặc khu ", gazetteer.SpecialZone},
}

func parse(full, code string, province bool) (unit, error) {
	full = norm.NFC.String(strings.Join(strings.Fields(full), " "))
	u := unit{code: -1}
	if code != "" {
		c, err := strconv.Atoi(code)
		if err != nil {
			return u, fmt.Errorf("code %q of %s", code, full)
		}
		u.code = c
	}
	for _, p := range prefixes {
		if len(full) > len(p.word) && strings.EqualFold(full[:len(p.word)], p.word) {
			name := full[len(p.word):]
			u.name, u.kind = place(name), p.kind
			if province && p.kind == gazetteer.DistrictCity {
				u.kind = gazetteer.City
			}
			return u, nil
		}
	}
	return u, fmt.Errorf("no kind in %q", full)
}

// place returns the name with the tone mark of each syllable where vanban puts it.
func place(name string) string {
	w := strings.Fields(name)
	for i := range w {
		w[i] = syllable.Place(w[i])
	}
	return strings.Join(w, " ")
}

type row struct{ province, district, commune string }

func oldRows(r io.Reader) ([]row, error) {
	all, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	var out []row
	for i, f := range all {
		if i == 0 {
			continue
		}
		if len(f) < 3 {
			return nil, fmt.Errorf("line %d: %d columns", i+1, len(f))
		}
		out = append(out, row{norm.NFC.String(f[0]), norm.NFC.String(f[1]), norm.NFC.String(f[2])})
	}
	return out, nil
}

type split struct {
	NewID string `json:"new_id"`
}

func (b *builder) before(r io.Reader, rows []row) error {
	var in struct {
		Data []struct {
			ID      string  `json:"level1_id"`
			Name    string  `json:"name"`
			Splits  []split `json:"splits"`
			Level3s []struct {
				ID     string  `json:"level3_id"`
				Name   string  `json:"name"`
				Splits []split `json:"splits"`
			} `json:"level3s"`
		} `json:"data"`
	}
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return err
	}
	districts := byProvince(rows)
	for _, p := range in.Data {
		u, err := parse(p.Name, p.ID, true)
		if err != nil {
			return err
		}
		u.old, u.parent, u.now = true, gazetteer.None, targets(p.Splits, b.provinces)
		id := b.add(u)
		of := districts[fold(p.Name)]
		ids, err := b.districts(of, id, u.now)
		if err != nil {
			return err
		}
		var names []string
		for _, c := range p.Level3s {
			names = append(names, c.Name)
		}
		homes := assign(names, of)
		for i, c := range p.Level3s {
			cu, err := parse(c.Name, c.ID, false)
			if err != nil {
				return err
			}
			cu.old, cu.parent, cu.now = true, id, b.successors(c.ID, targets(c.Splits, b.communes), u.now)
			if homes[i] != "" {
				cu.parent = ids[homes[i]]
			}
			b.add(cu)
		}
	}
	return nil
}

func targets(splits []split, ids map[string]int) []int {
	var out []int
	for _, s := range splits {
		if id, ok := ids[s.NewID]; ok {
			out = append(out, id)
		}
	}
	return out
}

// successors fills a gap of the source: a commune that it maps nowhere is today the one of
// the same code, else it is only known to lie in the new province.
func (b *builder) successors(code string, now, province []int) []int {
	if id, ok := b.communes[code]; ok && len(now) == 0 {
		return []int{id}
	}
	if len(now) == 0 {
		return province
	}
	return now
}

// fold is the key of a province; two sources disagree on Huế.
func fold(name string) string {
	k := gazetteer.Key(name)
	return strings.TrimPrefix(strings.TrimPrefix(strings.Replace(k, "thua thien hue", "hue", 1), "tinh "), "thanh pho ")
}

func byProvince(rows []row) map[string][]row {
	m := map[string][]row{}
	for _, r := range rows {
		k := fold(r.province)
		m[k] = append(m[k], r)
	}
	return m
}

// districts adds the districts of a province in the order of the list.
func (b *builder) districts(rows []row, province int, now []int) (map[string]int, error) {
	ids := map[string]int{}
	for _, r := range rows {
		if _, ok := ids[r.district]; ok {
			continue
		}
		u, err := parse(r.district, "", false)
		if err != nil {
			return nil, err
		}
		u.old, u.parent, u.now = true, province, now
		ids[r.district] = b.add(u)
	}
	return ids, nil
}

// assign gives each commune of a province its district, "" when it cannot be told: by its
// name where that is in one district only, else by the neighbours in code order.
func assign(names []string, rows []row) []string {
	in := map[string][]string{}
	for _, r := range rows {
		k := gazetteer.Key(r.commune)
		in[k] = append(in[k], r.district)
	}
	out := make([]string, len(names))
	for i, n := range names {
		if d := in[gazetteer.Key(n)]; len(d) == 1 {
			out[i] = d[0]
		}
	}
	known := append([]string(nil), out...)
	for i, n := range names {
		if out[i] == "" {
			out[i] = between(known, i, in[gazetteer.Key(n)])
		}
	}
	return out
}

// between chooses the district of commune i: a neighbour's that the list allows, else the
// one that both neighbours share.
func between(known []string, i int, allowed []string) string {
	before, after := "", ""
	for k := i - 1; k >= 0 && before == ""; k-- {
		before = known[k]
	}
	for k := i + 1; k < len(known) && after == ""; k++ {
		after = known[k]
	}
	for _, d := range allowed {
		if d == before || d == after {
			return d
		}
	}
	if before == after {
		return before
	}
	return ""
}

func (b *builder) write(inputs []blob.Input) ([]byte, error) {
	names, nameID := b.names()
	folds, by := b.folds()
	longest := 0
	for f := range by {
		longest = max(longest, len(strings.Fields(f)))
	}
	w := blob.NewWriter(gazetteer.BlobKind, map[string]float64{
		"version": gazetteer.Version, "units": float64(len(b.units)), "longest": float64(longest),
	}, inputs)
	addStrings(w, "text", "name.off", names)
	var kind []byte
	var name, parent, now []uint16
	var code, nowOff []uint32
	for _, u := range b.units {
		k := byte(u.kind)
		if u.old {
			k |= 0x80
		}
		kind = append(kind, k)
		name = append(name, uint16(nameID[u.name]))
		parent = append(parent, uint16(u.parent))
		code = append(code, uint32(u.code+1))
		nowOff = append(nowOff, uint32(len(now)))
		for _, n := range u.now {
			now = append(now, uint16(n))
		}
	}
	w.Add("unit.kind", kind)
	w.AddUint16("unit.name", name)
	w.AddUint16("unit.parent", parent)
	w.AddUint32("unit.code", code)
	w.AddUint32("now.off", append(nowOff, uint32(len(now))))
	w.AddUint16("now", now)
	addStrings(w, "folds", "fold.off", folds)
	var list []uint16
	var off []uint32
	for _, f := range folds {
		off = append(off, uint32(len(list)))
		list = append(list, by[f]...)
	}
	w.AddUint32("by.off", append(off, uint32(len(list))))
	w.AddUint16("by", list)
	return w.Bytes()
}

func addStrings(w *blob.Writer, text, off string, list []string) {
	var b []byte
	var o []uint32
	for _, s := range list {
		o = append(o, uint32(len(b)))
		b = append(b, s...)
	}
	w.Add(text, b)
	w.AddUint32(off, append(o, uint32(len(b))))
}

func (b *builder) names() ([]string, map[string]int) {
	ids := map[string]int{}
	var list []string
	for _, u := range b.units {
		if _, ok := ids[u.name]; !ok {
			ids[u.name] = 0
			list = append(list, u.name)
		}
	}
	sort.Strings(list)
	for i, n := range list {
		ids[n] = i
	}
	return list, ids
}

func (b *builder) folds() ([]string, map[string][]uint16) {
	by := map[string][]uint16{}
	for i, u := range b.units {
		k := gazetteer.Key(u.name)
		by[k] = append(by[k], uint16(i))
	}
	var list []string
	for k := range by {
		list = append(list, k)
	}
	sort.Strings(list)
	return list, by
}
