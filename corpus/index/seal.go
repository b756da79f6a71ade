package index

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// sealName is the file that says what a generation holds. It is written last.
const sealName = "sealed.json"

// format is the version of what is in an index: its fields and terms, how passages are packed, the
// word list. One of another version is built again.
const format = 3

// seal is the content of that file.
type seal struct {
	Format   int                   `json:"format"`
	Passages int                   `json:"passages"`
	Files    map[string]sealedFile `json:"files"` // by slash-separated path inside the generation
}

type sealedFile struct {
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// writeSeal records the files of a generation and its number of passages.
func writeSeal(dir string, passages int) error {
	s := seal{Format: format, Passages: passages, Files: map[string]sealedFile{}}
	err := walkFiles(dir, func(name, path string) error {
		f, err := hashFile(path)
		s.Files[name] = f
		return err
	})
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if err := writeSynced(filepath.Join(dir, sealName), b); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

// readSeal returns the seal of a generation whose files all have their sizes: an engine may
// take a file cut short for an empty index.
func readSeal(dir string) (*seal, error) {
	b, err := os.ReadFile(filepath.Join(dir, sealName))
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	var s seal
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("%w (%s: %v)", ErrDamaged, sealName, err)
	}
	if s.Format != format {
		return nil, fmt.Errorf("%w (it has format %d, this version reads %d)", ErrDamaged, s.Format, format)
	}
	for name, want := range s.Files {
		fi, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
		if fi.Size() != want.Size {
			return nil, fmt.Errorf("%w (%s has %d bytes, sealed with %d)", ErrDamaged, name, fi.Size(), want.Size)
		}
	}
	return &s, nil
}

// Verify checks the hash of every file of a sealed generation. A difference is an error that
// wraps ErrDamaged.
func Verify(dir string) error {
	s, err := readSeal(dir)
	if err != nil {
		return err
	}
	for name, want := range s.Files {
		got, err := hashFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
		if got != want {
			return fmt.Errorf("%w (%s changed since it was sealed)", ErrDamaged, name)
		}
	}
	return nil
}

// clone makes dir a copy of the sealed generation in from, without its seal. Files whose
// content never changes are linked where the file system allows it.
func clone(dir, from string, immutable func(name string) bool) error {
	return walkFiles(from, func(name, path string) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		if immutable(name) && os.Link(path, to) == nil {
			return nil
		}
		return copyFile(to, path)
	})
}

// walkFiles calls f for each file of a generation but its seal; name is slash-separated.
func walkFiles(dir string, f func(name, path string) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == sealName {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return f(filepath.ToSlash(name), path)
	})
}

func hashFile(path string) (sealedFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return sealedFile{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return sealedFile{n, fmt.Sprintf("%x", h.Sum(nil))}, err
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o666)
}

func writeSynced(path string, b []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
