package statement

import (
	"slices"
	"strings"

	"readout/internal/lang"
)

// speakers returns the actors that are the subject of verb v, through control,
// coordination, relative clauses and "was quoted as saying".
func (f *finder) speakers(v int) []string {
	for hops := 0; v >= 0 && hops < 6; hops++ {
		if s := f.tree.Child(v, "nsubj:pass"); s >= 0 && hops > 0 { // whoever quotes is the agent
			return f.named(s)
		}
		if subjects := f.tree.Children(v, "nsubj", "obl:agent"); len(subjects) > 0 {
			return f.subject(v, subjects)
		}
		switch f.tree.Rel(v) {
		case "conj", "xcomp", "advcl", "parataxis", "ccomp":
			v = f.tree.Head(v)
		case "acl", "acl:relcl":
			h := f.tree.Head(v)
			if h < 0 {
				return nil
			}
			if who := f.named(h); len(who) > 0 {
				return who
			}
			v = h // "issued a statement saying": the issuer
			if r := f.tree.Rel(v); r == "obj" || r == "obl" || r == "nsubj:pass" {
				v = f.tree.Head(v)
			}
		default:
			return nil
		}
	}
	return nil
}

// subject returns who is named by the subjects of v: the one nearest before
// it, else one after it ("…, said X"); a relative pronoun stands for its
// antecedent.
func (f *finder) subject(v int, subjects []int) []string {
	slices.SortFunc(subjects, func(a, b int) int {
		switch {
		case a < v && b < v:
			return b - a
		}
		return a - b
	})
	for n, s := range subjects {
		if s > v && told[f.lemma(v)] {
			continue
		}
		if c := f.tree.Child(v, "ccomp"); n > 0 && s < c && c < subjects[0] && subjects[0] < v {
			continue // the subject of what is said
		}
		if f.relative(s) {
			return f.antecedent(v, s)
		}
		if who := f.named(s); len(who) > 0 {
			return who
		}
	}
	return nil
}

// antecedent returns whom the relative pronoun s, subject of v, stands for: the
// noun that the clause hangs from, else the person named last before it.
func (f *finder) antecedent(v, s int) []string {
	if f.tree.Rel(v) == "acl:relcl" {
		if who := f.named(f.tree.Head(v)); len(who) > 0 && f.people(s, who) {
			return who
		}
	}
	first := f.doc.Sentences[f.tree.Sentence(s)].First
	for k := s - 1; k >= first && s-k <= 9; k-- {
		if f.doc.Tokens[k].UPOS == "VERB" {
			break
		}
		if id, ok := f.actors.At(k); ok && f.people(s, []string{id}) {
			return []string{id}
		}
	}
	return f.named(s)
}

// people reports whether actors may be what the relative pronoun s stands for:
// "who" asks for persons or groups, not for a state.
func (f *finder) people(s int, who []string) bool {
	return !strings.EqualFold(f.doc.Tokens[s].Form, "who") || slices.ContainsFunc(who, f.person)
}

func (f *finder) relative(i int) bool {
	return slices.Contains([]string{"who", "which", "that", "whom"}, strings.ToLower(f.doc.Tokens[i].Form))
}

