package place

import (
	"strings"

	"readout/internal/lang"
	"readout/internal/record"
)

// sites lists nouns of installations that are places without a name of their own.
var sites = set("airbase base airport embassy consulate prison port camp mosque hospital barracks headquarters airfield checkpoint border " +
	"station nightclub mall market school church temple stadium building resort palace courthouse residence compound factory plant refinery depot outpost " +
	"facility hangar tunnel bridge supermarket parliament territory airspace coast")

// struck lists verbs whose object is where they happen.
var struck = set("enter storm attack hit strike seize occupy raid bomb target shell leave visit capture retake damage destroy surround close vacate use operate hold keep hand cede relinquish surrender transfer lose abandon control return")

// describe keeps installations told by description: "the Saudi consulate in
// Istanbul", "an Iranian military base".
func (f *Finder) describe() {
	for i, t := range f.doc.Tokens {
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" || !sites[strings.ToLower(t.Lemma)] && !sites[strings.ToLower(t.Form)] {
			continue
		}
		if _, taken := f.at[i]; taken {
			continue
		}
		stands := f.actors.Located(i) || f.struck(i)
		first, last := i, i
		for k := i - 1; k >= 0 && i-k < 5 && f.tree.Under(k, i) && f.tree.Sentence(k) == f.tree.Sentence(i); k-- {
			if u := f.doc.Tokens[k].UPOS; u != "ADJ" && u != "NOUN" && u != "PROPN" && f.doc.Tokens[k].Form != "-" {
				break
			}
			first = k
		}
		long := f.inPhrase(i)
		owner := f.owner(first, i)
		if first == i && owner == i && long == i || f.doc.Tokens[first].Form == "-" {
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
		if long > i {
			p.Names = append(p.Names, f.words(first, long))
		}
		if owner < first {
			p.Names = append(p.Names, f.words(owner, i))
		}
		if c != "" {
			p.Country = &c
		}
		f.keep(n, p, stands)
	}
}

// owner returns the first token of who has the place of noun i, whose words
// start at first: "Morsi's work compound", "its border"; else first.
func (f *Finder) owner(first, i int) int {
	k := f.tree.Child(i, "nmod:poss")
	if k < 0 || k >= first {
		return first
	}
	sub := f.tree.Subtree(k)
	if len(sub) > 4 || sub[len(sub)-1] != first-1 || sub[0] != first-len(sub) {
		return first
	}
	return sub[0]
}

// struck reports whether a noun is what an act is done to at its place.
func (f *Finder) struck(i int) bool {
	h := f.tree.Head(i)
	if h < 0 {
		return false
	}
	switch f.tree.Rel(i) {
	case "obj", "nsubj:pass":
		return struck[strings.ToLower(f.doc.Tokens[h].Lemma)]
	}
	return false
}

// inPhrase returns the last token of an "in" phrase that follows noun i, else i.
func (f *Finder) inPhrase(i int) int {
	for _, k := range f.tree.Children(i, "nmod") {
		c := f.tree.Child(k, "case")
		if k < i || c < 0 || f.lower(c) != "in" && f.lower(c) != "of" || c != i+1 {
			continue
		}
		if sub := f.tree.Subtree(k); len(sub) <= 4 && sub[0] == i+1 && sub[len(sub)-1] == i+len(sub) {
			return sub[len(sub)-1]
		}
	}
	return i
}

// words returns the text of tokens first to last on one line.
func (f *Finder) words(first, last int) string {
	return strings.Join(strings.Fields(f.doc.Text[f.doc.Tokens[first].Start:f.doc.Tokens[last].End]), " ")
}
