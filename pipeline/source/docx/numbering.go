package docx

import (
	"archive/zip"
	"encoding/xml"
	"strconv"
	"strings"

	"vanban/pipeline/source/elements"
)

// numbering knows the labels that Word counts by itself.
type numbering struct {
	lists  map[string]*list // by numId
	styles map[string]place // by style
}

// place is a level of a list.
type place struct{ num, level string }

// list is a numbered list while the document is read.
type list struct {
	levels *[maxLevels]level // shared by the lists of one form
	counts *[maxLevels]int   // likewise: lists of one form go on counting
}

// maxLevels is how many levels Word has.
const maxLevels = 9

// level says how a label is written.
type level struct {
	format string // decimal, upperRoman, bullet, ...
	text   string // "%1.%2."
	start  int
}

// readNumbering reads the forms of the lists and the styles that number paragraphs.
func readNumbering(z *zip.Reader, limit int64) (*numbering, error) {
	n := &numbering{map[string]*list{}, map[string]place{}}
	forms := map[string]*list{}
	var form *list
	at := -1
	num := ""
	start := func(e xml.StartElement) {
		val := elements.Attr(e, "val")
		switch e.Name.Local {
		case "abstractNum":
			form = &list{new([maxLevels]level), new([maxLevels]int)}
			forms[elements.Attr(e, "abstractNumId")] = form
		case "lvl":
			at = levelOf(elements.Attr(e, "ilvl"))
			if form != nil {
				form.levels[at] = level{start: 1}
			}
		case "start", "numFmt", "lvlText":
			if form != nil && at >= 0 {
				form.levels[at].set(e.Name.Local, val)
			}
		case "num":
			num, form = elements.Attr(e, "numId"), nil
		case "abstractNumId":
			if f := forms[val]; f != nil && num != "" {
				n.lists[num] = f
			}
		}
	}
	if err := each(z, numberingPart, limit, elements.Visitor{Start: start}); err != nil {
		return nil, err
	}
	return n, each(z, stylesPart, limit, elements.Visitor{Start: n.styleReader()})
}

func (l *level) set(what, val string) {
	switch what {
	case "start":
		if i, err := strconv.Atoi(val); err == nil && i >= 0 && i < 1<<20 {
			l.start = i
		}
	case "numFmt":
		l.format = val
	case "lvlText":
		l.text = val[:min(len(val), 40)]
	}
}

// styleReader returns what reads the styles.
func (n *numbering) styleReader() func(xml.StartElement) {
	style := ""
	return func(e xml.StartElement) {
		switch e.Name.Local {
		case "style":
			style = elements.Attr(e, "styleId")
		case "numId":
			n.styles[style] = place{elements.Attr(e, "val"), n.styles[style].level}
		case "ilvl":
			n.styles[style] = place{n.styles[style].num, elements.Attr(e, "val")}
		}
	}
}

func levelOf(s string) int {
	i, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return max(0, min(i, maxLevels-1))
}

// label counts a paragraph and returns its label with a space behind it, or nothing for one that
// is not numbered.
func (n *numbering) label(style, num, at string) string {
	if p, ok := n.styles[style]; ok {
		if num == "" {
			num = p.num
		}
		if at == "" {
			at = p.level
		}
	}
	l := n.lists[num]
	if l == nil {
		return ""
	}
	i := levelOf(at)
	if l.counts[i] == 0 {
		l.counts[i] = max(1, l.levels[i].start)
	} else {
		l.counts[i]++
	}
	clear(l.counts[i+1:])
	switch s := l.write(i); {
	case l.levels[i].format == "bullet":
		return "- "
	case strings.TrimSpace(s) == "" || l.levels[i].format == "none":
		return ""
	default:
		return s + " "
	}
}

// write writes the label of a level.
func (l *list) write(at int) string {
	var b strings.Builder
	text := l.levels[at].text
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) || text[i+1] < '1' || text[i+1] > '9' {
			b.WriteByte(text[i])
			continue
		}
		i++
		k := int(text[i] - '1')
		b.WriteString(write(max(1, l.counts[k]), l.levels[k].format))
	}
	return strings.ToValidUTF8(b.String(), "")
}

// write writes a number as a format says.
func write(n int, format string) string {
	switch format {
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return letter(n, 'A')
	case "lowerLetter":
		return letter(n, 'a')
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// letter writes a number as Word does: a to z, then aa, bb.
func letter(n int, first byte) string {
	return strings.Repeat(string(first+byte((n-1)%26)), min(1+(n-1)/26, 8))
}

// roman writes a number below 4000 in Roman numerals.
func roman(n int) string {
	if n >= 4000 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}
