package index

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokenize(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Kế hoạch", "kế/ke hoạch/hoach"},
		{"hoà thuỷ Quý", "hòa/hoa thủy/thuy quý/quy"},
		{"ĐÔ thi", "đô/do thi=/thi"},
		{"30.000m2, 7,5% 1.2.", "30.000/30000 m2=/m2 7,5=/7,5 1.2=/1.2"},
		{"222-KH/TU", "222=/222 kh=/kh tu=/tu"},
		{"kế hoach", "kế/ke hoach=/hoach"}, // NFD
		{"-- …", ""},
	} {
		var got []string
		for _, k := range tokenize(c.in) {
			got = append(got, k.exact+"/"+k.fold)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("tokenize(%q) = %s, want %s", c.in, g, c.want)
		}
	}
}

func TestCompact(t *testing.T) {
	for _, s := range []string{"222-KH/TU", "222/KH-TU", "222 kh tu", "0222-KH/TU", "Số 222-KH/TU"} {
		if got := strings.TrimPrefix(compact(s), "so"); got != "222khtu" {
			t.Errorf("compact(%q) = %q", s, got)
		}
	}
	if got, want := fmt.Sprint(numbersIn("Nghị định 30/2020/NĐ-CP và 72-KL/TW, 72-KL/TW\nngày 13/6/2024, QĐ-TTg")), "[302020ndcp 72kltw]"; got != want {
		t.Errorf("numbersIn: %s, want %s", got, want)
	}
}

// FuzzSnippet checks that tokens stand in order inside the text and that a snippet without
// its marks is a stretch of the text, whatever the text and the query.
func FuzzSnippet(f *testing.F) {
	f.Add("Phấn đấu đến năm 2030 tỷ lệ đô thị hóa đạt khoảng 95%.", "đô thị hóa")
	f.Add("a < b & c > d", "b c")
	f.Add(strings.Repeat("một hai ba ", 50)+"bốn", `"ba bốn" <mark>`)
	f.Add("\n\t x", "")
	f.Fuzz(func(t *testing.T, text, query string) {
		if !utf8.ValidString(text) || !utf8.ValidString(query) || strings.Contains(text, "...") || strings.Contains(text, "&") {
			return
		}
		pos := 0
		for _, k := range tokenize(text) {
			if k.start < pos || k.end <= k.start || k.end > len(text) || k.fold == "" {
				t.Fatalf("token %+v in %q", k, text)
			}
			pos = k.end
		}
		p := parse(query, false, func(string) bool { return false })
		s := p.snippet(&Passage{Text: text})
		if strings.Count(s, "<mark>") != strings.Count(s, "</mark>") {
			t.Fatalf("marks do not match in %q", s)
		}
		s = strings.NewReplacer("<mark>", "", "</mark>", "", "...", "").Replace(s)
		if strings.ContainsAny(s, "<>") {
			t.Fatalf("not escaped: %q", s)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := squeeze(html.UnescapeString(s)); !strings.Contains(squeeze(text), got) {
			t.Fatalf("snippet %q is not of %q", got, text)
		}
	})
}
