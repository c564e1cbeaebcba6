package main

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/internal/lang"
)

//go:embed relate.tsv
var relateTable string

// A relateEntry is one phrase of the lexicon of relations.
type relateEntry struct {
	kind string // a type, or in small letters a way to read on
	with []string
}

// A relateLexicon maps lemmas to their entries, phrases first.
type relateLexicon struct{ verbs, nouns map[string][]relateEntry }

var relateWords = sync.OnceValue(func() *relateLexicon {
	l := &relateLexicon{map[string][]relateEntry{}, map[string][]relateEntry{}}
	for line := range strings.Lines(relateTable) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		for phrase := range strings.SplitSeq(c[2], ";") {
			f := strings.Fields(phrase)
			into, head, rest := l.verbs, f[0], f[1:]
			if c[1] == "n" {
				into, head, rest = l.nouns, f[len(f)-1], f[:len(f)-1]
			}
			e := relateEntry{kind: c[0]}
			for _, w := range rest {
				e.with = append(e.with, strings.Split(w, "|")...)
			}
			into[head] = append(into[head], e)
		}
	}
	for _, m := range []map[string][]relateEntry{l.verbs, l.nouns} {
		for _, es := range m {
			slices.SortStableFunc(es, func(a, b relateEntry) int { return min(len(b.with), 1) - min(len(a.with), 1) })
		}
	}
	return l
})

// A relationReader reads off a tree what one span does to another.
type relationReader struct {
	doc      *lang.Doc
	tree     *lang.Tree
	lex      *relateLexicon
	from, to lang.Span
}

// readRelation returns the type that the words between two spans tell, "" where
// they tell none that the lexicon knows.
func readRelation(doc *lang.Doc, from, to lang.Span) string {
	r := &relationReader{doc, lang.NewTree(doc), relateWords(), from, to}
	for _, start := range []int{r.governor(from), r.governor(to)} {
		if start < 0 {
			continue
		}
		if t := r.clause(start, 0); t != "" {
			return t
		}
	}
	return ""
}

// headOf is the word of a span that hangs from outside it, -1 for an empty span.
func (r *relationReader) headOf(s lang.Span) int {
	for i, t := range r.doc.Tokens {
		if !s.Overlaps(t.Span) || t.UPOS == "PUNCT" || t.UPOS == "ADP" {
			continue
		}
		if h := r.tree.Head(i); h < 0 || !s.Overlaps(r.doc.Tokens[h].Span) {
			return i
		}
	}
	return -1
}

// governor is the nearest word above a span that tells something: a verb, or a
// noun that the lexicon knows.
func (r *relationReader) governor(s lang.Span) int {
	i := r.headOf(s)
	if i < 0 {
		return -1
	}
	if r.doc.Tokens[i].UPOS == "VERB" {
		return i
	}
	for _, h := range r.tree.Above(i) {
		t := r.doc.Tokens[h]
		if t.UPOS == "VERB" || t.UPOS == "ADJ" || r.tree.Child(h, "cop") >= 0 || r.noun(h) != "" && r.tree.Head(i) == h {
			return h
		}
	}
	return i
}

func (r *relationReader) lemma(i int) string { return strings.ToLower(r.doc.Tokens[i].Lemma) }

// bag is the lemmas and forms that may complete a phrase.
func (r *relationReader) bag(i int) []string {
	var out []string
	for _, k := range r.tree.Kids(i) {
		switch r.tree.Rel(k) {
		case "nsubj", "punct", "conj", "parataxis", "ccomp":
			continue
		}
		if strings.EqualFold(r.doc.Tokens[k].Form, "according") {
			continue
		}
		out = append(out, r.lemma(k), strings.ToLower(r.doc.Tokens[k].Form))
		for _, g := range r.tree.Kids(k) {
			switch r.tree.Rel(g) {
			case "case", "compound", "nmod", "conj", "amod", "mark":
				if !strings.EqualFold(r.doc.Tokens[g].Form, "according") {
					out = append(out, r.lemma(g))
				}
			}
		}
	}
	return out
}

// find looks word i up among entries.
func (r *relationReader) find(list []relateEntry, i int) string {
	var near []string
	for _, e := range list {
		if len(e.with) == 0 {
			return e.kind
		}
		if near == nil {
			near = append(r.bag(i), "\x00")
		}
		if slices.ContainsFunc(e.with, func(w string) bool { return slices.Contains(near, w) }) {
			return e.kind
		}
	}
	return ""
}

// phrase looks up the verb i with words that hang from it, and no verb alone.
func (r *relationReader) phrase(i int) string {
	list := r.lex.verbs[r.lemma(i)]
	n := slices.IndexFunc(list, func(e relateEntry) bool { return len(e.with) == 0 })
	if n >= 0 {
		list = list[:n]
	}
	return r.find(list, i)
}

