package web

import (
	"cmp"
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vanban/corpus"
	"vanban/corpus/index"
)

const (
	maxQuery    = 1000 // characters of a query or a filter
	pageSize    = 10   // documents on a page of hits
	perDocument = 4    // hits of a document on a page
	listSize    = 50   // documents on a page of the list
	facetShown  = 8    // values of a facet
	maxPages    = 1000
	maxLimit    = 100 // hits of the API
)

// The parameters of a search: what each sets and, for those that are facets, what counts it.
var facets = []struct {
	name, title string
	set         func(*index.Query, string)
	counts      func(*index.Facets) map[string]int
	names       map[string]string // of values that are not shown as they are
}{
	{"type", "Loại văn bản", func(q *index.Query, v string) { q.Type = v }, func(f *index.Facets) map[string]int { return f.Type }, nil},
	{"year", "Năm", func(q *index.Query, v string) { q.Year = v }, func(f *index.Facets) map[string]int { return f.Year }, nil},
	{"issuer", "Cơ quan ban hành", func(q *index.Query, v string) { q.Issuer = v }, func(f *index.Facets) map[string]int { return f.Issuer }, nil},
	{"due", "Hạn hoàn thành", func(q *index.Query, v string) { q.Due = v }, func(f *index.Facets) map[string]int { return f.Due }, nil},
	{"place", "Địa danh", func(q *index.Query, v string) { q.Place = v }, func(f *index.Facets) map[string]int { return f.Place }, nil},
	{"organization", "Cơ quan được nhắc", func(q *index.Query, v string) { q.Organization = v }, func(f *index.Facets) map[string]int { return f.Organization }, nil},
	{"level", "Khối", func(q *index.Query, v string) { q.Level = v }, func(f *index.Facets) map[string]int { return f.Level },
		map[string]string{"party": "Đảng", "state": "Nhà nước", "other": "khác"}},
	{"target", "Chỉ tiêu", func(q *index.Query, v string) { q.HasTarget = v != "" }, targetCounts, map[string]string{"1": "có chỉ tiêu"}},
}

// targetCounts counts the passages with promises as a facet of one value.
func targetCounts(f *index.Facets) map[string]int {
	if f.Target == 0 {
		return nil
	}
	return map[string]int{"1": f.Target}
}

// asked is what a request asks for.
type asked struct {
	index.Query
	values   url.Values // of the parameters that matter
	page     int        // from 1
	filtered bool
}

// ask reads the parameters of a search. What is not UTF-8 in them is left out.
func ask(r *http.Request) (*asked, error) {
	form, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil && len(form) == 0 {
		return nil, &problem{status: http.StatusBadRequest, text: "Địa chỉ bị hỏng: không đọc được lời tìm.", hint: "Hãy gõ lại lời tìm ở ô bên trên."}
	}
	a := &asked{values: url.Values{}, page: 1}
	take := func(name string) (string, error) {
		v := strings.TrimSpace(strings.ToValidUTF8(form.Get(name), ""))
		if n := utf8.RuneCountInString(v); n > maxQuery {
			return "", &problem{status: http.StatusBadRequest, text: fmt.Sprintf("Lời tìm quá dài: %d ký tự, tối đa %d.", n, maxQuery),
				hint: "Hãy tìm vài từ đặc trưng, số hiệu văn bản, hoặc một cụm trong ngoặc kép."}
		}
		if v != "" {
			a.values.Set(name, v)
		}
		return v, nil
	}
	if a.Text, err = take("q"); err != nil {
		return nil, err
	}
	for _, f := range facets {
		v, err := take(f.name)
		if err != nil {
			return nil, err
		}
		f.set(&a.Query, v)
		a.filtered = a.filtered || v != ""
	}
	if a.Exact, err = flag(form.Get("exact")); err != nil {
		return nil, err
	}
	if a.Exact {
		a.values.Set("exact", "1")
	}
	if n, err := strconv.Atoi(form.Get("page")); err == nil && n > 1 {
		a.page = min(n, maxPages)
	}
	return a, nil
}

// flag reads a yes or no.
func flag(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "", "0", "false", "no":
		return false, nil
	case "1", "true", "yes", "on":
		return true, nil
	}
	return false, &problem{status: http.StatusBadRequest, text: "Tham số exact chỉ nhận 1 hoặc 0."}
}

