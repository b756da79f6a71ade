// Package plan holds what is known of a document: its outline as passages of the scan,
// and the facts extracted from it.
package plan

import "vanban/pipeline/text"

// Outline is a document split into its parts. Every word of Text that is not of kind
// Junk lies in exactly one place: a section, the head, the foot, or Margin.
type Outline struct {
	Text     *text.Text
	Rules    string // the format rules that read it: "party" or "state"
	Head     Head
	Foot     Foot
	Sections []*Section   // the tree, in the paper's logical order
	Margin   []text.Range // page numbers, running heads and margin marks, in raw order
}

// Head holds the blocks above the body. A block that the scan lacks is nil.
type Head struct {
	Motto    text.Ranges // CỘNG HÒA ... Hạnh phúc, or ĐẢNG CỘNG SẢN VIỆT NAM
	Parent   text.Ranges // the parent body
	Issuer   text.Ranges // the issuing body
	Number   text.Ranges // "Số 182-KH/TU"
	Dateline text.Ranges // "Bắc Ninh, ngày 05 tháng 02 năm 2020"
	Type     text.Ranges // "KẾ HOẠCH"
	Subject  text.Ranges // what follows the type
	Other    text.Ranges // anything else that stands in the head: rules, stamps, addressees
}

// Foot holds the blocks below the body.
type Foot struct {
	Signers    []Signature
	Recipients []text.Ranges // one an entry, without the list mark
	Other      text.Ranges   // "Nơi nhận:", list marks, stamps
}

// Signature is one signature block.
type Signature struct {
	Capacity text.Ranges // "T/M BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"; nil when absent
	Title    text.Ranges // "BÍ THƯ"
	Name     text.Ranges
}

// SectionKind says what a section is about.
type SectionKind string

// The kinds of sections.
const (
	Preamble       SectionKind = "preamble"
	Purpose        SectionKind = "purpose"
	Objectives     SectionKind = "objectives"
	Tasks          SectionKind = "tasks"
	Implementation SectionKind = "implementation"
	Article        SectionKind = "article"
	Appendix       SectionKind = "appendix"
	Other          SectionKind = "other"
)

// Section is a node of the outline. Its own words are those of Label, Title and Paras;
// the words of its children are theirs.
type Section struct {
	ID       string // labels of the path joined by '.', unique in the document
	Label    string // as printed, without punctuation: "III", "6", "a", "-", "Điều 1"
	Kind     SectionKind
	Mark     text.Ranges   // the words of the printed label with its punctuation; nil for a preamble
	Title    text.Ranges   // the heading; nil where the section has none
	RunIn    bool          // the title is the beginning of the first paragraph, and Paras[0] goes on
	Paras    []text.Ranges // own paragraphs, lines rejoined
	Sections []*Section
}

// Passage returns all the words of the section itself, without its children, in logical order.
func (s *Section) Passage() text.Ranges {
	var p text.Ranges
	p = append(p, s.Mark...)
	p = append(p, s.Title...)
	for _, para := range s.Paras {
		p = append(p, para...)
	}
	return p
}

// Walk calls f for each section of the tree in logical order, parents first.
func Walk(sections []*Section, f func(s, parent *Section)) {
	var walk func(list []*Section, parent *Section)
	walk = func(list []*Section, parent *Section) {
		for _, s := range list {
			f(s, parent)
			walk(s.Sections, s)
		}
	}
	walk(sections, nil)
}
