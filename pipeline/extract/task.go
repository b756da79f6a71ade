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
		strict = strict || len(leads) > 0 && r.bound(p.words)
		if (len(leads) > 0 && strict || len(leads) == 0 && len(r.chargedInside(p.words)) > 0) && !closing(r, p.words) {
			r.addTask(s, p.words, nil, "task.assigned")
		}
	}
}

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
		if t.Due = r.taskDue(words); t.Due == nil {
			t.Due = r.inheritedDue(s, words)
		}
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
	} else {
		t.Lead = union(t.Lead, r.alsoCharged(words))
	}
	t.With = r.helpers(words, t.Lead)
}

// chargedInside returns the bodies that a later clause charges: "..., giao Sở Y tế thẩm
// định", "... (Sở Y tế chủ trì, các sở phối hợp)".
func (r *reading) chargedInside(p phrase.Passage) []string {
	for i := 1; i < len(p); i++ {
		assigned := p.Is(i, "giao") && (p.Is(i-1, ".", "trương", "và") || p[i].Cap()) || r.assigns(p, i) && p.Is(i-1, ",", ";", ":", "(", "thời")
		if !assigned && !p.Is(i-1, "(") {
			if leads := r.clauseLeads(p, i); len(leads) > 0 {
				return leads
			}
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

// alsoCharged returns the bodies that a later clause assigns a part of the task: "...; giao Sở Tài
// chính bố trí kinh phí", "giao Ban cán sự đảng chỉ đạo Sở Y tế chủ trì".
func (r *reading) alsoCharged(p phrase.Passage) []string {
	var out []string
	for i := 1; i < len(p); i++ {
		from := i
		switch {
		case p.Is(i, "giao") && p.Is(i-1, ",", ";", "."):
			from = r.skipAssign(p, i)
		case p.Has(i-2, "chi", "dao"):
		default:
			continue
		}
		list, end := r.grammar.List(p, from)
		n, class := r.grammar.Verb(p, end)
		if len(list) > 0 && n > 0 && class != "closing" && (from > i || p.Has(end, "chu", "tri")) {
			out = append(out, bodies(p, list)...)
		}
	}
	return out
}

// union returns a and what b adds to it.
func union(a, b []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range append(a[:len(a):len(a)], b...) {
		if k := phraseKey(s); !seen[k] {
			seen[k] = true
			out = append(out, s)
		}
	}
	return out
}

// clauseLeads returns the bodies that a clause behind a semicolon or a full stop begins with and
// charges: "...; Ngân hàng Chính sách xã hội bảo đảm vốn".
func (r *reading) clauseLeads(p phrase.Passage, i int) []string {
	if !p.Is(i-1, ";", ".") || !p[i].Cap() {
		return nil
	}
	if b, ok := r.grammar.Named(p, i); !ok || b.Kind != body.Name {
		return nil
	}
	list, end := r.grammar.List(p, i)
	if _, class := r.grammar.Verb(p, end); class != "act" && class != "mod" && class != "with" {
		return nil
	}
	return bodies(p, list)
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
		n, class := r.tag(p, i)
		if n == 0 || class != label {
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

// shortLabels are verbs that a colon makes a label: "Chủ trì: Phòng Kinh tế; phối hợp: Công an xã".
var shortLabels = map[string]*phrase.Set{
	"leader": phrase.NewSet("chủ trì", "chủ trì, tham mưu", "chủ trì tham mưu", "thực hiện", "phụ trách", "trách nhiệm", "phân công"),
	"helper": phrase.NewSet("phối hợp", "phối hợp thực hiện", "tham gia", "tham gia phối hợp"),
}

// tag returns the length and the class of the label at word i: what a colon or "là" ends.
func (r *reading) tag(p phrase.Passage, i int) (words int, class string) {
	n, class := r.grammar.Verb(p, i)
	switch class {
	case "leader", "helper", "time", "label":
		if p.Is(i+n, ":") || p.Is(i+n-1, "là") {
			return n, class
		}
	}
	for _, class := range []string{"leader", "helper"} {
		if n := shortLabels[class].Match(p, i); n > 0 && p.Is(i+n, ":") && (i == 0 || !p[i-1].Letters()) {
			return n, class
		}
	}
	return 0, ""
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
	if k := topicColon(s); k > 0 {
		if leads, strict = r.charged(s, k+1); len(leads) > 0 {
			return leads, strict
		}
	}
	if !r.circumstantial(s) {
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

// circumstantial reports a sentence that begins with when, how or why something is done; who does
// it may follow: "Căn cứ ...,", "Chậm nhất ngày 30/6/2025,", "Hằng năm,".
func (r *reading) circumstantial(s phrase.Passage) bool {
	n, class := r.grammar.Verb(s, 0)
	if class == "intro" || class == "mod" && s.Is(n, ",") || yearly.Match(s, 0) > 0 {
		return true
	}
	_, ok := moment.At(s, 0)
	return ok
}

// maxTopic is the length in words of the longest topic before a colon.
const maxTopic = 40

// topicColon returns the colon that ends what a sentence is about: "Về giá đất bồi thường: Sở Tài
// chính thẩm định"; 0 where none stands.
func topicColon(s phrase.Passage) int {
	for i := 1; i < len(s) && i < maxTopic; i++ {
		if s.Is(i, ":") {
			return i
		}
		if s.Is(i, ";", ".") {
			return 0
		}
	}
	return 0
}

// listGoesOn reports a comma or a conjunction at i: the word before was one of a row of nouns.
func listGoesOn(p phrase.Passage, i int) bool { return p.Is(i, ",", ";", "và") }

// charged reads bodies at word i with a verb behind them.
func (r *reading) charged(p phrase.Passage, i int) (leads []string, strict bool) {
	if n, _ := r.tag(p, i); n > 0 {
		return nil, false // "Cơ quan phối hợp: ..." begins with no body
	}
	from := r.skipAssign(p, i)
	if who := r.comrade(p, from); who != "" && from > i {
		return []string{who}, true
	}
	list, end := r.grammar.Lists(p, from)
	if len(list) == 0 || from > i && p.Is(from-1, "công") && members(list[0]) {
		return nil, false
	}
	if n, _ := r.grammar.Verb(p, end); n == 0 {
		if more, e := r.grammar.Lists(p, end); len(more) > 0 {
			list, end = append(list, more...), e // a comma is lost between two bodies
		}
	}
	if far := r.farVerb(p, list[len(list)-1], end); far > end {
		list[len(list)-1].End, end = far, far
	}
	if last := &list[len(list)-1]; last.Kind == body.Role {
		if k := r.nameEnd(p, end); k > end {
			last.End, end = k, k // Phó Chủ tịch Ủy ban nhân dân tỉnh Nguyễn Văn An
		}
	}
	leads = bodies(p, list)
	end = skipAside(p, end)
	n, class := r.grammar.Verb(p, end)
	if class == "mod" && r.assigns(p, end+n) {
		end += n
		n, class = r.grammar.Verb(p, end)
	}
	if from == i && class == "assign" && !p.Is(end, "phân") {
		if told, _ := r.charged(p, end); len(told) > 0 {
			return told, true // "Thủ tướng giao Bộ Y tế chủ trì"
		}
	}
	switch {
	case from > i && (n > 0 || end >= len(p) || p.Is(end, ",") && r.intro(p, end+1)):
		return leads, true
	case n == 0 && !p.Is(end, ":", "là") && !actor(p, list[0], end):
		return nil, false
	case class == "closing":
		return nil, false
	}
	return leads, p.Has(end, "chu", "tri") || p.Has(end, "co", "trach", "nhiem")
}

// assigns reports a verb that assigns at i.
func (r *reading) assigns(p phrase.Passage, i int) bool {
	_, class := r.grammar.Verb(p, i)
	return class == "assign"
}

// memberWords are those whom a body gives its own work: "phân công cán bộ theo dõi" charges no one
// outside.
var memberWords = map[string]bool{"cán bộ": true, "đảng viên": true, "thành viên": true, "đoàn viên": true, "hội viên": true, "cá nhân": true}

func members(b body.Body) bool { return memberWords[b.Core] }

// comrade returns the person at word i who is told to do something: đồng chí Nguyễn Văn An.
func (r *reading) comrade(p phrase.Passage, i int) string {
	from := i
	if n := addressed.Match(p, i); n > 0 {
		from = i + n
	} else if !p.Is(i-1, "chí") {
		return ""
	}
	end := r.nameEnd(p, from)
	if end == from {
		end = r.anyName(p, from)
	}
	if end == from {
		return ""
	}
	return r.names.Spell(r.text, p[from:end])
}

// intro reports words that begin a circumstance at i.
func (r *reading) intro(p phrase.Passage, i int) bool {
	_, class := r.grammar.Verb(p, i)
	return class == "intro"
}

// maxTail is the number of words that may describe a group before what it has to do.
const maxTail = 14

// duty are the words of duty that tell who has it, however it is described.
var duty = phrase.NewSet("có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ")

// farVerb returns where a duty begins behind the words that describe a group: các cơ quan quản lý
// nhà nước | có trách nhiệm; end where none does.
func (r *reading) farVerb(p phrase.Passage, last body.Body, end int) int {
	if last.Kind != body.Group || duty.Match(p, end) > 0 {
		return end
	}
	for k := end; k < len(p) && k-end < maxTail && (p[k].Letters() || k > end && p.Is(k, ",")) && !r.intro(p, k); k++ {
		if duty.Match(p, k) > 0 && !p.Is(k-1, "và", ",") {
			return k
		}
	}
	return end
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
	if w.Yearly || w.Year == 0 || r.yearlyNear(s, w.End) {
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
			if w, ok := stage(x.heading()); ok && w.From == 0 {
				return due(w, x.heading())
			}
		}
	}
	return nil
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

// strives reports "phấn đấu" in the sentence before i: the time is that of what is hoped for.
func strives(p phrase.Passage, i int) bool {
	for k := 0; k+1 < i; k++ {
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

// maxSession is the number of words between what is submitted and the time of the session.
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
