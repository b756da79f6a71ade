package body

import "vanban/pipeline/extract/phrase"

// determiners begin a group: các, những.
var determiners = set("các", "những", "mọi", "từng", "mỗi")

// Element returns the body at word i: a name, an office, or a group. first says that
// nothing of a list stands before it, so that a word that is also a verb is not taken for a
// group.
func (g *Grammar) Element(p phrase.Passage, i int, first bool) (Body, bool) {
	start := i
	det := i < len(p) && determiners[p[i].Key]
	if det {
		i++
	}
	if b, ok := g.Named(p, i); ok {
		b.Start = start
		return b, true
	}
	if b, ok := g.role(p, i); ok {
		b.Start = start
		return b, true
	}
	if b, ok := g.group(p, start, i, det, first); ok {
		return b, true
	}
	if end := g.unnamed(p, i); !det && end > i {
		return Body{Start: i, End: end, Inner: end, Kind: Group, Core: p[i:end].String(), Normal: p[i:end].String()}, true
	}
	return Body{}, false
}

// unnamed returns the end of a level or a class noun that stands for the body spoken of: "Thành
// phố khẩn trương rà soát", "Sở có trách nhiệm"; i where none stands. It has a capital, and what
// follows is a mark, a verb or a function word, so that it is no part of another word (Xã hội).
func (g *Grammar) unnamed(p phrase.Passage, i int) int {
	if i >= len(p) || !p[i].Cap() || p[i].Upper() {
		return i
	}
	n, e := g.quals.Match(p, i)
	end := i + n
	if n == 0 || e.kind != "level" {
		n, end = 0, g.shortAt(p, i)
	}
	if k, _ := g.Verb(p, i); end == i || k > end-i {
		return i
	}
	k, class := g.Verb(p, end)
	switch {
	case n > 0 && (end >= len(p) || !p[end].Letters() || function[p[end].Key] || k > 0 && class != "closing"):
		return end
	case n == 0 && (class == "mod" || class == "with" || p[min(end, len(p)-1)].Fold == "chu" && class == "act"):
		return end
	}
	return i
}

// role reads an office whose bodies are a group: Thủ trưởng các sở, ban, ngành.
func (g *Grammar) role(p phrase.Passage, i int) (Body, bool) {
	n, e := g.names.Match(p, i)
	if n == 0 || e.kind != "role" {
		return Body{}, false
	}
	in, ok := g.Element(p[:min(len(p), i+maxBody)], i+n, true)
	if k, e := g.groups.Match(p, i+n); !ok && k > 0 && e.kind == "set" && !g.verbal(p, i+n, k) {
		in, ok = Body{End: i + n + k}, true // Giám đốc sở
	}
	if !ok {
		return Body{}, false
	}
	return Body{Start: i, End: in.End, Kind: Role, Core: e.phrase, Normal: p[i:in.End].String()}, true
}

// group reads bodies without a name. A row of class nouns stays whole (sở, ban, ngành) and
// shares the qualifiers at its end.
func (g *Grammar) group(p phrase.Passage, start, i int, det, first bool) (Body, bool) {
	n, e := g.groups.Match(p, i)
	if n == 0 || first && !det && g.verbal(p, i, n) {
		return Body{}, false
	}
	r := reading{g: g, p: p[:min(len(p), i+maxBody)], at: i + n}
	if e.kind == "set" {
		row := r.row()
		if first && !det && !row && n == 1 && !g.described(p, i+n) {
			return Body{}, false
		}
	}
	if k, d := g.domains.Match(p, r.at); k > 1 && e.kind == "set" && !g.verbal(p, r.at, k) {
		r.take(r.at+k, d) // các sở giáo dục và đào tạo
	}
	if e.kind == "nest" {
		at := r.at
		if r.nestedOrGroup(); r.at == at {
			return Body{}, false
		}
	}
	r.agency()
	r.groupQualifiers()
	return Body{Start: start, End: r.at, Kind: Group, Core: e.phrase, Normal: p[start:r.at].String()}, true
}

// maxAgency is the length in words of the longest field behind "cơ quan" that no table holds.
const maxAgency = 3

// agency reads what makes "cơ quan" or "doanh nghiệp" one of a kind: cơ quan thuế, doanh nghiệp du
// lịch.
func (r *reading) agency() {
	if !r.p.Has(r.at-2, "co", "quan") && !r.p.Has(r.at-2, "doanh", "nghiep") {
		return
	}
	j := r.at
	for j < len(r.p) && r.p[j].Letters() && !r.p[j].Cap() && !function[r.p[j].Key] && j-r.at <= maxAgency {
		if n, _ := r.g.Verb(r.p, j); n > 0 {
			break
		}
		if n, _ := r.g.quals.Match(r.p, j); n > 0 {
			break
		}
		j++
	}
	if n := j - r.at; n > 0 && n <= maxAgency {
		r.take(j, r.p[r.at:j].String())
	}
}

// described reports a qualifier at i that only stands behind bodies: chức năng, liên quan.
func (g *Grammar) described(p phrase.Passage, i int) bool {
	n, e := g.quals.Match(p, i)
	return n > 1 && e.kind == "plain"
}

// verbal reports a group noun that is also a verb (tổ chức, phòng).
func (g *Grammar) verbal(p phrase.Passage, i, n int) bool {
	k, class := g.Verb(p, i)
	return k >= n && class == "act"
}

