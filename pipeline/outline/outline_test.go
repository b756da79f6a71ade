package outline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// check returns what is wrong with an outline: each word that is not junk lies in exactly one
// part, ranges are in bounds, and identities are unique.
func check(o *plan.Outline) error {
	t := o.Text
	where := make([]string, len(t.Words))
	var err error
	claim := func(part string, rs text.Ranges) {
		for _, r := range rs {
			if r.Start < 0 || r.End > len(t.Words) || r.Start >= r.End {
				err = fmt.Errorf("%s: range %v of %d words", part, r, len(t.Words))
				return
			}
			for i := r.Start; i < r.End; i++ {
				if t.Words[i].Kind == text.Junk {
					continue
				}
				if where[i] != "" {
					err = fmt.Errorf("word %d %q lies in %s and in %s", i, t.Words[i].Text, where[i], part)
				}
				where[i] = part
			}
		}
	}
	h := o.Head
	for part, rs := range map[string]text.Ranges{
		"motto": h.Motto, "parent": h.Parent, "issuer": h.Issuer, "number": h.Number, "dateline": h.Dateline,
		"type": h.Type, "subject": h.Subject, "head": h.Other, "foot": o.Foot.Other, "margin": text.Ranges(o.Margin),
	} {
		claim(part, rs)
	}
	for _, s := range o.Foot.Signers {
		claim("capacity", s.Capacity)
		claim("title", s.Title)
		claim("name", s.Name)
	}
	for _, r := range o.Foot.Recipients {
		claim("recipient", r)
	}
	ids := map[string]bool{}
	plan.Walk(o.Sections, func(s, _ *plan.Section) {
		if ids[s.ID] || s.ID == "" || s.Kind == "" {
			err = fmt.Errorf("section %q of kind %q: empty or twice", s.ID, s.Kind)
		}
		ids[s.ID] = true
		claim("section "+s.ID, s.Passage())
		if s.RunIn && (len(s.Title) == 0 || len(s.Paras) == 0) {
			err = fmt.Errorf("section %s runs in without title or text", s.ID)
		}
	})
	for i, part := range where {
		if part == "" && t.Words[i].Kind != text.Junk {
			return fmt.Errorf("word %d %q of line %d lies nowhere", i, t.Words[i].Text, t.Words[i].Line+1)
		}
	}
	return err
}

// spoil takes every n-th word for junk, as a restorer may.
func spoil(t *text.Text, n int) *text.Text {
	for i := range t.Words {
		if n > 1 && i%n == n-1 {
			t.Words[i].Kind = text.Junk
		}
	}
	return t
}

func FuzzSplit(f *testing.F) {
	docs, _ := filepath.Glob(filepath.Join("testdata", "*", "scan.txt"))
	for _, doc := range docs {
		b, err := os.ReadFile(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, 0)
		f.Add(b, 5)
	}
	for _, s := range []string{
		"", "\n\n", "1.", "I. A\n1. B\na) c\n1.1. D\n- e: f\n- g: h\n", "Điều 1. A\nĐiều 1. B", "Nơi nhận:\n- A;\n- Lưu: VT.",
		"PHỤ LỤC I\nPHỤ LỤC", "KẾ HOẠCH\n\n\n", "Số 1-KH/TU", "TM. ỦY BAN NHÂN DÂN", "...\n)\n(\n-\n©", "a)\na)\na)", "Phần thứ nhất\nI", "“1. A”", "\u0301 \ufffd",
	} {
		f.Add([]byte(s), 3)
	}
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		txt := spoil(text.Plain(text.NewSource("x", []byte(strings.ToValidUTF8(string(b), "?")))), n%50)
		o := Split(txt)
		if err := check(o); err != nil {
			t.Fatal(err)
		}
		if show(o) != show(Split(txt)) {
			t.Fatal("not the same twice")
		}
	})
}

// TestOtherTexts shows that a text that is no administrative document is one section of kind
// Other without head or foot.
func TestOtherTexts(t *testing.T) {
	for name, s := range map[string]string{
		"novel":   "Trời về chiều, khói bếp lan trên mái rạ.\n- Con đi đâu về đấy? - bà hỏi.\n- Dạ, con ra bến sông. Người ta bảo: thuyền đã về.\n- Thế à: vào ăn cơm đi.\nHai bà cháu ngồi bên mâm, không ai nói gì nữa.\n",
		"table":   "1 12,5 33 41\n2 13,0 35 40\n3 14,2 36 39\n4 15,1 38 37\n",
		"english": "THE COMMITTEE REPORT\nThe committee met on Monday.\n1. The minutes were read.\n2. The budget was approved.\n3. The meeting was closed at noon.\n",
		"empty":   "\n \n",
	} {
		o := Split(text.Plain(text.NewSource(name, []byte(s))))
		if err := check(o); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(o.Sections) > 1 || len(o.Sections) == 1 && (o.Sections[0].Kind != plan.Other || len(o.Sections[0].Sections) > 0) {
			t.Errorf("%s: sections invented:\n%s", name, show(o))
		}
		if o.Head.Type != nil || o.Head.Number != nil || o.Head.Issuer != nil || len(o.Foot.Signers)+len(o.Foot.Recipients) > 0 {
			t.Errorf("%s: a head or foot invented:\n%s", name, show(o))
		}
	}
}
