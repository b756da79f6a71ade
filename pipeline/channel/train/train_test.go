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

func TestPeel(t *testing.T) {
	for _, c := range []struct{ gold, read, want string }{
		{"tiềm năng, lợi thế", "oe ; tiem nang, loi the ae . ee", "tiem nang, loi the"},
		{"tiềm năng, lợi thế", "tiem nang, loi the", "tiem nang, loi the"},
		{"tiềm năng, lợi thế", "tlem nanq, loi fhe", "tlem nanq, loi fhe"},
		{"Điều 7. Những hành vi", "> Dieu 7. Nhung hanh vi", "Dieu 7. Nhung hanh vi"},
		{"a", "", ""},
	} {
		from, to := peel(c.gold, c.read)
		if got := strings.TrimSpace(c.read[from:to]); got != c.want {
			t.Errorf("%q: print is %q, want %q", c.read, got, c.want)
		}
	}
}

func TestLearnsJunk(t *testing.T) {
	var ls []Line
	for _, l := range lines() {
		ls = append(ls, l, Line{l.Gold, l.Read + " oe ae"})
	}
	m := learnJunk(append(ls, Line{"", "oe"})).model()
	if m.Right < 0.3 || m.Right > 0.6 || m.Left > 0.05 {
		t.Errorf("junk before %.2f and after %.2f of the lines, want 0 and about a half", m.Left, m.Right)
	}
	if seen, not := m.Cost("oe"), m.Cost("qk"); seen > 1 || not < seen+5 {
		t.Errorf("junk seen often costs %.2f, other %.2f", seen, not)
	}
	if m.Cost("abcd") <= m.Cost("ab") {
		t.Error("longer junk costs no more")
	}
}

func TestLearnsVanishedWords(t *testing.T) {
	var ls []Line
	for range 50 {
		ls = append(ls, Line{"nhà ở xã hội", "nha  xa hoi"}, Line{"đất ở đô thị", "dat o do thi"})
	}
	got := learn(ls).vanish()
	if c, ok := got["ở"]; !ok || c > 1 || len(got) != 1 {
		t.Errorf("vanished words %v, want ở alone, nearly always", got)
	}
}
