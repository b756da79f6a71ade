package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vanban/pipeline"
	"vanban/pipeline/score"
	"vanban/pipeline/source"
	"vanban/pipeline/text"
)

func evalCommand() *command {
	c := &command{
		name: "eval", args: "GOLD RAW...",
		about: [2]string{
			"chấm điểm: chữ phục hồi so với bản chuẩn, dữ kiện so với dữ kiện chuẩn",
			"score restored text against a gold transcription, and facts against gold facts",
		},
		examples: []string{"vanban eval gold.txt scan.txt", "vanban eval gold/182-KH-TU", "vanban eval gold/182-KH-TU scan.txt"},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		limit := a.limitFlag(fs)
		detail := fs.Bool("detail", false, a.tr("in thêm loại lỗi, độ tin cậy và các nhầm lẫn hay gặp", "also print classes of errors, reliability and frequent confusions"))
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		if len(pos) == 0 {
			return usagef("%s", a.tr("thiếu bản chuẩn", "no gold given"))
		}
		cases, err := a.goldCases(pos[0], pos[1:])
		if err != nil {
			return err
		}
		ev := &evaluation{app: a, p: a.pipeline(), limit: *limit << 20, wantDetail: *detail}
		for _, g := range cases {
			ev.run(g)
		}
		return ev.report()
	}
	return c
}

// goldCase is a scan with what is known of it.
type goldCase struct {
	name  string
	raw   string // path of the scan
	text  string // path of the gold transcription; empty if there is none
	facts string // path of the gold facts; empty if there are none
}

// goldCases returns what is to be scored: the scans against a gold text, or against the
// gold in a folder, or each folder of a folder by itself with its scan.txt.
func (a *app) goldCases(gold string, raws []string) ([]goldCase, error) {
	fi, err := os.Stat(gold)
	if err != nil {
		return nil, &codeError{exitNothing, source.Unusable(gold, err)}
	}
	var out []goldCase
	if fi.IsDir() {
		g := caseIn(gold)
		if g.text+g.facts == "" {
			list, _ := filepath.Glob(filepath.Join(gold, "*", "scan.txt"))
			for _, raw := range list {
				if g := caseIn(filepath.Dir(raw)); g.text+g.facts != "" && len(raws) == 0 {
					out = append(out, g)
				}
			}
			if len(out) == 0 {
				return nil, usagef(a.tr("%s: không có gold.txt hay facts.jsonl", "%s: neither gold.txt nor facts.jsonl in it"), gold)
			}
			return out, nil
		}
		if len(raws) == 0 {
			return []goldCase{g}, nil
		}
		for _, raw := range raws {
			out = append(out, goldCase{filepath.Base(raw), raw, g.text, g.facts})
		}
		return out, nil
	}
	if len(raws) == 0 {
		return nil, usagef("%s", a.tr("thiếu bản quét cần chấm", "no scan to score given"))
	}
	for _, raw := range raws {
		out = append(out, goldCase{filepath.Base(raw), raw, gold, ""})
	}
	return out, nil
}

