package restore

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/candidate"
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"

	"golang.org/x/text/unicode/norm"
)

// arcKind says what an arc of the lattice reads its stretch of the scan as.
type arcKind uint8

const (
	asWord arcKind = iota // one of the candidates
	asIs                  // the letters as they stand: a foreign word, a name, a number, a code
	asMark                // punctuation
	asJunk                // never printed
	asNone                // no stretch: from a run of junk to the print, or to the end of the line
)

// arc is a way to read a stretch of one line.
type arc struct {
	to      int32
	kind    arcKind
	space   bool // white space stands before the stretch, or a lost one is put back
	span    text.Span
	line    int32
	cost    float32               // of the arc, besides its candidates', in nats
	inexact float32               // of a candidate that is not exact
	ascii   bool                  // marks are always lost
	cands   []candidate.Candidate // of asWord
	word    ngram.Word            // of asIs, for the language model
	as      text.Kind             // of asIs
	text    string                // of asIs and asMark
	cut     bool                  // of asWord: the space before it was lost
	run     edgeOf                // of asJunk: it begins a run of junk at this edge of the line
}

// node is a place between two stretches.
type node struct {
	arcs []arc
	// A sentence may begin here at the cost start; going on as if none did costs on.
	begins    bool
	start, on float32
}

// lattice holds the readings of a few lines. Arcs lead from lower to higher nodes.
type lattice struct {
	nodes []node
}

// lineReader turns one line into nodes and arcs.
type lineReader struct {
	d     *document
	x     *lattice
	line  int32
	atoms []text.Token
	at    []int32    // node before each atom
	end   []int32    // node after each atom: that before the next one but at gaps
	runs  [2][]int32 // node before each atom in a run of junk at the left and right edge, 0 for none
	said  int        // atoms that are no marks
	cuts  [][]int    // where, in letters, each atom may be cut
	caps  bool       // the line is set in capitals
	cfg   lineConfig

	settled []*candidate.Candidate // of each atom, nil where it is in doubt
}

// lineConfig is what the text around a line says about it.
type lineConfig struct {
	book    *candidate.Book
	inexact float32 // cost of any change that the kind of OCR does not force
}

// readLine appends the nodes and arcs of a line. The last node of the lattice is the line's first.
func (d *document) readLine(x *lattice, line int) {
	span := d.src.Lines[line]
	raw := string(d.src.Bytes[span.Start:span.End])
	r := &lineReader{d: d, x: x, line: int32(line), atoms: resplit(text.Tokens(raw, span.Start), d.src), cfg: d.config[line]}
	r.caps = capitals(raw)
	for _, a := range r.atoms {
		if a.Kind != text.Punct {
			r.said++
		}
	}
	r.settle()
	r.plan()
	for i := range r.atoms {
		r.atom(i)
	}
	r.margins()
	r.gaps()
	if n := &x.nodes[len(x.nodes)-1]; !n.begins {
		n.begins, n.start, n.on = true, d.r.w.lineStart, 0
	}
}

// capitals reports whether most letters of a line are capitals. Abbreviations without a vowel do
// not count.
func capitals(s string) bool {
	up, low := 0, 0
	for _, w := range strings.Fields(s) {
		if !strings.ContainsAny(syllable.Fold(w), "aeiouyAEIOUY") {
			continue
		}
		for _, r := range w {
			if unicode.IsUpper(r) {
				up++
			} else if unicode.IsLower(r) {
				low++
			}
		}
	}
	return up >= 3 && up > 2*low
}

