package train

import (
	"bufio"
	"errors"
	"io"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"vanban/pipeline/ngram"
	"vanban/pipeline/syllable"
	"vanban/pipeline/text"
)

// Reader collects the sentences of one corpus. Words are interned; a sentence end is 0.
type Reader struct {
	ids    map[string]uint32
	names  []string // by id, from 1
	freq   []int
	stream []uint32
}

// NewReader returns an empty corpus.
func NewReader() *Reader {
	return &Reader{ids: map[string]uint32{}, names: []string{""}, freq: []int{0}}
}

// Sentences calls f with the words of each sentence of a line, as the model knows them.
// Sentences end at . ! ? ; and : standing after a word; other punctuation is passed over.
func Sentences(line string, f func(words []string)) {
	var words []string
	flush := func() {
		if len(words) > 0 {
			f(words)
		}
		words = words[:0]
	}
	for _, k := range text.Tokens(line, 0) {
		s := line[k.Span.Start:k.Span.End]
		switch k.Kind {
		case text.Number:
			words = append(words, ngram.Specials[ngram.Num])
		case text.Code:
			words = append(words, ngram.Specials[ngram.Code])
		case text.Syllable:
			words = append(words, syllable.Key(s))
		default:
			if strings.ContainsAny(s, ".!?;:…") {
				flush()
			}
		}
	}
	flush()
}

// Read adds the text of r: a paragraph a line. It returns errors of r.
func (c *Reader) Read(r io.Reader) error {
	lines := make(chan []string, 4)
	results := make(chan chan [][]string, 4)
	var wg sync.WaitGroup
	wg.Go(func() {
		for out := range results {
			for _, s := range <-out {
				c.add(s)
			}
		}
	})
	go func() {
		for batch := range lines {
			out := make(chan [][]string, 1)
			results <- out
			go func() { out <- sentences(batch) }()
		}
		close(results)
	}()
	err := batches(r, lines)
	close(lines)
	wg.Wait()
	return err
}

// batches sends the lines of r in groups of a thousand.
func batches(r io.Reader, out chan<- []string) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	var batch []string
	for s.Scan() {
		if batch = append(batch, s.Text()); len(batch) == 1000 {
			out <- batch
			batch = nil
		}
	}
	out <- batch
	return s.Err()
}

func sentences(lines []string) (out [][]string) {
	for _, l := range lines {
		Sentences(l, func(words []string) { out = append(out, append([]string(nil), words...)) })
	}
	return out
}

func (c *Reader) add(words []string) {
	for _, s := range words {
		id, ok := c.ids[s]
		if !ok {
			id = uint32(len(c.names))
			c.ids[strings.Clone(s)] = id
			c.names, c.freq = append(c.names, strings.Clone(s)), append(c.freq, 0)
		}
		c.freq[id]++
		c.stream = append(c.stream, id)
	}
	c.stream = append(c.stream, 0)
}

// Options of a model.
type Options struct {
	Lambda float64 // weight of the administrative corpus
	Bytes  float64 // size of the n-grams in the file
	Cut    int     // general n-grams of order 3 and 4 that occur less often are left out
	Vocab  int     // size of the vocabulary, at most 65,000
}

// vocabulary chooses the words: administrative ones by lower counts than general ones, and
// marked words that are no possible syllable, most of them typing errors, only when frequent.
func vocabulary(admin, general *Reader, size int) []string {
	type entry struct {
		s string
		n int
	}
	var all []entry
	seen := map[string]bool{}
	for _, c := range []*Reader{admin, general} {
		for _, s := range c.names[1:] {
			if seen[s] || len(s) > 0 && s[0] == '#' {
				continue
			}
			seen[s] = true
			n := 4*admin.count(s) + general.count(s)
			if utf8.RuneCountInString(s) > 24 || n < leastCount(s) {
				continue
			}
			all = append(all, entry{s, n})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].n > all[j].n || all[i].n == all[j].n && all[i].s < all[j].s })
	names := append([]string(nil), ngram.Specials...)
	for _, e := range all[:min(len(all), size-len(names))] {
		names = append(names, e.s)
	}
	sort.Strings(names)
	return names
}

func leastCount(s string) int {
	switch {
	case syllable.Valid(s):
		return 8
	case syllable.Fold(s) != s:
		return 400
	}
	return 40
}

func (c *Reader) count(s string) int { return c.freq[c.ids[s]] }

// numbered returns the corpus as word numbers, sentence ends as end.
func (c *Reader) numbered(names []string, end uint16) []uint16 {
	to := make([]uint16, len(c.names))
	to[0] = end
	for id, s := range c.names[1:] {
		to[id+1] = uint16(ngram.Unk)
		if i := sort.SearchStrings(names, s); i < len(names) && names[i] == s {
			to[id+1] = uint16(i)
		}
	}
	out := make([]uint16, len(c.stream))
	for i, id := range c.stream {
		out[i] = to[id]
	}
	return out
}

// Corpora are two corpora ready to be estimated.
type Corpora struct {
	names          []string
	admin, general corpus
}

// Estimate smooths both corpora over one vocabulary.
func Estimate(admin, general *Reader, size int) (*Corpora, error) {
	if size > 65000 {
		return nil, errors.New("vocabulary of more than 65,000 words")
	}
	names := vocabulary(admin, general, size)
	const end = wordMask
	one := func(r *Reader) corpus {
		c := count(r.numbered(names, end), uint16(ngram.Begin), end)
		return corpus{estimate(c, len(names), uint16(ngram.Begin)), c}
	}
	return &Corpora{names, one(admin), one(general)}, nil
}

// Words returns the size of the vocabulary and the words read of each corpus.
func (c *Corpora) Words() (vocab int, admin, general uint64) {
	return len(c.names), c.admin.counts.total, c.general.counts.total
}
