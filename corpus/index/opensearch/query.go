package opensearch

import (
	"strconv"
	"strings"

	"vanban/corpus/index"
)

// plan writes a plan as a query of OpenSearch. Sets of passages become clauses that count nothing;
// what counts is a list of clauses with weights.
type plan struct {
	*index.Plan
	tells []float64  // by word
	about [][]string // by word: documents whose head has it
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
		if at[i] = term(w.Exact); sp.Typed {
			at[i] = forms(p.form(w), other+p.form(w))
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
	return either(sets...)
}

// near is the set of passages that have what comes close to word k, beside a neighbour of the
// query or what comes close to that; of one word alone, anywhere.
func (p *plan) near(k int) object {
	if len(p.Words) == 1 {
		return anyOf(fieldWords, p.Words[k].Near)
	}
	var sets []object
	for i := max(1, k); i <= min(k+1, len(p.Words)-1); i++ {
		sets = append(sets, beside(forms(p.Words[i-1].Near...), forms(p.Words[i].Near...)))
	}
	return either(sets...)
}

// speaks is the set of passages whose document, or a title above them, has word k.
func (p *plan) speaks(k int) object {
	ways := [][]index.WordForms{{p.Words[k].WordForms}}
	for _, sp := range p.Spans {
		if sp.From <= k && k < sp.To && len(sp.Words) > 0 {
			ways = append(ways, sp.Words)
		}
	}
	var sets []object
	for _, words := range ways {
		var titles []object
		for _, w := range words {
			titles = append(titles, is(fieldAbove, term(w.Fold)))
		}
		sets = append(sets, all(titles...))
	}
	if len(p.about) > 0 && len(p.about[k]) > 0 {
		sets = append(sets, all(anyOf(fieldDocument, p.about[k]), p.someWord()))
	}
	return either(sets...)
}

// someWord is the set of passages that have a word of the query.
func (p *plan) someWord() object {
	sets := make([]object, len(p.Words))
	for k := range p.Words {
		sets[k] = p.word(k)
	}
	return either(sets...)
}

// having is the set of passages that have as many words as are needed.
func (p *plan) having(satisfied func(k int) object) object {
	sets := make([]object, len(p.Words))
	for k := range p.Words {
		sets[k] = satisfied(k)
	}
	if p.Need >= len(sets) {
		return all(sets...)
	}
	return object{"bool": object{"should": sets, "minimum_should_match": p.Need}}
}

func (p *plan) strict() object { return p.having(func(k int) object { return p.or(k) }) }

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
	}
	close := p.having(func(k int) object { return p.or(k, p.near(k), p.speaks(k)) })
	return all(append(filters, either(p.strict(), close))...)
}

// weighed is a set of passages and what each of them has for being in it.
func weighed(set object, weight float64) object {
	return object{"constant_score": object{"filter": set, "boost": weight}}
}

// counts returns what counts.
func (p *plan) counts() []object {
	out := []object{}
	add := func(set object, weight float64) {
		if weight > 0 {
			out = append(out, weighed(set, weight))
		}
	}
	for k, w := range p.Words {
		if w.Accented && !p.Query.Exact {
			add(is(fieldWords, term(w.Exact)), p.tells[k]*(index.BoostExact-1))
		}
		add(p.word(k), p.tells[k]*index.WeightOther)
		add(is(fieldTitle, term(w.Fold)), p.tells[k]*index.BoostTitle)
		if p.Close {
			add(p.near(k), p.tells[k]*index.WeightNear)
			add(p.speaks(k), p.tells[k]*index.WeightAbout)
		}
		if k > 0 {
			before, here := term(p.Words[k-1].Fold), term(w.Fold)
			add(beside(forms(before, other+before), forms(here, other+here)), index.BoostPair*min(p.tells[k-1], p.tells[k]))
		}
	}
	for _, sp := range p.Spans {
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
	if p.Close {
		add(p.strict(), index.BoostStrict)
	}
	return out
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
