package main

import (
	"errors"
	"fmt"

	"vanban/corpus"
)

func mergeCommand() *command {
	c := &command{
		name: "merge", args: "ARCHIVE... [--archive DIR] [--index ADDRESS]",
		about: [2]string{
			"gộp các kho khác vào kho này; gộp lại lần nữa không đổi gì",
			"merge other archives into this one; merging them again changes nothing",
		},
		examples: []string{"vanban merge phan-1 phan-2 --archive kho", "vanban merge phan-* --archive kho --index https://search.example.vn:9200/kho"},
		tidies:   true,
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir, address := a.archiveFlag(fs), a.indexFlag(fs)
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		on, err := a.on(*address)
		if err != nil {
			return err
		}
		return a.merge(*dir, on, pos)
	}
	return c
}

// merge merges archives into the one in a folder. It opens all of them before it writes anything.
func (a *app) merge(dir string, on []corpus.Option, from []string) error {
	if len(from) == 0 {
		return usagef("%s", a.tr("thiếu kho cần gộp", "no archive to merge given"))
	}
	var list []*corpus.Archive
	for _, path := range from {
		if resolved(path) == resolved(dir) {
			return usagef(a.tr("%s chính là kho nhận", "%s is the archive to merge into"), path)
		}
		other, err := corpus.Open(path)
		if err != nil {
			return err
		}
		defer other.Close()
		list = append(list, other)
	}
	w, err := corpus.Create(dir, on...)
	if err != nil {
		return err
	}
	m, err := w.Merge(a.ctx, list...)
	if err == nil {
		err = w.Commit()
	}
	documents := len(w.Entries())
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, a.tr("%d văn bản thêm mới, %d thay bằng bản đọc sau, %d đã có; kho %s có %d văn bản\n",
		"%d documents added, %d replaced by a later reading, %d known; the archive %s has %d documents\n"), m.Added, m.Replaced, m.Known, dir, documents)
	return nil
}
