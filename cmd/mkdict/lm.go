package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
	"vanban/pipeline/ngram"
	"vanban/pipeline/ngram/train"

	"github.com/klauspost/compress/zstd"
)

func init() {
	commands["lm"] = command{runLM, "the language model, from the texts that dictionaries/manifest.tsv names"}
}

func runLM(args []string) error {
	fs := flag.NewFlagSet("mkdict lm", flag.ExitOnError)
	data := fs.String("data", "", "folder that the manifest's paths are relative to")
	out := fs.String("out", "dictionaries/lm.bin", "file to write")
	dev := fs.String("dev", "", "measure perplexity on the gold lines of these aligned pages (jsonl)")
	var o train.Options
	fs.Float64Var(&o.Lambda, "lambda", 0.75, "weight of the administrative corpus")
	fs.Float64Var(&o.Bytes, "bytes", 36e6, "size of the n-grams, in bytes")
	fs.IntVar(&o.Cut, "cut", 3, "leave out general n-grams of order 3 and 4 seen less often")
	fs.IntVar(&o.Vocab, "vocab", 60000, "size of the vocabulary, in words")
	fs.Parse(args)

	readers := map[string]*train.Reader{"admin": train.NewReader(), "general": train.NewReader()}
	var inputs []blob.Input
	for _, row := range dictionaries.Table("manifest", 3) {
		role, name, sum := row[0], row[1], row[2]
		r, ok := readers[role]
		if !ok {
			continue
		}
		b, err := readInput(filepath.Join(*data, name), sum)
		if err != nil {
			return err
		}
		log.Printf("reading %s", name)
		if err := decompressed(b, r.Read); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		inputs = append(inputs, blob.Input{Name: name, SHA256: sum})
	}
	c, err := train.Estimate(readers["admin"], readers["general"], o.Vocab)
	if err != nil {
		return err
	}
	v, a, g := c.Words()
	log.Printf("vocabulary %d, administrative %d words, general %d words", v, a, g)
	b, err := c.Build(o, inputs)
	if err != nil {
		return err
	}
	if *dev != "" {
		if err := perplexity(b, *dev); err != nil {
			return err
		}
	}
	return os.WriteFile(*out, b, 0o644)
}

// readInput reads a file and checks it against the manifest.
func readInput(path, sum string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s: sha256 is %x, the manifest says %s: take the file it names or change the manifest", path, got, sum)
	}
	return b, nil
}

// decompressed calls f with the text of a zstd file.
func decompressed(b []byte, f func(io.Reader) error) error {
	d, err := zstd.NewReader(bytes.NewReader(b))
	if err != nil {
		return err
	}
	defer d.Close()
	return f(d)
}

// page is a page of aligned OCR: the printed line and what OCR read.
type page struct {
	Cond  string
	Lines []struct{ Gold, OCR string }
}

func readPages(r io.Reader) (pages []page, err error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		var p page
		if err := json.Unmarshal(s.Bytes(), &p); err != nil {
			return nil, err
		}
		pages = append(pages, p)
	}
	return pages, s.Err()
}

// perplexity logs the model's perplexity a word on the gold lines, context running on across lines.
func perplexity(model []byte, path string) error {
	m, err := ngram.Open(model)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	pages, err := readPages(f)
	if err != nil {
		return err
	}
	var sum float64
	var n, unknown int
	for _, p := range pages {
		var b strings.Builder
		for _, l := range p.Lines {
			b.WriteString(l.Gold + " ")
		}
		train.Sentences(b.String(), func(words []string) {
			s := m.Start()
			for _, w := range words {
				id := m.Lookup(w)
				var p float32
				p, s = m.Score(s, id)
				if id == ngram.Unk {
					unknown++
					continue
				}
				sum += float64(p)
				n++
			}
		})
	}
	log.Printf("perplexity %.2f over %d words, %d unknown", math.Exp(-sum/float64(n)), n, unknown)
	return nil
}
