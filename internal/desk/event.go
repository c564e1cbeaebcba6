package desk

import (
	"net/http"

	"readout/internal/merge"
)

// eventPage is one event: who did what to whom, and every sentence that
// tells it.
type eventPage struct {
	*merge.Event
	Actors, Recipients, Places, AttributedTo []ref
	Story                                    *ref
	Differences                              []difference
	Sources                                  []source
	Total                                    int // reports that tell it, of which Sources are the first
	Backing                                  backing
}

// A difference is something on which the reports of an event do not agree.
type difference struct {
	What string
	Said []side
}

type side struct {
	Value   string
	Origins []string
	Reports []ref
}

func (d *desk) event(r *http.Request) (*page, error) {
	ctx := r.Context()
	e, err := entry[merge.Event](ctx, d, r.PathValue("id"), "event")
	if err != nil {
		return nil, err
	}
	lists := [][]string{e.Actors, e.Recipients, e.Places, e.AttributedTo, e.Families, {e.ID, e.Story}}
	for _, x := range e.Differences {
		for _, s := range x.Said {
			lists = append(lists, s.Reports)
		}
	}
	n, err := d.names(ctx, lists...)
	if err != nil {
		return nil, err
	}
	p := eventPage{Event: e, Actors: n.refs(e.Actors), Recipients: n.refs(e.Recipients), Places: n.refs(e.Places),
		AttributedTo: n.refs(e.AttributedTo), Story: n.story(e.Story), Differences: n.differences(e.Differences), Backing: n.backing(e.Support)}
	if p.Sources, p.Total, err = d.sources(ctx, e.Evidence); err != nil {
		return nil, err
	}
	return &page{Name: "event", Title: n[e.ID], Nav: "/search", Data: p}, nil
}

// story is the link to the story of a fact, nil where it has none.
func (n names) story(id string) *ref {
	if id == "" {
		return nil
	}
	r := n.ref(id)
	return &r
}

func (n names) differences(list []merge.Difference) (out []difference) {
	for _, x := range list {
		v := difference{What: x.What}
		for _, s := range x.Said {
			v.Said = append(v.Said, side{s.Value, s.Origins, n.refs(s.Reports)})
		}
		out = append(out, v)
	}
	return out
}
