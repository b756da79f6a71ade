package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"vanban/corpus/index"
	"vanban/corpus/secrecy"
	"vanban/corpus/sketch"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Writer is an archive open for writing. One goroutine uses it.
type Writer struct {
	dir      string
	engine   index.Engine
	lock     *lock
	used     generation // the index in use
	shelf    *shelf
	linked   bool          // a name was added since the manifest was written
	journal  *os.File      // nil until something is added
	builder  index.Builder // nil until something changes
	building string        // generation that the builder fills

	// IncludeClassified puts documents with a stamp of secrecy into the index too.
	IncludeClassified bool

	store func(dir, name string, b []byte) error // writes a file of the archive; tests make it fail
}

// Create opens the archive in a folder for writing and makes it if it is not there. What an
// earlier writer added but could not commit is taken up. Errors wrap ErrLocked,
// ErrNotDirectory or ErrDamaged.
func Create(dir string, list ...Option) (*Writer, error) {
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
	w := &Writer{dir: dir, engine: chosen(list).engine, lock: l, store: writeFile}
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
	w.used, w.shelf = m.Index, newShelf(m)
	// The last writer may have ended before it could. A damaged index is left for Reindex.
	if w.used.Generation != "" && w.used.engine() == w.engine.Name() {
		if err := w.engine.Use(w.generation(w.used.Generation)); err != nil && !errors.Is(err, index.ErrDamaged) {
			return err
		}
	}
	if err := w.replay(); err != nil {
		return err
	}
	return w.sweep()
}

// Close gives the archive back. What was not committed stays in the journal.
func (w *Writer) Close() error {
	var errs []error
	if w.builder != nil {
		errs = append(errs, w.builder.Abort(), w.engine.Remove(w.generation(w.building)))
	}
	if w.journal != nil {
		errs = append(errs, w.journal.Close())
	}
	return errors.Join(append(errs, w.lock.release())...)
}

// Entries returns what the archive holds, by ID.
func (w *Writer) Entries() []Entry { return w.shelf.entries() }

// Document reads the YAML of an entry.
func (w *Writer) Document(e Entry) (*plan.Document, error) { return readDocument(w.dir, e) }

// Passages returns the number of passages of all documents in the index.
func (w *Writer) Passages() int { return w.shelf.passages }

// Has returns the entry of a scan that was read with the same dictionaries.
func (w *Writer) Has(sum, model string) (Entry, bool) {
	e, ok := w.shelf.scans[sum]
	return e, ok && e.Model == model
}

// Find returns the entry of a file, given its hash or that of the scan taken from it.
func (w *Writer) Find(sum string) (Entry, bool) { return w.shelf.byFile(sum) }

// Link records that a file of that name has the same text as an entry.
func (w *Writer) Link(e Entry, name string) error {
	if !w.shelf.link(e.Original.SHA256, name) {
		return nil
	}
	w.linked = true
	return w.log(note{Link: e.Original.SHA256, As: name})
}

// Add stores a document: the scan and the file it was taken from, the restored text, the YAML, with
// what readers corrected of its facts, and what readers and the index want besides. It takes the place of what was read from the same scan
// before. The journal knows of it once Add returns, and all that it names lasts; readers find it
// after Commit.
func (w *Writer) Add(t *text.Text, d *plan.Document) (Entry, error) { return w.AddCut(t, d, "") }

// AddCut is Add for a document of which part was left out; cut names the limits.
func (w *Writer) AddCut(t *text.Text, d *plan.Document, cut string) (Entry, error) {
	if err := w.ready(); err != nil {
		return Entry{}, err
	}
	list, err := Corrections(w.dir, d.Source.SHA256)
	if err != nil {
		return Entry{}, err
	}
	d = Amended(d, list)
	yaml, err := planyaml.Marshal(d)
	if err != nil {
		return Entry{}, fmt.Errorf("archive: %s: %w", d.Source.Name, err)
	}
	e := w.newEntry(t, d, yaml)
	e.Cut = cut
	restored := restoredText(t)
	doubtful, err := encodeDoubts(doubts(t))
	if err != nil {
		return Entry{}, err
	}
	boxes, err := encodeBoxes(t.Source)
	if err != nil {
		return Entry{}, err
	}
	e.Text, e.Doubts = newFile(e.Text.Path, restored), newFile(e.Doubts.Path, doubtful)
	if boxes != nil {
		e.Boxes = newFile(documentPath(e.ID, e.Original.SHA256, e.Revision, ".boxes.jsonl"), boxes)
	}
	var file []byte
	if t.Source.File != nil {
		file = t.Source.File.Bytes
	}
	// Waiting for a disk takes long, so that all wait together.
	err = together(
		func() error { return w.storeFile(e.Original, t.Source.Bytes) }, func() error { return w.storeFile(e.File, file) },
		func() error { return w.storeFile(e.Text, restored) }, func() error { return w.storeFile(e.YAML, yaml) },
		func() error { return w.storeFile(e.Doubts, doubtful) }, func() error { return w.storeFile(e.Boxes, boxes) },
	)
	if err == nil {
		err = together(
			func() error { return syncDir(filepath.Join(w.dir, originalsDir)) },
			func() error { return syncDir(filepath.Join(w.dir, documentsDir)) },
		)
	}
	if err == nil {
		err = w.log(e)
	}
	if err != nil {
		return Entry{}, err
	}
	return e, w.put(e, d)
}

