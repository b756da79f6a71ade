package train

import (
	"math"
	"sync"
	"unicode"

	"vanban/pipeline/syllable"

	"golang.org/x/text/unicode/norm"
)

// Line is a printed line and what OCR read for it.
type Line struct{ Gold, Read string }

// counts are the pairs of printed segments and what was read for them.
type counts struct {
	pairs map[string]map[string]float64 // printed -> read -> times; "" printed: letters OCR invented in a word
	gold  map[string]float64            // printed segment -> times
	// Word ends: how often a space was lost, and letters read with a space before them.
	spaces, lost   float64
	letters, parts float64
	// Words of one letter of which nothing is left but the spaces around it, and how many pairs of
	// spaces there are.
	vanished map[string]float64
	gaps     float64
}

// maxSeg is the longest printed segment in letters, maxRead the longest read one.
const (
	maxSeg  = 3
	maxRead = 4
)

// runes returns a line as letters: NFC, one tone placement.
func runes(line string, gold bool) []rune {
	if gold {
		var out []rune
		word := func(w []rune) {
			if len(w) > 0 {
				out = append(out, []rune(syllable.Place(string(w)))...)
			}
		}
		var w []rune
		for _, r := range norm.NFC.String(line) {
			if unicode.IsLetter(r) {
				w = append(w, r)
				continue
			}
			word(w)
			w = w[:0]
			out = append(out, r)
		}
		word(w)
		return out
	}
	return []rune(norm.NFC.String(line))
}

// rounds of EM.
const rounds = 3

// learn aligns the lines and counts their segments.
func learn(lines []Line) *counts {
	type pairLine struct{ g, o []rune }
	var ls []pairLine
	for _, l := range lines {
		if l.Gold != "" && l.Read != "" {
			ls = append(ls, pairLine{runes(l.Gold, true), runes(l.Read, false)})
		}
	}
	c := &costs{first: true}
	for range rounds {
		n := map[seg]float64{}
		var mu sync.Mutex
		each(len(ls), func(lo, hi int) {
			a, part := newAligner(c), map[seg]float64{}
			for _, l := range ls[lo:hi] {
				for _, k := range a.align(l.g, l.o) {
					part[pair(l.g[k.g:k.g+k.gn], l.o[k.o:k.o+k.on])]++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			for s, x := range part {
				n[s] += x
			}
		})
		c = recount(n)
	}
	out := newCounts()
	a := newAligner(c)
	for _, l := range ls {
		if links := a.align(l.g, l.o); links != nil {
			out.line(l.g, l.o, links)
		}
	}
	return out
}

func newCounts() *counts {
	return &counts{pairs: map[string]map[string]float64{}, gold: map[string]float64{}, vanished: map[string]float64{}}
}

// each runs f over two halves of 0..n at once.
func each(n int, f func(lo, hi int)) {
	var wg sync.WaitGroup
	for g := range 2 {
		wg.Go(func() { f(n*g/2, n*(g+1)/2) })
	}
	wg.Wait()
}

func (c *counts) add(g, o string) {
	m := c.pairs[g]
	if m == nil {
		m = map[string]float64{}
		c.pairs[g] = m
	}
	m[o]++
}

// line counts the segments of one aligned line.
func (c *counts) line(gold, read []rune, links []link) {
	c.wordEnds(gold, read, links)
	c.inGaps(gold, read, links)
	for i, k := range links {
		if k.gn == 0 {
			if i > 0 && i+1 < len(links) && inWord(gold, k.g) && !hasSpace(read[k.o:k.o+k.on]) {
				c.add("", string(read[k.o:k.o+k.on]))
			}
			continue
		}
		c.from(gold, read, links[i:])
	}
}

// from counts every segment that begins at the first of the links.
func (c *counts) from(gold, read []rune, links []link) {
	start := links[0]
	for _, k := range links {
		if k.gn == 0 {
			continue
		}
		g, o := gold[start.g:k.g+k.gn], read[start.o:k.o+k.on]
		if len(g) > maxSeg || !letters(g) || hasSpace(o) {
			return
		}
		c.gold[string(g)]++
		if len(o) <= maxRead {
			c.add(string(g), string(o))
		}
	}
}

func (c *counts) wordEnds(gold, read []rune, links []link) {
	for _, k := range links {
		g, o := gold[k.g:k.g+k.gn], read[k.o:k.o+k.on]
		switch {
		case hasSpace(g):
			c.spaces++
			if !hasSpace(o) {
				c.lost++
			}
		case inWord(gold, k.g):
			c.letters++
			if hasSpace(o) {
				c.parts++
			}
		}
	}
}

// inGaps counts the words that left a pair of spaces.
func (c *counts) inGaps(gold, read []rune, links []link) {
	for i := 1; i < len(read); i++ {
		if read[i-1] == ' ' && read[i] == ' ' {
			c.gaps++
		}
	}
	space := func(k link) bool { return k.on == 1 && read[k.o] == ' ' }
	for i := 1; i+1 < len(links); i++ {
		k := links[i]
		if k.gn == 1 && k.on == 0 && unicode.IsLetter(gold[k.g]) && !inWord(gold, k.g) && !inWord(gold, k.g+1) && space(links[i-1]) && space(links[i+1]) {
			c.vanished[string(unicode.ToLower(gold[k.g]))]++
		}
	}
}

// vanish returns the costs of the words that leave a pair of spaces, in nats: those that explain
// one pair in a hundred.
func (c *counts) vanish() map[string]float32 {
	out := map[string]float32{}
	for w, n := range c.vanished {
		if p := n / (c.gaps + 20); p > 0.01 {
			out[w] = float32(-math.Log(p))
		}
	}
	return out
}

// inWord reports whether position i of the printed line lies between two letters.
func inWord(gold []rune, i int) bool {
	return i > 0 && i < len(gold) && unicode.IsLetter(gold[i-1]) && unicode.IsLetter(gold[i])
}

func letters(g []rune) bool {
	for _, r := range g {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

func hasSpace(g []rune) bool {
	for _, r := range g {
		if r == ' ' {
			return true
		}
	}
	return false
}
