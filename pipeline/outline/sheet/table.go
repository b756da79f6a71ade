package sheet

import (
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
)

// Phrases are keywords in the form in which they are compared.
type Phrases []string

// BlockWords returns the phrases of a class of the table blockwords.
var BlockWords = sync.OnceValue(func() map[string]Phrases {
	m := map[string]Phrases{}
	for _, row := range dictionaries.Table("blockwords", 2) {
		m[row[0]] = append(m[row[0]], letters.Fold(row[1]))
	}
	return m
})

// TypeTitles are the names of the types of documents as printed.
var TypeTitles = sync.OnceValue(func() []string {
	var names []string
	for _, row := range dictionaries.Table("doctypes", 2) {
		names = append(names, row[1])
	}
	return names
})

// TypeNames are the same, folded.
var TypeNames = sync.OnceValue(func() Phrases {
	var names Phrases
	for _, name := range TypeTitles() {
		names = append(names, letters.Fold(name))
	}
	return names
})

// Match returns the longest phrase that the folded words from position k on begin with, as the
// position after it, or k when none does.
func (p *Sheet) Match(k, hi int, list Phrases) int {
	end, longest := k, 0
	for _, phrase := range list {
		if len(phrase) <= longest {
			continue
		}
		if e := p.MatchOne(k, hi, phrase); e > k {
			end, longest = e, len(phrase)
		}
	}
	return end
}

// MatchOne returns the position after the words from k on that read like the phrase, or k.
func (p *Sheet) MatchOne(k, hi int, phrase string) int {
	allowed := Slack(len(phrase))
	best, bestEnd := allowed+1, k
	var b []byte
	for e := k; e < hi && len(b) <= len(phrase)+allowed; e++ {
		b = append(b, p.Fold(e)...)
		if len(b) < len(phrase)-allowed || e > k && p.Mark(e) {
			continue
		}
		if d := letters.Distance(string(b), phrase, allowed); d < best {
			best, bestEnd = d, e+1
		}
	}
	return bestEnd
}

// Find returns where in some words a phrase stands with the least damage, or false.
func (p *Sheet) Find(lo, hi int, phrase string) (int, int, bool) {
	best, from, to := Slack(len(phrase))+1, 0, 0
	for k := lo; k < hi; k++ {
		// One of the first two letters must be sound.
		if f := p.Fold(k); len(f) < 2 || f[0] != phrase[0] && f[1] != phrase[1] {
			continue
		}
		if e := p.MatchOne(k, hi, phrase); e > k {
			if d := letters.Distance(p.Joined(k, e), phrase, best); d < best {
				best, from, to = d, k, e
			}
		}
	}
	return from, to, to > from
}

// Slack is the number of edits that a phrase of so many letters may suffer.
func Slack(n int) int {
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