// resplit parts the hyphenated capitals that look like a code but hold no known code and no
// digit, a heading such as II-MỤC TIÊU, and the numbers of articles and clauses listed without spaces
// (Điều 4,5): those have no decimals.
func resplit(atoms []text.Token, src *text.Source) []text.Token {
	for i := 0; i < len(atoms); i++ {
		a := atoms[i]
		s := string(src.Bytes[a.Span.Start:a.Span.End])
		if i > 0 && a.Kind == text.Number {
			if !strings.Contains(","+s+",", ",,") && listed(string(src.Bytes[atoms[i-1].Span.Start:atoms[i-1].Span.End])) {
				parts := numbersOf(a, s)
				atoms = append(atoms[:i:i], append(parts, atoms[i+1:]...)...)
				i += len(parts) - 1
			}
			continue
		}
		if a.Kind != text.Code || strings.ContainsAny(s, "0123456789/@") || knownCode(s) {
			continue
		}
		var parts []text.Token
		for pos := 0; pos < len(s); {
			n := strings.IndexByte(s[pos:], '-')
			if n == 0 {
				parts = append(parts, text.Token{Span: text.Span{Start: a.Span.Start + pos, End: a.Span.Start + pos + 1}, Kind: text.Punct})
				pos++
				continue
			}
			if n < 0 {
				n = len(s) - pos
			}
			parts = append(parts, text.Token{Span: text.Span{Start: a.Span.Start + pos, End: a.Span.Start + pos + n}, Kind: text.Syllable})
			pos += n
		}
		parts[0].Space = a.Space
		atoms = append(atoms[:i:i], append(parts, atoms[i+1:]...)...)
	}
	return atoms
}

// numbersOf parts a row of numbers at its commas.
func numbersOf(a text.Token, s string) []text.Token {
	var parts []text.Token
	at := a.Span.Start
	for i, n := range strings.Split(s, ",") {
		if i > 0 {
			parts = append(parts, text.Token{Span: text.Span{Start: at, End: at + 1}, Kind: text.Punct})
			at++
		}
		parts = append(parts, text.Token{Span: text.Span{Start: at, End: at + len(n)}, Kind: text.Number, Space: i > 0 || a.Space})
		at += len(n)
	}
	return parts
}

// listed reports a word before the numbers of articles and clauses.
func listed(raw string) bool {
	s := syllable.Fold(strings.ToLower(raw))
	return s == "dieu" || s == "khoan"
}

func (r *lineReader) raw(s text.Span) string { return string(r.d.src.Bytes[s.Start:s.End]) }

func (r *lineReader) add(from int32, a arc) {
	a.line = r.line
	r.x.nodes[from].arcs = append(r.x.nodes[from].arcs, a)
}

// atom adds the arcs that begin at or inside one atom.
func (r *lineReader) atom(i int) {
	a := r.atoms[i]
	from, to := r.at[i], r.end[i]
	s := r.raw(a.Span)
	if c := r.settled[i]; c != nil {
		r.wordsOf([]candidate.Candidate{*c}, from, to, a.Span, a.Space, 0)
		return
	}
	switch a.Kind {
	case text.Punct:
		mark := arc{to: to, kind: asMark, space: a.Space, span: a.Span, text: s}
		if a.Space && i+1 < len(r.atoms) && r.atoms[i+1].Space && strings.Contains(letterMarks, s) {
			mark.cost = r.d.r.w.letterMark
			r.words(from, to, a.Span, a.Space, 0)
		}
		if strings.Trim(s, strayMarks) == "" && r.within(i) {
			mark.cost = r.d.r.w.strayMark
		}
		r.add(from, mark)
		if strings.ContainsAny(s, ".!?;:…") {
			n := &r.x.nodes[to]
			n.begins, n.start, n.on = true, 0, r.d.r.w.goOn
		}
	case text.Code:
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Code, as: text.Code, text: repairCode(norm.NFC.String(s)), cost: 1})
		r.junk(i)
	case text.Number:
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Num, as: text.Number, text: r.quarter(i, number(s)), cost: r.d.r.w.digit * float32(min(digits(s), 2))})
		if len(s) <= 4 && !strings.ContainsAny(s, "./:%-,") {
			r.words(from, to, a.Span, a.Space, r.d.r.w.digitWord)
		}
		r.junk(i)
	default:
		r.syllable(i)
	}
	r.merges(i)
}

// within reports a mark with letters glued to both of its sides.
func (r *lineReader) within(i int) bool {
	return i > 0 && i+1 < len(r.atoms) && !r.atoms[i].Space && !r.atoms[i+1].Space &&
		r.atoms[i-1].Kind == text.Syllable && r.atoms[i+1].Kind == text.Syllable
}

