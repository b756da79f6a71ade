package candidate

import (
	"unicode"
	"unicode/utf8"

	"vanban/pipeline/channel"

	"golang.org/x/text/unicode/norm"
)

// Letter is one letter as read, in NFC, and where it begins in the scan.
type Letter struct {
	Rune rune
	Off  int
}

// Letters composes the marks of a stretch, which begins at base in the scan, with their letters. These
// are the letters that candidates are found for.
func Letters(s string, base int) []Letter {
	var out []Letter
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		j := i + n
		for j < len(s) {
			r, n := utf8.DecodeRuneInString(s[j:])
			if !unicode.Is(unicode.Mn, r) {
				break
			}
			j += n
		}
		for _, r := range norm.NFC.String(s[i:j]) {
			out = append(out, Letter{r, base + i})
		}
		i = j
	}
	return out
}

func runesOf(l []Letter) []rune {
	out := make([]rune, len(l))
	for i, x := range l {
		out[i] = x.Rune
	}
	return out
}

// style is how the letters of a token may have been set: the first letter and those that follow.
type style struct{ first, rest channel.Case }

// The styles that are searched.
var (
	lowerStyle = style{channel.Lower, channel.Lower}
	titleStyle = style{channel.Title, channel.Lower}
	upperStyle = style{channel.Upper, channel.Upper}
)

// styleCost is the cost of a less likely way to have set a token.
const styleCost = 11 * costUnit

// stylesFor returns the ways a token may have been set in print, the likeliest first.
func stylesFor(read []rune, caps bool) []style {
	up, low := 0, 0
	for _, r := range read {
		if unicode.IsUpper(r) {
			up++
		} else if unicode.IsLower(r) {
			low++
		}
	}
	switch {
	case caps:
		return []style{upperStyle, titleStyle}
	case up == 0:
		return []style{lowerStyle}
	case unicode.IsUpper(read[0]) && up == 1 && low > 0:
		return []style{titleStyle, lowerStyle}
	case up > low:
		return []style{upperStyle, titleStyle, lowerStyle}
	}
	return []style{titleStyle, lowerStyle, upperStyle}
}
