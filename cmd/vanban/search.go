package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"vanban/corpus"
	"vanban/corpus/index"
)

func searchCommand() *command {
	c := &command{
		name: "search", args: "QUERY [--archive DIR] [--type T] [--issuer I] [--year Y] [--place P] [--org B] [--level L] [--due Y] [--has-target] [--exact] [--group] [--facets] [--limit N] [--json] [--index ADDRESS]",
		about: [2]string{
			"tìm trong kho, có dấu hay không dấu đều được; \"trong ngoặc kép\" là tìm nguyên cụm",
			"search the archive, with or without accents; \"in double quotes\" means word for word",
		},
		examples: []string{"vanban search đô thị", `vanban search '"hạ tầng đô thị"' --type KH --year 2024`, "vanban search 222-KH/TU --json",
			`vanban search "du lich" --place "Rạch Giá" --has-target --group`},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir, address := a.archiveFlag(fs), a.indexFlag(fs)
		var q index.Query
		a.filterFlags(fs, &q)
		fs.IntVar(&q.Limit, "limit", 10, a.tr("`số` kết quả tối đa", "`number` of hits at most"))
		group := fs.Bool("group", false, a.tr("gộp theo văn bản; --limit đếm văn bản", "group by document; --limit counts documents"))
		facets := fs.Bool("facets", false, a.tr("in cả số đoạn theo loại, cơ quan, năm, ...", "print counts by type, issuer, year, ... too"))
		asJSON := fs.Bool("json", false, a.tr("in JSON", "print JSON"))
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		q.Text = strings.Join(pos, " ")
		if *group {
			q.PerDocument = perDocument
		}
		if err := a.checkQuery(q); err != nil {
			return err
		}
		on, err := a.on(*address)
		if err != nil {
			return err
		}
		archive, err := corpus.Open(*dir, on...)
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
		if *facets {
			a.printFacets(&r.Facets)
		}
		return nil
	}
	return c
}

// perDocument is the number of passages of a document that --group shows.
const perDocument = 3

// filterFlags defines the flags that narrow a search.
func (a *app) filterFlags(fs *flag.FlagSet, q *index.Query) {
	fs.StringVar(&q.Type, "type", "", a.tr("chỉ `loại` văn bản này: KH, QĐ, ...", "only this document `type`: KH, QĐ, ..."))
	fs.StringVar(&q.Issuer, "issuer", "", a.tr("chỉ `cơ quan` ban hành này", "only this issuing `body`"))
	fs.StringVar(&q.Level, "level", "", a.tr("chỉ `khối` này: party (Đảng), state (Nhà nước), other", "only this `level`: party, state, other"))
	fs.StringVar(&q.Year, "year", "", a.tr("chỉ `năm` này", "only this `year`"))
	fs.StringVar(&q.Place, "place", "", a.tr("chỉ đoạn nhắc đến `nơi` này hay nơi trong đó, tên cũ hay tên mới", "only passages that name this `place` or one within it, by its old or new name"))
	fs.StringVar(&q.Organization, "org", "", a.tr("chỉ đoạn nhắc đến `cơ quan` này", "only passages that name this `body`"))
	fs.StringVar(&q.Due, "due", "", a.tr("chỉ đoạn có việc hay chỉ tiêu hạn `năm` này", "only passages with a task or target due in this `year`"))
	fs.BoolVar(&q.HasTarget, "has-target", false, a.tr("chỉ đoạn có chỉ tiêu", "only passages with a target"))
	fs.BoolVar(&q.Exact, "exact", false, a.tr("đúng từng dấu", "accents matter"))
}

