package train

import (
	"bytes"
	"strings"
	"testing"

	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/syllable"
)

// misread is an OCR of the test's own: marks are lost, ơ becomes d, m becomes rn, and the space
// after "về" is not read.
func misread(s string) string {
	s = strings.NewReplacer("ơ", "d", "ờ", "d", "m", "rn", "về ", "ve").Replace(s)
	return syllable.Fold(s)
}

func lines() []Line {
	var out []Line
	for _, s := range []string{
		"nước ta cơ bản trở thành nước công nghiệp", "đường phố về làm ban đêm", "quyết tâm chính trị của các cấp",
		"mở rộng các tuyến đường về tỉnh", "tầm nhìn đến năm 2050", "người dân về chợ mua rau",
	} {
		for range 20 {
			out = append(out, Line{s, misread(s)})
		}
	}
	return out
}

func table1(t *testing.T) *channel.Table {
	b, err := Build([]Set{{channel.ASCII, lines()}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := blob.Open(b, "channel")
	if err != nil {
		t.Fatal(err)
	}
	tab, err := channel.Open(x, channel.ASCII)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// cost returns the cost of reading a segment, a large one where no rule says so.
func cost(t *channel.Table, gold, read string) float32 {
	for _, e := range t.All()[read] {
		if string(e.Gold) == gold {
			return e.Cost
		}
	}
	return 99
}

func TestLearnsConfusions(t *testing.T) {
	tab := table1(t)
	for _, c := range []struct {
		gold, read string
		below      float32
	}{{"ơ", "d", 1}, {"m", "rn", 1}, {"ư", "u", 0.5}, {"ộ", "o", 1.5}, {"b", "b", 0.3}} {
		if got := cost(tab, c.gold, c.read); got > c.below {
			t.Errorf("reading %q for %q costs %.2f, want at most %.2f", c.read, c.gold, got, c.below)
		}
	}
	if a, b := cost(tab, "b", "b"), cost(tab, "b", "t"); b < a+3 {
		t.Errorf("b read t costs %.2f, b read b %.2f", b, a)
	}
	if tab.Ends.Lost > 3.5 || tab.Ends.Lost < 0.5 {
		t.Errorf("a lost space costs %.2f", tab.Ends.Lost)
	}
	for read, rules := range tab.All() {
		for i := 1; i < len(rules); i++ {
			if rules[i].Cost < rules[i-1].Cost {
				t.Fatalf("rules of %q are not sorted", read)
			}
		}
	}
}

func TestDeterministic(t *testing.T) {
	a, _ := Build([]Set{{channel.ASCII, lines()}}, nil)
	b, _ := Build([]Set{{channel.ASCII, lines()}}, nil)
	if !bytes.Equal(a, b) {
		t.Error("two builds differ")
	}
}

func TestAlignKeepsAllLetters(t *testing.T) {
	a := newAligner(&costs{first: true})
	g, o := []rune("thực hiện"), []rune("thirc hien.")
	gi, oi := 0, 0
	for _, k := range a.align(g, o) {
		if k.g != gi || k.o != oi {
			t.Fatalf("gap at %v", k)
		}
		gi, oi = gi+k.gn, oi+k.on
	}
	if gi != len(g) || oi != len(o) {
		t.Errorf("aligned %d of %d and %d of %d letters", gi, len(g), oi, len(o))
	}
}
