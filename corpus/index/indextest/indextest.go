// Package indextest is the suite that every engine of package index passes.
package indextest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vanban/corpus/index"
)

// passages is a small archive: what each query must find is told in the cases.
var passages = map[string][]index.Passage{
	"182-KH/TU": {
		{ID: "182-KH/TU", Document: "182-KH/TU", Number: "182-KH/TU", Title: "thực hiện Kế hoạch số 222-KH/TU", Text: "Kế hoạch 182-KH/TU\nBan Thường vụ Thành ủy Rạch Giá",
			Type: "KH", Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Date: "2024-07-15", Lines: [2]int{1, 423}},
		{ID: "182-KH/TU#III.6.e", Document: "182-KH/TU", Section: "III.6.e", Title: "Về phát triển hạ tầng đô thị", Text: "Phấn đấu đến năm 2030 tỷ lệ đô thị hóa đạt khoảng 95%.",
			Type: "KH", Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Date: "2024-07-15", Lines: [2]int{297, 316}},
		{ID: "182-KH/TU#IV.1", Document: "182-KH/TU", Section: "IV.1", Above: "TỔ CHỨC THỰC HIỆN", Text: "Thủy lợi và kế hoạch hóa; diện tích 30.000m2; a < b & c > d.",
			Type: "KH", Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Date: "2024-07-15", Lines: [2]int{320, 330}},
	},
	"222-KH/TU": {
		{ID: "222-KH/TU", Document: "222-KH/TU", Number: "222-KH/TU", Title: "thực hiện Kết luận số 72-KL/TW", Text: "Tỉnh ủy Kiên Giang", Type: "KH", Issuer: "Ban Thường vụ Tỉnh ủy Kiên Giang", Date: "2024-06-13"},
	},
	"05/QĐ-UBND": {
		{ID: "05/QĐ-UBND", Document: "05/QĐ-UBND", Number: "05/QĐ-UBND", Title: "Quyết định về giao thông", Text: "Căn cứ Nghị định số 30/2020/NĐ-CP", Type: "QĐ", Issuer: "Ủy ban nhân dân tỉnh Đồng Tháp", Date: "2020-01-05"},
		{ID: "05/QĐ-UBND#Điều 1", Document: "05/QĐ-UBND", Section: "Điều 1", Text: "Thuỷ lợi nội đồng. Đỏ thị trường, thì kế toán, hoạch định.", Type: "QĐ", Issuer: "Ủy ban nhân dân tỉnh Đồng Tháp", Date: "2020-01-05"},
	},
	"scan": {
		{ID: "scan#a", Document: "scan", Section: "a", Text: "ke hoach do thi khong dau cua thanh pho",
			Doubts: []index.Doubt{{Word: "dau", Or: []string{"điện"}}}},
	},
}

func build(t *testing.T, e index.Engine) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "1")
	b, err := e.Build(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{"182-KH/TU", "222-KH/TU", "05/QĐ-UBND", "scan"} {
		if err := b.Put(doc, passages[doc]); err != nil {
			t.Fatal(err)
		}
	}
	seal(t, b, 7)
	return dir
}

func seal(t *testing.T, b index.Builder, want int) {
	t.Helper()
	if n, err := b.Seal(); err != nil || n != want {
		t.Fatalf("sealed with %d passages, error %v; want %d", n, err, want)
	}
}

func open(t *testing.T, e index.Engine, dir string) index.Index {
	t.Helper()
	idx, err := e.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { idx.Close() })
	return idx
}

