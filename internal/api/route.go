package api

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"readout/internal/access"
)

// A route is one thing that can be asked.
type route struct {
	method, path string
	name, doc    string // operationId and summary
	scope        access.Scope
	params       []param
	bodies       []body
	status       int    // of an answer
	schema       object // of an answer
	answer       func(*request) (any, error)
	stream       func(http.ResponseWriter, *http.Request, url.Values) // in the place of answer
}

// A request is a request whose parameters were checked.
type request struct {
	*http.Request
	values url.Values
	w      http.ResponseWriter
}

// A body is a form that the body of a request may have.
type body struct {
	contentType string
	schema      object
}

// A param is one parameter of a query, or of a path.
type param struct {
	name, doc string
	kind      string // string, day, integer, boolean
	enum      []string
	pattern   string
	min, max  int
	preset    string // what it is where it is not given
	required  bool
	inPath    bool
	example   string
}

// longest is how many bytes the value of a parameter has at most.
const longest = 1000

// values takes apart and checks the query of an address. A parameter without a
// value is none, for forms send such; its name may be written with hyphens, as
// flags are.
func (rt route) values(raw string) (url.Values, error) {
	given, err := url.ParseQuery(raw)
	if err != nil {
		return nil, wrong("the query of the address cannot be taken apart")
	}
	out := url.Values{}
	for name, list := range given {
		p := rt.param(strings.ReplaceAll(name, "-", "_"))
		switch {
		case p == nil:
			return nil, wrong(fmt.Sprintf("no parameter %q; there are: %s", short(name), rt.names()))
		case len(list) > 1 || out.Has(p.name):
			return nil, wrong(fmt.Sprintf("%s is given more than once", p.name))
		case list[0] == "":
			continue
		}
		if err := p.check(list[0]); err != nil {
			return nil, err
		}
		out.Set(p.name, list[0])
	}
	for _, p := range rt.params {
		if p.required && !p.inPath && !out.Has(p.name) {
			return nil, wrong(p.name + " is missing")
		}
		if p.preset != "" && !out.Has(p.name) {
			out.Set(p.name, p.preset)
		}
	}
	return out, nil
}

func (rt route) param(name string) *param {
	k := slices.IndexFunc(rt.params, func(p param) bool { return p.name == name && !p.inPath })
	if k < 0 {
		return nil
	}
	return &rt.params[k]
}

func (rt route) names() string {
	var out []string
	for _, p := range rt.params {
		if !p.inPath {
			out = append(out, p.name)
		}
	}
	if out == nil {
		return "none"
	}
	return strings.Join(out, ", ")
}

// check says what is wrong with a value.
func (p *param) check(v string) error {
	switch {
	case len(v) > longest:
		return wrong(fmt.Sprintf("%s is longer than %d bytes", p.name, longest))
	case !utf8.ValidString(v) || strings.ContainsRune(v, 0):
		return wrong(p.name + " is not text in UTF-8")
	case p.enum != nil && !slices.Contains(p.enum, v):
		return wrong(fmt.Sprintf("%s is one of %s, not %q", p.name, strings.Join(p.enum, ", "), short(v)))
	case p.pattern != "" && !regexp.MustCompile(p.pattern).MatchString(v):
		return wrong(fmt.Sprintf("%s has the form %s, not %q", p.name, p.pattern, short(v)))
	}
	switch p.kind {
	case "day":
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			return wrong(fmt.Sprintf("%s is a day such as 2026-01-28, not %q", p.name, short(v)))
		}
	case "integer":
		if n, err := strconv.Atoi(v); err != nil || n < p.min || n > p.max || strconv.Itoa(n) != v {
			return wrong(fmt.Sprintf("%s is a number from %d to %d, not %q", p.name, p.min, p.max, short(v)))
		}
	case "boolean":
		if v != "true" && v != "false" {
			return wrong(fmt.Sprintf("%s is true or false, not %q", p.name, short(v)))
		}
	}
	return nil
}

// short is as much of what a visitor wrote as is told back.
func short(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "…"
}
