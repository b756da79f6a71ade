package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/heading"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// section is a node of the outline with what the rules need to know of it.
type section struct {
	*plan.Section
	parent  *section
	kind    plan.SectionKind // by its title, else what the sections above are about
	title   phrase.Passage
	paras   []para
	text    []phrase.Passage // see running
	below   []*section
	years   []introYear
	covered bool     // a part of the task of the section above
	leads   []string // the bodies that its heading names
	helper  bool     // its heading ends in "phối hợp:", so that its bullets name who helps
	year    int      // the year that its heading or one above sets; 0 for none
}

// para is a paragraph or a bullet.
type para struct {
	words     phrase.Passage // without the mark
	mark      string         // "-", "+"; empty for a paragraph
	inline    bool           // it goes on with the sentence or in the line of the heading
	attribute bool           // it only says who does the task before it, or when
}

// ends reports a paragraph that ends the text: "./." (decree 30/2020 annex I, II.6).
func (p para) ends() bool {
	s := p.words[max(0, len(p.words)-4):].String()
	return p.mark == "" && (strings.HasSuffix(s, "./.") || strings.HasSuffix(s, "./"))
}

func phraseKey(s string) string { return syllable.Key(s) }

func (r *reading) readSections() {
	r.doc.Sections = r.tree(r.outline.Sections, nil)
}

// tree reads sections and returns them as text.
func (r *reading) tree(list []*plan.Section, parent *section) []plan.SectionText {
	var out []plan.SectionText
	var told []string
	for _, s := range list {
		x := r.section(s, parent)
		if x.Kind == plan.Preamble {
			told = r.handsOver(x)
		} else if len(x.leads) == 0 {
			x.leads = told
		}
		r.sections = append(r.sections, x)
		if parent != nil {
			parent.below = append(parent.below, x)
		}
		t := plan.SectionText{
			ID: s.ID, Label: s.Label, Kind: s.Kind, Title: x.title.Trim().String(),
			At: r.at(r.words.Passage(s.Passage())),
		}
		for _, p := range s.Paras {
			if str := r.text.Join(p); str != "" {
				t.Text = append(t.Text, str)
			}
		}
		t.Sections = r.tree(s.Sections, x)
		out = append(out, t)
	}
	return out
}

func (r *reading) section(s *plan.Section, parent *section) *section {
	x := &section{Section: s, parent: parent, title: r.words.Passage(s.Title).TrimLeft()}
	line := -1
	if n := len(x.title); n > 0 {
		line = x.title[n-1].Line
	}
	for i, rs := range s.Paras {
		for k, p := range r.paras(rs) {
			if len(p.words) == 0 {
				continue
			}
			if p.mark != "" && lower(p.words[0].Text) && !x.closed() {
				p.mark = "" // a dash of the margin in the middle of a sentence
			}
			p.inline = i+k == 0 && p.mark == "" && line >= 0 && (p.words[0].Line == line || lower(p.words[0].Text) || s.RunIn && !r.onlyBodies(x.title) || r.awaits(x.title, p.words))
			p.attribute = r.attribute(p.words)
			x.paras = append(x.paras, p)
		}
	}
	r.markContent(x)
	x.kind = r.kindOf(x)
	x.leads, x.helper = r.headingLeads(x)
	x.year, x.years = r.headingYear(x), introYears(x.paras)
	return x
}

// markContent makes "Nội dung: ..." an attribute where others say who and when, and something above
// is named whose attribute it is.
func (r *reading) markContent(x *section) {
	told := false
	for _, p := range x.paras {
		told = told || p.attribute
	}
	for i := range x.paras {
		if p := &x.paras[i]; told && p.mark != "" && (i > 0 || len(x.title) > 0) && r.content(p.words) {
			p.attribute = true
		}
	}
}

// handsOver returns the bodies whose sentence the items behind an introduction go on with: "Thủ
// tướng Chính phủ yêu cầu Chủ tịch Ủy ban nhân dân các tỉnh:". Words between them and the colon
// ("thực hiện tốt các nhiệm vụ sau:") say that each item has to name its own.
func (r *reading) handsOver(x *section) []string {
	if len(x.paras) == 0 {
		return nil
	}
	p := x.paras[len(x.paras)-1].words
	last := len(p) - 1
	if !p.Is(last, ":") {
		return nil
	}
	for i := range p {
		if !r.assigns(p, i) {
			continue
		}
		if list, end := r.grammar.Lists(p, r.skipAssign(p, i)); len(list) > 0 && end == last {
			return bodies(p, list)
		}
	}
	return nil
}

