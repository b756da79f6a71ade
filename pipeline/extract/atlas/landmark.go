package atlas

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/dictionaries"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// landmark is a row of landmarks.tsv: what the word before a name says of it.
type landmark struct {
	head, kind string
	follows    string   // what the name is: name, long, number, any, wide
	notAfter   []string // words that make another word of the head
	surname    bool     // with a capital it is a family name
}

// NoPlace is the kind of what bears the name of a place or a person but is none.
const NoPlace = "-"

func (a *Atlas) loadLandmarks() {
	for _, r := range dictionaries.Table("landmarks", 5) {
		a.landmarks.Add(r[0], landmark{r[0], r[1], r[2], strings.Split(r[3], ","), r[4] != ""})
	}
}

// landmarkAt reads a place that is no administrative unit: sông Hiếu, Quốc lộ 32C, Khu kinh tế
// Nghi Sơn, thôn 3. What bears a name but is no place is of the kind NoPlace.
func (a *Atlas) landmarkAt(p phrase.Passage, i int) (Found, bool) {
	n, m := a.landmarks.Match(p, i)
	if n == 0 || p[i].Upper() && strings.ToUpper(m.head) != m.head || i > 0 && slices.Contains(m.notAfter, p[i-1].Key) {
		return Found{}, false
	}
	if p[i].Cap() && n == 1 && (i > 0 && p[i-1].Letters() || m.surname || a.unitAt(p, i) > 1) {
		return Found{}, false // Cầu Giấy, Chợ Mới, Nguyễn Đình Huệ, Hồ Văn Mười
	}
	k := a.landmarkName(p, i+n, m.follows)
	if k == 0 {
		return Found{}, false
	}
	f := Found{i, i + n + k, printed(p[i:i+n], m.head) + " " + p[i+n:i+n+k].String(), m.kind, nil, m.head, 0}
	for j := i + n; j < f.End; j++ {
		if p.Is(j, "-", "–") {
			f.Joint = n
		}
	}
	return f, true
}

// landmarkName returns how many words at i are the name of a landmark.
func (a *Atlas) landmarkName(p phrase.Passage, i int, follows string) int {
	if follows == "number" || follows == "any" || follows == "wide" {
		if k := roadNumber(p, i); k > 0 || follows == "number" {
			return k
		}
	}
	k := a.properName(p, i)
	if k < 2 && (follows == "long" || follows == "wide") {
		return 0
	}
	return k
}

// unitAt returns the length of the name of a unit at word i.
func (a *Atlas) unitAt(p phrase.Passage, i int) int {
	_, n := a.find(p, i)
	return n
}

// printed returns a word before a name with the capital that the paper gave it.
func printed(p phrase.Passage, head string) string {
	if p[0].Cap() {
		r, n := utf8.DecodeRuneInString(head)
		return string(unicode.ToUpper(r)) + head[n:]
	}
	return head
}

// numberRE are the numbers of roads and hamlets: 49, 32C, 1A, 14B.
var numberRE = regexp.MustCompile(`^\d{1,3}[A-ZĐ]?\d?$`)

// roadNumber returns how many words at i are the number of a road or a hamlet.
func roadNumber(p phrase.Passage, i int) int {
	n := 0
	if p.Is(i, ".", "số") {
		n = 1
	}
	if i+n < len(p) && numberRE.MatchString(p[i+n].Text) {
		return n + 1
	}
	return 0
}

// maxName is the number of words of the longest name of a landmark.
const maxName = 6

// properName returns how many words at i are a name: words with capitals, also two names that a
// hyphen joins, with a number at their end (cầu Ba Lai 8).
func (a *Atlas) properName(p phrase.Passage, i int) int {
	if n, r := a.regions.Match(p, i); n > 0 && r[1] == "country" && !(n == 1 && inName(p, i)) || titled.Match(p, i) > 0 {
		return 0
	}
	j := i
	for j < len(p) && j-i < maxName && nameWord(&p[j]) && a.LevelWord(p, j) == 0 {
		j++
		if j+1 < len(p) && j-i+1 < maxName && p.Is(j, "-", "–") && nameWord(&p[j+1]) {
			j++
		}
	}
	switch n := j - i; {
	case n == 0 || n == 1 && utf8.RuneCountInString(p[i].Text) < 2:
		return 0
	case j < len(p) && p[j].Kind == text.Number && len(p[j].Text) == 1 && (j+1 == len(p) || !p[j+1].Letters() || p[j+1].Cap()):
		return n + 1
	default:
		return n
	}
}

// nameWord reports a word of a name: a syllable with a capital, or a Roman number.
func nameWord(w *phrase.Word) bool { return own(w) || romanRE.MatchString(w.Text) }

var romanRE = regexp.MustCompile(`^[IVX]+$`)
