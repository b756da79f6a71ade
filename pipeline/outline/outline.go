// Package outline splits a restored scan into its parts: the head, the tree of sections,
// and the foot, in the order in which the paper means them.
//
// It reads conventions, not typography: the parts of the head and the foot as Nghị định
// 30/2020/NĐ-CP (State) and Hướng dẫn 36-HD/VPTW (Party) prescribe them, and the sequence of
// the printed labels. The sequence decides what a damaged label is and how deep it stands.
//
// The steps, a file each:
//
//	head.go       lines that belong to the head, also when it is out of place
//	numberline.go the number of the document and its dateline
//	title.go      the type of the document, its subject and its addressees
//	order.go      page numbers to the margin, pages and displaced lines into order
//	rules.go      Party or State
//	paragraph.go  lines rejoined
//	tree.go       sections with their kinds and identities
//	heading.go    the titles of sections
//	bullet.go     headed bullets as sections
//
// Package sheet holds the lines of the scan, what can be seen of each and what each may begin with;
// package foot reads the signature block and the list of recipients. Package numbering reads the
// labels together: the reading that costs least is the outline. Package kinds tells what a section is
// about by its title; package names knows family names.
package outline

import (
	"vanban/pipeline/outline/foot"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Split finds the parts of a document. It cannot fail: text in which it sees no structure
// is one section of kind Other. Every word that is not junk lies in exactly one part.
func Split(t *text.Text) *plan.Outline {
	p := newPaper(t)
	p.findHead()
	p.readFoot()
	p.findMargin()
	p.readRules()
	p.out.Sections = p.sections()
	return p.out
}

// paper is a document on its way to an outline.
type paper struct {
	*sheet.Sheet
	out        *plan.Outline
	begun      bool          // a head or a foot shows an administrative document
	addressees []text.Ranges // the bodies after "Kính gửi"
}

func newPaper(t *text.Text) *paper {
	return &paper{Sheet: sheet.New(t), out: &plan.Outline{Text: t, Rules: "state"}}
}

// readFoot gives the lines of the foot to it. The addressees of a letter are recipients too.
func (p *paper) readFoot() {
	f, found := foot.Read(p.Sheet, func(i int) bool {
		return p.annexAt(i) != sheet.Nothing || p.typeEnd(&p.Lines[i]) > p.Lines[i].Lo
	})
	f.Recipients = append(p.addressees, f.Recipients...)
	p.out.Foot, p.begun = f, p.begun || found
}
