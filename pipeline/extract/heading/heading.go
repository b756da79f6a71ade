// Package heading tells from its title what a section is about: what it is for, what is to
// be reached, what is to be done and by whom, or what was. The words are in
// dictionaries/sectionkinds.tsv.
package heading

import (
	"vanban/dictionaries"
	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
)

// kindRow is a row of the table.
type kindRow struct {
	words *phrase.Set
	kind  plan.SectionKind
}

// Kinds tells kinds of sections. It is safe for concurrent use.
type Kinds struct {
	rows    []kindRow
	grammar *body.Grammar
}

// Load reads the table.
func Load(g *body.Grammar) *Kinds {
	k := &Kinds{grammar: g}
	for _, r := range dictionaries.Table("sectionkinds", 2) {
		k.rows = append(k.rows, kindRow{phrase.NewSet(r[1]), plan.SectionKind(r[0])})
	}
	return k
}

// Past is the kind of a section that tells what was, Request of one that asks others for
// something. Neither is written to the document.
const Past, Request plan.SectionKind = "past", "request"

// ahead is the kind of words in a title that look ahead.
const ahead plan.SectionKind = "ahead"

// maxRequest is the length in words of the longest heading of a request.
const maxRequest = 7

// aside are words that may stand before the word that tells what a section is about.
var aside = phrase.NewSet("các", "một số", "những", "về", "nội dung", "chương trình", "công tác", "phần")

// maxTitleWords is the length of the longest heading in small letters of a section that
// states a purpose or looks back: a longer passage is a sentence.
const maxTitleWords = 14

// Kind returns what a heading says of its section; "" when it says nothing. Of a
// heading in small letters only the beginning counts: "Đạt được mục tiêu" is no heading of
// objectives.
func (t *Kinds) Kind(title phrase.Passage) plan.SectionKind {
	start := 0
	for n := 1; n > 0; start += n {
		n = aside.Match(title, start)
	}
	last := min(start, len(title)-1)
	if t.looksBack(title, start) {
		return Past
	}
	if title.Is(0, "về") && owned(title, start) && t.request(title, start) > 0 {
		return plan.Tasks // "Về kiến nghị của huyện": what the issuer decides on the requests of others
	}
	if len(title) <= maxRequest && t.asks(title, start) {
		if title.Is(0, "về") {
			return "" // what is said on them, by whoever is asked
		}
		return Request
	}
	if Capitals(title) {
		start, last = 0, len(title)-1
	}
	for _, k := range t.rows {
		if k.kind == Past || k.kind == Request || k.kind == ahead {
			continue
		}
		for i := start; i <= last; i++ {
			n := k.words.Match(title, i)
			if n == 0 || k.kind == plan.Purpose && t.demands(title, i+n) {
				continue
			}
			return k.kind
		}
	}
	return ""
}

// looksBack reports a title that begins with a word of the past and does not go on to what
// lies ahead.
func (t *Kinds) looksBack(title phrase.Passage, start int) bool {
	if !Capitals(title) && len(title) > maxTitleWords {
		return false
	}
	back := false
	for _, k := range t.rows {
		switch k.kind {
		case Past:
			back = back || start < len(title) && k.words.Match(title, start) > 0
		case ahead:
			for i := range title {
				if k.words.Match(title, i) > 0 {
					return false
				}
			}
		}
	}
	return back
}

// asks reports a title of requests, that names nobody.
func (t *Kinds) asks(title phrase.Passage, start int) bool {
	n := t.request(title, start)
	if n == 0 {
		return false
	}
	list, _ := t.grammar.List(title, start+n)
	return len(list) == 0
}

// request returns the number of words at i that ask for something: kiến nghị, đề xuất.
func (t *Kinds) request(title phrase.Passage, i int) int {
	for _, k := range t.rows {
		if k.kind == Request && i < len(title) {
			if n := k.words.Match(title, i); n > 0 {
				return n
			}
		}
	}
	return 0
}

// owned reports "của" in the title.
func owned(title phrase.Passage, from int) bool {
	for i := from; i < len(title); i++ {
		if title.Is(i, "của") {
			return true
		}
	}
	return false
}

// demands reports that "yêu cầu" at the beginning of a passage is a verb: somebody is told.
func (t *Kinds) demands(title phrase.Passage, i int) bool {
	list, _ := t.grammar.List(title, i)
	return len(list) > 0 || !Capitals(title) && len(title) > maxTitleWords
}

// Capitals reports a heading printed in capitals.
func Capitals(p phrase.Passage) bool {
	up, all := 0, 0
	for i := range p {
		if p[i].Letters() {
			all++
			if p[i].Upper() {
				up++
			}
		}
	}
	return 2*up > all
}
