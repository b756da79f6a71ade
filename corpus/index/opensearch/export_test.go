package opensearch

import (
	"context"
	"slices"

	"vanban/corpus/index"
)

// Prepared are the bulk requests that a builder would send for some documents.
type Prepared struct{ batches []lines }

// Prepare analyses documents as a builder does.
func Prepare(documents [][]index.Passage) *Prepared {
	var out Prepared
	var b batch
	var known seen
	end := func() {
		if len(b.passages) > 0 {
			out.batches = append(out.batches, b.lines(&known))
			b = batch{}
		}
	}
	for _, d := range documents {
		b.passages = append(b.passages, d...)
		for i := range d {
			b.bytes += len(d[i].Text)
		}
		if len(b.passages) >= maxBatch || b.bytes >= maxBatchBytes {
			end()
		}
	}
	end()
	return &out
}

// Bytes is the size of the requests.
func (p *Prepared) Bytes() (n int) {
	for _, l := range p.batches {
		n += len(l.bytes)
	}
	return n
}

// Post sends the requests to the index of a builder, as many at a time as builders do.
func (p *Prepared) Post(to index.Builder) error {
	b := to.(*builder)
	work := slices.Values(p.batches)
	next := make(chan lines)
	errs := make(chan error, workers)
	for range workers {
		go func() {
			var err error
			for l := range next {
				if err == nil {
					err = b.engine.client.bulk(context.Background(), b.name, l)
				}
			}
			errs <- err
		}()
	}
	for l := range work {
		next <- l
	}
	close(next)
	var err error
	for range workers {
		if e := <-errs; e != nil {
			err = e
		}
	}
	return err
}

// Flush waits until all that was put is on the cluster.
func Flush(b index.Builder) error { return b.(*builder).flush() }
