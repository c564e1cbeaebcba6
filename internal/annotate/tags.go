package annotate

import (
	"strconv"
	"strings"

	"readout/internal/lang"
)

func (e *Engine) tags(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.label(s, "upos", n, func(i int, l string) { d.Tokens[i].UPOS = l })
	e.label(s, "feats", n, func(i int, l string) {
		if l == "_" {
			l = ""
		}
		d.Tokens[i].Feats = l
	})
	e.lemmas(d, s)
}

// lemmaRivals is how far, in natural logarithms, a rule may stand behind the
// best one where the lemma that this one makes is no word the model knows.
const lemmaRivals = 7

// lemmas sets the lemma of each word by the best rule, or by the best near it
// that makes a known word where it makes none: "refused" is of "refuse".
func (e *Engine) lemmas(d *lang.Doc, s *scratch) {
	h := e.heads["lemma"]
	if h == nil {
		return
	}
	n, k := len(d.Tokens), len(h.labels)
	s.scores = grow(s.scores, n*k)
	e.logits(s, "lemma", n, s.scores)
	for i := range n {
		row, t := s.scores[i*k:][:k], &d.Tokens[i]
		best := 0
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		t.Lemma = lemma(t.Form, h.labels[best])
		if !inflected(t) || !e.doubtful(t, s) {
			continue
		}
		top := row[best] - lemmaRivals
		for j, v := range row {
			if v <= top {
				continue
			}
			if l := lemma(t.Form, h.labels[j]); l != t.Lemma && !strings.EqualFold(l, t.Form) && e.known(l, s) {
				t.Lemma, top = l, v
			}
		}
	}
}

// inflected reports whether a word's form is likely not its lemma.
func inflected(t *lang.Token) bool {
	switch t.UPOS {
	case "VERB":
		return strings.HasSuffix(t.Form, "ed") || strings.HasSuffix(t.Form, "ing") || strings.HasSuffix(t.Form, "s")
	case "NOUN":
		return strings.HasSuffix(t.Form, "s")
	}
	return false
}

// doubtful reports whether a word's lemma is no word, or is a verb's form in -ed or -ing.
func (e *Engine) doubtful(t *lang.Token, s *scratch) bool {
	if strings.EqualFold(t.Lemma, t.Form) {
		return t.UPOS == "VERB" && !strings.HasSuffix(t.Form, "s") && (strings.Contains(t.Feats, "Tense=Past") || strings.Contains(t.Feats, "VerbForm=Part") || strings.Contains(t.Feats, "VerbForm=Ger"))
	}
	return !e.known(t.Lemma, s)
}

// known reports whether the model has a piece for the whole word.
func (e *Engine) known(word string, s *scratch) bool {
	s.word = e.model.AppendPieces(s.word[:0], word)
	return len(s.word) == 1
}

// lemma edits a form by a rule: "=" lower-cases, "L-2+y" also changes the
// end, "P-2+y" keeps the case, "=word" is the lemma itself.
func lemma(form, rule string) string {
	if rule == "" || rule == "=" {
		return strings.ToLower(form)
	}
	if rule[0] == '=' {
		return rule[1:]
	}
	if rule[0] != 'P' {
		form = strings.ToLower(form)
	}
	cut, suffix, _ := strings.Cut(strings.TrimPrefix(rule[1:], "-"), "+")
	k, _ := strconv.Atoi(cut)
	r := []rune(form)
	if k < 0 || k > len(r) {
		return form
	}
	if out := string(r[:len(r)-k]) + suffix; out != "" {
		return out
	}
	return form
}
