package opensearch

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"vanban/corpus/index"
)

// plan writes a plan as a query of OpenSearch. Sets of passages become clauses that count nothing;
// what counts is a list of clauses with weights.
type plan struct {
	*index.Plan
	tells []float64       // by word
	weigh []int           // by word: what it counts towards most of the query; nil where all must be there
	about [][]string      // by word: documents whose head has it
	empty map[string]bool // sets without a passage, as they are written; they are left out
}

// forms joins the forms that may stand at one position.
func forms(list ...string) string { return strings.Join(list, string(between)) }

func either(clauses ...object) object {
	switch len(clauses) {
	case 0:
		return object{"match_none": object{}} // an empty choice would be everything
	case 1:
		return clauses[0]
	}
	return object{"bool": object{"should": clauses, "minimum_should_match": 1}}
}

func all(clauses ...object) object { return object{"bool": object{"filter": clauses}} }

func anyOf(field string, values []string) object { return object{"terms": object{field: values}} }

func is(field, value string) object {
	return object{"term": object{field: object{"value": value}}}
}

// beside finds positions side by side, each with one of some forms.
func beside(positions ...string) object {
	return object{"match_phrase": object{fieldWords: strings.Join(positions, " ")}}
}

// without returns the sets that are not known to be empty.
func (p *plan) without(sets []object) []object {
	if len(p.empty) == 0 {
		return sets
	}
	return slices.DeleteFunc(sets, func(set object) bool { return p.empty[encoded(set)] })
}

// form returns the form of a word that counts.
func (p *plan) form(w index.WordForms) string {
	if p.Query.Exact {
		return term(w.Exact)
	}
	return term(w.Fold)
}

// word is the set of passages that have word k or a doubtful word that may read so.
func (p *plan) word(k int) object {
	f := p.form(p.Words[k].WordForms)
	return anyOf(fieldWords, []string{f, other + f})
}

// span is the set of passages that have what stands for several words. The accents of words that
// were not typed count.
func (p *plan) span(sp index.QuerySpan) object {
	if sp.Number != "" {
		return is(fieldNumber, sp.Number)
	}
	at := make([]string, len(sp.Words))
	for i, w := range sp.Words {
		switch {
		case sp.Typed:
			at[i] = forms(p.form(w), other+p.form(w))
		case sp.Folded:
			at[i] = term(w.Fold)
		default:
			at[i] = term(w.Exact)
		}
	}
	return beside(at...)
}

// or is the set of passages that have word k or something that stands for it, and more of them
// where the word alone will do.
func (p *plan) or(k int, more ...object) object {
	var sets []object
	if !p.Words[k].Quoted {
		sets = append(append(sets, p.word(k)), more...)
	}
	for _, sp := range p.Spans {
		if sp.From <= k && k < sp.To && (sp.Number != "" || len(sp.Words) > 0) {
			sets = append(sets, p.span(sp))
		}
	}
	return either(p.without(sets)...)
}

// near is the set of passages that have what comes close to word k, beside a neighbour of the
// query or what comes close to that; of one word alone, anywhere.
func (p *plan) near(k int) object {
	if len(p.Words) == 1 {
		return anyOf(fieldWords, p.Words[k].Near)
	}
	var sets []object
	for i := max(1, k); i <= min(k+1, len(p.Words)-1); i++ {
		sets = append(sets, p.nearPair(i))
	}
	return either(p.without(sets)...)
}

// nearPair is the set of passages that have words k-1 and k, or what comes close to them, side by side.
func (p *plan) nearPair(k int) object {
	return beside(forms(p.Words[k-1].Near...), forms(p.Words[k].Near...))
}

// speaks is the set of passages whose document, or a title above them, has word k.
func (p *plan) speaks(k int) object {
	sets := []object{titled(p.Words[k].WordForms)}
	for _, sp := range p.Spans {
		if sp.From <= k && k < sp.To && len(sp.Words) > 0 {
			sets = append(sets, titled(sp.Words...))
		}
	}
	sets = p.without(sets)
	if len(p.about) > 0 && len(p.about[k]) > 0 {
		sets = append(sets, all(anyOf(fieldDocument, p.about[k]), p.someWord()))
	}
	return either(sets...)
}

// titled is the set of passages below titles that have some words.
func titled(words ...index.WordForms) object {
	var titles []object
	for _, w := range words {
		titles = append(titles, is(fieldAbove, term(w.Fold)))
	}
	return all(titles...)
}

// someWord is the set of passages that have a word of the query.
func (p *plan) someWord() object {
	var values []string
	for _, w := range p.Words {
		f := p.form(w.WordForms)
		values = append(values, f, other+f)
	}
	return anyOf(fieldWords, values)
}

// having is the set of passages that have all words.
func (p *plan) having(satisfied func(k int) object) object {
	sets := make([]object, len(p.Words))
	for k := range p.Words {
		sets[k] = satisfied(k)
	}
	return all(sets...)
}

func (p *plan) strict() object { return p.having(func(k int) object { return p.or(k) }) }

// anyhow is the set of passages that have word k in any way.
func (p *plan) anyhow(k int) object { return p.or(k, p.near(k), p.speaks(k)) }

// most is the set of passages that have nearly all of the query, or most of it and two neighbours of
// it together: what the latter lack of the former is what being together counts.
func (p *plan) most() object {
	total := 0
	for _, w := range p.weigh {
		total += w
	}
	if total == 0 {
		return either()
	}
	enough, some := share(index.NearlyAll, total), share(index.Most, total)
	var counted []object
	if enough > some {
		counted = append(counted, weighed(p.together(), float64(enough-some)))
	}
	for k, w := range p.weigh {
		if w > 0 {
			counted = append(counted, weighed(p.anyhow(k), float64(w)))
		}
	}
	return object{"function_score": object{"query": object{"bool": object{"should": counted}}, "min_score": enough}}
}

