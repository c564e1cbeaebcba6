package event

import (
	"slices"
	"strings"

	"readout/internal/lang/en"
)

// light lists verbs whose object may be the act itself: "held talks".
var light = words("hold have launch carry conduct stage impose make issue announce mount give provide offer begin start continue end face receive undergo wage lead join attend resume open plan order suffer plot commit take pay undertake perform suspend stop halt cancel postpone reject demand seek urge call denounce condemn welcome discuss bring file place put levy organize deliver express voice drop")

// endured lists light verbs whose subject the act befalls: "faced attacks".
var endured = words("face suffer receive undergo")

// objectControl lists verbs whose object is the subject of the infinitive.
var objectControl = words("urge ask tell order force persuade allow call press want require instruct warn enable encourage invite permit help get convince push compel lead direct advise prod pressure implore beg")

// patientNouns are acts whose possessor or "of" is the one acted on.
var patientNouns = words("ouster overthrow killing removal arrest release capture death murder assassination execution detention abduction kidnapping downing deportation extradition conviction condemnation expulsion annexation seizure occupation poisoning beheading destruction toppling recognition invasion imprisonment rescue investigation probe criticism lifting bombing shelling shooting torture massacre beating indictment impeachment trial")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func (f *finder) lemma(i int) string { return en.Lemma(f.doc.Tokens[i].Form, f.doc.Tokens[i].UPOS) }

