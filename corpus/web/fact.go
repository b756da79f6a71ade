package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vanban/corpus"
	"vanban/corpus/amend"
	"vanban/pipeline/plan"
)

// factNames are the kinds of facts as readers know them, fieldNames their fields.
var (
	factNames  = map[string]string{amend.Document: "Mô tả văn bản", amend.Target: "Chỉ tiêu", amend.Task: "Nhiệm vụ"}
	fieldNames = map[string]string{
		"number": "Số hiệu", "type": "Loại văn bản", "issuer": "Cơ quan ban hành", "place": "Nơi ban hành", "date": "Ngày ban hành", "subject": "Về việc",
		"indicator": "Chỉ tiêu", "value": "Mức", "unit": "Đơn vị", "due": "Hạn",
		"title": "Nhiệm vụ", "lead": "Chủ trì", "with": "Phối hợp",
	}
	fieldHints = map[string]string{
		"type": "mã hoặc tên: KH, Kế hoạch", "date": "như 30/6/2025", "due": "như 2030, 6/2025, quý III/2025, 30/6/2025",
		"value": "như 95, ≥ 70, ≤ 5, khoảng 95, 95 – 100; để trống nếu chỉ là việc phải hoàn thành",
		"lead":  "nhiều cơ quan thì cách nhau bằng dấu ;", "with": "nhiều cơ quan thì cách nhau bằng dấu ;",
	}
)

// reviewedView is a correction in the list of a document.
type reviewedView struct {
	corpus.Correction
	What string // the fact and its field; empty for words
	Link string // to its place
	Back bool   // the fact was taken out and can come back
}

// reviewed returns the corrections of a document, newest first.
func reviewed(l *live) []reviewedView {
	out := []reviewedView{}
	gone := map[amend.Place]bool{} // facts whose last word has been seen
	for _, c := range slices.Backward(l.all) {
		v := reviewedView{Correction: c}
		if c.Line > 0 {
			v.Link = placeURL(l.entry, "", c.Line)
		}
		switch {
		case c.IsFact():
			p := amend.Place{Fact: c.Fact, ID: c.ID, Bytes: c.Bytes, Field: c.Field}
			v.What = cmp.Or(fieldNames[c.Field], factNames[c.Fact])
			v.Back = c.Field == amend.Whole && c.After == "" && !gone[p]
			gone[p] = true
		case !slices.Contains(l.done, c):
			continue
		}
		out = append(out, v)
	}
	return out
}

// fixes returns who corrected the values of facts, as a note for each.
func fixes(list []corpus.Correction) map[amend.Place]string {
	out := map[amend.Place]string{}
	for _, c := range list {
		if c.IsFact() {
			note := fmt.Sprintf("%s sửa “%s” thành “%s”, %s", c.Who, c.Before, c.After, moment(c.When))
			out[amend.Place{Fact: c.Fact, Bytes: c.Bytes, Field: c.Field}] = note
		}
	}
	return out
}

// factView is what the row of a fact needs: where it stands, where it is corrected, and what of it
// was.
type factView struct {
	Link, Edit string
	fact       string
	bytes      [2]int
	fixed      map[amend.Place]string
}

// Fixed returns who corrected a field, empty for nobody.
func (f factView) Fixed(field string) string {
	return f.fixed[amend.Place{Fact: f.fact, Bytes: f.bytes, Field: field}]
}

type taskView struct {
	plan.Task
	factView
	Until string
}

type targetView struct {
	plan.Target
	factView
	Promise, Until string
}

func (v *documentPage) factView(fact, id string, at plan.At) factView {
	f := factView{Edit: factURL(v.Entry, fact, id, at.Bytes), fact: fact, bytes: at.Bytes, fixed: v.fixed}
	if !at.IsZero() {
		f.Link = placeURL(v.Entry, "", at.Lines[0])
	}
	return f
}

