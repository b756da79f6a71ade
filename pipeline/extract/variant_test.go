package extract_test

import (
	"strings"
	"testing"
)

// What administrative documents say in other words: values without a verb, baselines,
// shares, rates, and numbers that promise nothing.
func TestTargetVariants(t *testing.T) {
	for _, in := range []string{
		"II. MỤC TIÊU\n1. Tốc độ tăng trưởng ngành xây dựng: ⟦target=eq 8.5 %/năm:8,5%/năm⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ hộ cận nghèo giảm từ 4,1% xuống còn ⟦target=eq 2.5 %:2,5%⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ đô thị hóa tăng từ 31% năm 2024 lên ⟦target=eq 40 % 2030:40%⟧ năm 2030.",
		"II. MỤC TIÊU\n1. Tỷ lệ trẻ em dưới 6 tuổi thừa cân còn dưới ⟦target=max 9 %:9%⟧.",
		"II. MỤC TIÊU\n1. Tổng mức bán lẻ hàng hóa: ⟦target=eq 7400 tỷ đồng:7.400⟧ tỷ đồng.",
		"II. MỤC TIÊU\n1. Kim ngạch nhập khẩu trong 5 năm khoảng ⟦target=about 3200 triệu USD:3.200⟧ triệu USD.",
		"II. MỤC TIÊU\n1. Tỷ lệ lao động có việc làm sau đào tạo trên ⟦target=min 85 %:85%⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ số hóa hồ sơ: không dưới ⟦target=min 65.5 %:65,5%⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ lao động qua đào tạo đạt ⟦target=eq 70 %:70%⟧, trong đó có bằng cấp, chứng chỉ đạt ⟦target=eq 30 %:30%⟧.",
		"II. MỤC TIÊU\n1. Có ⟦target=eq 18 xã:18/43⟧ xã đạt chuẩn.",
		"II. MỤC TIÊU\n1. Tỷ suất tử vong trẻ sơ sinh còn ⟦target=eq 9 ‰:9‰⟧.",
		"II. MỤC TIÊU\n1. Đạt ⟦target=eq 3.1 điều dưỡng cao đẳng/vạn dân:3,1⟧ điều dưỡng cao đẳng/vạn dân.",
		"II. MỤC TIÊU\n1. Giá trị xuất khẩu gấp ⟦target=eq 3 lần 2030:3⟧ lần so với năm 2024 vào năm 2030.",
		"II. NHIỆM VỤ\n1. Khai hoang ⟦target=eq 70 ha:70⟧ ha đất bãi, trồng mới ⟦target=eq 350 ha:350⟧ ha quế.",
		"II. NHIỆM VỤ\n1. Giải quyết việc làm cho ⟦target=eq 25 nghìn lượt lao động:25⟧ nghìn lượt lao động.",
		"II. NHIỆM VỤ\n1. Nâng cấp ⟦target=eq 120 km:120⟧ km đường.",
		"II. NHIỆM VỤ\n1. Trực tại ⟦target=eq 100 %:100%⟧ trạm bơm khi mưa từ cấp 3 trở lên.",
		"II. MỤC TIÊU\n1. Toàn huyện giảm ⟦target=eq 900 hộ:900⟧ hộ nghèo, trong đó xã Tân Lập giảm ⟦target=eq 80 hộ:80⟧ hộ, xã Tân Tiến giảm ⟦target=eq 60 hộ:60⟧ hộ.",
		"A. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2023\nI. KINH TẾ\n1. Thu ngân sách đạt 120% dự toán.",
		"II. NHIỆM VỤ\n1. Tiêm cho trẻ từ 1 - 4 tuổi; ưu tiên cơ sở sử dụng từ 50 lao động trở lên; bổ sung 12 tỷ đồng.",
		"II. NHIỆM VỤ\n1. Qua hơn 5 tháng triển khai, tỷ lệ giải quyết hồ sơ đạt 80%.",
		"II. MỤC TIÊU\n1. Tỷ lệ bao phủ đạt ⟦target=eq 98 % 2024:98%⟧ năm 2024 và ⟦target=eq 100 % 2026:100%⟧ năm 2026.",
		"II. MỤC TIÊU\n1. Kiểm kê ⟦target=eq 100 %:100%⟧ làn điệu còn lưu truyền.",
		"II. MỤC TIÊU\n1. Cơ cấu kinh tế: nông, lâm nghiệp ⟦target=eq 9.8 %:9,8%⟧; dịch vụ ⟦target=eq 23.5 %:23,5%⟧.",
		"II. NHIỆM VỤ\n1. Trồng thay thế ⟦target=eq 420 ha:420⟧ ha chè già cỗi; đào tạo ⟦target=eq 3200 tình nguyện viên:3.200⟧ tình nguyện viên.",
		"II. NHIỆM VỤ\n1. Lắp đặt ⟦target=eq 18 điểm:18⟧ điểm truy cập công cộng.",
		"Điều 4. Địa điểm\n1. Cách nguồn nước tối thiểu 200 m, công suất từ 300 con/ngày trở lên.",
	} {
		compare(t, in, "target")
	}
}

