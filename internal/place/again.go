package place

import (
	"slices"
	"strings"

	"readout/internal/lang"
	"readout/internal/record"
)

// common lists the nouns that a place named in full goes by afterwards: "the
// strait" for the Strait of Hormuz.
var common = set("strait island islands embassy consulate airport airbase base camp canal square peninsula gulf sea port prison mosque hospital palace compound stadium kingdom emirate")

// again lets "the strait" name the strait that was last named in full.
func (f *Finder) again() {
	latest := map[string]int{}
	for i, t := range f.doc.Tokens {
		w := strings.ToLower(t.Form)
		if p, ok := f.at[i]; ok {
			for _, name := range f.places[p].Names {
				for _, part := range strings.Fields(strings.ToLower(name)) {
					if common[part] {
						latest[part] = p
					}
				}
			}
			continue
		}
		p, known := latest[w]
		if !known || i == 0 || f.lower(i-1) != "the" || i+1 < len(f.doc.Tokens) && f.lower(i+1) == "of" {
			continue
		}
		switch f.tree.Rel(i) {
		case "compound", "flat", "nmod:poss":
			continue
		}
		f.at[i] = p
		span := lang.Span{Start: t.Start, End: t.End}
		q := &f.places[p]
		if !slices.ContainsFunc(q.Mentions, func(m record.Evidence) bool { return m.Start == span.Start }) {
			q.Mentions = append(q.Mentions, record.Evidence{Start: span.Start, End: span.End, Quote: f.doc.Slice(span)})
		}
	}
}
