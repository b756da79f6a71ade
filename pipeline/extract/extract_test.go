package extract_test

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"vanban/pipeline/extract"
	"vanban/pipeline/outline"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// The expectations of these tests stand inside the input: ⟦lead:Sở Xây dựng⟧ says that the
// words are one who leads a task, ⟦due=2026-06-30:trước ngày 30/6/2026⟧ that they are a
// deadline with this value. The marks are taken out before the text is read.
var markRE = regexp.MustCompile(`⟦(\w+)(?:=([^:⟧]*))?:([^⟧]*)⟧`)

// unmark returns the text without its marks, and what they say: kind, then value or words.
func unmark(s string) (plain string, want map[string][]string) {
	want = map[string][]string{}
	for _, m := range markRE.FindAllStringSubmatch(s, -1) {
		v := m[3]
		if m[2] != "" {
			v = m[2]
		}
		want[m[1]] = append(want[m[1]], v)
	}
	return markRE.ReplaceAllString(s, "$3"), want
}

// read reads a text; one that begins with a part other than the first is given those before.
func read(s string) *plan.Document {
	if strings.HasPrefix(s, "II") {
		s = "I. CĂN CỨ\nCác văn bản của cấp trên.\n" + s
	}
	if strings.HasPrefix(s, "I. CĂN CỨ") && strings.Contains(s, "III.") {
		s = strings.Replace(s, "III.", "II. QUAN ĐIỂM\nThiết thực.\nIII.", 1)
	}
	return extract.New().Extract(outline.Split(text.Plain(text.NewSource("test", []byte(s)))))
}

// found returns the facts of a document as the marks name them.
func found(d *plan.Document) map[string][]string {
	got := map[string][]string{}
	add := func(kind string, values ...string) { got[kind] = append(got[kind], values...) }
	for _, t := range d.Tasks {
		add("lead", t.Lead...)
		add("with", t.With...)
		if t.Due != nil {
			add("due", t.Due.Date+t.Due.Month+t.Due.Quarter+year(t.Due.Year))
		}
	}
	for _, t := range d.Targets {
		v := t.Relation + " " + t.Value + t.From
		if t.To != "" {
			v += "-" + t.To
		}
		if t.Unit != "" {
			v += " " + t.Unit
		}
		if t.Due != nil {
			v += " " + t.Due.Date + t.Due.Month + t.Due.Quarter + year(t.Due.Year)
		}
		add("target", strings.Join(strings.Fields(v), " "))
		add("indicator", t.Indicator)
	}
	for _, r := range d.References {
		add("ref", strings.TrimSpace(r.Number+" "+r.Date))
		if r.Number == "" {
			add("law", r.Title)
		}
	}
	for _, p := range d.Entities.Places {
		add("place", p.Name)
	}
	for _, p := range d.Entities.People {
		add("person", p.Name)
	}
	return got
}

func year(y int) string {
	if y == 0 {
		return ""
	}
	return string([]byte{byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10)})
}

// compare checks the kinds that are named, in any order.
func compare(t *testing.T, in string, kinds ...string) {
	t.Helper()
	plain, want := unmark(in)
	d := read(plain)
	got := found(d)
	for _, k := range kinds {
		w, g := append([]string(nil), want[k]...), append([]string(nil), got[k]...)
		sort.Strings(w)
		sort.Strings(g)
		if strings.Join(w, "|") != strings.Join(g, "|") {
			t.Errorf("%s in %q:\n got %q\nwant %q", k, plain, g, w)
		}
	}
}

