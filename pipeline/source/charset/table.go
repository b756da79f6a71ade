package charset

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"
)

//go:embed *.tsv
var files embed.FS

// Version identifies the tables: "sha256:" and the hexadecimal hash.
var Version = sync.OnceValue(func() string {
	h := sha256.New()
	for _, name := range tableNames {
		h.Write(read(name))
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
})

var tableNames = []string{"tcvn3", "tcvn5712", "viqr", "viscii", "vni"}

func read(name string) []byte {
	b, err := files.ReadFile(name + ".tsv")
	if err != nil {
		panic("charset: no table " + name) // it is embedded
	}
	return b
}

// row is a letter and its code.
type row struct{ letter, code string }

// rows reads a table; hexadecimal codes are decoded.
func rows(name string, hexadecimal bool) []row {
	var out []row
	for line := range strings.Lines(string(read(name))) {
		letter, code, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if hexadecimal {
			b, err := hex.DecodeString(strings.ReplaceAll(code, " ", ""))
			if err != nil {
				panic("charset: " + name + ": " + err.Error())
			}
			code = string(b)
		}
		out = append(out, row{letter, code})
	}
	return out
}

// table maps codes of one to three bytes to letters.
type table struct {
	letters map[string]string
	begins  [256]bool // a code begins with the byte
	longest int
	escape  byte // takes the next sign as it stands; 0: none
}

func newTable(list []row) *table {
	t := &table{letters: map[string]string{}}
	for _, r := range list {
		t.letters[r.code] = r.letter
		t.begins[r.code[0]] = true
		t.longest = max(t.longest, len(r.code))
	}
	return t
}

// combining are the marks of TCVN 5712 that stand behind the letter they belong to.
var combining = []row{{"\u0300", "\xb0"}, {"\u0309", "\xb1"}, {"\u0303", "\xb2"}, {"\u0301", "\xb3"}, {"\u0323", "\xb4"}}

type tableSet struct{ tcvn3, tcvn5712, viscii, vni, viqr *table }

var tables = sync.OnceValue(func() tableSet {
	s := tableSet{
		newTable(append(rows("tcvn3", true), combining...)), newTable(append(rows("tcvn5712", true), combining...)),
		newTable(rows("viscii", true)), newTable(mixedCase(rows("vni", true))), newTable(rows("viqr", false)),
	}
	s.viqr.escape = '\\'
	return s
})

// mixedCase adds the codes of VNI whose mark is of the other case than the letter: the letter
// tells the case.
func mixedCase(list []row) []row {
	known := map[string]bool{}
	for _, r := range list {
		known[r.code] = true
	}
	out := list
	for _, r := range list {
		if len(r.code) < 2 {
			continue
		}
		other := r.code[:1] + string([]byte{r.code[1] ^ 0x20})
		if !known[other] {
			out = append(out, row{r.letter, other})
		}
	}
	return out
}

// decode replaces the codes by their letters, the longest first.
func (t *table) decode(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/2)
	for i := 0; i < len(b); {
		if t.escape != 0 && b[i] == t.escape && i+1 < len(b) {
			s.WriteRune(charmap.Windows1252.DecodeByte(b[i+1]))
			i += 2
			continue
		}
		letter, n := t.match(b[i:])
		if n == 0 {
			s.WriteRune(charmap.Windows1252.DecodeByte(b[i]))
			n = 1
		}
		s.WriteString(letter)
		i += n
	}
	return s.String()
}

// match returns the letter whose code the bytes begin with, and the code's length, 0 for none.
func (t *table) match(b []byte) (string, int) {
	if !t.begins[b[0]] {
		return "", 0
	}
	for n := min(t.longest, len(b)); n > 0; n-- {
		if letter, ok := t.letters[string(b[:n])]; ok {
			return letter, n
		}
	}
	return "", 0
}
