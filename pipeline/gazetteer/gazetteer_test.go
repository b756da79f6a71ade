package gazetteer_test

import (
	"testing"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
	"vanban/pipeline/gazetteer"
)

func open(t testing.TB) *gazetteer.Table {
	t.Helper()
	g, err := gazetteer.Open(dictionaries.Places)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestChecksum(t *testing.T) {
	x, err := blob.Open(dictionaries.Places, gazetteer.BlobKind)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Verify(); err != nil {
		t.Error(err)
	}
}

// describe returns a unit with its parents and what it is today.
func describe(g *gazetteer.Table, id int) string {
	u := g.Unit(id)
	s := u.Full()
	if u.Code != "" {
		s += " (" + u.Code + ")"
	}
	for p := u.Parent; p != gazetteer.None; p = g.Unit(p).Parent {
		s += ", " + g.Unit(p).Full()
	}
	for _, n := range g.Now(id) {
		s += " -> " + n.Full()
	}
	return s
}

func TestFind(t *testing.T) {
	g := open(t)
	for _, c := range []struct{ key, want string }{
		{"rach gia", "thành phố Rạch Giá, tỉnh Kiên Giang -> tỉnh An Giang"},
		{"rach gia", "phường Rạch Giá (30742), tỉnh An Giang"},
		{"kien giang", "tỉnh Kiên Giang (91) -> tỉnh An Giang"},
		{"phi thong", "xã Phi Thông (30763), thành phố Rạch Giá, tỉnh Kiên Giang -> phường Vĩnh Thông"},
		{"ha noi", "thành phố Hà Nội (01)"},
	} {
		found := false
		var all []string
		for _, id := range g.Find(c.key) {
			all = append(all, describe(g, id))
			found = found || describe(g, id) == c.want
		}
		if !found {
			t.Errorf("Find(%q) lacks %q: %q", c.key, c.want, all)
		}
	}
}

func TestUnits(t *testing.T) {
	g := open(t)
	var provinces, communes, old int
	for i := range g.Len() {
		u := g.Unit(i)
		switch {
		case u.Old:
			old++
			if len(g.Now(i)) == 0 {
				t.Errorf("%s leads nowhere", describe(g, i))
			}
		case u.Parent == gazetteer.None:
			provinces++
		default:
			communes++
		}
		if got := g.Find(gazetteer.Key(u.Name)); len(got) == 0 {
			t.Errorf("%s is not found by its name", u.Full())
		}
	}
	if provinces != 34 || communes != 3321 || old < 10000 {
		t.Errorf("%d provinces, %d communes, %d old units", provinces, communes, old)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(dictionaries.Places[:200], "ha noi")
	f.Fuzz(func(t *testing.T, b []byte, key string) {
		if g, err := gazetteer.Open(b); err == nil {
			t.Logf("opened %d units", g.Len())
		}
		open(t).Find(key)
	})
}
