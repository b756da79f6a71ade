package outline

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"vanban/pipeline/text"
)

// style is a way of numbering. Their order is the order in which papers nest them (decree
// 30/2020 annex I, II.5: phần, chương, mục, tiểu mục, điều, khoản, điểm; plans: I. 1. 1.1. a).
type style uint8

const (
	annexed     style = iota // Phụ lục I, or a promulgated document
	partial                  // Phần thứ nhất, Phần I
	chapter                  // Chương I
	division                 // Mục 1
	subdivision              // Tiểu mục 1
	upper                    // A.
	roman                    // I.
	article                  // Điều 1.
	arabic                   // 1.
	decimal2                 // 1.1.
	decimal3                 // 1.1.1.
	decimal4                 // 1.1.1.1.
	bracket                  // 1)
	letter                   // a)
	styles                   // how many there are
)

// reading is one way to understand the beginning of a line as a label.
type reading struct {
	style style
	val   int     // the number that is printed, 0 when it cannot be read
	raw   string  // what a damaged number is compared by
	outer [3]int  // of a decimal label, the numbers before the last
	cost  float32 // of the damage that this reading supposes
	end   int     // position after the mark
}

// alphabet is the order of points (decree 30/2020: Vietnamese letters, so đ follows d).
var alphabet = []string{"a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"}

// confused lists for a letter of a point the signs that OCR writes for it.
var confused = map[string]string{
	"a": "äàâ238@á4", "b": "6đhÐ8", "c": "©e(¢o°", "d": "4ađðả", "đ": "dðÐ4", "e": "c©€&6+", "g": "8q9", "h": "b", "i": "l1í", "k": "h", "l": "1I|",
}

var romans = []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
	"XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII", "XXIX", "XXX"}