func TestTasks(t *testing.T) {
	for _, in := range []string{
		"II. NHIỆM VỤ\n1. ⟦lead:Sở Xây dựng⟧ chủ trì, phối hợp với ⟦with:Công an tỉnh⟧ và ⟦with:các đơn vị liên quan⟧ kiểm tra nhà ở, hoàn thành ⟦due=2026-06-30:trước ngày 30/6/2026⟧.",
		"II. NHIỆM VỤ\n1. Giao ⟦lead:Sở Nội vụ⟧ tổng hợp danh sách, báo cáo kết quả ⟦due=2025-Q3:trong quý III/2025⟧.",
		"II. NHIỆM VỤ\n1. Trồng cây xanh dọc các tuyến đường, xong ⟦due=2025-11:trong tháng 11 năm 2025⟧.",
		"II. NHIỆM VỤ\n1. Phấn đấu ⟦due=2027:đến năm 2027⟧, xây dựng tuyến đường vành đai.",
		"II. NHIỆM VỤ\n1. Định kỳ báo cáo kết quả trước ngày 15/12 hằng năm.\n2. Lập Quy hoạch vùng đến năm 2040.",
		"III. TỔ CHỨC THỰC HIỆN\n1. ⟦lead:Sở Y tế⟧\n- Hướng dẫn các trạm y tế.\n2. ⟦lead:Sở Nội vụ⟧:\nTheo dõi, đôn đốc.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Căn cứ Kế hoạch này, ⟦lead:các phòng, ban⟧, ⟦lead:Ủy ban nhân dân các xã, phường⟧ xây dựng kế hoạch của mình.",
		"III. TỔ CHỨC THỰC HIỆN\n1. Đề nghị ⟦lead:Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh⟧ vận động Nhân dân.\nTrong quá trình thực hiện, nếu có khó khăn, các đơn vị báo cáo Ủy ban nhân dân tỉnh.",
		"II. NHIỆM VỤ\n1. Làm sạch dữ liệu đất đai.\n- Đơn vị chủ trì: ⟦lead:Phòng Kinh tế⟧.\n- Đơn vị phối hợp: ⟦with:Công an xã⟧.\n- Thời gian thực hiện: ⟦due=2026-Q1:Quý I/2026⟧.",
	} {
		compare(t, in, "lead", "with", "due")
	}
}

func TestTaskCount(t *testing.T) {
	for in, want := range map[string]int{
		"II. NHIỆM VỤ\n1. Rà soát quy hoạch.\n2. Nâng cấp đường.":                                                                                                2,
		"II. NHIỆM VỤ\n1. Giao thông\n- Nâng cấp đường tỉnh.\n+ Mở rộng cầu cũ.\n- Xây mới bến xe.":                                                              3, // a misread dash
		"II. NHIỆM VỤ\n1. Giao thông\n- Nâng cấp các tuyến:\n+ Đường số 1.\n+ Đường số 2.\n- Xây mới bến xe.":                                                    2,
		"II. NHIỆM VỤ\n1. Trình cấp thẩm quyền quyết định:\n- Danh mục dự án.\n- Mức vốn từng năm.":                                                              1,
		"I. MỤC ĐÍCH\n1. Nâng cao nhận thức.\nII. KINH PHÍ\n1. Bố trí từ ngân sách.":                                                                             0,
		"II. NHIỆM VỤ\n1. Cấp căn cước\n- Công an xã bảo đảm nội dung sau:\n+ Cấp thẻ.\n+ Thu phí.":                                                              1, // one task spelt out
		"I. NỘI DUNG\n1. Thông qua các báo cáo sau đây:\n- Báo cáo tài chính năm 2024.\n- Báo cáo nhân sự.\nGiao Sở Y tế hoàn thiện.":                            1,
		"II. NHIỆM VỤ\n1. Ít nhất 85% người dân có thẻ.\n2. Phấn đấu có trên 70% số hộ dùng nước sạch.\n3. Cấp 100% thẻ.":                                        1,
		"III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\na) Trong quá trình triển khai, phân cấp cho các trạm.\nb) Trong quá trình thực hiện, nếu có vướng mắc thì báo cáo.": 1,
		"III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế triển khai.\n2. Kế hoạch này được phổ biến đến chi bộ.":                                                              1,
		"Điều 1. Ban hành Quy chế.\nĐiều 2. Giao Sở Y tế tổ chức thực hiện.\nĐiều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký.":                         1,
	} {
		if d := read(in); len(d.Tasks) != want {
			t.Errorf("%q has %d tasks, want %d: %+v", in, len(d.Tasks), want, d.Tasks)
		}
	}
}

