package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxBody    = 64 << 10         // bytes of a request
	maxHeader  = 256 << 10        // bytes; a query of 10,000 characters still gets an answer
	maxTime    = 20 * time.Second // of a search
	cookieName = "vanban"
	readerName = "vanban-reader"

	policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

// Loopback reports whether an address is reached from this machine only.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = strings.Trim(addr, "[]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// guard wraps the routes in what protects every request.
func (s *Server) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{status: http.StatusForbidden, text: "Yêu cầu này đến từ một trang khác nên không được nhận."})
	}))
	h := cross.Handler(s.limited(s.admitted(next)))
	return s.headers(s.recovered(h))
}

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// limited bounds what a request may cost.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		ctx, cancel := context.WithTimeout(r.Context(), maxTime)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// admitted lets in who may come in: with a token, those who know it; without, those who call
// this machine by a name of its own, so that no page of others can reach it under theirs.
func (s *Server) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		open := strings.HasPrefix(r.URL.Path, "/static/") || r.URL.Path == "/login" || r.URL.Path == "/healthz"
		switch {
		case s.Token == "" && !Loopback(r.Host):
			s.fail(w, r, &problem{status: http.StatusMisdirectedRequest, text: "Máy chủ này chỉ trả lời trên chính máy của nó.", hint: "Hãy mở http://localhost, hoặc chạy vanban serve với --token."})
		case s.Token == "", open, s.loggedIn(r), s.bears(r):
			next.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/"):
			w.Header().Set("WWW-Authenticate", "Bearer")
			s.fail(w, r, &problem{status: http.StatusUnauthorized, text: "Cần mã truy cập.", hint: "Gửi kèm Authorization: Bearer <mã>."})
		default:
			http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		}
	})
}

// bears reports a request of a program that knows the token.
func (s *Server) bears(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && s.right(token)
}

// right compares a token in a time that says nothing of it.
func (s *Server) right(token string) bool {
	a, b := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// sign returns the signature of a purpose and an id.
func (s *Server) sign(purpose, id string) string {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte(purpose + "\x00" + id))
	return hex.EncodeToString(m.Sum(nil))
}

// visit returns the id of the visitor's cookie and what signs it.
func visit(r *http.Request) (id, signature string) {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return "", ""
	}
	id, signature, _ = strings.Cut(c.Value, ".")
	return id, signature
}

func (s *Server) loggedIn(r *http.Request) bool {
	id, signature := visit(r)
	return id != "" && hmac.Equal([]byte(signature), []byte(s.sign("login", id)))
}

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil, MaxAge: age})
}

func newID() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// formToken returns what a form of this visitor must send back, and makes the visitor known
// if need be.
func (s *Server) formToken(w http.ResponseWriter, r *http.Request) string {
	id, _ := visit(r)
	if id == "" {
		id = newID()
		setCookie(w, r, cookieName, id, 0)
		r.AddCookie(&http.Cookie{Name: cookieName, Value: id})
	}
	return s.sign("form", id)
}

// checkForm returns an error unless the form was sent from a page of this server.
func (s *Server) checkForm(r *http.Request) error {
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	if err != nil {
		return &problem{status: http.StatusBadRequest, text: "Biểu mẫu gửi lên bị hỏng."}
	}
	id, _ := visit(r)
	if id == "" || !hmac.Equal([]byte(r.PostForm.Get("form")), []byte(s.sign("form", id))) {
		return &problem{status: http.StatusForbidden, text: "Trang này đã cũ nên chưa ghi được.", hint: "Hãy quay lại, tải lại trang rồi gửi lần nữa; trình duyệt phải nhận cookie."}
	}
	return nil
}

type loginPage struct {
	page
	Next  string
	Wrong bool
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) error {
	if s.Token == "" {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	return s.show(w, r, http.StatusOK, "login", &loginPage{page: s.page(w, r, "Đăng nhập"), Next: local(r.FormValue("next"))})
}

// wrongPause is how long a wrong token waits for its answer.
const wrongPause = 500 * time.Millisecond

func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if err := s.checkForm(r); err != nil {
		return err
	}
	next := local(r.PostForm.Get("next"))
	if !s.right(strings.TrimSpace(r.PostForm.Get("token"))) {
		time.Sleep(wrongPause)
		return s.show(w, r, http.StatusUnauthorized, "login", &loginPage{page: s.page(w, r, "Đăng nhập"), Next: next, Wrong: true})
	}
	id := newID()
	setCookie(w, r, cookieName, id+"."+s.sign("login", id), 0)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// local returns a path of this server, the search page in place of anything else.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || r < ' ' }) || !utf8.ValidString(next) {
		return "/"
	}
	return next
}
