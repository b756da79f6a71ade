package corpus

import (
	"errors"
	"fmt"

	"vanban/pipeline"
)

// Refresh reads the scans with the given hashes again, with all corrections of their readers,
// and commits: then the YAML says what the readers said and a search finds it. A scan that the
// archive no longer has is passed over. Errors are those of Create.
func Refresh(dir string, p *pipeline.Pipeline, sums []string, list ...Option) error {
	w, err := Create(dir, list...)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	for _, sum := range sums {
		if err == nil {
			counts[sum], err = w.refresh(p, sum)
		}
	}
	if err == nil {
		err = w.Commit()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	for sum, n := range counts {
		if err := applied(dir, sum, n); err != nil {
			return err
		}
	}
	return nil
}

// refresh reads one scan again and returns the number of its corrections.
func (w *Writer) refresh(p *pipeline.Pipeline, sum string) (int, error) {
	e, ok := w.shelf.scans[sum]
	if !ok {
		return 0, nil
	}
	list, err := Corrections(w.dir, sum)
	if err != nil {
		return 0, err
	}
	src, err := (&Archive{dir: w.dir}).Original(e)
	if err != nil {
		return 0, err
	}
	t, _ := Review(p.Restore(src), list)
	if _, err := w.Add(t, p.Extract(t)); err != nil {
		return 0, fmt.Errorf("%s: %w", e.ID, err)
	}
	return len(list), nil
}
