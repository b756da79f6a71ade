package numbering

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/text"
)

// Style is a way of numbering. Their order is the order in which papers nest them (decree
// 30/2020 annex I, II.5: phần, chương, mục, tiểu mục, điều, khoản, điểm; plans: I. 1. 1.1. a).
type Style uint8

// The ways of numbering.
const (
	Annexed     Style = iota // Phụ lục I, or a promulgated document
	Spelled                  // Phần thứ nhất
	Partial                  // Phần I
	Chapter                  // Chương I
	Division                 // Mục 1
	Subdivision              // Tiểu mục 1
	Upper                    // A.
	Roman                    // I.
	Article                  // Điều 1.
	Arabic                   // 1.
	Decimal2                 // 1.1.
	Decimal3                 // 1.1.1.
	Decimal4                 // 1.1.1.1.
	Bracket                  // 1)
	Letter                   // a)
	styleCount               // how many there are
)

// Reading is one way to understand the beginning of a line as a label.
type Reading struct {
	Style Style
	Val   int     // the number that is printed, 0 when it cannot be read
	raw   string  // what a damaged number is compared by
	sound bool    // a Roman number stands in the scan in capitals
	outer [3]int  // of a decimal label, the numbers before the last
	Cost  float32 // of the damage that this reading supposes
	End   int     // position after the mark, in the view or, when done, in the paper
}

