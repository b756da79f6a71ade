package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// What follows is for engines that keep the passages on a server: the words of a passage as they
// are indexed, and a query as a plan of sets that the server evaluates. What a query means, which
// queries are tried, and how the best passages are ordered and shown is the same as for bleve.

// Server is what an index on a server can do. Its functions are safe for use by many goroutines.
type Server struct {
	// Find returns what a plan finds.
	Find func(ctx context.Context, p *Plan) (*Found, error)
	// Knows reports whether a compact document number stands in a passage.
	Knows func(ctx context.Context, number string) (bool, error)
	// Words returns folded words of the archive, in order: those of the list that it has, and
	// those that at most so many letters part from one of the words to look near.
	Words func(ctx context.Context, near []string, letters int, list []string) ([]string, error)
}

// Search runs a query on a server.
func (s Server) Search(ctx context.Context, q Query) (*Result, error) {
	return searchWith(ctx, remote{s}, q)
}

// Plan is a query taken apart.
type Plan struct {
	Query Query
	Words []QueryWord
	Spans []QuerySpan
	Close bool // what comes close counts too
	Most  bool // then: most of the words will do, see Weights
	Pool  int  // how many of the best passages are wanted
}

// QueryWord is a word of a query.
type QueryWord struct {
	WordForms
	Accented bool
	Quoted   bool     // only the phrase will do
	Near     []string // folded words that come close, the one typed first
}

// QuerySpan is something that stands for the words From to To of a query, To not included.
type QuerySpan struct {
	From, To int
	Words    []WordForms // side by side; their accents count unless they are typed or folded
	Number   string      // or a compact document number
	Weight   float64
	Typed    bool
	Folded   bool
}

// Found is what a plan finds.
type Found struct {
	Total, Documents int
	Facets           Facets
	Best             []Scored  // best first
	Tells            []float64 // by word of the query

	// In returns how many passages of some documents were found.
	In func(ctx context.Context, documents []string) (map[string]int, error)
}

// Scored is a passage with its score.
type Scored struct {
	Passage *Passage
	Score   float64
}

// WordForms are the forms in which a word is indexed. A folded form never equals an exact one.
type WordForms struct{ Fold, Exact string }

// IndexedWord is a word of a passage with its other readings.
type IndexedWord struct {
	WordForms
	Others []WordForms
}

// Analysis is a passage as it is indexed.
type Analysis struct {
	Words   []IndexedWord // title and text
	Title   []string      // folded words
	Above   []string      // folded words
	Numbers []string      // compact: the document's own and those that are cited
	Own     string        // compact
}

// Analyse takes a passage apart.
func Analyse(p *Passage) Analysis {
	all := p.Title + "\n" + p.Text
	tokens := tokenize(all)
	a := Analysis{Words: make([]IndexedWord, len(tokens)), Title: folds(p.Title), Above: folds(p.Above), Own: compact(p.Number)}
	for i, t := range tokens {
		a.Words[i].WordForms = WordForms{t.fold, t.exact}
	}
	if len(p.Doubts) > 0 {
		a.addOthers(p, all, tokens)
	}
	a.Numbers = numbersIn(all)
	if a.Own != "" && !slices.Contains(a.Numbers, a.Own) {
		a.Numbers = append(a.Numbers, a.Own)
	}
	return a
}

// addOthers adds the other readings of doubtful words, each where the word stands first.
func (a *Analysis) addOthers(p *Passage, all string, tokens []token) {
	for _, d := range p.Doubts {
		at := slices.IndexFunc(tokens, func(t token) bool { return all[t.start:t.end] == d.Word })
		if at < 0 {
			continue
		}
		for _, o := range d.Or {
			a.Words[at].Others = append(a.Words[at].Others, wordForms(tokenize(o))...)
		}
	}
}

func wordForms(words []token) []WordForms {
	out := make([]WordForms, len(words))
	for i, t := range words {
		out[i] = WordForms{t.fold, t.exact}
	}
	return out
}

// Pack returns a passage as it is stored, without what only its analysis needs.
func Pack(p *Passage) []byte {
	return newPacker().pack(p, tokenize(p.Title+"\n"+p.Text))
}

// Unpack returns a passage that Pack packed, or an error that wraps ErrDamaged.
func Unpack(b []byte) (*Passage, error) {
	p, err := unpack(b)
	if err != nil {
		return nil, fmt.Errorf("%w (a passage: %v)", ErrDamaged, err)
	}
	return p, nil
}

// Seal records the files of a generation and its number of passages.
func Seal(dir string, passages int) error { return writeSeal(dir, passages) }

// Sealed returns the number of passages with which a generation was sealed, or an error that wraps
// ErrDamaged if it is not as it was sealed.
func Sealed(dir string) (int, error) {
	s, err := readSeal(dir)
	if err != nil {
		return 0, err
	}
	return s.Passages, Verify(dir)
}

// remote finds on a server.
type remote struct{ server Server }

