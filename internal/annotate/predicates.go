package annotate

import "readout/internal/lang"

func (e *Engine) predicates(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.label(s, "event", n, func(i int, l string) {
		if l != "O" {
			d.Tokens[i].Event = l
		}
	})
	e.label(s, "fact", n, func(i int, l string) {
		if l != "O" && d.Tokens[i].Event != "" {
			d.Tokens[i].Fact = l
		}
	})
}
