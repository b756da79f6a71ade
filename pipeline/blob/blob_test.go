package blob

import (
	"bytes"
	"errors"
	"testing"
)

func sample(t testing.TB) []byte {
	w := NewWriter("test", map[string]float64{"order": 4}, []Input{{"a.txt", "00"}})
	w.Add("x", []byte("abc"))
	w.AddUint16("y", []uint16{1, 65535})
	w.AddUint32("z", []uint32{7})
	b, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	x, err := Open(sample(t), "test")
	if err != nil {
		t.Fatal(err)
	}
	y, z := Uint16s(x.Section("y")), Uint32s(x.Section("z"))
	if string(x.Section("x")) != "abc" || y.Len() != 2 || y.At(1) != 65535 || z.At(0) != 7 || x.Section("w") != nil {
		t.Errorf("sections differ: %+v", x.Header)
	}
	if err := x.Verify(); err != nil {
		t.Error(err)
	}
	if _, err := Open(sample(t), "lm"); !errors.Is(err, ErrDamaged) {
		t.Errorf("wrong kind: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f), 20, byte(1))
	f.Fuzz(func(t *testing.T, b []byte, i int, v byte) {
		b = append([]byte(nil), b...)
		if len(b) > 0 {
			b[uint(i)%uint(len(b))] ^= v
		}
		x, err := Open(b, "test")
		if err != nil {
			return
		}
		if !bytes.Equal(b, sample(t)) && len(b) == len(sample(t)) && x.Verify() == nil {
			t.Error("a changed blob passed Verify")
		}
		for _, s := range x.Header.Sections {
			x.Section(s.Name)
		}
	})
}