func TestTargets(t *testing.T) {
	for _, in := range []string{
		"II. MỤC TIÊU\n1. Đến năm 2027, ⟦indicator:tỷ lệ hộ nghèo⟧ giảm còn dưới ⟦target=max 1.5 % 2027:1,5%⟧.",
		"II. MỤC TIÊU\n1. Đến năm 2030 ⟦indicator:tỷ lệ che phủ rừng⟧ đạt khoảng ⟦target=about 42 % 2030:42%⟧, ⟦indicator:tỷ lệ dân số dùng nước sạch⟧ đạt ⟦target=range 95-98 % 2030:95-98%⟧.",
		"II. MỤC TIÊU ĐẾN NĂM 2028\n1. Hình thành ít nhất ⟦target=min 12 hợp tác xã 2028:12⟧ ⟦indicator:hợp tác xã nông nghiệp⟧, ⟦target=min 3 hợp tác xã 2028:03⟧ ⟦indicator:hợp tác xã vận tải⟧.",
		"II. MỤC TIÊU\n1. Trồng mới ⟦target=eq 1500 ha:1.500⟧ ha ⟦indicator:rừng⟧ mỗi năm.",
		"II. MỤC TIÊU\n1. Hằng năm, ⟦indicator:số vụ tai nạn giao thông⟧ giảm từ ⟦target=range 5-10 %:5-10%⟧.",
		"II. MỤC TIÊU\n1. Phấn đấu đến năm 2026 đạt ⟦target=eq 80 % 2026:80%⟧ ⟦indicator:hồ sơ trực tuyến⟧.",
		"II. MỤC TIÊU\n1. ⟦target=min 90 %:90%⟧ ⟦indicator:chi bộ⟧ trở lên hoàn thành tốt nhiệm vụ.",
		"II. MỤC TIÊU\n1. Đạt tỷ lệ ⟦target=eq 11.5 bác sĩ/vạn dân:11,5⟧ bác sĩ/vạn dân.",
		"II. MỤC TIÊU\n1. Đến năm 2030, ⟦indicator:thị xã trở thành đô thị loại II⟧; ⟦indicator:hình thành hai cụm cảng⟧, góp phần phát triển vùng.",
		"I. TÌNH HÌNH\n1. Tỷ lệ hộ nghèo đã giảm còn 3%.\nII. NHIỆM VỤ\n1. Dùng cồn 70%, nước sạch để rửa tay theo Điều 5.",
	} {
		if strings.Contains(in, "trở lên") {
			compare(t, in, "target")
			continue
		}
		if strings.Contains(in, "bác sĩ") || strings.Contains(in, "trở thành") {
			in = strings.ReplaceAll(in, "Đạt tỷ lệ ", "Đạt ⟦indicator=tỷ lệ bác sĩ/vạn dân:tỷ lệ⟧ ")
			if strings.Contains(in, "trở thành") {
				compare(t, in, "indicator")
				continue
			}
		}
		compare(t, in, "target", "indicator")
	}
}

func TestReferences(t *testing.T) {
	for _, in := range []string{
		"Thực hiện Kế hoạch số ⟦ref=45-KH/TU 2024-03-05:45-KH/TU⟧, ngày 05/3/2024 của Tỉnh ủy; Kế hoạch số 45-KH/TU nêu trên.",
		"Căn cứ Nghị định số ⟦ref=99/2021/NĐ-CP 2021-11-11:99/2021/ND-CP⟧ ngày 11 tháng 11 năm 2021 của Chính phủ.",
		"Theo Nghị quyết ⟦ref:77/2023/QH15⟧, Quyết định số: ⟦ref:12/QĐ-TTg⟧ và Thông báo số ⟦ref=7-TB/HU 2022-01-02:7 -TB/HU⟧ ngày 02/01/2022.",
		"Căn cứ ⟦ref=2014-06-18:⟧⟦law:Luật Xây dựng⟧ ngày 18 tháng 6 năm 2014.",
		"Thực hiện Chỉ thị số ⟦ref=05/CT-TTg 2017-02-09:05/CT-TTg⟧ ngày 09/02/2017 và Chỉ thị số ⟦ref=05/CT-TTg 2023-02-23:05/CT-TTg⟧ ngày 23/02/2023 của Thủ tướng Chính phủ; Chỉ thị số 05/CT-TTg nêu trên; Chỉ thị số 05/CT-TTg ngày 23/02/2023.",
		"Mở từ 8/2025 đến 24/24 giờ, đường 3/2.",
	} {
		compare(t, in, "ref", "law")
	}
}

