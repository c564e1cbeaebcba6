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
