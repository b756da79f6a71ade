package corpus

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"vanban/corpus/index"
)

// The names inside an archive.
const (
	manifestName = "manifest.json"
	originalsDir = "originals"
	documentsDir = "documents"
	indexDir     = "index"
	journalName  = "journal.jsonl"
	lockName     = "lock"

	manifestSchema = "vanban.archive/v1"
)

// Entry is a document of the archive.
type Entry struct {
	ID       string `json:"id"`   // its number, or its name where it has none; unique
	Name     string `json:"name"` // of the file it came from
	Number   string `json:"number,omitempty"`
	Type     string `json:"type,omitempty"`
	Issuer   string `json:"issuer,omitempty"`
	Date     string `json:"date,omitempty"`
	Title    string `json:"title,omitempty"`
	Grade    string `json:"grade"`
	Model    string `json:"model"`            // the dictionaries it was read with
	Tool     string `json:"tool,omitempty"`   // the program that read it, with its version
	Reader   string `json:"reader,omitempty"` // how the file became text
	Revision int    `json:"revision"`         // how often it was read, from 1
	Passages int    `json:"passages"`         // in the index
	Original File   `json:"original"`         // the scan: the text that places point into
	File     File   `json:"file,omitzero"`    // what the scan was taken from, where it is not the file itself
	Format   string `json:"format,omitempty"` // of that file
	Boxes    File   `json:"boxes,omitzero"`   // where the words stand on paper
	Text     File   `json:"text"`             // restored
	YAML     File   `json:"yaml"`
	Doubts   File   `json:"doubts,omitzero"` // doubtful words with their other readings

	Secrecy string `json:"secrecy,omitempty"` // stamp of a state secret: MẬT, TỐI MẬT, TUYỆT MẬT
	Apart   bool   `json:"apart,omitempty"`   // kept out of the index for its secrecy
	Cut     string `json:"cut,omitempty"`     // limits that it exceeds, so that part of it was left out
	Sketch  string `json:"sketch,omitempty"`  // for finding documents that are nearly the same
}

// FileSHA256 returns the hash of the file as it was found.
func (e Entry) FileSHA256() string { return cmp.Or(e.File.SHA256, e.Original.SHA256) }

// File is a file of the archive.
type File struct {
	Path   string `json:"path"` // inside the archive, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

func newFile(path string, b []byte) File {
	return File{Path: path, SHA256: fmt.Sprintf("%x", sha256.Sum256(b)), Bytes: len(b)}
}

// manifest is what the archive holds.
type manifest struct {
	Schema    string     `json:"schema"`
	Sum       string     `json:"sum,omitempty"` // of the manifest as it is written, less this
	Index     generation `json:"index"`
	Documents []Entry    `json:"documents"` // by ID

	// Names are those of further files with the same text, by the hash of the scan.
	Names map[string][]string `json:"names,omitempty"`
}

// generation is the index in use.
type generation struct {
	Generation string `json:"generation"` // directory below index/
	Passages   int    `json:"passages"`
	Engine     string `json:"engine,omitempty"` // that keeps it; empty for the embedded one
}

// embedded is the name of the engine that is not named.
var embedded = index.Bleve{}.Name()

func newGeneration(name string, passages int, e index.Engine) generation {
	g := generation{name, passages, e.Name()}
	if g.Engine == embedded {
		g.Engine = ""
	}
	return g
}

func (g generation) engine() string { return cmp.Or(g.Engine, embedded) }

// readManifest reads the manifest of an archive.
func readManifest(dir string) (*manifest, error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return nil, fmt.Errorf("%s: %w", dir, ErrNotDirectory)
	case errors.Is(err, fs.ErrNotExist) && lost(dir):
		return nil, damagedManifest(dir, errNoManifest)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: %w", dir, ErrNoArchive)
	case err != nil:
		return nil, fmt.Errorf("archive: %w", err)
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, damagedManifest(dir, err)
	}
	if m.Schema != manifestSchema {
		return nil, fmt.Errorf("%s: %w: %s has schema %q, this program reads %q", dir, ErrDamaged, manifestName, m.Schema, manifestSchema)
	}
	if m.Sum != "" && m.Sum != sumWithout(b, m.Sum) { // earlier versions wrote none
		return nil, damagedManifest(dir, errChanged)
	}
	return &m, nil
}

// errChanged is a manifest that is not as it was written. To believe it would be to take the files
// that it should name for left behind.
var errChanged = errors.New("it changed since it was written")

// sumWithout returns the hash of a manifest in which nothing stands in the place of its sum.
func sumWithout(b []byte, sum string) string {
	return newFile("", bytes.Replace(b, []byte(sum), nil, 1)).SHA256
}

// damagedManifest says what is wrong with a manifest and what to do.
func damagedManifest(dir string, err error) error {
	return fmt.Errorf("%s: %w: %w: %w: make it anew with vanban reindex", dir, ErrDamaged, ErrManifest, err)
}

func (m *manifest) write(dir string, store func(dir, name string, b []byte) error) error {
	m.Schema = manifestSchema
	slices.SortFunc(m.Documents, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	m.Sum = strings.Repeat("0", 2*sha256.Size)
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	b = append(b, '\n')
	b = bytes.Replace(b, []byte(m.Sum), []byte(sumWithout(b, m.Sum)), 1)
	if err := store(dir, manifestName, b); err != nil {
		return err
	}
	return syncDir(dir)
}
