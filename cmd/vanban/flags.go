package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"vanban/corpus"
	"vanban/pipeline"
	"vanban/pipeline/restore"
)

// flags returns an empty flag set for the command; definitions follow, then parse.
func (a *app) flags(c *command) *flag.FlagSet {
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	return fs
}

// parse reads flags that stand before, between or after the positional arguments and
// returns the latter. Everything after "--" is positional. It prints the help where that is
// asked for and returns errHelp.
func (a *app) parse(c *command, fs *flag.FlagSet, args []string) ([]string, error) {
	var pos []string
	for {
		if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
			a.printCommandHelp(c, fs)
			return nil, errHelp
		} else if err != nil {
			return nil, usagef("%s", a.flagError(err))
		}
		rest := fs.Args()
		if n := len(args) - len(rest); len(rest) == 0 || n > 0 && args[n-1] == "--" {
			return append(pos, rest...), nil
		}
		pos, args = append(pos, rest[0]), rest[1:]
	}
}

// flagError says what is wrong with the flags, which the library says in English only.
func (a *app) flagError(err error) string {
	s := err.Error()
	if name, ok := strings.CutPrefix(s, "flag provided but not defined: -"); ok {
		return fmt.Sprintf(a.tr("không có tham số --%s; nếu đó là một từ, hãy đặt -- trước nó", "there is no flag --%s; if it is a word, put -- before it"), strings.TrimPrefix(name, "-"))
	}
	if name, ok := strings.CutPrefix(s, "flag needs an argument: -"); ok {
		return fmt.Sprintf(a.tr("--%s thiếu giá trị", "--%s needs a value"), name)
	}
	if rest, ok := strings.CutPrefix(s, "invalid value "); ok {
		if value, rest, ok := strings.Cut(rest, " for flag -"); ok {
			name, _, _ := strings.Cut(rest, ":")
			return fmt.Sprintf(a.tr("--%s: giá trị %s không hợp lệ", "--%s: the value %s is not valid"), name, value)
		}
	}
	return s
}

// archiveFlag defines --archive.
func (a *app) archiveFlag(fs *flag.FlagSet) *string {
	return fs.String("archive", "./archive", a.tr("`thư mục` kho lưu trữ", "archive `folder`"))
}

// limitFlag defines --max-size, in megabytes.
func (a *app) limitFlag(fs *flag.FlagSet) *int64 {
	return fs.Int64("max-size", 64, a.tr("cỡ tệp tối đa, tính bằng `MB`", "largest file accepted, in `MB`"))
}

// ocrFlag defines --ocr.
func (a *app) ocrFlag(fs *flag.FlagSet) *bool {
	return fs.Bool("ocr", false, a.tr("nhận dạng chữ trong ảnh và PDF quét bằng tesseract", "recognize images and scanned PDFs with tesseract"))
}

// dictionaryFlag defines --dictionary.
func (a *app) dictionaryFlag(fs *flag.FlagSet) *string {
	return fs.String("dictionary", "", a.tr(
		"`tệp` từ và tên riêng của bạn, mỗi dòng một từ, hoặc chữ hỏng và chữ đúng cách nhau bằng dấu tab",
		"`file` of your own words and names, one a line, or damaged and right form parted by a tab"))
}

// pipelineWith returns the pipeline with the user's dictionary, if a file is named.
func (a *app) pipelineWith(path string) (*pipeline.Pipeline, error) {
	if path == "" {
		return a.pipeline(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("--dictionary: %v", err)
	}
	defer f.Close()
	d, err := restore.ReadDictionary(f)
	if err != nil {
		return nil, usagef("--dictionary: %s: %v", path, err)
	}
	return pipeline.NewWith(d), nil
}

// archivePipeline returns the pipeline with what the readers of an archive have taught it, and
// with the user's dictionary, if a file is named.
func (a *app) archivePipeline(dir, path string) (*pipeline.Pipeline, error) {
	taught := corpus.DictionaryPath(dir)
	b, err := os.ReadFile(taught)
	if len(b) == 0 {
		return a.pipelineWith(path)
	}
	if err != nil {
		return nil, err
	}
	own := []byte{}
	if path != "" {
		if own, err = os.ReadFile(path); err != nil {
			return nil, usagef("--dictionary: %v", err)
		}
	}
	d, err := restore.ReadDictionary(io.MultiReader(bytes.NewReader(b), strings.NewReader("\n"), bytes.NewReader(own)))
	if err != nil {
		return nil, usagef("%s: %v", strings.Join(nonEmpty(taught, path), " + "), err)
	}
	return pipeline.NewWith(d), nil
}

// colour reports whether results may be coloured: on a terminal, unless NO_COLOR is set.
func (a *app) colour() bool { return isTerminal(a.stdout) && os.Getenv("NO_COLOR") == "" }

// printHelp lists the commands.
func (a *app) printHelp(w io.Writer) {
	fmt.Fprintln(w, a.tr(
		"vanban: phục hồi văn bản hành chính quét bằng OCR, tách mục, trích nhiệm vụ và chỉ tiêu, lập kho tìm kiếm\n\ncách dùng: vanban LỆNH [tham số]\n\ncác lệnh:",
		"vanban: restores OCR of Vietnamese administrative documents, splits them, extracts tasks and targets, and searches the archive\n\nusage: vanban COMMAND [arguments]\n\ncommands:"))
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, a.about(c))
	}
	fmt.Fprintln(w, a.tr(
		"\nbắt đầu:\n  vanban ingest scan.txt\n  vanban search \"đô thị\"\n\nvanban LỆNH --help nói rõ từng lệnh; --lang en: tiếng Anh",
		"\nto begin:\n  vanban ingest scan.txt\n  vanban search \"đô thị\"\n\nvanban COMMAND --help explains a command; --lang vi: Vietnamese"))
}

// printCommandHelp explains one command.
func (a *app) printCommandHelp(c *command, fs *flag.FlagSet) {
	fmt.Fprintf(a.stdout, "%s\n\n%s: vanban %s %s\n", a.about(c), a.tr("cách dùng", "usage"), c.name, c.args)
	fmt.Fprintf(a.stdout, "\n%s:\n", a.tr("ví dụ", "examples"))
	for _, e := range c.examples {
		fmt.Fprintln(a.stdout, "  "+e)
	}
	fmt.Fprintf(a.stdout, "\n%s:\n", a.tr("tùy chọn", "flags"))
	fs.VisitAll(func(f *flag.Flag) {
		value, about := flag.UnquoteUsage(f)
		name := strings.TrimSpace("--" + f.Name + " " + value)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			about += fmt.Sprintf(a.tr(" (mặc định %s)", " (default %s)"), f.DefValue)
		}
		fmt.Fprintf(a.stdout, "  %-20s %s\n", name, about)
	})
	fmt.Fprintf(a.stdout, "  %-20s %s\n", "--lang vi|en", a.tr("ngôn ngữ của lời nhắn", "language of messages"))
}

func (a *app) about(c *command) string { return a.tr(c.about[0], c.about[1]) }

// parseNone reads the flags of a command that takes no positional arguments.
func (a *app) parseNone(c *command, fs *flag.FlagSet, args []string) error {
	pos, err := a.parse(c, fs, args)
	if err == nil && len(pos) > 0 {
		err = usagef(a.tr("thừa %q", "unexpected %q"), pos[0])
	}
	return err
}
