package opensearch

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"vanban/corpus/index"
)

// lines are the lines of a bulk request. Each item is where an action begins.
type lines struct {
	bytes []byte
	items []int
}

// maxID is the length of an id in bytes that OpenSearch takes.
const maxID = 512

// maxWords is the number of words of a passage that are indexed, lest a request be too large.
const maxWords = 2_000_000

// idOf returns the id of a passage on the cluster.
func idOf(passage string) string {
	if len(passage) <= maxID {
		return passage
	}
	return hashed("passage", passage)
}

func hashed(kind, s string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + s))
	return kind + "-" + hex.EncodeToString(sum[:16])
}

// passage adds the lines of a passage and returns how it was analysed.
func (l *lines) passage(p *index.Passage) *index.Analysis {
	a := index.Analyse(p)
	a.Words = a.Words[:min(len(a.Words), maxWords)]
	l.action("index", idOf(p.ID))
	b := append(l.bytes, '{')
	b = append(b, `"`+fieldWords+`":"`...)
	for i, w := range a.Words {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendForms(b, w.WordForms, "")
		for _, o := range w.Others {
			b = appendForms(append(b, between), o, other)
		}
	}
	b = append(b, '"')
	b = appendField(b, fieldTitle, joined(a.Title))
	b = appendField(b, fieldAbove, joined(a.Above))
	b = appendList(b, fieldNumber, a.Numbers)
	b = appendField(b, fieldOwn, a.Own)
	b = appendField(b, fieldDocument, p.Document)
	if p.Section == "" {
		b = appendField(b, fieldHead, "1")
	}
	for _, property := range properties {
		b = appendList(b, property, valuesOf(p, property))
	}
	b = append(b, `,"`+fieldStored+`":"`...)
	b = base64.StdEncoding.AppendEncode(b, index.Pack(p))
	l.bytes = append(b, '"', '}', '\n')
	return &a
}

// word adds the lines of a word of the archive; value those of a value of a property.
func (l *lines) word(fold string) {
	l.action("create", hashed("word", fold))
	l.bytes = append(appendString(append(l.bytes, `{"`+fieldWord+`":`...), fold), '}', '\n')
}

func (l *lines) value(property, value string) {
	l.action("create", hashed(property, value))
	b := appendString(append(l.bytes, `{"`+fieldOf+`":`...), property)
	l.bytes = append(appendField(b, fieldValue, value), '}', '\n')
}

func (l *lines) action(name, id string) {
	l.items = append(l.items, len(l.bytes))
	b := append(l.bytes, `{"`+name+`":{"_id":`...)
	l.bytes = append(appendString(b, id), '}', '}', '\n')
}

// valuesOf returns the values of a property of a passage, none of them empty.
func valuesOf(p *index.Passage, property string) []string {
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	switch property {
	case "type":
		return one(p.Type)
	case "issuer":
		return one(p.Issuer)
	case "level":
		return one(p.Level)
	case "year":
		return one(p.Year())
	case "place":
		return p.Places
	case "organization":
		return p.Organizations
	case "due":
		return p.Due
	}
	if p.Targets > 0 {
		return one("1")
	}
	return nil
}

// appendForms adds the forms of a word. They are letters, digits and marks, so that nothing in
// them has a meaning in JSON.
func appendForms(b []byte, w index.WordForms, before string) []byte {
	b = append(append(b, before...), term(w.Fold)...)
	return append(append(append(b, between), before...), term(w.Exact)...)
}

// term returns a form as it is indexed.
func term(s string) string { return cut(s, longestTerm) }

// cut returns as many whole characters of a text as a number of bytes holds.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	s = s[:most]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}

func joined(words []string) string {
	for i, w := range words {
		words[i] = term(w)
	}
	return strings.Join(words, " ")
}

func appendField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendString(append(b, `,"`+name+`":`...), value)
}

func appendList(b []byte, name string, values []string) []byte {
	if len(values) == 0 {
		return b
	}
	b = append(b, `,"`+name+`":[`...)
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, cut(v, longestValue))
	}
	return append(b, ']')
}

func appendString(b []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil {
		return append(b, '"', '"') // strings have a form in JSON, whatever they hold
	}
	return append(b, bytes.TrimSpace(quoted)...)
}