// factURL returns the address at which a fact is corrected.
func factURL(e corpus.Entry, fact, id string, bytes [2]int) string {
	q := url.Values{"fact": {fact}}
	if id != "" {
		q.Set("id", id)
		q.Set("bytes", fmt.Sprintf("%d-%d", bytes[0], bytes[1]))
	}
	return documentURL(e) + "/fact?" + q.Encode()
}

func (v *documentPage) taskViews() []taskView {
	var out []taskView
	for _, t := range v.Doc.Tasks {
		out = append(out, taskView{t, v.factView(amend.Task, t.ID, t.At), amend.Deadline(t.Due)})
	}
	return out
}

func (v *documentPage) targetViews() []targetView {
	var out []targetView
	for _, t := range v.Doc.Targets {
		out = append(out, targetView{t, v.factView(amend.Target, t.ID, t.At), promise(t), amend.Deadline(t.Due)})
	}
	return out
}

type factPage struct {
	page
	corpus.Entry
	Link   string
	Back   string
	Name   string // of the kind of fact
	Quote  string // what the paper says
	Place  amend.Place
	Fields []fieldView
	Reader string
	Wrong  string
}

// Bytes writes the place as the form sends it back.
func (v *factPage) Bytes() string { return fmt.Sprintf("%d-%d", v.Place.Bytes[0], v.Place.Bytes[1]) }

// fieldView is a field of the form.
type fieldView struct {
	Key, Name, Hint, Value string
	Long                   bool
}

// factPage shows the fields of a fact, to be corrected.
func (s *Server) factPage(w http.ResponseWriter, r *http.Request) error {
	return s.amending(r, r.URL.Query(), func(l *live, d *plan.Document, p amend.Place) error {
		v, err := s.fact(w, r, l, d, p)
		if err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, "fact", v)
	})
}

// amending calls use with the document of a request, as readers left it, and the fact that its
// parameters name.
func (s *Server) amending(r *http.Request, form url.Values, use func(*live, *plan.Document, amend.Place) error) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		e, _, err := find(a, r.PathValue("id"))
		if near, ok := err.(*notFound); ok {
			return near.problem()
		}
		l, err := s.live(a, e)
		if err != nil {
			return err
		}
		d, err := a.Document(e)
		if err != nil {
			return err
		}
		p := amend.Place{Fact: form.Get("fact"), ID: form.Get("id")}
		if from, to, ok := strings.Cut(form.Get("bytes"), "-"); ok {
			start, err1 := strconv.Atoi(from)
			end, err2 := strconv.Atoi(to)
			if errors.Join(err1, err2) == nil {
				p.Bytes = [2]int{start, end}
			}
		}
		return use(l, corpus.Amended(d, l.all), p)
	})
}

// noFact is the answer where a document has no such fact.
func noFact(e corpus.Entry) *problem {
	return &problem{status: http.StatusNotFound, text: fmt.Sprintf("Văn bản %s không có chỉ tiêu hay nhiệm vụ này.", e.ID),
		hint: "Có thể người khác vừa sửa; hãy mở lại văn bản:", link: documentURL(e), label: e.ID}
}

func (s *Server) fact(w http.ResponseWriter, r *http.Request, l *live, d *plan.Document, p amend.Place) (*factPage, error) {
	at, ok := amend.At(d, p)
	if !ok {
		return nil, noFact(l.entry)
	}
	v := &factPage{page: s.page(w, r, "Sửa: "+factNames[p.Fact]+" - "+l.entry.ID), Entry: l.entry, Link: documentURL(l.entry), Place: p,
		Name: factNames[p.Fact], Reader: reader(r), Back: documentURL(l.entry)}
	if !at.IsZero() {
		v.Back = placeURL(l.entry, "", at.Lines[0])
		v.Quote, _ = amend.Value(d, amend.Place{Fact: p.Fact, ID: p.ID, Bytes: p.Bytes})
	}
	for _, key := range amend.Fields(p.Fact) {
		value, _ := amend.Value(d, amend.Place{Fact: p.Fact, ID: p.ID, Bytes: p.Bytes, Field: key})
		v.Fields = append(v.Fields, fieldView{key, fieldNames[key], fieldHints[key], value, key == "subject" || key == "indicator" || key == "title" || key == "with"})
	}
	return v, nil
}

