package corpus

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Follower reads an archive that others write to: each use sees it as it is then. It is safe
// for use by many goroutines.
type Follower struct {
	dir     string
	options []Option

	mu   sync.Mutex
	now  *view
	info fs.FileInfo // of the manifest that the view read
}

// view is an archive as it was at one time, closed when nobody uses it.
type view struct {
	*Archive
	users   int
	retired bool
}

// Follow opens the archive in a folder. Errors are those of Open.
func Follow(dir string, list ...Option) (*Follower, error) {
	f := &Follower{dir: dir, options: list}
	v, err := f.take()
	if err != nil {
		return nil, err
	}
	return f, f.give(v)
}

// maxTries is how often a use begins anew because a writer replaced what it was reading.
const maxTries = 3

// Use calls use with the archive as it is now. Should a writer replace a file that it is
// reading, use is called again.
func (f *Follower) Use(use func(*Archive) error) error {
	for try := 1; ; try++ {
		v, err := f.take()
		if err != nil {
			return err
		}
		err = use(v.Archive)
		again := errors.Is(err, ErrDamaged) && try < maxTries && f.changed()
		if e := f.give(v); err == nil {
			err = e
		}
		if !again {
			return err
		}
	}
}

// Close closes the archive once nobody uses it.
func (f *Follower) Close() error {
	f.mu.Lock()
	v := f.now
	f.now = nil
	f.mu.Unlock()
	if v == nil {
		return nil
	}
	return f.retire(v)
}

func (f *Follower) stat() (fs.FileInfo, error) { return os.Stat(filepath.Join(f.dir, manifestName)) }

// changed reports whether the manifest is another than the one that was read.
func (f *Follower) changed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := f.stat()
	return err == nil && !f.same(info)
}

func (f *Follower) same(info fs.FileInfo) bool {
	return f.info != nil && os.SameFile(f.info, info) && f.info.ModTime().Equal(info.ModTime()) && f.info.Size() == info.Size()
}

// take returns the archive as it is now and counts its user.
func (f *Follower) take() (*view, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := f.stat()
	if err == nil && f.now != nil && f.same(info) {
		f.now.users++
		return f.now, nil
	}
	a, err := Open(f.dir, f.options...)
	if err != nil {
		return nil, err
	}
	old := f.now
	f.now, f.info = &view{Archive: a, users: 1}, info
	if old == nil {
		return f.now, nil
	}
	old.retired = true
	if old.users > 0 {
		return f.now, nil
	}
	return f.now, old.Close()
}

// give ends a use.
func (f *Follower) give(v *view) error {
	f.mu.Lock()
	v.users--
	last := v.retired && v.users == 0
	f.mu.Unlock()
	if last {
		return v.Close()
	}
	return nil
}

// retire closes a view, now or when its last user ends.
func (f *Follower) retire(v *view) error {
	f.mu.Lock()
	v.retired = true
	last := v.users == 0
	f.mu.Unlock()
	if last {
		return v.Close()
	}
	return nil
}
