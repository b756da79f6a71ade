package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/channel/train"
	"vanban/pipeline/syllable"
)

func init() {
	commands["channel"] = command{runChannel, "the channel model, from the aligned pages that dictionaries/manifest.tsv names"}
}

func runChannel(args []string) error {
	fs := flag.NewFlagSet("mkdict channel", flag.ExitOnError)
	data := fs.String("data", "", "folder that the manifest's paths are relative to")
	out := fs.String("out", "dictionaries/channel.bin", "file to write")
	fs.Parse(args)
	var pages []page
	var inputs []blob.Input
	for _, row := range dictionaries.Table("manifest", 3) {
		if row[0] != "ocr" {
			continue
		}
		b, err := readInput(filepath.Join(*data, row[1]), row[2])
		if err != nil {
			return err
		}
		err = decompressed(b, func(r io.Reader) error {
			p, err := readPages(r)
			pages = append(pages, p...)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", row[1], err)
		}
		inputs = append(inputs, blob.Input{Name: row[1], SHA256: row[2]})
	}
	b, err := train.Build(channelSets(pages), inputs)
	if err != nil {
		return err
	}
	log.Printf("%d pages, %d bytes", len(pages), len(b))
	return os.WriteFile(*out, b, 0o644)
}

// channelSets sorts the pages' lines by kind of OCR. A page of English OCR is also a page of
// ASCII: the same text with its marks dropped.
func channelSets(pages []page) []train.Set {
	lines := map[string][]train.Line{}
	for _, p := range pages {
		for _, l := range p.Lines {
			switch {
			case strings.HasPrefix(p.Cond, "vie"):
				lines[channel.Vietnamese] = append(lines[channel.Vietnamese], train.Line{Gold: l.Gold, Read: l.OCR})
			case p.Cond != "engascii":
				lines[channel.English] = append(lines[channel.English], train.Line{Gold: l.Gold, Read: l.OCR})
				fallthrough
			default:
				lines[channel.ASCII] = append(lines[channel.ASCII], train.Line{Gold: l.Gold, Read: ascii(l.OCR)})
			}
		}
	}
	var sets []train.Set
	for _, k := range channel.Kinds {
		sets = append(sets, train.Set{Name: k, Lines: lines[k]})
	}
	return sets
}

var asciiSigns = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "—", "-", "–", "-")

// ascii writes a line the way a text layer with an ASCII-only encoding shows it.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 128:
			return r
		case unicode.IsLetter(r):
			return 'd'
		}
		return -1
	}, asciiSigns.Replace(syllable.Fold(s)))
}
