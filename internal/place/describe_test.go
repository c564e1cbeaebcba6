package place

import (
	"slices"
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
	"readout/internal/record"
)

// found reads the places of one sentence of words as doc takes them, by name.
func found(t *testing.T, words string, args ...lang.Arg) map[string]record.Place {
	t.Helper()
	d := doc(t, words)
	d.Args = args
	m := map[string]record.Place{}
	for _, p := range Find(d, actor.Find(d)).Places() {
		m[p.Name] = p
	}
	return m
}

// TestDescribe finds sites by the words that describe them.
func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		words, name, kind, country, form string
	}{
		{"Guards/NOUN/2/nsubj fired/VERB/0/root at/ADP/5/case the/DET/5/det border/NOUN/2/obl with/ADP/7/case Mexico/PROPN/5/nmod/GPE", "border with Mexico", "region", "MEX", "border"},
		{"Guards/NOUN/2/nsubj fired/VERB/0/root at/ADP/5/case the/DET/5/det border/NOUN/2/obl", "border", "region", "", "border"},
		{"Shells/NOUN/2/nsubj hit/VERB/0/root eastern/ADJ/4/amod Aleppo/PROPN/2/obj/GPE", "eastern Aleppo", "region", "SYR", "eastern Aleppo"},
		{"Floods/NOUN/2/nsubj came/VERB/0/root in/ADP/6/case central/ADJ/6/amod Hubei/PROPN/6/compound/GPE province/NOUN/2/obl", "Hubei", "region", "CHN", "Hubei province"},
		{"Police/NOUN/2/nsubj raid/VERB/0/root one/NUM/5/nummod textile/NOUN/5/compound warehouse/NOUN/2/obj", "textile warehouse", "building", "", "one textile warehouse"},
	} {
		p, ok := found(t, c.words)[c.name]
		country := ""
		if p.Country != nil {
			country = *p.Country
		}
		if !ok || p.Kind != c.kind || country != c.country || !slices.Contains(p.Names, c.form) {
			t.Errorf("%s: %+v of country %q in %v", c.words, p, country, found(t, c.words))
		}
	}
}

// TestPart finds what the engine takes for the place of an event, but no noun
// that describes a place named elsewhere.
func TestPart(t *testing.T) {
	for noun, want := range map[string]bool{"vineyard": true, "capital": false} {
		words := "They/PRON/2/nsubj fought/VERB/0/root behind/ADP/6/case an/DET/6/det old/ADJ/6/amod " + noun + "/NOUN/2/obl"
		got := found(t, words, lang.Arg{Trigger: 1, Token: 5, Role: "place", Score: 0.8})
		if _, ok := got["old "+noun]; ok != want {
			t.Errorf("%s: %v", noun, got)
		}
		if _, ok := found(t, words)["old "+noun]; ok {
			t.Errorf("%s: found without the engine", noun)
		}
	}
}

// TestSpelt holds a name and the same with its noun to one place.
func TestSpelt(t *testing.T) {
	got := found(t, "Shells/NOUN/2/nsubj struck/VERB/0/root near/ADP/6/case the/DET/6/det Velm/PROPN/6/compound/FAC district/NOUN/2/obl")
	if len(got) != 1 || !slices.Contains(got["Velm"].Names, "Velm district") {
		t.Errorf("%v", got)
	}
}

// TestJoined reads what hyphens join to a name.
func TestJoined(t *testing.T) {
	for _, c := range []struct{ name, tail, want string }{
		{"Orm", "e-Tavil", "Orm-e-Tavil"}, {"Sangye", "ri", "Sangye-ri"}, {"Orm", "based", "Orm"}, {"Orm", "Tavil", "Orm"},
	} {
		d := &lang.Doc{}
		for _, form := range []string{c.name, "-", c.tail} {
			d.Tokens = append(d.Tokens, lang.Token{Span: lang.Span{Start: len(d.Text), End: len(d.Text) + len(form)}, Form: form, UPOS: "PROPN", Head: -1})
			d.Text += form
		}
		d.Sentences = []lang.Sentence{{Span: lang.Span{End: len(d.Text)}, N: len(d.Tokens)}}
		n, _ := newFinder(d, actor.Find(d)).trim(0, 0, "GPE")
		if n.text != c.want {
			t.Errorf("%s-%s: %q, want %q", c.name, c.tail, n.text, c.want)
		}
	}
}

// TestLand gives a site the one country that its sentence names a place of.
func TestLand(t *testing.T) {
	got := found(t, "Troops/NOUN/2/nsubj raid/VERB/0/root a/DET/5/det textile/NOUN/5/compound warehouse/NOUN/2/obj in/ADP/8/case central/ADJ/8/amod Aleppo/PROPN/2/obl/GPE")
	if c := got["textile warehouse"].Country; c == nil || *c != "SYR" {
		t.Errorf("%v", got)
	}
}