// awaits reports a title that ends in a word which a number follows, and a paragraph that
// begins with one: ... đạt | 98 - 100%.
func (r *reading) awaits(title, p phrase.Passage) bool {
	return p[0].Kind == text.Number && (r.promise.Said("reach", title, len(title)-1) > 0 || r.promise.Said("bound", title, len(title)-1) > 0)
}

// onlyBodies reports words that are a list of bodies and nothing else: the heading of what they do.
func (r *reading) onlyBodies(p phrase.Passage) bool {
	list, end := r.grammar.Lists(p, r.skipAssign(p, 0))
	return len(list) > 0 && len(p[end:].Trim()) == 0
}

// attributes returns the subsections as paragraphs when all they say is what the section's task
// is, who does it, and when; false when they say more.
func (r *reading) attributes(s *section) ([]para, bool) {
	var out []para
	told := false
	for i, x := range s.below {
		for _, p := range x.running() {
			attribute := r.attribute(p)
			if len(x.below) > 0 || !attribute && !(i == 0 && r.content(p)) {
				return nil, false
			}
			told = told || attribute
			out = append(out, para{words: p, mark: "-", attribute: true})
		}
	}
	return out, told
}

// closed reports that the words read so far end a sentence, an item or an introduction.
func (s *section) closed() bool {
	p := s.title
	if n := len(s.paras); n > 0 {
		p = s.paras[n-1].words
	}
	return len(p) == 0 || p.Is(len(p)-1, ".", ";", ":", ",")
}

// paras reads a paragraph; list marks at the beginnings of its lines part it into bullets.
func (r *reading) paras(rs text.Ranges) []para {
	w := r.words.Passage(rs)
	var out []para
	start := 0
	for i := 1; i < len(w); i++ {
		if w[i].Line != w[i-1].Line && ended(w[:i]) && mark(w[i:]) > 0 {
			out = append(out, bullet(w[start:i]))
			start = i
		}
	}
	return append(out, bullet(w[start:]))
}

// ended reports that a sentence or an item ends with the passage.
func ended(p phrase.Passage) bool {
	for i := len(p) - 1; i >= 0 && i > len(p)-4; i-- {
		if p.Is(i, ".", ";") {
			return true
		}
	}
	return false
}

// mark returns the number of words before the first word of an item: list marks, what OCR
// made of them, a scrap of the margin before a dash. 0 means that no mark stands there.
func mark(p phrase.Passage) int {
	from := 0
	if len(p) > 2 && p[0].Letters() && len(p[0].Text) <= 5 && p[1].Kind == text.Punct {
		from = 1
	}
	i, dashed := from, false
	for i < len(p) && i < 5 && p[i].Kind == text.Punct && !strings.ContainsAny(p[i].Text, "(“\"[,") {
		dashed = dashed || dash(p[i].Text) && p[i].Space
		i++
	}
	if i == len(p) || from > 0 && !(dashed && p[i].Cap()) || !dashed && !p[i].Cap() && p[i].Kind != text.Number {
		return 0
	}
	return i
}

func dash(s string) bool {
	switch s {
	case "-", "–", "—", "+", "•", "*", "--", "---":
		return true
	}
	return false
}

// bullet parts the mark from an item.
func bullet(w phrase.Passage) para {
	n := mark(w)
	if n == 0 || n == len(w) {
		return para{words: w}
	}
	m := "-"
	if w[n-1].Text == "+" {
		m = "+"
	}
	return para{words: w[n:], mark: m}
}

// heading returns the words that introduce a section: its title, else its first paragraph.
func (s *section) heading() phrase.Passage {
	if len(s.title) > 0 {
		return s.title
	}
	if len(s.paras) > 0 && s.paras[0].mark == "" {
		return s.paras[0].words
	}
	return nil
}

func lower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// kindOf returns what a section is about: by its own title, by what the outline says, by
// the section above, and for a part without a telling title by what stands in it.
func (r *reading) kindOf(x *section) plan.SectionKind {
	if x.Kind == plan.Preamble {
		return x.Kind
	}
	if x.Kind == plan.Appendix && !x.amidWork() {
		switch k := r.kinds.Kind(x.heading()); k {
		case plan.Tasks, plan.Implementation, plan.Objectives:
			return k
		}
		return x.Kind
	}
	if x.parent != nil && (x.parent.kind == heading.Past || x.parent.kind == heading.Request) {
		return heading.Past
	}
	if x.parent != nil && x.parent.kind == plan.Purpose && len(x.Sections) == 0 && !x.heads() {
		return plan.Purpose // a sentence on the purpose may begin with any word: "Các nhiệm vụ phải cụ thể"
	}
	if k := r.kinds.Kind(x.heading()); k != "" && !(k == heading.Past && x.parent != nil && x.parent.works()) {
		return k
	}
	if x.parent != nil && x.parent.kind != plan.Preamble && !x.parent.promulgated() {
		return x.parent.kind
	}
	if x.Kind != plan.Article && x.Label != "" && r.active(x.Section) {
		return plan.Tasks
	}
	return x.Kind
}

