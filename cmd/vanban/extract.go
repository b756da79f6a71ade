package main

import "vanban/pipeline/planyaml"

func extractCommand() *command {
	c := &command{
		name: "extract", args: "[FILE|-]",
		about: [2]string{
			"phục hồi, tách mục, trích dữ kiện và in một văn bản YAML",
			"restore, split and extract one document and print its YAML",
		},
		examples: []string{"vanban extract scan.txt > scan.yaml", "cat scan.txt | vanban extract"},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		limit := a.limitFlag(fs)
		own := a.dictionaryFlag(fs)
		ocr := a.ocrFlag(fs)
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
		b, err := planyaml.Marshal(p.Run(src))
		if err != nil {
			return err
		}
		_, err = a.stdout.Write(b)
		return err
	}
	return c
}