// with returns the address of the search with one parameter changed, on its first page.
func (a *asked) with(name, value string) string {
	v := maps.Clone(a.values)
	v.Del(name)
	if value != "" {
		v.Set(name, value)
	}
	if len(v) == 0 {
		return "/"
	}
	return "/?" + v.Encode()
}

type searchPage struct {
	page
	Asked     bool // there is something to search for
	Filters   []facetValue
	Kept      []hidden
	Result    *index.Result
	Groups    []group
	Facets    []facetView
	Suggest   []facetValue
	Open      *documentLink // the document whose number was typed
	Near      *documentLink // the one whose number, title or initials come closest, where little was found
	Documents int           // in the archive
	List      []documentLink
	Loose     string // the address without exact and filters, where nothing was found
	Prev      string
	Next      string
	Page      int
}

type hidden struct{ Name, Value string }

type facetView struct {
	Title  string
	Values []facetValue
}

type facetValue struct {
	Text, Link string
	Count      int
	On         bool
}

// documentLink is a document in a list.
type documentLink struct {
	corpus.Entry
	Link string
}

// group is the hits of one document.
type group struct {
	documentLink
	Hits []hitView
	More int    // further passages of the document
	All  string // the document with all of them marked
}

type hitView struct {
	Title, Section, Link string
	Lines                [2]int
	Pieces               []piece
	Poor                 bool
	Sure                 float64
}

// piece is a stretch of a snippet.
type piece struct {
	Text string
	Mark bool
}

func (s *Server) searchPage(w http.ResponseWriter, r *http.Request) error {
	q, err := ask(r)
	if err != nil {
		return err
	}
	v := &searchPage{page: s.page(w, r, "Tìm văn bản"), Page: q.page, Asked: q.Text != "" || q.filtered}
	v.Query, v.Exact = q.Text, q.Exact
	return s.archive.Use(func(a *corpus.Archive) error {
		v.Documents = len(a.Public())
		if !v.Asked {
			v.list(a, q)
			return s.show(w, r, http.StatusOK, "search", v)
		}
		if err := v.search(r.Context(), a, q); err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, "search", v)
	})
}

// list shows the archive, newest documents first.
func (v *searchPage) list(a *corpus.Archive, q *asked) {
	all := a.Public()
	slices.SortStableFunc(all, func(x, y corpus.Entry) int { return cmp.Compare(y.Date, x.Date) })
	from := min((q.page-1)*listSize, len(all))
	to := min(from+listSize, len(all))
	v.List = nil
	for _, e := range all[from:to] {
		v.List = append(v.List, documentLink{e, documentURL(e)})
	}
	v.pages(q, to < len(all))
}

// pages sets the addresses of the neighbour pages.
func (v *searchPage) pages(q *asked, more bool) {
	at := func(n int) string {
		if n < 2 {
			return q.with("page", "")
		}
		return q.with("page", strconv.Itoa(n))
	}
	v.Prev, v.Next = "", ""
	if q.page > 1 {
		v.Prev = at(q.page - 1)
	}
	if more && q.page < maxPages {
		v.Next = at(q.page + 1)
	}
}

func (v *searchPage) search(ctx context.Context, a *corpus.Archive, q *asked) error {
	q.PerDocument, q.Limit, q.Offset = perDocument, pageSize, (q.page-1)*pageSize
	found, err := a.Search(ctx, q.Query)
	if err != nil {
		return err
	}
	v.Heading, v.Result = strings.TrimSpace(q.Text+" - tìm văn bản"), found
	v.Groups = groups(a, q, found)
	v.Facets, v.Filters = facetViews(q, &found.Facets)
	v.Suggest, v.Kept, v.Open, v.Near, v.Loose = nil, nil, nil, nil, ""
	for name, value := range q.values {
		if name != "q" && name != "exact" {
			v.Kept = append(v.Kept, hidden{name, value[0]})
		}
	}
	for _, s := range found.Suggest {
		v.Suggest = append(v.Suggest, facetValue{Text: s, Link: q.with("q", s)})
	}
	if len(v.Groups) > 0 && corpus.SameName(v.Groups[0].Number, q.Text) {
		v.Open = &v.Groups[0].documentLink
	} else if q.page == 1 && (found.Total == 0 || found.Close) {
		v.Near = nearest(a, q.Text)
	}
	if found.Total == 0 && (q.filtered || q.Exact) && q.Text != "" {
		v.Loose = "/?" + url.Values{"q": {q.Text}}.Encode()
	}
	shown := q.Offset + len(found.Hits)
	v.pages(q, len(found.Hits) > 0 && (found.Documents > q.Offset+pageSize || found.Documents == 0 && found.Total > shown))
	return nil
}

