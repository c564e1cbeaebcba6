package event

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed verbs.tsv
var table string

// An entry is one phrase of the lexicon: a head word and the words that must
// stand with it, each with its alternatives.
type entry struct {
	typ, mode string
	noun      bool
	strong    bool
	own       bool // of a user's codebook
	with      [][]string
}

// A lexicon maps a lemma to its entries, longest phrase first.
type lexicon struct{ verbs, nouns map[string][]entry }

var lexiconOnce = sync.OnceValue(func() *lexicon { return parseLexicon(table) })

func parseLexicon(text string) *lexicon {
	l := &lexicon{map[string][]entry{}, map[string][]entry{}}
	for line := range strings.Lines(text) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) < 6 || strings.HasPrefix(line, "#") {
			continue
		}
		for phrase := range strings.SplitSeq(c[4], ";") {
			l.add(entry{typ: c[0], mode: c[1], noun: c[2] == "n", strong: c[3] == "+"}, strings.Fields(phrase))
		}
	}
	l.sort()
	return l
}

// sort puts the longest phrases of a head first.
func (l *lexicon) sort() {
	for _, m := range []map[string][]entry{l.verbs, l.nouns} {
		for _, es := range m {
			slices.SortStableFunc(es, func(a, b entry) int { return len(b.with) - len(a.with) })
		}
	}
}

func (l *lexicon) add(e entry, words []string) {
	if len(words) == 0 {
		return
	}
	into, head, rest := l.verbs, words[0], words[1:]
	if e.noun {
		at := nounHead(words)
		into, head, rest = l.nouns, words[at], slices.Concat(words[:at], words[at+1:])
	}
	for _, w := range rest {
		e.with = append(e.with, strings.Split(w, "|"))
	}
	into[head] = append(into[head], e)
}

// nounHead is where the head of a noun phrase stands: last, or before its first
// preposition ("suspension of aid").
func nounHead(words []string) int {
	n := slices.IndexFunc(words, func(w string) bool { return w == "of" || w == "on" || w == "from" || w == "in" })
	if n > 0 {
		return n - 1
	}
	return len(words) - 1
}

// lookup finds the entry that token i triggers.
func (f *finder) lookup(i int) (entry, bool) {
	t := f.doc.Tokens[i]
	var list []entry
	switch t.UPOS {
	case "VERB", "ADJ":
		list = f.lex.verbs[f.lemma(i)]
	case "NOUN", "PROPN":
		list = f.lex.nouns[f.lemma(i)]
		if list == nil {
			list = f.lex.nouns[strings.ToLower(t.Form)]
		}
	}
	var near []string
	for _, e := range list {
		if len(e.with) > 0 && near == nil {
			near = f.around(i)
		}
		if !slices.ContainsFunc(e.with, func(alt []string) bool {
			return !slices.ContainsFunc(alt, func(w string) bool { return slices.Contains(near, w) })
		}) {
			return e, true
		}
	}
	return entry{}, false
}

// around returns the lemmas and forms that may complete a phrase headed by i:
// its dependents, their prepositions and their compounds.
func (f *finder) around(i int) []string {
	out := []string{"\x00"}
	add := func(k int) {
		t := f.doc.Tokens[k]
		out = append(out, f.lemma(k), strings.ToLower(t.Form))
	}
	for _, k := range f.tree.Kids(i) {
		switch f.tree.Rel(k) {
		case "nsubj", "punct", "advcl", "conj", "cc", "parataxis", "acl:relcl":
			if f.doc.Tokens[i].UPOS != "VERB" || f.tree.Rel(k) != "conj" {
				continue
			}
		}
		add(k)
		for _, g := range f.tree.Kids(k) {
			switch f.tree.Rel(g) {
			case "case", "compound", "fixed", "flat", "conj", "amod", "mark", "nmod:desc":
				add(g)
			case "advmod":
				if f.lemma(g) == "not" { // "pleaded not guilty"
					add(g)
				}
			}
		}
	}
	return out
}
