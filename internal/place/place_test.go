package place

import (
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
)

// doc makes a Doc of one sentence from "form/UPOS/head/deprel[/type]" words,
// heads counted from 1.
func doc(t *testing.T, words string) *lang.Doc {
	t.Helper()
	d := &lang.Doc{}
	for i, w := range strings.Fields(words) {
		f := strings.Split(w, "/")
		head := 0
		for _, c := range f[2] {
			head = 10*head + int(c-'0')
		}
		span := lang.Span{Start: len(d.Text), End: len(d.Text) + len(f[0])}
		d.Text += f[0] + " "
		d.Tokens = append(d.Tokens, lang.Token{Span: span, Form: f[0], Lemma: strings.ToLower(f[0]), UPOS: f[1], Head: head - 1, Deprel: f[3]})
		if len(f) > 4 {
			d.Names = append(d.Names, lang.Name{Span: span, Type: f[4], First: i, Last: i})
		}
	}
	d.Sentences = []lang.Sentence{{Span: lang.Span{End: len(d.Text) - 1}, N: len(d.Tokens)}}
	return d
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ words, form, want string }{
		{"Troops/NOUN/2/nsubj left/VERB/0/root Russia/PROPN/2/obj/GPE", "Russia", ""},
		{"Talks/NOUN/2/nsubj began/VERB/0/root in/ADP/4/case Moscow/PROPN/2/obl/GPE", "Moscow", "Moscow city RUS"},
		{"Moscow/PROPN/2/nsubj/GPE protested/VERB/0/root", "Moscow", ""},
		{"He/PRON/2/nsubj spoke/VERB/0/root in/ADP/4/case Tripoli/PROPN/2/obl/GPE ,/PUNCT/6/punct Lebanon/PROPN/4/appos/GPE", "Tripoli", "Tripoli city LBN"},
		{"He/PRON/2/nsubj spoke/VERB/0/root in/ADP/4/case Tripoli/PROPN/2/obl/GPE", "Tripoli", "Tripoli city LBY"},
		{"Jets/NOUN/2/nsubj left/VERB/0/root the/DET/5/det Khmeimim/PROPN/5/compound/FAC airbase/NOUN/2/obj", "Khmeimim", "Hmeimim airbase airbase SYR"},
		{"Shelling/NOUN/2/nsubj hit/VERB/0/root northern/ADJ/4/amod Syria/PROPN/2/obj/GPE", "Syria", "northern Syria region SYR"},
		{"Ships/NOUN/2/nsubj sailed/VERB/0/root in/ADP/6/case the/DET/6/det Red/PROPN/6/compound Sea/PROPN/2/obl/LOC", "Sea", "Red Sea sea "},
		{"Shells/NOUN/2/nsubj fell/VERB/0/root on/ADP/4/case Gaza/PROPN/2/obl/GPE", "Gaza", "Gaza region PSE"},
		{"Police/NOUN/2/nsubj met/VERB/0/root in/ADP/5/case Northern/PROPN/5/compound/GPE Jordan/PROPN/2/obl/GPE", "Jordan", "Northern Jordan region JOR"},
	} {
		d := doc(t, c.words)
		f := Find(d, actor.Find(d))
		got := ""
		for i, tok := range d.Tokens {
			if id, ok := f.At(i); ok && tok.Form == c.form {
				for _, p := range f.Places() {
					if p.ID == id {
						got = p.Name + " " + p.Kind + " "
						if p.Country != nil {
							got += *p.Country
						}
					}
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.words, c.form, got, c.want)
		}
	}
}

// TestBase holds the bases that the news of Syria keeps naming to their sites.
func TestBase(t *testing.T) {
	d := doc(t, "Russia/PROPN/2/nsubj/GPE keeps/VERB/0/root bases/NOUN/2/obj at/ADP/5/case Hmeimim/PROPN/3/nmod/FAC and/CCONJ/7/cc Tartus/PROPN/5/conj/GPE")
	f := Find(d, actor.Find(d))
	kinds := []string{}
	for _, p := range f.Places() {
		kinds = append(kinds, p.Kind)
		if p.Lat == nil || *p.Lat < 34.7 || *p.Lat > 35.6 {
			t.Errorf("%+v", p)
		}
	}
	if strings.Join(kinds, " ") != "airbase naval_base" {
		t.Errorf("kinds %v of %+v", kinds, f.Places())
	}
}