// maxName is the length in characters up to which a query may be the name of a document.
const maxName = 40

// nearest returns the document whose name comes closest to a query, nil if there is none.
func nearest(a *corpus.Archive, query string) *documentLink {
	if utf8.RuneCountInString(query) > maxName {
		return nil
	}
	e, _, err := find(a, query)
	if near, ok := err.(*notFound); ok {
		e = near.closest
	}
	if e.ID == "" || e.Apart {
		return nil
	}
	return &documentLink{e, documentURL(e)}
}

// groups brings the hits of each document together, in the order of their best.
func groups(a *corpus.Archive, q *asked, found *index.Result) []group {
	var out []group
	for _, h := range found.Hits {
		i := slices.IndexFunc(out, func(g group) bool { return g.ID == h.Document })
		if i < 0 {
			e, ok := entry(a, h.Document)
			if !ok {
				e = corpus.Entry{ID: h.Document, Type: h.Type, Issuer: h.Issuer, Date: h.Date, Grade: h.Grade}
			}
			out = append(out, group{documentLink: documentLink{e, documentURL(e)}, All: documentURL(e) + "?" + url.Values{"q": {q.Text}}.Encode() + "#text"})
			i = len(out) - 1
		}
		g := &out[i]
		g.More = max(g.More, h.More)
		g.Hits = append(g.Hits, hitView{Title: h.Title, Section: sectionName(h.Section), Lines: h.Lines, Pieces: pieces(h.Snippet), Poor: h.Poor, Sure: h.Sure,
			Link: placeURL(g.Entry, q.Text, h.Lines[0])})
	}
	return out
}

// entry returns the document with an ID.
func entry(a *corpus.Archive, id string) (corpus.Entry, bool) {
	list := a.Entries()
	i, ok := slices.BinarySearchFunc(list, id, func(e corpus.Entry, id string) int { return cmp.Compare(e.ID, id) })
	if !ok {
		return corpus.Entry{}, false
	}
	return list[i], true
}

// facetViews returns the facets as links, and the filters that are on, each with the address
// without it.
func facetViews(q *asked, f *index.Facets) (views []facetView, on []facetValue) {
	for _, facet := range facets {
		named := func(v string) string { return cmp.Or(facet.names[v], v) }
		if facet.name == "type" {
			named = typeName
		}
		set := q.values.Get(facet.name)
		if set != "" {
			on = append(on, facetValue{Text: facet.title + ": " + named(set), Link: q.with(facet.name, ""), On: true})
		}
		counts := facet.counts(f)
		names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
		})
		v := facetView{Title: facet.title}
		for _, name := range names[:min(len(names), facetShown)] {
			if !strings.EqualFold(name, set) {
				v.Values = append(v.Values, facetValue{Text: named(name), Link: q.with(facet.name, name), Count: counts[name]})
			}
		}
		if len(v.Values) > 0 {
			views = append(views, v)
		}
	}
	return views, on
}

// sectionName writes the path of a section; a part without a printed label has an English one.
func sectionName(id string) string {
	head, rest, deep := strings.Cut(id, ".")
	if head != "preamble" {
		return id
	}
	if deep {
		return "Phần mở đầu." + rest
	}
	return "Phần mở đầu"
}

// typeName writes a type of documents: Kế hoạch (KH).
func typeName(code string) string {
	if name := index.TypeName(code); name != "" {
		return name + " (" + code + ")"
	}
	return code
}

// pieces takes a snippet apart, so that its text is escaped here again.
func pieces(snippet string) []piece {
	var out []piece
	for i, part := range strings.Split(snippet, "<mark>") {
		marked, rest, ok := strings.Cut(part, "</mark>")
		if i == 0 || !ok {
			marked, rest = "", part
		}
		if marked != "" {
			out = append(out, piece{html.UnescapeString(marked), true})
		}
		if rest != "" {
			out = append(out, piece{html.UnescapeString(rest), false})
		}
	}
	return out
}
