package corpus

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vanban/pipeline/text"
)

// box is where a stretch of a scan stands on paper.
type box struct {
	Bytes [2]int `json:"bytes"` // of the scan, half-open
	Page  int    `json:"page"`
	Rect  [4]int `json:"rect,omitzero"`
}

// encodeBoxes writes a line of JSON for each box; nothing where the text itself tells the pages.
func encodeBoxes(src *text.Source) ([]byte, error) {
	if !slices.ContainsFunc(src.Boxes, func(b text.Box) bool { return b.Rect != [4]int{} }) {
		return nil, nil
	}
	var out strings.Builder
	for _, b := range src.Boxes {
		line, err := json.Marshal(box{[2]int{b.Span.Start, b.Span.End}, b.Page, b.Rect})
		if err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		out.Write(append(line, '\n'))
	}
	return []byte(out.String()), nil
}

// readBoxes reads the boxes of an entry that has any.
func readBoxes(dir string, e Entry) ([]text.Box, error) {
	b, err := readFile(dir, e.Boxes)
	if err != nil {
		return nil, err
	}
	var out []text.Box
	for line := range strings.Lines(string(b)) {
		var x box
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			return nil, fmt.Errorf("%s: %w: %s: %w", e.ID, ErrDamaged, e.Boxes.Path, err)
		}
		out = append(out, text.Box{Span: text.Span{Start: x.Bytes[0], End: x.Bytes[1]}, Page: x.Page, Rect: x.Rect})
	}
	return out, nil
}
