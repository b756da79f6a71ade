package score

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vanban/pipeline/plan"
)

// Fact is a line of a file of gold facts. Which fields it has depends on Kind.
type Fact struct {
	Kind      string   `json:"kind"`
	Field     string   `json:"field"`
	Value     string   `json:"value"`
	Name      string   `json:"name"`
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Section   string   `json:"section"`
	Starts    string   `json:"starts"`
	Lead      []string `json:"lead"`
	With      []string `json:"with"`
	Due       string   `json:"due"`
	Indicator string   `json:"indicator"`
	Relation  string   `json:"relation"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Unit      string   `json:"unit"`
	Number    string   `json:"number"`
	Date      string   `json:"date"`
}

// ReadFacts reads gold facts, a JSON object a line.
func ReadFacts(b []byte) ([]Fact, error) {
	var out []Fact
	for i, line := range bytes.Split(b, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var f Fact
		if err := json.Unmarshal(line, &f); err != nil {
			return nil, fmt.Errorf("score: facts, line %d: %w", i+1, err)
		}
		out = append(out, f)
	}
	return out, nil
}

// Figure is the score of a kind of fact. Recall alone counts where precision is not scored.
type Figure struct {
	Kind       string
	P, R, F1   float64 // 0..1, three decimals
	Gold       int     // facts in the gold
	Pred       int     // facts in the document
	RecallOnly bool
}

// Main is the one number of a figure: F1, or recall where that alone counts.
func (f Figure) Main() float64 {
	if f.RecallOnly {
		return f.R
	}
	return f.F1
}

// CompareFacts scores a document against the gold facts, kind by kind in a fixed order.
func CompareFacts(facts []Fact, d *plan.Document) []Figure {
	by := map[string][]Fact{}
	for _, f := range facts {
		by[f.Kind] = append(by[f.Kind], f)
	}
	out := []Figure{
		header(by["header"], &d.Head),
		pairUp("signer", by["signer"], d.Head.Signers, 0.85, func(g Fact, p plan.Signer) float64 { return similar(g.Name, p.Name) }),
		pairUp("recipient", by["recipient"], d.Head.Recipients, 0.8, func(g Fact, p string) float64 { return similar(g.Value, p) }),
	}
	out = append(out, sections(by["section"], d)...)
	out = append(out, tasks(by["task"], d.Tasks)...)
	out = append(out, targets(by["target"], d.Targets)...)
	out = append(out, references(by["reference"], d.References)...)
	return append(out,
		named("organization", by["organization"], d.Entities.Organizations, func(e plan.Entity) string { return e.Name }),
		named("place", by["place"], d.Entities.Places, func(e plan.Place) string { return e.Name }),
		named("person", by["person"], d.Entities.People, func(e plan.Entity) string { return e.Name }))
}

// figure rounds precision and recall as the figures are shown.
func figure(kind string, hits, gold, pred int) Figure {
	f := Figure{Kind: kind, Gold: gold, Pred: pred}
	p, r := 0.0, 1.0
	if pred > 0 {
		p = float64(hits) / float64(pred)
	} else if gold == 0 {
		p = 1
	}
	if gold > 0 {
		r = float64(hits) / float64(gold)
	}
	f.P, f.R = round(p), round(r)
	if p+r > 0 {
		f.F1 = round(2 * p * r / (p + r))
	}
	return f
}

// recall is a figure of which only recall counts.
func recall(kind string, hits, gold, pred int) Figure {
	f := figure(kind, hits, gold, pred)
	f.RecallOnly = true
	return f
}

// round rounds to three decimals, by the exact value.
func round(f float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'f', 3, 64), 64)
	return r
}

// match pairs gold and predicted items, the most alike first, each at most once.
func match[G, P any](gold []G, pred []P, alike func(G, P) float64, threshold float64) [][2]int {
	type candidate struct {
		score float64
		g, p  int
	}
	var all []candidate
	for i, g := range gold {
		for j, p := range pred {
			if s := alike(g, p); s >= threshold {
				all = append(all, candidate{s, i, j})
			}
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.g, a.g), cmp.Compare(b.p, a.p))
	})
	usedG, usedP := make([]bool, len(gold)), make([]bool, len(pred))
	var out [][2]int
	for _, c := range all {
		if !usedG[c.g] && !usedP[c.p] {
			usedG[c.g], usedP[c.p] = true, true
			out = append(out, [2]int{c.g, c.p})
		}
	}
	return out
}

func pairUp[P any](kind string, gold []Fact, pred []P, threshold float64, alike func(Fact, P) float64) Figure {
	return figure(kind, len(match(gold, pred, alike, threshold)), len(gold), len(pred))
}

func named[P any](kind string, gold []Fact, pred []P, name func(P) string) Figure {
	m := match(gold, pred, func(g Fact, p P) float64 { return similar(g.Name, name(p)) }, 0.85)
	return recall(kind, len(m), len(gold), len(pred))
}

// header scores the fields of the head: recall is the share of them that are right.
func header(gold []Fact, h *plan.Header) Figure {
	have := map[string]string{"number": h.Number, "type": h.Type, "type_name": h.TypeName, "level": h.Level, "issuer": h.Issuer,
		"place": h.Place, "date": h.Date, "subject": h.Subject}
	hits := 0
	for _, g := range gold {
		v := have[g.Field]
		switch g.Field {
		case "number", "type", "level", "date", "place":
			if plain(v) == plain(g.Value) {
				hits++
			}
		default:
			if similar(v, g.Value) >= 0.85 {
				hits++
			}
		}
	}
	return recall("header", hits, len(gold), len(gold))
}

var labelWords = strings.NewReplacer("điều", "đ", "chương", "c", "mục", "m", "phần", "p", "khoản", "")

// label is the form in which section ids are compared: Điều 1.2 is đ1.2.
func label(id string) string {
	s := labelWords.Replace(strings.ToLower(norm.NFC.String(id)))
	s = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == 'đ' || r == '.' {
			return r
		}
		return -1
	}, s)
	return strings.Trim(s, ".")
}

type heading struct{ id, title string }

func headings(list []plan.SectionText) []heading {
	var out []heading
	for _, s := range list {
		h := heading{s.ID, s.Title}
		if h.title == "" && len(s.Text) > 0 {
			h.title = s.Text[0]
		}
		out = append(append(out, h), headings(s.Sections)...)
	}
	return out
}

func sections(gold []Fact, d *plan.Document) []Figure {
	ids := map[string]bool{}
	for _, g := range gold {
		ids[label(g.ID)] = true
	}
	var pred []heading
	for _, h := range headings(d.Sections) {
		// Bullets without a label that the gold does not list do not count against precision.
		l := label(h.id)
		listed := ids[l] || !patterns().bullet.MatchString(l) ||
			slices.ContainsFunc(gold, func(g Fact) bool { return similarHead(h.title, g.Title) >= 0.85 })
		if listed && h.id != "" && !strings.HasPrefix(l, "preamble") {
			pred = append(pred, h)
		}
	}
	m := match(gold, pred, func(g Fact, p heading) float64 {
		s := similarHead(g.Title, p.title)
		if label(g.ID) == label(p.id) {
			s++
		}
		return s / 2
	}, 0.7)
	placed := 0
	for _, x := range m {
		if label(gold[x[0]].ID) == label(pred[x[1]].id) {
			placed++
		}
	}
	return []Figure{figure("section", len(m), len(gold), len(pred)), figure("section_path", placed, len(gold), len(pred))}
}

func tasks(gold []Fact, pred []plan.Task) []Figure {
	m := match(gold, pred, func(g Fact, p plan.Task) float64 {
		section, _, _ := strings.Cut(p.ID, "/")
		s := 0.5 * similarHead(g.Starts, cmp.Or(p.Text, p.Title))
		if label(g.Section) == label(cmp.Or(p.Section, section)) {
			s += 0.5
		}
		return s
	}, 0.7)
	leads, dues, goldDues, predDues := 0, 0, 0, 0
	for _, x := range m {
		g, p := gold[x[0]], pred[x[1]]
		if similarSets(g.Lead, p.Lead) >= 0.8 {
			leads++
		}
		if g.Due != "" && due(p.Due) == g.Due {
			dues++
		}
	}
	for _, g := range gold {
		if g.Due != "" {
			goldDues++
		}
	}
	for _, p := range pred {
		if due(p.Due) != "" {
			predDues++
		}
	}
	return []Figure{figure("task", len(m), len(gold), len(pred)), figure("task_lead", leads, len(gold), len(pred)),
		figure("task_due", dues, goldDues, predDues)}
}

// due returns the deadline as the gold writes it, empty for none.
func due(d *plan.Due) string {
	if d == nil {
		return ""
	}
	year := ""
	if d.Year != 0 {
		year = strconv.Itoa(d.Year)
	}
	return cmp.Or(d.Date, d.Month, d.Quarter, year)
}

func targets(gold []Fact, pred []plan.Target) []Figure {
	m := match(gold, pred, sameTarget, 0.6)
	full := 0
	for _, x := range m {
		g, p := gold[x[0]], pred[x[1]]
		if sameIndicator(g.Indicator, p.Indicator) && g.Relation == p.Relation && (g.Due == "" || sameYear(g.Due, due(p.Due))) {
			full++
		}
	}
	return []Figure{figure("target_value", len(m), len(gold), len(pred)), figure("target_full", full, len(gold), len(pred))}
}

// sameTarget compares relation, numbers and unit strictly, the indicator by likeness.
func sameTarget(g Fact, p plan.Target) float64 {
	if g.Relation == "milestone" {
		if p.Relation == "milestone" {
			return similar(g.Indicator, p.Indicator)
		}
		return 0
	}
	same := p.Value != "" && sameNumber(g.Value, p.Value)
	if g.Relation == "range" {
		same = sameNumber(g.From, p.From) && sameNumber(g.To, p.To)
	}
	if !same || unit(g.Unit) != unit(p.Unit) {
		return 0
	}
	return 0.6 + 0.4*similarHead(g.Indicator, p.Indicator)
}

func sameIndicator(g, p string) bool {
	if similar(g, p) >= 0.7 {
		return true
	}
	g, p = plain(g), plain(p)
	return strings.Contains(p, g) || len([]rune(p)) > 12 && strings.Contains(g, p)
}

func sameNumber(a, b string) bool {
	x, e1 := strconv.ParseFloat(strings.ReplaceAll(a, " ", ""), 64)
	y, e2 := strconv.ParseFloat(strings.ReplaceAll(b, " ", ""), 64)
	if e1 != nil || e2 != nil {
		return a == b
	}
	return x == y
}

func sameYear(a, b string) bool { return a[:min(4, len(a))] == b[:min(4, len(b))] }

func unit(s string) string {
	s = plain(s)
	switch s {
	case "phần trăm":
		return "%"
	case "m²":
		return "m2"
	case "km²":
		return "km2"
	case "hecta", "héc ta":
		return "ha"
	}
	return s
}

func references(gold []Fact, pred []plan.Reference) []Figure {
	gold = slices.DeleteFunc(slices.Clone(gold), func(g Fact) bool { return g.Number == "" })
	pred = slices.DeleteFunc(slices.Clone(pred), func(r plan.Reference) bool { return r.Number == "" })
	number := func(s string) string { return strings.ReplaceAll(plain(s), " ", "") }
	m := match(gold, pred, func(g Fact, p plan.Reference) float64 {
		if number(g.Number) == number(p.Number) {
			return 1
		}
		return 0
	}, 1)
	dated, hits := 0, 0
	for _, g := range gold {
		if g.Date != "" {
			dated++
		}
	}
	for _, x := range m {
		if g := gold[x[0]]; g.Date != "" && pred[x[1]].Date == g.Date {
			hits++
		}
	}
	return []Figure{figure("reference", len(m), len(gold), len(pred)), recall("reference_date", hits, dated, dated)}
}
