package web

import (
	"context"
	"errors"
	"sync"
	"time"

	"vanban/corpus"
	"vanban/pipeline/text"
)

const (
	maxLive  = 1 << 20 // bytes of a scan that is read again to show its words
	maxTexts = 24      // texts kept
	maxReads = 2       // scans read at a time
)

// texts keeps the scans read last, without the corrections of readers.
type texts struct {
	mu    sync.Mutex
	known map[string]*kept // by the hash of the scan
	clock int
	reads chan struct{}
}

type kept struct {
	read func() *text.Text
	used int
}

func newTexts() *texts {
	return &texts{known: map[string]*kept{}, reads: make(chan struct{}, maxReads)}
}

// get returns the text of a scan, which read makes if it is not known. Requests for one scan
// wait for one reading.
func (x *texts) get(sum string, read func() *text.Text) *text.Text {
	x.mu.Lock()
	x.clock++
	k := x.known[sum]
	if k == nil {
		k = &kept{read: sync.OnceValue(func() *text.Text {
			x.reads <- struct{}{}
			defer func() { <-x.reads }()
			return read()
		})}
		x.known[sum] = k
		x.forget()
	}
	k.used = x.clock
	x.mu.Unlock()
	return k.read()
}

// forget drops the text that was not used for longest if there are too many.
func (x *texts) forget() {
	if len(x.known) <= maxTexts {
		return
	}
	oldest := ""
	for sum, k := range x.known {
		if k.used > 0 && (oldest == "" || k.used < x.known[oldest].used) {
			oldest = sum
		}
	}
	delete(x.known, oldest)
}

// live is a document as its readers see it.
type live struct {
	entry corpus.Entry
	text  *text.Text          // with the corrections; nil if the scan is too long to be read again
	done  []corpus.Correction // of words, those that found their place
	all   []corpus.Correction // oldest first
	src   *text.Source
}

// live reads a document's words, with the corrections of its readers.
func (s *Server) live(a *corpus.Archive, e corpus.Entry) (*live, error) {
	src, err := a.Original(e)
	if err != nil {
		return nil, err
	}
	list, err := corpus.Corrections(s.Archive, e.Original.SHA256)
	if err != nil {
		return nil, err
	}
	l := &live{entry: e, src: src, all: list}
	if len(src.Bytes) > maxLive {
		return l, nil
	}
	t := s.texts.get(e.Original.SHA256, func() *text.Text { return s.Pipeline.Restore(src) })
	l.text, l.done = corpus.Review(t, list)
	return l, nil
}

// refresher brings corrections into the YAML and the index, in the background.
type refresher struct {
	s    *Server
	wake chan struct{}
	stop context.CancelFunc
	done chan struct{}
}

const (
	refreshPause = 300 * time.Millisecond // corrections of this time are done together
	lockedPause  = 2 * time.Second        // until an archive that others write to is tried again
)

// newRefresher begins with what an earlier server left.
func newRefresher(s *Server) *refresher {
	ctx, stop := context.WithCancel(context.Background())
	r := &refresher{s: s, wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	r.poke()
	go r.run(ctx)
	return r
}

// poke says that there are new corrections.
func (r *refresher) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *refresher) close() {
	r.stop()
	<-r.done
}

func (r *refresher) run(ctx context.Context) {
	defer close(r.done)
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		pause(ctx, refreshPause)
		for r.refresh() {
			if !pause(ctx, lockedPause) {
				return
			}
		}
	}
}

// pause waits and reports whether the context goes on.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// refresh brings in all corrections that are not in yet and reports whether it must be tried
// again, because another process writes to the archive.
func (r *refresher) refresh() bool {
	sums, err := corpus.Unapplied(r.s.Archive)
	if err == nil && len(sums) > 0 {
		err = corpus.Refresh(r.s.Archive, r.s.Pipeline, sums, r.s.on()...)
	}
	if errors.Is(err, corpus.ErrLocked) {
		return true
	}
	if err != nil {
		r.s.Log.Printf("corrections are kept but not yet searchable: %v", err)
	}
	return false
}
