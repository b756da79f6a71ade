package restore

import (
	"os"
	"syscall"
	"testing"
	"time"

	"vanban/dictionaries"
	"vanban/pipeline/candidate"
	"vanban/pipeline/channel"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

func testModels() (lm, channels, candidates []byte, own *Dictionary) {
	return dictionaries.LM, dictionaries.Channel, dictionaries.Candidates, nil
}

func newRestorer(t testing.TB) *Restorer {
	r, err := New(testModels())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func realScan(t testing.TB) []byte {
	b, err := os.ReadFile("../../testdata/182-KH-TU/scan.txt")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func syllables(t *text.Text) int {
	n := 0
	for _, w := range t.Words {
		if w.Kind == text.Syllable {
			n++
		}
	}
	return n
}

func bench(b *testing.B, scan []byte, warm bool) {
	r := newRestorer(b)
	src := text.NewSource("scan.txt", scan)
	n := syllables(r.Restore(src))
	b.ReportAllocs()
	var spent time.Duration
	for b.Loop() {
		if !warm {
			b.StopTimer()
			forget(b, r)
			b.StartTimer()
		}
		start := cpu()
		r.Restore(src)
		spent += cpu() - start
	}
	b.ReportMetric(float64(n)*float64(b.N)/spent.Seconds(), "syllables/cpu-s")
}

// forget takes new books, which remember no candidates, and makes them ready.
func forget(b *testing.B, r *Restorer) {
	var err error
	if r.books, err = candidate.NewBooks(r.lex, dictionaries.Channel, dictionaries.Candidates); err != nil {
		b.Fatal(err)
	}
	for _, kind := range channel.Kinds {
		r.books.Book(kind)
	}
}

// cpu returns the processor time of the process so far; unlike the clock it does not depend on
// what else the machine does.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRestore is the speed on damaged text whose tokens have been met before, as in a folder
// of scans.
func BenchmarkRestore(b *testing.B) { bench(b, realScan(b), true) }

// BenchmarkRestoreCold is the speed on the first scan of a run.
func BenchmarkRestoreCold(b *testing.B) { bench(b, realScan(b), false) }

// BenchmarkRestoreStripped is the speed on text that lost its marks and nothing else.
func BenchmarkRestoreStripped(b *testing.B) {
	r := newRestorer(b)
	t := r.Restore(text.NewSource("scan.txt", realScan(b)))
	bench(b, []byte(syllable.Fold(t.String(text.Range{Start: 0, End: len(t.Words)}))), true)
}

// BenchmarkNew is the time from the embedded models to a restorer.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newRestorer(b)
	}
}
