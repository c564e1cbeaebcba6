package place

import (
	"strings"

	"readout/internal/lang"
	"readout/internal/record"
)

// sites lists nouns of installations that are places without a name of their own.
var sites = set("airbase base airport embassy consulate prison port camp mosque hospital barracks headquarters airfield checkpoint border")

// describe keeps installations told by description: "the Saudi consulate in
// Istanbul", "an Iranian military base".
func (f *Finder) describe() {
	for i, t := range f.doc.Tokens {
		if t.UPOS != "NOUN" || !sites[strings.ToLower(t.Lemma)] {
			continue
		}
		if _, taken := f.at[i]; taken || !f.actors.Located(i) {
			continue
		}
		first, last := i, i
		for k := i - 1; k >= 0 && i-k < 5 && f.tree.Under(k, i) && f.tree.Sentence(k) == f.tree.Sentence(i); k-- {
			if u := f.doc.Tokens[k].UPOS; u != "ADJ" && u != "NOUN" && u != "PROPN" && f.doc.Tokens[k].Form != "-" {
				break
			}
			first = k
		}
		if first == i || f.doc.Tokens[first].Form == "-" {
			continue
		}
		c := ""
		for k := first; k < i; k++ {
			if x := code(f.doc.Tokens[k].Form); x != "" {
				c = x
			}
		}
		for _, k := range f.tree.Children(i, "nmod") {
			if p, ok := f.at[k]; ok && f.places[p].Country != nil {
				c = *f.places[p].Country
			}
		}
		span := lang.Span{Start: f.doc.Tokens[first].Start, End: f.doc.Tokens[last].End}
		n := name{first: first, last: last, head: i, span: span, text: strings.Join(strings.Fields(f.doc.Slice(span)), " ")}
		kind := f.kindOf(n)
		if kind == "" {
			kind = "region"
		}
		p := record.Place{Name: n.text, Kind: kind, Names: []string{n.text}}
		if c != "" {
			p.Country = &c
		}
		f.keep(n, p)
	}
}
