package main

import (
	"flag"
	"log"
	"os"
	"sort"
	"strings"

	"vanban/pipeline/candidate"
	"vanban/pipeline/text"
)

func init() {
	commands["candidates"] = command{runCandidates, "the readings of frequent tokens, from the two models and the aligned pages"}
}

func runCandidates(args []string) error {
	fs := flag.NewFlagSet("mkdict candidates", flag.ExitOnError)
	data := fs.String("data", "", "folder that the manifest's paths are relative to")
	made := fs.String("made", "", "folder that the manifest's paths of made pages are relative to")
	lm := fs.String("lm", "dictionaries/lm.bin", "language model")
	ch := fs.String("channel", "dictionaries/channel.bin", "channel model")
	out := fs.String("out", "dictionaries/candidates.bin", "file to write")
	most := fs.Int("most", 3400, "tokens of each kind of OCR")
	fs.Parse(args)
	model, err := os.ReadFile(*lm)
	if err != nil {
		return err
	}
	tables, err := os.ReadFile(*ch)
	if err != nil {
		return err
	}
	pages, _, err := readAllPages(*data, *made)
	if err != nil {
		return err
	}
	tokens := map[string][]string{}
	for _, s := range channelSets(pages) {
		n := map[string]int{}
		for _, l := range s.Lines {
			countTokens(n, l.Read)
		}
		tokens[s.Name] = mostFrequent(n, *most)
	}
	b, err := candidate.Build(model, tables, tokens)
	if err != nil {
		return err
	}
	log.Printf("%d bytes", len(b))
	return os.WriteFile(*out, b, 0o644)
}

func countTokens(n map[string]int, line string) {
	for _, k := range text.Tokens(line, 0) {
		if k.Kind == text.Syllable {
			n[strings.Clone(line[k.Span.Start:k.Span.End])]++
		}
	}
}

// mostFrequent returns the tokens met at least three times, at most most of them.
func mostFrequent(n map[string]int, most int) []string {
	var list []string
	for s, k := range n {
		if k >= 3 {
			list = append(list, s)
		}
	}
	sort.Slice(list, func(i, j int) bool { return n[list[i]] > n[list[j]] || n[list[i]] == n[list[j]] && list[i] < list[j] })
	return list[:min(len(list), most)]
}
