package export

import (
	"slices"
	"time"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// writeACLED writes events in the columns of ACLED (Armed Conflict Location and
// Event Data, its codebook of 2024) as comma-separated values. Only what
// happened is there, and only what ACLED codes. It is like ACLED in form; ACLED's
// own data are coded by people.
func writeACLED(j *job) error {
	return j.table("event", acledColumns("event"), func(r *row) bool {
		e := r.entry.(*merge.Event)
		_, coded := acledClass(e)
		return coded && e.Factuality == codebook.Actual
	})
}

// A class of ACLED, with the type and mode of PLOVER that fall under it.
type class struct {
	typ, mode            string // mode "any" where it does not matter
	disorder, event, sub string
}

// classes are gone through in order: the first that fits counts.
var classes = []class{
	{"ASSAULT", "sexual", "Political violence", "Violence against civilians", "Sexual violence"},
	{"ASSAULT", "abduct", "Political violence", "Violence against civilians", "Abduction/forced disappearance"},
	{"ASSAULT", "beat", "Political violence", "Violence against civilians", "Attack"},
	{"ASSAULT", "torture", "Political violence", "Violence against civilians", "Attack"},
	{"ASSAULT", "targeted", "Political violence", "Violence against civilians", "Attack"},
	{"ASSAULT", "aerial", "Political violence", "Explosions/Remote violence", "Air/drone strike"},
	{"ASSAULT", "drone", "Political violence", "Explosions/Remote violence", "Air/drone strike"},
	{"ASSAULT", "heavy-weapons", "Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack"},
	{"ASSAULT", "explosives", "Political violence", "Explosions/Remote violence", "Remote explosive/landmine/IED"},
	{"ASSAULT", "suicide-attack", "Political violence", "Explosions/Remote violence", "Suicide bomb"},
	{"ASSAULT", "unconventional", "Political violence", "Explosions/Remote violence", "Chemical weapon"},
	{"ASSAULT", "crowd-control", "Demonstrations", "Protests", "Excessive force against protesters"},
	{"ASSAULT", "destroy", "Strategic developments", "Strategic developments", "Looting/property destruction"},
	{"ASSAULT", "any", "Political violence", "Battles", "Armed clash"},
	{"PROTEST", "riot", "Demonstrations", "Riots", "Violent demonstration"},
	{"PROTEST", "vandalize", "Demonstrations", "Riots", "Violent demonstration"},
	{"PROTEST", "any", "Demonstrations", "Protests", "Peaceful protest"},
	{"COERCE", "arrest", "Strategic developments", "Strategic developments", "Arrests"},
	{"COERCE", "seize", "Strategic developments", "Strategic developments", "Non-violent transfer of territory"},
	{"RETREAT", "withdraw", "Strategic developments", "Strategic developments", "Non-violent transfer of territory"},
	{"RETREAT", "ceasefire", "Strategic developments", "Strategic developments", "Agreement"},
	{"AGREE", "any", "Strategic developments", "Strategic developments", "Agreement"},
	{"MOBILIZE", "any", "Strategic developments", "Strategic developments", "Other"},
}

func acledClass(e *merge.Event) (class, bool) {
	i := slices.IndexFunc(classes, func(c class) bool { return c.typ == e.Type && (c.mode == "any" || c.mode == e.Mode) })
	if i < 0 {
		return class{}, false
	}
	return classes[i], true
}

func acledColumns(string) []column {
	ev := func(name string, of_ kindOf, help string, get func(*row, *merge.Event) any) column {
		return column{name, of_, help, of(get)}
	}
	cl := func(name, help string, get func(class) string) column {
		return ev(name, text, help, func(_ *row, e *merge.Event) any { c, _ := acledClass(e); return get(c) })
	}
	blank := func(name string, of kindOf) column { return column{name, of, "empty: not known", nothing} }
	return join([]column{
		ev("event_id_cnty", text, "country and a number made of the event's id", func(r *row, e *merge.Event) any {
			return placeCountry(r).Alpha3 + field(column{of: whole, value: func(*row) any { return numbered(e.ID) }}, r, "")
		}),
		ev("event_date", day8, "day on which it began; where that is not told, on which it was first reported", func(_ *row, e *merge.Event) any { return day(e) }),
		ev("year", whole, "its year", func(_ *row, e *merge.Event) any { return digits(day(e), "2006") }),
		ev("time_precision", whole, "1 the day is told, 2 a week, 3 a longer time or nothing", func(_ *row, e *merge.Event) any { return precision(e) }),
		cl("disorder_type", "Political violence, Demonstrations or Strategic developments", func(c class) string { return c.disorder }),
		cl("event_type", "ACLED event type", func(c class) string { return c.event }),
		cl("sub_event_type", "ACLED sub-event type", func(c class) string { return c.sub }),
	}, acledSide("1", func(e *merge.Event) []string { return e.Actors }), acledSide("2", func(e *merge.Event) []string { return e.Recipients }), []column{
		ev("interaction", text, "inter1 and inter2, put together", func(r *row, e *merge.Event) any { return interaction(r, e) }),
		ev("civilian_targeting", text, "Civilian targeting, where the event type is Violence against civilians", func(_ *row, e *merge.Event) any { return targeting(e) }),
		{"iso", whole, "ISO 3166-1 numeric", func(r *row) any { return isoNumber(r) }},
		blank("region", text),
		{"country", text, "name of the country", func(r *row) any { return placeCountry(r).Name }},
		blank("admin1", text), blank("admin2", text), blank("admin3", text),
		{"location", text, "name of the place", func(r *row) any { return ofPlace(r, func(p *merge.Place) any { return p.Name }) }},
		{"latitude", number, "degrees north, WGS 84", func(r *row) any { return ofPlace(r, func(p *merge.Place) any { return degrees(p, p.Lat) }) }},
		{"longitude", number, "degrees east", func(r *row) any { return ofPlace(r, func(p *merge.Place) any { return degrees(p, p.Lon) }) }},
		{"geo_precision", whole, "1 a town or site, 2 a region, 3 a country", func(r *row) any { return ofPlace(r, func(p *merge.Place) any { return geoPrecision(p) }) }},
		{"source", list, "outlets that tell it", func(r *row) any { return outlets(r.reports()) }},
		blank("source_scale", text),
		{"notes", text, "the sentence of the first evidence", func(r *row) any { return quote(r) }},
		{"fatalities", whole, "empty: numbers of dead are not coded", nothing},
		blank("tags", text),
		{"timestamp", whole, "when the last report of it was published, seconds since 1970", func(r *row) any { return lastSecond(r) }},
	})
}

func acledSide(n string, get func(*merge.Event) []string) []column {
	return []column{
		{"actor" + n, text, "the first party", of(func(r *row, e *merge.Event) any { return firstName(r, get(e)) })},
		{"assoc_actor_" + n, list, "the others on its side", of(func(r *row, e *merge.Event) any { return each(get(e)[min(1, len(get(e))):], r.names.name) })},
		{"inter" + n, text, "its kind in ACLED's words", of(func(r *row, e *merge.Event) any { return inter(r, get(e)) })},
	}
}

func firstName(r *row, ids []string) any {
	if len(ids) == 0 {
		return nil
	}
	return r.names.name(ids[0])
}

// inter is the kind of the first party.
func inter(r *row, ids []string) string {
	if len(ids) == 0 || r.names.actor(ids[0]) == nil {
		return ""
	}
	a := r.names.actor(ids[0])
	has := func(sector string) bool { return slices.Contains(a.Sectors, sector) }
	switch {
	case a.Kind == "armed_group" && has("UAF"):
		return "Political militia"
	case a.Kind == "armed_group" || has("REB"):
		return "Rebel group"
	case a.Kind == "state" || a.Kind == "military" || a.Kind == "government" || has("MIL") || has("COP") || has("GOV"):
		return "State forces"
	case a.Kind == "population" && r.entry.(*merge.Event).Type == codebook.Protest:
		return "Protesters"
	case a.Kind == "population" || a.Kind == "person" || has("CVL"):
		return "Civilians"
	}
	return "External/Other forces"
}

func interaction(r *row, e *merge.Event) string {
	a, b := inter(r, e.Actors), inter(r, e.Recipients)
	switch {
	case a == "":
		return ""
	case b == "":
		return a + " only"
	}
	return a + "-" + b
}

func targeting(e *merge.Event) any {
	if c, _ := acledClass(e); c.event != "Violence against civilians" {
		return nil
	}
	return "Civilian targeting"
}

func precision(e *merge.Event) int64 {
	start, ok := parseTime(e.Start)
	end, ok2 := parseTime(e.End)
	switch {
	case !ok || !ok2:
		return 3
	case start.Equal(end):
		return 1
	case end.Sub(start) < 7*24*time.Hour:
		return 2
	}
	return 3
}

func ofPlace(r *row, get func(*merge.Place) any) any {
	if p := where(r); p != nil {
		return get(p)
	}
	return nil
}

func placeCountry(r *row) country {
	if p := where(r); p != nil {
		return countries()[p.Country]
	}
	return country{}
}

func isoNumber(r *row) any {
	n := placeCountry(r).Numeric
	if n == "" {
		return nil
	}
	var v int64
	for _, d := range n {
		v = v*10 + int64(d-'0')
	}
	return v
}

func geoPrecision(p *merge.Place) int64 {
	switch p.Kind {
	case "country", "sea", "water":
		return 3
	case "region":
		return 2
	}
	return 1
}

func lastSecond(r *row) any {
	_, last := known(r)
	t, ok := parseTime(last)
	if !ok {
		return nil
	}
	return t.Unix()
}
