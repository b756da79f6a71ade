package quantity

import "testing"

func TestDecimal(t *testing.T) {
	for in, want := range map[string]string{
		"30.000": "30000", "7,5": "7.5", "03": "3", "2.5": "2.5", "1.250,5": "1250.5", "1.200.000": "1200000",
		"0": "0", "000": "0", "0,75": "0.75", "12,50": "12.50", "1,2,3": "", "1.2.3": "", "": "", "3a": "", "0.125": "0.125",
	} {
		if got := Decimal(in); got != want {
			t.Errorf("Decimal(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for in, want := range map[string]string{"27,000": "27000", "3,630": "3630", "0,125": "", "27,5": "", "1,25": "", "27.000": "", "1234,567": ""} {
		if got, ok := Thousands(in); got != want || ok != (want != "") {
			t.Errorf("Thousands(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Quantity{
		"30.000m2": {"30000", "", "m2"}, "7,5%": {"7.5", "", "%"}, "95-100%": {"95", "100", "%"},
		"90%-95%": {"90", "95", "%"}, "24-48": {"24", "48", ""}, "2021-2030": {"2021", "2030", ""}, "15": {"15", "", ""}, "13%0": {"13", "", "‰"}, "1,8%o": {"1.8", "", "‰"},
	} {
		if got, ok := Parse(in); !ok || got != want {
			t.Errorf("Parse(%q) = %v, %v, want %v", in, got, ok, want)
		}
	}
	for _, in := range []string{"13/6/2024", "15/QĐ-UBND", "8:30", "a5", "", "1.2.3", "5-"} {
		if got, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %v, want no quantity", in, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"30.000m2", "95-100%", "1,5", "..", "9%-", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, ok := Parse(s)
		if !ok {
			return
		}
		for _, v := range []string{q.Value, q.To} {
			for i, r := range v {
				if (r < '0' || r > '9') && (r != '.' || i == 0) {
					t.Fatalf("Parse(%q) gives the value %q", s, v)
				}
			}
		}
	})
}
