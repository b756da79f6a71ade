// Package docnum reads document numbers: 182-KH/TU, 68/QĐ-TTg, 163/2024/QH15. It repairs
// what OCR does to them against the tables of type and issuer codes: a code that is not in
// the tables but looks like exactly one that is, is read as that one.
package docnum

import (
	"strings"
	"unicode"

	"vanban/dictionaries"
	"vanban/pipeline/syllable"
)

// Number is a document number in its parts.
type Number struct {
	Digits string // "0130", as printed
	Year   string // "2024" in 163/2024/QH15, else empty
	Type   string // type code: "KH"; empty in official letters and laws
	Issuer string // issuer code with what follows it: "UBND", "LNTPTW", "QH15", "BGDĐT-VP"
	Party  bool   // the Party's form: 182-KH/TU
	Dot    bool   // a full stop before the issuer, as some offices print: 12/QĐ.UBND
}

// String returns the number as it is printed.
func (n Number) String() string {
	s := n.Digits
	if n.Year != "" {
		s += "/" + n.Year
	}
	switch {
	case n.Type == "":
		return s + "/" + n.Issuer
	case n.Party:
		return s + "-" + n.Type + "/" + n.Issuer
	case n.Dot:
		return s + "/" + n.Type + "." + n.Issuer
	}
	return s + "/" + n.Type + "-" + n.Issuer
}

// Codes holds the tables of codes. It is safe for concurrent use.
type Codes struct {
	types   table
	issuers table
	names   map[string][2]string // issuer code -> level, name
	byName  map[string]string    // type name in lower case -> code
	typeOf  map[string]string    // code -> type name, the first of the table
	printed map[string]string    // type name in lower case -> as the table prints it
}

// table finds a code by its exact form or by what OCR leaves of it.
type table struct {
	exact map[string]bool
	looks map[string][]string // look -> codes
}

// Load reads the tables.
func Load() *Codes {
	c := &Codes{names: map[string][2]string{}, byName: map[string]string{}, typeOf: map[string]string{}}
	c.types, c.issuers, c.printed = newTable(), newTable(), map[string]string{}
	for _, r := range dictionaries.Table("doctypes", 3) {
		if c.typeOf[r[0]] == "" {
			c.types.add(r[0])
			c.typeOf[r[0]] = r[1]
		}
		k := syllable.Key(r[1])
		c.byName[k], c.printed[k] = r[0], r[1]
	}
	for _, r := range dictionaries.Table("issuers", 3) {
		c.issuers.add(r[0])
		c.names[r[0]] = [2]string{r[1], r[2]}
	}
	return c
}

// TypeName returns the Vietnamese name of a type code.
func (c *Codes) TypeName(code string) string { return c.typeOf[code] }

// Code returns the code of a type that is named.
func (c *Codes) Code(typeName string) string { return c.byName[syllable.Key(typeName)] }

// Spell returns the name of a type as documents print it in running text.
func (c *Codes) Spell(name string) string { return c.printed[syllable.Key(name)] }

// TypeNames returns the names of all types with their codes.
func (c *Codes) TypeNames() map[string]string { return c.byName }

// Issuer returns the level and the name of an issuer code; a name in lower case is a kind
// of body.
func (c *Codes) Issuer(code string) (level, name string) {
	n := c.names[code]
	return n[0], n[1]
}

func newTable() table { return table{map[string]bool{}, map[string][]string{}} }

func (t table) add(code string) {
	t.exact[code] = true
	l := look(code)
	t.looks[l] = append(t.looks[l], code)
}

// lookalikes maps what OCR writes for a letter to one sign for all that look like it.
var lookalikes = strings.NewReplacer("LJ", "U", "IJ", "U", "LI", "U", "I<", "K", "0", "O", "Q", "O", "D", "O", "1", "I", "L", "I", "!", "I", "|", "I", "5", "S", "8", "B", "VV", "W", "2", "Z")

// look returns the form that codes share when OCR confuses them.
func look(code string) string {
	return lookalikes.Replace(strings.ToUpper(syllable.Fold(code)))
}

// repair returns the code that s is: itself when known, the only one that looks like it,
// the only one a single letter away; false when there is none.
func (t table) repair(s string) (string, bool) {
	if t.exact[s] {
		return s, true
	}
	l := look(s)
	if c := nearest(s, t.looks[l]); c != "" {
		return c, true
	}
	if len([]rune(s)) < 4 || printed(s) {
		return s, false
	}
	var found []string
	for k, codes := range t.looks {
		if d := len(k) - len(l); d >= -1 && d <= 1 && len(codes) == 1 && oneAway(k, l) {
			found = append(found, codes[0])
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return s, false
}

// printed reports a code of clean capitals: what OCR shows so is not changed by more than a
// letter that looks the same.
func printed(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) && r != '&' && r != '.' {
			return false
		}
	}
	return true
}

// nearest chooses among codes that look alike the one that shares most letters with s;
// between equals the shorter list order wins.
func nearest(s string, codes []string) string {
	best, top := "", -1
	for _, c := range codes {
		n := 0
		for i, r := range []rune(c) {
			if q := []rune(s); i < len(q) {
				n += likeness(q[i], r)
			}
		}
		if n > top {
			best, top = c, n
		}
	}
	return best
}

// likeness is 3 for the same letter, 2 in another case, 1 for the same letter without its mark.
func likeness(a, b rune) int {
	switch {
	case a == b:
		return 3
	case unicode.ToUpper(a) == unicode.ToUpper(b):
		return 2
	case strings.EqualFold(syllable.Fold(string(a)), syllable.Fold(string(b))):
		return 1
	}
	return 0
}

// oneAway reports two strings that differ by one letter changed, added or left out.
func oneAway(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i < len(a) && a[i+1:] == b[i+1:]
	}
	return a[i+1:] == b[i:]
}

