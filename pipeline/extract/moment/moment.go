// Package moment reads days, months, quarters, years and spans of years as Vietnamese
// documents write them, with the words that open them: trước ngày 30/6/2025, trong quý III/2025,
// đến hết năm 2030, giai đoạn 2021 - 2030.
package moment

import (
	"fmt"
	"strconv"
	"strings"

	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/text"
)

// Moment is a point or span of time in a passage.
type Moment struct {
	Start, End int    // its words
	Date       string // "2025-06-30"
	Month      string // "2025-06"
	Quarter    string // "2025-Q3"
	Year, From int    // the (last) year, and the first of a span
	Word       string // what opens it: "đến", "trong", "trước", "năm", "giai đoạn", ...
	Yearly     bool   // a day without a year
}

// opener reports a word that may stand before a time. The long ones count with any tone.
func opener(w *phrase.Word) bool { return openers[w.Key] || openerLetters[w.Fold] }

var (
	openers = map[string]bool{
		"đầu": true, "giữa": true, "là": true, "từ": true, "nay": true, "kể": true, "sau": true, "thời": true, "điểm": true,
		"ngay": true, "hết": true, "tới": true,
	}
	openerLetters = map[string]bool{
		"den": true, "vao": true, "trong": true, "truoc": true, "cuoi": true, "cham": true, "nhat": true, "xong": true,
	}
)

// At reads a time at word i: openers and then a day, a month, a quarter, a year or a
// span of years.
func At(p phrase.Passage, i int) (Moment, bool) {
	w := Moment{Start: i}
	j := i
	for j < len(p) && j-i < 4 && opener(&p[j]) && !wholeDay(p, j) && !p.Has(j, "thoi", "ky") {
		if w.Word == "" || strong[p[j].Key] {
			w.Word = p[j].Key
		}
		j++
	}
	if w.Word != "" {
		j = clock(p, j)
	}
	if n := part(p, j); n > 0 {
		return w.partOfYear(p, j, n)
	}
	switch {
	case j >= len(p):
		return w, false
	case p.Has(j, "nam", "hoc"):
		return w.schoolYear(p, j+2)
	case p.Has(j, "tet"), p.Has(j, "mua"), p.Has(j, "dip"):
		return w.season(p, j+1)
	case p[j].Key == "năm" || p[j].Fold == "nam" && j+1 < len(p) && Year(p[j+1].Text) > 0:
		return w.years(p, j+1, "năm")
	case p.Has(j, "giai", "doan"), p.Has(j, "thoi", "ky"), p.Has(j, "nhiem", "ky"):
		return w.years(p, j+2, p[j].Key+" "+p[j+1].Key)
	case p[j].Key == "ngày":
		return w.day(p, j+1)
	case p[j].Key == "tháng":
		return w.inMonth(p, j+1)
	case p[j].Key == "quý":
		return w.inQuarter(p, j+1)
	case w.Word != "" && p[j].Kind == text.Number:
		return w.day(p, j)
	}
	return w, false
}

// Day reads a day at word i that nothing opens: 15/7/2021.
func Day(p phrase.Passage, i int) (Moment, bool) {
	if i >= len(p) || p[i].Kind != text.Number {
		return Moment{}, false
	}
	w := Moment{Start: i}
	return w.day(p, i)
}

// clock skips the hour before a day: "17 giờ", "17 giờ 30 phút", "17h00".
func clock(p phrase.Passage, i int) int {
	j := i
	for j+1 < len(p) && p[j].Kind == text.Number && (p.Is(j+1, "giờ", "phút") || j > i && (p.Is(j+1, "ngày", ","))) {
		j++
		if p.Is(j, "giờ", "phút") {
			j++
		}
	}
	if j == i && i+1 < len(p) && strings.ContainsAny(p[i].Text, "hg") && digit(p[i].Text) {
		j++
	}
	if j > i && p.Is(j, ",") {
		j++
	}
	if j < len(p) && p[j].Key == "ngày" {
		return j
	}
	return i
}

// part returns the words before the year in "6 tháng đầu năm 2021", 0 for anything else.
func part(p phrase.Passage, i int) int {
	if i+3 < len(p) && digit(p[i].Text) && p.Is(i+1, "tháng") && p.Is(i+2, "đầu", "cuối") && p.Is(i+3, "năm") {
		return 4
	}
	return 0
}

