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
		{"skh dt", 2, "Sở Kế hoạch và Đầu tư"},
		{"snn ptnt", 2, "Sở Nông nghiệp và Phát triển nông thôn"},
		{"so ke hoach va dau tu", 6, "SKHĐT"},
		{"rach gia", 2, "Vĩnh Thông"},
		{"thanh pho rach gia", 4, "Vĩnh Thông"},
		{"kien giang", 2, "An Giang"},
		{"an giang", 2, "Kiên Giang"},
		{"qpan", 1, "quốc phòng an ninh"},
		{"phat trien", 0, ""},
		{"cat giam", 0, ""}, // cắt giảm, not CAT
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

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		name, place string
		want        bool
	}{
		{"Kiên Giang", "tỉnh Kiên Giang", true},
		{"kien giang", "thành phố Rạch Giá", true},
		{"Kiên Giang", "Ban Thường vụ Thành ủy Rạch Giá", true},
		{"tỉnh Kiên Giang", "phường Vĩnh Hiệp", true}, // of Rạch Giá
		{"Kiên Giang", "tỉnh An Giang", true},         // which it is part of now
		{"An Giang", "tỉnh Kiên Giang", true},
		{"Kiên Giang", "thành phố Long Xuyên", false}, // joined it in 2025
		{"An Giang", "thành phố Rạch Giá", true},
		{"Rạch Giá", "tỉnh Kiên Giang", false}, // the other way round
		{"Rạch Giá", "phường Vĩnh Thông", true},
		{"Kiên Giang", "tỉnh Đồng Tháp", false},
		{"Đồng Tháp", "Ủy ban nhân dân tỉnh Tiền Giang", true},
		{"nơi nào đó", "tỉnh Kiên Giang", false},
		{"Kiên Giang", "", false},
		{"", "tỉnh Kiên Giang", false},
	} {
		if got := Within(c.name)(c.place); got != c.want {
			t.Errorf("%q within %q: %v", c.place, c.name, got)
		}
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]string{"ke hoach": "KH", "Quyết định": "QĐ", "THÔNG TƯ": "TT", "thơ": ""} {
		if got := strings.Join(Types(name), ","); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if TypeName("KH") != "Kế hoạch" || TypeName("X") != "" {
		t.Errorf("%q, %q", TypeName("KH"), TypeName("X"))
	}
}