// ordinals are the numbers of parts that are written out: Phần thứ nhất.
var ordinals = map[string]int{"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}

// maxLabel is the largest number that is believed to be a label.
const maxLabel = 150

// costAs returns what it costs to take the reading for the number n.
func (r *reading) costAs(n int) float32 {
	if n == r.val {
		return r.cost
	}
	switch r.style {
	case roman:
		if n < len(romans) {
			return r.cost + 1.1*float32(distance(r.raw, romans[n], 4))
		}
	case letter:
		if n <= len(alphabet) {
			if strings.Contains(confused[alphabet[n-1]], r.raw) && r.raw != "" {
				return r.cost + 0.4
			}
			return r.cost + 2
		}
	case arabic, decimal2, decimal3, decimal4, bracket:
		return r.cost + 2.6
	}
	return r.cost + 3.5
}

// readings returns what the beginning of a line may be as a label. Up to three short words of
// dirt may stand before it.
func (p *paper) readings(l *line) []reading {
	var dirt float32
	for k := l.lo; k < l.hi && k <= l.lo+4; k++ {
		if rs := p.labelAt(k, l); len(rs) > 0 {
			for i := range rs {
				rs[i].cost += dirt
			}
			return rs
		}
		switch {
		case p.mark(k) && p.dash(k):
			dirt += 0.9
		case p.mark(k):
			dirt += 0.25
		case utf8.RuneCountInString(p.word(k)) <= 3:
			dirt += 1.1
		default:
			return nil
		}
	}
	return nil
}

// labelled reports whether a line begins with a label that is plain to read.
func (p *paper) labelled(l *line) bool {
	for _, r := range p.labelAt(l.lo, l) {
		if r.cost < 0.7 {
			return true
		}
	}
	return false
}

// separator describes what stands between a label and its text.
type separator struct {
	sign byte // '.', '-', ')', ':', ',', '/'; 0 for none
	end  int  // position after it
	next bool // the text that follows begins with a capital, a digit or a quotation
	last bool // nothing follows on the line
}

func (p *paper) separatorAt(k, hi int) separator {
	s := separator{end: k}
	for s.end < hi && p.mark(s.end) && s.end < k+2 {
		c := p.word(s.end)[0]
		if !strings.ContainsRune(".-):,/", rune(c)) || s.end > k && !p.glued(s.end) {
			break
		}
		if s.sign == 0 || c == ')' {
			s.sign = c
		}
		s.end++
	}
	if p.endsDash(s.end, hi) {
		s.end++
	}
	s.last = s.end >= hi
	if !s.last {
		w := p.word(s.end)
		s.next = capital(w) || p.kind(s.end) == text.Number || strings.ContainsAny(w[:1], "\"“‘'(") || strings.HasPrefix(w, "“")
	}
	return s
}

// endsDash reports whether an en dash closes a label: "I – MỤC ĐÍCH".
func (p *paper) endsDash(k, hi int) bool {
	return k < hi && (p.word(k) == "–" || p.word(k) == "—")
}

// labelAt returns the readings of a label that begins at a position.
func (p *paper) labelAt(k int, l *line) []reading {
	w := p.word(k)
	switch p.kind(k) {
	case text.Number:
		return p.numberLabel(k, l.hi)
	case text.Code:
		return gluedRoman(k, w)
	case text.Punct:
		return p.signLabel(k, l.hi)
	}
	if rs := p.namedLabel(k, l.hi); rs != nil {
		return rs
	}
	if len(w) > 12 {
		return p.runTogether(k, l)
	}
	sep := p.separatorAt(k+1, l.hi)
	rs := p.letterLabel(k, sep)
	rs = append(rs, p.romanLabel(k, l, sep)...)
	if len(rs) == 0 {
		rs = p.dirtyNumber(k, sep)
	}
	if len(rs) == 0 {
		rs = p.runTogether(k, l)
	}
	return rs
}

// namedLabel reads labels that say what they number: Điều 1, Chương II, Mục 3, Phần thứ nhất.
func (p *paper) namedLabel(k, hi int) []reading {
	w, f := p.word(k), p.fold(k)
	if !capital(w) || k+1 >= hi || len(f) < 3 {
		return nil
	}
	var s style
	at := k + 1
	switch {
	case len(f) <= 5 && distance(f, "dieu", 1) <= 1:
		s = article
	case f == "chuong":
		s = chapter
	case f == "muc":
		s = division
	case f == "tieu" && p.fold(at) == "muc" && at+1 < hi:
		s, at = subdivision, at+1
	case f == "phan":
		s = partial
	default:
		return nil
	}
	val, end := p.numeral(at, hi)
	if val == 0 {
		return nil
	}
	sep := p.separatorAt(end, hi)
	r := reading{style: s, val: val, end: sep.end}
	switch {
	case sep.sign == '.' || sep.sign == ':' || sep.sign == '-' || sep.last:
	case sep.next && s != article && (p.inCapitals(k, hi) || s == partial):
		r.cost = 0.5
	case sep.next && sep.sign == 0 && s == article:
		r.cost = 1.5
	default:
		return nil
	}
	if f != "dieu" && s == article {
		r.cost += 0.4
	}
	return []reading{r}
}

// numeral reads the number of a named label: 4, 12a, II, thứ nhất.
func (p *paper) numeral(k, hi int) (val, end int) {
	w := p.word(k)
	if f := p.fold(k); f == "thu" && k+1 < hi {
		if n := ordinals[p.fold(k+1)]; n > 0 {
			return n, k + 2
		}
	}
	if p.kind(k) == text.Number {
		return leadingInt(w), k + 1
	}
	if s, damage := asRoman(w); s != "" && damage < 1 {
		for n, r := range romans {
			if r == s && n > 0 {
				return n, k + 1
			}
		}
	}
	return 0, k
}

// leadingInt returns the number that a word begins with when it can be a label, or 0.
func leadingInt(w string) int {
	i := 0
	for i < len(w) && w[i] >= '0' && w[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(w[:i])
	if err != nil || n > maxLabel || len(w)-i > 2 {
		return 0
	}
	return n
}

// asRoman returns a word as a Roman number of I, V and X, undoing what OCR does to these, and
// what that costs; "" when it cannot be one.
func asRoman(w string) (string, float32) {
	if len(w) > 8 {
		return "", 0
	}
	var b strings.Builder
	var damage float32
	for _, r := range w {
		switch r {
		case 'I', 'V', 'X':
			b.WriteRune(r)
		case 'l', '|', 'i', 'Í', 'Ì', 'í', 'ì', '!', 'Ỉ', 'Ị':
			b.WriteByte('I')
			damage += 0.1
		case '1', 'L', 'J', 'T':
			b.WriteByte('I')
			damage += 0.5
		case 'v', 'Y', 'U':
			b.WriteByte('V')
			damage += 0.3
		case 'x', 'K':
			b.WriteByte('X')
			damage += 0.3
		case 'H', 'N':
			b.WriteString("II")
			damage += 0.6
		default:
			return "", 0
		}
	}
	return b.String(), damage
}

// romanReading returns the reading of a Roman number.
func romanReading(s string, cost float32, end int) reading {
	r := reading{style: roman, raw: s, cost: cost, end: end}
	for n, x := range romans {
		if x == s {
			r.val = n
		}
	}
	return r
}

// romanLabel reads I. II- III: and their damaged forms; without a sign after it only before
// capitals. A single stroke may as well be the number 1.
func (p *paper) romanLabel(k int, l *line, sep separator) []reading {
	w := p.word(k)
	s, damage := asRoman(w)
	if s == "" || sep.last && sep.sign == 0 {
		return nil
	}
	cost := damage
	caps := !sep.last && p.inCapitals(sep.end, l.hi)
	switch sep.sign {
	case 0:
		if !caps || !sep.next || l.hi-k < 3 {
			return nil
		}
		cost += 0.7
	case ')', ',':
		cost += 0.8
	}
	if !caps {
		cost += 0.3
	}
	if !sep.next {
		cost++
	}
	rs := []reading{romanReading(s, cost, sep.end)}
	if s == "I" && sep.sign != 0 {
		rs = append(rs, reading{style: arabic, val: 1, cost: 0.5 + damage, end: sep.end})
	}
	return rs
}

// letterLabel reads a) b) c., and A. B. before capitals.
func (p *paper) letterLabel(k int, sep separator) []reading {
	w := p.word(k)
	if utf8.RuneCountInString(w) > 2 || sep.sign == 0 {
		return nil
	}
	r := reading{style: letter, raw: strings.ToLower(w), end: sep.end}
	switch sep.sign {
	case ')':
	case '.', '/':
		r.cost = 0.3
	default:
		r.cost = 1
	}
	for n, x := range alphabet {
		if x == r.raw {
			r.val = n + 1
		}
	}
	if r.val == 0 {
		if r.raw = p.fold(k); len(r.raw) != 1 {
			r.raw = ""
		}
		r.cost += 0.2
	}
	if utf8.RuneCountInString(w) == 2 {
		r.cost += 0.8
	}
	if !sep.next {
		r.cost += 0.4
	}
	if capital(w) {
		r.cost += 0.5
	}
	rs := []reading{r}
	if len(w) == 1 && w[0] >= 'A' && w[0] <= 'L' && sep.sign != ')' && sep.next {
		rs = append(rs, reading{style: upper, val: int(w[0]-'A') + 1, cost: r.cost - 0.5, end: sep.end})
	}
	return rs
}

// numberLabel reads 1. 1- 1) 1.1. and, before a capital, 1 alone. The number may be a Roman
// one or a letter in bad print.
func (p *paper) numberLabel(k, hi int) []reading {
	parts, end := p.numbers(k, hi)
	if parts == nil {
		return nil
	}
	sep := p.separatorAt(end, hi)
	var cost float32
	switch sep.sign {
	case 0:
		cost = 1
		if !sep.next || sep.last || parts[0] == 0 {
			return nil
		}
	case ',', ':':
		cost = 0.4
	case '-', '/':
		cost = 0.2
	}
	if !sep.next {
		cost++
	}
	last := parts[len(parts)-1]
	r := reading{val: last, cost: cost, end: sep.end}
	if n := len(parts); n > 1 {
		r.style = arabic + style(n-1)
		copy(r.outer[:], parts[:n-1])
		if sep.sign == 0 {
			r.cost -= 0.6
		}
		return []reading{r}
	}
	r.style = arabic
	w := p.word(k)
	if sep.sign == ')' {
		r.style = bracket
		return []reading{r, {style: letter, raw: w, cost: cost + 0.3, end: sep.end}}
	}
	rs := []reading{r}
	if s, damage := asRoman(w); s != "" && sep.sign != 0 {
		c := cost + 0.5 + damage/2
		if !p.inCapitals(sep.end, hi) {
			c += 0.8
		}
		rs = append(rs, romanReading(s, c, sep.end))
	}
	return rs
}

// numbers returns the parts of a decimal label that begins at a position, whether it is one
// word (1.1) or several (1.1.Mục), and the position after it.
func (p *paper) numbers(k, hi int) ([]int, int) {
	var parts []int
	for {
		for s := range strings.SplitSeq(p.word(k), ".") {
			n, err := strconv.Atoi(s)
			if err != nil || n > maxLabel || len(s) > 3 || len(parts) == 4 || len(s) > 2 && len(parts) > 0 {
				return nil, k
			}
			parts = append(parts, n)
		}
		k++
		if k+1 >= hi || p.word(k) != "." || !p.glued(k) || !p.glued(k+1) || p.kind(k+1) != text.Number {
			return parts, k
		}
		k++
	}
}

// signLabel reads the rests of a label that OCR lost: ") Phấn đấu" and "©) Các bệnh".
func (p *paper) signLabel(k, hi int) []reading {
	w := p.word(k)
	if w == ")" && k+1 < hi && !p.mark(k+1) {
		return []reading{{style: letter, cost: 0.6, end: k + 1}}
	}
	if k+2 < hi && p.word(k+1) == ")" && p.glued(k+1) && !p.mark(k+2) && w != "(" && w != "." {
		return []reading{{style: letter, raw: w, cost: 0.5, end: k + 2}}
	}
	return nil
}

// gluedRoman reads "II-MỤC" where no space follows the dash, so that the label and the first
// word of the heading are one word, which stays with the heading.
func gluedRoman(k int, w string) []reading {
	head, rest, ok := strings.Cut(w, "-")
	s, damage := asRoman(head)
	if !ok || s == "" || rest == "" || strings.ContainsAny(rest, "-/0123456789") {
		return nil
	}
	return []reading{romanReading(s, damage+0.2, k)}
}

// runTogether reads "ILMUCTIEU", a Roman label run together with a heading of a known kind.
func (p *paper) runTogether(k int, l *line) []reading {
	w := p.word(k)
	if len(w) < 5 || !p.inCapitals(k, k+1) {
		return nil
	}
	all := p.joined(k, l.hi)
	for n := 1; n <= 4 && n < len(w); n++ {
		s, damage := asRoman(w[:n])
		if s == "" {
			break
		}
		if kindOf(all[min(n, len(all)):], true) != "" {
			return []reading{romanReading(s, damage+0.8, k)}
		}
	}
	return nil
}

// dirtyNumber reads a number that dirt from the margin is glued to: "77t2.Ủy ban".
func (p *paper) dirtyNumber(k int, sep separator) []reading {
	w := p.word(k)
	i := len(w)
	for i > 0 && w[i-1] >= '0' && w[i-1] <= '9' {
		i--
	}
	if i == len(w) || i == 0 || len(w)-i > 2 || sep.sign != '.' || !sep.next {
		return nil
	}
	n, _ := strconv.Atoi(w[i:])
	return []reading{{style: arabic, val: n, cost: 1.2, end: sep.end}}
}

// dash reports whether a sign is the mark of a list entry, as printed or as OCR writes it.
func (p *paper) dash(k int) bool {
	switch p.word(k) {
	case "-", "–", "—", "+", "~", "•", "*", "=", "¬", ">", "»", "●", "▪", "♦", "◦", "·", "--", "---":
		return true
	}
	return false
}

// bulleted returns the position after the mark of a list entry that a line begins with, past
// some dirt, or 0. A small letter after the dash continues a sentence (kinh tế / - xã hội).
func (p *paper) bulleted(l *line) int {
	for k := l.lo; k < l.hi && k < l.lo+4 && p.mark(k); k++ {
		if p.dash(k) && k+1 < l.hi && !p.mark(k+1) {
			if w := p.word(k + 1); capital(w) || p.kind(k+1) != text.Syllable || strings.HasPrefix(w, "“") {
				return k + 1
			}
		}
	}
	return 0
}
