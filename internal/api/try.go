package api

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"

	"readout/internal/access"
	"readout/internal/problem"
)

//go:embed files
var files embed.FS

var tryPage = template.Must(template.ParseFS(files, "files/try.html"))

// A trial is a route as the page to try it shows it.
type trial struct {
	Name, Method, Path, Doc string
	Scope                   access.Scope
	May                     bool // the visitor has the scope
	Stream                  bool
	Params                  []field
	Bodies                  []string
}

// A field is a parameter in a form.
type field struct {
	Name, Doc, Type, Preset string
	Enum                    []string
	Min, Max                int
	Number, InPath          bool
	Required                bool
}

// try shows all routes, each with a form. Forms that see work without scripts.
func (a *api) try(w http.ResponseWriter, r *http.Request) {
	v := access.From(r.Context())
	var list []trial
	for _, rt := range a.routes {
		t := trial{Name: rt.name, Method: rt.method, Path: Root + rt.path, Doc: rt.doc, Scope: rt.scope, May: v.May(rt.scope), Stream: rt.stream != nil}
		for _, p := range rt.params {
			t.Params = append(t.Params, p.field())
		}
		for _, b := range rt.bodies {
			t.Bodies = append(t.Bodies, b.contentType)
		}
		list = append(list, t)
	}
	var out bytes.Buffer
	if err := tryPage.Execute(&out, struct {
		Visitor string
		Routes  []trial
	}{v.Name, list}); err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-cache")
	if !unchanged(w, r, out.Bytes()) {
		w.Write(out.Bytes())
	}
}

func (p param) field() field {
	f := field{Name: p.name, Doc: p.doc, Type: "text", Enum: p.enum, Preset: p.preset, InPath: p.inPath, Required: p.required}
	switch p.kind {
	case "day":
		f.Type = "date"
	case "integer":
		f.Type, f.Number, f.Min, f.Max = "number", true, p.min, p.max
	case "boolean":
		f.Enum = []string{"true", "false"}
	}
	return f
}

// file serves what the page is made of.
func file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name != "try.css" && name != "try.js" {
		problem.Write(w, http.StatusNotFound, "no such file")
		return
	}
	http.ServeFileFS(w, r, files, "files/"+name)
}
