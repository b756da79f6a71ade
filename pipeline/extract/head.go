package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/heading"
	"vanban/pipeline/extract/moment"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
	"vanban/pipeline/syllable"
)

// headPassages are the blocks of the head.
type headPassages struct {
	parent, issuer, number, dateline, title, subject, other phrase.Passage
}

func (h *headPassages) all() []phrase.Passage {
	return []phrase.Passage{h.parent, h.issuer, h.number, h.dateline, h.subject, h.other}
}

func (r *reading) readHead() {
	h, w := r.outline.Head, r.words
	r.head = headPassages{
		w.Passage(h.Parent), w.Passage(h.Issuer), w.Passage(h.Number), w.Passage(h.Dateline),
		w.Passage(h.Type), w.Passage(h.Subject), w.Passage(h.Other),
	}
	d := &r.doc.Head
	r.readType(d)
	party := r.readNumber(d)
	r.readDateline(d)
	d.Level = r.level(party)
	d.Subject = strings.TrimRight(r.head.subject.Trim().String(), "./ ")
	r.readIssuer(d)
	d.Place = longerEnd(d.Place, d.Issuer)
	r.readFoot(d)
	d.Period = r.period(r.head.subject)
}

// readType reads the title line: KẾ HOẠCH.
func (r *reading) readType(d *plan.Header) {
	for i := range r.head.title {
		if n, code := r.types.Match(r.head.title, i); n > 0 {
			d.Type, d.TypeName = code, r.codes.Spell(r.head.title[i:i+n].String())
			if d.TypeName == "" {
				d.TypeName = r.codes.TypeName(code)
			}
			return
		}
	}
}

// readNumber reads the number block and reports the Party's form. Where the title line
// says nothing the code gives the type; an official letter has none and is a công văn.
func (r *reading) readNumber(d *plan.Header) (party bool) {
	p := r.head.number
	for i := range p {
		if !numberStart(p[i].Text) {
			continue
		}
		n, words := r.numberAt(p, i, d.TypeName, true)
		if words == 0 {
			continue
		}
		d.Number = n.String()
		if d.Type == "" {
			d.Type = n.Type
			if n.Type == "" && n.Year == "" {
				d.Type = "CV"
			}
			d.TypeName = r.codes.TypeName(d.Type)
		}
		return n.Party
	}
	if n, ok := r.codes.Guess(p.String(), d.TypeName); ok {
		d.Number = n.String()
		return n.Party
	}
	return false
}

// longerEnd returns the place that ends the issuer's name where the dateline kept only its
// last word: Lắk of tỉnh Đắk Lắk.
func longerEnd(place, issuer string) string {
	_, of, ok := strings.Cut(issuer, " tỉnh ")
	if ok && place != "" && strings.HasSuffix(of, " "+place) {
		return of
	}
	return place
}

// readDateline reads "Bắc Ninh, ngày 05 tháng 02 năm 2020".
func (r *reading) readDateline(d *plan.Header) {
	p := r.head.dateline
	for i := range p {
		if !p.Has(i, "ngay") {
			continue
		}
		if iso, n := moment.SignedAt(p, i+1); n > 0 {
			d.Date = iso
		}
		if place := p[:i].Trim(); r.sound(place) {
			d.Place = place.String()
		} else {
			d.Place = r.atlas.Spell(place)
		}
		return
	}
	if len(p) > 0 && d.Date == "" {
		for i := range p {
			if iso, n := moment.SignedAt(p, i); n > 0 {
				d.Date = iso
				return
			}
		}
	}
}

// sound reports words that stand in the scan as restored, with their marks: their spelling is the
// paper's own.
func (r *reading) sound(p phrase.Passage) bool {
	marked := false
	for i := range p {
		w := &r.text.Words[p[i].At]
		if r.text.Raw(w.Raw) != w.Text {
			return false
		}
		marked = marked || p[i].Key != p[i].Fold
	}
	return marked || r.doc.Quality.Changed < 0.2
}

// level tells whose paper it is: of the Party, of the State, or of another body of the political system,
// which writes as the State does.
func (r *reading) level(party bool) string {
	n, _ := r.codes.Parse(r.doc.Head.Number, r.doc.Head.TypeName)
	code, _, _ := strings.Cut(n.Issuer, "-")
	whose, _ := r.codes.Issuer(code)
	switch {
	case !party && whose == "other":
		return "other"
	case party || r.outline.Rules == "party":
		return "party"
	case r.outline.Rules == "state":
		return "state"
	}
	return "other"
}

// readIssuer reads the issuing body from the head; where the head lacks it, from the
// sentence that enacts the document and from the signature.
func (r *reading) readIssuer(d *plan.Header) {
	if b, ok := r.blockBody(r.head.issuer); ok {
		d.Issuer = r.byCode(r.ofParent(r.placed(b, d), d), d)
		return
	}
	if b, ok := r.blockBody(r.head.parent); ok && len(r.head.issuer) == 0 {
		d.Issuer = r.placed(b, d)
		return
	}
	s := r.head.issuer.Trim()
	d.Issuer = r.byCode("", d)
	if d.Issuer == "" && len(s) > 2 && lettersOnly(s) {
		d.Issuer = sentenceCase(s.String())
	}
	if d.Issuer == "" {
		d.Issuer = r.enacting(d)
	}
}

