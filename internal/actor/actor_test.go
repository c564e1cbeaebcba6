package actor

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/record"
)

const visit = `
Ruritanian ADJ 2 amod
President PROPN 3 compound
Karim PROPN 8 nsubj PER
al-Dessouki PROPN 3 flat PER
, PUNCT 3 punct
Syria PROPN 7 nmod:poss GPE
leader NOUN 3 appos
met VERB 0 root
French ADJ 11 amod NORP
Foreign PROPN 11 compound
Minister PROPN 12 compound
Anne PROPN 8 obj PER
Duval PROPN 12 flat PER
in ADP 15 case
Damascus PROPN 8 obl GPE
. PUNCT 8 punct

Dessouki PROPN 2 nsubj PER
said VERB 0 root
he PRON 4 nsubj
thanked VERB 2 ccomp
Moscow PROPN 4 obj GPE
and CCONJ 8 cc
Kurdish ADJ 8 amod NORP
forces NOUN 5 conj
. PUNCT 2 punct`

func find(actors []record.Actor, name string) *record.Actor {
	for i := range actors {
		if slices.Contains(actors[i].Names, name) || actors[i].Name == name {
			return &actors[i]
		}
	}
	return nil
}

func TestFind(t *testing.T) {
	d := parse(t, visit)
	r := Find(d)
	id, ok := r.Describe(at(t, d, "forces", 0))
	he, _ := r.At(at(t, d, "he", 0))
	moscow, _ := r.At(at(t, d, "Moscow", 0))
	if _, placed := r.At(at(t, d, "Damascus", 0)); placed {
		t.Error("Damascus acts in a clause that only happens there")
	}
	offices := r.Offices()
	all := r.Actors()
	p := find(all, "Karim al-Dessouki")
	if p == nil || p.Kind != "person" || p.Country == nil || *p.Country != "SYR" || !slices.Contains(p.Names, "Dessouki") || len(p.Mentions) < 2 {
		t.Fatalf("president %+v", p)
	}
	if he != p.ID {
		t.Errorf("he is %s, want %s", he, p.ID)
	}
	m := find(all, "Anne Duval")
	if m == nil || m.Country == nil || *m.Country != "FRA" || !slices.Equal(m.Sectors, []string{"GOV"}) {
		t.Errorf("minister %+v", m)
	}
	if s := find(all, "Moscow"); s == nil || s.Name != "Russia" || s.Kind != "state" || s.ID != moscow {
		t.Errorf("Moscow is %+v", s)
	}
	if f := find(all, "Kurdish forces"); !ok || f == nil || f.ID != id || f.Kind != "armed_group" {
		t.Errorf("forces %+v", f)
	}
	i := slices.IndexFunc(offices, func(o Office) bool { return o.Holder == m.ID })
	if i < 0 || offices[i].Title != "Foreign Minister" || offices[i].State != "in_force" || find(all, "France") == nil || offices[i].Object != find(all, "France").ID {
		t.Errorf("offices %+v", offices)
	}
	for _, a := range all {
		for _, e := range a.Mentions {
			if d.Text[e.Start:e.End] != e.Quote {
				t.Errorf("mention %+v of %s", e, a.Name)
			}
		}
	}
}

func TestSamePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Ahmed al-Sharaa", "Sharaa", true}, {"Ahmed al-Sharaa", "Al Sharaa", true}, {"Ahmed el-Shara", "Ahmed al-Sharaa", true},
		{"Sergey Lavrov", "Sergei Lavrov", true}, {"Bashar al-Assad", "Hafez al-Assad", false}, {"Donald J. Trump", "Donald Trump", true},
		{"Xi Jinping", "Xi", true}, {"Anne Duval", "Anne Martin", false}, {"Anne Duval", "Anne", false}, {"Nicolás Maduro", "Nicolas Maduro", true},
	} {
		if got := samePerson(nameWords(c.a), nameWords(c.b)); got != c.want {
			t.Errorf("samePerson(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestEndedOffice(t *testing.T) {
	d := parse(t, `
Former ADJ 3 amod
Polish ADJ 3 amod NORP
President PROPN 4 compound
Jan PROPN 6 nsubj PER
Kowal PROPN 4 flat PER
died VERB 0 root
. PUNCT 6 punct`)
	o := Find(d).Offices()
	if len(o) != 1 || o[0].State != "ended" {
		t.Errorf("offices %+v", o)
	}
}

// TestWithoutNames reads names where the engine gave none.
func TestWithoutNames(t *testing.T) {
	d := parse(t, strings.NewReplacer(" PER", "", " GPE", "", " NORP", "").Replace(visit))
	all := Find(d).Actors()
	if find(all, "Karim al-Dessouki") == nil || find(all, "Russia") == nil {
		t.Errorf("actors %+v", all)
	}
}

// TestBadTrees runs every question over random parses: none may panic or hang.
func TestBadTrees(t *testing.T) {
	rnd := rand.New(rand.NewSource(2))
	forms := strings.Fields("Syria 's President Ahmed al - Sharaa , forces he its who his wife U.S. officials in of the Moscow - ( R )")
	rels := strings.Fields("nsubj obj obl nmod nmod:poss appos conj amod compound flat acl:relcl cop det case root")
	tags := strings.Fields("NOUN PROPN VERB PRON ADJ ADP DET PUNCT")
	types := strings.Fields("PER ORG GPE LOC FAC NORP")
	for range 3000 {
		d := &lang.Doc{}
		n := 1 + rnd.Intn(12)
		for i := range n {
			f, from := forms[rnd.Intn(len(forms))], len(d.Text)
			d.Text += f + " "
			span := lang.Span{Start: from, End: from + len(f)}
			d.Tokens = append(d.Tokens, lang.Token{Span: span, Form: f, Lemma: strings.ToLower(f),
				UPOS: tags[rnd.Intn(len(tags))], Head: rnd.Intn(n+2) - 1, Deprel: rels[rnd.Intn(len(rels))]})
			if rnd.Intn(3) == 0 {
				d.Names = append(d.Names, lang.Name{Span: span, Type: types[rnd.Intn(len(types))], First: i, Last: i})
			}
		}
		d.Sentences = []lang.Sentence{{Span: lang.Span{End: len(d.Text) - 1}, N: n}}
		r := Find(d)
		for i := -1; i <= n; i++ {
			r.At(i)
			r.Describe(i)
		}
		r.Offices()
		r.Actors()
	}
}

// TestTakenUp: a description of several words takes up who has them as a title,
// and nobody who has but the last of them.
func TestTakenUp(t *testing.T) {
	d := parse(t, `
Defense NOUN 2 compound
Minister PROPN 3 nmod:desc
Adler PROPN 4 nsubj PER
met VERB 0 root
Minister PROPN 6 nmod:desc
Brandt PROPN 4 obj PER

The DET 3 det
defense NOUN 3 compound
minister NOUN 4 nsubj
left VERB 0 root
`)
	r := Find(d)
	adler, _ := r.At(at(t, d, "Adler", 0))
	if got, ok := r.Describe(at(t, d, "minister", 0)); !ok || got != adler {
		t.Errorf("the defense minister is %s, want %s", got, adler)
	}
}
