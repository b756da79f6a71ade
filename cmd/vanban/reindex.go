package main

import (
	"errors"
	"fmt"
	"sync"

	"vanban/corpus"
	"vanban/pipeline"
)

func reindexCommand() *command {
	c := &command{
		name: "reindex", args: "[--archive DIR] [--index ADDRESS]",
		about: [2]string{
			"dựng lại chỉ mục tìm kiếm từ YAML, và mọi thứ hỏng của kho mà bản quét còn lành",
			"rebuild the search index from the YAML, and what else is damaged while the scan is sound",
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
		w, problems, err := opened(*dir, on)
		if err != nil {
			return err
		}
		p := sync.OnceValue(func() *pipeline.Pipeline { return a.taughtPipeline(*dir) })
		more, err := w.Reindex(p)
		if err == nil {
			err = w.Commit()
		}
		documents, passages := len(w.Entries()), w.Passages()
		if err = errors.Join(err, w.Close()); err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, a.tr("%d văn bản, %d đoạn đã lập chỉ mục\n", "%d documents, %d passages indexed\n"), documents, passages)
		for _, x := range append(problems, more...) {
			fmt.Fprintln(a.stderr, "vanban reindex: "+shown(x.String()))
			err = &codeError{code: exitDamaged}
		}
		return err
	}
	return c
}

// opened opens an archive for writing, one without a sound manifest too; problems are documents
// that could not be taken up then.
func opened(dir string, on []corpus.Option) (*corpus.Writer, []corpus.Problem, error) {
	archive, err := corpus.Open(dir)
	if errors.Is(err, corpus.ErrManifest) {
		return corpus.Mend(dir, on...)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, nil, err
	}
	w, err := corpus.Create(dir, on...)
	return w, nil, err
}

// taughtPipeline is archivePipeline without a dictionary of the user; where what readers taught
// cannot be read, it goes without.
func (a *app) taughtPipeline(dir string) *pipeline.Pipeline {
	p, err := a.archivePipeline(dir, "")
	if err != nil {
		return a.pipeline()
	}
	return p
}
