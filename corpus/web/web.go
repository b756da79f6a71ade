// Package web shows an archive to people: a page to search, a page a document with the scan
// beside it, a page to correct a word, and the same as JSON for programs. It works without
// scripts and fetches nothing from elsewhere.
//
// Whatever a request holds, the answer is a page in Vietnamese or, below /api/, JSON; every
// string of the archive or of a request is escaped by html/template. The archive may be
// written to while it is shown: each request sees it as it is then.
package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"vanban/corpus"
	"vanban/corpus/index"
	"vanban/pipeline"
)

//go:embed page/*.html
var pageFiles embed.FS

//go:embed static openapi.json
var staticFiles embed.FS

// Options say what is shown, and to whom.
type Options struct {
	Archive  string             // folder of the archive
	Index    index.Engine       // that keeps its index; nil: the embedded one
	Pipeline *pipeline.Pipeline // reads scans
	Token    string             // what a visitor must know; empty: the server is for this machine only
	Log      *log.Logger        // what goes wrong
	Now      func() time.Time   // nil: time.Now
}

// Server answers for one archive. It is safe for use by many goroutines.
type Server struct {
	Options
	archive   *corpus.Follower
	texts     *texts
	refresher *refresher
	key       []byte // of this process: signs cookies and forms
	version   string // of the static files
	pages     map[string]*template.Template
	handler   http.Handler
}

// New opens the archive. Errors are those of corpus.Open.
func New(o Options) (*Server, error) {
	archive, err := corpus.Follow(o.Archive, o.on()...)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{Options: o, archive: archive, texts: newTexts(), key: make([]byte, 32)}
	rand.Read(s.key)
	s.version = staticVersion()
	s.pages = parsePages(s)
	s.handler = s.guard(s.routes())
	s.refresher = newRefresher(s)
	return s, nil
}

// on says how the archive is opened.
func (o *Options) on() []corpus.Option {
	if o.Index == nil {
		return nil
	}
	return []corpus.Option{corpus.On(o.Index)}
}

// Close ends what runs in the background and closes the archive.
func (s *Server) Close() error {
	s.refresher.close()
	return s.archive.Close()
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, f := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /{$}":                     s.searchPage,
		"GET /documents/{id}":          s.documentPage,
		"GET /documents/{id}/yaml":     s.downloadYAML,
		"GET /documents/{id}/original": s.downloadOriginal,
		"GET /documents/{id}/review":   s.reviewPage,
		"POST /documents/{id}/review":  s.correct,
		"GET /documents/{id}/fact":     s.factPage,
		"POST /documents/{id}/fact":    s.amend,
		"GET /login":                   s.loginPage,
		"POST /login":                  s.login,
		"GET /api/search":              s.apiSearch,
		"GET /api/documents/{id}":      s.apiDocument,
		"GET /api/openapi.json":        s.openAPI,
		"GET /api/document.json":       s.documentSchema,
		"GET /healthz":                 s.health,
		"/":                            s.nothing,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := f(w, r); err != nil {
				s.fail(w, r, err)
			}
		})
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err) // the name is a constant
	}
	files := http.StripPrefix("/static/", http.FileServerFS(static))
	mux.HandleFunc("GET /static/{file}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	})
	return mux
}

// problem is an error with an answer for the visitor.
type problem struct {
	status int
	text   string // what is wrong
	hint   string // what to do
	link   string // where to go; empty: the search page
	label  string // of the link
}

func (p *problem) Error() string { return p.text }

func (s *Server) nothing(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return &problem{status: http.StatusMethodNotAllowed, text: "Không làm được việc này ở đây."}
	}
	return &problem{status: http.StatusNotFound, text: "Không có trang này.", hint: "Địa chỉ có thể bị gõ sai. Hãy tìm văn bản theo số hiệu hoặc nội dung."}
}

// explain turns any error into one with an answer. What only the archivist can mend is
// logged.
func (s *Server) explain(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &problem{status: http.StatusRequestEntityTooLarge, text: "Dữ liệu gửi lên quá lớn."}
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &problem{status: http.StatusServiceUnavailable, text: "Máy đang bận, chưa trả lời kịp.", hint: "Hãy thử lại sau giây lát."}
	}
	s.Log.Print(err)
	if errors.Is(err, corpus.ErrDamaged) || errors.Is(err, index.ErrDamaged) {
		return &problem{status: http.StatusInternalServerError, text: "Kho lưu trữ bị hỏng một phần.",
			hint: "Xin báo người quản trị chạy vanban verify; nhật ký của máy chủ nói rõ tệp nào."}
	}
	if errors.Is(err, corpus.ErrNoArchive) {
		return &problem{status: http.StatusServiceUnavailable, text: "Kho lưu trữ không còn ở chỗ cũ.", hint: "Xin báo người quản trị."}
	}
	return &problem{status: http.StatusInternalServerError, text: "Máy chủ gặp lỗi.", hint: "Lỗi đã được ghi lại; xin thử lại hoặc báo người quản trị."}
}

// fail answers with a problem.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := s.explain(err)
	if strings.HasPrefix(r.URL.Path, "/api/") {
		s.writeJSON(w, p.status, apiProblem{Error: p.text, Hint: p.hint})
		return
	}
	if err := s.show(w, r, p.status, "problem", &problemPage{page: s.page(w, r, p.text), Hint: p.hint, Link: p.link, Label: p.label}); err != nil {
		s.Log.Print(err)
	}
}

type problemPage struct {
	page
	Hint, Link, Label string
}

// page is what every page has.
type page struct {
	Heading string
	Query   string // in the search box
	Exact   bool
	Form    string // token of its forms
	Login   bool   // visitors log in here
	Version string // of the static files
}

func (s *Server) page(w http.ResponseWriter, r *http.Request, title string) page {
	return page{Heading: title, Form: s.formToken(w, r), Login: s.Token != "", Version: s.version}
}

// show writes a page as a whole or not at all.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&b, "layout", data); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the visitor may have left
	return nil
}

// writeJSON writes as vanban search --json does.
func (s *Server) writeJSON(w http.ResponseWriter, status int, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes()) // the visitor may have left
	return nil
}

func parsePages(s *Server) map[string]*template.Template {
	out := map[string]*template.Template{}
	layout := template.Must(template.New("layout").Funcs(functions).ParseFS(pageFiles, "page/layout.html"))
	for _, name := range []string{"search", "document", "review", "fact", "login", "problem"} {
		out[name] = template.Must(template.Must(layout.Clone()).ParseFS(pageFiles, "page/"+name+".html"))
	}
	return out
}

func staticVersion() string {
	h := sha256.New()
	// The files are part of the program.
	fs.WalkDir(staticFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, _ := staticFiles.ReadFile(path)
			h.Write(b)
		}
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)[:6])
}

// recovered answers in place of a handler that panicked, which is logged.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil && v != http.ErrAbortHandler {
				s.Log.Printf("%s %s: %v\n%s", r.Method, r.URL.Path, v, debug.Stack())
				s.fail(w, r, &problem{status: http.StatusInternalServerError, text: "Máy chủ gặp lỗi.", hint: "Lỗi đã được ghi lại."})
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		return s.writeJSON(w, http.StatusOK, map[string]int{"documents": len(a.Public())})
	})
}
