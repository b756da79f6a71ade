package score

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
)

// The figures below are those of the Python tools that defined the measures.

func TestCompareText(t *testing.T) {
	for _, c := range []struct {
		gold, text string
		want       Text
	}{
		{"Kế hoạch số 222-KH/TU, ngày 13/6/2024", "Ke hoach so 222-KH/TU, ngay 13/6/2024", Text{6, 4, 0.666667, 0.666667, 0.129032}},
		{"Ủy ban nhân dân Thành phố", "uỷ ban nhân dân thành phố", Text{6, 0, 0.0, 0.333333, 0.0}},
		{"kinh tế-xã hội, đạt 95-100%", "kinh tế - xã hội đạt 95 - 100%", Text{6, 2, 0.333333, 0.333333, 0.238095}},
		{"“Hòa Bình” (thủy lợi); quý III", "hoà bình thuỷ lợi qúy III rác", Text{6, 1, 0.166667, 0.5, 0.15}},
		{"một hai|bai ba a|b|c", "một bai ba c", Text{4, 0, 0.0, 0.0, 0.0}},
		{"một hai ba bốn năm", "hai ba bốm sáu năm", Text{5, 3, 0.6, 0.6, 0.642857}},
		{"", "", Text{0, 0, 0.0, 0.0, 0.0}},
		{"", "thừa", Text{0, 1, 1.0, 1.0, 4.0}},
		{"thiếu", "", Text{1, 1, 1.0, 1.0, 1.0}},
		{"m² 30.000m2 7,5% _x_ --", "m2 30.000m2 7,5 x", Text{4, 3, 0.75, 0.75, 0.235294}},
		{"QUÝ KHOÁ HOÁ Qúy", "quý khóa hóa quý", Text{4, 0, 0.0, 1.0, 0.0}},
	} {
		got := CompareText(c.gold, c.text)
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-6 }
		if got.Syllables != c.want.Syllables || got.Edits != c.want.Edits || !near(got.SER, c.want.SER) ||
			!near(got.SERCase, c.want.SERCase) || !near(got.CER, c.want.CER) {
			t.Errorf("CompareText(%q, %q) = %+v, want %+v", c.gold, c.text, got, c.want)
		}
	}
}

func TestCompareFacts(t *testing.T) {
	facts, err := os.ReadFile("testdata/facts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	gold, err := ReadFacts(facts)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("testdata/doc.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := planyaml.Unmarshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range CompareFacts(gold, d) {
		if f.RecallOnly {
			got = append(got, fmt.Sprintf("%s r=%v gold=%d", f.Kind, f.R, f.Gold))
		} else {
			got = append(got, fmt.Sprintf("%s p=%v r=%v f1=%v gold=%d pred=%d", f.Kind, f.P, f.R, f.F1, f.Gold, f.Pred))
		}
	}
	want := `header r=0.75 gold=4
signer p=1 r=1 f1=1 gold=1 pred=1
recipient p=0.667 r=1 f1=0.8 gold=2 pred=3
section p=0.667 r=0.667 f1=0.667 gold=3 pred=3
section_path p=0.667 r=0.667 f1=0.667 gold=3 pred=3
task p=0.75 r=1 f1=0.857 gold=3 pred=4
task_lead p=0.5 r=0.667 f1=0.571 gold=3 pred=4
task_due p=0.333 r=0.5 f1=0.4 gold=2 pred=3
target_value p=1 r=1 f1=1 gold=4 pred=4
target_full p=0.5 r=0.5 f1=0.5 gold=4 pred=4
reference p=0.5 r=0.5 f1=0.5 gold=2 pred=2
reference_date r=1 gold=1
organization r=1 gold=2
place r=1 gold=1
person r=0 gold=1`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

func TestReadFactsNamesTheLine(t *testing.T) {
	if _, err := ReadFacts([]byte("{}\n\n{")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("error %v", err)
	}
}

func TestNothingToFind(t *testing.T) {
	for _, f := range CompareFacts(nil, new(plan.Document)) {
		if f.Main() != 1 {
			t.Errorf("%+v", f)
		}
	}
}
