package moment_test

import (
	"testing"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

func passage(s string) phrase.Passage {
	t := text.Plain(text.NewSource("test", []byte(s)))
	return phrase.NewReader(t).Passage(text.Ranges{{Start: 0, End: len(t.Words)}})
}

// What cannot be the date of a paper that was signed is mended figure by figure; what can be stays.
func TestSignedAt(t *testing.T) {
	for in, want := range map[string]string{
		"05/01/2020 của":             "2020-01-05",
		"95/01/2020 của":             "2020-01-05",
		"39/01/2020":                 "",
		"15 tháng 3 năm 3005 của":    "2005-03-15",
		"24 đường 02 năm 2620":       "2020-02-24",
		"26 tháng 14 năm 2003":       "2003-11-26",
		"09 tháng 02 năm 2047":       "2017-02-09",
		"30 tháng L1 năm 2018":       "2018-11-30",
		"31 tháng 12 năm 2024":       "2024-12-31",
		"12 xã và 7 phường năm 2020": "",
		"Sở Nội vụ":                  "",
	} {
		if got, _ := moment.SignedAt(passage(in), 0); got != want {
			t.Errorf("SignedAt(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct{ in, iso, words string }{
		{"ngày 13/6/2024 của", "2024-06-13", "ngày 13/6/2024"},
		{"trước ngày 05 tháng 02 năm 2020,", "2020-02-05", "trước ngày 05 tháng 02 năm 2020"},
		{"ngày l3/6/2024", "2024-06-13", "ngày l3/6/2024"},
		{"trong tháng 11/2025", "2025-11", "trong tháng 11/2025"},
		{"tháng 3 năm 2026", "2026-03", "tháng 3 năm 2026"},
		{"quý III/2025", "2025-Q3", "quý III/2025"},
		{"trong quý I năm 2026", "2026-Q1", "trong quý I năm 2026"},
		{"đến hết năm 2030 đạt", "2030", "đến hết năm 2030"},
		{"đến nam 2030", "2030", "đến nam 2030"},
		{"giai đoạn 2021 - 2030", "2021/2030", "giai đoạn 2021 - 2030"},
		{"thời kỳ 2021-2030", "2021/2030", "thời kỳ 2021-2030"},
		{"trước Tết Nguyên đán Giáp Thìn 2024,", "2024", "trước Tết Nguyên đán Giáp Thìn 2024"},
		{"trước mùa mưa lũ năm 2025.", "2025", "trước mùa mưa lũ năm 2025"},
		{"mùa mưa lũ năm 2025", "", ""},
		{"trước năm học 2026 - 2027", "2026", "trước năm học 2026 - 2027"},
		{"trong năm học 2026-2027", "2026/2027", "trong năm học 2026-2027"},
		{"trong tháng 8 và tháng 9 năm 2024", "2024-09", "trong tháng 8 và tháng 9 năm 2024"},
		{"tháng 4, 5/2025", "2025-05", "tháng 4, 5/2025"},
		{"quý I, II năm 2025", "2025-Q2", "quý I, II năm 2025"},
		{"tháng 4/2025, 12 xã", "2025-04", "tháng 4/2025"},
		{"quý 1V/2025", "2025-Q4", "quý 1V/2025"}, // OCR reads strokes as ones
		{"quý 11⁄2025", "2025-Q2", "quý 11⁄2025"},
		{"quý 12/2025", "", ""},
		{"ngày 31/2/2024", "", ""},
		{"năm tỉnh", "", ""},
		{"đấu năm 2030", "", ""},
		{"tháng 13/2024", "", ""},
	} {
		p := passage(c.in)
		m, ok := moment.At(p, 0)
		iso, words := "", ""
		if ok {
			iso, words = m.ISO(), p[m.Start:m.End].String()
		}
		if iso != c.iso || words != c.words {
			t.Errorf("At(%q) = %q %q, want %q %q", c.in, iso, words, c.iso, c.words)
		}
	}
}

func FuzzAt(f *testing.F) {
	for _, s := range []string{"trước ngày 30/6/2025", "quý IV / 2025", "năm 2021-2030", "ngày tháng năm", "đến đến đến ngày 1 tháng"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := passage(s)
		for i := range p {
			if m, ok := moment.At(p, i); ok && (m.Start != i || m.End <= i || m.End > len(p)) {
				t.Fatalf("%q: %+v at word %d of %d", s, m, i, len(p))
			}
		}
	})
}
