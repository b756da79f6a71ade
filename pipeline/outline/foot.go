package outline

import (
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/names"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// footParts gathers the parts of the signature block as they are met. The right column names
// capacity, title and signer; the left one lists the recipients (decree 30/2020 annex I, 7 and 9).
type footParts struct {
	p        *paper
	open     bool // a recipient is being read
	listed   bool // the list of recipients has begun
	headed   bool // by "Nơi nhận"
	filed    bool // the entry "Lưu", always the last one, has been seen
	closed   bool // the recipient read last ends in a semicolon
	named    bool // a name has been read
	current  plan.Signature
	signed   []plan.Signature
	entries  []text.Ranges
	leftover text.Ranges
}

// findFoot gives the lines of the signature block and the recipients to the foot, wherever
// they stand.
func (p *paper) findFoot() {
	f := &footParts{p: p}
	for i := 0; i < len(p.lines); i++ {
		if p.lines[i].role == body && p.footAnchor(i) {
			i = f.take(i)
		}
	}
	f.finish()
}

// footAnchor reports whether a line can only stand in a foot.
func (p *paper) footAnchor(i int) bool {
	l := &p.lines[i]
	if l.hi-l.lo > 20 {
		return false
	}
	k := p.skipMarks(l.lo, l.hi)
	if p.receivers(l) > l.lo || p.capacityIn(k, l.hi) < l.hi {
		return true
	}
	return l.caps && p.isPost(k, l.hi) && p.nameFollows(i)
}

// receivers returns the position after "Nơi nhận:", which the raw scan or the restored text may
// show at the beginning of a line, or the line's beginning.
func (p *paper) receivers(l *line) int {
	for _, v := range []*numbering.View{p.rawView(l), p.view(l.lo, l.hi)} {
		k := 0
		for k < v.Len() && v.Mark(k) {
			k++
		}
		if k >= v.Len() || !letters.Capital(v.Word(k)) || v.Fold(k) == "" || v.Fold(k)[0] != 'n' {
			continue
		}
		for e := min(k+2, v.Len()); e > k; e-- {
			if letters.Distance(v.Joined(k, e), "noinhan", 2) <= 2 && (e == v.Len() || v.Mark(e) || letters.Capital(v.Word(e))) {
				return max(p.skipMarks(v.Position(e), l.hi), l.lo+1)
			}
		}
	}
	return l.lo
}

// capacityAt reports whether a capacity begins at a position: TM. KT. TL. TUQ. Q. in State
// documents, T/M K/T T/L in Party ones.
func (p *paper) capacityAt(k, hi int) bool {
	if k+1 >= hi || p.mark(k) {
		return false
	}
	w := strings.Trim(p.word(k), ".")
	switch w {
	case "TM", "KT", "TL", "TUQ":
		return p.mark(k+1) || p.glued(k+1) || p.inCapitals(k+1, hi)
	case "T/M", "K/T", "T/L", "T/UQ":
		return true
	case "Q":
		return p.word(k+1) == "."
	case "T", "K":
		return p.word(k+1) == "/" && k+3 < hi
	}
	return false
}

// capacityIn returns where in a line a capacity in capitals begins that ends it, or hi. The list
// of recipients begins beside it, so not much stands before.
func (p *paper) capacityIn(lo, hi int) int {
	for k := lo; k < hi; k++ {
		if p.capacityAt(k, hi) && p.inCapitals(k, hi) {
			return k
		}
	}
	return hi
}

// isPost reports whether some words are the title of one who signs and nothing else.
func (p *paper) isPost(lo, hi int) bool {
	for hi > lo && p.mark(hi-1) {
		hi--
	}
	return lo < hi && p.match(lo, hi, blockWords()["post"]) == hi
}

// nameFollows reports whether the next few lines after a title hold a name alone.
func (p *paper) nameFollows(i int) bool {
	for j := i + 1; j < len(p.lines) && j <= i+4; j++ {
		l := &p.lines[j]
		if p.isName(l.lo, l.hi, true) {
			return true
		}
		if !l.caps && p.letters(l) > 24 {
			return false
		}
	}
	return false
}

// isName reports whether some words are the name of a person: two to five syllables with
// capitals; a known family name comes first when that is asked for.
func (p *paper) isName(lo, hi int, known bool) bool {
	for hi > lo && p.mark(hi-1) && p.word(hi-1) != ")" {
		hi--
	}
	lo = p.afterRank(lo, hi)
	if hi-lo < 2 || hi-lo > 5 || known && !names.Surname(p.fold(lo)) {
		return false
	}
	acronyms := 0
	for k := lo; k < hi; k++ {
		w := p.word(k)
		if !letters.Capital(w) || p.mark(k) && !p.glued(k) || len(p.fold(k)) > 8 {
			return false
		}
		if up, low := letters.Cases(w); low == 0 && up > 1 {
			acronyms++
		}
	}
	return acronyms == 0 || acronyms == hi-lo && known
}

// afterRank returns the position after the military or academic rank that names may have.
func (p *paper) afterRank(lo, hi int) int {
	k := lo
	for {
		e := p.match(k, hi, blockWords()["rank"])
		for e > k && e < hi && p.mark(e) {
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
	for ; j < len(p.lines); j++ {
		if j > i && !f.holds(j) {
			break
		}
		if p.lines[j].role == head {
			break
		}
		f.read(&p.lines[j])
	}
	f.open = false
	return j - 1
}

// before reports whether the line above a foot belongs to it.
func (f *footParts) before(i int) bool {
	p := f.p
	l := &p.lines[i]
	return l.role == body && !p.labelled(l) && !p.bulleted(l) &&
		(p.isName(l.lo, l.hi, true) || l.caps && p.isPost(l.lo, l.hi))
}

// holds reports whether the foot goes on in a line.
func (f *footParts) holds(j int) bool {
	p := f.p
	l := &p.lines[j]
	switch {
	case l.role != body || p.labelled(l) || p.annexAt(j) != nothing || p.typeEnd(l) > l.lo:
		return false
	case p.receivers(l) > l.lo, p.capacityAt(l.lo, l.hi):
		return true
	case f.filed && f.named && l.caps && (!p.signs(l) || p.mayBegin(l)):
		return false
	case l.caps && p.letters(l) > 3 && l.width*10 < p.width*8:
		return true
	case p.isName(l.lo, l.hi, f.named), p.letters(l) <= 2, p.signedMark(l):
		return true
	case f.filed:
		return f.open && l.gap == 0 && l.width*2 < p.width && p.ends(&p.lines[j-1]) != '.'
	case p.bulleted(l):
		return f.listed && (l.width*10 < p.width*8 || p.rightColumn(l.lo, l.hi) < l.hi)
	}
	return f.open && l.gap <= 2 && (l.width*10 < p.width*7 || p.rightColumn(l.lo, l.hi) < l.hi)
}

// mayBegin reports whether a line may begin with the label of a part, damaged as it is.
func (p *paper) mayBegin(l *line) bool {
	for _, r := range p.rawView(l).LabelAt(0) {
		if r.Style <= numbering.Article && r.Cost < 1.6 {
			return true
		}
	}
	return false
}

// signs reports whether a capacity, a title or a name ends a line.
func (p *paper) signs(l *line) bool {
	k := p.rightColumn(l.lo, l.hi)
	return k < l.hi && (p.capacityAt(k, l.hi) || p.isPost(k, l.hi) || p.isName(k, l.hi, true))
}

// signedMark reports whether a line only says that the paper has been signed: "(Đã ký)".
func (p *paper) signedMark(l *line) bool {
	k := p.skipMarks(l.lo, l.hi)
	return l.hi-k <= 4 && p.matchOne(k, l.hi, "daky") > k
}

// read takes one line of the foot apart into its columns.
func (f *footParts) read(l *line) {
	p := f.p
	l.role = foot
	lo := l.lo
	if e := min(p.receivers(l), p.rightColumn(lo, l.hi)); e > lo {
		f.listed, f.headed, f.open = true, true, false
		f.leave(lo, e)
		lo = e
	} else if p.capacityIn(lo, l.hi) < l.hi {
		f.listed = true
	}
	if lo == l.hi {
		return
	}
	if m := p.twoNames(lo, l.hi); m < l.hi {
		f.name(lo, m)
		f.name(m, l.hi)
		return
	}
	right := p.rightColumn(lo, l.hi)
	if f.goesOn(l) {
		right = l.hi
	}
	f.left(lo, right, p.bulletAt(l))
	f.right(right, l.hi)
}

// goesOn reports whether a line goes on with an entry of the list that is open: two words that a
// comma or a semicolon ends are no signer.
func (f *footParts) goesOn(l *line) bool {
	p := f.p
	return f.open && !f.closed && l.i > 0 && l.hi-l.lo <= 4 && (p.ends(&p.lines[l.i-1]) == ',' || p.ends(l) == ';') && p.capacityIn(l.lo, l.hi) == l.hi && !l.caps
}

// twoNames returns where the second of two names begins that make up a line, or hi.
func (p *paper) twoNames(lo, hi int) int {
	for m := lo + 2; m <= hi-2 && hi-lo >= 5; m++ {
		if p.isName(lo, m, true) && p.isName(m, hi, true) && hi-lo <= 10 {
			return m
		}
	}
	return hi
}

// rightColumn returns where the right column of a foot line begins: at a capacity, at a title
// in capitals, or at the name of the signer.
func (p *paper) rightColumn(lo, hi int) int {
	end := hi
	for end > lo && p.mark(end-1) {
		end--
	}
	if k := p.capacityIn(lo, end); k < end {
		return k
	}
	if k := p.postTail(lo, end); k < end {
		return k
	}
	if k := p.capitalTail(lo, end); k < end {
		return k
	}
	return p.nameTail(lo, end, hi)
}

// postTail returns where the title of one who signs begins that ends a line, or end.
func (p *paper) postTail(lo, end int) int {
	best, at := 99, end
	for k := end - 1; k >= lo && k >= end-6 && !p.mark(k); k-- {
		if !p.inCapitals(k, end) && !p.mostlyCapital(k, end) {
			continue
		}
		for _, post := range blockWords()["post"] {
			if d := letters.Distance(p.joined(k, end), post, slack(len(post))); d <= slack(len(post)) && d <= best {
				best, at = d, k
			}
		}
	}
	return at
}

// mostlyCapital reports whether each of some words begins with a capital and one is set in
// capitals altogether, as in "Bi THU".
func (p *paper) mostlyCapital(lo, hi int) bool {
	whole := false
	for k := lo; k < hi; k++ {
		up, low := letters.Cases(p.word(k))
		if !letters.Capital(p.word(k)) {
			return false
		}
		whole = whole || up > 1 && low == 0
	}
	return whole
}

// capitalTail returns where the syllables in capitals begin that end a line; acronyms such as
// UBND are no syllables.
func (p *paper) capitalTail(lo, end int) int {
	k := end
	for k > lo && !p.mark(k-1) {
		up, low := letters.Cases(p.word(k - 1))
		if f := p.fold(k - 1); up < 2 && !(up == 1 && low == 0) || low > 0 || !letters.HasVowel(f) && len(f) > 1 {
			break
		}
		k--
	}
	if end-k >= 2 && p.syllables(k, end) {
		return k
	}
	return end
}

// syllables reports whether at least two of some words look like Vietnamese syllables rather
// than acronyms: a vowel not at the end of four consonants.
func (p *paper) syllables(lo, hi int) bool {
	n := 0
	for k := lo; k < hi; k++ {
		if syllable(p.fold(k)) {
			n++
		}
	}
	return n >= 2
}

// syllable reports whether a folded word looks like a Vietnamese syllable.
func syllable(f string) bool {
	run, worst := 0, 0
	for _, c := range f {
		if strings.ContainsRune("aeiouy", c) {
			run = 0
		} else if run++; run > worst {
			worst = run
		}
	}
	return len(f) >= 2 && worst <= 3 && letters.HasVowel(f) && f != "ubnd" && f != "hdnd"
}

// nameTail returns where the name of the signer begins that ends a line, or hi. A semicolon
// closes an entry of the left column, so what follows it stands in the right one.
func (p *paper) nameTail(lo, end, hi int) int {
	for k := lo + 1; k < end; k++ {
		if p.word(k-1) == ";" && p.isName(k, end, false) {
			return k
		}
	}
	for n := 5; n >= 2; n-- {
		k := end - n
		if k < lo || !p.isName(k, end, true) {
			continue
		}
		if k == lo || p.mark(k-1) && !numbering.IsDash(p.word(k-1)) && p.word(k-1) != "(" && (n > 2 || p.word(k-1) != "," && p.word(k-1) != ":") {
			return k
		}
		if n >= 3 && !p.mark(k-1) && (!letters.Capital(p.word(k-1)) || letters.AllCapitals(p.word(k-1))) && !p.addressed(k-1) {
			return k
		}
	}
	return hi
}

// addressed reports whether a word says that a person's name follows inside the list.
func (p *paper) addressed(k int) bool {
	switch p.fold(k) {
	case "ong", "ba", "chi", "c", "anh":
		return true
	}
	return false
}

// leave puts words of the foot that belong to no block aside.
func (f *footParts) leave(lo, hi int) {
	f.leftover = append(f.leftover, f.p.spans(lo, hi)...)
}

// left reads the left column of a line: an entry of the list or the rest of one.
func (f *footParts) left(lo, hi int, b bullet) {
	p := f.p
	start := p.skipMarks(lo, hi)
	end := hi
	for end > start && p.mark(end-1) && p.word(end-1) != ")" {
		end--
	}
	if start >= end || !f.listed || !b.ok && !f.open && !f.headed {
		f.leave(lo, hi)
		return
	}
	if start > lo && p.word(start-1) == "(" {
		start--
	}
	f.leave(lo, start)
	if b.ok || !f.open || f.closed && letters.Capital(p.word(start)) {
		f.entries = append(f.entries, nil)
	}
	last := &f.entries[len(f.entries)-1]
	*last = append(*last, p.span(start, end))
	f.leave(end, hi)
	f.open = true
	f.closed = end < hi && (p.word(end) == ";" || p.word(end) == ":") // OCR takes one for the other
	if p.fold(start) == "luu" {
		f.filed = true
	}
}

// right reads the right column of a line.
func (f *footParts) right(lo, hi int) {
	p := f.p
	if lo >= hi {
		return
	}
	end := hi
	for end > lo && p.mark(end-1) {
		end--
	}
	if lo == end {
		f.leave(lo, hi)
		return
	}
	f.leave(end, hi)
	r := p.span(lo, end)
	switch {
	case p.capacityAt(lo, end):
		f.startAnother()
		f.current.Capacity = append(f.current.Capacity, r)
	case p.isName(lo, end, false) && !(p.inCapitals(lo, end) && p.isPost(lo, end)):
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
	f.current.Title = append(f.current.Title, f.p.spans(lo, k)...)
	f.current.Name = text.Ranges{f.p.span(k, end)}
	f.named = true
}

// startAnother begins the next signature when the one before is complete.
func (f *footParts) startAnother() {
	if s := f.current; s.Name != nil && (s.Capacity != nil || s.Title != nil) {
		f.signed = append(f.signed, s)
		f.current = plan.Signature{}
	}
}

// finish hands the blocks over.
func (f *footParts) finish() {
	switch s := f.current; {
	case s.Name != nil || s.Capacity != nil || len(f.signed) == 0 && s.Title != nil:
		f.signed = append(f.signed, s)
	default:
		f.leftover = append(f.leftover, s.Title...)
	}
	if len(f.signed) > 0 || f.listed {
		f.p.begun = true
	}
	f.p.out.Foot = plan.Foot{Signers: f.signed, Recipients: append(f.p.addressees, f.entries...), Other: f.leftover}
}
