package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/pipeline"
	"vanban/pipeline/source"
)

var shared = sync.OnceValue(pipeline.New)

const (
	planScan = `ỦY BAN NHÂN DÂN
TỈNH ĐỒNG THÁP
Số: 12/KH-UBND

KẾ HOẠCH
Phát triển hạ tầng đô thị

I. MỤC TIÊU
Phấn đấu đến năm 2030 tỷ lệ đô thị hóa đạt khoảng 95%.
II. NHIỆM VỤ
1. Giao Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan rà soát quy hoạch Qvxzwk, hoàn thành trước ngày 30/6/2025.
`
	evilScan = `Ghi chép <script>alert(1)</script> "về" <b>giao thông</b> & thủy lợi.
`
)

// ingest adds a scan to an archive and commits. It waits for a server that is still writing the
// correction it has just taken.
func ingest(t testing.TB, dir, name, body string) corpus.Entry {
	t.Helper()
	w, err := corpus.Create(dir)
	for wait := 0; errors.Is(err, corpus.ErrLocked) && wait < 1200; wait++ {
		time.Sleep(100 * time.Millisecond)
		w, err = corpus.Create(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	src, err := source.New(name, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	txt, err := corpus.Reviewed(dir, sumOf(body), shared().Restore(src))
	if err != nil {
		t.Fatal(err)
	}
	e, err := w.Add(txt, shared().Extract(txt))
	if err == nil {
		err = w.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// site is a server over an archive, and a visitor who keeps cookies and follows no redirect.
type site struct {
	*Server
	dir    string
	url    string
	client *http.Client
	log    *bytes.Buffer
}

func newSite(t testing.TB, token string) *site {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "archive")
	ingest(t, dir, "plan.txt", planScan)
	ingest(t, dir, "evil.txt", evilScan)
	s := &site{dir: dir, log: &bytes.Buffer{}}
	var err error
	s.Server, err = New(Options{Archive: dir, Pipeline: shared(), Token: token, Log: log.New(s.log, "", 0)})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(func() {
		h.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.url = h.URL
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// get returns the answer to a request and its body.
func (s *site) get(t testing.TB, path string) (*http.Response, string) {
	t.Helper()
	r, err := s.client.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	return r, body(t, r)
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// want fails unless the answer has the status and all the texts.
func (s *site) want(t testing.TB, path string, status int, texts ...string) string {
	t.Helper()
	r, got := s.get(t, path)
	if r.StatusCode != status {
		t.Fatalf("%s: status %d, want %d\n%s\n%s", path, r.StatusCode, status, got, s.log)
	}
	for _, x := range texts {
		if !strings.Contains(strings.ReplaceAll(got, "&#43;", "+"), x) {
			t.Errorf("%s: no %q in\n%s", path, x, got)
		}
	}
	return got
}

const planURL = "/documents/12%2FKH-UBND"

func TestSearchPage(t *testing.T) {
	s := newSite(t, "")
	s.want(t, "/", 200, `lang="vi"`, "2 văn bản", planURL, "Phát triển hạ tầng đô thị")
	s.want(t, "/?q=ty+le+do+thi+hoa", 200, "<mark>tỷ lệ đô thị hóa</mark>", planURL+"?q=ty", "#L8", "Loại văn bản", `/?q=ty+le+do+thi+hoa&amp;type=KH`, "chất lượng A")
	s.want(t, "/?q=do+thi&type=KH", 200, "Loại văn bản: Kế hoạch (KH)", `href="/?q=do+thi"`, `<input type="hidden" name="type" value="KH">`)
	s.want(t, "/?q=do+thi&type=QĐ", 200, "Không tìm thấy gì", "tìm lại không kèm điều kiện")
	s.want(t, "/?q=12/KH-UBND", 200, "Mở văn bản <a href=\""+planURL+`">12/KH-UBND</a>`)
	s.want(t, "/?q=ty+le&exact=1", 200, "Không tìm thấy gì")
	s.want(t, "/?q=do+thi&page=99", 200)
}

func TestDocumentPage(t *testing.T) {
	s := newSite(t, "")
	got := s.want(t, planURL, 200, "<h1>12/KH-UBND</h1>", "Ủy ban nhân dân tỉnh Đồng Tháp", `id="L9"`, `href="/documents/12%2FKH-UBND#L9"`, "khoảng 95%", "<svg ", ">2030</text>", "Sở Xây dựng", "30/06/2025", "MỤC TIÊU", planURL+"/yaml", "Qvxzwk")
	if strings.Contains(got, "style=") || strings.Contains(got, "onclick") {
		t.Error("inline style or script")
	}
	s.want(t, planURL+"?q=do+thi", 200, `<span class="hit">đô</span>`)
	r, yaml := s.get(t, planURL+"/yaml")
	if !strings.HasPrefix(yaml, "schema: vanban.document/v1\n") || !strings.Contains(r.Header.Get("Content-Disposition"), "12-KH-UBND.yaml") {
		t.Errorf("%v\n%s", r.Header, yaml)
	}
	r, original := s.get(t, planURL+"/original")
	if original != planScan || !strings.Contains(r.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v\n%s", r.Header, original)
	}
	r, _ = s.get(t, "/documents/12%2FKH-UBND%23II")
	if to := r.Header.Get("Location"); r.StatusCode != 302 || to != planURL+"#L10" {
		t.Errorf("section: %d %q", r.StatusCode, to)
	}
	r, _ = s.get(t, "/documents/12khubnd")
	if to := r.Header.Get("Location"); to != planURL {
		t.Errorf("other spelling: %q", to)
	}
	s.want(t, "/documents/sha256:"+sumOf(planScan)+"/yaml", 200, "number: 12/KH-UBND")
}

func TestEscaping(t *testing.T) {
	s := newSite(t, "")
	for _, path := range []string{"/", "/documents/evil", "/documents/evil?q=<script>", "/?q=giao+thong", "/documents/evil/review?line=1", "/?q=" + url.QueryEscape(`"><script>alert(1)</script>`), "/documents/" + url.PathEscape("<script>alert(1)</script>"),
		"/?type=" + url.QueryEscape("<script>"), "/" + url.PathEscape("<script>")} {
		r, got := s.get(t, path)
		if strings.Contains(got, "<script>") || strings.Contains(got, "<b>giao") {
			t.Errorf("%s: not escaped\n%s", path, got)
		}
		for header, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
			if !strings.Contains(r.Header.Get(header), want) {
				t.Errorf("%s: %s: %q", path, header, r.Header.Get(header))
			}
		}
		if c := r.Header.Get("Content-Security-Policy"); strings.Contains(c, "unsafe") {
			t.Error(c)
		}
	}
}

func TestBadInput(t *testing.T) {
	s := newSite(t, "")
	long := strings.Repeat("đô thị ", 1500)
	for path, c := range map[string]struct {
		status int
		text   string
	}{
		"/?q=":                                          {200, "Kho văn bản"},
		"/?q=" + url.QueryEscape(long):                  {400, "Lời tìm quá dài"},
		"/api/search?q=" + url.QueryEscape(long):        {400, "Lời tìm quá dài"},
		"/?q=" + url.QueryEscape(`AND OR NOT -+(*)~^:`): {200, ""},
		"/?q=" + url.QueryEscape(`"đô thị`):             {200, "đô thị"},
		"/?q=" + url.QueryEscape(`'; DROP TABLE x; --`): {200, "Hãy thử"},
		"/?q=%ff%fe%00":                                 {200, ""},
		"/?q=%zz":                                       {400, "Địa chỉ bị hỏng"},
		"/?exact=maybe":                                 {400, "exact"},
		"/?page=-1":                                     {200, ""},
		"/?q=a&page=99999999999999999999":               {200, ""},
		"/documents/khong-co":                           {404, "không có văn bản"},
		"/documents/..%2f..%2fetc%2fpasswd":             {404, "không có văn bản"},
		"/documents/%00":                                {404, "không có văn bản"},
		"/documents/" + strings.Repeat("x", 9000):       {404, "không có văn bản"},
		"/documents/sha256:00":                          {404, "không có văn bản"},
		planURL + "%23XX":                               {404, "không có mục"},
		planURL + "?page=abc":                           {200, ""},
		planURL + "/review":                             {404, "không có dòng này"},
		planURL + "/review?line=99999":                  {404, "không có dòng này"},
		planURL + "/review?line=9&word=x":               {200, "Chọn từ"},
		"/static/nothing.css":                           {404, ""},
		"/api/search":                                   {400, "Thiếu lời tìm"},
		"/api/search?q=a&limit=x":                       {400, "limit"},
		"/api/search?q=a&limit=-1":                      {400, "limit"},
		"/api/documents/none":                           {404, "không có văn bản"},
		"/nix":                                          {404, "Không có trang này"},
	} {
		got := s.want(t, path, c.status, c.text)
		if strings.Contains(got, "goroutine") || strings.Contains(got, ".go:") {
			t.Errorf("%s: a stack trace\n%s", path, got)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("log: %s", s.log)
	}
}

func TestAPI(t *testing.T) {
	s := newSite(t, "")
	_, got := s.get(t, "/api/search?q=do+thi&limit=1")
	dec := json.NewDecoder(strings.NewReader(got))
	dec.DisallowUnknownFields()
	var r index.Result
	if err := dec.Decode(&r); err != nil || r.Query != "do thi" || len(r.Hits) != 1 || r.Total < 2 || r.Facets.Type["KH"] != r.Total || strings.Contains(got, `\u003c`) {
		t.Errorf("error %v\n%s", err, got)
	}
	var d struct {
		ID       string
		Document struct {
			Schema  string
			Targets []struct{ Value string }
		}
		Reviewed []corpus.Correction
	}
	_, got = s.get(t, "/api"+planURL)
	if err := json.Unmarshal([]byte(got), &d); err != nil || d.ID != "12/KH-UBND" || len(d.Document.Targets) != 1 || d.Document.Targets[0].Value != "95" || d.Reviewed == nil {
		t.Errorf("error %v\n%s", err, got)
	}
	s.want(t, "/healthz", 200, `"documents": 2`)
}

var wordLink = regexp.MustCompile(`href="([^"]*)"[^>]*>Qvxzwk</a>`)

// word returns the address under which the word of the line is reviewed, and its fields.
func (s *site) word(t *testing.T) url.Values {
	t.Helper()
	m := wordLink.FindStringSubmatch(s.want(t, planURL+"/review?line=11", 200))
	if m == nil {
		t.Fatal("the word has no link")
	}
	page := s.want(t, strings.NewReplacer("&amp;", "&", "#sua", "").Replace(m[1]), 200)
	form := url.Values{"who": {"Lan"}}
	for _, f := range regexp.MustCompile(`<input type="hidden" name="(form|word|line)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Set(f[1], f[2])
	}
	return form
}

func (s *site) post(t *testing.T, form url.Values) (*http.Response, string) {
	t.Helper()
	r, err := s.client.PostForm(s.url+planURL+"/review", form)
	if err != nil {
		t.Fatal(err)
	}
	return r, body(t, r)
}

// found waits until a search finds something.
func (s *site) found(t *testing.T, query string) {
	t.Helper()
	for range 600 {
		if _, got := s.get(t, "/api/search?q="+url.QueryEscape(query)); !strings.Contains(got, `"total": 0`) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s is not found\n%s", query, s.log)
}

// TestCorrect corrects a word, finds it, reads the scan again and finds it still.
func TestCorrect(t *testing.T) {
	s := newSite(t, "")
	s.want(t, "/api/search?exact=1&q=nghiêng", 200, `"total": 0`)
	form := s.word(t)
	form.Set("after", "Nghiêng")
	r, _ := s.post(t, form)
	if to := r.Header.Get("Location"); r.StatusCode != 303 || to != planURL+"?saved=1#L11" {
		t.Fatalf("%d %q", r.StatusCode, to)
	}
	s.want(t, planURL+"?saved=1", 200, "Đã ghi chỗ sửa", `class="reviewed"`, ">Nghiêng</a>", "Lan sửa “Qvxzwk” thành “Nghiêng”", "<code>Qvxzwk</code>")
	s.found(t, "nghiêng")
	s.want(t, "/api"+planURL, 200, `"who": "Lan"`, `"before": "Qvxzwk"`, `"after": "Nghiêng"`, `"scan": "Qvxzwk"`)
	s.want(t, planURL+"/yaml", 200, "Nghiêng")
	s.want(t, planURL+"/original", 200, "Qvxzwk")
	if b, err := os.ReadFile(corpus.DictionaryPath(s.dir)); err != nil || string(b) != "Qvxzwk\tNghiêng\n" {
		t.Errorf("dictionary %q, error %v", b, err)
	}
	ingest(t, s.dir, "plan.txt", planScan)
	s.found(t, "nghiêng")
	s.want(t, planURL, 200, ">Nghiêng</a>")

	m := regexp.MustCompile(`href="([^"]*)"[^>]*>Nghiêng</a>`).FindStringSubmatch(s.want(t, planURL+"/review?line=11", 200, "Lan"))
	s.want(t, strings.NewReplacer("&amp;", "&", "#sua", "").Replace(m[1]), 200, `name="pick" value="Qvxzwk"`)
	form.Set("after", "")
	form.Set("pick", "Qvxzwk")
	s.post(t, form)
	if b, err := os.ReadFile(corpus.DictionaryPath(s.dir)); err != nil || len(b) != 0 {
		t.Errorf("undone, and the dictionary has %q, error %v", b, err)
	}
}

var editLink = regexp.MustCompile(`href="([^"]*/fact\?[^"]*)"`)

// fact returns the fields of the form that the n-th link to a fact leads to.
func (s *site) fact(t *testing.T, n int) url.Values {
	t.Helper()
	links := editLink.FindAllStringSubmatch(s.want(t, planURL, 200), -1)
	if n >= len(links) {
		t.Fatalf("%d links to facts", len(links))
	}
	page := s.want(t, strings.ReplaceAll(links[n][1], "&amp;", "&"), 200)
	form := url.Values{"who": {"Lan"}}
	for _, f := range regexp.MustCompile(`<input [^>]*name="([a-z]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if f[1] != "who" && f[1] != "q" {
			form.Set(f[1], html.UnescapeString(f[2]))
		}
	}
	for _, f := range regexp.MustCompile(`<textarea [^>]*name="([a-z]+)"[^>]*>([^<]*)<`).FindAllStringSubmatch(page, -1) {
		form.Set(f[1], html.UnescapeString(f[2]))
	}
	return form
}

func (s *site) amend(t *testing.T, form url.Values) (*http.Response, string) {
	t.Helper()
	r, err := s.client.PostForm(s.url+planURL+"/fact", form)
	if err != nil {
		t.Fatal(err)
	}
	return r, body(t, r)
}

// eventually waits until a page has a text, or has it no longer.
func (s *site) eventually(t *testing.T, path, text string, has bool) {
	t.Helper()
	var got string
	for range 600 {
		if _, got = s.get(t, path); strings.Contains(got, text) == has {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s: %q is there: %v, want %v\n%s\n%s", path, text, !has, has, got, s.log)
}

// TestAmend corrects the value of a target, takes a task out, and finds both so after the scan was
// read again.
func TestAmend(t *testing.T) {
	s := newSite(t, "")
	form := s.fact(t, 1)
	if form.Get("fact") != "target" || form.Get("value") != "khoảng 95" || form.Get("unit") != "%" || form.Get("due") != "2030" {
		t.Fatalf("form %v", form)
	}
	form.Set("value", "ít nhất 96,5")
	form.Set("due", "quý III/2031")
	r, _ := s.amend(t, form)
	if to := r.Header.Get("Location"); r.StatusCode != 303 || to != planURL+"?saved=1#targets" {
		t.Fatalf("%d %q", r.StatusCode, to)
	}
	s.want(t, planURL, 200, `title="Lan sửa “khoảng 95” thành “ít nhất 96,5”`, ">≥ 96,5%</span>", ">quý III/2031</span>", ">2031</text>", "Chỗ đã sửa", ", Mức")
	s.eventually(t, planURL+"/yaml", "value: \"96.5\"", true)
	s.want(t, planURL+"/yaml", 200, "relation: min", `due: {quarter: "2031-Q3"}`, "reviewed:\n  - fact: target\n    id: T1\n    field: value\n", "before: khoảng 95\n    after: ít nhất 96,5\n    who: Lan\n")
	s.eventually(t, "/api/search?q=do+thi&due=2031", `"total": 0`, false)

	task := s.fact(t, 2)
	if task.Get("fact") != "task" || task.Get("lead") != "Sở Xây dựng" {
		t.Fatalf("form %v", task)
	}
	task.Set("whole", "remove")
	s.amend(t, task)
	s.eventually(t, planURL+"/yaml", "tasks:\n", false)
	ingest(t, s.dir, "plan.txt", planScan)
	s.want(t, planURL+"/yaml", 200, "value: \"96.5\"", "fact: task")
	if _, got := s.get(t, planURL+"/yaml"); strings.Contains(got, "\ntasks:") {
		t.Errorf("the task is back\n%s", got)
	}
	s.want(t, planURL, 200, "bỏ khỏi bảng", "Lấy lại")
	task.Set("whole", "restore")
	s.amend(t, task)
	s.eventually(t, planURL+"/yaml", "\ntasks:\n", true)
	s.want(t, "/api"+planURL, 200, `"fact": "target"`, `"field": "value"`, `"after": "ít nhất 96,5"`)
	if s.log.Len() > 0 {
		t.Errorf("log: %s", s.log)
	}
}

// TestAmendHead corrects what a document says of itself.
func TestAmendHead(t *testing.T) {
	s := newSite(t, "")
	form := s.fact(t, 0)
	form.Set("date", "3/11/2023")
	form.Set("subject", "Phát triển hạ tầng")
	s.amend(t, form)
	s.want(t, planURL, 200, ">03/11/2023</span>", ">Phát triển hạ tầng</span>")
	s.eventually(t, "/api/search?q=do+thi&year=2023", `"total": 0`, false)
}

func TestAmendRefused(t *testing.T) {
	s := newSite(t, "")
	form := s.fact(t, 1)
	for name, c := range map[string]struct {
		change map[string]string
		status int
		text   string
	}{
		"no form token": {map[string]string{"form": "x", "value": "1"}, 403, "đã cũ"},
		"nobody":        {map[string]string{"who": "", "value": "1"}, 422, "ghi tên"},
		"nothing new":   {nil, 422, "Chưa có gì thay đổi"},
		"no number":     {map[string]string{"value": "<b>nhiều</b>"}, 422, "&lt;b&gt;nhiều&lt;/b&gt;” không đọc được"},
		"no deadline":   {map[string]string{"due": "mai", "value": "97"}, 422, "quý III/2025"},
		"no indicator":  {map[string]string{"indicator": ""}, 422, "không đọc được"},
		"control":       {map[string]string{"value": "1\x00"}, 422, "ký tự lạ"},
		"long":          {map[string]string{"unit": strings.Repeat("a", 1001)}, 422, "ký tự lạ"},
		"no such fact":  {map[string]string{"bytes": "1-2", "value": "1"}, 404, "không có chỉ tiêu"},
		"no kind":       {map[string]string{"fact": "x"}, 404, "không có chỉ tiêu"},
	} {
		f := url.Values{}
		for k, v := range form {
			f[k] = v
		}
		for k, v := range c.change {
			f.Set(k, v)
		}
		r, got := s.amend(t, f)
		if r.StatusCode != c.status || !strings.Contains(got, c.text) {
			t.Errorf("%s: status %d, want %d %q\n%s", name, r.StatusCode, c.status, c.text, got)
		}
	}
	for _, path := range []string{"/fact", "/fact?fact=x", "/fact?fact=target&id=T9&bytes=1-2", "/fact?fact=target&bytes=zz"} {
		s.want(t, planURL+path, 404, "không có chỉ tiêu")
	}
	if list, err := corpus.Corrections(s.dir, sumOf(planScan)); err != nil || len(list) > 0 {
		t.Errorf("stored %v, error %v", list, err)
	}
}

// TestCorrectJoined corrects a word that stands for two, and one that was never printed.
func TestCorrectJoined(t *testing.T) {
	s := newSite(t, "")
	form := s.word(t)
	form.Set("after", "  Đồng   Tháp ")
	s.post(t, form)
	s.want(t, planURL, 200, "Đồng</a> <a")
	s.found(t, `"quy hoạch Đồng Tháp"`)
	form.Del("after")
	form.Set("junk", "1")
	s.post(t, form)
	s.want(t, planURL, 200, "<del>Qvxzwk</del>", "không phải chữ")
}

func TestCorrectRefused(t *testing.T) {
	s := newSite(t, "")
	form := s.word(t)
	for name, c := range map[string]struct {
		change map[string]string
		status int
		text   string
	}{
		"no form token": {map[string]string{"form": "x", "after": "a"}, 403, "đã cũ"},
		"nobody":        {map[string]string{"who": " ", "after": "a"}, 422, "ghi tên"},
		"nothing":       {map[string]string{"after": ""}, 422, "Chưa ghi"},
		"control":       {map[string]string{"after": "a\x00b"}, 422, "ký tự lạ"},
		"not UTF-8":     {map[string]string{"after": "\xff"}, 422, "ký tự lạ"},
		"long":          {map[string]string{"after": strings.Repeat("a", 101)}, 422, "dài"},
		"long name":     {map[string]string{"after": "a", "who": strings.Repeat("a", 81)}, 422, "dài"},
		"no word":       {map[string]string{"after": "a", "word": "x"}, 400, "sửa từ nào"},
		"half a word":   {map[string]string{"after": "a", "word": "3-5"}, 409, "vừa được"},
		"huge":          {map[string]string{"after": strings.Repeat("a", maxBody)}, 413, "quá lớn"},
	} {
		f := url.Values{}
		for k, v := range form {
			f[k] = v
		}
		for k, v := range c.change {
			f.Set(k, v)
		}
		if r, got := s.post(t, f); r.StatusCode != c.status || !strings.Contains(got, c.text) {
			t.Errorf("%s: status %d, want %d %q\n%s", name, r.StatusCode, c.status, c.text, got)
		}
	}
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		req, _ := http.NewRequest("POST", s.url+planURL+"/review", strings.NewReader(form.Encode()+"&after=a"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(header, value)
		r, err := s.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if body(t, r); r.StatusCode != 403 {
			t.Errorf("%s %s: status %d", header, value, r.StatusCode)
		}
	}
	if list, err := corpus.Corrections(s.dir, sumOf(planScan)); err != nil || len(list) > 0 {
		t.Errorf("stored %v, error %v", list, err)
	}
}

func TestToken(t *testing.T) {
	s := newSite(t, "open sesame")
	r, _ := s.get(t, planURL+"?q=a")
	if to := r.Header.Get("Location"); r.StatusCode != 303 || to != "/login?next="+url.QueryEscape(planURL+"?q=a") {
		t.Errorf("%d %q", r.StatusCode, to)
	}
	s.want(t, "/api/search?q=a", 401, "mã truy cập")
	form := url.Values{"token": {"wrong"}, "next": {"//evil.example"}}
	form.Set("form", regexp.MustCompile(`name="form" value="([^"]*)"`).FindStringSubmatch(s.want(t, "/login", 200))[1])
	r, err := s.client.PostForm(s.url+"/login", form)
	if err != nil || r.StatusCode != 401 {
		t.Fatalf("%v %v", r, err)
	}
	body(t, r)
	form.Set("token", "open sesame")
	r, err = s.client.PostForm(s.url+"/login", form)
	if err != nil || r.StatusCode != 303 || r.Header.Get("Location") != "/" {
		t.Fatalf("%v %v", r, err)
	}
	body(t, r)
	s.want(t, "/?q=do+thi", 200, "đô thị")
	for token, want := range map[string]int{"open sesame": 200, "wrong": 401} {
		req, _ := http.NewRequest("GET", s.url+"/api/search?q=a", nil)
		req.Header.Set("Authorization", "Bearer "+token)
		r, err := http.DefaultClient.Do(req)
		if err != nil || r.StatusCode != want {
			t.Errorf("%s: %v %v", token, r, err)
		}
		body(t, r)
	}
}

// TestHost keeps pages of others from reaching a server of this machine under their name.
func TestHost(t *testing.T) {
	s := newSite(t, "")
	for host, want := range map[string]int{"evil.example": 421, "127.0.0.1.evil.example:80": 421, "localhost:8080": 200, "[::1]:9": 200} {
		req := httptest.NewRequest("GET", "/", nil)
		req.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
	for addr, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "localhost:1": true, ":8080": false, "0.0.0.0:1": false, "10.0.0.1:1": false, "example.org:1": false, "127.0.0.1": true} {
		if Loopback(addr) != want {
			t.Errorf("Loopback(%q) is not %v", addr, want)
		}
	}
}

// TestWhileIngesting searches, reads and corrects while documents are added.
func TestWhileIngesting(t *testing.T) {
	s := newSite(t, "")
	form := s.word(t)
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for _, path := range []string{"/?q=do+thi", planURL, "/api/search?q=ghi", "/"} {
		readers.Go(func() {
			for ctx.Err() == nil {
				if r, got := s.get(t, path); r.StatusCode != 200 {
					t.Errorf("%s: %d\n%s", path, r.StatusCode, got)
				}
			}
		})
	}
	for i := range 4 {
		ingest(t, s.dir, "more.txt", strings.Repeat("Ghi chép về thủy lợi. ", i+2)+"\n")
	}
	w, err := corpus.Create(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	form.Set("after", "Nghiêng")
	if r, got := s.post(t, form); r.StatusCode != 303 {
		t.Errorf("%d\n%s", r.StatusCode, got)
	}
	time.Sleep(500 * time.Millisecond)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s.found(t, "nghiêng")
	cancel()
	readers.Wait()
	s.want(t, "/", 200, "6 văn bản")
}

// TestServe ends in order: a request that has begun is answered.
func TestServe(t *testing.T) {
	s := newSite(t, "")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l) }()
	r, err := http.Get("http://" + l.Addr().String() + "/?q=" + url.QueryEscape(strings.Repeat("ệ", 10000)))
	if err != nil || r.StatusCode != 400 || !strings.Contains(body(t, r), "quá dài: 10000 ký tự") {
		t.Errorf("%v, error %v", r, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestPanic(t *testing.T) {
	s := newSite(t, "")
	h := s.guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken") }))
	w := httptest.NewRecorder()
	req := httptest.NewRequest("GET", "/", nil)
	req.Host = "localhost"
	h.ServeHTTP(w, req)
	if w.Code != 500 || strings.Contains(w.Body.String(), "broken") || !strings.Contains(s.log.String(), "broken") {
		t.Errorf("%d %s\n%s", w.Code, w.Body, s.log)
	}
}

// FuzzQuery gives the server any query: it always answers with a page or with JSON, and what
// was asked comes back escaped.
func FuzzQuery(f *testing.F) {
	s := newSite(f, "")
	for _, q := range []string{"", "q=đô thị", `q="đô`, "q=<script>x</script>", "q=a&type=KH&year=2024&exact=1&page=2", "q=%ff", "q=%zz", "q=AND+OR&issuer='--", "exact=2", "q=12/KH-UBND&limit=3"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/", "/api/search"} {
			req := httptest.NewRequest("GET", path, nil)
			req.Host, req.URL.RawQuery = "localhost", query
			w := httptest.NewRecorder()
			s.ServeHTTP(w, req)
			got := w.Body.String()
			switch {
			case w.Code != 200 && w.Code != 400:
				t.Errorf("%s?%q: status %d\n%s", path, query, w.Code, got)
			case path == "/" && strings.Count(got, "<script") != 1:
				t.Errorf("%s?%q: not escaped\n%s", path, query, got)
			case path != "/" && !json.Valid([]byte(got)):
				t.Errorf("%s?%q: not JSON\n%s", path, query, got)
			}
		}
	})
}