// share returns the least whole number that is a share of a total.
func share(of float64, total int) int { return int(math.Ceil(of * float64(total))) }

// together is the set of passages that have two neighbours of the query, or what comes close to them,
// side by side or in the head or a title above, or something that stands for several words.
func (p *plan) together() object {
	var sets []object
	for k := 1; k < len(p.Words); k++ {
		sets = append(sets, p.nearPair(k), p.pair(k), all(p.speaks(k-1), p.speaks(k)))
	}
	for _, sp := range p.Spans {
		if sp.Number != "" || len(sp.Words) > 0 {
			sets = append(sets, p.span(sp))
		}
	}
	return either(p.without(sets)...)
}

// pair is the set of passages that have words k-1 and k side by side.
func (p *plan) pair(k int) object {
	before, here := term(p.Words[k-1].Fold), term(p.Words[k].Fold)
	return beside(forms(before, other+before), forms(here, other+here))
}

// found is the set of passages that the plan finds among those that the filters allow.
func (p *plan) found(filters []object) object {
	for _, sp := range p.Spans {
		if sp.Typed { // nothing that stands for its words will do
			filters = append(filters, p.span(sp))
		}
	}
	switch {
	case len(p.Words) == 0 && len(filters) == 0:
		return object{"exists": object{"field": fieldDocument}}
	case len(p.Words) == 0:
		return all(filters...)
	case !p.Close:
		return all(append(filters, p.strict())...)
	case p.Most:
		return all(append(filters, p.most())...)
	}
	return all(append(filters, p.having(p.anyhow))...) // those found as typed among them
}

// weighed is a set of passages and what each of them has for being in it.
func weighed(set object, weight float64) object {
	return object{"constant_score": object{"filter": set, "boost": weight}}
}

// counts returns what counts, what counts most first, as far as there is room for its clauses.
func (p *plan) counts(room int) []object {
	out := []object{}
	add := func(set object, weight float64) {
		if n := clauses(set); weight > 0 && n <= room {
			out = append(out, weighed(set, weight))
			room -= n
		}
	}
	if p.Close && !p.Most {
		add(p.strict(), index.BoostStrict)
	}
	for _, sp := range p.Spans {
		p.countSpan(sp, add)
	}
	for k, w := range p.Words {
		if w.Accented && !p.Query.Exact {
			add(is(fieldWords, term(w.Exact)), p.tells[k]*(index.BoostExact-1))
		}
		if k > 0 {
			add(p.pair(k), index.BoostPair*min(p.tells[k-1], p.tells[k]))
		}
		add(is(fieldTitle, term(w.Fold)), p.tells[k]*index.BoostTitle)
		add(p.word(k), p.tells[k]*index.WeightOther)
	}
	for k := range p.Words {
		if p.Most {
			add(p.anyhow(k), p.tells[k]*index.WeightMost)
		}
		if p.Close {
			add(p.speaks(k), p.tells[k]*index.WeightAbout)
			add(p.near(k), p.tells[k]*index.WeightNear)
		}
	}
	return out
}

func (p *plan) countSpan(sp index.QuerySpan, add func(object, float64)) {
	weight := index.BoostNumber
	if sp.Number == "" {
		weight = 0
		for _, t := range p.tells[sp.From:sp.To] {
			weight += t * sp.Weight
		}
	} else {
		add(is(fieldOwn, sp.Number), index.BoostOwn)
	}
	if sp.Number != "" || len(sp.Words) > 0 {
		add(p.span(sp), weight)
	}
}

// optional are sets of passages that may well be empty.
func (p *plan) optional() []object {
	var out []object
	for k, w := range p.Words {
		out = append(out, titled(w.WordForms))
		if k > 0 {
			out = append(out, p.nearPair(k), p.pair(k))
		}
	}
	for _, sp := range p.Spans {
		if len(sp.Words) > 0 {
			out = append(out, p.span(sp), titled(sp.Words...))
		}
	}
	return out
}

// maxClauses is the number of clauses that a query may have; a node allows 1024 unless it is told
// otherwise.
const maxClauses = 1000

// clauses counts the clauses of a query as a node does.
func clauses(query any) int {
	n := 0
	switch q := query.(type) {
	case []object:
		for _, o := range q {
			n += clauses(o)
		}
	case object:
		for kind, of := range q {
			switch kind {
			case "term", "terms", "exists", "match_none":
				n++
			case "match_phrase":
				n += positions(of)
			default:
				n += clauses(of)
			}
		}
	}
	return n
}

// positions counts the clauses of a phrase: a position with several forms is one.
func positions(phrase any) int {
	s, _ := phrase.(object)[fieldWords].(string)
	if !strings.ContainsRune(s, between) {
		return 1
	}
	return 1 + strings.Count(s, " ")
}

// heads asks for the documents whose head has words of the query, those that tell most first; the
// names of the clauses that match are the numbers of the words.
func (p *plan) heads() object {
	clauses := make([]object, len(p.Words))
	for k := range p.Words {
		clauses[k] = object{"constant_score": object{"filter": p.or(k), "boost": max(p.tells[k], 1e-6), "_name": strconv.Itoa(k)}}
	}
	return object{
		"size": maxHeads, "track_total_hits": false, "stored_fields": "_none_", "docvalue_fields": []string{fieldDocument},
		"query": object{"bool": object{"filter": []object{is(fieldHead, "1")}, "should": clauses, "minimum_should_match": 1}},
	}
}

// maxHeads is the number of documents whose heads are looked at for what comes close.
const maxHeads = 1000
