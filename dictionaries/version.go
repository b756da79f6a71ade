package dictionaries

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// Version identifies everything embedded here: "sha256:" and the hexadecimal hash of the tables
// and of the checksums that the generated models carry.
var Version = sync.OnceValue(func() string {
	h := sha256.New()
	files, err := tables.ReadDir(".")
	if err != nil {
		panic(err) // an embedded folder can always be read
	}
	for _, f := range files {
		b, err := tables.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		h.Write([]byte(f.Name() + "\x00"))
		h.Write(b)
	}
	for _, model := range [][]byte{LM, Channel, Candidates, Places} {
		h.Write(model[max(0, len(model)-sha256.Size):])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
})
