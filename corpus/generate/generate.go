// Package generate makes archives for measuring: documents in the shape of plans whose words are
// drawn from the embedded language model, with the damage that scans leave. The same seed gives
// the same documents.
package generate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/corpus/index"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
)

// Generator makes documents. It is safe for concurrent use.
type Generator struct {
	model  *ngram.Model
	words  *ngram.Sampler
	seed   uint64
	bodies []body
}

// body is one that issues documents.
type body struct{ name, code, place, level string }

// New returns a generator over a language model.
func New(m *ngram.Model, seed uint64) *Generator {
	g := &Generator{model: m, words: ngram.NewSampler(m), seed: seed}
	for _, p := range places {
		g.bodies = append(g.bodies, body{"Ủy ban nhân dân tỉnh " + p, "UBND", "tỉnh " + p, "state"},
			body{"Ban Thường vụ Tỉnh ủy " + p, "TU", "tỉnh " + p, "party"})
	}
	return g
}

var (
	places   = strings.Split("Kiên Giang|An Giang|Đồng Tháp|Cà Mau|Bắc Ninh|Lào Cai|Đắk Lắk|Đồng Nai|Quảng Trị|Gia Lai|Nghệ An|Thanh Hóa|Vĩnh Long|Tây Ninh|Lâm Đồng|Sơn La", "|")
	types    = []string{"KH", "QĐ", "CT", "NQ", "BC", "CTr", "TB", "HD"}
	headings = []string{"MỤC ĐÍCH, YÊU CẦU", "MỤC TIÊU", "NHIỆM VỤ VÀ GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ THỰC HIỆN", "CHẾ ĐỘ BÁO CÁO"}
	organs   = strings.Split("Sở Nội vụ|Sở Tài chính|Sở Xây dựng|Sở Y tế|Sở Tư pháp|Công an tỉnh|Ban Tuyên giáo|Mặt trận Tổ quốc|Hội đồng nhân dân|Sở Nông nghiệp và Môi trường", "|")
)

// paper is a document while it is made.
type paper struct {
	*Generator
	rand   *rand.Rand
	damage float64 // share of the words that are damaged
	base   index.Passage
}

// Document returns the passages of document i: a head and 7 to 12 sections, about 4 kB of text.
// One document in ten is a poor scan.
func (g *Generator) Document(i int) []index.Passage {
	p := &paper{Generator: g, rand: rand.New(rand.NewPCG(g.seed, uint64(i))), damage: 0.01}
	grade := "B"
	if p.rand.IntN(10) == 0 {
		p.damage, grade = 0.15, "D"
	}
	b := g.bodies[p.rand.IntN(len(g.bodies))]
	kind := types[p.rand.IntN(len(types))]
	number := fmt.Sprintf("%d/%s-%s", i+1, kind, b.code)
	if b.level == "party" {
		number = fmt.Sprintf("%d-%s/%s", i+1, kind, b.code)
	}
	p.base = index.Passage{Document: number, Type: kind, Issuer: b.name, Level: b.level, Grade: grade,
		Date: fmt.Sprintf("%d-%02d-%02d", 2015+p.rand.IntN(11), 1+p.rand.IntN(12), 1+p.rand.IntN(28))}
	head := p.base
	head.ID, head.Number, head.Places = number, number, []string{b.place}
	head.Title, _ = p.sentence(16)
	head.Text = kind + " " + number + "\n" + b.name
	return append([]index.Passage{head}, p.sections(7+p.rand.IntN(6))...)
}

func (p *paper) sections(n int) []index.Passage {
	out := make([]index.Passage, 0, n)
	for i := range n {
		s := p.base
		s.Section = fmt.Sprintf("%d.%d", 1+i/3, 1+i%3)
		s.ID = s.Document + "#" + s.Section
		s.Lines = [2]int{10 * (i + 1), 10*(i+1) + 9}
		s.Title = headings[p.rand.IntN(len(headings))]
		if i%3 > 0 {
			s.Title, _ = p.sentence(8)
		}
		s.Text, s.Doubts = p.text(30 + p.rand.IntN(80))
		s.Sure = 1 - 2*p.damage*p.rand.Float64()
		p.facts(&s)
		out = append(out, s)
	}
	return out
}

