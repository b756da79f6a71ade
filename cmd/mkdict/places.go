package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
	"vanban/pipeline/gazetteer/build"

	"github.com/klauspost/compress/zstd"
)

func init() {
	commands["places"] = command{runPlaces, "the administrative units before and after 1 July 2025, from the tables that dictionaries/manifest.tsv names"}
}

func runPlaces(args []string) error {
	fs := flag.NewFlagSet("mkdict places", flag.ExitOnError)
	data := fs.String("data", "", "folder that the manifest's paths are relative to")
	out := fs.String("out", "dictionaries/places.bin", "file to write")
	fs.Parse(args)
	var s build.Sources
	tables := map[string]*io.Reader{"units-after": &s.After, "units-splits": &s.Splits, "units-before": &s.Old}
	for _, row := range dictionaries.Table("manifest", 3) {
		to, ok := tables[row[0]]
		if !ok {
			continue
		}
		b, err := readInput(filepath.Join(*data, row[1]), row[2])
		if err != nil {
			return err
		}
		plain, err := unpack(b)
		if err != nil {
			return fmt.Errorf("%s: %w", row[1], err)
		}
		*to = bytes.NewReader(bytes.TrimPrefix(plain, []byte("\xef\xbb\xbf")))
		s.Inputs = append(s.Inputs, blob.Input{Name: row[1], SHA256: row[2]})
		delete(tables, row[0])
	}
	for role := range tables {
		return fmt.Errorf("dictionaries/manifest.tsv names no %s", role)
	}
	b, err := build.Build(s)
	if err != nil {
		return err
	}
	log.Printf("%d bytes", len(b))
	return os.WriteFile(*out, b, 0o644)
}

// unpack returns the content of a zstd file.
func unpack(b []byte) ([]byte, error) {
	d, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.DecodeAll(b, nil)
}
