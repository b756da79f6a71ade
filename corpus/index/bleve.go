package index

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
)

// Bleve is the embedded engine: bleve with its scorch store.
type Bleve struct{}

// The fields of an indexed passage. The analyzers bear the names of their fields.
const (
	fieldWords        = "words"    // title and text: the folded form, 0, the exact form
	fieldOthers       = "others"   // other readings of doubtful words, likewise
	fieldPairs        = "pairs"    // title and text, other readings too: neighbours, see pair
	fieldTitle        = "title"    // title: folded words
	fieldNumber       = "number"   // document numbers, compact: the own one, and those cited
	fieldOwn          = "own"      // the document's own number, compact
	fieldDocument     = "document" // id of the document
	fieldType         = "type"
	fieldIssuer       = "issuer"
	fieldLevel        = "level"
	fieldYear         = "year"
	fieldPlace        = "place"
	fieldOrganization = "organization"
	fieldDue          = "due"
	fieldTarget       = "target" // "1" for a passage with promises
	fieldStored       = "stored" // the passage, packed

	analyzeWords  = "vanban_words"
	analyzePairs  = "vanban_pairs"
	analyzeFolded = "vanban_folded"
	analyzeWhole  = "vanban_whole"
)

// record is what bleve is given; the tags name the fields above.
type record struct {
	Words        string   `json:"words"`
	Others       string   `json:"others"`
	Pairs        []string `json:"pairs"`
	Title        string   `json:"title"`
	Number       []string `json:"number"`
	Own          string   `json:"own"`
	Document     string   `json:"document"`
	TypeCode     string   `json:"type"`
	Issuer       string   `json:"issuer"`
	Level        string   `json:"level"`
	Year         string   `json:"year"`
	Place        []string `json:"place"`
	Organization []string `json:"organization"`
	Due          []string `json:"due"`
	Target       string   `json:"target"`
	Stored       string   `json:"stored"`
}

// recordType is the name of the one document mapping. Fields under the default mapping
// would be queried with another analyzer, silently.
const recordType = "passage"

// Type tells bleve which mapping to use.
func (record) Type() string { return recordType }

func newRecord(p *Passage) (record, error) {
	stored, err := pack(p)
	if err != nil {
		return record{}, fmt.Errorf("index: %s: %w", p.ID, err)
	}
	all := p.Title + "\n" + p.Text
	numbers := numbersIn(all)
	own := compact(p.Number)
	if own != "" {
		numbers = append(numbers, own)
	}
	others, pairs := otherReadings(p)
	target := ""
	if p.Targets > 0 {
		target = "1"
	}
	return record{
		Words: all, Others: others, Pairs: append(pairs, all), Title: p.Title, Number: numbers, Own: own, Document: p.Document,
		TypeCode: p.Type, Issuer: p.Issuer, Level: p.Level, Year: p.Year(), Place: p.Places, Organization: p.Organizations,
		Due: p.Due, Target: target, Stored: stored,
	}, nil
}

// otherReadings returns the other readings of the doubtful words of a passage, and each with the
// words beside it.
func otherReadings(p *Passage) (others string, pairs []string) {
	if len(p.Doubts) == 0 {
		return "", nil
	}
	all := p.Title + "\n" + p.Text
	words := tokenize(all)
	var b strings.Builder
	for _, d := range p.Doubts {
		at := slices.IndexFunc(words, func(t token) bool { return all[t.start:t.end] == d.Word })
		if at < 0 {
			continue
		}
		for _, o := range d.Or {
			b.WriteString(o + "\n")
			if at > 0 {
				pairs = append(pairs, all[words[at-1].start:words[at-1].end]+" "+o)
			}
			if at+1 < len(words) {
				pairs = append(pairs, o+" "+all[words[at+1].start:words[at+1].end])
			}
		}
	}
	return b.String(), pairs
}

// Year returns the year of the document's date, empty when not known.
func (ps *Passage) Year() string { return ps.Date[:min(4, len(ps.Date))] }

// analyzer is one of ours: it gives the terms of a text.
type analyzer func(s string) analysis.TokenStream

// Analyze returns the terms of a field.
func (a analyzer) Analyze(b []byte) analysis.TokenStream { return a(string(b)) }

func term(s string, t token, position int) *analysis.Token {
	return &analysis.Token{Term: []byte(s), Start: t.start, End: t.end, Position: position, Type: analysis.AlphaNumeric}
}

func wordTerms(s string) analysis.TokenStream {
	var out analysis.TokenStream
	for i, t := range tokenize(s) {
		out = append(out, term(wordTerm(t.forms), t, i+1))
	}
	return out
}

// wordTerm is the term of a word: those that fold alike stand together in the dictionary, so
// that one list a word serves queries with accents and without.
func wordTerm(f forms) string { return f.fold + "\x00" + f.exact }

func pairTerms(s string) analysis.TokenStream {
	var out analysis.TokenStream
	words := tokenize(s)
	for i := 1; i < len(words); i++ {
		t := token{start: words[i-1].start, end: words[i].end}
		out = append(out, term(pair(words[i-1].fold, words[i].fold), t, i))
	}
	return out
}

func foldedTerms(s string) analysis.TokenStream {
	var out analysis.TokenStream
	for i, t := range tokenize(s) {
		out = append(out, term(t.fold, t, i+1))
	}
	return out
}

func wholeTerm(s string) analysis.TokenStream {
	if s == "" {
		return nil
	}
	return analysis.TokenStream{term(s, token{end: len(s)}, 1)}
}

