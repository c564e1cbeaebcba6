package place

import (
	"readout/internal/lang"
	"readout/internal/record"
)

// A Choice is a place that a report names, with what speaks for listing it, and
// as the engine weighs it.
type Choice struct {
	record.Place
	Features []string
	Of       []int
	Items    []lang.Item
}

// Choices returns the places that a report names, before Keep.
func (f *Finder) Choices(out *record.Reading) []Choice {
	var all []Choice
	used := uses(out)
	for i, x := range f.features(used, len(out.Events)) {
		c := Choice{Place: f.places[i], Features: x}
		c.Of, c.Items = f.item(i, used[c.ID], listed().Score(x))
		all = append(all, c)
	}
	return all
}
