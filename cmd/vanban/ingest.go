package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"vanban/corpus"
	"vanban/corpus/ingest"
	"vanban/pipeline/plan"
	"vanban/pipeline/source"
)

func ingestCommand() *command {
	c := &command{
		name: "ingest", args: "PATH... [--archive DIR] [--index ADDRESS] [--shard 3/16]",
		about: [2]string{
			"việc chính: đọc tệp hay thư mục, phục hồi, tách mục, trích dữ kiện, ghi YAML, lập chỉ mục",
			"the main job: read files or folders, restore, split, extract, write YAML, index",
		},
		examples: []string{
			"vanban ingest scan.txt", "vanban ingest scans/ --archive kho --jobs 4", "vanban ingest scans/ --report ketqua.tsv --dry-run",
			"vanban ingest scans/ --watch --ocr", "vanban ingest scans/ --shard 3/16 --archive phan-3",
		},
		tidies: true,
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		f := a.ingestFlags(fs)
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		if err := a.checkIngest(f, pos); err != nil {
			return err
		}
		p, err := a.archivePipeline(*f.dir, *f.own)
		if err != nil {
			return err
		}
		if os.Getenv("GOMEMLIMIT") == "" {
			debug.SetMemoryLimit(memoryLimit)
		}
		in := &ingestion{app: a, flags: f, dir: *f.dir, options: f.options()}
		if in.on, err = a.on(*f.index); err != nil {
			return err
		}
		if *f.shard != "" {
			if in.options.Shard, err = ingest.ParseShard(*f.shard); err != nil {
				return usagef("--shard %v", err)
			}
		}
		in.options.Pipeline, in.options.Stdin = p, a.stdin
		return in.run(pos)
	}
	return c
}

// memoryLimit is how much memory the garbage collector lets an ingest take before it works harder,
// unless the user says otherwise in the way that Go programs have for that.
const memoryLimit = 800 << 20

// ingestFlags are the flags of the command.
type ingestFlags struct {
	dir, own, report, index, shard  *string
	size, text                      *int64
	jobs, lines, line, files, pages *int
	sections, facts                 *int
	time, settle                    *time.Duration
	ocr, watch, dry, classified     *bool
}

func (a *app) ingestFlags(fs *flag.FlagSet) *ingestFlags {
	d, l := source.DefaultLimits, ingest.DefaultLimits
	return &ingestFlags{
		dir: a.archiveFlag(fs), own: a.dictionaryFlag(fs), size: a.limitFlag(fs), ocr: a.ocrFlag(fs),
		jobs:     fs.Int("jobs", runtime.GOMAXPROCS(0), a.tr("`số` văn bản xử lý cùng lúc", "`number` of documents read at a time")),
		index:    a.indexFlag(fs),
		shard:    fs.String("shard", "", a.tr("chỉ đọc `phần` này của các tệp, chia theo nội dung; các phần sau gộp bằng vanban merge", "read this `part` of the files only, chosen by their content; parts are put together by vanban merge")),
		report:   fs.String("report", "", a.tr("ghi kết quả từng tệp vào `tệp` này, mỗi tệp một dòng", "write what became of each file into this `file`, a line each")),
		watch:    fs.Bool("watch", false, a.tr("sau đó canh các thư mục, đọc tệp mới cho đến khi bị ngắt", "then watch the folders and read new files until interrupted")),
		settle:   fs.Duration("settle", 5*time.Second, a.tr("khi canh, chỉ đọc tệp đã yên chừng này `lâu`", "while watching, read a file once it has been still for so `long`")),
		dry:      fs.Bool("dry-run", false, a.tr("chỉ cho biết sẽ làm gì, không ghi gì vào kho", "say what would be done, and write nothing to the archive")),
		text:     fs.Int64("max-text", d.Text>>20, a.tr("lượng chữ tối đa của một tệp, tính bằng `MB`", "most text that a file may hold, in `MB`")),
		lines:    fs.Int("max-lines", d.Lines, a.tr("`số` dòng tối đa của một tệp", "largest `number` of lines")),
		line:     fs.Int("max-line", d.Line, a.tr("độ dài tối đa của một dòng, tính bằng `byte`", "longest line, in `bytes`")),
		files:    fs.Int("max-files", d.Files, a.tr("`số` tệp tối đa trong một tệp zip", "largest `number` of files in a zip")),
		pages:    fs.Int("max-pages", d.Pages, a.tr("`số` trang tối đa của một PDF quét", "largest `number` of pages recognized in a PDF")),
		sections: fs.Int("max-sections", l.Sections, a.tr("`số` mục tối đa của một văn bản, phần sau bị bỏ", "largest `number` of sections kept")),
		facts:    fs.Int("max-facts", l.Facts, a.tr("`số` dữ kiện tối đa của một văn bản, phần sau bị bỏ", "largest `number` of facts kept")),
		time:     fs.Duration("max-time", 10*time.Minute, a.tr("`thời gian` tối đa cho một tệp; 0: không giới hạn", "longest `time` for a file; 0: no limit")),
		classified: fs.Bool("include-classified", false, a.tr("đưa cả văn bản đóng dấu MẬT, TỐI MẬT, TUYỆT MẬT vào chỉ mục tìm kiếm",
			"index documents with a stamp of secrecy too (MẬT, TỐI MẬT, TUYỆT MẬT)")),
	}
}

