package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"vanban/corpus/secrecy"
	"vanban/corpus/sketch"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/planyaml"
	"vanban/pipeline/source"
	"vanban/pipeline/syllable"
)

// errNoManifest is a folder with the documents of an archive but without its manifest.
var errNoManifest = errors.New("it is missing")

// lost reports whether a folder without a manifest once had one: then it has more documents than
// the journal names and one addition that was cut short could leave.
func lost(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, documentsDir, "*.yaml"))
	journal, _ := os.ReadFile(filepath.Join(dir, journalName)) // after the list: it has them all
	named := map[string]bool{}
	for line := range bytes.Lines(journal) {
		var r record
		if json.Unmarshal(line, &r) == nil {
			named[r.YAML.Path] = true
		}
	}
	n := 0
	for _, path := range found {
		if !named[documentsDir+"/"+filepath.Base(path)] {
			n++
		}
	}
	return n > 1
}

// unnamedDir is where Mend puts files of originals that no document names.
const unnamedDir = "unnamed"

// Mend opens an archive whose manifest is damaged or lost, as Create does, with what its documents
// tell: all but the further names of scans. Reindex and Commit follow. Problems are documents that
// cannot be taken up; what belongs to them is moved to the folder unnamed of the archive.
func Mend(dir string, options ...Option) (*Writer, []Problem, error) {
	l, err := takeLock(dir)
	if err != nil {
		return nil, nil, err
	}
	w := &Writer{dir: dir, engine: chosen(options).engine, lock: l, store: writeFile, shelf: newShelf(&manifest{})}
	problems, err := w.gather()
	if err == nil {
		err = w.replay()
	}
	if err == nil {
		err = w.setAside()
	}
	if err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	return w, problems, nil
}

// gather takes up every document in the folder of documents, and the number of the last index.
func (w *Writer) gather() (problems []Problem, err error) {
	generations, err := os.ReadDir(filepath.Join(w.dir, indexDir))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	for _, g := range generations {
		if _, err := strconv.Atoi(g.Name()); err == nil {
			w.used.Generation = max(w.used.Generation, g.Name())
		}
	}
	list, err := os.ReadDir(filepath.Join(w.dir, documentsDir))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	for _, f := range list {
		m := yamlName.FindStringSubmatch(f.Name())
		if m == nil {
			continue
		}
		e, err := w.described(documentsDir+"/"+m[1], m[2], m[3])
		if err != nil {
			problems = append(problems, Problem{f.Name(), err.Error()})
			continue
		}
		if old, ok := w.shelf.scans[e.Original.SHA256]; !ok || old.Revision < e.Revision {
			w.shelf.put(e)
		}
	}
	return problems, nil
}

// yamlName is the name of the YAML of a document: its stem, the beginning of the hash in it and the
// revision.
var yamlName = regexp.MustCompile(`^((?:[0-9A-Za-z-]*-)?([0-9a-f]{12})(?:\.(\d+))?)\.yaml$`)

var errOtherScan = errors.New("the YAML is of another scan")

// isHash is a hash as a name of a file has it.
var isHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// described returns the entry of a document from its files, whose names begin alike and have the
// beginning of the hash of the scan.
func (w *Writer) described(stem, sum, revision string) (Entry, error) {
	yaml, err := w.fileNow(stem + ".yaml")
	if err != nil {
		return Entry{}, err
	}
	d, err := planyaml.Unmarshal(yaml)
	if err != nil {
		return Entry{}, err
	}
	from := d.Source.From
	if !isHash.MatchString(d.Source.SHA256) || !strings.HasPrefix(d.Source.SHA256, sum) || from != nil && !isHash.MatchString(from.SHA256) {
		return Entry{}, errOtherScan
	}
	e := headed(d)
	e.Tool, e.Reader, e.YAML = d.Made.Tool, source.Version(), newFile(stem+".yaml", yaml)
	if e.Revision, err = strconv.Atoi(revision); err != nil {
		e.Revision = 1
	}
	e.Original = File{originalsDir + "/" + d.Source.SHA256 + ".txt", d.Source.SHA256, d.Source.Bytes}
	scan, err := readFile(w.dir, e.Original)
	if err != nil {
		return Entry{}, err
	}
	if from != nil {
		e.Format, e.File = from.Format, File{originalsDir + "/" + from.SHA256 + fileExtension(from.Format), from.SHA256, from.Bytes}
	}
	e.ID = w.newID(d, e.Original.SHA256, "")
	return e, w.describeText(&e, stem, scan)
}

