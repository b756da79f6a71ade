package extract

import (
	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

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
		t.Lead = r.chargedInside(words, len(s.inherited()) == 0)
	}
	if len(t.Lead) == 0 {
		t.Lead = s.inherited()
	} else {
		t.Lead = union(t.Lead, r.alsoCharged(words))
	}
	t.With = r.helpers(words, t.Lead)
}

// chargedInside returns the bodies that a later clause charges: "..., giao Sở Y tế thẩm
// định", "... (Sở Y tế chủ trì, các sở phối hợp)". free says that no heading charges
// others; where one does, a later sentence or the subject of a later clause takes nothing from them.
func (r *reading) chargedInside(p phrase.Passage, free bool) []string {
	for i := 1; i < len(p); i++ {
		assigned := p.Is(i, "giao") && (p.Is(i-1, ".", "trương", "và") || p[i].Cap()) || r.assigns(p, i) && p.Is(i-1, ",", ";", ":", "(", "thời")
		if !assigned && !p.Is(i-1, "(") {
			if leads := r.clauseLeads(p, i); free && len(leads) > 0 {
				return leads
			}
			continue
		}
		if !free && p.Is(i-1, ".") {
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
	if len(s) > 0 && (s.Has(0, "dong", "thoi") || s.Has(0, "trong", "do")) {
		s = s[2:]
		if s.Is(0, ",") {
			s = s[1:]
		}
	}
	if leads, strict = r.charged(s, 0); len(leads) > 0 {
		return leads, strict
	}
	if k := topicColon(s); k > 0 {
		if who := r.officer(s[:k]); who != "" {
			return []string{who}, false
		}
		if leads, strict = r.charged(s, k+1); len(leads) > 0 {
			return leads, strict
		}
		if r.circumstantial(s[k+1:]) && !r.circumstantial(s) {
			s = s[k+1:]
		}
	}
	obeys := obeyed.Match(s, 0) > 0
	if !obeys && !r.circumstantial(s) {
		return nil, false
	}
	for i := 1; i < len(s) && i < maxCircumstance; i++ {
		if !s.Is(i, ",", ";") || r.grammar.InRow(s, i) {
			continue
		}
		if leads, strict = r.charged(s, i+1); len(leads) > 0 && (strict || !obeys) {
			return leads, strict
		}
		if n, class := r.grammar.Verb(s, i+1); n > 0 && (class == "act" || class == "with") && !listGoesOn(s, i+1+n) {
			return nil, false
		}
	}
	return nil, false
}

// maxOfficer is the length in words of the longest name and office before a colon.
const maxOfficer = 25

// officer returns the person whose name or office is all that stands before the colon behind which
// the work is told: "Đồng chí Phó Trưởng ban Dân vận - Phó Trưởng tiểu ban: ...".
func (r *reading) officer(p phrase.Passage) string {
	n := addressed.Match(p, 0)
	if n == 0 || len(p) == n || len(p) > maxOfficer {
		return ""
	}
	for i := range p {
		if k, class := r.grammar.Verb(p, i); k > 0 && class != "act" && class != "noun" || body.Function(p[i].Key) && p[i].Key != "và" {
			return ""
		}
	}
	end := r.nameEnd(p, n)
	if end > n && personTitles.Match(p, n) == 0 && (end == len(p) || p.Is(end, ",", "-", "–")) {
		return r.names.Spell(r.text, p[n:end])
	}
	return p.String()
}

// obeyed are the words that say on whose word something is done: "Thực hiện chỉ đạo của Bộ Chính trị,
// Đảng ủy Chính phủ chủ trì đánh giá ...".
var obeyed = phrase.NewSet("thực hiện chỉ đạo", "thực hiện ý kiến", "thực hiện kết luận", "thực hiện nghị quyết", "thực hiện chỉ thị", "thực hiện kế hoạch",
	"thực hiện quyết định", "thực hiện chương trình", "thực hiện thông báo", "thực hiện công văn")

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
	list, end := r.described(p, from)
	if len(list) == 0 || from > i && p.Is(from-1, "công") && members(list[0]) {
		return nil, false
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

// described returns the bodies listed from word i on with what describes the last of them, and where
// what they do begins.
func (r *reading) described(p phrase.Passage, i int) ([]body.Body, int) {
	list, end := r.grammar.Lists(p, i)
	if len(list) == 0 {
		return nil, i
	}
	if n, _ := r.grammar.Verb(p, end); n == 0 && end < len(p) && p[end].Cap() {
		if more, e := r.grammar.Lists(p, end); len(more) > 0 {
			list, end = append(list, more...), e // a comma is lost between two bodies
		}
	}
	last := &list[len(list)-1]
	if far := r.farVerb(p, *last, end); far > end {
		last.End, end = far, far
	}
	if k := r.nameEnd(p, end); last.Kind == body.Role && k > end {
		last.End, end = k, k // Phó Chủ tịch Ủy ban nhân dân tỉnh Nguyễn Văn An
	}
	return list, end
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
var duty = phrase.NewSet("có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "căn cứ chức năng", "căn cứ vào chức năng", "căn cứ nhiệm vụ", "căn cứ vào nhiệm vụ", "theo chức năng")

// farVerb returns where a duty begins behind the words that describe a group: các cơ quan quản lý
// nhà nước | có trách nhiệm; end where none does.
func (r *reading) farVerb(p phrase.Passage, last body.Body, end int) int {
	if last.Kind != body.Group || duty.Match(p, end) > 0 {
		return end
	}
	for k := end; k < len(p) && k-end < maxTail && (p[k].Letters() || k > end && p.Is(k, ",")); k++ {
		if r.intro(p, k) && !p.Is(k-1, "kèm") && duty.Match(p, k) == 0 {
			break
		}
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