// who returns the actors of a noun phrase, with those joined to it.
func (f *finder) who(head int) []string {
	if head < 0 {
		return nil
	}
	var out []string
	for _, i := range append([]int{head}, f.tree.Children(head, "conj")...) {
		id, ok := f.one(i)
		if !ok {
			for _, k := range f.tree.Children(i, "nmod:poss", "nmod", "compound", "amod") {
				if id, ok = f.in.Actors.At(k); ok {
					break
				}
			}
		}
		if ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// one returns the actor of a noun, or the name that stands in apposition to it.
func (f *finder) one(i int) (string, bool) {
	if f.doc.Tokens[i].UPOS == "NOUN" {
		for _, k := range f.tree.Children(i, "appos") {
			if id, ok := f.in.Actors.At(k); ok && f.doc.Tokens[k].UPOS == "PROPN" {
				return id, true
			}
		}
	}
	if id, ok := f.in.Actors.At(i); ok {
		return id, true
	}
	return f.in.Actors.Describe(i)
}

// subject returns the actors that are the subject of verb v, through control,
// coordination and relative clauses.
func (f *finder) subject(v int) []string {
	for hops := 0; v >= 0 && hops < 6; hops++ {
		if s := f.tree.Child(v, "obl:agent"); s >= 0 {
			return f.who(s)
		}
		passive := f.tree.Child(v, "nsubj:pass") >= 0 || f.tree.Child(v, "aux:pass") >= 0
		if passive {
			return f.by(v)
		}
		if s := f.tree.Child(v, "nsubj"); s >= 0 {
			if f.relative(s) && f.tree.Rel(v) == "acl:relcl" {
				return f.who(f.tree.Head(v))
			}
			return f.who(s)
		}
		h := f.tree.Head(v)
		if h < 0 {
			return nil
		}
		switch f.tree.Rel(v) {
		case "xcomp":
			if o := f.tree.Child(h, "obj", "iobj", "obl"); o >= 0 && objectControl[f.lemma(h)] {
				return f.who(o)
			}
			if o := f.tree.Child(h, "nsubj:pass"); o >= 0 {
				return f.who(o)
			}
			v = h
		case "advcl", "conj", "ccomp", "parataxis":
			if o := f.tree.Child(h, "nsubj:pass"); o >= 0 && f.tree.Rel(v) == "advcl" {
				return f.who(o)
			}
			v = h
		case "acl":
			feats := f.doc.Tokens[v].Feats
			if strings.Contains(feats, "VerbForm=Ger") || strings.Contains(feats, "Tense=Pres") {
				return f.who(h)
			}
			if strings.Contains(feats, "VerbForm=Part") {
				return f.by(v)
			}
			if p := f.tree.Child(h, "nmod:poss"); p >= 0 {
				return f.who(p)
			}
			v = f.tree.Head(h)
		case "acl:relcl":
			return f.who(h)
		default:
			return nil
		}
	}
	return nil
}

func (f *finder) by(v int) []string {
	for _, k := range f.tree.Children(v, "obl", "obl:agent", "nmod") {
		if f.cased(k) == "by" {
			return f.who(k)
		}
	}
	return nil
}

func (f *finder) relative(i int) bool {
	switch strings.ToLower(f.doc.Tokens[i].Form) {
	case "who", "which", "that", "whom":
		return true
	}
	return false
}

// cased returns the preposition of a noun phrase, "" for none.
func (f *finder) cased(i int) string {
	if c := f.tree.Child(i, "case"); c >= 0 {
		return strings.ToLower(f.doc.Tokens[c].Form)
	}
	return ""
}

// object returns the actors acted on by verb v.
func (f *finder) object(v int, typ string) []string {
	var out []string
	for _, k := range f.tree.Children(v, "obj", "iobj", "nsubj:pass") {
		if f.relative(k) && f.tree.Rel(v) == "acl:relcl" {
			k = f.tree.Head(v)
		}
		if k < 0 {
			continue
		}
		if l, ok := f.lookup(k); ok && l.noun && l.typ == typ { // "imposed sanctions on X"
			_, more := f.nominal(k)
			out = union(out, more)
			continue
		}
		out = union(out, f.who(k))
	}
	if f.tree.Rel(v) == "acl" && strings.Contains(f.doc.Tokens[v].Feats, "Tense=Past") {
		out = union(out, f.who(f.tree.Head(v)))
	}
	for _, k := range f.tree.Children(v, "obl") {
		switch f.cased(k) {
		case "with", "against", "on", "upon", "to", "at", "for", "toward", "towards", "into", "over", "between", "of", "from":
			if len(out) == 0 || f.cased(k) == "with" || f.cased(k) == "against" || f.cased(k) == "on" {
				out = union(out, f.who(k))
			}
		}
	}
	if len(out) == 0 {
		switch typ {
		case "REQUEST", "THREATEN", "ACCUSE", "REJECT":
			if c := f.tree.Child(v, "ccomp", "xcomp"); c >= 0 {
				out = union(out, f.who(f.tree.Child(c, "nsubj", "nsubj:pass")))
				if len(out) == 0 && f.tree.Child(v, "obj", "iobj") < 0 && typ != "REQUEST" {
					out = union(out, f.object(c, ""))
				}
			}
		}
	}
	return out
}

// nominal returns the actors and recipients of a noun that is an act.
func (f *finder) nominal(n int) (actors, recipients []string) {
	patient := patientNouns[f.lemma(n)]
	for _, k := range f.tree.Kids(n) {
		switch f.tree.Rel(k) {
		case "nmod:poss":
			if patient {
				recipients = union(recipients, f.who(k))
			} else {
				actors = union(actors, f.who(k))
			}
		case "compound", "amod":
			ids := f.who(k)
			if len(ids) == 0 {
				ids = f.who(f.tree.Child(k, "compound", "obl", "nmod"))
			}
			actors = union(actors, ids)
		case "nmod", "obl", "acl":
			switch c := f.cased(k); c {
			case "by", "between", "among":
				actors = union(actors, f.who(k))
			case "of":
				if patient {
					recipients = union(recipients, f.who(k))
				} else {
					actors = union(actors, f.who(k))
				}
			case "with", "against", "on", "to", "for", "at", "from", "toward", "towards":
				recipients = union(recipients, f.who(k))
			}
		}
	}
	h := f.tree.Head(n)
	if h >= 0 && f.doc.Tokens[h].UPOS == "VERB" && (light[f.lemma(h)] || len(actors) == 0) {
		switch f.tree.Rel(n) {
		case "obj", "nsubj:pass":
			if endured[f.lemma(h)] {
				return recipients, union(actors, f.subject(h))
			}
			if len(actors) == 0 {
				actors = f.subject(h)
			}
			for _, k := range f.tree.Children(h, "obl", "iobj") {
				switch f.cased(k) {
				case "with", "against", "on", "to", "":
					if len(recipients) == 0 && light[f.lemma(h)] {
						recipients = union(recipients, f.who(k))
					}
				}
			}
		case "obl":
			if c := f.cased(n); len(actors) == 0 && (c == "for" || c == "in" || c == "on" || c == "with") {
				actors = f.subject(h)
			}
		}
	}
	return actors, recipients
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}
