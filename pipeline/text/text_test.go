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
		{"a@b.vn", "a@b.vnc"},
	} {
		if got := show(c.in); got != c.want {
			t.Errorf("Tokens(%q) =\n %s\nwant\n %s", c.in, got, c.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"1.Mục đích", "rr\\ft'?-}ket", "95-100%;", " \t", "a\u0301b", "\xff"} {
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
