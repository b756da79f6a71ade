package foot

import (
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/numbering"
	"vanban/pipeline/outline/sheet"
)

// twoNames returns where the second of two names begins that make up a line, or hi.
func (p *page) twoNames(lo, hi int) int {
	if p.headsOffice(lo, hi) {
		return hi // TRƯỞNG BAN is no TRƯƠNG BAN
	}
	for m := lo + 2; m <= hi-2 && hi-lo >= 5; m++ {
		if p.isName(lo, m, true) && p.isName(m, hi, true) && hi-lo <= 10 {
			return m
		}
	}
	return hi
}

// headsOffice reports words in capitals that begin with the title of one who heads something and go on
// with what that is: TRƯỞNG BAN XÂY DỰNG ĐẢNG, GIÁM ĐỐC SỞ TƯ PHÁP.
func (p *page) headsOffice(lo, hi int) bool {
	e := p.Match(lo, hi, sheet.BlockWords()["post"])
	return e > lo && e < hi && p.InCapitals(lo, hi)
}

// rightColumn returns where the right column of a foot line begins: at a capacity, at a title
// in capitals, or at the name of the signer.
func (p *page) rightColumn(lo, hi int) int {
	end := p.trimmed(lo, hi)
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

// trimmed returns the end of some words without the marks behind them, and without the scrap of one
// letter or digit that dirt at the margin left behind a semicolon and some words.
func (p *page) trimmed(lo, hi int) int {
	end := hi
	for end > lo && p.Mark(end-1) {
		end--
	}
	if end-3 > lo && len(p.Word(end-1)) == 1 && !letters.Capital(p.Word(end-1)) && p.isName(p.afterSemicolon(lo, end-1), end-1, false) {
		return p.trimmed(lo, end-1)
	}
	return end
}

// afterSemicolon returns the position after the last semicolon of some words, or their beginning.
func (p *page) afterSemicolon(lo, hi int) int {
	for k := hi - 1; k > lo; k-- {
		if p.Word(k) == ";" {
			return k + 1
		}
	}
	return lo
}

// postTail returns where the title of one who signs begins that ends a line, or end.
func (p *page) postTail(lo, end int) int {
	best, at := 99, end
	for k := end - 1; k >= lo && k >= end-6 && (!p.Mark(k) || p.Word(k) == "."); k-- {
		if p.Mark(k) {
			continue // a speck
		}
		if !p.InCapitals(k, end) && !p.mostlyCapital(k, end) {
			continue
		}
		for _, post := range sheet.BlockWords()["post"] {
			if d := letters.Distance(p.Joined(k, end), post, sheet.Slack(len(post))); d <= sheet.Slack(len(post)) && d <= best {
				best, at = d, k
			}
		}
	}
	return at
}

// mostlyCapital reports whether each of some words begins with a capital and one is set in
// capitals altogether, as in "Bi THU".
func (p *page) mostlyCapital(lo, hi int) bool {
	whole := false
	for k := lo; k < hi; k++ {
		up, low := letters.Cases(p.Word(k))
		if !letters.Capital(p.Word(k)) {
			return false
		}
		whole = whole || up > 1 && low == 0
	}
	return whole
}

// capitalTail returns where the syllables in capitals begin that end a line; acronyms such as
// UBND are no syllables.
func (p *page) capitalTail(lo, end int) int {
	k := end
	for k > lo && !p.Mark(k-1) {
		up, low := letters.Cases(p.Word(k - 1))
		if f := p.Fold(k - 1); up < 2 && !(up == 1 && low == 0) || low > 0 || !letters.HasVowel(f) && len(f) > 1 {
			break
		}
		k--
	}
	if end-k >= 2 && p.Syllables(k, end) {
		return k
	}
	return end
}

// nameTail returns where the name of the signer begins that ends a line, or hi. A semicolon
// closes an entry of the left column, so what follows it stands in the right one.
func (p *page) nameTail(lo, end, hi int) int {
	for k := lo + 1; k < end; k++ {
		if p.Word(k-1) == ";" && p.isName(k, end, false) {
			return k
		}
	}
	for n := 5; n >= 2; n-- {
		k := end - n
		if k < lo || !p.isName(k, end, true) {
			continue
		}
		if k == lo || p.Mark(k-1) && !numbering.IsDash(p.Word(k-1)) && p.Word(k-1) != "(" && (n > 2 || p.Word(k-1) != "," && p.Word(k-1) != ":") {
			return k
		}
		if n >= 3 && !p.Mark(k-1) && (!letters.Capital(p.Word(k-1)) || letters.AllCapitals(p.Word(k-1))) && !p.addressed(k-1) {
			return k
		}
	}
	return hi
}

// addressed reports whether a word says that a person's name follows inside the list.
func (p *page) addressed(k int) bool {
	switch p.Fold(k) {
	case "ong", "ba", "chi", "c", "anh":
		return true
	}
	return false
}
