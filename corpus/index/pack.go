package index

import (
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/klauspost/compress/s2"
)

// preset is what packed passages are compressed against: a passage is too short to learn much
// from itself. An index that was packed with another one must be built again.
//
//go:embed preset.txt
var preset []byte

// rest are the parts of a passage that many lack, as JSON.
type rest struct {
	ID            string   `json:"i,omitempty"` // where it is not document#section
	Number        string   `json:"n,omitempty"`
	Places        []string `json:"p,omitempty"`
	Organizations []string `json:"o,omitempty"`
	Targets       int      `json:"t,omitempty"`
	Due           []string `json:"d,omitempty"`
	Doubts        []Doubt  `json:"w,omitempty"`
}

// packer packs against the preset.
var packer = sync.OnceValue(func() *s2.Dict { return s2.MakeDict(preset, nil) })

// pack returns a passage as it is stored.
func pack(p *Passage) (string, error) {
	var raw []byte
	for _, s := range []string{p.Document, p.Section, p.Title, p.Type, p.Issuer, p.Date, p.Level, p.Grade, p.Text} {
		raw = append(binary.AppendUvarint(raw, uint64(len(s))), s...)
	}
	for _, n := range []int{p.Lines[0], p.Lines[1], int(math.Round(p.Sure * 1000))} {
		raw = binary.AppendVarint(raw, int64(n))
	}
	r := rest{Number: p.Number, Places: p.Places, Organizations: p.Organizations, Targets: p.Targets, Due: p.Due, Doubts: p.Doubts}
	if p.ID != p.usualID() {
		r.ID = p.ID
	}
	more, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	return string(packer().EncodeBetter(nil, append(raw, more...))), nil
}

func (ps *Passage) usualID() string {
	if ps.Section == "" {
		return ps.Document
	}
	return ps.Document + "#" + ps.Section
}

// unpack returns a passage that pack packed.
func unpack(b []byte) (*Passage, error) {
	raw, err := packer().Decode(nil, b)
	if err != nil {
		return nil, err
	}
	p := &Passage{}
	for _, s := range []*string{&p.Document, &p.Section, &p.Title, &p.Type, &p.Issuer, &p.Date, &p.Level, &p.Grade, &p.Text} {
		n, k := binary.Uvarint(raw)
		if k <= 0 || n > uint64(len(raw)-k) {
			return nil, errors.New("a passage ends too early")
		}
		*s, raw = string(raw[k:k+int(n)]), raw[k+int(n):]
	}
	var sure int
	for _, to := range []*int{&p.Lines[0], &p.Lines[1], &sure} {
		n, k := binary.Varint(raw)
		if k <= 0 {
			return nil, errors.New("a passage ends too early")
		}
		*to, raw = int(n), raw[k:]
	}
	p.Sure = float64(sure) / 1000
	var more rest
	if err := json.Unmarshal(raw, &more); err != nil {
		return nil, fmt.Errorf("the rest of a passage: %w", err)
	}
	p.Number, p.Places, p.Organizations, p.Targets, p.Due, p.Doubts = more.Number, more.Places, more.Organizations, more.Targets, more.Due, more.Doubts
	if p.ID = more.ID; p.ID == "" {
		p.ID = p.usualID()
	}
	return p, nil
}
