package plan

// EachPlace calls f for every place that the document gives, in the order of the YAML.
func (d *Document) EachPlace(f func(*At)) {
	each := func(list []At) {
		for i := range list {
			f(&list[i])
		}
	}
	for i := range d.Head.Signers {
		f(&d.Head.Signers[i].At)
	}
	var walk func([]SectionText)
	walk = func(list []SectionText) {
		for i := range list {
			if !list[i].At.IsZero() {
				f(&list[i].At)
			}
			walk(list[i].Sections)
		}
	}
	walk(d.Sections)
	for i := range d.Tasks {
		f(&d.Tasks[i].At)
	}
	for i := range d.Targets {
		f(&d.Targets[i].At)
	}
	for _, r := range d.References {
		each(r.Mentions)
	}
	e := &d.Entities
	for _, x := range [][]Entity{e.Organizations, e.People} {
		for _, y := range x {
			each(y.Mentions)
		}
	}
	for _, x := range e.Places {
		each(x.Mentions)
	}
	for _, x := range e.Dates {
		each(x.Mentions)
	}
	for _, x := range e.Amounts {
		each(x.Mentions)
	}
}
