// Package candidate finds the words that may stand behind letters that OCR read. Which of them was
// printed takes context; that is for package restore.
//
// The words are those of a Lexicon. How OCR misreads them is in a Book, one for each kind of OCR. A
// Search finds the words that explain the letters of a token most cheaply.
package candidate

import (
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
)

// Candidate is a word that may stand behind letters that were read.
type Candidate struct {
	Word ngram.Word   // as the Lexicon numbers it
	Cost float32      // of reading the letters for the word, in nats
	Mode channel.Case // how the word was set
	// Exact: the word differs from the letters read at most as the kind of OCR makes certain, by
	// its marks where those are always lost.
	Exact bool
}

// Most is how many candidates of a token are found at most.
const Most = 100

// merge adds a candidate to those found in other styles: a word stands among them once, at its
// least cost.
func merge(all []Candidate, c Candidate) []Candidate {
	for i := range all {
		if all[i].Word == c.Word {
			if c.Cost < all[i].Cost {
				all[i] = c
			}
			return all
		}
	}
	return append(all, c)
}
