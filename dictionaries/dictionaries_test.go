package dictionaries_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
)

// models are the generated files: the kind that the header names, and the roles in the manifest
// of what each is made from; no roles where that is other models.
var models = []struct {
	file, kind string
	bytes      []byte
	roles      []string
}{
	{"lm.bin", "lm", dictionaries.LM, []string{"admin", "general"}},
	{"channel.bin", "channel", dictionaries.Channel, []string{"ocr", "made"}},
	{"candidates.bin", "candidates", dictionaries.Candidates, nil},
	{"places.bin", "places", dictionaries.Places, []string{"units-after", "units-splits", "units-before"}},
}

// TestModelsAgreeWithManifest compares what a model says it was made from with the manifest, and
// the model with its checksum.
func TestModelsAgreeWithManifest(t *testing.T) {
	for _, m := range models {
		b, err := blob.Open(m.bytes, m.kind)
		if err != nil {
			t.Errorf("%s: %v", m.file, err)
			continue
		}
		if err := b.Verify(); err != nil {
			t.Errorf("%s: %v", m.file, err)
		}
		var want []blob.Input
		for _, row := range dictionaries.Table("manifest", 3) {
			if slices.Contains(m.roles, row[0]) {
				want = append(want, blob.Input{Name: row[1], SHA256: row[2]})
			}
		}
		if m.roles == nil {
			want = sums(t, b.Header.Inputs)
		}
		if !slices.Equal(b.Header.Inputs, want) {
			t.Errorf("%s was made from\n%v\nthe manifest says\n%v", m.file, b.Header.Inputs, want)
		}
	}
}

// sums returns the inputs with the checksums that the models of those names carry now.
func sums(t *testing.T, inputs []blob.Input) []blob.Input {
	var out []blob.Input
	for _, in := range inputs {
		for _, m := range models {
			if m.file != in.Name {
				continue
			}
			b, err := blob.Open(m.bytes, m.kind)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, blob.Input{Name: m.file, SHA256: b.Sum()})
		}
	}
	return out
}

// TestManifestRoles finds inputs that no model is made from.
func TestManifestRoles(t *testing.T) {
	for _, row := range dictionaries.Table("manifest", 3) {
		known := false
		for _, m := range models {
			known = known || slices.Contains(m.roles, row[0])
		}
		if !known || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(row[2]) {
			t.Errorf("manifest.tsv: %v: no such role, or no hash", row)
		}
	}
}

// TestSources checks that SOURCES.md names every file here and every input, and nothing else.
func TestSources(t *testing.T) {
	b, err := os.ReadFile("SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([^` ]+\\.(?:tsv|bin|zst))`").FindAllStringSubmatch(string(b), -1) {
		named[m[1]] = true
	}
	have := map[string]bool{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if e := path.Ext(f.Name()); e == ".tsv" || e == ".bin" {
			have[f.Name()] = true
		}
	}
	for _, row := range dictionaries.Table("manifest", 3) {
		have[path.Base(row[1])] = true
	}
	for name := range have {
		if !named[name] {
			t.Errorf("SOURCES.md does not name %s", name)
		}
	}
	for name := range named {
		if !have[name] {
			t.Errorf("SOURCES.md names %s, which is neither here nor in the manifest", name)
		}
	}
}

// TestTables checks the form of the tables: a heading that explains the columns, composed
// letters, no white space at the ends.
func TestTables(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path.Ext(f.Name()) != ".tsv" {
			continue
		}
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if s := string(b); !strings.HasPrefix(s, "# ") || !strings.HasSuffix(s, "\n") || strings.Contains(s, "\r") {
			t.Errorf("%s: no heading, or line ends of another kind", f.Name())
		}
		for i, line := range strings.Split(string(b), "\n") {
			if !norm.NFC.IsNormalString(line) || strings.HasSuffix(line, " ") || strings.HasPrefix(line, " ") {
				t.Errorf("%s:%d: not composed, or white space at an end: %q", f.Name(), i+1, line)
			}
		}
	}
}

func TestMissingTable(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	dictionaries.Table("none", 1)
}
