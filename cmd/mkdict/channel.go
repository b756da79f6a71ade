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
	made := fs.String("made", "", "folder that the manifest's paths of made pages are relative to")
	data := fs.String("data", "", "folder that the manifest's paths are relative to")
	out := fs.String("out", "dictionaries/channel.bin", "file to write")
	fs.Parse(args)
	pages, inputs, err := readAllPages(*data, *made)
	if err != nil {
		return err
	}
	b, err := train.Build(channelSets(pages), inputs)
	if err != nil {
		return err
	}
	log.Printf("%d pages, %d bytes", len(pages), len(b))
	return os.WriteFile(*out, b, 0o644)
}

// readAllPages reads the aligned pages that the manifest names.
func readAllPages(data, made string) (pages []page, inputs []blob.Input, err error) {
	for _, row := range dictionaries.Table("manifest", 3) {
		dir := data
		switch row[0] {
		case "made":
			dir = made
		case "ocr":
		default:
			continue
		}
		b, err := readInput(filepath.Join(dir, row[1]), row[2])
		if err != nil {
			return nil, nil, err
		}
		err = decompressed(b, func(r io.Reader) error {
			p, err := readPages(r)
			pages = append(pages, p...)
			return err
		})
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", row[1], err)
		}
		inputs = append(inputs, blob.Input{Name: row[1], SHA256: row[2]})
	}
	return pages, inputs, nil
}

// channelSets sorts the pages' lines by kind of OCR. A page of English OCR is also a page of
// ASCII: the same text with its marks dropped. The tables of bad scans are made of the bad pages
// alone, the others of all.
func channelSets(pages []page) []train.Set {
	lines := map[string][]train.Line{}
	for _, p := range pages {
		kinds := []string{channel.English, channel.ASCII}
		switch {
		case strings.HasPrefix(p.Cond, "vie"):
			kinds = []string{channel.Vietnamese}
		case p.Cond == "engascii":
			kinds = []string{channel.ASCII}
		}
		bad := strings.HasSuffix(p.Cond, "bad") || p.Cond == "engbin"
		for _, k := range kinds {
			for _, l := range p.Lines {
				line := train.Line{Gold: l.Gold, Read: l.OCR}
				if k == channel.ASCII {
					line.Read = ascii(l.OCR)
				}
				lines[k] = append(lines[k], line)
				if bad {
					lines[k+channel.Bad] = append(lines[k+channel.Bad], line)
				}
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
