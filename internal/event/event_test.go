package event

import (
	"strconv"
	"strings"
	"testing"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

type byForm struct{ doc *lang.Doc }

func (b byForm) At(i int) (string, bool) {
	t := b.doc.Tokens[i]
	return strings.ToLower(t.Form), t.UPOS == "PROPN"
}
func (b byForm) Describe(i int) (string, bool) { return "", false }

type nowhere struct{}

func (nowhere) At(int) (string, bool)   { return "", false }
func (nowhere) Named(int) *record.Place { return nil }

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

func TestFind(t *testing.T) {
	for _, c := range []struct{ parse, want string }{
		{"Ruvia/Ruvia/PROPN/2/nsubj attacked/attack/VERB/0/root Varonia/Varonia/PROPN/2/obj", "ASSAULT actual ruvia>varonia"},
		{"Ruvia/Ruvia/PROPN/4/nsubj did/do/AUX/4/aux not/not/PART/4/advmod attack/attack/VERB/0/root Varonia/Varonia/PROPN/4/obj", "ASSAULT denied ruvia>varonia"},
		{"Adler/Adler/PROPN/3/nsubj will/will/AUX/3/aux condemn/condemn/VERB/0/root Varonia/Varonia/PROPN/3/obj", "ACCUSE planned adler>varonia"},
		{"Ruvia/Ruvia/PROPN/2/nsubj imposed/impose/VERB/0/root sanctions/sanction/NOUN/2/obj on/on/ADP/5/case Varonia/Varonia/PROPN/2/obl", "SANCTION actual ruvia>varonia"},
		{"Ruvia/Ruvia/PROPN/4/nsubj has/have/AUX/4/aux not/not/PART/4/advmod ruled/rule/VERB/0/root out/out/ADP/4/compound:prt strikes/strike/NOUN/4/obj on/on/ADP/8/case Varonia/Varonia/PROPN/6/nmod", "ASSAULT possible ruvia>varonia"},
		{"Varonia/Varonia/PROPN/3/nsubj:pass was/be/AUX/3/aux:pass attacked/attack/VERB/0/root by/by/ADP/5/case Ruvia/Ruvia/PROPN/3/obl:agent", "ASSAULT actual ruvia>varonia"},
	} {
		d := parse(c.parse)
		typ, _, _ := strings.Cut(c.want, " ")
		for i := range d.Tokens {
			if t := &d.Tokens[i]; t.UPOS == "VERB" { // as the engine would mark it
				t.Event, t.Guess, t.Told, t.Tells = typ, typ, 0.9, []lang.Type{{Name: typ, P: 0.9}}
			}
		}
		got := Find(Input{Doc: d, Actors: byForm{d}, Places: nowhere{}})
		if len(got) != 1 {
			t.Errorf("%s: %d events", d.Text, len(got))
			continue
		}
		e := got[0]
		if line := e.Type + " " + e.Factuality + " " + strings.Join(e.Actors, ",") + ">" + strings.Join(e.Recipients, ","); line != c.want {
			t.Errorf("%s: got %q, want %q", d.Text, line, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	n := 0
	for line := range strings.Lines(table) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(c) != 6 || !codebook.HasMode(c[0], c[1]) || c[5] == "" {
			t.Errorf("row %q", line)
			continue
		}
		n += len(strings.Split(c[4], ";"))
	}
	if n < 350 {
		t.Errorf("%d phrases", n)
	}
}

func TestModes(t *testing.T) {
	for _, r := range modeRules() {
		if !codebook.HasMode(r.typ, r.mode) {
			t.Errorf("%s has no mode %s", r.typ, r.mode)
		}
	}
}
