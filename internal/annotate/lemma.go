package annotate

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/internal/lang"
)

//go:embed lemma.tsv
var lemmaTable string

// irregular maps a form of an irregular verb to its lemma.
var irregular = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(lemmaTable) {
		if l, forms, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && l[0] != '#' {
			for f := range strings.FieldsSeq(forms) {
				m[f] = l
			}
		}
	}
	return m
})

// lemmaRivals is how far, in natural logarithms, a rule may stand behind the
// best one where the lemma that this one makes is no word the model knows.
const lemmaRivals = 9

// lemmas sets the lemma of each word by the best rule, or by the best near it
// that makes a known word where it makes none: "refused" is of "refuse".
func (e *Engine) lemmas(d *lang.Doc, s *scratch) {
	h := e.heads["lemma"]
	if h == nil {
		return
	}
	e.scores(s, h, len(d.Tokens), func(i int, scores []float32) {
		t, best := &d.Tokens[i], top(scores)
		t.Lemma = lemma(t.Form, h.labels[best])
		if e.doubtful(t, s) {
			e.amend(t, h.labels, scores, scores[best]-lemmaRivals, s)
		}
	})
}

// amend gives a word the lemma that its ending tells, the likeliest by the
// scores of the rules where several are known words.
func (e *Engine) amend(t *lang.Token, rules []string, row []float32, top float32, s *scratch) {
	form := strings.ToLower(t.Form)
	if l := irregular()[form]; l != "" && t.UPOS == "VERB" {
		t.Lemma = l
		return
	}
	stems := stems(form, t.UPOS)
	found := false
	for j, v := range row {
		if v <= top {
			continue
		}
		if l := lemma(t.Form, rules[j]); slices.Contains(stems, l) && e.known(l, s) {
			t.Lemma, top, found = l, v, true
		}
	}
	for _, l := range stems {
		if !found && e.known(l, s) {
			t.Lemma, found = l, true
		}
	}
}

// stems are the words that may have a form in -s, -ed or -ing, likeliest first.
func stems(form, upos string) []string {
	for _, end := range []string{"ing", "ed", "s"} {
		stem, ok := strings.CutSuffix(form, end)
		n := len(stem)
		if !ok || n < 2 || upos == "NOUN" && end != "s" {
			continue
		}
		switch {
		case end == "s" && strings.HasSuffix(stem, "ie"):
			return []string{stem[:n-2] + "y", stem}
		case end == "s" && stem[n-1] == 'e':
			return []string{stem, stem[:n-1]}
		case end == "s" && (stem[n-1] == 's' || stem[n-1] == 'u' || stem[n-1] == 'i'):
			return nil
		case end == "s":
			return []string{stem}
		case end == "ed" && stem[n-1] == 'i':
			return []string{stem[:n-1] + "y"}
		case stem[n-1] == stem[n-2] && !strings.Contains("aeiouls", stem[n-1:]):
			return []string{stem[:n-1], stem}
		case stem[n-1] == stem[n-2]:
			return []string{stem, stem[:n-1]}
		}
		return []string{stem, stem + "e"}
	}
	return nil
}

// doubtful reports whether a word's lemma is likely wrong: no word the model
// knows, the form itself of an inflected word, or one that begins with another letter.
func (e *Engine) doubtful(t *lang.Token, s *scratch) bool {
	if t.UPOS != "VERB" && t.UPOS != "NOUN" {
		return false
	}
	form := strings.ToLower(t.Form)
	if t.UPOS == "VERB" {
		if l := irregular()[form]; l != "" {
			return l != t.Lemma && form != "saw" && form != "bound" && form != "fell" && form != "found" && form != "lay" && form != "left"
		}
	}
	if stems(form, t.UPOS) == nil {
		return false
	}
	switch {
	case t.Lemma == form && t.UPOS == "NOUN":
		return strings.Contains(t.Feats, "Number=Plur") && e.known(t.Lemma, s)
	case t.Lemma == form:
		return !strings.HasSuffix(form, "s") && (strings.Contains(t.Feats, "Tense=Past") || strings.Contains(t.Feats, "VerbForm=Part") || strings.Contains(t.Feats, "VerbForm=Ger"))
	}
	return !strings.HasPrefix(t.Lemma, form[:1]) || !e.known(t.Lemma, s)
}

// known reports whether the model has a piece for the whole word.
func (e *Engine) known(word string, s *scratch) bool {
	s.word = e.model.AppendPieces(s.word[:0], word)
	return len(s.word) == 1
}