// plans are the labels of documents of work that a decision promulgates.
var plans = map[string]bool{"kế hoạch": true, "chương trình": true, "đề án": true, "phương án": true, "chiến lược": true, "kịch bản": true}

// promulgated reports the document that stands behind the decision which puts it in force: it is
// read as if it stood alone, not as a list or a form.
func (s *section) promulgated() bool {
	return s.Kind == plan.Appendix && plans[phraseKey(s.Label)]
}

// amidWork reports a section below one on tasks: it may speak of an annex but is none.
func (s *section) amidWork() bool { return s.parent != nil && s.parent.works() }

// works reports a section on tasks or on who does them.
func (s *section) works() bool { return s.kind == plan.Tasks || s.kind == plan.Implementation }

// active reports that most paragraphs of a section and of those below it begin with a verb
// of assignment or with a body.
func (r *reading) active(s *plan.Section) bool {
	yes, all := 0, 0
	plan.Walk([]*plan.Section{s}, func(c, _ *plan.Section) {
		if len(c.Sections) > 0 {
			return
		}
		heads := []phrase.Passage{r.words.Passage(c.Title)}
		for _, rs := range c.Paras {
			for _, p := range r.paras(rs) {
				if p.mark != "" || len(c.Title) == 0 {
					heads = append(heads, p.words)
				}
			}
		}
		for _, p := range heads {
			if len(p) > 0 {
				all++
			}
			if r.begins(p) {
				yes++
			}
		}
	})
	return all > 0 && 2*yes > all
}

// begins reports a passage that begins with a verb of assignment or with a body.
func (r *reading) begins(p phrase.Passage) bool {
	if n, class := r.grammar.Verb(p, 0); n > 0 && (class == "act" || class == "mod" || class == "assign" || class == "with") {
		return true
	}
	list, _ := r.grammar.List(p, 0)
	return len(list) > 0
}

// headingLeads returns the bodies that a heading consists of: "Sở Y tế", "Đề nghị Tòa án
// nhân dân tỉnh", "Bộ Tài chính có trách nhiệm:". helper reports a heading "phối hợp:".
func (r *reading) headingLeads(x *section) (leads []string, helper bool) {
	h := x.heading()
	if len(x.title) > 0 && len(x.paras) > 0 && x.paras[0].inline && h[len(h)-1].Text != ":" {
		rest := x.paras[0].words
		if len(x.Sections) == 0 || !rest.Is(len(rest)-1, ":") || len(h)+len(rest) > maxHeading {
			return nil, false // the heading is the beginning of a sentence
		}
		h = append(h[:len(h):len(h)], rest...)
	}
	if n := len(h); n >= 3 && h[n-1].Text == ":" && h.Has(n-3, "phoi", "hop") || n >= 4 && h[n-1].Text == ":" && h.Has(n-4, "phoi", "hop", "voi") {
		helper = true
	}
	i := r.skipAssign(h, 0)
	list, end := r.grammar.Lists(h, i)
	if len(list) == 0 && h.Is(len(h)-1, ":") && x.Kind != plan.Preamble {
		leads, _ = r.ownLeads(h) // "Thời gian tới, đề nghị Ban Thường vụ Huyện ủy tập trung các nhiệm vụ sau:"
		return leads, helper
	}
	if len(list) == 0 || closing(r, h) {
		return nil, helper
	}
	end = skipAside(h, end)
	if rest := h[end:].Trim(); len(rest) > 0 {
		n, class := r.grammar.Verb(rest, 0)
		if whole := r.stretched(h, list, end); n == 0 && len(whole) > 0 && x.heads() {
			return bodies(h, whole), helper
		}
		open := h[len(h)-1].Text == ":" || len(x.Sections) > 0 || len(x.title) > 0 && len(x.paras) > 0 || len(x.paras) > 1 && x.paras[1].mark != ""
		if n == 0 || class != "mod" && class != "act" && class != "with" || !open {
			return nil, helper
		}
	}
	return bodies(h, list), helper
}

