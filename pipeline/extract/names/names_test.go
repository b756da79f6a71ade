package names_test

import (
	"testing"

	"vanban/pipeline/extract/names"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

func TestSpell(t *testing.T) {
	n := names.Load()
	for _, c := range []struct{ scan, restored, want string }{
		{"Tran", "Trận", "Trần"},       // no name word
		{"LÊ", "LÊ", "Lê"},             // in capitals
		{"Nguyễn", "Nguyễn", "Nguyễn"}, // as it stands
		{"Krông", "Krông", "Krông"},    // unknown, kept
	} {
		src := text.NewSource("test", []byte(c.scan+" An"))
		txt := text.Plain(src)
		txt.Words[0].Text = c.restored
		p := phrase.NewReader(txt).Passage(text.Ranges{{Start: 0, End: 2}})
		if got := n.Spell(txt, p); got != c.want+" An" {
			t.Errorf("%s read as %s is %q, want %q", c.scan, c.restored, got, c.want+" An")
		}
	}
	if !n.Surname("phạm") || n.Surname("và") {
		t.Error("family names")
	}
}
