package desk

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/internal/store"
)

// A page is what a maker makes: the template pages/NAME.html with its data,
// or the address of another page to go to.
type page struct {
	Name   string
	Title  string // of the window, without the name of the program
	Nav    string // path of the entry of the menu that it belongs to
	Data   any
	Status int    // 200 where 0
	To     string // where the reader is sent instead
	// Cookies are set before anything is sent.
	Cookies []*http.Cookie
}

// A frame is what the layout is made from. Templates of pages see it too.
type frame struct {
	*page
	Visitor visitor
	Path    string // of the request, with its query
	Menu    any
}

// A mistake is a request that the desk does not understand.
type mistake struct{ what string }

func (m mistake) Error() string { return m.what }

// errForbidden refuses what a visitor may not do.
var errForbidden = errors.New("not allowed")

func misuse(format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	first, n := utf8.DecodeRuneInString(what)
	return mistake{string(unicode.ToUpper(first)) + what[n:]}
}

// serve answers requests with the pages that a maker makes.
func (d *desk) serve(do maker) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := do(r)
		if err != nil {
			p = d.sorry(r, err)
		}
		for _, c := range p.Cookies {
			c.Secure = d.Secure || r.TLS != nil
			http.SetCookie(w, c)
		}
		if p.To != "" {
			http.Redirect(w, r, p.To, http.StatusSeeOther)
			return
		}
		d.write(w, r, p)
	})
}

// sorry is the page that says what went wrong. What is ours to know is
// logged and not shown.
func (d *desk) sorry(r *http.Request, err error) *page {
	var m mistake
	switch {
	case errors.As(err, &m):
		return &page{Name: "sorry", Title: "Not understood", Status: http.StatusBadRequest, Data: m.what}
	case errors.Is(err, store.ErrNone):
		return &page{Name: "sorry", Title: "Nothing here", Status: http.StatusNotFound, Data: "The archive has nothing under this address."}
	case errors.Is(err, errForbidden):
		return &page{Name: "sorry", Title: "Not allowed", Status: http.StatusForbidden, Data: "You may not do this here."}
	case errors.Is(err, context.Canceled):
		return &page{Name: "sorry", Title: "Stopped", Status: http.StatusServiceUnavailable, Data: "The request was given up."}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(r.Context().Err(), context.DeadlineExceeded):
		return &page{Name: "sorry", Title: "Busy", Status: http.StatusServiceUnavailable, Data: "The archive is busy; nothing was kept. Try again."}
	}
	d.Log.Error("page failed", "path", r.URL.Path, "error", err)
	return &page{Name: "sorry", Title: "Failed", Status: http.StatusInternalServerError, Data: "The page could not be made. The log of the desk says why."}
}

// nowhere answers what no route does.
func (d *desk) nowhere(*http.Request) (*page, error) { return nil, store.ErrNone }

// write sends a page, or nothing of it when its template fails.
func (d *desk) write(w http.ResponseWriter, r *http.Request, p *page) {
	f := frame{page: p, Visitor: visitorOf(r), Path: r.URL.RequestURI(), Menu: menu}
	var out bytes.Buffer
	if err := d.views[p.Name].ExecuteTemplate(&out, "layout", f); err != nil {
		d.Log.Error("template failed", "page", p.Name, "error", err)
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", Policy)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie")
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	w.Write(out.Bytes())
}

//go:embed pages
var pageFiles embed.FS

// views are the templates of pages by name, each with the layout and the
// parts.
type views map[string]*template.Template

func loadViews(f files) views {
	funcs := helpers(f)
	shared := template.Must(template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/layout.html", "pages/parts.html", "pages/pictures.html"))
	all, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		panic(err)
	}
	out := views{}
	for _, file := range all {
		name := strings.TrimSuffix(path.Base(file), ".html")
		out[name] = template.Must(template.Must(shared.Clone()).ParseFS(pageFiles, file))
	}
	return out
}
