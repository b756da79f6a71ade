package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// pack returns a Word document of parts: name, content, name, content...
func pack(t testing.TB, parts ...string) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(parts[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func document(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document ` + w + `><w:body>` + body + `</w:body></w:document>`
}

const numberingXML = `<w:numbering ` + w + `>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61623;"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

func numbered(level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"runs", `<w:p><w:r><w:t xml:space="preserve">Kế </w:t></w:r><w:r><w:t>hoạch</w:t><w:tab/><w:t>số&amp;1</w:t></w:r></w:p><w:p><w:pPr><w:jc w:val="left"/><w:pStyle w:val="x"/></w:pPr></w:p><w:p><w:r><w:t>hai</w:t></w:r></w:p>`,
			"Kế hoạch\tsố&1\n\nhai\n"},
		{"breaks", `<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:br w:type="page"/><w:t>ba</w:t></w:r></w:p>`, "một\nhai\fba\n"},
		{"table", `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ỦY BAN</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>CỘNG HÒA</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "ỦY BAN\nCỘNG HÒA\n"},
		{"deleted and fields", `<w:p><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r><w:ins><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>`, "thêm\n"},
		{"shown twice", `<w:p><w:r><mc:AlternateContent xmlns:mc="x"><mc:Choice><w:t>một</w:t></mc:Choice><mc:Fallback><w:t>một</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "một\n"},
		{"stops", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>một</w:t></w:r></w:p>`, "một\n"},
		{"old fonts", `<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>céng hoµ</w:t></w:r><w:r><w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr><w:t xml:space="preserve"> xaõ hoäi</w:t></w:r></w:p>`, "CỘNG HOÀ xã hội\n"},
		{"capitals", `<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>điều</w:t></w:r><w:r><w:rPr><w:caps w:val="0"/></w:rPr><w:t> điều</w:t></w:r></w:p>`, "ĐIỀU điều\n"},
		{"labels", numbered("0", "MỤC TIÊU") + numbered("1", "Chung") + numbered("2", "một") + numbered("2", "hai") + numbered("3", "gạch") + numbered("1", "Cụ thể") + numbered("2", "ba") + numbered("0", "NHIỆM VỤ") + numbered("1", "x"),
			"I. MỤC TIÊU\n1. Chung\na) một\nb) hai\n- gạch\n2. Cụ thể\na) ba\nII. NHIỆM VỤ\n1. x\n"},
	} {
		z := pack(t, documentPart, document(c.body), numberingPart, numberingXML)
		got, err := Read(z, 1<<20)
		if err != nil || string(got) != c.want || !Is(z) {
			t.Errorf("%s: got %q, error %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestStyleNumbers(t *testing.T) {
	styles := `<w:styles ` + w + `><w:style w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr></w:pPr></w:style></w:styles>`
	p := `<w:p><w:pPr><w:pStyle w:val="Muc"/></w:pPr><w:r><w:t>một</w:t></w:r></w:p>`
	got, err := Read(pack(t, documentPart, document(p+p), numberingPart, numberingXML, stylesPart, styles), 1<<20)
	if err != nil || string(got) != "1. một\n2. một\n" {
		t.Errorf("got %q, error %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	big := document(`<w:p><w:r><w:t>` + strings.Repeat("a", 5000) + `</w:t></w:r></w:p>`)
	if _, err := Read(pack(t, documentPart, big), 1000); !errors.Is(err, ErrTooMuch) {
		t.Errorf("a part above the limit: %v", err)
	}
	for name, in := range map[string]string{
		"cut short": document("")[:100], "deep": document(strings.Repeat("<w:p>", MaxDepth+5)), "an entity": document(`<w:p><w:r><w:t>&bomb;</w:t></w:r></w:p>`),
	} {
		if got, err := Read(pack(t, documentPart, in), 1<<20); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if Is(pack(t, "a.txt", "x")) {
		t.Error("any zip passes for a document")
	}
}

func TestWrite(t *testing.T) {
	for _, c := range []struct {
		n            int
		format, want string
	}{
		{4, "upperRoman", "IV"}, {49, "lowerRoman", "xlix"}, {5000, "upperRoman", "5000"}, {27, "lowerLetter", "aa"}, {3, "upperLetter", "C"}, {7, "decimalZero", "07"}, {12, "decimal", "12"},
	} {
		if got := write(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: %q, want %q", c.n, c.format, got, c.want)
		}
	}
}

// FuzzRead reads any main part and any numbering.
func FuzzRead(f *testing.F) {
	f.Add(document(`<w:p><w:r><w:t>một</w:t><w:br/></w:r></w:p>`), numberingXML)
	f.Add(document(numbered("0", "một")+numbered("9", "hai")), strings.Replace(numberingXML, "%1.", "%9%", 1))
	f.Add("<a><Fallback><p/></Fallback></a>", "<num numId='1'><abstractNumId val='0'/></num>")
	f.Fuzz(func(t *testing.T, body, numbers string) {
		out, err := Read(pack(t, documentPart, body, numberingPart, numbers), 1<<16)
		if err == nil && (!utf8.Valid(out) || len(out) > 1<<16+1) {
			t.Fatalf("%d bytes, or no UTF-8", len(out))
		}
	})
}
