package index

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// minNear is the length in letters from which a word may be misread or mistyped.
const minNear = 3

// maxNear is the number of words that one may be taken for: the nearest are those whose length
// is the same.
const maxNear = 12

// closeWords returns, for each word, the folded words of the archive that a letter parts from
// it. Numbers have none. It notes what words the archive knows.
func closeWords(ctx context.Context, x finder, words []token, known map[string]bool) ([]map[string]bool, error) {
	out := make([]map[string]bool, len(words))
	for i := range words {
		out[i] = map[string]bool{}
	}
	err := x.eachWord(ctx, words, 1, func(fold string) {
		known[fold] = true
		for i, w := range words {
			if w.mistakable() && fold != w.fold && len(out[i]) < maxNear && within(w.fold, fold) {
				out[i][fold] = true
			}
		}
	})
	return out, err
}

// mistakable reports whether a word may be misread or mistyped: short ones and numbers may be anything.
func (t token) mistakable() bool { return len(t.fold) >= minNear && t.fold[0] > '9' }

// formsOf returns the folded words that word k of the query may be, the one typed first.
func (p *parsed) formsOf(k int) []string {
	return append([]string{p.words[k].fold}, slices.Sorted(maps.Keys(p.near[k]))...)
}

// eachWord calls f for each folded word of each shard, near or not.
func (x *bleveIndex) eachWord(_ context.Context, _ []token, _ int, f func(fold string)) error {
	for _, s := range x.shards {
		words, err := s.words()
		if err != nil {
			return err
		}
		for _, w := range words {
			f(w)
		}
	}
	return nil
}

// within reports whether one letter changed, added, left out, or changed places with its
// neighbour makes one word of the other.
func within(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// maxSuggest is the number of other queries that are suggested.
const maxSuggest = 3

// suggest returns other queries that find something: with words of the archive in place of
// those it does not have, without quotes and, with leave to drop words, without one of them.
func suggest(ctx context.Context, x finder, q Query, p *parsed, drop bool) ([]string, error) {
	proposals, err := proposals(ctx, x, p, drop)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range proposals {
		if s == strings.TrimSpace(q.Text) || slices.Contains(out, s) {
			continue
		}
		other := q
		other.Text, other.Offset, other.Limit = s, 0, 0
		np := parse(s, q.Exact, func(number string) bool { return x.knows(ctx, number) })
		r, err := x.run(ctx, other, &np)
		if err != nil {
			return nil, err
		}
		if r.total() > 0 {
			out = append(out, s)
		}
		if len(out) == maxSuggest {
			break
		}
	}
	return out, nil
}

// proposals returns queries that may find more, the closest first.
func proposals(ctx context.Context, x finder, p *parsed, drop bool) ([]string, error) {
	typed := make([]string, len(p.words))
	for i := range p.words {
		typed[i] = p.typed(i)
	}
	mended, changed, err := mend(ctx, x, p.words, typed)
	if err != nil {
		return nil, err
	}
	var out []string
	if changed || p.phrases {
		out = append(out, strings.Join(mended, " "))
	}
	if drop && len(p.words) > 1 && len(p.words) <= 8 {
		for i := range mended {
			out = append(out, strings.Join(slices.Concat(mended[:i], mended[i+1:]), " "))
		}
	}
	return out, nil
}

// mend puts the nearest word of the archive in place of each word that it does not have.
func mend(ctx context.Context, x finder, words []token, typed []string) (mended []string, changed bool, err error) {
	mended = slices.Clone(typed)
	unknown := map[int]map[string]int{} // word -> candidate -> shards and nearness
	known := map[string]int{}           // word -> shards
	if err := x.eachWord(ctx, words, maxDistance, func(fold string) { known[fold]++ }); err != nil {
		return nil, false, err
	}
	for i, w := range words {
		if w.fold[0] <= '9' || known[w.fold] > 0 {
			continue
		}
		unknown[i] = map[string]int{}
		for fold, shards := range known {
			if d := distance(w.fold, fold); d <= maxDistance && (d < maxDistance || len(w.fold) >= minFar) {
				unknown[i][fold] = shards + 1000*(maxDistance-d)
			}
		}
	}
	for i, m := range unknown {
		if s := split(words[i].fold, known); s != "" && len(words[i].fold) >= minFar {
			mended[i], changed = s, true
		} else if best := likeliest(m); best != "" {
			mended[i], changed = best, true
		}
	}
	return mended, changed, nil
}

func likeliest(m map[string]int) string {
	keys := slices.Sorted(maps.Keys(m))
	if len(keys) == 0 {
		return ""
	}
	return slices.MaxFunc(keys, func(a, b string) int { return cmp.Compare(m[a], m[b]) })
}

// split parts a word in two that the archive has: kehoach as "ke hoach".
func split(fold string, counts map[string]int) string {
	best, most := "", 0
	for i := 2; i+2 <= len(fold); i++ {
		if n := min(counts[fold[:i]], counts[fold[i:]]); n > most && hasVowel(fold[:i]) && hasVowel(fold[i:]) {
			best, most = fold[:i]+" "+fold[i:], n
		}
	}
	return best
}

const (
	maxDistance = 2 // letters that may part a suggested word from the one typed
	minFar      = 5 // letters of a word that more than one may, or that two words may have been joined to
)

// distance returns how many letters have to change between two words, more than maxDistance
// for any that are further apart.
func distance(a, b string) int {
	if len(a)-len(b) > maxDistance || len(b)-len(a) > maxDistance || len(a) < minNear || len(a) > 64 {
		return maxDistance + 1
	}
	var rows [2][70]uint8
	for j := range len(b) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := range len(a) {
		before, row := &rows[i%2], &rows[(i+1)%2]
		row[0] = uint8(i + 1)
		for j := range len(b) {
			d := before[j]
			if a[i] != b[j] {
				d++
			}
			row[j+1] = min(d, before[j+1]+1, row[j]+1)
		}
	}
	return int(rows[len(a)%2][len(b)])
}
