package outline

import (
	"fmt"
	"strings"

	"vanban/pipeline/plan"
	"vanban/pipeline/text"
)

// show writes an outline as the goldens hold it.
func show(o *plan.Outline) string {
	t := o.Text
	var b strings.Builder
	block := func(name string, rs text.Ranges) {
		if len(rs) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", name, t.Join(rs))
		}
	}
	fmt.Fprintf(&b, "rules: %s\n", o.Rules)
	block("motto", o.Head.Motto)
	block("parent", o.Head.Parent)
	block("issuer", o.Head.Issuer)
	block("number", o.Head.Number)
	block("dateline", o.Head.Dateline)
	block("type", o.Head.Type)
	block("subject", o.Head.Subject)
	block("head other", o.Head.Other)
	plan.Walk(o.Sections, func(s, parent *plan.Section) {
		fmt.Fprintf(&b, "[%s] %s %s | %s", s.ID, s.Kind, t.Join(s.Mark), t.Join(s.Title))
		if s.RunIn {
			b.WriteString(" ...")
		}
		b.WriteByte('\n')
		for _, p := range s.Paras {
			fmt.Fprintf(&b, "    %s\n", t.Join(p))
		}
	})
	for _, s := range o.Foot.Signers {
		fmt.Fprintf(&b, "signer: %s | %s | %s\n", t.Join(s.Capacity), t.Join(s.Title), t.Join(s.Name))
	}
	for _, r := range o.Foot.Recipients {
		block("recipient", r)
	}
	block("foot other", o.Foot.Other)
	for _, m := range o.Margin {
		fmt.Fprintf(&b, "margin: %s\n", t.String(m))
	}
	return b.String()
}
