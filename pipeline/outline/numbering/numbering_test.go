package numbering

import (
	"strings"
	"testing"

	"vanban/pipeline/text"
)

// lineView returns a line as the caller of the package sees it.
func lineView(s string) *View {
	v := &View{Heading: func(f string) bool { return strings.HasPrefix(f, "muctieu") }}
	for i, k := range text.Tokens(s, 0) {
		w := s[k.Span.Start:k.Span.End]
		v.Add(w, KindOf(w), !k.Space, i)
	}
	v.Close(len(v.words))
	return v
}

// labels reads lines together and returns the path of each, "" for text.
func labels(lines ...string) []string {
	var cands []Candidate
	for i, s := range lines {
		if rs := lineView(s).Readings(); len(rs) > 0 {
			cands = append(cands, Candidate{Line: i, Readings: rs, Skip: 4})
		}
	}
	steps, _ := Decode(cands)
	paths := make([]string, len(lines))
	for i, s := range steps {
		for l := s.Level; l != nil; l = l.Up {
			p := l.Label()
			if l.Lost {
				p = "(" + p + ")"
			}
			paths[cands[i].Line] = strings.TrimSuffix(p+" "+paths[cands[i].Line], " ")
		}
	}
	return paths
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"plain", "I. MỤC TIÊU|1. Mục tiêu chung|1.1. Chung|1.2. Riêng|2. Cụ thể|a) Một|b) Hai|II. KINH PHÍ", "I|I 1|I 1 1.1|I 1 1.2|I 2|I 2 a|I 2 b|II"},
		{"strokes", "l. MỤC ĐÍCH|1. Một|ll- MỤC TIÊU|IIl- NHIỆM VỤ|lV. KINH PHÍ", "I|I 1|II|III|IV"},
		{"one stroke short", "I- TÌNH HÌNH|II- MỤC TIÊU|Il- NHIỆM VỤ|IV- KINH PHÍ", "I|II|III|IV"},
		{"one stroke more", "I- TÌNH HÌNH|IIl- NHIỆM VỤ|1. Một", "I|II|II 1"},
		{"outer number misread", "2. A B|2.1. Một|2.2. Hai|3.3. Ba|2.4. Bốn", "2|2 2.1|2 2.2|2 2.3|2 2.4"},
		{"letters", "1. A|a) Một|b) Hai|c) Ba|d) Bốn|đ) Năm|e) Sáu|g) Bảy", "1|1 a|1 b|1 c|1 d|1 đ|1 e|1 g"},
		{"English letters", "1. A|a) Một|b) Hai|c) Ba|d) Bốn|e) Năm|f) Sáu|g) Bảy", "1|1 a|1 b|1 c|1 d|1 e|1 f|1 g"},
		{"articles", "Chương I|Điều 1. Một|1. Khoản|a) Điểm|Pieu 2. Hai|Chương II|Điều 3. Ba", "Chương I|Chương I Điều 1|Chương I Điều 1 1|Chương I Điều 1 1 a|Chương I Điều 2|Chương II|Chương II Điều 3"},
		{"misread number", "I. A B|1. Một|3. Hai|3. Ba|4. Bốn", "I|I 1|I 2|I 3|I 4"},
		{"lost heading", "I. A B|1. Một|a) Một|b) Hai|a) Một|b) Hai|3. Ba", "I|I 1|I 1 a|I 1 b|I (2) a|I (2) b|I 3"},
		{"run together", "I. QUAN ĐIỂM|ILMUCTIEU chung|III. KINH PHÍ", "I|II|III"},
		{"brackets misread", "4. A B|a) Một|bj Văn phòng|cý Sở Tư pháp|©j Sở Y tế|đỳ Công an|5. C D", "4|4 a|4 b|4 c|4 d|4 đ|5"},
		{"a stroke as a bracket", "I. A B|1. Một|II]. NHIỆM VỤ|1. Hai|IV. KINH PHÍ", "I|I 1|III|III 1|IV"},
		{"a stroke as another sign", "I. A B|II. C D|III. E F|¥v.TỔ CHỨC", "I|II|III|IV"},
		{"dirt in an article", "Điều-1. Một|Điều.2. Hai|Điều 3. Ba", "Điều 1|Điều 2|Điều 3"},
		{"a plus for a dash", "1+ Số tổ chức|2+ Mỗi chi bộ|3- Các chi bộ", "1|2|3"},
		{"words of two letters", "1. Một|Ký Quyết định|Tỷ Lệ|ly Hôn", "1|||"},
		{"no labels", "2030. Đến năm|100% số xã|163/2024/QH15 ngày", "||"},
	} {
		got := labels(strings.Split(c.lines, "|")...)
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}
