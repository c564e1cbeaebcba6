package situation

import (
	"slices"
	"strings"

	"readout/internal/actor"
	"readout/internal/codebook"
	"readout/internal/record"
)

// verbKinds lists verbs that state a situation between subject and object.
var verbKinds = map[string]string{
	"control": "holds", "occupy": "holds", "operate": "holds", "hold": "holds", "rule": "holds", "run": "holds",
	"back": "backs", "support": "backs", "arm": "backs", "fund": "backs", "finance": "backs", "prop": "backs",
	"shelter": "shelters", "harbor": "shelters", "harbour": "shelters", "host": "shelters",
	"fight": "fights", "battle": "fights",
	"sanction": "sanctions",
	"detain":   "detains", "imprison": "detains", "jail": "detains",
	"recognize": "relations", "recognise": "relations",
}

// holdings are what a state may "have" abroad.
var holdings = words("base airbase outpost facility installation garrison port troop troops force forces soldier soldiers sailor sailors warship warships presence")

// wars are nouns of a standing fight.
var wars = words("war insurgency conflict campaign offensive rebellion uprising")

// deals are nouns of an agreement.
var deals = words("treaty agreement accord deal pact ceasefire truce memorandum")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// stated looks for a construction that states a situation at token i.
func (f *finder) stated(i int) {
	t := f.doc.Tokens[i]
	l := f.lemma(i)
	f.ownStated(i)
	switch {
	case f.tree.Rel(i) == "amod" && heldWords[strings.ToLower(t.Form)]:
		f.heldBy(i)
	case f.tree.Rel(i) == "amod" && (strings.EqualFold(t.Form, "backed") || strings.EqualFold(t.Form, "allied")):
		f.backed(i)
	case t.UPOS == "NOUN" && (l == "exile" || l == "asylum" || l == "refuge"), t.UPOS == "VERB" && l == "flee":
		f.sheltered(i)
	case t.UPOS == "VERB" && keeping[l]:
		f.has(i)
	case t.UPOS == "VERB" && leads[l] != "":
		f.leads(i, leads[l])
	case t.UPOS == "VERB" && len(changes()[l]) > 0:
		f.changed(i)
	case t.UPOS == "VERB" && posting[l]:
		f.stationed(i)
	case t.UPOS == "VERB" && verbKinds[l] != "":
		f.verb(i, verbKinds[l])
	case t.UPOS == "NOUN" && measures[l] && f.lifted(i):
	case t.UPOS == "NOUN" && (l == "sanction" || l == "embargo"):
		f.between(i, "sanctions")
	case t.UPOS == "NOUN" && (l == "ally" || l == "relation" || l == "tie" || l == "alliance"):
		f.between(i, "relations")
	case t.UPOS == "NOUN" && wars[l]:
		f.between(i, "fights")
	case t.UPOS == "NOUN" && deals[l]:
		f.between(i, "agreement")
	case t.UPOS == "NOUN" && leavings[l]:
		f.leaving(i)
	case t.UPOS == "NOUN" && l == "predecessor":
		f.predecessor(i)
	case t.UPOS == "NOUN" && holdings[l]:
		f.possessed(i)
	}
}

// keeping are verbs of what a state has or keeps abroad.
var keeping = words("have keep maintain retain station")

// counts are nouns of how many there are: "thousands of troops".
var counts = words("thousand hundred dozen score ten number couple handful contingent")

// has reads "Ruvia has two bases in Norrland" and "keeps thousands of troops there".
func (f *finder) has(v int) {
	o := f.tree.Child(v, "obj")
	if o >= 0 && counts[f.lemma(o)] {
		o = f.counted(o)
	}
	if o < 0 || !holdings[f.lemma(o)] || f.negated(v) || f.none(o) {
		return
	}
	subj, _ := f.sides(v)
	holder, ok := f.who(subj)
	if !ok {
		return
	}
	sites := f.listed(o)
	near := append(f.tree.Children(o, "nmod", "appos"), f.tree.Children(v, "obl")...)
	if h := f.tree.Head(o); h != v {
		near = append(near, f.tree.Children(h, "nmod")...)
	}
	for _, k := range near {
		if id, ok := f.site(k); ok && len(sites) == 0 {
			sites = append(sites, id)
			for _, j := range f.tree.Children(k, "conj") {
				if id, ok := f.site(j); ok {
					sites = append(sites, id)
				}
			}
		}
	}
	for _, id := range sites {
		f.sureOf(v, holder, id, codebook.InForce)
	}
}