// storeFile writes a file that the archive does not have already. An original never changes, so
// that one which is there stays; its content is known by its name.
func (w *Writer) storeFile(f File, b []byte) error {
	if f.Path == "" {
		return nil
	}
	if strings.HasPrefix(f.Path, originalsDir+"/") {
		if _, err := readFile(w.dir, f); err == nil || b == nil {
			return err
		}
	}
	return w.store(w.dir, f.Path, b)
}

// newEntry describes a document; the hashes of the text and the doubts are still missing.
func (w *Writer) newEntry(t *text.Text, d *plan.Document, yaml []byte) Entry {
	e := headed(d)
	e.Tool, e.Reader, e.Revision = d.Made.Tool, source.Version(), 1
	e.Original = newFile("", t.Source.Bytes)
	sum := e.Original.SHA256
	e.Original.Path = originalsDir + "/" + sum + ".txt"
	if f := t.Source.File; f != nil {
		e.Format = f.Format
		e.File = File{Path: originalsDir + "/" + f.SHA256 + fileExtension(f.Format), SHA256: f.SHA256, Bytes: f.Size}
	}
	old, again := w.shelf.scans[sum]
	if again {
		e.Revision = old.Revision + 1
	}
	e.ID = w.idOf(e, d)
	e.YAML = newFile(documentPath(e.ID, sum, e.Revision, ".yaml"), yaml)
	e.Text.Path = documentPath(e.ID, sum, e.Revision, ".txt")
	e.Doubts.Path = documentPath(e.ID, sum, e.Revision, ".doubts.jsonl")
	words := folded(t)
	e.Sketch = sketch.Of(words)
	if level := secrecy.Of(stampLines(t)); level != secrecy.None {
		e.Secrecy, e.Apart = level.String(), !w.IncludeClassified
	}
	if !e.Apart {
		e.Passages = len(passages(e, d, nil))
	}
	return e
}

// fileExtension returns the extension under which a file of a format is kept.
func fileExtension(format string) string {
	outer, _, _ := strings.Cut(format, "+")
	if ext, ok := map[string]string{"gzip": ".gz", "zip": ".zip", "docx": ".docx", "pdf": ".pdf", "hocr": ".hocr", "alto": ".xml", "image": ".image"}[outer]; ok {
		return ext
	}
	return ".raw" // text in another encoding
}

// folded returns the restored words without marks and case, for the sketch.
func folded(t *text.Text) []string {
	var out []string
	for _, w := range t.Words {
		if w.Kind != text.Junk && w.Kind != text.Punct {
			out = append(out, strings.ToLower(syllable.Fold(w.Text)))
		}
	}
	return out
}

// stampLines returns the lines in which a stamp may stand, as scanned and as restored: a stamp
// may be restored, or taken for junk.
func stampLines(t *text.Text) []string {
	var out []string
	for i, l := range t.Source.Lines {
		raw, read := string(t.Source.Bytes[l.Start:l.End]), t.Line(i)
		if strings.TrimSpace(read) == strings.TrimSpace(raw) {
			read = ""
		}
		out = append(out, raw, read)
	}
	return out
}

// idOf returns the ID of a new entry: that of the one of which it takes the place is free for it.
func (w *Writer) idOf(e Entry, d *plan.Document) string {
	sum := e.Original.SHA256
	before := sum
	if _, again := w.shelf.scans[sum]; !again {
		if old, ok := w.replaced(e); ok {
			before = old.Original.SHA256
		}
	}
	return w.newID(d, sum, before)
}

