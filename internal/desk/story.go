package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"readout/internal/draw"
	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/store"
)

// How much of a story its page shows at most.
const (
	turnsOfStory   = 20
	statementsRead = 150
	speakersShown  = 8
	saidShown      = 4 // of each speaker
	reportsRead    = 200
	originsShown   = 20
	printsShown    = 4 // reports of each origin
)

// storyPage is one running matter.
type storyPage struct {
	*merge.Story
	Actors, Places              []ref
	Line                        []moment
	Cut                         bool // there are more events than were counted
	Map                         *mapView
	Graph                       *graphView
	Speakers                    []speaker
	Situations                  *ledgerView
	Origins                     []originRow
	ReportsCut                  bool
	Events, Statements, Reports string // addresses of all of them
	Total                       int    // reports
}

// A moment is one day of the time line: the events that matter, and how the
// ledger turned.
type moment struct {
	Day    string
	Events []row
	Turns  []turn
}

// A speaker is who says something in a story, with the latest of it.
type speaker struct {
	Who   ref
	Said  []row
	Count int
	All   string // address
}

// An originRow is an origin of what is told, with its families and reports.
type originRow struct {
	Origin   string
	Families []ref
	Reports  []row
	Count    int
}

func (d *desk) story(r *http.Request) (*page, error) {
	ctx := r.Context()
	y, err := entry[merge.Story](ctx, d, r.PathValue("id"), "story")
	if err != nil {
		return nil, err
	}
	n, err := d.names(ctx, y.Actors, y.Places)
	if err != nil {
		return nil, err
	}
	p := &storyPage{Story: y, Actors: n.refs(y.Actors), Places: n.refs(y.Places), Total: len(y.Support.Reports),
		Events: listURL("event", "story", y.ID), Statements: listURL("statement", "story", y.ID), Reports: listURL("report", "story", y.ID)}
	facets := map[string][]string{"story": {y.ID}}
	p.Situations, err = d.ledgerOf(ctx, draw.About{Title: "How situations of the story stood over time", Desc: "The table beside it says the same."},
		store.Query{Facets: facets}, listURL("situation", "story", y.ID))
	if err != nil {
		return nil, err
	}
	for _, fill := range []func(*http.Request, *storyPage, map[string][]string) error{d.storyLine, d.storyActs, d.storySpeakers, d.storyOrigins} {
		if err := fill(r, p, facets); err != nil {
			return nil, err
		}
	}
	return &page{Name: "story", Title: y.Title, Nav: "/stories", Data: p}, nil
}

// storyLine sets the time line: the events that matter and the turns of the
// ledger, in order of day.
func (d *desk) storyLine(r *http.Request, p *storyPage, _ map[string][]string) error {
	events, err := query.Timeline(r.Context(), d.Store, p.ID, 0)
	if err != nil {
		return err
	}
	at := map[string]int{}
	on := func(day string) *moment {
		if _, ok := at[day]; !ok {
			at[day], p.Line = len(p.Line), append(p.Line, moment{Day: day})
		}
		return &p.Line[at[day]]
	}
	for _, i := range events {
		m := on(i.Day)
		m.Events = append(m.Events, rowOf(i))
	}
	if p.Situations != nil {
		for _, t := range turnsIn(p.Situations.Rows) {
			m := on(t.day)
			m.Turns = append(m.Turns, t.turn)
		}
	}
	slices.SortStableFunc(p.Line, func(a, b moment) int { return cmp.Compare(a.Day, b.Day) })
	return nil
}

// A dayTurn is a turn with the day from which it holds.
type dayTurn struct {
	turn
	day string
}