// number returns the printed form of a number: OCR reads the sign for per mille as %0 or %o.
func number(s string) string {
	s = norm.NFC.String(s)
	if n := len(s) - 2; n > 0 && s[n] == '%' && strings.ContainsRune("0oO", rune(s[n+1])) {
		return s[:n] + "‰"
	}
	return s
}

// quarter returns the printed form of a number after the word for a quarter of a year: there are four, so
// 11 and 111 are II and III.
func (r *lineReader) quarter(i int, s string) string {
	if i == 0 || strings.ToLower(syllable.Fold(r.raw(r.atoms[i-1].Span))) != "quy" {
		return s
	}
	n, year, _ := strings.Cut(s, "/")
	if n != "11" && n != "111" {
		return s
	}
	return strings.Repeat("I", len(n)) + strings.TrimSuffix("/"+year, "/")
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// syllable adds the readings of an atom that holds letters.
func (r *lineReader) syllable(i int) {
	a := r.atoms[i]
	from, to := r.at[i], r.end[i]
	s := norm.NFC.String(r.raw(a.Span))
	if n, ok := r.roman(i, s); ok {
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Num, as: text.Syllable, text: n, cost: 0.5})
		return
	}
	if r.label(i, s) {
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Unk, as: text.Syllable, text: r.d.labels.next(s, r.cfg.book)})
		return
	}
	if r.sacred(i, s) {
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Unk, as: text.Syllable, text: s})
		r.exactWords(i)
		r.barred(i, s)
		return
	}
	if !r.caps && strings.ToUpper(s) == s && r.knownAcronym(i) {
		return
	}
	if n, ok := numeral(s); ok {
		r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Num, as: text.Number, text: n, cost: r.d.r.w.numeral})
	}
	r.words(from, to, a.Span, a.Space, 0)
	r.add(from, arc{to: to, kind: asIs, space: a.Space, span: a.Span, word: ngram.Unk, as: text.Syllable, text: s, cost: r.keepCost(s)})
	r.junk(i)
	r.splits(i, r.cuts[i])
}

// sacred reports tokens that are taken as they stand, marks aside: Roman numerals (quý III),
// abbreviations around a slash (V/v, đ/c), unit signs with a digit (m3), and acronyms that
// cannot be a word (GRDP).
func (r *lineReader) sacred(i int, s string) bool {
	a := r.atoms[i]
	switch {
	case utf8.RuneCountInString(s) == 1:
		before := i > 0 && !a.Space && r.raw(r.atoms[i-1].Span) == "/"
		after := i+1 < len(r.atoms) && !r.atoms[i+1].Space && r.raw(r.atoms[i+1].Span) == "/"
		return before || after
	case s == "m2" || s == "m3" || s == "km2":
		return true
	case r.caps || strings.ToUpper(s) != s:
		return false
	case strings.Trim(s, "IVX") == "":
		return true
	}
	return digits(s) == 0 && len(s) >= 3 && len(s) <= 8 && r.d.odd(s) && r.d.acronym(s)
}

// acronym reports capitals that the vocabulary holds as they are or that have no vowel to make
// a syllable with.
func (d *document) acronym(s string) bool {
	return d.r.lm.Lookup(syllable.Key(s)) != ngram.Unk || !strings.ContainsAny(syllable.Fold(s), "AEIOUY")
}

// knownAcronym adds the acronyms of the vocabulary that an atom in capitals is, marks aside, and reports
// whether there are any: what is sound as it stands is no other acronym (GRDP is not GDP), but its D may
// be Đ (HDND). What may be a syllable is none.
func (r *lineReader) knownAcronym(i int) bool {
	list := r.exact(i)
	if utf8.RuneCountInString(r.raw(r.atoms[i].Span)) < 3 || len(list) == 0 ||
		slices.ContainsFunc(list, func(c candidate.Candidate) bool { return syllable.Valid(r.d.r.lex.Spelling(c.Word)) }) {
		return false
	}
	r.exactWords(i)
	return true
}

// barredCost is the cost, in nats, of Đ read as B in an acronym: less than the channel has for words,
// as that leaves no other known acronym.
const barredCost = 2

