package opensearch

import (
	"context"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vanban/corpus/index"
)

// reader is an open generation.
type reader struct {
	index.Server
	engine   *Engine
	name     string
	passages int

	mu     sync.Mutex
	counts map[string]int      // passages by form of a word
	values map[string][]string // by property
}

func newReader(e *Engine, name string, passages int) *reader {
	x := &reader{engine: e, name: name, passages: passages, counts: map[string]int{}, values: map[string][]string{}}
	x.Server = index.Server{Find: x.find, Knows: x.knows, Words: x.words}
	return x
}

func (x *reader) Count() (int, error) { return x.passages, nil }

// Close does nothing: the connections are the engine's.
func (x *reader) Close() error { return nil }

func (x *reader) read(ctx context.Context, what string, body, out any) error {
	err := x.engine.client.read(ctx, "/"+x.name+"/"+what, body, out)
	if isMissing(err) {
		return fmt.Errorf("%w (%s no longer has %s)", index.ErrDamaged, x.engine.client.server, x.name)
	}
	return err
}

// count asks for the number of passages.
func (x *reader) count(ctx context.Context) (int, error) {
	var out struct{ Count int }
	err := x.read(ctx, "_count", object{"query": object{"exists": object{"field": fieldDocument}}}, &out)
	return out.Count, err
}

// page is the number of values that are read at a time.
const page = 10000

// Documents returns the number of passages of each document.
func (x *reader) Documents(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	by := object{"size": page, "sources": []object{{"of": object{"terms": object{"field": fieldDocument}}}}}
	for {
		var answer struct {
			Aggregations struct {
				All struct {
					After   object `json:"after_key"`
					Buckets []struct {
						Key   struct{ Of string }
						Count int `json:"doc_count"`
					}
				}
			}
		}
		if err := x.read(ctx, "_search?size=0&allow_partial_search_results=false", object{"aggs": object{"all": object{"composite": by}}}, &answer); err != nil {
			return nil, err
		}
		for _, b := range answer.Aggregations.All.Buckets {
			out[b.Key.Of] = b.Count
		}
		if by["after"] = answer.Aggregations.All.After; len(answer.Aggregations.All.Buckets) < page {
			return out, nil
		}
	}
}

// hits is the part of an answer that has what was found.
type hits struct {
	Hits struct {
		Total struct{ Value int }
		Hits  []struct {
			Score   float64  `json:"_score"`
			Matched []string `json:"matched_queries"`
			Sort    []any
			Fields  map[string][]string
		}
	}
}

func (x *reader) knows(ctx context.Context, number string) (bool, error) {
	var out hits
	err := x.read(ctx, "_search?size=0&terminate_after=1&allow_partial_search_results=false", object{"query": is(fieldNumber, number)}, &out)
	return out.Hits.Total.Value > 0, err
}

// maxNear is the number of words of the archive that one is compared with at most, the closest
// first.
const maxNear = 300

