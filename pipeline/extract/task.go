package extract

import (
	"fmt"
	"strings"
	"sync"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/extract/promise"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// readTasks lists what somebody has to do: one task a labelled leaf of the sections on
// tasks and their implementation, one a bullet there. In other sections a paragraph is a
// task only when it names who must do it.
func (r *reading) readTasks() {
	for _, s := range r.sections {
		if more, ok := r.attributes(s); ok {
			for _, x := range s.below {
				x.covered = true
			}
			s.paras, s.below, s.text = append(s.paras, more...), nil, nil
		}
		if len(s.below) > 0 || s.covered {
			continue
		}
		from := len(r.doc.Tasks)
		switch s.kind {
		case plan.Tasks, plan.Implementation:
			r.leafTasks(s)
		case plan.Article, plan.Other:
			r.assignedTasks(s)
		}
		found := r.doc.Tasks[from:]
		for i := range found {
			found[i].ID = s.ID
			if len(found) > 1 {
				found[i].ID = fmt.Sprintf("%s/%d", s.ID, i+1)
			}
		}
	}
}

// leafTasks reads a section without subsections.
func (r *reading) leafTasks(s *section) {
	intro, bullets, rest := s.parts()
	if len(bullets) == 0 || !r.separate(s, bullets) {
		r.wholeTask(s, intro, append(bullets, rest...))
		return
	}
	for i, b := range bullets {
		if !below(bullets, i) && !closing(r, b.words) {
			r.addTask(s, b.words, follow(bullets, i), "task.bullet")
		}
	}
	r.further(s, rest)
}

// follow returns the bullets of a lower level behind bullet i.
func follow(bullets []para, i int) []para {
	j := i + 1
	for j < len(bullets) && below(bullets, j) {
		j++
	}
	return bullets[i+1 : j]
}

// below reports a plus that stands under a dash which ends in a colon; any other plus is
// what OCR made of a dash. A paragraph without a mark goes on with the bullet before it.
func below(bullets []para, i int) bool {
	if bullets[i].mark == "" || bullets[i].attribute {
		return true
	}
	if bullets[i].mark != "+" || bullets[0].mark == "+" {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if b := bullets[k]; b.mark == "-" {
			return b.words.Is(len(b.words)-1, ":")
		}
	}
	return false
}

// parts splits the paragraphs of a section: before its bullets, the bullets, behind them.
func (s *section) parts() (intro, bullets, rest []para) {
	i := 0
	for i < len(s.paras) && s.paras[i].mark == "" {
		i++
	}
	j := len(s.paras)
	for j > i && s.paras[j-1].mark == "" {
		j--
	}
	return s.paras[:i], s.paras[i:j], s.paras[j:]
}

// separate reports that the bullets of a section are tasks of their own. They are not when
// the paragraph before them is a task that they only spell out: "trình ... quyết định:" and
// a list of things.
func (r *reading) separate(s *section, bullets []para) bool {
	verbs, attributes := 0, 0
	for _, b := range bullets {
		if r.begins(b.words) {
			verbs++
		}
		if b.attribute {
			attributes++
		}
	}
	if bullets[0].attribute || attributes == len(bullets) {
		return false
	}
	if s.helper || len(s.leads) > 0 || 2*verbs >= len(bullets)-attributes {
		return true
	}
	h := s.heading()
	return !(len(h) > 0 && h[len(h)-1].Text == ":" && r.begins(h))
}

// wholeTask adds a section as one task, and its further paragraphs that name their own
// bodies as others.
func (r *reading) wholeTask(s *section, intro, rest []para) {
	words := s.title
	paras := append(append([]para(nil), intro...), rest...)
	if len(words) > 0 && len(paras) > 0 && !paras[0].inline && !paras[0].attribute && !sentence(words) && !(words[len(words)-1].Text == ":" && paras[0].mark != "") {
		words = nil // a heading of its own line names the task, the paragraphs say it
	}
	if len(paras) > 0 && (len(words) == 0 || paras[0].inline) {
		words = append(append(phrase.Passage(nil), words...), paras[0].words...)
		paras = paras[1:]
	}
	if len(words) == 0 || closing(r, words) || r.circumstance(words) {
		return
	}
	own := 0
	for own < len(paras) && !r.furtherTask(paras[own]) && !closing(r, paras[own].words) && !paras[own].ends() {
		own++
	}
	r.addTask(s, words, paras[:own], "task.leaf")
	r.further(s, paras[own:])
}

// sentence reports a heading that is a sentence of its own.
func sentence(p phrase.Passage) bool { return ended(p) && len(p) > maxName }

// maxName is the length in words of a heading that a full stop, or a speck like one, may end.
const maxName = 7

// further adds the paragraphs that name their own bodies.
func (r *reading) further(s *section, paras []para) {
	for _, p := range paras {
		if r.furtherTask(p) {
			r.addTask(s, p.words, nil, "task.paragraph")
		}
	}
}

func (r *reading) furtherTask(p para) bool {
	if p.attribute || p.ends() {
		return false
	}
	leads, _ := r.ownLeads(p.words)
	return p.mark == "" && len(leads) > 0 && !closing(r, p.words)
}

// assignedTasks adds the paragraphs of a section on something else that assign: "Giao Sở Y
// tế ...", "Sở Y tế có trách nhiệm ...".
func (r *reading) assignedTasks(s *section) {
	paras := s.paras
	if len(s.title) > 0 {
		words := s.title
		if len(paras) > 0 && paras[0].inline {
			words = append(append(phrase.Passage(nil), words...), paras[0].words...)
			paras = paras[1:]
		}
		paras = append([]para{{words: words}}, paras...)
	}
	for _, p := range paras {
		leads, strict := r.ownLeads(p.words)
		if (len(leads) > 0 && strict || len(leads) == 0 && len(r.chargedInside(p.words)) > 0) && !closing(r, p.words) {
			r.addTask(s, p.words, nil, "task.assigned")
		}
	}
}

// closing reports a closing formula or a clause on effect and enforcement.
func closing(r *reading, p phrase.Passage) bool {
	for i := range p {
		n, class := r.grammar.Verb(p, i)
		if n == 0 || class != "closing" {
			continue
		}
		if i == 0 || p.Has(i, "chiu", "trach", "nhiem", "thi", "hanh") || i < 12 && !p.Has(i, "trong", "qua", "trinh") {
			return true
		}
	}
	return false
}

// addTask adds a task whose words are first, and more of them in paragraphs behind it.
func (r *reading) addTask(s *section, first phrase.Passage, more []para, rule string) {
	words := append(phrase.Passage(nil), first...)
	said := first.String()
	for _, p := range more {
		words = append(words, p.words...)
		said += " " + p.words.String()
	}
	t := plan.Task{Section: s.ID, Text: said, At: r.at(words), Rule: rule}
	if len(s.title) > 0 {
		t.Title = s.title.Trim().String()
	}
	if !s.annexed() || !r.row(words, &t) {
		r.assign(s, first, words, &t)
		t.Due = r.taskDue(words)
	}
	r.doc.Tasks = append(r.doc.Tasks, t)
}

// assign finds who leads and who helps.
func (r *reading) assign(s *section, first, words phrase.Passage, t *plan.Task) {
	if s.helper {
		if list, _ := r.grammar.List(first, 0); len(list) > 0 {
			t.Lead, t.With = s.inherited(), bodies(first, list)
			return
		}
	}
	t.Lead = r.labelled("leader", words)
	if len(t.Lead) == 0 {
		t.Lead, _ = r.ownLeads(first)
	}
	if len(t.Lead) == 0 {
		t.Lead = r.chargedInside(words)
	}
	if len(t.Lead) == 0 {
		t.Lead = s.inherited()
	}
	t.With = r.helpers(words, t.Lead)
}

// chargedInside returns the bodies that a later clause charges: "..., giao Sở Y tế thẩm
// định", "... (Sở Y tế chủ trì, các sở phối hợp)".
func (r *reading) chargedInside(p phrase.Passage) []string {
	for i := 1; i < len(p); i++ {
		assigned := p.Is(i, "giao") && (p.Is(i-1, ",", ";", ":", ".", "trương", "và") || p[i].Cap())
		if !assigned && !p.Is(i-1, "(") {
			continue
		}
		from := i
		if assigned {
			from = r.skipAssign(p, i)
		}
		list, end := r.grammar.Lists(p, from)
		if len(list) == 0 {
			continue
		}
		if n, class := r.grammar.Verb(p, end); n > 0 && (assigned && class != "closing" || p.Has(end, "chu", "tri")) {
			return bodies(p, list)
		}
	}
	return nil
}

// helpersBefore returns the bodies before "phối hợp" at i in a bracket that says who does a
// task: (Sở Y tế chủ trì, các sở, ban, ngành phối hợp).
func (r *reading) helpersBefore(p phrase.Passage, i int) []body.Body {
	for k := i - 1; k > 0 && i-k < maxAside && !p.Is(k, "(", ";", "."); k-- {
		if !p.Is(k, ",") || !p.Has(k-2, "chu", "tri") {
			continue
		}
		if list, end := r.grammar.Lists(p, k+1); end == i {
			return list
		}
	}
	return nil
}

// labelled returns the bodies behind a label: "Đơn vị chủ trì: Sở Nội vụ", "cơ quan chủ trì
// là Sở Nội vụ".
func (r *reading) labelled(label string, p phrase.Passage) []string {
	for i := range p {
		n, class := r.grammar.Verb(p, i)
		if n == 0 || class != label || !p.Is(i+n, ":") && !p.Is(i+n-1, "là") {
			continue
		}
		from := i + n
		if p.Is(from, ":") {
			from++
		}
		list, _ := r.grammar.Lists(p, from)
		return bodies(p, list)
	}
	return nil
}

// maxCircumstance is how far into its sentence the subject of a task may stand, in words.
const maxCircumstance = 60

// ownLeads returns the bodies that a paragraph itself charges. strict reports words that
// only assign: giao, chủ trì, có trách nhiệm.
func (r *reading) ownLeads(p phrase.Passage) (leads []string, strict bool) {
	s := p[:p.Sentence(0)]
	if len(s) > 0 && s.Has(0, "dong", "thoi") {
		s = s[2:]
		if s.Is(0, ",") {
			s = s[1:]
		}
	}
	if leads, strict = r.charged(s, 0); len(leads) > 0 {
		return leads, strict
	}
	if n, class := r.grammar.Verb(s, 0); n == 0 || class != "intro" {
		return nil, false
	}
	for i := 1; i < len(s) && i < maxCircumstance; i++ {
		if !s.Is(i, ",", ";") || r.grammar.InRow(s, i) {
			continue
		}
		if leads, strict = r.charged(s, i+1); len(leads) > 0 {
			return leads, strict
		}
		if n, class := r.grammar.Verb(s, i+1); n > 0 && (class == "act" || class == "with") && !listGoesOn(s, i+1+n) {
			return nil, false
		}
	}
	return nil, false
}

// listGoesOn reports a comma or a conjunction at i: the word before was one of a row of nouns.
func listGoesOn(p phrase.Passage, i int) bool { return p.Is(i, ",", ";", "và") }

// charged reads bodies at word i with a verb behind them.
func (r *reading) charged(p phrase.Passage, i int) (leads []string, strict bool) {
	from := r.skipAssign(p, i)
	list, end := r.grammar.Lists(p, from)
	if len(list) == 0 {
		return nil, false
	}
	leads = bodies(p, list)
	end = skipAside(p, end)
	n, class := r.grammar.Verb(p, end)
	switch {
	case from > i && (n > 0 || end >= len(p)):
		return leads, true
	case n == 0 && !p.Is(end, ":", "là") && !actor(p, list[0], end):
		return nil, false
	case class == "closing":
		return nil, false
	}
	return leads, p.Has(end, "chu", "tri") || p.Has(end, "co", "trach", "nhiem")
}

// actor reports a named body with a word behind it that may be a verb that no table holds.
func actor(p phrase.Passage, b body.Body, end int) bool {
	return b.Kind == body.Name && b.End-b.Start > 1 && end < len(p) && p[end].Kind == text.Syllable && !p[end].Cap() && !body.Function(p[end].Key)
}

// maxAside is the length in words of the longest bracket behind the name of a body.
const maxAside = 40

// skipAside skips a bracket behind the bodies: (qua Công an tỉnh).
func skipAside(p phrase.Passage, i int) int {
	if !p.Is(i, "(") {
		return i
	}
	for j := i; j < len(p) && j-i < maxAside; j++ {
		if p.Is(j, ")") {
			return j + 1
		}
	}
	return i
}

// helpers returns the bodies behind "phối hợp", each once, those that lead left out.
func (r *reading) helpers(p phrase.Passage, leads []string) []string {
	seen := map[string]bool{}
	for _, l := range leads {
		seen[phraseKey(l)] = true
	}
	var out []string
	for i := 0; i < len(p); i++ {
		n, class := r.grammar.Verb(p, i)
		if n == 0 || class != "with" && class != "helper" || p.Is(i-1, "tác", "sự", "việc") {
			continue
		}
		if p.Is(i+n, ":") {
			n++
		}
		list, end := r.grammar.List(p, i+n)
		if class == "helper" {
			list, end = r.grammar.Lists(p, i+n)
		}
		if len(list) == 0 && class == "with" {
			list = r.helpersBefore(p, i)
		}
		for _, b := range list {
			s := b.String(p)
			if k := phraseKey(s); !seen[k] {
				seen[k] = true
				out = append(out, s)
			}
		}
		i = max(i, end-1)
	}
	return out
}

// finish are the words before a time that make it a deadline.
var finish = phrase.NewSet("hoàn thành", "xong", "thời gian hoàn thành", "thời hạn hoàn thành", "thời gian thực hiện", "thời hạn",
	"chậm nhất", "báo cáo", "gửi", "trình", "ban hành", "hoàn thiện", "kết quả")

// taskDue returns the deadline of a task: a time with "trước" or "trong", a time behind
// "hoàn thành", or the year that opens a sentence without a measurable promise. Yearly
// duties have none.
func (r *reading) taskDue(p phrase.Passage) *plan.Due {
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
				return due(w, s)
			}
			i = w.End - 1
		}
	}
	return nil
}

