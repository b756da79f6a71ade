// Package vanban_test holds what must be true of the whole repository: who may import whom,
// which libraries are used where and under what licence, and that nothing points at the machine
// it was written on.
package vanban_test

import (
	"bufio"
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is a folder with what its code may import of ours. Rooms below it without a line of
// their own have its rights, and a room may use the rooms below it.
type room struct {
	name string
	may  []string
}

// rooms are in the order of the floors: a room imports only rooms of lines above its own.
var rooms = []room{
	{"dictionaries", nil},
	{"pipeline/text", nil},
	{"pipeline/blob", nil},
	{"pipeline/plan", []string{"pipeline/text"}},
	{"pipeline/syllable", []string{"dictionaries"}},
	{"pipeline/source", []string{"pipeline/syllable", "pipeline/text"}},

	{"pipeline/ngram", []string{"pipeline/blob"}},
	{"pipeline/ngram/train", []string{"pipeline/blob", "pipeline/ngram", "pipeline/syllable", "pipeline/text"}},
	{"pipeline/channel", []string{"pipeline/blob"}},
	{"pipeline/channel/train", []string{"pipeline/blob", "pipeline/channel", "pipeline/syllable", "pipeline/text"}},
	{"pipeline/gazetteer", []string{"pipeline/blob", "pipeline/syllable"}},
	{"pipeline/gazetteer/build", []string{"pipeline/blob", "pipeline/gazetteer", "pipeline/syllable"}},

	{"pipeline/candidate", []string{"pipeline/blob", "pipeline/channel", "pipeline/ngram", "pipeline/syllable"}},
	{"pipeline/restore", []string{"dictionaries", "pipeline/candidate", "pipeline/channel", "pipeline/ngram", "pipeline/syllable", "pipeline/text"}},
	{"pipeline/outline", []string{"dictionaries", "pipeline/plan", "pipeline/syllable", "pipeline/text"}},
	{"pipeline/extract", []string{"dictionaries", "pipeline/gazetteer", "pipeline/outline/letters", "pipeline/plan", "pipeline/syllable", "pipeline/text"}},
	{"pipeline/planyaml", []string{"pipeline/plan"}},
	{"pipeline/score", []string{"pipeline/plan", "pipeline/syllable", "pipeline/text"}},
	{"pipeline", []string{"dictionaries", "pipeline/extract", "pipeline/outline", "pipeline/plan", "pipeline/restore", "pipeline/text"}},

	{"corpus/thesaurus", []string{"dictionaries", "pipeline/gazetteer", "pipeline/syllable"}},
	{"corpus/index", []string{"corpus/thesaurus", "pipeline/syllable", "pipeline/text"}},
	{"corpus/index/opensearch", []string{"corpus/index"}},
	{"corpus/generate", []string{"corpus/index", "pipeline/ngram", "pipeline/syllable"}},
	{"corpus/sketch", nil},
	{"corpus/secrecy", []string{"pipeline/syllable"}},
	{"corpus/amend", []string{"dictionaries", "pipeline/plan"}},
	{"corpus", []string{"corpus/amend", "corpus/index", "corpus/secrecy", "corpus/sketch", "pipeline", "pipeline/plan", "pipeline/planyaml", "pipeline/source", "pipeline/syllable", "pipeline/text"}},

	{"corpus/ingest", []string{"corpus", "corpus/sketch", "pipeline", "pipeline/plan", "pipeline/source", "pipeline/text"}},
	{"corpus/web", []string{"corpus", "corpus/amend", "corpus/index", "pipeline", "pipeline/plan", "pipeline/planyaml", "pipeline/syllable", "pipeline/text"}},

	{"cmd/vanban", []string{"corpus", "corpus/index", "corpus/index/opensearch", "corpus/ingest", "corpus/web", "pipeline", "pipeline/plan", "pipeline/planyaml", "pipeline/restore", "pipeline/score", "pipeline/source", "pipeline/text"}},
	{"cmd/mkdict", []string{"dictionaries", "pipeline/blob", "pipeline/candidate", "pipeline/channel", "pipeline/channel/train", "pipeline/gazetteer/build", "pipeline/ngram", "pipeline/ngram/train", "pipeline/syllable", "pipeline/text"}},
}

// library is a module of others: its licence and the rooms whose code may import it. Tests may
// import any library of the list.
type library struct {
	module, licence string
	rooms           []string
}

var libraries = []library{
	{"github.com/RoaringBitmap/roaring/v2", "Apache-2.0", []string{"corpus/index"}},
	{"github.com/blevesearch/bleve/v2", "Apache-2.0", []string{"corpus/index"}},
	{"github.com/blevesearch/bleve_index_api", "Apache-2.0", []string{"corpus/index"}},
	{"github.com/chromedp/chromedp", "MIT", nil},
	{"github.com/gofrs/flock", "BSD-3-Clause", []string{"corpus"}},
	{"github.com/klauspost/compress", "BSD-3-Clause", []string{"cmd/mkdict"}},
	{"github.com/opensearch-project/opensearch-go/v4", "Apache-2.0", []string{"corpus/index/opensearch"}},
	{"github.com/rogpeppe/go-internal", "BSD-3-Clause", nil},
	{"github.com/sahilm/fuzzy", "MIT", []string{"corpus"}},
	{"github.com/santhosh-tekuri/jsonschema/v6", "Apache-2.0", nil},
	{"github.com/schollz/progressbar/v3", "MIT", []string{"cmd/vanban"}},
	{"golang.org/x/sys", "BSD-3-Clause", []string{"pipeline/source/tool"}},
	{"golang.org/x/text", "BSD-3-Clause", []string{"pipeline/text", "pipeline/source", "pipeline/syllable", "pipeline/channel/train", "pipeline/gazetteer/build",
		"pipeline/candidate", "pipeline/restore", "pipeline/outline", "pipeline/score", "corpus"}},
	{"gopkg.in/yaml.v3", "MIT", []string{"pipeline/planyaml", "corpus/web"}},
}

// roomOf returns the line of the table that holds for a folder.
func roomOf(dir string) (int, bool) {
	for ; dir != "."; dir = path.Dir(dir) {
		if i := slices.IndexFunc(rooms, func(r room) bool { return r.name == dir }); i >= 0 {
			return i, true
		}
	}
	return 0, false
}

// below reports whether dir is the room or lies in it.
func below(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }

func TestRoomsGoDown(t *testing.T) {
	for i, r := range rooms {
		if !isDir(r.name) {
			t.Errorf("room %s: no such folder", r.name)
		}
		for _, m := range r.may {
			if j, ok := roomOf(m); !ok || j >= i {
				t.Errorf("room %s may import %s, which does not stand above it", r.name, m)
			}
		}
	}
}

func isDir(name string) bool {
	fi, err := os.Stat(filepath.FromSlash(name))
	return err == nil && fi.IsDir()
}

// TestImports checks each import of each file against the tables.
func TestImports(t *testing.T) {
	for file, imports := range goFiles(t) {
		dir := path.Dir(file)
		i, known := roomOf(dir)
		if !known && dir != "." {
			t.Errorf("%s: room %s is not in the table of deps_test.go", file, dir)
			continue
		}
		test := strings.HasSuffix(file, "_test.go") || path.Base(dir) == "indextest"
		for _, imp := range imports {
			ours, isOurs := strings.CutPrefix(imp, "vanban/")
			switch {
			case isOurs && test:
				if below(dir, "pipeline") && !below(ours, "pipeline") && ours != "dictionaries" {
					t.Errorf("%s: a test in room %s must not import %s", file, dir, ours)
				}
			case isOurs:
				if !mayImport(rooms[i], ours) {
					t.Errorf("%s: room %s must not import %s", file, rooms[i].name, ours)
				}
			case strings.Contains(strings.Split(imp, "/")[0], "."):
				checkLibrary(t, file, dir, imp, test)
			}
		}
	}
}

// mayImport reports whether a room may import a folder of ours: one of its list, or one below
// itself.
func mayImport(r room, dir string) bool {
	if slices.Contains(r.may, dir) {
		return true
	}
	i, ok := roomOf(dir)
	return ok && rooms[i].name == r.name
}

func checkLibrary(t *testing.T, file, dir, imp string, test bool) {
	i := slices.IndexFunc(libraries, func(l library) bool { return below(imp, l.module) })
	switch {
	case i < 0:
		t.Errorf("%s: room %s imports %s, which is not in the table of libraries", file, dir, imp)
	case !test && !slices.ContainsFunc(libraries[i].rooms, func(r string) bool { return below(dir, r) }):
		t.Errorf("%s: room %s must not import %s", file, dir, imp)
	}
}

// goFiles returns the imports of each Go file by its slash-separated path.
func goFiles(t *testing.T) map[string][]string {
	out := map[string][]string{}
	for _, file := range files(t) {
		if path.Ext(file) != ".go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		out[file] = nil
		for _, s := range f.Imports {
			imp, err := strconv.Unquote(s.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			out[file] = append(out[file], imp)
		}
	}
	if len(out) < 50 {
		t.Fatalf("only %d Go files found", len(out))
	}
	return out
}

// files returns the slash-separated paths of all files of the repository, testdata apart.
func files(t *testing.T) []string {
	var out []string
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "archive"):
			return filepath.SkipDir
		case d.Type().IsRegular():
			out = append(out, filepath.ToSlash(p))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLibraries checks that go.mod and the table name the same modules.
func TestLibraries(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var direct []string
	for _, m := range regexp.MustCompile(`(?m)^(?:require)?\s*([\w.-]+\.[\w./-]+) v\S+$`).FindAllSubmatch(mod, -1) {
		direct = append(direct, string(m[1]))
	}
	for _, m := range direct {
		if !slices.ContainsFunc(libraries, func(l library) bool { return l.module == m }) {
			t.Errorf("go.mod requires %s, which is not in the table of libraries", m)
		}
	}
	for _, l := range libraries {
		if !slices.Contains(direct, l.module) {
			t.Errorf("the table of libraries has %s, which go.mod does not require", l.module)
		}
	}
}

// TestLicences reads the licence of every module that is built, ours or not, and accepts no
// copyleft of the GNU kind.
func TestLicences(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-test", "-f", "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}", "./...")
	out, err := list.Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	seen := map[string]bool{}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		module, dir, ok := strings.Cut(s.Text(), "\t")
		if !ok || seen[module] {
			continue
		}
		seen[module] = true
		checkLicence(t, module, dir)
	}
	if len(seen) < len(libraries) {
		t.Errorf("only %d modules seen", len(seen))
	}
}

