package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// lock is the right to write to an archive. The system takes it back when the process ends,
// however it ends; what the file says of its holder is for messages only.
type lock struct{ file *flock.Flock }

// takeLock takes the lock of an archive, or returns an error that wraps ErrLocked and names
// the holder.
func takeLock(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	l := &lock{flock.New(path)}
	ok, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	if !ok {
		holder, _ := os.ReadFile(path)
		return nil, fmt.Errorf("%s: %w (%s)", dir, ErrLocked, strings.TrimSpace(string(holder)))
	}
	host, _ := os.Hostname()
	if err := os.WriteFile(path, fmt.Appendf(nil, "pid %d on %s\n", os.Getpid(), host), 0o644); err != nil {
		l.release()
		return nil, fmt.Errorf("archive: %w", err)
	}
	return l, nil
}

// release gives the lock back. The file stays: removing it would let two processes hold
// two locks of one name.
func (l *lock) release() error {
	if err := os.Truncate(l.file.Path(), 0); err != nil {
		l.file.Unlock()
		return fmt.Errorf("archive: %w", err)
	}
	return l.file.Unlock()
}
