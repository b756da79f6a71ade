// Package channel is the model of what OCR does to printed text: the probability that a printed
// segment of up to three letters is read as given letters, by kind of OCR (a noisy-channel model
// with multi-letter edits, Brill and Moore 2000). Package channel/train learns the tables.
package channel

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/blob"
)

// Kinds of OCR output, the names of the tables.
const (
	ASCII      = "ascii"      // English OCR whose marks were dropped
	English    = "eng"        // English OCR, some marks by chance
	Vietnamese = "vietnamese" // Vietnamese OCR
)

// Bad is added to the name of a kind for its table of bad scans: low resolution, noise, fax.
const Bad = ".bad"

// Kinds lists the tables.
var Kinds = []string{ASCII, English, Vietnamese, ASCII + Bad, English + Bad, Vietnamese + Bad}

// Rule says what printed segment may stand behind letters that were read. Gold "" means that
// OCR invented the letters.
type Rule struct {
	Gold string  // printed letters, in their case
	Cost float32 // negative log-probability of the reading, in nats
}

// Ends are the costs of reading word ends wrong, in nats.
type Ends struct {
	Lost   float32 // the space between two words is not read
	Parted float32 // a space is read inside a word
	Insert float32 // a letter is invented between two letters
}

// Bytes returns the stored form.
func (e Ends) Bytes() []byte {
	var b []byte
	for _, x := range []float32{e.Lost, e.Parted, e.Insert} {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// Around is what OCR does beyond the letters it reads. It reads junk where nothing was printed:
// specks, stamps, scribbles in the margins; the same few tokens make up most of it. And it leaves
// out words.
type Around struct {
	Left, Right float64            // share of the lines with junk before and after the print
	More        float64            // probability that a token of junk is followed by another one
	Tokens      map[string]float32 // costs of tokens of junk, in nats
	Other       float32            // cost of all other tokens together
	Vanish      map[string]float32 // costs, given two spaces side by side, of a word lost between them
}

// letterCost is the cost of a letter of junk, in nats: about that of one letter or sign of thirty.
const letterCost = 4

// Cost returns the negative log-probability of a token where there is junk.
func (j *Around) Cost(token string) float32 {
	if c, ok := j.Tokens[token]; ok {
		return c
	}
	return j.Other + letterCost*float32(utf8.RuneCountInString(token))
}

// Bytes returns the stored form.
func (j Around) Bytes() []byte {
	b, err := json.Marshal(j)
	if err != nil {
		panic(err) // numbers and strings always have a form in JSON
	}
	return b
}

// costUnit is the step of stored costs, in nats.
const costUnit = 1.0 / 16

// AppendRules stores the rules for one read segment.
func AppendRules(b *strings.Builder, read string, rules []Rule) {
	b.WriteByte(byte(len(read)))
	b.WriteString(read)
	b.WriteByte(byte(len(rules)))
	b.WriteByte(byte(len(rules) >> 8))
	for _, r := range rules {
		b.WriteByte(byte(len(r.Gold)))
		b.WriteString(r.Gold)
		b.WriteByte(byte(math.Round(min(float64(r.Cost)/costUnit, 255))))
	}
}

// Case is a set of the ways a printed segment can be written.
type Case uint8

// The ways to write a segment.
const (
	Lower Case = 1 << iota // chữ: lower case throughout, or the rest of a capitalised word
	Title                  // Ch: the first letter of a word is a capital
	Upper                  // CH: capitals throughout
)

func caseOf(s string) Case {
	var c Case = Lower | Title | Upper
	for i, r := range s {
		if unicode.IsUpper(r) {
			c &^= Lower
			if i > 0 {
				c &^= Title
			}
		} else {
			c &^= Upper
			if i == 0 {
				c &^= Title
			}
		}
	}
	return c
}

// Entry is a rule ready for use: the printed letters in lower case.
type Entry struct {
	Gold []rune
	Case Case
	Cost float32
}

// Table holds the rules of one kind of OCR. It is safe for concurrent use.
type Table struct {
	Name   string
	Ends   Ends
	Around Around
	of     map[string][]Entry
}

// All returns the rules by the letters that were read, each list cheapest first.
func (t *Table) All() map[string][]Entry { return t.of }

// Open reads the table of one kind from a model file.
func Open(x *blob.Blob, kind string) (*Table, error) {
	b, e := x.Section(kind), blob.Uint32s(x.Section(kind+".ends"))
	if b == nil || e.Len() != 3 {
		return nil, fmt.Errorf("channel: no table %q: %w", kind, blob.ErrDamaged)
	}
	f := func(i int) float32 { return math.Float32frombits(e.At(i)) }
	t := &Table{Name: kind, Ends: Ends{f(0), f(1), f(2)}, of: map[string][]Entry{}}
	if err := json.Unmarshal(x.Section(kind+".around"), &t.Around); err != nil {
		return nil, fmt.Errorf("channel: surroundings of %q: %w", kind, errors.Join(err, blob.ErrDamaged))
	}
	for len(b) > 0 {
		n := int(b[0])
		read := string(b[1 : 1+n])
		k := int(b[1+n]) | int(b[2+n])<<8
		b = b[3+n:]
		entries := make([]Entry, k)
		for i := range entries {
			n := int(b[0])
			g := string(b[1 : 1+n])
			entries[i] = Entry{[]rune(strings.ToLower(g)), caseOf(g), float32(b[1+n]) * costUnit}
			b = b[2+n:]
		}
		t.of[read] = entries
	}
	return t, nil
}
