package train

import (
	"math"
	"sort"
	"strings"

	"vanban/pipeline/blob"
	"vanban/pipeline/channel"
	"vanban/pipeline/syllable"
)

// Smoothing: how many counts the distribution behind stands for.
const (
	baseWeight    = 20.0 // the readings of all letters with the same base, for one letter
	floorWeight   = 0.5  // any reading at all
	floorChance   = 1e-4
	composeWeight = 6.0 // the product of the shorter segments, for a longer one
	worth         = 1.25
)

// chances are the probabilities of readings by printed segment.
type chances map[string]map[string]float64

// smooth turns counts into probabilities. A single letter backs off to the letters with the same
// base, a longer segment to the best product of its parts; it is kept only where it says more.
func smooth(c *counts) chances {
	base, baseTotal := baseReadings(c)
	out := chances{}
	byLen := make([][]string, maxSeg+1)
	for g := range c.gold {
		n := len([]rune(g))
		byLen[n] = append(byLen[n], g)
	}
	for _, g := range byLen[1] {
		out[g] = map[string]float64{}
		b := fold(g)
		for o := range base[b] {
			back := (base[b][o] + floorWeight*floorChance) / (baseTotal[b] + floorWeight)
			p := (c.pairs[g][o] + baseWeight*back) / (c.gold[g] + baseWeight)
			if p > floorChance/50 {
				out[g][o] = p
			}
		}
	}
	for n := 2; n <= maxSeg; n++ {
		for _, g := range byLen[n] {
			long := map[string]float64{}
			for o, x := range c.pairs[g] {
				back := compose(out, []rune(g), []rune(o))
				p := (x + composeWeight*back) / (c.gold[g] + composeWeight)
				if x >= 2 && p > worth*back {
					long[o] = p
				}
			}
			if len(long) > 0 {
				out[g] = long
			}
		}
	}
	return out
}

func fold(s string) string { return syllable.Fold(s) }

func baseReadings(c *counts) (map[string]map[string]float64, map[string]float64) {
	base, total := map[string]map[string]float64{}, map[string]float64{}
	for g, n := range c.gold {
		if len([]rune(g)) != 1 {
			continue
		}
		b := fold(g)
		total[b] += n
		if base[b] == nil {
			base[b] = map[string]float64{}
		}
		for o, x := range c.pairs[g] {
			base[b][o] += x
		}
	}
	return base, total
}

// compose returns the probability of reading o for g by the best way to cut both in two.
func compose(p chances, g, o []rune) float64 {
	best := 0.0
	for i := 1; i < len(g); i++ {
		for j := 0; j <= len(o); j++ {
			best = max(best, chance(p, g[:i], o[:j])*chance(p, g[i:], o[j:]))
		}
	}
	return best
}

func chance(p chances, g, o []rune) float64 {
	x := p[string(g)][string(o)]
	if len(g) > 1 {
		x = max(x, compose(p, g, o))
	}
	return x
}

// table lays the rules of one kind of OCR out as sections of a blob.
func table(w *blob.Writer, name string, c *counts) {
	byRead := map[string][]channel.Rule{}
	for g, m := range smooth(c) {
		for o, p := range m {
			byRead[o] = append(byRead[o], channel.Rule{Gold: g, Cost: float32(-math.Log(p))})
		}
	}
	var invented float64
	for _, x := range c.pairs[""] {
		invented += x
	}
	for o, x := range c.pairs[""] {
		if x >= 3 && len([]rune(o)) == 1 {
			byRead[o] = append(byRead[o], channel.Rule{Gold: "", Cost: float32(-math.Log(x / (c.letters + 1)))})
		}
	}
	var reads []string
	for o := range byRead {
		reads = append(reads, o)
	}
	sort.Strings(reads)
	var b strings.Builder
	for _, o := range reads {
		rules := byRead[o]
		sort.Slice(rules, func(i, j int) bool {
			return rules[i].Cost < rules[j].Cost || rules[i].Cost == rules[j].Cost && rules[i].Gold < rules[j].Gold
		})
		channel.AppendRules(&b, o, rules)
	}
	w.Add(name, []byte(b.String()))
	w.Add(name+".ends", channel.Ends{
		Lost:   float32(-math.Log((c.lost + 1) / (c.spaces + 2))),
		Parted: float32(-math.Log((c.parts + 1) / (c.letters + 2))),
		Insert: float32(-math.Log((invented + 1) / (c.letters + 2))),
	}.Bytes())
}

// Set is the aligned lines of one kind of OCR.
type Set struct {
	Name  string
	Lines []Line
}

// Build learns a table for each set and returns the file.
func Build(sets []Set, inputs []blob.Input) ([]byte, error) {
	params := map[string]float64{}
	for _, s := range sets {
		params[s.Name+" lines"] = float64(len(s.Lines))
	}
	w := blob.NewWriter("channel", params, inputs)
	for _, s := range sets {
		c := learn(s.Lines)
		table(w, s.Name, c)
		around := learnJunk(s.Lines).model()
		around.Vanish = c.vanish()
		w.Add(s.Name+".around", around.Bytes())
	}
	return w.Bytes()
}
