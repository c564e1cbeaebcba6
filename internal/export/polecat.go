package export

import (
	"strings"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// writePOLECAT writes events in the 40 columns of POLECAT (the Political Event
// Classification, Attributes, and Types data set, weekly files), in PLOVER's
// terms, with a header.
func writePOLECAT(j *job) error { return j.tabbed(polecatColumns("event"), true, j.pairs) }

func polecatColumns(string) []column {
	return join([]column{
		{"Event ID", text, "ids of the event, its actor and its recipient", func(r *row) any { return pairID(r) }},
		{"Event Date", day8, "day on which it happened; where that is not told, on which it was first reported", of(func(r *row, e *merge.Event) any { return day(e) })},
		{"Event Type", text, "PLOVER type; a future act is folded", of(func(r *row, e *merge.Event) any { return codebook.Fold(e.Type, e.Factuality) })},
		{"Event Mode", text, "PLOVER mode; none of a folded type", of(func(r *row, e *merge.Event) any { return polecatMode(e) })},
		{"Intensity", number, "Goldstein's weight of the CAMEO code, -10 to +10", onEvent(func(_ *merge.Event, c codebook.Code) any { return c.Weight })},
		{"Quad Code", whole, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict", of(func(r *row, e *merge.Event) any { return quad(e) })},
		{"Contexts", list, "empty: contexts are not coded", nothing},
	}, polecatParty("Actor", "Primary Actor Sector", "Actor Sectors", "Wikipedia Actor ID", func(r *row) *merge.Actor { return r.actor }),
		polecatParty("Recipient", "Primary Recipient Sector", "Recipient Sectors", "Wikipedia Recipient ID", func(r *row) *merge.Actor { return r.recipient }),
		polecatPlace(), []column{
			{"Source", list, "outlets that tell it", func(r *row) any { return outlets(r.reports()) }},
			{"Publication Date", day8, "day on which the first report of it was published", of(func(r *row, e *merge.Event) any { return e.First })},
			{"Story People", list, "empty: not gathered", nothing},
			{"Story Organizations", list, "empty: not gathered", nothing},
			{"Story Locations", list, "empty: not gathered", nothing},
			{"Language", text, "of the first report, ISO 639-1", func(r *row) any { return firstOf(r, func(m *merge.Report) string { return m.Language }) }},
			{"Version", text, "schema of the export, and version of the reader", func(r *row) any {
				return "schema " + Schema + ", " + firstOf(r, func(m *merge.Report) string { return m.Reader })
			}},
		})
}

func polecatMode(e *merge.Event) string {
	if codebook.Fold(e.Type, e.Factuality) != e.Type {
		return ""
	}
	return e.Mode
}

// firstOf is a property of the first report of a fact.
func firstOf(r *row, get func(*merge.Report) string) string {
	for _, m := range r.reports() {
		return get(m)
	}
	return ""
}

func polecatParty(who, primary, sectors, wikipedia string, get func(*row) *merge.Actor) []column {
	c := func(name string, of kindOf, help string, value func(*row, *merge.Actor) any) column {
		return column{name, of, help, func(r *row) any {
			if a := get(r); a != nil {
				return value(r, a)
			}
			return nil
		}}
	}
	return []column{
		c(who+" Name", text, "fullest name", func(_ *row, a *merge.Actor) any { return a.Name }),
		c(who+" Country", text, "ISO 3166-1 alpha-3", func(_ *row, a *merge.Actor) any { return a.Country }),
		{who + " COW", text, "empty: codes of Correlates of War are not kept", nothing},
		c(primary, text, "first sector", func(_ *row, a *merge.Actor) any { return strings.Join(a.Sectors[:min(1, len(a.Sectors))], "") }),
		c(sectors, list, "all sectors", func(_ *row, a *merge.Actor) any { return a.Sectors }),
		c(who+" Title", text, "title of an office in force", func(_ *row, a *merge.Actor) any { return title(a) }),
		c(who+" Name Raw", list, "forms of the name in the reports", func(_ *row, a *merge.Actor) any { return a.Names }),
		{wikipedia, text, "empty: not linked", nothing},
	}
}

func title(a *merge.Actor) string {
	for _, o := range a.Offices {
		if o.State == codebook.InForce {
			return o.Title
		}
	}
	return ""
}

func polecatPlace() []column {
	c := func(name string, of kindOf, help string, value func(*merge.Place) any) column {
		return column{name, of, help, func(r *row) any {
			if p := where(r); p != nil {
				return value(p)
			}
			return nil
		}}
	}
	only := func(kind string) func(*merge.Place) any {
		return func(p *merge.Place) any {
			if p.Kind != kind {
				return nil
			}
			return p.Name
		}
	}
	return []column{
		c("Placename", text, "fullest name of the place", func(p *merge.Place) any { return p.Name }),
		c("City", text, "the place where it is a city", only("city")),
		{"District", text, "empty: not known", nothing},
		c("Province", text, "the place where it is a region", only("region")),
		c("Country", text, "ISO 3166-1 alpha-3", func(p *merge.Place) any { return p.Country }),
		c("Latitude", number, "degrees north, WGS 84", func(p *merge.Place) any { return degrees(p, p.Lat) }),
		c("Longitude", number, "degrees east", func(p *merge.Place) any { return degrees(p, p.Lon) }),
		{"GeoNames ID", whole, "empty: not linked", nothing},
		c("Raw Placename", list, "forms of the name in the reports", func(p *merge.Place) any { return p.Names }),
		c("Feature Type", text, "city, region, country, airbase, naval_base …", func(p *merge.Place) any { return p.Kind }),
	}
}
