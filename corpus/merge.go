package corpus

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Merged counts what became of the documents of archives that were merged.
type Merged struct {
	Added    int // were not there
	Replaced int // were there, as an earlier revision
	Known    int // were there
}

// part is a document of an archive that is merged.
type part struct {
	*Archive
	Entry
}

// Merge takes up the documents of other archives. They are known by the hashes of their scans, so
// that a document is taken once, however often it comes, and merging again changes nothing. They come
// in the order of the names of their files: parts of a folder that were ingested apart give, merged
// into a new archive, what ingesting the folder gives, to the byte. Of two revisions the later is
// kept, and of two texts of the same file that of the later reader, or the longer one. Readers find what was taken after Commit.
func (w *Writer) Merge(ctx context.Context, from ...*Archive) (Merged, error) {
	var parts []part
	for _, a := range from {
		for _, e := range a.Entries() {
			parts = append(parts, part{a, e})
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Entry.Original.SHA256, b.Entry.Original.SHA256))
	})
	var m Merged
	for _, p := range parts {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		if err := w.merge(p, &m); err != nil {
			return m, fmt.Errorf("%s: %s: %w", p.dir, p.ID, err)
		}
	}
	for _, a := range from {
		if err := w.mergeDictionary(a.dir); err != nil {
			return m, err
		}
	}
	return m, nil
}

// merge takes up a document with the names of its files and the corrections of its readers.
func (w *Writer) merge(p part, m *Merged) error {
	sum := p.Entry.Original.SHA256
	old, have := w.shelf.scans[sum]
	other, replaces := w.replaced(p.Entry)
	names := append(slices.Clone(p.manifest.Names[sum]), p.Name)
	switch {
	case have && old.Revision >= p.Revision:
		m.Known++
	case !have && replaces && supersedes(other, p.Entry):
		m.Known++
		return errors.Join(w.linkAll(other, names), w.mergeReview(p, false))
	case have || replaces:
		m.Replaced++
	default:
		m.Added++
	}
	taken := !have || old.Revision < p.Revision
	if taken {
		if err := w.take(p); err != nil {
			return err
		}
	}
	if err := w.linkAll(w.shelf.scans[sum], names); err != nil {
		return err
	}
	return w.mergeReview(p, taken)
}

// supersedes reports whether one text of a file is kept when archives with either are merged, in
// whatever order they come.
func supersedes(a, b Entry) bool {
	return cmp.Or(cmp.Compare(a.Reader, b.Reader), cmp.Compare(a.Original.Bytes, b.Original.Bytes), cmp.Compare(a.Original.SHA256, b.Original.SHA256)) > 0
}

func (w *Writer) linkAll(e Entry, names []string) error {
	for _, name := range names {
		if err := w.Link(e, name); err != nil {
			return err
		}
	}
	return nil
}

// take stores the files of a document of another archive. Only its ID, and with it the names of its
// files, may be others here.
func (w *Writer) take(p part) error {
	if err := w.ready(); err != nil {
		return err
	}
	d, err := p.Document(p.Entry)
	if err != nil {
		return err
	}
	e := p.Entry
	e.ID = w.idOf(e, d)
	for _, f := range []struct {
		at  *File
		ext string
	}{{&e.Text, ".txt"}, {&e.YAML, ".yaml"}, {&e.Doubts, ".doubts.jsonl"}, {&e.Boxes, ".boxes.jsonl"}} {
		if f.at.Path != "" {
			f.at.Path = documentPath(e.ID, e.Original.SHA256, e.Revision, f.ext)
		}
	}
	if err := w.copyFiles(p, e); err != nil {
		return err
	}
	if err := w.log(e); err != nil {
		return err
	}
	return w.put(e, d)
}

// copyFiles copies the files of a document to where an entry says, and waits until they last.
func (w *Writer) copyFiles(p part, e Entry) error {
	for _, f := range [][2]File{{p.Entry.Original, e.Original}, {p.Entry.File, e.File}, {p.Entry.Text, e.Text}, {p.Entry.YAML, e.YAML}, {p.Entry.Doubts, e.Doubts}, {p.Entry.Boxes, e.Boxes}} {
		if f[0].Path == "" {
			continue
		}
		b, err := readFile(p.dir, f[0])
		if err != nil {
			return err
		}
		if err := w.storeFile(f[1], b); err != nil {
			return err
		}
	}
	return together(
		func() error { return syncDir(filepath.Join(w.dir, originalsDir)) },
		func() error { return syncDir(filepath.Join(w.dir, documentsDir)) },
	)
}

// mergeReview takes up the corrections of a scan that this archive does not have, in the order of
// their time. Where the reading was taken too, it has what it had.
func (w *Writer) mergeReview(p part, taken bool) error {
	sum := p.Entry.Original.SHA256
	other, err := readReview(p.dir, sum)
	if err != nil || len(other.Corrections) == 0 {
		return err
	}
	mine, err := readReview(w.dir, sum)
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(other.Corrections), func(c Correction) bool { return slices.ContainsFunc(mine.Corrections, c.same) })
	if len(missing) == 0 {
		return nil
	}
	return changeReview(w.dir, sum, func(r *review) error {
		if len(r.Corrections) == 0 && taken {
			*r = *other
			return nil
		}
		r.Corrections = append(r.Corrections, missing...)
		slices.SortStableFunc(r.Corrections, func(a, b Correction) int { return a.When.Compare(b.When) })
		r.Applied = 0 // the reading must be made anew with all of them
		return nil
	})
}

// same reports whether two corrections are one.
func (c Correction) same(o Correction) bool {
	return c.place() == o.place() && c.After == o.After && c.Who == o.Who && c.When.Equal(o.When)
}

// mergeDictionary takes up the lines of the dictionary of another archive about words of which
// this one says nothing.
func (w *Writer) mergeDictionary(dir string) error {
	other, err := os.ReadFile(DictionaryPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	mine, err := os.ReadFile(DictionaryPath(w.dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("archive: %w", err)
	}
	said := map[string]bool{}
	for line := range strings.Lines(string(mine)) {
		said[aboutWord(line)] = true
	}
	out := bytes.NewBuffer(bytes.Clone(mine))
	if out.Len() > 0 && !bytes.HasSuffix(mine, []byte("\n")) {
		out.WriteByte('\n')
	}
	before := out.Len()
	for line := range strings.Lines(string(other)) {
		if !said[aboutWord(line)] {
			out.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	if out.Len() == before {
		return nil
	}
	return writeFile(w.dir, dictionaryName, out.Bytes())
}

// aboutWord returns the word that a line of a dictionary is about.
func aboutWord(line string) string {
	word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
	return word
}
