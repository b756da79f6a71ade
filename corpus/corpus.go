// Package corpus is the archive on disk:
//
//	manifest.json    what the archive holds, with hashes; replacing it is the commit
//	originals/       the scans byte for byte, by their hash, and the files that text was taken from
//	documents/       the restored text and the YAML of each document
//	index/           generations of the search index; the manifest names the one in use
//	journal.jsonl    what was added since the manifest was written
//	lock             held by the one process that writes
//
// Files that the manifest names are never changed, only replaced by others, so readers need
// no lock and a crash loses nothing that was added. No name comes from the content of a
// document without being reduced to ASCII letters, digits and hyphens.
package corpus

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// What can be wrong with an archive as a whole.
var (
	ErrNoArchive    = errors.New("no archive here: make one with vanban ingest")
	ErrNotDirectory = errors.New("not a folder: choose another place with --archive")
	ErrDamaged      = errors.New("the archive is damaged")
	ErrManifest     = errors.New(manifestName) // with ErrDamaged: Mend makes it anew
	ErrLocked       = errors.New("another process is writing to the archive: wait for it to end")
	ErrOtherIndex   = errors.New("the index of the archive is kept elsewhere")
)

// An Option says how an archive is opened.
type Option func(*options)

type options struct{ engine index.Engine }

// On says which engine keeps the index; the embedded one does otherwise.
func On(e index.Engine) Option { return func(o *options) { o.engine = e } }

func chosen(list []Option) options {
	o := options{engine: index.Bleve{}}
	for _, f := range list {
		f(&o)
	}
	return o
}

// Archive is an archive open for reading. It is safe for use by many goroutines.
type Archive struct {
	dir    string
	engine index.Engine

	mu       sync.Mutex
	manifest *manifest
	index    index.Index // nil until the first search
}

// Open opens the archive in a folder as it is now. Errors wrap ErrNoArchive, ErrNotDirectory
// or ErrDamaged.
func Open(dir string, list ...Option) (*Archive, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	return &Archive{dir: dir, engine: chosen(list).engine, manifest: m}, nil
}

// Close closes the index.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.index == nil {
		return nil
	}
	err := a.index.Close()
	a.index = nil
	return err
}

// Entries returns what the archive holds, by ID. The slice must not be changed.
func (a *Archive) Entries() []Entry { return a.manifest.Documents }

// Public returns what may be shown to anyone, by ID: all but the documents that are kept apart for
// their secrecy.
func (a *Archive) Public() []Entry {
	return slices.DeleteFunc(slices.Clone(a.manifest.Documents), func(e Entry) bool { return e.Apart })
}

// Search searches the index. An error wraps index.ErrDamaged if the index is not as it was
// built.
func (a *Archive) Search(ctx context.Context, q index.Query) (*index.Result, error) {
	x, err := a.open()
	if err != nil {
		return nil, err
	}
	return x.Search(ctx, q)
}

// open opens the index that the manifest names. A writer may have replaced both since the
// manifest was read; then the new ones are used.
func (a *Archive) open() (index.Index, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.index != nil {
		return a.index, nil
	}
	for {
		x, err := openIndex(a.engine, a.dir, a.manifest)
		if err == nil {
			a.index = x
			return x, nil
		}
		m, e := readManifest(a.dir)
		if e != nil {
			return nil, e
		}
		if m.Index == a.manifest.Index {
			return nil, err
		}
		a.manifest = m
	}
}

func openIndex(engine index.Engine, dir string, m *manifest) (index.Index, error) {
	if have := m.Index.engine(); have != engine.Name() {
		return nil, fmt.Errorf("%s: %w: with %s, not %s", dir, ErrOtherIndex, have, engine.Name())
	}
	x, err := engine.Open(filepath.Join(dir, indexDir, m.Index.Generation))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	n, err := x.Count()
	if err == nil && n != m.Index.Passages {
		err = fmt.Errorf("%s: %w (%d passages, the manifest says %d)", dir, index.ErrDamaged, n, m.Index.Passages)
	}
	if err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// Document reads the YAML of an entry.
func (a *Archive) Document(e Entry) (*plan.Document, error) { return readDocument(a.dir, e) }

// Original reads the scan of an entry, with what is known of its file and its pages.
func (a *Archive) Original(e Entry) (*text.Source, error) {
	b, err := readFile(a.dir, e.Original)
	if err != nil {
		return nil, err
	}
	src, err := source.New(e.Name, b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", e.ID, ErrDamaged, err)
	}
	if e.File.Path != "" {
		src.File = &text.File{Format: e.Format, SHA256: e.File.SHA256, Size: e.File.Bytes}
	}
	if e.Boxes.Path != "" {
		if src.Boxes, err = readBoxes(a.dir, e); err != nil {
			return nil, err
		}
	}
	return src, nil
}

// Path returns where a file of an entry is.
func (a *Archive) Path(f File) string { return filepath.Join(a.dir, filepath.FromSlash(f.Path)) }

// Intact reports whether the files of an entry of the archive in a folder are all there as they
// were stored.
func Intact(dir string, e Entry) bool {
	for _, f := range []File{e.Original, e.File, e.Text, e.YAML, e.Doubts, e.Boxes} {
		if f.Path == "" {
			continue
		}
		if _, err := readFile(dir, f); err != nil {
			return false
		}
	}
	return true
}

func readDocument(dir string, e Entry) (*plan.Document, error) {
	b, err := readFile(dir, e.YAML)
	if err != nil {
		return nil, err
	}
	return decodeDocument(e, b)
}

func decodeDocument(e Entry, yaml []byte) (*plan.Document, error) {
	d, err := planyaml.Unmarshal(yaml)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", e.ID, ErrDamaged, err)
	}
	return d, nil
}

// readFile reads a file of the archive and checks its hash.
func readFile(dir string, f File) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Path)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing: ingest the document again", ErrDamaged, f.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	if got := newFile(f.Path, b); got != f {
		return nil, fmt.Errorf("%w: %s changed since it was stored: ingest the document again", ErrDamaged, f.Path)
	}
	return b, nil
}

// restoredText returns the restored text, a line for each line of the scan.
func restoredText(t *text.Text) []byte {
	var b bytes.Buffer
	for i := range t.Lines {
		b.WriteString(t.Line(i))
		b.WriteByte('\n')
	}
	return b.Bytes()
}
