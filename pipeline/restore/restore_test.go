package restore

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

func restored(t testing.TB, r *Restorer, s string) *text.Text {
	t.Helper()
	x := r.Restore(text.NewSource("test", []byte(s)))
	check(t, x)
	return x
}

// check holds for every restored text: words in order, inside the scan and on their lines; every
// byte of the scan that is not white space lies in a word; lines partition the words.
func check(t testing.TB, x *text.Text) {
	t.Helper()
	pos := 0
	for i, w := range x.Words {
		line := x.Source.Lines[w.Line]
		if w.Raw.Len() <= 0 || w.Raw.Start < pos || w.Raw.Start < line.Start || w.Raw.End > line.End {
			t.Fatalf("word %d %q: span %v after %d on line %v", i, w.Text, w.Raw, pos, line)
		}
		if gap := string(x.Source.Bytes[pos:w.Raw.Start]); strings.TrimSpace(gap) != "" {
			t.Fatalf("word %d %q: bytes %q before it are lost", i, w.Text, gap)
		}
		if !(w.Sure >= 0 && w.Sure <= 1) {
			t.Fatalf("word %d %q: sure %v", i, w.Text, w.Sure)
		}
		if strings.ContainsAny(w.Text, " \t\n") || w.Text == "" {
			t.Fatalf("word %d: text %q", i, w.Text)
		}
		pos = w.Raw.End
	}
	if rest := string(x.Source.Bytes[pos:]); strings.TrimSpace(rest) != "" {
		t.Fatalf("bytes %q at the end are lost", rest)
	}
	next := 0
	for i, l := range x.Lines {
		if l.Start != next || l.End < l.Start {
			t.Fatalf("line %d holds words %v, want them from %d", i, l, next)
		}
		next = l.End
	}
	if next != len(x.Words) {
		t.Fatalf("lines hold %d of %d words", next, len(x.Words))
	}
}

func lines(x *text.Text) string {
	var l []string
	for i := range x.Lines {
		l = append(l, x.Line(i))
	}
	return strings.Join(l, "\n")
}

