package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"vanban/corpus/index"
)

// A batch is bounded in passages and in bytes of text; a document lies in one batch, unless it is
// larger than one.
const (
	maxBatch      = 2000
	maxBatchBytes = 1 << 20
)

// workers is the number of batches that are analysed and sent at a time. When all are busy, because
// the cluster puts off what they send, Put waits.
const workers = 4

// batch is what one request changes.
type batch struct {
	passages []index.Passage
	replaced []string // documents whose earlier passages go
	bytes    int      // of text
}

// builder fills an index.
type builder struct {
	engine *Engine
	dir    string
	name   string
	ctx    context.Context // ends when a batch fails, or the builder is aborted
	stop   context.CancelCauseFunc

	fresh   bool                // nothing was there at the beginning
	put     map[string]struct{} // documents that were put
	next    batch
	work    chan batch
	sent    sync.WaitGroup // batches on their way
	workers sync.WaitGroup
	seen    seen
}

func newBuilder(e *Engine, dir, name string, fresh bool) *builder {
	ctx, stop := context.WithCancelCause(context.Background())
	b := &builder{engine: e, dir: dir, name: name, ctx: ctx, stop: stop, fresh: fresh, put: map[string]struct{}{}, work: make(chan batch)}
	for range workers {
		b.workers.Go(func() {
			for batch := range b.work {
				if err := b.send(batch); err != nil {
					b.stop(err)
				}
				b.sent.Done()
			}
		})
	}
	return b
}

// Put puts a document. An error may be one of an earlier document.
func (b *builder) Put(document string, passages []index.Passage) error {
	if err := b.Remove(document); err != nil {
		return err
	}
	if len(passages) == 0 {
		return nil
	}
	b.put[document] = struct{}{}
	for len(passages) > 0 {
		n := b.room(passages)
		b.next.passages = append(b.next.passages, passages[:n]...)
		if passages = passages[n:]; len(passages) > 0 {
			// The rest must not meet the removal of what was there before.
			if err := b.flush(); err != nil {
				return err
			}
		}
	}
	if len(b.next.passages) >= maxBatch || b.next.bytes >= maxBatchBytes {
		return b.post()
	}
	return nil
}

// room takes account of the passages of a document that go into the next batch, and returns how many
// there are: all, unless they alone are more than one.
func (b *builder) room(passages []index.Passage) int {
	size := 0
	for i := range passages {
		if i >= maxBatch || size >= 4*maxBatchBytes {
			b.next.bytes += size
			return i
		}
		size += len(passages[i].Text)
	}
	b.next.bytes += size
	return len(passages)
}

// Remove takes the passages of a document out.
func (b *builder) Remove(document string) error {
	_, again := b.put[document]
	if b.fresh && !again {
		return nil
	}
	if again {
		// What was put must be there to be found.
		if err := b.flush(); err != nil {
			return err
		}
		if err := b.refresh(); err != nil {
			return err
		}
		delete(b.put, document)
	}
	b.next.replaced = append(b.next.replaced, document)
	if len(b.next.replaced) >= maxBatch {
		return b.post()
	}
	return nil
}

// post hands the batch on as soon as a worker is free.
func (b *builder) post() error {
	next := b.next
	b.next = batch{}
	if len(next.passages) == 0 && len(next.replaced) == 0 {
		return context.Cause(b.ctx)
	}
	b.sent.Add(1)
	select {
	case b.work <- next:
		return context.Cause(b.ctx)
	case <-b.ctx.Done():
		b.sent.Done()
		return context.Cause(b.ctx)
	}
}

// flush hands the batch on and waits for all of them.
func (b *builder) flush() error {
	if err := b.post(); err != nil {
		return err
	}
	b.sent.Wait()
	return context.Cause(b.ctx)
}

func (b *builder) refresh() error {
	return b.engine.client.do(b.ctx, http.MethodPost, "/"+b.name+"/_refresh", nil, nil)
}

// send removes what the passages of a batch take the place of, and indexes them.
func (b *builder) send(next batch) error {
	if len(next.replaced) > 0 {
		query := object{"query": object{"terms": object{fieldDocument: next.replaced}}}
		if err := b.engine.client.do(b.ctx, http.MethodPost, "/"+b.name+"/_delete_by_query?conflicts=proceed", query, nil); err != nil {
			return err
		}
	}
	return b.engine.client.bulk(b.ctx, b.name, next.lines(&b.seen))
}

// lines returns what indexes the passages of a batch, with the words and values that were not seen
// before.
func (b *batch) lines(known *seen) lines {
	var l lines
	new := found{words: map[string]struct{}{}, values: map[[2]string]struct{}{}}
	for i := range b.passages {
		p := &b.passages[i]
		new.add(p, l.passage(p))
	}
	known.take(&new)
	for w := range new.words {
		l.word(w)
	}
	for v := range new.values {
		l.value(v[0], v[1])
	}
	return l
}