// turnsIn are the turns of situations that say most: those that end, dispute
// or change one before those that open one, and then the latest.
func turnsIn(list []standing) (out []dayTurn) {
	for _, s := range list {
		for _, e := range s.Entries {
			if e.Does != "confirms" {
				out = append(out, dayTurn{turn{Situation: ref{s.ID, s.Title}, State: e.State, Does: turned(e.Does, e.State), Known: e.Known, Origin: e.Origin}, cmp.Or(e.From, e.Known)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b dayTurn) int {
		return cmp.Or(cmp.Compare(weight[a.Does], weight[b.Does]), cmp.Compare(b.day, a.day))
	})
	return out[:min(turnsOfStory, len(out))]
}

// storyActs sets what is drawn from the events: the map and the graph.
func (d *desk) storyActs(r *http.Request, p *storyPage, facets map[string][]string) error {
	acts, cut, err := d.acts(r.Context(), store.Query{Facets: facets, Limit: actsRead})
	if err != nil {
		return err
	}
	p.Cut = cut
	places := tallies(acts, func(a act) []string { return a.Places })
	if p.Map, err = d.mapOf(r, draw.About{Title: "Map of the story", Desc: "Where its events were. The table beside it says the same."}, places); err != nil {
		return err
	}
	p.Graph, err = d.graphOf(r.Context(), draw.About{Title: "Who deals with whom", Desc: "Cooperation is a whole line, conflict a dashed one, with the number of events. The table beside it says the same."}, acts)
	return err
}

// storySpeakers sets the latest statements by speaker.
func (d *desk) storySpeakers(r *http.Request, p *storyPage, facets map[string][]string) error {
	items, err := d.Store.Some(r.Context(), store.Query{Kind: "statement", Facets: facets, Limit: statementsRead, Newest: true})
	if err != nil {
		return err
	}
	p.Speakers, err = d.speakers(r.Context(), items, p.ID)
	return err
}

// speakers groups statements by who made them.
func (d *desk) speakers(ctx context.Context, items []store.Item, story string) (out []speaker, err error) {
	at := map[string]int{}
	for _, i := range items {
		var s struct{ Speaker string }
		json.Unmarshal(i.Body, &s)
		k, ok := at[s.Speaker]
		if !ok {
			k = len(out)
			at[s.Speaker], out = k, append(out, speaker{Who: ref{ID: s.Speaker}, All: listURL("statement", "story", story, "actor", s.Speaker)})
		}
		out[k].Count++
		if len(out[k].Said) < saidShown {
			out[k].Said = append(out[k].Said, saidOf(i))
		}
	}
	slices.SortStableFunc(out, func(a, b speaker) int { return b.Count - a.Count })
	out = out[:min(speakersShown, len(out))]
	ids := []string{}
	for _, s := range out {
		ids = append(ids, s.Who.ID)
	}
	n, err := d.names(ctx, ids)
	for k := range out {
		out[k].Who.Name = cmp.Or(n[out[k].Who.ID], "Nobody named")
	}
	return out, err
}

// saidOf is the row of a statement with its words for a title.
func saidOf(i store.Item) row {
	var s struct{ Content []string }
	json.Unmarshal(i.Body, &s)
	out := rowOf(i)
	if len(s.Content) > 0 {
		out.Title = s.Content[0]
	}
	return out
}

// storyOrigins sets the latest reports by the origin of what they tell.
func (d *desk) storyOrigins(r *http.Request, p *storyPage, facets map[string][]string) error {
	items, err := d.Store.Some(r.Context(), store.Query{Kind: "report", Facets: facets, Limit: reportsRead, Newest: true})
	if err != nil {
		return err
	}
	p.ReportsCut = len(items) == reportsRead
	at := map[string]int{}
	families := map[string][]string{}
	var ids []string
	for _, i := range items {
		var b struct{ Origin, Family string }
		json.Unmarshal(i.Body, &b)
		if b.Origin == i.ID {
			b.Origin = "No outlet named"
		}
		k, ok := at[b.Origin]
		if !ok {
			k = len(p.Origins)
			at[b.Origin], p.Origins = k, append(p.Origins, originRow{Origin: b.Origin})
		}
		p.Origins[k].Count++
		if len(p.Origins[k].Reports) < printsShown {
			p.Origins[k].Reports = append(p.Origins[k].Reports, rowOf(i))
		}
		if b.Family != "" && len(families[b.Origin]) < printsShown && !slices.Contains(families[b.Origin], b.Family) {
			families[b.Origin], ids = append(families[b.Origin], b.Family), append(ids, b.Family)
		}
	}
	n, err := d.names(r.Context(), ids)
	for k, o := range p.Origins {
		p.Origins[k].Families = n.refs(families[o.Origin])
	}
	slices.SortStableFunc(p.Origins, func(a, b originRow) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Origin, b.Origin)) })
	if len(p.Origins) > originsShown {
		p.Origins, p.ReportsCut = p.Origins[:originsShown], true
	}
	return err
}

// stories lists the stories, the latest first.
func (d *desk) stories(r *http.Request) (*page, error) {
	from := 0
	if s := r.FormValue("from"); s != "" {
		if _, err := fmt.Sscan(s, &from); err != nil || from < 0 || from > furthest {
			return nil, misuse("The list has no place %q.", s)
		}
	}
	items, total, err := d.Store.Items(r.Context(), store.Query{Kind: "story", Limit: perPage, Offset: from, Newest: true})
	if err != nil {
		return nil, err
	}
	p := &storiesPage{Rows: rowsOf(items), From: from + 1, Total: total, Some: total >= from+perPage+store.Many}
	if from > 0 {
		p.Back = fmt.Sprintf("/stories?from=%d", max(0, from-perPage))
	}
	if total > from+perPage && from+perPage <= furthest {
		p.Next = fmt.Sprintf("/stories?from=%d", from+perPage)
	}
	return &page{Name: "stories", Title: "Stories", Nav: "/stories", Data: p}, nil
}

// To is the number of the last row.
func (p *storiesPage) To() int { return p.From + len(p.Rows) - 1 }

// storiesPage is a page of the list of stories.
type storiesPage struct {
	Rows        []row
	From, Total int
	Some        bool // Total is a number below the true one
	Back, Next  string
}
