package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// restoreCapitals gives capitals to the words that were typed in a font of capitals: TCVN3 has
// codes for small letters with tone marks only, so that CỘNG HÒA reads CộNG HòA.
func restoreCapitals(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for line := range strings.Lines(s) {
		b.WriteString(restoreLine(line))
	}
	return b.String()
}

// run is a word of a line with what its letters tell of its case.
type run struct {
	start, end int
	look       look
	upper      bool // it has a capital
	code       bool // it is glued to others by a sign, as in 15/QĐ-UBND, and tells nothing of those beside it
}

type look uint8

const (
	silent  look = iota // no small letter with a tone mark: nothing to restore, nothing told
	unclear             // such letters and at most one capital
	small
	capitals
)

func restoreLine(line string) string {
	words := runs(line)
	var b strings.Builder
	pos := 0
	for i, w := range words {
		if w.look == capitals || w.look == unclear && amongCapitals(words, i) {
			b.WriteString(line[pos:w.start])
			b.WriteString(strings.ToUpper(line[w.start:w.end]))
			pos = w.end
		}
	}
	return b.String() + line[pos:]
}

// amongCapitals reports whether the words beside an unclear one are in capitals: both, or the
// only one where the word begins with a capital itself.
func amongCapitals(words []run, i int) bool {
	n := 0
	for _, step := range []int{-1, 1} {
		k := i + step
		for k >= 0 && k < len(words) && (words[k].look < small || words[k].code) {
			k += step
		}
		if k < 0 || k == len(words) {
			continue
		}
		if words[k].look == small {
			return false
		}
		n++
	}
	return n == 2 || n == 1 && words[i].upper
}

func runs(line string) []run {
	var out []run
	start := -1
	for i, r := range line + "\n" {
		if unicode.IsLetter(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, newRun(line, start, i))
		}
		start = -1
	}
	return out
}

func newRun(line string, start, end int) run {
	upper, lower, toned := 0, 0, 0
	for _, r := range line[start:end] {
		switch {
		case unicode.IsUpper(r):
			upper++
		case r >= utf8.RuneSelf && !strings.ContainsRune("ăâêôơưđ", r):
			toned++
		default:
			lower++
		}
	}
	glued := start > 0 && strings.IndexByte("/-", line[start-1]) >= 0 || end < len(line) && strings.IndexByte("/-", line[end]) >= 0
	w := run{start: start, end: end, upper: upper > 0, code: glued}
	switch {
	case lower > 0:
		w.look = small
	case upper >= 2:
		w.look = capitals
	case toned > 0:
		w.look = unclear
	}
	return w
}
