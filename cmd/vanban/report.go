package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"vanban/corpus"
	"vanban/corpus/ingest"
	"vanban/pipeline/plan"
)

// row is a line of the summary: a document that was read, or was already there.
type row struct {
	id, name  string
	state     ingest.State
	entry     corpus.Entry
	numbers   string // words, changed, doubtful, grade, sections, tasks and targets, parted by tabs
	someWords string // what a search finds it by
}

// newRow keeps of a result what the summary says, which is little: there may be many.
func newRow(r ingest.Result) row {
	out := row{id: r.Entry.ID, name: shown(r.Input.Name()), state: r.State, entry: r.Entry, numbers: "\t\t\t" + r.Entry.Grade + "\t\t\t"}
	out.entry.Sketch = ""
	if r.Input.Path == ingest.Stdin {
		out.name = ingest.StdinName
	}
	if d := r.Doc; d != nil {
		q := d.Quality
		out.numbers = fmt.Sprintf("%d\t%s\t%s\t%s\t%d\t%d\t%d", q.Words, percent(q.Changed), percent(q.Doubtful), q.Grade,
			countSections(d.Sections), len(d.Tasks), len(d.Targets))
		out.someWords = searchWords(r.Entry, d)
	}
	return out
}

// report tells what was ingested: everything of one document, a row each of several.
func (in *ingestion) report() error {
	switch {
	case len(in.rows) == 0:
		return nil
	case in.options.DryRun:
		in.reportDry()
		return nil
	case len(in.rows) == 1 && in.failed == 0:
		return in.reportOne(in.rows[0])
	}
	w := newTable(in.stdout)
	fmt.Fprintln(w, in.tr("văn bản\ttệp\ttừ\tsửa\tngờ\tchất lượng\tmục\tnhiệm vụ\tchỉ tiêu", "document\tfile\twords\tchanged\tdoubtful\tgrade\tsections\ttasks\ttargets"))
	for _, r := range in.rows {
		fmt.Fprintf(w, "%s\t%s\t%s", r.id, r.name, r.numbers)
		if s := in.state(r); s != "" {
			fmt.Fprint(w, "\t"+s)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	fmt.Fprintf(in.stdout, in.tr("\n%d văn bản trong kho %s, %d tệp hỏng\n", "\n%d documents in the archive %s, %d files failed\n"), len(in.rows), in.dir, in.failed)
	in.reportNext(in.rows[0])
	return nil
}

// reportDry tells what would be done.
func (in *ingestion) reportDry() {
	fresh := 0
	for _, r := range in.rows {
		if r.state == ingest.Skipped {
			fmt.Fprintf(in.stdout, in.tr("%s: đã có: %s\n", "%s: known: %s\n"), r.name, r.id)
			continue
		}
		fresh++
		fmt.Fprintf(in.stdout, in.tr("%s: sẽ đọc\n", "%s: would be read\n"), r.name)
	}
	fmt.Fprintf(in.stdout, in.tr("\nsẽ đọc %d tệp, %d tệp đã có, %d tệp hỏng; chưa ghi gì\n", "\n%d files would be read, %d are known, %d failed; nothing was written\n"),
		fresh, len(in.rows)-fresh, in.failed)
}

func newTable(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 8, 2, ' ', 0) }

func (in *ingestion) state(r row) string {
	switch r.state {
	case ingest.Skipped:
		return in.tr("đã có", "known")
	case ingest.Partial:
		return in.tr("không đủ", "partial")
	}
	return ""
}

// percent writes a share for people, with a decimal where it is small.
func percent(share float64) string {
	if share > 0 && share < 0.095 {
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

func countSections(list []plan.SectionText) int {
	n := len(list)
	for _, s := range list {
		n += countSections(s.Sections)
	}
	return n
}

// reportOne explains one document to a newcomer.
func (in *ingestion) reportOne(r row) error {
	d := in.doc
	if d == nil { // it was read in another run
		a, err := corpus.Open(in.dir)
		if err != nil {
			return err
		}
		if d, err = a.Document(r.entry); err != nil {
			return err
		}
		r.someWords = searchWords(r.entry, d)
	}
	q := d.Quality
	fmt.Fprintln(in.stdout, strings.TrimSpace(d.Head.TypeName+" "+r.entry.ID))
	for _, s := range []string{strings.Join(nonEmpty(d.Head.Issuer, d.Head.Place, d.Head.Date), ", "), cut(d.Head.Subject, 200)} {
		if s != "" {
			fmt.Fprintln(in.stdout, "  "+s)
		}
	}
	if r.state == ingest.Skipped {
		fmt.Fprintln(in.stdout, in.tr("\nVăn bản này đã có trong kho, không làm lại.", "\nThis document is in the archive already; nothing was done again."))
	}
	fmt.Fprintf(in.stdout, in.tr("\nPhục hồi: %d từ, sửa %s, còn ngờ %s, bỏ %d vết rác; chất lượng %s (A tốt, E hỏng)\n",
		"\nRestored: %d words, %s changed, %s doubtful, %d marks of junk left out; grade %s (A clean, E unreadable)\n"),
		q.Words, percent(q.Changed), percent(q.Doubtful), q.Junk, q.Grade)
	in.reportOutline(d)
	in.reportTargets(d)
	in.reportTasks(d)
	fmt.Fprintf(in.stdout, "\nYAML:  %s\n", filepath.Join(in.dir, filepath.FromSlash(r.entry.YAML.Path)))
	fmt.Fprintf(in.stdout, in.tr("chữ:   %s\n", "text:  %s\n"), filepath.Join(in.dir, filepath.FromSlash(r.entry.Text.Path)))
	in.reportNext(r)
	return nil
}

func nonEmpty(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// cut shortens a text to a number of characters, at a word.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	s = string([]rune(s)[:n-3])
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		s = s[:i]
	}
	return s + "..."
}

func (in *ingestion) reportOutline(d *plan.Document) {
	fmt.Fprintf(in.stdout, in.tr("\nBố cục: %d mục\n", "\nOutline: %d sections\n"), countSections(d.Sections))
	var walk func(list []plan.SectionText, indent string)
	walk = func(list []plan.SectionText, indent string) {
		for _, s := range list {
			title := s.Title
			if title == "" && len(s.Text) > 0 {
				title = s.Text[0]
			}
			fmt.Fprintf(in.stdout, "%s%s  %s\n", indent, cmp.Or(s.Label, s.ID), cut(title, 70))
			walk(s.Sections, indent+"  ")
		}
	}
	walk(d.Sections, "  ")
}

func (in *ingestion) reportTargets(d *plan.Document) {
	fmt.Fprintf(in.stdout, in.tr("\nChỉ tiêu: %d\n", "\nTargets: %d\n"), len(d.Targets))
	if len(d.Targets) == 0 {
		return
	}
	w := newTable(in.stdout)
	fmt.Fprintln(w, in.tr("  mục\tchỉ tiêu\tmức\thạn", "  section\tindicator\tvalue\tdue"))
	for _, t := range d.Targets {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", t.Section, cut(t.Indicator, 60), in.value(t), due(t.Due))
	}
	w.Flush()
}

// value writes what a target promises.
func (a *app) value(t plan.Target) string {
	sign := map[string]string{
		"about": a.tr("khoảng ", "about "), "min": "≥ ", "max": "≤ ",
		"milestone": a.tr("mốc", "milestone"),
	}[t.Relation]
	v := t.Value
	if t.Relation == "range" {
		v = t.From + "-" + t.To
	}
	if t.Unit == "%" {
		return sign + v + "%"
	}
	return strings.TrimSpace(sign + v + " " + t.Unit)
}

func due(d *plan.Due) string {
	if d == nil {
		return ""
	}
	if s := cmp.Or(d.Date, d.Month, d.Quarter); s != "" {
		return s
	}
	if d.Year != 0 {
		return fmt.Sprint(d.Year)
	}
	return d.Text
}

// maxLeads is the number of bodies that the summary lists.
const maxLeads = 8

func (in *ingestion) reportTasks(d *plan.Document) {
	fmt.Fprintf(in.stdout, in.tr("\nNhiệm vụ: %d\n", "\nTasks: %d\n"), len(d.Tasks))
	tasks := map[string]int{}
	var leads []string
	none := 0
	for _, t := range d.Tasks {
		if len(t.Lead) == 0 {
			none++
		}
		for _, l := range t.Lead {
			if tasks[l]++; tasks[l] == 1 {
				leads = append(leads, l)
			}
		}
	}
	slices.SortStableFunc(leads, func(a, b string) int { return cmp.Compare(tasks[b], tasks[a]) })
	for _, l := range leads[:min(maxLeads, len(leads))] {
		fmt.Fprintf(in.stdout, "  %3d  %s\n", tasks[l], l)
	}
	if more := len(leads) - maxLeads; more > 0 {
		fmt.Fprintf(in.stdout, in.tr("       và %d cơ quan khác\n", "       and %d other bodies\n"), more)
	}
	if none > 0 {
		fmt.Fprintf(in.stdout, in.tr("  %3d  không nêu ai chủ trì\n", "  %3d  name nobody\n"), none)
	}
}

// reportNext gives the exact commands with which to go on.
func (in *ingestion) reportNext(r row) {
	archive := ""
	if in.dir != "./archive" {
		archive = " --archive " + quote(in.dir)
	}
	fmt.Fprintln(in.stdout, in.tr("\nTiếp theo:", "\nNext:"))
	fmt.Fprintf(in.stdout, "  vanban search %s%s\n", quote(cmp.Or(r.someWords, r.id)), archive)
	fmt.Fprintf(in.stdout, "  vanban show %s%s\n", quote(r.entry.ID), archive)
}

// searchWords returns a few words that stand together in the document.
func searchWords(e corpus.Entry, d *plan.Document) string {
	words := []string{e.Title}
	for _, t := range d.Targets {
		words = append(words, t.Indicator)
	}
	for i := len(words) - 1; i >= 0; i-- {
		letters := strings.FieldsFunc(words[i], func(c rune) bool { return !unicode.IsLetter(c) })
		if len(letters) >= 2 {
			return strings.ToLower(strings.Join(letters[:min(4, len(letters))], " "))
		}
	}
	return e.ID
}

// quote writes an argument as a shell takes it.
func quote(s string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./@:", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	if strings.ContainsAny(s, "\"$`\\!'") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return `"` + s + `"`
}
