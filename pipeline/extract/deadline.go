package extract

import (
	"strings"
	"sync"

	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/promise"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// bound reports a day, a month or a quarter before which something has to be done: what a body
// has to do by then is a task, whatever the section is about.
func (r *reading) bound(p phrase.Passage) bool {
	for i := range p {
		w, ok := moment.At(p, i)
		if ok && w.Word != "" && w.Year > 0 && w.From == 0 && p.Is(w.Start, "trước", "chậm", "xong") && (w.Date != "" || w.Month != "" || w.Quarter != "") {
			return !r.yearlyNear(p, w.End)
		}
	}
	return false
}

// finish are the words before a time that make it a deadline.
var finish = phrase.NewSet("hoàn thành", "xong", "thời gian hoàn thành", "thời hạn hoàn thành", "thời gian thực hiện", "thời hạn",
	"chậm nhất", "báo cáo", "gửi", "trình", "ban hành", "hoàn thiện", "kết quả")

// taskDue returns the deadline of a task: the time behind a label, else the latest of the times
// by which its sentences say that something is done. Yearly duties have none.
func (r *reading) taskDue(p phrase.Passage) *plan.Due {
	var last *plan.Due
	var latest string
	for _, s := range p.Sentences() {
		promised := sync.OnceValue(func() bool { return len(r.promise.Find(s, promise.Work)) > 0 })
		for i := 0; i < len(s); i++ {
			w, ok := moment.At(s, i)
			if !ok && r.timed(s, i) {
				w, ok = moment.Day(s, i)
			}
			if !ok {
				continue
			}
			if r.isDeadline(s, w, promised) {
				if r.timed(s, i) {
					return due(w, s)
				}
				if e := w.Ends(); e > latest {
					last, latest = due(w, s), e
				}
			}
			i = w.End - 1
		}
	}
	return last
}

// isDeadline decides whether a time is a deadline. promised reports a measurable promise in
// the sentence: its year is the promise's.
func (r *reading) isDeadline(s phrase.Passage, w moment.Moment, promised func() bool) bool {
	if w.Yearly || w.Year == 0 || r.yearlyNear(s, w.End) || goesOn.Match(s, w.End) > 0 {
		return false
	}
	if r.timed(s, w.Start) || w.From == 0 && done(s, w.Start) || w.Word == "đến" && spanned(s, w.Start) {
		return true
	}
	exact := w.Date != "" || w.Month != "" || w.Quarter != ""
	if w.From == 0 && r.session(s, w.Start) {
		return true
	}
	if !exact && w.From == 0 {
		switch {
		case w.Word == "vào" && !r.promisedBefore(s, w.Start), w.Word == "trong" && !happened(s, w.Start) && !(strives(s, w.Start) && promised()), w.Word == "đến" && whole(s, w):
			return true // "vào năm 2027", "đến hết năm 2027" say when it ends, whatever is promised
		}
	}
	if w.From > 0 || strings.HasPrefix(w.Word, "giai đoạn") || !exact && promised() {
		return false
	}
	switch w.Word {
	case "trước", "chậm":
		return !over(s, w.Start)
	case "trong", "vào", "hết", "xong":
		return exact || finished(s, w.Start)
	case "đến", "tháng", "quý", "ngày", "năm", "tới", "cuối", "đầu", "giữa":
		return finished(s, w.Start) || s.Is(w.Start, "chậm", "xong", "trước") || w.Word == "đến" && opensSentence(s, w.Start)
	}
	return false
}

// goesOn are the words behind a year that make it the first of many: "năm 2025 và các năm tiếp theo".
var goesOn = phrase.NewSet("và các năm tiếp theo", "và những năm tiếp theo", "và các năm sau", "và những năm sau", "và các năm kế tiếp", "trở đi")

// inheritedDue returns the deadline that stands above a task: in the sentence that introduces the
// bullets of its section, or in the nearest heading that is a time. A stage of several years says
// when something is worked on, not by when it is done.
func (r *reading) inheritedDue(s *section, task phrase.Passage) *plan.Due {
	if h := s.heading(); len(h) > 0 && len(task) > 0 && h[len(h)-1].At < task[0].At && h.Is(len(h)-1, ":") {
		if d := r.taskDue(h); d != nil {
			return d
		}
	}
	for x := s; x != nil; x = x.parent {
		if x.heads() && !r.isYearly(task) {
			if w, ok := stage(x.stageHeading()); ok && w.From == 0 {
				return due(w, x.stageHeading())
			}
		}
	}
	return nil
}

// stageHeading returns the heading of a section with what stands behind its colon in the same line:
// "Đợt 1: Trong tháng 12/2025".
func (s *section) stageHeading() phrase.Passage {
	h := s.heading()
	if len(s.title) > 0 && len(s.paras) > 1 && s.paras[0].inline && h.Is(len(h)-1, ":") {
		h = append(h[:len(h):len(h)], s.paras[0].words...)
	}
	return h
}

// isYearly reports a duty that returns: every year, quarter or month.
func (r *reading) isYearly(p phrase.Passage) bool {
	for i := range p {
		if r.promise.Said("yearly", p, i) > 0 || yearly.Match(p, i) > 0 {
			return true
		}
	}
	return false
}

var yearly = phrase.NewSet("định kỳ", "thường xuyên", "hằng quý", "hàng quý", "hằng tháng", "hàng tháng")

// stage returns the time that a heading consists of: "Năm 2026", "Giai đoạn 1: đến năm 2025", "Quý
// I/2026".
func stage(h phrase.Passage) (moment.Moment, bool) {
	var last moment.Moment
	for i := 0; i < len(h); i++ {
		if w, ok := moment.At(h, i); ok {
			last = w
			i = w.End - 1
			continue
		}
		if h[i].Kind == text.Syllable && stageWords.Match(h, i) == 0 && !h.Is(i, "từ", "đến", "hết") {
			return last, false
		}
	}
	return last, last.Year > 0
}

var stageWords = phrase.NewSet("giai", "đoạn", "giai đoạn", "đợt", "I", "II", "III", "IV", "một", "hai", "ba", "nay")

// pastWords are what a time behind them belongs to: the things that a task deals with.
var pastWords = phrase.NewSet("phát sinh", "ban hành", "đã", "số liệu", "diễn ra", "thực hiện được", "đạt được", "tiếp nhận", "được giao")

// happened reports that the time at i says when the things happened that a task deals with: "các
// vụ việc phát sinh trong năm 2024".
func happened(p phrase.Passage, i int) bool {
	for k := max(0, i-2); k < i; k++ {
		if n := pastWords.Match(p, k); n > 0 && k+n == i {
			return true
		}
	}
	return false
}

// strives reports "phấn đấu" not far before i: the time is that of what is hoped for.
func strives(p phrase.Passage, i int) bool {
	for k := max(0, i-maxSession); k+1 < i; k++ {
		if p.Has(k, "phan", "dau") {
			return true
		}
	}
	return false
}

// overWords say that something is over, and what still has to be.
var (
	overWords = phrase.NewSet("đã", "được nộp", "được cấp", "được thụ lý", "được phê duyệt", "được ký", "được tiếp nhận")
	dueWords  = phrase.NewSet("phải", "cần", "hoàn thành", "xong", "báo cáo", "gửi")
)

// over reports that the time at i is that of what is over: "các hồ sơ đã tiếp nhận trước ngày ...".
func over(p phrase.Passage, i int) bool {
	past := false
	for k := i - 1; k >= 0 && i-k <= 6 && !p.Is(k, ",", ";", ".", ":"); k-- {
		if dueWords.Match(p, k) > 0 {
			return false
		}
		past = past || overWords.Match(p, k) > 0
	}
	return past
}

var (
	sessions = phrase.NewSet("kỳ họp", "phiên họp", "hội nghị", "cuộc họp")
	submits  = phrase.NewSet("trình", "báo cáo", "thông qua", "ban hành", "quyết nghị", "xem xét", "quyết định")
	directed = phrase.NewSet("chỉ đạo", "kết luận", "ý kiến", "phát biểu", "nghị quyết số", "được")
)

// maxSession is the number of words between what is submitted, or hoped for, and its time.
const maxSession = 30

// session reports that the time at i is that of a session to which the task has to be submitted:
// "trình Hội đồng nhân dân tỉnh tại kỳ họp thường lệ cuối năm 2025". The session at which somebody
// spoke is none.
func (r *reading) session(p phrase.Passage, i int) bool {
	at := 0
	for k := i - 1; k > 0 && i-k < maxSession && !p.Is(k, ";", ":", "."); k-- {
		switch {
		case at == 0 && p.Is(k, ","):
			return false
		case at == 0 && sessions.Match(p, k) > 0 && p.Is(k-1, "tại", "trong"):
			at = k - 1
		case at > 0 && directed.Match(p, k) > 0:
			return false
		case at > 0 && submits.Match(p, k) > 0:
			return true
		}
	}
	return false
}

// doneWords are the words of finishing that make any time behind them a deadline.
var doneWords = phrase.NewSet("hoàn thành", "xong", "thời gian hoàn thành", "thời hạn hoàn thành", "chậm nhất", "hoàn thành xong", "hoàn thành dứt điểm")

// done reports a word of finishing right before i.
func done(p phrase.Passage, i int) bool {
	for n := 1; n <= 4 && n <= i; n++ {
		if doneWords.Match(p[:i], i-n) == n {
			return true
		}
	}
	return false
}

// spanned reports the end of a span of days, months or quarters: từ tháng 9 đến tháng 11 năm 2021.
func spanned(p phrase.Passage, i int) bool {
	for k := i - 2; k > 0 && i-k <= 6; k-- {
		if p.Is(k, "ngày", "tháng", "quý") && p.Is(k-1, "từ") {
			return true
		}
	}
	return false
}

// promisedBefore reports a measurable promise in the clause before i: the time is the promise's.
func (r *reading) promisedBefore(p phrase.Passage, i int) bool {
	from := i
	for from > 0 && !p.Is(from-1, ";", ":") {
		from--
	}
	return len(r.promise.Find(p[from:i], promise.Work)) > 0
}

// whole reports "đến hết năm" at the end of a clause or behind "phấn đấu".
func whole(p phrase.Passage, w moment.Moment) bool {
	for i := w.Start; i < w.End; i++ {
		if p.Is(i, "hết") {
			return w.Start == 0 || p.Has(w.Start-2, "phan", "dau") || w.End >= len(p) || p.Is(w.End, ".", ";", "./")
		}
	}
	return false
}

// timed reports a label of time right before i: "Thời gian thực hiện:".
func (r *reading) timed(p phrase.Passage, i int) bool {
	if !p.Is(i-1, ":") {
		return false
	}
	for n := 2; n <= 4 && n < i; n++ {
		if k, class := r.grammar.Verb(p[:i-1], i-1-n); k == n && class == "time" {
			return true
		}
	}
	return false
}

// yearlyNear reports "hằng năm" right behind a time.
func (r *reading) yearlyNear(p phrase.Passage, i int) bool {
	n := r.promise.Said("yearly", p, i)
	return n > 0
}

// finished reports a word of finishing within the four words before i.
func finished(p phrase.Passage, i int) bool {
	for k := max(0, i-5); k < i; k++ {
		if n := finish.Match(p, k); n > 0 && (k+n >= i-1) {
			return true
		}
	}
	return false
}

// opensSentence reports that nothing but "phấn đấu" stands before i.
func opensSentence(p phrase.Passage, i int) bool {
	return i == 0 || i == 2 && p.Has(0, "phan", "dau") && i < len(p)
}
