package index

import (
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// asking are the words with which people ask, and which a passage that answers them does not have,
// longer ones first.
var asking = [][]token{
	tokenize("như thế nào"), tokenize("bao nhiêu"), tokenize("bao giờ"), tokenize("bao lâu"), tokenize("khi nào"), tokenize("lúc nào"),
	tokenize("thế nào"), tokenize("ở đâu"), tokenize("từ đâu"), tokenize("vì sao"), tokenize("tại sao"), tokenize("là gì"),
	tokenize("ai"), tokenize("gì"), tokenize("nào"), tokenize("đâu"), tokenize("mấy"), tokenize("muốn"),
}

// asks reports, by word of a query, whether it only asks.
func (p *parsed) asks() []bool {
	out := make([]bool, len(p.words))
	for i := 0; i < len(p.words); i++ {
		for _, a := range asking {
			if i+len(a) <= len(p.words) && says(p.words[i:i+len(a)], a) {
				for range a {
					out[i] = true
					i++
				}
				i--
				break
			}
		}
	}
	return out
}

// dropAsking makes a query one without the words that only ask, and reports whether it had some
// among others.
func (p *parsed) dropAsking(known func(number string) bool) bool {
	var rest []string
	for i, asks := range p.asks() {
		if !asks {
			rest = append(rest, p.typed(i))
		}
	}
	if len(rest) == 0 || len(rest) == len(p.words) {
		return false
	}
	ignored := p.ignored
	*p = parse(strings.Join(rest, " "), p.exact, known)
	p.ignored = ignored
	return true
}

// typed returns word i as it was typed, but for case.
func (p *parsed) typed(i int) string { return strings.TrimSuffix(p.words[i].exact, plain) }

// says reports whether words of a query are those of an expression, or those typed without accents
// where they are several: dau alone may be đầu.
func says(words, expression []token) bool {
	return slices.EqualFunc(words, expression, func(q, known token) bool {
		return same(q.forms, known, q.accented() || len(expression) == 1)
	})
}

// scattered is what findings tell by that name, for some passages of which the best are first; has
// returns what tells which neighbours stand side by side in passage i.
func (p *parsed) scattered(passages int, has func(i int) (func(pair uint64) bool, error)) (bool, error) {
	if len(p.words) < manyWords {
		return false, nil
	}
	wanted := pairs(p.words)
	for i := range min(passages, minReranked) {
		stands, err := has(i)
		if err != nil {
			return false, err
		}
		n := 0
		for _, pair := range wanted {
			if stands(pair) {
				n++
			}
		}
		if 2*n >= len(wanted) {
			return false, nil
		}
	}
	return true, nil
}

func (r *run) scattered(p *parsed) (bool, error) {
	return p.scattered(len(r.pool), func(i int) (func(uint64) bool, error) {
		s, err := r.x.shards[r.pool[i].shard].signature(r.pool[i].row)
		return s.has, err
	})
}

// The shares of what a query tells that a passage must have where none has all of it, for all
// engines: at NearlyAll it need not have any of its neighbours side by side.
const (
	Most      = 0.5
	NearlyAll = 0.75
)

// shares are the levels of what a passage may have of a query.
var shares = []float64{0.95, 0.85, NearlyAll, Most}

// Weights returns how much each word counts towards most of a query: what it tells, half of what a
// word tells on average if the archive has only words that come close, nothing if it has none. has and
// close say, by word, whether any passage has it, or one that comes close.
func Weights(tells []float64, has, close []bool) []int {
	out, sum, known := make([]int, len(tells)), 0, 0
	for k, x := range tells {
		if has[k] {
			out[k] = 1 + int(math.Round(10*x))
			sum, known = sum+out[k], known+1
		}
	}
	for k := range out {
		if out[k] == 0 && close[k] {
			out[k] = 1 + sum/max(1, known)/2
		}
	}
	return out
}

// weigh returns the weights of the words of a query.
func (p *parsed) weigh(idf []float64, all []*evaluation) []int {
	has, close := make([]bool, len(idf)), make([]bool, len(idf))
	for k := range idf {
		for _, e := range all {
			has[k] = has[k] || !e.or(k).IsEmpty()
			close[k] = close[k] || !e.close[k].IsEmpty()
		}
	}
	return Weights(idf, has, close)
}

// maxMost is the number of passages with most of a query that are looked at for its neighbours.
const maxMost = 5000

// findMost finds the passages that have nearly all of the query, or most of it and two neighbours of
// it side by side, or both in the head or a title above: without any, single syllables say nothing.
func (e *evaluation) findMost(anyhow func(k int) *roaring.Bitmap) error {
	together := roaring.FastOr(append(slices.Clone(e.near), e.spans...)...)
	for k := 1; k < len(e.about); k++ {
		together.Or(roaring.And(e.about[k-1], e.about[k]))
	}
	wanted, looked := pairs(e.p.words), 0
	e.found = roaring.New()
	_, levels := e.mostOf(anyhow)
	for i, level := range levels {
		if shares[i] >= NearlyAll {
			e.levels = append(e.levels, level)
			e.found.Or(level)
			continue
		}
		kept := roaring.And(level, together)
		for it := roaring.AndNot(level, together).Iterator(); it.HasNext() && looked < maxMost; looked++ {
			row := it.Next()
			s, err := e.x.signature(row)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(wanted, s.has) {
				kept.Add(row)
			}
		}
		e.levels = append(e.levels, kept)
		e.found.Or(kept)
	}
	return nil
}

// mostOf returns the allowed passages that have most of the query, and before them, as levels,
// those that have more of it.
func (e *evaluation) mostOf(satisfied func(k int) *roaring.Bitmap) (all *roaring.Bitmap, levels []*roaring.Bitmap) {
	all = roaring.New()
	if e.allowed.IsEmpty() {
		return all, nil
	}
	total, sums := 0, make([]int32, e.allowed.Maximum()+1)
	for k, w := range e.weights {
		total += w
		if w == 0 {
			continue
		}
		for it := roaring.And(e.allowed, satisfied(k)).Iterator(); it.HasNext(); {
			sums[it.Next()] += int32(w)
		}
	}
	if total == 0 {
		return all, nil
	}
	rows := make([][]uint32, len(shares))
	for row, sum := range sums {
		if i := slices.IndexFunc(shares, func(s float64) bool { return float64(sum) >= s*float64(total) }); i >= 0 {
			rows[i] = append(rows[i], uint32(row))
		}
	}
	for _, r := range rows {
		level := roaring.BitmapOf(r...)
		levels = append(levels, level)
		all.Or(level)
	}
	return all, levels
}

// addJoined adds, for each word that the archive does not have, the words that it is made of: kehoach
// for "kế hoạch".
func (p *parsed) addJoined(known map[string]bool) {
	for i, w := range p.words {
		if known[w.fold] || len(w.fold) < 2*minJoined || w.fold[0] <= '9' || p.quoted[i] {
			continue
		}
		for _, parts := range partings(w.fold, known, maxParts) {
			words := make([]token, len(parts))
			for k, part := range parts {
				words[k] = tokenize(part)[0]
			}
			p.spans = append(p.spans, span{from: i, to: i + 1, words: words, weight: 1, folded: true})
		}
	}
}

const (
	minJoined    = 2 // letters of a word that is joined with another
	maxParts     = 4 // words joined
	maxPartings  = 6 // ways to part a word
	longestParts = 30
)

// partings returns ways to part a word into two to some number of known ones.
func partings(fold string, known map[string]bool, parts int) [][]string {
	if len(fold) > longestParts {
		return nil
	}
	var out [][]string
	var walk func(rest string, done []string)
	walk = func(rest string, done []string) {
		if len(out) == maxPartings {
			return
		}
		if known[rest] && hasVowel(rest) && len(done) > 0 {
			out = append(out, append(slices.Clone(done), rest))
		}
		if len(done)+1 == parts {
			return
		}
		for i := len(rest) - minJoined; i >= minJoined; i-- {
			if known[rest[:i]] && hasVowel(rest[:i]) {
				walk(rest[i:], append(done, rest[:i]))
			}
		}
	}
	walk(fold, nil)
	return out
}

func hasVowel(fold string) bool { return strings.ContainsAny(fold, "aeiouy") }
