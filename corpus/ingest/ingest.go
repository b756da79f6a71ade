// Package ingest reads files into an archive: many at a time, in memory that does not grow with
// their number, with results in the order of the files. A file that was read before with the
// same dictionaries and rules is not read again.
package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"vanban/corpus"
	"vanban/corpus/sketch"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

// Stdin is the path of an input that is standard input.
const Stdin = "-"

// StdinName is its name in messages and in the YAML.
const StdinName = "stdin"

// Options say how files are read.
type Options struct {
	Reader   *source.Reader
	Pipeline *pipeline.Pipeline
	Jobs     int           // documents at a time, at least 1
	Time     time.Duration // for a file; 0: as long as it takes
	Limits   Limits
	Stdin    io.Reader

	Shard             Shard
	IncludeClassified bool // put documents with a stamp of secrecy into the index
	DryRun            bool // say what would be done, and do nothing
}

// State is what became of a file.
type State uint8

// The states. Their names are those of the report.
const (
	OK        State = iota
	Partial         // read, but part of it was left out for a limit; Cut says which
	Skipped         // its text is in the archive; Entry says where
	Failed          // Err says why
	Elsewhere       // it belongs to another shard
)

// String returns the name of the state.
func (s State) String() string {
	return [...]string{"ok", "partial", "skipped", "failed", "elsewhere"}[s]
}

// Result is what became of a file.
type Result struct {
	Input   source.Input
	State   State
	Entry   corpus.Entry   // as the archive has it; in a dry run only of a skipped file
	Doc     *plan.Document // of a file that was read
	Cut     []Cut
	Like    string  // ID of another document that is nearly the same
	Similar float64 // how similar, 0..1
	Err     error
}

// nearly is how similar two documents are that are probably one, scanned twice.
const nearly = 0.5

