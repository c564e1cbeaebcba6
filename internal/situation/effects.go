package situation

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/record"
)

//go:embed effects.tsv
var table string

// An effect is the situation that an event of a type leaves behind.
type effect struct {
	typ, mode string
	lemmas    []string
	kind      string
	state     string
}

var effects = sync.OnceValue(func() []effect {
	var out []effect
	for line := range strings.Lines(table) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 7 && !strings.HasPrefix(line, "#") {
			out = append(out, effect{c[0], c[1], strings.Split(c[2], "|"), c[3], c[5]})
		}
	}
	return out
})

// fromEvents adds the situations that events begin, end or seek.
func (f *finder) fromEvents() {
	for i := range f.in.Events {
		e := &f.in.Events[i]
		for _, x := range effects() {
			if x.typ == e.Type && x.fits(e, f.lemmaAt(e.Trigger.Start)) {
				f.leave(e, x)
				break
			}
		}
	}
}

func (x effect) fits(e *record.Event, lemma string) bool {
	mode := ""
	if e.Mode != nil {
		mode = *e.Mode
	}
	if x.mode != "*" && x.mode != mode {
		return false
	}
	return x.lemmas[0] == "*" || slices.Contains(x.lemmas, lemma)
}

// leave writes the situation an event leaves; a planned one is sought, a
// denied one leaves nothing.
func (f *finder) leave(e *record.Event, x effect) {
	state := x.state
	switch {
	case e.Factuality == codebook.Denied:
		return
	case e.Factuality == codebook.Possible:
		state = codebook.InDoubt
	case state == codebook.Ended && f.asked(e):
		state = codebook.InForce // what is only asked for goes on
	case state == codebook.Ended && (e.Factuality == codebook.Planned || f.heldUp(e)):
		state = codebook.InDoubt
	case e.Factuality == codebook.Planned:
		state = codebook.Sought
	}
	holders, objects := e.Actors, e.Recipients
	if x.kind == "holds" {
		objects = nil
		for _, p := range e.Places {
			objects = append(objects, f.installation(p))
		}
	}
	if (x.kind == "agreement" || x.kind == "fights" || x.kind == "relations") && len(objects) == 0 && len(holders) > 1 {
		holders, objects = holders[:1], holders[1:]
	}
	if len(holders) == 0 || len(objects) == 0 || x.kind == "office" {
		return
	}
	s := record.Situation{Kind: x.kind, Holder: &holders[0], Object: &objects[0], State: state, Evidence: e.Evidence[:1]}
	id := e.ID
	if x.kind != "demands" && x.kind != "fights" {
		s.ChangedBy = &id
	}
	if x.kind == "demands" || x.kind == "agreement" || x.kind == "relations" {
		what := f.what(e.Trigger)
		s.What = &what
	}
	f.add(s)
}

// asked reports whether an event is told only as what somebody asks for.
func (f *finder) asked(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 || e.Factuality != codebook.Planned {
		return false
	}
	h := f.tree.Head(i)
	return h >= 0 && askWords[f.lemma(h)] && (f.tree.Rel(i) == "xcomp" || f.tree.Rel(i) == "ccomp")
}

// heldUp reports whether somebody delays or halts an event: "delayed the
// departure of its ships".
func (f *finder) heldUp(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 || f.tree.Rel(i) != "obj" {
		return false
	}
	switch h := f.tree.Head(i); f.lemma(h) {
	case "delay", "postpone", "halt", "suspend", "block", "stall":
		return true
	}
	return false
}