// checkQuery refuses a query that says nothing.
func (a *app) checkQuery(q index.Query) error {
	none := q.Type+q.Issuer+q.Level+q.Year+q.Place+q.Organization+q.Due == "" && !q.HasTarget
	switch {
	case strings.TrimSpace(q.Text) == "" && none:
		return usagef("%s", a.tr("thiếu lời tìm", "no query given"))
	case none && !strings.ContainsFunc(q.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return usagef(a.tr("lời tìm %q không có chữ hay số nào", "the query %q has no letter and no digit"), cut(q.Text, 40))
	case !slices.Contains([]string{"", "party", "state", "other"}, q.Level):
		return usagef(a.tr("--level %q: party (Đảng), state (Nhà nước) hay other", "--level %q: party, state or other"), q.Level)
	case q.Limit < 0:
		return usagef("--limit %d: 0...", q.Limit)
	}
	return nil
}

func printJSON(a *app, v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printHits prints hits for people; what was found is bold on a terminal, in brackets
// elsewhere.
func (a *app) printHits(r *index.Result) {
	if r.Ignored > 0 {
		a.logf("lời tìm quá dài: bỏ %d từ cuối", "the query is too long: its last %d words are left out", r.Ignored)
	}
	if r.Total == 0 {
		a.logf("không tìm thấy gì", "nothing found")
	} else if r.Close {
		a.logf("ít đoạn khớp hẳn: kể cả những đoạn gần giống", "few passages have it as typed: those that come close are shown too")
	}
	for _, s := range r.Suggest {
		a.logf("có phải: vanban search %s", "did you mean: vanban search %s", quote(s))
	}
	if r.Total == 0 {
		return
	}
	open, shut := "[", "]"
	if isTerminal(a.stdout) {
		open, shut = "\x1b[1m", "\x1b[0m"
	}
	plain := strings.NewReplacer("<mark>", open, "</mark>", shut, "&lt;", "<", "&gt;", ">", "&amp;", "&")
	fmt.Fprintf(a.stdout, a.tr("%d đoạn khớp trong %d văn bản, hiện %d\n", "%d passages found in %d documents, %d shown\n"), r.Total, r.Documents, len(r.Hits))
	for i, h := range r.Hits {
		fmt.Fprintf(a.stdout, "\n%d. %s  %s\n", i+1, h.ID, cut(h.Title, 80))
		lines := fmt.Sprintf(a.tr("dòng %d-%d", "lines %d-%d"), h.Lines[0], h.Lines[1])
		fmt.Fprintln(a.stdout, "   "+strings.Join(nonEmpty(h.Type, h.Issuer, h.Date, lines, a.poor(h)), " · "))
		fmt.Fprintln(a.stdout, "   "+plain.Replace(h.Snippet))
		if h.More > 0 {
			fmt.Fprintf(a.stdout, a.tr("   và %d đoạn khác của %s\n", "   and %d more passages of %s\n"), h.More, h.Document)
		}
	}
}

// poor says how poor the scan of a hit was.
func (a *app) poor(h index.Hit) string {
	if !h.Poor {
		return ""
	}
	if h.Sure == 0 {
		return fmt.Sprintf(a.tr("bản quét kém (hạng %s)", "poor scan (grade %s)"), h.Grade)
	}
	return fmt.Sprintf(a.tr("bản quét kém (chắc %.0f%%)", "poor scan (%.0f%% sure)"), 100*h.Sure)
}

// maxFacet is the number of values of a facet that are printed.
const maxFacet = 8

// printFacets prints the counts, a line a property.
func (a *app) printFacets(f *index.Facets) {
	fmt.Fprintln(a.stdout)
	for _, p := range []struct {
		name   string
		counts map[string]int
	}{
		{a.tr("loại", "type"), f.Type}, {a.tr("cơ quan ban hành", "issuer"), f.Issuer}, {a.tr("khối", "level"), f.Level},
		{a.tr("năm", "year"), f.Year}, {a.tr("nơi", "place"), f.Place}, {a.tr("cơ quan", "body"), f.Organization}, {a.tr("hạn", "due"), f.Due},
	} {
		keys := slices.Collect(maps.Keys(p.counts))
		slices.SortFunc(keys, func(x, y string) int { return cmp.Or(p.counts[y]-p.counts[x], strings.Compare(x, y)) })
		var list []string
		for _, k := range keys[:min(maxFacet, len(keys))] {
			list = append(list, fmt.Sprintf("%s %d", k, p.counts[k]))
		}
		if len(list) > 0 {
			fmt.Fprintf(a.stdout, "%s: %s\n", p.name, strings.Join(list, ", "))
		}
	}
}