// newID returns the document's number, or the name of its file where it has none. A second
// document of that name bears the beginning of its hash too. The name of the one with the hash
// before is free.
func (w *Writer) newID(d *plan.Document, sum, before string) string {
	base := d.Head.Number
	if base == "" {
		base = strings.TrimSuffix(d.Source.Name, ".gz")
		base = strings.TrimSuffix(base, filepath.Ext(base))
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
	free := func(id string) bool {
		owner, taken := w.shelf.ids[idKey(id)]
		return !taken || owner == sum || owner == before
	}
	if old, again := w.shelf.scans[sum]; again && strings.HasPrefix(old.ID, base+"@") || !free(base) {
		for n := 8; n < len(sum); n += 8 {
			if id := base + "@" + sum[:n]; free(id) {
				return id
			}
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
	old, again := w.shelf.scans[e.Original.SHA256]
	if !again {
		if old, again = w.replaced(e); again {
			w.shelf.remove(old)
		}
	}
	w.shelf.put(e)
	b, err := w.begin()
	if err != nil {
		return err
	}
	if again && (old.ID != e.ID || e.Apart) {
		if err := b.Remove(old.ID); err != nil {
			return err
		}
	}
	if e.Apart {
		return nil
	}
	doubtful, err := readDoubts(w.dir, e)
	if err != nil {
		return err
	}
	return b.Put(e.ID, passages(e, d, doubtful))
}

// replaced returns the entry of which a new one takes the place: the same file gave another text
// before, to an earlier version or without recognition. One that other files share stays.
func (w *Writer) replaced(e Entry) (Entry, bool) {
	old, ok := w.shelf.scans[w.shelf.files[e.FileSHA256()]]
	return old, ok && e.File.SHA256 != "" && old.Original.SHA256 != e.Original.SHA256 && len(w.shelf.names[old.Original.SHA256]) == 0
}

// ready reports why nothing may be stored now, before anything is. A damaged index is no reason: what
// it lacks, Reindex adds.
func (w *Writer) ready() error {
	if _, err := w.begin(); err != nil && !errors.Is(err, index.ErrDamaged) {
		return err
	}
	return nil
}

// begin begins the next generation of the index, from the one in use.
func (w *Writer) begin() (index.Builder, error) {
	if w.builder != nil {
		return w.builder, nil
	}
	from := ""
	if w.used.Generation != "" {
		x, err := openIndex(w.engine, w.dir, &manifest{Index: w.used})
		if err != nil {
			return nil, err
		}
		if err := x.Close(); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		from = w.generation(w.used.Generation)
	}
	return w.build(from)
}

// generation returns the directory of a generation of the index.
func (w *Writer) generation(name string) string { return filepath.Join(w.dir, indexDir, name) }

func (w *Writer) build(from string) (index.Builder, error) {
	n, _ := strconv.Atoi(w.used.Generation)
	w.building = fmt.Sprintf("%06d", n+1)
	dir := w.generation(w.building)
	if err := w.engine.Remove(dir); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	b, err := w.engine.Build(dir, from)
	if err != nil {
		return nil, err
	}
	w.builder = b
	return b, nil
}

// reindex puts a document into the next index as it is stored.
func (w *Writer) reindex(b index.Builder, e Entry) error {
	if e.Apart {
		return nil
	}
	d, err := readDocument(w.dir, e)
	if err != nil {
		return err
	}
	doubtful, err := readDoubts(w.dir, e)
	if err != nil {
		return err
	}
	list := passages(e, d, doubtful)
	e.Passages = len(list)
	w.shelf.put(e)
	return b.Put(e.ID, list)
}

// Commit seals the index and replaces the manifest: from then on readers find what was
// added. Without changes it does nothing, except that a new archive gets an empty index.
func (w *Writer) Commit() error {
	if w.builder == nil && w.used.Generation != "" && !w.linked {
		return nil
	}
	next := w.used
	if w.builder != nil || w.used.Generation == "" {
		b, err := w.begin()
		if err != nil {
			return err
		}
		w.builder = nil
		n, err := b.Seal()
		if err != nil {
			return err
		}
		if n != w.shelf.passages {
			return fmt.Errorf("archive: the new index has %d passages, the documents have %d", n, w.shelf.passages)
		}
		next = newGeneration(w.building, n, w.engine)
	}
	for _, sub := range []string{originalsDir, documentsDir, indexDir} {
		if err := syncDir(filepath.Join(w.dir, sub)); err != nil {
			return err
		}
	}
	m := &manifest{Index: next, Documents: w.shelf.entries(), Names: w.shelf.names}
	if err := m.write(w.dir, w.store); err != nil {
		return err
	}
	w.used, w.linked = next, false
	err := w.engine.Use(w.generation(next.Generation))
	w.tidy()
	return err
}

// tidy forgets the journal and removes what the manifest no longer names. What cannot be removed
// does no harm.
func (w *Writer) tidy() {
	if w.journal != nil {
		w.journal.Close()
		w.journal = nil
	}
	os.Remove(filepath.Join(w.dir, journalName))
	w.sweep()
}
