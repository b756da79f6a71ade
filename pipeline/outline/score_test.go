package outline

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// fact is a line of facts.jsonl, as far as the outline answers for it.
type fact struct {
	Kind, Field, Value, Name, ID, Title string
}

func readFacts(t *testing.T, file string) []fact {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var facts []fact
	for s := bufio.NewScanner(f); s.Scan(); {
		var x struct {
			Kind, Field, Value, Name, ID, Title any
		}
		if err := json.Unmarshal(s.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		str := func(v any) string { s, _ := v.(string); return s }
		facts = append(facts, fact{str(x.Kind), str(x.Field), str(x.Value), str(x.Name), str(x.ID), str(x.Title)})
	}
	return facts
}

var (
	signs  = regexp.MustCompile(`[“”"'‘’.,;:…()/\\*]+`)
	hyphen = regexp.MustCompile(`\s*-\s*`)
	others = regexp.MustCompile(`[^0-9a-zđ.]`)
	tones  = strings.NewReplacer("uỷ", "ủy", "uý", "úy", "oá", "óa", "oà", "òa", "oả", "ỏa", "oã", "õa", "oạ", "ọa")
)

// bare has the forms compared without accents, for scans that have none.
var bare bool

func plainForm(s string) string {
	if bare {
		s = strip(s)
	}
	s = signs.ReplaceAllString(strings.ToLower(s), " ")
	s = strings.NewReplacer("–", "-", "—", "-").Replace(s)
	return tones.Replace(strings.Join(strings.Fields(hyphen.ReplaceAllString(s, "-")), " "))
}

// ratio is the similarity of Ratcliff and Obershelp.
func ratio(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x)+len(y) == 0 {
		return 1
	}
	return 2 * float64(common(x, y)) / float64(len(x)+len(y))
}

func common(a, b []rune) int {
	best, ai, bi := 0, 0, 0
	row := make([]int, len(b)+1)
	for i := range a {
		diag := 0
		for j := range b {
			d := diag
			diag = row[j+1]
			row[j+1] = 0
			if a[i] == b[j] {
				row[j+1] = d + 1
				if d+1 > best {
					best, ai, bi = d+1, i-d, j-d
				}
			}
		}
	}
	if best == 0 {
		return 0
	}
	return best + common(a[:ai], b[:bi]) + common(a[ai+best:], b[bi+best:])
}

func similar(a, b string) float64 {
	a, b = plainForm(a), plainForm(b)
	if (a == "") != (b == "") {
		return 0
	}
	return ratio(a, b)
}

// headLike compares headings over the length of the shorter one as well.
func headLike(a, b string) float64 {
	x, y := []rune(plainForm(a)), []rune(plainForm(b))
	s := similar(a, b)
	if k := min(len(x), len(y)); k >= 18 {
		s = max(s, ratio(string(x[:k]), string(y[:k])))
	}
	return s
}

func labelForm(id string) string {
	id = strings.NewReplacer("điều", "đ", "chương", "c", "mục", "m", "phần", "p").Replace(strings.ToLower(id))
	return strings.Trim(others.ReplaceAllString(id, ""), ".")
}

// score is a pair of counts for precision and recall.
type score struct{ hit, gold, found int }

func (s score) f1() float64 {
	if s.gold+s.found == 0 {
		return 1
	}
	return 2 * float64(s.hit) / float64(s.gold+s.found)
}

// matchUp pairs gold with found greedily, best first.
func matchUp(gold, found int, like func(i, j int) float64, least float64) map[int]int {
	pairs := map[int]int{}
	taken := map[int]bool{}
	for level := 1.0; level >= least; level -= 0.02 {
		for i := range gold {
			if _, ok := pairs[i]; ok {
				continue
			}
			for j := range found {
				if !taken[j] && like(i, j) >= level {
					pairs[i], taken[j] = j, true
					break
				}
			}
		}
	}
	return pairs
}

// report is how one document scores.
type report struct {
	header                           score
	signer, recipient, section, path score
	missed                           []string
}

