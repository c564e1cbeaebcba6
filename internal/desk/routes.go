package desk

import "net/http"

// A maker makes the page that answers a request.
type maker func(*http.Request) (*page, error)

// routes are all addresses of the desk.
func (d *desk) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range []struct {
		pattern string
		make    maker
	}{
		{"GET /{$}", d.now},
		{"GET /report/{id}", d.report},
		{"GET /report/{id}/changes", d.changes},
		{"GET /family/{id}", d.familyOf},
		{"GET /event/{id}", d.event},
		{"GET /statement/{id}", d.statement},
		{"GET /situation/{id}", d.situation},
		{"GET /stories", d.stories},
		{"GET /story/{id}", d.story},
		{"GET /actor/{id}", d.actor},
		{"GET /place/{id}", d.place},
		{"GET /dyad", d.dyad},
		{"GET /ledger", d.ledger},
		{"GET /search", d.search},
		{"GET /correct", d.correct},
		{"POST /correct", d.saveCorrection},
		{"GET /corrections", d.corrections},
		{"GET /alerts", d.alerts},
		{"POST /alerts", d.saveAlert},
		{"POST /alerts/remove", d.removeAlert},
		{"GET /sources", d.sourcesOf},
		{"GET /settings", d.settings},
		{"POST /settings", d.saveSettings},
		{"POST /seen", d.seen},
		{"/", d.nowhere},
	} {
		mux.Handle(r.pattern, d.serve(r.make))
	}
	mux.HandleFunc("GET /export", d.export)
	mux.Handle("GET /static/{name}", d.files)
	return mux
}

// menu is the row of links under the head of every page.
var menu = []struct{ Path, Name string }{
	{"/", "Now"},
	{"/stories", "Stories"},
	{"/ledger", "Ledger"},
	{"/search", "Search"},
	{"/alerts", "Alerts"},
	{"/corrections", "Corrections"},
	{"/sources", "Sources"},
	{"/settings", "Settings"},
}
