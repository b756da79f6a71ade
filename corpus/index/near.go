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

// closeWords returns, for each word, the folded words of the archive that a letter parts from
// it. Numbers have none.
func (g *generation) closeWords(words []token) []map[string]bool {
	out := make([]map[string]bool, len(words))
	for i := range words {
		out[i] = map[string]bool{}
	}
	g.eachWord(func(fold string, _ int) {
		for i, w := range words {
			if len(w.fold) >= minNear && w.fold[0] > '9' && fold != w.fold && within(w.fold, fold) {
				out[i][fold] = true
			}
		}
	})
	return out
}

// eachWord calls f for each folded word of each segment, with the passages that have it.
func (g *generation) eachWord(f func(fold string, passages int)) {
	for _, s := range g.segments {
		last, passages := "", 0
		for i := s.from(string(keyWord)); i < s.len(); i++ {
			k := s.key(i)
			if k == "" || k[0] != keyWord {
				break
			}
			fold, _, _ := strings.Cut(k[1:], "\x00")
			if fold != last && last != "" {
				f(last, passages)
				passages = 0
			}
			last, passages = fold, passages+int(s.number(i, 2))
		}
		if last != "" {
			f(last, passages)
		}
	}
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
// those it does not have, without quotes, without filters being changed, and without a word.
func (g *generation) suggest(ctx context.Context, q Query, p *parsed) ([]string, error) {
	var out []string
	for _, s := range g.proposals(p) {
		if s == strings.TrimSpace(q.Text) || slices.Contains(out, s) {
			continue
		}
		other := q
		other.Text = s
		np := parse(s, q.Exact, g.knows)
		r, err := g.run(ctx, other, &np, len(np.words))
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
func (g *generation) proposals(p *parsed) []string {
	typed := make([]string, len(p.words))
	for i, w := range p.words {
		typed[i] = strings.TrimSuffix(w.exact, plain)
	}
	mended, changed := g.mend(p.words, typed)
	var out []string
	if changed || p.phrases {
		out = append(out, strings.Join(mended, " "))
	}
	if len(p.words) > 1 && len(p.words) <= 8 {
		for i := range mended {
			out = append(out, strings.Join(slices.Concat(mended[:i], mended[i+1:]), " "))
		}
	}
	return out
}

// mend puts the nearest word of the archive in place of each word that it does not have.
func (g *generation) mend(words []token, typed []string) (mended []string, changed bool) {
	mended = slices.Clone(typed)
	unknown := map[int]map[string]int{} // word -> candidate -> passages
	for i, w := range words {
		if w.fold[0] > '9' && !g.has(w.fold) {
			unknown[i] = map[string]int{}
		}
	}
	if len(unknown) == 0 {
		return mended, false
	}
	counts := map[string]int{}
	g.eachWord(func(fold string, passages int) {
		counts[fold] += passages
		for i, m := range unknown {
			if d := distance(words[i].fold, fold); d <= maxDistance {
				m[fold] += passages * (1 + 100*(maxDistance-d))
			}
		}
	})
	for i, m := range unknown {
		if s := split(words[i].fold, counts); s != "" {
			mended[i], changed = s, true
		} else if best := likeliest(m); best != "" {
			mended[i], changed = best, true
		}
	}
	return mended, changed
}

func (g *generation) has(fold string) bool {
	return slices.ContainsFunc(g.segments, func(s *segment) bool { return len(s.like(keyWord, fold)) > 0 })
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
		if n := min(counts[fold[:i]], counts[fold[i:]]); n > most {
			best, most = fold[:i]+" "+fold[i:], n
		}
	}
	return best
}

// maxDistance is the number of letters that may part a suggested word from the one typed.
const maxDistance = 2

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
