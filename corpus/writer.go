package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/text"
)

// Writer is an archive open for writing. One goroutine uses it.
type Writer struct {
	dir      string
	lock     *lock
	manifest *manifest
	journal  *os.File      // nil until something is added
	builder  index.Builder // nil until something changes
	building string        // generation that the builder fills
	obsolete []string      // paths of files that the next manifest no longer names
}

// Create opens the archive in a folder for writing and makes it if it is not there. What an
// earlier writer added but could not commit is taken up. Errors wrap ErrLocked,
// ErrNotDirectory or ErrDamaged.
func Create(dir string) (*Writer, error) {
	for _, sub := range []string{"", originalsDir, documentsDir, indexDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); errors.Is(err, syscall.ENOTDIR) {
			return nil, fmt.Errorf("%s: %w", dir, ErrNotDirectory)
		} else if err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
	}
	l, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	w := &Writer{dir: dir, lock: l}
	if err := w.load(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Writer) load() error {
	m, err := readManifest(w.dir)
	if errors.Is(err, ErrNoArchive) {
		m, err = &manifest{}, nil
	}
	if err != nil {
		return err
	}
	w.manifest = m
	removeTemps(w.dir)
	return w.replay()
}

// Close gives the archive back. What was not committed stays in the journal.
func (w *Writer) Close() error {
	var errs []error
	if w.builder != nil {
		errs = append(errs, w.builder.Abort(), os.RemoveAll(filepath.Join(w.dir, indexDir, w.building)))
	}
	if w.journal != nil {
		errs = append(errs, w.journal.Close())
	}
	return errors.Join(append(errs, w.lock.release())...)
}

// Entries returns what the archive holds. The slice must not be changed.
func (w *Writer) Entries() []Entry { return w.manifest.Documents }

// Document reads the YAML of an entry.
func (w *Writer) Document(e Entry) (*plan.Document, error) { return readDocument(w.dir, e) }

// Passages returns the number of passages of all documents.
func (w *Writer) Passages() int { return w.manifest.passages() }

// Has returns the entry of a scan that was read with the same dictionaries.
func (w *Writer) Has(sum, model string) (Entry, bool) {
	e, ok := w.bySum(sum)
	return e, ok && e.Model == model
}

func (w *Writer) bySum(sum string) (Entry, bool) {
	for _, e := range w.manifest.Documents {
		if e.Original.SHA256 == sum {
			return e, true
		}
	}
	return Entry{}, false
}

// Add stores a document: the scan, the restored text and the YAML. It takes the place of
// what was read from the same bytes before. The journal knows of it once Add returns; readers
// find it after Commit.
func (w *Writer) Add(t *text.Text, d *plan.Document) (Entry, error) {
	yaml, err := planyaml.Marshal(d)
	if err != nil {
		return Entry{}, fmt.Errorf("archive: %s: %w", d.Source.Name, err)
	}
	e := w.newEntry(t, d, yaml)
	restored := restoredText(t)
	doubtful, err := encodeDoubts(doubts(t))
	if err != nil {
		return Entry{}, err
	}
	e.Text, e.Doubts = newFile(e.Text.Path, restored), newFile(e.Doubts.Path, doubtful)
	for _, f := range []struct {
		path string
		b    []byte
	}{{e.Original.Path, t.Source.Bytes}, {e.Text.Path, restored}, {e.YAML.Path, yaml}, {e.Doubts.Path, doubtful}} {
		if err := writeFile(w.dir, f.path, f.b); err != nil {
			return Entry{}, err
		}
	}
	if err := w.log(e); err != nil {
		return Entry{}, err
	}
	return e, w.put(e, d)
}

// newEntry describes a document; the hashes of the text and the doubts are still missing.
func (w *Writer) newEntry(t *text.Text, d *plan.Document, yaml []byte) Entry {
	e := Entry{
		Name: d.Source.Name, Number: d.Head.Number, Type: d.Head.Type, Issuer: d.Head.Issuer, Date: d.Head.Date, Title: title(d),
		Grade: d.Quality.Grade, Model: d.Made.Model, Revision: 1,
	}
	e.Original = newFile("", t.Source.Bytes)
	sum := e.Original.SHA256
	e.Original.Path = originalsDir + "/" + sum + ".txt"
	old, again := w.bySum(sum)
	if again {
		e.Revision = old.Revision + 1
	}
	e.ID = w.newID(d, sum)
	e.YAML = newFile(documentPath(e.ID, sum, e.Revision, ".yaml"), yaml)
	e.Text.Path = documentPath(e.ID, sum, e.Revision, ".txt")
	e.Doubts.Path = documentPath(e.ID, sum, e.Revision, ".doubts.jsonl")
	e.Passages = len(passages(e, d, nil))
	return e
}

// newID returns the document's number, or the name of its file where it has none. A second
// document of that name bears the beginning of its hash too.
func (w *Writer) newID(d *plan.Document, sum string) string {
	base := d.Head.Number
	if base == "" {
		base = strings.TrimSuffix(d.Source.Name, filepath.Ext(d.Source.Name))
	}
	base = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '#' || !unicode.IsPrint(r) {
			return '-'
		}
		return r
	}, base))
	if base == "" {
		base = "document"
	}
	long := base + "@" + sum[:8]
	for _, e := range w.manifest.Documents {
		if e.Original.SHA256 == sum && e.ID == long || e.Original.SHA256 != sum && e.ID == base {
			return long
		}
	}
	return base
}

