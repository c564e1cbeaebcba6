// Package langtest holds what tests of several stages do with a document.
package langtest

import "readout/internal/lang"

// Favours are scales of which one knows all kinds: it adds to the first odds of
// items of a sort.
type Favours struct {
	Scale string
	Sort  int
	By    float64
}

// Weigh adds to the odds.
func (s Favours) Weigh(scale string, of []int, _ string, items []lang.Item) bool {
	if scale != s.Scale || len(of) == 0 {
		return false
	}
	for i := range items {
		if items[i].Sort == s.Sort {
			items[i].Odds[0] += s.By
		}
	}
	return true
}