// kinds returns the ways of reading and the type of verb i alone.
func (r *relationReader) kinds(i int) (ways []string, typ string) {
	for _, e := range r.lex.verbs[r.lemma(i)] {
		switch {
		case len(e.with) > 0:
		case e.kind[0] >= 'a':
			ways = append(ways, e.kind)
		case typ == "":
			typ = e.kind
		}
	}
	return ways, typ
}

func (r *relationReader) noun(i int) string {
	if k := r.find(r.lex.nouns[r.lemma(i)], i); k != "" {
		return k
	}
	return r.find(r.lex.nouns[strings.ToLower(r.doc.Tokens[i].Form)], i)
}

// thing is the type of what a noun names, or what hangs from it.
func (r *relationReader) thing(i, depth int) string {
	if i < 0 || depth > 3 {
		return ""
	}
	if k := r.noun(i); k != "" && k[0] < 'a' {
		return k
	}
	for _, k := range r.tree.Kids(i) {
		switch r.tree.Rel(k) {
		case "nmod", "compound", "conj", "amod":
			if t := r.thing(k, depth+1); t != "" {
				return t
			}
		case "acl", "acl:relcl":
			if t := r.clause(k, depth+2); t != "" {
				return t
			}
		}
	}
	return ""
}

// has reports whether a word has a dependent of a form.
func (r *relationReader) has(i int, forms ...string) bool {
	for _, k := range r.tree.Kids(i) {
		if slices.Contains(forms, strings.ToLower(r.doc.Tokens[k].Form)) {
			return true
		}
	}
	return false
}

// clause is the type that the clause of a word tells.
func (r *relationReader) clause(i, depth int) string {
	if depth > 5 {
		return ""
	}
	t := r.told(i, depth)
	switch {
	case t == "":
		for _, k := range r.tree.Children(i, "conj", "advcl") {
			if r.holds(k, r.to) {
				return r.clause(k, depth+1)
			}
		}
	case r.has(i, "not", "n't", "n’t", "never", "no") && t != "REJECT":
		return "REJECT"
	case r.has(i, "will", "shall", "'ll", "’ll"), depth > 0 && r.has(i, "would", "'d", "’d"):
		return intended(t)
	}
	return t
}

// intended is what to mean to do something is.
func intended(t string) string {
	switch t {
	case "", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD":
		return "AGREE"
	case "ASSAULT", "COERCE", "SANCTION", "MOBILIZE":
		return "THREATEN"
	}
	return t
}

// holds reports whether a span lies under a word.
func (r *relationReader) holds(i int, s lang.Span) bool {
	h := r.headOf(s)
	return h >= 0 && r.tree.Under(h, i)
}

// told is the type that word i tells with what hangs from it, its tense aside.
func (r *relationReader) told(i, depth int) string {
	if r.doc.Tokens[i].UPOS != "VERB" {
		if k := r.noun(i); k != "" && k != "intend" {
			return k
		} else if k == "intend" {
			return intended(r.below(i, depth))
		}
		if r.tree.Child(i, "cop") < 0 {
			return r.thing(i, depth)
		}
	}
	if t := r.phrase(i); t != "" && t[0] < 'a' {
		return t
	}
	ways, typ := r.kinds(i)
	for _, way := range ways {
		if t := r.way(way, i, depth); t != "" {
			return t
		}
	}
	if typ != "" || len(ways) > 0 {
		return typ
	}
	return r.below(i, depth)
}

// way reads on from verb i.
func (r *relationReader) way(way string, i, depth int) string {
	switch way {
	case "report":
		c := r.tree.Child(i, "ccomp")
		if c < 0 {
			return r.below(i, depth)
		}
		if r.has(c, "must", "should", "ought", "needs", "need") {
			return "REQUEST"
		}
		return r.clause(c, depth+1)
	case "intend":
		return intended(r.below(i, depth))
	case "pass", "begin":
		return r.below(i, depth)
	case "end":
		switch t := r.below(i, depth); t {
		case "ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "REQUEST", "ACCUSE", "THREATEN":
			return "YIELD"
		case "AID", "COOPERATE", "CONSULT", "SUPPORT", "AGREE":
			return "SANCTION"
		}
	}
	return ""
}

// below is the type of what verb i takes: its clause, else its object.
func (r *relationReader) below(i, depth int) string {
	for _, k := range r.tree.Children(i, "xcomp", "ccomp", "acl") {
		if t := r.clause(k, depth+1); t != "" {
			return t
		}
	}
	for _, rel := range []string{"obj", "nsubj:pass", "obl", "nmod"} {
		for _, k := range r.tree.Children(i, rel) {
			if t := r.thing(k, depth+1); t != "" && !r.from.Overlaps(r.doc.Tokens[k].Span) {
				return t
			}
		}
	}
	for _, k := range r.tree.Children(i, "advcl") {
		if t := r.clause(k, depth+1); t != "" {
			return t
		}
	}
	return ""
}
