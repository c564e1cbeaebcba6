package annotate

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/lang"
)

// tags sets features, tag and lemma of each word.
func (e *Engine) tags(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.label(s, "feats", n, func(i int, l string) {
		if l == "_" {
			l = ""
		}
		d.Tokens[i].Feats = l
	})
	if h := e.heads["upos"]; h != nil {
		e.scores(s, h, n, func(i int, scores []float32) { d.Tokens[i].UPOS = tag(h.labels, scores, d.Tokens[i].Feats) })
	}
	e.lemmas(d, s)
}

// tag is the likeliest UPOS of a word: of a finite verb, by its features, the
// likelier of the two that verbs have.
func tag(labels []string, scores []float32, feats string) string {
	best := top(scores)
	if strings.Contains(feats, "VerbForm=Fin") {
		verb, aux := slices.Index(labels, "VERB"), slices.Index(labels, "AUX")
		if verb >= 0 && aux >= 0 && best != aux {
			best = verb
			if scores[aux] > scores[verb] {
				best = aux
			}
		}
	}
	return labels[best]
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