// none reports whether a noun is of what there is none of: "no base".
func (f *finder) none(n int) bool {
	d := f.tree.Child(n, "det")
	return d >= 0 && strings.EqualFold(f.doc.Tokens[d].Form, "no")
}

// counted returns what a count is of: the troops of "thousands of Ruvian troops",
// -1 where they are none.
func (f *finder) counted(n int) int {
	for k := n + 2; k < len(f.doc.Tokens) && k <= n+4 && strings.EqualFold(f.doc.Tokens[n+1].Form, "of"); k++ {
		if holdings[f.lemma(k)] {
			return k
		}
	}
	return -1
}

// listed returns the places that a dash or colon after noun n lists: "two
// bases — the X airbase and the Y naval base".
func (f *finder) listed(n int) []string {
	s := f.doc.Sentences[f.tree.Sentence(n)]
	var out []string
	after := false
	for k := n + 1; k < s.First+s.N; k++ {
		t := f.doc.Tokens[k]
		switch {
		case t.Form == "—" || t.Form == "–" || t.Form == "--" || t.Form == ":":
			if after {
				return out
			}
			after = true
		case !after && t.UPOS == "VERB", after && (t.UPOS == "VERB" || t.UPOS == "ADP"):
			return out
		case after:
			if id, ok := f.in.Places.At(k); ok && (len(out) == 0 || out[len(out)-1] != id) {
				out = append(out, id)
			}
		}
	}
	return out
}

var heldWords = words("controlled held occupied run ruled administered")

// heldBy reads "the rebel-held town" and "the Ruvian-controlled northeast".
func (f *finder) heldBy(i int) {
	h := f.tree.Head(i)
	place, ok := f.site(h)
	if !ok && h >= 0 {
		place, ok = f.site(f.tree.Child(h, "nmod:poss"))
	}
	if !ok {
		return
	}
	for _, k := range f.tree.Children(i, "compound", "obl", "amod", "nmod", "advmod", "obl:npmod", "obl:unmarked") {
		if id, ok := f.who(k); ok {
			f.sureOf(i, id, place, codebook.InForce)
			return
		}
	}
}

// possessed reads "Russian bases in Syria" and "its airbase at X".
func (f *finder) possessed(n int) {
	holder := ""
	for _, k := range f.tree.Children(n, "nmod:poss", "amod", "compound") {
		if id, ok := f.in.Actors.At(k); ok {
			holder = id
			break
		}
	}
	if h := f.tree.Head(n); holder == "" || h >= 0 && f.tree.Rel(n) == "obj" && vacating[f.lemma(h)] && !f.negated(h) {
		return
	}
	for _, k := range f.tree.Children(n, "nmod", "appos") {
		if c := f.cased(k); c == "" || within[c] {
			if id, ok := f.where(k); ok {
				f.keep(n, "holds", holder, id)
				return
			}
		}
	}
	if id, ok := f.in.Places.At(n); ok {
		f.keep(n, "holds", holder, id)
	}
}

// vacating are verbs of who no longer holds a base: "left its base in Norrland".
var vacating = words("leave vacate quit abandon evacuate lose")

// posting are verbs of where troops are kept, and manned nouns for who is.
var (
	posting = words("station base deploy remain")
	manned  = words("troop troops soldier soldiers force forces fighter fighters marine marines peacekeeper peacekeepers personnel sailor sailors unit units battalion brigade contingent warship warships jet jets")
)

