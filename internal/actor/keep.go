package actor

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

//go:embed keep.tsv
var keepTable string

// keepWeights weighs what is seen of an actor: how far it speaks for a record
// that lists it. Learnt as those of kind and country are.
var keepWeights = sync.OnceValue(func() weights { return readWeights(keepTable) })

// listed is how likely it must be that a record lists an actor that no fact
// uses; of one that a fact uses, it must only not be unlikely. What an office is of
// is listed.
const (
	listed   = 0.55
	unlisted = 0.12
)

// Keep shows the actors that a record with the facts of r lists, by the learnt
// weights: of all that are named or described, those that act, suffer, speak
// or matter.
func (r *Resolver) Keep(facts *record.Reading) {
	w := keepWeights()
	for i, x := range r.Listings(facts) {
		e := r.ents[i]
		if e.booked != nil {
			continue
		}
		r.doc.Weigh(actorScale, x.Of, e.kind, x.Items)
		p := learnt.Logistic(x.Items[0].Odds[0])
		e.shown = p >= listed || x.used && p >= unlisted || x.seat || x.speaks
		r.tell(i, []string{fmt.Sprintf("listed (%.2f): by %s", p, w.reasons(x.Features, ""))})
	}
}

// A Listing is an actor that a record may list, with what is seen of it.
type Listing struct {
	ID       string
	Features []string
	Of       []int       // the heads of its mentions
	Kind     string      // of actor
	Items    []lang.Item // one: the actor as the engine weighs it
	used     bool
	seat     bool // of an office
	speaks   bool // says something
}

// actorScale is the scale that the engine's vectors weigh actors by, see lang.Scales.
const actorScale = "actor"

// Listings returns all actors that are named or described, in id order, as a
// record with the facts given sees them.
func (r *Resolver) Listings(facts *record.Reading) []Listing {
	r.describeAll()
	parts := partsOf(facts)
	heads := r.heads()
	out := make([]Listing, len(r.ents))
	for i, e := range r.ents {
		p := parts[id(i)]
		x := Listing{ID: id(i), Features: r.listing(e, heads[i], p), Of: heads[i], Kind: e.kind, used: len(p) > 0, seat: slices.Contains(p, "office object"), speaks: slices.Contains(p, "speaks")}
		x.Items = []lang.Item{r.listingItem(heads[i], len(p), keepWeights().sum(x.Features, ""))}
		out[i] = x
	}
	return out
}

// listingItem returns an actor as the engine weighs it, by its mentions and the
// words that those hang from.
func (r *Resolver) listingItem(heads []int, parts int, odds float64) lang.Item {
	x := lang.Item{Own: heads[:min(len(heads), 1)], Whole: r.tree.Heads(heads), Sort: min(parts, 3), Odds: []float64{odds}, Known: make([]float32, 3)}
	x.Known[0], x.Known[1] = lang.Count(len(heads)), lang.Count(parts)
	if len(heads) > 0 {
		x.Known[2] = lang.Gap(r.tree.Sentence(heads[0]))
	}
	return x
}

// describeAll makes actors of all descriptions that stand alone.
func (r *Resolver) describeAll() {
	for k, t := range r.doc.Tokens {
		if t.UPOS != "NOUN" {
			continue
		}
		if _, named := r.names[k]; named {
			continue
		}
		if _, titled := r.beside[k]; titled {
			continue
		}
		switch r.tree.Rel(k) {
		case "compound", "flat", "amod", "fixed", "nmod:unmarked", "obl:unmarked":
			continue
		}
		r.describe(k)
	}
}

// heads returns the heads of each actor's mentions, names first.
func (r *Resolver) heads() [][]int {
	out := make([][]int, len(r.ents))
	for i, e := range r.ents {
		out[i] = append(out[i], e.at...)
	}
	for k := range r.doc.Tokens {
		if e, ok := r.described[k]; ok && e >= 0 {
			out[e] = append(out[e], k)
		}
	}
	return out
}

