package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"readout/internal/export"
	"readout/internal/query"
	"readout/internal/store"
	"readout/internal/worker"
)

// searchPage is a list of items with the filters that made it. All of it
// stands in the address.
type searchPage struct {
	Kinds    []string
	Kind     string
	Filter   *query.Filter
	Main     []filterField
	More     []filterField
	Open     bool // some of More is set
	Asked    bool // there is something to be looked for
	Best     bool // the best matches come first
	Narrowed bool // to one kind that the address does not name
	Rows     []row
	From     int  // number of the first row
	Total    int  // of all pages, 0 where it is not known
	Some     bool // Total is a number below the true one
	Cut      bool // there are more situations than were looked at
	Back     string
	Next     string
	Exports  []exportLink
	May      bool   // it can be saved as an alert
	Saved    string // as that keeps it
}

// A filterField is one field of the form.
type filterField struct {
	Name, Label, Help, Value string
	Type                     string // of the input: text, date, number or checkbox
	List                     []string
}

// An exportLink is a form in which a list can be had.
type exportLink struct{ Name, Help, URL string }

// searchKinds are the kinds of items that can be looked for.
var searchKinds = []string{"event", "statement", "situation", "story", "report", "actor", "place"}

// How many items a page of a list shows, at most, and from how far down.
const (
	perPage   = 50
	mostPage  = 200
	furthest  = 10000
	mostWords = 400 // bytes of a value

	mostLedgers = 1000 // looked at for their state as of a day
)

func (d *desk) search(r *http.Request) (*page, error) {
	v, err := queryOf(r)
	if err != nil {
		return nil, err
	}
	if clean := withoutEmpty(v); len(clean) < len(v) {
		return &page{To: "/search?" + clean.Encode()}, nil
	}
	p, err := searchOf(v)
	if err != nil {
		return nil, err
	}
	if p.Asked {
		if err := d.find(r, p); err != nil {
			return nil, err
		}
		p.Saved, p.May = p.savable()
		p.May = p.May && d.mayCorrect(r)
	}
	title := "Search"
	if p.Filter.Text != "" {
		title = p.Filter.Text + " · Search"
	}
	return &page{Name: "search", Title: title, Nav: "/search", Data: p}, nil
}

// queryOf reads the query of an address, bounded.
func queryOf(r *http.Request) (url.Values, error) {
	v, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, misuse("The address was not understood: %s.", err)
	}
	for name, values := range v {
		if len(values) > 1 {
			return nil, misuse("The address names %q more than once.", name)
		}
		if len(values[0]) > mostWords {
			return nil, misuse("The value of %q is longer than %d bytes.", name, mostWords)
		}
		if strings.ContainsRune(values[0], 0) {
			return nil, misuse("The value of %q holds a character that no text has.", name)
		}
	}
	return v, nil
}

// withoutEmpty is a query without the fields of a form that were left empty.
func withoutEmpty(v url.Values) url.Values {
	out := url.Values{}
	for name := range v {
		if v.Get(name) != "" {
			out.Set(name, v.Get(name))
		}
	}
	return out
}

// searchOf reads what is looked for.
func searchOf(v url.Values) (*searchPage, error) {
	kind := v.Get("kind")
	if kind != "" && !slices.Contains(searchKinds, kind) {
		return nil, misuse("There is no kind %q; there are %s.", kind, strings.Join(searchKinds, ", "))
	}
	f := &query.Filter{Kind: kind}
	if err := f.Set(v); err != nil {
		return nil, misuse("%s.", err)
	}
	switch {
	case f.Limit > mostPage:
		return nil, misuse("A page shows at most %d.", mostPage)
	case f.Offset > furthest:
		return nil, misuse("The list ends after %d; narrow it.", furthest)
	}
	p := &searchPage{Kinds: searchKinds, Kind: kind, Filter: f}
	p.Asked = kind != "" || len(f.Values()) > 0
	p.Best = onlyWords(f)
	if p.Asked && kind == "" && !p.Best { // only words can be looked for in all kinds at once
		f.Kind = kindAsked(f)
		p.Kind, p.Narrowed = f.Kind, true
	}
	p.fields()
	return p, nil
}

// kindAsked is the only kind that has what a filter asks for, else event.
func kindAsked(f *query.Filter) string {
	switch {
	case f.State != "" || f.AsOf != "" || f.KnownAt != "":
		return "situation"
	case f.Sector != "":
		return "actor"
	}
	for _, kind := range searchKinds {
		if slices.Contains(types[kind], f.Type) {
			return kind
		}
	}
	return "event"
}

// onlyWords says that a filter asks for nothing but words, so that the best
// matches come first.
func onlyWords(f *query.Filter) bool {
	bare := *f
	bare.Kind, bare.Text, bare.Limit, bare.Offset = "", "", 0, 0
	return f.Text != "" && bare == query.Filter{}
}

