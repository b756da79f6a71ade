package extract

import (
	"vanban/pipeline/extract/body"
	"vanban/pipeline/extract/phrase"
	"vanban/pipeline/plan"
)

// readOrganizations lists the named bodies, the issuer among them.
func (r *reading) readOrganizations() {
	index := map[string]int{}
	for _, p := range r.everything() {
		for i := 0; i < len(p); {
			b, ok := r.grammar.Named(p, i)
			if !ok || b.Kind == body.Role {
				i++
				continue
			}
			r.addOrganization(index, b.String(p), p[b.Start:b.End])
			r.within(index, p, b)
			i = b.End
		}
	}
	if name := r.doc.Head.Issuer; name != "" {
		words := r.head.issuer
		if len(words) == 0 {
			words = r.head.parent
		}
		if _, seen := index[phraseKey(name)]; !seen && len(words) > 0 {
			r.addOrganization(index, name, words)
		}
	}
}

// within adds the bodies named inside the name of another: Tỉnh ủy in Ban Thường vụ Tỉnh ủy.
func (r *reading) within(index map[string]int, p phrase.Passage, b body.Body) {
	for i := b.Inner; i < b.End; i++ {
		if in, ok := r.grammar.Named(p, i); ok && in.End <= b.End && in.Kind == body.Name {
			r.addOrganization(index, in.String(p), p[in.Start:in.End])
			i = in.End - 1
		}
	}
}

func (r *reading) addOrganization(index map[string]int, name string, words phrase.Passage) {
	k := phraseKey(name)
	n, seen := index[k]
	if !seen {
		n = len(r.doc.Entities.Organizations)
		index[k] = n
		r.doc.Entities.Organizations = append(r.doc.Entities.Organizations, plan.Entity{Name: name})
	}
	e := &r.doc.Entities.Organizations[n]
	e.Mentions = append(e.Mentions, r.at(words))
}
