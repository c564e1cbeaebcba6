package situation

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/learnt"
	"readout/internal/record"
)

//go:embed cues.tsv
var cueTable string

//go:embed states.tsv
var stateTable string

// cueKinds maps a lemma to the situations that it may state.
var cueKinds = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(cueTable) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(c[1]) {
			if !slices.Contains(m[w], c[0]) {
				m[w] = append(m[w], c[0])
			}
		}
	}
	return m
})

// stateWeights weighs how a holder and an object stand to a cue. Learnt from
// annotated reports by logistic regression; a row may be edited by hand.
var stateWeights = sync.OnceValue(func() learnt.Table { return learnt.Parse(stateTable) })

// Probabilities that a situation needs to be kept: by the table alone, and where
// the engine's vectors weigh it.
const (
	leastState        = 0.35
	leastRuled        = 0.2 // where a rule finds it too
	leastWeighed      = 0.4
	leastWeighedRuled = 0.25
)

// least returns the probability that a situation needs.
func least(ruled, weighed bool) float64 {
	switch {
	case weighed && ruled:
		return leastWeighedRuled
	case weighed:
		return leastWeighed
	case ruled:
		return leastRuled
	}
	return leastState
}

// away is the token of a party that the sentence does not name.
const away = -1

// A term is a word that may be a party of a situation.
type term struct {
	tok   int
	id    string
	place bool
}

// A triple is a cue with a holder and an object.
type triple struct {
	kind           string
	cue            int
	holder, object term
	from           int     // what it is found by
	state          string  // how it stands, where an event tells of it
	p              float64 // how likely, once weighed
	weighed        bool    // by the engine's vectors
}

// What a triple is found by.
const (
	cued    = iota // a word that may state it
	related        // the engine's relation of two words
	told           // an event
	sources
)

// weigh returns the situations that the weights find likely, best first.
func (f *finder) weigh() []triple {
	var all []triple
	for _, t := range f.triples() {
		if f.apart(&t) || f.blames(t.cue) || f.owned(&t) || f.serves(&t) {
			continue
		}
		t.p = f.chance(&t)
		t.weighed = f.reweigh(&t)
		if needed := f.needed(&t); t.p >= needed {
			all = append(all, t)
		} else if f.in.Why != nil && t.p >= needed-nearly {
			f.near = append(f.near, t)
		}
	}
	slices.SortStableFunc(all, func(a, b triple) int { return cmp.Compare(b.p, a.p) })
	return all
}

// chance is how likely a triple is by the table.
func (f *finder) chance(t *triple) float64 {
	if t.holder.tok == away || t.object.tok == away {
		return learnt.Logistic(oddsTold)
	}
	return stateWeights().Chance(f.stateFeatures(t))
}

// keepLikely adds what weigh found.
func (f *finder) keepLikely() {
	for _, t := range f.likely {
		if f.heldByAnother(&t) || f.robbed(&t) {
			continue
		}
		f.show(t.holder.id, t.object.id)
		if s, ok := f.rule(&t); ok {
			f.add(s)
			continue
		}
		state := t.state
		if t.from != told {
			state = f.state(t.cue)
		}
		f.keepAs(t.cue, t.kind, t.holder.id, t.object.id, state)
	}
}

// heldByAnother reports whether a construction in the sentence of a triple that no
// rule finds gives its place another holder.
func (f *finder) heldByAnother(t *triple) bool {
	if _, ruled := f.rule(t); ruled || t.kind != "holds" {
		return false
	}
	return slices.ContainsFunc(f.sure, func(s record.Situation) bool {
		return value(s.Object) == t.object.id && value(s.Holder) != t.holder.id && f.doc.SentenceAt(s.Evidence[0].Start) == f.tree.Sentence(t.cue)
	})
}

// robbed reports whether what a triple takes to be held is whom it was taken from:
// "seized the shoal from Ruvia".
func (f *finder) robbed(t *triple) bool {
	if t.kind != "holds" || t.object.tok < 0 || f.cased(t.object.tok) != "from" {
		return false
	}
	h := f.tree.Head(t.object.tok)
	if h >= 0 && !taking[f.lemma(h)] { // it may hang from the shoal
		h = f.tree.Head(h)
	}
	return h >= 0 && taking[f.lemma(h)]
}

// owned reports whether the holder of a place is troops called "its" or "their":
// whose they are holds it.
func (f *finder) owned(t *triple) bool {
	if t.kind != "holds" || t.holder.tok == away || !manned[f.lemma(t.holder.tok)] {
		return false
	}
	p := f.tree.Child(t.holder.tok, "nmod:poss")
	return p >= 0 && f.doc.Tokens[p].UPOS == "PRON"
}

// serves reports whether a triple has somebody back the very state whose office he
// has: "US President Jan Orm, who endorsed it".
func (f *finder) serves(t *triple) bool {
	return t.kind == "backs" && slices.ContainsFunc(f.out, func(s record.Situation) bool {
		return f.meets(&s, "office", t.holder.id, t.object.id) && s.State == codebook.InForce
	})
}

