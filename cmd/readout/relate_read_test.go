package main

import (
	"strings"
	"testing"

	"readout/internal/lang"
)

// TestReadRelation reads relations off sentences of every way of reading.
func TestReadRelation(t *testing.T) {
	r, err := newReader("")
	if err != nil {
		t.Skip("no model: ", err)
	}
	for _, c := range []struct{ text, from, to, want string }{
		{"Dorvan refused to meet envoys of the Lund Republic on Friday.", "Dorvan", "envoys", "REJECT"},
		{"Dorvan agreed to send food to the Lund Republic.", "Dorvan", "the Lund Republic", "AGREE"},
		{"Dorvan lifted its sanctions on the Lund Republic.", "Dorvan", "the Lund Republic", "YIELD"},
		{"Dorvan suspended military aid to the Lund Republic.", "Dorvan", "the Lund Republic", "SANCTION"},
		{"Dorvan said it would attack the Lund Republic.", "Dorvan", "the Lund Republic", "THREATEN"},
	} {
		d := r.Doc("", c.text, "")
		a, b := strings.Index(c.text, c.from), strings.Index(c.text, c.to)
		if got := readRelation(d, lang.Span{Start: a, End: a + len(c.from)}, lang.Span{Start: b, End: b + len(c.to)}); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}
