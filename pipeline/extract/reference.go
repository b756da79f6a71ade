package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/docnum"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// citation is one mention of a document.
type citation struct {
	number     docnum.Number
	typeCode   string
	typeName   string
	start, end int // its words
	numberEnd  int // the word behind the number
	date       string
	issuer     string
	between    string // what stands between the type and the number
	title      string
}

// readReferences lists the documents cited, the same document once.
func (r *reading) readReferences() {
	index := map[string]int{}
	for _, p := range r.citing() {
		for i := 0; i < len(p); {
			c, ok := r.citationAt(p, i)
			if !ok {
				i++
				continue
			}
			r.cite(index, p, c)
			i = c.numberEnd
		}
		r.citeLaws(index, p)
	}
}

// citing returns the passages that may cite a document: the body and the subject.
func (r *reading) citing() []phrase.Passage {
	return append([]phrase.Passage{r.head.subject}, r.passages()...)
}

// cite adds a mention. What an earlier mention lacked is filled in.
func (r *reading) cite(index map[string]int, p phrase.Passage, c citation) {
	number := c.number.String()
	if number == r.doc.Head.Number && (c.date == "" || c.date == r.doc.Head.Date || r.doc.Head.Date == "") {
		return
	}
	k := phraseKey(number)
	n, seen := index[k]
	if seen && otherYear(r.doc.References[n].Date, c.date) {
		k += " " + c.date[:4]
		n, seen = index[k]
	}
	if !seen {
		n = len(r.doc.References)
		index[k] = n
		r.doc.References = append(r.doc.References, plan.Reference{Number: number})
	}
	x := &r.doc.References[n]
	fill(&x.Type, c.typeCode)
	fill(&x.Date, c.date)
	fill(&x.Issuer, c.issuer)
	fill(&x.Title, c.title)
	x.Mentions = append(x.Mentions, r.at(p[c.start:c.end]))
}

// otherYear reports two dates of different years: numbers begin anew each year, so they are those of two
// documents.
func otherYear(a, b string) bool { return len(a) > 4 && len(b) > 4 && a[:4] != b[:4] }

func fill(to *string, s string) {
	if *to == "" {
		*to = s
	}
}

// citationAt reads a document number at word i with what stands around it.
func (r *reading) citationAt(p phrase.Passage, i int) (citation, bool) {
	if !numberStart(p[i].Text) || i > 0 && !p[i].Space && !p.Is(i-1, "(", ":", "“", "\"") && !(p.Is(i-1, "-", ".") && p.Has(i-2, "so")) {
		return citation{}, false
	}
	c := citation{start: i, end: i}
	r.typeBefore(p, i, &c)
	said := c.typeName != "" || p.Has(i-1, "so") || p.Has(i-2, "so")
	n, words := r.numberAt(p, i, c.typeName, said)
	if words == 0 {
		return c, false
	}
	c.number, c.numberEnd = n, i+words
	if n.Type != "" {
		c.typeCode = n.Type
	}
	c.end = r.after(p, c.numberEnd, &c)
	return c, true
}

// numberStart reports a word that may begin a document number.
func numberStart(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsDigit(c) || (c == 'l' || c == 'I' || c == 'O' || c == 'o') && strings.ContainsAny(s, "0123456789-/")
}

// maxNumber is the number of words that OCR breaks a document number into at most.
const maxNumber = 9

// numberAt reads the document number that begins at word i: the longest run of words that
// is one, over blanks too where "số" or a type stands before it.
func (r *reading) numberAt(p phrase.Passage, i int, typeName string, said bool) (docnum.Number, int) {
	joined := ""
	var best docnum.Number
	words := 0
	for k := i; k < len(p) && k-i < maxNumber; k++ {
		if k > i && p[k].Space && !(said && (openEnd(joined) || openStart(p[k].Text))) {
			if !r.slashLost(p, i, k, typeName) {
				break
			}
			joined += "/"
		}
		joined += sign(p, k)
		if n, ok := r.codes.Parse(joined, typeName); ok {
			best, words = n, k+1-i
		}
	}
	return best, words
}

