package reader

import (
	"testing"

	"readout/internal/codebook"
	"readout/internal/record"
)

// TestMishap reads of harm that nobody does, beside one that somebody does.
func TestMishap(t *testing.T) {
	r := embedded(t)
	for _, text := range []string{
		"An earthquake struck eastern Afghanistan on Sunday, killing at least 60 people.",
		"A powerful quake killed 40 people in Iran on Monday, officials said.",
		"In India, 12 people were killed in floods, police said.",
	} {
		got := r.Read(&record.Report{Text: text + " Gunmen killed three aid workers in Kabul on Monday."})
		n := 0
		for _, e := range got.Events {
			if e.Type == codebook.Assault {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: %d assaults, want that of the gunmen alone", text, n)
		}
	}
}