func TestRestore(t *testing.T) {
	r := newRestorer(t)
	for _, c := range []struct{ name, in, want string }{
		{"marks lost", "Uy ban nhan dan tinh ban hanh ke hoach to chuc thuc hien", "Ủy ban nhân dân tỉnh ban hành kế hoạch tổ chức thực hiện"},
		{"letters lost", "xay dung nude ta trd thanh nude cong nghiep theo hudng hien dai", "xây dựng nước ta trở thành nước công nghiệp theo hướng hiện đại"},
		{"marks read as letters", "quyet tarn xay dung tru s6 lam viec ciia Thanh uy", "quyết tâm xây dựng trụ sở làm việc của Thành ủy"},
		{"capitals", "TO CHLTC THlTC HIEN", "TỔ CHỨC THỰC HIỆN"},
		{"lost space", "Vephdt trien ket cau ha tang giao thong", "Về phát triển kết cấu hạ tầng giao thông"},
		{"space read into a word", "to chuc t huc hien nhiem vu", "tổ chức thực hiện nhiệm vụ"},
		{"junk before a word", "rr\\ft'?-}ket cau ha tang giao thong do thi", "kết cấu hạ tầng giao thông đô thị"},
		{"mark read for a letter", "xay dung ket cau ha tang d^ng bo, hien dai", "xây dựng kết cấu hạ tầng đồng bộ, hiện đại"},
		{"label keeps its place", "1.Muc dich, yeu cau", "1.Mục đích, yêu cầu"},
		{"codes and numbers", "Quyet dinh so 15/QD-UBND ngay 13/6/2024 ve dien tich 30.000m2, ty le dat 95-100%;", "Quyết định số 15/QĐ-UBND ngày 13/6/2024 về diện tích 30.000m2, tỷ lệ đạt 95-100%;"},
		{"Roman label", "IlI- NHIEM VU VA GIAI PHAP", "III- NHIỆM VỤ VÀ GIẢI PHÁP"},
		{"stray full stop", "thuc hien theo quy dinh.cua phap luat", "thực hiện theo quy định. của pháp luật"},
		{"acronyms", "UBND cac xa, phuong va MTTQ phoi hop", "UBND các xã, phường và MTTQ phối hợp"},
		{"sound text", "Ủy ban nhân dân thành phố Rạch Giá, đường 3/2 (đoạn Hòn Đất) – R&D; 5 ml rượu; LĐTBXH.", "Ủy ban nhân dân thành phố Rạch Giá, đường 3/2 (đoạn Hòn Đất) – R&D; 5 ml rượu; LĐTBXH."},
		{"tone placement and NFD", "hoà bình, thuỷ lợi, to\u0302\u0309 chu\u031b\u0301c", "hòa bình, thủy lợi, tổ chức"},
		{"address", "gui ve hop thu vanphong@kiengiang.gov.vn truoc ngay 15", "gửi về hộp thư vanphong@kiengiang.gov.vn trước ngày 15"},
		{"word that left two spaces", "phat trien nha  xa hoi cho nguoi thu nhap thap", "phát triển nhà ở xã hội cho người thu nhập thấp"},
		{"second d of a list", "c) Thu hoi dat;\nd) Giao dat;\nd) Cho thue dat;\ne) Dang ky dat dai.", "c) Thu hồi đất;\nd) Giao đất;\nđ) Cho thuê đất;\ne) Đăng ký đất đai."},
		{"bracket that is closed", "Ke hoach nay (trong nam 2025) duoc dieu chinh", "Kế hoạch này (trong năm 2025) được điều chỉnh"},
		{"mark and a speck", "phat trien khoa hoc, cong nghe;.tap trung nguon luc", "phát triển khoa học, công nghệ;. tập trung nguồn lực"},
		{"speck between a number and a word", "thu nhap binh quan phan dau dat 95.trieu dong, den ngay 12 thang 12.nam 2030", "thu nhập bình quân phấn đấu đạt 95. triệu đồng, đến ngày 12 tháng 12. năm 2030"},
		{"speck between a word and a number", "QUYET NGHI: Dieu-1. Thong nhat", "QUYẾT NGHỊ: Điều- 1. Thống nhất"},
		{"speck after a label", "b)-Xay dung 03 mo hinh giai doan 2021-2025, dich COVID-19", "b)- Xây dựng 03 mô hình giai đoạn 2021-2025, dịch COVID-19"},
		{"acronyms that are known", "Thuong truc HDND tinh, dai bieu HBND cac cap; ty trong dat tren 20% GRDP va GDP ca nuoc", "Thường trực HĐND tỉnh, đại biểu HĐND các cấp; tỷ trọng đạt trên 20% GRDP và GDP cả nước"},
		{"quarters of a year", "hoan thanh trong quy 11/2026, quy 111 nam 2027 va quy 1/2028; trang 11/2026", "hoàn thành trong quý II/2026, quý III năm 2027 và quý 1/2028; trang 11/2026"},
		{"long run of words without spaces", "thuong binh thuoctruonghopduocquy dinh tai Nghi dinh nay", "thương binh thuộc trường hợp được quy định tại Nghị định này"},
		{"articles in a row", "quy dinh tai Dieu 4,5 va khoan 1,2,3 Dieu 7 Nghi dinh nay; dat 4,5%", "quy định tại Điều 4, 5 và khoản 1, 2, 3 Điều 7 Nghị định này; đạt 4,5%"},
		{"stray full stop in capitals", "DE NGHI CAP.PHEP", "ĐỀ NGHỊ CẤP. PHÉP"},
		{"page number", "thuc hien nhiem vu duoc giao theo quy dinh\n\n5\n\ncua phap luat ve dau tu cong", "thực hiện nhiệm vụ được giao theo quy định\n\n5\n\ncủa pháp luật về đầu tư công"},
		{"number glued to a word", "moi nam co it nhat 150'san pham doi moi sang tao", "mỗi năm có ít nhất 150 sản phẩm đổi mới sáng tạo"},
		{"numbers at the end stay", "Truong Tieu hoc xa Hoa Binh 2\nChuong trinh muc tieu quoc gia\nUy ban nhan dan xa Tan Phu 1", "Trường Tiểu học xã Hòa Bình 2\nChương trình mục tiêu quốc gia\nỦy ban nhân dân xã Tân Phú 1"},
		{"short sound line among damaged ones", "ỦY BAN NHÂN DÂN\nTinh uy ban hanh ke hoach phat trien do thi nam 2026 nhu sau", "ỦY BAN NHÂN DÂN\nTỉnh ủy ban hành kế hoạch phát triển đô thị năm 2026 như sau"},
		{"junk line", "Ke hoach nay\n•\\•>/\nduoc to chuc thuc hien", "Kế hoạch này\n\nđược tổ chức thực hiện"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := lines(restored(t, r, c.in)); got != c.want {
				t.Errorf("\n in   %s\n got  %s\n want %s", c.in, got, c.want)
			}
		})
	}
}

