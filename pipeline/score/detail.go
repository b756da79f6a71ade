package score

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vanban/pipeline/text"
)

// Detail gathers what went wrong in restored texts.
type Detail struct {
	Replaced, Lost, Invented int // syllables
	classes                  map[string]*Class
	confusions               map[Confusion]int
	bins                     [len(binEdges)]Bin
}

// Class is a kind of gold syllables and how many of them were restored wrong.
type Class struct {
	Name        string // number, code, capitals, word
	Gold, Wrong int
}

// Confusion is a gold syllable and what stands for it; "" where one is missing.
type Confusion struct{ Gold, Text string }

// Bin is the restored syllables whose confidence lies in a range, a row of a reliability table.
type Bin struct {
	From  float64 // least confidence
	Words int
	Sure  float64 // sum of the confidences
	Right int
}

// binEdges are the lower ends of the ranges of confidence.
var binEdges = [...]float64{0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99}

// piece is a syllable of a restored text with its confidence.
type piece struct {
	word word
	sure float64
}

// Add compares the first lines of a restored text with their gold.
func (d *Detail) Add(gold string, t *text.Text, lines int) {
	if d.classes == nil {
		d.classes, d.confusions = map[string]*Class{}, map[Confusion]int{}
	}
	g, pieces := syllables(gold), piecesOf(t, lines)
	h := make([]word, len(pieces))
	for i, p := range pieces {
		h[i] = p.word
	}
	_, steps := align(lower(g), lower(h))
	for _, s := range steps {
		d.step(g, pieces, s)
	}
}

func (d *Detail) step(g []word, h []piece, s step) {
	var c Confusion
	right := false
	if s.gold >= 0 {
		c.Gold = strings.ToLower(g[s.gold][0])
	}
	if s.text >= 0 {
		c.Text = strings.ToLower(h[s.text].word[0])
		right = s.gold >= 0 && lower(g[s.gold : s.gold+1])[0].accepts(c.Text)
		d.bin(h[s.text].sure, right)
	}
	if s.gold >= 0 {
		d.class(g[s.gold][0], right)
	}
	switch {
	case right:
		return
	case s.gold < 0:
		d.Invented++
	case s.text < 0:
		d.Lost++
	default:
		d.Replaced++
	}
	d.confusions[c]++
}

func (d *Detail) bin(sure float64, right bool) {
	i := len(binEdges) - 1
	for sure < binEdges[i] {
		i--
	}
	b := &d.bins[i]
	b.From = binEdges[i]
	b.Words++
	b.Sure += sure
	if right {
		b.Right++
	}
}

func (d *Detail) class(s string, right bool) {
	name := classOf(s)
	if d.classes[name] == nil {
		d.classes[name] = &Class{Name: name}
	}
	d.classes[name].Gold++
	if !right {
		d.classes[name].Wrong++
	}
}

// classOf tells the kinds of syllables that people search for apart.
func classOf(s string) string {
	digit := strings.IndexFunc(s, unicode.IsDigit) >= 0
	letter := strings.IndexFunc(s, unicode.IsLetter) >= 0
	switch {
	case letter && strings.ContainsAny(s, "/-") && strings.IndexFunc(s, unicode.IsUpper) >= 0:
		return "code"
	case digit:
		return "number"
	case len([]rune(s)) > 1 && strings.ToUpper(s) == s:
		return "capitals"
	}
	return "word"
}

// piecesOf returns the syllables of the first lines as CompareText reads them. A syllable made of
// several words is as sure as the least sure of them.
func piecesOf(t *text.Text, lines int) []piece {
	var out []piece
	var chunk strings.Builder
	sure := 1.0
	flush := func() {
		for _, w := range syllables(chunk.String()) {
			out = append(out, piece{w, sure})
		}
		chunk.Reset()
		sure = 1
	}
	for _, l := range t.Lines[:min(lines, len(t.Lines))] {
		for _, w := range t.Words[l.Start:l.End] {
			if w.Space {
				flush()
			}
			if w.Kind == text.Junk {
				continue
			}
			chunk.WriteString(w.Text)
			if w.Kind != text.Punct {
				sure = min(sure, w.Sure)
			}
		}
		flush()
	}
	return out
}

// Classes returns the classes by name.
func (d *Detail) Classes() []Class {
	var out []Class
	for _, c := range d.classes {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Class) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// Bins returns the reliability table, the least confident words first, without empty rows.
func (d *Detail) Bins() []Bin {
	return slices.DeleteFunc(slices.Clone(d.bins[:]), func(b Bin) bool { return b.Words == 0 })
}

// Confusions returns the most frequent confusions and how often each occurs.
func (d *Detail) Confusions(most int) ([]Confusion, []int) {
	var list []Confusion
	for c := range d.confusions {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Confusion) int {
		return cmp.Or(d.confusions[b]-d.confusions[a], cmp.Compare(a.Gold, b.Gold), cmp.Compare(a.Text, b.Text))
	})
	list = list[:min(len(list), most)]
	var n []int
	for _, c := range list {
		n = append(n, d.confusions[c])
	}
	return list, n
}