// checkIngest refuses flags that make no sense.
func (a *app) checkIngest(f *ingestFlags, pos []string) error {
	if len(pos) == 0 {
		return usagef("%s", a.tr("thiếu tên tệp hoặc thư mục", "no file or folder given"))
	}
	for _, n := range []struct {
		name string
		n    int64
	}{
		{"jobs", int64(*f.jobs)}, {"max-size", *f.size}, {"max-text", *f.text}, {"max-lines", int64(*f.lines)}, {"max-line", int64(*f.line)},
		{"max-files", int64(*f.files)}, {"max-pages", int64(*f.pages)}, {"max-sections", int64(*f.sections)}, {"max-facts", int64(*f.facts)},
	} {
		if n.n < 1 {
			return usagef("--%s %d: 1...", n.name, n.n)
		}
	}
	switch {
	case *f.time < 0 || *f.settle < 0:
		return usagef("%s", a.tr("thời gian không thể âm", "a time cannot be negative"))
	case *f.watch && *f.dry:
		return usagef("%s", a.tr("--watch và --dry-run không đi cùng nhau", "--watch and --dry-run do not go together"))
	}
	if *f.report != "" {
		if err := a.checkReport(*f.report, *f.dir, pos); err != nil {
			return err
		}
	}
	return a.checkPlace(*f.dir, pos)
}

// checkReport refuses a report that would take the place of an input or of a file of the archive,
// and one inside a folder that is read: a later run would take it for a scan.
func (a *app) checkReport(path, dir string, pos []string) error {
	report := resolved(path)
	if within(report, resolved(dir)) {
		return usagef(a.tr("--report %s nằm trong kho %s: hãy chọn nơi khác", "--report %s lies inside the archive %s: choose another place"), path, dir)
	}
	for _, arg := range pos {
		if arg == ingest.Stdin {
			continue
		}
		if in := resolved(arg); report == in || isFolder(arg) && within(report, in) {
			return usagef(a.tr("--report %s nằm trong đầu vào %s: hãy chọn nơi khác", "--report %s lies inside the input %s: choose another place"), path, arg)
		}
	}
	return nil
}

// checkPlace refuses an archive inside a folder that is read, and a folder inside the archive:
// each run would read what the last one wrote.
func (a *app) checkPlace(dir string, pos []string) error {
	archive := resolved(dir)
	for _, arg := range pos {
		if arg == ingest.Stdin || !isFolder(arg) {
			continue
		}
		switch in := resolved(arg); {
		case within(archive, in):
			return usagef(a.tr("kho %s nằm trong thư mục cần đọc %s: hãy chọn nơi khác bằng --archive", "the archive %s lies inside the folder %s that is to be read: choose another place with --archive"), dir, arg)
		case within(in, archive):
			return usagef(a.tr("thư mục cần đọc %s nằm trong kho %s", "the folder %s that is to be read lies inside the archive %s"), arg, dir)
		}
	}
	return nil
}

// resolved returns a path without links, as far as it exists.
func resolved(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolved(parent), filepath.Base(path))
	}
	return path
}

// within reports whether a path is a folder or lies in it.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// options returns what the flags say.
func (f *ingestFlags) options() ingest.Options {
	r := &source.Reader{Limits: source.DefaultLimits, OCR: *f.ocr}
	r.Limits.Size, r.Limits.Text, r.Limits.Lines, r.Limits.Line, r.Limits.Files = *f.size<<20, *f.text<<20, *f.lines, *f.line, *f.files
	r.Limits.Pages, r.Limits.Time = *f.pages, *f.time
	return ingest.Options{
		Reader: r, Jobs: *f.jobs, Time: *f.time, Limits: ingest.Limits{Sections: *f.sections, Facts: *f.facts},
		IncludeClassified: *f.classified, DryRun: *f.dry,
	}
}

