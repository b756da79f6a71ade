package outline

import (
	"strings"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
)

// phrases are keywords in the form in which they are compared.
type phrases []string

// blockWords returns the phrases of a class of the table blockwords.
var blockWords = sync.OnceValue(func() map[string]phrases {
	m := map[string]phrases{}
	for _, row := range dictionaries.Table("blockwords", 2) {
		m[row[0]] = append(m[row[0]], letters.Fold(row[1]))
	}
	return m
})

// typeTitles are the names of the types of documents as printed.
var typeTitles = sync.OnceValue(func() []string {
	var names []string
	for _, row := range dictionaries.Table("doctypes", 2) {
		names = append(names, row[1])
	}
	return names
})

// typeNames are the same, folded.
var typeNames = sync.OnceValue(func() phrases {
	var names phrases
	for _, name := range typeTitles() {
		names = append(names, letters.Fold(name))
	}
	return names
})

// format is a set of rules of form, as the authorities issue them from time to time.
type format struct {
	rules string // "party" or "state"
	motto string
	dash  bool // the number is joined to the type code by a dash: 182-KH/TU
	slash bool // the capacity is written with a slash: T/M
}

var formats = sync.OnceValue(func() []format {
	var all []format
	for _, row := range dictionaries.Table("formats", 7) {
		all = append(all, format{row[0], letters.Fold(row[4]), strings.HasPrefix(row[5], "N-"), strings.Contains(row[6], "/")})
	}
	return all
})

// match returns the longest phrase that the folded words from position k on begin with, as the
// position after it, or k when none does.
func (p *paper) match(k, hi int, list phrases) int {
	end, longest := k, 0
	for _, phrase := range list {
		if len(phrase) <= longest {
			continue
		}
		if e := p.matchOne(k, hi, phrase); e > k {
			end, longest = e, len(phrase)
		}
	}
	return end
}

// matchOne returns the position after the words from k on that read like the phrase, or k.
func (p *paper) matchOne(k, hi int, phrase string) int {
	allowed := slack(len(phrase))
	best, bestEnd := allowed+1, k
	var b []byte
	for e := k; e < hi && len(b) <= len(phrase)+allowed; e++ {
		b = append(b, p.fold(e)...)
		if len(b) < len(phrase)-allowed || e > k && p.mark(e) {
			continue
		}
		if d := letters.Distance(string(b), phrase, allowed); d < best {
			best, bestEnd = d, e+1
		}
	}
	return bestEnd
}

// find returns where in some words a phrase stands with the least damage, or false.
func (p *paper) find(lo, hi int, phrase string) (int, int, bool) {
	best, from, to := slack(len(phrase))+1, 0, 0
	for k := lo; k < hi; k++ {
		// One of the first two letters must be sound.
		if f := p.fold(k); len(f) < 2 || f[0] != phrase[0] && f[1] != phrase[1] {
			continue
		}
		if e := p.matchOne(k, hi, phrase); e > k {
			if d := letters.Distance(p.joined(k, e), phrase, best); d < best {
				best, from, to = d, k, e
			}
		}
	}
	return from, to, to > from
}

// slack is the number of edits that a phrase of so many letters may suffer.
func slack(n int) int {
	switch {
	case n < 6:
		return 0
	case n < 10:
		return 1
	case n < 15:
		return 2
	}
	return n / 5
}
