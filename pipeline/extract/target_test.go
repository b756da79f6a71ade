package extract_test

import (
	"strings"
	"testing"

	"vanban/pipeline/plan"
)

// goals and work make a document of one sentence that stands under a heading.
func goals(s string) string { return under("MỤC TIÊU ĐẾN NĂM 2030", s) }
func work(s string) string  { return under("NHIỆM VỤ, GIẢI PHÁP", s) }

func under(heading, s string) string {
	return "I. CĂN CỨ\nCác văn bản của cấp trên về việc này.\nII. " + heading + "\n1. " + s +
		"\n2. Những nội dung khác.\nIII. TỔ CHỨC THỰC HIỆN\n1. Các cơ quan thực hiện.\n"
}

// promises lists the targets of a document, a line each: relation, value, unit, due, indicator.
func promises(d *plan.Document) string {
	var out []string
	for _, t := range d.Targets {
		v := t.Value
		if t.To != "" {
			v = t.From + ".." + t.To
		}
		due := ""
		if t.Due != nil {
			due = t.Due.Date + t.Due.Month + t.Due.Quarter + year(t.Due.Year)
		}
		out = append(out, strings.Join([]string{t.Relation, v, t.Unit, due, t.Indicator}, "|"))
	}
	return strings.Join(out, "\n")
}