// barred adds the known acronyms behind one that is not known, its B for Đ (HBND).
func (r *lineReader) barred(i int, s string) {
	if strings.HasPrefix(r.cfg.book.Kind, channel.Vietnamese) {
		return
	}
	var list []candidate.Candidate
	for k := range len(s) {
		if s[k] == 'B' {
			if w := r.d.r.lex.Lookup(syllable.Key(s[:k] + "Đ" + s[k+1:])); w != ngram.Unk {
				list = append(list, candidate.Candidate{Word: w, Cost: barredCost, Mode: channel.Upper})
			}
		}
	}
	r.wordsOf(list, r.at[i], r.end[i], r.atoms[i].Span, r.atoms[i].Space, 0)
}

// exactWords adds the candidates of an atom that differ from it by marks alone.
func (r *lineReader) exactWords(i int) {
	a := r.atoms[i]
	r.wordsOf(r.exact(i), r.at[i], r.end[i], a.Span, a.Space, 0)
}

// exact returns the candidates of an atom that differ from it by marks alone.
func (r *lineReader) exact(i int) []candidate.Candidate {
	var list []candidate.Candidate
	raw := r.raw(r.atoms[i].Span)
	read := syllable.Fold(syllable.Key(raw))
	for _, c := range r.d.candidates(raw, r.cfg, r.caps, false) {
		if syllable.Fold(r.d.r.lex.Spelling(c.Word)) == read {
			list = append(list, c)
		}
	}
	return list
}

// lookalikes are letters that OCR reads for digits.
var lookalikes = strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1", "|", "1", "S", "5")

// numeral returns the number behind a token of digits and letters that look like them (O1, l3), or
// the token itself where letters follow a number (02a).
func numeral(s string) (string, bool) {
	n := digits(s)
	if n == 0 || len(s) > 6 {
		return "", false
	}
	if x := lookalikes.Replace(s); digits(x) == len(x) && 2*n >= len(x) {
		return x, true
	}
	return s, strings.Trim(s[:n], "0123456789") == "" && len(s) == n+1
}

// label reports the letter of a list at the start of a line: a), đ).
func (r *lineReader) label(i int, s string) bool {
	return i == 0 && utf8.RuneCountInString(s) == 1 && len(r.atoms) > 1 && !r.atoms[1].Space && r.raw(r.atoms[1].Span) == ")"
}

// labels follows the letters of lists: a) b) c) d) đ) e).
type labels struct{ last string }

// next returns the letter that was printed for a label. Where OCR loses marks, the second d of a
// list is a đ.
func (l *labels) next(s string, b *candidate.Book) string {
	if s == l.last && !strings.HasPrefix(b.Kind, channel.Vietnamese) {
		switch s {
		case "d":
			s = "đ"
		case "D":
			s = "Đ"
		}
	}
	l.last = s
	return s
}

// longWord is the length, in letters, beyond which a word is hardly ever printed.
const longWord = 10

// keepCost is what it costs to leave a word that the vocabulary lacks as it stands. Acronyms and
// words with digits are rarely anything else.
func (r *lineReader) keepCost(s string) float32 {
	w := &r.d.r.w
	n := utf8.RuneCountInString(s)
	if n >= 2 && !r.caps && strings.ToUpper(s) == s {
		return w.keep * 0.6
	}
	return w.keep + w.keepLetter*float32(n) + 2*float32(max(n-longWord, 0))
}

// words adds an arc with the candidates of a stretch.
func (r *lineReader) words(from, to int32, span text.Span, space bool, cost float32) {
	r.wordsOf(r.d.candidates(r.raw(span), r.cfg, r.caps, false), from, to, span, space, cost)
}

// wordsOf adds an arc with the candidates given.
func (r *lineReader) wordsOf(c []candidate.Candidate, from, to int32, span text.Span, space bool, cost float32) {
	if len(c) > 0 {
		r.add(from, arc{to: to, kind: asWord, space: space, span: span, cands: c, cost: cost, inexact: r.cfg.inexact, ascii: r.cfg.book.ASCII})
	}
}

