package numbering

import "strconv"

// Label returns the label of a level as printed, without punctuation, undamaged.
func (l *Level) Label() string {
	number := strconv.Itoa(l.Val)
	switch l.Style {
	case Spelled:
		return "Phần thứ " + ordinals[min(l.Val, len(ordinals)-1)]
	case Partial:
		return "Phần " + RomanNumber(l.Val)
	case Chapter:
		return "Chương " + RomanNumber(l.Val)
	case Division:
		return "Mục " + number
	case Subdivision:
		return "Tiểu mục " + number
	case Upper:
		return string(rune('A' + l.Val - 1))
	case Roman:
		return RomanNumber(l.Val)
	case Article:
		return "Điều " + number
	case Letter:
		if l.Val <= len(alphabet) {
			return alphabet[l.Val-1]
		}
	case Decimal2, Decimal3, Decimal4:
		if l.Up != nil && l.Up.Style >= Arabic && l.Up.Style < l.Style {
			return l.Up.Label() + "." + number
		}
	}
	return number
}

// RomanNumber returns a number in Roman figures, or in Arabic ones where it is too large.
func RomanNumber(n int) string {
	if n > 0 && n < len(romans) {
		return romans[n]
	}
	return strconv.Itoa(n)
}