// isDeadline decides whether a time is a deadline. promised reports a measurable promise in
// the sentence: its year is the promise's.
func (r *reading) isDeadline(s phrase.Passage, w moment.Moment, promised func() bool) bool {
	if w.Yearly || w.Year == 0 || r.yearlyNear(s, w.End) {
		return false
	}
	if r.timed(s, w.Start) || w.From == 0 && done(s, w.Start) || w.Word == "đến" && spanned(s, w.Start) {
		return true
	}
	exact := w.Date != "" || w.Month != "" || w.Quarter != ""
	if !exact && w.From == 0 && (w.Word == "vào" && !r.promisedBefore(s, w.Start) || w.Word == "đến" && whole(s, w)) {
		return true // "vào năm 2027", "đến hết năm 2027" say when it ends, whatever is promised
	}
	if w.From > 0 || strings.HasPrefix(w.Word, "giai đoạn") || !exact && promised() {
		return false
	}
	switch w.Word {
	case "trước", "chậm":
		return true
	case "trong", "vào", "hết", "xong":
		return exact || finished(s, w.Start)
	case "đến", "tháng", "quý", "ngày", "năm", "tới", "cuối", "đầu", "giữa":
		return finished(s, w.Start) || w.Word == "đến" && opensSentence(s, w.Start)
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

// attribute reports a bullet that only says who or when: "Đơn vị chủ trì: ...".
func (r *reading) attribute(p phrase.Passage) bool {
	n, class := r.grammar.Verb(p, 0)
	return p.Is(n, ":") && (class == "leader" || class == "helper" || class == "time" || class == "label")
}

// circumstance reports a passage that only says when or where: "Thời gian: ...".
func (r *reading) circumstance(p phrase.Passage) bool {
	n, class := r.grammar.Verb(p, 0)
	return p.Is(n, ":") && (class == "time" || class == "label")
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
