package body_test

import (
	"strings"
	"testing"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// towns knows the names of two places.
type towns struct{}

func (towns) Name(p phrase.Passage, i int) (int, string) {
	switch {
	case p.Has(i, "an", "giang"):
		return 2, "An Giang"
	case p.Has(i, "lao", "cai"):
		return 2, "Lào Cai"
	}
	return 0, ""
}

func passage(s string) phrase.Passage {
	t := text.Plain(text.NewSource("test", []byte(s)))
	return phrase.NewReader(t).Passage(text.Ranges{{Start: 0, End: len(t.Words)}})
}

// marked returns a text without its marks and what they mark: ⟦Sở Y tế⟧.
func marked(s string) (plain string, want []string) {
	for _, part := range strings.Split(s, "⟦")[1:] {
		m, _, _ := strings.Cut(part, "⟧")
		want = append(want, m)
	}
	return strings.NewReplacer("⟦", "", "⟧", "").Replace(s), want
}

func TestFind(t *testing.T) {
	g := body.Load(towns{})
	for _, in := range []string{
		"Giao ⟦Sở Xây dựng⟧ báo cáo ⟦Ủy ban nhân dân tỉnh An Giang⟧ và ⟦Bộ Xây dựng⟧.",
		"⟦Sở Văn hóa, Thể thao và Du lịch tỉnh Lào Cai⟧ mở lớp",
		"theo ⟦Ban Thường vụ Tỉnh ủy⟧, ⟦Văn phòng Huyện ủy⟧",
		"⟦Ban Chỉ đạo Trung ương về phòng thủ dân sự, ứng phó thiên tai⟧; các bên",
		"⟦Viện kiểm sát nhân dân tối cao⟧, ⟦Tòa án nhân dân cấp cao⟧ và ⟦Công an tỉnh⟧",
		"⟦UBND các xã, phường⟧ và ⟦UBND các tỉnh An Giang, Lào Cai⟧",
		"⟦Trung tâm Bảo trợ trẻ em Hoa Mai⟧ được hỗ trợ",
		"⟦Số Y tế⟧ báo cáo", // a wrong tone in a head
		"Tổ chức thực hiện, Ban hành kế hoạch, Bộ tiêu chí, Phòng chống dịch",
		"TỔ CHỨC THEO DÕI, BAN HÀNH QUY CHẾ",
		"giao ⟦Ban Chỉ đạo phát triển du lịch và dịch vụ huyện⟧ họp; ⟦Ban Chỉ đạo⟧ xây dựng kế hoạch kiểm tra xã",
		"⟦Hội đồng nghĩa vụ quân sự thành phố⟧ và ⟦Ban Chỉ đạo cải cách hành chính⟧ tổ chức họp",
		"⟦Trường Chính trị Tôn Đức Thắng⟧ mở lớp, ⟦Trường Chính trị tỉnh An Giang⟧ và ⟦Đồn Biên phòng Vĩnh Gia⟧ phối hợp",
		"⟦Văn phòng Sở⟧ tổ chức họp, ⟦Chánh Văn phòng Bộ⟧ trình",
		"⟦Sở Xây dựng tỉnh⟧, ⟦Tỉnh đoàn⟧ và ⟦Cục Văn thư và Lưu trữ nhà nước⟧ rà soát",
		"⟦Sở-Tài chính⟧ bố trí", // a speck between two words
		"⟦ỦY BAN NHÂN DÂN TỈNH LÀO CAI⟧",
		"⟦Ban Quản lý các khu công nghệ cao và khu công nghiệp⟧ và ⟦Sở Xây dựng⟧ rà soát",
		"⟦Kho bạc Nhà nước khu vực XI⟧ và ⟦Ủy ban bầu cử xã⟧; khu vực 3 của chợ",
		"⟦Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam⟧ giao ⟦Hội đồng nhân dân cấp phường, xã⟧",
	} {
		plain, want := marked(in)
		p := passage(plain)
		var got []string
		for _, b := range g.Find(p) {
			got = append(got, p[b.Start:b.End].String())
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("Find(%q) = %q, want %q", plain, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	g := body.Load(towns{})
	for in, want := range map[string]string{
		"ỦY BAN NHÂN DÂN TỈNH LÀO CAI": "Ủy ban nhân dân tỉnh Lào Cai",
		"UBND tỉnh An Giang":           "Ủy ban nhân dân tỉnh An Giang",
		"TỈNH ỦY AN GIANG":             "Tỉnh ủy An Giang",
		"BỘ Y TẾ":                      "Bộ Y tế",
	} {
		if b, ok := g.Named(passage(in), 0); !ok || b.Normal != want {
			t.Errorf("Named(%q) = %q, %v, want %q", in, b.Normal, ok, want)
		}
	}
}

func TestList(t *testing.T) {
	g := body.Load(towns{})
	for _, in := range []string{
		"⟦Các sở, ban, ngành, đoàn thể cấp tỉnh⟧, ⟦cơ quan ngành dọc⟧ phối hợp",
		"⟦Sở Nội vụ⟧, ⟦Sở Tài chính⟧ và ⟦các đơn vị liên quan⟧ rà soát",
		"⟦các sở, ngành⟧, ⟦địa phương⟧ xây dựng",
		"⟦Các Bộ⟧, ⟦cơ quan ngang Bộ⟧, ⟦cơ quan thuộc Chính phủ⟧ triển khai",
		"⟦Các cấp ủy⟧, ⟦chính quyền⟧ và ⟦các tổ chức chính trị - xã hội⟧ tuyên truyền",
		"⟦Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương⟧ bố trí",
		"⟦Thủ trưởng các sở, ban, ngành⟧ và ⟦Chủ tịch Ủy ban nhân dân các xã⟧ chịu",
		"⟦các chi bộ, đảng bộ trực thuộc Huyện ủy⟧ tổ chức học tập",
		"⟦Các sở giáo dục và đào tạo⟧ chỉ đạo",
		"tổ chức kiểm tra, giám sát",
		"⟦Các cấp ủy, tổ chức đảng⟧, ⟦các chi bộ trực thuộc⟧ quán triệt",
		"⟦các bộ, cơ quan liên quan⟧, ⟦cơ quan thuế⟧ và ⟦doanh nghiệp du lịch⟧ rà soát",
		"⟦các phòng thuộc Sở⟧, ⟦Sở Nội vụ⟧ tham mưu",
		"⟦các tổ chức thành viên của Mặt trận⟧: tuyên truyền",
		"⟦Thành phố⟧ khẩn trương rà soát",
		"⟦ngành chức năng⟧, ⟦Giám đốc sở⟧ xử lý",
		"Thành phố thông minh phải",
		"Phòng chống dịch, Xã hội hóa",
	} {
		plain, want := marked(in)
		p := passage(plain)
		list, end := g.List(p, 0)
		var got []string
		for _, b := range list {
			got = append(got, b.String(p))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") || end > len(p) {
			t.Errorf("List(%q) = %q, want %q", plain, got, want)
		}
	}
}

func FuzzList(f *testing.F) {
	f.Add("Các sở, ban, ngành tỉnh và Ban Chỉ đạo về x")
	f.Add("Thủ trưởng các Trưởng các, và , Sở Y - tế trực thuộc trực thuộc")
	g := body.Load(towns{})
	f.Fuzz(func(t *testing.T, s string) {
		p := passage(s)
		for i := range p {
			list, end := g.List(p, i)
			at := i
			for _, b := range list {
				if b.Start < at || b.End <= b.Start || b.End > len(p) {
					t.Fatalf("%q: body %+v behind word %d", s, b, at)
				}
				at = b.End
			}
			if end < at {
				t.Fatalf("%q: the list ends at %d before %d", s, end, at)
			}
		}
		g.Find(p)
	})
}
