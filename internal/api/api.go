// Package api serves the archive to programs under /api/v1: every noun and
// query of the command line, new facts as they come, reports to read or to
// add, and corrections. The routes stand in one table, from which requests are
// checked, the OpenAPI document is made, and the page to try it.
//
// Who asks is in the request's context (package access); how much a request
// may cost altogether is not decided here.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"readout/internal/access"
	"readout/internal/problem"
	"readout/internal/reader"
	"readout/internal/store"
)

// Options are what the API works with.
type Options struct {
	Archive  *store.DB
	Reader   func() (*reader.Reader, error) // called when first needed
	Merge    func()                         // asks for a merge and returns at once
	Stopping <-chan struct{}                // streams end when it is done
	Log      *slog.Logger
	Now      func() time.Time
	Version  string // of the program
}

// Root is the path under which the API is served.
const Root = "/api/v1"

type api struct {
	Options
	mux     *http.ServeMux
	routes  []route
	spec    []byte
	read    chan struct{} // holds one for each request that reads reports
	streams chan struct{} // holds one for each open stream
	news    *news
}

// New returns the handler of all paths at and below Root.
func New(o Options) http.Handler { return newAPI(o).mux }

func newAPI(o Options) *api {
	a := &api{Options: o, mux: http.NewServeMux(), read: make(chan struct{}, runtime.GOMAXPROCS(0)), streams: make(chan struct{}, mostStreams)}
	a.news = newNews(o.Archive)
	a.routes = a.table()
	a.spec = a.document()
	for _, r := range a.routes {
		a.mux.HandleFunc(r.method+" "+Root+r.path, a.handler(r))
	}
	a.mux.HandleFunc("GET "+Root+"/openapi.json", a.openapi)
	a.mux.HandleFunc("GET "+Root+"/{$}", a.try)
	a.mux.HandleFunc("GET "+Root+"/files/{name}", file)
	a.mux.Handle("GET "+Root, http.RedirectHandler(Root+"/", http.StatusMovedPermanently))
	a.mux.HandleFunc(Root+"/", a.nowhere)
	return a
}

// handler checks a request by its route and writes what comes of it.
func (a *api) handler(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !access.From(r.Context()).May(rt.scope) {
			problem.Write(w, http.StatusForbidden, "this needs the scope "+string(rt.scope))
			return
		}
		values, err := rt.values(r.URL.RawQuery)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if rt.stream != nil {
			rt.stream(w, r, values)
			return
		}
		out, err := rt.answer(&request{r, values, w})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		a.write(w, r, rt, out)
	}
}

// A mistake is what a visitor did wrong.
type mistake struct {
	status int
	detail string
}

func (m mistake) Error() string { return m.detail }

func wrong(detail string) error { return mistake{http.StatusBadRequest, detail} }

// fail answers a request that came to nothing. What is not the visitor's
// mistake is logged and not shown.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	var m mistake
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &m):
		problem.Write(w, m.status, m.detail)
	case errors.Is(err, store.ErrNone):
		problem.Write(w, http.StatusNotFound, "nothing has this id")
	case errors.As(err, &large):
		problem.Write(w, http.StatusRequestEntityTooLarge, "the body is too large")
	case errors.Is(r.Context().Err(), context.DeadlineExceeded):
		w.Header().Set("Retry-After", "10")
		problem.Write(w, http.StatusServiceUnavailable, "this took too long; ask for less, or again later")
	case r.Context().Err() != nil: // nobody waits for the answer
	default:
		a.Log.Error("api", "id", w.Header().Get(problem.RequestID), "path", r.URL.Path, "error", err)
		problem.Write(w, http.StatusInternalServerError, "an error of the program; its log tells more under the id of this request")
	}
}

// write writes an answer as JSON. What can be asked for again carries a tag of
// its content.
func (a *api) write(w http.ResponseWriter, r *http.Request, rt route, out any) {
	body, err := json.Marshal(out)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-cache")
	if rt.method == http.MethodGet && unchanged(w, r, body) {
		return
	}
	if rt.status != http.StatusOK {
		w.WriteHeader(rt.status)
	}
	w.Write(append(body, '\n'))
}

// nowhere answers what no route takes: 405 where another method would do.
func (a *api) nowhere(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != Root+"/" {
			w.Header().Add("Allow", method)
		}
	}
	if w.Header().Get("Allow") != "" {
		problem.Write(w, http.StatusMethodNotAllowed, "this path takes another method")
		return
	}
	problem.Write(w, http.StatusNotFound, "nothing is here; "+Root+"/ lists what there is")
}
