// Package situation finds states of affairs that last: those that events leave
// behind, by the table of effects, and those that the report states. It makes
// no events.
package situation

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/actor"
	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/lang/en"
	"readout/internal/record"
)

// Actors tells which actor a word stands for, and who holds which office.
type Actors interface {
	At(tok int) (string, bool)
	Describe(tok int) (string, bool)
	Offices() []actor.Office
}

// Places tells which place a word names.
type Places interface {
	At(tok int) (string, bool)
}

// Input is what Find reads.
type Input struct {
	Doc      *lang.Doc
	Actors   Actors
	Places   Places
	Events   []record.Event
	Why      record.Why // filled where it is not nil
	Codebook *Codebook  // a user's; nil for none
}

type finder struct {
	in       Input
	doc      *lang.Doc
	tree     *lang.Tree
	out      []record.Situation
	often    map[string]int     // in how many sentences two parties stand together
	ruled    []record.Situation // what the rules find
	sure     []record.Situation // what a construction states beyond doubt
	likely   []triple
	near     []triple                // what fell short, where it is to be explained
	named    [][]term                // by sentence, as far as asked for
	means    map[string][]int        // by party, once asked for: the words that name it
	brokered map[int]map[string]bool // by sentence, once asked for: its mediators
}

// Find returns the situations of the document: offices first, then those that
// are stated, then those that events leave.
func Find(in Input) []record.Situation {
	f := newFinder(in)
	f.find()
	for i := range f.out {
		f.out[i].ID = "t" + strconv.Itoa(i+1)
	}
	f.restate()
	f.explain()
	return f.out
}

// find looks for situations, standing as rules have it.
func (f *finder) find() {
	for _, o := range f.in.Actors.Offices() {
		f.office(o)
	}
	f.resigned()
	f.quietly(func() {
		f.ruled = f.byRule()
		f.often = f.together()
		f.likely = f.weigh()
	})
	f.keepSure()
	f.keepLikely()
	f.joinSites()
}

// byRule returns what constructions state and what events leave behind.
func (f *finder) byRule() []record.Situation {
	kept := f.out
	f.out = nil
	for i := range f.doc.Tokens {
		f.stated(i)
	}
	f.fromEvents()
	ruled := f.out
	f.out = kept
	return ruled
}

// keepSure adds what needs no weighing.
func (f *finder) keepSure() {
	for _, s := range f.sure {
		f.show(value(s.Holder), value(s.Object))
		f.add(s)
	}
}

// joinSites makes one of a hold of a town and one of an installation called after it by the same holder: "at Port
// Selm" then tells of the Port Selm naval base.
func (f *finder) joinSites() {
	names := f.placeNames()
	for i := 0; i < len(f.out); i++ {
		town := &f.out[i]
		n := slices.IndexFunc(f.out, func(site record.Situation) bool {
			return town.Kind == "holds" && site.Kind == "holds" && value(site.Holder) == value(town.Holder) &&
				names[value(town.Object)] != "" && strings.HasPrefix(names[value(site.Object)], names[value(town.Object)]+" ")
		})
		if n < 0 {
			continue
		}
		support(&f.out[n], town.Evidence)
		f.out = slices.Delete(f.out, i, i+1)
		i--
	}
}

// placeNames returns the names of the places that words stand for, by id.
func (f *finder) placeNames() map[string]string {
	out := map[string]string{}
	for k := range f.doc.Tokens {
		if p := f.placeNamed(k); p != nil {
			out[p.ID] = p.Name
		}
	}
	return out
}

// placeNamed returns the place that a word names, nil for none.
func (f *finder) placeNamed(k int) *record.Place {
	if places, ok := f.in.Places.(interface{ Named(int) *record.Place }); ok {
		return places.Named(k)
	}
	return nil
}

// quietly looks for parties without making them part of the record.
func (f *finder) quietly(look func()) {
	if q, ok := f.in.Actors.(interface{ Quietly(func()) }); ok {
		q.Quietly(look)
		return
	}
	look()
}

func newFinder(in Input) *finder {
	return &finder{in: in, doc: in.Doc, tree: lang.NewTree(in.Doc), brokered: map[int]map[string]bool{}}
}

func (f *finder) office(o actor.Office) {
	if o.Holder == "" {
		return
	}
	state, title := o.State, o.Title
	if state == "" {
		state = codebook.InForce
	}
	s := record.Situation{Kind: "office", Holder: &o.Holder, Title: &title, State: state}
	if id := f.seat(&o); id != "" {
		s.Object = &id
	} else if o.Local != nil {
		return
	}
	if e, ok := f.evidence(o.Evidence); ok {
		s.Evidence = []record.Evidence{e}
		f.add(s)
		if o.Taken {
			f.sure = append(f.sure, s)
		}
	}
}

