package kinds

import (
	"testing"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/plan"
)

func TestOf(t *testing.T) {
	for title, want := range map[string]plan.SectionKind{
		"MỤC ĐÍCH, YÊU CẦU":                 plan.Purpose,
		"Yêu cầu":                           plan.Purpose,
		"Yêu cầu UBND huyện đắp lại đê":     "",
		"KẾT QUẢ THỰC HIỆN NHIỆM VỤ":        plan.Other,
		"PHƯƠNG HƯỚNG, NHIỆM VỤ":            plan.Tasks,
		"KẾT QUẢ VÀ PHƯƠNG HƯỚNG, NHIỆM VỤ": plan.Tasks,
		"PHÂN CÔNG":                         plan.Implementation,
		"PHÂN CÔNG NHIỆM VỤ":                plan.Implementation,
		"Nuôi ong":                          "",
	} {
		if got := Of(letters.Fold(title), false); got != want {
			t.Errorf("%s: got %q, want %q", title, got, want)
		}
	}
}
