package actor

import (
	"strings"

	"readout/internal/gazetteer"
)

// traits lists what is seen of an actor whose mentions have their heads at the
// tokens given: its name, its titles, what it does and suffers, and what the
// rules and tables make of it. Weights of its kind, sectors and country are
// learnt for them.
func (r *Resolver) traits(e *entity, heads []int) []string {
	var out bag
	add := out.add
	add("bias")
	form := "named"
	if e.base != "" {
		form = "described"
		add("noun", e.base)
	} else if len(heads) == 1 {
		form = "once"
	}
	rule := "none"
	if len(e.sectors) > 0 {
		rule = e.sectors[0]
		for _, s := range e.sectors[1:] {
			add("rule also", s)
		}
	}
	add("kind", e.kind)
	add(form, e.kind)
	add("rule", rule)
	add("rule", rule, "by", e.stage)
	add("rule", rule, e.kind)
	r.knownTraits(e, add)
	r.nameTraits(e, heads, add)
	r.companyTraits(e, add)
	for k, h := range heads[:min(len(heads), 12)] {
		r.phraseTraits(h, add)
		r.actTraits(h, add)
		if k < 6 {
			r.nearTraits(h, add)
		}
	}
	for _, ro := range e.roles {
		add("title noun", single(r.lower(ro.noun)))
		for k, i := range ro.toks {
			r.word("title", i, add)
			if k > 0 && ro.toks[k-1] == i-1 {
				add("titles", r.lower(i-1), r.lower(i))
			}
		}
		if ro.ended {
			add("former")
		}
		if ro.owner >= 0 {
			o := r.ents[ro.owner]
			add("of", o.kind, first(o.sectors))
			add("title noun", single(r.lower(ro.noun)), "of", o.kind, first(o.sectors))
		}
	}
	return out.list
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// knownTraits says what the tables hold of an actor.
func (r *Resolver) knownTraits(e *entity, add func(...string)) {
	if e.known == "" || e.kind == "state" {
		return
	}
	if k, ok := gazetteer.FindPerson(e.known); ok && e.kind == "person" {
		add("known", first(k.Sectors))
		switch {
		case k.Former(r.doc.Published):
			add("known former", first(k.Sectors))
		case len(k.Held(r.doc.Published)) > 0:
			add("known in office", first(k.Sectors))
		case len(k.Terms) > 0:
			add("known before office", first(k.Sectors))
		default:
			add("known without office", first(k.Sectors))
		}
		for _, x := range k.Sectors[1:] {
			add("known also", x)
		}
	} else if k, ok := gazetteer.FindActor(e.known); ok {
		add("known", k.Kind, first(k.Sectors))
	}
}

// nameTraits lists the words of a body's name, or of a description.
func (r *Resolver) nameTraits(e *entity, heads []int, add func(...string)) {
	if e.base == "" && e.kind == "person" {
		return
	}
	if e.base != "" {
		n := heads[0]
		from, to := r.extent(n)
		for i := from; i <= to; i++ {
			if i != n {
				r.word("word", i, add)
				add("word", r.lower(i), "noun", e.base)
			}
		}
		if e.plural {
			add("plural")
		}
		return
	}
	for _, n := range e.names {
		words := strings.Fields(strings.ToLower(n))
		for i, w := range words {
			add("name", w)
			if i == len(words)-1 {
				add("name ends", w)
			}
		}
		if n == strings.ToUpper(n) && len(words) == 1 {
			add("capitals")
		}
		if callSign(words[0]) && capital(n) {
			add("call sign")
		}
	}
}

// callSign reports whether a word is the call sign of an American station:
// "kxan", "wbez-fm".
func callSign(w string) bool {
	w, _, _ = strings.Cut(w, "-")
	return (len(w) == 4) && (w[0] == 'k' || w[0] == 'w') && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == ""
}

// word adds a word beside an actor: itself, or of a name what it names.
func (r *Resolver) word(what string, i int, add func(...string)) {
	m, named := r.names[i]
	if !named {
		if l := r.lower(i); !r.genitive(i) && r.doc.Tokens[i].UPOS != "PUNCT" {
			add(what, l)
		}
		return
	}
	if r.mentions[m].head != i {
		return
	}
	if e := r.ofName[m]; e >= 0 {
		add(what, "*", r.ents[e].kind, first(r.ents[e].sectors))
		if r.ents[e].kind == "government" || r.ents[e].kind == "organization" {
			add(what, strings.ToLower(lastWord(r.mentions[m].surface)))
		}
	} else {
		add(what, "*", r.mentions[m].typ)
	}
}

// phraseTraits lists the words that hang from token h, or that it is set beside.
func (r *Resolver) phraseTraits(h int, add func(...string)) {
	own, named := r.names[h]
	for _, k := range r.tree.Kids(h) {
		rel := r.tree.Rel(k)
		if m, ok := r.names[k]; ok && named && m == own {
			continue
		}
		switch rel {
		case "amod", "compound", "nmod:desc", "flat", "nmod:unmarked":
			r.word("beside", k, add)
		case "nmod:poss":
			r.word("whose", k, add)
		case "nmod":
			r.word(r.caseOf(k), k, add)
		case "appos", "parataxis":
			sub := r.tree.Subtree(k)
			for _, i := range sub[:min(len(sub), 10)] {
				r.word("aside", i, add)
			}
		case "acl", "acl:relcl":
			add("who", r.lemma(k))
		}
	}
	g := r.tree.Head(h)
	if g < 0 {
		return
	}
	switch r.tree.Rel(h) {
	case "appos", "flat", "compound", "nmod:desc":
		r.word("beside", g, add)
		for _, k := range r.tree.Children(g, "amod", "compound", "nmod:poss") {
			if k != h {
				r.word("beside", k, add)
			}
		}
	}
}

// actTraits lists the verbs that token h is the subject or object of, and what
// it is said to be.
func (r *Resolver) actTraits(h int, add func(...string)) {
	g := r.tree.Head(h)
	if g < 0 {
		return
	}
	switch rel := r.tree.Rel(h); rel {
	case "nsubj":
		if r.tree.Child(g, "cop") < 0 {
			add("does", r.lemma(g))
			return
		}
		r.word("is", g, add)
		for _, k := range r.tree.Children(g, "amod", "compound", "nmod") {
			r.word("is", k, add)
		}
	case "nsubj:pass", "obj", "obl:agent":
		add(rel, r.lemma(g))
	case "obl":
		if c := r.caseOf(h); c == "to" && r.doc.Tokens[g].Says {
			add("hears")
		}
	}
}

// nearTraits lists the words within six of token h.
func (r *Resolver) nearTraits(h int, add func(...string)) {
	own, named := r.names[h]
	s := r.tree.Sentence(h)
	if s < 0 {
		return
	}
	from, to := r.doc.Sentences[s].First, r.doc.Sentences[s].First+r.doc.Sentences[s].N
	for i := max(from, h-6); i < min(to, h+7); i++ {
		m, ok := r.names[i]
		if named && ok && m == own {
			continue
		}
		switch u := r.doc.Tokens[i].UPOS; {
		case ok:
			if e := r.ofName[m]; e >= 0 && r.mentions[m].head == i {
				add("near *", r.ents[e].kind, first(r.ents[e].sectors))
			}
		case u == "NOUN" || u == "VERB" || u == "ADJ" || u == "PROPN":
			add("near", r.lemma(i))
		}
	}
}

// companyTraits lists the sectors and kinds of the others that the report names.
func (r *Resolver) companyTraits(e *entity, add func(...string)) {
	for _, o := range r.ents {
		if o != e && o.base == "" && o.kind != "state" && len(o.at) > 0 {
			add("among", first(o.sectors))
			if o.kind == "armed_group" {
				add("among", o.kind)
			}
		}
	}
}

func (r *Resolver) lemma(i int) string {
	if l := r.doc.Tokens[i].Lemma; l != "" {
		return strings.ToLower(l)
	}
	return r.lower(i)
}
