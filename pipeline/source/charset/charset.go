// Package charset recognises the encodings in which Vietnamese was written before UTF-8 became
// common, and converts them: UTF-16, Windows-1258, TCVN3 (ABC), TCVN 5712, VISCII, VNI and VIQR.
// Bytes that are UTF-8 already are told apart from all of them.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Encoding is a way to write text in bytes.
type Encoding struct {
	// Name is lower case, as the YAML shows it: "windows-1258". "utf-8+tcvn3" is text whose
	// TCVN3 codes were taken for Latin letters and stored as UTF-8, as word processors do.
	Name string

	decode func([]byte) string
}

// Decode returns the text in NFC. It takes any bytes; what the encoding does not know becomes
// the letter of Windows-1252 that has its code, or U+FFFD.
func (e *Encoding) Decode(b []byte) string { return norm.NFC.String(e.decode(b)) }

// encodings are all that Detect may return.
var encodings = []*Encoding{
	{"utf-16le", func(b []byte) string { return decodeUTF16(b, unicode.LittleEndian) }},
	{"utf-16be", func(b []byte) string { return decodeUTF16(b, unicode.BigEndian) }},
	{"windows-1258", decode1258},
	{"tcvn3", func(b []byte) string { return restoreCapitals(tables().tcvn3.decode(b)) }},
	{"tcvn5712", func(b []byte) string { return tables().tcvn5712.decode(b) }},
	{"viscii", func(b []byte) string { return tables().viscii.decode(b) }},
	{"vni", func(b []byte) string { return tables().vni.decode(b) }},
	{"viqr", func(b []byte) string { return tables().viqr.decode(b) }},
	{"utf-8+tcvn3", func(b []byte) string { return restoreCapitals(decodeCarried(tables().tcvn3, b)) }},
	{"utf-8+vni", func(b []byte) string { return decodeCarried(tables().vni, b) }},
}

// Lookup returns the encoding of a name that Detect gives, nil for any other.
func Lookup(name string) *Encoding {
	for _, e := range encodings {
		if e.Name == name {
			return e
		}
	}
	return nil
}

func decodeUTF16(b []byte, order unicode.Endianness) string {
	out, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(b)
	if err != nil {
		return string(utf8.RuneError)
	}
	return strings.TrimPrefix(string(out), "\ufeff")
}

func decode1258(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/2)
	for _, c := range b {
		s.WriteRune(charmap.Windows1258.DecodeByte(c))
	}
	return s.String()
}

// decodeCarried decodes text in UTF-8 whose letters are codes of the table; letters that
// Windows-1252 lacks stay as they are.
func decodeCarried(t *table, b []byte) string {
	var s strings.Builder
	var codes []byte
	for _, r := range string(b) {
		if c, ok := latinByte(r); ok {
			codes = append(codes, c)
			continue
		}
		s.WriteString(t.decode(codes))
		s.WriteRune(r)
		codes = codes[:0]
	}
	s.WriteString(t.decode(codes))
	return s.String()
}

// latinByte returns the code of a letter in Windows-1252, or in the control characters that it
// leaves undefined.
func latinByte(r rune) (byte, bool) {
	if r < utf8.RuneSelf || r >= 0xA0 && r <= 0xFF {
		return byte(r), true
	}
	if c, ok := charmap.Windows1252.EncodeRune(r); ok {
		return c, true
	}
	return byte(r), r >= 0x80 && r < 0xA0
}

// sampleSize is how many bytes are looked at to tell an encoding.
const sampleSize = 1 << 15

// sample returns the beginning of the bytes, at a line end where it is cut.
func sample(b []byte) []byte {
	if len(b) <= sampleSize {
		return b
	}
	if i := bytes.LastIndexByte(b[:sampleSize], '\n'); i > 0 {
		return b[:i+1]
	}
	i := sampleSize
	for i > sampleSize-utf8.UTFMax && !utf8.RuneStart(b[i]) {
		i--
	}
	return b[:i]
}
