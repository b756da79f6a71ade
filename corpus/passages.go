package corpus

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
)

// passages returns what the index holds of a document: its head and its sections.
func passages(e Entry, d *plan.Document, doubtful []doubt) []index.Passage {
	base := index.Passage{Document: e.ID, Type: e.Type, Issuer: e.Issuer, Date: e.Date, Level: d.Head.Level, Grade: e.Grade}
	head := base
	head.ID, head.Title, head.Number, head.Text = e.ID, e.Title, e.Number, headText(&d.Head)
	head.Lines = [2]int{1, d.Source.Lines}
	head.Organizations, head.Places = nonEmpty(d.Head.Issuer), nonEmpty(d.Head.Place)
	out := []index.Passage{head}
	at := newFactsAt(d, doubtful)
	var walk func(list []plan.SectionText, above string)
	walk = func(list []plan.SectionText, above string) {
		for i := range list {
			s := &list[i]
			p := base
			p.ID, p.Section, p.Title, p.Lines, p.Sure = e.ID+"#"+s.ID, s.ID, s.Title, s.At.Lines, s.At.Sure
			p.Text, p.Above = strings.Join(s.Text, "\n"), above
			at.add(&p, s)
			out = append(out, p)
			walk(s.Sections, strings.TrimSpace(above+"\n"+s.Title))
		}
	}
	walk(d.Sections, "")
	return out
}

func nonEmpty(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// factsAt tells what was found in a section: promises and tasks by its id, names by their place.
type factsAt struct {
	d        *plan.Document
	targets  map[string]int
	due      map[string][]string
	doubtful []doubt
}

func newFactsAt(d *plan.Document, doubtful []doubt) *factsAt {
	f := &factsAt{d, map[string]int{}, map[string][]string{}, doubtful}
	for _, t := range d.Targets {
		f.targets[t.Section]++
		f.addDue(t.Section, t.Due)
	}
	for _, t := range d.Tasks {
		f.addDue(t.Section, t.Due)
	}
	return f
}

func (f *factsAt) addDue(section string, d *plan.Due) {
	if y := dueYear(d); y != 0 && !slices.Contains(f.due[section], strconv.Itoa(y)) {
		f.due[section] = append(f.due[section], strconv.Itoa(y))
	}
}

// add fills in what was found in the section of a passage.
func (f *factsAt) add(p *index.Passage, s *plan.SectionText) {
	p.Targets, p.Due = f.targets[s.ID], f.due[s.ID]
	for _, x := range f.d.Entities.Places {
		if mentioned(x.Mentions, s.At) {
			p.Places = append(p.Places, x.Name)
		}
	}
	for _, x := range f.d.Entities.Organizations {
		if mentioned(x.Mentions, s.At) {
			p.Organizations = append(p.Organizations, x.Name)
		}
	}
	for _, x := range f.doubtful {
		if inside(x.Bytes, s.At.Bytes) {
			p.Doubts = append(p.Doubts, index.Doubt{Word: x.Word, Or: x.Or})
		}
	}
}

func inside(in, of [2]int) bool { return in[0] >= of[0] && in[1] <= of[1] }

func mentioned(list []plan.At, at plan.At) bool {
	return slices.ContainsFunc(list, func(m plan.At) bool { return inside(m.Bytes, at.Bytes) })
}

// dueYear returns the year of a deadline, 0 where it gives none.
func dueYear(d *plan.Due) int {
	if d == nil {
		return 0
	}
	for _, s := range []string{d.Date, d.Month, d.Quarter} {
		if y, err := strconv.Atoi(s[:min(4, len(s))]); err == nil {
			return y
		}
	}
	return d.Year
}

// dated returns a date as a head has it, after the place.
func dated(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return t.Format(", ngày 2/1/2006")
}

// headText returns what the head and the foot say, a line an item.
func headText(h *plan.Header) string {
	lines := []string{strings.TrimSpace(h.TypeName + " " + h.Number), h.Issuer, strings.TrimPrefix(h.Place+dated(h.Date), ", ")}
	for _, s := range h.Signers {
		lines = append(lines, strings.Join(strings.Fields("Người ký: "+s.Capacity+" "+s.Title+" "+s.Name), " "))
	}
	if len(h.Recipients) > 0 {
		lines = append(lines, "Nơi nhận: "+strings.Join(h.Recipients, "; "))
	}
	var b strings.Builder
	for _, l := range lines {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
