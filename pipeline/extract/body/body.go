// Package body reads bodies in running text: names of bodies (Sở Y tế tỉnh Kiên Giang),
// offices that stand for them, and groups without a name (các sở, ban, ngành), alone and in
// lists. What it knows of names is in dictionaries/bodies.tsv, domains.tsv, groups.tsv and
// qualifiers.tsv; this package holds how they combine.
package body

import (
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// Kind says what a body is.
type Kind uint8

// The kinds of bodies.
const (
	Name  Kind = iota // a named body
	Role              // an office that stands for a body
	Group             // bodies without a name
)

// Body is a body in a passage.
type Body struct {
	Start, End int // its words: passage[Start:End]
	Inner      int // the word behind the phrase of the table that it begins with
	Kind       Kind
	Core       string // the phrase of the table that it begins with: "Ủy ban nhân dân"
	Normal     string // its name in the letter case of running text, abbreviations of the table written out

	abbreviated bool
}

// String returns the body as printed, but in the case of running text where its first word
// is in capitals and is no abbreviation: BỘ Y tế, TỈNH ỦY.
func (b Body) String(p phrase.Passage) string {
	if b.Kind == Name && p[b.Start].Upper() && !b.abbreviated {
		return b.Normal
	}
	return p[b.Start:b.End].String()
}

// Places reports how many words at a position are the name of a place, and the name as
// the gazetteer prints it.
type Places interface {
	Name(p phrase.Passage, i int) (words int, name string)
}

// Grammar reads bodies. It is safe for concurrent use.
type Grammar struct {
	names   phrase.Lexicon[entry]
	domains phrase.Lexicon[string]
	groups  phrase.Lexicon[entry]
	quals   phrase.Lexicon[entry]
	verbs   phrase.Lexicon[string]
	topics  phrase.Lexicon[string]
	papers  *phrase.Set // what is drawn up: a verb before one is what a body does, not what it is for
	places  Places
}

// entry is a row of a table. full is what an abbreviation stands for, else the phrase.
type entry struct{ phrase, kind, full string }

func (e entry) abbreviates() bool { return e.full != e.phrase || strings.ToUpper(e.phrase) == e.phrase }

// Load reads the tables.
func Load(places Places) *Grammar {
	g := &Grammar{places: places, papers: phrase.NewSet("kế hoạch", "chương trình công tác", "báo cáo", "quy chế", "văn bản", "nhiệm vụ", "phương án", "nội dung", "việc")}
	for _, r := range dictionaries.Table("bodies", 3) {
		if r[1] == "topic" || r[1] == "work" {
			g.topics.Add(r[0], r[1])
			continue
		}
		full := r[0]
		if r[2] != "" {
			full = r[2]
		}
		g.names.Add(r[0], entry{r[0], r[1], full})
	}
	for _, r := range dictionaries.Table("domains", 1) {
		g.domains.Add(r[0], r[0])
	}
	for _, r := range dictionaries.Table("groups", 2) {
		g.groups.Add(r[0], entry{r[0], r[1], r[0]})
	}
	for _, r := range dictionaries.Table("qualifiers", 2) {
		g.quals.Add(r[0], entry{r[0], r[1], r[0]})
	}
	for _, r := range dictionaries.Table("verbs", 2) {
		g.verbs.Add(r[0], r[1])
	}
	return g
}

// Verb returns the length and the class of the word of assignment at i (dictionaries/verbs.tsv).
// A noun that begins like a verb (giao thông) is none.
func (g *Grammar) Verb(p phrase.Passage, i int) (words int, class string) {
	if words, class = g.verbs.Match(p, i); class == "noun" {
		return 0, ""
	}
	return words, class
}

// Named returns the named body or office that begins at word i.
func (g *Grammar) Named(p phrase.Passage, i int) (Body, bool) { return g.named(p, i, 0) }

// maxDepth is how many bodies may stand in the name of another, one in the other; maxBody
// is the length of the longest name in words.
const maxDepth, maxBody = 3, 60

func (g *Grammar) named(p phrase.Passage, i, depth int) (Body, bool) {
	if i >= len(p) || !p[i].Cap() || depth > maxDepth {
		return Body{}, false
	}
	n, e := g.names.Match(p, i)
	if n == 0 {
		n, e = g.misread(p, i)
	}
	if n == 0 || p.Is(i+n, "viên") && !p.Is(i+n+1, "chức") {
		return Body{}, false // Đảng ủy viên is a person
	}
	r := reading{g: g, p: p[:min(len(p), i+maxBody)], at: i + n, depth: depth, parts: []string{e.full}}
	if !r.complete(e, n) {
		return Body{}, false
	}
	b := Body{Start: i, Inner: i + n, End: r.at, Core: e.phrase, Normal: strings.Join(r.parts, " "), abbreviated: e.abbreviates()}
	if e.kind == "role" {
		b.Kind = Role
	}
	return b, true
}

// begins reports a phrase that begins the name of a body.
func (g *Grammar) begins(p phrase.Passage, i int) bool {
	n, _ := g.names.Match(p, i)
	return n > 0 && p[i].Cap()
}

// misread reads a head whose tone is wrong (Số Y tế for Sở Y tế): a known field of work in
// capitals must follow.
func (g *Grammar) misread(p phrase.Passage, i int) (int, entry) {
	n, e := g.names.Loose(p[:i+1], i)
	if n == 0 || e.kind != "head" || i+1 >= len(p) || !p[i+1].Cap() {
		return 0, entry{}
	}
	if k, _ := g.domains.Match(p, i+1); k == 0 {
		return 0, entry{}
	}
	return n, e
}

// Find returns the named bodies of a passage, in order, none inside another.
func (g *Grammar) Find(p phrase.Passage) []Body {
	var out []Body
	for i := 0; i < len(p); {
		if b, ok := g.Named(p, i); ok {
			out = append(out, b)
			i = b.End
			continue
		}
		i++
	}
	return out
}

// reading is a name being read.
type reading struct {
	g     *Grammar
	p     phrase.Passage
	at    int // the next word
	depth int // how many names it stands in
	parts []string
}

// complete reads what follows the first phrase of a name; false when the name lacks a part
// that it needs.
func (r *reading) complete(e entry, n int) bool {
	from := r.at
	switch e.kind {
	case "head":
		if !r.field() {
			return false
		}
	case "nest":
		r.nestedOrGroup()
	case "about":
		if !r.nested() {
			r.field()
		}
	case "role":
		if !r.nested() && !r.short() {
			return false
		}
	case "proper":
		r.called()
	}
	r.qualifiers()
	if e.kind == "about" {
		r.subject()
		r.topic()
	}
	return e.kind == "name" || e.kind == "proper" || e.kind == "about" || r.at > from || n > 1 && e.kind == "nest"
}

// called reads the name that a school or the like is called by: Trường Chính trị | Phạm Hùng.
func (r *reading) called() {
	at := r.at
	for at < len(r.p) && at-r.at <= maxCalled && r.p[at].Cap() && !r.p[at].Upper() && r.p[at].Kind == text.Syllable && !r.g.sentenceAt(r.p, at) {
		at++
	}
	if n := at - r.at; n >= minCalled && n <= maxCalled && !r.g.begins(r.p, r.at) {
		r.take(at, r.p[r.at:at].String())
	}
}

// minCalled and maxCalled are the lengths in words of the name of a person or a place that a body
// is called by.
const minCalled, maxCalled = 2, 4

// short reads a class of bodies that stands for the one spoken of: Văn phòng | Sở, Giám đốc | Sở.
func (r *reading) short() bool {
	if end := r.g.shortAt(r.p, r.at); end > r.at {
		r.take(end, r.p[r.at:end].String())
		return true
	}
	return false
}

// shortAt returns the end of a class noun at i, with a capital and without the field that would
// make it a name; i where none stands.
func (g *Grammar) shortAt(p phrase.Passage, i int) int {
	if i >= len(p) || !p[i].Cap() || p[i].Upper() {
		return i
	}
	n, e := g.names.Match(p, i)
	if n == 0 || e.kind != "head" || n > 1 && e.phrase != "Chi cục" && e.phrase != "Tổng cục" {
		return i
	}
	if k, _ := g.domains.Match(p, i+n); k > 0 && !g.verbal(p, i+n, k) {
		return i
	}
	if i+n < len(p) && p[i+n].Cap() {
		return i
	}
	return i + n
}

// nested reads the body that completes the name.
func (r *reading) nested() bool {
	if b, ok := r.g.named(r.p, r.at, r.depth+1); ok {
		r.take(b.End, b.Normal)
		return true
	}
	return false
}

// nestedOrGroup reads the body, the group of bodies or the field that a body like Ban
// Thường vụ or Đảng ủy belongs to: các đảng ủy xã, phường; Quân sự tỉnh.
func (r *reading) nestedOrGroup() {
	if r.nested() {
		return
	}
	if r.p.Is(r.at, "các") && r.depth < maxDepth {
		if b, ok := r.g.group(r.p, r.at, r.at+1, true, true); ok {
			r.take(b.End, b.Normal)
		}
		return
	}
	if n, d := r.g.domains.Match(r.p, r.at); n > 0 && r.p[r.at].Cap() && !r.p[r.at].Upper() {
		r.take(r.at+n, d)
		return
	}
	r.short()
}

func (r *reading) take(end int, part string) {
	r.at = end
	r.parts = append(r.parts, part)
}

// field reads a field of work: one of the table, or what a capital begins.
func (r *reading) field() bool {
	if at := r.at; r.p.Is(at, "-") && at+1 < len(r.p) && !r.p[at].Space {
		if n, _ := r.g.domains.Match(r.p, at+1); n > 0 && r.p[at+1].Cap() {
			r.at++ // a speck: Sở-Tài chính
		}
	}
	if r.at >= len(r.p) || !r.p[r.at].Letters() {
		return false
	}
	if n, d := r.g.domains.Match(r.p, r.at); n > 0 && (r.p[r.at].Cap() || n > 1 && !r.g.verbal(r.p, r.at, n)) {
		r.take(r.at+n, d)
		r.hyphenated()
		return true
	}
	if !r.p[r.at].Cap() || r.p[r.at-1].Upper() && r.p[r.at].Upper() {
		return false // in capitals nothing tells a name from a heading
	}
	end := r.g.run(r.p, r.at)
	if k, _ := r.g.places.Name(r.p, r.at); k > 0 && (r.at+k >= len(r.p) || !r.p[r.at+k].Cap()) {
		end = r.at + k // Báo Hà Nam mở ...: nothing but the place belongs to the name
	}
	r.take(end, normal(r.p[r.at:end]))
	return true
}

// hyphenated reads the second half of a field: Tài chính - Kế hoạch.
func (r *reading) hyphenated() {
	if r.at+1 >= len(r.p) || r.p[r.at].Text != "-" || !r.p[r.at+1].Cap() {
		return
	}
	if !r.g.begins(r.p, r.at+1) {
		end := r.g.run(r.p, r.at+1)
		r.take(end, r.p[r.at:end].String())
	}
}

// maxField is the length in words of the longest field of work that no table holds.
const maxField = 10

// run returns the end of a name that begins with a capital: capitals, and small words until
// a verb, a function word or a mark.
func (g *Grammar) run(p phrase.Passage, i int) int {
	j := i + 1
	for ; j < len(p) && j-i < maxField; j++ {
		w := &p[j]
		if !w.Letters() && !(w.Text == "-" && j+1 < len(p) && p[j+1].Cap()) || g.sentenceAt(p, j) {
			break
		}
		if w.Fold == "va" && j+1 < len(p) && p[j+1].Cap() {
			if !g.begins(p, j+1) {
				continue
			}
			break
		}
		if w.Cap() && !w.Upper() {
			if g.begins(p, j) {
				break
			}
			continue
		}
		if function[w.Key] {
			break
		}
		if n, _ := g.Verb(p, j); n > 0 && !g.inVerb(p, j) {
			break
		}
		if n, _ := g.quals.Match(p, j); n > 0 && !p.Is(j-1, "một") {
			break // but not in "TNHH một thành viên"
		}
	}
	return j
}

// inVerb reports that word j is the end of a verb that the word before it begins: Lưu trữ.
func (g *Grammar) inVerb(p phrase.Passage, j int) bool {
	n, _ := g.Verb(p, j-1)
	return n > 1
}

// sentenceAt reports a verb with a capital at the beginning of a line: what stands before
// it was a heading.
func (g *Grammar) sentenceAt(p phrase.Passage, i int) bool {
	if i == 0 || i >= len(p) || p[i].Line == p[i-1].Line || !p[i].Cap() || p[i].Upper() {
		return false
	}
	n, class := g.Verb(p, i)
	return n > 0 && (class == "act" || class == "with")
}

// function holds words that end a name.
var function = set("của", "và", "với", "để", "về", "tại", "trong", "là", "có", "được", "đã", "do", "từ", "theo",
	"trên", "khi", "nếu", "các", "những", "này", "cho", "đến", "như", "hoặc", "nhằm", "bằng", "vào", "ở", "gồm",
	"trở", "đạt", "chủ", "phải", "sẽ", "cần", "đang", "không", "số", "ngày", "đối", "qua")

// Function reports a word, by its key, that cannot follow a body as its verb.
func Function(key string) bool { return function[key] }

func set(words ...string) map[string]bool {
	m := map[string]bool{}
	for _, w := range words {
		m[w] = true
	}
	return m
}

// qualifiers reads the levels, places and parents behind a name.
func (r *reading) qualifiers() {
	for r.at < len(r.p) {
		if r.term() || r.branch() {
			continue
		}
		if end := r.g.levels(r.p, r.at); end > r.at {
			r.take(end, r.p[r.at:end].String())
			r.placeNames()
			continue
		}
		n, e := r.g.quals.Match(r.p, r.at)
		switch {
		case n > 0 && e.kind == "any":
			r.take(r.at+n, e.phrase)
		case n > 0 && e.kind == "level":
			r.level(n, e.phrase)
		case r.placeName():
		case r.p[r.at].Key == "trực" && r.p.Has(r.at, "truc", "thuoc"):
			if !r.parent(2) {
				return
			}
		default:
			return
		}
	}
}

// branch reads "- Chi nhánh tỉnh An Giang".
func (r *reading) branch() bool {
	if !r.p.Is(r.at, "-", "–", ",") || !r.p.Has(r.at+1, "chi", "nhanh") {
		return false
	}
	n, e := r.g.quals.Match(r.p, r.at+1)
	if n == 0 || e.kind != "level" {
		return false
	}
	r.parts = append(r.parts, r.p[r.at].Text)
	r.at++
	r.level(n, e.phrase)
	return true
}

// placeName reads a place that follows without its level: Tỉnh ủy Đồng Tháp.
func (r *reading) placeName() bool {
	k, name := r.g.places.Name(r.p, r.at)
	if k == 0 {
		return false
	}
	if r.g.begins(r.p, r.at) {
		return false
	}
	r.take(r.at+k, name)
	return true
}

// placeNames reads the places behind a row of levels: các tỉnh Quảng Ngãi, Bình Định.
func (r *reading) placeNames() {
	at := r.at
	if r.p.Is(at, ":") {
		at++
	}
	for {
		k, name := r.g.places.Name(r.p, at)
		if k == 0 || r.g.begins(r.p, at) {
			return
		}
		r.take(at+k, name)
		if at = connector(r.p, r.at); at == r.at {
			return
		}
	}
}

// levels returns the end of a row of levels: các tỉnh, thành phố; xã, phường, thị trấn; i
// where fewer than two stand, or one behind "các".
func (g *Grammar) levels(p phrase.Passage, i int) int {
	j, rows := i, 0
	if p.Is(j, "các") {
		j, rows = j+1, 1
	}
	end := i
	for {
		n, e := g.quals.Match(p, j)
		if n == 0 || e.kind != "level" && !strings.Contains(e.phrase, ",") || g.begins(p, j) {
			break
		}
		end, rows = j+n, rows+1
		if strings.Contains(e.phrase, ",") {
			rows = 2
		}
		if j = connector(p, end); j == end {
			break
		}
	}
	if rows < 2 {
		return i
	}
	return end
}

// term reads "khóa XI".
func (r *reading) term() bool {
	if !r.p.Has(r.at, "khoa") || r.at+1 >= len(r.p) || !roman(r.p[r.at+1].Text) {
		return false
	}
	r.take(r.at+2, r.p[r.at].Key+" "+r.p[r.at+1].Text)
	return true
}

func roman(s string) bool { return s != "" && strings.Trim(s, "IVXLC") == "" }

// maxUnit is the number of syllables of the longest name of a unit that the gazetteer lacks.
const maxUnit = 2

// level reads "tỉnh", "thành phố Rạch Giá".
func (r *reading) level(n int, word string) {
	r.take(r.at+n, word)
	if r.at < len(r.p) && (strings.HasSuffix(word, "khu vực") || strings.HasSuffix(word, "vùng")) && (r.p[r.at].Kind == text.Number || roman(r.p[r.at].Text)) {
		r.take(r.at+1, r.p[r.at].Text) // Kho bạc Nhà nước khu vực II
		return
	}
	if r.at >= len(r.p) || !r.p[r.at].Cap() {
		return
	}
	if k, name := r.g.places.Name(r.p, r.at); k > 0 {
		r.take(r.at+k, name)
		return
	}
	if r.g.begins(r.p, r.at) {
		return
	}
	end := r.at
	for end < len(r.p) && end-r.at < maxUnit+1 && r.p[end].Letters() && r.p[end].Cap() && !r.g.sentenceAt(r.p, end) {
		end++
	}
	if n := end - r.at; n == 0 || n > maxUnit {
		return // so many words are a person: Chủ tịch UBND tỉnh Nguyễn Văn An
	}
	r.take(end, title(r.p[r.at:end]))
}

// parent reads "trực thuộc Tỉnh ủy" and the like; skip is the length of the preposition.
func (r *reading) parent(skip int) bool {
	at := r.at + skip
	if at >= len(r.p) {
		return false
	}
	if b, ok := r.g.named(r.p, at, r.depth+1); ok {
		r.take(b.End, r.p[r.at:at].String()+" "+b.Normal)
		return true
	}
	if end := r.g.shortAt(r.p, at); end > at {
		r.take(end, r.p[r.at:end].String())
		return true
	}
	if n, e := r.g.quals.Match(r.p, at); n > 0 && (e.kind == "level" || e.kind == "any") {
		r.take(at, r.p[r.at:at].String())
		if e.kind == "level" {
			r.level(n, e.phrase)
		} else {
			r.take(at+n, e.phrase)
		}
		return true
	}
	return false
}

// maxSubject is the length in words of the longest subject of a steering body.
const maxSubject = 24

// subject reads "về phát triển khoa học, công nghệ ...": to a mark, a verb that reports, or
// a list that goes on with another body.
func (r *reading) subject() {
	if !r.p.Has(r.at, "ve") || r.at+1 >= len(r.p) {
		return
	}
	j := r.at + 1
	for ; j < len(r.p) && j-r.at < maxSubject; j++ {
		w := &r.p[j]
		if w.Text == "," && j+1 < len(r.p) && !r.p[j+1].Cap() || w.Letters() && !ends(r.p, j) || w.Text == "-" {
			continue
		}
		break
	}
	for j > r.at && (r.p[j-1].Text == "," || r.p[j-1].Fold == "va") {
		j--
	}
	r.take(j, r.p[r.at:j].String())
}

// topic reads a subject that no "về" opens: phòng, chống tội phạm; phát triển khoa học và công
// nghệ tỉnh. It begins with words of the table and ends with a level. Without a level a topic that
// is no work ends before a verb or a mark; one that is work may be what the body does: "Ban Chỉ
// đạo xây dựng kế hoạch".
func (r *reading) topic() {
	n, e := r.g.topics.Match(r.p, r.at)
	if n == 0 || e == "work" && r.g.papers.Match(r.p, r.at+n) > 0 {
		return
	}
	end := r.topicLevel(r.at + n)
	if end == 0 && e == "topic" {
		end = r.g.topicRun(r.p, r.at+n)
	}
	if end > 0 {
		r.take(end, r.p[r.at:end].String())
		r.qualifiers()
	}
}

// topicLevel returns where the level that ends a topic begins, 0 where the topic has none.
func (r *reading) topicLevel(from int) int {
	for j := from; j < len(r.p) && j-r.at < maxSubject; j++ {
		w := &r.p[j]
		if w.Text == "-" || w.Text == "," && j+1 < len(r.p) && !r.p[j+1].Cap() {
			continue
		}
		if k, e := r.g.quals.Match(r.p, j); k > 0 && (e.kind == "level" || e.kind == "any" && w.Key == "cấp") {
			return j
		}
		if !w.Letters() || function[w.Key] && !inTopic[w.Key] || ends(r.p, j) || r.g.begins(r.p, j) {
			return 0
		}
		if k, class := r.g.Verb(r.p, j); k > 0 && class != "act" {
			return 0
		}
	}
	return 0
}

// inTopic are the words that end other names and may stand in a topic: giải phóng mặt bằng.
var inTopic = set("và", "các", "số", "bằng")

// topicRun returns the end of the words of a topic: before a verb, a function word or a mark.
func (g *Grammar) topicRun(p phrase.Passage, i int) int {
	for ; i < len(p) && p[i].Letters() && !function[p[i].Key] && !g.begins(p, i); i++ {
		if n, _ := g.Verb(p, i); n > 0 {
			break
		}
	}
	return i
}

// ends reports a word that cannot stand in the subject of a body.
func ends(p phrase.Passage, j int) bool {
	return p.Has(j, "thong", "bao") || p.Has(j, "ban", "hanh") || p.Has(j, "chu", "tri") || p.Has(j, "bao", "cao") ||
		p.Has(j, "tai") && p[j].Key == "tại" || p.Has(j, "cua") || p.Has(j, "ve") || p.Has(j, "de") || p.Has(j, "trinh")
}

// normal returns words in the case of running text: a name printed in capitals gets only
// its first letter capital.
func normal(p phrase.Passage) string {
	s := p.String()
	for i := range p {
		if p[i].Letters() && !p[i].Upper() {
			return s
		}
	}
	if len(p) < 2 {
		return s
	}
	return upperFirst(strings.ToLower(s))
}

// title returns words each with a capital letter and the rest small.
func title(p phrase.Passage) string {
	var out []string
	for i := range p {
		out = append(out, upperFirst(strings.ToLower(p[i].Text)))
	}
	return strings.Join(out, " ")
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[0])) + string(r[1:])
}
