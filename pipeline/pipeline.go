// Package pipeline composes the stages: a scan goes in, a document comes out.
package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/extract"
	"vanban/pipeline/outline"
	"vanban/pipeline/plan"
	"vanban/pipeline/restore"
	"vanban/pipeline/text"
)

// Tool names the program and its version, as the YAML shows it.
const Tool = "vanban 0.1.0"

// Pipeline holds the models that the stages share. It is safe for use by many goroutines.
type Pipeline struct {
	restorer  func() *restore.Restorer
	extractor *extract.Extractor
	own       *restore.Dictionary
}

// New returns a pipeline over the embedded dictionaries. They are opened at first use; a binary
// whose own models are damaged panics then.
func New() *Pipeline { return NewWith(nil) }

// NewWith is New with a dictionary of the user's own; nil is none.
func NewWith(own *restore.Dictionary) *Pipeline {
	return &Pipeline{
		own: own,
		restorer: sync.OnceValue(func() *restore.Restorer {
			r, err := restore.New(dictionaries.LM, dictionaries.Channel, dictionaries.Candidates, own)
			if err != nil {
				panic("pipeline: " + err.Error())
			}
			return r
		}),
		extractor: extract.New(),
	}
}

// Version identifies the dictionaries, the user's own among them: "sha256:" and the hexadecimal hash.
func (p *Pipeline) Version() string {
	if p.own == nil {
		return dictionaries.Version()
	}
	sum := sha256.Sum256([]byte(dictionaries.Version() + "\x00" + p.own.Sum()))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Restore returns the words of the scan as they were printed.
func (p *Pipeline) Restore(src *text.Source) *text.Text { return p.restorer().Restore(src) }

// Explain says why the stretches of the scan that are written token were read as they were.
func (p *Pipeline) Explain(src *text.Source, token string) []restore.Explanation {
	return p.restorer().Explain(src, token)
}

// Run returns what is known of the document in the scan.
func (p *Pipeline) Run(src *text.Source) *plan.Document { return p.Extract(p.Restore(src)) }

// Extract returns what is known of the document whose restored words are given.
func (p *Pipeline) Extract(t *text.Text) *plan.Document {
	d := p.extractor.Extract(outline.Split(t))
	d.Made.Tool, d.Made.Model = Tool, p.Version()
	sum := sha256.Sum256(t.Source.Bytes)
	d.Source.SHA256 = hex.EncodeToString(sum[:])
	if f := t.Source.File; f != nil {
		d.Source.From = &plan.From{Format: f.Format, SHA256: f.SHA256, Bytes: f.Size}
	}
	if len(t.Source.Boxes) > 0 {
		d.EachPlace(func(at *plan.At) { at.Page, at.Box = t.Source.On(text.Span{Start: at.Bytes[0], End: at.Bytes[1]}) })
	}
	return d
}
