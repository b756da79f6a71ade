package corpus

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// shelf is what a manifest names, for a writer: found and replaced at a cost that does not grow
// with their number.
type shelf struct {
	scans    map[string]Entry    // by the hash of the scan
	files    map[string]string   // hash of the scan by that of the file
	ids      map[string]string   // hash of the scan by ID, see idKey
	names    map[string][]string // further names, by the hash of the scan
	passages int                 // of all entries
}

func newShelf(m *manifest) *shelf {
	s := &shelf{map[string]Entry{}, map[string]string{}, map[string]string{}, map[string][]string{}, 0}
	for _, e := range m.Documents {
		s.put(e)
	}
	for sum, list := range m.Names {
		s.names[sum] = slices.Clone(list)
	}
	return s
}

// idKey is what two IDs share that a reader, or a file system, takes for one.
func idKey(id string) string { return strings.ToLower(norm.NFC.String(id)) }

// put adds an entry in place of the one with the same scan.
func (s *shelf) put(e Entry) {
	sum := e.Original.SHA256
	if old, ok := s.scans[sum]; ok {
		s.passages -= old.Passages
		if s.ids[idKey(old.ID)] == sum {
			delete(s.ids, idKey(old.ID))
		}
		delete(s.files, old.FileSHA256())
	}
	old := s.scans[sum]
	s.scans[sum] = e
	s.rename(sum, old.Name, e.Name)
	s.files[e.FileSHA256()] = sum
	s.ids[idKey(e.ID)] = sum
	s.passages += e.Passages
}

// remove takes an entry away.
func (s *shelf) remove(e Entry) {
	sum := e.Original.SHA256
	s.passages -= s.scans[sum].Passages
	delete(s.scans, sum)
	delete(s.names, sum)
	if s.files[e.FileSHA256()] == sum {
		delete(s.files, e.FileSHA256())
	}
	if s.ids[idKey(e.ID)] == sum {
		delete(s.ids, idKey(e.ID))
	}
}

// rename keeps the name of a scan that it no longer bears among its further names.
func (s *shelf) rename(sum, old, name string) {
	if i, ok := slices.BinarySearch(s.names[sum], name); ok {
		s.names[sum] = slices.Delete(s.names[sum], i, i+1)
	}
	if old != "" {
		s.link(sum, old)
	}
	if len(s.names[sum]) == 0 {
		delete(s.names, sum)
	}
}

// byFile returns the entry of a file or of a scan.
func (s *shelf) byFile(sum string) (Entry, bool) {
	if e, ok := s.scans[sum]; ok {
		return e, true
	}
	e, ok := s.scans[s.files[sum]]
	return e, ok
}

// link adds a name of a scan and reports whether it is new.
func (s *shelf) link(sum, name string) bool {
	e, ok := s.scans[sum]
	if !ok || e.Name == name {
		return false
	}
	i, known := slices.BinarySearch(s.names[sum], name)
	if !known {
		s.names[sum] = slices.Insert(s.names[sum], i, name)
	}
	return !known
}

// entries returns all entries by ID.
func (s *shelf) entries() []Entry {
	return slices.SortedFunc(maps.Values(s.scans), func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
}
