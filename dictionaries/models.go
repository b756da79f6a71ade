package dictionaries

import _ "embed"

// LM is the language model, made by "mkdict lm"; package pipeline/ngram reads it in place.
//
//go:embed lm.bin
var LM []byte

// Channel is the model of what OCR does to print, made by "mkdict channel"; package
// pipeline/channel reads it.
//
//go:embed channel.bin
var Channel []byte

// Candidates are the readings of frequent tokens, made by "mkdict candidates" from the two models
// above; package pipeline/candidate reads them in place.
//
//go:embed candidates.bin
var Candidates []byte
