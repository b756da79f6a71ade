package index

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// archive is what an index must hold.
type archive map[string][]Passage

// sample returns a document of some passages whose words depend on its number and version.
func sample(i, version int) (string, []Passage) {
	id := fmt.Sprintf("%d-KH/TU", i)
	words := strings.Fields("kế hoạch phát triển đô thị thủy lợi nông thôn mới giao thông trường học bệnh viện môi trường")
	var out []Passage
	for k := range i%7 + 1 {
		p := Passage{ID: fmt.Sprint(id, "#", k), Document: id, Section: fmt.Sprint(k), Title: words[(i+k)%len(words)], Above: "mục tiêu " + words[i%len(words)],
			Text: fmt.Sprint("bản ", version, " đoạn ", k), Type: []string{"KH", "QĐ", "CT"}[i%3], Date: fmt.Sprint(2015+i%10, "-01-02"), Sure: 0.987, Lines: [2]int{k, k + 3}}
		for n := range 9 {
			p.Text += " " + words[(i*n+k+version)%len(words)]
		}
		if k == 2 {
			p.Doubts = []Doubt{{Word: "đoạn", Or: []string{"đoàn"}}}
		}
		out = append(out, p)
	}
	return id, out
}

// TestChanges changes documents of an index in many ways and compares it with one that was built of
// the outcome, and what it stores with what was put.
func TestChanges(t *testing.T) {
	dir, want := t.TempDir(), archive{}
	first := begin(t, dir, "1", "")
	for i := range 300 {
		first.put(want, i, 0)
		if i%90 == 80 {
			first.put(want, i-40, 1) // writes a batch where it is in it
			first.put(want, i, 1)
		}
	}
	first.seal(want)
	second := begin(t, dir, "2", "1")
	for i := range 320 {
		switch {
		case i >= 300, i%3 == 0:
			second.put(want, i, 1)
		case i%5 == 0:
			second.remove(want, i)
		}
		if i%6 == 0 {
			second.put(want, i, 2)
		}
		if i%60 == 0 {
			second.remove(want, i)
		}
	}
	second.seal(want)
	fresh := begin(t, dir, "fresh", "")
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if err := fresh.Put(id, want[id]); err != nil {
			t.Fatal(err)
		}
	}
	fresh.seal(want)
	a, b := holds(t, filepath.Join(dir, "2"), want), holds(t, filepath.Join(dir, "fresh"), want)
	for _, q := range []Query{{Text: "đô thị"}, {Text: `"phát triển"`}, {Text: "ban 2 doan"}, {Text: "đoàn"}, {Text: "thuy loi", Type: "QĐ"}, {Text: "đoan 1 hoach", Year: "2016"}, {}} {
		q.Limit = 5000
		if got, want := summary(t, a, q), summary(t, b, q); got != want {
			t.Errorf("%+v: changed %.300s, fresh %.300s", q, got, want)
		}
	}
	third := begin(t, dir, "3", "2")
	for id := range maps.Clone(want) {
		delete(want, id)
		if err := third.Remove(id); err != nil {
			t.Fatal(err)
		}
	}
	third.seal(want)
	holds(t, filepath.Join(dir, "3"), want)
}

// TestSmallAdditions adds documents one by one: their passages must come to lie in groups.
func TestSmallAdditions(t *testing.T) {
	dir, want, from := t.TempDir(), archive{}, ""
	for i := range 40 {
		name := fmt.Sprint("g", i)
		b := begin(t, dir, name, from)
		b.put(want, i, 0)
		b.seal(want)
		from = name
	}
	x := holds(t, filepath.Join(dir, from), want)
	groups, most := 0, 2*x.count/groupSize+1
	for _, s := range x.shards {
		groups += int(s.DocNumbersLive().GetCardinality())
	}
	if groups > most {
		t.Errorf("%d passages lie in %d groups, want %d at most", x.count, groups, most)
	}
}

// change is a builder under test.
type change struct {
	Builder
	t *testing.T
}

func begin(t *testing.T, dir, name, from string) *change {
	t.Helper()
	if from != "" {
		from = filepath.Join(dir, from)
	}
	b, err := Bleve{}.Build(filepath.Join(dir, name), from)
	if err != nil {
		t.Fatal(err)
	}
	return &change{b, t}
}

func (c *change) put(want archive, i, version int) {
	id, list := sample(i, version)
	want[id] = list
	if err := c.Put(id, list); err != nil {
		c.t.Fatal(err)
	}
}

func (c *change) remove(want archive, i int) {
	id, _ := sample(i, 0)
	delete(want, id)
	if err := c.Remove(id); err != nil {
		c.t.Fatal(err)
	}
}

func (c *change) seal(want archive) {
	c.t.Helper()
	count := 0
	for _, list := range want {
		count += len(list)
	}
	if n, err := c.Seal(); err != nil || n != count {
		c.t.Fatalf("sealed with %d passages, error %v; want %d", n, err, count)
	}
}

// holds opens an index that must hold an archive.
func holds(t *testing.T, dir string, want archive) *bleveIndex {
	t.Helper()
	idx, err := Bleve{}.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { idx.Close() })
	x := idx.(*bleveIndex)
	got := archive{}
	for _, s := range x.shards {
		for it := s.live.Iterator(); it.HasNext(); {
			p, err := s.passage(it.Next())
			if err != nil {
				t.Fatal(err)
			}
			got[p.Document] = append(got[p.Document], *p)
		}
	}
	for _, list := range got {
		slices.SortFunc(list, func(a, b Passage) int { return strings.Compare(a.ID, b.ID) })
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s holds %d documents and not what was put, which is %d", filepath.Base(dir), len(got), len(want))
	}
	counts, err := x.Documents(t.Context())
	if err != nil || len(counts) != len(want) {
		t.Errorf("%s has %d documents, error %v, want %d", filepath.Base(dir), len(counts), err, len(want))
	}
	for id, n := range counts {
		if n != len(want[id]) {
			t.Errorf("%s has %d passages of %s, want %d", filepath.Base(dir), n, id, len(want[id]))
		}
	}
	return x
}

// summary is what a search finds, whatever its order.
func summary(t *testing.T, x *bleveIndex, q Query) string {
	t.Helper()
	r, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return fmt.Sprint(r.Total, len(ids), r.Documents, r.Close, r.Suggest, r.Facets, ids)
}
