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
	spelled                  // Phần thứ nhất
	partial                  // Phần I
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
	end   int     // position after the mark, in the view or, when done, in the paper
}

// alphabet is the order of points (decree 30/2020: Vietnamese letters, so đ follows d).
// Some papers count with the English ones, so f, j, w and z have their places.
var alphabet = []string{"a", "b", "c", "d", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"}

// foreign reports whether the letter of a number is none that Vietnamese lists count with.
func foreign(n int) bool {
	return n > 0 && n <= len(alphabet) && strings.Contains("fjwz", alphabet[n-1])
}

// following returns what may follow a number of this style in a list, the likeliest first.
func (s style) following(n int) (first, second int) {
	first = n + 1
	switch {
	case s == letter && foreign(first):
		return first + 1, first
	case s == letter && first <= len(alphabet) && alphabet[first-1] == "đ":
		return first, first + 1
	}
	return first, 0
}

// confused lists for a letter of a point the signs that OCR writes for it.
var confused = map[string]string{
	"a": "äàâ238@á4", "b": "6đhðÐ8", "c": "©e(¢o°", "d": "4ađðả", "đ": "dðÐ4", "e": "c©€&6+", "g": "8q9", "h": "b", "i": "l1í", "k": "h", "l": "1I|",
}

var romans = []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
	"XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII", "XXIX", "XXX"}

