package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"strconv"
	"strings"

	"vanban/corpus"
	"vanban/pipeline/plan"
)

func targetsCommand() *command {
	c := &command{
		name: "targets", args: "[--due Y] [--place P] [--type T] [--issuer I] [--year Y] [--archive DIR] [--csv|--json]",
		about: [2]string{
			"liệt kê chỉ tiêu của mọi văn bản trong kho, theo hạn, theo nơi",
			"list the targets of all documents of the archive, by deadline and place",
		},
		examples: []string{`vanban targets --due 2030 --place "Kiên Giang"`, "vanban targets --due 2025-2030 --csv > chi-tieu.csv", "vanban targets --type KH --json"},
	}
	c.run = func(a *app, args []string) error {
		f := a.factFlags(c)
		archive, q, err := f.open(args)
		if err != nil {
			return err
		}
		defer archive.Close()
		list, err := archive.Targets(a.ctx, q)
		if err != nil {
			return err
		}
		return f.print(targetTable(a, list))
	}
	return c
}

func tasksCommand() *command {
	c := &command{
		name: "tasks", args: "[--lead BODY] [--with BODY] [--due Y] [--place P] [--type T] [--issuer I] [--year Y] [--archive DIR] [--csv|--json]",
		about: [2]string{
			"liệt kê nhiệm vụ của mọi văn bản trong kho, theo cơ quan chủ trì, theo hạn",
			"list the tasks of all documents of the archive, by the body that leads and by deadline",
		},
		examples: []string{`vanban tasks --lead "Sở Tư pháp"`, `vanban tasks --lead UBND --due 2025 --csv`, "vanban tasks --with MTTQ --json"},
	}
	c.run = func(a *app, args []string) error {
		f := a.factFlags(c)
		f.fs.StringVar(&f.q.Lead, "lead", "", a.tr("chỉ việc do `cơ quan` này chủ trì", "only tasks that this `body` leads"))
		f.fs.StringVar(&f.q.With, "with", "", a.tr("chỉ việc có `cơ quan` này phối hợp", "only tasks that this `body` helps with"))
		archive, q, err := f.open(args)
		if err != nil {
			return err
		}
		defer archive.Close()
		list, err := archive.Tasks(a.ctx, q)
		if err != nil {
			return err
		}
		return f.print(taskTable(a, list))
	}
	return c
}

// factFlags are the flags of the commands that list facts.
type factFlags struct {
	*app
	c             *command
	fs            *flag.FlagSet
	q             corpus.Question
	dir           *string
	due           string
	asCSV, asJSON bool
}

func (a *app) factFlags(c *command) *factFlags {
	f := &factFlags{app: a, c: c, fs: a.flags(c)}
	f.dir = a.archiveFlag(f.fs)
	f.fs.StringVar(&f.due, "due", "", a.tr("chỉ hạn `năm` này, hay từ năm đến năm: 2025-2030", "only due in this `year`, or in these: 2025-2030"))
	f.fs.StringVar(&f.q.Place, "place", "", a.tr("chỉ về `nơi` này hay trong nơi này, tên cũ hay tên mới", "only about this `place` or within it, by its old or new name"))
	f.fs.StringVar(&f.q.Type, "type", "", a.tr("chỉ `loại` văn bản này: KH, QĐ, ...", "only this document `type`: KH, QĐ, ..."))
	f.fs.StringVar(&f.q.Issuer, "issuer", "", a.tr("chỉ `cơ quan` ban hành này", "only this issuing `body`"))
	f.fs.StringVar(&f.q.Year, "year", "", a.tr("chỉ văn bản của `năm` này", "only documents of this `year`"))
	f.fs.BoolVar(&f.asCSV, "csv", false, a.tr("in CSV", "print CSV"))
	f.fs.BoolVar(&f.asJSON, "json", false, a.tr("in JSON", "print JSON"))
	return f
}

// open reads the flags and opens the archive.
func (f *factFlags) open(args []string) (*corpus.Archive, corpus.Question, error) {
	if err := f.parseNone(f.c, f.fs, args); err != nil {
		return nil, f.q, err
	}
	if f.asCSV && f.asJSON {
		return nil, f.q, usagef("%s", f.tr("--csv hoặc --json, không cả hai", "--csv or --json, not both"))
	}
	if f.due != "" {
		from, to, _ := strings.Cut(f.due, "-")
		if to == "" {
			to = from
		}
		var err1, err2 error
		f.q.Due[0], err1 = strconv.Atoi(from)
		f.q.Due[1], err2 = strconv.Atoi(to)
		if err1 != nil || err2 != nil || f.q.Due[0] <= 0 || f.q.Due[1] < f.q.Due[0] {
			return nil, f.q, usagef(f.tr("--due %q: cần một năm, hay từ năm đến năm như 2025-2030", "--due %q: give a year, or years as in 2025-2030"), f.due)
		}
	}
	archive, err := corpus.Open(*f.dir)
	return archive, f.q, err
}

