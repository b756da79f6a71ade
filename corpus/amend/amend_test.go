package amend

import (
	"testing"

	"vanban/pipeline/plan"
)

func document() *plan.Document {
	at := plan.At{Lines: [2]int{3, 3}, Bytes: [2]int{10, 20}, Sure: 0.5}
	return &plan.Document{
		Head: plan.Header{Number: "1/KH-UBND", Type: "KH", TypeName: "Kế hoạch"},
		Targets: []plan.Target{
			{ID: "T1", Indicator: "tỷ lệ đô thị hóa", Relation: "about", Value: "95", Unit: "%", Quote: "q1", At: at},
			{ID: "T2", Indicator: "tỷ lệ khác", Relation: "eq", Value: "1", Quote: "q2", At: at},
		},
		Tasks: []plan.Task{{ID: "I.1", Title: "Rà soát", Lead: []string{"Sở Xây dựng"}, Due: &plan.Due{Text: "năm 2025", Year: 2025}, At: at}},
	}
}

// TestSet sets values as people write them, and reads them back as they are shown.
func TestSet(t *testing.T) {
	for _, c := range []struct {
		fact, field, typed, shown string
		ok                        bool
	}{
		{Document, "type", "quyết định", "QĐ", true},
		{Document, "type", "sổ tay", "KH", false},
		{Document, "date", "3/11/2023", "03/11/2023", true},
		{Document, "date", "31/02/2023", "", false},
		{Document, "date", "", "", true},
		{Document, "number", "2/KH-UBND", "2/KH-UBND", true},
		{Document, "subject", "x", "x", true},
		{Target, "value", "≥ 70", "≥ 70", true},
		{Target, "value", "không quá 2,5", "≤ 2,5", true},
		{Target, "value", "95-100%", "95 – 100", true},
		{Target, "value", "30.000", "30.000", true},
		{Target, "value", "1.234,5", "1.234,5", true},
		{Target, "value", "khoảng 3", "khoảng 3", true},
		{Target, "value", "", "hoàn thành", true},
		{Target, "value", "nhiều", "khoảng 95", false},
		{Target, "value", "5-", "khoảng 95", false},
		{Target, "indicator", "", "tỷ lệ đô thị hóa", false},
		{Target, "due", "2030", "2030", true},
		{Target, "due", "quý III/2025", "quý III/2025", true},
		{Target, "due", "quý 4/2025", "quý IV/2025", true},
		{Target, "due", "quý 5/2025", "", false},
		{Target, "due", "6/2025", "tháng 6/2025", true},
		{Target, "due", "13/2025", "", false},
		{Target, "due", "mai", "", false},
		{Task, "lead", " Sở Tư pháp ; ;Công an tỉnh", "Sở Tư pháp; Công an tỉnh", true},
		{Task, "with", "", "", true},
		{Task, "due", "30/6/2025", "30/06/2025", true},
		{Task, "due", "", "", true},
		{Task, "value", "1", "", false},
		{"people", "name", "x", "", false},
	} {
		d := document()
		p := Place{Fact: c.fact, Field: c.field}
		switch c.fact {
		case Target:
			p.ID, p.Bytes = "T1", [2]int{10, 20}
		case Task:
			p.ID, p.Bytes = "I.1", [2]int{10, 20}
		}
		ok := Set(d, p, c.typed)
		shown, _ := Value(d, p)
		if ok != c.ok || shown != c.shown {
			t.Errorf("%s %s %q: %v, shown as %q; want %v, %q", c.fact, c.field, c.typed, ok, shown, c.ok, c.shown)
		}
		if again := document(); ok && Set(again, p, shown) {
			if twice, _ := Value(again, p); twice != shown {
				t.Errorf("%s %s: what is shown, %q, is read as %q", c.fact, c.field, shown, twice)
			}
		}
	}
}

// TestPlace finds facts by their bytes, and by their ID among those that share them.
func TestPlace(t *testing.T) {
	for _, c := range []struct {
		id    string
		bytes [2]int
		want  string
		ok    bool
	}{
		{"T2", [2]int{10, 20}, "tỷ lệ khác", true},
		{"T7", [2]int{10, 20}, "tỷ lệ đô thị hóa", true}, // numbered otherwise when it was corrected
		{"T1", [2]int{11, 20}, "", false},
	} {
		got, ok := Value(document(), Place{Fact: Target, ID: c.id, Bytes: c.bytes, Field: "indicator"})
		if got != c.want || ok != c.ok {
			t.Errorf("%s %v: %q, %v", c.id, c.bytes, got, ok)
		}
	}
	d := document()
	if !Set(d, Place{Fact: Target, ID: "T1", Bytes: [2]int{10, 20}}, "") || len(d.Targets) != 1 || d.Targets[0].ID != "T2" {
		t.Errorf("taken out: %+v", d.Targets)
	}
}
