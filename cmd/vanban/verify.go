package main

import (
	"fmt"

	"vanban/corpus"
)

func verifyCommand() *command {
	c := &command{
		name: "verify", args: "[--archive DIR] [--index ADDRESS]",
		about: [2]string{
			"kiểm tra kho: từng tệp, từng trích dẫn so với bản quét, chỉ mục so với văn bản",
			"check the archive: every file, every quote against the scan, the index against the documents",
		},
		examples: []string{"vanban verify", "vanban verify --archive kho"},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir, address := a.archiveFlag(fs), a.indexFlag(fs)
		if err := a.parseNone(c, fs, args); err != nil {
			return err
		}
		on, err := a.on(*address)
		if err != nil {
			return err
		}
		archive, err := corpus.Open(*dir, on...)
		if err != nil {
			return err
		}
		defer archive.Close()
		p, err := a.archivePipeline(*dir, "")
		if err != nil {
			return err
		}
		problems, outdated, err := archive.Verify(a.ctx, p)
		if err != nil {
			return err
		}
		for _, p := range problems {
			fmt.Fprintln(a.stdout, p)
		}
		if len(outdated) > 0 {
			a.logf("%d văn bản đọc bằng từ điển cũ: trích dẫn của chúng chưa được đối chiếu; hãy nạp lại bằng vanban ingest",
				"%d documents were read with other dictionaries: their quotes were not checked; read them again with vanban ingest", len(outdated))
		}
		if len(problems) > 0 {
			return &codeError{code: exitDamaged}
		}
		a.logf("%d văn bản, không có lỗi", "%d documents, no problem", len(archive.Entries()))
		return nil
	}
	return c
}