// partOfYear reads "6 tháng đầu năm 2021": its last month.
func (w Moment) partOfYear(p phrase.Passage, i, n int) (Moment, bool) {
	if i+n >= len(p) {
		return w, false
	}
	w.Year, w.End = Year(p[i+n].Text), i+n+1
	last := p[i].Text
	if p.Is(i+2, "cuối") {
		last = "12"
	}
	if w.Word == "" {
		w.Word = "tháng"
	}
	if w.Year > 0 {
		w.Month = month(w.Year, last)
	}
	return w, w.Month != ""
}

// strong openers say more than the words beside them: "đến hết", "ngay trong".
var strong = map[string]bool{"đến": true, "trước": true, "trong": true, "vào": true}

func dayNext(p phrase.Passage, i int) bool { return i < len(p) && digit(p[i].Text) }

// wholeDay reports "ngày 30/6/2025" and the like at j.
func wholeDay(p phrase.Passage, j int) bool { return p[j].Fold == "ngay" && dayNext(p, j+1) }

func digit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// years reads "2030", "2021-2030", "2021 - 2030", "đến năm 2020".
func (w Moment) years(p phrase.Passage, j int, word string) (Moment, bool) {
	if w.Word == "" {
		w.Word = word
	}
	if j < len(p) && p[j].Key == "đến" && p.Has(j+1, "nam") {
		j += 2
	}
	if j >= len(p) {
		return w, false
	}
	a, b, dash := strings.Cut(strings.ReplaceAll(p[j].Text, "–", "-"), "-")
	w.Year, w.End = Year(a), j+1
	if w.Year == 0 {
		return w, false
	}
	if dash {
		w.From, w.Year = w.Year, Year(b)
		return w, w.Year > 0
	}
	if j+2 < len(p) && (p[j+1].Text == "-" || p[j+1].Text == "–") {
		if y := Year(p[j+2].Text); y >= w.Year {
			w.From, w.Year, w.End = w.Year, y, j+3
		}
	}
	return w, true
}

// schoolYear reads "2027 - 2028" behind "năm học"; before a school year is in its first year.
func (w Moment) schoolYear(p phrase.Passage, j int) (Moment, bool) {
	w, ok := w.years(p, j, "năm học")
	if ok && w.From > 0 && w.Word == "trước" {
		w.Year, w.From = w.From, 0
	}
	return w, ok
}

// maxSeason is the number of words between a season or a feast and its year: Tết | Nguyên đán Bính
// Ngọ năm | 2026.
const maxSeason = 6

// season reads the year of a season or a feast that words open: "trước Tết Nguyên đán Bính Ngọ 2026",
// "trước mùa mưa bão năm 2024".
func (w Moment) season(p phrase.Passage, j int) (Moment, bool) {
	for k := j; k < len(p) && k-j <= maxSeason; k++ {
		if y := Year(p[k].Text); y > 0 {
			w.Year, w.End = y, k+1
			return w, w.Word != ""
		}
		if p[k].Kind != text.Syllable {
			break
		}
	}
	return w, false
}

