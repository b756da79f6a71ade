package thesaurus

import (
	"strings"
	"testing"
)

func TestAt(t *testing.T) {
	for _, c := range []struct {
		words string
		n     int
		has   string
	}{
		{"ubnd tinh", 1, "Ủy ban nhân dân"},
		{"uy ban nhan dan tinh", 4, "UBND"},
		{"mttq", 1, "Mặt trận Tổ quốc"},
		{"btv thanh uy", 1, "Ban Thường vụ"},
		{"skhdt", 1, "Sở Kế hoạch và Đầu tư"},
		{"so ke hoach va dau tu", 6, "SKHĐT"},
		{"rach gia", 2, "Vĩnh Thông"},
		{"thanh pho rach gia", 4, "Vĩnh Thông"},
		{"kien giang", 2, "An Giang"},
		{"an giang", 2, "Kiên Giang"},
		{"qpan", 1, "quốc phòng an ninh"},
		{"phat trien", 0, ""},
	} {
		n, ways := At(strings.Fields(c.words))
		var all []string
		for _, w := range ways {
			all = append(all, w.Text)
		}
		if n != c.n || !strings.Contains(strings.Join(all, ", ")+", ", c.has) {
			t.Errorf("%q: %d words, %q; want %d and %q", c.words, n, all, c.n, c.has)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	words := strings.Fields("rach gia va cac phuong")
	for b.Loop() {
		At(words)
	}
}
