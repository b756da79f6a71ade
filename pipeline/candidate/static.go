package candidate

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
)

// static holds the candidates of the tokens that one kind of OCR writes most often, found when
// the models were made: most tokens of a first scan need no search.
type static struct {
	index, first, entries blob.Uint32s
	names                 []byte
}

// Layout of an entry: word, cost in steps of costUnit, style, exactness.
const (
	costUnit  = 1.0 / 16 // of channel costs; styleCost and insertCost are multiples of it
	costBits  = 11
	modeShift = 16 + costBits
	exactBit  = 1 << 31
)

func openStatic(x *blob.Blob, kind string) static {
	return static{x.Section(kind + ".index"), x.Section(kind + ".first"), x.Section(kind + ".entries"), x.Section(kind + ".names")}
}

func (s *static) name(i int) string { return string(s.names[s.index.At(i):s.index.At(i+1)]) }

// find returns the candidates of a token, if it is one of the frequent ones.
func (s *static) find(read string) ([]Candidate, bool) {
	n := s.index.Len() - 1
	i := sort.Search(n, func(i int) bool { return s.name(i) >= read })
	if i >= n || s.name(i) != read {
		return nil, false
	}
	lo, hi := int(s.first.At(i)), int(s.first.At(i+1))
	out := make([]Candidate, 0, hi-lo)
	for _, e := range rangeOf(s.entries, lo, hi) {
		out = append(out, Candidate{
			Word: ngram.Word(e), Cost: float32(e>>16&(1<<costBits-1)) * costUnit,
			Mode: channel.Case(e >> modeShift & 7), Exact: e&exactBit != 0,
		})
	}
	return out, true
}

func rangeOf(v blob.Uint32s, lo, hi int) []uint32 {
	out := make([]uint32, 0, hi-lo)
	for i := lo; i < hi; i++ {
		out = append(out, v.At(i))
	}
	return out
}

func pack(c Candidate) uint32 {
	e := uint32(c.Word) | min(uint32(math.Round(float64(c.Cost)/costUnit)), 1<<costBits-1)<<16 | uint32(c.Mode)<<modeShift
	if c.Exact {
		e |= exactBit
	}
	return e
}

// Build makes the file of candidates that NewBooks takes: for each kind of OCR, the candidates of the
// tokens given, which it sorts. The file fits only the models it was made with.
func Build(lm, channels []byte, tokens map[string][]string) ([]byte, error) {
	m, err := ngram.Open(lm)
	if err != nil {
		return nil, err
	}
	books, err := NewBooks(NewLexicon(m, nil), channels, nil)
	if err != nil {
		return nil, err
	}
	w := blob.NewWriter("candidates", nil, []blob.Input{{Name: "lm.bin", SHA256: m.Blob().Sum()}, {Name: "channel.bin", SHA256: books.tables.Sum()}})
	var s Search
	for _, kind := range channel.Kinds {
		list := tokens[kind]
		if len(list) == 0 {
			continue
		}
		sort.Strings(list)
		b := books.Book(kind)
		index, first := []uint32{0}, []uint32{0}
		var names []byte
		var entries []uint32
		for _, t := range list {
			for _, c := range s.words(t, b, false, maxPops) {
				entries = append(entries, pack(c))
			}
			names = append(names, t...)
			index, first = append(index, uint32(len(names))), append(first, uint32(len(entries)))
		}
		w.AddUint32(kind+".index", index)
		w.AddUint32(kind+".first", first)
		w.AddUint32(kind+".entries", entries)
		w.Add(kind+".names", names)
	}
	return w.Bytes()
}

// errOtherModels says that the candidates were made with other models.
var errOtherModels = errors.New("the candidates were made with other models: run mkdict candidates")

// checkStatic reports whether a file of candidates fits the models.
func checkStatic(x *blob.Blob, lm, channels *blob.Blob) error {
	in := x.Header.Inputs
	if len(in) != 2 || in[0].SHA256 != lm.Sum() || in[1].SHA256 != channels.Sum() {
		return fmt.Errorf("candidates: %w", errOtherModels)
	}
	return nil
}