// Year returns the year that a word prints, 0 for another word.
func Year(s string) int {
	if len(s) != 4 || (s[:2] != "19" && s[:2] != "20") {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return y
}

// day reads "30/6/2025", "15 tháng 11 năm 2012", "20/11".
func (w Moment) day(p phrase.Passage, j int) (Moment, bool) {
	if w.Word == "" {
		w.Word = "ngày"
	}
	if d, n := DateAt(p, j); n > 0 {
		w.Date, w.End = d, j+n
		w.Year, _ = strconv.Atoi(d[:4])
		return w, true
	}
	if j < len(p) && strings.Count(p[j].Text, "/") == 1 && digit(p[j].Text) {
		w.End, w.Yearly = j+1, true
		a, b, _ := strings.Cut(p[j].Text, "/")
		if y := Year(b); y > 0 {
			w.Month, w.Year, w.Yearly = month(y, a), y, false
			return w, w.Month != ""
		}
		return w, true
	}
	return w, false
}

// inMonth reads "11/2025", "11 năm 2025".
func (w Moment) inMonth(p phrase.Passage, j int) (Moment, bool) {
	if w.Word == "" {
		w.Word = "tháng"
	}
	if j >= len(p) {
		return w, false
	}
	j = last(p, j, "tháng")
	m, y, ok := strings.Cut(p[j].Text, "/")
	w.End = j + 1
	if !ok && j+2 < len(p) && (slash(&p[j+1]) || p[j+1].Fold == "nam") {
		y, w.End = p[j+2].Text, j+3
	}
	if w.Year = Year(y); w.Year > 0 {
		w.Month = month(w.Year, m)
	}
	return w, w.Month != ""
}

// last returns the last word of a row of months or quarters of one year that begins at j: the
// 11 of "10 và tháng 11 năm 2026", the IV of "III, IV/2025"; j where no row stands.
func last(p phrase.Passage, j int, unit string) int {
	k := j
	for n := 0; n < maxRow && p.Is(k+1, ",", "và", "-", "–"); n++ {
		next := k + 2
		if p.Is(next, unit) {
			next++
		}
		if next >= len(p) || !numbered(p[next].Text) || strings.Contains(p[k].Text, "/") {
			break
		}
		if k = next; strings.Contains(p[k].Text, "/") || p.Is(k+1, "năm") && next+1 < len(p) {
			return k
		}
	}
	return j
}

// maxRow is the length of the longest row of months or quarters.
const maxRow = 4

// numbered reports the number of a month or a quarter, with or without its year.
func numbered(s string) bool {
	n, y, _ := strings.Cut(s, "/")
	return (quarters[n] != "" || month(2000, n) != "") && (y == "" || Year(y) > 0)
}

func month(y int, m string) string {
	n, err := strconv.Atoi(m)
	if err != nil || n < 1 || n > 12 {
		return ""
	}
	return fmt.Sprintf("%d-%02d", y, n)
}

var quarters = map[string]string{"I": "1", "II": "2", "III": "3", "IV": "4", "1": "1", "2": "2", "3": "3", "4": "4"}

// inQuarter reads "III/2025", "III năm 2025".
func (w Moment) inQuarter(p phrase.Passage, j int) (Moment, bool) {
	if w.Word == "" {
		w.Word = "quý"
	}
	if j >= len(p) {
		return w, false
	}
	j = last(p, j, "quý")
	q, y, ok := strings.Cut(p[j].Text, "/")
	w.End = j + 1
	if !ok && j+2 < len(p) && (slash(&p[j+1]) || p[j+1].Key == "năm") {
		y, w.End = p[j+2].Text, j+3
	}
	w.Year = Year(y)
	n := quarter(q)
	if w.Year == 0 || n == "" {
		return w, false
	}
	w.Quarter = fmt.Sprintf("%d-Q%s", w.Year, n)
	return w, true
}

// quarter returns the digit of a quarter. OCR reads the strokes of a Roman numeral as ones or as an
// H: no quarter is the eleventh.
func quarter(s string) string {
	if q := quarters[s]; q != "" {
		return q
	}
	return quarters[looksRoman.Replace(s)]
}

// slash reports a slash that stands alone; OCR also writes those of fractions and of division.
func slash(w *phrase.Word) bool { return w.Text == "/" || w.Text == "⁄" || w.Text == "∕" }

var looksRoman = strings.NewReplacer("1", "I", "l", "I", "i", "I", "|", "I", "!", "I", "H", "II", "v", "V", "Y", "V")

// DateAt reads a whole date at word i, "23/02/2024" or "23 tháng 02 năm 2024", and returns
// it in ISO form with the number of its words; 0 for none.
func DateAt(p phrase.Passage, i int) (iso string, words int) {
	if i >= len(p) {
		return "", 0
	}
	if p.Has(i+1, "thang") {
		j := i + 3
		if p.Is(j, "năm") || p.Has(j, "nam") {
			j++
		}
		if j < len(p) && i+2 < len(p) {
			if d := isoDate(p[i].Text, p[i+2].Text, p[j].Text); d != "" {
				return d, j + 1 - i
			}
		}
		return "", 0
	}
	joined := ""
	for k := i; k < len(p) && k-i < 6 && (k == i || !p[k].Space || strings.HasSuffix(joined, "/") || p[k].Text == "/"); k++ {
		joined += p[k].Text
		f := strings.FieldsFunc(joined, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
		if len(f) == 3 {
			if d := isoDate(f[0], f[1], f[2]); d != "" {
				return d, k + 1 - i
			}
		}
	}
	return "", 0
}

// lastYear is the last year in which a paper that this program reads can have been signed.
const lastYear = 2035

// SignedAt reads the date on which a paper was signed at word i, as DateAt does. It undoes what OCR
// does to figures where that gives no date, or one to come: 95/01/2020, năm 2620, 26 tháng 14.
func SignedAt(p phrase.Passage, i int) (iso string, words int) {
	if iso, words = DateAt(p, i); words > 0 && iso[:4] <= fmt.Sprint(lastYear) {
		return iso, words
	}
	q := append(phrase.Passage(nil), p[min(i, len(p)):min(len(p), i+8)]...)
	mends := []func(string) string{mendDay, mendMonth, mendYear}
	for k, n := 0, 0; k < len(q) && n < 3; k++ {
		if q[k].Kind != text.Number && !(digitLike(q[k].Text) && !q[k].Cap() || len(q[k].Text) <= 4 && digitLike(q[k].Text)) {
			continue
		}
		f := strings.FieldsFunc(q[k].Text, func(r rune) bool { return r == '/' || r == '.' })
		for j := range f {
			if n < 3 {
				f[j] = mends[n](looksDigit.Replace(f[j]))
				n++
			}
		}
		q[k].Text = strings.Join(f, "/")
	}
	if len(q) > 4 && q[1].Letters() && !q[1].Cap() && !digitLike(q[1].Text) {
		q[1].Key, q[1].Fold = "tháng", "thang" // whatever stands between two figures of a date
	}
	return DateAt(q, 0)
}

// digitLike reports a word of figures and of letters that OCR writes for them.
func digitLike(s string) bool {
	s = looksDigit.Replace(s)
	for _, r := range s {
		if (r < '0' || r > '9') && r != '/' && r != '.' {
			return false
		}
	}
	return s != ""
}

// mendTens gives a number of two figures a first one that it may have: 9, 6 and 8 are read for 0, 4
// and 7 for 1.
func mendTens(s string, most int) string {
	if n, err := strconv.Atoi(s); err != nil || n <= most || len(s) != 2 {
		return s
	}
	switch s[0] {
	case '6', '8', '9':
		return "0" + s[1:]
	case '2', '4', '7':
		return "1" + s[1:]
	}
	return s
}

func mendDay(s string) string { return mendTens(s, 31) }

func mendMonth(s string) string {
	if m := mendTens(s, 12); m != s {
		return m
	}
	if n, err := strconv.Atoi(s); err == nil && n > 12 && n < 20 && len(s) == 2 {
		switch s[1] {
		case '4', '7':
			return s[:1] + "1" // 14 and 17 are read for 11
		case '6', '8', '9':
			return s[:1] + "0"
		}
	}
	return s
}

// mendYear gives a year of four figures the century, and a decade that has come.
func mendYear(s string) string {
	if len(s) != 4 || !digitLike(s) {
		return s
	}
	if s[:2] != "19" && s[:2] != "20" {
		switch {
		case s[1] == '0' || s[0] == '2':
			s = "20" + s[2:]
		case s[0] == '1':
			s = "19" + s[2:]
		}
	}
	if y := Year(s); y > lastYear {
		switch s[2] {
		case '4', '7':
			s = s[:2] + "1" + s[3:]
		case '6', '8', '9':
			s = s[:2] + "0" + s[3:]
		case '3', '5':
			s = s[:2] + "2" + s[3:]
		}
	}
	return s
}

// looksDigit maps letters that OCR writes for digits.
var looksDigit = strings.NewReplacer("l", "1", "I", "1", "i", "1", "|", "1", "O", "0", "o", "0", "S", "5", "s", "5", "B", "8", "Z", "2", "z", "2", "L", "1", "!", "1", "$", "5")

// isoDate returns a date that exists, "" else.
func isoDate(day, mon, yr string) string {
	d, err1 := strconv.Atoi(looksDigit.Replace(day))
	m, err2 := strconv.Atoi(looksDigit.Replace(mon))
	y := Year(looksDigit.Replace(yr))
	if err1 != nil || err2 != nil || y == 0 || m < 1 || m > 12 || d < 1 || d > days(y, m) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

func days(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Ends is the last day of a time, in a form that sorts: "2025-09-30" for a quarter, "2025-12-31" for
// a year.
func (w Moment) Ends() string {
	switch {
	case w.Date != "":
		return w.Date
	case w.Month != "":
		return w.Month + "-31"
	case w.Quarter != "":
		return fmt.Sprintf("%d-%02d-31", w.Year, 3*int(w.Quarter[len(w.Quarter)-1]-'0'))
	}
	return fmt.Sprintf("%04d-12-31", w.Year)
}

// ISO is the form of a time in the list of dates.
func (w Moment) ISO() string {
	switch {
	case w.Date != "":
		return w.Date
	case w.Month != "":
		return w.Month
	case w.Quarter != "":
		return w.Quarter
	case w.From > 0:
		return fmt.Sprintf("%d/%d", w.From, w.Year)
	case w.Year > 0:
		return strconv.Itoa(w.Year)
	}
	return ""
}