// factTable is a list of facts in three forms.
type factTable struct {
	name   string // of the list in JSON
	heads  []string
	shown  int        // columns that the table for people has
	rows   [][]string // whole texts
	values []any      // for JSON
}

// print prints a list of facts. Nothing found is no error.
func (f *factFlags) print(t factTable) error {
	switch {
	case f.asJSON:
		return printJSON(f.app, map[string]any{"total": len(t.rows), t.name: t.values})
	case f.asCSV:
		w := csv.NewWriter(f.stdout)
		if err := w.Write(t.heads); err != nil {
			return err
		}
		return w.WriteAll(t.rows)
	case len(t.rows) == 0:
		f.logf("không có gì như thế trong kho", "there is nothing like that in the archive")
		return nil
	}
	w := newTable(f.stdout)
	fmt.Fprintln(w, strings.Join(t.heads[:t.shown], "\t"))
	for _, r := range t.rows {
		short := make([]string, t.shown)
		for i := range short {
			short[i] = cut(strings.Join(strings.Fields(r[i]), " "), 60)
		}
		fmt.Fprintln(w, strings.Join(short, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(f.stdout, f.tr("\n%d dòng\n", "\n%d rows\n"), len(t.rows))
	return nil
}

// targetRow is a target in JSON.
type targetRow struct {
	ID        string  `json:"id"` // of the section
	Document  string  `json:"document"`
	Date      string  `json:"date"` // of the document
	Target    string  `json:"target"`
	Section   string  `json:"section"`
	Indicator string  `json:"indicator"`
	Relation  string  `json:"relation"`
	Value     string  `json:"value,omitempty"`
	From      string  `json:"from,omitempty"`
	To        string  `json:"to,omitempty"`
	Unit      string  `json:"unit,omitempty"`
	Due       string  `json:"due,omitempty"`
	Year      int     `json:"year,omitempty"` // in which it is due
	Quote     string  `json:"quote"`
	Lines     [2]int  `json:"lines"`
	Sure      float64 `json:"sure"`
}

func targetTable(a *app, list []corpus.TargetFound) factTable {
	t := factTable{name: "targets", shown: 5, values: []any{}, heads: strings.Split(a.tr(
		"văn bản,mục,chỉ tiêu,mức,hạn,quan hệ,giá trị,từ,đến,đơn vị,trích,dòng đầu,dòng cuối,độ chắc",
		"document,section,indicator,level,due,relation,value,from,to,unit,quote,first line,last line,sure"), ",")}
	for _, f := range list {
		x := f.Target
		t.rows = append(t.rows, append([]string{f.Entry.ID, x.Section, x.Indicator, a.value(x), due(x.Due), x.Relation, x.Value, x.From, x.To, x.Unit, x.Quote}, place(x.At)...))
		t.values = append(t.values, targetRow{f.Entry.ID + "#" + x.Section, f.Entry.ID, f.Entry.Date, x.ID, x.Section, x.Indicator, x.Relation,
			x.Value, x.From, x.To, x.Unit, due(x.Due), f.Year, x.Quote, x.At.Lines, x.At.Sure})
	}
	return t
}

// taskRow is a task in JSON.
type taskRow struct {
	ID       string   `json:"id"` // of the section
	Document string   `json:"document"`
	Date     string   `json:"date"` // of the document
	Task     string   `json:"task"`
	Section  string   `json:"section"`
	Title    string   `json:"title,omitempty"`
	Text     string   `json:"text"`
	Lead     []string `json:"lead"`
	With     []string `json:"with"`
	Due      string   `json:"due,omitempty"`
	Year     int      `json:"year,omitempty"` // in which it is due
	Lines    [2]int   `json:"lines"`
	Sure     float64  `json:"sure"`
}

func taskTable(a *app, list []corpus.TaskFound) factTable {
	t := factTable{name: "tasks", shown: 5, values: []any{}, heads: strings.Split(a.tr(
		"văn bản,việc,chủ trì,hạn,nội dung,phối hợp,mục,dòng đầu,dòng cuối,độ chắc",
		"document,task,lead,due,text,with,section,first line,last line,sure"), ",")}
	for _, f := range list {
		x := f.Task
		t.rows = append(t.rows, append([]string{f.Entry.ID, x.ID, strings.Join(x.Lead, "; "), due(x.Due), x.Text, strings.Join(x.With, "; "), x.Section}, place(x.At)...))
		t.values = append(t.values, taskRow{f.Entry.ID + "#" + x.Section, f.Entry.ID, f.Entry.Date, x.ID, x.Section, x.Title, x.Text,
			append([]string{}, x.Lead...), append([]string{}, x.With...), due(x.Due), f.Year, x.At.Lines, x.At.Sure})
	}
	return t
}

// place returns the last columns: where a fact stands, and how sure it is. A table that is opened
// in a spreadsheet must not say 10-12, which would become a date.
func place(at plan.At) []string {
	return []string{strconv.Itoa(at.Lines[0]), strconv.Itoa(at.Lines[1]), strconv.FormatFloat(at.Sure, 'f', 2, 64)}
}