func TestPlacesAndPeople(t *testing.T) {
	for _, in := range []string{
		"Đi từ ⟦place:thành phố Cần Thơ⟧ đến ⟦place:huyện Hòn Đất⟧, qua ⟦place:Hà Tiên⟧ và ⟦place:Tây Nguyên⟧.",
		"Dọc ⟦place:đường Nguyễn Trãi⟧ có ⟦place:chợ Rạch Sỏi⟧.",
		"Mở rộng ⟦place:Quốc lộ 32C⟧, ⟦place:cao tốc Bến Gỗ - Vạn Đá⟧, cầu đường bộ và 02 cầu vượt.",
		"Tại ⟦place:Khu kinh tế Vân Phong⟧, ⟦place:Cụm công nghiệp Đồng Dinh⟧; Ban Quản lý ⟦place:Khu kinh tế Vũng Áng⟧.",
		"Dọc hai bên ⟦place:sông Son⟧, ⟦place:hồ Phú Ninh⟧ và ⟦place:suối Nậm La⟧; nhu cầu Công ty nêu tại văn bản Thông báo.",
		"Các hộ ⟦place:thôn 3⟧, ⟦place:ấp Tân Lập⟧, ⟦place:Cảng hàng không Pleiku⟧.",
		"Cấp nước cho các xã ⟦place:Hòn Nghệ⟧, ⟦place:Sơn Hải⟧ và ⟦place:Bình An⟧ của ⟦place:huyện Kiên Lương⟧.",
		"Thuộc các ⟦place:phường Vĩnh Thông⟧ và ⟦place:xã Phi Thông⟧.",
		"Ông ⟦person:Hồ Văn Mười⟧ làm việc với Thông tấn xã ⟦place:Việt Nam⟧ và hợp tác xã ⟦place:Phi Thông⟧.",
		"Sang ⟦place:Nga⟧, ⟦place:Mỹ⟧, ⟦place:Trung Đông⟧ và ⟦place:châu Phi⟧; bà ⟦person:Lê Thị Nga⟧ dự.",
		"Học tập tư tưởng, đạo đức, phong cách ⟦person:Hồ Chí Minh⟧; lãnh tụ ⟦person:Nguyễn Đức Hoan⟧; Đoàn Chủ tịch, Phó Trưởng tiểu ban dự.",
		"Đồng chí ⟦person:Trần Văn An⟧ và bà ⟦person:Lê Thị Bích Ngọc⟧ dự họp với Sở Y tế.",
	} {
		compare(t, in, "place", "person")
	}
}

