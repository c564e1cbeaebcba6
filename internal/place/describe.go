package place

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/record"
)

// sites lists nouns of installations that are places without a name of their own.
var sites = set("airbase base airport embassy consulate prison port camp mosque hospital barracks headquarters airfield checkpoint border " +
	"station nightclub mall market school church temple stadium building resort palace courthouse residence compound factory plant refinery depot outpost " +
	"facility hangar tunnel bridge supermarket parliament territory airspace coast frontier peninsula soil suburb outskirts neighborhood neighbourhood district " +
	"countryside complex campus field subway metro square plaza highway railway garrison post clinic warehouse apartment home house hotel airstrip dam mine " +
	"laboratory synagogue shrine cathedral monastery university college restaurant cafe theater theatre zone settlement enclave center centre annex site")

// alone lists sites that need no word beside them: a state has few.
var alone = set("border frontier")

// struck lists verbs whose object is where they happen.
var struck = set("enter storm attack hit strike seize occupy raid bomb target shell leave visit capture retake damage destroy surround close vacate use operate hold keep hand cede relinquish surrender transfer lose abandon control return")

// general lists nouns that describe a place named elsewhere: "the Varonian capital".
var general = set("country nation state city capital town village province region area part world place scene side territory land ground")

// describe keeps installations told by description: "the Saudi consulate in
// Istanbul", "an Iranian military base".
func (f *Finder) describe() {
	for i, t := range f.doc.Tokens {
		site := sites[strings.ToLower(t.Lemma)] || sites[strings.ToLower(t.Form)]
		if t.UPOS != "NOUN" && (t.UPOS != "PROPN" || !site) || !site && (f.part(i, "place") < sure || general[strings.ToLower(t.Lemma)]) {
			continue
		}
		if _, taken := f.at[i]; taken {
			continue
		}
		stands := f.actors.Located(i) || f.struck(i) || f.part(i, "place") >= sure
		first := f.described(i)
		long, owner := f.inPhrase(i), f.owner(first, i)
		if first == i && owner == i && long == i && !(stands && alone[f.lower(i)]) || f.doc.Tokens[first].Form == "-" {
			continue
		}
		n := f.named(first, i, name{head: i})
		if p, ok := f.of[first]; ok && f.spelt(p, first, i) {
			f.keep(n, f.called(p, n.text), stands)
			continue
		}
		p := record.Place{Kind: cmp.Or(f.kindOf(n), "region"), Names: f.forms(owner, first, i, long)}
		p.Name = p.Names[0]
		if first == i {
			p.Name = p.Names[len(p.Names)-1] // "border" alone tells little
		}
		if c := f.countryAround(first, i); c != "" {
			p.Country = &c
		}
		f.keep(n, p, stands)
	}
}

// spelt reports whether the words first to i are the name of place p with the
// noun for what bears it: "the Crimea peninsula", a spelling of the gazetteer
// ("Heglig oilfield"), or of a name that it does not have, "the Orsk Gate district".
func (f *Finder) spelt(p, first, i int) bool {
	q := &f.places[p]
	for k := first; k < i; k++ {
		if of, ok := f.of[k]; !ok || of != p {
			return false
		}
	}
	listed := slices.ContainsFunc(gazetteer.PlacesByName(f.words(first, i)), func(x gazetteer.Place) bool { return x.Name == q.Name })
	return q.Kind != "country" && (q.Lat == nil || units[f.lower(i)] || listed)
}

// called is place p with one more name.
func (f *Finder) called(p int, text string) record.Place {
	q := f.places[p]
	q.Names = append(slices.Clone(q.Names), text)
	return q
}

// sure is how likely a word must be the place of what the report tells.
const sure = 0.5

// part returns how surely a word plays a part in what the report tells.
func (f *Finder) part(i int, role string) float32 {
	top := float32(0)
	for _, a := range f.parts[i] {
		if a.Role == role {
			top = max(top, a.Score)
		}
	}
	return top
}

// described returns the first of the words that describe noun i.
func (f *Finder) described(i int) int {
	first := i
	for k := i - 1; k >= 0 && i-k < 6 && f.tree.Under(k, i) && f.tree.Sentence(k) == f.tree.Sentence(i); k-- {
		if u, w := f.doc.Tokens[k].UPOS, f.doc.Tokens[k].Form; u != "ADJ" && u != "NOUN" && u != "PROPN" && w != "-" && w != "/" {
			break
		}
		first = k
	}
	return first
}

// forms returns what a site may be called: by its own words, with how many
// there are, with who has it, and with where it is.
func (f *Finder) forms(owner, first, i, long int) []string {
	out := []string{f.words(first, i)}
	if long > i {
		out = append(out, f.words(first, long))
	}
	if owner < first {
		out = append(out, f.words(owner, i))
		if long > i {
			out = append(out, f.words(owner, long))
		}
	}
	if first > 0 && f.doc.Tokens[first-1].UPOS == "NUM" && f.tree.Under(first-1, i) {
		out = append(out, f.words(first-1, i))
	}
	return out
}

// missions lists sites of a state in another country.
var missions = set("embassy embassies consulate consulates")

// countryAround returns the country that the words of site i name, "" for none.
func (f *Finder) countryAround(first, i int) string {
	c, noun := "", f.lower(i)
	if missions[noun] || hosted[noun] && f.inPhrase(i) > i {
		first = i // "the Ruvian base in Manta"
	}
	for k := first; k < i; k++ {
		c = cmp.Or(code(f.doc.Tokens[k].Form), c)
		if p, ok := f.of[k]; ok && c == "" && f.places[p].Country != nil {
			c = *f.places[p].Country
		}
	}
	for _, k := range f.tree.Children(i, "nmod") {
		if p, ok := f.at[k]; ok && f.places[p].Country != nil {
			c = *f.places[p].Country
		}
	}
	return c
}

// owner returns the first token of who has the place of noun i, whose words
// start at first: "Morsi's work compound", "its border"; else first.
func (f *Finder) owner(first, i int) int {
	k := f.tree.Child(i, "nmod:poss")
	if k < 0 || k >= first || first-k > 5 {
		return first
	}
	for n := k; n < first; n++ {
		if h := f.tree.Head(n); n != k && h != i && (h < k || h >= first) {
			return first
		}
	}
	return k
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

// ties lists the prepositions that tie a site to where it is.
var ties = set("in of at near with between on outside")

// inPhrase returns the last token of a phrase of where noun i is that follows
// it, else i.
func (f *Finder) inPhrase(i int) int {
	for _, k := range f.tree.Children(i, "nmod") {
		c := f.tree.Child(k, "case")
		if k < i || c != i+1 || !ties[f.lower(c)] {
			continue
		}
		if sub := f.tree.Subtree(k); len(sub) <= 6 && sub[0] == i+1 && sub[len(sub)-1] == i+len(sub) {
			return sub[len(sub)-1]
		}
		if p, ok := f.at[k]; ok && k-i <= 6 {
			for k+1 < len(f.doc.Tokens) && f.at[k+1] == p && f.of[k+1] == f.of[k] && f.tree.Under(k+1, i) {
				k++
			}
			return k
		}
	}
	return i
}

// words returns the text of tokens first to last on one line.
func (f *Finder) words(first, last int) string {
	return strings.Join(strings.Fields(f.doc.Text[f.doc.Tokens[first].Start:f.doc.Tokens[last].End]), " ")
}