// find lists what is looked for.
func (d *desk) find(r *http.Request, p *searchPage) error {
	f := *p.Filter
	if f.Limit == 0 {
		f.Limit = perPage
	}
	f.Most = mostLedgers
	var items []store.Item
	var err error
	if p.Best {
		// One more tells whether there is a next page.
		items, err = d.Store.Search(r.Context(), f.Text, f.Kind, f.Limit+1, f.Offset)
	} else {
		items, p.Total, err = f.Items(r.Context(), d.Store)
	}
	if p.Cut, err = looked(err); err != nil {
		return err
	}
	more := p.Total > f.Offset+f.Limit || len(items) > f.Limit
	items = items[:min(len(items), f.Limit)]
	p.Rows, p.From, p.Some = rowsOf(items), f.Offset+1, p.Cut || p.Total >= f.Offset+f.Limit+store.Many
	p.turn(f, more)
	return nil
}

// looked tells a list that was cut short from one that failed.
func looked(err error) (cut bool, _ error) {
	switch {
	case errors.Is(err, query.ErrMost):
		return true, nil
	case errors.Is(err, store.ErrNone):
		return false, misuse("Nothing has the id that the address names: %s.", err)
	}
	return false, err
}

// turn sets the addresses of the pages before and after, and of the exports.
func (p *searchPage) turn(f query.Filter, more bool) {
	at := func(offset int) string {
		f.Offset, f.Limit = offset, p.Filter.Limit
		v := f.Values()
		if f.Kind != "" {
			v.Set("kind", f.Kind)
		}
		return "/search?" + v.Encode()
	}
	step, offset := f.Limit, f.Offset
	if offset > 0 {
		p.Back = at(max(0, offset-step))
	}
	if more && offset+step <= furthest {
		p.Next = at(offset + step)
	}
	if f.Kind == "" {
		return
	}
	p.exports(f)
}

// exports sets the addresses under which all of the list can be had.
func (p *searchPage) exports(f query.Filter) {
	f.Limit, f.Offset = 0, 0
	for _, x := range export.Formats() {
		brief := x.Name == "md" || x.Name == "html" // of one story: see its page
		if brief || x.Whole || !slices.Contains(x.Kinds, f.Kind) {
			continue
		}
		v := f.Values()
		v.Set("kind", f.Kind)
		v.Set("format", x.Name)
		p.Exports = append(p.Exports, exportLink{x.Name, x.Help, "/export?" + v.Encode()})
	}
}

// mainFields are the fields that the form always shows.
var mainFields = []string{"actor", "recipient", "place", "type", "since", "until", "factuality", "state"}

// fields lists the fields of the form: those of the kind, by name.
func (p *searchPage) fields() {
	v := p.Filter.Values()
	for _, f := range p.Filter.Fields() {
		x := filterField{Name: f.Name, Label: p.label(f.Name), Help: strings.ReplaceAll(f.Help, "`", ""), Value: v.Get(f.Name), Type: inputType(f)}
		x.List = choices[f.Name]
		if f.Name == "type" {
			x.List = types[p.Filter.Kind]
			if p.Filter.Kind == "situation" && x.Value != "" && !slices.Contains(x.List, x.Value) {
				x.List = append(slices.Clip(x.List), x.Value) // a kind of a user's codebook
			}
		}
		switch {
		case slices.Contains([]string{"text", "limit", "offset", "newest"}, f.Name):
		case x.Value == "" && slices.Contains(lacking[p.Filter.Kind], f.Name):
		case slices.Contains(mainFields, f.Name):
			p.Main = append(p.Main, x)
		default:
			p.More = append(p.More, x)
			p.Open = p.Open || x.Value != ""
		}
	}
}

// lacking are the fields that no item of a kind has a value of.
var lacking = map[string][]string{
	"statement": {"place", "mode", "factuality"},
	"situation": {"mode", "factuality"},
	"actor":     {"recipient", "party", "place", "mode", "factuality"},
	"place":     {"actor", "recipient", "party", "mode", "factuality"},
	"story":     {"recipient", "type", "mode", "factuality"},
	"report":    {"recipient", "mode", "factuality"},
}

// label says what a field asks for, by the words of its kind.
func (p *searchPage) label(name string) string {
	switch {
	case name == "wrong":
		return "marked as wrong too"
	case name == "type" && p.Filter.Kind == "statement":
		return "form"
	case name == "type" && p.Filter.Kind == "report":
		return "language"
	case name == "type" && p.Filter.Kind != "event" && p.Filter.Kind != "":
		return "kind"
	}
	return strings.ReplaceAll(name, "-", " ")
}

func inputType(f query.Field) string {
	switch {
	case f.Bool != nil:
		return "checkbox"
	case f.Int != nil:
		return "number"
	case slices.Contains([]string{"since", "until", "as-of", "known-at"}, f.Name):
		return "date"
	}
	return "text"
}

// choices are the values that a field has.
var choices = map[string][]string{
	"factuality": worker.Choices("event", "factuality"),
	"state":      worker.Choices("situation", "state"),
}

// types are the types of each kind, to be chosen from.
var types = map[string][]string{
	"event":     worker.Choices("event", "type"),
	"statement": worker.Choices("statement", "form"),
	"situation": {"holds", "office", "backs", "shelters", "detains", "demands", "agreement", "sanctions", "fights", "relations"},
	"actor":     worker.Choices("actor", "kind"),
	"place":     worker.Choices("place", "kind"),
}

// Asks says what is looked for, in words.
func (p *searchPage) Asks() string { return asks(p.Filter.Values().Encode()) }

// To is the number of the last row.
func (p *searchPage) To() string { return strconv.Itoa(p.From + len(p.Rows) - 1) }
