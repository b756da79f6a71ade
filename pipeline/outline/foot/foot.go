// Package foot reads the block that closes a paper: who signed, in which capacity, and who gets it
// (decree 30/2020 annex I, II.7 and 9).
package foot

import (
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/names"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// footParts gathers the parts of the signature block as they are met. The right column names
// capacity, title and signer; the left one lists the recipients (decree 30/2020 annex I, 7 and 9).
type footParts struct {
	p        *page
	open     bool // a recipient is being read
	listed   bool // the list of recipients has begun
	headed   bool // by "Nơi nhận"
	filed    bool // the entry "Lưu", always the last one, has been seen
	closed   bool // the recipient read last ends in a colon, for which OCR takes a semicolon
	parted   bool // it ends in a semicolon
	named    bool // a name has been read
	current  plan.Signature
	signed   []plan.Signature
	entries  []text.Ranges
	leftover text.Ranges
}

// page is the sheet on which a foot is looked for.
type page struct {
	*sheet.Sheet
	stops func(line int) bool // something else begins on a line
}

// Read gives the lines of the signature block and the list of recipients to the foot, wherever they
// stand. A line for which stops is true begins something else. It reports false where there is no
// foot.
func Read(s *sheet.Sheet, stops func(line int) bool) (plan.Foot, bool) {
	p := &page{s, stops}
	f := &footParts{p: p}
	for i := 0; i < len(p.Lines); i++ {
		if p.Lines[i].Role == sheet.Body && p.footAnchor(i) {
			i = f.take(i)
		}
	}
	return f.finish()
}

// Begins reports whether a line can only be the beginning of a foot.
func Begins(s *sheet.Sheet, l *sheet.Line) bool {
	p := &page{Sheet: s}
	return p.receivers(l) > l.Lo || p.capacityAt(l.Lo, l.Hi)
}

// footAnchor reports whether a line can only stand in a foot.
func (p *page) footAnchor(i int) bool {
	l := &p.Lines[i]
	if l.Hi-l.Lo > 20 {
		return false
	}
	k := p.SkipMarks(l.Lo, l.Hi)
	if p.receivers(l) > l.Lo || p.capacityIn(k, l.Hi) < l.Hi {
		return true
	}
	return l.Caps && p.isPost(k, l.Hi) && p.nameFollows(i)
}

// receivers returns the position after "Nơi nhận:", which the raw scan or the restored text may
// show at the beginning of a line, or the line's beginning.
func (p *page) receivers(l *sheet.Line) int {
	for _, v := range []*numbering.View{p.RawView(l), p.View(l.Lo, l.Hi)} {
		k := 0
		for k < v.Len() && v.Mark(k) {
			k++
		}
		if k >= v.Len() || v.Fold(k) == "" || v.Fold(k)[0] != 'n' {
			continue
		}
		if v.Fold(k) == "nhan" && k+2 < v.Len() && v.Word(k+1) == ":" && p.capacityIn(l.Lo, l.Hi) < l.Hi {
			return max(p.SkipMarks(v.Position(k+2), l.Hi), l.Lo+1) // the first word is lost
		}
		if !letters.Capital(v.Word(k)) {
			continue
		}
		for e := min(k+2, v.Len()); e > k; e-- {
			if letters.Distance(v.Joined(k, e), "noinhan", 2) <= 2 && (e == v.Len() || v.Mark(e) || letters.Capital(v.Word(e))) {
				return max(p.SkipMarks(v.Position(e), l.Hi), l.Lo+1)
			}
		}
	}
	return l.Lo
}

// capacityAt reports whether a capacity begins at a position: TM. KT. TL. TUQ. Q. in State
// documents, T/M K/T T/L in Party ones.
func (p *page) capacityAt(k, hi int) bool {
	if k+1 >= hi || p.Mark(k) {
		return false
	}
	w := strings.Trim(p.Word(k), ".")
	if raw := strings.Trim(p.raw(k), ".'‘’"); capacities[raw] {
		w = raw
	}
	switch w {
	case "TM", "KT", "TL", "TUQ":
		return p.Mark(k+1) || p.Glued(k+1) || p.InCapitals(k+1, hi)
	case "T/M", "K/T", "T/L", "T/UQ":
		return true
	case "Q":
		return p.Word(k+1) == "."
	case "T", "K":
		return p.Word(k+1) == "/" && k+3 < hi
	}
	return false
}

// capacities are the short forms of State documents, which restoration may take for words.
var capacities = map[string]bool{"TM": true, "KT": true, "TL": true, "TUQ": true}

// raw returns a word as it stands in the scan.
func (p *page) raw(k int) string { return p.T.Raw(p.T.Words[p.Index[k]].Raw) }

// capacityIn returns where in a line a capacity in capitals begins that ends it, or hi. The list
// of recipients begins beside it, so not much stands before.
func (p *page) capacityIn(lo, hi int) int {
	for k := lo; k < hi; k++ {
		if p.capacityAt(k, hi) && p.InCapitals(k, hi) {
			return k
		}
	}
	return hi
}

// isPost reports whether some words are the title of one who signs and nothing else.
func (p *page) isPost(lo, hi int) bool {
	for hi > lo && p.Mark(hi-1) {
		hi--
	}
	return lo < hi && p.Match(lo, hi, sheet.BlockWords()["post"]) == hi
}

// nameFollows reports whether the next few lines after a title hold a name alone.
func (p *page) nameFollows(i int) bool {
	for j := i + 1; j < len(p.Lines) && j <= i+4; j++ {
		l := &p.Lines[j]
		if p.isName(l.Lo, l.Hi, true) {
			return true
		}
		if !l.Caps && p.Letters(l) > 24 {
			return false
		}
	}
	return false
}

// isName reports whether some words are the name of a person: two to five syllables with
// capitals; a known family name comes first when that is asked for.
func (p *page) isName(lo, hi int, known bool) bool {
	for hi > lo && p.Mark(hi-1) && p.Word(hi-1) != ")" {
		hi--
	}
	lo = p.afterRank(lo, hi)
	if p.headsOffice(lo, hi) {
		return false
	}
	if hi-lo < 2 || hi-lo > 5 || known && !names.Surname(p.Fold(lo)) {
		return false
	}
	acronyms := 0
	for k := lo; k < hi; k++ {
		w := p.Word(k)
		if !letters.Capital(w) || p.Mark(k) && !p.Glued(k) || len(p.Fold(k)) > 8 {
			return false
		}
		if up, low := letters.Cases(w); low == 0 && up > 1 {
			acronyms++
		}
	}
	return acronyms == 0 || acronyms == hi-lo && known
}

// afterRank returns the position after the military or academic rank that names may have.
func (p *page) afterRank(lo, hi int) int {
	k := lo
	for {
		e := p.Match(k, hi, sheet.BlockWords()["rank"])
		for e > k && e < hi && p.Mark(e) {
			e++
		}
		if e == k || e >= hi {
			return k
		}
		k = e
	}
}

// take reads the foot from line i on, looks back for a name or title that OCR put before it,
// and returns the last line of it.
func (f *footParts) take(i int) int {
	p := f.p
	first := i
	for first > 0 && i-first < 4 && f.before(first-1) {
		first--
	}
	f.filed = false
	j := first
	for ; j < len(p.Lines); j++ {
		if j > i && !f.holds(j) {
			break
		}
		if p.Lines[j].Role == sheet.Head {
			break
		}
		f.read(&p.Lines[j])
	}
	f.open = false
	return j - 1
}

// before reports whether the line above a foot belongs to it.
func (f *footParts) before(i int) bool {
	p := f.p
	l := &p.Lines[i]
	return l.Role == sheet.Body && !p.Labelled(l) && !p.Bulleted(l) &&
		(p.isName(l.Lo, l.Hi, true) || l.Caps && p.isPost(l.Lo, l.Hi))
}

// holds reports whether the foot goes on in a line.
func (f *footParts) holds(j int) bool {
	p := f.p
	l := &p.Lines[j]
	switch {
	case l.Role != sheet.Body || p.Labelled(l) || p.stops(j):
		return false
	case p.receivers(l) > l.Lo, p.capacityAt(l.Lo, l.Hi):
		return true
	case f.filed && f.named && l.Caps && (!p.signs(l) || p.mayBegin(l)):
		return false
	case l.Caps && p.Letters(l) > 3 && l.Width*10 < p.Width*8:
		return true
	case p.isName(l.Lo, l.Hi, f.named), p.Letters(l) <= 2, p.signedMark(l):
		return true
	case f.filed:
		return f.open && l.Gap == 0 && l.Width*2 < p.Width && p.Ends(&p.Lines[j-1]) != '.'
	case p.Bulleted(l):
		return f.listed && (l.Width*10 < p.Width*8 || p.rightColumn(l.Lo, l.Hi) < l.Hi)
	}
	first := f.headed && len(f.entries) == 0 && letters.Capital(p.Word(p.SkipMarks(l.Lo, l.Hi-1)))
	return (f.open || first) && l.Gap <= 2 && (l.Width*10 < p.Width*7 || p.rightColumn(l.Lo, l.Hi) < l.Hi)
}

// mayBegin reports whether a line may begin with the label of a part, damaged as it is.
func (p *page) mayBegin(l *sheet.Line) bool {
	for _, r := range p.RawView(l).LabelAt(0) {
		if r.Style <= numbering.Article && r.Cost < 1.6 {
			return true
		}
	}
	return false
}

// signs reports whether a capacity, a title or a name ends a line.
func (p *page) signs(l *sheet.Line) bool {
	k := p.rightColumn(l.Lo, l.Hi)
	return k < l.Hi && (p.capacityAt(k, l.Hi) || p.isPost(k, l.Hi) || p.isName(k, l.Hi, true))
}

// signedMark reports whether a line only says that the paper has been signed: "(Đã ký)".
func (p *page) signedMark(l *sheet.Line) bool {
	k := p.SkipMarks(l.Lo, l.Hi)
	return l.Hi-k <= 4 && p.MatchOne(k, l.Hi, "daky") > k
}

// read takes one line of the foot apart into its columns.
func (f *footParts) read(l *sheet.Line) {
	p := f.p
	l.Role = sheet.Foot
	lo := l.Lo
	if e := min(p.receivers(l), p.rightColumn(lo, l.Hi)); e > lo {
		f.listed, f.headed, f.open = true, true, false
		f.leave(lo, e)
		lo = e
	} else if p.capacityIn(lo, l.Hi) < l.Hi {
		f.listed = true
	}
	if lo == l.Hi {
		return
	}
	if m := p.twoNames(lo, l.Hi); m < l.Hi {
		f.name(lo, m)
		f.name(m, l.Hi)
		return
	}
	right := p.rightColumn(lo, l.Hi)
	if f.goesOn(l) {
		right = l.Hi
	} else if right == l.Hi && f.lastName(l) {
		right = l.Hi - 2
	}
	f.left(lo, right, p.entryAt(l))
	f.right(right, l.Hi)
}

// entryAt finds the mark of an entry: in the list of recipients any dash at the beginning of a line is
// one, and a mark before a capital.
func (p *page) entryAt(l *sheet.Line) sheet.Bullet {
	b := p.BulletAt(l)
	if v := p.RawView(l); !b.Ok && v.Len() > 1 && (numbering.IsDash(v.Word(0)) || v.Mark(0) && v.Word(0) != "(" && letters.Capital(v.Word(1))) {
		b = sheet.Bullet{Ok: true, End: v.Position(1)}
	}
	return b
}

// goesOn reports whether a line goes on with an entry of the list that is open: two words that a
// comma or a semicolon ends are no signer.
func (f *footParts) goesOn(l *sheet.Line) bool {
	p := f.p
	return f.open && !f.closed && l.I > 0 && l.Hi-l.Lo <= 4 && (p.Ends(&p.Lines[l.I-1]) == ',' || p.Ends(l) == ';') && p.capacityIn(l.Lo, l.Hi) == l.Hi && !l.Caps
}

// lastName reports that the two words that end a line are the signer's name, beside an entry that the
// next line goes on with: a capacity or a title waits for its name, and no line below has one.
func (f *footParts) lastName(l *sheet.Line) bool {
	p, k := f.p, l.Hi-2
	if f.current.Name != nil || f.current.Capacity == nil && f.current.Title == nil || k-2 < l.Lo || p.Mark(k-1) || !p.isName(k, l.Hi, true) || l.I+1 >= len(p.Lines) || !p.Small(&p.Lines[l.I+1]) {
		return false
	}
	for j := l.I + 1; j < len(p.Lines) && j <= l.I+maxBelow && p.Lines[j].Role == sheet.Body; j++ {
		if b := &p.Lines[j]; p.isName(b.Lo, b.Hi, true) || p.nameTail(b.Lo, p.trimmed(b.Lo, b.Hi), b.Hi) < b.Hi {
			return false
		}
	}
	return true
}

// maxBelow is how many lines below a line of the foot are looked through for the signer's name.
const maxBelow = 12

// leave puts words of the foot that belong to no block aside.
func (f *footParts) leave(lo, hi int) {
	f.leftover = append(f.leftover, f.p.Spans(lo, hi)...)
}

// left reads the left column of a line: an entry of the list or the rest of one.
func (f *footParts) left(lo, hi int, b sheet.Bullet) {
	p := f.p
	start := p.SkipMarks(lo, hi)
	end := hi
	for end > start && p.Mark(end-1) && p.Word(end-1) != ")" {
		end--
	}
	if start >= end || !f.listed || !b.Ok && !f.open && !f.headed {
		f.leave(lo, hi)
		return
	}
	if start > lo && p.Word(start-1) == "(" {
		start--
	}
	if e := p.Match(start, end, sheet.BlockWords()["further"]); e == end && end < hi && p.Word(end) == ":" {
		f.leave(lo, hi)
		f.open, f.listed, f.headed = false, true, true
		return
	}
	f.leave(lo, start)
	files := p.files(start, end)
	if b.Ok || !f.open || files || f.parted || f.closed && letters.Capital(p.Word(start)) {
		f.entries = append(f.entries, nil)
	}
	last := &f.entries[len(f.entries)-1]
	*last = append(*last, p.Span(start, end))
	f.leave(end, hi)
	f.open = true
	f.parted = end < hi && p.Word(end) == ";"
	f.closed = f.parted || end < hi && p.Word(end) == ":"
	f.filed = f.filed || files
}

// files reports whether an entry says where the paper is filed, which is always the last one: "Lưu: VT,
// TH". OCR takes the first word for others.
func (p *page) files(lo, hi int) bool {
	f := p.Fold(lo)
	if f == "luu" {
		return true
	}
	return lo+2 < hi && len(f) <= 4 && !letters.AllCapitals(p.Word(lo)) && p.Word(lo+1) == ":" && p.Kind(lo+2) == text.Syllable && len(p.Fold(lo+2)) <= 3 && letters.AllCapitals(p.Word(lo+2))
}

// right reads the right column of a line.
func (f *footParts) right(lo, hi int) {
	p := f.p
	if lo >= hi {
		return
	}
	end := p.trimmed(lo, hi)
	if lo == end {
		f.leave(lo, hi)
		return
	}
	f.leave(end, hi)
	r := p.Span(lo, end)
	switch {
	case p.capacityAt(lo, end):
		f.startAnother()
		f.current.Capacity = append(f.current.Capacity, r)
	case p.isName(lo, end, false) && !(p.InCapitals(lo, end) && p.isPost(lo, end)):
		f.name(lo, end)
	default:
		f.startAnother()
		f.current.Title = append(f.current.Title, r)
	}
}

// name takes the name of a signer; a rank before it goes to the title.
func (f *footParts) name(lo, end int) {
	if f.current.Name != nil {
		f.signed = append(f.signed, f.current)
		f.current = plan.Signature{}
	}
	k := f.p.afterRank(lo, end)
	f.current.Title = append(f.current.Title, f.p.Spans(lo, k)...)
	f.current.Name = text.Ranges{f.p.Span(k, end)}
	f.named = true
}

// startAnother begins the next signature when the one before is complete.
func (f *footParts) startAnother() {
	if s := f.current; s.Name != nil && (s.Capacity != nil || s.Title != nil) {
		f.signed = append(f.signed, s)
		f.current = plan.Signature{}
	}
}

// finish returns the blocks, and whether there are any.
func (f *footParts) finish() (plan.Foot, bool) {
	switch s := f.current; {
	case s.Name != nil || s.Capacity != nil || len(f.signed) == 0 && s.Title != nil:
		f.signed = append(f.signed, s)
	default:
		f.leftover = append(f.leftover, s.Title...)
	}
	return plan.Foot{Signers: f.signed, Recipients: f.entries, Other: f.leftover}, len(f.signed) > 0 || f.listed
}