// title returns what the document is about: its subject, or its first heading.
func title(d *plan.Document) string {
	if d.Head.Subject != "" {
		return d.Head.Subject
	}
	for _, s := range d.Sections {
		if s.Title != "" {
			return s.Title
		}
	}
	return ""
}

// put makes an entry part of the manifest and of the next index.
func (w *Writer) put(e Entry, d *plan.Document) error {
	old, again := w.bySum(e.Original.SHA256)
	w.manifest.put(e)
	b, err := w.begin()
	if err != nil {
		return err
	}
	if again && old.YAML.Path != e.YAML.Path {
		w.obsolete = append(w.obsolete, nonEmpty(old.YAML.Path, old.Text.Path, old.Doubts.Path)...)
	}
	if again && old.ID != e.ID {
		if err := b.Remove(old.ID); err != nil {
			return err
		}
	}
	doubtful, err := readDoubts(w.dir, e)
	if err != nil {
		return err
	}
	return b.Put(e.ID, passages(e, d, doubtful))
}

// begin begins the next generation of the index, from the one in use.
func (w *Writer) begin() (index.Builder, error) {
	if w.builder != nil {
		return w.builder, nil
	}
	from := ""
	if w.manifest.Index.Generation != "" {
		x, err := openIndex(w.dir, w.manifest)
		if err != nil {
			return nil, err
		}
		if err := x.Close(); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		from = filepath.Join(w.dir, indexDir, w.manifest.Index.Generation)
	}
	return w.build(from)
}

func (w *Writer) build(from string) (index.Builder, error) {
	n, _ := strconv.Atoi(w.manifest.Index.Generation)
	w.building = fmt.Sprintf("%06d", n+1)
	dir := filepath.Join(w.dir, indexDir, w.building)
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	b, err := engine.Build(dir, from)
	if err != nil {
		return nil, err
	}
	w.builder = b
	return b, nil
}

// Reindex builds the next index from the YAML of every document.
func (w *Writer) Reindex() error {
	if w.builder != nil {
		if err := w.builder.Abort(); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	b, err := w.build("")
	if err != nil {
		return err
	}
	for i := range w.manifest.Documents {
		e := &w.manifest.Documents[i]
		d, err := readDocument(w.dir, *e)
		if err != nil {
			return err
		}
		doubtful, err := readDoubts(w.dir, *e)
		if err != nil {
			return err
		}
		list := passages(*e, d, doubtful)
		e.Passages = len(list)
		if err := b.Put(e.ID, list); err != nil {
			return err
		}
	}
	return nil
}

// Commit seals the index and replaces the manifest: from then on readers find what was
// added. Without changes it does nothing, except that a new archive gets an empty index.
func (w *Writer) Commit() error {
	if w.builder == nil && w.manifest.Index.Generation != "" {
		return nil
	}
	b, err := w.begin()
	if err != nil {
		return err
	}
	w.builder = nil
	n, err := b.Seal()
	if err != nil {
		return err
	}
	if want := w.manifest.passages(); n != want {
		return fmt.Errorf("archive: the new index has %d passages, the documents have %d", n, want)
	}
	for _, sub := range []string{originalsDir, documentsDir, indexDir} {
		if err := syncDir(filepath.Join(w.dir, sub)); err != nil {
			return err
		}
	}
	before := w.manifest.Index.Generation
	w.manifest.Index = generation{w.building, n}
	if err := w.manifest.write(w.dir); err != nil {
		return err
	}
	w.tidy(before)
	return nil
}

func (m *manifest) passages() int {
	n := 0
	for _, e := range m.Documents {
		n += e.Passages
	}
	return n
}

// tidy removes what the manifest no longer names. The index before this one stays, for
// readers that have just read the manifest. What cannot be removed does no harm.
func (w *Writer) tidy(before string) {
	if w.journal != nil {
		w.journal.Close()
		w.journal = nil
	}
	os.Remove(filepath.Join(w.dir, journalName))
	for _, path := range w.obsolete {
		os.Remove(filepath.Join(w.dir, filepath.FromSlash(path)))
	}
	w.obsolete = nil
	list, _ := os.ReadDir(filepath.Join(w.dir, indexDir))
	for _, d := range list {
		if d.Name() != before && d.Name() != w.manifest.Index.Generation {
			os.RemoveAll(filepath.Join(w.dir, indexDir, d.Name()))
		}
	}
}

// log appends an entry to the journal.
func (w *Writer) log(e Entry) error {
	if w.journal == nil {
		f, err := os.OpenFile(filepath.Join(w.dir, journalName), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		w.journal = f
	}
	b, err := json.Marshal(e)
	if err == nil {
		_, err = w.journal.Write(append(b, '\n'))
	}
	if err = errors.Join(err, w.journal.Sync()); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// replay takes up the entries of a journal that was never committed. A line cut short, or
// one whose files are not there, is left to be ingested again.
func (w *Writer) replay() error {
	b, err := os.ReadFile(filepath.Join(w.dir, journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, len(b)+1)
	for lines.Scan() {
		var e Entry
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			continue
		}
		d, err := w.stored(e)
		if err != nil {
			continue
		}
		// A damaged index is left for Reindex, which needs the manifest only.
		if err := w.put(e, d); err != nil && !errors.Is(err, index.ErrDamaged) {
			return err
		}
	}
	return nil
}

// stored reads the document of an entry whose files are all there.
func (w *Writer) stored(e Entry) (*plan.Document, error) {
	for _, f := range []File{e.Original, e.Text} {
		if _, err := readFile(w.dir, f); err != nil {
			return nil, err
		}
	}
	return readDocument(w.dir, e)
}
