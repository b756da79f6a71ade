// Package outline splits a restored scan into its parts: the head, the tree of sections,
// and the foot, in the order in which the paper means them.
//
// It reads conventions, not typography: the parts of the head and the foot as Nghị định
// 30/2020/NĐ-CP (State) and Hướng dẫn 36-HD/VPTW (Party) prescribe them, and the sequence of
// the printed labels. The sequence decides what a damaged label is and how deep it stands.
//
// The steps, a file each:
//
//	line.go       the lines of the scan and what can be seen of each
//	head.go       lines that belong to the head, also when it is out of place
//	title.go      the type of the document, its subject and its addressees
//	foot.go       the signature block and the list of recipients
//	order.go      page numbers to the margin, pages and displaced lines into order
//	rules.go      Party or State
//	label.go      what the beginning of a line may be as a label or a list mark
//	paragraph.go  lines rejoined
//	tree.go       sections with their titles, kinds and identities
//	bullet.go     headed bullets as sections
//
// Package numbering reads the labels together: the reading that costs least is the outline.
// Package kinds tells what a section is about by its title; package names knows family names.
package outline

import (
	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// Split finds the parts of a document. It cannot fail: text in which it sees no structure
// is one section of kind Other. Every word that is not junk lies in exactly one part.
func Split(t *text.Text) *plan.Outline {
	p := newPaper(t)
	p.findHead()
	p.findFoot()
	p.findMargin()
	p.readRules()
	p.out.Sections = p.sections()
	return p.out
}
