package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"vanban/pipeline/syllable"
)

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".new-"

// writeFile writes a file of the archive as a whole or not at all: under another name, then
// in place. name has slashes. The name lasts once its directory is synced.
func writeFile(dir, name string, b []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix+"*")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// syncDir makes the names in a directory last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// together does several things at once and returns their errors.
func together(list ...func() error) error {
	errs := make([]error, len(list))
	var wait sync.WaitGroup
	for i, f := range list {
		wait.Go(func() { errs[i] = f() })
	}
	wait.Wait()
	return errors.Join(errs...)
}

// ours are the names of the files that a writer makes.
var ours = regexp.MustCompile(`^(?:` + regexp.QuoteMeta(tempPrefix) + `.*|[0-9a-f]{64}\.[a-z]+|[0-9A-Za-z-]*[0-9a-f]{12}(?:\.\d+)?\.(?:yaml|txt|doubts\.jsonl|boxes\.jsonl))$`)

// sweep removes what a writer that died left behind: files that neither the manifest nor the
// journal names, and generations of the index but for the one in use and the one before it, which
// readers that have just read the manifest may be using. Files that no writer makes stay.
func (w *Writer) sweep() error {
	named := map[string]bool{}
	for _, e := range w.shelf.scans {
		for _, f := range []File{e.Original, e.File, e.Text, e.YAML, e.Doubts, e.Boxes} {
			named[f.Path] = true
		}
	}
	for _, sub := range []string{".", originalsDir, documentsDir} {
		list, err := os.ReadDir(filepath.Join(w.dir, sub))
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		for _, d := range list {
			temp := strings.HasPrefix(d.Name(), tempPrefix)
			if temp || sub != "." && ours.MatchString(d.Name()) && !named[sub+"/"+d.Name()] {
				os.Remove(filepath.Join(w.dir, sub, d.Name()))
			}
		}
	}
	return w.sweepIndex()
}

func (w *Writer) sweepIndex() error {
	list, err := os.ReadDir(filepath.Join(w.dir, indexDir))
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	before := ""
	for _, d := range list {
		if d.Name() < w.used.Generation {
			before = max(before, d.Name())
		}
	}
	for _, d := range list {
		building := w.builder != nil && d.Name() == w.building
		if d.Name() != before && d.Name() != w.used.Generation && !building {
			w.engine.Remove(w.generation(d.Name()))
		}
	}
	return nil
}

// maxStem is the length of a stem in bytes, well below what file systems allow.
const maxStem = 60

// stem reduces any text to a file name: ASCII letters, digits and single hyphens, neither at
// the ends. 182-KH/TU becomes 182-KH-TU. The result may be empty.
func stem(s string) string {
	var b strings.Builder
	for _, r := range syllable.Fold(s) {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= maxStem {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// documentPath returns the path of a document's file. The hash of the scan keeps documents
// with one number apart, the revision keeps a reader's files in place while they are
// replaced.
func documentPath(id, sum string, revision int, ext string) string {
	name := strings.TrimPrefix(stem(id)+"-"+sum[:12], "-")
	if revision > 1 {
		name += fmt.Sprintf(".%d", revision)
	}
	return documentsDir + "/" + name + ext
}
