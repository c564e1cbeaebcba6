package situation

import (
	_ "embed"
	"slices"
	"sync"

	"readout/internal/codebook"
	"readout/internal/record"
)

//go:embed tells.tsv
var tellTable string

// A tell is what an event of a type may tell of between two that have a part in it,
// and how that stands.
type tell struct {
	holder, object, kind, done, planned string
}

var tells = sync.OnceValue(func() map[string][]tell {
	m := map[string][]tell{}
	for _, c := range codebook.Rows(tellTable) {
		m[c[0]] = append(m[c[0]], tell{c[1], c[2], c[3], c[4], c[5]})
	}
	return m
})

// mostParties is how many of those who have a part in an event are looked at.
const mostParties = 4

// told returns what the events of the document may tell of, with the trigger as cue.
func (f *finder) told() []triple {
	var out []triple
	for i := range f.in.Events {
		e := &f.in.Events[i]
		cue := f.tokenAt(e.Trigger.Start)
		if cue < 0 {
			continue
		}
		for _, x := range tells()[e.Type] {
			objects := f.beside(cue, e, x.object)
			for _, h := range f.beside(cue, e, x.holder) {
				for _, o := range objects {
					if h.id != o.id {
						out = append(out, triple{kind: x.kind, cue: cue, holder: h, object: o, from: told, state: x.state(e)})
					}
				}
			}
		}
	}
	return out
}

// state returns how what an event tells of stands.
func (x *tell) state(e *record.Event) string {
	if e.Factuality == codebook.Actual {
		return x.done
	}
	return x.planned
}

// beside returns those who have a part in an event as terms: each by its word in
// the sentence of a token that is nearest to it, where it has one.
func (f *finder) beside(tok int, e *record.Event, part string) []term {
	var out []term
	ids := having(e, part)
	for _, id := range ids[:min(len(ids), mostParties)] {
		x := term{tok: away, id: id, place: part == "place"}
		for _, t := range f.termsOf(f.tree.Sentence(tok)) {
			if t.id == id && (x.tok == away || max(t.tok-tok, tok-t.tok) < max(x.tok-tok, tok-x.tok)) {
				x.tok = t.tok
			}
		}
		out = append(out, x)
	}
	return out
}

// untold drops triples that others have with the same cue.
func untold(triples, others []triple) []triple {
	type key struct {
		cue int
		b   bond
	}
	met := map[key]bool{}
	for _, t := range others {
		met[key{t.cue, t.bond()}] = true
	}
	return slices.DeleteFunc(triples, func(t triple) bool { return met[key{t.cue, t.bond()}] })
}

// A bond is what may hold between two.
type bond struct{ kind, holder, object string }

func (t *triple) bond() bond { return bond{t.kind, t.holder.id, t.object.id} }
