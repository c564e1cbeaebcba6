package situation

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/lang/langtest"
	"readout/internal/record"
)

type byForm struct{ doc *lang.Doc }

func (b byForm) At(i int) (string, bool) {
	t := b.doc.Tokens[i]
	return strings.ToLower(t.Form), t.UPOS == "PROPN"
}
func (b byForm) Describe(i int) (string, bool) {
	t := b.doc.Tokens[i]
	return strings.ToLower(t.Form), t.UPOS == "NOUN"
}
func (b byForm) Offices() []actor.Office { return nil }

func parse(text string) *lang.Doc {
	d := &lang.Doc{}
	var forms []string
	at := 0
	for r := range strings.FieldsSeq(text) {
		c := strings.Split(r, "/")
		head, _ := strconv.Atoi(c[3])
		d.Tokens = append(d.Tokens, lang.Token{Span: lang.Span{Start: at, End: at + len(c[0])}, Form: c[0], Lemma: c[1], UPOS: c[2], Head: head - 1, Deprel: c[4]})
		forms = append(forms, c[0])
		at += len(c[0]) + 1
	}
	d.Text = strings.Join(forms, " ")
	d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: len(d.Text)}, N: len(d.Tokens)}}
	return d
}

func TestStated(t *testing.T) {
	for _, c := range []struct{ parse, want string }{
		{"Ruvia/Ruvia/PROPN/2/nsubj has/have/VERB/0/root bases/base/NOUN/2/obj in/in/ADP/5/case Varonia/Varonia/PROPN/3/nmod", "holds ruvia>varonia in_force"},
		{"Ruvia/Ruvia/PROPN/2/nsubj backs/back/VERB/0/root Adler/Adler/PROPN/2/obj", "backs ruvia>adler in_force"},
		{"rebels/rebel/NOUN/0/root Ruvia/Ruvia/PROPN/4/compound -/-/PUNCT/4/punct backed/back/VERB/1/amod", "backs ruvia>rebels in_force"},
		{"Adler/Adler/PROPN/2/nsubj fled/flee/VERB/0/root to/to/ADP/4/case Ruvia/Ruvia/PROPN/2/obl", "shelters ruvia>adler in_force"},
	} {
		d := parse(c.parse)
		got := newFinder(Input{Doc: d, Actors: byForm{d}, Places: byForm{d}}).byRule()
		if len(got) != 1 {
			t.Errorf("%s: %d situations", d.Text, len(got))
			continue
		}
		s := got[0]
		if line := s.Kind + " " + *s.Holder + ">" + *s.Object + " " + s.State; line != c.want {
			t.Errorf("%s: got %q, want %q", d.Text, line, c.want)
		}
	}
}

func TestEffects(t *testing.T) {
	d := parse("Ruvia/Ruvia/PROPN/2/nsubj arrested/arrest/VERB/0/root Adler/Adler/PROPN/2/obj")
	ev := record.Evidence{Start: 0, End: len(d.Text), Quote: d.Text}
	mode := "arrest"
	e := record.Event{ID: "e1", Type: codebook.Coerce, Mode: &mode, Factuality: codebook.Planned, Actors: []string{"ruvia"}, Recipients: []string{"adler"},
		Trigger: record.Evidence{Start: 6, End: 14, Quote: "arrested"}, Evidence: []record.Evidence{ev}}
	got := newFinder(Input{Doc: d, Actors: byForm{d}, Places: byForm{d}, Events: []record.Event{e}}).byRule()
	if len(got) != 1 || got[0].Kind != "detains" || got[0].State != codebook.Sought || *got[0].ChangedBy != "e1" {
		t.Errorf("got %+v", got)
	}
}

// TestWeighed: what an event may tell of, and how a situation stands, is as the engine weighs it.
func TestWeighed(t *testing.T) {
	words := "Ruvia/Ruvia/PROPN/2/nsubj rebuffed/rebuff/VERB/0/root Varonia/Varonia/PROPN/2/obj"
	for _, c := range []struct {
		name, want string
		scales     lang.Scales
	}{
		{"no scales", "", nil},
		{"a demand unlikely", "", langtest.Favours{Scale: stateScale, Sort: told + 3*sources, By: -9}},
		{"a demand likely", "demands ruvia>varonia in_force, demands varonia>ruvia in_force, agreement varonia>ruvia in_doubt", langtest.Favours{Scale: stateScale, Sort: told + 3*sources, By: 9}},
	} {
		d := parse(words)
		d.Scales = c.scales
		e := record.Event{ID: "e1", Type: codebook.Reject, Factuality: codebook.Actual, Actors: []string{"ruvia"}, Recipients: []string{"varonia"},
			Trigger: record.Evidence{Start: 6, End: 14, Quote: "rebuffed"}, Evidence: []record.Evidence{{Start: 0, End: len(d.Text), Quote: d.Text}}}
		if got := lines(Find(Input{Doc: d, Actors: byForm{d}, Places: nowhere{}, Events: []record.Event{e}})); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	for sort, state := range standings {
		d := parse("Ruvia/Ruvia/PROPN/2/nsubj backs/back/VERB/0/root Adler/Adler/PROPN/2/obj")
		d.Scales = langtest.Favours{Scale: standingScale, Sort: sort, By: 9}
		if got := lines(Find(Input{Doc: d, Actors: byForm{d}, Places: nowhere{}})); got != "backs ruvia>adler "+state {
			t.Errorf("got %q, want one that stands as %s", got, state)
		}
	}
}

type nowhere struct{}

func (nowhere) At(int) (string, bool) { return "", false }

func lines(all []record.Situation) string {
	var out []string
	for _, s := range all {
		out = append(out, s.Kind+" "+*s.Holder+">"+*s.Object+" "+s.State)
	}
	return strings.Join(out, ", ")
}

// TestTells: every row of the table names a type, parts, a situation and standings that there are.
func TestTells(t *testing.T) {
	parts := words("actor recipient place")
	for n, c := range codebook.Rows(tellTable) {
		if len(c) != 6 {
			t.Errorf("row %d has %d columns", n, len(c))
			continue
		}
		_, typed := codebook.TypeByName(c[0])
		kind := slices.ContainsFunc(codebook.Kinds(), func(k codebook.Kind) bool { return k.Name == c[3] })
		if !typed || !parts[c[1]] || !parts[c[2]] || !kind || !slices.Contains(standings, c[4]) || !slices.Contains(standings, c[5]) {
			t.Errorf("row %d: %q", n, c)
		}
		if place := c[2] == "place"; place != (c[3] == "holds") {
			t.Errorf("row %d: %s of a %s", n, c[3], c[2])
		}
	}
}