// Run reads the inputs into the archive and calls each with every result, in the order of the
// inputs. It does not commit. w may be nil in a dry run; then the archive in dir, if there is
// one, is only looked at. When ctx ends, what is being read is finished and Run returns nil. An
// error is one of the archive, or of each.
func Run(ctx context.Context, dir string, w *corpus.Writer, inputs []source.Input, o Options, each func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &run{Options: o, dir: dir, w: w, known: map[string]corpus.Entry{}, near: sketch.NewFinder(nearly), strays: make(chan struct{}, o.Jobs), large: make(chan struct{}, 1)}
	entries, err := r.entries()
	if err != nil {
		return err
	}
	for _, e := range entries {
		r.near.Add(e.ID, e.Sketch)
		if r.current(e) {
			r.remember(e)
		}
	}
	for result := range r.start(ctx, inputs) {
		out := <-result
		if out.err != nil && errors.Is(out.err, ctx.Err()) {
			continue // given up, not failed
		}
		res, err := r.finish(out)
		if err == nil {
			err = each(res)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// run is one run.
type run struct {
	Options
	dir  string
	w    *corpus.Writer
	near *sketch.Finder

	strays chan struct{} // files that took too long and are not done yet
	large  chan struct{} // held by the one large file that is being read

	mu    sync.Mutex
	known map[string]corpus.Entry // what need not be read, by the hash of the file and of the scan
}

func (r *run) entries() ([]corpus.Entry, error) {
	if r.w != nil {
		r.w.IncludeClassified = r.IncludeClassified
		return r.w.Entries(), nil
	}
	a, err := corpus.Open(r.dir)
	if errors.Is(err, corpus.ErrNoArchive) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return a.Entries(), a.Close()
}

// current reports whether reading an entry again would give the same.
func (r *run) current(e corpus.Entry) bool {
	return e.Model == r.Pipeline.Version() && e.Tool == pipeline.Tool && e.Reader == source.Version() &&
		(e.Cut == "" || e.Cut == r.cutBy()) && !(e.Apart && r.IncludeClassified)
}

// cutBy names what may have left out a part of a document: another run, with more, reads it again.
func (r *run) cutBy() string {
	if r.Reader.OCR {
		return r.Limits.String() + ", ocr"
	}
	return r.Limits.String()
}

func (r *run) remember(e corpus.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[e.Original.SHA256], r.known[e.FileSHA256()] = e, e
}

func (r *run) knows(sum string) (corpus.Entry, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.known[sum]
	return e, ok
}

// intact reports whether what an entry names is there; if not, reading the file mends it.
func (r *run) intact(e corpus.Entry) bool {
	if r.DryRun || corpus.Intact(r.dir, e) {
		return true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, e.Original.SHA256)
	delete(r.known, e.FileSHA256())
	return false
}

// outcome is what reading a file gave.
type outcome struct {
	input source.Input
	known corpus.Entry // set if there was nothing to do
	sums  [2]string    // of the file and of the scan
	text  *text.Text
	doc   *plan.Document
	cut   []Cut
	away  bool // it belongs to another shard
	err   error
}

// start reads the inputs, Jobs at a time, and returns the outcomes in their order. No more than
// twice as many are held.
func (r *run) start(ctx context.Context, inputs []source.Input) <-chan chan outcome {
	results := make(chan chan outcome, r.Jobs)
	slots := make(chan struct{}, r.Jobs)
	go func() {
		defer close(results)
		for _, in := range inputs {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
			}
			if ctx.Err() != nil {
				return
			}
			result := make(chan outcome, 1)
			select {
			case results <- result:
			case <-ctx.Done():
				return
			}
			go r.within(ctx, in, result, func() { <-slots })
		}
	}()
	return results
}

// within reads an input and gives the outcome, or says after a time that it took too long. A stage
// cannot be stopped: it goes on beside the others. There may be as many such strays as jobs; one
// more keeps its slot until it is done.
func (r *run) within(ctx context.Context, in source.Input, result chan<- outcome, done func()) {
	if r.Time <= 0 {
		defer done()
		result <- r.read(ctx, in)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, r.Time)
	defer cancel()
	inner := make(chan outcome, 1)
	go func() { inner <- r.read(ctx, in) }()
	slow := outcome{input: in, err: &source.Error{Name: name(in), Reason: source.TooSlow, Limit: int64(r.Time)}}
	var out outcome
	select {
	case out = <-inner:
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			result <- slow
			r.stray(inner, done)
			return
		}
		out = <-inner // interrupted: it is finished
	}
	done()
	if errors.Is(out.err, context.DeadlineExceeded) {
		out = slow
	}
	result <- out
}

// stray waits for what took too long.
func (r *run) stray(inner <-chan outcome, done func()) {
	select {
	case r.strays <- struct{}{}:
		done()
		<-inner
		<-r.strays
	default:
		<-inner
		done()
	}
}

func name(in source.Input) string {
	if in.Path == Stdin {
		return StdinName
	}
	return in.String()
}

// PanicError is a file that a stage could not cope with: a mistake of this program.
type PanicError struct {
	Name  string
	Value any
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("%s: a mistake of this program, please report it: %v", e.Name, e.Value)
}

// read reads one input. What is known is only hashed.
func (r *run) read(ctx context.Context, in source.Input) (out outcome) {
	out.input = in
	defer func() {
		if v := recover(); v != nil {
			out = outcome{input: in, err: &PanicError{name(in), v}}
		}
	}()
	b, err := r.bytes(in)
	if err != nil {
		// One of the processes says so; they may know the file by other paths, but not by another name.
		out.err, out.away = err, !r.Shard.has(hash([]byte(base(in))))
		return out
	}
	out.sums[0] = hash(b)
	if out.away = !r.Shard.has(out.sums[0]); out.away {
		return out
	}
	if e, ok := r.knows(out.sums[0]); ok && r.intact(e) {
		out.known = e
		return out
	}
	release := r.alone(ctx, len(b) > largeFile)
	defer func() { release() }()
	src, err := r.decode(ctx, in, b)
	if err != nil {
		out.err = err
		return out
	}
	if len(b) <= largeFile {
		release = r.alone(ctx, len(src.Bytes) > largeText)
	}
	out.sums[1] = hash(src.Bytes)
	if e, ok := r.knows(out.sums[1]); ok && r.intact(e) {
		out.known = e
		return out
	}
	if err := ctx.Err(); errors.Is(err, context.DeadlineExceeded) {
		out.err = err
		return out
	}
	if r.DryRun {
		return out
	}
	if out.text, out.err = corpus.Reviewed(r.dir, out.sums[1], r.Pipeline.Restore(src)); out.err == nil {
		out.doc = r.Pipeline.Extract(out.text)
		out.cut = append(unread(src), r.Limits.cut(out.doc)...)
	}
	return out
}

// unread returns what was left out of a PDF for want of recognition.
func unread(src *text.Source) []Cut {
	if f := src.File; f != nil && f.Unread > 0 {
		return []Cut{{"pages", f.Pages, f.Pages - f.Unread}}
	}
	return nil
}

// What is read one after the other, lest several of them fill the memory: files and texts of more
// bytes than these.
const (
	largeFile = 16 << 20
	largeText = 2 << 20
)

// alone waits until no other large file is being read, but no longer than half of the time of a
// file. What it returns lets the next one in. For a file that is not large it does nothing.
func (r *run) alone(ctx context.Context, large bool) (release func()) {
	if !large {
		return func() {}
	}
	var patience <-chan time.Time
	if r.Time > 0 {
		patience = time.After(r.Time / 2)
	}
	select {
	case r.large <- struct{}{}:
		return func() { <-r.large }
	case <-patience:
	case <-ctx.Done():
	}
	return func() {}
}

func (r *run) bytes(in source.Input) ([]byte, error) {
	if in.Path != Stdin {
		return r.Reader.Bytes(in)
	}
	return r.Reader.All(StdinName, r.Stdin)
}

func (r *run) decode(ctx context.Context, in source.Input, b []byte) (*text.Source, error) {
	if in.Path != Stdin {
		return r.Reader.DecodeInput(ctx, in, b)
	}
	return r.Reader.Decode(ctx, StdinName, b)
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// finish stores what was read and says what became of it.
func (r *run) finish(out outcome) (Result, error) {
	res := Result{Input: out.input, Err: out.err, Doc: out.doc, Cut: out.cut}
	switch {
	case out.away:
		return Result{Input: out.input, State: Elsewhere}, nil
	case out.err != nil:
		res.State = Failed
		return res, nil
	}
	e, known := out.known, out.known.ID != ""
	if !known { // another file of this run may have had the same text
		for _, sum := range out.sums {
			if e, known = r.knows(sum); known {
				break
			}
		}
	}
	switch {
	case known:
		res.State, res.Entry, res.Doc = Skipped, e, nil
		if r.w == nil {
			return res, nil
		}
		return res, r.w.Link(e, base(out.input))
	case r.DryRun:
		r.remember(corpus.Entry{ID: name(out.input), Original: corpus.File{SHA256: out.sums[1]}, File: corpus.File{SHA256: out.sums[0]}})
		return res, nil
	}
	return r.add(out, res)
}

func base(in source.Input) string {
	if in.Path == Stdin {
		return StdinName
	}
	return in.Name()
}

// add stores a document that the archive does not have, or has from other dictionaries.
func (r *run) add(out outcome, res Result) (Result, error) {
	old, again := r.w.Find(out.sums[1])
	if !again { // or the same file gave another text
		old, again = r.w.Find(out.sums[0])
	}
	cut := ""
	if len(out.cut) > 0 {
		res.State, cut = Partial, r.cutBy()
	}
	e, err := r.w.AddCut(out.text, out.doc, cut)
	if err != nil {
		return res, err
	}
	res.Entry = e
	if !again || cmp.Compare(old.Sketch, e.Sketch) != 0 {
		if id, s := r.near.Find(e.Sketch); id != e.ID && !(again && id == old.ID) {
			res.Like, res.Similar = id, s
		}
		r.near.Add(e.ID, e.Sketch)
	}
	r.remember(e)
	return res, nil
}
