package restore

import (
	"strings"
	"testing"

	"vanban/dictionaries"
	"vanban/pipeline/text"
)

func withDictionary(t *testing.T, s string) *Restorer {
	t.Helper()
	d, err := ReadDictionary(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(dictionaries.LM, dictionaries.Channel, dictionaries.Candidates, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDictionary(t *testing.T) {
	r := withDictionary(t, "# of our own\nVàm Rầy Kđămrông\nxq7k\tkế\nTic Rang\tTắc Ráng\n")
	for in, want := range map[string]string{
		"du an tai ap Kdamrong xa ben song":   "Kđămrông",
		"Uy ban nhan dan ban hanh xq7k hoach": "kế hoạch",
		"nang cap, chinh trang cho Tic Rang":  "Tắc Ráng",
	} {
		if got := lines(restored(t, r, in)); !strings.Contains(got, want) {
			t.Errorf("%q came back as %q, want %q in it", in, got, want)
		}
	}
	if got := lines(restored(t, r, sound)); got != sound {
		t.Errorf("the dictionary changes sound text:\n%s", got)
	}
}

func TestDictionaryErrors(t *testing.T) {
	for in, want := range map[string]string{
		"đúng\nmot hai\tmột": "line 2: 2 damaged words but 1 right ones",
		"\n\xff":             "line 2: not valid UTF-8",
		"\tmột":              "line 1: 0 damaged words",
	} {
		if _, err := ReadDictionary(strings.NewReader(in)); in != "\tmột" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: error %v, want %q", in, err, want)
		}
	}
}

func TestExplain(t *testing.T) {
	r := newRestorer(t)
	e := r.Explain(text.NewSource("x", []byte("Triln khai Ke hoach cua Uy ban nhan dan tinh")), "Triln")
	if len(e) != 1 || e[0].Line != 1 || len(e[0].Readings) < 3 {
		t.Fatalf("%+v", e)
	}
	best := e[0].Readings[0]
	if best.Text != "Triển" || best.Channel <= 0 || best.LM >= 0 || best.Sure < 0.5 {
		t.Errorf("best reading %+v", best)
	}
	for i, x := range e[0].Readings {
		if i > 0 && x.Sure > e[0].Readings[i-1].Sure {
			t.Error("readings are not sorted")
		}
	}
}