// stationed reads "13,000 Ruvian troops remain in Norrland" and "troops based at X".
func (f *finder) stationed(v int) {
	who := f.tree.Child(v, "nsubj", "nsubj:pass")
	if who < 0 && strings.HasPrefix(f.tree.Rel(v), "acl") {
		who = f.tree.Head(v)
	}
	if who < 0 || !manned[f.lemma(who)] {
		return
	}
	holder, ok := f.who(who)
	if !ok {
		return
	}
	for _, k := range f.tree.Children(v, "obl", "nmod") {
		if within[f.cased(k)] {
			if id, ok := f.where(k); ok {
				f.sureOf(v, holder, id, f.state(v))
			}
		}
	}
}

// sides returns what stands as subject and object of verb v in the active, -1
// for none.
func (f *finder) sides(v int) (subj, obj int) {
	subj, obj = f.tree.Child(v, "nsubj"), f.tree.Child(v, "obj")
	if p := f.tree.Child(v, "nsubj:pass"); p >= 0 {
		subj, obj = f.agent(v), p
	}
	if subj >= 0 && f.relative(subj) && f.tree.Rel(v) == "acl:relcl" {
		subj = f.tree.Head(v)
	}
	if obj >= 0 && f.relative(obj) && f.tree.Rel(v) == "acl:relcl" {
		obj = f.tree.Head(v)
	}
	if f.tree.Rel(v) == "acl" && subj < 0 {
		subj, obj = f.agent(v), f.tree.Head(v)
	}
	return subj, obj
}

func (f *finder) verb(v int, kind string) {
	if f.blames(v) {
		return
	}
	subj, obj := f.sides(v)
	state := f.state(v)
	if a := f.accused(v); a >= 0 {
		subj, state = a, codebook.InDoubt
	} else if f.negated(v) || f.governed(v) {
		return
	}
	if subj < 0 || obj < 0 {
		return
	}
	holder, ok := f.who(subj)
	if !ok {
		return
	}
	if kind != "holds" {
		if object, ok := f.who(obj); ok {
			f.keepAs(v, kind, holder, object, state)
			if state == codebook.InDoubt {
				f.beyondDoubt(kind, holder, object, state)
			}
		}
		return
	}
	object, ok := f.site(obj)
	if !ok && f.lemma(v) == "hold" && f.persons(obj) {
		if object, ok = f.who(obj); ok {
			f.keepAs(v, "detains", holder, object, state)
		}
		return
	}
	if !ok {
		object, ok = f.ground(v, obj)
	}
	if ok && !f.outdone(subj, object) {
		f.sureOf(v, holder, object, codebook.InForce)
	}
}

// grounds are what somebody holds in a place: "occupies five positions in the south".
var grounds = words("position territory area part swathe swath most village town city district ground hill hilltop zone land post base outpost stretch neighborhood neighbourhood")

// ground returns the place in which verb v says that ground is held.
func (f *finder) ground(v, obj int) (string, bool) {
	for _, k := range f.tree.Children(v, "obl") {
		if id, ok := f.site(k); ok && within[f.cased(k)] && grounds[f.lemma(obj)] {
			return id, true
		}
	}
	return "", false
}

// within are prepositions of where something is.
var within = words("in at on near")

// accused returns whom a verb accuses of what verb v tells ("accused Ruvia of
// backing the rebels"), -1 for none.
func (f *finder) accused(v int) int {
	h := f.tree.Head(v)
	if h < 0 || f.lemma(h) != "accuse" && f.lemma(h) != "suspect" || !f.marked(v, "of") && f.cased(v) != "of" {
		return -1
	}
	return f.tree.Child(h, "obj", "nsubj:pass")
}