// lettersOnly reports words without figures.
func lettersOnly(p phrase.Passage) bool {
	for i := range p {
		if strings.ContainsAny(p[i].Text, "0123456789") {
			return false
		}
	}
	return true
}

// byCode returns the issuer that the code of the number names, where the head shows only
// its beginning.
func (r *reading) byCode(name string, d *plan.Header) string {
	n, ok := r.codes.Parse(d.Number, d.TypeName)
	full := r.issuerOf(n)
	key := syllable.Key(full)
	switch first, _, _ := strings.Cut(key, " "); {
	case !ok || full == "" || n.Party && (name == "" || !strings.HasPrefix(key, syllable.Key(name))):
		return name
	case strings.HasPrefix(key, syllable.Key(name)), first == "bộ" && strings.HasPrefix(syllable.Key(name), "bộ "):
		return full
	case strings.HasPrefix(syllable.Key(name), phraseKey("Ủy ban nhân dân")) && first == "sở":
		// The head kept the body above the issuer only.
		if _, area, named := strings.Cut(name, phraseKey("Ủy ban nhân dân")[3:]+" "); named {
			return full + " " + area
		}
		return full
	}
	return name
}

// ofParent completes the name of an issuer by the body above it: Văn phòng of Ủy ban nhân dân
// tỉnh, Sở Y tế of tỉnh Thái Bình, Ban Tuyên giáo of Tỉnh ủy Lâm Đồng, Ban Thường vụ Huyện ủy of
// the Huyện ủy Văn Chấn that stands above it.
func (r *reading) ofParent(name string, d *plan.Header) string {
	parent, ok := r.parentBody()
	if !ok {
		return name
	}
	full := r.placed(parent.Normal, d)
	switch key := phraseKey(name); {
	case phraseKey(parent.Core) == phraseKey("Ban Chấp hành Trung ương"):
		return name // its offices are named by their code: VĂN PHÒNG, VPTW
	case key == phraseKey("Văn phòng"):
		return name + " " + full
	case phraseKey(parent.Core) != phraseKey("Ủy ban nhân dân"):
		if strings.HasSuffix(phraseKey(name), phraseKey(parent.Core)) {
			return name + strings.TrimPrefix(full, parent.Core)
		}
		if list := r.grammar.Find(r.head.issuer); len(list) > 0 && committee(parent.Core) && !committee(name) && phraseKey(list[0].Core) == key {
			return name + " " + full
		}
	default:
		if area := strings.TrimPrefix(full, parent.Core+" "); area != full && !r.leveled(r.head.issuer) && !strings.HasSuffix(area, name[strings.LastIndex(name, " ")+1:]) {
			return name + " " + area
		}
	}
	return name
}

// parentBody returns the body that stands right above the issuer.
func (r *reading) parentBody() (body.Body, bool) {
	p := r.head.parent
	for i := len(p) - 1; i >= 0; i-- {
		if i > 0 && p[i-1].Line == p[i].Line {
			continue
		}
		if b, ok := r.grammar.Named(p, i); ok {
			return b, true
		}
	}
	return body.Body{}, false
}

// leveled reports words that name the level or the place of a body themselves.
func (r *reading) leveled(p phrase.Passage) bool {
	for i := range p {
		if r.atlas.LevelWord(p, i) > 0 {
			return true
		}
	}
	return false
}

// committee reports the name of a committee of the Party.
func committee(core string) bool { return strings.HasSuffix(syllable.Key(core), " ủy") }

// blockBody returns the body that a block names, or several that issue a paper together: BỘ CHÍNH TRỊ, BAN BÍ
// THƯ.
func (r *reading) blockBody(p phrase.Passage) (string, bool) {
	for i := range p {
		b, ok := r.grammar.Named(p, i)
		if !ok {
			continue
		}
		name := b.Normal
		for p.Is(b.End, ",", "và", "-") {
			if b, ok = r.grammar.Named(p, b.End+1); !ok {
				break
			}
			name += ", " + b.Normal
		}
		return name, true
	}
	return "", false
}

// placed completes a body of a level with the place of the document: "Ủy ban nhân dân
// tỉnh" issued in Đồng Tháp, "Ban Thường vụ Thành ủy" of Rạch Giá.
func (r *reading) placed(name string, d *plan.Header) string {
	f := strings.Fields(name)
	level := ""
	switch n := len(f); {
	case f[n-1] == "ủy" && n > 1:
		level = levelOf[syllable.Key(f[n-2])]
	case n > 1 && f[n-2]+" "+f[n-1] == "thành phố", n > 1 && f[n-2]+" "+f[n-1] == "thị xã":
		level = f[n-2] + " " + f[n-1]
	default:
		level = levelOf[f[n-1]]
	}
	if level == "" {
		return name
	}
	if place := r.ownPlace(level, d); place != "" {
		return name + " " + place
	}
	return name
}

