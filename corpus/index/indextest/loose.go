package indextest

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vanban/corpus/index"
)

// testLoose asks as people do: with words of a question, with words typed together, with a date
// written otherwise than on paper, with the signs of other programs, with words that no passage has
// all of.
func testLoose(t *testing.T, e index.Engine) {
	dir := filepath.Join(t.TempDir(), "1")
	b, err := e.Build(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("Các cơ quan và từng đơn vị, mới và cũ, trong một năm học, với trẻ, có sự hỗ trợ của tháng trước; đồng chí phụ trách. ", 4)
	of := map[string][]index.Passage{}
	for _, p := range []index.Passage{
		{ID: "a#1", Document: "a", Section: "1", Text: "Trồng mới 1.150 cây tại các khu dân cư và dọc hai bờ kênh."},
		{ID: "a#2", Document: "a", Section: "2", Text: "Nhiều tuyến phố có cây già cỗi; mật độ cây xanh mới đạt 4,5 m2."},
		{ID: "b#1", Document: "b", Section: "1", Text: "Mức hỗ trợ là 180.000 đồng một trẻ một tháng, không quá 09 tháng."},
		{ID: "b#2", Document: "b", Section: "2", Text: long},
		{ID: "c#1", Document: "c", Section: "1", Text: "Hình thành đô thị thông minh; kế hoạch ngày 05/6/2024 hết hiệu lực, từ nay đấu thầu rộng rãi, lập kế hoạch đầu tư công."},
		{ID: "c#2", Document: "c", Section: "2", Text: "Hoàn thành trước ngày 15 tháng 09 năm 2025."},
	} {
		of[p.Document] = append(of[p.Document], p)
	}
	for document, list := range of {
		if err := b.Put(document, list); err != nil {
			t.Fatal(err)
		}
	}
	seal(t, b, 6)
	x := open(t, e, dir)
	for _, c := range []struct{ query, first string }{
		{"trồng mới bao nhiêu cây", "a#1"},
		{"mỗi trẻ được hỗ trợ bao nhiêu đồng một tháng", "b#1"},
		{"dothi thongminh", "c#1"},
		{"kehoach", "c#1"},
		{"khi nào phải lập kế hoạch đầu tư công trung hạn", "c#1"},
		{"5/6/2024", "c#1"},
		{"ngày 5 tháng 6 năm 2024", "c#1"},
		{"15-9-2025", "c#2"},
		{"đô thị^2 thông~1", "c#1"},
		{"AND", ""},
		{"OR NOT", ""},
		{"dau", "c#1"}, // no question, but đầu
	} {
		r := search(t, x, index.Query{Text: c.query, Limit: 10})
		first := ""
		if len(r.Hits) > 0 {
			first = r.Hits[0].ID
		}
		if first != c.first {
			t.Errorf("%q: first is %q of %d, want %q", c.query, first, r.Total, c.first)
		}
	}
	// As many words as a query may have, with all that may stand for them.
	words := strings.Fields(long + " " + of["b"][0].Text)[:36]
	slices.Reverse(words[:18])
	for _, text := range []string{strings.Join(words, " "), strings.Repeat("ngày 5 tháng 6 năm 2024 lap kế hoach ", 4), strings.Repeat("UBND HĐND Rạch Giá Kiên Giang ", 6)} {
		if r := search(t, x, index.Query{Text: text, Limit: 10}); r.Ignored == 0 && len(r.Hits) == 0 {
			t.Errorf("%q finds nothing", text)
		}
	}
	r := search(t, x, index.Query{Text: "ke hoach dau tu cong", Limit: 1})
	if len(r.Hits) != 1 || strings.Contains(r.Hits[0].Snippet, "<mark>từ") || !strings.Contains(r.Hits[0].Snippet, "<mark>kế hoạch đầu tư công</mark>") {
		t.Errorf("%+v", r)
	}
}
