package main

import (
	"bufio"
	"fmt"
	"strings"

	"vanban/corpus"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

func showCommand() *command {
	c := &command{
		name: "show", args: "ID [--archive DIR]",
		about: [2]string{
			"in chữ đã phục hồi của một văn bản hay một mục; từ còn ngờ được đánh dấu [thế này?]",
			"print the restored text of a document or a section; doubtful words are marked [like this?]",
		},
		examples: []string{"vanban show 182-KH/TU", `vanban show "182-KH/TU#III.6"`, `vanban show "ha tang do thi"`},
	}
	c.run = func(a *app, args []string) error {
		fs := a.flags(c)
		dir := a.archiveFlag(fs)
		pos, err := a.parse(c, fs, args)
		if err != nil {
			return err
		}
		if len(pos) == 0 {
			return usagef("%s", a.tr("thiếu số hiệu hoặc tên văn bản", "no document given"))
		}
		archive, err := corpus.Open(*dir)
		if err != nil {
			return err
		}
		defer archive.Close()
		return a.show(*dir, archive, strings.Join(pos, " "))
	}
	return c
}

// show prints the document or section that the name means.
func (a *app) show(dir string, archive *corpus.Archive, name string) error {
	e, section, exact, err := archive.Resolve(name)
	if err != nil {
		return err
	}
	if !exact {
		a.logf("không có đúng %q; gần nhất là %s", "no %q; the closest is %s", name, e.ID)
	}
	src, err := archive.Original(e)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.stdout)
	p, err := a.archivePipeline(dir, "")
	if err != nil {
		return err
	}
	t, err := corpus.Reviewed(dir, e.Original.SHA256, p.Restore(src))
	if err != nil {
		return err
	}
	if section == "" {
		printLines(w, t)
		return w.Flush()
	}
	d, err := archive.Document(e)
	if err != nil {
		return err
	}
	s, err := corpus.FindSection(d, section)
	if err != nil {
		return &corpus.NotFoundError{Document: e.ID, Section: section}
	}
	printSection(w, t, s)
	return w.Flush()
}

// doubtful is the confidence below which a word is marked.
const doubtful = 0.5

func mark(w *text.Word) string {
	if w.Sure < doubtful && w.Kind != text.Punct {
		return "[" + w.Text + "?]"
	}
	return w.Text
}

// printLines prints the restored lines of a document, with one empty line at most between
// two others.
func printLines(w *bufio.Writer, t *text.Text) {
	empty := true
	for _, r := range t.Lines {
		var b strings.Builder
		for i := r.Start; i < r.End; i++ {
			word := &t.Words[i]
			if word.Kind == text.Junk {
				continue
			}
			if word.Space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(mark(word))
		}
		if b.Len() > 0 || !empty {
			fmt.Fprintln(w, b.String())
		}
		empty = b.Len() == 0
	}
}

// printSection prints a section and all below it.
func printSection(w *bufio.Writer, t *text.Text, s *plan.SectionText) {
	words := wordsAt(t, s.At)
	heading := strings.TrimSpace(s.ID + "  " + marked(s.Title, words))
	fmt.Fprintln(w, heading)
	for _, p := range s.Text {
		fmt.Fprintln(w, "\n"+marked(p, words))
	}
	for i := range s.Sections {
		fmt.Fprintln(w)
		printSection(w, t, &s.Sections[i])
	}
}

// wordsAt returns the words at a place.
func wordsAt(t *text.Text, at plan.At) []text.Word {
	var out []text.Word
	for _, w := range t.Words {
		if w.Kind != text.Junk && w.Raw.Start >= at.Bytes[0] && w.Raw.End <= at.Bytes[1] {
			out = append(out, w)
		}
	}
	return out
}

// marked returns a passage with its doubtful words marked. Its words are found among the
// words at its place by their text, in order; a word that is not found stays unmarked.
func marked(s string, words []text.Word) string {
	fields := strings.Fields(s)
	next := 0
	for i, f := range fields {
		for k := next; k < len(words); k++ {
			w := &words[k]
			if !strings.Contains(f, w.Text) || w.Kind == text.Punct {
				continue
			}
			fields[i] = strings.Replace(f, w.Text, mark(w), 1)
			next = k + 1
			break
		}
	}
	return strings.Join(fields, " ")
}
