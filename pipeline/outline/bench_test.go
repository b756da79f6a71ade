package outline

import (
	"fmt"
	"strings"
	"testing"

	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/text"
)

// sample is a document of the given size: a head, many sections, a foot.
func sample(size int) []byte {
	var b strings.Builder
	b.WriteString("ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SÔNG HẠ Độc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND Sông Hạ, ngày 02 tháng 3 năm 2024\n\nKẾ HOẠCH\nPhát triển vườn ươm cây bản địa\n\nThực hiện chủ trương chung, Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:\n\n")
	for i := 1; b.Len() < size-800; i++ {
		fmt.Fprintf(&b, "%s. NỘI DUNG %d\n", numbering.RomanNumber(i%30+1), i)
		for j := 1; j <= 6; j++ {
			fmt.Fprintf(&b, "%d. Sở Nông nghiệp chủ trì, phối hợp với các đơn vị liên quan rà soát quỹ đất, giống và\nnhân lực của từng vườn ươm, báo cáo trước ngày 15 hằng tháng để tổng hợp.\n", j)
			fmt.Fprintf(&b, "a) Vườn ươm cấp xã: bố trí từ 0,5 đến 1,2 ha; b) vườn ươm cấp huyện: không quá 3 ha.\n- Bảo đảm nguồn nước tưới trong mùa khô và lối đi cho xe nhỏ vào tận luống.\n\n")
		}
	}
	b.WriteString("Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Lưu: VT. PHÓ CHỦ TỊCH\n\nTrần Văn Mẫu\n")
	return []byte(b.String())
}

func BenchmarkSplit(b *testing.B) {
	for _, size := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		t := text.Plain(text.NewSource("sample", sample(size)))
		b.Run(fmt.Sprintf("%dKB", size/1000), func(b *testing.B) {
			b.SetBytes(int64(len(t.Source.Bytes)))
			b.ReportAllocs()
			for b.Loop() {
				Split(t)
			}
		})
	}
}
