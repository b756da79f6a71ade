package secrecy

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for in, want := range map[string]Level{
		"ỦY BAN NHÂN DÂN\nMẬT\nSố 5/BC-UBND": Secret,
		"  TỐI MẬT  ":                   HighlySecret,
		"TUYỆT MẬT":                     TopSecret,
		"MAT":                           Secret,
		"M Ậ T":                         Secret,
		"IVIẬT":                         Secret,
		"T0I MAT":                       HighlySecret,
		"TÔI MÂT":                       HighlySecret,
		"TUYET MAT":                     TopSecret,
		"TUYÊI MẬT":                     TopSecret,
		"TUYẸTMẬT.":                     TopSecret,
		"[MẬT]":                         Secret,
		"ĐỘ MẬT: TỐI MẬT":               HighlySecret,
		"Số 12-BC/TU      MẬT":          Secret,
		"Số 12-BC/TU TỐI MẬT":           HighlySecret,
		"TỈNH ỦY AN GIANG\t\tTUYỆT MẬT": TopSecret,
		"MẬT\nTUYỆT MẬT":                TopSecret,
		strings.Repeat("dòng\n", 100) + "\fMẬT\n": Secret,

		"":                          None,
		"Mật":                       None,
		"BẢO VỆ BÍ MẬT NHÀ NƯỚC":    None,
		"MẶT TRẬN TỔ QUỐC VIỆT NAM": None,
		"công tác mật mã":           None,
		"MẶT BẰNG":                  None,
		"THẬT":                      None,
		"MỘT":                       None,
		"VỀ VIỆC BẢO MẬT":           None,
		"TOÁN":                      None,
		"phổ biến theo chế độ TỐI MẬT của ngành": None,
		strings.Repeat("dòng\n", 100) + "MẬT\n":  None,
	} {
		if got := Of(strings.Split(in, "\n")); got != want {
			t.Errorf("%.50q: %q, want %q", in, got, want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("TUYỆT MẬT\n\fMẬT")
	f.Fuzz(func(t *testing.T, s string) {
		if l := Of(strings.Split(s, "\n")); l > TopSecret || (l == None) != (l.String() == "") {
			t.Errorf("level %d %q", l, l)
		}
	})
}
