package dictionaries

import _ "embed"

// Places is the gazetteer of administrative units, made by "mkdict places"; package
// pipeline/gazetteer reads it in place.
//
//go:embed places.bin
var Places []byte
