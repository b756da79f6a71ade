package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"vanban/dictionaries"
)

// The embedded gazetteer is what mkdict makes of its sources, where they are at hand.
func TestPlacesReproducible(t *testing.T) {
	dir := os.Getenv("VANBAN_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(filepath.Join(data, "gazetteer")); err != nil {
		t.Skip("no source tables: set VANBAN_SHARED to the folder that holds data/gazetteer")
	}
	out := filepath.Join(t.TempDir(), "places.bin")
	if err := runPlaces([]string{"-data", data, "-out", out}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, dictionaries.Places) {
		t.Error("dictionaries/places.bin is not what mkdict places makes of its sources")
	}
}
