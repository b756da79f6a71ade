package main

import "bufio"

func restoreCommand() *command {
	c := &command{
		name: "restore", args: "[FILE|-]",
		about: [2]string{
			"chỉ phục hồi chữ: mỗi dòng vào cho đúng một dòng ra",
			"restore only: exactly one output line for each input line",
		},
		examples: []string{"vanban restore scan.txt > restored.txt", "cat scan.txt | vanban restore"},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		limit := a.limitFlag(fs)
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		src, err := a.readOne(pos, *limit)
		if err != nil {
			return err
		}
		t := a.pipeline().Restore(src)
		w := bufio.NewWriter(a.stdout)
		for i := range t.Lines {
			w.WriteString(t.Line(i))
			w.WriteByte('\n')
		}
		return w.Flush()
	}
	return c
}
