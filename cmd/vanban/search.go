package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"vanban/corpus"
	"vanban/corpus/index"
)

func searchCommand() *command {
	c := &command{
		name: "search", args: "QUERY [--archive DIR] [--type T] [--issuer I] [--year Y] [--exact] [--limit N] [--json]",
		about: [2]string{
			"tìm trong kho, có dấu hay không dấu đều được; \"trong ngoặc kép\" là tìm nguyên cụm",
			"search the archive, with or without accents; \"in double quotes\" means word for word",
		},
		examples: []string{"vanban search đô thị", `vanban search '"hạ tầng đô thị"' --type KH --year 2024`, "vanban search 222-KH/TU --json"},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir := a.archiveFlag(fs)
		var q index.Query
		fs.StringVar(&q.Type, "type", "", a.tr("chỉ `loại` văn bản này: KH, QĐ, ...", "only this document `type`: KH, QĐ, ..."))
		fs.StringVar(&q.Issuer, "issuer", "", a.tr("chỉ `cơ quan` ban hành này", "only this issuing `body`"))
		fs.StringVar(&q.Year, "year", "", a.tr("chỉ `năm` này", "only this `year`"))
		fs.BoolVar(&q.Exact, "exact", false, a.tr("đúng từng dấu", "accents matter"))
		fs.IntVar(&q.Limit, "limit", 10, a.tr("`số` kết quả tối đa", "`number` of hits at most"))
		asJSON := fs.Bool("json", false, a.tr("in JSON", "print JSON"))
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		q.Text = strings.Join(pos, " ")
		switch {
		case strings.TrimSpace(q.Text) == "" && q.Type+q.Issuer+q.Year == "":
			return usagef("%s", a.tr("thiếu lời tìm", "no query given"))
		case q.Limit < 0:
			return usagef("--limit %d: 0...", q.Limit)
		}
		archive, err := corpus.Open(*dir)
		if err != nil {
			return err
		}
		defer archive.Close()
		r, err := archive.Search(a.ctx, q)
		if err != nil {
			return err
		}
		if *asJSON {
			return printJSON(a, r)
		}
		a.printHits(r)
		return nil
	}
	return c
}

func printJSON(a *app, r *index.Result) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// printHits prints hits for people; what was found is bold on a terminal, in brackets
// elsewhere.
func (a *app) printHits(r *index.Result) {
	if r.Total == 0 {
		a.logf("không tìm thấy gì", "nothing found")
		return
	}
	open, shut := "[", "]"
	if isTerminal(a.stdout) {
		open, shut = "\x1b[1m", "\x1b[0m"
	}
	plain := strings.NewReplacer("<mark>", open, "</mark>", shut, "&lt;", "<", "&gt;", ">", "&amp;", "&")
	fmt.Fprintf(a.stdout, a.tr("%d đoạn khớp, hiện %d\n", "%d passages found, %d shown\n"), r.Total, len(r.Hits))
	for i, h := range r.Hits {
		fmt.Fprintf(a.stdout, "\n%d. %s  %s\n", i+1, h.ID, cut(h.Title, 80))
		lines := fmt.Sprintf(a.tr("dòng %d-%d", "lines %d-%d"), h.Lines[0], h.Lines[1])
		fmt.Fprintln(a.stdout, "   "+strings.Join(nonEmpty(h.Type, h.Issuer, h.Date, lines), " · "))
		fmt.Fprintln(a.stdout, "   "+plain.Replace(h.Snippet))
	}
}