// stretched returns the bodies of a heading that names nothing else, each with the words that no
// table holds: "Các cơ quan báo chí, xuất bản Công đoàn:". It returns none where a verb or a
// function word shows that the heading says something of them.
func (r *reading) stretched(h phrase.Passage, list []body.Body, end int) []body.Body {
	if list[0].Kind != body.Group && !h.Is(0, "các") && !h.Is(len(h)-1, ":") || len(h) > maxHeading {
		return nil
	}
	for len(h[end:].Trim()) > 0 {
		k := end
		for ; k < len(h) && !h.Is(k, ":", ";", ".", "("); k++ {
			if n, _ := r.grammar.Verb(h, k); n > 0 || body.Function(h[k].Key) && !inHeading[h[k].Key] || h[k].Kind == text.Number {
				return nil
			}
			if _, ok := r.grammar.Element(h, k+1, true); ok && h.Is(k, ",", "và") {
				break
			}
		}
		list[len(list)-1].End = k
		if !h.Is(k, ";", ",", "và") {
			return list
		}
		more, e := r.grammar.Lists(h, k+1)
		if len(more) == 0 {
			return nil
		}
		list, end = append(list, more...), e
	}
	return list
}

// inHeading are the function words that may stand inside the name of a group.
var inHeading = map[string]bool{"và": true, "các": true, "của": true, "trên": true}

// skipAssign returns the word behind a verb that assigns: giao, đề nghị.
func (r *reading) skipAssign(p phrase.Passage, i int) int {
	for {
		n, class := r.grammar.Verb(p, i)
		if n == 0 || class != "assign" {
			return i
		}
		i += n
	}
}

// bodies returns the bodies of a list as printed.
func bodies(p phrase.Passage, list []body.Body) []string {
	var out []string
	for _, b := range list {
		out = append(out, b.String(p))
	}
	return out
}

// inherited returns the bodies of the nearest heading above that names any.
func (s *section) inherited() []string {
	for x := s; x != nil; x = x.parent {
		if len(x.leads) > 0 {
			return x.leads
		}
	}
	return nil
}

// headingYear returns the year that a heading sets for what stands below: the end of a
// stage, or "đến năm 2030".
func (r *reading) headingYear(x *section) int {
	h := x.heading()
	if n := len(h); x.heads() && (n <= maxHeading || h[n-1].Text == ":") {
		for i := range h {
			if w, ok := moment.At(h, i); ok && w.Year > 0 && w.Date == "" && !h.Is(i-1, "(") && (i == 0 || x.kind == plan.Objectives || w.End >= n-1 && (heading.Capitals(h) || x.kind == plan.Tasks) || h[n-1].Text == ":" && w.End >= n-4 && w.From == 0) {
				return w.Year
			}
		}
	}
	if x.parent != nil {
		return x.parent.year
	}
	return 0
}

// running returns the paragraphs of a section, the first with the heading it goes on from.
func (s *section) running() []phrase.Passage {
	if s.text != nil {
		return s.text
	}
	rest := s.paras
	if len(s.title) > 0 {
		t := s.title
		if len(rest) > 0 && rest[0].inline {
			t = append(t[:len(t):len(t)], rest[0].words...)
			rest = rest[1:]
		}
		s.text = append(s.text, t)
	}
	for _, p := range rest {
		s.text = append(s.text, p.words)
	}
	return s.text
}

// heads reports that something stands below the heading: it is no sentence of its own.
func (s *section) heads() bool {
	n := len(s.title)
	switch {
	case len(s.Sections) > 0, len(s.paras) > 1 && s.paras[1].mark != "", len(s.paras) > 0 && s.paras[0].mark != "":
		return len(s.heading()) > 0
	}
	return n > 0 && len(s.paras) > 0 && (!s.paras[0].inline || s.title[n-1].Text == ":" || s.paras[0].words[0].Cap())
}

// yearAt returns the year that governs a passage of the section: that of the paragraph
// before it which ends in a colon and sets one (Đến năm 2025 đạt các chỉ tiêu sau:), else
// that of the heading.
func (s *section) yearAt(p phrase.Passage) int {
	y := s.year
	for _, x := range s.years {
		if len(p) == 0 || x.at >= p[0].At {
			break
		}
		y = x.year
	}
	if y == 0 && s.parent != nil && s.parent.kind == plan.Objectives {
		return s.parent.yearAt(p)
	}
	return y
}

// introYear is a year that a paragraph which ends in a colon sets for those behind it.
type introYear struct{ at, year int }

// introYears returns the years that paragraphs of the section set.
func introYears(paras []para) []introYear {
	var out []introYear
	for _, x := range paras {
		if x.words[len(x.words)-1].Text != ":" {
			continue
		}
		for i := 0; i < min(len(x.words), maxIntro); i++ {
			if w, ok := moment.At(x.words, i); ok && w.Year > 0 && w.Date == "" {
				out = append(out, introYear{x.words[0].At, w.Year})
				break
			}
		}
	}
	return out
}

// maxIntro is how many words may stand before the year of an introduction: Phấn đấu đến cuối
// năm 2025 đạt các chỉ tiêu sau.
const maxIntro = 5

// maxHeading is the length in words of the longest heading that sets a year.
const maxHeading = 20
