package place

import (
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
)

// TestLandAround gives a place of no known country that of the land named beside it,
// else of that named last before it, else of that named next.
func TestLandAround(t *testing.T) {
	aleppo, lima := "in/ADP/2/case Aleppo/PROPN/3/obl/GPE held/VERB/0/root ", "in/ADP/2/case Lima/PROPN/3/obl/GPE held/VERB/0/root "
	hall := "at/ADP/3/case Torv/PROPN/3/flat/FAC Hall/PROPN/4/obl/FAC met/VERB/0/root "
	for _, c := range []struct{ words, want string }{
		{hall, ""},
		{aleppo + hall, "SYR"},
		{hall + lima, "PER"},
		{aleppo + lima + hall, "PER"},
		{aleppo + hall + lima, "SYR"},
	} {
		d := doc(t, c.words)
		d.Sentences = sentences(d)
		d.Names = whole(d.Names)
		got := ""
		for _, p := range Find(d, actor.Find(d)).Places() {
			if p.Name == "Torv Hall" && p.Country != nil {
				got = *p.Country
			}
		}
		if got != c.want {
			t.Errorf("%s: country %q, want %q", c.words, got, c.want)
		}
	}
}

// sentences ends one after each root.
func sentences(d *lang.Doc) []lang.Sentence {
	var out []lang.Sentence
	first := 0
	for i, tok := range d.Tokens {
		if tok.Deprel == "root" {
			out = append(out, lang.Sentence{Span: lang.Span{Start: d.Tokens[first].Start, End: tok.End}, First: first, N: i + 1 - first})
			first = i + 1
		}
	}
	return out
}

// whole joins the words of a name of two.
func whole(names []lang.Name) []lang.Name {
	var out []lang.Name
	for _, n := range names {
		if k := len(out) - 1; k >= 0 && out[k].Type == "FAC" && n.Type == "FAC" && out[k].Last+1 == n.First {
			out[k].Last, out[k].End = n.Last, n.End
			continue
		}
		out = append(out, n)
	}
	return out
}
