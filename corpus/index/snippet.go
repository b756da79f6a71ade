package index

import (
	"slices"
	"strings"
)

// snippetWords is the length of a snippet in words.
const snippetWords = 40

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// snippet returns the stretch of the passage that shows the query best, as HTML: escaped,
// the words found in <mark>. The title serves where only it has them; for a document's head, whose
// text is a list of names, also where it has more of them.
func (p *parsed) snippet(ps *Passage) string {
	other := ps.otherForms()
	lacks := make([]bool, len(p.words))
	var words []token
	if p.near != nil {
		words = tokenize(ps.Title + "\n" + ps.Text)
	}
	for k, q := range p.words {
		lacks[k] = p.near != nil && !slices.ContainsFunc(words, func(t token) bool { return t.fold == q.fold })
	}
	body, title := p.mark(ps.Text, lacks, other), p.mark(ps.Title, lacks, other)
	if title.found > body.found && (body.found == 0 || ps.Section == "") || ps.Text == "" {
		return title.html()
	}
	return body.html()
}

// Marks reports, by word of a text, which of them a query means.
func Marks(query string, words []string) []bool {
	p := parse(query, false, func(string) bool { return false })
	out := make([]bool, len(words))
	if len(p.words) == 0 {
		return out
	}
	m := p.mark(strings.Join(words, " "), make([]bool, len(p.words)), nil)
	i, end := 0, 0 // the word in which a token lies, and where the word ends
	for k, t := range m.words {
		for i < len(words) && t.start >= end+len(words[i]) {
			end += len(words[i]) + 1
			i++
		}
		if i < len(words) && m.hit[k] {
			out[i] = true
		}
	}
	return out
}

// otherForms returns the other readings of doubtful words, by the word as it stands.
func (ps *Passage) otherForms() map[string][]*forms {
	other := map[string][]*forms{}
	for _, d := range ps.Doubts {
		for _, o := range d.Or {
			if k := tokenize(o); len(k) == 1 {
				other[d.Word] = append(other[d.Word], k[0].forms)
			}
		}
	}
	return other
}

// marked is a stretch of a text with the words of the query in it.
type marked struct {
	reading
	hit        []bool // by word
	close      []bool // by word: it only comes close to one of the query
	start, end int    // half-open range of words: the best stretch
	found      int    // different words of the query in the stretch
}

// mark finds the words of the query and the stretch with most of them. For a word that the
// passage lacks, what comes close will do; other are the other readings of doubtful words.
func (p *parsed) mark(s string, lacks []bool, other map[string][]*forms) *marked {
	m := &marked{reading: reading{s, tokenize(s), other}}
	m.hit, m.close = make([]bool, len(m.words)), make([]bool, len(m.words))
	which := make([]int, len(m.words)) // the query's word, plus one
	whole := p.markSpans(&m.reading, which)
	for k := range p.words {
		if !p.quoted[k] && !whole[k] {
			p.markWord(m, k, lacks[k], which)
		}
	}
	dropLone(which, m.close, len(p.words))
	for i, w := range which {
		m.hit[i] = w > 0
	}
	m.choose(which, len(p.words))
	return m
}

// dropLone takes the mark from words that stand alone where the passage has them beside a neighbour
// of the query too: of "đầu tư", not the "từ" elsewhere. Words that only come close to one of several
// are always marked beside a neighbour only.
func dropLone(which []int, close []bool, words int) {
	beside := make([]bool, len(which))
	together := make([]bool, words+1)
	for i, w := range which {
		if w > 0 {
			beside[i] = i > 0 && (which[i-1] == w || which[i-1] == w-1 && w > 1) || i+1 < len(which) && (which[i+1] == w || which[i+1] == w+1)
			together[w] = together[w] || beside[i]
		}
	}
	for i, w := range which {
		if (together[w] || close[i] && words > 1) && !beside[i] {
			which[i] = 0
		}
	}
}

