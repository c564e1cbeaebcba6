package merge

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/internal/score"
)

// A mentioned is a gold event mention of ECB+.
type mentioned struct {
	key, doc, gold, words, context string
}

// eventMentions reads those of a part that stand in sentences annotated
// throughout.
func eventMentions(t *testing.T, part string) (out []mentioned) {
	type doc struct {
		Doc      string
		Sents    [][]string
		Selected []int
		Mentions []struct {
			ID    any
			Type  string
			Sent  int
			Toks  []int
			Chain *string
		}
	}
	for _, d := range lines[doc](t, filepath.Join(shared(t), "ecbplus", part+".jsonl.gz")) {
		for _, m := range d.Mentions {
			if !strings.HasPrefix(m.Type, "ACTION") && !strings.HasPrefix(m.Type, "NEG_ACTION") || !slices.Contains(d.Selected, m.Sent) {
				continue
			}
			key := fmt.Sprint(d.Doc, " ", m.ID)
			x := mentioned{key: key, doc: d.Doc, gold: key, context: strings.Join(d.Sents[m.Sent], " ")}
			for _, k := range m.Toks {
				x.words = strings.TrimSpace(x.words + " " + d.Sents[m.Sent][k])
			}
			if m.Chain != nil {
				x.gold = *m.Chain
				if strings.HasPrefix(x.gold, "INTRA") {
					x.gold += d.Doc
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// TestCoreferenceECB groups gold event mentions within the stories that are
// found: words for one happening, one event.
func TestCoreferenceECB(t *testing.T) {
	for part, floor := range map[string]float64{"train": 0.74, "dev": 0.74} {
		sources, _ := ecb(t, part)
		stories := storiesOf(Merge(sources, nil))
		gold, got := map[string]string{}, map[string]string{}
		for _, m := range eventMentions(t, part) {
			gold[m.key] = m.gold
			got[m.key] = stories[m.doc] + " " + happening(m.words)
		}
		muc, b3, ceaf := conll(gold, got)
		f := (muc + b3 + ceaf) / 3
		t.Logf("ECB+ %s, gold event mentions: %d, MUC %.3f B3 %.3f CEAFe %.3f CoNLL %.3f", part, len(gold), muc, b3, ceaf, f)
		if f < floor {
			t.Errorf("ECB+ %s: %.3f is below %.2f", part, f, floor)
		}
	}
}

func invert(of map[string]string) map[string][]string {
	out := map[string][]string{}
	for _, k := range sortedKeys(of) {
		out[of[k]] = append(out[of[k]], k)
	}
	return out
}

// conll scores a partition: F1 of MUC, B-cubed and CEAF-e.
func conll(gold, got map[string]string) (muc, b3, ceaf float64) {
	_, _, b3 = bCubed(gold, got)
	links := func(a, b map[string]string) float64 {
		num, den := 0, 0
		for _, g := range invert(a) {
			parts := map[string]bool{}
			for _, k := range g {
				parts[b[k]] = true
			}
			num += len(g) - len(parts)
			den += len(g) - 1
		}
		return float64(num) / float64(max(1, den))
	}
	r, p := links(gold, got), links(got, gold)
	muc = 2 * p * r / (p + r)
	total := matching(invert(gold), invert(got))
	p, r = total/float64(len(invert(got))), total/float64(len(invert(gold)))
	return muc, b3, 2 * p * r / (p + r)
}

// matching is the greatest sum of 2|G&R|/(|G|+|R|) over one-to-one pairs of
// groups, component by component.
func matching(gold, got map[string][]string) float64 {
	gs, rs := sortedKeys(gold), sortedKeys(got)
	group := map[string]int{}
	for j, r := range rs {
		for _, k := range got[r] {
			group[k] = j
		}
	}
	u := newUnion(len(gs) + len(rs))
	shared := map[[2]int]int{}
	for i, g := range gs {
		for _, k := range gold[g] {
			j := group[k]
			shared[[2]int{i, j}]++
			u.join(i, len(gs)+j)
		}
	}
	total := 0.0
	for _, component := range u.groups() {
		var a, b []int
		for _, n := range component {
			if n < len(gs) {
				a = append(a, n)
			} else {
				b = append(b, n-len(gs))
			}
		}
		n := max(len(a), len(b))
		cost := make([][]float64, n)
		for x := range cost {
			cost[x] = make([]float64, n)
			for y := range cost[x] {
				if x < len(a) && y < len(b) {
					cost[x][y] = -2 * float64(shared[[2]int{a[x], b[y]}]) / float64(len(gold[gs[a[x]]])+len(got[rs[b[y]]]))
				}
			}
		}
		total -= score.LeastCost(cost)
	}
	return total
}
