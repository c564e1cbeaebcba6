package statement

import (
	"strings"
	"testing"

	"readout/internal/lang"
)

type byForm struct{ doc *lang.Doc }

func (b byForm) At(i int) (string, bool) {
	t := b.doc.Tokens[i]
	return strings.ToLower(t.Form), t.UPOS == "PROPN" || t.UPOS == "PRON"
}
func (b byForm) Describe(i int) (string, bool) {
	t := b.doc.Tokens[i]
	return strings.ToLower(t.Form), t.UPOS == "NOUN"
}

// parse makes a one-sentence doc of rows "form/lemma/UPOS/head/deprel", heads
// counted from 1 as in CoNLL-U.
func parse(text string, rows ...string) *lang.Doc {
	d := &lang.Doc{Text: text}
	at := 0
	for _, r := range rows {
		c := strings.Split(r, "/")
		at += strings.Index(text[at:], c[0])
		head := 0
		for _, b := range c[3] {
			head = head*10 + int(b-'0')
		}
		d.Tokens = append(d.Tokens, lang.Token{Span: lang.Span{Start: at, End: at + len(c[0])}, Form: c[0], Lemma: c[1], UPOS: c[2], Head: head - 1, Deprel: c[4]})
		at += len(c[0])
	}
	d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: len(text)}, N: len(d.Tokens)}}
	return d
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name, want string
		doc        *lang.Doc
	}{
		{"indirect", "adler|reporters|indirect|the bridge was closed", parse("Adler told reporters that the bridge was closed.",
			"Adler/Adler/PROPN/2/nsubj", "told/tell/VERB/0/root", "reporters/reporter/NOUN/2/obj", "that/that/SCONJ/8/mark", "the/the/DET/6/det",
			"bridge/bridge/NOUN/8/nsubj:pass", "was/be/AUX/8/aux:pass", "closed/close/VERB/2/ccomp", "././PUNCT/2/punct")},
		{"direct", "adler||direct|We will stay here", parse("\"We will stay here,\" said Adler.",
			"\"/\"/PUNCT/4/punct", "We/we/PRON/4/nsubj", "will/will/AUX/4/aux", "stay/stay/VERB/8/ccomp", "here/here/ADV/4/advmod", ",/,/PUNCT/4/punct", "\"/\"/PUNCT/4/punct",
			"said/say/VERB/0/root", "Adler/Adler/PROPN/8/nsubj", "././PUNCT/8/punct")},
		{"according to", "officials||indirect|The port reopened", parse("The port reopened, according to officials.",
			"The/the/DET/2/det", "port/port/NOUN/3/nsubj", "reopened/reopen/VERB/0/root", ",/,/PUNCT/7/punct", "according/accord/VERB/7/case", "to/to/ADP/5/fixed",
			"officials/official/NOUN/3/obl", "././PUNCT/3/punct")},
	} {
		got := Find(c.doc, byForm{c.doc})
		if len(got) != 1 {
			t.Errorf("%s: %d statements, want 1", c.name, len(got))
			continue
		}
		s := got[0]
		line := *s.Speaker + "|" + strings.Join(s.Addressees, ",") + "|" + s.Form + "|" + s.Content[0].Quote
		if strings.TrimSuffix(line, ".") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, line, c.want)
		}
	}
}

func TestQuotations(t *testing.T) {
	d := parse("He said “one two” and \"three", "He/he/PRON/0/root")
	d.Sentences[0].End = len(d.Text)
	q := quotations(d)
	if len(q) != 2 || d.Slice(q[0].Span) != "one two" || d.Slice(q[1].Span) != "three" {
		t.Errorf("quotations: %v", q)
	}
}
