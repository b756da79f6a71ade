package corpus

import (
	"strings"

	"vanban/corpus/index"
	"vanban/pipeline/plan"
)

// passages returns what the index holds of a document: its head and its sections.
func passages(e Entry, d *plan.Document) []index.Passage {
	base := index.Passage{Document: e.ID, Type: e.Type, Issuer: e.Issuer, Date: e.Date}
	head := base
	head.ID, head.Title, head.Number, head.Text = e.ID, e.Title, e.Number, headText(&d.Head)
	head.Lines = [2]int{1, d.Source.Lines}
	out := []index.Passage{head}
	var walk func([]plan.SectionText)
	walk = func(list []plan.SectionText) {
		for _, s := range list {
			p := base
			p.ID, p.Section, p.Title, p.Lines = e.ID+"#"+s.ID, s.ID, s.Title, s.At.Lines
			p.Text = strings.Join(s.Text, "\n")
			out = append(out, p)
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	return out
}

// headText returns what the head and the foot say, a line an item.
func headText(h *plan.Header) string {
	lines := []string{strings.TrimSpace(h.TypeName + " " + h.Number), h.Issuer, h.Place}
	for _, s := range h.Signers {
		lines = append(lines, strings.TrimSpace(s.Capacity+" "+s.Title+" "+s.Name))
	}
	lines = append(lines, h.Recipients...)
	var b strings.Builder
	for _, l := range lines {
		if l != "" {
			b.WriteString(l + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