// register makes the analyzers known to bleve, once a process.
var register = sync.OnceValue(func() error {
	var errs []error
	for name, a := range map[string]analyzer{analyzeWords: wordTerms, analyzePairs: pairTerms, analyzeFolded: foldedTerms, analyzeWhole: wholeTerm} {
		errs = append(errs, registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (analysis.Analyzer, error) { return a, nil }))
	}
	return errors.Join(errs...)
})

// newMapping describes the fields. Term vectors and doc values are off: they would make the index several times as large as the text.
func newMapping() mapping.IndexMapping {
	doc := bleve.NewDocumentStaticMapping()
	add := func(analyzer string, names ...string) {
		for _, name := range names {
			f := bleve.NewTextFieldMapping()
			f.Analyzer, f.DocValues = analyzer, false
			f.Store, f.IncludeTermVectors, f.IncludeInAll = false, false, false
			f.SkipFreqNorm = true // sets only: a passage seldom has a word twice, and each would take eight bytes instead of two
			doc.AddFieldMappingsAt(name, f)
		}
	}
	add(analyzeWords, fieldWords, fieldOthers)
	add(analyzePairs, fieldPairs)
	add(analyzeFolded, fieldTitle)
	add(analyzeWhole, fieldNumber, fieldOwn, fieldDocument, fieldType, fieldIssuer, fieldLevel, fieldYear, fieldPlace,
		fieldOrganization, fieldDue, fieldTarget)
	stored := bleve.NewTextFieldMapping()
	stored.Index, stored.IncludeInAll, stored.IncludeTermVectors, stored.DocValues = false, false, false, false
	doc.AddFieldMappingsAt(fieldStored, stored)

	doc.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping())

	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.DefaultAnalyzer = analyzeWhole
	m.AddDocumentMapping(recordType, doc)
	return m
}

// lockTimeout is how long bleve waits for a store that another process holds. Generations
// are never shared for writing, so waiting does not help.
const lockTimeout = "2s"

// Build begins a generation.
func (Bleve) Build(dir, from string) (Builder, error) {
	if err := register(); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	idx, err := openForWriting(filepath.Join(dir, "bleve"), from)
	if err != nil {
		return nil, fmt.Errorf("index: cannot begin %s: %w", dir, err)
	}
	return &bleveBuilder{dir: dir, index: idx, batch: idx.NewBatch(), fresh: from == "", pending: map[string]bool{}, put: map[string]bool{}}, nil
}

func openForWriting(dir, from string) (bleve.Index, error) {
	config := map[string]any{"bolt_timeout": lockTimeout}
	if from == "" {
		return bleve.NewUsing(dir, newMapping(), bleve.Config.DefaultIndexType, bleve.Config.DefaultKVStore, config)
	}
	segment := func(name string) bool { return path.Ext(name) == ".zap" }
	if err := clone(filepath.Dir(dir), from, segment); err != nil {
		return nil, err
	}
	return bleve.OpenUsing(dir, config)
}

// Batches are bounded in passages and in bytes of text: small ones are slow, large ones
// take gigabytes.
const (
	maxBatch      = 5000
	maxBatchBytes = 2 << 20
)

type bleveBuilder struct {
	dir   string
	index bleve.Index
	batch *bleve.Batch

	fresh   bool            // nothing was there at the beginning
	put     map[string]bool // documents that were put
	pending map[string]bool // those that the batch puts
	bytes   int             // of text in the batch
}

func (b *bleveBuilder) Put(document string, passages []Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	for i := range passages {
		b.pending[document], b.put[document] = true, true
		r, err := newRecord(&passages[i])
		if err != nil {
			return err
		}
		if err := b.batch.Index(passages[i].ID, r); err != nil {
			return fmt.Errorf("index: %s: %w", passages[i].ID, err)
		}
		b.bytes += len(r.Words)
		if b.batch.Size() >= maxBatch || b.bytes >= maxBatchBytes {
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bleveBuilder) flush() error {
	if err := b.index.Batch(b.batch); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	b.batch = b.index.NewBatch() // bleve may still be reading the old one's map
	clear(b.pending)
	b.bytes = 0
	return nil
}

func (b *bleveBuilder) Remove(document string) error {
	if b.fresh && !b.put[document] {
		return nil
	}
	if b.pending[document] {
		if err := b.flush(); err != nil {
			return err
		}
	}
	n, err := b.index.DocCount()
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	of := bleve.NewTermQuery(document)
	of.SetField(fieldDocument)
	r, err := b.index.Search(bleve.NewSearchRequestOptions(of, int(n), 0, false))
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	for _, h := range r.Hits {
		b.batch.Delete(h.ID)
	}
	return nil
}

func (b *bleveBuilder) Seal() (int, error) {
	err := b.flush()
	n, e := b.index.DocCount()
	if err = errors.Join(err, e, b.index.Close()); err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return int(n), writeSeal(b.dir, int(n))
}

func (b *bleveBuilder) Abort() error { return b.index.Close() }

// Open opens a sealed generation for reading.
func (Bleve) Open(dir string) (Index, error) {
	if err := register(); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	s, err := readSeal(dir)
	if err != nil {
		return nil, err
	}
	idx, err := bleve.OpenUsing(filepath.Join(dir, "bleve"), map[string]any{"read_only": true, "bolt_timeout": lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	n, err := idx.DocCount()
	if err != nil || int(n) != s.Passages {
		return nil, errors.Join(fmt.Errorf("%w (%d passages, sealed with %d)", ErrDamaged, n, s.Passages), err, idx.Close())
	}
	x, err := newBleveIndex(idx, int(n))
	if err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	return x, nil
}
