package annotate

import "readout/internal/lang"

// predicates marks the words that tell an event, with its type, factuality and
// mode, and the words that tell that somebody says something.
func (e *Engine) predicates(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.label(s, "event", n, func(i int, l string) {
		if l != "O" {
			d.Tokens[i].Event = l
		}
	})
	e.label(s, "fact", n, func(i int, l string) {
		if d.Tokens[i].Event != "" {
			d.Tokens[i].Fact = l
		}
	})
	e.label(s, "mode", n, func(i int, l string) {
		if d.Tokens[i].Event != "" && l != "none" {
			d.Tokens[i].Mode = l
		}
	})
	e.label(s, "say", n, func(i int, l string) { d.Tokens[i].Says = l != "O" })
}
