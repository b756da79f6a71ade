package score

import (
	"testing"

	"vanban/pipeline/text"
)

func TestDetail(t *testing.T) {
	x := text.Plain(text.NewSource("x", []byte("số 12/KH-UBND ngày 5 rác\nTỔ CHỨC thựt hiện\nkhông chấm")))
	for i := range x.Words {
		if x.Words[i].Text == "thựt" {
			x.Words[i].Sure = 0.4
		}
	}
	var d Detail
	d.Add("Số 12/KH-UBND ngày 6\nTỔ CHỨC thực hiện tốt", x, 2)
	if d.Replaced != 2 || d.Invented != 1 || d.Lost != 1 {
		t.Errorf("%d replaced, %d invented, %d lost", d.Replaced, d.Invented, d.Lost)
	}
	want := []Class{{"capitals", 3, 0}, {"code", 1, 0}, {"number", 1, 1}, {"word", 5, 2}}
	got := d.Classes()
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("classes %v, want %v", got, want)
		}
	}
	bins := d.Bins()
	if len(bins) != 2 || bins[0].From != 0.3 || bins[0].Words != 1 || bins[0].Right != 0 || bins[1].Words != 9 || bins[1].Right != 7 {
		t.Errorf("bins %+v", bins)
	}
	if c, n := d.Confusions(2); len(c) != 2 || n[0] != 1 {
		t.Errorf("confusions %v %v", c, n)
	}
}
