package train

import (
	"math"

	"vanban/pipeline/channel"
	"vanban/pipeline/text"
)

// Costs of aligning a line with what may be junk around it: a letter before the first or after
// the last one printed is cheaper than a letter invented between two.
const (
	aroundCost = 0.45
	innerCost  = 1.0
)

// peel returns where, in bytes, the printed line begins and ends in what was read: what lies
// before and after it was never printed. Both places are at the edge of a token.
func peel(gold, read string) (from, to int) {
	g, o := foldRunes(gold), foldRunes(read)
	n, m := len(g), len(o)
	w := m + 1
	d := make([]float32, (n+1)*w)
	for j := range w {
		d[j] = aroundCost * float32(j)
	}
	insert := func(i int) float32 {
		if i == 0 || i == n {
			return aroundCost
		}
		return innerCost
	}
	for i := 1; i <= n; i++ {
		d[i*w] = float32(i)
		for j := 1; j <= m; j++ {
			x := d[(i-1)*w+j-1]
			if g[i-1] != o[j-1] {
				x++
			}
			d[i*w+j] = min(x, d[(i-1)*w+j]+1, d[i*w+j-1]+insert(i))
		}
	}
	i, j := n, m
	for j > 0 && d[i*w+j] == d[i*w+j-1]+aroundCost && i == n {
		j--
	}
	last := j
	first := last
	for i > 0 && j > 0 {
		switch x := d[i*w+j]; {
		case x == d[(i-1)*w+j-1]+differ(g[i-1], o[j-1]):
			i, j = i-1, j-1
			first = j
		case x == d[(i-1)*w+j]+1:
			i--
		default:
			j--
		}
	}
	return tokenEdges(read, first, last)
}

func differ(a, b rune) float32 {
	if a == b {
		return 0
	}
	return 1
}

// tokenEdges widens a stretch, in letters, to whole tokens between white space and returns it in
// bytes.
func tokenEdges(read string, first, last int) (from, to int) {
	at := make([]int, 0, len(read)+1)
	for i := range read {
		at = append(at, i)
	}
	n := len(at)
	at = append(at, len(read))
	isSpace := func(k int) bool { return k < n && read[at[k]] == ' ' }
	for first > 0 && !isSpace(first) && !isSpace(first-1) {
		first--
	}
	for last < n && !isSpace(last) {
		last++
	}
	return at[first], at[max(first, last)]
}

// foldRunes returns a line in lower case and without marks, letter for letter.
func foldRunes(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		out = append(out, lowFold(r))
	}
	return out
}

// junk counts what OCR reads where nothing was printed.
type junk struct {
	tokens      map[string]float64
	total       float64
	lines       float64 // that were printed
	left, right float64 // those with junk before and after the print
	runs        float64 // stretches of junk
}

// learnJunk counts the junk around the lines.
func learnJunk(lines []Line) *junk {
	j := &junk{tokens: map[string]float64{}}
	for _, l := range lines {
		switch {
		case l.Read == "":
			continue
		case l.Gold == "":
			j.add(l.Read)
			continue
		}
		j.lines++
		from, to := peel(l.Gold, l.Read)
		if j.add(l.Read[:from]) {
			j.left++
		}
		if j.add(l.Read[to:]) {
			j.right++
		}
	}
	return j
}

// add counts the tokens of a stretch of junk and reports whether it holds letters or digits.
func (j *junk) add(s string) bool {
	before := j.total
	for _, t := range text.Tokens(s, 0) {
		if t.Kind != text.Punct {
			j.tokens[s[t.Span.Start:t.Span.End]]++
			j.total++
		}
	}
	if j.total == before {
		return false
	}
	j.runs++
	return true
}

// Absolute discounting (Ney, Essen and Kneser 1994): what every token seen gives to those unseen.
const junkDiscount = 0.5

// model turns the counts into costs.
func (j *junk) model() channel.Around {
	share := func(x, of float64) float64 { return (x + 0.5) / (of + 20) }
	m := channel.Around{
		Left: share(j.left, j.lines), Right: share(j.right, j.lines), More: share(j.total-j.runs, j.total),
		Tokens: map[string]float32{}, Other: 1,
	}
	if j.total == 0 {
		return m
	}
	m.Other = float32(-math.Log(junkDiscount * float64(len(j.tokens)) / j.total))
	for t, n := range j.tokens {
		if n > 1 {
			m.Tokens[t] = float32(-math.Log((n - junkDiscount) / j.total))
		}
	}
	return m
}
