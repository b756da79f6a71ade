package candidate

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
)

// Books are the books of all kinds of OCR. They are safe for concurrent use.
type Books struct {
	lex    *Lexicon
	tables *blob.Blob
	static *blob.Blob // nil without candidates

	mu   sync.Mutex
	open map[string]*Book
}

// NewBooks returns the books for a lexicon from a channel model and the candidates of frequent
// tokens in the form that Build writes. Without candidates (empty) the books say the same but need longer
// for tokens not met before. It fails where a file is damaged or the candidates were made with other models.
func NewBooks(x *Lexicon, channels, candidates []byte) (*Books, error) {
	b := &Books{lex: x, open: map[string]*Book{}}
	var err error
	if b.tables, err = blob.Open(channels, "channel"); err != nil {
		return nil, err
	}
	if len(candidates) == 0 {
		return b, nil
	}
	if b.static, err = blob.Open(candidates, "candidates"); err != nil {
		return nil, err
	}
	if err := checkStatic(b.static, x.lm.Blob(), b.tables); err != nil {
		return nil, err
	}
	return b, nil
}

// Book returns the book of a kind of OCR, one of channel.Kinds. It is made ready at first use.
func (b *Books) Book(kind string) *Book {
	b.mu.Lock()
	defer b.mu.Unlock()
	if k := b.open[kind]; k != nil {
		return k
	}
	t, err := channel.Open(b.tables, kind)
	if err != nil {
		panic(err) // the kinds are constants of package channel: the model file lacks one
	}
	k := newBook(t, b.lex)
	if b.static != nil && len(b.lex.extra) == 0 {
		k.static = openStatic(b.static, kind)
	}
	b.open[kind] = k
	return k
}

// Book is the channel table of one kind of OCR ready for searching, with the candidates found so
// far. It is safe for concurrent use; its fields do not change.
type Book struct {
	Kind   string // of OCR, one of channel.Kinds
	ASCII  bool   // marks are always lost
	Ends   channel.Ends
	Around channel.Around

	lex *Lexicon
	by  map[string]*rules // by the segment read
	// Words that leave nothing but two spaces, in lower case and in capitals, and the cost of none.
	vanish, vanishUpper []Candidate
	nothing             float32
	// span is how far above the best candidate, in nats and besides that one's cost, the search
	// goes. Where OCR knows the language a word that looks right may be another one.
	span   float32
	static static
	cache  cache
}

func newBook(t *channel.Table, x *Lexicon) *Book {
	b := &Book{
		Kind: t.Name, ASCII: strings.HasPrefix(t.Name, channel.ASCII), Ends: t.Ends, Around: t.Around,
		lex: x, by: x.rules(t), span: 10,
	}
	if strings.HasPrefix(t.Name, channel.Vietnamese) {
		b.span = searchSpan
	}
	b.addVanish()
	return b
}

// addVanish makes candidates of the words that vanish.
func (b *Book) addVanish() {
	for s, cost := range b.Around.Vanish {
		if w := b.lex.Lookup(s); w != ngram.Unk {
			b.vanish = append(b.vanish, Candidate{Word: w, Cost: cost, Mode: channel.Lower})
		}
	}
	slices.SortFunc(b.vanish, func(a, b Candidate) int { return cmp.Compare(a.Word, b.Word) })
	b.vanishUpper = slices.Clone(b.vanish)
	none := 1.0
	for i := range b.vanishUpper {
		none -= math.Exp(-float64(b.vanish[i].Cost))
		b.vanishUpper[i].Mode = channel.Upper
	}
	b.nothing = float32(-math.Log(max(none, 0.01)))
}

// Vanished returns the words of which two spaces side by side may be all that is left, and the cost of
// there having been none. caps: the line is set in capitals. Nobody may change the list.
func (b *Book) Vanished(caps bool) (words []Candidate, none float32) {
	if caps {
		return b.vanishUpper, b.nothing
	}
	return b.vanish, b.nothing
}

// exact reports whether a word is what was read, as far as the kind of OCR can show it.
func (b *Book) exact(read, word string) bool {
	if b.ASCII {
		return syllable.Fold(word) == syllable.Fold(read)
	}
	return word == read
}