func search(t *testing.T, idx index.Index, q index.Query) *index.Result {
	t.Helper()
	r, err := idx.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ids(r *index.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

// Run runs the suite.
func Run(t *testing.T, e index.Engine) {
	t.Run("Find", func(t *testing.T) { testFind(t, e) })
	t.Run("Rank", func(t *testing.T) { testRank(t, e) })
	t.Run("Loose", func(t *testing.T) { testLoose(t, e) })
	t.Run("Snippet", func(t *testing.T) { testSnippet(t, e) })
	t.Run("Result", func(t *testing.T) { testResult(t, e) })
	t.Run("Generations", func(t *testing.T) { testGenerations(t, e) })
	t.Run("Damage", func(t *testing.T) { testDamage(t, e) })
	t.Run("Readers", func(t *testing.T) { testReaders(t, e) })
	t.Run("Batches", func(t *testing.T) { testBatches(t, e) })
}

const (
	head   = "182-KH/TU"
	urban  = "182-KH/TU#III.6.e"
	water  = "182-KH/TU#IV.1"
	cited  = "222-KH/TU"
	decree = "05/QĐ-UBND"
	art1   = "05/QĐ-UBND#Điều 1"
	bare   = "scan#a"
)

func testFind(t *testing.T, e index.Engine) {
	idx := open(t, e, build(t, e))
	for _, c := range []struct {
		name string
		q    index.Query
		want []string // in any order
	}{
		{"accents", index.Query{Text: "đô thị"}, []string{urban, bare, art1}},
		{"no accents", index.Query{Text: "do thi"}, []string{urban, bare, art1}},
		{"exact", index.Query{Text: "đô thị", Exact: true}, []string{urban}},
		{"exact without accents", index.Query{Text: "do thi", Exact: true}, []string{bare}},
		{"phrase", index.Query{Text: `"đô thị hóa"`}, []string{urban}},
		{"phrase without accents", index.Query{Text: `"ke hoach"`}, []string{head, water, bare}},
		{"phrase in curly quotes", index.Query{Text: `“kế hoạch hóa”`}, []string{water}},
		{"exact phrase", index.Query{Text: `"kế hoạch"`, Exact: true}, []string{head, water}},
		{"phrase that is never adjacent", index.Query{Text: `"hiện kế hoạch 182"`}, nil},
		{"phrase and word", index.Query{Text: `"đô thị" 2030`}, []string{urban}},
		{"open quote", index.Query{Text: `"đô thị hóa`}, []string{urban}},
		{"older tone placement", index.Query{Text: "thuỷ lợi", Exact: true}, []string{water, art1}},
		{"number with thousands dot", index.Query{Text: "30000"}, []string{water}},
		{"number as printed", index.Query{Text: "30.000"}, []string{water}},
		{"unit", index.Query{Text: "30.000m2"}, []string{water}},
		{"own or cited number", index.Query{Text: "222-KH/TU"}, []string{head, cited}},
		{"number in lower case", index.Query{Text: "222-kh/tu"}, []string{head, cited}},
		{"number with other signs", index.Query{Text: "222/KH-TU"}, []string{head, cited}},
		{"number with spaces", index.Query{Text: "222 kh tu"}, []string{head, cited}},
		{"number with zeros", index.Query{Text: "5/QĐ-UBND"}, []string{decree}},
		{"number without đ", index.Query{Text: "05/qd-ubnd"}, []string{decree}},
		{"cited number with a year", index.Query{Text: "30/2020/ND-CP"}, []string{decree}},
		{"number and word", index.Query{Text: "222-KH/TU rạch giá"}, []string{head}},
		{"type", index.Query{Text: "thủy lợi", Type: "QĐ"}, []string{art1}},
		{"type without đ", index.Query{Text: "thuy loi", Type: "qd"}, []string{art1}},
		{"issuer", index.Query{Text: "thủy lợi", Issuer: "rach gia"}, []string{water}},
		{"year", index.Query{Text: "thủy lợi", Year: "2020"}, []string{art1}},
		{"filter only", index.Query{Year: "2020"}, []string{decree, art1}},
		{"everything", index.Query{}, []string{head, urban, water, cited, decree, art1, bare}},
		{"signs only", index.Query{Text: "-- ..."}, []string{head, urban, water, cited, decree, art1, bare}},
		{"one letter wrong", index.Query{Text: "phat trien ha tamg"}, []string{urban}},
		{"other reading", index.Query{Text: "khong dien cua"}, []string{bare}},
		{"other reading in a phrase", index.Query{Text: `"không điện"`}, []string{bare}},
		{"words of the document's head", index.Query{Text: "rạch giá đô thị hóa"}, []string{urban}},
		{"words of a title above", index.Query{Text: "thực hiện diện tích"}, []string{water}},
		{"nothing", index.Query{Text: "bệnh viện"}, nil},
	} {
		c.q.Limit = 20
		r := search(t, idx, c.q)
		got := ids(r)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) || r.Total != len(got) {
			t.Errorf("%s: %q found %q of %d, want %q", c.name, c.q.Text, got, r.Total, c.want)
		}
	}
}

func testRank(t *testing.T, e index.Engine) {
	idx := open(t, e, build(t, e))
	for _, c := range []struct{ query, first string }{
		{"đô thị", urban},
		{"182-KH/TU", head},
		{"222-KH/TU", cited},
		{"kế hoạch đô thị", bare},
	} {
		r := search(t, idx, index.Query{Text: c.query, Limit: 10})
		if len(r.Hits) == 0 || r.Hits[0].ID != c.first {
			t.Errorf("%q found %q, want %q first", c.query, ids(r), c.first)
		}
		if !slices.IsSortedFunc(r.Hits, func(a, b index.Hit) int { return int(1e9 * (b.Score - a.Score)) }) {
			t.Errorf("%q: scores do not fall: %+v", c.query, r.Hits)
		}
	}
}

func testSnippet(t *testing.T, e index.Engine) {
	idx := open(t, e, build(t, e))
	for _, c := range []struct{ query, want string }{
		{"đô thị hóa", "tỷ lệ <mark>đô thị hóa</mark> đạt"},
		{"do thi hoa", "tỷ lệ <mark>đô thị hóa</mark> đạt"},
		{"phát triển", "Về <mark>phát triển</mark> hạ tầng đô thị"},
		{`"không điện"`, "<mark>khong dau</mark> cua"},
		{"diện tích", "<mark>diện tích</mark> 30.000m2; a &lt; b &amp; c &gt; d."},
		{"222-KH/TU rạch giá", "Thành ủy <mark>Rạch Giá</mark>"},
	} {
		r := search(t, idx, index.Query{Text: c.query, Limit: 1})
		if len(r.Hits) != 1 || !strings.Contains(r.Hits[0].Snippet, c.want) {
			t.Errorf("%q: hits %+v, want %q in the snippet", c.query, r.Hits, c.want)
		}
	}
}

func testResult(t *testing.T, e index.Engine) {
	idx := open(t, e, build(t, e))
	r := search(t, idx, index.Query{Text: "thủy lợi", Limit: 1})
	if r.Query != "thủy lợi" || r.Total != 2 || len(r.Hits) != 1 || r.TookMS < 0 {
		t.Errorf("result %+v", r)
	}
	if got, want := fmt.Sprint(r.Facets), "{map[KH:1 QĐ:1] map[Ban Thường vụ Thành ủy Rạch Giá:1 Ủy ban nhân dân tỉnh Đồng Tháp:1] map[2020:1 2024:1] map[] map[] map[] map[] 0}"; got != want {
		t.Errorf("facets %s, want %s", got, want)
	}
	first := r.Hits[0].ID
	r = search(t, idx, index.Query{Text: "thủy lợi", Limit: 1, Offset: 1})
	if len(r.Hits) != 1 || r.Hits[0].ID == first {
		t.Errorf("second page %q after %q", ids(r), first)
	}
	h := search(t, idx, index.Query{Text: "95%", Limit: 1}).Hits[0]
	h.Score, h.Snippet = 0, ""
	want := index.Hit{ID: urban, Document: "182-KH/TU", Section: "III.6.e", Title: "Về phát triển hạ tầng đô thị", Type: "KH",
		Issuer: "Ban Thường vụ Thành ủy Rạch Giá", Date: "2024-07-15", Lines: [2]int{297, 316}}
	if h != want {
		t.Errorf("hit %+v, want %+v", h, want)
	}
	r = search(t, idx, index.Query{Text: `"thủy lợi"`, Limit: 10})
	if r.Total != 2 || r.Facets.Type["KH"] != 1 || r.Facets.Year["2020"] != 1 {
		t.Errorf("phrase: %+v", r)
	}
	r = search(t, idx, index.Query{Text: "bệnh viện", Limit: 10})
	if r.Hits == nil || r.Facets.Type == nil || r.Facets.Issuer == nil || r.Facets.Year == nil {
		t.Errorf("an empty result has nil parts: %+v", r)
	}
}

func testGenerations(t *testing.T, e index.Engine) {
	first := build(t, e)
	old := open(t, e, first)
	second := filepath.Join(filepath.Dir(first), "2")
	b, err := e.Build(second, first)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"một văn bản mới", "một văn bản mới hơn"} {
		if err := b.Put("scan", []index.Passage{{ID: "scan#b", Document: "scan", Section: "b", Text: text}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Remove("05/QĐ-UBND"); err != nil {
		t.Fatal(err)
	}
	seal(t, b, 5)
	idx := open(t, e, second)
	for _, c := range []struct {
		idx  index.Index
		text string
		want []string
	}{
		{idx, "khong dau", nil}, {idx, "văn bản mới", []string{"scan#b"}}, {idx, `"mới hơn"`, []string{"scan#b"}}, {idx, "nội đồng", nil},
		{old, "khong dau", []string{bare}}, {old, "văn bản mới hơn", nil}, {old, "nội đồng", []string{art1}},
	} {
		if got := ids(search(t, c.idx, index.Query{Text: c.text, Limit: 10})); !slices.Equal(got, c.want) {
			t.Errorf("%q found %q, want %q", c.text, got, c.want)
		}
	}
	docs, err := idx.Documents(t.Context())
	if want := "map[182-KH/TU:3 222-KH/TU:1 scan:1]"; err != nil || fmt.Sprint(docs) != want {
		t.Errorf("documents %v, error %v, want %s", docs, err, want)
	}
	if n, err := idx.Count(); n != 5 || err != nil {
		t.Errorf("count %d, error %v", n, err)
	}
	if err := index.Verify(first); err != nil {
		t.Errorf("the old generation changed: %v", err)
	}
	if _, err := e.Build(second, ""); err == nil {
		t.Error("a generation was built in a directory that exists")
	}
}

// testDamage cuts each file short in turn: none may go unseen.
func testDamage(t *testing.T, e index.Engine) {
	dir := build(t, e)
	if err := index.Verify(dir); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		whole, err := os.ReadFile(path)
		if err != nil || len(whole) == 0 {
			return err
		}
		replace(t, path, whole[:len(whole)/2])
		if idx, err := e.Open(dir); !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s cut short: opened as %v, error %v", d.Name(), idx, err)
		}
		replace(t, path, nil)
		if _, err := e.Open(dir); !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s emptied: error %v", d.Name(), err)
		}
		whole[len(whole)/2] ^= 0x55
		replace(t, path, whole)
		if err := index.Verify(dir); !errors.Is(err, index.ErrDamaged) {
			t.Errorf("%s changed: error %v", d.Name(), err)
		}
		whole[len(whole)/2] ^= 0x55
		replace(t, path, whole)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open(dir); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("no generation: error %v", err)
	}
}

