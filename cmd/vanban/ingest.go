package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"vanban/corpus"
	"vanban/pipeline"
	"vanban/pipeline/plan"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

func ingestCommand() *command {
	c := &command{
		name: "ingest", args: "PATH... [--archive DIR]",
		about: [2]string{
			"việc chính: đọc tệp hay thư mục, phục hồi, tách mục, trích dữ kiện, ghi YAML, lập chỉ mục",
			"the main job: read files or folders, restore, split, extract, write YAML, index",
		},
		examples: []string{"vanban ingest scan.txt", "vanban ingest scans/ --archive kho --jobs 4"},
		tidies:   true,
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir := a.archiveFlag(fs)
		limit := a.limitFlag(fs)
		own := a.dictionaryFlag(fs)
		jobs := fs.Int("jobs", runtime.GOMAXPROCS(0), a.tr("`số` văn bản xử lý cùng lúc", "`number` of documents read at a time"))
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		switch {
		case len(pos) == 0:
			return usagef("%s", a.tr("thiếu tên tệp hoặc thư mục", "no file or folder given"))
		case *jobs < 1:
			return usagef("--jobs %d: 1...", *jobs)
		case *limit < 1:
			return usagef("--max-size %d: 1...", *limit)
		}
		p, err := a.archivePipeline(*dir, *own)
		if err != nil {
			return err
		}
		in := &ingest{app: a, p: p, dir: *dir, limit: *limit << 20, jobs: *jobs}
		return in.run(pos)
	}
	return c
}

// ingest is one run of the command.
type ingest struct {
	*app
	p      *pipeline.Pipeline
	dir    string
	limit  int64 // bytes
	jobs   int
	failed int
	rows   []row
}

// row is a document that was ingested, or was already there.
type row struct {
	entry corpus.Entry
	doc   *plan.Document
	old   bool
}

func (in *ingest) run(args []string) error {
	paths := in.collect(args)
	if len(paths) == 0 {
		return &codeError{code: exitNothing}
	}
	w, err := corpus.Create(in.dir)
	if err != nil {
		return err
	}
	err = in.add(w, paths)
	if err == nil && len(in.rows) > 0 {
		err = w.Commit()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	in.report()
	switch {
	case in.ctx.Err() != nil:
		return in.ctx.Err()
	case len(in.rows) == 0:
		return &codeError{code: exitNothing}
	case in.failed > 0:
		return &codeError{code: exitSome}
	}
	return nil
}

// fail reports an input that cannot be used.
func (in *ingest) fail(err error) {
	in.failed++
	fmt.Fprintln(in.stderr, "vanban ingest: "+in.explain(err))
}

// textExtensions are the extensions of the files that a walk through a folder reads. A file
// that is named is read whatever its name.
var textExtensions = []string{".txt", ".text", ".ocr", ""}

// collect returns the files to read, folders being walked in the order of names.
func (in *ingest) collect(args []string) []string {
	var out []string
	for _, arg := range args {
		if arg == "-" {
			out = append(out, arg)
			continue
		}
		fi, err := os.Stat(arg)
		switch {
		case err != nil:
			in.fail(&source.Error{Name: arg, Reason: source.Unreadable, Err: bare(err)})
		case fi.IsDir():
			out = append(out, in.walk(arg)...)
		default:
			out = append(out, arg)
		}
	}
	return out
}

// walk returns the text files of a folder. Hidden files, archives and files of other kinds
// are passed over; a folder without a text file is a failure.
func (in *ingest) walk(dir string) []string {
	var out []string
	skipped := 0
	// The function returns no error of its own, and neither does WalkDir then.
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch hidden := path != dir && strings.HasPrefix(d.Name(), "."); {
		case err != nil:
			in.fail(&source.Error{Name: path, Reason: source.Unreadable, Err: bare(err)})
		case d.IsDir() && (hidden || isArchive(path)):
			return filepath.SkipDir
		case d.IsDir() || hidden:
		case slices.Contains(textExtensions, strings.ToLower(filepath.Ext(path))):
			out = append(out, path)
		default:
			skipped++
		}
		return nil
	})
	if skipped > 0 {
		in.logf("%s: bỏ qua %d tệp không phải văn bản thuần", "%s: passed over %d files that are not plain text", dir, skipped)
	}
	if len(out) == 0 {
		in.failed++
		in.logf("vanban ingest: %s: thư mục không có tệp văn bản nào đọc được", "vanban ingest: %s: no readable text file in the folder", dir)
	}
	return out
}

// isArchive reports a folder that is an archive of ours.
func isArchive(dir string) bool {
	a, err := corpus.Open(dir)
	return err == nil && a.Close() == nil
}

// bare returns the error of the file system without the path.
func bare(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// outcome is what reading one file gave.
type outcome struct {
	text *text.Text
	doc  *plan.Document
	sum  string
	err  error
}

// add reads the files, several at a time, and stores the documents in the order of the files.
// When the run is interrupted, it stops after the documents that are done.
func (in *ingest) add(w *corpus.Writer, paths []string) error {
	p := in.p
	known := map[string]bool{} // scans that the archive has from the same dictionaries
	for _, e := range w.Entries() {
		if e.Model == p.Version() {
			known[e.Original.SHA256] = true
		}
	}
	results := make(chan chan outcome, in.jobs-1)
	go func() {
		defer close(results)
		for _, path := range paths {
			result := make(chan outcome, 1)
			select {
			case results <- result:
			case <-in.ctx.Done():
				return
			}
			go func() { result <- in.read(p, path, known) }()
		}
	}()
	n := 0
	for result := range results {
		n++
		r := <-result
		in.progress(n, len(paths))
		if r.err != nil {
			in.fail(r.err)
			continue
		}
		if err := in.store(w, r, p.Version()); err != nil {
			return err
		}
	}
	return nil
}

// read reads one file; known scans are only hashed.
func (in *ingest) read(p *pipeline.Pipeline, path string, known map[string]bool) outcome {
	var src *text.Source
	var err error
	if path == "-" {
		src, err = source.Read(stdinName, in.stdin, in.limit)
	} else {
		src, err = source.Open(path, in.limit)
	}
	if err != nil {
		return outcome{err: err}
	}
	r := outcome{sum: fmt.Sprintf("%x", sha256.Sum256(src.Bytes))}
	if !known[r.sum] {
		if r.text, err = corpus.Reviewed(in.dir, r.sum, p.Restore(src)); err != nil {
			return outcome{err: err}
		}
		r.doc = p.Extract(r.text)
	}
	return r
}

// store adds a document to the archive unless it is there.
func (in *ingest) store(w *corpus.Writer, r outcome, model string) error {
	if e, ok := w.Has(r.sum, model); ok {
		d, err := w.Document(e)
		in.rows = append(in.rows, row{e, d, true})
		return err
	}
	e, err := w.Add(r.text, r.doc)
	in.rows = append(in.rows, row{e, r.doc, false})
	return err
}

// progress shows how far the run is, on a terminal only.
func (in *ingest) progress(n, of int) {
	if of < 2 || !isTerminal(in.stderr) {
		return
	}
	fmt.Fprintf(in.stderr, "\r%d/%d", n, of)
	if n == of {
		fmt.Fprintln(in.stderr)
	}
}

// isTerminal reports whether a stream is shown to a person.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0
}