// strip takes the accents off.
func strip(s string) string {
	s = strings.NewReplacer("đ", "d", "Đ", "D").Replace(norm.NFD.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

func scoreOutline(o *plan.Outline, facts []fact, accentless bool) report {
	bare = accentless
	var r report
	t := o.Text
	by := map[string][]fact{}
	for _, f := range facts {
		by[f.Kind] = append(by[f.Kind], f)
	}
	for _, f := range by["header"] {
		r.header.gold++
		got, ok := headerField(o, f)
		if ok {
			r.header.hit++
		} else {
			r.missed = append(r.missed, fmt.Sprintf("header %s: want %q got %q", f.Field, f.Value, got))
		}
	}
	r.header.found = r.header.gold
	list := func(kind string, least float64, want func(fact) string, got []string) score {
		m := matchUp(len(by[kind]), len(got), func(i, j int) float64 { return similar(want(by[kind][i]), got[j]) }, least)
		for i, f := range by[kind] {
			if _, ok := m[i]; !ok {
				r.missed = append(r.missed, kind+": "+want(f))
			}
		}
		if len(m) < len(got) {
			r.missed = append(r.missed, fmt.Sprintf("%s found: %q", kind, got))
		}
		return score{len(m), len(by[kind]), len(got)}
	}
	var names, recipients []string
	for _, s := range o.Foot.Signers {
		names = append(names, t.Join(s.Name))
	}
	for _, x := range o.Foot.Recipients {
		recipients = append(recipients, t.Join(x))
	}
	r.signer = list("signer", 0.85, func(f fact) string { return f.Name }, names)
	r.recipient = list("recipient", 0.8, func(f fact) string { return f.Value }, recipients)
	r.scoreSections(o, by["section"])
	return r
}

var letterID = regexp.MustCompile(`(^|\.)[a-zđ]{1,2}$`)

func (r *report) scoreSections(o *plan.Outline, gold []fact) {
	ids := map[string]bool{}
	for _, g := range gold {
		ids[labelForm(g.ID)] = true
	}
	type found struct{ id, title string }
	var all []found
	plan.Walk(o.Sections, func(s, _ *plan.Section) {
		title := o.Text.Join(s.Title)
		if title == "" && len(s.Paras) > 0 {
			title = o.Text.Join(s.Paras[0])
		}
		l := labelForm(s.ID)
		known := ids[l] || !letterID.MatchString(l)
		for _, g := range gold {
			known = known || headLike(title, g.Title) >= 0.85
		}
		if known && !strings.HasPrefix(l, "preamble") {
			all = append(all, found{s.ID, title})
		}
	})
	labels, foundLabels := make([]string, len(gold)), make([]string, len(all))
	for i := range gold {
		labels[i] = labelForm(gold[i].ID)
	}
	for j := range all {
		foundLabels[j] = labelForm(all[j].id)
	}
	m := matchUp(len(gold), len(all), func(i, j int) float64 {
		if labels[i] != foundLabels[j] {
			return 0 // half of what is needed at most
		}
		return (1 + headLike(gold[i].Title, all[j].title)) / 2
	}, 0.7)
	r.section = score{len(m), len(gold), len(all)}
	r.path = r.section
	r.path.hit = 0
	used := map[int]bool{}
	for i, g := range gold {
		j, ok := m[i]
		used[j] = used[j] || ok
		if ok && labelForm(g.ID) == labelForm(all[j].id) {
			r.path.hit++
		} else {
			r.missed = append(r.missed, fmt.Sprintf("section %s %s", g.ID, g.Title))
		}
	}
	for j, x := range all {
		if !used[j] {
			r.missed = append(r.missed, fmt.Sprintf("section found [%s] %s", x.id, x.title))
		}
	}
}

// headerField reads a field roughly from its block: whether the block is the right one.
func headerField(o *plan.Outline, f fact) (string, bool) {
	t, h := o.Text, o.Head
	switch f.Field {
	case "number":
		got := t.Join(h.Number)
		return got, strings.HasSuffix(plainForm(got), plainForm(f.Value))
	case "type":
		got := t.Join(h.Type)
		if f.Value == "CV" { // an official letter has no line of type
			return got, got == ""
		}
		for _, row := range dictionaries.Table("doctypes", 2) {
			if row[0] == f.Value {
				return got, ratio(letters.Fold(got), letters.Fold(row[1])) > 0.7
			}
		}
		return got, false
	case "level":
		return o.Rules, o.Rules == f.Value
	case "issuer":
		got := t.Join(h.Issuer)
		return got, similar(got, f.Value) >= 0.85
	case "place":
		got, _, _ := strings.Cut(t.Join(h.Dateline), ",")
		return got, similar(got, f.Value) >= 0.85
	case "date":
		got := t.Join(h.Dateline)
		n := regexp.MustCompile(`\d+`).FindAllString(got, -1)
		return got, len(n) == 3 && fmt.Sprintf("%s-%02s-%02s", n[2], n[1], n[0]) == f.Value
	case "subject":
		got := t.Join(h.Subject)
		return got, similar(got, f.Value) >= 0.85
	}
	return "", false
}

// sharedFolder returns the folder with the gold documents, which is not part of the
// repository.
func sharedFolder(t *testing.T) string {
	dir := os.Getenv("VANBAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	docs, _ := filepath.Glob(filepath.Join(dir, "gold", "docs", "*", "facts.jsonl"))
	if len(docs) == 0 {
		t.Skipf("no gold documents in %s; set VANBAN_SHARED to the shared folder", dir)
	}
	return dir
}

// readText reads a scan as it stands, or as a restorer left it in the folder VANBAN_RESTORED:
// <document>.json with the words and lines of the text.
func readText(t *testing.T, dir, file string) *text.Text {
	name := file
	if file == "restored" {
		name = "scan.txt"
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil
	}
	src := text.NewSource(name, b)
	if file != "restored" {
		return text.Plain(src)
	}
	j, err := os.ReadFile(filepath.Join(os.Getenv("VANBAN_RESTORED"), filepath.Base(dir)+".json"))
	if err != nil {
		return nil
	}
	restored := &text.Text{Source: src}
	if err := json.Unmarshal(j, restored); err != nil {
		t.Fatal(err)
	}
	return restored
}

// TestGoldDocuments scores the outline on whole documents: on the printed text, which the bars
// are for, and on the scan, restored or not, which is shown only.
func TestGoldDocuments(t *testing.T) {
	docs, _ := filepath.Glob(filepath.Join(sharedFolder(t), "gold", "docs", "*"))
	for _, file := range []string{"gold.txt", "scan.txt", "restored"} {
		t.Run(file, func(t *testing.T) {
			var sum [5]float64
			n := 0
			for _, dir := range docs {
				txt := readText(t, dir, file)
				if txt == nil {
					continue
				}
				r := scoreOutline(Split(txt), readFacts(t, filepath.Join(dir, "facts.jsonl")), file == "scan.txt")
				t.Logf("%-24s header %.2f signer %.2f recipient %.2f section %.3f path %.3f", filepath.Base(dir),
					r.header.f1(), r.signer.f1(), r.recipient.f1(), r.section.f1(), r.path.f1())
				for _, m := range r.missed {
					t.Logf("    %s", m)
				}
				for i, s := range []score{r.header, r.signer, r.recipient, r.section, r.path} {
					sum[i] += s.f1()
				}
				n++
			}
			k := float64(max(n, 1))
			t.Logf("%-24s header %.3f signer %.3f recipient %.3f section %.3f path %.3f", "MEAN", sum[0]/k, sum[1]/k, sum[2]/k, sum[3]/k, sum[4]/k)
			if bar := 0.99; file == "gold.txt" && sum[3]/k < bar {
				t.Errorf("sections on printed text: F1 %.3f, want %.2f", sum[3]/k, bar)
			}
		})
	}
}

// TestInventedDocuments scores the outline on whole documents of our own invention, whose kinds
// the gold documents lack. The scans came out of OCR.
func TestInventedDocuments(t *testing.T) {
	docs, _ := filepath.Glob(filepath.Join("testdata", "*", "facts.jsonl"))
	if len(docs) == 0 {
		t.Fatal("no documents in testdata")
	}
	for _, facts := range docs {
		dir := filepath.Dir(facts)
		for _, file := range []string{"gold.txt", "scan.txt", "restored"} {
			txt := readText(t, dir, file)
			if txt == nil {
				continue
			}
			r := scoreOutline(Split(txt), readFacts(t, facts), file == "scan.txt")
			t.Logf("%-8s %-20s header %.2f signer %.2f recipient %.2f section %.3f path %.3f", file, filepath.Base(dir),
				r.header.f1(), r.signer.f1(), r.recipient.f1(), r.section.f1(), r.path.f1())
			for _, m := range r.missed {
				t.Logf("    %s", m)
			}
			if file == "gold.txt" && (r.section.f1() < 0.99 || r.header.f1() < 0.99 || r.signer.f1() < 0.99 || r.recipient.f1() < 0.99) {
				t.Errorf("%s: the printed text is not read right", dir)
			}
		}
	}
}