// amend stores what a reader changed of a fact and leads back to it.
func (s *Server) amend(w http.ResponseWriter, r *http.Request) error {
	if err := s.checkForm(r); err != nil {
		return err
	}
	return s.amending(r, r.PostForm, func(l *live, d *plan.Document, p amend.Place) error {
		changes, wrong := amendments(r.PostForm, d, p)
		if wrong == "" {
			wrong = s.store(l, d, changes)
		}
		if wrong != "" {
			v, err := s.fact(w, r, l, d, p)
			if err != nil {
				return err
			}
			v.Wrong, v.Reader = wrong, short(strings.ToValidUTF8(r.PostForm.Get("who"), ""), maxReader)
			for i := range v.Fields {
				if typed, ok := r.PostForm[v.Fields[i].Key]; ok {
					v.Fields[i].Value = short(strings.ToValidUTF8(typed[0], ""), maxQuery)
				}
			}
			return s.show(w, r, http.StatusUnprocessableEntity, "fact", v)
		}
		s.refresher.poke()
		setCookie(w, r, readerName, url.QueryEscape(changes[0].Who), 365*24*3600)
		anchor := map[string]string{amend.Target: "#targets", amend.Task: "#tasks"}[p.Fact]
		http.Redirect(w, r, documentURL(l.entry)+"?saved=1"+anchor, http.StatusSeeOther)
		return nil
	})
}

// amendments reads what a form changes, and why it cannot be taken.
func amendments(form url.Values, d *plan.Document, p amend.Place) (list []corpus.Correction, wrong string) {
	who, ok := corpus.CleanCorrection(form.Get("who"))
	switch {
	case !ok || utf8.RuneCountInString(who) > maxReader:
		return nil, fmt.Sprintf("Tên người sửa dài quá %d ký tự hoặc có ký tự lạ.", maxReader)
	case who == "":
		return nil, "Xin ghi tên người sửa."
	}
	change := corpus.Correction{Fact: p.Fact, ID: p.ID, Bytes: p.Bytes, Who: who}
	switch form.Get("whole") {
	case "remove":
		return []corpus.Correction{change}, ""
	case "restore":
		change.After = "có"
		return []corpus.Correction{change}, ""
	}
	for _, key := range amend.Fields(p.Fact) {
		typed, sent := form[key]
		if !sent {
			continue
		}
		after, ok := corpus.CleanValue(typed[0])
		if !ok {
			return nil, fmt.Sprintf("%s: dài quá hoặc có ký tự lạ.", fieldNames[key])
		}
		p.Field = key
		before, ok := amend.Value(d, p)
		if ok && after == before {
			continue
		}
		c := change
		c.Field, c.After = key, after
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, "Chưa có gì thay đổi."
	}
	return list, ""
}

// store stores the changes of a fact, all or none, and returns why they cannot be taken.
func (s *Server) store(l *live, d *plan.Document, changes []corpus.Correction) (wrong string) {
	for _, c := range changes {
		switch _, err := corpus.CheckAmend(d, c); {
		case errors.Is(err, corpus.ErrValue):
			return fmt.Sprintf("%s: “%s” không đọc được. Hãy ghi %s.", fieldNames[c.Field], c.After, cmp.Or(fieldHints[c.Field], "cho đủ"))
		case err != nil:
			return "Văn bản không có chỉ tiêu hay nhiệm vụ này nữa."
		}
	}
	for _, c := range changes {
		c.When = s.Now()
		if _, err := corpus.Amend(s.Archive, l.entry.Original.SHA256, d, c); err != nil {
			s.Log.Print(err)
			return "Chưa ghi được; lỗi đã được ghi vào nhật ký của máy chủ."
		}
	}
	return ""
}
