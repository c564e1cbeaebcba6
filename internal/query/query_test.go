package query

import (
	"net/url"
	"reflect"
	"testing"
)

// An address says all of a filter, so that a view can be sent as a link.
func TestAddress(t *testing.T) {
	f := Filter{Kind: "situation", Actor: "Freya Lund", Country: "NOR", AsOf: "2026-03-01", MinOrigins: 2, Limit: 20, Newest: true}
	back := Filter{Kind: "situation"}
	if err := back.Set(f.Values()); err != nil || !reflect.DeepEqual(f, back) {
		t.Errorf("Set(Values()) = %+v, %v; want %+v", back, err, f)
	}
	for _, bad := range []string{"as-of=yesterday", "limit=-1", "limit=many", "newest=perhaps", "since=2026-02-30"} {
		v, _ := url.ParseQuery(bad)
		if err := (&Filter{Kind: "situation"}).Set(v); err == nil {
			t.Errorf("Set(%s) took it", bad)
		}
	}
}

// Words are taken in any spelling that people use; what no fact can have is
// refused and not answered with nothing.
func TestValidate(t *testing.T) {
	for address, want := range map[string]string{
		"factuality=Planned": "factuality=planned", "state=IN_FORCE": "state=in_force", "sector=gov": "sector=GOV",
		"country=nor": "country=NOR", "country=NO": "country=NOR", "country=Norway": "country=NOR", "country=tva": "country=TVA",
		"type=retreat": "type=retreat", "type=RETREAT": "type=RETREAT", "type=patrols": "type=patrols",
		"factuality=sure": "", "state=bogus": "", "sector=ARMY": "", "country=Norrland": "", "country=N0R": "", "type=RETRAET": "",
	} {
		v, _ := url.ParseQuery(address)
		f := Filter{}
		err := f.Set(v)
		if got := f.Values().Encode(); want == "" && err == nil || want != "" && (err != nil || got != want) {
			t.Errorf("Set(%s) = %q, %v; want %q", address, got, err, want)
		}
	}
	for kind, ok := range map[string]bool{"event": false, "situation": true, "statement": true} {
		if err := (&Filter{Kind: kind, Type: "patrols"}).Validate(); (err == nil) != ok {
			t.Errorf("%s of type patrols: %v", kind, err)
		}
	}
}
