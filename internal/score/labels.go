package score

import (
	"maps"
	"slices"
)

// Labels counts single labels against gold.
type Labels struct {
	of map[string]*Count
	n  int
}

// Add counts one pair; pairs without a gold label are left out.
func (l *Labels) Add(gold, pred string) {
	if gold == "" {
		return
	}
	if l.of == nil {
		l.of = map[string]*Count{}
	}
	for _, x := range []string{gold, pred} {
		if l.of[x] == nil {
			l.of[x] = &Count{}
		}
	}
	l.n++
	l.of[gold].Gold++
	l.of[pred].Predicted++
	if gold == pred {
		l.of[gold].Matched++
	}
}

// MacroF1 is the mean of the F1 of the labels that gold has.
func (l *Labels) MacroF1() float64 {
	sum, n := 0.0, 0
	for _, x := range slices.Sorted(maps.Keys(l.of)) {
		if l.of[x].Gold > 0 {
			sum += l.of[x].F1()
			n++
		}
	}
	return sum / float64(max(1, n))
}

// Accuracy is the share of pairs that agree.
func (l *Labels) Accuracy() float64 {
	right := 0
	for _, c := range l.of {
		right += c.Matched
	}
	return ratio(right, l.n)
}
