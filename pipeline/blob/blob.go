// Package blob is the container of the generated models: named sections of bytes behind a
// header that says what made them. A blob is opened in place; nothing is copied or parsed
// but the header.
//
// Layout: magic "VANBAN\x00\x01", header length (uint32, little-endian), header (JSON),
// padding to 8 bytes, sections each padded to 8 bytes, SHA-256 of all that precedes.
package blob

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

const magic = "VANBAN\x00\x01"

// Header says what a blob is and what it was made from.
type Header struct {
	Kind     string             `json:"kind"`             // what the sections mean: "lm", "channel", ...
	Params   map[string]float64 `json:"params,omitempty"` // numbers the reader needs or the maintainer wants to know
	Inputs   []Input            `json:"inputs"`           // every file read, in order
	Sections []Section          `json:"sections"`
}

// Input is a file that the model was made from.
type Input struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Section is a named stretch of bytes; Off counts from the end of the padded header.
type Section struct {
	Name string `json:"name"`
	Off  int    `json:"off"`
	Len  int    `json:"len"`
}

// ErrDamaged is wrapped by every error about the content of a blob.
var ErrDamaged = errors.New("model file is damaged or of another version; reinstall vanban or run mkdict")

// Blob is an opened container.
type Blob struct {
	Header Header
	data   []byte // from the end of the padded header
	all    []byte
}

// Open reads the header of b and keeps b; b must not change. It does not read the sections:
// Verify does.
func Open(b []byte, kind string) (*Blob, error) {
	if len(b) < len(magic)+4+sha256.Size || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("%s: no model header: %w", kind, ErrDamaged)
	}
	n := int(binary.LittleEndian.Uint32(b[len(magic):]))
	start, end := len(magic)+4, len(b)-sha256.Size
	if n < 0 || n > end-start || pad8(start+n) > end {
		return nil, fmt.Errorf("%s: header cut off: %w", kind, ErrDamaged)
	}
	x := &Blob{all: b}
	if err := json.Unmarshal(b[start:start+n], &x.Header); err != nil {
		return nil, fmt.Errorf("%s: %v: %w", kind, err, ErrDamaged)
	}
	if x.Header.Kind != kind {
		return nil, fmt.Errorf("model is of kind %q, want %q: %w", x.Header.Kind, kind, ErrDamaged)
	}
	x.data = b[pad8(start+n):end]
	for _, s := range x.Header.Sections {
		if s.Off < 0 || s.Off > len(x.data) || s.Len < 0 || s.Len > len(x.data)-s.Off {
			return nil, fmt.Errorf("%s: section %s cut off: %w", kind, s.Name, ErrDamaged)
		}
	}
	return x, nil
}

// Section returns the bytes of a section, nil where the blob has none of that name.
func (x *Blob) Section(name string) []byte {
	for _, s := range x.Header.Sections {
		if s.Name == name {
			return x.data[s.Off : s.Off+s.Len : s.Off+s.Len]
		}
	}
	return nil
}

// Sum returns the checksum that the blob carries, in hexadecimal.
func (x *Blob) Sum() string { return hex.EncodeToString(x.all[len(x.all)-sha256.Size:]) }

// Verify reads the whole blob and compares it with its checksum.
func (x *Blob) Verify() error {
	body := x.all[:len(x.all)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], x.all[len(body):]) {
		return fmt.Errorf("%s: checksum: %w", x.Header.Kind, ErrDamaged)
	}
	return nil
}

// Writer collects sections.
type Writer struct {
	header Header
	body   []byte
}

// NewWriter starts a blob of a kind.
func NewWriter(kind string, params map[string]float64, inputs []Input) *Writer {
	return &Writer{header: Header{Kind: kind, Params: params, Inputs: inputs}}
}

// Add appends a section.
func (w *Writer) Add(name string, b []byte) {
	w.header.Sections = append(w.header.Sections, Section{name, len(w.body), len(b)})
	w.body = append(w.body, b...)
	w.body = append(w.body, make([]byte, pad8(len(w.body))-len(w.body))...)
}

// AddUint16 appends a section of little-endian numbers.
func (w *Writer) AddUint16(name string, v []uint16) {
	b := make([]byte, 0, 2*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint16(b, x)
	}
	w.Add(name, b)
}

// AddUint32 appends a section of little-endian numbers.
func (w *Writer) AddUint32(name string, v []uint32) {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	w.Add(name, b)
}

// Bytes returns the finished blob.
func (w *Writer) Bytes() ([]byte, error) {
	h, err := json.Marshal(w.header)
	if err != nil {
		return nil, err
	}
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(h)))
	b = append(b, h...)
	b = append(b, make([]byte, pad8(len(b))-len(b))...)
	b = append(b, w.body...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...), nil
}

func pad8(n int) int { return (n + 7) &^ 7 }

// Uint16s is a section of little-endian 16-bit numbers read in place.
type Uint16s []byte

// Len returns the number of numbers.
func (s Uint16s) Len() int { return len(s) / 2 }

// At returns number i.
func (s Uint16s) At(i int) uint16 { return binary.LittleEndian.Uint16(s[2*i:]) }

// Uint32s is a section of little-endian 32-bit numbers read in place.
type Uint32s []byte

// Len returns the number of numbers.
func (s Uint32s) Len() int { return len(s) / 4 }

// At returns number i.
func (s Uint32s) At(i int) uint32 { return binary.LittleEndian.Uint32(s[4*i:]) }
