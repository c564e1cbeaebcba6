package situation

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/record"
)

//go:embed changes.tsv
var changeTable string

// A change is a verb that ends or begins the hold on a place.
type change struct {
	verb, particle, place, state, gains string
}

var changes = sync.OnceValue(func() map[string][]change {
	m := map[string][]change{}
	for line := range strings.Lines(changeTable) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 6 && !strings.HasPrefix(line, "#") {
			m[c[0]] = append(m[c[0]], change{c[0], c[1], c[2], c[3], c[4]})
		}
	}
	return m
})

// changed reads a verb that ends or begins the hold on a place: "handed over
// the base to Ruvia", "the airport was seized".
func (f *finder) changed(v int) {
	for _, c := range changes()[f.lemma(v)] {
		if c.particle != "-" && !f.hasParticle(v, c.particle) {
			continue
		}
		place, ok := f.changedPlace(v, c)
		if !ok || f.persons(f.tree.Child(v, "obj", "nsubj:pass")) { // "withdrew its envoys from Velm"
			continue
		}
		state := f.outcome(v)
		if state == "" {
			return
		}
		if holder, ok := f.doer(v); ok {
			f.sureOf(v, holder, place, after(c.state, state))
		}
		if to := f.heirOf(v, c); to >= 0 && c.gains != "-" && state != codebook.InForce {
			if heir, ok := f.who(to); ok {
				f.sureOf(v, heir, place, after(codebook.InForce, state))
			}
		}
		return
	}
}

// heirOf returns who gains what verb v hands on.
func (f *finder) heirOf(v int, c change) int {
	for _, k := range []int{v, f.tree.Child(v, "obj"), f.caseChild(v, c.particle)} {
		if to := f.caseChild(k, c.gains); to >= 0 {
			return to
		}
	}
	return -1
}

// after says how a hold stands, given what the verb does to it once done and
// whether it is done (ended), to come (in_doubt) or only asked for (in_force).
func after(does, how string) string {
	switch {
	case how == codebook.Ended:
		return does
	case does == codebook.Ended:
		return how
	}
	return codebook.Sought
}

func (f *finder) hasParticle(v int, form string) bool {
	for _, k := range f.tree.Kids(v) {
		if strings.EqualFold(f.doc.Tokens[k].Form, form) {
			return true
		}
	}
	return v+1 < len(f.doc.Tokens) && strings.EqualFold(f.doc.Tokens[v+1].Form, form)
}

func (f *finder) changedPlace(v int, c change) (string, bool) {
	if c.place != "obj" {
		if k := f.caseChild(v, c.place); k >= 0 {
			return f.site(k)
		}
		return f.site(f.caseChild(f.tree.Child(v, "obj"), c.place))
	}
	if p := f.tree.Child(v, "nsubj:pass"); p >= 0 {
		return f.site(p)
	}
	if o := f.tree.Child(v, "obj"); o >= 0 {
		return f.site(o)
	}
	return f.site(f.caseChild(v, c.particle)) // the particle taken for a preposition
}

// caseChild returns the phrase under v that a preposition leads.
func (f *finder) caseChild(v int, prep string) int {
	if v < 0 {
		return -1
	}
	for _, k := range f.tree.Children(v, "obl", "nmod") {
		if f.cased(k) == prep {
			return k
		}
	}
	return -1
}

// site returns the place that noun i names, and of an installation and the
// town whose name it bears the installation.
func (f *finder) site(i int) (string, bool) {
	if i < 0 {
		return "", false
	}
	id, ok := f.where(i)
	if !ok {
		return "", false
	}
	return f.installation(id), true
}

// installation returns the one base or port of the report that bears a town's
// name, where the town is told in its stead; else the place itself.
func (f *finder) installation(id string) string {
	all, ok := f.in.Places.(interface{ Places() []record.Place })
	if !ok {
		return id
	}
	places := all.Places()
	town := slices.IndexFunc(places, func(p record.Place) bool { return p.ID == id && p.Kind == "city" })
	if town < 0 {
		return id
	}
	found := ""
	for _, p := range places {
		switch p.Kind {
		case "airbase", "naval_base", "airport", "installation":
			if strings.HasPrefix(p.Name, places[town].Name+" ") {
				if found != "" {
					return id
				}
				found = p.ID
			}
		}
	}
	if found == "" {
		return id
	}
	return found
}

// doer returns who does verb v: its subject, that of a relative clause, or
// through control ("agreed to hand over") that of the verb above.
func (f *finder) doer(v int) (string, bool) {
	for hops := 0; v >= 0 && hops < 4; hops++ {
		if a := f.agent(v); a >= 0 {
			return f.who(a)
		}
		if f.tree.Child(v, "nsubj:pass") >= 0 {
			return "", false
		}
		if s := f.tree.Child(v, "nsubj"); s >= 0 {
			if f.relative(s) && f.tree.Rel(v) == "acl:relcl" {
				s = f.tree.Head(v)
			}
			return f.owner(s)
		}
		h := f.tree.Head(v)
		switch f.tree.Rel(v) {
		case "xcomp", "ccomp":
			if o := f.tree.Child(h, "obj", "iobj"); o >= 0 {
				return f.owner(o)
			}
			v = h
		case "conj", "advcl", "acl":
			v = h
		default:
			return "", false
		}
	}
	return "", false
}

