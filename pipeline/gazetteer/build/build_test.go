package build_test

import (
	"strings"
	"testing"

	"vanban/pipeline/blob"
	"vanban/pipeline/gazetteer"
	"vanban/pipeline/gazetteer/build"
)

const (
	after = `[{"Code":"91","FullName":"Tỉnh An Giang","Wards":[
		{"Code":"30742","FullName":"Phường Rạch Giá"},{"Code":"30760","FullName":"Phường Vĩnh Thông"}]}]`
	splits = `{"data":[{"level1_id":"91","name":"Tỉnh Kiên Giang","splits":[{"new_id":"91"}],"level3s":[
		{"level3_id":"30730","name":"Phường Vĩnh Hiệp","splits":[{"new_id":"30742"},{"new_id":"30760"}]},
		{"level3_id":"30763","name":"Xã Phi Thông","splits":[{"new_id":"30760"}]},
		{"level3_id":"30764","name":"Xã Mới","splits":[]}]}]}`
	old = "province,district,ward,level\nTỉnh Kiên Giang,Thành phố Rạch Giá,Phường Vĩnh Hiệp,Phường\nTỉnh Kiên Giang,Thành phố Rạch Giá,Xã Phi Thông,Xã\n"
)

func sources() build.Sources {
	return build.Sources{
		After: strings.NewReader(after), Splits: strings.NewReader(splits), Old: strings.NewReader(old),
		Inputs: []blob.Input{{Name: "test", SHA256: "00"}},
	}
}

func TestBuild(t *testing.T) {
	b, err := build.Build(sources())
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range g.Len() {
		u := g.Unit(i)
		s := u.Full() + " " + u.Code
		if u.Parent != gazetteer.None {
			s += " in " + g.Unit(u.Parent).Full()
		}
		for _, n := range g.Now(i) {
			s += " -> " + n.Full()
		}
		got = append(got, s)
	}
	want := []string{
		"tỉnh An Giang 91",
		"phường Rạch Giá 30742 in tỉnh An Giang",
		"phường Vĩnh Thông 30760 in tỉnh An Giang",
		"tỉnh Kiên Giang 91 -> tỉnh An Giang",
		"thành phố Rạch Giá  in tỉnh Kiên Giang -> tỉnh An Giang",
		"phường Vĩnh Hiệp 30730 in thành phố Rạch Giá -> phường Rạch Giá -> phường Vĩnh Thông",
		"xã Phi Thông 30763 in thành phố Rạch Giá -> phường Vĩnh Thông",
		"xã Mới 30764 in tỉnh Kiên Giang -> tỉnh An Giang", // the source maps it nowhere
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDeterministic(t *testing.T) {
	a, err := build.Build(sources())
	if err != nil {
		t.Fatal(err)
	}
	b, err := build.Build(sources())
	if err != nil || string(a) != string(b) {
		t.Error("two builds differ", err)
	}
}

func TestBadSources(t *testing.T) {
	for _, c := range []struct{ after, splits, old string }{
		{"x", splits, old}, {after, "x", old}, {after, splits, "a,b\n\"c\n"},
		{`[{"Code":"x","FullName":"Tỉnh An Giang"}]`, splits, old},
		{`[{"Code":"91","FullName":"An Giang"}]`, splits, old},
	} {
		s := build.Sources{After: strings.NewReader(c.after), Splits: strings.NewReader(c.splits), Old: strings.NewReader(c.old)}
		if _, err := build.Build(s); err == nil {
			t.Errorf("no error for %.20q, %.20q, %.20q", c.after, c.splits, c.old)
		}
	}
}
