package main

import (
	"io/fs"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a run is, how fast and for how long yet, on a terminal only.
type progress struct{ bar *progressbar.ProgressBar } // nil: nothing is shown

func newProgress(a *app, of int) *progress {
	if of < 2 || !isTerminal(a.stderr) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(of,
		progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(a.tr("nạp", "ingest")),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(a.tr("văn bản", "documents")),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish())}
}

// step says that one more is done.
func (p *progress) step() {
	if p.bar != nil {
		p.bar.Add(1)
	}
}

// print writes a message where the bar stands; the bar goes on below it.
func (p *progress) print(write func()) {
	if p.bar != nil {
		p.bar.Clear()
	}
	write()
}

func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Finish()
	}
}

// isTerminal reports whether a stream is shown to a person.
func isTerminal(stream any) bool {
	f, ok := stream.(interface{ Stat() (fs.FileInfo, error) })
	if !ok {
		return false
	}
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0
}