// named returns the actors of a noun phrase and of those joined to it; a
// document stands for who issued it.
func (f *finder) named(head int) []string {
	if head < 0 {
		return nil
	}
	var out []string
	for _, i := range append([]int{head}, f.tree.Children(head, "conj")...) {
		if id, ok := f.one(i); ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (f *finder) one(i int) (string, bool) {
	if documents[f.lemma(i)] {
		for _, k := range f.tree.Children(i, "nmod:poss", "nmod", "compound", "obl") {
			if id, ok := f.actor(k); ok {
				return id, true
			}
		}
	}
	if id, ok := f.beside(i); ok {
		return id, true
	}
	return f.actor(i)
}

// beside returns the person named in apposition to a description: "the foreign
// minister, Lena Koris, said".
func (f *finder) beside(i int) (string, bool) {
	if f.doc.Tokens[i].UPOS != "NOUN" {
		return "", false
	}
	last := i + 1
	if last < len(f.doc.Tokens) && f.doc.Tokens[last].Form == "," {
		last++
	}
	for _, k := range append(f.tree.Children(i, "appos", "flat"), last) {
		if k >= len(f.doc.Tokens) || k <= i || f.tree.Sentence(k) != f.tree.Sentence(i) || f.doc.Tokens[k].UPOS != "PROPN" {
			continue
		}
		if id, ok := f.actors.At(k); ok && (f.person(id) || f.tree.Head(k) == i && f.bodied(i)) {
			return id, true
		}
	}
	return "", false
}

// bodied reports whether a noun describes what its apposition names: "the prison
// authority SNAI", but not "the capital, Varon".
func (f *finder) bodied(i int) bool { return bodies[f.lemma(i)] }

func (f *finder) actor(i int) (string, bool) {
	if id, ok := f.actors.At(i); ok {
		return id, true
	}
	return f.actors.Describe(i)
}

// addressees returns whom the cue verb speaks to.
func (f *finder) addressees(v int, lemma string) []string {
	out := []string{}
	if told[lemma] {
		if o := f.tree.Child(v, "iobj", "obj"); o >= 0 {
			out = append(out, f.named(o)...)
		}
	}
	for _, k := range f.tree.Children(v, "obl") {
		if c := f.tree.Child(k, "case"); c >= 0 && strings.EqualFold(f.doc.Tokens[c].Form, "to") && len(out) == 0 {
			out = append(out, f.named(k)...)
		}
	}
	return out
}

// fromHead accepts the engine's attributions where the rules found nothing in
// the same place and the source is an actor.
func (f *finder) fromHead() {
	for _, a := range f.doc.Attributions {
		if len(a.Cue) == 0 || len(a.Source) == 0 || len(a.Content) == 0 || f.known(a) || !f.guesses && !f.cues(a.Cue[0]) {
			continue
		}
		who := f.in(a.Source[0])
		if who < 0 {
			continue
		}
		var content []lang.Span
		for _, c := range a.Content {
			if s := trim(f.doc.Text, f.inParagraph(c)); strings.Count(f.doc.Slice(s), " ") >= f.least() {
				content = append(content, s)
			}
		}
		if len(content) == 0 || f.guesses && f.form(content) == "indirect" { // "accused him of selling it" tells an act
			continue
		}
		for _, s := range f.named(who) {
			f.take(who, content)
			f.add(found{speaker: s, by: byHead, cue: a.Cue[0], sentence: f.doc.SentenceAt(a.Cue[0].Start), content: content})
		}
	}
}

// inParagraph is a span up to the end of the paragraph that it begins in.
func (f *finder) inParagraph(s lang.Span) lang.Span {
	if at := strings.Index(f.doc.Slice(s), "\n\n"); at > 0 {
		s.End = s.Start + at
	}
	return s
}

// cues reports whether a word of saying stands in a span.
func (f *finder) cues(s lang.Span) bool {
	si := f.doc.SentenceAt(s.Start)
	if si < 0 {
		return false
	}
	at := f.doc.Sentences[si]
	for i := at.First; i < at.First+at.N; i++ {
		if l := f.lemma(i); s.Contains(f.doc.Tokens[i].Span) && l != "comment" && l != "respond" && (cueVerbs[l] == says || cueNouns[l] || documents[l] || l == "according") {
			return true
		}
	}
	return false
}

func (f *finder) known(a lang.Attribution) bool {
	return slices.ContainsFunc(f.out, func(s found) bool {
		return s.cue.Overlaps(a.Cue[0]) || covered(s.content, a.Content[0]) && !(f.guesses && covered(s.content, a.Cue[0]))
	})
}

// in returns the head word of a span: the token in it whose head is outside.
func (f *finder) in(s lang.Span) int {
	si := f.doc.SentenceAt(s.Start)
	if si < 0 {
		return -1
	}
	sent := f.doc.Sentences[si]
	for k := range sent.N {
		i := sent.First + k
		if !s.Contains(f.doc.Tokens[i].Span) {
			continue
		}
		if h := f.tree.Head(i); h < 0 || !s.Contains(f.doc.Tokens[h].Span) {
			return i
		}
	}
	return -1
}
