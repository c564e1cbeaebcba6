package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"readout/internal/merge"
)

// Five reports tell over three weeks how a base is handed over, two of them
// prints of one agency: one event with two origins, and the hold on the base
// with the right answer as of each week.
func TestHandoverStory(t *testing.T) {
	db := filepath.Join(t.TempDir(), "test.db")
	run := func(into any, args ...string) {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", db)...)
		if status != exitOK {
			t.Fatalf("readout %v: status %d, %s", args, status, stderr)
		}
		if into == nil {
			return
		}
		if err := json.Unmarshal([]byte(stdout), into); err != nil {
			t.Fatalf("readout %v: %v", args, err)
		}
	}
	run(nil, "add", filepath.Join("..", "..", "examples", "handover"))

	var events []merge.Event
	run(&events, "events", "--type", "RETREAT", "--format", "json")
	if len(events) != 1 {
		t.Fatalf("%d events of the handing over, want one", len(events))
	}
	if e := events[0]; !slices.Equal(e.Origins, []string{"Meridian News Agency", "The Isle Courier"}) || len(e.Reports) != 3 ||
		e.Factuality != "actual" || e.Start != "2026-03-23" || e.End != "2026-03-23" || len(e.Actors) != 1 || len(e.Recipients) != 1 || len(e.Places) != 1 {
		t.Errorf("the handing over is %+v; want it done on 2026-03-23, by the word of two origins", e)
	}

	var actors []merge.Actor
	run(&actors, "actors", "--format", "json")
	ids := map[string]string{}
	for _, a := range actors {
		ids[a.Name] = a.ID
	}
	holder := ids["Norrland"]

	var agreed []merge.Event
	run(&agreed, "events", "--type", "AGREE", "--since", "2026-03-05", "--format", "json")
	if len(agreed) != 1 || len(agreed[0].Origins) != 2 || len(agreed[0].Reports) != 3 || agreed[0].Start != "2026-03-09" || len(agreed[0].Actors) != 4 {
		t.Fatalf("the agreement is %+v; want one of two states and who signed it on 2026-03-09, by the word of two origins", agreed)
	}
	for _, name := range []string{"Norrland", "Tavria", "Lena Koris", "Anders Holm"} {
		if !slices.Contains(agreed[0].Actors, ids[name]) {
			t.Errorf("%s is not among who agreed: %+v", name, agreed[0])
		}
	}

	for _, c := range []struct{ day, state string }{
		{"2026-03-01", ""}, {"2026-03-05", "in_force"}, {"2026-03-10", "in_doubt"}, {"2026-03-17", "in_doubt"}, {"2026-03-24", "ended"}, {"2026-04-30", "ended"},
	} {
		var list, holds []merge.Situation
		run(&list, "situations", "--as-of", c.day, "--known-at", c.day, "--format", "json")
		for _, s := range list {
			if s.Kind == "holds" && s.Holder == holder {
				holds = append(holds, s)
			}
		}
		switch {
		case c.state == "" && len(holds) == 0:
		case len(holds) != 1 || holds[0].State != c.state:
			t.Errorf("as of %s: %d holds %+v; want one, %q", c.day, len(holds), holds, c.state)
		}
	}
}