var gnu = regexp.MustCompile(`(?i)GNU\s+(LESSER\s+|LIBRARY\s+|AFFERO\s+)?GENERAL\s+PUBLIC\s+LICENSE`)

func checkLicence(t *testing.T, module, dir string) {
	var found []string
	for _, pattern := range []string{"LICEN[CS]E*", "COPYING*"} {
		list, _ := filepath.Glob(filepath.Join(dir, pattern))
		found = append(found, list...)
	}
	if len(found) == 0 {
		t.Errorf("%s: no licence file", module)
	}
	for _, p := range found {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if gnu.Match(b) {
			t.Errorf("%s: %s is a licence of the GNU family", module, filepath.Base(p))
		}
	}
}

// TestNoMachine finds paths that exist on one machine only.
func TestNoMachine(t *testing.T) {
	local := regexp.MustCompile(`(?:^|[\s"'` + "`" + `(=])/(?:work|home|root|Users|mnt|tmp)/|\.\./shared\b`)
	for _, file := range files(t) {
		switch path.Ext(file) {
		case ".go", ".md", ".tsv", ".mod", ".yml", ".yaml", ".json", ".conf", "":
		default:
			continue
		}
		b, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(b, []byte("\n")) {
			if m := local.Find(line); m != nil {
				t.Errorf("%s:%d: a path of a machine: %q", file, i+1, m)
			}
		}
	}
}
