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

// fail reports an input that cannot be used.
func (in *ingestion) fail(err error) {
	in.failed++
	in.logf("vanban ingest: %s", "vanban ingest: %s", in.explain(err))
	in.log.fail(err)
}

// collect returns the files to read, folders being walked in the order of names.
func (in *ingestion) collect(args []string) []string {
	var out []string
	for _, arg := range args {
		if arg == ingest.Stdin {
			out = append(out, arg)
			continue
		}
		fi, err := os.Stat(arg)
		switch {
		case err != nil:
			in.fail(&source.Error{Name: arg, Reason: source.Unreadable, Err: bare(err)})
		case fi.IsDir():
			out = append(out, in.walk(arg)...)
		default:
			out = append(out, arg)
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
func (in *ingestion) walk(dir string) []string {
	var out []string
	skipped, links := 0, 0
	root := dir
	if fi, err := os.Lstat(dir); err == nil && fi.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // a link that is named is followed
	}
	// The function returns no error of its own, and neither does WalkDir then.
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch hidden := path != root && strings.HasPrefix(d.Name(), "."); {
		case err != nil:
			in.fail(&source.Error{Name: path, Reason: source.Unreadable, Err: bare(err)})
		case d.IsDir() && (hidden || isArchive(path)):
			return filepath.SkipDir
		case d.IsDir() || hidden || in.log.is(path):
		case d.Type()&fs.ModeSymlink != 0:
			links++ // what it leads to is read where it stands, if it stands in the folder
		case d.Type().IsRegular() && in.options.Reader.Wanted(path):
			out = append(out, path)
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

// inputs returns what there is to read in the files.
func (in *ingestion) inputs(paths []string) []source.Input {
	var out []source.Input
	for _, p := range paths {
		list, err := in.options.Reader.Inputs(p)
		if err != nil {
			in.fail(err)
			continue
		}
		out = append(out, list...)
	}
	return out
}

// isArchive reports a folder that is an archive of ours.
func isArchive(dir string) bool {
	a, err := corpus.Open(dir)
	return err == nil && a.Close() == nil
}

// bare returns the error of the file system without the path.
func bare(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}
