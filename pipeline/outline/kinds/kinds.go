// Package kinds tells what a section is about by its title.
package kinds

import (
	"strings"
	"sync"

	"vanban/dictionaries"
	"vanban/pipeline/outline/letters"
	"vanban/pipeline/plan"
)

// rule says which class a phrase in a title shows. Those whose class is no kind of the plan tell
// titles that hold nothing to do, unless a word that looks ahead stands in them too.
type rule struct {
	class, phrase string
	kind          plan.SectionKind
}

const ahead = "ahead"

var rules = sync.OnceValue(func() []rule {
	var all []rule
	for _, row := range dictionaries.Table("sectionkinds", 2) {
		r := rule{class: row[0], phrase: letters.Fold(row[1])}
		switch k := plan.SectionKind(row[0]); k {
		case plan.Purpose, plan.Objectives, plan.Tasks, plan.Implementation, plan.Appendix, plan.Other:
			r.kind = k
		}
		all = append(all, r)
	}
	return all
})

// bodies returns the folded words that the names of bodies begin with.
var bodies = sync.OnceValue(func() []string {
	var all []string
	for _, row := range dictionaries.Table("blockwords", 2) {
		if w := letters.Fold(row[1]); row[0] == "body" && len(w) > 3 {
			all = append(all, w)
		}
	}
	return all
})

// Of returns the kind that a folded title shows, "" when it shows none. With atStart the
// telling phrase must begin the title.
func Of(title string, atStart bool) plan.SectionKind {
	if !atStart && nothingToDo(title) {
		return plan.Other
	}
	for _, r := range rules() {
		at := strings.Index(title, r.phrase)
		switch {
		case at < 0 || r.kind == "" || r.kind == plan.Purpose && at == 0 && asksBody(title[len(r.phrase):]):
		case at == 0, !atStart && r.kind != plan.Other:
			return r.kind
		}
	}
	if atStart || len(title) > 40 {
		return ""
	}
	for _, r := range rules() {
		if len(r.phrase) >= 7 && r.kind != "" && r.kind != plan.Other && letters.Contains(title, r.phrase) {
			return r.kind
		}
	}
	return ""
}

// nothingToDo reports whether a folded title tells what was or asks others.
func nothingToDo(title string) bool {
	found := false
	for _, r := range rules() {
		switch {
		case r.class == ahead && strings.Contains(title, r.phrase):
			return false
		case r.class != ahead && r.kind == "" && strings.HasPrefix(title, r.phrase):
			found = true
		}
	}
	return found
}

// asksBody reports whether the rest of a title names a body: "Yêu cầu UBND huyện ..." tells
// somebody to do something.
func asksBody(rest string) bool {
	for _, b := range bodies() {
		if strings.HasPrefix(rest, b) {
			return true
		}
	}
	return strings.HasPrefix(rest, "cac") && len(rest) > 12
}
