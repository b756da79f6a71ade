package web

import (
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vanban/corpus"
	"vanban/corpus/amend"
	"vanban/corpus/index"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

const (
	doubtful  = 0.5  // confidence below which a word is marked
	pageLines = 1500 // of a scan on a page
	maxAlts   = 4    // other readings that are shown
)

// name returns what a document is called in an address: its ID, or the hash of its scan where
// browsers would take the ID for a part of the path.
func name(e corpus.Entry) string {
	if strings.Trim(e.ID, ".") == "" {
		return "sha256:" + e.Original.SHA256
	}
	return e.ID
}

func documentURL(e corpus.Entry) string { return "/documents/" + url.PathEscape(name(e)) }

// placeURL returns the address of a line of a document, with the words of a query marked.
func placeURL(e corpus.Entry, query string, line int) string {
	v := url.Values{}
	if query != "" {
		v.Set("q", query)
	}
	if n := pageOf(line); n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	u := documentURL(e)
	if len(v) > 0 {
		u += "?" + v.Encode()
	}
	return u + "#L" + strconv.Itoa(line)
}

// pageOf returns the page on which a line is shown.
func pageOf(line int) int { return max(line-1, 0)/pageLines + 1 }

// notFound is a name that no document has.
type notFound struct {
	name    string
	closest corpus.Entry // zero if there is none
}

func (e *notFound) Error() string { return e.problem().text }

func (e *notFound) problem() *problem {
	p := &problem{status: http.StatusNotFound, text: fmt.Sprintf("Trong kho không có văn bản “%s”.", short(e.name, 80)), hint: "Hãy tìm theo số hiệu hoặc nội dung."}
	if e.closest.ID != "" {
		p.hint, p.link, p.label = "Văn bản gần giống nhất:", documentURL(e.closest), e.closest.ID
	}
	return p
}

// find returns the document that a name in an address means, and the section after '#'. An
// error is a *notFound, also for a document that is kept apart for its secrecy.
func find(a *corpus.Archive, id string) (corpus.Entry, string, error) {
	id = strings.ToValidUTF8(id, "")
	if sum, ok := strings.CutPrefix(id, "sha256:"); ok {
		open := a.Public()
		if i := slices.IndexFunc(open, func(e corpus.Entry) bool { return e.Original.SHA256 == sum }); i >= 0 {
			return open[i], "", nil
		}
		return corpus.Entry{}, "", &notFound{name: id}
	}
	e, section, exact, err := a.Resolve(short(id, maxQuery))
	switch {
	case err != nil, e.Apart:
		return corpus.Entry{}, "", &notFound{name: id}
	case !exact:
		return corpus.Entry{}, "", &notFound{id, e}
	}
	return e, section, nil
}

// short cuts a text to a number of characters.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

type documentPage struct {
	page
	corpus.Entry
	Doc      *plan.Document
	Link     string
	Outline  []outlineItem
	Lines    []lineView
	Reviewed []reviewedView
	fixed    map[amend.Place]string // the values of facts that readers corrected, with who did
	Words    bool                   // words can be corrected
	Saved    bool                   // a correction has just been stored
	Old      bool                   // read with other dictionaries than those of this program
	Head     factView
	Reader   string
	Timeline *timeline
	Tasks    []taskView
	Targets  []targetView
	Cites    []citeView
	Doubts   int // doubtful words on the page
	Page     int
	Pages    []pageLink
}

type pageLink struct {
	N    int
	Link string
}

type outlineItem struct {
	Label, Title, Link string
	Kind               plan.SectionKind
	Sections           []outlineItem
}

// lineView is a line of the scan.
type lineView struct {
	N      int
	Words  []wordView
	Raw    []rawPiece
	Head   bool // a section begins here
	Review string
}

type wordView struct {
	Space              bool
	Text, Title, Class string
	Link               string
}

// rawPiece is a stretch of the raw line.
type rawPiece struct {
	Text string
	Junk bool
}

func (s *Server) documentPage(w http.ResponseWriter, r *http.Request) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		e, section, err := find(a, r.PathValue("id"))
		if near, ok := err.(*notFound); ok {
			return near.problem()
		}
		if name(e) != r.PathValue("id") {
			return redirect(w, r, a, e, section)
		}
		v, err := s.document(w, r, a, e)
		if err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, "document", v)
	})
}