// digits repairs a stretch that should be a number; false when it is none.
func digits(s string) (string, bool) {
	var b strings.Builder
	real := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
			real++
		case strings.ContainsRune("lIi|!", r):
			b.WriteByte('1')
		case strings.ContainsRune("OoQ", r):
			b.WriteByte('0')
		case r == 'S' || r == 's':
			b.WriteByte('5')
		case r == 'B':
			b.WriteByte('8')
		case r == 'Z' || r == 'z':
			b.WriteByte('2')
		default:
			return "", false
		}
	}
	return b.String(), real > 0 && b.Len() <= 6
}

// Parse reads a number written without spaces. typeName is the document's type as the
// words before it say ("kế hoạch"), empty when they say nothing; it settles codes that OCR
// left unclear. Parse reports false for what is no document number.
func (c *Codes) Parse(s, typeName string) (Number, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == '–' })
	seps := separators(s)
	if len(parts) < 2 || len(seps) != len(parts)-1 {
		return Number{}, false
	}
	var n Number
	var ok bool
	if n.Digits, ok = digits(parts[0]); !ok {
		return n, false
	}
	parts = parts[1:]
	if y, ok := year(parts[0]); ok && len(parts) > 1 {
		n.Year = y
		parts, seps = parts[1:], seps[1:]
	}
	if code, rest, dot := strings.Cut(parts[0], "."); len(parts) == 1 && dot && rest != "" && c.types.exact[code] {
		n.Dot = true
		parts, seps = []string{code, rest}, append(seps, '.')
	}
	return c.codes(n, parts, seps, c.byName[syllable.Key(typeName)])
}

// Guess reads the number of a document of a known type whose signs OCR has damaged: what stands
// behind the figures must look like the code of the type and the code of an issuer of the table.
func (c *Codes) Guess(s, typeName string) (Number, bool) {
	want := c.byName[syllable.Key(typeName)]
	from := strings.IndexAny(s, "0123456789")
	if want == "" || from < 0 {
		return Number{}, false
	}
	end := from
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n := Number{Digits: s[from:end], Type: want}
	rest := look(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s[end:]))
	found, least := 0, 2
	for code := range c.names {
		switch d := distance(rest, look(want+code)); {
		case d < least:
			found, least, n.Issuer = 1, d, code
		case d == least:
			found++
		}
	}
	n.Party = c.names[n.Issuer][0] == "party"
	return n, found == 1 && least < 2 && n.Digits != "" && len(n.Digits) <= 5
}

// distance is 0 for the same strings, 1 for those that differ by one letter, 2 for others.
func distance(a, b string) int {
	switch d := len(a) - len(b); {
	case a == b:
		return 0
	case d >= -1 && d <= 1 && oneAway(a, b):
		return 1
	}
	return 2
}

// codes reads the parts behind the digits.
func (c *Codes) codes(n Number, parts []string, seps []byte, want string) (Number, bool) {
	first, known := c.types.repair(parts[0])
	if want != "" && (look(want) == look(parts[0]) || len(parts) > 1 && len(want) > 2 && (!known && oneAway(look(want), look(parts[0])) || want == parts[0]+"r")) {
		first, known = want, true
	}
	if !known && len(parts) > 1 && len(parts[0]) == len(want) && oneAway(parts[0], want) {
		if _, body := c.issuers.repair(parts[1]); body {
			first, known = want, true // Nghị quyết số 57-NG/TW
		}
	}
	if _, letter := c.issuers.repair(parts[0]); len(parts) == 1 || !known && letter {
		return c.letter(n, parts)
	}
	if !known && !capitals(parts[0]) {
		return n, false
	}
	if _, body := c.issuers.repair(parts[1]); !known && !body && want == "" && n.Year == "" && seps[0] == '/' {
		return c.letter(n, parts) // two codes that no table knows: an official letter
	}
	n.Type, n.Party = first, seps[0] == '-'
	var ok bool
	n.Issuer, ok = c.issuer(parts[1:])
	return n, ok && (known || n.Year == "" && (len(parts) == 2 || c.issuers.exact[parts[1]]))
}

// letter reads an official letter (1234/BGDĐT-VP) or an act of the National Assembly
// (163/2024/QH15).
func (c *Codes) letter(n Number, parts []string) (Number, bool) {
	code, known := c.issuers.repair(parts[0])
	if !known && len(parts) == 1 && n.Year == "" {
		return n, false
	}
	if !capitals(code) {
		return n, false
	}
	n.Issuer = strings.Join(append([]string{code}, parts[1:]...), "-")
	return n, true
}

func (c *Codes) issuer(parts []string) (string, bool) {
	code, known := c.issuers.repair(parts[0])
	if !known && !capitals(code) {
		return "", false
	}
	return strings.Join(append([]string{code}, parts[1:]...), "-"), true
}

func separators(s string) []byte {
	var out []byte
	for _, r := range s {
		switch r {
		case '/':
			out = append(out, '/')
		case '-', '–':
			out = append(out, '-')
		}
	}
	return out
}

func year(s string) (string, bool) {
	d, ok := digits(s)
	return d, ok && len(d) == 4 && (d[:2] == "19" || d[:2] == "20")
}

// capitals reports a code: it begins with a capital and most of its letters are capitals.
func capitals(s string) bool {
	up, low := 0, 0
	for i, r := range s {
		switch {
		case unicode.IsUpper(r):
			up++
		case unicode.IsLower(r):
			if i == 0 {
				return false
			}
			low++
		case i > 0 && (r == '.' || r == '&'): // SNN.KHTC, SNN&PTNT
		case !unicode.IsDigit(r):
			return false
		}
	}
	return up >= 2 && up >= low || up == 1 && len(s) == 1
}
