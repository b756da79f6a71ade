package outline

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// labelStart is the beginning of a line that bears a label.
var labelStart = regexp.MustCompile(`^((?:Điều|Chương|Mục|Phần) )?([0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,4}|[a-zđ])([.):-])(\s*\S)`)

// hurt damages the label of a line as bad scans do, or drops the line.
func hurt(line string, r *rand.Rand) string {
	m := labelStart.FindStringSubmatch(line)
	if m == nil {
		return line
	}
	name, label, sign, rest := m[1], m[2], m[3], m[4]
	tail := line[len(m[0]):]
	switch n := r.IntN(100); {
	case n < 12:
		return ""
	case n < 18:
		if d := strings.IndexAny("1234567890", label[len(label)-1:]); d >= 0 {
			label = label[:len(label)-1] + "4387185360"[d:d+1]
		}
	case n < 24:
		sign = []string{",", ";", ":"}[r.IntN(3)]
	case n < 32:
		name = []string{"“", ": ", ". ", "' ", "_"}[r.IntN(5)] + name
	case n < 36:
		label = strings.ReplaceAll(label, "II", "H")
	}
	return name + label + sign + rest + tail
}

// paths lists the sections of an outline by their titles.
func paths(o *plan.Outline) map[string]string {
	m := map[string]string{}
	plan.Walk(o.Sections, func(s, _ *plan.Section) {
		title := letters.Fold(o.Text.Join(s.Title))
		m[title[:min(len(title), 24)]] = s.ID
	})
	return m
}

// TestDamagedLabels drops one in eight label lines of whole documents and damages one in four:
// nearly all the others must keep their places.
func TestDamagedLabels(t *testing.T) {
	docs, _ := filepath.Glob(filepath.Join("testdata", "*", "gold.txt"))
	if extra := os.Getenv("DAMAGED"); extra != "" {
		docs, _ = filepath.Glob(extra)
	}
	kept, right := 0, 0
	for _, doc := range docs {
		b, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		want := paths(Split(text.Plain(text.NewSource("gold", b))))
		docKept, docRight := 0, 0
		for seed := range uint64(20) {
			r := rand.New(rand.NewPCG(seed, 7))
			var damaged bytes.Buffer
			for line := range strings.Lines(string(b)) {
				damaged.WriteString(hurt(line, r))
			}
			n, ok := 0, 0
			for title, id := range paths(Split(text.Plain(text.NewSource("damaged", damaged.Bytes())))) {
				if w, known := want[title]; known && title != "" {
					n++
					if w == id {
						ok++
					} else if testing.Verbose() && seed < 4 {
						t.Logf("   %s: got %s, want %s", title, id, w)
					}
				}
			}
			docKept, docRight = docKept+n, docRight+ok
			kept, right = kept+n, right+ok
		}
		t.Logf("%-40s %.3f", doc, float64(docRight)/float64(docKept))
	}
	share := float64(right) / float64(kept)
	t.Logf("%.3f of the sections that are left are in their places", share)
	if share < 0.9 {
		t.Error("want 0.9")
	}
}
