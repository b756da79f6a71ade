// Package score measures the pipeline against gold: restored text by the share of wrong
// syllables, extracted facts by precision and recall.
package score

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vanban/pipeline/syllable"
)

// Text is how far a text is from its gold transcription.
type Text struct {
	Syllables int     // of the gold
	Edits     int     // syllables to insert, delete or replace, case ignored
	SER       float64 // syllable error rate: Edits / Syllables
	SERCase   float64 // the same, case heeded
	CER       float64 // character edits over the characters of the gold
}

// CompareText scores a text against the gold. Both are read as one stream of syllables:
// outer punctuation does not count, and neither does where the tone mark stands. A gold
// syllable written a|b accepts either.
func CompareText(gold, text string) Text {
	g, h := syllables(gold), syllables(text)
	gl, hl := lower(g), lower(h)
	edits, steps := align(gl, hl)
	s := Text{Syllables: len(g), Edits: edits}
	var caseEdits, chars, charEdits int
	for _, w := range gl {
		chars += len([]rune(w[0]))
	}
	for _, st := range steps {
		switch {
		case st.gold < 0:
			caseEdits++
			charEdits += len([]rune(hl[st.text][0]))
		case st.text < 0:
			caseEdits++
			charEdits += len([]rune(gl[st.gold][0]))
		default:
			if !g[st.gold].accepts(h[st.text][0]) {
				caseEdits++
			}
			if !gl[st.gold].accepts(hl[st.text][0]) {
				charEdits += distance([]rune(gl[st.gold][0]), []rune(hl[st.text][0]))
			}
		}
	}
	s.SER = float64(edits) / float64(max(1, len(g)))
	s.SERCase = float64(caseEdits) / float64(max(1, len(g)))
	s.CER = float64(charEdits) / float64(max(1, chars))
	return s
}

// word is a syllable with its accepted readings, the first of which counts for lengths.
type word []string

func (w word) accepts(s string) bool { return slices.Contains(w, s) }

func lower(words []word) []word {
	out := make([]word, len(words))
	for i, w := range words {
		for _, s := range w {
			out[i] = append(out[i], strings.ToLower(s))
		}
	}
	return out
}

// syllables returns the syllables of a text without outer punctuation; kinh tế-xã hội has
// four.
func syllables(s string) []word {
	var out []word
	for _, chunk := range strings.Fields(norm.NFC.String(s)) {
		chunk = strings.TrimFunc(chunk, func(r rune) bool { return !wordRune(r) && r != '%' })
		for _, part := range splitHyphens(chunk) {
			if strings.Contains(strings.Trim(part, "|"), "|") {
				var w word
				for _, s := range strings.FieldsFunc(part, func(r rune) bool { return r == '|' }) {
					w = append(w, placeTone(s))
				}
				out = append(out, w)
			} else {
				out = append(out, word{placeTone(part)})
			}
		}
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

// splitHyphens parts a chunk at hyphens and dashes between letters.
func splitHyphens(s string) []string {
	runes := []rune(s)
	inner := func(i int) bool {
		return i >= 0 && i < len(runes) && wordRune(runes[i]) && !unicode.IsDigit(runes[i])
	}
	var out []string
	start := 0
	for i, r := range runes {
		if (r == '-' || r == '–' || r == '—') && inner(i-1) && inner(i+1) {
			out = append(out, string(runes[start:i]))
			start = i + 1
		}
	}
	if start < len(runes) {
		out = append(out, string(runes[start:]))
	}
	return out
}

// placeTone returns the syllable with one tone placement; qúy is quý.
func placeTone(s string) string {
	switch s {
	case "qúy", "Qúy":
		return s[:1] + "uý"
	case "QÚY":
		return "QUÝ"
	}
	return syllable.Place(s)
}

// step pairs a syllable of the gold with one of the text; -1 where one is missing.
type step struct{ gold, text int }

// align returns the edit distance and the steps of one cheapest alignment.
func align(gold, text []word) (int, []step) {
	const diagonal, up, left = 0, 1, 2
	n, m := len(gold), len(text)
	back := make([]uint8, (n+1)*(m+1))
	row := make([]int, m+1)
	for j := range row {
		row[j], back[j] = j, left
	}
	for i := 1; i <= n; i++ {
		corner := row[0]
		row[0] = i
		back[i*(m+1)] = up
		for j := 1; j <= m; j++ {
			d, from := corner, uint8(diagonal)
			if !gold[i-1].accepts(text[j-1][0]) {
				d++
			}
			if row[j]+1 < d {
				d, from = row[j]+1, up
			}
			if row[j-1]+1 < d {
				d, from = row[j-1]+1, left
			}
			corner, row[j] = row[j], d
			back[i*(m+1)+j] = from
		}
	}
	var steps []step
	for i, j := n, m; i > 0 || j > 0; {
		switch from := back[i*(m+1)+j]; {
		case i > 0 && j > 0 && from == diagonal:
			i, j = i-1, j-1
			steps = append(steps, step{i, j})
		case i > 0 && (from == up || j == 0):
			i--
			steps = append(steps, step{i, -1})
		default:
			j--
			steps = append(steps, step{-1, j})
		}
	}
	slices.Reverse(steps)
	return row[m], steps
}

// distance is the edit distance of two strings.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		corner := row[0]
		row[0] = i + 1
		for j, y := range b {
			d := corner
			if x != y {
				d++
			}
			corner = row[j+1]
			row[j+1] = min(d, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
