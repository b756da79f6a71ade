package restore

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/channel"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"

	"golang.org/x/text/unicode/norm"
)

// script counts what tells the kinds of OCR output apart.
type script struct {
	letters, marked, viet int // letters; those with any mark; those only Vietnamese has
	words, unknown, bare  int // words of two small letters and more; not in the vocabulary; nor without marks
}

// count adds a line.
func (s *script) count(r *Restorer, line string) {
	for _, c := range norm.NFC.String(line) {
		if !unicode.IsLetter(c) {
			continue
		}
		s.letters++
		if c >= 0x80 {
			s.marked++
		}
		if c >= 0x1EA0 && c <= 0x1EF9 || strings.ContainsRune("ăĂđĐơƠưƯĩĨũŨ", c) {
			s.viet++
		}
	}
	for _, k := range text.Tokens(line, 0) {
		w := line[k.Span.Start:k.Span.End]
		if k.Kind != text.Syllable || utf8.RuneCountInString(w) < 2 || strings.ToUpper(w) == w && len(w) <= 8 {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsLower(first) {
			continue // names are often unknown in sound text too
		}
		s.words++
		key := syllable.Key(w)
		if !r.folded[syllable.Fold(key)] {
			s.unknown++
			s.bare++
		} else if r.lm.Lookup(key) < 4 {
			s.unknown++
		}
	}
}

// kind returns the kind of OCR output that the counts show.
func (s *script) kind() string {
	switch {
	case s.viet*100 >= s.letters*6:
		return channel.Vietnamese
	case s.marked*200 >= s.letters:
		return channel.English
	}
	return channel.ASCII
}

// inexact returns the cost of a change that the kind of OCR does not force. In a document whose
// words are nearly all possible as they stand, such a change is hardly ever right.
func (s *script) inexact(kind string, doubt float64) float32 {
	bad := s.bare
	if kind == channel.Vietnamese {
		bad = s.unknown
	}
	if kind == channel.English {
		return 0
	}
	share := (float64(bad) + 0.3) / (float64(s.words) + 20)
	return float32(max(0, -math.Log(min(1, doubt*share*math.Sqrt(share)*10))))
}

// damaged reports that changes are to be expected on a line.
func (c lineConfig) damaged() bool {
	return !strings.HasPrefix(c.book.Kind, channel.Vietnamese) || c.inexact < 2
}

// soundCost is what a change that OCR does not force costs where nearly all letters are sound.
const soundCost = 3

// sound reports that the document lost marks and hardly any letter.
func (d *document) sound() bool {
	for _, c := range d.config {
		if c.inexact < soundCost {
			return false
		}
	}
	return true
}

// table returns the channel table for a kind of OCR, by how bad the scan is: the share of words
// that cannot be any. The limits part the conditions of the training pages.
func (s *script) table(kind string) string {
	bad, limit := s.bare, 0.17
	if kind == channel.Vietnamese {
		bad, limit = s.unknown, 0.01
	}
	if s.words >= 30 && float64(bad) > limit*float64(s.words) {
		return kind + channel.Bad
	}
	return kind
}

// minLetters is how many letters a line needs to be judged on its own, unless some of them are letters
// that only an OCR program which knows Vietnamese writes.
const minLetters = 15

// configure judges the document and each line that tells enough on its own.
func (d *document) configure() {
	var all script
	lines := make([]script, len(d.src.Lines))
	for i, l := range d.src.Lines {
		raw := string(d.src.Bytes[l.Start:l.End])
		lines[i].count(d.r, raw)
		all.add(lines[i])
	}
	kind := all.kind()
	byKind := map[string]*script{}
	kinds := make([]string, len(lines))
	for i := range lines {
		kinds[i] = kind
		if lines[i].letters >= minLetters || lines[i].viet > 0 {
			kinds[i] = lines[i].kind()
			if kind == channel.English && kinds[i] == channel.ASCII || kind == channel.Vietnamese && lines[i].viet > 0 {
				kinds[i] = kind // a line may have few marks by chance
			}
		}
		if byKind[kinds[i]] == nil {
			byKind[kinds[i]] = &script{}
		}
		byKind[kinds[i]].add(lines[i])
	}
	d.config = make([]lineConfig, len(lines))
	for i, k := range kinds {
		d.config[i] = lineConfig{d.r.books.Book(byKind[k].table(k)), byKind[k].inexact(k, d.r.w.doubt)}
	}
}

func (s *script) add(o script) {
	s.letters += o.letters
	s.marked += o.marked
	s.viet += o.viet
	s.words += o.words
	s.unknown += o.unknown
	s.bare += o.bare
}

// odd reports whether a stretch is no word of the vocabulary, whatever its marks. A consonant
// alone is a list label or an abbreviation at best.
func (d *document) odd(s string) bool {
	s = syllable.Fold(syllable.Key(s))
	return !d.r.folded[s] || len(s) == 1 && !strings.Contains("aeiouy", s)
}