// row reads ", ban, ngành" behind a first class noun.
func (r *reading) row() bool {
	any := false
	for {
		at := r.at
		if at < len(r.p) && (r.p[at].Text == "," || r.p[at].Text == "/" || r.p[at].Key == "và") {
			at++
		} else if n, _ := r.g.groups.Match(r.p, at); n == 0 {
			return any
		}
		n, e := r.g.groups.Match(r.p, at)
		if n == 0 || e.kind != "set" || r.p[at-1].Key == "và" && r.g.verbal(r.p, at, n) || r.g.verbal(r.p, at, n) && !r.listed(at+n) {
			return any
		}
		r.at, any = at+n, true
	}
}

// listed reports that a mark or a qualifier follows, so that the word before is a noun.
func (r *reading) listed(at int) bool {
	if at >= len(r.p) || r.p[at].Text == "," {
		return true
	}
	n, _ := r.g.quals.Match(r.p, at)
	return n > 0
}

// groupQualifiers reads what belongs to a group: liên quan, cấp tỉnh, thuộc Bộ Y tế, trên
// địa bàn tỉnh.
func (r *reading) groupQualifiers() {
	for r.at < len(r.p) {
		if end := r.g.levels(r.p, r.at); end > r.at {
			r.take(end, r.p[r.at:end].String())
			continue
		}
		n, e := r.g.quals.Match(r.p, r.at)
		switch {
		case n == 0:
			r.proper()
			return
		case e.kind == "level":
			r.level(n, e.phrase)
		case e.kind == "of":
			if r.parent(n) {
				continue
			}
			if !r.p.Has(r.at, "truc", "thuoc") || !r.g.bodyEnds(r.p, r.at+n) {
				return
			}
			r.take(r.at+n, e.phrase) // các chi bộ trực thuộc
		default:
			r.take(r.at+n, e.phrase)
		}
	}
}

// proper reads a name behind a group noun: cơ quan chủ quản Chương trình MTQG.
func (r *reading) proper() {
	if r.at >= len(r.p) || !r.p[r.at].Cap() || !r.p[r.at].Letters() || r.g.sentenceAt(r.p, r.at) {
		return
	}
	if r.g.begins(r.p, r.at) {
		return
	}
	end := r.g.run(r.p, r.at)
	r.take(end, r.p[r.at:end].String())
}

// List returns the bodies listed from word i on and where the list ends: names and groups
// parted by commas, "và", "cùng".
func (g *Grammar) List(p phrase.Passage, i int) ([]Body, int) {
	b, ok := g.Element(p, i, true)
	if !ok {
		return nil, i
	}
	out := []Body{b}
	for end := b.End; ; end = out[len(out)-1].End {
		next := connector(p, end)
		if next == end || g.label(p, next) {
			return out, end
		}
		b, ok := g.Element(p, next, p[next-1].Key == "và")
		if !ok {
			b, ok = g.unknown(p, next)
		}
		if !ok {
			return out, end
		}
		out = append(out, b)
	}
}

// Lists is List over semicolons too: bodies of two kinds that do one thing.
func (g *Grammar) Lists(p phrase.Passage, i int) ([]Body, int) {
	out, end := g.List(p, i)
	for len(out) > 0 && p.Is(end, ";") && !g.label(p, end+1) {
		more, e := g.List(p, end+1)
		if len(more) == 0 {
			break
		}
		out, end = append(out, more...), e
	}
	return out, end
}

// label reports words at i that say what the next bodies do: "cơ quan phối hợp:".
func (g *Grammar) label(p phrase.Passage, i int) bool {
	n, class := g.Verb(p, i)
	return n > 0 && (class == "leader" || class == "helper" || class == "time") && (p.Is(i+n, ":", "là") || p.Is(i+n-1, "là"))
}

// maxUnknown is the number of words of the longest body that no table knows.
const maxUnknown = 7

// unknown reads a body that no table knows by its place in a list: two words or more, the
// first with a capital and no verb, and then what may follow a body.
func (g *Grammar) unknown(p phrase.Passage, i int) (Body, bool) {
	if i >= len(p) || !p[i].Cap() || !p[i].Letters() || function[p[i].Key] {
		return Body{}, false
	}
	if n, _ := g.Verb(p, i); n > 0 {
		return Body{}, false
	}
	r := reading{g: g, p: p[:min(len(p), i+maxBody)], at: g.run(p, i)}
	n := r.at - i
	if n > maxUnknown || n < 2 && !p[i].Upper() {
		return Body{}, false
	}
	r.qualifiers()
	if !g.bodyEnds(p, r.at) {
		return Body{}, false
	}
	return Body{Start: i, End: r.at, Inner: r.at, Kind: Group, Core: p[i:r.at].String(), Normal: p[i:r.at].String()}, true
}

// bodyEnds reports what may stand behind a body in a list: a mark, "và", a verb.
func (g *Grammar) bodyEnds(p phrase.Passage, i int) bool {
	if i >= len(p) || p.Is(i, ",", ";", ".", ":", "(", "và", "./") {
		return true
	}
	n, class := g.Verb(p, i)
	return n > 0 && class != "closing"
}

// connector returns the word behind ", ", "và" or both; i where none stands.
func connector(p phrase.Passage, i int) int {
	j := i
	if p.Is(j, ",") {
		j++
	}
	if p.Is(j, "và", "cùng") {
		j++
		if p.Is(j, "với") {
			j++
		}
	}
	return j
}

// InRow reports that the comma at i parts two class nouns of one row: sở, ban.
func (g *Grammar) InRow(p phrase.Passage, i int) bool {
	for n := 1; n <= 3 && n <= i; n++ {
		if k, e := g.groups.Match(p, i-n); k == n && e.kind == "set" {
			next, e := g.groups.Match(p, i+1)
			return next > 0 && e.kind == "set"
		}
	}
	return false
}