// What a promise is said of.
func TestIndicatorVariants(t *testing.T) {
	for _, in := range []string{
		"II. MỤC TIÊU\n1. ⟦indicator:Tỷ lệ lao động trong độ tuổi được đào tạo nghề⟧ đạt ⟦target=eq 65 %:65%⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ người dùng nước sạch đạt ⟦target=eq 95 %:95%⟧, trong đó ⟦indicator:nông thôn⟧ đạt ⟦target=eq 90 %:90%⟧.",
		"II. MỤC TIÊU\n1. Tại vùng cao: ⟦target=eq 90 %:90%⟧ ⟦indicator:học sinh tiểu học được học bán trú⟧.",
		"II. MỤC TIÊU\n1. ⟦indicator:Tỷ lệ hộ nghèo tại vùng cao⟧: ⟦target=eq 9 %:9%⟧.",
		"II. MỤC TIÊU\n1. ⟦indicator:Hệ số GINI⟧ giảm xuống dưới ⟦target=max 0.35:0,35⟧.",
		"II. MỤC TIÊU\n1. Xe đi cách vạch trên 0,5; chỉ số giá tăng.",
		"II. MỤC TIÊU\n1. Tăng ⟦target=eq 8 %/năm:8%/năm⟧ đối với ⟦indicator:lượng khách quốc tế⟧.",
		"II. MỤC TIÊU\n1. Tỷ lệ tốt nghiệp đạt ⟦target=eq 99 %:99%⟧, không có trường nào đạt dưới ⟦target=min 90 %:90%⟧.",
		"II. MỤC TIÊU ĐẾN NĂM 2030\n1. Có ít nhất ⟦target=min 3 trường 2030:3⟧ ⟦indicator:trường thuộc nhóm 50 trường hàng đầu cả nước⟧.",
		"II. MỤC TIÊU ĐẾN NĂM 2030\n1. ⟦indicator:Hoàn thành phổ cập giáo dục trung học⟧.",
	} {
		if strings.Contains(in, "trong đó") || strings.Contains(in, "không có") {
			compare(t, in, "target")
			continue
		}
		if strings.Contains(in, "Hoàn thành") {
			compare(t, in, "indicator")
			continue
		}
		compare(t, in, "target", "indicator")
	}
}

