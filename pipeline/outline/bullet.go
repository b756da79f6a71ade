package outline

import (
	"strings"

	"vanban/pipeline/outline/letters"
	"vanban/pipeline/outline/sheet"
	"vanban/pipeline/plan"
)

// splitBullets makes sections of the headed bullets of a section ("- Về phát triển hạ tầng đô
// thị: ..."). Bullets are headed when most of the list are; the plain ones are paragraphs.
func (p *paper) splitBullets(n *node) {
	heads := p.headedBullets(n)
	if heads == nil {
		return
	}
	var own []paragraph
	var bullets []*node
	for i := range n.paras {
		g := n.paras[i]
		if heads[i] == 0 {
			if len(bullets) == 0 {
				own = append(own, g)
			} else {
				last := bullets[len(bullets)-1]
				last.paras = append(last.paras, g)
			}
			continue
		}
		b := &node{place: len(bullets), sec: &plan.Section{Mark: p.Spans(g.mark.lo, g.mark.hi)}}
		first, rest := p.cut(&g, heads[i])
		for _, s := range first {
			b.sec.Title = append(b.sec.Title, p.Spans(s.lo, s.hi)...)
		}
		if b.sec.RunIn = len(rest) > 0; b.sec.RunIn {
			b.paras = append(b.paras, paragraph{parts: rest})
		}
		bullets = append(bullets, b)
	}
	n.paras = own
	n.kids = append(bullets, n.kids...)
}

// headedBullets returns for each paragraph of a section how many words its head has, 0 for
// none; nil when the section has no list of headed bullets.
func (p *paper) headedBullets(n *node) []int {
	heads := make([]int, len(n.paras))
	dashes, headed := 0, 0
	for i := range n.paras {
		g := &n.paras[i]
		if !g.bullet || !g.dash || i == 0 && n.sec.RunIn || p.attribute(g) {
			continue
		}
		dashes++
		if heads[i] = p.colon(g); heads[i] > 0 {
			headed++
		}
	}
	if headed < 2 || headed*3 < dashes*2 {
		return nil
	}
	for i := range n.paras {
		if g := &n.paras[i]; !g.bullet && !(i == 0 && n.sec.RunIn) {
			heads[i] = p.lostDash(n, heads, i)
		}
	}
	return heads
}

// attribute reports whether an entry tells something of what stands above it and is no section:
// "- Cơ quan chủ trì: ...".
func (p *paper) attribute(g *paragraph) bool {
	s := g.parts[0]
	e := p.Match(s.lo, s.hi, sheet.BlockWords()["attribute"])
	return e > s.lo && p.colon(g) <= e-s.lo+3
}

// lostDash returns the length of the head of a paragraph that has lost its dash: it begins as
// other headed bullets of the list do.
func (p *paper) lostDash(n *node, heads []int, i int) int {
	g := &n.paras[i]
	size := p.colon(g)
	if size == 0 || size == g.words() {
		return 0
	}
	own := p.opening(g)
	first, bullets := 0, 0
	for j, h := range heads {
		if j == i || h == 0 || !n.paras[j].bullet {
			continue
		}
		bullets++
		if other := p.opening(&n.paras[j]); len(own) >= 5 && letters.Distance(own, other, 1) <= 1 {
			return size
		}
		if p.Fold(g.parts[0].lo) == p.Fold(n.paras[j].parts[0].lo) {
			first++
		}
	}
	if first*2 > bullets {
		return size
	}
	return 0
}

// opening returns the first letters of a paragraph.
func (p *paper) opening(g *paragraph) string {
	var b strings.Builder
	g.each(func(_, k int) bool {
		b.WriteString(p.Fold(k))
		return b.Len() < 6
	})
	s := b.String()
	return s[:min(6, len(s))]
}

// bulletID returns the letter of a headed bullet among its siblings: a to z, then aa.
func bulletID(n int) string {
	if n >= 26 {
		return bulletID(n/26-1) + bulletID(n%26)
	}
	return string(rune('a' + n))
}