// predecessor reads "X's predecessor, Y": Y was in office before X, who is now.
func (f *finder) predecessor(n int) {
	x, y := f.tree.Child(n, "nmod:poss"), f.tree.Child(n, "appos")
	if h := f.tree.Head(n); y < 0 && h >= 0 && f.tree.Rel(n) == "appos" {
		y = h
	}
	toks := f.doc.Tokens
	if y < 0 && n+2 < len(toks) && toks[n+1].Form == "," && toks[n+2].UPOS == "PROPN" {
		y = n + 2 // whatever the tree makes of the name after the comma
	}
	if x < 0 && n > 1 && (toks[n-1].Form == "'s" || toks[n-1].Form == "’s") && toks[n-2].UPOS == "PROPN" {
		x = n - 2 // nor of the name before
	}
	states, ok := f.in.Actors.(interface{ StateOf(string) (string, bool) })
	if x < 0 || y < 0 || !ok {
		return
	}
	heir, ok1 := f.in.Actors.At(x)
	former, ok2 := f.in.Actors.At(y)
	e, ok3 := f.evidence(f.doc.Tokens[n].Span)
	if !ok1 || !ok2 || !ok3 || heir == former {
		return
	}
	state, found := states.StateOf(heir)
	if !found {
		if state, found = states.StateOf(former); !found {
			return
		}
	}
	title := f.doc.Tokens[n].Form
	f.sure = append(f.sure, record.Situation{Kind: "office", Holder: &former, Object: &state, Title: &title, State: codebook.Ended, Evidence: []record.Evidence{e}})
	if !slices.ContainsFunc(f.in.Actors.Offices(), func(o actor.Office) bool { return o.Holder == heir && o.Object == state }) {
		f.sure = append(f.sure, record.Situation{Kind: "office", Holder: &heir, Object: &state, State: codebook.InForce, Evidence: []record.Evidence{e}})
	}
}

// backed reads "Iran-backed rebels" and "rebels backed by Iran".
func (f *finder) backed(i int) {
	h := f.tree.Head(i)
	if h < 0 {
		return
	}
	object, ok := f.who(h)
	for _, k := range f.tree.Children(i, "compound", "obl", "nsubj", "amod", "nmod", "obl:agent", "obl:npmod", "obl:unmarked") {
		if holder, named := f.in.Actors.At(k); named && ok {
			f.keep(i, "backs", holder, object)
			return
		}
	}
}

// between reads the parties that hang from a noun: "US sanctions on Iran",
// "the war between A and B", "his ally X".
func (f *finder) between(n int, kind string) {
	var parties []string
	take := func(id string) {
		for _, p := range parties {
			if p == id {
				return
			}
		}
		parties = append(parties, id)
	}
	for _, k := range f.tree.Kids(n) {
		switch f.tree.Rel(k) {
		case "nmod:poss", "amod", "compound", "nmod", "appos", "obl":
			if c := f.cased(k); c == "in" && kind != "fights" || c == "since" {
				continue
			}
			for _, j := range append([]int{k}, f.tree.Children(k, "conj", "compound")...) {
				if id, ok := f.in.Actors.At(j); ok {
					take(id)
				}
			}
		}
	}
	if kind == "relations" && len(parties) == 1 {
		if s := f.tree.Child(n, "nsubj"); s >= 0 {
			if id, ok := f.who(s); ok {
				take(id)
			}
		}
	}
	if len(parties) >= 2 {
		f.keep(n, kind, parties[0], parties[1])
	}
}

// keep adds a situation stated at token i.
func (f *finder) keep(i int, kind, holder, object string) {
	f.keepAs(i, kind, holder, object, f.state(i))
}

// keepAs adds a situation that stands as told.
func (f *finder) keepAs(i int, kind, holder, object, state string) {
	e, ok := f.evidence(f.doc.Tokens[i].Span)
	if !ok {
		return
	}
	s := record.Situation{Kind: kind, Holder: &holder, Object: &object, State: state, Evidence: []record.Evidence{e}}
	s.What = f.what(i, kind, object)
	f.add(s)
}

// beyondDoubt marks a situation just kept as one that a construction states, whatever
// the engine finds of how it stands.
func (f *finder) beyondDoubt(kind, holder, object, state string) {
	for i := range f.out {
		if s := &f.out[i]; s.State == state && f.meets(s, kind, holder, object) {
			f.sure = append(f.sure, *s)
		}
	}
}

var (
	endWords   = words("former previous ex end ended defunct abandon abandoned lost lift collapse collapsed expire")
	doubtWords = words("uncertain doubt risk jeopardy unclear fate fragile undermine scrap withdraw abandon quit renegotiate precarious")
	seekWords  = words("proposed potential propose prospective")
)

