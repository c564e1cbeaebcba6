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