// blames reports whether a cue is the verb of "holds Ruvia responsible".
func (f *finder) blames(cue int) bool {
	if f.lemma(cue) != "hold" || f.doc.Tokens[cue].UPOS != "VERB" {
		return false
	}
	s := f.doc.Sentences[f.tree.Sentence(cue)]
	for k := cue + 1; k < min(cue+7, s.First+s.N); k++ {
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "responsible", "accountable", "liable":
			return true
		}
	}
	return false
}

// taking are verbs by which somebody comes to hold a place.
var taking = words("seize capture recapture take retake wrest annex occupy conquer")

// triples returns every cue of the document with every pair of parties of its
// sentence.
func (f *finder) triples() []triple {
	var out []triple
	kinds := cueKinds()
	for si, s := range f.doc.Sentences {
		var terms []term
		for k := s.First; k < s.First+s.N; k++ {
			ks := kinds[f.lemma(k)]
			if len(ks) == 0 || !content(f.doc.Tokens[k].UPOS) {
				continue
			}
			if terms == nil {
				if terms = f.termsOf(si); len(terms) < 2 || len(terms) > 14 {
					break
				}
			}
			for _, kind := range ks {
				out = append(out, f.pairs(kind, k, terms)...)
			}
		}
		out = append(out, f.fromPairs(si)...)
	}
	if f.doc.Scales != nil {
		out = append(out, untold(f.told(), out)...)
	}
	return out
}

// fromPairs returns what the engine relates in a sentence, with the object in
// place of a cue.
func (f *finder) fromPairs(si int) []triple {
	s := f.doc.Sentences[si]
	var out []triple
	var terms []term
	for _, r := range f.doc.Relations {
		if r.Holder < s.First || r.Holder >= s.First+s.N || r.Score < relatedFrom {
			continue
		}
		if terms == nil {
			terms = f.termsOf(si)
		}
		for _, h := range terms {
			for _, o := range terms {
				if h.tok == r.Holder && o.tok == r.Object && !h.place && o.id != h.id && o.place == (r.Kind == "holds") {
					out = append(out, triple{kind: r.Kind, cue: r.Object, holder: h, object: o, from: related})
				}
			}
		}
	}
	return out
}

// relatedFrom is the engine's score from which a pair needs no cue.
const relatedFrom = 0.2

func content(upos string) bool {
	switch upos {
	case "VERB", "NOUN", "PROPN", "ADJ", "AUX", "ADP":
		return true
	}
	return false
}

func (f *finder) pairs(kind string, cue int, terms []term) []triple {
	var out []triple
	for _, h := range terms {
		if h.place || h.tok == cue {
			continue
		}
		for _, o := range terms {
			if o.tok == h.tok || o.id == h.id || o.tok == cue && kind != "holds" || o.place != (kind == "holds") {
				continue
			}
			out = append(out, triple{kind: kind, cue: cue, holder: h, object: o})
		}
	}
	return out
}

// terms returns the words of a sentence that name actors or places.
func (f *finder) terms(si int) []term {
	s := f.doc.Sentences[si]
	var out []term
	add := func(t term) {
		if !slices.ContainsFunc(out, func(o term) bool { return o.id == t.id && o.place == t.place && o.tok >= t.tok-2 }) {
			out = append(out, t)
		}
	}
	for k := s.First; k < s.First+s.N; k++ {
		t := f.doc.Tokens[k]
		if id, ok := f.in.Places.At(k); ok {
			add(term{k, id, true})
		}
		switch {
		case t.UPOS == "PROPN", t.UPOS == "ADJ", t.UPOS == "PRON":
			id, ok := f.in.Actors.At(k)
			if !ok {
				id, ok = f.asState(k)
			}
			if ok {
				add(term{k, id, false})
			}
		case t.UPOS == "NOUN":
			if id, ok := f.in.Actors.Describe(k); ok {
				add(term{k, id, false})
			}
		}
	}
	return out
}

// asState returns the state of a country named as a place.
func (f *finder) asState(k int) (string, bool) {
	if n, ok := f.in.Actors.(interface{ Named(int) (string, bool) }); ok {
		return n.Named(k)
	}
	return "", false
}

