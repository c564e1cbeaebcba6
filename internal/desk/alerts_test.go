package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"readout/internal/alert"
	"readout/internal/record"
	"readout/internal/worker"
)

// A search saved as an alert shows what comes, and nothing that was there.
func TestAlerts(t *testing.T) {
	s := exampleSite(t)
	holds(t, s.page("/search?kind=event&type=ASSAULT&newest=true"), `name="filter" value="type=ASSAULT"`)
	form := url.Values{"name": {"Attacks"}, "kind": {"event"}, "filter": {"type=ASSAULT"}}
	if w := s.post("/alerts", form); w.Code != http.StatusSeeOther {
		t.Fatalf("POST /alerts = %d\n%s", w.Code, w.Body)
	}
	holds(t, s.page("/alerts"), "<bdi>Attacks</bdi>", "events with <bdi>type ASSAULT</bdi> · told by desk", "Nothing yet", "/search?kind=event&newest=true&type=ASSAULT")
	r := hostileReading(1)
	if _, err := s.db.Add(t.Context(), &record.Page{Input: "x", Body: []byte(r.Report.Text)}, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	if err := alert.Run(t.Context(), s.db, alert.Options{}); err != nil {
		t.Fatal(err)
	}
	holds(t, s.page("/alerts"), "→ ASSAULT")
	holds(t, s.page("/"), `<h3 class="small"><bdi>Attacks</bdi></h3> <ul class="plain"><li>`)
	harmless(t, "/alerts", s.page("/alerts"))
	for _, bad := range []url.Values{form, {"name": {""}, "kind": {"event"}}, {"name": {"x"}, "kind": {"actor"}}, {"name": {"x"}, "kind": {"event"}, "filter": {"since=soon"}},
		{"name": {strings.Repeat("x", 65)}, "kind": {"event"}}} {
		if w := s.post("/alerts", bad); w.Code != http.StatusBadRequest {
			t.Errorf("POST /alerts %v = %d, want 400", bad, w.Code)
		}
	}
	if err := alert.Add(t.Context(), s.db, alert.Alert{Name: "Other", To: "terminal"}); err != nil {
		t.Fatal(err)
	}
	if err := alert.Add(t.Context(), s.db, alert.Alert{Name: "Hook", To: "webhook:https://hook.example/secret", Key: "env:NONE"}); err != nil {
		t.Fatal(err)
	}
	if page := s.page("/alerts"); strings.Contains(page, "hook.example") || !strings.Contains(page, "told by webhook") {
		t.Error("the page shows the address of a webhook, or not that there is one")
	}
	if w := s.post("/alerts/remove", url.Values{"name": {"Other"}}); w.Code != http.StatusBadRequest {
		t.Errorf("removing an alert of the command line: %d, want 400", w.Code)
	}
	s.post("/alerts/remove", url.Values{"name": {"Attacks"}})
	if page := s.page("/alerts"); strings.Contains(page, "Attacks") {
		t.Error("the alert is there after it was removed")
	}
	bare := &site{Handler: New(Options{Store: s.db}), t: t, db: s.db}
	if w := bare.post("/alerts", form); w.Code != http.StatusForbidden {
		t.Errorf("a visitor who may not: %d, want 403", w.Code)
	}
}
