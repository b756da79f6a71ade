package score

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

var patterns = sync.OnceValue(func() struct{ marks, hyphen, bullet *regexp.Regexp } {
	return struct{ marks, hyphen, bullet *regexp.Regexp }{
		regexp.MustCompile("[“”\"'‘’.,;:…()/\\\\*]+"),
		regexp.MustCompile(`\s*-\s*`),
		regexp.MustCompile(`(^|\.)[a-zđ]{1,2}$`),
	}
})

// plains remembers the plain forms of texts: each is compared with many.
var plains struct {
	sync.Mutex
	of map[string]string
}

// maxPlains bounds how many forms are remembered: those of a large document.
const maxPlains = 20000

// plain is the form in which texts are compared: lower case, without punctuation, one tone
// placement.
func plain(s string) string {
	plains.Lock()
	defer plains.Unlock()
	p, ok := plains.of[s]
	if !ok {
		if len(plains.of) >= maxPlains || plains.of == nil {
			plains.of = map[string]string{}
		}
		p = toPlain(s)
		plains.of[s] = p
	}
	return p
}

func toPlain(s string) string {
	s = strings.ToLower(norm.NFC.String(s))
	s = patterns().marks.ReplaceAllString(s, " ")
	s = strings.NewReplacer("–", "-", "—", "-").Replace(s)
	s = patterns().hyphen.ReplaceAllString(s, "-")
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = placeTone(w)
	}
	return strings.Join(words, " ")
}

// similar returns how alike two texts are, 0 to 1.
func similar(a, b string) float64 {
	a, b = plain(a), plain(b)
	if a == "" || b == "" {
		if a == b {
			return 1
		}
		return 0
	}
	return ratio([]rune(a), []rune(b))
}

// minHead is the length in characters from which the beginning of a text may stand for it.
const minHead = 18

// similarHead compares a heading or a first clause: over the length of the shorter one too.
func similarHead(a, b string) float64 {
	x, y := []rune(plain(a)), []rune(plain(b))
	s := similar(a, b)
	if k := min(len(x), len(y)); k >= minHead {
		s = max(s, ratio(x[:k], y[:k]))
	}
	return s
}

// similarSets returns the mean of the best matches both ways, 1 when both are empty.
func similarSets(a, b []string) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	best := func(from, to []string) float64 {
		sum := 0.0
		for _, p := range from {
			m := 0.0
			for _, q := range to {
				m = max(m, similar(p, q))
			}
			sum += m
		}
		return sum / float64(len(from))
	}
	return (best(a, b) + best(b, a)) / 2
}

// ratio is twice the characters in common blocks over all characters, after Ratcliff and
// Obershelp: the longest common block, then the same left and right of it.
func ratio(a, b []rune) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	at := map[rune][]int{}
	for j, r := range b {
		at[r] = append(at[r], j)
	}
	return 2 * float64(common(a, at, 0, len(a), 0, len(b))) / float64(len(a)+len(b))
}

// common returns the characters in common blocks of a[alo:ahi] and b[blo:bhi]; at has the
// positions of each character of b.
func common(a []rune, at map[rune][]int, alo, ahi, blo, bhi int) int {
	bestA, bestB, size := alo, blo, 0
	runs := map[int]int{} // length of the common block that ends at a position of b
	for i := alo; i < ahi; i++ {
		next := map[int]int{}
		for _, j := range at[a[i]] {
			if j < blo {
				continue
			}
			if j >= bhi {
				break
			}
			k := runs[j-1] + 1
			next[j] = k
			if k > size {
				bestA, bestB, size = i-k+1, j-k+1, k
			}
		}
		runs = next
	}
	if size == 0 {
		return 0
	}
	return size + common(a, at, alo, bestA, blo, bestB) + common(a, at, bestA+size, ahi, bestB+size, bhi)
}
