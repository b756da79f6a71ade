package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"vanban/pipeline/blob"
	"vanban/pipeline/gazetteer/build"

	"github.com/klauspost/compress/zstd"
)

func init() {
	commands["places"] = command{runPlaces, "the administrative units before and after 1 July 2025"}
}

// Files of the sources of the gazetteer, all under the MIT licence.
const (
	unitsAfter  = "after2025_thanglequoc_vn_only.json.zst"
	unitsSplits = "merger2025_mapping_dvhcvn_splits.json.zst"
	unitsBefore = "gso_danhmuc_tranngocminhhieu.csv.zst"
)

func runPlaces(args []string) error {
	f := flag.NewFlagSet("places", flag.ContinueOnError)
	data := f.String("data", "../shared/data/gazetteer", "folder of the source tables")
	out := f.String("out", "dictionaries/places.bin", "file to write")
	if err := f.Parse(args); err != nil {
		return err
	}
	s := build.Sources{}
	for _, in := range []struct {
		name string
		to   *io.Reader
	}{{unitsAfter, &s.After}, {unitsSplits, &s.Splits}, {unitsBefore, &s.Old}} {
		raw, err := os.ReadFile(filepath.Join(*data, in.name))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(raw)
		s.Inputs = append(s.Inputs, blob.Input{Name: in.name, SHA256: hex.EncodeToString(sum[:])})
		plain, err := unpack(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", in.name, err)
		}
		*in.to = bytes.NewReader(bytes.TrimPrefix(plain, []byte("\xef\xbb\xbf")))
	}
	b, err := build.Build(s)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d bytes\n", *out, len(b))
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
