package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"vanban/corpus"
	"vanban/pipeline/text"
)

const (
	contextLines = 3  // lines of the scan shown before and after the one under review
	maxReader    = 80 // characters of a reader's name
)

type reviewPage struct {
	page
	corpus.Entry
	Link    string
	Line    int
	Back    string
	Context []lineView
	Choice  []choice // the words of the line
	Word    *chosen  // the one under review
	Reader  string
	Wrong   string // why what was sent was not taken
	Typed   string
	History []corpus.Correction
}

// choice is a word of the line, to be chosen.
type choice struct {
	Text, Link string
	Class      string
	Space, On  bool
}

// chosen is the word under review.
type chosen struct {
	ID, Text, Scan string
	Sure           float64
	Junk           bool
	Alts           []string
}

// reviewPage shows a line word by word, and a word to be corrected.
func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) error {
	return s.reviewing(r, func(l *live) error {
		line, _ := strconv.Atoi(r.URL.Query().Get("line"))
		v, err := s.review(w, r, l, line, r.URL.Query().Get("word"))
		if err != nil {
			return err
		}
		return s.show(w, r, http.StatusOK, "review", v)
	})
}

// reviewing calls use with the document of a request, whose words can be corrected.
func (s *Server) reviewing(r *http.Request, use func(*live) error) error {
	return s.archive.Use(func(a *corpus.Archive) error {
		e, _, err := find(a, r.PathValue("id"))
		if near, ok := err.(*notFound); ok {
			return near.problem()
		}
		l, err := s.live(a, e)
		if err != nil {
			return err
		}
		if l.text == nil {
			return &problem{status: http.StatusBadRequest, text: "Bản quét này quá dài nên không sửa từng từ trên trang được.", link: documentURL(e), label: e.ID}
		}
		return use(l)
	})
}

// review makes the page for a line, counted from 1, and a word of it.
func (s *Server) review(w http.ResponseWriter, r *http.Request, l *live, line int, word string) (*reviewPage, error) {
	if line < 1 || line > len(l.text.Lines) {
		return nil, &problem{status: http.StatusNotFound, text: fmt.Sprintf("Văn bản %s không có dòng này.", l.entry.ID), link: documentURL(l.entry), label: l.entry.ID}
	}
	v := &reviewPage{page: s.page(w, r, fmt.Sprintf("Sửa dòng %d - %s", line, l.entry.ID)), Entry: l.entry, Link: documentURL(l.entry), Line: line, Back: placeURL(l.entry, "", line), Reader: reader(r)}
	words := l.text.Words[l.text.Lines[line-1].Start:l.text.Lines[line-1].End]
	view := &viewer{link: v.Link, done: l.done}
	for i := max(0, line-1-contextLines); i < min(len(l.src.Lines), line+contextLines); i++ {
		span, of := l.src.Lines[i], l.text.Words[l.text.Lines[i].Start:l.text.Lines[i].End]
		if len(of) > 0 {
			v.Context = append(v.Context, lineView{N: i + 1, Words: view.words(l.text.Words, l.text.Lines[i]), Raw: rawPieces(l.text, span, of), Head: i == line-1})
		}
	}
	for i := range words {
		w := &words[i]
		c := choice{Text: w.Text, Link: v.Link + "/review?" + wordQuery(w) + "#sua", Space: w.Space, On: wordID(w) == word, Class: classOf(w, l.done)}
		if c.On {
			v.Word = choose(l, w)
		}
		v.Choice = append(v.Choice, c)
	}
	for _, c := range l.done {
		if c.Line == line {
			v.History = append(v.History, c)
		}
	}
	return v, nil
}

func wordID(w *text.Word) string { return fmt.Sprintf("%d-%d", w.Raw.Start, w.Raw.End) }

func classOf(w *text.Word, done []corpus.Correction) string {
	switch {
	case w.Kind == text.Junk:
		return "junk"
	case correctionOf(done, w.Raw) != nil:
		return "reviewed"
	case w.Sure < doubtful && w.Kind != text.Punct:
		return "doubt"
	}
	return ""
}

