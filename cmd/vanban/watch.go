package main

import (
	"fmt"
	"os"
	"time"

	"vanban/corpus/ingest"
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
// until the context ends. The archive is free for others in between.
func (in *ingestion) watch(args []string) error {
	seen := map[string]*sight{}
	for {
		if still := in.still(seen, in.collect(args), time.Now()); len(still) > 0 {
			if err := in.ingest(in.inputs(still)); err != nil {
				return err
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

// still returns the files that were not read as they are now and have not changed for a while.
func (in *ingestion) still(seen map[string]*sight, paths []string, now time.Time) []string {
	var out []string
	there := map[string]bool{}
	for _, path := range paths {
		fi, err := os.Stat(path)
		if err != nil || path == ingest.Stdin {
			continue
		}
		there[path] = true
		s := seen[path]
		if s == nil || s.size != fi.Size() || !s.when.Equal(fi.ModTime()) {
			s = &sight{size: fi.Size(), when: fi.ModTime(), since: now}
			seen[path] = s
		}
		if !s.done && now.Sub(s.since) >= *in.flags.settle {
			s.done = true
			out = append(out, path)
		}
	}
	for path := range seen {
		if !there[path] {
			delete(seen, path)
		}
	}
	return out
}

// reportBatch prints a line for each document that was read since the last time.
func (in *ingestion) reportBatch() {
	for _, r := range in.rows {
		fmt.Fprintf(in.stdout, "%s\t%s\t%s\n", r.name, r.id, in.state(r))
	}
	in.rows, in.doc = nil, nil
}