// junk adds an arc that takes an atom inside a line for a mark that was never printed: dear, and
// dearer for what may well be a word.
func (r *lineReader) junk(i int) {
	if r.pageNumber(i) {
		return
	}
	a := r.atoms[i]
	raw := r.raw(a.Span)
	w := &r.d.r.w
	cost := w.junkMid
	switch {
	case a.Kind != text.Syllable:
		cost += w.junkNumber
	case !r.d.odd(raw) && !loneLetter(raw):
		cost += w.junkKnown
	}
	n := utf8.RuneCountInString(raw)
	cost += r.cfg.inexact + w.junkLetter*float32(n) + 2*float32(max(n-longWord, 0))
	r.add(r.at[i], arc{to: r.end[i], kind: asJunk, span: a.Span, cost: cost, run: noEdge})
}

// loneLetter reports a single letter that is hardly ever a word; ở, ý and ô are words.
func loneLetter(s string) bool {
	f := strings.ToLower(syllable.Fold(s))
	return utf8.RuneCountInString(f) == 1 && !strings.Contains("oy6", f)
}

// edge reports whether an atom belongs to the first or last stretch of a line.
func (r *lineReader) edge(i int) bool {
	first := true
	for j := 1; j <= i; j++ {
		first = first && !r.atoms[j].Space
	}
	last := true
	for j := i + 1; j < len(r.atoms); j++ {
		last = last && !r.atoms[j].Space
	}
	return first || last
}

// splitMax is the longest atom, in letters, that is cut into several words.
const splitMax = 30

// cutsOf returns where, in letters, an atom may be cut: everywhere when the whole is badly explained.
func (r *lineReader) cutsOf(i int) []int {
	a := r.atoms[i]
	if a.Kind != text.Syllable || r.settled[i] != nil {
		return nil
	}
	l := candidate.Letters(r.raw(a.Span), a.Span.Start)
	if len(l) < 4 || len(l) > splitMax {
		return nil
	}
	c := r.d.candidates(r.raw(a.Span), r.cfg, r.caps, false)
	if cheapest(c) < r.d.r.w.splitWorth+0.35*float32(len(l)) && !marked(l) {
		return nil
	}
	var out []int
	for k := 1; k < len(l); k++ {
		out = append(out, k)
	}
	return out
}

// cheapest returns the least channel cost of the candidates, infinite for none.
func cheapest(list []candidate.Candidate) float32 {
	least := float32(math.Inf(1))
	for _, c := range list {
		least = min(least, c.Cost)
	}
	return least
}

// marked reports a quote inside a token, which may be a mark over a letter (nu'oc) or stand
// between two words (hign'dai).
func marked(l []candidate.Letter) bool {
	for _, x := range l[1 : len(l)-1] {
		if strings.ContainsRune("'’`", x.Rune) {
			return true
		}
	}
	return false
}

// splits adds the arcs between the cuts of an atom: words whose space was lost, and junk before
// the first.
func (r *lineReader) splits(i int, cuts []int) {
	if len(cuts) == 0 {
		return
	}
	a := r.atoms[i]
	l := candidate.Letters(r.raw(a.Span), a.Span.Start)
	w := &r.d.r.w
	n := len(l)
	off := func(k int) int {
		if k == n {
			return a.Span.End
		}
		return l[k].Off
	}
	place := func(k int) int32 {
		if k == n {
			return r.end[i]
		}
		return r.at[i] + int32(k)
	}
	lost := r.d.habits.space(&r.cfg.book.Ends)
	if k := leadingDigits(l); k > 0 {
		span := text.Span{Start: a.Span.Start, End: off(k)}
		r.add(place(0), arc{to: place(k), kind: asIs, space: a.Space, span: span, word: ngram.Num, as: text.Number, text: r.raw(span), cost: w.digit * float32(min(k, 2))})
	}
	for p := 0; p < n; p++ {
		for q := p + 1; q <= min(n, p+8); q++ {
			if p == 0 && q == n {
				continue
			}
			span := text.Span{Start: off(p), End: off(q)}
			if span.Len() == 0 {
				continue
			}
			cost := float32(0)
			if p > 0 {
				cost = lost
			}
			c := r.d.candidates(r.raw(span), r.cfg, r.caps, true)
			if len(c) > 0 {
				r.add(place(p), arc{to: place(q), kind: asWord, space: p > 0 || a.Space, span: span, cands: c, cost: cost, inexact: r.cfg.inexact, ascii: r.cfg.book.ASCII, cut: p > 0})
			}
			if p == 0 && r.edge(i) {
				r.add(place(0), arc{to: place(q), kind: asJunk, span: span, cost: w.junkPart + w.junkLetter*float32(q), run: noEdge})
			}
		}
	}
}

