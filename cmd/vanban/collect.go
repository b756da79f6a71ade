package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vanban/corpus"
	"vanban/corpus/ingest"
	"vanban/pipeline/source"
)

// collect returns the files to read, folders being walked in the order of names. What cannot be
// used is among them, to be reported at its place.
func (in *ingestion) collect(args []string) []source.Input {
	var out []source.Input
	for _, arg := range args {
		if arg == ingest.Stdin {
			out = append(out, source.Input{Path: arg})
			continue
		}
		fi, err := os.Stat(arg)
		switch {
		case err != nil:
			out = append(out, source.Refuse(source.Unusable(arg, err)))
		case fi.IsDir():
			out = append(out, in.walk(arg)...)
		default:
			out = append(out, source.Input{Path: arg})
		}
	}
	return out
}

func isFolder(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.IsDir()
}

// walk returns the files of a folder that can be read. Hidden files, links, devices, archives and
// files of other kinds are passed over; a folder without a file to read is a failure.
func (in *ingestion) walk(dir string) []source.Input {
	var out []source.Input
	skipped, links := 0, 0
	root := dir
	if fi, err := os.Lstat(dir); err == nil && fi.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // a link that is named is followed
	}
	// The function returns no error of its own, and neither does WalkDir then.
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch hidden := path != root && strings.HasPrefix(d.Name(), "."); {
		case err != nil:
			out = append(out, source.Refuse(source.Unusable(path, err)))
		case d.IsDir() && (hidden || isArchive(path)):
			return filepath.SkipDir
		case d.IsDir() || hidden:
		case d.Type()&fs.ModeSymlink != 0:
			links++ // what it leads to is read where it stands, if it stands in the folder
		case d.Type().IsRegular() && in.options.Reader.Wanted(path):
			out = append(out, source.Input{Path: path})
		default:
			skipped++
		}
		return nil
	})
	if *in.flags.watch {
		return out
	}
	if skipped > 0 {
		in.logf("%s: bỏ qua %d tệp không phải văn bản", "%s: passed over %d files that hold no text", dir, skipped)
	}
	if links > 0 {
		in.logf("%s: bỏ qua %d liên kết", "%s: passed over %d links", dir, links)
	}
	if len(out) == 0 {
		in.failed++
		in.logf("vanban ingest: %s: thư mục không có tệp văn bản nào đọc được", "vanban ingest: %s: no readable text file in the folder", dir)
	}
	return out
}

// unpacked returns what there is to read in the files.
func (in *ingestion) unpacked(files []source.Input) []source.Input {
	var out []source.Input
	for _, f := range files {
		if f.Refused() != nil {
			out = append(out, f)
			continue
		}
		out = append(out, in.options.Reader.Inputs(f.Path)...)
	}
	return out
}

// isArchive reports a folder that is an archive of ours, a damaged one too.
func isArchive(dir string) bool {
	a, err := corpus.Open(dir)
	if err == nil {
		err = a.Close()
	}
	return err == nil || errors.Is(err, corpus.ErrDamaged)
}
