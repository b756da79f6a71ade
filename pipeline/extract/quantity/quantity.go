// Package quantity reads numbers as Vietnamese documents print them: a dot between
// thousands, a comma before decimals, a unit glued to the last digit. Values are decimal
// strings, exact; nothing is rounded.
package quantity

import (
	"strings"
	"unicode"
)

// Quantity is a number as printed in one word: 30.000m2, 7,5%, 95-100%.
type Quantity struct {
	Value string // decimal: "30000", "7.5"; of a range, the first number
	To    string // the second number of a range, else empty
	Unit  string // what is glued to the number: "%", "m2"; empty when nothing is
}

// Parse reads a word. It reports false for what is no number or no plain range: dates,
// document numbers, times.
func Parse(s string) (Quantity, bool) {
	first, rest := digits(s)
	q := Quantity{Value: Decimal(first)}
	if q.Value == "" {
		return q, false
	}
	if r, ok := cutDash(strings.TrimPrefix(rest, "%")); ok {
		second, unit := digits(r)
		if q.To = Decimal(second); q.To == "" {
			return q, false
		}
		rest = unit
	}
	if strings.ContainsAny(rest, "/:-–") || strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ",") {
		return q, false
	}
	if q.Unit = rest; perMille[rest] {
		q.Unit = "‰"
	}
	return q, true
}

// perMille holds what OCR writes for ‰.
var perMille = map[string]bool{"%0": true, "%o": true, "%O": true, "%00": true, "%oo": true}

// digits cuts the leading number with its inner dots and commas.
func digits(s string) (number, rest string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || (s[i] == '.' || s[i] == ',') && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' && i > 0) {
		i++
	}
	return s[:i], s[i:]
}

func cutDash(s string) (string, bool) {
	for _, d := range []string{"-", "–"} {
		if r, ok := strings.CutPrefix(s, d); ok {
			return r, true
		}
	}
	return s, false
}

// Decimal returns the plain decimal form of a printed number, "" when it is none. A dot
// before exactly three digits parts thousands, a comma before decimals; "1.250,5" is
// "1250.5", "2.5" is "2.5", "03" is "3".
func Decimal(s string) string {
	if s == "" || strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' }) >= 0 {
		return ""
	}
	whole, frac := split(s)
	for _, r := range whole + frac {
		if r < '0' || r > '9' {
			return ""
		}
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if frac == "" {
		return whole
	}
	return whole + "." + frac
}

// Thousands reads a number whose comma parts thousands, as OCR writes 27.000: one to three
// figures, then a comma and three.
func Thousands(s string) (string, bool) {
	first, _ := digits(s)
	if a, b, ok := strings.Cut(first, ","); ok && len(b) == 3 && Decimal(b) != "" && thousands(first, ',') {
		return Decimal(a + b), true
	}
	return "", false
}

func split(s string) (whole, frac string) {
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case commas == 1 && dots == 0, commas == 1 && strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.'):
		i := strings.LastIndexByte(s, ',')
		if dots > 0 && !thousands(s[:i], '.') {
			return "x", ""
		}
		return strings.ReplaceAll(s[:i], ".", ""), s[i+1:]
	case dots > 0 && commas == 0 && thousands(s, '.'):
		return strings.ReplaceAll(s, ".", ""), ""
	case commas > 1 && dots == 0 && thousands(s, ','):
		return strings.ReplaceAll(s, ",", ""), ""
	case dots == 1 && commas == 0:
		i := strings.IndexByte(s, '.')
		return s[:i], s[i+1:]
	case dots+commas == 0:
		return s, ""
	}
	return "x", ""
}

// thousands reports groups of three digits after the first group, which does not begin
// with zero.
func thousands(s string, sep byte) bool {
	g := strings.Split(s, string(sep))
	if len(g[0]) == 0 || len(g[0]) > 3 || g[0][0] == '0' {
		return false
	}
	for _, x := range g[1:] {
		if len(x) != 3 {
			return false
		}
	}
	return true
}