// redirect leads to the document's own address, and to the line of the section.
func redirect(w http.ResponseWriter, r *http.Request, a *corpus.Archive, e corpus.Entry, section string) error {
	to := documentURL(e)
	if section != "" {
		d, err := a.Document(e)
		if err != nil {
			return err
		}
		s, err := corpus.FindSection(d, section)
		if err != nil {
			return &problem{status: http.StatusNotFound, text: fmt.Sprintf("Văn bản %s không có mục “%s”.", e.ID, short(section, 80)), hint: "Xem cả văn bản:", link: to, label: e.ID}
		}
		to = placeURL(e, "", s.At.Lines[0])
	}
	http.Redirect(w, r, to, http.StatusFound)
	return nil
}

func (s *Server) document(w http.ResponseWriter, r *http.Request, a *corpus.Archive, e corpus.Entry) (*documentPage, error) {
	d, err := a.Document(e)
	if err != nil {
		return nil, err
	}
	l, err := s.live(a, e)
	if err != nil {
		return nil, err
	}
	d = corpus.Amended(d, l.all)
	v := &documentPage{page: s.page(w, r, e.ID), Entry: e, Doc: d, Link: documentURL(e), Words: l.text != nil, Page: 1, Old: e.Model != s.Pipeline.Version()}
	v.Query = short(strings.ToValidUTF8(r.URL.Query().Get("q"), ""), maxQuery)
	v.Saved = r.URL.Query().Get("saved") != ""
	v.Reviewed, v.fixed = reviewed(l), fixes(l.all)
	v.Reader = reader(r)
	v.Head = v.factView(amend.Document, "", plan.At{})
	v.Outline = outline(e, d.Sections)
	v.Tasks, v.Targets, v.Cites = v.taskViews(), v.targetViews(), citeViews(e, d)
	v.Timeline = newTimeline(d)
	v.paginate(r, len(l.src.Lines))
	return v, v.lines(a, l)
}

func (v *documentPage) paginate(r *http.Request, lines int) {
	last := pageOf(lines)
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		v.Page = max(1, min(n, last))
	}
	for n := 1; n <= last && last > 1; n++ {
		v.Pages = append(v.Pages, pageLink{n, v.Link + "?page=" + strconv.Itoa(n) + "#text"})
	}
}

// lines sets the lines of the page; those that are blank in the scan are left out.
func (v *documentPage) lines(a *corpus.Archive, l *live) error {
	var restored []string
	if l.text == nil {
		b, err := a.Restored(l.entry)
		if err != nil {
			return err
		}
		restored = strings.Split(string(b), "\n")
	}
	heads := headLines(v.Doc.Sections, map[int]bool{})
	view := &viewer{link: v.Link, done: l.done}
	if l.text != nil {
		view.hits = hits(v.Query, l.text.Words)
	}
	from := (v.Page - 1) * pageLines
	for i := from; i < min(from+pageLines, len(l.src.Lines)); i++ {
		span := l.src.Lines[i]
		raw := string(l.src.Bytes[span.Start:span.End])
		if strings.TrimSpace(raw) == "" {
			continue
		}
		line := lineView{N: i + 1, Head: heads[i+1], Raw: []rawPiece{{raw, false}}}
		switch {
		case l.text != nil:
			words := l.text.Words[l.text.Lines[i].Start:l.text.Lines[i].End]
			line.Words, line.Raw = view.words(l.text.Words, l.text.Lines[i]), rawPieces(l.text, span, words)
			line.Review = v.Link + "/review?line=" + strconv.Itoa(i+1)
		case i < len(restored):
			line.Words = []wordView{{Text: restored[i]}}
		}
		v.Lines = append(v.Lines, line)
	}
	v.Doubts = view.doubts
	return nil
}

// headLines adds the lines on which a section begins.
func headLines(list []plan.SectionText, out map[int]bool) map[int]bool {
	for _, s := range list {
		if s.Title != "" {
			out[s.At.Lines[0]] = true
		}
		headLines(s.Sections, out)
	}
	return out
}

// hits reports which words of a text a query means.
func hits(query string, words []text.Word) []bool {
	if query == "" {
		return nil
	}
	list := make([]string, len(words))
	for i, w := range words {
		if w.Kind != text.Junk {
			list[i] = w.Text
		}
	}
	return index.Marks(query, list)
}

// viewer makes the words of a document's lines.
type viewer struct {
	link   string
	hits   []bool // by word of the document; nil where nothing is looked for
	done   []corpus.Correction
	doubts int
}

