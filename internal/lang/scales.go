package lang

import "math"

// An Item is one of several things that may belong to what some words tell: a
// phrase that may be party to an act, a place where it may be.
type Item struct {
	Own   []int     // indexes in Doc.Tokens: the words that name it there, none where it is not named
	Whole []int     // all words that tell of it
	Sort  int       // how it stands there, as the scale numbers it
	Odds  []float64 // log odds of all that it may be
	Known []float32 // what else is known of it, in numbers of like size
}

// Scales weigh items by the engine's vectors.
type Scales interface {
	// Weigh sets the odds of items anew, in place: items of the words given, which
	// tell something of a kind. It returns false, and lets the odds be, where there
	// is no such scale or the scale does not know the kind. A list of words that
	// is given again must not have changed.
	Weigh(scale string, of []int, kind string, items []Item) bool
}

// Weigh sets the odds of items anew by the engine's vectors, see Scales, where
// the document has them.
func (d *Doc) Weigh(scale string, of []int, kind string, items []Item) bool {
	return d.Scales != nil && len(items) > 0 && d.Scales.Weigh(scale, of, kind, items)
}

// FirstOdds are the first odds of items, those of the one thing that each may be.
func FirstOdds(items []Item) []float64 {
	out := make([]float64, len(items))
	for n, x := range items {
		out[n] = x.Odds[0]
	}
	return out
}

// Bit is 1 for what is so, among the numbers that are known of an Item.
func Bit(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// Count brings a count to the size of other numbers that are known of an Item.
func Count(n int) float32 { return float32(math.Log1p(float64(n)) / 2) }

// Gap brings a distance in tokens or sentences, of either sign, to such a size.
func Gap(n int) float32 {
	x := math.Log1p(math.Abs(float64(n))) / 3
	if n < 0 {
		x = -x
	}
	return float32(x)
}
