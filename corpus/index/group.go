package index

import (
	"strconv"

	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"
)

// bleve keeps passages in groups, each as one of its documents: what an index costs to build is
// above all the entries of its lists, and neighbours share most of their words. The list of a term
// has the groups in which it stands and, in place of its frequency there, the passages of the group
// as bits. So lists are read as sets of passages a word of the machine at a time: passage k of
// group g is row 64 g + k of its shard.
const (
	groupSize = 63 // bleve keeps a frequency in 63 bits
	rowShift  = 6
	rowMask   = 1<<rowShift - 1
)

const _ uint = 1 << groupSize // a frequency is an int, which must have 64 bits

// group gathers the passages of a group.
type group struct {
	known      tokenizer
	packer     *packer
	fields     map[string]api.TokenFrequencies
	words      []*api.TokenFreq // those of fieldWords, by the number of the word
	signatures []signature
	packed     [][]byte
	free       []api.TokenFreq // not used yet
	tokens     []token         // of the passage at hand
}

func newGroup() *group {
	g := &group{known: tokenizer{}}
	g.reset()
	return g
}

// reset makes the group one without passages.
func (g *group) reset() {
	g.known.tidy()
	g.packer = newPacker()
	g.fields = map[string]api.TokenFrequencies{fieldWords: make(api.TokenFrequencies, len(g.fields[fieldWords]))}
	clear(g.words)
	g.signatures, g.packed = nil, nil
}

func (g *group) size() int { return len(g.packed) }

// mark notes in an entry that the passage at hand has the term.
func (g *group) mark(t *api.TokenFreq) { t.SetFrequency(t.Frequency() | 1<<g.size()) }

// newTerm adds a term to a field.
func (g *group) newTerm(field, term string) *api.TokenFreq {
	if len(g.free) == 0 {
		g.free = make([]api.TokenFreq, 256)
	}
	t := &g.free[0]
	g.free = g.free[1:]
	terms := g.fields[field]
	if terms == nil {
		terms = api.TokenFrequencies{}
		g.fields[field] = terms
	}
	terms[term] = t
	return t
}

// put notes terms of the passage at hand; empty ones are none.
func (g *group) put(field string, terms ...string) {
	for _, term := range terms {
		if term == "" {
			continue
		}
		t := g.fields[field][term]
		if t == nil {
			t = g.newTerm(field, term)
		}
		g.mark(t)
	}
}

// putWords notes the words of the passage at hand.
func (g *group) putWords(words []token) {
	if n := len(g.known); n > len(g.words) {
		g.words = append(g.words, make([]*api.TokenFreq, n-len(g.words))...)
	}
	for _, w := range words {
		t := g.words[w.number]
		if t == nil {
			if t = g.fields[fieldWords][w.term]; t == nil {
				t = g.newTerm(fieldWords, w.term)
			}
			g.words[w.number] = t
		}
		g.mark(t)
	}
}

// add adds a passage.
func (g *group) add(p *Passage) {
	all := p.Title + "\n" + p.Text
	g.tokens = g.known.split(g.tokens[:0], all)
	others, beside := otherReadings(p, all, g.tokens)
	g.putWords(g.tokens)
	for _, w := range others {
		g.put(fieldOthers, w.term)
	}
	for _, w := range g.tokens {
		if w.end > len(p.Title) {
			break
		}
		g.put(fieldTitle, w.fold)
	}
	g.put(fieldAbove, folds(p.Above)...)
	own := compact(p.Number)
	g.put(fieldNumber, append(numbersIn(all), own)...)
	g.put(fieldOwn, own)
	g.putProperties(p)
	g.signatures = append(g.signatures, newSignature(g.tokens, beside))
	g.packed = append(g.packed, g.packer.pack(p, g.tokens))
}

// putProperties notes what the passage at hand is filtered and counted by.
func (g *group) putProperties(p *Passage) {
	g.put(fieldPassage, "1")
	g.put(fieldDocument, p.Document)
	if p.Section == "" {
		g.put(fieldHead, "1")
	}
	g.put(fieldType, p.Type)
	g.put(fieldIssuer, p.Issuer)
	g.put(fieldLevel, p.Level)
	g.put(fieldYear, p.Year())
	g.put(fieldPlace, p.Places...)
	g.put(fieldOrganization, p.Organizations...)
	g.put(fieldDue, p.Due...)
	if p.Targets > 0 {
		g.put(fieldTarget, "1")
	}
}

// document returns what bleve is given of a group.
func (g *group) document(number int) *document.Document {
	d := document.NewDocument(strconv.Itoa(number))
	for name, terms := range g.fields {
		if len(terms) > 0 {
			d.AddField(&field{name, terms})
		}
	}
	return d.AddField(document.NewTextFieldWithIndexingOptions(fieldStored, nil, packGroup(g.signatures, g.packed), api.StoreField))
}