// words makes the words of a line, which are a range of the document's.
func (x *viewer) words(all []text.Word, line text.Range) []wordView {
	var out []wordView
	for i := line.Start; i < line.End; i++ {
		w := &all[i]
		if w.Kind == text.Junk {
			continue
		}
		v := wordView{Space: w.Space && len(out) > 0, Text: w.Text}
		if c := correctionOf(x.done, w.Raw); c != nil {
			v.Class, v.Title = "reviewed", fmt.Sprintf("%s sửa “%s” thành “%s”, %s", c.Who, c.Before, c.After, moment(c.When))
			v.Link = x.link + "/review?" + wordQuery(w)
		} else if w.Sure < doubtful && w.Kind != text.Punct {
			x.doubts++
			v.Class, v.Title = "doubt", doubtTitle(w)
			v.Link = x.link + "/review?" + wordQuery(w)
		}
		if x.hits != nil && x.hits[i] {
			v.Class = strings.TrimSpace(v.Class + " hit")
		}
		out = append(out, v)
	}
	return out
}

// correctionOf returns the last correction of the bytes, nil if there is none.
func correctionOf(list []corpus.Correction, raw text.Span) *corpus.Correction {
	for i := len(list) - 1; i >= 0; i-- {
		if c := &list[i]; c.Bytes[0] <= raw.Start && raw.End <= c.Bytes[1] {
			return c
		}
	}
	return nil
}

// wordQuery names a word in the address of its review.
func wordQuery(w *text.Word) string {
	return fmt.Sprintf("line=%d&word=%d-%d", w.Line+1, w.Raw.Start, w.Raw.End)
}

func doubtTitle(w *text.Word) string {
	s := fmt.Sprintf("còn ngờ, chắc %s", percent(w.Sure))
	var alts []string
	for _, a := range w.Alts[:min(len(w.Alts), maxAlts)] {
		alts = append(alts, a.Text)
	}
	if len(alts) > 0 {
		s += "; có thể là: " + strings.Join(alts, ", ")
	}
	return s
}

// rawPieces returns a line of the scan with what was never printed text apart.
func rawPieces(t *text.Text, line text.Span, words []text.Word) []rawPiece {
	var out []rawPiece
	add := func(s text.Span, junk bool) {
		if s.Len() <= 0 {
			return
		}
		if n := len(out); n > 0 && out[n-1].Junk == junk {
			out[n-1].Text += t.Raw(s)
			return
		}
		out = append(out, rawPiece{t.Raw(s), junk})
	}
	at := line.Start
	for _, w := range words {
		add(text.Span{Start: at, End: w.Raw.Start}, false)
		add(w.Raw, w.Kind == text.Junk)
		at = w.Raw.End
	}
	add(text.Span{Start: at, End: line.End}, false)
	return out
}

func outline(e corpus.Entry, list []plan.SectionText) []outlineItem {
	var out []outlineItem
	for _, s := range list {
		title := s.Title
		if title == "" && len(s.Text) > 0 {
			title = s.Text[0]
		}
		out = append(out, outlineItem{cmp.Or(s.Label, "·"), short(title, 90), placeURL(e, "", s.At.Lines[0]), s.Kind, outline(e, s.Sections)})
	}
	return out
}

type citeView struct {
	plan.Reference
	Links []pageLink
}

func citeViews(e corpus.Entry, d *plan.Document) []citeView {
	var out []citeView
	for _, r := range d.References {
		c := citeView{Reference: r}
		for _, m := range r.Mentions {
			c.Links = append(c.Links, pageLink{m.Lines[0], placeURL(e, "", m.Lines[0])})
		}
		out = append(out, c)
	}
	return out
}

// promise writes what a target promises.
func promise(t plan.Target) string {
	if t.Unit == "%" {
		return amend.Level(&t) + "%"
	}
	return strings.TrimSpace(amend.Level(&t) + " " + t.Unit)
}

func (s *Server) downloadYAML(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "application/yaml; charset=utf-8", ".yaml", (*corpus.Archive).YAML)
}

func (s *Server) downloadOriginal(w http.ResponseWriter, r *http.Request) error {
	return s.download(w, r, "text/plain; charset=utf-8", ".txt", (*corpus.Archive).Scan)
}

// download sends a file of a document, for the browser to keep and not to show.
func (s *Server) download(w http.ResponseWriter, r *http.Request, kind, ext string, read func(*corpus.Archive, corpus.Entry) ([]byte, error)) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		e, _, err := find(a, r.PathValue("id"))
		if near, ok := err.(*notFound); ok {
			return near.problem()
		}
		b, err := read(a, e)
		if err != nil {
			return err
		}
		file := strings.Map(func(r rune) rune {
			if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
				return '-'
			}
			return r
		}, e.ID) + ext
		if ext == ".txt" {
			file = filepath.Base(e.Name)
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
		w.Write(b) // the visitor may have left
		return nil
	})
}
