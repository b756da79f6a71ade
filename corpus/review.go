package corpus

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"
	"golang.org/x/text/unicode/norm"

	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// The names of what readers add to an archive. reviews/ has a file a scan, named by its hash,
// so that it outlives any number of readings of the scan; its lock is not that of the archive,
// because a reader does not wait for an ingest.
const (
	reviewsDir     = "reviews"
	dictionaryName = "dictionary.tsv"
	reviewSchema   = "vanban.review/v1"
)

// ErrCorrection is a correction that does not fit its document.
var ErrCorrection = errors.New("no such word")

// Correction is what a reader says that a stretch of a scan reads, or what the value of a fact is.
// It never changes the scan.
type Correction struct {
	Fact   string    `json:"fact,omitempty"`  // document, target, task; empty: a stretch of the scan
	ID     string    `json:"id,omitempty"`    // of the fact
	Field  string    `json:"field,omitempty"` // of the fact, by its key in the YAML; empty: the fact itself
	Bytes  [2]int    `json:"bytes"`           // of the scan, half-open; both 0 for the document's own description
	Line   int       `json:"line"`            // of the scan, from 1; 0 for the document's own description
	Scan   string    `json:"scan"`            // what the scan has there; empty for a fact
	Before string    `json:"before"`          // what it was read as until then
	After  string    `json:"after"`           // what it reads; empty: it was never printed, or is no such fact
	Who    string    `json:"who"`
	When   time.Time `json:"when"`
}

// IsFact reports a correction of a fact, and not of words.
func (c *Correction) IsFact() bool { return c.Fact != "" }

// review is the file of a scan's corrections.
type review struct {
	Schema      string       `json:"schema"`
	Original    string       `json:"original"` // SHA-256 of the scan
	Applied     int          `json:"applied"`  // corrections that the YAML and the index have
	Corrections []Correction `json:"corrections"`
}

func reviewPath(sum string) string { return reviewsDir + "/" + sum + ".json" }

func readReview(dir, sum string) (*review, error) {
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(reviewPath(sum))))
	if errors.Is(err, fs.ErrNotExist) {
		return &review{Schema: reviewSchema, Original: sum}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	var r review
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("%s: %w: %s: %w", dir, ErrDamaged, reviewPath(sum), err)
	}
	if r.Schema != reviewSchema || r.Original != sum {
		return nil, fmt.Errorf("%s: %w: %s is of another program or scan", dir, ErrDamaged, reviewPath(sum))
	}
	return &r, nil
}

// Corrections returns the corrections of a scan, oldest first.
func Corrections(dir, sum string) ([]Correction, error) {
	r, err := readReview(dir, sum)
	if err != nil {
		return nil, err
	}
	return r.Corrections, nil
}

// Review returns the restored text with the corrections of its scan, and those of them that
// found their words. The text given is not changed.
func Review(t *text.Text, list []Correction) (*text.Text, []Correction) {
	var done []Correction
	out := *t
	for _, c := range list {
		i, j, ok := wordsOf(out.Words, c.Bytes)
		if c.IsFact() || !ok || t.Raw(text.Span{Start: c.Bytes[0], End: c.Bytes[1]}) != c.Scan {
			continue
		}
		out.Words = slices.Concat(out.Words[:i], corrected(out.Words[i:j], c.After), out.Words[j:])
		done = append(done, c)
	}
	if len(done) > 0 {
		out.Lines = linesOf(out.Words, len(t.Lines))
	}
	return &out, done
}

// Reviewed returns the restored text of a scan with all that readers corrected in it.
func Reviewed(dir, sum string, t *text.Text) (*text.Text, error) {
	list, err := Corrections(dir, sum)
	if err != nil {
		return nil, err
	}
	t, _ = Review(t, list)
	return t, nil
}

