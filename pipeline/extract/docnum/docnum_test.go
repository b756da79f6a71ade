package docnum

import "testing"

func TestParse(t *testing.T) {
	c := Load()
	for _, x := range []struct{ in, typeName, want string }{
		{"182-KH/TU", "", "182-KH/TU"},
		{"68/QD-TTg", "", "68/QĐ-TTg"},
		{"68/QĐ-TTG", "", "68/QĐ-TTg"},
		{"45-KH/TLJ", "", "45-KH/TU"},
		{"237-CV/DU", "", "237-CV/ĐU"},
		{"l3-NQ/TW", "nghị quyết", "13-NQ/TW"},
		{"O5/NQ-CP", "", "05/NQ-CP"},
		{"0130/KH-UBNO", "", "0130/KH-UBND"},
		{"30/2020/ND-CP", "", "30/2020/NĐ-CP"},
		{"163/2024/QHI5", "", "163/2024/QH15"},
		{"1234/BGDĐT-VP", "", "1234/BGDĐT-VP"},
		{"23/KL-LNTPTW", "", "23/KL-LNTPTW"},
		{"12/HD-SYT", "hợp đồng", "12/HĐ-SYT"},
		{"12/HD-SYT", "", "12/HD-SYT"},
		{"88/TTr-STTTT", "", "88/TTr-STTTT"},
		{"96/TIr-SLĐTBXH", "tờ trình", "96/TTr-SLĐTBXH"},
		{"12/CT-UBND", "chương trình", "12/CTr-UBND"},
		{"12/CT-UBND", "chỉ thị", "12/CT-UBND"},
		{"57-NG/TW", "nghị quyết", "57-NQ/TW"},
		{"12-KX/TU", "kế hoạch", "12-KH/TU"},
		{"12/BNV-KH", "kế hoạch", "12/BNV-KH"},
		{"13/6/2024", "", ""},
		{"24/24", "", ""},
		{"a/b", "", ""},
		{"2021-2030", "", ""},
	} {
		n, ok := c.Parse(x.in, x.typeName)
		got := ""
		if ok {
			got = n.String()
		}
		if got != x.want {
			t.Errorf("Parse(%q, %q) = %q, want %q", x.in, x.typeName, got, x.want)
		}
	}
}

// A number whose signs are damaged is read by the type of the document and the codes of issuers.
func TestGuess(t *testing.T) {
	c := Load()
	for _, x := range []struct{ in, typeName, want string }{
		{"Số 43-CTvTU", "Chương trình", "43-CTr/TU"},
		{"SO634-TBTU", "Thông báo", "634-TB/TU"},
		{"Sen 47 NO-HĐND", "Nghị quyết", "47/NQ-HĐND"},
		{"Số 47 XYZW", "Nghị quyết", ""},
		{"Số 47 NQ-HĐND", "", ""},
		{"Số NQ-HĐND", "Nghị quyết", ""},
	} {
		got := ""
		if n, ok := c.Guess(x.in, x.typeName); ok {
			got = n.String()
		}
		if got != x.want {
			t.Errorf("Guess(%q, %q) = %q, want %q", x.in, x.typeName, got, x.want)
		}
	}
}

func TestNames(t *testing.T) {
	c := Load()
	if got := c.TypeName("KH"); got != "Kế hoạch" {
		t.Errorf("KH is %q", got)
	}
	if level, name := c.Issuer("TTg"); level != "state" || name != "Thủ tướng Chính phủ" {
		t.Errorf("TTg is %q of %q", name, level)
	}
}

// What is repaired stays as it is when it is read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"182-KH/TU", "68/QD-TTg", "163/2024/QH15", "1/-", "l/l/l", "9999999-X/Y", "5–KH/TU"} {
		f.Add(s, "kế hoạch")
	}
	c := Load()
	f.Fuzz(func(t *testing.T, s, typeName string) {
		n, ok := c.Parse(s, typeName)
		if !ok {
			return
		}
		again, ok := c.Parse(n.String(), typeName)
		if !ok || again.String() != n.String() {
			t.Fatalf("%q is %q, and that is %q, %v", s, n, again, ok)
		}
	})
}

// Codes that no table knows stay as they are printed.
func TestPrintedCodes(t *testing.T) {
	c := Load()
	for in, typ := range map[string]string{
		"318/HTNT-QLCT": "", "35-HD/BTCHU": "HD", "123/2007/QĐ.UBND": "QĐ", "1987/TTr-SNN.KHTC": "TTr", "45/BC-SNN&PTNT": "BC", "01/KHLT-SYT-SGDĐT": "KHLT",
	} {
		if n, ok := c.Parse(in, ""); !ok || n.String() != in || n.Type != typ {
			t.Errorf("Parse(%q) = %+v, %v, %q", in, n, ok, n.String())
		}
	}
}