// scribbled is a page of the test's own with a pen's marks along the right margin, read as letters.
const scribbled = `Tap trung dau tu phat trien mot so vien khoa hoc va cong nghe, oe
truong dai hoc cap quoc gia theo mo hinh tien tien cua the gioi. ae ee
Tung buoc hinh thanh va phat trien trung tam nghien cuu oe : a
tai cac vung kinh te trong diem de phat huy tiem nang, ee
loi the cua tung vung. Khuyen khich doanh nghiep thanh lap ae . oe
to chuc nghien cuu va phat trien, thu hut von dau tu nuoc ngoai. oo`

func TestJunkAlongAMargin(t *testing.T) {
	x := restored(t, newRestorer(t), scribbled)
	for i := range x.Lines {
		if got := x.Line(i); strings.ContainsAny(got[len(got)-2:], "oe") && !strings.HasSuffix(got, "công nghệ,") {
			t.Errorf("line %d ends in junk: %q", i+1, got)
		}
	}
	if n := syllables(x); n != 76 {
		t.Errorf("%d syllables, want the 76 that were printed:\n%s", n, lines(x))
	}
}

// sound is text of the test's own as it might be printed.
const sound = `Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành tập trung thực hiện tốt một số nhiệm vụ sau đây:
1. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng rà soát danh mục các công trình hạ tầng kỹ thuật, báo cáo trước ngày 15/9/2023.
2. Chủ tịch Ủy ban nhân dân các xã, phường, thị trấn chịu trách nhiệm về kết quả thu gom, xử lý rác thải sinh hoạt trên địa bàn.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh về Văn phòng Ủy ban nhân dân tỉnh để được hướng dẫn.`

func TestSoundTextIsUnchanged(t *testing.T) {
	if got := lines(restored(t, newRestorer(t), sound)); got != sound {
		t.Errorf("got\n%s", got)
	}
}

// TestShortLineOfSoundText: a line with few marks by chance is read as the document is.
func TestShortLineOfSoundText(t *testing.T) {
	for _, line := range []string{"Tân Yên, ngày 05 tháng 8 năm 2021", "Yên Minh, ngày 20 tháng 01 năm 2022"} {
		if got := lines(restored(t, newRestorer(t), line+"\n"+sound)); got != line+"\n"+sound {
			t.Errorf("got\n%s", got)
		}
	}
}

func TestStrippedTextComesBack(t *testing.T) {
	got := strings.Fields(lines(restored(t, newRestorer(t), syllable.Fold(sound))))
	want := strings.Fields(sound)
	wrong := 0
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Logf("got %q, want %q", got[i], want[i])
			wrong++
		}
	}
	if len(got) != len(want) || wrong > 1 {
		t.Errorf("%d of %d words wrong, %d words", wrong, len(want), len(got))
	}
}

// TestHalfSound: the lines that lost their marks are mended, the others stay.
func TestHalfSound(t *testing.T) {
	l := strings.Split(sound, "\n")
	l[1] = syllable.Fold(l[1])
	got := strings.Split(lines(restored(t, newRestorer(t), strings.Join(l, "\n"))), "\n")
	for i, want := range strings.Split(sound, "\n") {
		if got[i] != want {
			t.Errorf("line %d\n got  %s\n want %s", i, got[i], want)
		}
	}
}

func TestSameInputSameWords(t *testing.T) {
	scan := realScan(t)[:4000]
	a, r := restored(t, newRestorer(t), string(scan)), newRestorer(t)
	r.Restore(text.NewSource("other", []byte(sound)))
	if b := restored(t, r, string(scan)); !reflect.DeepEqual(a.Words, b.Words) {
		t.Error("what was restored before changes the words")
	}
}

func TestAlternatives(t *testing.T) {
	x := restored(t, newRestorer(t), "de xuat mo rong cho dau moi rau cu qua")
	for _, w := range x.Words {
		sum := w.Sure
		for _, a := range w.Alts {
			if a.Text == w.Text || a.Sure > sum+1e-9 && a.Sure > w.Sure+0.2 {
				t.Errorf("%q (%.2f) has the alternative %q (%.2f)", w.Text, w.Sure, a.Text, a.Sure)
			}
			sum += a.Sure
		}
		if sum > 1.0001 {
			t.Errorf("%q: the probabilities sum to %v", w.Text, sum)
		}
	}
}

