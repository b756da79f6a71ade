package extract

import (
	"fmt"
	"strings"

	"vanban/pipeline/extract/phrase"
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
		switch {
		case s.kind != plan.Tasks && s.kind != plan.Implementation && s.kind != plan.Article && s.kind != plan.Other:
		case s.works() && adopted.Match(s.heading(), 0) == 0:
			r.leafTasks(s)
		default:
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

// adopted are the words of what a meeting resolves: what follows is approved, and a task only where
// somebody is charged with it.
var adopted = phrase.NewSet("thông qua", "cơ bản thống nhất", "thống nhất chủ trương", "thống nhất thông qua", "nhất trí thông qua",
	"cơ bản nhất trí", "nhất trí với", "tán thành", "cơ bản tán thành", "đồng ý chủ trương")

// leafTasks reads a section without subsections.
func (r *reading) leafTasks(s *section) {
	intro, bullets, rest := s.parts()
	if len(bullets) == 0 || !r.separate(s, bullets) {
		r.wholeTask(s, intro, append(bullets, rest...))
		return
	}
	if n := len(intro); n > 1 && len(s.leads) > 0 && intro[n-1].words.Is(len(intro[n-1].words)-1, ":") {
		for _, p := range intro[:n-1] {
			if r.acts(p.words) && p.words.Is(len(p.words)-1, ".") {
				r.addTask(s, p.words, nil, "task.paragraph")
			}
		}
		if leads, strict := r.ownLeads(intro[n-1].words); strict {
			in := *s
			in.leads = leads
			s = &in
		}
	}
	for i, b := range bullets {
		if below(bullets, i) || closing(r, b.words) {
			continue
		}
		if steps := follow(bullets, i); r.stepwise(b, steps) {
			r.stepTasks(s, b, steps)
		} else {
			r.addTask(s, b.words, steps, "task.bullet")
		}
	}
	r.further(s, rest)
}

// stepwise reports a bullet that only introduces steps, each to be done by its own day: "Đảng ủy
// Chính phủ bảo đảm tiến độ như sau: + ... trước ngày 27/3/2025".
func (r *reading) stepwise(b para, steps []para) bool {
	if len(steps) < 2 || !b.words.Is(len(b.words)-1, ":") || r.taskDue(b.words) != nil {
		return false
	}
	timed := 0
	for _, p := range steps {
		if p.mark == "" || p.attribute {
			return false
		}
		if r.bound(p.words) {
			timed++
		}
	}
	return timed > 1 && 2*timed >= len(steps)
}

// marked returns the bullets with a mark that paragraphs begin with.
func marked(paras []para, mark string) []para {
	n := 0
	for n < len(paras) && paras[n].mark == mark {
		n++
	}
	return paras[:n]
}

// stepTasks adds the steps that a bullet introduces; who it charges has to do those that name nobody.
func (r *reading) stepTasks(s *section, b para, steps []para) {
	in := *s
	if leads, _ := r.ownLeads(b.words); len(leads) > 0 {
		in.leads = leads
	}
	for _, p := range steps {
		r.addTask(&in, p.words, nil, "task.step")
	}
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
	if h := s.heading(); bullets[0].mark == "+" && h.Is(len(h)-1, ":") && r.acts(h) {
		return false
	}
	if s.helper || len(s.leads) > 0 || 2*verbs >= len(bullets)-attributes {
		return true
	}
	h := s.heading()
	return !(len(h) > 0 && h[len(h)-1].Text == ":" && r.begins(h))
}

// acts reports a passage that begins with what is to be done.
func (r *reading) acts(p phrase.Passage) bool {
	_, class := r.grammar.Verb(p, 0)
	return class == "act"
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
	if len(words) == 0 || closing(r, words) || r.circumstance(words) || r.measure(words) {
		return
	}
	for i := range paras {
		steps := marked(paras[i+1:], "+")
		if !paras[i].attribute || !r.stepwise(paras[i], steps) {
			continue
		}
		r.addTask(s, words, paras[:i], "task.leaf")
		r.stepTasks(s, paras[i], steps)
		return
	}
	own := 0
	for own < len(paras) && !r.furtherTask(paras[own]) && !closing(r, paras[own].words) && !paras[own].ends() {
		own++
	}
	r.addTask(s, words, paras[:own], "task.leaf")
	r.further(s, paras[own:])
}

// measure reports a passage that begins with how much is to be reached: "Ít nhất 85% người hưởng ...".
func (r *reading) measure(p phrase.Passage) bool {
	i := 0
	for i < len(p) && i < 6 && p[i].Kind != text.Number {
		switch {
		case p.Has(i, "phan", "dau"):
			i += 2
		case p.Is(i, "có", "đạt", "trên"):
			i++
		default:
			n := r.promise.Said("bound", p, i)
			if n == 0 {
				return false
			}
			i += n
		}
	}
	return i < len(p) && p[i].Kind == text.Number && (strings.HasSuffix(p[i].Text, "%") || p.Is(i+1, "%"))
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
	return p.mark == "" && len(leads) > 0 && !closing(r, p.words) && !r.execution(p.words)
}

// formula are the words that say no more than that a document is carried out.
var formula = phrase.NewSet("tổ chức", "triển khai", "thực hiện", "nghiêm túc", "nghiêm", "khẩn trương", "kịp thời", "hiệu quả", "có hiệu quả", "tốt",
	"đầy đủ", "đồng bộ", "quán triệt", "chủ động", "tích cực", "có trách nhiệm", "và")

// execution reports the formula that closes many documents: "Căn cứ Kế hoạch này, các cơ quan, đơn
// vị nghiêm túc tổ chức thực hiện."
func (r *reading) execution(p phrase.Passage) bool {
	s := p.Trim()
	if s.Sentence(0) < len(s) {
		return false
	}
	i := len(s)
	for i > 0 {
		n := 0
		for k := 1; k <= 3 && k <= i; k++ {
			if formula.Match(s[:i], i-k) == k {
				n = k
			}
		}
		if n == 0 && !s.Is(i-1, ",") {
			break
		}
		i -= max(n, 1)
	}
	if len(s)-i < 2 || !s.Has(len(s)-2, "thuc", "hien") {
		return false
	}
	for k := 0; k < i; k++ {
		if k > 0 && !s.Is(k-1, ",") {
			continue
		}
		if _, end := r.grammar.Lists(s, r.skipAssign(s, k)); end == i {
			return true
		}
	}
	return false
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
		s := s
		if len(leads) > 0 && r.behindList(s, p) {
			s = s.parent
		}
		strict = strict || len(leads) > 0 && r.bound(p.words)
		if (len(leads) > 0 && strict || len(leads) == 0 && len(r.chargedInside(p.words, true)) > 0) && !closing(r, p.words) {
			r.addTask(s, p.words, nil, "task.assigned")
		}
	}
}

// behindList reports a paragraph that assigns and stands behind a list of headed dashes, whose other
// items have none: it belongs to what the list stands in.
func (r *reading) behindList(s *section, p para) bool {
	if s.parent == nil || p.mark != "" || p.inline || !p.words[0].Cap() || r.skipAssign(p.words, 0) == 0 {
		return false
	}
	list := s.parent.below
	if len(list) < 2 || list[len(list)-1] != s || s.Label != "-" {
		return false
	}
	for _, x := range list[:len(list)-1] {
		for _, q := range x.paras {
			if r.skipAssign(q.words, 0) > 0 {
				return false
			}
		}
	}
	return true
}

// closing reports a closing formula or a clause on effect and enforcement.
func closing(r *reading, p phrase.Passage) bool {
	for i := range p {
		n, class := r.grammar.Verb(p, i)
		if n == 0 || class != "closing" {
			continue
		}
		if p.Has(i, "trong", "qua", "trinh") && !troubled(p[i+n:]) {
			return false // "Trong quá trình thực hiện, phân cấp cho ...": when something is to be done
		}
		if i == 0 || p.Has(i, "chiu", "trach", "nhiem", "thi", "hanh") || i < 12 && !p.Has(i, "trong", "qua", "trinh") {
			return true
		}
	}
	return false
}

// troubles are the words of what the closing formula tells to report: "Trong quá trình thực hiện, nếu có
// vướng mắc, kịp thời phản ánh".
var troubles = phrase.NewSet("vướng mắc", "khó khăn", "phát sinh", "nếu", "báo cáo", "phản ánh", "kiến nghị", "trao đổi", "bất cập", "thông tin", "gửi")

func troubled(p phrase.Passage) bool {
	for i := range p {
		if troubles.Match(p, i) > 0 {
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
		if t.Due = r.taskDue(words); t.Due == nil {
			t.Due = r.inheritedDue(s, words)
		}
	}
	r.doc.Tasks = append(r.doc.Tasks, t)
}

// attribute reports a bullet that only says who or when: "Đơn vị chủ trì: ...".
func (r *reading) attribute(p phrase.Passage) bool {
	n, _ := r.tag(p, 0)
	return n > 0 && p.Is(n, ":")
}

// content reports a passage that says what the task of the section above it is: "Nội dung: ...".
func (r *reading) content(p phrase.Passage) bool {
	n, class := r.grammar.Verb(p, 0)
	return class == "content" && p.Is(n, ":")
}

// circumstance reports a passage that only says when or where: "Thời gian: ...".
func (r *reading) circumstance(p phrase.Passage) bool {
	n, class := r.grammar.Verb(p, 0)
	return p.Is(n, ":") && (class == "time" || class == "label")
}
