package amend

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vanban/pipeline/plan"
)

// Deadline writes a deadline as people do; empty for none.
func Deadline(d *plan.Due) string {
	switch {
	case d == nil:
		return ""
	case d.Date != "":
		return written(d.Date)
	case d.Month != "":
		return "tháng " + strings.TrimPrefix(d.Month[5:], "0") + "/" + d.Month[:4]
	case d.Quarter != "":
		return "quý " + quarters[d.Quarter[5:]] + "/" + d.Quarter[:4]
	case d.Year != 0:
		return strconv.Itoa(d.Year)
	}
	return d.Text
}

// written returns an ISO date as people write it.
func written(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("02/01/2006")
}

// readDate reads a date of a day.
func readDate(s string) (iso string, ok bool) {
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

var (
	monthPattern   = regexp.MustCompile(`^(?:tháng )?(\d{1,2})/(\d{4})$`)
	quarterPattern = regexp.MustCompile(`^(?i:quý )(\d|IV|I{1,3})(?:/| năm | )(\d{4})$`)
	yearPattern    = regexp.MustCompile(`^(?:năm )?(\d{4})$`)
)

// readDue reads a deadline: a day, a month, a quarter or a year; nil for an empty one.
func readDue(s string) (d *plan.Due, ok bool) {
	if s == "" {
		return nil, true
	}
	if date, ok := readDate(s); ok {
		return &plan.Due{Date: date}, true
	}
	if m := monthPattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return &plan.Due{Month: fmt.Sprintf("%s-%02d", m[2], n)}, n >= 1 && n <= 12
	}
	if m := quarterPattern.FindStringSubmatch(s); m != nil {
		n := map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}[strings.ToUpper(m[1])]
		return &plan.Due{Quarter: fmt.Sprintf("%s-Q%d", m[2], n)}, n > 0
	}
	if m := yearPattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return &plan.Due{Year: n}, n > 0
	}
	return nil, false
}

// relations are the signs and words before the value of a promise, with what they mean.
var relations = []struct{ written, relation string }{
	{"khoảng ", "about"}, {"~", "about"}, {"≥", "min"}, {">=", "min"}, {"ít nhất ", "min"}, {"tối thiểu ", "min"}, {"trên ", "min"},
	{"≤", "max"}, {"<=", "max"}, {"không quá ", "max"}, {"tối đa ", "max"}, {"dưới ", "max"},
}

// milestone is what is written for a promise to finish something.
const milestone = "hoàn thành"

// Level writes what a target promises, without its unit.
func Level(t *plan.Target) string {
	switch t.Relation {
	case "range":
		return number(t.From) + " – " + number(t.To)
	case "milestone":
		return milestone
	case "about":
		return "khoảng " + number(t.Value)
	case "min":
		return "≥ " + number(t.Value)
	case "max":
		return "≤ " + number(t.Value)
	}
	return number(t.Value)
}

// number writes a decimal as Vietnamese does: 30.000, 2,5.
func number(s string) string {
	whole, rest, parted := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] >= '0'; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if parted {
		whole += "," + rest
	}
	return whole
}

// setLevel reads what a target promises.
func setLevel(t *plan.Target, s string) bool {
	out := plan.Target{Relation: "eq"}
	if s == "" || strings.EqualFold(s, milestone) || strings.EqualFold(s, "mốc") {
		t.Relation, t.Value, t.From, t.To = "milestone", "", "", ""
		return true
	}
	for _, r := range relations {
		if rest, ok := strings.CutPrefix(strings.ToLower(s), r.written); ok {
			s, out.Relation = strings.TrimSpace(rest), r.relation
			break
		}
	}
	from, to, ranged := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	var ok, ok2 bool
	if ranged {
		out.Relation = "range"
		out.From, ok = readNumber(from)
		out.To, ok2 = readNumber(to)
		ok = ok && ok2
	} else {
		out.Value, ok = readNumber(s)
	}
	if ok {
		t.Relation, t.Value, t.From, t.To = out.Relation, out.Value, out.From, out.To
	}
	return ok
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$`)
	decimal   = regexp.MustCompile(`^\d+([.,]\d+)?$`)
)

// readNumber reads a number with a decimal comma, or a point; dots before three digits are those
// of thousands.
func readNumber(s string) (string, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), "%")
	switch {
	case thousands.MatchString(s):
		return strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", "."), true
	case decimal.MatchString(s):
		return strings.ReplaceAll(s, ",", "."), true
	}
	return "", false
}

// quarters are the quarters as they are printed.
var quarters = map[string]string{"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}
