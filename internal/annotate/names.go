package annotate

import (
	"strings"

	"readout/internal/lang"
)

// names decodes the BIO labels; I- after another type begins a name.
func (e *Engine) names(d *lang.Doc, s *scratch) {
	starts := make([]bool, len(d.Tokens))
	for _, sent := range d.Sentences {
		if sent.First < len(starts) {
			starts[sent.First] = true
		}
	}
	last := ""
	e.label(s, "names", len(d.Tokens), func(i int, l string) {
		bio, typ, ok := strings.Cut(l, "-")
		if !ok {
			last = ""
			return
		}
		if bio == "I" && typ == last && !starts[i] {
			n := &d.Names[len(d.Names)-1]
			n.Last, n.End = i, d.Tokens[i].End
			return
		}
		last = typ
		d.Names = append(d.Names, lang.Name{Span: d.Tokens[i].Span, Type: typ, First: i, Last: i})
	})
}
