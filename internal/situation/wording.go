package situation

import (
	"slices"
	"strings"

	"readout/internal/lang"
)

// what returns what is demanded, agreed or between two, in the words of the sentence
// whose token i states it; nil where they do not tell. Other kinds have none.
func (f *finder) what(i int, kind, object string) *string {
	if kind != "demands" && kind != "agreement" && kind != "relations" {
		return nil
	}
	if i = f.stating(i, kind); i < 0 {
		return nil
	}
	var at lang.Span
	if kind == "demands" {
		at = f.demanded(i, object)
	} else {
		at = f.dealt(i, object)
	}
	words := f.doc.Slice(at)
	if words == "" {
		return nil
	}
	return &words
}

// stating returns the word that states a situation: token i, or where that only
// names a party or tells what becomes of it ("withdraw from the pact") the nearest
// of its sentence that may, else what a party hangs from; -1 for none.
func (f *finder) stating(i int, kind string) int {
	states := func(k int) bool {
		return slices.Contains(cueKinds()[f.lemma(k)], kind) && (kind != "relations" || f.actorOf(k) == "")
	}
	party := f.actorOf(i) != ""
	if states(i) || !party && (kind != "agreement" || f.doc.Tokens[i].UPOS != "VERB") {
		return i
	}
	s := f.doc.Sentences[f.tree.Sentence(i)]
	best := -1
	for k := s.First; k < s.First+s.N; k++ {
		if states(k) && (best < 0 || max(i-k, k-i) < max(i-best, best-i)) {
			best = k
		}
	}
	switch h := f.tree.Head(i); {
	case best >= 0:
		return best
	case !party:
		return i
	case h >= 0 && f.actorOf(h) == "":
		return h
	}
	return -1
}

// demanded returns what word i asks an object for: the clause under it, or what
// it is for.
func (f *finder) demanded(i int, object string) lang.Span {
	if f.doc.Tokens[i].UPOS == "AUX" && f.tree.Head(i) >= 0 {
		return f.clause(f.tree.Head(i), object)
	}
	for _, k := range f.tree.Children(i, "ccomp", "xcomp", "acl", "advcl") {
		if k > i && (f.tree.Rel(k) != "advcl" || f.infinitive(k)) {
			return f.clause(k, object)
		}
	}
	for _, k := range f.tree.Children(i, "obl", "nmod") {
		if k < i || f.cased(k) != "for" && f.cased(k) != "on" {
			continue
		}
		if id, _ := f.who(k); id != object {
			return f.words(k, object)
		}
		if v := f.tree.Child(k, "acl", "acl:relcl"); v >= 0 {
			return f.clause(v, object)
		}
	}
	if k := f.tree.Child(i, "obj"); k > i && f.actorOf(k) != object {
		return f.phrase(k)
	}
	if f.doc.Tokens[i].UPOS != "VERB" {
		return f.phrase(i)
	}
	return f.rest(i)
}

// infinitive reports whether verb v stands after "to".
func (f *finder) infinitive(v int) bool {
	m := f.tree.Child(v, "mark")
	return m >= 0 && strings.EqualFold(f.doc.Tokens[m].Form, "to")
}

// dealt returns the words for what is between two: the noun i with what
// describes it, or verb i with its object.
func (f *finder) dealt(i int, object string) lang.Span {
	toks := f.doc.Tokens
	if h := f.tree.Head(i); toks[i].UPOS == "ADJ" && h >= 0 && f.tree.Rel(i) == "amod" {
		return f.phrase(h)
	}
	if toks[i].UPOS == "VERB" {
		for _, k := range f.tree.Children(i, "ccomp", "xcomp", "obl", "obj", "nsubj:pass") {
			switch rel := f.tree.Rel(k); {
			case k > i && rel == "obj" && f.actorOf(k) != "":
				under := f.tree.Subtree(k)
				return f.bare(i, i, under[len(under)-1])
			case k < i && rel != "nsubj:pass", rel == "obl" && f.cased(k) != "on", f.actorOf(k) != "":
			default:
				return f.words(k, object)
			}
		}
		if i+1 < len(toks) && besides[strings.ToLower(toks[i+1].Form)] {
			return lang.Span{}
		}
		return f.rest(i)
	}
	return f.phrase(i)
}

// besides are words behind a verb of dealing that lead to where, when or how it was
// done, not to what.
var besides = words("in at by between after before during since following amid under with")

// words returns those of clause or phrase k.
func (f *finder) words(k int, object string) lang.Span {
	if f.doc.Tokens[k].UPOS == "VERB" {
		return f.clause(k, object)
	}
	return f.phrase(k)
}

// actorOf returns the actor that word i names, "" for none.
func (f *finder) actorOf(i int) string {
	id, _ := f.in.Actors.At(i)
	return id
}

// names reports whether word k is an actor's, by name or by what it describes.
func (f *finder) names(k int, actor string) bool {
	if id, ok := f.in.Actors.At(k); ok || f.doc.Tokens[k].UPOS == "PRON" {
		return id == actor
	}
	id, _ := f.who(k)
	return id == actor
}

