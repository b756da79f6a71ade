package ingest

import (
	"fmt"
	"strconv"
	"strings"
)

// Shard is a part of the files, chosen by their content: several processes, each with its own
// part and its own archive, read each file once between them. The zero value is all files.
type Shard struct{ Number, Of int } // Number is 1 to Of

// maxShards is the largest number of parts.
const maxShards = 100_000

// ParseShard reads a part as people write it: 3/16.
func ParseShard(s string) (Shard, error) {
	number, of, ok := strings.Cut(s, "/")
	n, err1 := strconv.Atoi(number)
	k, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || n < 1 || n > k || k > maxShards {
		return Shard{}, fmt.Errorf("%q: not of the form 3/16", s)
	}
	return Shard{n, k}, nil
}

// has reports whether a file of this hash belongs to the part.
func (s Shard) has(sum string) bool {
	if s.Of == 0 {
		return true
	}
	n, err := strconv.ParseUint(sum[:16], 16, 64)
	return err == nil && n%uint64(s.Of) == uint64(s.Number-1)
}
