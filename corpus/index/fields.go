package index

import (
	"slices"

	api "github.com/blevesearch/bleve_index_api"
)

// The fields of a passage. All are sets of terms without positions: a passage seldom has a word
// twice, and positions would make the index larger than the text. What the frequency of words tells
// is read from the passages that are shown.
const (
	fieldWords        = "words"    // title and text: the folded form, 0, the exact form
	fieldOthers       = "others"   // other readings of doubtful words, likewise
	fieldTitle        = "title"    // title: folded words
	fieldAbove        = "above"    // titles of the sections above: folded words
	fieldNumber       = "number"   // document numbers, compact: the own one, and those cited
	fieldOwn          = "own"      // the document's own number, compact
	fieldDocument     = "document" // id of the document
	fieldHead         = "head"     // "1" for the head of a document
	fieldType         = "type"
	fieldIssuer       = "issuer"
	fieldLevel        = "level"
	fieldYear         = "year"
	fieldPlace        = "place"
	fieldOrganization = "organization"
	fieldDue          = "due"
	fieldTarget       = "target"  // "1" for a passage with promises
	fieldPassage      = "passage" // "1" for every passage
	fieldStored       = "stored"  // the signatures and the passages of a group, packed
)

// field is a field of a group, analysed. bleve would analyse a text itself, but makes new objects
// of each term of each passage.
type field struct {
	name  string
	terms api.TokenFrequencies
}

func (f *field) Name() string                                   { return f.name }
func (f *field) Value() []byte                                  { return nil }
func (f *field) ArrayPositions() []uint64                       { return nil }
func (f *field) EncodedFieldType() byte                         { return 't' }
func (f *field) Analyze()                                       {} // it is
func (f *field) Options() api.FieldIndexingOptions              { return api.IndexField }
func (f *field) AnalyzedLength() int                            { return 1 } // the norm of a list of one group, which bleve drops if it is 0
func (f *field) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                      { return 0 }
func (f *field) Size() int                                      { return 16 * len(f.terms) }

// Year returns the year of the document's date, empty when not known.
func (ps *Passage) Year() string { return ps.Date[:min(4, len(ps.Date))] }

// otherReadings returns the other readings of the doubtful words of a passage, and the pairs that
// they make with the words beside them.
func otherReadings(p *Passage, all string, words []token) (others []token, beside [][2]token) {
	for _, d := range p.Doubts {
		at := slices.IndexFunc(words, func(t token) bool { return all[t.start:t.end] == d.Word })
		if at < 0 {
			continue
		}
		for _, o := range d.Or {
			reading := tokenize(o)
			if len(reading) == 0 {
				continue
			}
			others = append(others, reading...)
			if at > 0 {
				beside = append(beside, [2]token{words[at-1], reading[0]})
			}
			if at+1 < len(words) {
				beside = append(beside, [2]token{reading[len(reading)-1], words[at+1]})
			}
		}
	}
	return others, beside
}
