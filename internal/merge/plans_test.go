package merge

import "testing"

// A deed carries out the plan that it fits, and no other.
func TestPlansAndDeeds(t *testing.T) {
	yield := func(outlet, published, factuality, trigger, place, to string) *build {
		b := report(outlet, "", published, "Norrland is to "+trigger+" the base to "+to+", as "+outlet+" tells of it.")
		b.event("RETREAT", factuality, "", trigger, b.Report.Text, []string{b.actor("state", "NOR", "Norrland")}, []string{b.actor("state", "", to)})
		b.Events[0].Places = []string{b.place("naval_base", place)}
		return b
	}
	for _, c := range []struct {
		what string
		deed *build
		want int
	}{
		{"done", yield("Isle Courier", "2026-03-23", "actual", "handed over", "Port Selm naval base", "Tavria"), 1},
		{"done before it was planned", yield("Isle Courier", "2026-03-01", "actual", "handed over", "Port Selm naval base", "Tavria"), 2},
		{"done a year later", yield("Isle Courier", "2027-03-23", "actual", "handed over", "Port Selm naval base", "Tavria"), 2},
		{"another place", yield("Isle Courier", "2026-03-23", "actual", "handed over", "Velm naval base", "Tavria"), 2},
		{"another recipient", yield("Isle Courier", "2026-03-23", "actual", "handed over", "Port Selm naval base", "Varonia"), 2},
	} {
		r := Merge(sourcesOf([]*build{yield("Northgate Post", "2026-03-09", "planned", "hand over", "Port Selm naval base", "Tavria"), c.deed}), nil)
		if len(r.Events) != c.want {
			t.Errorf("%s: %d events, want %d", c.what, len(r.Events), c.want)
		}
		if c.want == 1 && (r.Events[0].Factuality != "actual" || len(r.Events[0].Differences) > 0) {
			t.Errorf("%s: %+v", c.what, r.Events[0])
		}
	}
}

// A town stands for the base that bears its name where only one base of the
// holder can be meant.
func TestTownForBase(t *testing.T) {
	hold := func(outlet, published, state string, kindsAndNames ...string) *build {
		b := report(outlet, "", published, "Norrland and what it holds, as "+outlet+" told on "+published+".")
		nor := b.actor("state", "NOR", "Norrland")
		for i := 0; i < len(kindsAndNames); i += 2 {
			b.situation("holds", nor, b.place(kindsAndNames[i], kindsAndNames[i+1]), state, "", "")
		}
		return b
	}
	town := func() *build { return hold("Harbour Ledger", "2026-03-16", "in_doubt", "city", "Port Selm") }
	for _, c := range []struct {
		what   string
		others *build
		want   int
	}{
		{"its base", hold("Isle Courier", "2026-03-09", "in_force", "naval_base", "Port Selm naval base"), 1},
		{"its airport", hold("Isle Courier", "2026-03-09", "in_force", "airport", "Port Selm airport"), 2},
		{"two bases", hold("Isle Courier", "2026-03-09", "in_force", "naval_base", "Port Selm naval base", "airbase", "Port Selm airbase"), 3},
		{"long ago", hold("Isle Courier", "2024-03-09", "in_force", "naval_base", "Port Selm naval base"), 2},
	} {
		if r := Merge(sourcesOf([]*build{c.others, town()}), nil); len(r.Situations) != c.want {
			t.Errorf("%s: %d situations, want %d", c.what, len(r.Situations), c.want)
		}
	}
}