// ordinals are the numbers of parts that are written out: Phần thứ nhất.
var ordinals = []string{"", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"}

// maxLabel is the largest number that is believed to be a label.
const maxLabel = 150

// costAs returns what it costs to take the reading for the number n.
func (r *reading) costAs(n int) float32 {
	if n == r.val {
		return r.cost
	}
	switch r.style {
	case roman, partial, chapter:
		if n < len(romans) && r.raw != "" {
			return r.cost + 1.1*float32(distance(r.raw, romans[n], 4))
		}
	case letter:
		if r.raw == "" {
			return r.cost + 0.5
		}
		if n <= len(alphabet) {
			if strings.Contains(confused[alphabet[n-1]], r.raw) {
				return r.cost + 0.4
			}
			return r.cost + 2
		}
	case arabic, decimal2, decimal3, decimal4:
		return r.cost + 2.2
	case bracket:
		return r.cost + 6
	}
	return r.cost + 3.5
}

// readings returns what the beginning of a line may be as a label. It is read from the raw
// scan, since restoration knows words and not labels, and from the restored words where the
// scan is doubtful.
func (p *paper) readings(l *line) []reading {
	rs := p.rawView(l).readings()
	for _, r := range rs {
		if r.cost < 0.5 {
			return rs
		}
	}
	return append(rs, p.view(l.lo, l.hi).readings()...)
}

// readings returns what a line may begin with. A few short words of dirt may stand before the
// label; the dirt may look like one.
func (v *view) readings() []reading {
	var dirt float32
	var all []reading
	for k := 0; k < v.len() && k <= 4; k++ {
		found := v.labelAt(k)
		for _, r := range found {
			r.cost += dirt
			r.end = v.at[r.end]
			all = append(all, r)
		}
		switch {
		case len(found) > 0 && found[0].cost+dirt < 0.7:
			return all
		case v.mark(k) && isDash(v.word(k)):
			dirt += 0.9
		case v.mark(k):
			dirt += 0.2
		case utf8.RuneCountInString(v.word(k)) <= 3:
			dirt += 1
		default:
			return all
		}
	}
	return all
}

// labelled reports whether a line begins with a label that is plain to read.
func (p *paper) labelled(l *line) bool {
	for _, r := range p.rawView(l).labelAt(0) {
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

func (v *view) separatorAt(k int) separator {
	s := separator{end: k}
	for s.end < v.len() && v.mark(s.end) && s.end < k+2 {
		c := v.word(s.end)[0]
		if len(v.word(s.end)) > 1 || !strings.ContainsRune(".-):,/", rune(c)) || s.end > k && !v.glued(s.end) {
			break
		}
		if s.sign == 0 || c == ')' {
			s.sign = c
		}
		s.end++
	}
	if v.endsDash(s.end) {
		s.end++
	}
	s.last = s.end >= v.len()
	if !s.last {
		w := v.word(s.end)
		s.next = capital(w) || v.kind(s.end) == text.Number || strings.ContainsAny(w[:1], "\"“‘'(") || strings.HasPrefix(w, "“")
	}
	return s
}

// endsDash reports whether an en dash closes a label: "I – MỤC ĐÍCH".
func (v *view) endsDash(k int) bool {
	return k < v.len() && (v.word(k) == "–" || v.word(k) == "—")
}

// labelAt returns the readings of a label that begins at a position.
func (v *view) labelAt(k int) []reading {
	w := v.word(k)
	switch v.kind(k) {
	case text.Number:
		return v.numberLabel(k)
	case text.Code:
		return gluedRoman(k, w)
	case text.Punct:
		return v.signLabel(k)
	}
	if rs := v.namedLabel(k); rs != nil {
		return rs
	}
	if len(w) > 12 {
		return v.runTogether(k)
	}
	sep := v.separatorAt(k + 1)
	rs := v.letterLabel(k, sep)
	rs = append(rs, v.romanLabel(k, sep)...)
	if len(rs) == 0 {
		rs = v.dirtyNumber(k, sep)
	}
	if len(rs) == 0 {
		rs = v.runTogether(k)
	}
	return rs
}

// namedLabel reads labels that say what they number: Điều 1, Chương II, Mục 3, Phần thứ nhất.
func (v *view) namedLabel(k int) []reading {
	w, f := v.word(k), v.fold(k)
	if !capital(w) || k+1 >= v.len() || len(f) < 3 {
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
	case f == "tieu" && v.fold(at) == "muc" && at+1 < v.len():
		s, at = subdivision, at+1
	case f == "phan":
		s = partial
	default:
		return nil
	}
	if v.word(at) == "." && at+1 < v.len() {
		at++ // a speck
	}
	val, end := v.numeral(at)
	if s == partial && val == 0 {
		s = spelled
		val, end = v.ordinal(at)
	}
	if val == 0 {
		return nil
	}
	sep := v.separatorAt(end)
	r := reading{style: s, val: val, end: sep.end}
	if v.kind(at) == text.Syllable {
		r.raw, r.cost = asRoman(v.word(at))
	}
	switch {
	case sep.sign == '.' || sep.sign == ':' || sep.sign == '-' || sep.last:
	case sep.next && s != article && (v.inCapitals(k) || s <= partial):
		r.cost += 0.5
	case sep.next && sep.sign == 0 && s == article:
		r.cost += 1.5
	default:
		return nil
	}
	if f != "dieu" && s == article {
		r.cost += 0.4
	}
	return []reading{r}
}

// numeral reads the number of a named label: 4, 12a, II.
func (v *view) numeral(k int) (val, end int) {
	w := v.word(k)
	if v.kind(k) == text.Number {
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

// ordinal reads a number that is written out: thứ nhất.
func (v *view) ordinal(k int) (val, end int) {
	if k+1 < v.len() && v.fold(k) == "thu" {
		for n, w := range ordinals {
			if n > 0 && fold(w) == v.fold(k+1) {
				return n, k + 2
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
func (v *view) romanLabel(k int, sep separator) []reading {
	w := v.word(k)
	s, damage := asRoman(w)
	if s == "" || sep.last && sep.sign == 0 {
		return nil
	}
	cost := damage
	caps := !sep.last && v.inCapitals(sep.end)
	switch sep.sign {
	case 0:
		if !caps || !sep.next || v.len()-k < 3 {
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

// letterNumber returns the place of a letter in the alphabet, 0 for what is none.
func letterNumber(s string) int {
	for n, x := range alphabet {
		if x == s {
			return n + 1
		}
	}
	return 0
}

// letterLabel reads a) b) c., and A. B. before capitals.
func (v *view) letterLabel(k int, sep separator) []reading {
	w := v.word(k)
	if utf8.RuneCountInString(w) > 2 || sep.sign == 0 || v.fold(k) == "" {
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
	r.val = letterNumber(r.raw)
	if r.val == 0 && w != "Ð" && w != "ð" {
		r.raw = v.fold(k)
		r.val = letterNumber(r.raw)
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
func (v *view) numberLabel(k int) []reading {
	parts, end := v.numbers(k)
	if parts == nil {
		return nil
	}
	sep := v.separatorAt(end)
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
	w := v.word(k)
	if sep.sign == ')' {
		r.style = bracket
		return []reading{r, {style: letter, raw: w, cost: cost + 0.3, end: sep.end}}
	}
	rs := []reading{r}
	if s, damage := asRoman(w); s != "" && sep.sign != 0 {
		c := cost + 0.5 + damage/2
		if !v.inCapitals(sep.end) {
			c += 0.8
		}
		rs = append(rs, romanReading(s, c, sep.end))
	}
	return rs
}

// numbers returns the parts of a decimal label that begins at a position, whether it is one
// word (1.1) or several (1.1.Mục), and the position after it.
func (v *view) numbers(k int) ([]int, int) {
	var parts []int
	for {
		for s := range strings.SplitSeq(v.word(k), ".") {
			n, err := strconv.Atoi(s)
			if err != nil || n > maxLabel || len(s) > 3 || len(parts) == 4 || len(s) > 2 && len(parts) > 0 {
				return nil, k
			}
			parts = append(parts, n)
		}
		k++
		if k+1 >= v.len() || v.word(k) != "." || !v.glued(k) || !v.glued(k+1) || v.kind(k+1) != text.Number {
			return parts, k
		}
		k++
	}
}

// signLabel reads the rests of a label that OCR lost: ") Phấn đấu" and "©) Các bệnh".
func (v *view) signLabel(k int) []reading {
	w := v.word(k)
	if w == "©" && k+1 < v.len() && (v.word(k+1) == ")" || capital(v.word(k+1))) {
		r := reading{style: letter, raw: "c", val: letterNumber("c"), cost: 0.9, end: k + 1}
		if v.word(k+1) == ")" {
			r.cost, r.end = 0.2, k+2
		}
		return []reading{r}
	}
	if w == ")" && k+1 < v.len() && !v.mark(k+1) {
		return []reading{{style: letter, cost: 0.6, end: k + 1}}
	}
	if k+2 < v.len() && v.word(k+1) == ")" && v.glued(k+1) && !v.mark(k+2) && w != "(" && w != "." {
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
func (v *view) runTogether(k int) []reading {
	w := v.word(k)
	if len(w) < 5 || !allCapitals(w) {
		return nil
	}
	all := v.joined(k, v.len())
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
func (v *view) dirtyNumber(k int, sep separator) []reading {
	w := v.word(k)
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

// isDash reports whether a sign is the mark of a list entry, as printed or as OCR writes it.
func isDash(sign string) bool {
	switch sign {
	case "-", "–", "—", "+", "~", "•", "*", "=", "¬", ">", "»", "●", "▪", "♦", "◦", "·", "--", "---":
		return true
	}
	return false
}

// bullet is the mark of a list entry at the beginning of a line.
type bullet struct {
	ok   bool
	end  int  // position after the mark
	plus bool // the mark is a plus, which stands for a finer list than a dash
}

// bulletAt finds the mark of a list entry in the raw scan, past some dirt. A small letter after
// the dash continues a sentence (kinh tế / - xã hội).
func (p *paper) bulletAt(l *line) bullet {
	v := p.rawView(l)
	for k := 0; k < 4 && k+1 < v.len() && (v.mark(k) || len(v.word(k)) <= 2); k++ {
		if !v.mark(k) || !isDash(v.word(k)) || v.mark(k+1) {
			continue
		}
		if w := v.word(k + 1); capital(w) || v.kind(k+1) != text.Syllable || !p.small(l) {
			return bullet{true, v.at[k+1], v.word(k) == "+"}
		}
	}
	return bullet{}
}

// bulleted reports whether a line begins with the mark of a list entry.
func (p *paper) bulleted(l *line) bool { return p.bulletAt(l).ok }
