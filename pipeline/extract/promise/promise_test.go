package promise_test

import (
	"fmt"
	"testing"

	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/promise"
	"vanban/pipeline/text"
)

// noVerbs knows no verb of assignment.
type noVerbs struct{}

func (noVerbs) Verb(phrase.Passage, int) (int, string) { return 0, "" }

func passage(s string) phrase.Passage {
	t := text.Plain(text.NewSource("test", []byte(s)))
	return phrase.NewReader(t).Passage(text.Ranges{{Start: 0, End: len(t.Words)}})
}

func TestFind(t *testing.T) {
	f := promise.Load(noVerbs{})
	for in, want := range map[string]string{
		"Tỷ lệ hộ nghèo giảm còn dưới 2,5%":       "max 2.5 % Tỷ lệ hộ nghèo;",
		"có ít nhất 03 chợ loại I, 5 chợ loại II": "min 3 chợ chợ loại I;min 5 chợ chợ loại II;",
		"thu hút từ 10 đến 15 dự án mới":          "range 10 15 dự án dự án mới;",
		"diện tích khoảng 30.000m2":               "about 30000 m2 diện tích;",
		"đạt 9 bác sĩ/vạn dân":                    "eq 9 bác sĩ/vạn dân bác sĩ/vạn dân;",
		"tỷ lệ tăng trên 95 % trở lên":            "min 95 % tỷ lệ;",
		"theo Điều 5, khoản 3, năm 2020, Dự án 7": "",
		"đã đạt 60%":                              "",
		"sản lượng 12,5 vạn tấn":                  "",
		"đạt 12,5 vạn tấn":                        "",
		"sản lượng đạt 12,5 vạn tấn":              "eq 12.5 vạn tấn sản lượng;",
		"tổng vốn đạt 27,000 tỷ đồng":             "eq 27000 tỷ đồng tổng vốn;",
		"đào tạo 3,630 lao động nữ":               "eq 3630 lao động lao động nữ;",
		"tốc độ tăng 8,5 - 9,5%/năm":              "range 8.5 9.5 %/năm tốc độ tăng;",
		"giá trị đạt 390 400 triệu USD":           "range 390 400 triệu USD giá trị;",
		"dự sinh hoạt ít nhất 01 lần/quý":         "min 1 lần/quý dự sinh hoạt;",
		"giảm 10% số vụ cháy":                     "eq 10 % số vụ cháy;",
		"tỷ lệ nợ xấu không được vượt quá 3%":     "max 3 % tỷ lệ nợ xấu;",
		"trả lời trong vòng 24 giờ":               "max 24 giờ trả lời;",
		"tỷ lệ đạt 90% (năm 2025: 84%)":           "eq 90 % tỷ lệ;",
	} {
		got := ""
		for _, x := range f.Find(passage(in), promise.Work) {
			a := x.Amount
			got += fmt.Sprint(x.Relation, " ", a.Value)
			if x.Relation == "range" {
				got += " " + a.To
			}
			got += fmt.Sprint(" ", a.Unit.Name, " ", x.Indicator, ";")
		}
		if got != want {
			t.Errorf("Find(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"đạt 95-100%, trong đó 5 xã/1 vạn dân", "từ 5 đến 7 %, 3 ha và", "ít nhất tối thiểu 5%/năm so với năm 2020"} {
		f.Add(s)
	}
	x := promise.Load(noVerbs{})
	f.Fuzz(func(t *testing.T, s string) {
		p := passage(s)
		for _, y := range x.Find(p, promise.Goals) {
			if y.From < 0 || y.To > len(p) || y.From >= y.To || len(y.Indicator) == 0 {
				t.Fatalf("%q: %+v of %d words", s, y, len(p))
			}
		}
	})
}
