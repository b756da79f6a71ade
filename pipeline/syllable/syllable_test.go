package syllable

import (
	"strings"
	"testing"
)

func TestValid(t *testing.T) {
	for _, s := range strings.Fields("nghiêng quốc giếng gì gìn thuở khuỷu Ủy quý hòa hoà hoàn oan ươm yêu y ở Đặng nước thuộc tiếng quả què quỳnh") {
		if !Valid(s) {
			t.Errorf("Valid(%q) = false", s)
		}
	}
	for _, s := range strings.Fields("quyêt tổtr xyz bc thac lượcc ngh ttt đđ fa word cac quôc") {
		if Valid(s) {
			t.Errorf("Valid(%q) = true", s)
		}
	}
}

func TestPlace(t *testing.T) {
	for in, want := range map[string]string{"hoà": "hòa", "HOÀ": "HÒA", "thuỷ": "thủy", "Uỷ": "Ủy", "quý": "quý", "hoàn": "hoàn", "khoẻ": "khỏe", "a": "a", "": ""} {
		if got := Place(in); got != want {
			t.Errorf("Place(%q) = %q, want %q", in, got, want)
		}
	}
	if Key("Uỷ") != "ủy" {
		t.Errorf("Key(Uỷ) = %q", Key("Uỷ"))
	}
}

func TestFold(t *testing.T) {
	if got := Fold("Đường lối đổi mới"); got != "Duong loi doi moi" {
		t.Error(got)
	}
}
