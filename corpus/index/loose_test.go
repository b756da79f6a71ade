package index_test

import (
	"strings"
	"testing"

	"vanban/corpus/index"
)

// TestMarks marks what a query means in a text of which the words are known.
func TestMarks(t *testing.T) {
	words := strings.Split("kế hoạch,||từ nay đầu tư công đầu 182-KH/TU KH của Uỷ ban nhân dân", " ")
	words = append(words[:1], append(strings.Split(words[1], "|"), words[2:]...)...)
	for query, want := range map[string]string{
		"ke hoach dau tu": "kế hoạch, đầu tư",
		"đầu tư":          "đầu tư",
		"182 kh tu":       "182-KH/TU",
		"ubnd":            "Uỷ ban nhân dân",
		"từ":              "từ",
		"":                "",
		"!":               "",
	} {
		var got []string
		for i, hit := range index.Marks(query, words) {
			if hit {
				got = append(got, words[i])
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q marks %q, want %q", query, s, want)
		}
	}
}
