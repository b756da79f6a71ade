package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// alphabet returns the letters of Vietnamese that are not ASCII, small ones and capitals.
func alphabet() []rune {
	var out []rune
	for _, v := range "aăâeêioôơuưy" {
		for _, tone := range []string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"} {
			if r := []rune(norm.NFC.String(string(v) + tone)); r[0] >= utf8.RuneSelf {
				out = append(out, r[0])
			}
		}
	}
	out = append(out, 'đ')
	for _, r := range out {
		out = append(out, unicode.ToUpper(r))
	}
	return out
}

// encoders write text in each encoding, for the tests only.
var encoders = map[string]func(string) []byte{
	"utf-16le":     func(s string) []byte { return encodeUTF16(s, 0) },
	"utf-16be":     func(s string) []byte { return encodeUTF16(s, 1) },
	"windows-1258": encode1258,
	"tcvn3":        func(s string) []byte { return encodeTable("tcvn3", true, smallToned(s)) },
	"tcvn5712":     func(s string) []byte { return encodeTable("tcvn5712", true, s) },
	"viscii":       func(s string) []byte { return encodeTable("viscii", true, s) },
	"vni":          func(s string) []byte { return encodeTable("vni", true, s) },
	"viqr":         func(s string) []byte { return encodeTable("viqr", false, escapeVIQR(s)) },
	"utf-8+tcvn3":  func(s string) []byte { return carry(encodeTable("tcvn3", true, smallToned(s))) },
	"utf-8+vni":    func(s string) []byte { return carry(encodeTable("vni", true, s)) },
}

func encodeUTF16(s string, low int) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		p := [2]byte{byte(u), byte(u >> 8)}
		b = append(b, p[low], p[1-low])
	}
	return b
}

func encode1258(s string) []byte {
	var b []byte
	for _, r := range s {
		if c, ok := charmap.Windows1258.EncodeRune(r); ok {
			b = append(b, c)
			continue
		}
		d := norm.NFD.String(string(r))
		tone := strings.IndexAny(d, "\u0300\u0309\u0303\u0301\u0323")
		mark, n := utf8.DecodeRuneInString(d[tone:])
		base, _ := utf8.DecodeRuneInString(norm.NFC.String(d[:tone] + d[tone+n:]))
		for _, x := range []rune{base, mark} {
			c, ok := charmap.Windows1258.EncodeRune(x)
			if !ok {
				panic(string(r))
			}
			b = append(b, c)
		}
	}
	return b
}

// written are the codes of each table by letter.
var written = map[string]map[string]string{}

func encodeTable(name string, hexadecimal bool, s string) []byte {
	if written[name] == nil {
		written[name] = map[string]string{}
		for _, r := range rows(name, hexadecimal) {
			if _, ok := written[name][r.letter]; !ok {
				written[name][r.letter] = r.code
			}
		}
	}
	codes := written[name]
	var b []byte
	for _, r := range s {
		if c, ok := codes[string(r)]; ok {
			b = append(b, c...)
		} else if c, ok := charmap.Windows1252.EncodeRune(r); ok {
			b = append(b, c)
		} else {
			panic(string(r))
		}
	}
	return b
}

// smallToned writes capitals with a tone mark as small letters: what TCVN3 can hold.
func smallToned(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && !strings.ContainsRune("ĂÂÊÔƠƯĐ", r) {
			return unicode.ToLower(r)
		}
		return r
	}, s)
}