func replace(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// testReaders searches from many goroutines while the next generation is built and the
// directory of the first is deleted.
func testReaders(t *testing.T, e index.Engine) {
	dir := build(t, e)
	idx, other := open(t, e, dir), open(t, e, dir)
	var wg sync.WaitGroup
	for i := range 8 {
		x := []index.Index{idx, other}[i%2]
		wg.Go(func() {
			for range 10 {
				if r, err := x.Search(t.Context(), index.Query{Text: "đô thị", Limit: 5}); err != nil || r.Total != 3 {
					t.Errorf("result %+v, error %v", r, err)
				}
			}
		})
	}
	b, err := e.Build(dir+".next", dir)
	if err != nil {
		t.Fatal(err)
	}
	seal(t, b, 7)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if r := search(t, idx, index.Query{Text: "thủy lợi", Limit: 5}); r.Total != 2 {
		t.Errorf("after deletion: %+v", r)
	}
}

// testBatches puts more passages than any engine takes at a time, and aborts a builder.
func testBatches(t *testing.T, e index.Engine) {
	dir := filepath.Join(t.TempDir(), "1")
	b, err := e.Build(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for d := range 700 {
		doc := fmt.Sprintf("%d-BC/TU", d+1)
		ps := []index.Passage{{ID: doc, Document: doc, Number: doc, Text: strings.Repeat("báo cáo công tác ", 20)}}
		if err := b.Put(doc, ps); err != nil {
			t.Fatal(err)
		}
	}
	seal(t, b, 700)
	r := search(t, open(t, e, dir), index.Query{Text: `"cáo công"`, Limit: 3})
	if r.Total != 700 || len(r.Hits) != 3 {
		t.Errorf("found %d", r.Total)
	}
	b, err = e.Build(dir+".aborted", dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Abort(); err != nil {
		t.Errorf("abort: %v", err)
	}
	if _, err := e.Open(dir + ".aborted"); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("an unsealed generation was opened: %v", err)
	}
}
