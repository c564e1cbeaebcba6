package event

import (
	"slices"
	"strings"
	"testing"

	"readout/internal/lang"
)

// TestCast gives each party one part: who seems both actor and recipient is the
// one that leaves the other part to somebody.
func TestCast(t *testing.T) {
	said := func(id string, actor, recipient float64) party {
		return party{tok: 0, id: id, actor: actor, recipient: recipient}
	}
	told := func(id string, actor, recipient float64) party {
		return party{tok: -1, id: id, actor: actor, recipient: recipient}
	}
	for _, c := range []struct {
		name    string
		phrases []party
		mutual  bool
		want    string
	}{
		{"actor and recipient", []party{said("a1", 0.9, 0.1), said("a2", 0.1, 0.8)}, false, "a1>a2"},
		{"the recipient may act too", []party{said("a1", 0.9, 0.1), said("a2", 0.4, 0.7)}, false, "a1>a2"},
		{"two actors", []party{said("a1", 0.6, 0.1), said("a2", 0.9, 0.1), said("a3", 0, 0.9)}, false, "a2,a1>a3"},
		{"the surest phrase of each counts", []party{said("a1", 0.1, 0), said("a2", 0.5, 0), said("a1", 0.8, 0)}, false, "a1,a2>"},
		{"one who is only acted on", []party{said("a1", 0.05, 0.6)}, false, ">a1"},
		{"elsewhere and unlikely", []party{said("a1", 0.9, 0), told("a2", 0, 0.04)}, false, "a1>"},
		{"elsewhere and likely enough", []party{said("a1", 0.9, 0), told("a2", 0, 0.3)}, false, "a1>a2"},
		{"a meeting takes two", []party{said("a1", 0.9, 0), said("a2", 0.1, 0), said("a3", 0.05, 0)}, true, "a1,a2>"},
		{"nobody", nil, false, ">"},
	} {
		actors, recipients := cast(c.phrases, c.mutual, inMention)
		if got := strings.Join(actors, ",") + ">" + strings.Join(recipients, ","); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestClues finds in the sentence before who may be party to an act.
func TestClues(t *testing.T) {
	d := parse("Ruvia/Ruvia/PROPN/2/nsubj warned/warn/VERB/0/root Varonia/Varonia/PROPN/2/obj It/it/PRON/5/nsubj attacked/attack/VERB/0/root")
	half := d.Tokens[3].Start
	d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: half - 1}, N: 3}, {Span: lang.Span{Start: half, End: len(d.Text)}, First: 3, N: 2}}
	f := newFinder(Input{Doc: d, Actors: byForm{d}, Places: nowhere{}})
	clues, ids := f.clues(4)
	if !slices.Equal(ids, []string{"ruvia", "varonia"}) || !slices.Contains(clues["ruvia"], "near1subject") || !slices.Contains(clues["varonia"], "near1object") {
		t.Errorf("clues %v of %v", clues, ids)
	}
}
