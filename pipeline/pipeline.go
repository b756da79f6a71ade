// Package pipeline composes the stages: a scan goes in, a document comes out.
package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/text/unicode/norm"

	"vanban/dictionaries"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Tool names the program and its version, as the YAML shows it.
const Tool = "vanban 0.1.0"

// Pipeline holds the models that the stages share. It is safe for use by many goroutines.
type Pipeline struct{ version string }

// New returns a pipeline over the embedded dictionaries.
func New() *Pipeline {
	h := sha256.New()
	for _, row := range dictionaries.Table("doctypes", 0) {
		fmt.Fprintf(h, "%q\n", row)
	}
	return &Pipeline{version: fmt.Sprintf("sha256:%x", h.Sum(nil))}
}

// Version identifies the dictionaries: "sha256:" and the hexadecimal hash.
func (p *Pipeline) Version() string { return p.version }

// Restore returns the words of the scan as they were printed.
func (p *Pipeline) Restore(src *text.Source) *text.Text { return text.Plain(src) }

// Run returns what is known of the document in the scan.
func (p *Pipeline) Run(src *text.Source) *plan.Document { return p.Extract(p.Restore(src)) }

// Extract returns what is known of the document whose restored words are given.
func (p *Pipeline) Extract(t *text.Text) *plan.Document {
	src := t.Source
	sum := sha256.Sum256(src.Bytes)
	d := &plan.Document{
		Made:    plan.Made{Tool: Tool, Model: p.version},
		Source:  plan.Source{Name: src.Name, SHA256: hex.EncodeToString(sum[:]), Bytes: len(src.Bytes), Lines: len(src.Lines)},
		Quality: quality(t),
	}
	if len(t.Words) > 0 {
		all := text.Range{Start: 0, End: len(t.Words)}
		pl := t.Place(text.Ranges{all})
		d.Sections = []plan.SectionText{{
			ID: "a", Kind: plan.Other, Text: []string{t.String(all)},
			At: plan.At{Lines: pl.Lines, Bytes: [2]int{pl.Bytes.Start, pl.Bytes.End}, Sure: pl.Sure},
		}}
	}
	return d
}

// quality sums up the restoration of a scan.
func quality(t *text.Text) plan.Quality {
	var q plan.Quality
	var changed, doubtful int
	for _, w := range t.Words {
		switch w.Kind {
		case text.Junk:
			q.Junk++
			continue
		case text.Punct:
			continue
		}
		q.Words++
		if norm.NFC.String(t.Raw(w.Raw)) != w.Text {
			changed++
		}
		if w.Sure < 0.5 {
			doubtful++
		}
	}
	if q.Words > 0 {
		q.Changed, q.Doubtful = float64(changed)/float64(q.Words), float64(doubtful)/float64(q.Words)
	}
	q.Grade = grade(q)
	return q
}

// grade ranks a restoration by the share of words that stayed in doubt.
func grade(q plan.Quality) string {
	switch {
	case q.Words == 0 || q.Doubtful > 0.30:
		return "E"
	case q.Doubtful > 0.12:
		return "D"
	case q.Doubtful > 0.05:
		return "C"
	case q.Doubtful > 0.01:
		return "B"
	}
	return "A"
}
