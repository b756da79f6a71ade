package candidate

import (
	"strings"
	"sync"
)

// cache remembers the candidates found so far in two generations: what was not asked for during a
// whole generation is forgotten. It is safe for concurrent use.
type cache struct {
	mu         sync.Mutex
	young, old map[cacheKey][]Candidate
}

type cacheKey struct {
	read string
	caps bool
	part bool // of a token
}

// cacheSize bounds each of the two generations.
const cacheSize = 40000

// recall returns the candidates found earlier for a stretch.
func (c *cache) recall(k cacheKey) ([]Candidate, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, ok := c.young[k]
	if !ok {
		list, ok = c.old[k]
		if ok {
			c.keep(k, list)
		}
	}
	return list, ok
}

// remember keeps the candidates of a stretch.
func (c *cache) remember(k cacheKey, list []Candidate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(k, list)
}

func (c *cache) keep(k cacheKey, list []Candidate) {
	if len(c.young) >= cacheSize || c.young == nil {
		c.old, c.young = c.young, map[cacheKey][]Candidate{}
	}
	c.young[cacheKey{strings.Clone(k.read), k.caps, k.part}] = list
}