// partsOf returns the parts that actors play in the facts of a record.
func partsOf(facts *record.Reading) map[string][]string {
	parts := map[string][]string{}
	add := func(part string, ids ...string) {
		for _, id := range ids {
			parts[id] = append(parts[id], part)
		}
	}
	one := func(part string, id *string) {
		if id != nil {
			add(part, *id)
		}
	}
	for _, e := range facts.Events {
		add("actor", e.Actors...)
		add("recipient", e.Recipients...)
		one("vouches", e.AttributedTo)
	}
	for _, s := range facts.Statements {
		one("speaks", s.Speaker)
		add("hears", s.Addressees...)
	}
	for _, s := range facts.Situations {
		one(s.Kind+" holder", s.Holder)
		one(s.Kind+" object", s.Object)
	}
	return parts
}

// listing lists what is seen of an actor whose mentions have the heads given
// and that plays the parts given in the facts.
func (r *Resolver) listing(e *entity, heads []int, parts []string) []string {
	var out bag
	out.add("bias")
	form := e.form()
	add := func(words ...string) {
		f := strings.Join(words, " ")
		out.add(f)
		out.add(f, "of", form)
	}
	add("is")
	add("sector", first(e.sectors))
	add("mentions", few(len(heads)))
	if e.shown {
		add("shown")
	}
	if e.known != "" {
		add("known")
	}
	if e.titled {
		add("titled")
	}
	if e.country != "" && e.country == r.main {
		add("main country")
	}
	if e.country == "" {
		add("no country")
	}
	if len(parts) == 0 {
		add("unused")
	}
	add("used", few(len(parts)))
	for _, p := range parts {
		add("part", p)
	}
	if e.base != "" {
		add("noun", e.base)
	} else if len(e.names) > 0 {
		for _, n := range e.names {
			add("name", strings.ToLower(n))
		}
		add("words", few(wordCount(fullest(e.names, e.aliases)[0])))
		if strings.EqualFold(e.names[0], r.doc.Outlet) {
			add("outlet")
		}
	}
	if len(heads) > 0 {
		add("first in", learnt.Depth(r.tree.Sentence(heads[0])))
	}
	for _, h := range heads[:min(len(heads), 12)] {
		r.stands(h, add)
	}
	return out.list
}

// stands lists where a mention with its head at token h stands.
func (r *Resolver) stands(h int, add func(...string)) {
	role, c := r.role(h), r.caseOf(h)
	add("rel", role, c)
	if r.tree.Rel(h) == "conj" {
		add("joined")
	}
	if !r.told(h) {
		add("untold")
	}
	if r.Located(h) {
		add("located")
	}
	if g := r.tree.Head(h); g >= 0 {
		add("at", role, c, r.lemma(g))
		add("under", r.doc.Tokens[g].UPOS)
		if r.doc.Tokens[g].Says {
			add("by cue", role)
		}
		if r.doc.Tokens[g].Told > 0.3 {
			add("by act", role)
		}
	}
	if m, named := r.names[h]; named {
		add("typ", r.mentions[m].typ)
		if r.credited(r.mentions[m]) {
			add("credited")
		}
		return
	}
	from, to := r.extent(h)
	if from == h {
		add("bare")
	}
	add("first word", r.lower(from), r.doc.Tokens[from].UPOS)
	add("feats", number(r.doc.Tokens[h].Feats))
	for i := from; i <= to; i++ {
		if m, named := r.names[i]; named {
			add("with", r.mentions[m].typ)
		} else if i != h {
			add("with", r.doc.Tokens[i].UPOS)
			add("word", r.lower(i))
		}
	}
	for _, k := range r.tree.Kids(h) {
		if k > h {
			add("then", r.tree.Rel(k), r.caseOf(k))
		}
	}
}

func number(feats string) string {
	if strings.Contains(feats, "Number=Plur") {
		return "plural"
	}
	return "singular"
}

// few names a count, the more the rougher.
func few(n int) string {
	switch {
	case n < 4:
		return strconv.Itoa(n)
	case n < 6:
		return "4"
	case n < 10:
		return "6"
	}
	return "10"
}