// clause returns the words of a clause with verb v: without what joins it to the
// rest, and without its subject where that is the object.
func (f *finder) clause(v int, object string) lang.Span {
	to := f.infinitive(v)
	return f.trimmed(v, func(k int) bool {
		switch f.tree.Rel(k) {
		case "mark":
			return !to
		case "cc", "parataxis", "discourse", "acl:relcl":
			return true
		case "aux":
			return slices.Contains(cueKinds()[f.lemma(k)], "demands")
		case "nsubj", "obj", "iobj", "compound", "obl", "obl:unmarked":
			return k < v && (to || f.names(k, object))
		case "conj":
			return f.tree.Child(k, "nsubj", "nsubj:pass") >= 0
		case "advcl":
			return k > v && f.tree.Child(k, "mark") < 0
		}
		return false
	})
}

// phrase returns the words of the noun phrase about word i: without what it
// stands in, and without the parties to it.
func (f *finder) phrase(i int) lang.Span {
	return f.undated(i, f.trimmed(i, func(k int) bool {
		switch f.tree.Rel(k) {
		case "case", "mark", "cc", "det", "nsubj", "cop", "aux", "advmod", "parataxis", "discourse", "acl:relcl", "appos", "advcl", "conj", "obl":
			return true
		case "nmod:poss":
			return f.actorOf(k) != ""
		case "acl":
			return !f.infinitive(k)
		case "nmod":
			switch strings.ToLower(f.doc.Tokens[f.tree.Subtree(k)[0]].Form) {
			case "between", "with", "among", "after", "since", "during", "following", "amid", "despite", "until":
				return true
			}
			return f.dated(k)
		}
		return false
	}))
}

// undated returns the words of a phrase about word i without the time that closes
// them: "treaty" for "treaty on Thursday".
func (f *finder) undated(i int, at lang.Span) lang.Span {
	for _, t := range f.doc.Times {
		if t.Span.End != at.End || t.Span.Start <= f.doc.Tokens[i].Start {
			continue
		}
		last := i
		for k := i; k < len(f.doc.Tokens) && f.doc.Tokens[k].Start < t.Span.Start; k++ {
			if f.doc.Tokens[k].UPOS != "ADP" || k == i {
				last = k
			}
		}
		at.End = f.doc.Tokens[last].End
	}
	return at
}

// dated reports whether word k stands in a time expression.
func (f *finder) dated(k int) bool {
	at := f.doc.Tokens[k].Span
	return slices.ContainsFunc(f.doc.Times, func(t lang.Timex) bool { return t.Span.Start <= at.Start && at.End <= t.Span.End })
}

// trimmed returns the words under i as they stand about it, up to the first and
// from behind the last of those that are dropped, without marks around them.
func (f *finder) trimmed(i int, drop func(k int) bool) lang.Span {
	all := f.tree.Subtree(i)
	first, last := all[0], all[len(all)-1]
	for _, k := range f.tree.Kids(i) {
		if !drop(k) {
			continue
		}
		if under := f.tree.Subtree(k); k < i {
			first = max(first, under[len(under)-1]+1)
		} else {
			last = min(last, under[0]-1)
		}
	}
	return f.bare(min(first, i), i, max(last, i))
}

// rest returns the words from behind word i to the next mark.
func (f *finder) rest(i int) lang.Span {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	last := i
	for last+1 < s.First+s.N && f.doc.Tokens[last+1].UPOS != "PUNCT" {
		last++
	}
	if last == i {
		return lang.Span{}
	}
	first := i + 1
	return f.bare(first, last, last)
}

// bare returns the words from first to last with word i among them, without the
// marks, articles and prepositions that begin them, the relative clause that closes
// them and quotes that only open or only close there.
func (f *finder) bare(first, i, last int) lang.Span {
	toks := f.doc.Tokens
	for k := i + 1; k < last; k++ {
		if toks[k].Form == "," && f.relative(k+1) || toks[k].UPOS == "ADP" && strings.EqualFold(toks[k+1].Form, "which") {
			last = k - 1
		}
	}
	for first < i && f.idle(first, last) {
		first++
	}
	for last > i && toks[last].UPOS == "PUNCT" && (!quote(toks[last].Form) || !f.quoted(first, last-1)) {
		last--
	}
	return lang.Span{Start: toks[first].Start, End: toks[last].End}
}

// idle reports whether a phrase up to last need not begin with word i.
func (f *finder) idle(i, last int) bool {
	switch t := f.doc.Tokens[i]; t.UPOS {
	case "DET":
		switch strings.ToLower(t.Form) {
		case "a", "an", "the":
			return true
		}
		return false
	case "ADP", "SCONJ", "CCONJ":
		return !strings.EqualFold(t.Form, "to")
	case "PUNCT":
		return !quote(t.Form) || !f.quoted(i+1, last)
	}
	return false
}

// quoted reports whether an odd number of quotes stand from one token to another.
func (f *finder) quoted(first, last int) bool {
	odd := false
	for k := first; k <= last; k++ {
		if quote(f.doc.Tokens[k].Form) {
			odd = !odd
		}
	}
	return odd
}

// quote reports whether a token is a double quotation mark.
func quote(form string) bool {
	switch form {
	case "\"", "“", "”", "``", "''":
		return true
	}
	return false
}
