package desk

import (
	"encoding/json"

	"readout/internal/store"
)

// A row is an item in a list.
type row struct {
	Kind, ID, Title, Day, Until string
	State                       string // factuality of an event, state of a situation, kind of an actor or a place
	Outlet                      string // of a report
	Origins, Reports            int
	Disputed, Wrong             bool
}

// URL is the address of the item's page.
func (r row) URL() string { return entryURL(r.ID) }

func rowOf(i store.Item) row {
	var b struct {
		State, Factuality, Kind, Outlet string
		Disputed, Wrong                 bool
		Reports                         []string
		Told                            int
	}
	json.Unmarshal(i.Body, &b) // a field that is not there stays empty
	r := row{Kind: i.Kind, ID: i.ID, Title: i.Title, Day: i.Day, Until: i.Until, State: b.State, Outlet: b.Outlet,
		Origins: i.Origins, Reports: max(1, len(b.Reports), b.Told), Disputed: b.Disputed, Wrong: b.Wrong}
	switch i.Kind {
	case "event":
		r.State = b.Factuality
	case "actor", "place":
		r.State = b.Kind
	}
	return r
}

func rowsOf(items []store.Item) []row {
	out := make([]row, 0, len(items))
	for _, i := range items {
		out = append(out, rowOf(i))
	}
	return out
}