// facts names places, bodies and targets.
func (p *paper) facts(s *index.Passage) {
	if p.rand.IntN(3) == 0 {
		s.Places = []string{"tỉnh " + places[p.rand.IntN(len(places))]}
	}
	if p.rand.IntN(2) == 0 {
		s.Organizations = []string{organs[p.rand.IntN(len(organs))]}
	}
	if p.rand.IntN(6) == 0 {
		s.Targets = 1 + p.rand.IntN(4)
		s.Due = []string{fmt.Sprint(2025 + 5*p.rand.IntN(3))}
	}
}

// text returns sentences of together about n words, a paragraph each.
func (p *paper) text(n int) (string, []index.Doubt) {
	var b strings.Builder
	var doubts []index.Doubt
	for n > 0 {
		s, d := p.sentence(min(n, 12+p.rand.IntN(25)))
		b.WriteString(s + ".\n")
		doubts = append(doubts, d...)
		n -= strings.Count(s, " ") + 1
	}
	return strings.TrimSuffix(b.String(), "\n"), doubts
}

// sentence draws n words; it says of some damaged words what they may be.
func (p *paper) sentence(n int) (string, []index.Doubt) {
	var b strings.Builder
	var doubts []index.Doubt
	at := p.model.Start()
	for i := 0; i < n; {
		var w ngram.Word
		w, at = p.words.Draw(at, p.rand.Float64())
		if w == ngram.Begin || w == ngram.Unk {
			at = p.model.Start()
			continue
		}
		s := p.spelling(w)
		if i == 0 {
			s = capital(s)
		} else {
			b.WriteByte(' ')
		}
		if w >= ngram.First && p.rand.Float64() < p.damage {
			bad := p.spoil(s)
			if bad != s && p.rand.IntN(2) == 0 {
				doubts = append(doubts, index.Doubt{Word: bad, Or: []string{s}})
			}
			s = bad
		}
		b.WriteString(s)
		i++
	}
	return b.String(), doubts
}

func (p *paper) spelling(w ngram.Word) string {
	switch w {
	case ngram.Code:
		return fmt.Sprintf("%d-%s/TU", 1+p.rand.IntN(400), types[p.rand.IntN(len(types))])
	case ngram.Num:
		return fmt.Sprint(1 + p.rand.IntN(2050))
	}
	return p.model.Spelling(w)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// confused are letters that recognition takes for one another.
var confused = []string{"l", "1", "o", "0", "h", "b", "c", "e", "n", "u", "i", "l", "m", "rn", "t", "f"}

// spoil damages a word: the marks are lost, a letter is misread, or one is lost.
func (p *paper) spoil(s string) string {
	switch p.rand.IntN(3) {
	case 0:
		return syllable.Fold(s)
	case 1:
		k := 2 * p.rand.IntN(len(confused)/2)
		return strings.Replace(s, confused[k], confused[k+1], 1)
	}
	r := []rune(s)
	k := p.rand.IntN(len(r))
	if len(r) == 1 {
		return s
	}
	return string(r[:k]) + string(r[k+1:])
}

// Queries returns n queries of one to three words that stand side by side in documents of the
// first many, drawn as frequent words are: a third of them each without accents, as typed, and as
// a phrase.
func (g *Generator) Queries(n, many int) []string {
	r := rand.New(rand.NewPCG(g.seed, 1<<40))
	var out []string
	for len(out) < n {
		list := g.Document(r.IntN(many))
		words := strings.Fields(strings.ToLower(list[r.IntN(len(list))].Text))
		k := 1 + len(out)/3%3
		if len(words) < 8 {
			continue
		}
		from := r.IntN(len(words) - k)
		q := strings.Join(words[from:from+k], " ")
		switch len(out) % 3 {
		case 0:
			q = syllable.Fold(q)
		case 2:
			q = `"` + q + `"`
		}
		out = append(out, q)
	}
	return out
}
