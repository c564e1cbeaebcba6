package place

import "readout/internal/record"

// Choices returns the places that a report names, before Keep, and the features
// of each.
func (f *Finder) Choices(out *record.Reading) ([]record.Place, [][]string) {
	return f.places, f.features(uses(out), len(out.Events))
}
