package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"readout/internal/merge"
	"readout/internal/problem"
	"readout/internal/record"
	"readout/internal/store"
)

// document is the OpenAPI document of the routes, version 3.1.1.
func (a *api) document() []byte {
	paths := object{}
	for _, r := range a.routes {
		at, ok := paths[Root+r.path].(object)
		if !ok {
			at = object{}
			paths[Root+r.path] = at
		}
		at[strings.ToLower(r.method)] = r.operation()
	}
	doc := object{
		"openapi": "3.1.1",
		"info": object{"title": "readout", "version": a.Version, "summary": "A sourced record of news reports: events, statements, situations",
			"description": "Every noun and query of the command line. Unknown is left out or null. Ids stay the same in a rebuild with the same reader.",
			"license":     object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"servers":  []any{object{"url": "/"}},
		"security": []any{object{"token": []string{}}, object{"session": []string{}}, object{}},
		"paths":    paths,
		"components": object{
			"schemas": components(),
			"securitySchemes": object{
				"token":   object{"type": "http", "scheme": "bearer", "description": "readout token add makes one"},
				"session": object{"type": "apiKey", "in": "cookie", "name": "readout", "description": "of a browser that came in at /login"}},
			"responses": object{"problem": object{"description": "what went wrong (RFC 9457)",
				"content": object{problem.ContentType: object{"schema": ref(reflect.TypeFor[problem.Problem]())}}}},
		},
	}
	b, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		panic(err) // maps of strings always have JSON
	}
	return b
}

// components are the schemas that routes refer to.
func components() schemas {
	s := schemas{}
	for _, t := range []reflect.Type{reflect.TypeFor[List](), reflect.TypeFor[Found](), reflect.TypeFor[Changes](), reflect.TypeFor[Readings](), reflect.TypeFor[Added](),
		reflect.TypeFor[Wish](), reflect.TypeFor[Versions](), reflect.TypeFor[Source](), reflect.TypeFor[Given](), reflect.TypeFor[record.Reading](), reflect.TypeFor[merge.Correction](), reflect.TypeFor[store.Stats](), reflect.TypeFor[problem.Problem]()} {
		s.add(t)
	}
	return s
}

// operation describes a route.
func (rt route) operation() object {
	op := object{"operationId": rt.name, "summary": rt.doc, "description": "Scope: " + string(rt.scope) + ".", "tags": []string{rt.tag()}}
	var params []any
	for _, p := range rt.params {
		params = append(params, p.describe())
	}
	if params != nil {
		op["parameters"] = params
	}
	if rt.bodies != nil {
		content := object{}
		for _, b := range rt.bodies {
			content[b.contentType] = object{"schema": b.schema}
		}
		op["requestBody"] = object{"required": true, "content": content}
	}
	op["responses"] = rt.responses()
	return op
}

// tag is the first part of a path.
func (rt route) tag() string {
	tag, _, _ := strings.Cut(strings.TrimPrefix(rt.path, "/"), "/")
	return tag
}

func (rt route) responses() object {
	contentType := "application/json"
	if rt.stream != nil {
		contentType = "text/event-stream"
	}
	answer := object{"description": "what was asked for", "content": object{contentType: object{"schema": rt.schema}}}
	out := object{strconv.Itoa(rt.status): answer}
	if rt.method == http.MethodGet && rt.stream == nil {
		answer["headers"] = object{"ETag": object{"description": "names the content; If-None-Match takes it", "schema": object{"type": "string"}}}
		out["304"] = object{"description": "it is as it was"}
	}
	fails := []string{"400", "401", "403", "503"}
	if strings.Contains(rt.path, "{") || rt.path == "/timeline" {
		fails = append(fails, "404")
	}
	if rt.bodies != nil {
		fails = append(fails, "413", "415", "422")
	}
	for _, status := range fails {
		out[status] = object{"$ref": "#/components/responses/problem"}
	}
	return out
}

// describe describes a parameter.
func (p param) describe() object {
	schema := object{"type": p.kind}
	switch p.kind {
	case "day":
		schema = object{"type": "string", "format": "date"}
	case "integer":
		schema["minimum"], schema["maximum"] = p.min, p.max
	case "string":
		schema["maxLength"] = longest
		if p.required {
			schema["minLength"] = 1
		}
	}
	if p.enum != nil {
		schema["enum"] = p.enum
	}
	if p.pattern != "" {
		schema["pattern"] = p.pattern
	}
	switch {
	case p.preset == "":
	case p.kind == "integer":
		schema["default"], _ = strconv.Atoi(p.preset) // of the table
	case p.kind == "boolean":
		schema["default"] = p.preset == "true"
	default:
		schema["default"] = p.preset
	}
	out := object{"name": p.name, "in": "query", "description": p.doc, "schema": schema}
	if p.required {
		out["required"] = true
	}
	if p.inPath {
		out["in"] = "path"
	}
	if p.example != "" {
		out["example"] = p.example
	}
	return out
}

func (a *api) openapi(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json;version=3.1")
	w.Header().Set("Cache-Control", "private, no-cache")
	if !unchanged(w, r, a.spec) {
		w.Write(a.spec)
	}
}
