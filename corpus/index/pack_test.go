package index

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	p := &Passage{Document: "182-KH/TU", Section: "III.6.e", ID: "182-KH/TU#III.6.e", Title: "Về phát triển ĐÔ THỊ", Above: "III. MỤC TIÊU", Text: "Đến năm 2030, đạt 95%.\n(30.000 m2) 2100 x\x00\xffyz  hai",
		Number: "182-KH/TU", Type: "KH", Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Date: "2024-07-15", Lines: [2]int{297, 316}, Level: "party", Grade: "B", Sure: 0.987,
		Places: []string{"thành phố Rạch Giá"}, Organizations: []string{"Sở Xây dựng", "UBND"}, Targets: 2, Due: []string{"2030"},
		Doubts: []Doubt{{"đô", []string{"đồ", "độ"}}}}
	for _, id := range []string{p.ID, "other"} {
		p.ID = id
		b := newPacker().pack(p, tokenize(p.Title+"\n"+p.Text))
		if got, err := unpack(b); err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("unpacked %+v, error %v, want %+v", got, err, p)
		}
		for n := range b {
			if got, err := unpack(b[:n]); err == nil && reflect.DeepEqual(got, p) {
				t.Errorf("nothing is missing from %d bytes of %d", n, len(b))
			}
		}
	}
}

func TestPackGroup(t *testing.T) {
	signatures, packed := []signature{{1, 2}, {}, {3}}, [][]byte{{4}, {5, 6}, {}}
	b := packGroup(signatures, packed)
	s, p, err := unpackGroup(b)
	if err != nil || fmt.Sprint(s, p) != fmt.Sprint(signatures, packed) {
		t.Errorf("unpacked %v, %v, error %v", s, p, err)
	}
	for n := range b {
		if s, p, err := unpackGroup(b[:n]); err == nil {
			t.Errorf("%d bytes of %d unpacked as %v, %v", n, len(b), s, p)
		}
	}
}

// FuzzEncode checks that every text comes back as it was, and that no bytes make decode panic.
func FuzzEncode(f *testing.F) {
	f.Add("Kế hoạch số 182-KH/TU, ngày 15/7/2024 của BTV Thành ủy (sau đây gọi tắt là \"Kế hoạch\").")
	f.Add("  hai  khoảng trắng \n\t và 007 Iİıſ ǅ ")
	f.Add("\x00\x01\x02\x03\x80\xff")
	f.Add(strings.Repeat("a b", 100))
	f.Fuzz(func(t *testing.T, s string) {
		words := tokenize("a\n" + s)
		for _, b := range [][]byte{encode(s, nil, 0), encode(s, words, 2)} {
			if got, err := decode(b); err != nil || got != s {
				t.Fatalf("%q came back as %q, error %v", s, got, err)
			}
		}
		decode([]byte(s))
	})
}
