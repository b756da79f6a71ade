package letters

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Điều": "dieu", "ỦY": "uy", "S6:": "s6", "ðảng": "dang", "—": "", "CHiNH": "chinh", "a\u0301": "a"} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{{"dieu", "pieu", 2, 1}, {"", "abc", 3, 3}, {"noinhan", "nainhn", 2, 2}, {"abc", "xyz", 1, 2}, {"same", "same", 0, 0}} {
		if got := Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}
