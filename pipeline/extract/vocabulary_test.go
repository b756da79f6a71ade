package extract_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"vanban/pipeline/extract"
	"vanban/pipeline/outline"
	"vanban/pipeline/text"
)

// vocabulary is what administrative documents are made of; texts of it reach rules that
// random bytes do not.
var vocabulary = strings.Split("Thông tư liên tịch|Nghị quyết|Kết luận|số|03/2014/TTLT-BNV-BTC|12-NQ/TU|318/HTNT-QLCT|ngày|05/6/2014|17 giờ|của|do|giữa|và|,|;|.|:|-|\n- |\n|\n1. |\n2. |\na) |\nII. NHIỆM VỤ\n|\nI. MỤC TIÊU\n|\nĐiều 8.|\nPHỤ LỤC\n|(|)|/|"+
	"Bộ Nội vụ|Bộ Tài chính|Tỉnh ủy|UBND tỉnh|UBND|HĐND|Hội đồng nhân dân|Sở Nông nghiệp và PTNT|Sở|Ban|Phòng Văn hóa|các|huyện|xã, phường|sở, ban, ngành|Chủ tịch|Giám đốc|Trưởng|trực thuộc|các cấp|có liên quan|Đảng ủy|Thường trực|"+
	"ban hành|giao|Yêu cầu|đề nghị|chủ trì|phối hợp với|có trách nhiệm|Cơ quan chủ trì|thời gian thực hiện|hoàn thành|trước|trong|đến|năm|2025|2021 - 2025|quý|III/2021|6 tháng đầu năm|giai đoạn|tháng|"+
	"đạt|tăng từ|giảm|xuống còn|lên|trên|dưới|ít nhất|khoảng|%|9,5%/năm|3,2%|1/3|22/54|13‰|65.000|tỷ đồng|triệu|nghìn|lượt|hộ|ha|vạn dân|tỷ lệ|số|tổng|trong đó|còn lại|trở lên|trở thành|hằng năm|đô thị loại II|xếp thứ|gấp 2 lần|xã hội|trẻ em|5 tuổi", "|")

// sentenceOf makes a text of the vocabulary, a word a byte.
func sentenceOf(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteString(vocabulary[int(c)%len(vocabulary)])
		s.WriteByte(' ')
	}
	return s.String()
}

func FuzzVocabulary(f *testing.F) {
	f.Add([]byte{0, 4, 7, 8, 10, 31, 13, 32})
	x := extract.New()
	f.Fuzz(func(t *testing.T, b []byte) {
		src := text.NewSource("fuzz", []byte(sentenceOf(b[:min(len(b), 400)])))
		check(t, src, x.Extract(outline.Split(text.Plain(src))))
	})
}

// Texts of administrative vocabulary are read without a panic, and every fact has a place.
func TestVocabulary(t *testing.T) {
	x := extract.New()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		b := make([]byte, 1+rnd.IntN(80))
		for i := range b {
			b[i] = byte(rnd.IntN(len(vocabulary)))
		}
		src := text.NewSource("words", []byte(sentenceOf(b)))
		check(t, src, x.Extract(outline.Split(text.Plain(src))))
	}
}

func TestJointIssuers(t *testing.T) {
	for in, want := range map[string]string{
		"Căn cứ Thông tư liên tịch số 07/2013/TTLT-BYT-BTC ngày 08/3/2013 của Bộ Y tế và Bộ Tài chính hướng dẫn;": "Bộ Y tế, Bộ Tài chính",
		"Thực hiện Kết luận số 41-KL/TU ngày 02/4/2021 của Tỉnh ủy, UBND tỉnh ban hành kế hoạch.":                 "Tỉnh ủy",
	} {
		d := read("I. CĂN CỨ\n1. " + in)
		if len(d.References) != 1 || d.References[0].Issuer != want {
			t.Errorf("%q: %+v, want issuer %q", in, d.References, want)
		}
	}
}