// slashLost reports that the figures at i and the codes at k make one number: 402 BC-UBND, said of
// a document whose type is named.
func (r *reading) slashLost(p phrase.Passage, i, k int, typeName string) bool {
	if k != i+1 || typeName == "" || p[i].Kind != text.Number || p[k].Kind != text.Code {
		return false
	}
	n, ok := r.codes.Parse(p[i].Text+"/"+p[k].Text, typeName)
	return ok && r.codes.Code(typeName) == n.Type && n.Type != ""
}

// sign returns the text of a word of a number; a colon between codes is a hyphen: 41/2016/QĐ:TTg.
func sign(p phrase.Passage, k int) string {
	if p[k].Text == ":" && k > 0 && k+1 < len(p) && !p[k].Space && !p[k+1].Space && p[k-1].Upper() && p[k+1].Cap() {
		return "-"
	}
	return p[k].Text
}

func openEnd(s string) bool   { return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "/") }
func openStart(s string) bool { return strings.HasPrefix(s, "-") || strings.HasPrefix(s, "/") }

// maxBetween is the number of words that may stand between a type and its number: the
// issuer in "Kết luận liên ngành Tư pháp Trung ương số ...".
const maxBetween = 8

// typeBefore finds the type that is named before the number at i.
func (r *reading) typeBefore(p phrase.Passage, i int, c *citation) {
	j := i
	if p.Is(j-1, ":") {
		j--
	}
	if p.Is(j-1, "-", ".") && p.Has(j-2, "so") {
		j--
	}
	if p.Has(j-1, "so") {
		j--
	}
	for s := j - 1; s >= 0 && j-s <= maxBetween; s-- {
		if !p[s].Letters() && p[s].Text != "-" {
			return
		}
		n, code := r.types.Match(p, s)
		if n == 0 || s+n > j || s+n < j && (j == i || !p[s].Cap()) {
			continue
		}
		c.start, c.typeCode, c.typeName = s, code, p[s:s+n].String()
		if s+n < j {
			c.between = p[s+n : j].String()
			if code == "L" {
				c.title, c.between = p[s:j].String(), "Quốc hội"
			}
		}
		return
	}
}

// maxTitle is the length in words of the longest title that is taken.
const maxTitle = 60

// after reads the date, the issuer and the title behind a number; it returns where the
// mention ends.
func (r *reading) after(p phrase.Passage, i int, c *citation) int {
	end, j := i, i
	if p.Is(j, ",", "(") {
		j++
	}
	if p.Has(j, "ngay") || p.Has(j, "ky", "ngay") {
		for !p.Has(j, "ngay") {
			j++
		}
		if d, n := moment.SignedAt(p, j+1); n > 0 {
			c.date, j = d, j+1+n
			end = j
		}
	} else {
		j = i
	}
	if p.Is(j, ",") {
		j++
	}
	if p.Is(j, "của", "do", "giữa") || p.Has(j, "cua") {
		if list, e := r.grammar.List(p, j+1); len(list) > 0 {
			between := p.Is(j, "giữa")
			if !between {
				list, e = jointIssuers(p, list)
			}
			if c.between == "" || !between {
				c.issuer = strings.Join(bodies(p, list), ", ")
			}
			j, end = e, e
		}
	}
	fill(&c.issuer, c.between)
	if c.issuer == "" {
		c.issuer = r.issuerOf(c.number)
	}
	return r.titleAfter(p, j, end, c)
}

// jointIssuers returns the bodies that issue a document together, and where they end: the
// bodies that "và" joins to the first.
func jointIssuers(p phrase.Passage, list []body.Body) ([]body.Body, int) {
	n := 1
	for n < len(list) && p.Is(list[n].Start-1, "và") && list[n].Kind == body.Name {
		n++
	}
	return list[:n], list[n-1].End
}

// issuerOf returns the issuer that the code of a number names by itself.
func (r *reading) issuerOf(n docnum.Number) string {
	code, _, _ := strings.Cut(n.Issuer, "-")
	_, name := r.codes.Issuer(code)
	if c, _ := utf8.DecodeRuneInString(name); unicode.IsUpper(c) && code != "TW" {
		return name
	}
	return ""
}

// titleWords begin the title of a document behind its issuer.
var titleWords = phrase.NewSet("về", "về việc", "phê duyệt", "ban hành", "quy định", "hướng dẫn", "sửa đổi", "triển khai", "thực hiện", "quy định chi tiết")

