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
	Above    string `json:"above"`  // titles of the sections that this one lies in
	Number   string `json:"number"` // the document's own, in the head only
	Type     string `json:"type"`   // code: KH, QĐ
	Issuer   string `json:"issuer"`
	Date     string `json:"date"`  // ISO, empty when not known
	Lines    [2]int `json:"lines"` // of the scan, 1-based and inclusive

	Level         string   `json:"level,omitempty"`         // party, state, other
	Grade         string   `json:"grade,omitempty"`         // of the document's scan: A clean to E unreadable
	Sure          float64  `json:"sure,omitempty"`          // mean confidence of the words, 0..1; 0 when not known
	Places        []string `json:"places,omitempty"`        // named in the passage
	Organizations []string `json:"organizations,omitempty"` // named in the passage
	Targets       int      `json:"targets,omitempty"`       // promises made in the passage
	Due           []string `json:"due,omitempty"`           // years in which its promises and tasks are due
	Doubts        []Doubt  `json:"doubts,omitempty"`        // words that may read otherwise
}

// Doubt is a doubtful word of a passage. Its other readings are found too, at a low weight: a
// wrong reading must not hide the passage.
type Doubt struct {
	Word string   `json:"word"`
	Or   []string `json:"or"` // other readings, best first
}

// Query is what to look for. Words in double quotes must stand side by side; all others must
// stand somewhere in the passage. A document number finds the document and those that cite
// it, however it is spelled. Every other sign is white space: there are no operators.
type Query struct {
	Text         string
	Type         string // code of the document type, accents and case ignored; empty: any
	Issuer       string // words of the issuer's name; empty: any
	Level        string // party, state or other; empty: any
	Year         string // of the document's date; empty: any
	Place        string // words of a place named in the passage, by its old or new name; empty: any
	Organization string // words of a body named in the passage, or its abbreviation; empty: any
	Due          string // year in which a promise or a task of the passage is due; empty: any
	HasTarget    bool   // only passages that promise something measurable
	Exact        bool   // accents matter
	PerDocument  int    // hits of a document at most, listed together, and Offset and Limit count documents; 0: hits stand by themselves
	Offset       int    // hits to skip
	Limit        int    // hits to return; 0: none, only the counts
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

	Sure  float64 `json:"sure,omitempty"`  // mean confidence of the passage's words, 0..1; 0 when not known
	Grade string  `json:"grade,omitempty"` // of the document's scan
	Poor  bool    `json:"poor,omitempty"`  // the scan was poor here: compare with the paper
	More  int     `json:"more,omitempty"`  // further passages of the document found, on the last of a document's hits
}

// Facets count the passages found by a property of the passage or its document. Each lists
// the most frequent values only.
type Facets struct {
	Type         map[string]int `json:"type"`
	Issuer       map[string]int `json:"issuer"`
	Year         map[string]int `json:"year"`
	Level        map[string]int `json:"level"`
	Place        map[string]int `json:"place"`
	Organization map[string]int `json:"organization"`
	Due          map[string]int `json:"due"`
	Target       int            `json:"target"` // passages that promise something
}

// Result is what a search found.
type Result struct {
	Query     string  `json:"query"`
	Total     int     `json:"total"`     // passages
	Documents int     `json:"documents"` // that they belong to
	TookMS    float64 `json:"took_ms"`   // milliseconds
	Hits      []Hit   `json:"hits"`      // best first
	Facets    Facets  `json:"facets"`

	Close   bool     `json:"close,omitempty"`   // nothing, or next to nothing, has all the words as typed: what comes close counts too
	Suggest []string `json:"suggest,omitempty"` // where nothing has all the words as typed: other queries that find something, best first
	Ignored int      `json:"ignored,omitempty"` // words beyond those that a query may have
}

// Index is an open generation. It is safe for use by many goroutines.
type Index interface {
	// Search returns the hits of a query. An empty query finds every passage; no text is an error.
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
	// Use makes a sealed generation the one in use, where the engine has a name for that.
	Use(dir string) error
	// Remove deletes a generation, sealed or not, with all that belongs to it. One that is not there
	// is no error.
	Remove(dir string) error
	// Name is what an archive calls the engine in its manifest.
	Name() string
}