// Who does a task, said in the ways that documents have.
func TestLeadVariants(t *testing.T) {
	for _, in := range []string{
		"Chương III\nTỔ CHỨC THỰC HIỆN\nĐiều 1. Trách nhiệm của ⟦lead:Cục Chăn nuôi⟧\n1. Hướng dẫn việc kiểm dịch;\n2. ⟦lead=Cục Chăn nuôi:Cập nhật⟧ danh sách.\nĐiều 2. Hiệu lực thi hành\n1. Quyết định này có hiệu lực.",
		"II. NHIỆM VỤ\n1. Yêu cầu ⟦lead:UBND huyện Gia Lộc⟧ tập trung giải phóng mặt bằng.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các trường học⟧; ⟦lead:UBND các xã, thị trấn⟧\nXây dựng kế hoạch của đơn vị mình.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Giám đốc Sở Nội vụ⟧, ⟦lead:Giám đốc Đài Phát thanh và Truyền hình tỉnh⟧ chỉ đạo tuyên truyền.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Đảng ủy Quân sự tỉnh⟧, ⟦lead:Đảng ủy Công an tỉnh⟧ lãnh đạo việc bảo đảm trật tự.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Ban Thường vụ các đảng ủy xã, phường⟧ chịu trách nhiệm quản lý trụ sở.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Văn phòng HĐND - UBND huyện⟧\nTheo dõi, đôn đốc.",
		"Điều 1. Thông qua Đề án.\nĐiều 2. Giao trách nhiệm cho ⟦lead:Ủy ban nhân dân huyện⟧ tổ chức thực hiện.",
		"II. NHIỆM VỤ\n1. Về đường gom: Thống nhất chủ trương, giao ⟦lead:Sở Xây dựng⟧ lập dự án, trình ⟦due=2026-Q2:trong quý II/2026⟧.",
		"II. NHIỆM VỤ\n1. Lập danh mục tài sản công (⟦lead:Sở Tài chính⟧ chủ trì, ⟦with:các sở, ngành⟧ phối hợp).",
		"II. NHIỆM VỤ\na) Mở lớp tập huấn.\nCơ quan chủ trì: ⟦lead:Sở Nội vụ⟧; cơ quan phối hợp: ⟦with:Sở Tài chính⟧; thời gian hoàn thành: ⟦due=2026-03-31:trước ngày 31/3/2026⟧.",
		"II. NHIỆM VỤ\n1. Số hóa hồ sơ; cơ quan chủ trì là ⟦lead:Sở Tư pháp⟧.",
		"II. NHIỆM VỤ\n1. ⟦lead:Sở NN&PTNT⟧ chủ trì, phối hợp với ⟦with:Sở GD&ĐT⟧ kiểm tra.",
		"II. PHÂN CÔNG\n1. ⟦lead:Phòng Kinh tế⟧: Rà soát.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Ngân hàng Nhà nước Việt Nam - Chi nhánh tỉnh Hà Nam⟧ chỉ đạo các ngân hàng.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Bộ Chỉ huy Quân sự tỉnh⟧, ⟦lead:Hợp tác xã Vận tải Hòa Bình⟧ tổ chức trực.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Đảng ủy viên phụ trách chi bộ dự đại hội.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Ủy ban Mặt trận Tổ quốc xã⟧ và ⟦lead:các tổ chức chính trị - xã hội⟧\nVận động hội viên tham gia.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Đội Quản lý trật tự đô thị⟧, ⟦lead:UBND các huyện, thành, thị⟧ tuần tra.",
		"II. NHIỆM VỤ\n1. ⟦lead:Sở Nội vụ⟧ gửi báo cáo ⟦due=2022-04-08:trước 16 giờ 00 ngày 08/4/2022⟧.",
		"II. NHIỆM VỤ\n1. ⟦lead:Sở Nội vụ⟧ mở ít nhất 02 lớp; hoàn thành ⟦due=2026:trước năm 2026⟧.",
		"II. NHIỆM VỤ\n1. ⟦lead:Sở Nội vụ⟧ tổ chức chiến dịch từ tháng 9 ⟦due=2021-11:đến tháng 11 năm 2021⟧.",
		"II. NHIỆM VỤ\n1. Trang bị máy\n- Cơ quan chủ trì: ⟦lead:Công an tỉnh⟧.\n- Thời gian thực hiện: ⟦due=2025-Q1:Quý I năm 2025⟧.",
		"III. KIẾN NGHỊ, ĐỀ XUẤT\n1. Kiến nghị UBND tỉnh phê duyệt quy hoạch.",
		"II. VỀ KIẾN NGHỊ CỦA HUYỆN\n1. Về cầu Ông Kèo: ⟦lead:Sở Tài chính⟧ thẩm định nguồn vốn.",
		"II. VỀ KIẾN NGHỊ CỦA HUYỆN\n1. Về cầu Ông Kèo: Giao ⟦lead:Ban cán sự đảng UBND tỉnh⟧ chỉ đạo ⟦lead:Sở Xây dựng⟧ chủ trì lập dự án.",
		"II. NHIỆM VỤ\n1. Trồng rừng ven biển. Chủ trì: ⟦lead:Chi cục Kiểm lâm⟧; phối hợp: ⟦with:UBND các xã⟧, ⟦with:Hội Nông dân xã⟧; thời gian: ⟦due=2026-Q2:quý II/2026⟧.",
		"II. NHIỆM VỤ\n1. Tập huấn\na) Nội dung: Mở lớp cho cán bộ xã.\nb) Cơ quan chủ trì: ⟦lead:Sở Nội vụ⟧.\nc) Cơ quan phối hợp: ⟦with:Sở Tài chính⟧.",
		"II. NHIỆM VỤ\n1. Mở rộng tín dụng; ⟦lead:Ngân hàng Chính sách xã hội tỉnh⟧ bố trí vốn cho hộ nghèo.",
		"II. NHIỆM VỤ\n1. ⟦lead:Đảng ủy Ủy ban nhân dân tỉnh⟧ ban hành kế hoạch; giao ⟦lead:Sở Nội vụ⟧ làm đầu mối.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Thủ tướng Chính phủ giao ⟦lead:Bộ Y tế⟧ chủ trì xây dựng đề án.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Giao đồng chí ⟦lead:Lê Văn Hùng⟧, Phó Chánh Văn phòng làm đầu mối.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Phân công cán bộ theo dõi địa bàn.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Công an tỉnh⟧ phân công mỗi đơn vị giúp một xã.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Chậm nhất ⟦due=2025-06-30:ngày 30/6/2025⟧, ⟦lead:Sở Tư pháp⟧ hoàn thành việc rà soát.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Thực hiện chỉ đạo của Bộ Chính trị, ⟦lead:Đảng ủy Chính phủ⟧ chủ trì sơ kết.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Thực hiện nghị quyết của Đảng, Nhà nước về đất đai, rà soát quy hoạch.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Hằng năm, ⟦lead:Sở Y tế⟧ báo cáo kết quả.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Giao ⟦lead:Sở Y tế⟧, căn cứ Kế hoạch này, tổ chức kiểm tra.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các cơ quan quản lý di tích⟧ có trách nhiệm niêm yết nội quy.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Thành phố⟧ khẩn trương rà soát, báo cáo.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Thời gian tới, đề nghị ⟦lead:Ban Thường vụ Huyện ủy⟧ tập trung các nhiệm vụ sau:\n- Lãnh đạo công tác cán bộ.\n- ⟦lead=Ban Thường vụ Huyện ủy:Kiểm tra⟧, giám sát.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Sở Y tế⟧ hướng dẫn các cơ sở khám bệnh, chữa bệnh lập hồ sơ.\nCăn cứ Kế hoạch này, các sở, ngành nghiêm túc triển khai thực hiện.",
		"II. XẾP LOẠI\n1. Số chi bộ xếp loại tốt không quá một phần năm.\n2. ⟦lead:Các chi bộ⟧ tổ chức kiểm điểm ⟦due=2025-12-10:trước ngày 10/12/2025⟧.\n3. Tiêu chuẩn xếp loại giữ như cũ.\n4. Các chi bộ tham gia theo quy định.",
		"I. MỤC ĐÍCH, YÊU CẦU\n1. Các nhiệm vụ phải rõ người, rõ việc.\nII. NHIỆM VỤ\n1. ⟦lead:Sở Y tế⟧ tiêm phòng.",
		"II. NHIỆM VỤ\n1. Nâng cấp trung tâm điều hành:\n+ Kết nối dữ liệu các ngành.\n+ Bảo đảm an toàn thông tin, xong ⟦due=2025-Q4:trong quý IV/2025⟧.",
		"II. NHIỆM VỤ\n1. Cấp căn cước\n- ⟦lead:Công an tỉnh⟧ bảo đảm tiến độ như sau:\n+ Trình đề án chậm nhất ⟦due=2025-03-09:ngày 09/3/2025⟧.\n+ ⟦lead=Công an tỉnh:Lấy⟧ ý kiến các ngành ⟦due=2025-03-27:trước ngày 27/3/2025⟧.",
		"II. NHIỆM VỤ\n1. Rà soát văn bản\n- Nội dung: lập danh mục văn bản.\n- Cơ quan thực hiện: ⟦lead:Sở Tư pháp⟧.\n- Thời gian thực hiện: năm 2025 và các năm tiếp theo.",
		"II. NHIỆM VỤ\n1. Ban hành văn bản\n- Quy định về định mức xe\n+ Cơ quan chủ trì: ⟦lead:Sở Tài chính⟧.\n+ Thời hạn ban hành: ⟦due=2026-01-01:trước ngày 01 tháng 01 năm 2026⟧.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các cơ quan báo in, truyền hình Công đoàn⟧:\n- Tuyên truyền về phong trào.\n2. ⟦lead:Các đơn vị vũ trang và tương đương⟧:\n- Tổ chức trực.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Đồng chí Phó Trưởng phòng Kinh tế - Ủy viên⟧: Trực tiếp chỉ đạo việc trang trí.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các đồng chí⟧ lưu ý: Kiểm tra hồ sơ của từng ấp.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các cơ quan, đơn vị được giao nhiệm vụ trong Kế hoạch và tại Phụ lục kèm theo⟧ có trách nhiệm báo cáo.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Các thành viên khác trong tiểu ban⟧ căn cứ chức năng, nhiệm vụ tổ chức thực hiện.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Sở Y tế⟧\na) Tổ chức tiêm phòng. Ủy ban nhân dân xã chú trọng việc tuyên truyền.\nb) ⟦lead=Sở Y tế:Mở⟧ lớp tập huấn.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Kho bạc Nhà nước khu vực II⟧\n- Kiểm soát chi.\n2. ⟦lead:Ngân hàng Nhà nước chi nhánh khu vực 9⟧\n- Cung cấp số liệu.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Chi trả trợ cấp: Sau khi mở tài khoản, ⟦lead:Ủy ban nhân dân xã⟧ lập danh sách.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Giao ⟦lead:ban thường vụ các tỉnh ủy, thành ủy⟧ lãnh đạo xây dựng đề án.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Giao ⟦lead:các đồng chí Ủy viên Bộ Chính trị, Ban Bí thư⟧ chỉ đạo địa bàn.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Công an tỉnh⟧\nTham mưu Ủy ban nhân dân tỉnh về bảo mật.\nTrong đó giao ⟦lead:Giám đốc Công an tỉnh⟧ chỉ đạo thực hiện:\n- Kiểm tra các đơn vị.",
		"THỦ TƯỚNG CHÍNH PHỦ\nSố: 31/CT-TTg\nHà Nội, ngày 28 tháng 11 năm 2012\nCHỈ THỊ\nVề việc dạy nghề\nĐể làm tốt công tác này, Thủ tướng Chính phủ yêu cầu ⟦lead:Chủ tịch Ủy ban nhân dân các tỉnh, thành phố⟧:\n1. Chỉ đạo việc dạy nghề.\n2. ⟦lead=Chủ tịch Ủy ban nhân dân các tỉnh, thành phố:Xây dựng⟧ kế hoạch.\n3. ⟦lead:Sở Y tế⟧ có trách nhiệm thống kê.",
		"THỦ TƯỚNG CHÍNH PHỦ\nSố: 31/CT-TTg\nHà Nội, ngày 28 tháng 11 năm 2012\nCHỈ THỊ\nVề việc dạy nghề\nBan Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng thực hiện tốt các nhiệm vụ sau:\n1. Chỉ đạo việc dạy nghề.\n2. Xây dựng kế hoạch.",
		"II. NHIỆM VỤ\n1. Đợt 1: Trong ⟦due=2025-12:tháng 12/2025⟧\n- Treo băng rôn.\n2. Đợt 2: Sau Tết\n- Tháo băng rôn.",
	} {
		compare(t, in, "lead", "with", "due")
	}
}

