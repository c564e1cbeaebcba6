package desk

import (
	"net/http"
	"slices"
	"strings"
)

// settingsPage is what the reader may choose; it is kept in cookies.
type settingsPage struct {
	Saved bool
}

func (d *desk) settings(r *http.Request) (*page, error) {
	return &page{Name: "settings", Title: "Settings", Nav: "/settings", Data: settingsPage{Saved: r.FormValue("saved") != ""}}, nil
}

// maxName is how many bytes a name may have that signs corrections.
const maxName = 80

func (d *desk) saveSettings(r *http.Request) (*page, error) {
	if err := readForm(r); err != nil {
		return nil, err
	}
	theme, zone, name := r.PostFormValue("theme"), strings.TrimSpace(r.PostFormValue("zone")), strings.Join(strings.Fields(r.PostFormValue("name")), " ")
	switch {
	case !slices.Contains(themes, theme):
		return nil, misuse("There is no theme %q.", theme)
	case !isZone(zone):
		return nil, misuse("A time zone is written as Europe/Berlin, not %q.", zone)
	case len(name) > maxName:
		return nil, misuse("A name has at most %d bytes.", maxName)
	}
	return &page{To: "/settings?saved=1", Cookies: []*http.Cookie{keep("theme", theme), keep("zone", zone), keep("name", name)}}, nil
}

// maxForm is how many bytes a form may have.
const maxForm = 64 << 10

// readForm reads the form of a request, bounded.
func readForm(r *http.Request) error {
	r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return misuse("The form was not understood: %s.", err)
	}
	return nil
}