func choose(l *live, w *text.Word) *chosen {
	c := &chosen{ID: wordID(w), Text: w.Text, Scan: l.text.Raw(w.Raw), Sure: w.Sure, Junk: w.Kind == text.Junk}
	for _, a := range w.Alts[:min(len(w.Alts), 2*maxAlts)] {
		c.Alts = append(c.Alts, a.Text)
	}
	return c
}

// correct stores a correction and leads back to its line.
func (s *Server) correct(w http.ResponseWriter, r *http.Request) error {
	if err := s.checkForm(r); err != nil {
		return err
	}
	return s.reviewing(r, func(l *live) error {
		c, line, err := correction(r.PostForm)
		if err != nil {
			return err
		}
		if wrong := s.check(r.PostForm, &c, l); wrong != "" {
			v, err := s.review(w, r, l, line, r.PostForm.Get("word"))
			if err != nil {
				return err
			}
			v.Wrong, v.Typed, v.Reader = wrong, short(strings.ToValidUTF8(r.PostForm.Get("after"), ""), maxQuery), short(c.Who, maxReader)
			return s.show(w, r, http.StatusUnprocessableEntity, "review", v)
		}
		c.When = s.Now()
		c, err = corpus.Correct(s.Archive, l.entry.Original.SHA256, l.text, c)
		if errors.Is(err, corpus.ErrCorrection) {
			return &problem{status: http.StatusConflict, text: "Từ này vừa được người khác sửa.", hint: "Hãy mở lại dòng rồi sửa tiếp:", link: placeURL(l.entry, "", line), label: l.entry.ID}
		}
		if err != nil {
			return err
		}
		s.refresher.poke()
		setCookie(w, r, readerName, url.QueryEscape(c.Who), 365*24*3600)
		to := placeURL(l.entry, "", c.Line)
		path, anchor, _ := strings.Cut(to, "#")
		sign := "?"
		if strings.Contains(path, "?") {
			sign = "&"
		}
		http.Redirect(w, r, path+sign+"saved=1#"+anchor, http.StatusSeeOther)
		return nil
	})
}

// correction reads the place that a form names.
func correction(form url.Values) (c corpus.Correction, line int, err error) {
	from, to, _ := strings.Cut(form.Get("word"), "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	line, err3 := strconv.Atoi(form.Get("line"))
	if errors.Join(err1, err2, err3) != nil || start < 0 || end <= start {
		return c, 0, &problem{status: http.StatusBadRequest, text: "Biểu mẫu không nói sửa từ nào.", hint: "Hãy mở lại dòng và chọn một từ."}
	}
	c.Bytes = [2]int{start, end}
	return c, line, nil
}

// check reads what the reader wrote and returns why it cannot be taken.
func (s *Server) check(form url.Values, c *corpus.Correction, l *live) string {
	who, ok := corpus.CleanCorrection(form.Get("who"))
	c.Who = who
	switch {
	case !ok || utf8.RuneCountInString(who) > maxReader:
		return fmt.Sprintf("Tên người sửa dài quá %d ký tự hoặc có ký tự lạ.", maxReader)
	case who == "":
		return "Xin ghi tên người sửa."
	}
	if form.Get("junk") != "" {
		return ""
	}
	after := form.Get("after")
	if pick := form.Get("pick"); pick != "" {
		after = pick
	}
	c.After, ok = corpus.CleanCorrection(after)
	switch {
	case !ok:
		return "Chữ đúng dài quá hoặc có ký tự lạ."
	case c.After == "":
		return "Chưa ghi chữ đúng. Nếu đây không phải chữ in, hãy bấm “Không phải chữ”."
	case unchanged(l.text, c):
		return "Chữ đúng giống hệt chữ đang có."
	}
	return ""
}

// unchanged reports a correction to what is there already.
func unchanged(t *text.Text, c *corpus.Correction) bool {
	for i := range t.Words {
		w := &t.Words[i]
		if w.Raw.Start == c.Bytes[0] && w.Raw.End == c.Bytes[1] {
			return w.Text == c.After && w.Sure == 1 && w.Kind != text.Junk
		}
	}
	return false
}

// reader returns the name that the visitor gave last.
func reader(r *http.Request) string {
	c, err := r.Cookie(readerName)
	if err != nil {
		return ""
	}
	s, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	s, _ = corpus.CleanCorrection(s)
	return short(s, maxReader)
}
