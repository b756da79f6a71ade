package main

import (
	"errors"
	"fmt"

	"vanban/corpus"
)

func reindexCommand() *command {
	c := &command{
		name: "reindex", args: "[--archive DIR] [--index ADDRESS]",
		about: [2]string{
			"dựng lại chỉ mục tìm kiếm từ YAML, rồi thay chỉ mục cũ",
			"rebuild the search index from the YAML, then put it in place",
		},
		examples: []string{"vanban reindex", "vanban reindex --archive kho", "vanban reindex --index https://search.example.vn:9200/kho?shards=16"},
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
		if archive, err := corpus.Open(*dir); err != nil {
			return err
		} else if err := archive.Close(); err != nil {
			return err
		}
		w, err := corpus.Create(*dir, on...)
		if err != nil {
			return err
		}
		err = w.Reindex()
		if err == nil {
			err = w.Commit()
		}
		documents, passages := len(w.Entries()), w.Passages()
		if err = errors.Join(err, w.Close()); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, a.tr("%d văn bản, %d đoạn đã lập chỉ mục\n", "%d documents, %d passages indexed\n"), documents, passages)
		return nil
	}
	return c
}
