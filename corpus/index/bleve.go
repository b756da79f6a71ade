package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Bleve is the embedded engine: bleve with its scorch store.
type Bleve struct{}

// The fields of an indexed passage. The analyzers bear the names of their fields.
const (
	fieldWords    = "words"    // title and text: the exact and the folded form at one position
	fieldPairs    = "pairs"    // title and text: folded neighbours
	fieldTitle    = "title"    // title: folded words
	fieldNumber   = "number"   // document numbers, compact: the own one, and those cited
	fieldOwn      = "own"      // the document's own number, compact
	fieldDocument = "document" // id of the document
	fieldType     = "type"
	fieldTypeKey  = "typekey" // folded, for filters
	fieldIssuer   = "issuer"
	fieldIssuerBy = "issuerby" // folded words of the issuer, for filters
	fieldYear     = "year"
	fieldStored   = "stored" // the passage as JSON

	analyzeWords  = "vanban_words"
	analyzePairs  = "vanban_pairs"
	analyzeFolded = "vanban_folded"
	analyzeWhole  = "vanban_whole"
)

// record is what bleve is given; the tags name the fields above.
type record struct {
	Words    string   `json:"words"`
	Pairs    string   `json:"pairs"`
	Title    string   `json:"title"`
	Number   []string `json:"number"`
	Own      string   `json:"own"`
	Document string   `json:"document"`
	TypeCode string   `json:"type"`
	TypeKey  string   `json:"typekey"`
	Issuer   string   `json:"issuer"`
	IssuerBy string   `json:"issuerby"`
	Year     string   `json:"year"`
	Stored   string   `json:"stored"`
}

// recordType is the name of the one document mapping. Fields under the default mapping
// would be queried with another analyzer, silently.
const recordType = "passage"

// Type tells bleve which mapping to use.
func (record) Type() string { return recordType }

func newRecord(p *Passage) (record, error) {
	stored, err := json.Marshal(p)
	if err != nil {
		return record{}, fmt.Errorf("index: %s: %w", p.ID, err)
	}
	all := p.Title + "\n" + p.Text
	numbers := numbersIn(all)
	own := compact(p.Number)
	if own != "" {
		numbers = append(numbers, own)
	}
	return record{
		Words: all, Pairs: all, Title: p.Title, Number: numbers, Own: own, Document: p.Document,
		TypeCode: p.Type, TypeKey: compact(p.Type), Issuer: p.Issuer, IssuerBy: p.Issuer,
		Year: p.Year(), Stored: string(stored),
	}, nil
}

// Year returns the year of the document's date, empty when not known.
func (p *Passage) Year() string { return p.Date[:min(4, len(p.Date))] }

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
		out = append(out, term(t.exact, t, i+1), term(t.fold, t, i+1))
	}
	return out
}

func pairTerms(s string) analysis.TokenStream {
	var out analysis.TokenStream
	words := tokenize(s)
	for i := 1; i < len(words); i++ {
		t := token{start: words[i-1].start, end: words[i].end}
		out = append(out, term(pair(words[i-1], words[i]), t, i))
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

// newMapping describes the fields. Term vectors, and doc values of the text fields, are off:
// they would make the index several times as large as the text.
func newMapping() mapping.IndexMapping {
	doc := bleve.NewDocumentStaticMapping()
	add := func(name, analyzer string, facet bool) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.DocValues = analyzer, facet
		f.Store, f.IncludeTermVectors, f.IncludeInAll = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	add(fieldWords, analyzeWords, false)
	add(fieldPairs, analyzePairs, false)
	add(fieldTitle, analyzeFolded, false)
	add(fieldNumber, analyzeWhole, false)
	add(fieldOwn, analyzeWhole, false)
	add(fieldDocument, analyzeWhole, true)
	add(fieldType, analyzeWhole, true)
	add(fieldTypeKey, analyzeWhole, false)
	add(fieldIssuer, analyzeWhole, true)
	add(fieldIssuerBy, analyzeFolded, false)
	add(fieldYear, analyzeWhole, true)
	stored := bleve.NewTextFieldMapping()
	stored.Index, stored.IncludeInAll, stored.IncludeTermVectors, stored.DocValues = false, false, false, false
	doc.AddFieldMappingsAt(fieldStored, stored)

	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.DefaultAnalyzer = analyzeWhole
	m.ScoringModel = bleveindex.BM25Scoring
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
	return &bleveBuilder{dir: dir, index: idx, batch: idx.NewBatch(), pending: map[string]bool{}}, nil
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
	maxBatch      = 300
	maxBatchBytes = 1 << 20
)

type bleveBuilder struct {
	dir   string
	index bleve.Index
	batch *bleve.Batch

	pending map[string]bool // documents that the batch puts
	bytes   int             // of text in the batch
}

func (b *bleveBuilder) Put(document string, passages []Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	for i := range passages {
		b.pending[document] = true
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
	if b.pending[document] {
		if err := b.flush(); err != nil {
			return err
		}
	}
	n, err := b.index.DocCount()
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	r, err := b.index.Search(bleve.NewSearchRequestOptions(on(fieldDocument, document, 1), int(n), 0, false))
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
	return &bleveIndex{idx}, nil
}

type bleveIndex struct{ index bleve.Index }

func (x *bleveIndex) Count() (int, error) {
	n, err := x.index.DocCount()
	return int(n), err
}

func (x *bleveIndex) Close() error { return x.index.Close() }

func (x *bleveIndex) Documents(ctx context.Context) (map[string]int, error) {
	n, err := x.Count()
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	req := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 0, 0, false)
	req.AddFacet(fieldDocument, bleve.NewFacetRequest(fieldDocument, n))
	r, err := x.index.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return counts(r.Facets[fieldDocument]), nil
}