func (x remote) run(ctx context.Context, q Query, p *parsed) (findings, error) {
	plan := &Plan{Query: q, Close: p.near != nil, Most: p.most}
	switch {
	case q.Limit > 0:
		plan.Pool = poolSize(q)
	case len(p.words) >= manyWords:
		plan.Pool = minReranked // what scattered looks at
	}
	for k, t := range p.words {
		w := QueryWord{WordForms: WordForms{t.fold, t.exact}, Accented: t.accented(), Quoted: p.quoted[k]}
		if plan.Close {
			w.Near = p.formsOf(k)
		}
		plan.Words = append(plan.Words, w)
	}
	for _, sp := range p.spans {
		plan.Spans = append(plan.Spans, QuerySpan{sp.from, sp.to, wordForms(sp.words), sp.number, sp.weight, sp.typed, sp.folded})
	}
	f, err := x.server.Find(ctx, plan)
	if err != nil {
		return nil, err
	}
	return remoteRun{f}, nil
}

func (x remote) eachWord(ctx context.Context, words []token, letters int, f func(fold string)) error {
	var near, list []string
	for _, w := range words {
		list = append(list, w.fold)
		if w.mistakable() {
			near = append(near, w.fold)
			list = append(list, partsOf(w.fold)...)
		}
	}
	slices.Sort(list)
	found, err := x.server.Words(ctx, near, letters, slices.Compact(list))
	for _, w := range found {
		f(w)
	}
	return err
}

// partsOf returns what a word may be put together from: all its parts, or of a long word those in two.
func partsOf(fold string) []string {
	var out []string
	for i := 0; i+minJoined <= len(fold); i++ {
		for j := i + minJoined; j <= len(fold); j++ {
			if (len(fold) <= longestParts || i == 0 || j == len(fold)) && hasVowel(fold[i:j]) {
				out = append(out, fold[i:j])
			}
		}
	}
	return out
}

func (x remote) knows(ctx context.Context, number string) bool {
	ok, err := x.server.Knows(ctx, number)
	return ok && err == nil
}

// remoteRun is what a server found.
type remoteRun struct{ *Found }

func (r remoteRun) total() int { return r.Total }

func (r remoteRun) scattered(p *parsed) (bool, error) {
	return p.scattered(len(r.Best), func(i int) (func(uint64) bool, error) {
		stand := r.Best[i].Passage.neighbours()
		return func(pair uint64) bool { return stand[pair] }, nil
	})
}

// neighbours are the pairs of words that stand side by side in a passage, those of other readings too.
func (ps *Passage) neighbours() map[uint64]bool {
	all := ps.Title + "\n" + ps.Text
	words := tokenize(all)
	_, beside := otherReadings(ps, all, words)
	out := make(map[uint64]bool, len(words)+len(beside))
	for _, p := range pairs(words) {
		out[p] = true
	}
	for _, b := range beside {
		out[pair(b[0].hash, b[1].hash)] = true
	}
	return out
}

func (r remoteRun) result(ctx context.Context, q Query, p *parsed) (*Result, error) {
	out := &Result{Total: r.Total, Documents: r.Documents, Facets: r.Facets, Hits: []Hit{}}
	r.rerank(q, p)
	if q.PerDocument > 0 {
		return out, r.showDocuments(ctx, out, q, p)
	}
	for _, s := range r.Best[min(q.Offset, len(r.Best)):min(q.Offset+q.Limit, len(r.Best))] {
		out.Hits = append(out.Hits, p.hit(s.Passage, s.Score))
	}
	return out, nil
}

// rerank puts the best passages in the order that the frequency of the words in them gives.
func (r remoteRun) rerank(q Query, p *parsed) {
	if len(p.words) == 0 {
		return
	}
	top := r.Best[:min(len(r.Best), reranked(q))]
	for i := range top {
		top[i].Score += p.frequency(top[i].Passage, r.Tells)
	}
	slices.SortFunc(top, func(a, b Scored) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Passage.ID, b.Passage.ID))
	})
}

// showDocuments adds the best hits of the best documents, and says how many more each has.
func (r remoteRun) showDocuments(ctx context.Context, out *Result, q Query, p *parsed) error {
	var order []string
	of := map[string][]Scored{}
	for _, s := range r.Best {
		id := s.Passage.Document
		if of[id] == nil {
			order = append(order, id)
		}
		of[id] = append(of[id], s)
	}
	order = order[min(q.Offset, len(order)):]
	order = order[:min(q.Limit, len(order))]
	if len(order) == 0 {
		return nil
	}
	found, err := r.In(ctx, order)
	if err != nil {
		return err
	}
	for _, id := range order {
		shown := of[id][:min(q.PerDocument, len(of[id]))]
		for _, s := range shown {
			out.Hits = append(out.Hits, p.hit(s.Passage, s.Score))
		}
		out.Hits[len(out.Hits)-1].More = max(0, found[id]-len(shown))
	}
	return nil
}
