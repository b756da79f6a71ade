package extract_test

import (
	"strings"
	"testing"
	"time"

	"vanban/pipeline/extract"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Text that repeats what a rule looks for takes time in proportion to its length. The
// bound is loose: what it must catch takes minutes.
func TestLinear(t *testing.T) {
	x := extract.New()
	for _, s := range []string{
		"các sở, ", "đến năm 2030 ", "đạt 5%, ", "13-NQ/TW ", "phối hợp với ", "Ủy ban nhân dân tỉnh ", "xã, phường, ", "theo, ",
		"5 xã và ", "Ban Chỉ đạo về ", "Luật sửa đổi ", "ông ", "- ", "Trưởng các ", "trực thuộc ", "Hà Nội, ", "trở thành; ", "phấn đấu 5 xã và ", "còn 5% (",
	} {
		txt := text.Plain(text.NewSource("test", []byte(strings.Repeat(s, 2000))))
		all := text.Ranges{{Start: 0, End: len(txt.Words)}}
		start := time.Now()
		for _, k := range []plan.SectionKind{plan.Tasks, plan.Objectives} {
			x.Extract(&plan.Outline{Text: txt, Sections: []*plan.Section{{ID: "I", Label: "I", Kind: k, Paras: []text.Ranges{all}}}})
		}
		if d := time.Since(start); d > 30*time.Second {
			t.Errorf("%q 2,000 times takes %v", s, d)
		}
	}
}
