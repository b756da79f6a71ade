package corpus

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"vanban/corpus/index"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Problem is something that Verify found.
type Problem struct {
	Where string // id of a document, or "index"
	What  string // says what is wrong and what to do
}

func (p Problem) String() string { return p.Where + ": " + p.What }

// Verify checks the archive: the hash of every stored file, every place that the YAML gives,
// every quote against the words at its place, and the index against the documents. Quotes
// are checked for documents read with the pipeline's dictionaries; others would have to be
// ingested again, and outdated names those.
func (a *Archive) Verify(ctx context.Context, p *pipeline.Pipeline) (problems []Problem, outdated []string, err error) {
	for _, e := range a.Entries() {
		if err := ctx.Err(); err != nil {
			return problems, outdated, err
		}
		if e.Model != p.Version() {
			outdated = append(outdated, e.ID)
		}
		for _, what := range a.verifyEntry(e, p) {
			problems = append(problems, Problem{e.ID, what})
		}
	}
	return append(problems, a.verifyIndex(ctx)...), outdated, nil
}

func (a *Archive) verifyEntry(e Entry, p *pipeline.Pipeline) []string {
	var out []string
	for _, f := range []File{e.Text, e.File} {
		if f.Path == "" {
			continue
		}
		if _, err := readFile(a.dir, f); err != nil {
			out = append(out, err.Error())
		}
	}
	if _, err := readDoubts(a.dir, e); err != nil {
		out = append(out, err.Error())
	}
	src, err := a.Original(e)
	if err != nil {
		out = append(out, err.Error())
	}
	d, err := a.Document(e)
	if err != nil {
		out = append(out, err.Error())
	}
	if src == nil || d == nil {
		return out
	}
	if d.Source.SHA256 != e.Original.SHA256 {
		out = append(out, "the YAML is of another scan: ingest the document again")
	}
	out = append(out, verifyPlaces(d, src)...)
	if e.Model == p.Version() && len(d.Targets) > 0 {
		read := p.Restore(src)
		reviewed, err := Reviewed(a.dir, e.Original.SHA256, read)
		if err != nil {
			return append(out, err.Error())
		}
		out = append(out, verifyQuotes(d, read, reviewed)...)
	}
	return out
}

// verifyPlaces checks that every place lies in the scan and that its lines are those of its
// bytes.
func verifyPlaces(d *plan.Document, src *text.Source) []string {
	var out []string
	eachPlace(d, func(what string, at plan.At) {
		b := at.Bytes
		if b[0] < 0 || b[0] >= b[1] || b[1] > len(src.Bytes) {
			out = append(out, fmt.Sprintf("%s: bytes %d to %d are not in the scan of %d bytes", what, b[0], b[1], len(src.Bytes)))
		} else if lines := [2]int{lineOf(src, b[0]), lineOf(src, b[1]-1)}; lines != at.Lines {
			out = append(out, fmt.Sprintf("%s: bytes %d to %d are on lines %v, not %v", what, b[0], b[1], lines, at.Lines))
		}
	})
	return out
}

// lineOf returns the 1-based line on which a byte of the scan stands.
func lineOf(src *text.Source, offset int) int {
	return sort.Search(len(src.Lines), func(i int) bool { return src.Lines[i].Start > offset })
}

// eachPlace calls f for every place that the document gives.
func eachPlace(d *plan.Document, f func(what string, at plan.At)) {
	each := func(what string, list []plan.At) {
		for _, at := range list {
			f(what, at)
		}
	}
	var walk func([]plan.SectionText)
	walk = func(list []plan.SectionText) {
		for _, s := range list {
			if !s.At.IsZero() {
				f("section "+s.ID, s.At)
			}
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	for _, s := range d.Head.Signers {
		f("signer "+s.Name, s.At)
	}
	for _, t := range d.Tasks {
		f("task "+t.ID, t.At)
	}
	for _, t := range d.Targets {
		f("target "+t.ID, t.At)
	}
	for _, r := range d.References {
		each("reference "+r.Number, r.Mentions)
	}
	for _, e := range slices.Concat(d.Entities.Organizations, d.Entities.People) {
		each("entity "+e.Name, e.Mentions)
	}
	for _, e := range d.Entities.Places {
		each("place "+e.Name, e.Mentions)
	}
	for _, e := range d.Entities.Dates {
		each("date "+e.Date, e.Mentions)
	}
	for _, e := range d.Entities.Amounts {
		each("amount "+e.Text, e.Mentions)
	}
	for _, r := range d.Reviewed {
		if !r.At.IsZero() {
			f("review by "+r.Who, r.At)
		}
	}
}

// verifyQuotes checks that each quote stands in one of the readings of the scan: as it was read,
// or as readers corrected it, for the YAML has a correction some time after it was stored.
func verifyQuotes(d *plan.Document, readings ...*text.Text) []string {
	var out []string
	for _, x := range d.Targets {
		if !slices.ContainsFunc(readings, func(t *text.Text) bool { return stands(x.Quote, t, x.At) }) {
			out = append(out, fmt.Sprintf("target %s: the quote %q does not stand at lines %d to %d", x.ID, x.Quote, x.At.Lines[0], x.At.Lines[1]))
		}
	}
	return out
}

// stands reports whether a quote consists of the words at a place, in their order. Words
// between them may be left out, such as a page number; a passage that the scan has in two
// parts, the later first, may begin in the middle and go on at the beginning.
func stands(quote string, t *text.Text, at plan.At) bool {
	quote = strings.Join(strings.Fields(quote), "")
	var words []string
	for _, w := range t.Words {
		if w.Kind != text.Junk && w.Raw.Start >= at.Bytes[0] && w.Raw.End <= at.Bytes[1] {
			words = append(words, strings.Join(strings.Fields(w.Text), ""))
		}
	}
	for i := range max(1, len(words)) {
		rest := quote
		for k := range words {
			rest = strings.TrimPrefix(rest, words[(i+k)%len(words)])
		}
		if rest == "" {
			return true
		}
	}
	return false
}

// verifyIndex checks the files of the index and that it has each document's passages.
func (a *Archive) verifyIndex(ctx context.Context) []Problem {
	problem := func(err error) []Problem { return []Problem{{"index", err.Error()}} }
	if err := index.Verify(filepath.Join(a.dir, indexDir, a.manifest.Index.Generation)); err != nil {
		return problem(err)
	}
	x, err := a.open()
	if err != nil {
		return problem(err)
	}
	have, err := x.Documents(ctx)
	if err != nil {
		return problem(err)
	}
	var out []Problem
	for _, e := range a.Entries() {
		if have[e.ID] != e.Passages {
			err := fmt.Errorf("%w (%s has %d passages, the document %d)", index.ErrDamaged, e.ID, have[e.ID], e.Passages)
			out = append(out, problem(err)...)
		}
		delete(have, e.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(have)) {
		err := fmt.Errorf("%w (it has %s, the archive does not)", index.ErrDamaged, id)
		out = append(out, problem(err)...)
	}
	return out
}