// TestBeamFindsTheBest compares the beam with an exhaustive search over all ways through the
// lattice of short inputs.
func TestBeamFindsTheBest(t *testing.T) {
	r := newRestorer(t)
	for _, in := range []string{"ke hoach", "nude ta.", "t huc", "II-MUC"} {
		d := r.document(text.NewSource("x", []byte(in)))
		x := &lattice{nodes: make([]node, 1)}
		d.readLine(x, 0)
		d.dec.width, d.dec.mem = fullWidth, newMemory(r.lm.Len(), nil)
		for i := range x.nodes {
			for j := range x.nodes[i].arcs {
				c := &x.nodes[i].arcs[j].cands
				*c = (*c)[:min(len(*c), 5)]
			}
		}
		lo, hi := d.dec.run(x, r.lm.Start())
		got := math.Inf(-1)
		for _, h := range d.dec.hyps[lo:hi] {
			got = max(got, h.score)
		}
		if want := exhaustive(r, x, 0, r.lm.Start()); math.Abs(got-want) > 1e-3 {
			t.Errorf("%q: beam %.4f, best %.4f", in, got, want)
		}
	}
}

// exhaustive returns the score of the best way from a node to the last.
func exhaustive(r *Restorer, x *lattice, n int32, s ngram.State) float64 {
	if int(n) == len(x.nodes)-1 {
		return 0
	}
	best := math.Inf(-1)
	for i := range x.nodes[n].arcs {
		a := &x.nodes[n].arcs[i]
		try := func(w float64, next ngram.State) {
			on, start := 0.0, math.Inf(1)
			if to := &x.nodes[a.to]; to.begins {
				on, start = float64(to.on), float64(to.start)
			}
			best = max(best, w-on+exhaustive(r, x, a.to, next), w-start+exhaustive(r, x, a.to, r.lm.Start()))
		}
		switch a.kind {
		case asMark, asJunk, asNone:
			try(-float64(a.cost), s)
		case asIs:
			p, next := r.lm.Score(s, a.word)
			try(float64(p-a.cost), next)
		default:
			for k := range a.cands {
				p, next := r.lm.Score(s, a.cands[k].Word)
				try(float64(p-a.cost-a.channel(&a.cands[k], r.w.channel)), next)
			}
		}
	}
	return best
}

func TestHostileInputs(t *testing.T) {
	r := newRestorer(t)
	for name, in := range map[string]string{
		"long token":  strings.Repeat("nghiêng", 3000),
		"marks":       strings.Repeat("?-}\\'", 3000),
		"apostrophes": strings.Repeat("a'", 3000),
		"one word":    strings.Repeat("hoach ", 3000),
		"numbers":     strings.Repeat("12 345,6 7\t8-9\n", 500),
		"base64":      strings.Repeat("TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24\n", 50),
		"English":     "The quick brown fox jumps over the lazy dog, and nobody minds.\n",
		"controls":    "a\x00b\x07 \u202eabc\u200b\ufeff x\u0301\u0302\u0303",
		"empty":       "",
		"newlines":    "\n\r\n\n",
	} {
		t.Run(name, func(t *testing.T) { restored(t, r, in) })
	}
}

func FuzzRestore(f *testing.F) {
	r := newRestorer(f)
	for _, s := range []string{"Vephdt trien", "II-MUC TIEU\n1.Muc dich", "rr\\ft'?-}ket cau", "t huc s6 l3-NQ/TW", sound[:80], "a\u0301 \u00a0b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 || strings.ToValidUTF8(s, "") != s {
			return
		}
		restored(t, r, s)
	})
}

func ExampleRestorer_Restore() {
	r, err := New(testModels())
	if err != nil {
		panic(err)
	}
	t := r.Restore(text.NewSource("scan.txt", []byte("Thuc hien Ke hoach so 222-KH/TU, ngay 13/6/2024 cua Ban Thudng vu Tinh uy")))
	fmt.Println(t.Line(0))
	// Output: Thực hiện Kế hoạch số 222-KH/TU, ngày 13/6/2024 của Ban Thường vụ Tỉnh ủy
}
