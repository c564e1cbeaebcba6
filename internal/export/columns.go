package export

import (
	"strings"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// A kindOf is what the values of a column are.
type kindOf string

const (
	text   kindOf = "text"
	list   kindOf = "list of text"
	day8   kindOf = "day"
	whole  kindOf = "integer"
	number kindOf = "number"
	flag   kindOf = "true or false"
)

// A column is one property of a row. Its value is a string, a []string, an
// int64, a float64, a bool, or nil where it is not known.
type column struct {
	name  string
	of    kindOf
	help  string
	value func(*row) any
}

// of makes the value of a column out of an entry.
func of[E any](get func(*row, *E) any) func(*row) any {
	return func(r *row) any { return get(r, r.entry.(*E)) }
}

// tableColumns are the columns of the table of a kind.
func tableColumns(kind string) []column {
	switch kind {
	case "event":
		return join(idColumns, eventColumns(), factColumns(), supportColumns())
	case "statement":
		return join(idColumns, statementColumns(), factColumns(), supportColumns())
	case "situation":
		return join(idColumns, situationColumns(), factColumns(), supportColumns())
	case "actor":
		return join(idColumns, actorColumns(), supportColumns()[3:])
	case "place":
		return join(idColumns, placeColumns(), supportColumns()[3:])
	case "story":
		return join(idColumns, storyColumns(), supportColumns()[3:])
	case "report":
		return join(idColumns, reportColumns())
	case "family":
		return join(idColumns, familyColumns())
	}
	return nil
}

func join(lists ...[]column) (out []column) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

var idColumns = []column{
	{"id", text, "names the entry; it stays the same in a rebuild with the same reader", func(r *row) any { return r.ID }},
	{"title", text, "the entry in one line", func(r *row) any { return r.Title }},
}

func eventColumns() []column {
	parties := func(name, who string, get func(*merge.Event) []string) []column {
		return []column{
			{name + "s", list, "names of " + who, of(func(r *row, e *merge.Event) any { return each(get(e), r.names.name) })},
			{name + "_ids", list, "their ids, in the same order", of(func(r *row, e *merge.Event) any { return get(e) })},
			{name + "_countries", list, "their countries, ISO 3166-1 alpha-3, in the same order; empty where there is none", of(func(r *row, e *merge.Event) any { return each(get(e), r.names.country) })},
		}
	}
	return join([]column{
		{"type", text, "PLOVER type", of(func(r *row, e *merge.Event) any { return e.Type })},
		{"mode", text, "PLOVER mode", of(func(r *row, e *merge.Event) any { return e.Mode })},
		{"factuality", text, "actual, planned, denied or possible", of(func(r *row, e *merge.Event) any { return e.Factuality })},
		{"start", day8, "first day on which it happened", of(func(r *row, e *merge.Event) any { return e.Start })},
		{"end", day8, "last day", of(func(r *row, e *merge.Event) any { return e.End })},
	}, parties("actor", "those who act", func(e *merge.Event) []string { return e.Actors }),
		parties("recipient", "those who are acted on", func(e *merge.Event) []string { return e.Recipients }),
		parties("place", "where it happened", func(e *merge.Event) []string { return e.Places }), codeColumns(), []column{
			{"lat", number, "degrees north of the first place that has coordinates, WGS 84", func(r *row) any { return coordinate(r, true) }},
			{"lon", number, "degrees east of it", func(r *row) any { return coordinate(r, false) }},
			{"attributed_to", list, "who alone vouches for it", of(func(r *row, e *merge.Event) any { return each(e.AttributedTo, r.names.name) })},
			{"triggers", list, "the words that name it", of(func(r *row, e *merge.Event) any { return e.Triggers })},
			{"disputed", flag, "reports differ on it", of(func(r *row, e *merge.Event) any { return len(e.Differences) > 0 })},
		})
}

// codeColumns are the codes of an event in other books.
func codeColumns() []column {
	code := func(get func(codebook.Code) any) func(*row) any {
		return of(func(r *row, e *merge.Event) any {
			c, ok := codebook.CAMEO(e.Type, e.Mode, e.Factuality)
			if !ok {
				return nil
			}
			return get(c)
		})
	}
	return []column{
		{"plover", text, "the type under which PLOVER files it: a future act may be folded into another", of(func(r *row, e *merge.Event) any { return codebook.Fold(e.Type, e.Factuality) })},
		{"quad", whole, "quad class of that type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", of(func(r *row, e *merge.Event) any { return quad(e) })},
		{"cameo", text, "CAMEO code", code(func(c codebook.Code) any { return c.Code })},
		{"intensity", number, "of that code on Goldstein's scale, -10 conflict to +10 cooperation", code(func(c codebook.Code) any { return c.Weight })},
	}
}

func quad(e *merge.Event) any {
	t, ok := codebook.TypeByName(codebook.Fold(e.Type, e.Factuality))
	if !ok {
		return nil
	}
	return int64(t.Quad.Number())
}

func coordinate(r *row, north bool) any {
	p := r.places()
	switch {
	case len(p) == 0:
		return nil
	case north:
		return *p[0].Lat
	}
	return *p[0].Lon
}

func statementColumns() []column {
	return []column{
		{"speaker", text, "who says it", of(func(r *row, e *merge.Statement) any { return r.names.name(e.Speaker) })},
		{"speaker_id", text, "the speaker's id", of(func(r *row, e *merge.Statement) any { return e.Speaker })},
		{"speaker_country", text, "the speaker's country, ISO 3166-1 alpha-3", of(func(r *row, e *merge.Statement) any { return r.names.country(e.Speaker) })},
		{"addressees", list, "to whom", of(func(r *row, e *merge.Statement) any { return each(e.Addressees, r.names.name) })},
		{"addressee_ids", list, "their ids, in the same order", of(func(r *row, e *merge.Statement) any { return e.Addressees })},
		{"form", text, "direct, indirect or mixed", of(func(r *row, e *merge.Statement) any { return e.Form })},
		{"day", day8, "when it was said", of(func(r *row, e *merge.Statement) any { return e.Day })},
		{"content", list, "what is said, in the report's words", of(func(r *row, e *merge.Statement) any { return e.Content })},
	}
}

func situationColumns() []column {
	side := func(name, who string, get func(*merge.Situation) string) []column {
		return []column{
			{name, text, who, of(func(r *row, e *merge.Situation) any { return r.names.name(get(e)) })},
			{name + "_id", text, "its id: of an actor (a) or a place (p)", of(func(r *row, e *merge.Situation) any { return get(e) })},
			{name + "_country", text, "its country, ISO 3166-1 alpha-3", of(func(r *row, e *merge.Situation) any { return r.names.country(get(e)) })},
		}
	}
	return join([]column{
		{"kind", text, "holds, office, backs, shelters, detains, demands, agreement, sanctions, fights or relations", of(func(r *row, e *merge.Situation) any { return e.Kind })},
	}, side("holder", "who holds, demands, backs …", func(e *merge.Situation) string { return e.Holder }),
		side("object", "what or whom", func(e *merge.Situation) string { return e.Object }), []column{
			{"office", text, "title of the office", of(func(r *row, e *merge.Situation) any { return e.Title })},
			{"what", text, "what is demanded or agreed, in the report's words", of(func(r *row, e *merge.Situation) any { return e.What })},
			{"state", text, "in_force, ended, sought or in_doubt", of(func(r *row, e *merge.Situation) any { return e.State })},
			{"since", day8, "first day on which it held", of(func(r *row, e *merge.Situation) any { return e.Since })},
			{"until", day8, "last day", of(func(r *row, e *merge.Situation) any { return e.Until })},
			{"disputed", flag, "reports contradict each other", of(func(r *row, e *merge.Situation) any { return e.Disputed })},
			{"entries", whole, "how many entries its ledger has", of(func(r *row, e *merge.Situation) any { return int64(len(e.Entries)) })},
			{"lat", number, "degrees north of the place that is held, WGS 84", func(r *row) any { return coordinate(r, true) }},
			{"lon", number, "degrees east of it", func(r *row) any { return coordinate(r, false) }},
		})
}

func actorColumns() []column {
	return []column{
		{"name", text, "its fullest name", of(func(r *row, e *merge.Actor) any { return e.Name })},
		{"kind", text, "person, state, government, military, armed_group, organization or population", of(func(r *row, e *merge.Actor) any { return e.Kind })},
		{"country", text, "ISO 3166-1 alpha-3", of(func(r *row, e *merge.Actor) any { return e.Country })},
		{"sectors", list, "PLOVER sectors", of(func(r *row, e *merge.Actor) any { return e.Sectors })},
		{"names", list, "all forms of its name", of(func(r *row, e *merge.Actor) any { return e.Names })},
		{"offices", list, "offices over time: title, body, state, days", of(func(r *row, e *merge.Actor) any { return offices(r, e) })},
		{"told", whole, "how many reports tell of it", of(func(r *row, e *merge.Actor) any { return int64(e.Told) })},
	}
}

func offices(r *row, a *merge.Actor) []string {
	var out []string
	for _, o := range a.Offices {
		s := o.Title
		if o.Of != "" {
			s += ", " + r.names.name(o.Of)
		}
		s += ", " + o.State
		if o.Since != "" || o.Until != "" {
			s += ", " + o.Since + "/" + o.Until
		}
		out = append(out, s)
	}
	return out
}

func placeColumns() []column {
	return []column{
		{"name", text, "its fullest name", of(func(r *row, e *merge.Place) any { return e.Name })},
		{"kind", text, "city, region, country, airbase, naval_base …", of(func(r *row, e *merge.Place) any { return e.Kind })},
		{"country", text, "ISO 3166-1 alpha-3", of(func(r *row, e *merge.Place) any { return e.Country })},
		{"lat", number, "degrees north, WGS 84", func(r *row) any { return coordinate(r, true) }},
		{"lon", number, "degrees east", func(r *row) any { return coordinate(r, false) }},
		{"names", list, "all forms of its name", of(func(r *row, e *merge.Place) any { return e.Names })},
		{"told", whole, "how many reports tell of it", of(func(r *row, e *merge.Place) any { return int64(e.Told) })},
	}
}

func storyColumns() []column {
	return []column{
		{"start", day8, "day on which its first report was published", of(func(r *row, e *merge.Story) any { return e.Start })},
		{"end", day8, "day on which its last report was published", of(func(r *row, e *merge.Story) any { return e.End })},
		{"actors", list, "names of the main actors", of(func(r *row, e *merge.Story) any { return each(e.Actors, r.names.name) })},
		{"actor_ids", list, "their ids, in the same order", of(func(r *row, e *merge.Story) any { return e.Actors })},
		{"places", list, "names of the main places", of(func(r *row, e *merge.Story) any { return each(e.Places, r.names.name) })},
		{"place_ids", list, "their ids, in the same order", of(func(r *row, e *merge.Story) any { return e.Places })},
		{"events", whole, "how many events it has", of(func(r *row, e *merge.Story) any { return int64(len(e.Events)) })},
		{"timeline", list, "ids of the events that matter, in order of time", of(func(r *row, e *merge.Story) any { return e.Timeline })},
	}
}

func reportColumns() []column {
	return []column{
		{"text_id", text, "names the text: equal texts have it in common", of(func(r *row, e *merge.Report) any { return e.Hash })},
		{"outlet", text, "who printed it", of(func(r *row, e *merge.Report) any { return e.Outlet })},
		{"agency", text, "whose copy it is", of(func(r *row, e *merge.Report) any { return e.Agency })},
		{"url", text, "its address", of(func(r *row, e *merge.Report) any { return webAddress(e.URL) })},
		{"published", text, "ISO 8601 day, or instant with zone", of(func(r *row, e *merge.Report) any { return e.Published })},
		{"language", text, "ISO 639-1", of(func(r *row, e *merge.Report) any { return e.Language })},
		{"reader", text, "version of the reader", of(func(r *row, e *merge.Report) any { return e.Reader })},
		{"notice", text, "why it was not read", of(func(r *row, e *merge.Report) any { return e.Notice })},
		{"family", text, "id of its family: prints of one agency copy or text", of(func(r *row, e *merge.Report) any { return e.Family })},
		{"origin", text, "whose word it is", of(func(r *row, e *merge.Report) any { return e.Origin })},
		{"story", text, "id of its story", of(func(r *row, e *merge.Report) any { return e.Story })},
		{"version_of", text, "id of the earlier report that it reworks", of(func(r *row, e *merge.Report) any { return e.VersionOf })},
		{"events", list, "ids of the events that it tells", of(func(r *row, e *merge.Report) any { return e.Events })},
	}
}

func familyColumns() []column {
	return []column{
		{"agency", text, "whose copy it is", of(func(r *row, e *merge.Family) any { return e.Agency })},
		{"outlets", list, "who printed it", of(func(r *row, e *merge.Family) any { return e.Outlets })},
		{"reports", list, "ids of the reports", of(func(r *row, e *merge.Family) any { return e.Reports })},
		{"cites", list, "origins that its facts are attributed to", of(func(r *row, e *merge.Family) any { return e.Cites })},
		{"depends_on", list, "ids of the families on whose word it rests", of(func(r *row, e *merge.Family) any { return e.Depends })},
	}
}

// factColumns are those that events, statements and situations have.
func factColumns() []column {
	return []column{
		{"quote", text, "the sentence of the first evidence", func(r *row) any { return quote(r) }},
		{"story_id", text, "id of its story", func(r *row) any { return storyOf(r.entry) }},
		{"story", text, "title of its story", func(r *row) any { return r.names.name(storyOf(r.entry)) }},
	}
}

func quote(r *row) string {
	for _, e := range evidence(r.entry) {
		return e.Quote
	}
	return ""
}

func storyOf(entry any) string {
	switch e := entry.(type) {
	case *merge.Event:
		return e.Story
	case *merge.Statement:
		return e.Story
	case *merge.Situation:
		return e.Story
	}
	return ""
}

// supportColumns are what stands behind an entry; the first three need its
// reports.
func supportColumns() []column {
	s := func(get func(*merge.Support) any) func(*row) any {
		return func(r *row) any { return get(support(r.entry)) }
	}
	return []column{
		{"outlets", list, "who printed it, the first first", func(r *row) any { return outlets(r.reports()) }},
		{"urls", list, "addresses of its reports, the first first", func(r *row) any { return urls(r.reports()) }},
		{"report_ids", list, "ids of its reports", s(func(s *merge.Support) any { return s.Reports })},
		{"origins", list, "whose word it is: a family is one however many outlets print it", s(func(s *merge.Support) any { return s.Origins })},
		{"origin_count", whole, "how many origins", s(func(s *merge.Support) any { return int64(len(s.Origins)) })},
		{"report_count", whole, "how many reports", func(r *row) any { return int64(told(r.entry)) }},
		{"first_known", day8, "day on which the first report of it was published", s(func(s *merge.Support) any { return s.First })},
		{"last_known", day8, "day on which the last report of it was published", s(func(s *merge.Support) any { return s.Last })},
		{"corrected", text, "wrong or confirmed, where a person said so", func(r *row) any { return corrected(r.entry) }},
	}
}

func told(entry any) int {
	switch e := entry.(type) {
	case *merge.Actor:
		return e.Told
	case *merge.Place:
		return e.Told
	}
	return len(support(entry).Reports)
}

func corrected(entry any) string {
	var m merge.Marks
	switch e := entry.(type) {
	case *merge.Event:
		m = e.Marks
	case *merge.Statement:
		m = e.Marks
	case *merge.Situation:
		m = e.Marks
	case *merge.Actor:
		m = e.Marks
	case *merge.Place:
		m = e.Marks
	case *merge.Story:
		m = e.Marks
	}
	switch {
	case m.Wrong:
		return "wrong"
	case m.Confirmed:
		return "confirmed"
	}
	return ""
}

// get is the value of a column, made safe: nil for what is empty, outside text
// without control characters.
func (c column) get(r *row) any {
	switch v := c.value(r).(type) {
	case string:
		if s := safe(v); s != "" && (c.of != day8 || isDay(s)) {
			return s
		}
		return nil
	case []string:
		return each(v, safe)
	default:
		return v
	}
}

func isDay(s string) bool {
	_, ok := parseTime(s)
	return ok && len(s) == len("2006-01-02")
}

// joined is a list in one field, as in a table that has none.
func joined(v []string, sep string) string {
	return strings.Join(each(v, func(s string) string { return strings.ReplaceAll(s, ";", ",") }), sep)
}
