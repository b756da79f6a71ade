package outline

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"vanban/pipeline/text"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the outlines into testdata/cases")

// TestCases compares the outline of each case, a convention a file, with the one kept in it.
func TestCases(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "cases", "*.txtar"))
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := Split(text.Plain(text.NewSource("scan", a.Files[0].Data)))
			if err := check(o); err != nil {
				t.Error(err)
			}
			got := show(o)
			if *update {
				a.Files = append(a.Files[:1], txtar.File{Name: "outline", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(a.Files) < 2 || got != string(a.Files[1].Data) {
				t.Errorf("got\n%s", got)
			}
		})
	}
}
