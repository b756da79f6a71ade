package outline

import (
	"strconv"
	"strings"

	"vanban/pipeline/outline/kinds"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// node is a section on its way into the tree.
type node struct {
	sec   *plan.Section
	level *numbering.Level // nil for the preamble and for headed bullets
	place int              // of a headed bullet among its siblings
	name  string           // the label of an appendix, as printed
	free  bool             // a part without a label whose sections are cited by their own labels
	paras []paragraph
	kids  []*node
}

// sections reads the body of the paper.
func (p *paper) sections() []*plan.Section {
	order := p.bodyOrder()
	if len(order) == 0 {
		return nil
	}
	cands := p.candidates(order)
	steps, cost := numbering.Decode(cands)
	for _, other := range p.turned(order) {
		c := p.candidates(other)
		if s, less := numbering.Decode(c); less < cost {
			order, cands, steps, cost = other, c, s, less
		}
	}
	if !p.administrative(order, steps) {
		cands, steps = nil, nil
	}
	roots := p.assemble(order, cands, steps)
	freeParts(roots)
	ids := identities{}
	var out []*plan.Section
	for _, n := range roots {
		p.finish(n, nil, &ids)
		out = append(out, n.sec)
	}
	return out
}

// candidates returns the body lines that may begin with a label.
func (p *paper) candidates(order []int) []numbering.Candidate {
	var cands []numbering.Candidate
	var quote quotation
	annexes := 0
	authority := p.authority(order)
	for n, i := range order {
		l := &p.Lines[i]
		if n < authority && l.Caps {
			continue
		}
		if l.Opens != sheet.Nothing {
			annexes++
			cands = append(cands, numbering.Candidate{Line: n, Forced: true, Readings: []numbering.Reading{{Style: numbering.Annexed, Val: annexes, End: p.annexEnd(l)}}})
			continue
		}
		rs := p.Readings(l)
		quoted := quote.pass(p, order, n, len(rs) > 0)
		if len(rs) > 0 {
			cands = append(cands, p.weigh(order, n, rs, quoted))
		}
	}
	return cands
}

// authority returns how many lines at the beginning of the text name the authority that decides:
// what stands above the first ground ("Căn cứ ...").
func (p *paper) authority(order []int) int {
	for n, i := range order[:min(len(order), 8)] {
		if l := &p.Lines[i]; p.MatchOne(l.Lo, min(l.Lo+3, l.Hi), "cancu") > l.Lo {
			return n
		}
	}
	return 0
}

// weigh makes a candidate of a line that may begin with a label. A label where the line above
// goes on, or inside a quotation, is hardly one.
func (p *paper) weigh(order []int, n int, rs []numbering.Reading, quoted bool) numbering.Candidate {
	c := numbering.Candidate{Line: n, Readings: rs, Skip: 4.4, Middle: quoted, Quoted: quoted}
	cheapest := rs[0].Cost
	for _, r := range rs[1:] {
		cheapest = min(cheapest, r.Cost)
	}
	c.Skip -= 1.1 * cheapest
	if l := &p.Lines[order[n]]; n > 0 && !quoted {
		a := &p.Lines[order[n-1]]
		end := p.Ends(a)
		c.Middle = (end == 0 || end == ',') && p.Full(a, l) && !p.Blank(l) && rs[0].End < l.Hi
	}
	switch {
	case quoted:
		c.Skip = min(c.Skip-3, 0.6)
	case c.Middle:
		c.Skip = min(c.Skip-3, 1.2)
	}
	c.Skip = max(c.Skip, 0.2)
	return c
}

// quotation follows a quoted passage that begins with a label: an amending document quotes
// articles that are not its own.
type quotation struct{ open bool }

// longQuote is how many lines a quotation may have.
const longQuote = 60

// pass takes notice of a line and reports whether it lies in a quotation. A quotation mark that
// nothing closes is a speck.
func (q *quotation) pass(p *paper, order []int, n int, labelled bool) bool {
	l := &p.Lines[order[n]]
	if labelled && !q.open && p.quoted(l) {
		for m := n; m < len(order) && m < n+longQuote && !q.open; m++ {
			q.open = p.endsQuote(&p.Lines[order[m]])
		}
	}
	quoted := q.open
	q.open = q.open && !p.endsQuote(l)
	return quoted
}

// endsQuote reports whether a quotation ends on a line.
func (p *paper) endsQuote(l *sheet.Line) bool {
	for k := l.Lo + 1; k < l.Hi; k++ {
		if w := p.Word(k); w == "”" && p.Glued(k) || k >= l.Hi-2 && w == "\"" {
			return true
		}
	}
	return false
}

// quoted reports whether a line begins with a quotation: an amending document quotes articles
// that are not its own.
func (p *paper) quoted(l *sheet.Line) bool {
	return strings.HasPrefix(p.Word(l.Lo), "“") || strings.HasPrefix(p.Word(l.Lo), "\"")
}

// administrative reports whether the text has the build of an administrative document: a
// head or a foot, or labels in Vietnamese text of which one heads a section of a known kind or
// names itself (Điều 1).
func (p *paper) administrative(order []int, steps []numbering.Step) bool {
	if p.begun {
		return true
	}
	labels, named := 0, false
	for _, s := range steps {
		if s.Level == nil {
			continue
		}
		labels++
		if s.Level.Style <= numbering.Division || s.Level.Style == numbering.Article || s.Level.Style == numbering.Roman {
			named = true
		}
	}
	return p.vietnamese(order) && (labels >= 3 && named || labels >= 1 && p.namesKind(order))
}

// namesKind reports whether a line in the text is the title of a section of a known kind.
func (p *paper) namesKind(order []int) bool {
	for _, i := range order {
		if l := &p.Lines[i]; l.Hi-l.Lo < 12 && p.Labelled(l) && kinds.Of(p.Joined(l.Lo, l.Hi), false) != "" {
			return true
		}
	}
	return false
}

// commonWords are the most frequent words of Vietnamese that are no words of other languages.
var commonWords = map[string]bool{
	"cua": true, "va": true, "cac": true, "trong": true, "cho": true, "duoc": true, "theo": true, "nhung": true,
	"voi": true, "khong": true, "mot": true, "nguoi": true, "nam": true, "thuc": true, "hien": true, "dong": true,
	"dan": true, "nuoc": true, "phat": true, "trien": true, "quan": true, "tinh": true, "vien": true, "ngay": true,
}

// vietnamese reports whether a fair share of the words are such as Vietnamese text has.
func (p *paper) vietnamese(order []int) bool {
	all, common := 0, 0
	for _, i := range order[:min(len(order), 200)] {
		for k := p.Lines[i].Lo; k < p.Lines[i].Hi; k++ {
			all++
			if commonWords[p.Fold(k)] {
				common++
			}
		}
	}
	return common*20 >= all
}

// assemble gives every body line to a section.
func (p *paper) assemble(order []int, cands []numbering.Candidate, steps []numbering.Step) []*node {
	var roots []*node
	nodes := map[*numbering.Level]*node{}
	current := &node{sec: &plan.Section{ID: "preamble", Kind: plan.Preamble}}
	c := 0
	var above *sheet.Line
	for n, i := range order {
		l := &p.Lines[i]
		lo := l.Lo
		if c < len(cands) && cands[c].Line == n {
			if s := steps[c]; s.Level != nil {
				if len(current.paras) > 0 && current.level == nil {
					roots = append(roots, current)
				}
				current = p.open(l, &s)
				nodes[s.Level] = current
				if up := enclosing(s.Level, nodes); up != nil {
					up.kids = append(up.kids, current)
				} else {
					roots = append(roots, current)
				}
				lo, above = s.End, nil
			}
			c++
		}
		if lo < l.Hi {
			p.addLine(current, above, l, lo)
			above = l
		}
	}
	if current.level == nil && len(current.paras) > 0 {
		roots = append(roots, current)
	}
	if len(steps) == 0 || len(nodes) == 0 {
		for _, n := range roots {
			n.sec.Kind = plan.Other
		}
	}
	return roots
}

// enclosing returns the section that a level stands in, past headings that are lost.
func enclosing(l *numbering.Level, nodes map[*numbering.Level]*node) *node {
	for up := l.Up; up != nil; up = up.Up {
		if n := nodes[up]; n != nil {
			return n
		}
	}
	return nil
}

// open makes the section that a label opens.
func (p *paper) open(l *sheet.Line, s *numbering.Step) *node {
	n := &node{sec: &plan.Section{}, level: s.Level}
	n.sec.Mark = p.Spans(l.Lo, s.End)
	if s.Level.Style == numbering.Annexed {
		n.name = p.annexName(l)
	}
	return n
}

// annexName returns the label of an appendix: "Phụ lục I", or the type of the promulgated
// document.
func (p *paper) annexName(l *sheet.Line) string {
	if l.Opens == sheet.Decreed {
		return sheet.TypeTitles()[p.typeOf(l)]
	}
	if e := p.MatchOne(l.Lo, l.Hi, "phuluc"); e < l.Hi {
		if v := p.View(e, l.Hi); v.Kind(0) == text.Number {
			return appendix + " " + v.Word(0)
		} else if n, _ := v.Numeral(0); n > 0 {
			return appendix + " " + numbering.RomanNumber(n)
		}
	}
	return appendix
}

// appendix is the label of an appendix without a number.
const appendix = "Phụ lục"

// annexEnd returns the position after the label of an appendix.
func (p *paper) annexEnd(l *sheet.Line) int {
	if l.Opens == sheet.Decreed {
		return p.typeEnd(l)
	}
	end := p.MatchOne(l.Lo, l.Hi, "phuluc")
	if end < l.Hi {
		if n, e := p.View(end, l.Hi).Numeral(0); n > 0 {
			end += e
		}
	}
	return p.SkipMarks(end, l.Hi)
}

// addLine adds words of a line to a section, to its last paragraph or as a new one.
func (p *paper) addLine(n *node, above, l *sheet.Line, lo int) {
	part := stretch{lo, l.Hi}
	if b := p.BulletAt(l); b.Ok && lo == l.Lo && b.End < l.Hi {
		n.paras = append(n.paras, paragraph{mark: stretch{lo, b.End}, bullet: true, dash: !b.Plus, parts: []stretch{{b.End, l.Hi}}})
		return
	}
	titled := n.level != nil && len(n.paras) == 1 && !n.paras[0].bullet
	if above == nil || len(n.paras) == 0 || p.breaks(above, l) || titled && p.headingEnds(above, l) {
		n.paras = append(n.paras, paragraph{parts: []stretch{part}})
		return
	}
	last := &n.paras[len(n.paras)-1]
	last.parts = append(last.parts, part)
}

// finish gives a section and those below it their titles, kinds, labels and identities.
func (p *paper) finish(n, parent *node, ids *identities) {
	var inherited plan.SectionKind
	if parent != nil {
		inherited = parent.sec.Kind
	}
	if n.level != nil {
		p.entitle(n)
	}
	if n.level != nil || parent != nil {
		n.sec.Label = n.label()
		n.sec.ID = ids.unique(n.path(parent))
		n.sec.Kind = p.kindFor(n, inherited)
	}
	if p.begun || n.level != nil {
		p.splitBullets(n)
	}
	for i := range n.paras {
		g := &n.paras[i]
		n.sec.Paras = append(n.sec.Paras, append(p.Spans(g.mark.lo, g.mark.hi), g.ranges(p)...))
	}
	sortKids(n.kids)
	for _, k := range n.kids {
		p.finish(k, n, ids)
		n.sec.Sections = append(n.sec.Sections, k.sec)
	}
}

// sortKids puts the sections of one list into the order of their numbers where pages are out
// of order, unless a number comes twice.
func sortKids(kids []*node) {
	seen := map[[2]int]bool{}
	sorted := true
	for i, k := range kids {
		if k.level == nil || k.level.Up != nil && k.level.Up.Lost {
			return
		}
		key := [2]int{int(k.level.Style), k.level.Val}
		if seen[key] || k.level.Style != kids[0].level.Style {
			return
		}
		seen[key] = true
		sorted = sorted && (i == 0 || kids[i-1].level.Val < k.level.Val)
	}
	for i := 1; !sorted && i < len(kids); i++ {
		for j := i; j > 0 && kids[j].level.Val < kids[j-1].level.Val; j-- {
			kids[j], kids[j-1] = kids[j-1], kids[j]
		}
	}
}

// freeParts marks the promulgated documents among the roots whose sections are cited by their own
// labels, III.2 of the plan behind a decision: the part has a name and no label, and the labels in
// it are no others' too.
func freeParts(roots []*node) {
	taken := map[string]bool{}
	for _, n := range roots {
		if n.level != nil && n.name == "" {
			taken[n.label()] = true
		}
	}
	for _, n := range roots {
		n.free = n.name != "" && !strings.HasPrefix(n.name, appendix) && !n.articles()
		for _, k := range n.kids {
			n.free = n.free && !taken[k.label()]
		}
		for _, k := range n.kids {
			taken[k.label()] = taken[k.label()] || n.free
		}
	}
}

// articles reports a section that holds articles.
func (n *node) articles() bool {
	for _, k := range n.kids {
		if k.level != nil && k.level.Style == numbering.Article || k.articles() {
			return true
		}
	}
	return false
}

// label returns the label as printed, without punctuation, undamaged.
func (n *node) label() string {
	if n.level == nil {
		return "-"
	}
	if n.name != "" {
		return n.name
	}
	return n.level.Label()
}

// path returns the identity of a section: the labels down to it, joined by '.'. An article
// stands for itself since articles are numbered through; a decimal label holds the one above.
func (n *node) path(parent *node) string {
	own := n.label()
	if n.level == nil {
		return parent.sec.ID + "." + bulletID(n.place)
	}
	if parent != nil && parent.free {
		parent = nil
	}
	if n.level.Style == numbering.Article {
		for up := n.level.Up; up != nil; up = up.Up {
			if up.Style == numbering.Annexed {
				return parent.annexID() + "." + own
			}
		}
		return own
	}
	prefix := ""
	if parent != nil {
		prefix = parent.sec.ID + "."
	}
	for up := n.level.Up; up != nil && up.Lost; up = up.Up {
		if up.Style == numbering.Article {
			prefix = ""
		}
		prefix += up.Label() + "."
	}
	if up := n.level.Up; up != nil && n.level.Style >= numbering.Decimal2 && n.level.Style <= numbering.Decimal4 && up.Style >= numbering.Arabic && up.Style < n.level.Style {
		own = strconv.Itoa(n.level.Val)
	}
	return prefix + own
}

// annexID returns the identity of the appendix that a section lies in.
func (n *node) annexID() string {
	id, _, _ := strings.Cut(n.sec.ID, ".")
	return id
}

// identities makes identities unique.
type identities map[string]int

// unique returns the identity, with "~2" and so on where it has been given before.
func (ids identities) unique(id string) string {
	ids[id]++
	if n := ids[id]; n > 1 {
		return ids.unique(id + "~" + strconv.Itoa(n))
	}
	return id
}
