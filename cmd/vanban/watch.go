package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"vanban/corpus"
	"vanban/corpus/ingest"
	"vanban/pipeline/source"
)

// between is how often watched folders are looked at.
const between = time.Second

// sight is how a file was when it was last looked at.
type sight struct {
	size  int64
	when  time.Time // it was changed
	since time.Time // it has been so
	done  bool      // it was read so
}

// watch reads files once they have been still for a while, and those that come or change later,
// until the context ends. The archive is free for others in between; while another process writes
// to it, what is there to read waits.
func (in *ingestion) watch(args []string) error {
	seen := map[string]*sight{}
	waits := false // for another process
	for {
		if still := in.still(seen, in.collect(args), time.Now()); len(still) > 0 {
			err := in.ingest(in.unpacked(still))
			locked := errors.Is(err, corpus.ErrLocked)
			switch {
			case locked && !waits:
				fmt.Fprintln(in.stderr, "vanban ingest: "+in.explain(err))
			case err != nil && !locked:
				return err
			}
			if waits = locked; locked {
				for _, f := range still {
					seen[f.Path].done = false
				}
			}
			in.reportBatch()
		}
		select {
		case <-in.ctx.Done():
			return in.ctx.Err()
		case <-time.After(between):
		}
	}
}

// still returns the files that were not read as they are now and have not changed for a while. What
// cannot be used is returned likewise, once.
func (in *ingestion) still(seen map[string]*sight, files []source.Input, now time.Time) []source.Input {
	var out []source.Input
	there := map[string]bool{}
	for _, f := range files {
		look, ok := looked(f)
		if !ok {
			continue
		}
		there[f.Path] = true
		s := seen[f.Path]
		if s == nil || s.size != look.size || !s.when.Equal(look.when) {
			s = &look
			s.since = now
			seen[f.Path] = s
		}
		if !s.done && now.Sub(s.since) >= *in.flags.settle {
			s.done = true
			out = append(out, f)
		}
	}
	for path := range seen {
		if !there[path] {
			delete(seen, path)
		}
	}
	return out
}

// looked tells how a file is now; ok is false for one that is gone.
func looked(f source.Input) (s sight, ok bool) {
	if f.Refused() != nil {
		return sight{size: -1}, true
	}
	fi, err := os.Stat(f.Path)
	if err != nil || f.Path == ingest.Stdin {
		return sight{}, false
	}
	return sight{size: fi.Size(), when: fi.ModTime()}, true
}

// reportBatch prints a line for each document that was read since the last time.
func (in *ingestion) reportBatch() {
	for _, r := range in.rows {
		fmt.Fprintf(in.stdout, "%s\t%s\t%s\n", r.name, r.id, in.state(r))
	}
	in.rows, in.doc = nil, nil
}
