package phrase

import (
	"strings"

	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Lexicon maps phrases to values. It is safe for concurrent use once built.
type Lexicon[T any] struct {
	root node[T]
}

type node[T any] struct {
	next    map[string]*node[T] // by folded word
	entries []entry[T]
}

type entry[T any] struct {
	keys  []string
	value T
}

// Add puts a phrase into the lexicon, tokenized as a line of a scan is.
func (l *Lexicon[T]) Add(phrase string, value T) {
	n := &l.root
	var keys []string
	for _, k := range text.Tokens(phrase, 0) {
		key := syllable.Key(phrase[k.Span.Start:k.Span.End])
		keys = append(keys, key)
		f := syllable.Fold(key)
		if n.next == nil {
			n.next = map[string]*node[T]{}
		}
		c := n.next[f]
		if c == nil {
			c = &node[T]{}
			n.next[f] = c
		}
		n = c
	}
	n.entries = append(n.entries, entry[T]{keys, value})
}

// Match returns the longest phrase at word i: the number of words and the value; 0 words
// where none begins there. A hyphen or comma of the phrase must stand in the text too.
func (l *Lexicon[T]) Match(p Passage, i int) (words int, value T) { return l.match(p, i, false) }

// Loose is Match by letters alone: no mark needs to be right. It is for places where what
// stands beside the phrase makes it sure.
func (l *Lexicon[T]) Loose(p Passage, i int) (words int, value T) { return l.match(p, i, true) }

func (l *Lexicon[T]) match(p Passage, i int, loose bool) (words int, value T) {
	if i < 0 || i >= len(p) || l.root.next[p[i].Fold] == nil {
		return 0, value
	}
	m := matcher[T]{p: p, start: i, loose: loose}
	var read [maxPhrase]int
	m.walk(&l.root, i, read[:0], false)
	return m.words, m.value
}

// matcher looks for the longest phrase at a word.
type matcher[T any] struct {
	p     Passage
	start int
	loose bool
	words int // of the best phrase so far
	value T
}

// maxPhrase is the length of the longest phrase that is read without allocation.
const maxPhrase = 24

// firmStart and firmLength are the words that must match before a wrong one, and the
// length of a phrase that may hold one.
const firmStart, firmLength = 2, 6

// walk follows the phrases below n from word j on. read are the indices of the words
// matched; wrong says that one of them is not the phrase's.
func (m *matcher[T]) walk(n *node[T], j int, read []int, wrong bool) {
	for j < len(m.p) {
		c := n.next[m.p[j].Fold]
		if c == nil && j > m.start && len(n.next) > 0 && m.p[j].slips() {
			j++
			continue
		}
		if c == nil {
			m.pastWrong(n, j, read, wrong)
			return
		}
		n = c
		read = append(read, j)
		j++
		if wrong && len(read) < firmLength {
			continue
		}
		if e := m.best(n.entries, read); e != nil && j-m.start > m.words {
			m.words, m.value = j-m.start, e.value
		}
	}
}

// pastWrong goes on behind a word that restoration got wrong.
func (m *matcher[T]) pastWrong(n *node[T], j int, read []int, wrong bool) {
	if wrong || len(read) < firmStart || m.p[j].Kind != text.Syllable {
		return
	}
	for _, c := range n.next {
		if j+1 < len(m.p) && c.next[m.p[j+1].Fold] != nil {
			m.walk(c, j+1, append(read[:len(read):len(read)], j), true)
		}
	}
}

// slips reports a mark that OCR puts between the words of a phrase.
func (w *Word) slips() bool { return w.Text == "-" || w.Text == ":" || w.Text == "." }

// best returns the entry with the most exact words, nil when none has enough of them: one
// in two. Text without one mark was never restored, and loose matching asks for none.
func (m *matcher[T]) best(es []entry[T], read []int) *entry[T] {
	var top *entry[T]
	most := (len(read) + 1) / 2
	if m.loose || len(es) > 0 && m.bare(read) {
		most = 0
	}
	for k := range es {
		exact := 0
		for i, key := range es[k].keys {
			if m.p[read[i]].Key == key {
				exact++
			}
		}
		if exact >= most {
			top, most = &es[k], exact+1
		}
	}
	return top
}

// bare reports several words without one mark.
func (m *matcher[T]) bare(read []int) bool {
	for _, i := range read {
		if m.p[i].Key != m.p[i].Fold {
			return false
		}
	}
	return len(read) > 1
}

// Set is a lexicon without values.
type Set struct{ l Lexicon[struct{}] }

// NewSet returns a set of phrases.
func NewSet(phrases ...string) *Set {
	s := &Set{}
	for _, p := range phrases {
		if strings.TrimSpace(p) != "" {
			s.l.Add(p, struct{}{})
		}
	}
	return s
}

// Match returns the number of words of the longest phrase at word i, 0 for none.
func (s *Set) Match(p Passage, i int) int {
	n, _ := s.l.Match(p, i)
	return n
}