func TestPlaceNames(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"Tuyến cao tốc Tuyên Quang - Hà Giang dài 77 km.", []string{"Tuyến cao tốc Tuyên Quang - Hà Giang", "Tuyên Quang", "Hà Giang"}},
		{"Đến TP. Cần Thơ và huyện. Hòn Đất.", []string{"thành phố Cần Thơ", "huyện Hòn Đất"}},
		{"Các xã Phó Chủ tịch nêu; đường Điều 5 quy định; cao tốc Số hóa.", nil},
		{"Chợ Mới họp ngày 5; ông Nguyễn Đình Huệ dự.", []string{"Chợ Mới"}},
	} {
		var got []string
		for _, p := range read(c.in).Entities.Places {
			got = append(got, p.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestPlaceNow(t *testing.T) {
	d := read("Xã Phi Thông, thành phố Rạch Giá, tỉnh Kiên Giang.")
	now := map[string]string{}
	for _, p := range d.Entities.Places {
		now[p.Name] = p.Kind + " " + p.Code + " -> " + p.Now
	}
	for name, want := range map[string]string{
		"xã Phi Thông":       "commune 30763 -> phường Vĩnh Thông, tỉnh An Giang",
		"thành phố Rạch Giá": "city  -> tỉnh An Giang",
		"tỉnh Kiên Giang":    "province 91 -> tỉnh An Giang",
	} {
		if now[name] != want {
			t.Errorf("%s is %q, want %q", name, now[name], want)
		}
	}
}

const letter = `ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN ĐẦM HÀ Độc lập - Tự do - Hạnh phúc

Số: 07/QD-UBND Đầm Hà, ngày 09 tháng 02 năm 2023

KẾ HOẠCH
Phát triển chợ nông thôn giai đoạn 2023 - 2025

1. Rà soát các chợ.

Nơi nhận: TM. ỦY BAN NHÂN DÂN
- UBND tỉnh (b/c); CHỦ TỊCH
- Lưu: VT. Phạm Thị Hoa
`

func TestHead(t *testing.T) {
	h := read(letter).Head
	for _, c := range [][3]string{
		{"number", h.Number, "07/QĐ-UBND"},
		{"type", h.Type + " " + h.TypeName, "KH Kế hoạch"}, // the title line wins over the code
		{"level", h.Level, "state"},
		{"issuer", h.Issuer, "Ủy ban nhân dân huyện Đầm Hà"},
		{"place", h.Place, "Đầm Hà"},
		{"date", h.Date, "2023-02-09"},
		{"subject", h.Subject, "Phát triển chợ nông thôn giai đoạn 2023 - 2025"},
		{"recipients", strings.Join(h.Recipients, "|"), "UBND tỉnh (b/c)|Lưu: VT"},
	} {
		if c[1] != c[2] {
			t.Errorf("%s is %q, want %q", c[0], c[1], c[2])
		}
	}
	if len(h.Signers) != 1 || h.Signers[0].Name != "Phạm Thị Hoa" {
		t.Errorf("signers %+v", h.Signers)
	}
	if h.Period == nil || *h.Period != (plan.Period{From: 2023, To: 2025}) {
		t.Errorf("period %+v", h.Period)
	}
}

// A Party plan without its head: the issuer is who enacts it, of the place the text names.
func TestIssuerFromText(t *testing.T) {
	d := read("Thực hiện nghị quyết, Ban Thường vụ Thành ủy đề ra kế hoạch như sau:\nI- MỤC TIÊU\nXây dựng thành phố Hà Tiên văn minh.")
	if d.Head.Issuer != "Ban Thường vụ Thành ủy Hà Tiên" {
		t.Errorf("issuer %q", d.Head.Issuer)
	}
}

func TestSameTwice(t *testing.T) {
	x := extract.New()
	src := text.NewSource("test", []byte(letter))
	o := outline.Split(text.Plain(src))
	done := make(chan *plan.Document, 4)
	for range 4 {
		go func() { done <- x.Extract(o) }()
	}
	first := <-done
	for range 3 {
		if d := <-done; d.Head.Number != first.Head.Number || len(d.Tasks) != len(first.Tasks) || len(d.Entities.Organizations) != len(first.Entities.Organizations) {
			t.Error("two readings differ")
		}
	}
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte(letter), []byte{0, 9, 3})
	f.Add([]byte("II. MỤC TIÊU\n- đạt từ 5 đến 7% và ít nhất 03 xã/1 vạn dân, đến năm 2030; trở thành"), []byte{1, 200, 7, 7})
	f.Add([]byte("Sở , và : phối hợp: ./. 13-NQ/TW ngày 31/2/2024 của các , Luật \"\n- \n+ -"), []byte{})
	x := extract.New()
	f.Fuzz(func(t *testing.T, b, cuts []byte) {
		src := text.NewSource("fuzz", []byte(strings.ToValidUTF8(string(b), "?")))
		txt := text.Plain(src)
		check(t, src, x.Extract(outline.Split(txt)))
		check(t, src, x.Extract(cut(txt, cuts)))
	})
}

// cut makes an outline of a text that no splitter would make: words dealt to blocks and
// sections by the bytes.
func cut(t *text.Text, cuts []byte) *plan.Outline {
	o := &plan.Outline{Text: t}
	at := 0
	take := func(n byte) text.Ranges {
		end := min(at+int(n%32), len(t.Words))
		r := text.Range{Start: at, End: end}
		at = end
		if r.Empty() {
			return nil
		}
		return text.Ranges{r}
	}
	kinds := []plan.SectionKind{plan.Tasks, plan.Objectives, plan.Other, plan.Article, plan.Preamble}
	list := &o.Sections
	for i, c := range cuts {
		switch c % 8 {
		case 0:
			o.Head.Number, o.Head.Dateline = take(c/8), take(c)
		case 1:
			o.Head.Issuer, o.Head.Type, o.Head.Subject = take(c/8), take(3), take(c)
		case 2:
			o.Foot.Signers = append(o.Foot.Signers, plan.Signature{Capacity: take(c / 16), Name: take(c / 8)})
		case 3:
			o.Foot.Recipients = append(o.Foot.Recipients, take(c/8))
		default:
			s := &plan.Section{ID: strings.Repeat("a", i+1), Kind: kinds[i%len(kinds)], Title: take(c / 16)}
			s.Paras = append(s.Paras, take(c), take(c/8))
			*list = append(*list, s)
			if c%16 == 5 {
				list = &s.Sections
			}
		}
	}
	return o
}

func BenchmarkExtract(b *testing.B) {
	body := strings.Repeat("1. Sở Xây dựng chủ trì, phối hợp với Công an tỉnh kiểm tra nhà ở tại thành phố Cần Thơ theo Quyết định số 12/QĐ-TTg ngày 03/4/2024; phấn đấu đến năm 2030 tỷ lệ nhà kiên cố đạt trên 95%.\n", 400)
	src := text.NewSource("bench", []byte("II. NHIỆM VỤ\n"+body))
	o := outline.Split(text.Plain(src))
	x := extract.New()
	x.Extract(o)
	b.SetBytes(int64(len(src.Bytes)))
	b.ReportAllocs()
	for b.Loop() {
		x.Extract(o)
	}
}

func BenchmarkNew(b *testing.B) {
	o := outline.Split(text.Plain(text.NewSource("bench", nil)))
	for b.Loop() {
		extract.New().Extract(o)
	}
}
