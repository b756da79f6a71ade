package corpus

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"vanban/pipeline/text"
)

// FuzzReview corrects any stretch of any scan to anything: the words stay in order, on their
// lines and inside the scan, and the text that was given does not change.
func FuzzReview(f *testing.F) {
	f.Add("Kl hoach nude ta\nco ban", 3, 8, "kế hoạch")
	f.Add("dothi", 0, 5, "đô thị")
	f.Add("x", 0, 1, "một hai ba")
	f.Add("a b", 0, 3, "")
	f.Fuzz(func(t *testing.T, scan string, start, end int, after string) {
		src := text.NewSource("scan", []byte(strings.ToValidUTF8(scan, "?")))
		plain := text.Plain(src)
		before := restoredText(plain)
		after, ok := CleanCorrection(after)
		if start < 0 || end < start || end > len(src.Bytes) || !ok {
			return
		}
		c := Correction{Bytes: [2]int{start, end}, Scan: string(src.Bytes[start:end]), After: after}
		got, done := Review(plain, []Correction{c, c})
		at := 0
		for l, r := range got.Lines {
			for _, w := range got.Words[r.Start:r.End] {
				if w.Raw.Start < at || w.Raw.End <= w.Raw.Start || w.Line != l {
					t.Fatalf("word %+v of line %d after byte %d", w, l, at)
				}
				at = w.Raw.End
			}
		}
		if len(got.Lines) != len(src.Lines) || at > len(src.Bytes) || string(before) != string(restoredText(plain)) {
			t.Fatalf("%d lines, %d bytes", len(got.Lines), at)
		}
		if len(done) > 0 && after != "" && !strings.Contains(got.String(text.Range{End: len(got.Words)}), strings.Fields(after)[0]) {
			t.Fatalf("%q is not in %q", after, got.String(text.Range{End: len(got.Words)}))
		}
	})
}

// TestTeach teaches only what no other document can mean otherwise, and nothing twice.
func TestTeach(t *testing.T) {
	dir := t.TempDir()
	const scan = "Thlrong vV kit truong 12a hoacb\n"
	txt := text.Plain(text.NewSource("scan", []byte(scan)))
	sum := strings.Repeat("0", 64)
	for _, c := range [][2]string{{"Thlrong", "Thương"}, {"Thlrong", "Thường"}, {"vV", "vụ"}, {"kit", "kết"}, {"truong", "trường"}, {"hoacb", "hoạch này"}} {
		at := strings.Index(scan, c[0])
		_, err := Correct(dir, sum, txt, Correction{Bytes: [2]int{at, at + len(c[0])}, After: c[1], Who: "Lan", When: time.Unix(0, 0)})
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(DictionaryPath(dir))
	if err != nil || string(b) != "Thlrong\tThường\n" {
		t.Errorf("%q, error %v", b, err)
	}
	list, err := Corrections(dir, sum)
	if err != nil || len(list) != 6 || list[0].Line != 1 || list[0].Before != "Thlrong" {
		t.Errorf("%+v, error %v", list, err)
	}
	if sums, err := Unapplied(dir); err != nil || len(sums) != 1 || sums[0] != sum {
		t.Errorf("%v, error %v", sums, err)
	}
	if _, err := Correct(dir, sum, txt, Correction{Bytes: [2]int{1, 3}}); !errors.Is(err, ErrCorrection) {
		t.Errorf("error %v", err)
	}
}