// ingestion is one run of the command.
type ingestion struct {
	*app
	flags   *ingestFlags
	options ingest.Options
	dir     string
	log     *ingestLog
	on      []corpus.Option // where the index is
	failed  int
	away    int // files of other shards
	rows    []row
	doc     *plan.Document // of the first row, if it was read in this run
}

// run reads the files that the arguments name, and those that come later if they are watched.
func (in *ingestion) run(args []string) (err error) {
	in.log, err = newIngestLog(in.app, *in.flags.report)
	if err != nil {
		return usagef("--report: %v", err)
	}
	defer func() { err = errors.Join(err, in.log.close()) }()
	if *in.flags.watch {
		return in.watch(args)
	}
	inputs := in.unpacked(in.collect(args))
	if len(inputs) == 0 {
		return &codeError{code: exitNothing}
	}
	if err := in.ingest(inputs); err != nil {
		return err
	}
	if err := in.report(); err != nil {
		return err
	}
	switch {
	case in.ctx.Err() != nil:
		return in.ctx.Err()
	case len(in.rows) == 0 && in.away == 0:
		return &codeError{code: exitNothing}
	case in.failed > 0:
		return &codeError{code: exitSome}
	}
	return nil
}

// ingest reads the inputs into the archive and commits. What was added before an error of the
// archive stays in its journal.
func (in *ingestion) ingest(inputs []source.Input) error {
	bar := newProgress(in.app, len(inputs))
	defer bar.finish()
	each := func(r ingest.Result) error {
		bar.step()
		return in.result(r, bar)
	}
	readable := func(i source.Input) bool { return i.Refused() == nil }
	if o := in.options; o.DryRun || !slices.ContainsFunc(inputs, readable) { // then no archive is made
		o.DryRun = true
		return ingest.Run(in.ctx, in.dir, nil, inputs, o, each)
	}
	w, err := corpus.Create(in.dir, in.on...)
	if err != nil {
		return err
	}
	err = ingest.Run(in.ctx, in.dir, w, inputs, in.options, each)
	if err == nil && len(in.rows)+in.away > 0 {
		err = w.Commit()
	}
	return errors.Join(err, w.Close())
}

// result takes note of what became of a file.
func (in *ingestion) result(r ingest.Result, bar *progress) error {
	if r.State == ingest.Elsewhere {
		in.away++
		return nil
	}
	err := in.log.write(r)
	if r.State == ingest.Failed {
		in.failed++
		bar.print(func() { fmt.Fprintln(in.stderr, "vanban ingest: "+shown(in.explain(r.Err))) })
		return err
	}
	in.rows = append(in.rows, newRow(r))
	if len(in.rows) == 1 {
		in.doc = r.Doc
	}
	if note := in.note(r); note != "" {
		bar.print(func() { fmt.Fprintln(in.stderr, "vanban ingest: "+shown(r.Input.String()+": "+note)) })
	}
	return err
}

// note says what a reader of the messages should know of a document that was read.
func (in *ingestion) note(r ingest.Result) string {
	var out []string
	for _, c := range r.Cut {
		if c.What == "pages" {
			out = append(out, fmt.Sprintf(in.tr("%d trong %d trang không có chữ: hãy đọc bằng --ocr nếu đó là trang quét", "%d of %d pages have no text: read it with --ocr if they are scanned"), c.Have-c.Kept, c.Have))
			continue
		}
		what := map[string]string{"sections": in.tr("mục", "sections"), "facts": in.tr("dữ kiện", "facts")}[c.What]
		out = append(out, fmt.Sprintf(in.tr("có %d %s, chỉ giữ %d", "%d %s, only %d kept"), c.Have, what, c.Kept))
	}
	if r.Like != "" {
		out = append(out, fmt.Sprintf(in.tr("gần giống %s (%.0f%%)", "nearly the same as %s (%.0f%%)"), r.Like, 100*r.Similar))
	}
	if r.State != ingest.Skipped && r.Entry.Apart {
		out = append(out, fmt.Sprintf(in.tr("có dấu %s: để riêng, không đưa vào chỉ mục (--include-classified để đưa vào)",
			"stamped %s: kept apart, not indexed (--include-classified to index it)"), r.Entry.Secrecy))
	}
	return strings.Join(out, "; ")
}