// describeText adds to an entry what its restored text tells.
func (w *Writer) describeText(e *Entry, stem string, scan []byte) error {
	restored, err := w.fileNow(stem + ".txt")
	if err != nil {
		return err
	}
	e.Text = newFile(stem+".txt", restored)
	for _, f := range []struct {
		file *File
		ext  string
	}{{&e.Doubts, ".doubts.jsonl"}, {&e.Boxes, ".boxes.jsonl"}} {
		switch b, err := w.fileNow(stem + f.ext); {
		case err == nil:
			*f.file = newFile(stem+f.ext, b)
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	e.Sketch = sketch.Of(plainWords(restored))
	if level := max(secrecy.Of(strings.Split(string(scan), "\n")), secrecy.Of(strings.Split(string(restored), "\n"))); level != secrecy.None {
		e.Secrecy, e.Apart = level.String(), true
	}
	return nil
}

// fileNow reads a file of the archive as it is.
func (w *Writer) fileNow(name string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return b, nil
}

// plainWords returns the words of restored text as folded does those of a scan.
func plainWords(restored []byte) []string {
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	var out []string
	for f := range strings.FieldsSeq(string(restored)) {
		if f = strings.TrimFunc(f, other); f != "" {
			out = append(out, strings.ToLower(syllable.Fold(f)))
		}
	}
	return out
}

// setAside moves the files of originals that no document names.
func (w *Writer) setAside() error {
	named := map[string]bool{}
	for _, e := range w.shelf.scans {
		named[e.Original.Path], named[e.File.Path] = true, true
	}
	list, err := os.ReadDir(filepath.Join(w.dir, originalsDir))
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	for _, f := range list {
		if named[originalsDir+"/"+f.Name()] || !ours.MatchString(f.Name()) {
			continue
		}
		to := filepath.Join(w.dir, unnamedDir)
		err := os.MkdirAll(to, 0o755)
		if err == nil {
			err = os.Rename(filepath.Join(w.dir, originalsDir, f.Name()), filepath.Join(to, f.Name()))
		}
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	return nil
}

// headed returns an entry with what the head of a document tells.
func headed(d *plan.Document) Entry {
	return Entry{
		Name: d.Source.Name, Number: d.Head.Number, Type: d.Head.Type, Issuer: d.Head.Issuer, Date: d.Head.Date, Title: title(d),
		Grade: d.Quality.Grade, Model: d.Made.Model,
	}
}

// Reindex builds the next index from the YAML of every document. A document whose files are
// damaged is read again from its scan, which opens the pipeline; where that cannot be, it is a
// problem, and the index has of it what the YAML says, if that is sound.
func (w *Writer) Reindex(p func() *pipeline.Pipeline) (problems []Problem, err error) {
	if w.builder != nil {
		if err := w.builder.Abort(); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
	}
	b, err := w.build("")
	if err != nil {
		return nil, err
	}
	for _, e := range w.shelf.entries() {
		if _, err := w.stored(e); err != nil {
			if w.readAgain(p(), e) == nil {
				continue
			}
			problems = append(problems, Problem{e.ID, err.Error()})
		}
		if err := w.reindex(b, e); errors.Is(err, ErrDamaged) {
			e.Passages = 0
			w.shelf.put(e)
		} else if err != nil {
			return problems, err
		}
	}
	return problems, nil
}

// readAgain reads the scan of an entry again. What is in the index for all its secrecy stays there.
func (w *Writer) readAgain(p *pipeline.Pipeline, e Entry) error {
	defer func(before bool) { w.IncludeClassified = before }(w.IncludeClassified)
	w.IncludeClassified = e.Secrecy != "" && !e.Apart
	_, err := w.refresh(p, e.Original.SHA256)
	return err
}