// levelOf gives the kind of place that a word asks for at the end of a name or before "ủy".
var levelOf = map[string]string{
	"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận", "thị": "thị xã", "xã": "xã", "phường": "phường",
}

// ownPlace returns the place of this level that the document names most.
func (r *reading) ownPlace(level string, d *plan.Header) string {
	count := map[string]int{}
	best := ""
	for _, p := range r.everything() {
		for i := range p {
			n := r.atlas.LevelWord(p, i)
			if n == 0 || phraseKey(p[i:i+n].String()) != level {
				continue
			}
			if k, name := r.atlas.Name(p, i+n); k > 0 {
				if count[name]++; count[name] > count[best] {
					best = name
				}
			}
		}
	}
	if best == "" && (level == "tỉnh" || level == "thành phố") {
		return d.Place
	}
	return best
}

// enactWords stand behind the body that enacts.
var enactWords = phrase.NewSet("ban hành", "đề ra", "xây dựng kế hoạch", "quyết định", "yêu cầu", "ban hành kế hoạch", "báo cáo", "thông báo")

// enacting finds the issuer in the text: the body before "ban hành", "đề ra", most often
// at the end of the preamble; else the body of the signature.
func (r *reading) enacting(d *plan.Header) string {
	for _, p := range r.passages() {
		for _, b := range r.grammar.Find(p) {
			if b.Kind == body.Name && enactWords.Match(p, b.End) > 0 {
				return r.placed(b.Normal, d)
			}
		}
	}
	if ps := r.passages(); len(ps) > 0 && heading.Capitals(ps[0]) {
		if b, ok := r.grammar.Named(ps[0], 0); ok { // HỘI ĐỒNG NHÂN DÂN TỈNH ..., above the grounds
			return r.placed(b.Normal, d)
		}
	}
	for _, s := range r.outline.Foot.Signers {
		if b, ok := r.blockBody(r.words.Passage(s.Capacity)); ok {
			return r.placed(b, d)
		}
	}
	return ""
}

// sentenceCase returns a name printed in capitals in the case of running text.
func sentenceCase(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	low := []rune(strings.ToLower(s))
	if len(low) > 0 {
		low[0] = unicode.ToUpper(low[0])
	}
	return string(low)
}

// readFoot reads the signatures and the recipients.
func (r *reading) readFoot(d *plan.Header) {
	for _, s := range r.outline.Foot.Signers {
		name := r.words.Passage(s.Name)
		x := plan.Signer{
			Capacity: r.offices.spell(r.words.Passage(s.Capacity).Trim()),
			Title:    r.words.Passage(s.Title).Trim().String(),
			Name:     r.names.Spell(r.text, name.Trim()),
			At:       r.at(name),
		}
		if x.Name == "" {
			x.At = r.at(append(r.words.Passage(s.Capacity), r.words.Passage(s.Title)...))
		}
		if x != (plan.Signer{}) {
			d.Signers = append(d.Signers, x)
		}
	}
	for _, rs := range r.outline.Foot.Recipients {
		if s := strings.TrimRight(r.words.Passage(rs).Trim().String(), ";,. "); s != "" {
			d.Recipients = append(d.Recipients, s)
		}
	}
	if n := len(d.Recipients); n > 1 {
		d.Recipients[n-1] = filed(d.Recipients[n-1])
	}
}

// filed mends the word "Lưu" that opens the last recipient, where the paper is filed (decree 30/2020
// annex I, II.9): a short word before a colon and the code of an office, or one with L before either.
func filed(s string) string {
	first, rest, ok := strings.Cut(s, " ")
	word := strings.Trim(first, ":,.")
	if n := utf8.RuneCountInString(word); !ok || n < 2 || n > 4 || strings.ToUpper(word) == word {
		return s
	}
	code, _, _ := strings.Cut(strings.Trim(rest, ":,. "), ",")
	coded := code != "" && utf8.RuneCountInString(code) <= 5 && strings.ToUpper(code) == code
	if colon := strings.HasSuffix(first, ":"); !(colon && coded || strings.HasPrefix(word, "L") && (colon || coded)) {
		return s
	}
	return "Lưu" + strings.TrimPrefix(first, word) + " " + strings.TrimLeft(rest, ",;: ")
}

// period reads the years that the subject plans for.
func (r *reading) period(p phrase.Passage) *plan.Period {
	var x plan.Period
	for i := 0; i < len(p); i++ {
		w, ok := moment.At(p, i)
		if !ok || w.Year == 0 || w.Date != "" {
			continue
		}
		switch {
		case p.Has(i-2, "tam", "nhin") || p.Has(i-2, "dinh", "huong"):
			x.Vision = w.Year
		case w.From > 0:
			x.From, x.To = w.From, w.Year
		case x.To == 0 && (w.Word == "đến" || strings.HasPrefix(w.Word, "giai đoạn") || w.Word == "năm"):
			x.To = w.Year
		}
		i = w.End - 1
	}
	if x == (plan.Period{}) {
		return nil
	}
	return &x
}