// The ways in which objectives state what is to be reached.
func TestGoals(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		// The title of a paragraph ends before a number, not inside one.
		{"Tỷ lệ hộ cận nghèo giảm bình quân 0,7%/năm; tỷ lệ người dân có thẻ bảo hiểm y tế đạt 96%.",
			"eq|0.7|%/năm||Tỷ lệ hộ cận nghèo giảm bình quân\neq|96|%|2030|tỷ lệ người dân có thẻ bảo hiểm y tế"},
		{"Tỷ lệ người dân thành thị được sử dụng nước sạch từ công trình cấp nước tập trung đạt\n97 - 99%; thất thoát nước còn 15%.",
			"range|97..99|%|2030|Tỷ lệ người dân thành thị được sử dụng nước sạch từ công trình cấp nước tập trung\neq|15|%|2030|thất thoát nước"},
		{"Tốc độ tăng GRDP bình quân đạt 8,5 - 9,5%/năm.", "range|8.5..9.5|%/năm||Tốc độ tăng GRDP bình quân"},
		// A verb without a subject goes on with the one before it.
		{"Tỷ lệ lao động nông nghiệp giảm còn 30%, đến năm 2035 còn dưới 20%.",
			"eq|30|%|2030|Tỷ lệ lao động nông nghiệp\nmax|20|%|2035|Tỷ lệ lao động nông nghiệp"},
		{"Doanh thu du lịch đạt 900 tỷ đồng, gấp 1,5 lần năm 2025.", "eq|900|tỷ đồng|2030|Doanh thu du lịch\neq|1.5|lần|2030|Doanh thu du lịch"},
		{"Sản lượng thủy sản: năm 2026 đạt 12.000 tấn, năm 2027 đạt 13.000 tấn.", "eq|12000|tấn|2026|Sản lượng thủy sản\neq|13000|tấn|2027|Sản lượng thủy sản"},
		{"Than đá: giai đoạn đến năm 2028: 40 triệu tấn; giai đoạn 2029 - 2035: 25 triệu tấn.", "eq|40|triệu tấn|2028|Than đá\neq|25|triệu tấn|2035|Than đá"},
		{"Tỷ lệ hồ sơ số hóa đạt 80% (năm 2026), 100% (năm 2028).", "eq|80|%|2026|Tỷ lệ hồ sơ số hóa\neq|100|%|2028|Tỷ lệ hồ sơ số hóa"},
		{"Tỷ lệ rác thải được thu gom ở phường đạt 98%, ở xã đạt 80%.", "eq|98|%|2030|Tỷ lệ rác thải được thu gom ở phường\neq|80|%|2030|Tỷ lệ rác thải được thu gom ở xã"},
		{"Tỷ trọng dịch vụ đạt 45%, nông nghiệp 20%.", "eq|45|%|2030|Tỷ trọng dịch vụ\neq|20|%|2030|nông nghiệp"},
		// A row shares its bound.
		{"Có ít nhất 20 hợp tác xã kiểu mới, 03 trung tâm bảo quản nông sản và khoảng 40 trang trại.",
			"min|20|hợp tác xã|2030|hợp tác xã kiểu mới\nmin|3|trung tâm|2030|trung tâm bảo quản nông sản\nabout|40|trang trại|2030|trang trại"},
		// Numbers inside what a number is said of.
		{"Giảm số thôn có trên 20% hộ nghèo còn dưới 30 thôn.", "max|30|thôn|2030|số thôn có trên 20% hộ nghèo"},
		{"90% phường, xã mỗi quý có tối thiểu 02 buổi đối thoại với thanh niên.", "eq|90|%|2030|phường, xã mỗi quý có tối thiểu 02 buổi đối thoại với thanh niên"},
		{"Tỷ suất chết mẹ giảm từ 20 ca xuống 12 ca trên 100.000 trẻ đẻ sống.", "eq|12|ca|2030|Tỷ suất chết mẹ"},
		{"Chỉ số hài lòng đạt trên 90% (năm 2025: 84%).", "min|90|%|2030|Chỉ số hài lòng"},
		// What a bare count counts.
		{"Phát triển mới 300 doanh nghiệp; mỗi xã, phường có từ 2 đến 4 tuyên truyền viên.",
			"eq|300|doanh nghiệp|2030|Phát triển mới doanh nghiệp\nrange|2..4|tuyên truyền viên|2030|mỗi xã, phường có tuyên truyền viên"},
		{"Giải quyết việc làm mới cho trên 8.000 lao động.", "min|8000|lao động|2030|Giải quyết việc làm mới cho lao động"},
		{"Hằng năm, bồi dưỡng từ 200 cán bộ trở lên.", "min|200|cán bộ||bồi dưỡng cán bộ"},
		// The words that only lead to a number.
		{"Mục tiêu là giảm 10% số vụ cháy nổ so với năm 2024; tỷ lệ phá án phấn đấu đạt 85%.", "eq|10|%|2030|số vụ cháy nổ\neq|85|%|2030|tỷ lệ phá án"},
		{"Kết nạp đảng viên mới đạt 3% so với tổng số đảng viên.", "eq|3|%|2030|Kết nạp đảng viên mới"},
		{"100% đô thị loại V trở lên có quy hoạch phân khu.", "eq|100|%|2030|đô thị loại V trở lên có quy hoạch phân khu"},
		// States to be reached.
		{"Huyện Mỏ Cày đạt chuẩn nông thôn mới nâng cao; không còn hộ nghèo là người có công.",
			"milestone|||2030|Huyện Mỏ Cày đạt chuẩn nông thôn mới nâng cao\nmilestone|||2030|không còn hộ nghèo là người có công"},
		{"Thị trấn Núi Sập trở thành đô thị loại IV trước năm 2028; hoàn thành tuyến tránh trong năm 2027.",
			"milestone|||2028|Thị trấn Núi Sập trở thành đô thị loại IV\nmilestone|||2027|hoàn thành tuyến tránh"},
		{"Bãi bỏ các quy định không còn phù hợp.", ""},
	} {
		if got := promises(read(goals(x.in))); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(x.want), " ") {
			t.Errorf("%s\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// The ways in which tasks state how much is to be done, and how soon.
func TestWork(t *testing.T) {
	for _, x := range []struct{ in, want string }{
		{"Trả lời phản ánh của doanh nghiệp trong vòng 48 giờ; thẩm định hồ sơ không quá 10 ngày làm việc.",
			"max|48|giờ||Trả lời phản ánh của doanh nghiệp\nmax|10|ngày làm việc||thẩm định hồ sơ"},
		{"Xây dựng nhà máy xử lý rác với công suất 300 tấn/ngày đêm.", "eq|300|tấn/ngày đêm||Xây dựng nhà máy xử lý rác với công suất"},
		{"Hoàn thành nâng cấp tuyến kênh N2, chiều dài 6,3 km. Thời gian: xong trước ngày 30/9/2027.", "eq|6.3|km|2027-09-30|Hoàn thành nâng cấp tuyến kênh N2, chiều dài"},
		{"Phục dựng 03 lễ hội; tuyên truyền đến 100% hội viên.", "eq|3|lễ hội||phục dựng lễ hội\neq|100|%||hội viên"},
		{"Xử lý 04 điểm đen giao thông, báo cáo kết quả trước ngày 15/11/2026.", "eq|4|điểm|2026-11-15|điểm đen giao thông"},
		{"Bảo đảm không để tỷ lệ nợ xấu vượt quá 2,5%.", "max|2.5|%||tỷ lệ nợ xấu"},
		{"Vận động Quỹ khuyến học, phấn đấu mỗi năm đạt tối thiểu 20 tỷ đồng.", "min|20|tỷ đồng||Vận động Quỹ khuyến học"},
		{"Phân công cấp ủy viên dự sinh hoạt chi bộ ít nhất 02 lần/quý.", "min|2|lần/quý||Phân công cấp ủy viên dự sinh hoạt chi bộ"},
		{"Đoàn Thanh niên xây dựng phường không có ma túy vào năm 2028.", "milestone|||2028|phường không có ma túy"},
		{"Đào tạo nghề cho 900 lao động nông thôn (trong đó lao động nữ chiếm 45%).", "eq|900|lao động||lao động nông thôn\neq|45|%||lao động nữ"},
		{"Kiểm tra việc tiếp công dân tại ít nhất 06 sở, ngành và 05 xã, phường (Giao Thanh tra tỉnh chủ trì).",
			"min|6|sở, ngành||Kiểm tra việc tiếp công dân tại sở, ngành\nmin|5|xã, phường||Kiểm tra việc tiếp công dân tại xã, phường"},
		{"Bê tông hóa đường vào 08 thôn, xây dựng hai bến đò trên sông Lô.", "eq|8|thôn||bê tông hóa đường vào thôn\neq|2|bến||bến đò trên sông Lô"},
		{"Chăm sóc 450 cây xanh trên 09 tuyến phố; mỗi tổ dân phố có từ 10 hộ trở lên tham gia.", "eq|450|cây xanh||Chăm sóc cây xanh trên 09 tuyến phố\nmin|10|hộ||mỗi tổ dân phố có hộ tham gia"},
		{"Giảm cả ba tiêu chí về tai nạn giao thông.", ""},
		{"Hỗ trợ 30 triệu đồng/hộ làm mới, 15 triệu đồng/hộ sửa chữa nhà.", ""},
		{"Các chi bộ có từ 09 đảng viên trở lên bầu chi ủy.", ""},
		{"Năm qua, kết quả chưa đạt 60% dự toán.", ""},
	} {
		got := promises(read(work(x.in)))
		if !strings.EqualFold(strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(x.want), " ")) {
			t.Errorf("%s\n got %q\nwant %q", x.in, got, x.want)
		}
	}
}

// An article that takes note of results promises nothing; the one on the year to come does,
// and its heading sets the year.
func TestResultsNoted(t *testing.T) {
	got := promises(read("Điều 1. Tán thành báo cáo của Ủy ban nhân dân tỉnh về kết quả thực hiện nhiệm vụ năm 2025. Năm 2025, GRDP tăng 8%, thu ngân sách đạt 5.000 tỷ đồng.\n" +
		"Điều 2. Hội đồng nhân dân tỉnh quyết nghị mục tiêu, chỉ tiêu, nhiệm vụ chủ yếu năm 2026, như sau:\n1. Các chỉ tiêu chủ yếu\na) Tỷ lệ che phủ rừng đạt 51%.\nb) Thu ngân sách đạt 5.500 tỷ đồng.\n2. Nhiệm vụ chủ yếu\na) Rà soát quy hoạch.\nĐiều 3. Tổ chức thực hiện\n1. Giao Ủy ban nhân dân tỉnh thực hiện.\n"))
	if want := "eq|51|%|2026|Tỷ lệ che phủ rừng\neq|5500|tỷ đồng|2026|Thu ngân sách"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