// wordsOf returns the half-open range of words that fill the bytes from the first to the last.
func wordsOf(words []text.Word, b [2]int) (i, j int, ok bool) {
	i, ok = slices.BinarySearchFunc(words, b[0], func(w text.Word, at int) int { return cmp.Compare(w.Raw.Start, at) })
	if !ok {
		return 0, 0, false
	}
	for j = i; j < len(words) && words[j].Raw.End <= b[1] && words[j].Line == words[i].Line; j++ {
		if words[j].Raw.End == b[1] {
			return i, j + 1, true
		}
	}
	return 0, 0, false
}

// corrected returns what stands in place of the words old: the words of the right text, which
// share the bytes of the old ones, or the old ones as junk if there is none. What the words
// were read as remains as their alternative.
func corrected(old []text.Word, after string) []text.Word {
	if after == "" {
		out := slices.Clone(old)
		for i := range out {
			out[i].Kind, out[i].Sure = text.Junk, 1
		}
		return out
	}
	tokens := text.Tokens(after, 0)
	spans := share(text.Span{Start: old[0].Raw.Start, End: old[len(old)-1].Raw.End}, len(tokens))
	if spans == nil {
		tokens, spans = tokens[:1], []text.Span{{Start: old[0].Raw.Start, End: old[len(old)-1].Raw.End}}
		tokens[0].Span.End = len(after)
	}
	var out []text.Word
	for i, k := range tokens {
		out = append(out, text.Word{Raw: spans[i], Text: after[k.Span.Start:k.Span.End], Sure: 1, Line: old[0].Line, Kind: k.Kind, Space: k.Space})
	}
	out[0].Space = old[0].Space
	if len(out) == 1 && len(old) == 1 && old[0].Text != out[0].Text {
		out[0].Alts = []text.Alt{{Text: old[0].Text}}
	}
	return out
}

// share parts a span into n, none of them empty; nil if it is too short.
func share(s text.Span, n int) []text.Span {
	if n < 1 || s.Len() < n {
		return nil
	}
	var out []text.Span
	for i := range n {
		out = append(out, text.Span{Start: s.Start + i*s.Len()/n, End: s.Start + (i+1)*s.Len()/n})
	}
	return out
}

// linesOf returns the words of each line.
func linesOf(words []text.Word, lines int) []text.Range {
	out := make([]text.Range, lines)
	i := 0
	for l := range out {
		start := i
		for i < len(words) && words[i].Line == l {
			i++
		}
		out[l] = text.Range{Start: start, End: i}
	}
	return out
}

// maxCorrection is the length in characters of what a reader may write for a word.
const maxCorrection = 100

// CleanCorrection returns what a reader wrote as it is stored: NFC, single spaces. ok is false
// for what no print has, such as control characters, and for what is too long.
func CleanCorrection(s string) (clean string, ok bool) { return cleaned(s, maxCorrection) }

// maxValue is the length in characters of the value of a fact.
const maxValue = 1000

// CleanValue is CleanCorrection for the value of a fact.
func CleanValue(s string) (clean string, ok bool) { return cleaned(s, maxValue) }

func cleaned(s string, most int) (clean string, ok bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", " "), "\n", " ") // of a text area
	if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }) {
		return "", false
	}
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	return s, utf8.RuneCountInString(s) <= most
}

// Correct stores a correction of a word of the text, which is the scan as it is read now, with
// all earlier corrections. It teaches the dictionary of the archive too, where the misreading
// is no word itself. Before, Line and Scan are filled in. A correction whose words are not
// there is an error that wraps ErrCorrection.
func Correct(dir, sum string, t *text.Text, c Correction) (Correction, error) {
	i, j, ok := wordsOf(t.Words, c.Bytes)
	if !ok {
		return c, fmt.Errorf("bytes %d to %d: %w", c.Bytes[0], c.Bytes[1], ErrCorrection)
	}
	words := t.Words[i:j]
	c.Fact, c.ID, c.Field = "", "", ""
	c.Line, c.Scan = words[0].Line+1, t.Raw(text.Span{Start: c.Bytes[0], End: c.Bytes[1]})
	c.Before = t.String(text.Range{Start: i, End: j})
	c.When = c.When.UTC().Truncate(time.Second)
	return c, changeReview(dir, sum, func(r *review) error {
		undone := slices.ContainsFunc(r.Corrections, func(old Correction) bool {
			return !old.IsFact() && old.Bytes == c.Bytes && old.Before == c.After
		})
		r.Corrections = append(r.Corrections, c)
		return teach(dir, c, undone)
	})
}