// titleAfter reads the title; it returns where the mention ends.
func (r *reading) titleAfter(p phrase.Passage, j, end int, c *citation) int {
	if titleWords.Match(p, j) == 0 || c.title != "" {
		return end
	}
	k := j
	for k < len(p) && k-j < maxTitle && !p.Is(k, ";", ".", "(", ")", ":") && !(p.Is(k, ",") && k+1 < len(p) && p[k+1].Cap()) {
		k++
	}
	if k-j == maxTitle {
		return end
	}
	from := j
	if p.Has(j, "ve") && titleWords.Match(p, j+1) > 0 {
		from++
	}
	c.title = p[from:k].String()
	return k
}

// citeLaws adds the laws and charters that are cited by their names alone.
func (r *reading) citeLaws(index map[string]int, p phrase.Passage) {
	for i := 0; i < len(p); i++ {
		end, code := r.lawAt(p, i)
		if end == 0 {
			continue
		}
		x := plan.Reference{Title: p[i:end].String(), Type: code}
		stop := end
		if p.Has(end, "ngay") {
			if d, n := moment.SignedAt(p, end+1); n > 0 {
				x.Date, stop = d, end+1+n
			}
		} else if w, ok := moment.At(p, end); ok && w.Word == "năm" && w.From == 0 {
			stop = w.End
		}
		if p.Has(end, "so") && end+1 < len(p) && p[end+1].Kind == text.Number {
			i = end // the number was cited
			continue
		}
		k := phraseKey(x.Title)
		n, seen := index[k]
		if !seen {
			n = len(r.doc.References)
			index[k] = n
			r.doc.References = append(r.doc.References, x)
		}
		fill(&r.doc.References[n].Date, x.Date)
		r.doc.References[n].Mentions = append(r.doc.References[n].Mentions, r.at(p[i:stop]))
		i = stop - 1
	}
}

// lawAt returns the end and the type of a law, a charter or a resolution of a congress that
// is named at word i; 0 for none.
func (r *reading) lawAt(p phrase.Passage, i int) (end int, code string) {
	if !p[i].Cap() {
		return 0, ""
	}
	if n, code := r.laws.Match(p, i); n > 0 {
		return i + n, code
	}
	n, code := r.types.Match(p, i)
	switch {
	case n == 0:
		return 0, ""
	case (code == "L" || code == "PL") && p.Has(i+n, "sua", "doi"):
		return amending(p, i+n), code
	case p.Has(i+n, "dai", "hoi"):
		return congress(p, i+n), code
	case (code == "L" || code == "PL") && i+n < len(p) && p[i+n].Cap() && p[i+n].Kind == text.Syllable:
		return r.lawName(p, i+n), code
	}
	return 0, ""
}

// amending returns the end of the name of a law that amends others: up to its date.
func amending(p phrase.Passage, i int) int {
	j := i
	for j < len(p) && j-i < maxTitle && !p.Is(j, ";", ".", "(") && !p.Has(j, "ngay") && !p.Has(j, "nam") && !(p.Is(j, "số") && j+1 < len(p) && p[j+1].Kind == text.Number) {
		j++
	}
	return j
}

// lawName returns the end of the name of a law that no table holds.
func (r *reading) lawName(p phrase.Passage, i int) int {
	j := i + 1
	for j < len(p) && j-i < 12 && p[j].Kind == text.Syllable && !p.Has(j, "va", "cac") && !p.Has(j, "nam") && !p.Has(j, "ngay") && !p.Is(j, "của", "để", "theo", "được", "có", "này", "số", "là") {
		j++
	}
	return j
}

// congress returns the end of the name of a Party congress: up to its term.
func congress(p phrase.Passage, i int) int {
	j := i
	for j < len(p) && j-i < 25 && !p.Is(j, ";", ".", ":") {
		if w, ok := moment.At(p, j); ok && strings.HasPrefix(w.Word, "nhiệm kỳ") {
			return w.End
		}
		if p.Is(j, ",") && !p.Has(j+1, "nhiem", "ky") || p.Is(j, "và") {
			break
		}
		j++
	}
	return j
}