// Deadlines in the ways that documents state them.
func TestDeadlineVariants(t *testing.T) {
	for _, in := range []string{
		"II. NHIỆM VỤ\n1. Di dời dân, hoàn thành ⟦due=2025-09-02:trước 16 giờ 30 phút ngày 02/9/2025⟧.",
		"II. NHIỆM VỤ\n1. Lập danh sách. Thời hạn hoàn thành: ⟦due=2025-05-10:10/5/2025⟧.",
		"II. NHIỆM VỤ\n1. Kiểm kê tài sản, hoàn thành trong ⟦due=2025-06:6 tháng đầu năm 2025⟧.",
		"II. NHIỆM VỤ\n1. Sáp nhập thôn, hoàn thành ⟦due=2025-Q3:cuối quý III/2025⟧.",
		"II. NHIỆM VỤ\n1. Phấn đấu ⟦due=2027:đến hết năm 2027⟧ xử lý xong nhà tạm.",
		"II. NHIỆM VỤ\n1. Đưa nhà máy nước vận hành ⟦due=2026:vào năm 2026⟧.",
		"II. NHIỆM VỤ\n1. Khởi công trong quý I/2025, hoàn thành ⟦due=2027-06:trước tháng 6/2027⟧.",
		"II. NHIỆM VỤ\n1. Giải ngân đạt 95% kế hoạch ⟦due=2023:trong năm 2023⟧.",
		"II. NHIỆM VỤ\n1. Xử lý các đơn thư phát sinh trong năm 2023.",
		"II. NHIỆM VỤ\n1. Trình Hội đồng nhân dân huyện thông qua đề án tại kỳ họp thường lệ ⟦due=2024:giữa năm 2024⟧.",
		"II. NHIỆM VỤ\n1. Thực hiện chỉ đạo của Thủ tướng Chính phủ tại phiên họp thường kỳ tháng 5 năm 2024.",
		"II. NHIỆM VỤ\n1. Xóa nhà tạm, hoàn thành ⟦due=2026:trước Tết Nguyên đán Bính Ngọ 2026⟧.",
		"II. NHIỆM VỤ\n1. Giải quyết các hồ sơ đã tiếp nhận trước ngày 01/7/2025.",
		"II. NHIỆM VỤ\n1. Quý III/2025\na) Lập quy hoạch ⟦due=2025-Q3:chi tiết⟧.\nb) Báo cáo định kỳ hằng tháng.",
		"II. NHIỆM VỤ\n1. Giai đoạn 2026 - 2030\na) Lập quy hoạch chi tiết.",
		"II. NHIỆM VỤ\n1. Sở Y tế hoàn thành trước ngày 30/6/2025 các việc sau:\n- Lập danh mục thuốc ⟦due=2025-06-30:thiết yếu⟧.\n- Rà soát ⟦due=2025-06-30:thiết bị⟧.",
	} {
		compare(t, in, "due")
	}
}
