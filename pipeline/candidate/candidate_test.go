package candidate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"vanban/dictionaries"
	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/ngram"
)

func newLexicon(t testing.TB, own ...string) *Lexicon {
	t.Helper()
	m, err := ngram.Open(dictionaries.LM)
	if err != nil {
		t.Fatal(err)
	}
	return NewLexicon(m, own)
}

func newBooks(t testing.TB, x *Lexicon, candidates []byte) *Books {
	t.Helper()
	b, err := NewBooks(x, dictionaries.Channel, candidates)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFind(t *testing.T) {
	x := newLexicon(t)
	books := newBooks(t, x, nil)
	var s Search
	for _, c := range []struct {
		kind, read string
		caps       bool
		want       string
		mode       channel.Case
		exact      bool
	}{
		{channel.ASCII, "hoach", false, "hoạch", channel.Lower, true},
		{channel.ASCII, "Thudng", false, "thường", channel.Title, false},
		{channel.English, "CHLTC", true, "chức", channel.Upper, false},
		{channel.Vietnamese, "chức", false, "chức", channel.Lower, true},
		{channel.Vietnamese, "chu\u031b\u0301c", false, "chức", channel.Lower, true},
	} {
		list := s.Find(c.read, books.Book(c.kind), c.caps, false)
		i := slices.IndexFunc(list, func(f Candidate) bool { return x.Spelling(f.Word) == c.want })
		if i < 0 {
			t.Errorf("%s %q: %s is not among %d candidates", c.kind, c.read, c.want, len(list))
		} else if list[i].Mode != c.mode || list[i].Exact != c.exact {
			t.Errorf("%s %q: %+v, want mode %d, exact %v", c.kind, c.read, list[i], c.mode, c.exact)
		}
		for i := range list[1:] {
			if key(x, list[i]) > key(x, list[i+1]) {
				t.Errorf("%s %q: candidate %d is dearer than the next", c.kind, c.read, i)
			}
		}
	}
	for _, read := range []string{"", strings.Repeat("a", maxToken+1)} {
		if list := s.Find(read, books.Book(channel.ASCII), false, false); len(list) > 0 {
			t.Errorf("%q has %d candidates", read, len(list))
		}
	}
}

// key is what candidates are sorted by.
func key(x *Lexicon, c Candidate) float32 { return c.Cost + rarity*x.rarity(c.Word) }

// TestSearchFindsTheCheapest compares the search with the costs of a share of all words, found one by
// one.
func TestSearchFindsTheCheapest(t *testing.T) {
	x := newLexicon(t)
	var s Search
	for kind, tokens := range map[string][]string{channel.ASCII: {"hoach", "nude", "ciia", "tinnh"}, channel.Vietnamese: {"chúc", "nưởc"}} {
		b := newBooks(t, x, nil).Book(kind)
		for _, read := range tokens {
			list := s.Find(read, b, false, false)
			if len(list) == 0 {
				t.Fatalf("%q: no candidates", read)
			}
			for _, c := range list {
				if want := cheapest([]rune(read), []rune(x.Spelling(c.Word)), b); math.Abs(float64(c.Cost-want)) > 1e-3 {
					t.Errorf("%s %q for %s costs %v, want %v", kind, x.Spelling(c.Word), read, c.Cost, want)
				}
			}
			for w := ngram.First; int(w) < x.Len(); w += 37 {
				c := Candidate{Word: w, Cost: cheapest([]rune(read), []rune(x.Spelling(w)), b)}
				if key(x, c) < key(x, list[0])-1e-3 {
					t.Errorf("%s %q: %s is cheaper than the first candidate %s", kind, read, x.Spelling(w), x.Spelling(list[0].Word))
				}
			}
		}
	}
}

// cheapest returns the least cost of reading a word as given, both in lower case.
func cheapest(read, word []rune, b *Book) float32 {
	letters := make([]uint8, len(word))
	for j, r := range word {
		letters[j] = b.lex.code[r]
	}
	least := make([][]float32, len(read)+1)
	for i := range least {
		least[i] = slices.Repeat([]float32{float32(math.Inf(1))}, len(word)+1)
	}
	least[0][0] = 0
	for i := range least {
		for j, so := range least[i] {
			if i < len(read) {
				least[i+1][j] = min(least[i+1][j], so+insertCost)
			}
			for l := 0; l <= maxRead && i+l <= len(read); l++ {
				rules := b.by[string(read[i:i+l])]
				if rules == nil {
					continue
				}
				for _, r := range slices.Concat(rules.lower.invented, rules.lower.list) {
					if n := int(r.n); j+n <= len(word) && slices.Equal(r.gold[:n], letters[j:j+n]) {
						least[i+l][j+n] = min(least[i+l][j+n], so+r.cost)
					}
				}
			}
		}
	}
	return least[len(read)][len(word)]
}

// TestBuild: what was found beforehand is what a search finds.
func TestBuild(t *testing.T) {
	tokens := map[string][]string{}
	for _, kind := range channel.Kinds {
		tokens[kind] = []string{"nude", "Thudng", "hoach", "chúc"}
	}
	file, err := Build(dictionaries.LM, dictionaries.Channel, tokens)
	if err != nil {
		t.Fatal(err)
	}
	x := newLexicon(t)
	before, now := newBooks(t, x, file), newBooks(t, x, nil)
	var s Search
	for kind, list := range tokens {
		for _, read := range list {
			got, ok := before.Book(kind).static.find(read)
			if want := s.Find(read, now.Book(kind), false, false); !ok || !slices.Equal(got, want) {
				t.Errorf("%s %q: the file has %v, the search finds %v", kind, read, got, want)
			}
		}
		if _, ok := before.Book(kind).static.find("xq7k"); ok {
			t.Errorf("%s: the file has a token that it was not made for", kind)
		}
	}
}

func TestCandidatesOfOtherModels(t *testing.T) {
	file, err := blob.NewWriter("candidates", nil, []blob.Input{{Name: "lm.bin", SHA256: "0"}, {Name: "channel.bin", SHA256: "1"}}).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewBooks(newLexicon(t), dictionaries.Channel, file); !errors.Is(err, errOtherModels) {
		t.Errorf("error %v, want %v", err, errOtherModels)
	}
}

func TestOwnWords(t *testing.T) {
	const own = "kđămrông"
	x := newLexicon(t, own)
	w := x.Lookup(own)
	if w == ngram.Unk || x.Spelling(w) != own || int(w) != x.Len()-1 {
		t.Fatalf("%s is word %d of %d", own, w, x.Len())
	}
	if x.Known(w) != ngram.Unk {
		t.Error("the language model knows the user's word")
	}
	if v := x.Lookup("chức"); v == ngram.Unk || x.Known(v) != v {
		t.Error("the language model does not know a word of its own")
	}
	var s Search
	list := s.Find("Kdamrong", newBooks(t, x, dictionaries.Candidates).Book(channel.ASCII), false, false)
	if !slices.ContainsFunc(list, func(c Candidate) bool { return c.Word == w }) {
		t.Errorf("%s is not among %d candidates", own, len(list))
	}
}

func TestVanished(t *testing.T) {
	x := newLexicon(t)
	b := newBooks(t, x, nil).Book(channel.ASCII)
	small, none := b.Vanished(false)
	large, same := b.Vanished(true)
	if len(small) == 0 || len(large) != len(small) || none <= 0 || none != same {
		t.Fatalf("%d and %d words, the cost of none is %v and %v", len(small), len(large), none, same)
	}
	for i, c := range small {
		if c.Mode != channel.Lower || large[i].Mode != channel.Upper || c.Word != large[i].Word {
			t.Errorf("%+v in small letters, %+v in capitals", c, large[i])
		}
	}
}

func TestLetters(t *testing.T) {
	got := Letters("tô\u0309 a", 10)
	want := []Letter{{'t', 10}, {'ổ', 11}, {' ', 15}, {'a', 16}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestCacheForgets: what was asked for stays, what was not goes, after a generation.
func TestCacheForgets(t *testing.T) {
	var c cache
	asked, other := cacheKey{read: "asked"}, cacheKey{read: "other"}
	c.remember(asked, []Candidate{{Word: 7}})
	c.remember(other, nil)
	for i := range 3 * cacheSize {
		c.remember(cacheKey{read: fmt.Sprint(i)}, nil)
		if list, ok := c.recall(asked); !ok || list[0].Word != 7 {
			t.Fatalf("forgotten after %d others", i+1)
		}
	}
	if _, ok := c.recall(other); ok {
		t.Error("what nobody asked for is remembered")
	}
	if n := len(c.young) + len(c.old); n > 2*cacheSize {
		t.Errorf("%d stretches are remembered", n)
	}
}

// TestBookIsShared: searches side by side find what one alone does.
func TestBookIsShared(t *testing.T) {
	x := newLexicon(t)
	tokens := strings.Fields("nude Thudng hoach tarn ciia hudng trd dbng")
	var alone Search
	want := map[string][]Candidate{}
	for _, read := range tokens {
		want[read] = alone.Find(read, newBooks(t, x, nil).Book(channel.ASCII), false, false)
	}
	books := newBooks(t, x, nil)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			var s Search
			for _, read := range tokens {
				if got := s.Find(read, books.Book(channel.ASCII), false, false); !slices.Equal(got, want[read]) {
					t.Errorf("%q: %v, want %v", read, got, want[read])
				}
			}
		})
	}
	all.Wait()
}

// TestStoredCandidates: a share of the candidates that are part of the program are what a search finds.
func TestStoredCandidates(t *testing.T) {
	x := newLexicon(t)
	stored, now := newBooks(t, x, dictionaries.Candidates), newBooks(t, x, nil)
	var s Search
	for _, kind := range channel.Kinds {
		list := stored.Book(kind).static
		for i := 0; i < list.index.Len()-1; i += 50 {
			got, ok := list.find(list.name(i))
			if want := s.Find(list.name(i), now.Book(kind), false, false); !ok || !slices.Equal(got, want) {
				t.Errorf("%s %q: the file has %v, the search finds %v", kind, list.name(i), got, want)
			}
		}
	}
}