// caseIn returns the gold in a folder. The transcription may be of the beginning only.
func caseIn(dir string) goldCase {
	g := goldCase{name: filepath.Base(dir), raw: filepath.Join(dir, "scan.txt")}
	if list, _ := filepath.Glob(filepath.Join(dir, "gold*.txt")); len(list) > 0 {
		g.text = list[0]
	}
	if p := filepath.Join(dir, "facts.jsonl"); exists(p) {
		g.facts = p
	}
	return g
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// evaluation gathers the scores of the cases.
type evaluation struct {
	*app
	p      *pipeline.Pipeline
	limit  int64 // bytes
	failed int
	texts  []textScore
	facts  []factScore

	wantDetail bool
	detail     score.Detail
}

type textScore struct {
	name          string
	raw, restored score.Text
}

type factScore struct {
	name    string
	figures []score.Figure
}

func (ev *evaluation) run(g goldCase) {
	if err := ev.score(g); err != nil {
		ev.failed++
		fmt.Fprintln(ev.stderr, "vanban eval: "+ev.explain(err))
	}
}

func (ev *evaluation) score(g goldCase) error {
	src, err := source.Open(g.raw, ev.limit)
	if err != nil {
		return err
	}
	t := ev.p.Restore(src)
	if g.text != "" {
		gold, err := source.Open(g.text, ev.limit)
		if err != nil {
			return err
		}
		raw, restored := beginning(t, len(gold.Lines))
		ev.detail.Add(string(gold.Bytes), t, len(gold.Lines))
		ev.texts = append(ev.texts, textScore{g.name, score.CompareText(string(gold.Bytes), raw), score.CompareText(string(gold.Bytes), restored)})
	}
	if g.facts != "" {
		b, err := os.ReadFile(g.facts)
		if err != nil {
			return source.Unusable(g.facts, err)
		}
		facts, err := score.ReadFacts(b)
		if err != nil {
			return fmt.Errorf("%s: %w", g.facts, err)
		}
		ev.facts = append(ev.facts, factScore{g.name, score.CompareFacts(facts, ev.p.Extract(t))})
	}
	return nil
}

// beginning returns the first lines of a scan, as they are and restored: a transcription
// has a line for each line of the scan, but may stop early.
func beginning(t *text.Text, lines int) (raw, restored string) {
	var r, s strings.Builder
	for i, l := range t.Source.Lines[:min(lines, len(t.Lines))] {
		r.Write(t.Source.Bytes[l.Start:l.End])
		r.WriteByte('\n')
		s.WriteString(t.Line(i) + "\n")
	}
	return r.String(), s.String()
}

func (ev *evaluation) report() error {
	if len(ev.texts)+len(ev.facts) == 0 {
		return &codeError{code: exitNothing}
	}
	w := bufio.NewWriter(ev.stdout)
	ev.reportTexts(w)
	ev.reportFacts(w)
	if ev.wantDetail {
		ev.reportDetail(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if ev.failed > 0 {
		return &codeError{code: exitSome}
	}
	return nil
}

// shownConfusions is how many confusions the report lists.
const shownConfusions = 20

func (ev *evaluation) reportDetail(w *bufio.Writer) {
	d := &ev.detail
	fmt.Fprintf(w, "\n%-24s %d replaced, %d lost, %d invented\n", "errors", d.Replaced, d.Lost, d.Invented)
	for _, c := range d.Classes() {
		fmt.Fprintf(w, "%-24s %6d %6d %7.2f%%\n", c.Name, c.Gold, c.Wrong, 100*float64(c.Wrong)/float64(c.Gold))
	}
	fmt.Fprintf(w, "\n%-24s %6s %6s %6s\n", "sure at least", "words", "mean", "right")
	for _, b := range d.Bins() {
		n := float64(b.Words)
		fmt.Fprintf(w, "%-24.2f %6d %6.3f %6.3f\n", b.From, b.Words, b.Sure/n, float64(b.Right)/n)
	}
	fmt.Fprintln(w)
	list, n := d.Confusions(shownConfusions)
	for i, c := range list {
		fmt.Fprintf(w, "%6d  %s -> %s\n", n[i], cmp.Or(c.Gold, "-"), cmp.Or(c.Text, "-"))
	}
}

func (ev *evaluation) reportTexts(w *bufio.Writer) {
	if len(ev.texts) == 0 {
		return
	}
	tw := newTable(w)
	fmt.Fprintln(tw, ev.tr("chữ\tâm tiết\tSER bản quét\tSER phục hồi\tSER hoa thường\tCER", "text\tsyllables\tSER raw\tSER restored\tSER with case\tCER"))
	row := func(name string, n int, raw, ser, cased, cer float64) {
		fmt.Fprintf(tw, "%s\t%d\t%.4f\t%.4f\t%.4f\t%.4f\n", name, n, raw, ser, cased, cer)
	}
	var n, rawEdits, edits int
	var cased, cer float64
	for _, s := range ev.texts {
		row(s.name, s.restored.Syllables, s.raw.SER, s.restored.SER, s.restored.SERCase, s.restored.CER)
		n, rawEdits, edits = n+s.restored.Syllables, rawEdits+s.raw.Edits, edits+s.restored.Edits
		cased += s.restored.SERCase * float64(s.restored.Syllables)
		cer += s.restored.CER * float64(s.restored.Syllables)
	}
	if len(ev.texts) > 1 {
		of := float64(max(1, n))
		row(ev.tr("tất cả", "all"), n, float64(rawEdits)/of, float64(edits)/of, cased/of, cer/of)
	}
	tw.Flush()
}

// reportFacts prints precision, recall and F1 of one case; of several, the main figure of
// each kind, and the mean.
func (ev *evaluation) reportFacts(w *bufio.Writer) {
	if len(ev.facts) == 0 {
		return
	}
	if len(ev.texts) > 0 {
		fmt.Fprintln(w)
	}
	tw := newTable(w)
	defer tw.Flush()
	if len(ev.facts) == 1 {
		fmt.Fprintln(tw, ev.tr("dữ kiện\tđúng\tđủ\tF1\tchuẩn\ttìm được", "facts\tprecision\trecall\tF1\tgold\tfound"))
		for _, f := range ev.facts[0].figures {
			if f.RecallOnly {
				fmt.Fprintf(tw, "%s\t\t%.3f\t\t%d\t%d\n", f.Kind, f.R, f.Gold, f.Pred)
			} else {
				fmt.Fprintf(tw, "%s\t%.3f\t%.3f\t%.3f\t%d\t%d\n", f.Kind, f.P, f.R, f.F1, f.Gold, f.Pred)
			}
		}
		return
	}
	fmt.Fprintf(tw, "%s", ev.tr("dữ kiện", "facts"))
	for i := range ev.facts {
		fmt.Fprintf(tw, "\t%d", i+1)
	}
	fmt.Fprintf(tw, "\t%s\n", ev.tr("trung bình", "mean"))
	for k, f := range ev.facts[0].figures {
		fmt.Fprint(tw, f.Kind)
		sum := 0.0
		for _, c := range ev.facts {
			fmt.Fprintf(tw, "\t%.3f", c.figures[k].Main())
			sum += c.figures[k].Main()
		}
		fmt.Fprintf(tw, "\t%.3f\n", sum/float64(len(ev.facts)))
	}
	for i, c := range ev.facts {
		fmt.Fprintf(tw, "%d\t%s\n", i+1, cmp.Or(c.name, "?"))
	}
}