// escapeVIQR puts a backslash before the signs that would be read as marks.
func escapeVIQR(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range s {
		letter := strings.ContainsRune("aeiouy", unicode.ToLower([]rune(norm.NFD.String(string(last)))[0]))
		if strings.ContainsRune("(^+*'`?~.", r) && letter || unicode.ToLower(r) == 'd' && unicode.ToLower(last) == 'd' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func carry(b []byte) []byte {
	var out []rune
	for _, c := range b {
		out = append(out, charmap.Windows1252.DecodeByte(c))
	}
	return []byte(string(out))
}

// TestAlphabet writes every letter, alone and behind every other, and reads it back.
func TestAlphabet(t *testing.T) {
	letters := alphabet()
	if len(letters) != 134 {
		t.Fatalf("%d letters", len(letters))
	}
	for name, encode := range encoders {
		e := Lookup(name)
		for _, a := range letters {
			want := string(a)
			if strings.HasSuffix(name, "tcvn3") {
				want = smallToned(want)
			}
			if got := e.Decode(encode(want)); got != want {
				t.Fatalf("%s: %q came back as %q", name, want, got)
			}
			for _, b := range letters {
				pair := want + " " + string(b)
				if !strings.Contains(name, "vni") && name != "windows-1258" {
					pair = want + string(b) // a mark of VNI may be the letter of another code
				}
				if strings.HasSuffix(name, "tcvn3") {
					pair = smallToned(pair)
				}
				if got := e.Decode(encode(pair)); !strings.EqualFold(got, pair) || !strings.HasSuffix(name, "tcvn3") && got != pair {
					t.Fatalf("%s: %q came back as %q", name, pair, got)
				}
			}
		}
	}
}

// sound is text that has every vowel, capitals, numbers and signs.
const sound = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/QĐ-UBND
QUYẾT ĐỊNH
Về việc ban hành Quy chế hoạt động của Sở Kế hoạch và Đầu tư tỉnh Đồng Tháp (kèm theo Phụ lục)
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015; Thực hiện Nghị quyết số 12-NQ/TW "về phát triển kinh tế".
Điều 1. Phấn đấu đến năm 2030 tỷ lệ đô thị hóa đạt khoảng 95,5% dân số; thu nhập bình quân tăng ít nhất 7%/năm.
Điều 2. Giao Sở Tài chính chủ trì, phối hợp với các đơn vị liên quan tham mưu Ủy ban nhân dân tỉnh trước ngày 30/6/2025.
Mỗi cơ sở phải giữ gìn, bảo vệ của cải; nghĩa vụ quân sự; những kẻ xấu bị xử lý nghiêm khắc, kể cả kẻ đã nghỉ việc.
`

// TestDetect recognises the encodings and gives the text back as it was.
func TestDetect(t *testing.T) {
	for name, encode := range encoders {
		b := encode(sound)
		e, score := Detect(b)
		if e == nil || e.Name != name {
			if !(name == "tcvn5712" && e != nil && e.Name == "tcvn3") {
				t.Errorf("%s: detected as %v, score %.2f", name, e, score)
				continue
			}
		}
		want := sound
		if strings.HasSuffix(name, "tcvn3") {
			want = strings.ReplaceAll(sound, "Ủy", "ủy") // the one capital that nothing tells
		}
		if got := e.Decode(b); got != want {
			t.Errorf("%s: %s", name, firstDifference(got, want))
		}
		long := append(bytes.Repeat(encode(strings.Repeat("a", 300)+"\n"), 2), bytes.Repeat(b, 500)...)
		if e, _ := Detect(long); e == nil || e.Name != name {
			t.Errorf("%s: a long text is detected as %v", name, e)
		}
	}
}

// TestDetectShort recognises text of a line or two.
func TestDetectShort(t *testing.T) {
	for name, encode := range encoders {
		want := name
		if name == "tcvn5712" {
			want = "tcvn3" // the same small letters
		}
		if e, _ := Detect(encode("Quyết định ban hành quy chế tổ chức hoạt động của sở kế hoạch và đầu tư tỉnh")); e == nil || e.Name != want {
			t.Errorf("%s: detected as %v", name, e)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got " + g[i] + "\nwant " + w[i]
		}
	}
	return "another number of lines"
}

// TestDetectNone leaves text in UTF-8 alone, however damaged, and what no encoding explains.
func TestDetectNone(t *testing.T) {
	for _, s := range []string{
		"", sound, norm.NFD.String(sound), "\ufeff" + sound, "plain ASCII text, nothing else in it; (a) b) c^2 + d(e)\n",
		strings.ToUpper(sound), "Thudng vu Thanh uy co' ban nu'oc ta dat do thi hoa. Ke hoach so 182-KH/TU",
		"ỦY BAN\xff NHÂN DÂN TỈNH", "C\xe9dric a mang\xe9 une p\xeache \xe0 No\xebl, \xe7a va tr\xe8s bien d\xe9sormais",
		"Cédric a mangé une pêche à Noël, ça va très bien désormais, où étiez-vous déjà hélas",
		"Über die Brücke gehört schöne Grüße an müde Männer für große Straßen, natürlich später wäre möglich",
		strings.Repeat("U(y) ban a^2+b^2, odd added middle (address) sudden\n", 30), "\x00\x01\x02\x03", "\xff",
	} {
		if e, score := Detect([]byte(s)); e != nil {
			t.Errorf("%.60q: detected as %s, score %.2f: %.80q", s, e.Name, score, e.Decode([]byte(s)))
		}
	}
}

// TestCapitals restores the capitals that TCVN3 cannot hold, and no others.
func TestCapitals(t *testing.T) {
	for in, want := range map[string]string{
		"CộNG HòA Xã HộI CHủ NGHĩA": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
		"tỉnh Hà Nội":               "tỉnh Hà Nội",
		"Hà Nội, ngày 5":            "Hà Nội, ngày 5",
		"UBND xã Hà Đông":           "UBND xã Hà Đông",
		"UBND Tỉnh":                 "UBND Tỉnh",
		"THàNH PHố Hà NộI":          "THÀNH PHỐ HÀ NỘI",
		"Mục I. Hà":                 "Mục I. Hà",
		"à\nHà\n":                   "à\nHà\n",
	} {
		if got := restoreCapitals(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestVersion(t *testing.T) {
	if v := Version(); !strings.HasPrefix(v, "sha256:") || len(v) != 71 {
		t.Errorf("version %q", v)
	}
}

func FuzzDecode(f *testing.F) {
	for _, encode := range encoders {
		f.Add(encode(sound[:400]))
	}
	f.Add([]byte("\xff\xfea\x00\xff"))
	f.Add([]byte("\\"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, score := Detect(b); (e == nil) != (score == 0) || score > 1 {
			t.Errorf("%v with score %v", e, score)
		}
		for _, e := range encodings {
			s := e.Decode(b)
			if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
				t.Errorf("%s: %q is not UTF-8 in NFC", e.Name, s)
			}
			if len(s) > 8*len(b)+3 {
				t.Errorf("%s: %d bytes became %d", e.Name, len(b), len(s))
			}
		}
	})
}
