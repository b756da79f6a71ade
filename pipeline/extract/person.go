package extract

import (
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// personTitles stand before the name of a person.
var personTitles = phrase.NewSet("đồng chí", "đ/c", "ông", "bà", "anh", "chị", "GS", "PGS", "TS", "ThS", "bác sĩ",
	"bí thư", "phó bí thư", "chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "bộ trưởng", "thứ trưởng", "thủ tướng",
	"phó thủ tướng", "trưởng ban", "phó trưởng ban", "trưởng phòng", "chánh văn phòng", "chủ tịch nước", "tổng bí thư",
	"phó trưởng", "lãnh tụ", "liệt sĩ", "liệt sỹ", "anh hùng", "nhà thơ", "nhà văn", "nhạc sĩ", "giáo sư", "tiến sĩ", "đại tướng", "thượng tướng", "trung tướng", "thiếu tướng",
	"đại tá", "thượng tá", "trung tá", "thiếu tá", "tư tưởng", "phong cách", "đạo đức", "gương")

// titled reports that the title of a person, or what is said of one, ends right before word i.
func titled(p phrase.Passage, i int) bool {
	for n := 1; n <= min(3, i); n++ {
		if personTitles.Match(p[:i], i-n) == n {
			return true
		}
	}
	return false
}

// readPeople lists the signers, and those whose title stands before their name.
func (r *reading) readPeople() {
	index := map[string]int{}
	for _, s := range r.doc.Head.Signers {
		if s.Name != "" {
			r.addPerson(index, s.Name, s.At)
		}
	}
	for _, p := range r.everything() {
		for i := range p {
			n := personTitles.Match(p, i)
			if n == 0 {
				continue
			}
			from := r.nameStart(p, i+n)
			end := r.nameEnd(p, from)
			if end == from && addressed.Match(p, i) > 0 {
				end = r.anyName(p, from)
			}
			if end > from {
				r.addPerson(index, r.names.Spell(r.text, p[from:end]), r.at(p[from:end]))
			}
		}
	}
}

// addressed are the words that only a name follows, whatever the family.
var addressed = phrase.NewSet("đồng chí", "đ/c", "ông", "bà")

// anyName returns the end of two to four words with capitals at i that are no body and no title,
// before a comma or the end; i where none stand.
func (r *reading) anyName(p phrase.Passage, i int) int {
	j := i
	for j < len(p) && p[j].Cap() && !p[j].Upper() && p[j].Kind == text.Syllable && personTitles.Match(p, j) == 0 {
		j++
	}
	if n := j - i; n < 2 || n > 4 || j < len(p) && !p.Is(j, ",", ".", ";", "-", "–", "(") {
		return i
	}
	if _, ok := r.grammar.Named(p, i); ok {
		return i
	}
	if k, _ := r.atlas.Name(p, i); k > 0 {
		return i
	}
	return j
}

// maxTitles is the number of words of the longest row of titles before a name.
const maxTitles = 12

// nameStart skips what may stand between a title and the name: a comma, other titles.
func (r *reading) nameStart(p phrase.Passage, i int) int {
	for from := i; i < len(p) && i-from < maxTitles && (p.Is(i, ",", ":", ".") || personTitles.Match(p, i) > 0); {
		i += max(1, personTitles.Match(p, i))
	}
	if b, ok := r.grammar.Named(p, i); ok { // Phó Chủ tịch UBND tỉnh Trần Văn An
		return b.End
	}
	return i
}

// nameEnd returns the end of a person's name at i: a surname and one to four more words
// with capitals; i where none stands.
func (r *reading) nameEnd(p phrase.Passage, i int) int {
	if i >= len(p) || !p[i].Cap() || !r.names.Surname(p[i].Key) || personTitles.Match(p, i) > 0 {
		return i
	}
	if _, ok := r.grammar.Named(p, i); ok {
		return i // Đoàn Chủ tịch
	}
	j := i + 1
	for j < len(p) && j-i < 5 && p[j].Cap() && p[j].Kind == text.Syllable && p[j].Space {
		j++
	}
	if j-i < 2 {
		return i
	}
	return j
}

func (r *reading) addPerson(index map[string]int, name string, at plan.At) {
	k := phraseKey(name)
	n, seen := index[k]
	if !seen {
		n = len(r.doc.Entities.People)
		index[k] = n
		r.doc.Entities.People = append(r.doc.Entities.People, plan.Entity{Name: name})
	}
	e := &r.doc.Entities.People[n]
	e.Mentions = append(e.Mentions, at)
}
