package layout

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

const hocr = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><title>x</title><meta name='ocr-system' content='tesseract'/></head><body>
<div class='ocr_page' id='page_1' title='image "a.png"; bbox 0 0 1000 2000; ppageno 0'>
 <div class='ocr_carea'><p class='ocr_par'>
  <span class='ocr_line' title="bbox 10 10 300 40; baseline 0 -8">
   <span class='ocrx_word' title='bbox 10 10 90 40; x_wconf 95'>K&#7871;</span>
   <span class='ocrx_word' title='bbox 100 10 300 40; x_wconf 20'><strong>hoạch</strong></span></span>
  <span class='ocr_line' title="bbox 10 50 300 80"><span class='ocrx_word' title='bbox 10 50 90 80'>số&nbsp;1</span></span>
 </p><p class='ocr_par'><span class='ocr_header' title="bbox 5 90 60 99">MỤC&amp; TIÊU</span></p></div></div>
<div class='ocr_page' title='bbox 0 0 1000 2000'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4'>hai</span></span><br></div>
</body></html>`

const alto = `<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>
<Page ID="p1"><PrintSpace><TextBlock><TextLine><String CONTENT="Kế" HPOS="10" VPOS="10" WIDTH="80.4" HEIGHT="30"/><SP/><String CONTENT="ho" HPOS="100" VPOS="10" WIDTH="50" HEIGHT="30"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="ạch" HPOS="10" VPOS="50" WIDTH="20" HEIGHT="30"/></TextLine></TextBlock></PrintSpace></Page>
<Page ID="p2"><TextBlock><TextLine><String CONTENT="hai" HPOS="1" VPOS="2" WIDTH="3" HEIGHT="4"/></TextLine></TextBlock></Page></Layout></alto>`

func TestRead(t *testing.T) {
	for _, c := range []struct{ in, text, boxes string }{
		{hocr, "Kế hoạch\nsố 1\n\nMỤC& TIÊU\n\nhai\n", "Kế@1[10 10 90 40] hoạch@1[100 10 300 40] số 1@1[10 50 90 80] MỤC& TIÊU@1[5 90 60 99] hai@2[1 2 3 4] "},
		{alto, "Kế ho-\nạch\n\nhai\n", "Kế@1[10 10 90 40] ho-@1[100 10 150 40] ạch@1[10 50 30 80] hai@2[1 2 4 6] "},
	} {
		out, boxes, err := Read([]byte(c.in), Sniff([]byte(c.in)))
		if err != nil || string(out) != c.text {
			t.Errorf("got %q, error %v, want %q", out, err, c.text)
			continue
		}
		var b strings.Builder
		for _, x := range boxes {
			fmt.Fprintf(&b, "%s@%d%v ", out[x.Span.Start:x.Span.End], x.Page, x.Rect)
		}
		if b.String() != c.boxes {
			t.Errorf("boxes %s\nwant %s", b.String(), c.boxes)
		}
	}
}

func TestSniff(t *testing.T) {
	for in, want := range map[string]Kind{
		hocr: HOCR, alto: ALTO, "\ufeff \n" + alto: ALTO, "": None, "Kế hoạch <alto": None, "<html><body>x</body></html>": None, `<a:alto xmlns:a="x">`: ALTO,
	} {
		if got := Sniff([]byte(in)); got != want {
			t.Errorf("%.20q is %v, want %v", in, got, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>` + strings.Replace(alto, "Kế", "&b;&b;", 1)
	if out, _, err := Read([]byte(bomb), ALTO); err == nil && strings.Contains(string(out), "aaaa") {
		t.Errorf("entities are expanded: %q", out)
	}
	for _, in := range []string{"<alto></alto>", "<alto", "<alto>" + strings.Repeat("<Page>", MaxDepth+1), "<alto>\x00</alto>"} {
		if out, _, err := Read([]byte(in), ALTO); err == nil {
			t.Errorf("%.20q gives %q", in, out)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(hocr))
	f.Add([]byte(alto))
	f.Add([]byte(`<div class='ocr_page'><span class='ocr_line'>a<span class='ocrx_word' title='bbox -1 9e99 NaN 4'>b</span></div></span></p>`))
	f.Add([]byte(`<alto><Page><String CONTENT="&x;"/><HYP/>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, kind := range []Kind{HOCR, ALTO} {
			out, boxes, err := Read(b, kind)
			if err != nil {
				continue
			}
			if !utf8.Valid(out) || len(out) > 4*len(b)+4 {
				t.Fatalf("%v: %d bytes became %d, or no UTF-8", kind, len(b), len(out))
			}
			pos := 0
			for _, x := range boxes {
				if x.Span.Start < pos || x.Span.End <= x.Span.Start || x.Span.End > len(out) || x.Page < 1 {
					t.Fatalf("%v: box %v out of order", kind, x)
				}
				pos = x.Span.End
			}
		}
	})
}
