package text

import (
	"strings"
	"testing"
)

func show(s string) string {
	var b strings.Builder
	for i, k := range Tokens(s, 0) {
		if i > 0 {
			b.WriteByte(' ')
		}
		if !k.Space {
			b.WriteByte('+')
		}
		b.WriteString(s[k.Span.Start:k.Span.End])
		b.WriteByte("snc."[k.Kind])
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1.Mục đích", "1n +.. +Mụcs đíchs"},
		{"I- MỤC", "Is +-. MỤCs"},
		{"kinh tế-xã hội,", "kinhs tếs +-. +xãs hộis +,."},
		{"số 222-KH/TU, ngày 13/6/2024", "sốs 222-KH/TUc +,. ngàys 13/6/2024n"},
		{"đạt 95-100%;", "đạts 95-100%n +;."},
		{"30.000m2, 7,5%", "30.000m2n +,. 7,5%n"},
		{"(để b/c),", "(. +đểs bs +/. +cs +). +,."},
		{"15/QĐ-UBND QĐ-TTg 30/2020/NĐ-CP", "15/QĐ-UBNDc QĐ-TTgc 30/2020/NĐ-CPc"},
		{"co' ban", "cos +'. bans"},
		{"a) b", "as +). bs"},
		{"nu'oc ./.", "nu'ocs .. +/. +.."},
		{strings.Repeat("2", 100) + "%!", strings.Repeat("2", 100) + "n +%. +!."},
		{"a@b.vn", "a@b.vnc"},
	} {
		if got := show(c.in); got != c.want {
			t.Errorf("Tokens(%q) =\n %s\nwant\n %s", c.in, got, c.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"1.Mục đích", "rr\\ft'?-}ket", "95-100%;", strings.Repeat("2", 100) + "‰.", " \t", "a\u0301b", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		pos := 0
		for _, k := range Tokens(s, 0) {
			if k.Span.Start < pos || k.Span.End <= k.Span.Start || k.Span.End > len(s) {
				t.Fatalf("token %v out of order in %q", k, s)
			}
			if strings.TrimSpace(s[pos:k.Span.Start]) != "" {
				t.Fatalf("bytes lost before %v in %q", k, s)
			}
			b.WriteString(s[k.Span.Start:k.Span.End])
			pos = k.Span.End
		}
		if strings.TrimSpace(s[pos:]) != "" {
			t.Fatalf("bytes lost at the end of %q", s)
		}
	})
}

func TestPlainJoins(t *testing.T) {
	src := NewSource("x", []byte("1.Mục đích\r\n\nkinh tế-xã hội, đạt\n95%"))
	if len(src.Lines) != 4 {
		t.Fatalf("%d lines", len(src.Lines))
	}
	txt := Plain(src)
	if got, want := txt.String(Range{0, len(txt.Words)}), "1.Mục đích kinh tế-xã hội, đạt 95%"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p := txt.Place(Ranges{{3, 5}, {len(txt.Words) - 1, len(txt.Words)}})
	if p.Lines != [2]int{1, 4} || txt.Raw(p.Bytes) != "đích\r\n\nkinh tế-xã hội, đạt\n95%" {
		t.Errorf("place %v %q", p, txt.Raw(p.Bytes))
	}
}

func TestPages(t *testing.T) {
	s := NewSource("x", []byte("một\n\fhai\nba\n\fbốn"))
	for _, c := range []struct {
		word string
		page int
	}{{"một", 1}, {"hai", 2}, {"ba", 2}, {"bốn", 3}, {"ba\n\fbốn", 2}} {
		i := strings.Index(string(s.Bytes), c.word)
		if page, rect := s.On(Span{i, i + len(c.word)}); page != c.page || rect != [4]int{} {
			t.Errorf("%q is on page %d %v, want %d", c.word, page, rect, c.page)
		}
	}
	if page, _ := NewSource("x", []byte("một")).On(Span{0, 3}); page != 0 {
		t.Errorf("page %d of a text without pages", page)
	}
}

func TestBoxes(t *testing.T) {
	s := NewSource("x", []byte("một hai ba"))
	s.Boxes = []Box{{Span{0, 5}, 1, [4]int{10, 20, 30, 40}}, {Span{6, 9}, 1, [4]int{35, 18, 50, 41}}, {Span{10, 12}, 2, [4]int{1, 2, 3, 4}}}
	for _, c := range []struct {
		at   Span
		page int
		rect [4]int
	}{
		{Span{0, 5}, 1, [4]int{10, 20, 30, 40}}, {Span{0, 9}, 1, [4]int{10, 18, 50, 41}}, {Span{6, 12}, 1, [4]int{35, 18, 50, 41}},
		{Span{10, 12}, 2, [4]int{1, 2, 3, 4}}, {Span{12, 12}, 0, [4]int{}},
	} {
		if page, rect := s.On(c.at); page != c.page || rect != c.rect {
			t.Errorf("%v is on page %d at %v, want %d at %v", c.at, page, rect, c.page, c.rect)
		}
	}
}
