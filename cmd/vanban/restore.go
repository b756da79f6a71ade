package main

import (
	"bufio"
	"fmt"
	"io"
	"text/tabwriter"

	"vanban/pipeline/restore"
	"vanban/pipeline/text"
)

func restoreCommand() *command {
	c := &command{
		name: "restore", args: "[FILE|-]",
		about: [2]string{
			"chỉ phục hồi chữ: mỗi dòng vào cho đúng một dòng ra",
			"restore only: exactly one output line for each input line",
		},
		examples: []string{
			"vanban restore scan.txt > restored.txt", "cat scan.txt | vanban restore",
			"vanban restore --diff scan.txt", "vanban restore --explain Thudng scan.txt",
		},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		limit := a.limitFlag(fs)
		own := a.dictionaryFlag(fs)
		ocr := a.ocrFlag(fs)
		diff := fs.Bool("diff", false, a.tr("in chữ cũ và chữ mới của từng từ bị sửa", "show what was read and what it was restored to, word by word"))
		explain := fs.String("explain", "", a.tr("cho biết vì sao `CHỮ` trong bản quét được đọc như vậy", "say why the `LETTERS` of the scan are read as they are"))
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		src, err := a.readOne(pos, *limit, *ocr)
		if err != nil {
			return err
		}
		p, err := a.pipelineWith(*own)
		if err != nil {
			return err
		}
		w := bufio.NewWriter(a.stdout)
		defer w.Flush()
		switch {
		case *explain != "":
			return a.printReadings(w, p.Explain(src, *explain), *explain)
		case *diff:
			writeDiff(w, p.Restore(src), a.colour())
			return w.Flush()
		}
		t := p.Restore(src)
		for i := range t.Lines {
			w.WriteString(t.Line(i))
			w.WriteByte('\n')
		}
		return w.Flush()
	}
	return c
}

// printReadings prints the readings of each place where the letters stand.
func (a *app) printReadings(w io.Writer, list []restore.Explanation, letters string) error {
	if len(list) == 0 {
		return usagef(a.tr("--explain: bản quét không có từ nào viết %q; hãy chép đúng chữ trong bản quét", "--explain: no word of the scan is written %q; copy the letters as the scan has them"), letters)
	}
	for _, e := range list {
		fmt.Fprintf(w, a.tr("dòng %d: %q sau %q\n", "line %d: %q after %q\n"), e.Line, e.Raw, e.Before)
		t := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(t, a.tr("\tcách đọc\tkênh\tngôn ngữ\tvăn bản\ttin cậy\t", "\treading\tchannel\tlanguage\tdocument\tsure\t"))
		for _, r := range e.Readings {
			s := r.Text
			if s == "" {
				s = a.tr("(vết bẩn)", "(junk)")
			}
			fmt.Fprintf(t, "\t%s\t%.2f\t%.2f\t%+.2f\t%.3f\t\n", s, -r.Channel, r.LM, r.Document, r.Sure)
		}
		t.Flush()
	}
	return nil
}

// writeDiff prints the restored text with every changed word as [-read-]{+restored+}, or in colours.
func writeDiff(w *bufio.Writer, t *text.Text, colour bool) {
	del, ins := [2]string{"[-", "-]"}, [2]string{"{+", "+}"}
	if colour {
		del, ins = [2]string{"\x1b[31;9m", "\x1b[0m"}, [2]string{"\x1b[32m", "\x1b[0m"}
	}
	for _, l := range t.Lines {
		for i := l.Start; i < l.End; i++ {
			word := &t.Words[i]
			if word.Space && i > l.Start {
				w.WriteByte(' ')
			}
			raw := t.Raw(word.Raw)
			if word.Kind != text.Junk && raw == word.Text {
				w.WriteString(raw)
				continue
			}
			w.WriteString(del[0] + raw + del[1])
			if word.Kind != text.Junk {
				w.WriteString(ins[0] + word.Text + ins[1])
			}
		}
		w.WriteByte('\n')
	}
}
