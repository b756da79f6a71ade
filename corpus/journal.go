package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
)

// The journal says what was done since the manifest was written, a line of JSON each: an entry, or
// a further name of a scan. A line is written once the files that it names last.

// note is a line of the journal that is no entry.
type note struct {
	Link string `json:"link,omitempty"` // hash of a scan
	As   string `json:"as,omitempty"`
}

// record is any line.
type record struct {
	Entry
	note
}

// log appends a line to the journal and waits until it lasts.
func (w *Writer) log(line any) error {
	if w.journal == nil {
		f, err := os.OpenFile(filepath.Join(w.dir, journalName), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		w.journal = f
		if err := syncDir(w.dir); err != nil {
			return err
		}
	}
	b, err := json.Marshal(line)
	if err == nil {
		_, err = w.journal.Write(append(b, '\n'))
	}
	if err = errors.Join(err, w.journal.Sync()); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// replay takes up what a journal holds that was never committed, up to the first line that was
// cut short or whose files are not there; the rest is left to be ingested again, and forgotten.
func (w *Writer) replay() error {
	path := filepath.Join(w.dir, journalName)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	good := 0
	for good < len(b) {
		n := bytes.IndexByte(b[good:], '\n')
		if n < 0 {
			break
		}
		if ok, err := w.redo(b[good : good+n]); err != nil {
			return err
		} else if !ok {
			break
		}
		good += n + 1
	}
	if good < len(b) {
		if err := os.Truncate(path, int64(good)); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	return nil
}

// redo takes up a line of the journal; ok is false if it cannot be.
func (w *Writer) redo(line []byte) (ok bool, err error) {
	var r record
	if json.Unmarshal(line, &r) != nil {
		return false, nil
	}
	if r.Link != "" {
		w.linked = w.shelf.link(r.Link, r.As) || w.linked
		return true, nil
	}
	e := r.Entry
	if e.Original.SHA256 == "" {
		return false, nil
	}
	if w.shelf.scans[e.Original.SHA256] == e {
		return true, nil // committed before the journal was removed
	}
	d, err := w.stored(e)
	if err != nil {
		return false, nil
	}
	// An index that is damaged, or kept elsewhere, is left for Reindex, which needs the manifest only.
	if err := w.put(e, d); err != nil && !errors.Is(err, index.ErrDamaged) && !errors.Is(err, ErrOtherIndex) {
		return false, err
	}
	return true, nil
}

// stored reads the document of an entry whose files are all there.
func (w *Writer) stored(e Entry) (*plan.Document, error) {
	for _, f := range []File{e.Original, e.File, e.Text, e.Boxes, e.Doubts} {
		if f.Path == "" {
			continue
		}
		if _, err := readFile(w.dir, f); err != nil {
			return nil, err
		}
	}
	return readDocument(w.dir, e)
}