func (x *reader) words(ctx context.Context, near []string, letters int, list []string) ([]string, error) {
	var bodies []object
	ask := func(query object) {
		bodies = append(bodies, object{"size": page, "track_total_hits": false, "stored_fields": "_none_", "query": query, "sort": []object{{fieldWord: "asc"}}})
	}
	for some := range slices.Chunk(list, page) {
		ask(anyOf(fieldWord, some))
	}
	// Each is a question of its own: a node makes as many clauses of one as there are words.
	for _, w := range near {
		if len(w) <= longestWord {
			ask(object{"fuzzy": object{fieldWord: object{"value": w, "fuzziness": letters, "max_expansions": maxNear, "transpositions": true}}})
		}
	}
	answers, err := x.readAll(ctx, bodies)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, a := range answers {
		for _, h := range a.Hits.Hits {
			if s, ok := h.Sort[0].(string); ok {
				out = append(out, s)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// listed returns all values of a field that passages do not have, in order.
func (x *reader) listed(ctx context.Context, field string, query object) ([]string, error) {
	var out []string
	body := object{"size": page, "track_total_hits": false, "stored_fields": "_none_", "query": query, "sort": []object{{field: "asc"}}}
	for {
		var answer hits
		if err := x.read(ctx, "_search?allow_partial_search_results=false", body, &answer); err != nil {
			return nil, err
		}
		for _, h := range answer.Hits.Hits {
			if s, ok := h.Sort[0].(string); ok {
				out = append(out, s)
			}
			body["search_after"] = h.Sort
		}
		if len(answer.Hits.Hits) < page {
			return out, nil
		}
	}
}

// filters returns the sets of passages that the filters of a query allow.
func (x *reader) filters(ctx context.Context, q *index.Query) ([]object, error) {
	var out []object
	for _, f := range q.Filters() {
		values, err := x.valuesOf(ctx, f.Property)
		if err != nil {
			return nil, err
		}
		var accepted []string
		for _, v := range values {
			if f.Accepts(v) {
				accepted = append(accepted, v)
			}
		}
		var sets []object
		for some := range slices.Chunk(accepted, maxTerms) {
			sets = append(sets, anyOf(f.Property, some))
		}
		out = append(out, either(sets...))
	}
	return out, nil
}

// maxTerms is the number of values that a clause may have.
const maxTerms = 65000

// valuesOf returns the values of a property, in order. They are kept: a generation does not change.
func (x *reader) valuesOf(ctx context.Context, property string) ([]string, error) {
	x.mu.Lock()
	known, ok := x.values[property]
	x.mu.Unlock()
	if ok {
		return known, nil
	}
	list, err := x.listed(ctx, fieldValue, is(fieldOf, property))
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	x.values[property] = list
	x.mu.Unlock()
	return list, nil
}

// tells returns how much each word of a plan tells.
func (x *reader) tells(ctx context.Context, p *plan) ([]float64, error) {
	if err := x.countWords(ctx, p); err != nil {
		return nil, err
	}
	out := make([]float64, len(p.Words))
	x.mu.Lock()
	defer x.mu.Unlock()
	for k, w := range p.Words {
		out[k] = index.Tells(x.counts[p.form(w.WordForms)], x.passages)
	}
	return out, nil
}

// maxCounts is the number of words whose counts are kept.
const maxCounts = 100_000

// countWords asks for the counts of words that are not known yet.
func (x *reader) countWords(ctx context.Context, p *plan) error {
	var ask []string
	var bodies []object
	x.mu.Lock()
	for k, w := range p.Words {
		f := p.form(w.WordForms)
		if _, ok := x.counts[f]; ok || slices.Contains(ask, f) {
			continue
		}
		ask = append(ask, f)
		bodies = append(bodies, object{"size": 0, "track_total_hits": true, "query": p.word(k)})
	}
	x.mu.Unlock()
	answers, err := x.readAll(ctx, bodies)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.counts) > maxCounts {
		clear(x.counts)
	}
	for i, f := range ask {
		x.counts[f] = answers[i].Hits.Total.Value
	}
	return nil
}

// weights returns what each word of a plan counts towards most of it, among the passages that the
// filters allow.
func (x *reader) weights(ctx context.Context, p *plan, filters []object) ([]int, error) {
	has, close := make([]bool, len(p.Words)), make([]bool, len(p.Words))
	var asked []int
	var bodies []object
	x.mu.Lock()
	for k, w := range p.Words {
		if has[k] = !w.Quoted && x.counts[p.form(w.WordForms)] > 0; has[k] {
			continue
		}
		asked = append(asked, k)
		for _, set := range []object{all(append(slices.Clone(filters), p.or(k))...), anyOf(fieldWords, w.Near)} {
			bodies = append(bodies, object{"size": 0, "terminate_after": 1, "query": set})
		}
	}
	x.mu.Unlock()
	answers, err := x.readAll(ctx, bodies)
	if err != nil {
		return nil, err
	}
	for i, k := range asked {
		has[k], close[k] = answers[2*i].Hits.Total.Value > 0, answers[2*i+1].Hits.Total.Value > 0
	}
	return index.Weights(p.tells, has, close), nil
}

// empties returns which of some sets have no passage, as they are written.
func (x *reader) empties(ctx context.Context, sets []object) (map[string]bool, error) {
	var bodies []object
	for _, set := range sets {
		bodies = append(bodies, object{"size": 0, "terminate_after": 1, "query": set})
	}
	answers, err := x.readAll(ctx, bodies)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for i, set := range sets {
		if answers[i].Hits.Total.Value == 0 {
			out[encoded(set)] = true
		}
	}
	return out, nil
}

// readAll asks several questions in one request and returns the answers.
func (x *reader) readAll(ctx context.Context, bodies []object) ([]answered, error) {
	if len(bodies) == 0 {
		return nil, nil
	}
	var lines strings.Builder
	for _, b := range bodies {
		lines.WriteString(`{"allow_partial_search_results":false}` + "\n" + encoded(b) + "\n")
	}
	var answer struct{ Responses []answered }
	c := x.engine.client
	err := untilDone(ctx, c.reads, func() error {
		if err := c.once(ctx, http.MethodPost, "/"+x.name+"/_msearch", []byte(lines.String()), &answer); err != nil {
			return err
		}
		for _, r := range answer.Responses {
			if r.Status >= 300 {
				return c.classify(&answerError{r.Status, r.Error.Type, r.Error.Reason})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(answer.Responses) != len(bodies) {
		return nil, c.trouble(index.Failed, fmt.Errorf("it answers %d questions of %d", len(answer.Responses), len(bodies)))
	}
	return answer.Responses, nil
}

// answered is one answer of several.
type answered struct {
	hits
	Status int
	Error  struct{ Type, Reason string }
}

// found is the whole answer to a query.
type foundAnswer struct {
	hits
	Aggregations map[string]struct {
		Value   int
		Buckets []struct {
			Key   string
			Count int `json:"doc_count"`
		}
	}
}

// find returns what a plan finds.
func (x *reader) find(ctx context.Context, ip *index.Plan) (*index.Found, error) {
	p := &plan{Plan: ip}
	filters, err := x.filters(ctx, &p.Query)
	if err != nil {
		return nil, err
	}
	if p.tells, err = x.tells(ctx, p); err != nil {
		return nil, err
	}
	if p.Close {
		if p.about, err = x.about(ctx, p); err != nil {
			return nil, err
		}
	}
	if p.Most {
		if p.weigh, err = x.weights(ctx, p, filters); err != nil {
			return nil, err
		}
	}
	query := p.found(filters)
	if clauses(query)+clauses(p.counts(maxClauses)) > maxClauses {
		if p.empty, err = x.empties(ctx, p.optional()); err != nil {
			return nil, err
		}
		query = p.found(filters)
	}
	body := object{
		"size": min(p.Pool, maxWindow), "track_total_hits": true, "stored_fields": []string{fieldStored}, "aggs": counted(),
		"query": object{"bool": object{"filter": []object{query}, "should": p.counts(maxClauses - clauses(query))}},
		"sort":  []string{"_score", "_doc"}, "track_scores": true,
	}
	var answer foundAnswer
	// The same copies are asked for the same query, so that pages fit together.
	h := fnv.New32a()
	h.Write([]byte(p.Query.Text))
	if err := x.read(ctx, "_search?allow_partial_search_results=false&preference=q"+strconv.Itoa(int(h.Sum32())), body, &answer); err != nil {
		return nil, err
	}
	out := &index.Found{Total: answer.Hits.Total.Value, Documents: answer.Aggregations["documents"].Value, Facets: answer.facets(), Tells: p.tells}
	out.In = func(ctx context.Context, documents []string) (map[string]int, error) {
		return x.in(ctx, query, documents)
	}
	out.Best, err = answer.best()
	return out, err
}

// best returns the passages of an answer.
func (a *foundAnswer) best() ([]index.Scored, error) {
	var out []index.Scored
	for _, h := range a.Hits.Hits {
		stored := strings.Join(h.Fields[fieldStored], "")
		b, err := base64.StdEncoding.DecodeString(stored)
		if err != nil {
			return nil, fmt.Errorf("%w (a passage: %v)", index.ErrDamaged, err)
		}
		ps, err := index.Unpack(b)
		if err != nil {
			return nil, err
		}
		out = append(out, index.Scored{Passage: ps, Score: h.Score})
	}
	return out, nil
}

// about returns, by word, the documents whose head has it.
func (x *reader) about(ctx context.Context, p *plan) ([][]string, error) {
	var answer hits
	if err := x.read(ctx, "_search?allow_partial_search_results=false", p.heads(), &answer); err != nil {
		return nil, err
	}
	out := make([][]string, len(p.Words))
	for _, h := range answer.Hits.Hits {
		for _, name := range h.Matched {
			if k, err := strconv.Atoi(name); err == nil && k < len(out) {
				out[k] = append(out[k], h.Fields[fieldDocument]...)
			}
		}
	}
	return out, nil
}

// The facets list this many values; each shard names more, so that what is frequent over all is
// among them. Documents are counted exactly up to maxDistinct, and closely beyond.
const (
	facetSize   = 50
	shardSize   = 500
	maxDistinct = 40000
)

func counted() object {
	out := object{"documents": object{"cardinality": object{"field": fieldDocument, "precision_threshold": maxDistinct}}}
	for _, p := range properties {
		out[p] = object{"terms": object{"field": p, "size": facetSize, "shard_size": shardSize}}
	}
	return out
}

func (a *foundAnswer) facets() index.Facets {
	of := func(property string) map[string]int {
		m := map[string]int{}
		for _, b := range a.Aggregations[property].Buckets {
			m[b.Key] = b.Count
		}
		return m
	}
	return index.Facets{Type: of("type"), Issuer: of("issuer"), Year: of("year"), Level: of("level"), Place: of("place"),
		Organization: of("organization"), Due: of("due"), Target: of("target")["1"]}
}

// in returns how many passages of some documents a query finds.
func (x *reader) in(ctx context.Context, query object, documents []string) (map[string]int, error) {
	var answer foundAnswer
	out := map[string]int{}
	for some := range slices.Chunk(documents, page) {
		body := object{
			"query": all(query, anyOf(fieldDocument, some)),
			"aggs":  object{"in": object{"terms": object{"field": fieldDocument, "size": len(some)}}},
		}
		if err := x.read(ctx, "_search?size=0&allow_partial_search_results=false", body, &answer); err != nil {
			return nil, err
		}
		for _, b := range answer.Aggregations["in"].Buckets {
			out[b.Key] = b.Count
		}
	}
	return out, nil
}
