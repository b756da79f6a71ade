package phrase

import (
	"strings"
	"testing"

	"vanban/pipeline/text"
)

func passage(s string) Passage {
	t := text.Plain(text.NewSource("test", []byte(s)))
	return NewReader(t).Passage(text.Ranges{{Start: 0, End: len(t.Words)}})
}

func TestMatch(t *testing.T) {
	l := &Lexicon[string]{}
	for _, p := range []string{"sở", "số", "trở thành", "phối hợp", "phối hợp với", "tổ chức chính trị - xã hội",
		"các tỉnh, thành phố trực thuộc Trung ương", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"} {
		l.Add(p, p)
	}
	for _, c := range []struct{ in, want string }{
		{"sở y tế", "sở"},
		{"SỐ 15", "số"},
		{"so sánh", ""}, // one syllable needs its mark
		{"trờ thành", "trở thành"},
		{"phoi hop voi", "phối hợp với"}, // never restored
		{"phối hợp vói các", "phối hợp với"},
		{"phối-hợp với", "phối hợp với"},
		{"tổ chức chính trị-xã hội", "tổ chức chính trị - xã hội"},
		{"các tỉnh, thành phố trục thuộc Trung ương", "các tỉnh, thành phố trực thuộc Trung ương"},
		{"Ủy ban Trung trong Mặt trận Tổ quốc Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"},
		{"Ủy ban Trung", ""},
	} {
		if _, got := l.Match(passage(c.in), 0); got != c.want {
			t.Errorf("Match(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"chậm. lại rõ rệt.", "chậm lại rõ rệt."},
		{"cơ ’ sở ˆ y tế", "cơ sở y tế"},
		{"lần thứ? tư", "lần thứ tư"},
		{"năm. 2015, đồng thời", "năm 2015, đồng thời"},
		{"thuốc. : : hết", "thuốc. hết"},
		{"báo cáo-kết quả", "báo cáo kết quả"},
		{"kinh tế-xã hội", "kinh tế-xã hội"},
		{"như sau:", "như sau:"},
		{"một. Hai", "một. Hai"},
	} {
		if got := passage(c.in).String(); got != c.want {
			t.Errorf("passage(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	var got []string
	for _, s := range passage("Một việc. Hai việc; đạt 7,5%. 3 việc... còn lại").Sentences() {
		got = append(got, s.String())
	}
	if w := "Một việc.|Hai việc; đạt 7,5%.|3 việc... còn lại"; strings.Join(got, "|") != w {
		t.Errorf("got %q, want %q", got, w)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("phối hợp với sở - ban", "phối hợp")
	f.Add("các tỉnh, thành phố trục thuộc", "tỉnh, thành phố")
	f.Fuzz(func(t *testing.T, s, phrase string) {
		if !strings.Contains(phrase, "\n") {
			l := &Lexicon[int]{}
			l.Add(phrase, 1)
			p := passage(s)
			for i := range p {
				if n, _ := l.Match(p, i); n < 0 || i+n > len(p) {
					t.Fatalf("%d words at %d of %d", n, i, len(p))
				}
			}
			if n := len(p.Trim()); n > len(p) {
				t.Fatal("longer after Trim")
			}
		}
	})
}