// changeReview changes the corrections of a scan as a whole or not at all.
func changeReview(dir, sum string, change func(*review) error) error {
	if err := os.MkdirAll(filepath.Join(dir, reviewsDir), 0o755); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	l := flock.New(filepath.Join(dir, reviewsDir, lockName))
	if err := l.Lock(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer l.Unlock()
	r, err := readReview(dir, sum)
	if err != nil {
		return err
	}
	if err := change(r); err != nil {
		return err
	}
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	if err := writeFile(dir, reviewPath(sum), append(b, '\n')); err != nil {
		return err
	}
	return syncDir(filepath.Join(dir, reviewsDir))
}

// Unapplied returns the scans whose corrections the YAML and the index do not all have.
func Unapplied(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(escapeGlob(dir), reviewsDir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	var out []string
	for _, name := range names {
		sum := strings.TrimSuffix(filepath.Base(name), ".json")
		r, err := readReview(dir, sum)
		if err != nil {
			return nil, err
		}
		if r.Applied < len(r.Corrections) {
			out = append(out, sum)
		}
	}
	return out, nil
}

// escapeGlob makes a path match itself only.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// applied records that the YAML and the index have the first n corrections of a scan.
func applied(dir, sum string, n int) error {
	return changeReview(dir, sum, func(r *review) error {
		r.Applied = max(r.Applied, min(n, len(r.Corrections)))
		return nil
	})
}

// DictionaryPath returns where the dictionary of the archive is: what its readers corrected, a
// damaged and the right word a line, parted by a tab. Other lines are the archivist's own.
// There may be no such file.
func DictionaryPath(dir string) string { return filepath.Join(dir, dictionaryName) }

// teach enters a correction into the dictionary of the archive, in place of any other reading
// of the same misreading; a correction that was undone is taken out. Only what no other
// document can mean otherwise is taught.
func teach(dir string, c Correction, undone bool) error {
	if !teachable(c) && !undone {
		return nil
	}
	old, err := os.ReadFile(DictionaryPath(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("archive: %w", err)
	}
	var b bytes.Buffer
	for line := range strings.Lines(string(old)) {
		if !strings.HasPrefix(line, c.Scan+"\t") {
			b.WriteString(strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	if !undone {
		fmt.Fprintf(&b, "%s\t%s\n", c.Scan, c.After)
	}
	if bytes.Equal(b.Bytes(), old) {
		return nil
	}
	return writeFile(dir, dictionaryName, b.Bytes())
}

// teachable reports whether a misreading is one word of letters that no scan without marks has
// for another word, and is right as one word.
func teachable(c Correction) bool {
	bad, right := text.Tokens(c.Scan, 0), text.Tokens(c.After, 0)
	return len(bad) == 1 && len(right) == 1 && bad[0].Kind == text.Syllable && right[0].Kind == text.Syllable &&
		!strings.HasPrefix(c.Scan, "#") && utf8.RuneCountInString(c.Scan) >= 3 && !syllableUnmarked("", strings.ToLower(c.Scan))
}

// marks are the letters that a scan without marks may have for others.
var marks = map[rune]string{'a': "aăâ", 'e': "eê", 'o': "oôơ", 'u': "uư", 'd': "dđ"}

const (
	maxSyllable = 7        // letters: nghiêng
	acute       = "\u0301" // the tone that every rhyme takes
)

// syllableUnmarked reports whether done and rest together are a possible syllable once some
// letters of rest have their marks.
func syllableUnmarked(done, rest string) bool {
	if utf8.RuneCountInString(done+rest) > maxSyllable {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest)
	if n == 0 {
		return syllable.Valid(done) || syllable.Valid(done+acute)
	}
	for _, v := range cmp.Or(marks[r], string(r)) {
		if syllableUnmarked(done+string(v), rest[n:]) {
			return true
		}
	}
	return false
}
