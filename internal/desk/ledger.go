package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"readout/internal/codebook"
	"readout/internal/query"
	"readout/internal/store"
)

// ledgerPage is how things stand, or stood on a day as it was known on another.
type ledgerPage struct {
	Filter      *query.Filter
	Kinds       []kindTab
	States      []string
	First, Last string // days of the archive
	Rows        []standing
	From, Total int
	Some        bool // Total is a number below the true one
	Cut         bool // there are more than were looked at
	Back, Next  string
	Now         string // address of how things stand now
}

// ledgersLooked is how many situations are looked at for their state as of a
// day.
const ledgersLooked = 600

// A kindTab leads to the situations of one kind.
type kindTab struct {
	Name, URL string
	Here      bool
}

func (d *desk) ledger(r *http.Request) (*page, error) {
	v, err := queryOf(r)
	if err != nil {
		return nil, err
	}
	if clean := withoutEmpty(v); len(clean) < len(v) {
		return &page{To: "/ledger?" + clean.Encode()}, nil
	}
	f := &query.Filter{Kind: "situation"}
	if err := f.Set(v); err != nil {
		return nil, misuse("%s.", err)
	}
	if f.Limit > mostPage || f.Offset > furthest {
		return nil, misuse("A page shows at most %d, and the list ends after %d; narrow it.", mostPage, furthest)
	}
	p := &ledgerPage{Filter: f, States: choices["state"]}
	if p.First, p.Last, err = d.daysOf(r); err != nil {
		return nil, err
	}
	if err := d.fillLedger(r, p); err != nil {
		return nil, err
	}
	p.links()
	return &page{Name: "ledger", Title: "Ledger", Nav: "/ledger", Data: p}, nil
}

// daysOf are the first and the last day on which reports were published.
func (d *desk) daysOf(r *http.Request) (first, last string, err error) {
	for _, end := range []struct {
		day    *string
		newest bool
	}{{&first, false}, {&last, true}} {
		items, err := d.Store.Some(r.Context(), store.Query{Kind: "report", Since: "1000-01-01", Limit: 1, Newest: end.newest})
		if err != nil {
			return "", "", err
		}
		for _, i := range items {
			*end.day = i.Day
		}
	}
	return first, last, nil
}

// fillLedger lists the situations. Those of today are the latest first.
func (d *desk) fillLedger(r *http.Request, p *ledgerPage) error {
	f := *p.Filter
	f.Most, f.Newest = ledgersLooked, true
	if f.Limit == 0 {
		f.Limit = perPage
	}
	items, total, err := f.Items(r.Context(), d.Store)
	if p.Cut, err = looked(err); err != nil {
		return err
	}
	dated := f.AsOf != "" || f.KnownAt != ""
	for _, i := range items {
		s := standingOf(i)
		if dated && len(s.Entries) > 0 { // those known by then
			s.Last = s.Entries[len(s.Entries)-1].Known
		}
		p.Rows = append(p.Rows, s)
	}
	p.From, p.Total = f.Offset+1, total
	p.Some = p.Cut || total >= f.Offset+f.Limit+store.Many
	at := func(offset int) string {
		f := *p.Filter
		f.Offset = offset
		return "/ledger?" + f.Values().Encode()
	}
	if f.Offset > 0 {
		p.Back = at(max(0, f.Offset-f.Limit))
	}
	if total > f.Offset+f.Limit && f.Offset+f.Limit <= furthest {
		p.Next = at(f.Offset + f.Limit)
	}
	return nil
}

// links sets the addresses of other views of the ledger.
func (p *ledgerPage) links() {
	at := func(set func(url.Values)) string {
		v := p.Filter.Values()
		v.Del("offset")
		set(v)
		return "/ledger?" + v.Encode()
	}
	p.Kinds = []kindTab{{"all kinds", at(func(v url.Values) { v.Del("type") }), p.Filter.Type == ""}}
	kinds := []string{}
	for _, k := range codebook.Kinds() {
		kinds = append(kinds, k.Name)
	}
	if own := p.Filter.Type; own != "" && !slices.Contains(kinds, own) { // of a user's codebook
		kinds = append(kinds, own)
	}
	for _, k := range kinds {
		p.Kinds = append(p.Kinds, kindTab{k, at(func(v url.Values) { v.Set("type", k) }), p.Filter.Type == k})
	}
	if p.Filter.AsOf != "" || p.Filter.KnownAt != "" {
		p.Now = at(func(v url.Values) { v.Del("as-of"); v.Del("known-at") })
	}
}

// To is the number of the last row.
func (p *ledgerPage) To() string { return strconv.Itoa(p.From + len(p.Rows) - 1) }