// state reads the words about token i that say how the situation stands.
func (f *finder) state(i int) string {
	if f.bygone(i) {
		return codebook.Ended
	}
	at := append([]int{}, f.tree.Kids(i)...)
	if h := f.tree.Head(i); h >= 0 {
		at = append(at, h)
	}
	for _, k := range at {
		l := f.lemma(k)
		switch {
		case endWords[l]:
			return codebook.Ended
		case doubtWords[l]:
			return codebook.InDoubt
		case seekWords[l]:
			return codebook.Sought
		}
	}
	return codebook.InForce
}

// bygone reports whether noun i says what somebody was: "was a key backer of".
func (f *finder) bygone(i int) bool {
	c := f.tree.Child(i, "cop")
	if c < 0 || f.doc.Tokens[i].UPOS != "NOUN" {
		return false
	}
	switch strings.ToLower(f.doc.Tokens[c].Form) {
	case "was", "were":
		return true
	}
	return false
}

// who returns the actor of a noun phrase.
func (f *finder) who(i int) (string, bool) {
	if i < 0 {
		return "", false
	}
	if id, ok := f.in.Actors.At(i); ok {
		return id, true
	}
	return f.in.Actors.Describe(i)
}

// where returns the place of a noun phrase.
func (f *finder) where(i int) (string, bool) {
	if id, ok := f.in.Places.At(i); ok {
		return id, true
	}
	for _, k := range f.tree.Children(i, "nmod", "appos", "compound", "flat") {
		if id, ok := f.in.Places.At(k); ok {
			return id, true
		}
	}
	return "", false
}

func (f *finder) agent(v int) int {
	for _, k := range f.tree.Children(v, "obl", "obl:agent") {
		if f.cased(k) == "by" {
			return k
		}
	}
	return -1
}

func (f *finder) cased(i int) string {
	if c := f.tree.Child(i, "case"); c >= 0 {
		return strings.ToLower(f.doc.Tokens[c].Form)
	}
	return ""
}

func (f *finder) relative(i int) bool {
	switch strings.ToLower(f.doc.Tokens[i].Form) {
	case "who", "which", "that":
		return true
	}
	return false
}

func (f *finder) negated(v int) bool {
	for _, k := range f.tree.Children(v, "advmod", "aux") {
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "not", "n't", "never", "may", "might", "could", "would", "will":
			return true
		}
	}
	return false
}

// governed reports whether v is only wanted, planned or feared.
func (f *finder) governed(v int) bool {
	return f.tree.Rel(v) == "xcomp" || (f.tree.Child(v, "mark") >= 0 && strings.EqualFold(f.doc.Tokens[f.tree.Child(v, "mark")].Form, "if"))
}

// leads are verbs of who heads a body, with what that makes of them.
var leads = map[string]string{"lead": "leader", "head": "head", "command": "commander", "chair": "chairman"}

// passing are nouns of what somebody leads for a while only.
var passing = words("delegation team mission protest talk effort convoy group crowd march rally raid operation offensive attack investigation inquiry study trip visit tour")

// leads reads "the junta, led by Ado Sule".
func (f *finder) leads(v int, title string) {
	subj, obj := f.sides(v)
	if subj < 0 || obj < 0 || !strings.HasPrefix(f.tree.Rel(v), "acl") || passing[f.lemma(obj)] {
		return
	}
	who, ok1 := f.in.Actors.At(subj)
	body, ok2 := f.who(obj)
	e, ok3 := f.evidence(f.doc.Tokens[v].Span)
	if !ok1 || !ok2 || !ok3 || who == body {
		return
	}
	kind, _, _ := f.look(who)
	of, _, _ := f.look(body)
	if kind != "person" || of != "organization" && of != "government" && of != "armed_group" && of != "military" {
		return
	}
	f.sure = append(f.sure, record.Situation{Kind: "office", Holder: &who, Object: &body, Title: &title, State: codebook.InForce, Evidence: []record.Evidence{e}})
}
