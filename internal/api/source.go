package api

import (
	"encoding/json"
	"time"

	"readout/internal/query"
	"readout/internal/store"
)

// A Source is one place that is watched, as it stands. Times are RFC 3339.
type Source struct {
	Name     string         `json:"name"`
	Parent   string         `json:"parent,omitempty" doc:"the source that names it, as an index of sitemaps does"`
	URL      string         `json:"url"`
	Asked    string         `json:"asked,omitempty" doc:"when it was asked last"`
	Answered string         `json:"answered,omitempty" doc:"when it last answered without a fault"`
	Due      string         `json:"due,omitempty" doc:"when it is asked next"`
	Fault    string         `json:"fault,omitempty" doc:"the last fault"`
	FaultAt  string         `json:"fault_at,omitempty"`
	Failures int            `json:"failures" doc:"faults in a row"`
	Gone     bool           `json:"gone" doc:"its server said that it is gone for good"`
	PerDay   float64        `json:"per_day,omitempty" doc:"how much it names a day, of late"`
	URLs     map[string]int `json:"urls,omitempty" doc:"what became of the URLs that it named: kept, filtered, empty, forbidden, failed, waiting"`
}

// Versions are the texts that stood under the URL of one report.
type Versions struct {
	Versions []query.Version `json:"versions" doc:"the oldest first, each against the one before"`
}

// sources lists what is watched.
func (a *api) sources(r *request) (any, error) {
	list, err := a.Archive.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	counts, err := a.Archive.SeenCounts(r.Context())
	if err != nil {
		return nil, err
	}
	total := len(list)
	out := List{Items: []json.RawMessage{}, Total: &total}
	for _, s := range list {
		b, err := json.Marshal(sourceOf(s, counts[s.Name]))
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, b)
	}
	return out, nil
}

func sourceOf(s store.Source, urls map[string]int) Source {
	out := Source{Name: s.Name, Parent: s.Parent, URL: s.URL, Asked: instant(s.Asked), Answered: instant(s.Answered), Due: instant(s.Due),
		Fault: s.Fault, FaultAt: instant(s.FaultAt), Failures: s.Failures, Gone: s.Gone}
	if s.Hours > 0 {
		out.PerDay = s.Entries / s.Hours * 24
	}
	for name, n := range urls {
		if out.URLs == nil {
			out.URLs = map[string]int{}
		}
		if name == "" {
			name = "waiting"
		}
		out.URLs[name] += n
	}
	return out
}

// instant is a time in UTC, "" for none.
func instant(t time.Time) string {
	if t.IsZero() || t.Unix() == 0 {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (a *api) versions(r *request) (any, error) {
	list, err := query.Versions(r.Context(), a.Archive, r.PathValue("id"))
	return Versions{list}, err
}