// owner returns the actor of a noun phrase; troops stand for the state that
// sends them where the words name it ("Ruvian troops", "its sailors").
func (f *finder) owner(i int) (string, bool) {
	if f.doc.Tokens[i].UPOS == "NOUN" && holdings[f.lemma(i)] {
		for _, k := range f.tree.Children(i, "amod", "compound", "nmod:poss") {
			if id, ok := f.in.Actors.At(k); ok {
				return id, true
			}
		}
	}
	return f.who(i)
}

var (
	askWords  = words("ask urge demand order call want request tell press pressure require need insist appeal push force")
	openWords = words("agree plan expect vow pledge promise offer threaten consider prepare begin start set ready intend propose decide refuse continue seek hope aim try attempt delay postpone halt suspend block")
	modals    = words("will would may might could should can shall must")
)

// outcome says how far verb v has come: ended when it is done, in_doubt when
// it is to come or held up, in_force when it is only asked for or did not
// happen, "" when the words do not say.
func (f *finder) outcome(v int) string {
	for _, k := range f.tree.Children(v, "advmod", "aux", "mark") {
		switch form := strings.ToLower(f.doc.Tokens[k].Form); {
		case form == "not" || form == "n't" || form == "n’t" || form == "never":
			return codebook.InForce
		case modals[form] || form == "’ll" || form == "'ll":
			return codebook.InDoubt
		case form == "if" || form == "unless":
			return ""
		}
	}
	switch h := f.tree.Head(v); f.tree.Rel(v) {
	case "xcomp", "ccomp", "acl", "advcl", "csubj":
		if h < 0 {
			break
		}
		switch l := f.lemma(h); {
		case askWords[l], l == "deny":
			return codebook.InForce
		case openWords[l] || f.marked(v, "to"):
			return codebook.InDoubt
		}
	case "conj":
		if h >= 0 && f.tree.Child(v, "nsubj") < 0 && f.tree.Rel(h) == "xcomp" {
			return f.outcome(h)
		}
	}
	return codebook.Ended
}

func (f *finder) marked(v int, form string) bool {
	m := f.tree.Child(v, "mark")
	return m >= 0 && strings.EqualFold(f.doc.Tokens[m].Form, form)
}

// sureOf keeps a hold that a construction states beyond doubt: no weights are
// asked.
func (f *finder) sureOf(i int, holder, place, state string) {
	e, ok := f.evidence(f.doc.Tokens[i].Span)
	if !ok {
		return
	}
	s := record.Situation{Kind: "holds", Holder: &holder, Object: &place, State: state, Evidence: []record.Evidence{e}}
	if state != codebook.InForce {
		s.ChangedBy = f.changer(i, e)
	}
	f.sure = append(f.sure, s)
	f.add(s)
}

// outdone reports whether the same sentence gives a place a holder already, so
// that one told by a description only ("the northern kingdom") yields.
func (f *finder) outdone(subject int, place string) bool {
	at := f.doc.Sentences[f.tree.Sentence(subject)].Start
	return f.doc.Tokens[subject].UPOS == "NOUN" && slices.ContainsFunc(f.sure, func(o record.Situation) bool {
		return value(o.Object) == place && o.Evidence[0].Start == at
	})
}

// leavings are nouns for the end of a hold.
var leavings = words("departure withdrawal pullout pullback handover exit evacuation")

// leaving reads "delayed the departure of its ships from Velm": the hold of who
// leaves is in doubt while the leaving is only told of, and ended with it.
func (f *finder) leaving(n int) {
	place, ok := "", false
	for _, k := range append([]int{n}, f.tree.Children(n, "nmod")...) {
		for _, prep := range []string{"from", "of"} {
			if !ok {
				place, ok = f.site(f.caseChild(k, prep))
			}
		}
	}
	h := f.tree.Head(n)
	if h < 0 || f.tree.Rel(n) != "obj" && f.tree.Rel(n) != "nsubj:pass" {
		return
	}
	if !ok { // the tree may hang "from Velm" from the verb
		place, ok = f.site(f.caseChild(h, "from"))
	}
	if !ok {
		return
	}
	state := ""
	switch l := f.lemma(h); {
	case l == "complete" || l == "finish" || l == "conclude":
		state = f.outcome(h)
	case openWords[l] || l == "announce" || l == "stall":
		state = codebook.InDoubt
	case askWords[l] || l == "reject" || l == "cancel":
		state = codebook.InForce
	default:
		return
	}
	holder, ok := f.who(f.tree.Child(n, "nmod:poss", "amod"))
	if !ok {
		holder, ok = f.doer(h)
	}
	if ok && state != "" {
		f.sureOf(n, holder, place, state)
	}
}

// changer returns the event that token i triggers, else the one that gives up
// or takes ground and is told in the same sentence; nil for none.
func (f *finder) changer(i int, sentence record.Evidence) *string {
	var near *string
	for k := range f.in.Events {
		x := &f.in.Events[k]
		switch {
		case x.Trigger.Start == f.doc.Tokens[i].Start:
			return &x.ID
		case x.Type != codebook.Retreat && x.Type != codebook.Coerce && x.Type != codebook.Assault:
		case near == nil && slices.Contains(x.Evidence, sentence):
			near = &x.ID
		}
	}
	return near
}
