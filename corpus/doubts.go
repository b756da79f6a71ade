package corpus

import (
	"encoding/json"
	"fmt"
	"strings"

	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// doubt is a word of a scan that may read otherwise. They are kept beside the YAML, which has
// one reading only, so that the index can be built again with all of them.
type doubt struct {
	Bytes [2]int   `json:"bytes"` // of the scan, half-open
	Word  string   `json:"word"`
	Or    []string `json:"or"` // other readings, best first
}

// Which words are doubtful, and which of their readings are kept.
const (
	doubtBelow = 0.9  // confidence of the word
	keptAbove  = 0.01 // confidence of another reading
	maxKept    = 3
)

// doubts returns the doubtful words that may read otherwise.
func doubts(t *text.Text) []doubt {
	var out []doubt
	for _, w := range t.Words {
		if w.Sure >= doubtBelow || w.Kind == text.Junk || w.Kind == text.Punct {
			continue
		}
		d := doubt{Bytes: [2]int{w.Raw.Start, w.Raw.End}, Word: w.Text}
		for _, a := range w.Alts {
			if a.Sure >= keptAbove && len(d.Or) < maxKept && syllable.Key(a.Text) != syllable.Key(w.Text) {
				d.Or = append(d.Or, a.Text)
			}
		}
		if len(d.Or) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// encodeDoubts writes a line of JSON for each word.
func encodeDoubts(list []doubt) ([]byte, error) {
	var b strings.Builder
	for _, d := range list {
		line, err := json.Marshal(d)
		if err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		b.Write(append(line, '\n'))
	}
	return []byte(b.String()), nil
}

// readDoubts reads the doubtful words of an entry; one stored by an earlier version has none.
func readDoubts(dir string, e Entry) ([]doubt, error) {
	if e.Doubts.Path == "" {
		return nil, nil
	}
	b, err := readFile(dir, e.Doubts)
	if err != nil {
		return nil, err
	}
	var out []doubt
	for line := range strings.Lines(string(b)) {
		var d doubt
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			return nil, fmt.Errorf("%s: %w: %s: %w", e.ID, ErrDamaged, e.Doubts.Path, err)
		}
		out = append(out, d)
	}
	return out, nil
}
