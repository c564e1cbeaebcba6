package annotate

import (
	"slices"
	"strings"
	"testing"

	"readout/internal/lang"
)

// parsed makes a doc of one-paragraph sentences, each word as form/UPOS/head/deprel with heads from 1.
func parsed(sentences ...string) *lang.Doc {
	d := &lang.Doc{}
	for _, s := range sentences {
		sent := lang.Sentence{First: len(d.Tokens)}
		sent.Start = len(d.Text)
		for _, w := range strings.Fields(s) {
			f := strings.Split(w, "/")
			tok := lang.Token{Form: f[0], Lemma: f[0], UPOS: f[1], Head: int(f[2][0]-'0') - 1, Deprel: f[3]}
			tok.Start = len(d.Text)
			d.Text += f[0]
			tok.End = len(d.Text)
			d.Text += " "
			d.Tokens = append(d.Tokens, tok)
		}
		sent.N, sent.End = len(d.Tokens)-sent.First, len(d.Text)-1
		d.Sentences = append(d.Sentences, sent)
	}
	return d
}

var talks = []string{
	"President/PROPN/2/nmod:desc Anna/PROPN/4/nsubj Varga/PROPN/2/flat met/VERB/0/root the/DET/6/det envoys/NOUN/4/obj of/ADP/8/case Norland/PROPN/6/nmod ./PUNCT/4/punct",
	"Varga/PROPN/2/nsubj thanked/VERB/0/root them/PRON/2/obj and/CCONJ/6/cc her/PRON/6/nmod:poss minister/NOUN/3/conj ,/PUNCT/9/punct who/PRON/9/nsubj left/VERB/6/acl:relcl",
}

func TestMentions(t *testing.T) {
	d := parsed(talks...)
	var got []string
	for _, m := range refersOf(d, lang.NewTree(d)) {
		got = append(got, d.Slice(m.Span))
	}
	want := []string{"President Anna Varga", "the envoys of Norland", "Norland", "Varga", "them", "her", "her minister , who left"}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no mention %q in %q", w, got)
		}
	}
}

func TestNameMatch(t *testing.T) {
	name := func(s string) *refers { return &refers{names: strings.Fields(s)} }
	for _, c := range []struct {
		a, b string
		want int
	}{{"varga", "anna varga", 2}, {"anna", "anna varga", 4}, {"peter varga", "anna varga", 3}, {"norland", "norland", 1}, {"norland", "varga", 8}, {"", "varga", 0}} {
		if got := nameMatch(name(c.a), name(c.b)); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestJoined(t *testing.T) {
	all := make([]refers, 5)
	for i := range all {
		all[i].Head = i
	}
	got := joined(all, []int{-1, -1, 0, 1, 2})
	if len(got) != 2 || len(got[0].Mentions) != 3 || got[0].Mentions[2].Head != 4 || len(got[1].Mentions) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestChainsTable checks that the table of weights is that of the features.
func TestChainsTable(t *testing.T) {
	if l, err := newLinker(chainsTable); err != nil || l == nil {
		t.Errorf("%v, %v", l, err)
	}
	if _, err := newLinker("later\t1 2 x"); err == nil {
		t.Error("a damaged table passes")
	}
}

// TestChains joins a name and the pronouns that follow it, with vectors of no content.
func TestChains(t *testing.T) {
	d := parsed("Anna/PROPN/3/nsubj Varga/PROPN/1/flat spoke/VERB/0/root", "She/PRON/2/nsubj said/VERB/0/root Varga/PROPN/4/nsubj agreed/VERB/2/ccomp")
	l, err := newLinker(chainsTable)
	if err != nil {
		t.Fatal(err)
	}
	tree := lang.NewTree(d)
	c := gather(d, tree, refersOf(d, tree), flat{})
	link := c.best(l)
	if chains := joined(c.all, link); len(chains) != 1 || len(chains[0].Mentions) < 2 {
		t.Errorf("%+v", chains)
	}
}

type flat struct{}

func (flat) numbers(list []float32, i, j int) []float32 {
	return append(list, make([]float32, pairNumbers)...)
}
