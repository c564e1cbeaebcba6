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
		"A fire at a garment factory in Karachi killed 21 workers on Tuesday.",
		"Three soldiers were killed in a helicopter crash in Kenya, the army said.",
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

// TestTeller reads attacks that nobody is named for: who tells of them is not who did them.
func TestTeller(t *testing.T) {
	r := embedded(t)
	for _, text := range []string{
		"Three people were killed when a missile hit a market in Kharkiv on Wednesday, the Ukrainian military said.",
		"A journalist was shot dead in Karachi on Sunday, the Pakistani police said.",
	} {
		got := r.Read(&record.Report{Text: "Officials met in Geneva on Monday.\n\n" + text})
		n := 0
		for _, e := range got.Events {
			if e.Type == codebook.Assault {
				n++
				if len(e.Actors) > 0 {
					t.Errorf("%s: by %s", text, namesOf(got)[e.Actors[0]])
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no assault", text)
		}
	}
}

// TestThirdParty reads who brings two others together: he acts upon them.
func TestThirdParty(t *testing.T) {
	text := "KUALA LUMPUR, Nov 12 (Reuters) - Malaysia brokered a ceasefire between Thailand and Cambodia on Wednesday, Prime Minister Anwar Ibrahim said.\n\nThe truce takes effect at midnight. Thai troops will withdraw from the hill."
	got := embedded(t).Read(&record.Report{Text: text})
	names := namesOf(got)
	for _, e := range got.Events {
		if e.Type != codebook.Consult {
			continue
		}
		if len(e.Actors) != 1 || names[e.Actors[0]] != "Malaysia" || len(e.Recipients) != 2 {
			t.Errorf("actors %v, recipients %v of %v", e.Actors, e.Recipients, names)
		}
		return
	}
	t.Error("no meeting")
}

// TestObserved reads a truce that is kept, which nobody says.
func TestObserved(t *testing.T) {
	got := embedded(t).Read(&record.Report{Text: "Prices rose in Cairo in October.\n\nHamas and Israel observed a truce brokered by Egypt and Qatar on Wednesday."})
	if len(got.Statements) > 0 {
		t.Errorf("statements %+v", got.Statements)
	}
}
