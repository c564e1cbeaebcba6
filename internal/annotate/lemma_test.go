package annotate

import (
	"slices"
	"testing"
)

func TestStems(t *testing.T) {
	for _, c := range []struct {
		form, upos string
		want       []string
	}{
		{"refused", "VERB", []string{"refus", "refuse"}},
		{"expelled", "VERB", []string{"expell", "expel"}},
		{"planned", "VERB", []string{"plan", "plann"}},
		{"denied", "VERB", []string{"deny"}},
		{"troops", "NOUN", []string{"troop"}},
		{"talks", "VERB", []string{"talk"}},
		{"meeting", "NOUN", nil},
		{"pass", "NOUN", nil},
	} {
		if got := stems(c.form, c.upos); !slices.Equal(got, c.want) {
			t.Errorf("stems of %s, %s: %q, want %q", c.form, c.upos, got, c.want)
		}
	}
	if got := irregular()["withdrew"]; got != "withdraw" {
		t.Errorf("withdrew is of %q", got)
	}
}
