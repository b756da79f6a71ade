package heading_test

import (
	"testing"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/heading"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// nowhere knows no place.
type nowhere struct{}

func (nowhere) Name(phrase.Passage, int) (int, string) { return 0, "" }

func TestKind(t *testing.T) {
	k := heading.Load(body.Load(nowhere{}))
	for in, want := range map[string]plan.SectionKind{
		"KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2021":           heading.Past,
		"Những tồn tại, hạn chế":                        heading.Past,
		"Hạn chế sử dụng túi ni lông":                   "",
		"KẾT QUẢ NĂM 2021 VÀ PHƯƠNG HƯỚNG NĂM 2022":     "",
		"KIẾN NGHỊ, ĐỀ XUẤT":                            heading.Request,
		"Kiến nghị Bộ Y tế bổ sung vắc xin":             "",
		"Về các kiến nghị của Thành ủy Bạc Liêu":        plan.Tasks,
		"Về đề xuất, kiến nghị của xã":                  plan.Tasks,
		"Kiến nghị của cử tri":                          heading.Request,
		"MỤC ĐÍCH, YÊU CẦU":                             plan.Purpose,
		"Yêu cầu Sở Y tế kiểm tra các cơ sở kinh doanh": "",
		"PHÂN CÔNG":             plan.Implementation,
		"NHIỆM VỤ VÀ GIẢI PHÁP": plan.Tasks,
	} {
		txt := text.Plain(text.NewSource("test", []byte(in)))
		p := phrase.NewReader(txt).Passage(text.Ranges{{Start: 0, End: len(txt.Words)}})
		if got := k.Kind(p); got != want {
			t.Errorf("Kind(%q) = %q, want %q", in, got, want)
		}
	}
}