// alphabet is the order of points (decree 30/2020: Vietnamese letters, so đ follows d).
// Some papers count with the English ones, so f, j, w and z have their places.
var alphabet = []string{"a", "b", "c", "d", "đ", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"}

// foreign reports whether the letter of a number is none that Vietnamese lists count with.
func foreign(n int) bool {
	return n > 0 && n <= len(alphabet) && strings.Contains("fjwz", alphabet[n-1])
}

// following returns what may follow a number of this style in a list, the likeliest first.
func (s Style) following(n int) (first, second int) {
	first = n + 1
	switch {
	case s == Letter && foreign(first):
		return first + 1, first
	case s == Letter && first <= len(alphabet) && alphabet[first-1] == "đ":
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

// misread holds for a digit the digits that OCR takes for it, as a set of bits.
var misread = [10]uint16{0: 1 << 6, 1: 1<<4 | 1<<7, 2: 1<<3 | 1<<7, 3: 1<<2 | 1<<5 | 1<<8, 4: 1<<1 | 1<<9, 5: 1<<6 | 1<<3 | 1<<8,
	6: 1<<5 | 1<<8, 7: 1<<1 | 1<<2, 8: 1<<3 | 1<<5 | 1<<6, 9: 1 << 4}

// costAs returns what it costs to take the reading for the number n.
func (r *Reading) costAs(n int) float32 {
	if n == r.Val {
		return r.Cost
	}
	switch r.Style {
	case Roman, Partial, Chapter:
		if r.raw == "" && r.Val == 0 {
			return r.Cost
		}
		if n < len(romans) && r.raw != "" {
			c := r.Cost + 1.1*float32(letters.Distance(r.raw, romans[n], 4))
			if r.Val > n && r.sound {
				c += 0.6 // strokes are lost rather than found, but for those that are no capitals
			}
			return c
		}
	case Letter:
		if r.raw == "" {
			return r.Cost + 0.5
		}
		if n <= len(alphabet) {
			if strings.Contains(confused[alphabet[n-1]], r.raw) {
				return r.Cost + 0.4
			}
			return r.Cost + 2
		}
	case Arabic, Decimal2, Decimal3, Decimal4, Article:
		if r.Val < 10 && n < 10 && misread[r.Val]&(1<<n) != 0 {
			return r.Cost + 1.5
		}
		return r.Cost + 2.2
	case Bracket:
		return r.Cost + 6
	}
	return r.Cost + 3.5
}

// Readings returns what a line may begin with. A few short words of dirt may stand before the
// label; the dirt may look like one.
func (v *View) Readings() []Reading {
	var dirt float32
	var all []Reading
	for k := 0; k < v.Len() && k <= 4; k++ {
		found := v.LabelAt(k)
		for _, r := range found {
			r.Cost += dirt
			if r.Style <= Subdivision || r.Style == Article && r.Cost < 2 {
				r.Cost -= dirt / 2 // a label that says what it is shows through dirt
			}
			r.End = v.at[r.End]
			all = append(all, r)
		}
		switch {
		case len(found) > 0 && found[0].Cost+dirt < 0.7:
			return all
		case v.Mark(k) && IsDash(v.Word(k)):
			dirt += 0.9
		case v.Mark(k):
			dirt += 0.2
		case utf8.RuneCountInString(v.Word(k)) <= 3:
			dirt += 1
		default:
			return all
		}
	}
	return all
}

// separator describes what stands between a label and its text.
type separator struct {
	sign byte // '.', '-', ')', ':', ',', ';', '/', '+', '~'; 0 for none
	end  int  // position after it
	next bool // the text that follows begins with a capital, a digit or a quotation
	last bool // nothing follows on the line
}

func (v *View) separatorAt(k int) separator {
	s := separator{end: k}
	for s.end < v.Len() && v.Mark(s.end) && s.end < k+2 {
		c := v.Word(s.end)[0]
		if len(strings.Trim(v.Word(s.end), ".")) > 1 || !strings.ContainsRune(".-):,;/+~", rune(c)) || s.end > k && !v.Glued(s.end) {
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
	rest := s.end
	for rest < v.Len() && v.Mark(rest) {
		rest++
	}
	s.last = rest == v.Len()
	if !s.last {
		w := v.Word(s.end)
		s.next = letters.Capital(w) || v.Kind(s.end) == text.Number || strings.ContainsAny(w[:1], "\"“‘'(") || strings.HasPrefix(w, "“")
	}
	return s
}

// endsDash reports whether an en dash closes a label: "I – MỤC ĐÍCH".
func (v *View) endsDash(k int) bool {
	return k < v.Len() && (v.Word(k) == "–" || v.Word(k) == "—")
}

// LabelAt returns the readings of a label that begins at a position.
func (v *View) LabelAt(k int) []Reading {
	w := v.Word(k)
	switch v.Kind(k) {
	case text.Number:
		return v.numberLabel(k)
	case text.Code:
		if rs := gluedNumber(k, w); rs != nil {
			return rs
		}
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
	if r, ok := v.bracketAsLetter(k); ok {
		return []Reading{r}
	}
	if r, ok := v.bracketAsStroke(k); ok {
		return []Reading{r}
	}
	sep := v.separatorAt(k + 1)
	rs := v.letterLabel(k, sep)
	rs = append(rs, v.romanLabel(k, sep)...)
	if len(rs) == 0 {
		rs = v.strokes(k)
	}
	if len(rs) == 0 {
		rs = v.dirtyNumber(k, sep)
	}
	if len(rs) == 0 {
		rs = v.runTogether(k)
	}
	return rs
}

// bracketAsLetter reads "đỳ Sở" and "cj Văn phòng", a point whose bracket OCR took for a letter. No
// syllable is built so.
func (v *View) bracketAsLetter(k int) (Reading, bool) {
	w := strings.ToLower(v.Word(k))
	first, n := utf8.DecodeRuneInString(w)
	if n == 0 || utf8.RuneCountInString(w) != 2 || k+1 >= v.Len() || !letters.Capital(v.Word(k+1)) || v.Glued(k+1) {
		return Reading{}, false
	}
	switch val := letterNumber(string(first)); {
	case val == 0, w[n:] != "j" && letters.Fold(w[n:]) != "y", w[n:] != "j" && !strings.ContainsRune("abcdđeg", first):
		return Reading{}, false
	default:
		return Reading{Style: Letter, Val: val, raw: string(first), Cost: 0.9, End: k + 1}, true
	}
}

// bracketAsStroke reads "II]. NHIỆM VỤ", a Roman number whose last stroke OCR took for a bracket.
func (v *View) bracketAsStroke(k int) (Reading, bool) {
	if k+2 >= v.Len() || !v.Mark(k+1) || !v.Glued(k+1) || !v.Glued(k+2) || strings.Trim(v.Word(k+1), "][|!") != "" {
		return Reading{}, false
	}
	s, damage := asRoman(v.Word(k))
	sep := v.separatorAt(k + 2)
	if s == "" || sep.sign == 0 || sep.sign == ')' || !sep.next {
		return Reading{}, false
	}
	return romanReading(s+"I", damage+0.3, sep.end), true
}

// namedLabel reads labels that say what they number: Điều 1, Chương II, Mục 3, Phần thứ nhất.
func (v *View) namedLabel(k int) []Reading {
	w, f := v.Word(k), v.Fold(k)
	if !letters.Capital(w) || k+1 >= v.Len() || len(f) < 3 {
		return nil
	}
	var s Style
	at := k + 1
	switch {
	case len(f) <= 5 && letters.Distance(f, "dieu", 2) <= 2 && strings.ContainsAny(f[:1], "dbp"):
		s = Article
	case len(f) <= 5 && len(f) >= 4 && letters.Distance(f, "dieu", 3) <= 3 && v.Kind(at) == text.Number:
		s = Article
	case letters.Distance(f, "chuong", 1) <= 1:
		s = Chapter
	case f == "muc":
		s = Division
	case f == "tieu" && v.Fold(at) == "muc" && at+1 < v.Len():
		s, at = Subdivision, at+1
	case f == "phan":
		s = Partial
	default:
		return nil
	}
	if v.Mark(at) && at+1 < v.Len() && (!IsDash(v.Word(at)) || v.Glued(at) && v.Glued(at+1) && v.Kind(at+1) == text.Number) {
		at++ // a speck
	}
	val, end := v.Numeral(at)
	if s == Partial && val == 0 {
		s = Spelled
		val, end = v.ordinal(at)
	}
	if val == 0 {
		return nil
	}
	sep := v.separatorAt(end)
	r := Reading{Style: s, Val: val, End: sep.end}
	if v.Kind(at) == text.Syllable {
		r.raw, r.Cost = asRoman(v.Word(at))
	}
	switch {
	case sep.sign == '.' || sep.sign == ':' || sep.sign == '-' || sep.last:
	case sep.next && (sep.sign == ',' || sep.sign == ';'):
		r.Cost += 0.5
	case sep.next && s != Article && (v.inCapitals(k) || s <= Partial):
		r.Cost += 0.5
	case sep.next && sep.sign == 0 && s == Article:
		r.Cost += 1.5
	default:
		return nil
	}
	if s == Article {
		r.Cost += []float32{0, 0.4, 1.4, 2.2}[letters.Distance(f, "dieu", 3)]
		if f[0] != 'd' && f[0] != 'b' && f[0] != 'p' {
			r.Cost = max(r.Cost, 2.2)
		}
	}
	return []Reading{r}
}

// Numeral reads the number of a named label: 4, 12a, II.
func (v *View) Numeral(k int) (val, end int) {
	w := v.Word(k)
	if v.Kind(k) == text.Number {
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

// ordinal reads a number that is written out: thứ nhất. The word before it may be damaged.
func (v *View) ordinal(k int) (val, end int) {
	w := v.Fold(k)
	if len(w) < 2 || len(w) > 4 || w[:2] != "th" {
		return 0, k
	}
	for k++; k < v.Len() && v.Mark(k); k++ {
	}
	for n, x := range ordinals {
		if k < v.Len() && n > 0 && letters.Fold(x) == v.Fold(k) {
			return n, k + 1
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
func romanReading(s string, cost float32, end int) Reading {
	r := Reading{Style: Roman, raw: s, Cost: cost, End: end, sound: true}
	for n, x := range romans {
		if x == s {
			r.Val = n
		}
	}
	return r
}

// romanLabel reads I. II- III: and their damaged forms; without a sign after it only before
// capitals. A single stroke may as well be the number 1.
func (v *View) romanLabel(k int, sep separator) []Reading {
	w := v.Word(k)
	s, damage := asRoman(w)
	if s == "" || sep.last && sep.sign == 0 || sep.sign == ';' && len(s) < 2 {
		return nil
	}
	cost := damage
	caps := !sep.last && v.inCapitals(sep.end)
	switch sep.sign {
	case 0:
		if !caps || !sep.next || v.Len()-k < 3 {
			return nil
		}
		cost += 0.7
	case ')', ',', ';':
		cost += 0.8
	}
	if !caps {
		cost += 0.3
	}
	if !sep.next {
		cost++
	}
	rs := []Reading{romanReading(s, cost, sep.end)}
	lost := k > 0 && v.Glued(k) && strings.Trim(v.Word(k-1), "¥€£|!/\\") == "" // ¥v for IV
	rs[0].sound = !lost && (damage == 0 || letters.AllCapitals(w) || !strings.Contains(w, "I"))
	if s == "I" && sep.sign != 0 {
		rs = append(rs, Reading{Style: Arabic, Val: 1, Cost: 0.5 + damage, End: sep.end})
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
func (v *View) letterLabel(k int, sep separator) []Reading {
	w := v.Word(k)
	if utf8.RuneCountInString(w) > 2 || sep.sign == 0 || sep.sign == ';' || v.Fold(k) == "" {
		return nil
	}
	r := Reading{Style: Letter, raw: strings.ToLower(w), End: sep.end}
	switch sep.sign {
	case ')':
	case '.', '/':
		r.Cost = 0.3
	default:
		r.Cost = 1
	}
	r.Val = letterNumber(r.raw)
	if r.Val == 0 && w != "Ð" && w != "ð" {
		r.raw = v.Fold(k)
		r.Val = letterNumber(r.raw)
		r.Cost += 0.2
	}
	if utf8.RuneCountInString(w) == 2 {
		r.Cost += 0.8
	}
	if !sep.next {
		r.Cost += 0.4
	}
	if letters.Capital(w) {
		r.Cost += 0.5
	}
	rs := []Reading{r}
	if strings.Contains("tfj", w) && sep.sign == '.' && sep.next {
		rs = append(rs, Reading{Style: Arabic, Val: 1, Cost: 1.2, End: sep.end})
	}
	if len(w) == 1 && w[0] >= 'A' && w[0] <= 'L' && sep.sign != ')' && sep.next {
		rs = append(rs, Reading{Style: Upper, Val: int(w[0]-'A') + 1, Cost: r.Cost - 0.5, End: sep.end})
	}
	return rs
}

// numberLabel reads 1. 1- 1) 1.1. and, before a capital, 1 alone. The number may be a Roman
// one or a letter in bad print.
func (v *View) numberLabel(k int) []Reading {
	parts, end := v.numbers(k)
	if parts == nil {
		return v.strokes(k)
	}
	sep := v.separatorAt(end)
	var cost float32
	switch sep.sign {
	case 0:
		cost = 1
		if !sep.next || sep.last || parts[0] == 0 {
			return nil
		}
	case ',', ':', ';':
		cost = 0.4
	case '-', '/':
		cost = 0.2
	case '+', '~':
		cost = 0.5
		if !v.Glued(end) {
			return nil
		}
	}
	if !sep.next {
		cost++
	}
	last := parts[len(parts)-1]
	r := Reading{Val: last, Cost: cost, End: sep.end}
	if n := len(parts); n > 1 {
		r.Style = Arabic + Style(n-1)
		copy(r.outer[:], parts[:n-1])
		if sep.sign == 0 {
			r.Cost -= 0.6
		}
		return []Reading{r}
	}
	r.Style = Arabic
	w := v.Word(k)
	if sep.sign == ')' {
		r.Style = Bracket
		return []Reading{r, {Style: Letter, raw: w, Cost: cost + 0.3, End: sep.end}}
	}
	rs := []Reading{r}
	if last > 10 && last < 100 && last%10 > 0 { // 14. for 1.4.
		rs = append(rs, Reading{Style: Decimal2, Val: last % 10, outer: [3]int{last / 10}, Cost: cost + 0.9, End: sep.end})
	}
	if s, damage := asRoman(w); s != "" {
		c := cost + 0.5 + damage/2
		switch caps := v.inCapitals(sep.end); {
		case caps && sep.sign == 0:
			c -= 0.3
		case !caps && sep.sign == 0 && len(w) > 1:
			return rs
		case !caps && sep.sign == 0:
			c += 0.5
		case !caps:
			c += 0.8
		}
		rs = append(rs, romanReading(s, c, sep.end))
	}
	return rs
}

// strokes reads a Roman number of which OCR has made figures and letters, "1H" or "TUE": what it
// is the sequence tells. A heading follows.
func (v *View) strokes(k int) []Reading {
	w := v.Word(k)
	sep := v.separatorAt(k + 1)
	if len(w) < 2 || len(w) > 4 || strings.Trim(w, "1IVXLTUHNJKYEM|l!") != "" || sep.sign == 0 || sep.sign == ')' || !sep.next {
		return nil
	}
	if s, damage := asRoman(w); s != "" {
		return []Reading{romanReading(s, damage+0.4, sep.end)}
	}
	return []Reading{{Style: Roman, Cost: 1.8, End: sep.end}}
}

// numbers returns the parts of a decimal label that begins at a position, whether it is one
// word (1.1) or several (1.1.Mục), and the position after it.
func (v *View) numbers(k int) ([]int, int) {
	var parts []int
	for {
		for s := range strings.SplitSeq(v.Word(k), ".") {
			n, err := strconv.Atoi(s)
			if err != nil || n > maxLabel || len(s) > 3 || len(parts) == 4 || len(s) > 2 && len(parts) > 0 {
				return nil, k
			}
			parts = append(parts, n)
		}
		k++
		if k+1 >= v.Len() || v.Word(k) != "." || !v.Glued(k) || !v.Glued(k+1) || v.Kind(k+1) != text.Number {
			return parts, k
		}
		k++
	}
}

// signLabel reads the rests of a label that OCR lost: ") Phấn đấu" and "©) Các bệnh".
func (v *View) signLabel(k int) []Reading {
	w := v.Word(k)
	if w == "©" && k+1 < v.Len() && (v.Word(k+1) == ")" || letters.Capital(v.Word(k+1))) {
		r := Reading{Style: Letter, raw: "c", Val: letterNumber("c"), Cost: 0.9, End: k + 1}
		if v.Word(k+1) == ")" {
			r.Cost, r.End = 0.2, k+2
		}
		return []Reading{r}
	}
	if w == "©" && k+2 < v.Len() && v.Glued(k+1) && !v.Glued(k+2) && strings.ToLower(v.Word(k+1)) == "j" && letters.Capital(v.Word(k+2)) {
		return []Reading{{Style: Letter, raw: "c", Val: letterNumber("c"), Cost: 0.6, End: k + 2}}
	}
	if w == ")" && k+1 < v.Len() && !v.Mark(k+1) {
		return []Reading{{Style: Letter, Cost: 0.6, End: k + 1}}
	}
	if k+2 < v.Len() && v.Word(k+1) == ")" && v.Glued(k+1) && !v.Mark(k+2) && w != "(" && w != "." {
		return []Reading{{Style: Letter, raw: w, Cost: 0.5, End: k + 2}}
	}
	return nil
}

// gluedNumber reads "1-Tổ" where no space follows the dash.
func gluedNumber(k int, w string) []Reading {
	head, rest, ok := strings.Cut(w, "-")
	n, err := strconv.Atoi(head)
	if !ok || err != nil || n < 1 || n > 20 || !letters.Capital(rest) || strings.ContainsAny(rest, "-/") {
		return nil
	}
	return []Reading{{Style: Arabic, Val: n, Cost: 0.8, End: k}}
}

// gluedRoman reads "II-MỤC" where no space follows the dash, so that the label and the first
// word of the heading are one word, which stays with the heading.
func gluedRoman(k int, w string) []Reading {
	head, rest, ok := strings.Cut(w, "-")
	s, damage := asRoman(head)
	if !ok || s == "" || rest == "" || strings.ContainsAny(rest, "-/0123456789") {
		return nil
	}
	return []Reading{romanReading(s, damage+0.2, k)}
}

// runTogether reads "ILMUCTIEU", a Roman label run together with a heading of a known kind.
func (v *View) runTogether(k int) []Reading {
	w := v.Word(k)
	if len(w) < 5 || !letters.AllCapitals(w) {
		return nil
	}
	all := v.Joined(k, v.Len())
	for n := 1; n <= 4 && n < len(w); n++ {
		s, damage := asRoman(w[:n])
		if s == "" {
			break
		}
		if v.Heading(all[min(n, len(all)):]) {
			return []Reading{romanReading(s, damage+0.8, k)}
		}
	}
	return nil
}

// dirtyNumber reads a number that dirt from the margin is glued to: "77t2.Ủy ban".
func (v *View) dirtyNumber(k int, sep separator) []Reading {
	w := v.Word(k)
	i := len(w)
	for i > 0 && w[i-1] >= '0' && w[i-1] <= '9' {
		i--
	}
	if i == len(w) || i == 0 || len(w)-i > 2 || sep.sign != '.' || !sep.next {
		return nil
	}
	n, _ := strconv.Atoi(w[i:])
	if f := letters.Fold(w[:i]); letters.Capital(w) && len(f) > 2 && letters.Distance(f, "dieu", 1) <= 1 {
		return []Reading{{Style: Article, Val: n, Cost: 0.6, End: sep.end}}
	}
	return []Reading{{Style: Arabic, Val: n, Cost: 0.9, End: sep.end}}
}

// IsDash reports whether a sign is the mark of a list entry, as printed or as OCR writes it.
func IsDash(sign string) bool {
	switch sign {
	case "-", "–", "—", "+", "~", "•", "*", "=", "¬", ">", "»", "●", "▪", "♦", "◦", "·", "--", "---":
		return true
	}
	return false
}