// stateFeatures names what the weights look at.
func (f *finder) stateFeatures(t *triple) []string {
	k, lemma := t.kind, f.lemma(t.cue)
	hp, op := f.tree.Path(t.holder.tok, t.cue), f.tree.Path(t.object.tok, t.cue)
	hc, oc := f.cased(t.holder.tok), f.cased(t.object.tok)
	pos := f.doc.Tokens[t.cue].UPOS
	order := order(t.holder.tok, t.cue, t.object.tok)
	out := []string{"bias", "kind=" + k, k + "/cue=" + lemma, k + "/" + pos, "holder=" + hp, "object=" + op,
		k + "/holder=" + hp, k + "/object=" + op, k + "/both=" + hp + "|" + op, k + "/order=" + order, "order=" + order + pos,
		k + "/hcase=" + hc, k + "/ocase=" + oc, "hcase=" + hc + order, "ocase=" + oc + order,
		k + "/hfar=" + far(t.holder.tok, t.cue), k + "/ofar=" + far(t.object.tok, t.cue), k + "/pair=" + f.tree.Path(t.holder.tok, t.object.tok),
		k + "/hword=" + f.doc.Tokens[t.holder.tok].UPOS, k + "/oword=" + f.doc.Tokens[t.object.tok].UPOS,
		"often=" + learnt.Often(f.often[t.holder.id+" "+t.object.id]) + k, k + "/cuecase=" + f.cased(t.cue)}
	out = append(out, k+"/pair="+f.related(k, t.holder.tok, t.object.tok), k+"/turned="+f.related(k, t.object.tok, t.holder.tok))
	if s, ok := f.rule(t); ok {
		out = append(out, "ruled", k+"/ruled", k+"/left="+strconv.FormatBool(s.ChangedBy != nil))
	}
	if _, ok := f.in.Actors.At(t.object.tok); !ok && !t.object.place {
		out = append(out, k+"/site")
	}
	out = f.sorts(out, t)
	for i := range f.in.Events {
		e := &f.in.Events[i]
		if f.does(e, t) {
			out = once(out, k+"/told="+e.Type, k+"/told")
		}
		if e.Trigger.Start == f.doc.Tokens[t.cue].Start {
			out = append(out, k+"/event="+e.Type)
			if slices.Contains(e.Actors, t.holder.id) {
				out = append(out, k+"/acts", k+"/acts"+e.Type)
			}
			if slices.Contains(e.Recipients, t.object.id) || slices.Contains(e.Places, t.object.id) {
				out = append(out, k+"/suffers", k+"/suffers"+e.Type)
			}
		}
	}
	return out
}

// sorts adds what kinds of parties a triple has.
func (f *finder) sorts(out []string, t *triple) []string {
	l, ok := f.in.Actors.(interface {
		Look(string) (kind, sector, country string)
	})
	if !ok {
		return out
	}
	k := t.kind
	hk, hs, hc := l.Look(t.holder.id)
	out = append(out, k+"/hkind="+hk, k+"/hsector="+hs)
	if t.object.place {
		return out
	}
	ok2, os, oc := l.Look(t.object.id)
	return append(out, k+"/okind="+ok2, k+"/osector="+os, k+"/kinds="+hk+"|"+ok2, k+"/sectors="+hs+"|"+os, k+"/same="+strconv.FormatBool(hc != "" && hc == oc)+hk+"|"+ok2)
}

// does reports whether the holder does an event to the object, or in it.
func (f *finder) does(e *record.Event, t *triple) bool {
	return slices.Contains(e.Actors, t.holder.id) && (slices.Contains(e.Recipients, t.object.id) || slices.Contains(e.Places, t.object.id))
}

// once adds names that are not there yet.
func once(out []string, names ...string) []string {
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// related says how sure the engine is that two words stand in a state of
// affairs of a kind, or which other.
func (f *finder) related(kind string, holder, object int) string {
	switch r := f.relation(holder, object); {
	case r == nil:
		return "none"
	case r.Kind != kind:
		return "other"
	default:
		return strconv.Itoa(int(r.Score * 8))
	}
}

// rule returns the situation of a triple that the rules find too.
func (f *finder) rule(t *triple) (record.Situation, bool) {
	for _, s := range f.ruled {
		if s.Kind != t.kind {
			continue
		}
		h, o := value(s.Holder), value(s.Object)
		if h == t.holder.id && o == t.object.id || h == t.object.id && o == t.holder.id && symmetric(s.Kind) {
			return s, true
		}
	}
	return record.Situation{}, false
}

func order(h, c, o int) string {
	s := []struct {
		at   int
		name string
	}{{h, "h"}, {c, "c"}, {o, "o"}}
	slices.SortStableFunc(s, func(a, b struct {
		at   int
		name string
	}) int {
		return a.at - b.at
	})
	return s[0].name + s[1].name + s[2].name
}

func far(a, b int) string {
	switch n := max(a-b, b-a); {
	case n <= 1:
		return "1"
	case n <= 3:
		return "3"
	case n <= 6:
		return "6"
	case n <= 12:
		return "12"
	}
	return "25"
}

// together counts in how many sentences two parties are named.
func (f *finder) together() map[string]int {
	m := map[string]int{}
	for si := range f.doc.Sentences {
		terms := f.termsOf(si)
		seen := map[string]bool{}
		for _, a := range terms {
			for _, b := range terms {
				if key := a.id + " " + b.id; a.id != b.id && !seen[key] {
					seen[key] = true
					m[key]++
				}
			}
		}
	}
	return m
}

// show makes actors part of the record.
func (f *finder) show(ids ...string) {
	if s, ok := f.in.Actors.(interface{ Show(...string) }); ok {
		s.Show(ids...)
	}
}
