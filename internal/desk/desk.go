// Package desk is the archive in a browser: web pages made on the server, one
// file per page and all routes in routes.go. htmx and a small script improve
// them, and every page can be read and every form sent without scripts.
//
// A page is a function from a request to a *page, and a template of its name
// in pages/. Where the server binds, who may see the pages and what limits
// them is not decided here.
package desk

import (
	"log/slog"
	"net/http"
	"time"

	"readout/internal/record"
	"readout/internal/store"
)

// Options are what the desk works with.
type Options struct {
	Store *store.DB
	// Explain reads a report again and says in its Why how the facts came
	// about. Without it the desk does not offer that.
	Explain func(*record.Report) (*record.Reading, error)
	// Merge asks that the archive be merged soon and returns at once. Without
	// it the desk takes no corrections.
	Merge func()
	// Secure says that visitors come by TLS, here or before a proxy.
	Secure bool
	Now    func() time.Time // time.Now where nil
	Log    *slog.Logger     // slog.Default() where nil
}

// Policy is the Content-Security-Policy of all pages: nothing comes from
// elsewhere, and no script or style stands in a page.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// A desk is the pages of one archive.
type desk struct {
	Options
	views    views
	files    files
	news     news
	explains chan struct{} // holds one for each report being explained
}

// explainAtOnce is how many reports are read again at a time.
const explainAtOnce = 2

// New returns the pages of an archive. What changes something refuses
// requests from other origins.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := &desk{Options: o, files: loadFiles(), explains: make(chan struct{}, explainAtOnce)}
	d.views = loadViews(d.files)
	return http.NewCrossOriginProtection().Handler(d.routes())
}