// seat returns what an office is of: the town or region that the title of who
// heads it names, else the state or body.
func (f *finder) seat(o *actor.Office) string {
	for _, k := range o.Local {
		if p := f.placeNamed(k); p != nil && p.Kind != "country" {
			return p.ID
		}
	}
	return o.Object
}

// resigned ends the one office of whoever resigns, falls or is killed; what is
// only to come casts it in doubt.
func (f *finder) resigned() {
	table := codebook.Effects()
	for i := range f.in.Events {
		e := &f.in.Events[i]
		n := slices.IndexFunc(table, func(x codebook.Effect) bool { return x.Fits(e.Type, value(e.Mode), f.lemmaAt(e.Trigger.Start)) })
		if n < 0 || table[n].Kind != "office" {
			continue
		}
		state := f.leaves(e, &table[n])
		if state == "" {
			continue
		}
		for _, who := range f.undergoing(e, having(e, table[n].Holder)) {
			if held := f.inOffice(who); held != nil {
				held.State, held.ChangedBy = state, &e.ID
			}
		}
	}
}

// undergoing returns those of several parties of an event whose name hangs from its
// trigger, without those of what goes on after it: of "dismissed X and named Y" X.
func (f *finder) undergoing(e *record.Event, ids []string) []string {
	i := f.tokenAt(e.Trigger.Start)
	if len(ids) < 2 || i < 0 {
		return ids
	}
	var near []int
	for _, k := range f.tree.Children(i, "nsubj", "nsubj:pass", "obj", "nmod", "nmod:poss") {
		near = append(near, f.tree.Subtree(k)...)
	}
	terms := f.termsOf(f.tree.Sentence(i))
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(terms, func(t term) bool { return t.id == id && slices.Contains(near, t.tok) })
	})
}

// inOffice returns the one office that somebody has, nil for none or several.
func (f *finder) inOffice(who string) *record.Situation {
	var held *record.Situation
	for k := range f.out {
		if o := &f.out[k]; o.Kind == "office" && value(o.Holder) == who && o.State == codebook.InForce {
			if held != nil {
				return nil
			}
			held = o
		}
	}
	return held
}

// add keeps a situation once: one entry for a kind, holder, object and title.
// A later state than in_force wins.
func (f *finder) add(s record.Situation) {
	if value(s.Holder) == value(s.Object) && s.Kind != "office" {
		return
	}
	for i := range f.out {
		o := &f.out[i]
		if o.Kind != s.Kind || s.Kind == "office" && !alike(value(o.Title), value(s.Title)) {
			continue
		}
		straight := value(o.Holder) == value(s.Holder) && value(o.Object) == value(s.Object)
		turned := value(o.Holder) == value(s.Object) && value(o.Object) == value(s.Holder) && symmetric(s.Kind)
		if straight || turned {
			if o.State == codebook.InForce && s.State != codebook.InForce {
				o.State, o.ChangedBy = s.State, s.ChangedBy
			}
			support(o, s.Evidence)
			return
		}
	}
	f.out = append(f.out, s)
}

// support adds evidence that a situation does not have yet.
func support(s *record.Situation, evidence []record.Evidence) {
	for _, e := range evidence {
		if !slices.Contains(s.Evidence, e) {
			s.Evidence = append(s.Evidence, e)
		}
	}
}

// alike reports whether two titles name one office: their last words agree, or
// one is part of the other.
func alike(a, b string) bool {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	if len(x) == 0 || len(y) == 0 {
		return len(x) == len(y)
	}
	return x[len(x)-1] == y[len(y)-1] || strings.Contains(strings.ToLower(a), strings.ToLower(b)) || strings.Contains(strings.ToLower(b), strings.ToLower(a))
}

func symmetric(kind string) bool {
	return slices.ContainsFunc(codebook.Kinds(), func(k codebook.Kind) bool { return k.Name == kind && k.Symmetric })
}

// evidence returns the sentence that holds a span.
func (f *finder) evidence(s lang.Span) (record.Evidence, bool) {
	si := f.doc.SentenceAt(s.Start)
	if si < 0 {
		return record.Evidence{}, false
	}
	at := f.doc.Sentences[si].Span
	return record.Evidence{Start: at.Start, End: at.End, Quote: f.doc.Slice(at)}, true
}

func (f *finder) tokenAt(at int) int {
	si := f.doc.SentenceAt(at)
	if si < 0 {
		return -1
	}
	s := f.doc.Sentences[si]
	for i := s.First; i < s.First+s.N; i++ {
		if f.doc.Tokens[i].Start == at {
			return i
		}
	}
	return -1
}

func (f *finder) lemmaAt(at int) string {
	if i := f.tokenAt(at); i >= 0 {
		return f.lemma(i)
	}
	return ""
}

func (f *finder) lemma(i int) string { return en.Lemma(f.doc.Tokens[i].Form, f.doc.Tokens[i].UPOS) }

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
