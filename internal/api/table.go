package api

import (
	"reflect"
	"slices"
	"strings"

	"readout/internal/access"
	"readout/internal/codebook"
	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// A noun is a kind of entry with its list.
type noun struct {
	list, kind, what string
	entry            reflect.Type
}

var nouns = []noun{
	{"reports", "report", "reports as they were printed", reflect.TypeFor[merge.Report]()},
	{"events", "event", "what was done", reflect.TypeFor[merge.Event]()},
	{"statements", "statement", "what was said", reflect.TypeFor[merge.Statement]()},
	{"situations", "situation", "states of affairs, as of any day", reflect.TypeFor[merge.Situation]()},
	{"actors", "actor", "who acts, is acted on, or speaks", reflect.TypeFor[merge.Actor]()},
	{"places", "place", "where things happen, and what is held", reflect.TypeFor[merge.Place]()},
	{"stories", "story", "running matters", reflect.TypeFor[merge.Story]()},
	{"families", "family", "prints of one agency's copy, or of one text", reflect.TypeFor[merge.Family]()},
}

// kinds are the kinds of entries.
func kinds() (out []string) {
	for _, n := range nouns {
		out = append(out, n.kind)
	}
	return out
}

var idParam = param{name: "id", doc: "the id", kind: "string", required: true, inPath: true, example: "e0123456789abcdef"}

// table lists all routes.
func (a *api) table() []route {
	var out []route
	for _, n := range nouns {
		out = append(out,
			route{method: "GET", path: "/" + n.list, name: "list_" + n.list, doc: "List " + n.what, scope: access.Read, params: listParams(n.kind),
				status: 200, schema: listOf(n.entry), answer: a.list(n.kind)},
			route{method: "GET", path: "/" + n.list + "/{id}", name: "get_" + n.kind, doc: "Show one entry with its evidence", scope: access.Read,
				params: []param{idParam}, status: 200, schema: ref(n.entry), answer: a.one(n.kind)})
	}
	return append(append(out, a.queries()...), a.changing()...)
}

// queries are the routes that see, besides those of the nouns.
func (a *api) queries() []route {
	limit := param{name: "limit", doc: "how many at most", kind: "integer", min: 1, max: mostItems, preset: "50"}
	return []route{
		{method: "GET", path: "/reports/{id}/record", name: "get_record", doc: "Show the record of one report, with its text", scope: access.Read,
			params: []param{idParam}, status: 200, schema: ref(reflect.TypeFor[record.Reading]()), answer: a.record},
		{method: "GET", path: "/reports/{id}/versions", name: "list_versions", doc: "List the texts that stood under a report's URL, and what changed", scope: access.Read,
			params: []param{idParam}, status: 200, schema: ref(reflect.TypeFor[Versions]()), answer: a.versions},
		{method: "GET", path: "/sources", name: "list_sources", doc: "List what is watched, as it stands", scope: access.Read,
			status: 200, schema: listOf(reflect.TypeFor[Source]()), answer: a.sources},
		{method: "GET", path: "/entries/{id}", name: "get_entry", doc: "Show the entry of any kind that has an id", scope: access.Read,
			params: []param{idParam}, status: 200, schema: ref(reflect.TypeFor[Found]()), answer: a.entry},
		{method: "GET", path: "/search", name: "search", doc: "Find words in everything, best first", scope: access.Read,
			params: []param{{name: "text", doc: "words that title or evidence hold", kind: "string", required: true, example: "naval base"},
				{name: "kind", doc: "of one kind only", kind: "string", enum: kinds()}, limit, cursorParam},
			status: 200, schema: listOf(reflect.TypeFor[Found]()), answer: a.search},
		{method: "GET", path: "/timeline", name: "timeline", doc: "List what happened in order of time: the events that matter of a story, or the latest of an actor", scope: access.Read,
			params: []param{{name: "of", doc: "the id of a story, or an actor's id or name", kind: "string", required: true},
				{name: "limit", doc: "how many at most", kind: "integer", min: 1, max: mostItems, preset: "100"}},
			status: 200, schema: listOf(reflect.TypeFor[merge.Event]()), answer: a.timeline},
		{method: "GET", path: "/stats", name: "stats", doc: "Count what the archive keeps", scope: access.Read, status: 200, schema: ref(reflect.TypeFor[store.Stats]()), answer: a.stats},
		{method: "GET", path: "/changes", name: "changes", doc: "List facts that came or changed after a mark, the oldest change first; without a mark, none, but the mark to go on from", scope: access.Read,
			params: []param{{name: "after", doc: "the mark of an earlier answer, or the id of an event of the stream", kind: "string", pattern: markForm}, kindParam, limit},
			status: 200, schema: ref(reflect.TypeFor[Changes]()), answer: a.changes},
		{method: "GET", path: "/stream", name: "stream", doc: "Follow facts as they come and change, as server-sent events", scope: access.Read,
			params: []param{{name: "after", doc: "a mark to begin after, as the header Last-Event-ID says it", kind: "string", pattern: markForm}, kindParam},
			status: 200, schema: object{"type": "string"}, stream: a.follow},
		{method: "GET", path: "/corrections", name: "list_corrections", doc: "List corrections, the last first", scope: access.Read,
			params: []param{limit, cursorParam}, status: 200, schema: listOf(reflect.TypeFor[merge.Correction]()), answer: a.corrections},
		{method: "GET", path: "/corrections/{id}", name: "get_correction", doc: "Show one correction", scope: access.Read,
			params: []param{idParam}, status: 200, schema: ref(reflect.TypeFor[merge.Correction]()), answer: a.correction},
	}
}

// changing are the routes that take something.
func (a *api) changing() []route {
	fill := []param{{name: "published", doc: "the day of publication, where the report names none", kind: "day"},
		{name: "url", doc: "the URL, where the report names none", kind: "string"}, {name: "outlet", doc: "the outlet, where the report names none", kind: "string"}}
	return []route{
		{method: "POST", path: "/read", name: "read_report", doc: "Read a report and keep nothing", scope: access.Read, params: fill, bodies: reportBodies,
			status: 200, schema: ref(reflect.TypeFor[Readings]()), answer: a.readOnly},
		{method: "POST", path: "/reports", name: "add_report", doc: "Read a report and keep it; what it adds shows after the next merge", scope: access.Add, params: fill, bodies: reportBodies,
			status: 201, schema: ref(reflect.TypeFor[Added]()), answer: a.add},
		{method: "POST", path: "/corrections", name: "correct", doc: "Write a correction, signed by the token or session; it shows after the next merge", scope: access.Correct,
			bodies: []body{{"application/json", ref(reflect.TypeFor[Wish]())}}, status: 201, schema: ref(reflect.TypeFor[merge.Correction]()), answer: a.correct},
		{method: "POST", path: "/corrections/{id}/undo", name: "undo", doc: "Undo a correction by another", scope: access.Correct, params: []param{idParam},
			status: 201, schema: ref(reflect.TypeFor[merge.Correction]()), answer: a.undo},
	}
}

var given = ref(reflect.TypeFor[Given]())

// reportBodies are the forms in which a report may come.
var reportBodies = []body{
	{"application/json", object{"oneOf": []any{given, object{"type": "array", "items": given, "minItems": 1, "maxItems": mostReports}}}}, {"text/html", object{"type": "string"}},
	{"text/markdown", object{"type": "string"}}, {"text/plain", object{"type": "string"}},
}

var (
	cursorParam = param{name: "cursor", doc: "the next of an earlier answer to the same question", kind: "string"}
	kindParam   = param{name: "kind", doc: "kinds with commas between", kind: "string", preset: "event,statement,situation",
		pattern: `^(` + strings.Join(kinds(), "|") + `)(,(` + strings.Join(kinds(), "|") + `))*$`}
)

// listParams are the properties of a filter, and what pages through a list.
func listParams(kind string) []param {
	out := []param{
		{name: "limit", doc: "how many at most", kind: "integer", min: 1, max: mostItems, preset: "50"}, cursorParam,
		{name: "names", doc: "tell too what the ids in the answer name", kind: "boolean", preset: "false"},
	}
	f := query.Filter{Kind: kind}
	for _, field := range f.Fields() {
		if field.Name == "limit" || field.Name == "offset" {
			continue
		}
		p := param{name: strings.ReplaceAll(field.Name, "-", "_"), doc: strings.ReplaceAll(field.Help, "`", ""), kind: "string"}
		switch {
		case field.Int != nil:
			p.kind, p.max = "integer", 1000
		case field.Bool != nil:
			p.kind = "boolean"
		case slices.Contains([]string{"since", "until", "as_of", "known_at"}, p.name):
			p.kind = "day"
		}
		p.enum, p.pattern = words(p.name), forms[p.name]
		out = append(out, p)
	}
	return out
}

// forms are the forms of some parameters.
var forms = map[string]string{"country": `^[A-Za-z]{3}$`}

// words are the words that a property is one of, nil where any may stand.
func words(property string) []string {
	if property == "correction" {
		return slices.DeleteFunc(worker.Kinds(), func(k string) bool { return k == "undo" })
	}
	return codebook.Words(property)
}
