package place

import (
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
)

// TestLies: whose base is in a town says nothing of where the town lies, what it is
// said to be in does, and who begins to act after it does not.
func TestLies(t *testing.T) {
	for _, c := range []struct{ words, form, want string }{
		{"A/DET/3/det Russian/ADJ/3/amod/NORP base/NOUN/6/nsubj in/ADP/5/case Manta/PROPN/3/nmod/GPE closed/VERB/0/root", "Manta", "ECU"},
		{"Gunmen/NOUN/2/nsubj raided/VERB/0/root Maga/PROPN/2/obj/GPE in/ADP/6/case Kebbi/PROPN/6/compound/GPE state/NOUN/2/obl", "Maga", "NGA"},
		{"After/ADP/3/case strikes/NOUN/3/nsubj on/ADP/4/case Samara/PROPN/7/obl/GPE ,/PUNCT/7/punct Ukraine/PROPN/7/nsubj/GPE said/VERB/0/root", "Samara", "RUS"},
	} {
		d := doc(t, c.words)
		f := Find(d, actor.Find(d))
		got := ""
		for i, tok := range d.Tokens {
			if p := f.Named(i); p != nil && tok.Form == c.form && p.Country != nil {
				got = *p.Country
			}
		}
		if got != c.want {
			t.Errorf("%s: %s lies in %q, want %q", c.words, c.form, got, c.want)
		}
	}
}

// TestSpeltInFull: a site named in full as the gazetteer spells it is one place.
func TestSpeltInFull(t *testing.T) {
	d := doc(t, "They/PRON/2/nsubj stormed/VERB/0/root the/DET/5/det Heglig/PROPN/5/compound/GPE oilfield/NOUN/2/obj in/ADP/7/case Sudan/PROPN/2/obl/GPE")
	d.Args = []lang.Arg{{Token: 4, Role: "place", Score: 0.9}}
	f := Find(d, actor.Find(d))
	if p, q := f.Named(3), f.Named(4); p == nil || p != q || p.Lat == nil {
		t.Errorf("%+v and %+v", p, q)
	}
}