// leadingDigits returns how many digits a token of two and more begins with; one digit is too often a
// letter misread.
func leadingDigits(l []candidate.Letter) int {
	k := 0
	for k < len(l) && l[k].Rune >= '0' && l[k].Rune <= '9' {
		k++
	}
	if k < 2 || k == len(l) {
		return 0
	}
	return k
}

// merges adds arcs over several atoms: letters that OCR read as marks (d^ng), and a syllable with
// a space read into it (t huc).
func (r *lineReader) merges(i int) {
	end := i + 1
	for n := 0; end < len(r.atoms) && end-i < 4; end++ {
		if r.atoms[end].Space || r.settled[end] != nil {
			break
		}
		span := text.Span{Start: r.atoms[i].Span.Start, End: r.atoms[end].Span.End}
		if n = utf8.RuneCountInString(r.raw(span)); n > 8 {
			break
		}
		if r.odd(i, end) {
			r.words(r.at[i], r.end[end], span, r.atoms[i].Space, 0)
		}
	}
	j := i + 1
	if j < len(r.atoms) && r.settled[j] == nil && r.atoms[j].Space && r.atoms[i].Kind == text.Syllable && r.atoms[j].Kind == text.Syllable {
		r.parted(i, j)
	}
}

// letterMarks are signs that OCR reads for a letter standing alone, mostly ở; print of offices hardly
// has them.
const letterMarks = "&¢@§€£$©®"

// plainMarks stand between words in print.
const plainMarks = ",;:()\"“”/%…"

// odd reports whether the atoms i..end hold letters and a mark that may be a letter misread.
func (r *lineReader) odd(i, end int) bool {
	letters, marks := 0, 0
	for _, a := range r.atoms[i : end+1] {
		s := r.raw(a.Span)
		switch a.Kind {
		case text.Syllable, text.Number:
			letters++
		case text.Code:
			return false
		default:
			if strings.ContainsAny(s, plainMarks) {
				return false
			}
			if s == "." || s == "-" {
				short := r.atoms[end].Kind == text.Syllable && utf8.RuneCountInString(r.raw(r.atoms[end].Span)) <= 2
				if !short || i == end {
					return false
				}
			}
			marks++
		}
	}
	return letters > 0 && marks > 0
}

// parted adds the reading of two atoms as one syllable with a space read into it.
func (r *lineReader) parted(i, j int) {
	a, b := []rune(r.raw(r.atoms[i].Span)), []rune(r.raw(r.atoms[j].Span))
	if min(len(a), len(b)) > 2 || len(a)+len(b) > 7 || len(a)+len(b) < 3 {
		return
	}
	if !r.d.odd(string(a)) && !r.d.odd(string(b)) {
		return
	}
	c := r.d.candidates(string(a)+string(b), r.cfg, r.caps, false)
	if len(c) > 0 {
		span := text.Span{Start: r.atoms[i].Span.Start, End: r.atoms[j].Span.End}
		r.add(r.at[i], arc{to: r.end[j], kind: asWord, space: r.atoms[i].Space, span: span, cands: c, cost: r.cfg.book.Ends.Parted, inexact: r.cfg.inexact, ascii: r.cfg.book.ASCII})
	}
}

// roman reads a list label in Roman numerals at the start of a line: I-, II., IlI-, lV.
func (r *lineReader) roman(i int, s string) (string, bool) {
	if i != 0 || len(s) > 5 || len(r.atoms) < 2 || r.atoms[1].Space {
		return "", false
	}
	if m := r.raw(r.atoms[1].Span); m != "." && m != "-" && m != "/" {
		return "", false
	}
	fixed := strings.ReplaceAll(strings.NewReplacer("l", "I", "1", "I", "|", "I", "v", "V", "x", "X").Replace(s), "VV", "V")
	if strings.Trim(fixed, "IVX") != "" || !strings.ContainsAny(s, "IVX") {
		return "", false
	}
	return fixed, true
}
