package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"readout/internal/access"
	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/store"
	"readout/internal/worker"
)

// correctPage is the ways to correct one entry.
type correctPage struct {
	Row    row
	By     sign
	May    bool // the visitor may correct
	Fields []filterField
	Joins  bool   // entries of its kind can be joined and split
	With   string // words by which another entry to join is looked for
	Others []row
	Names  []string // by which an actor or a place can be split
	Parts  []ref    // reports by which an event or a story can be split
}

// manyParts is how many names or reports a page offers to split by.
const manyParts = 100

func (d *desk) correct(r *http.Request) (*page, error) {
	ctx := r.Context()
	i, err := d.Store.Item(ctx, r.FormValue("id"))
	if err != nil {
		return nil, err
	}
	e, err := query.Entry(i)
	if err != nil {
		return nil, err
	}
	p := &correctPage{Row: rowOf(i), By: signOf(r), May: d.mayCorrect(r), Fields: editable(i.Kind, e), With: strings.TrimSpace(r.FormValue("with"))}
	if err := d.parts(ctx, p, e); err != nil {
		return nil, err
	}
	if p.Joins && p.With != "" {
		if p.Others, err = d.others(ctx, i, p.With); err != nil {
			return nil, err
		}
	}
	return &page{Name: "correct", Title: "Correct: " + i.Title, Nav: "/corrections", Data: p}, nil
}

// A sign is how a visitor signs: where a password or a token told who it is
// by its name, to which a name of the visitor's choice is added.
type sign struct {
	Name  string // what the visitor goes by
	Known string // the name of the token or of the session, "" where nobody was asked
}

func signOf(r *http.Request) sign {
	name, v := visitorOf(r).Name, access.From(r.Context())
	if v.Asked {
		return sign{name, v.Name}
	}
	return sign{cmp.Or(name, v.Name), ""}
}

func (s sign) String() string {
	switch {
	case s.Known == "":
		return s.Name
	case s.Name == "" || s.Name == s.Known:
		return s.Known
	}
	return s.Known + " (" + s.Name + ")"
}

func (d *desk) mayCorrect(r *http.Request) bool {
	return d.Merge != nil && access.From(r.Context()).May(access.Correct)
}

// editable lists the fields of an entry that a person may edit.
func editable(kind string, e any) (out []filterField) {
	now := values(e)
	for _, name := range []string{"title", "kind", "type", "mode", "factuality", "form", "state", "start", "end", "day", "since", "until", "country", "speaker", "holder", "object"} {
		if !merge.Editable(e, name) {
			continue
		}
		f := filterField{Name: name, Label: name, Type: "text", Value: now[name], List: choices[name]}
		switch name {
		case "start", "end", "day", "since", "until":
			f.Type = "date"
		case "kind", "type", "form":
			f.List = types[kind]
		case "title":
			f.Label = map[string]string{"actor": "name", "place": "name", "situation": "title of office"}[kind]
			f.Label = cmp.Or(f.Label, "title")
		case "speaker", "holder", "object":
			f.Label += " (id)"
		}
		out = append(out, f)
	}
	return out
}

// values are the fields of an entry as they stand.
func values(e any) map[string]string {
	switch x := e.(type) {
	case *merge.Actor:
		return map[string]string{"title": x.Name, "kind": x.Kind, "country": x.Country}
	case *merge.Place:
		return map[string]string{"title": x.Name, "kind": x.Kind, "country": x.Country}
	case *merge.Event:
		return map[string]string{"type": x.Type, "mode": x.Mode, "factuality": x.Factuality, "start": x.Start, "end": x.End}
	case *merge.Statement:
		return map[string]string{"speaker": x.Speaker, "day": x.Day, "form": x.Form}
	case *merge.Situation:
		return map[string]string{"title": x.Title, "state": x.State, "since": x.Since, "until": x.Until, "holder": x.Holder, "object": x.Object}
	case *merge.Story:
		return map[string]string{"title": x.Title}
	}
	return nil
}

// parts sets by what an entry can be split.
func (d *desk) parts(ctx context.Context, p *correctPage, e any) error {
	var reports []string
	switch x := e.(type) {
	case *merge.Actor:
		p.Names = x.Names
	case *merge.Place:
		p.Names = x.Names
	case *merge.Event:
		reports = x.Reports
	case *merge.Story:
		reports = x.Reports
	default:
		return nil
	}
	p.Joins = true
	p.Names = p.Names[:min(manyParts, len(p.Names))]
	reports = reports[:min(manyParts, len(reports))]
	n, err := d.names(ctx, reports)
	p.Parts = n.refs(reports)
	return err
}

// others are the entries of an item's kind that words find.
func (d *desk) others(ctx context.Context, i store.Item, words string) (out []row, err error) {
	if other, err := d.Store.Item(ctx, words); err == nil && other.Kind == i.Kind && other.ID != i.ID {
		return rowsOf([]store.Item{other}), nil
	}
	items, err := d.Store.Search(ctx, words, i.Kind, 15, 0)
	for _, x := range items {
		if x.ID != i.ID {
			out = append(out, rowOf(x))
		}
	}
	return out, err
}

// maxReason is how many bytes the reason of a correction may have.
const maxReason = 1000

// saveCorrection keeps a correction and asks that the archive be merged
// under it.
func (d *desk) saveCorrection(r *http.Request) (*page, error) {
	if !d.mayCorrect(r) {
		return nil, errForbidden
	}
	if err := readForm(r); err != nil {
		return nil, err
	}
	c, err := correctionOf(r.PostForm)
	if err != nil {
		return nil, err
	}
	by := signOf(r)
	by.Name = cmp.Or(c.By, by.Name)
	if c.By = by.String(); c.By == "" {
		return nil, misuse("A correction is signed: write your name.")
	}
	c.At = d.Now().UTC().Format(time.RFC3339Nano)
	id, err := worker.Correct(r.Context(), d.Store, c)
	var refused worker.Refusal
	if errors.Is(err, store.ErrNone) || errors.As(err, &refused) {
		return nil, misuse("The correction was not kept: %s.", err)
	}
	if err != nil {
		return nil, err
	}
	d.Merge()
	return &page{To: "/corrections?made=" + id, Cookies: []*http.Cookie{keep("name", by.Name)}}, nil
}

// correctionOf reads and checks a correction from a form.
func correctionOf(v url.Values) (merge.Correction, error) {
	c := merge.Correction{Kind: v.Get("kind"), Targets: v["id"], Field: v.Get("field"), Values: v["value"],
		Reason: strings.TrimSpace(v.Get("reason")), By: strings.Join(strings.Fields(v.Get("by")), " ")}
	c.Values = slices.DeleteFunc(c.Values, func(s string) bool { return strings.TrimSpace(s) == "" && c.Kind != "edit" })
	switch {
	case len(c.Reason) > maxReason || len(c.By) > maxName:
		return c, misuse("A reason has at most %d bytes, a name %d.", maxReason, maxName)
	case len(c.Targets) > manyParts || len(c.Values) > manyParts:
		return c, misuse("A correction has at most %d targets and values.", manyParts)
	case (c.Kind == "edit" || c.Kind == "retitle") && len(c.Values) != 1:
		return c, misuse("Write one value.")
	}
	for _, value := range c.Values {
		if len(value) > mostWords {
			return c, misuse("A value has at most %d bytes.", mostWords)
		}
	}
	if err := worker.Complete(&c); err != nil {
		return c, misuse("%s.", err)
	}
	return c, nil
}