// bulk sends lines until the cluster has done what each says. Those that it puts off are sent
// again, and no others.
func (c *client) bulk(ctx context.Context, name string, l lines) error {
	return untilDone(ctx, c.writes, func() error {
		rest, err := c.bulkOnce(ctx, name, l)
		l = rest
		return err
	})
}

// bulkOnce sends lines and returns those that were not done, with the reason.
func (c *client) bulkOnce(ctx context.Context, name string, l lines) (rest lines, err error) {
	if len(l.items) == 0 {
		return l, nil
	}
	var answer struct {
		Errors bool
		Items  []map[string]struct {
			Status int
			Error  struct{ Type, Reason string }
		}
	}
	if err := c.once(ctx, http.MethodPost, "/"+name+"/_bulk?filter_path=errors,items.*.status,items.*.error", l.bytes, &answer); err != nil {
		return l, err
	}
	if len(answer.Items) != len(l.items) {
		return l, c.trouble(index.Failed, fmt.Errorf("it did %d things of %d", len(answer.Items), len(l.items)))
	}
	for i, item := range answer.Items {
		for action, done := range item {
			known := action == "create" && done.Status == http.StatusConflict
			if done.Status < 300 || known {
				continue
			}
			e := c.classify(&answerError{done.Status, done.Error.Type, done.Error.Reason})
			if !isTransient(e) {
				return l, e
			}
			rest.add(l, i)
			err = e
		}
	}
	return rest, err
}

// add adds an item of other lines.
func (l *lines) add(from lines, i int) {
	end := len(from.bytes)
	if i+1 < len(from.items) {
		end = from.items[i+1]
	}
	l.items = append(l.items, len(l.bytes))
	l.bytes = append(l.bytes, from.bytes[from.items[i]:end]...)
}

// Seal makes everything findable and lasting, and lets nothing more be written. Where that fails,
// nothing is left on the cluster.
func (b *builder) Seal() (int, error) {
	n, err := b.seal()
	if err != nil {
		return 0, errors.Join(err, b.Abort())
	}
	b.end()
	return n, nil
}

func (b *builder) seal() (int, error) {
	if err := b.flush(); err != nil {
		return 0, err
	}
	if err := b.refresh(); err != nil {
		return 0, err
	}
	c := b.engine.client
	if err := c.do(b.ctx, http.MethodPost, "/"+b.name+"/_flush", nil, nil); err != nil {
		return 0, err
	}
	if err := c.do(b.ctx, http.MethodPut, "/"+b.name+"/_settings", object{"index.blocks.write": true}, nil); err != nil {
		return 0, err
	}
	uuid, err := b.engine.uuid(b.ctx, b.name)
	if err != nil {
		return 0, err
	}
	n, err := newReader(b.engine, b.name, 0).count(b.ctx)
	if err != nil {
		return 0, err
	}
	if err := writeReference(b.dir, reference{b.name, uuid}); err != nil {
		return 0, err
	}
	return n, index.Seal(b.dir, n)
}

// end ends the workers.
func (b *builder) end() {
	b.stop(errAborted)
	close(b.work)
	b.workers.Wait()
}

var errAborted = errors.New("index: the builder was closed")

// Abort ends the builder and deletes what it made.
func (b *builder) Abort() error {
	b.end()
	return b.engine.Remove(b.dir)
}

// found are the words and values of properties of some passages.
type found struct {
	words  map[string]struct{}
	values map[[2]string]struct{}
}

// longestWord is the length in bytes of the longest word that others are compared with.
const longestWord = 64

func (f *found) add(p *index.Passage, a *index.Analysis) {
	for _, w := range a.Words {
		if len(w.Fold) <= longestWord {
			f.words[w.Fold] = struct{}{}
		}
	}
	for _, property := range properties {
		for _, v := range valuesOf(p, property) {
			if v != "" {
				f.values[[2]string{property, cut(v, longestValue)}] = struct{}{}
			}
		}
	}
}

// maxSeen is the number of words and values that a builder remembers to have sent. Sending one
// again does no harm.
const maxSeen = 2_000_000

// seen are the words and values that were sent.
type seen struct {
	mu sync.Mutex
	found
}

// take takes away what was sent before and remembers the rest. What a batch that failed was to
// send is remembered too, but then the builder is of no use.
func (s *seen) take(new *found) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words == nil || len(s.words)+len(s.values) > maxSeen {
		s.words, s.values = map[string]struct{}{}, map[[2]string]struct{}{}
	}
	takeNew(s.words, new.words)
	takeNew(s.values, new.values)
}

func takeNew[K comparable](known, new map[K]struct{}) {
	for k := range new {
		if _, ok := known[k]; ok {
			delete(new, k)
		} else {
			known[k] = struct{}{}
		}
	}
}