// markSpans marks what stands for several words of the query. A document number that stands in
// the text as such is not marked in its parts: whole has its words.
func (p *parsed) markSpans(t *reading, which []int) (whole []bool) {
	whole = make([]bool, len(p.words))
	for _, sp := range p.spans {
		look, exact := sp.words, p.exact || !sp.typed && !sp.folded
		if sp.number != "" {
			look, exact = p.words[sp.from:sp.to], p.exact
		}
		for i := range t.words {
			if !t.has(look, i, exact) {
				continue
			}
			for j := range look {
				which[i+j] = min(sp.from+j, sp.to-1) + 1
			}
			if sp.number != "" {
				for k := sp.from; k < sp.to; k++ {
					whole[k] = true
				}
			}
		}
	}
	return whole
}

// markWord marks a word of the query. Where it has accents and the text has a word with the
// same, words that only fold alike are not marked.
func (p *parsed) markWord(m *marked, k int, lacks bool, which []int) {
	q := p.words[k]
	exact := p.exact || q.accented() && containsExact(m.words, q)
	for i, t := range m.words {
		if which[i] != 0 {
			continue
		}
		if m.is(i, q, exact) {
			which[i] = k + 1
		} else if !exact && lacks && p.near != nil && p.near[k][t.fold] {
			which[i], m.close[i] = k+1, true
		}
	}
}

func containsExact(words []token, q token) bool {
	for _, t := range words {
		if t.exact == q.exact {
			return true
		}
	}
	return false
}

// choose sets the stretch: the first with most different words of the query, neighbours of
// the query that are neighbours in the text counting as one more.
func (m *marked) choose(which []int, words int) {
	best := -1
	for from := 0; from < max(1, len(m.words)); from++ {
		if from > 0 && (from >= len(m.words) || !m.hit[from]) {
			continue
		}
		to := min(from+snippetWords, len(m.words))
		seen, found, score := make([]bool, words+1), 0, 0
		for i := from; i < to; i++ {
			if w := which[i]; w > 0 {
				if !seen[w] {
					seen[w] = true
					found, score = found+1, score+2
				}
				if i > from && which[i-1] == w-1 && w > 1 {
					score++
				}
			}
		}
		if score > best {
			best, m.start, m.end, m.found = score, from, to, found
		}
	}
	m.start = max(0, min(m.start-snippetWords/5, len(m.words)-snippetWords))
	m.end = min(m.start+snippetWords, len(m.words))
}

// html returns the stretch with its marks; marked neighbours share one.
func (m *marked) html() string {
	if len(m.words) == 0 {
		return escape.Replace(strings.Join(strings.Fields(m.text), " "))
	}
	var b strings.Builder
	pos := 0
	if m.start > 0 {
		b.WriteString("... ")
		pos = m.words[m.start].start
	}
	open := false
	for i := m.start; i < m.end; i++ {
		w := m.words[i]
		between := m.text[pos:w.start]
		if open && (!m.hit[i] || strings.TrimSpace(between) != "") {
			b.WriteString("</mark>")
			open = false
		}
		writeText(&b, between)
		if m.hit[i] && !open {
			b.WriteString("<mark>")
			open = true
		}
		writeText(&b, m.text[w.start:w.end])
		pos = w.end
	}
	if open {
		b.WriteString("</mark>")
	}
	if m.end < len(m.words) {
		b.WriteString(" ...")
	} else {
		writeText(&b, strings.TrimRight(m.text[pos:], " \n"))
	}
	return b.String()
}

// writeText writes a piece of text as HTML, each run of white space as one space.
func writeText(b *strings.Builder, s string) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		if s != "" {
			b.WriteByte(' ')
		}
		return
	}
	if s[0] == ' ' || s[0] == '\n' {
		b.WriteByte(' ')
	}
	b.WriteString(escape.Replace(strings.Join(fields, " ")))
	if c := s[len(s)-1]; c == ' ' || c == '\n' {
		b.WriteByte(' ')
	}
}
