// Package index finds passages: the sections of documents, and each document's head. An
// Engine builds immutable generations, each a directory that nobody changes once it is
// sealed, so that readers and a writer never meet. Accents are folded, so that a query
// finds a passage with or without them; passages that agree in the accents rank first.
package index

import (
	"context"
	"errors"
)

// ErrDamaged is a generation that lacks something it was sealed with.
var ErrDamaged = errors.New("the index is damaged: rebuild it with vanban reindex")

// Passage is what is indexed and what a search finds.
type Passage struct {
	ID       string `json:"id"`       // unique in the archive: the document, "#" and the section
	Document string `json:"document"` // id of the document
	Section  string `json:"section"`  // empty for the head of the document
	Title    string `json:"title"`
	Text     string `json:"text"`   // own paragraphs, a line each
	Number   string `json:"number"` // the document's own, in the head only
	Type     string `json:"type"`   // code: KH, QĐ
	Issuer   string `json:"issuer"`
	Date     string `json:"date"`  // ISO, empty when not known
	Lines    [2]int `json:"lines"` // of the scan, 1-based and inclusive
}

// Query is what to look for. Words in double quotes must stand side by side; all others must
// stand somewhere in the passage. A document number finds the document and those that cite
// it, however it is spelled.
type Query struct {
	Text   string
	Type   string // code of the document type, accents and case ignored; empty: any
	Issuer string // words of the issuer's name; empty: any
	Year   string // of the document's date; empty: any
	Exact  bool   // accents matter
	Offset int    // hits to skip
	Limit  int    // hits to return; 0: none, only the counts
}

// Hit is a passage found.
type Hit struct {
	ID       string  `json:"id"`
	Document string  `json:"document"`
	Section  string  `json:"section"`
	Title    string  `json:"title"`
	Type     string  `json:"type"`
	Issuer   string  `json:"issuer"`
	Date     string  `json:"date"`
	Score    float64 `json:"score"`
	Snippet  string  `json:"snippet"` // HTML: escaped, the words found in <mark>
	Lines    [2]int  `json:"lines"`
}

// Facets count the passages found by a property of their documents.
type Facets struct {
	Type   map[string]int `json:"type"`
	Issuer map[string]int `json:"issuer"`
	Year   map[string]int `json:"year"`
}

// Result is what a search found.
type Result struct {
	Query  string  `json:"query"`
	Total  int     `json:"total"`
	TookMS float64 `json:"took_ms"` // milliseconds
	Hits   []Hit   `json:"hits"`    // best first
	Facets Facets  `json:"facets"`
}

// Index is an open generation. It is safe for use by many goroutines.
type Index interface {
	// Search returns the hits of a query. An empty query finds every passage.
	Search(ctx context.Context, q Query) (*Result, error)
	// Count returns the number of passages.
	Count() (int, error)
	// Documents returns the number of passages of each document.
	Documents(ctx context.Context) (map[string]int, error)
	Close() error
}

// Builder fills a new generation.
type Builder interface {
	// Put makes the passages those of the document, in place of any it had.
	Put(document string, passages []Passage) error
	// Remove takes the passages of a document out.
	Remove(document string) error
	// Seal writes everything and closes the builder. It returns the number of passages.
	Seal() (int, error)
	// Abort closes the builder; the directory is of no use and may be deleted.
	Abort() error
}

// Engine makes and opens generations.
type Engine interface {
	// Build begins a generation in the directory dir, which must not exist. It begins with
	// the passages of the sealed generation in the directory from, or none if from is empty.
	Build(dir, from string) (Builder, error)
	// Open opens a sealed generation. It returns an error that wraps ErrDamaged for one that
	// is not as it was sealed.
	Open(dir string) (Index, error)
}
