// Package alert tells what is new: a saved query fires when a fact matches that
// it has not found before, on a terminal, in a file, by a webhook, by mail or in
// a feed.
//
// What an alert found is kept in the archive before it is told, and once it is
// told. A process that ends in between leaves a delivery of which nobody knows
// whether it came through. It is made again where that shows no fact twice (a
// webhook under the same id, a file that is looked through, a feed that is
// written whole), and left alone where it could (a terminal, a mail).
package alert

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"readout/internal/export"
	"readout/internal/query"
	"readout/internal/store"
)

// An Alert is a saved query and where it tells what it finds.
type Alert struct {
	Name   string   `json:"-"`
	Kinds  []string `json:"kinds"`           // event, statement, situation
	Filter string   `json:"filter"`          // as in an address
	To     string   `json:"to"`              // terminal, desk, file:PATH, webhook:URL, mail:ADDRESS or feed:PATH
	Key    string   `json:"key,omitempty"`   // where the key of a webhook is, as Options.Secret takes it; never the key
	Hosts  []string `json:"hosts,omitempty"` // hosts of this network that a webhook may lead to
}

// Options are what alerts need of the outside.
type Options struct {
	Out       io.Writer                          // the terminal; nil where there is none, and what waits for it goes on waiting
	Secret    func(where string) (string, error) // nil only where an alert is checked, not run
	Mail      Mail                               // how mail is sent
	Now       func() time.Time                   // nil for time.Now
	Transport http.RoundTripper                  // for tests; nil is the network, guarded
}

func (o *Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// Kinds are the kinds of what an alert may find.
var kinds = []string{"event", "statement", "situation"}

// Validate checks an alert.
func (a *Alert) Validate() error {
	if a.Name == "" || len(a.Name) > 64 || strings.ContainsFunc(a.Name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return errors.New("the name of an alert has 1 to 64 bytes, on one line")
	}
	for _, k := range a.Kinds {
		if !slices.Contains(kinds, k) {
			return fmt.Errorf("an alert finds %s, not kind %q", strings.Join(kinds, ", "), k)
		}
	}
	v, err := url.ParseQuery(a.Filter)
	if err != nil {
		return err
	}
	for _, p := range []string{"limit", "offset", "newest", "as-of", "known-at"} {
		if v.Has(p) {
			return fmt.Errorf("an alert cannot have %s: it finds what is new", p)
		}
	}
	f := &query.Filter{}
	if err := f.Set(v); err != nil {
		return err
	}
	if len(a.kinds()) == 1 {
		f.Kind = a.kinds()[0]
		if err := f.Validate(); err != nil {
			return err
		}
	}
	_, err = a.target(nil, &Options{})
	return err
}

// filter is the alert's query for a kind.
func (a *Alert) filter(kind string) (*query.Filter, error) {
	v, err := url.ParseQuery(a.Filter)
	if err != nil {
		return nil, err
	}
	f := &query.Filter{}
	if err := f.Set(v); err != nil {
		return nil, err
	}
	f.Kind = kind
	return f, nil
}

func (a *Alert) kinds() []string {
	if len(a.Kinds) == 0 {
		return kinds
	}
	return a.Kinds
}

// List lists the alerts of an archive.
func List(ctx context.Context, db *store.DB) (out []Alert, err error) {
	kept, err := db.Alerts(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		if k.Merge < 0 { // still being added
			continue
		}
		a := Alert{Name: k.Name}
		if err := json.Unmarshal(k.Body, &a); err != nil {
			return nil, fmt.Errorf("alert %s: %w", k.Name, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// Add keeps an alert. It is told of no fact that is there already.
func Add(ctx context.Context, db *store.DB, a Alert) error {
	if err := a.Validate(); err != nil {
		return err
	}
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := db.AddAlert(ctx, a.Name, body); err != nil {
		return err
	}
	merge, err := db.Merges(ctx)
	if err != nil {
		return err
	}
	if err := a.find(ctx, db, 0, store.Before); err != nil {
		return err
	}
	return db.AskedAlert(ctx, a.Name, merge)
}

// atOnce is how many facts are noted in one transaction.
const atOnce = 500

// find notes the facts that match and came or changed after a merge; those that
// the alert found before stay as they are.
func (a *Alert) find(ctx context.Context, db *store.DB, after int64, state store.DeliveryState) error {
	for _, kind := range a.kinds() {
		f, err := a.filter(kind)
		if err != nil {
			return err
		}
		f.Changed = after
		err = f.Each(ctx, db, atOnce, func(items []store.Item) error {
			_, err := db.FoundByAlert(ctx, a.Name, items, state)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Run asks all alerts what came since they were last asked, and tells what is
// due. It is called after a merge, and at times for what is to be told again.
// An alert that cannot be told does not keep another from it; their errors come
// back together.
func Run(ctx context.Context, db *store.DB, o Options) error {
	kept, err := db.Alerts(ctx)
	if err != nil || len(kept) == 0 {
		return err
	}
	merge, err := db.Merges(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, k := range kept {
		if k.Merge < 0 {
			continue
		}
		a := Alert{Name: k.Name}
		if err := json.Unmarshal(k.Body, &a); err != nil {
			failed = append(failed, fmt.Errorf("alert %s: %w", k.Name, err))
			continue
		}
		if err := a.run(ctx, db, &o, k.Merge, merge); err != nil {
			failed = append(failed, fmt.Errorf("alert %s: %w", a.Name, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errors.Join(failed...)
}

func (a *Alert) run(ctx context.Context, db *store.DB, o *Options, asked, merge int64) error {
	if merge != asked {
		if merge < asked { // merges are counted from the start again
			asked = 0
		}
		if err := a.find(ctx, db, asked, store.Waiting); err != nil {
			return err
		}
		if err := db.AskedAlert(ctx, a.Name, merge); err != nil {
			return err
		}
	}
	return a.tell(ctx, db, o)
}

// An alert tells so many facts, for so long, in one run; the rest waits for the
// next.
const (
	factsOfRun = 1000
	timeOfRun  = 2 * time.Minute
	lease      = 10 * time.Minute // of what a process took to tell
)

// tell tells what is due. It stops where telling fails.
func (a *Alert) tell(ctx context.Context, db *store.DB, o *Options) error {
	t, err := a.target(db, o)
	if err != nil || t == nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, timeOfRun)
	defer cancel()
	for told := 0; told < factsOfRun; {
		now := o.now()
		list, err := db.ClaimDeliveries(ctx, a.Name, now, now.Add(lease), t.batch)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := a.deliver(ctx, db, o, t, list); err != nil {
			return err
		}
		told += len(list)
	}
	return nil
}

// deliver tells facts that were taken, and notes what became of each.
func (a *Alert) deliver(ctx context.Context, db *store.DB, o *Options, t *target, list []store.Delivery) error {
	messages, err := a.messages(ctx, db, t, list)
	if err != nil {
		return err
	}
	if len(messages) > 0 {
		err = t.send(ctx, messages)
	}
	if ctx.Err() != nil {
		return ctx.Err() // nobody knows what came through: another run finds it so
	}
	for k := range list {
		d := &list[k]
		if d.State != store.Sending {
			continue
		}
		if err == nil {
			d.State, d.Due, d.Fault = store.Sent, time.Time{}, ""
			continue
		}
		*d = failed(*d, o.now(), err)
	}
	ctx = context.WithoutCancel(ctx)
	var asked *later
	if errors.As(err, &asked) {
		err = errors.Join(err, db.RestAlert(ctx, a.Name, o.now().Add(asked.wait())))
	}
	return errors.Join(err, db.NoteDeliveries(ctx, list))
}

// messages makes the messages of deliveries. Those that have none say so in
// their state.
func (a *Alert) messages(ctx context.Context, db *store.DB, t *target, list []store.Delivery) (out []message, err error) {
	ids := make([]string, len(list))
	for k, d := range list {
		ids[k] = d.Item
	}
	found, err := db.ItemsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	for k := range list {
		d := &list[k]
		i, ok := found[d.Item]
		switch {
		case d.Again && !t.repeats:
			d.State = store.Unsure
		case !ok || wrong(i):
			d.State = store.Gone
		default:
			posts, err := export.PostsOf(ctx, db, []store.Item{i})
			if err != nil {
				return nil, err
			}
			out = append(out, newMessage(a.Name, "fact.new", i, posts[0], d.Again))
		}
	}
	return out, nil
}

// wrong says that a person marked a fact as wrong.
func wrong(i store.Item) bool {
	var m struct{ Wrong bool }
	return json.Unmarshal(i.Body, &m) != nil || m.Wrong
}

// Test tells the newest fact that an alert's query finds, marked as a test. It
// notes nothing.
func Test(ctx context.Context, db *store.DB, name string, o Options) error {
	list, err := List(ctx, db)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(a Alert) bool { return a.Name == name })
	if at < 0 {
		return fmt.Errorf("no alert %s", name)
	}
	a := list[at]
	t, err := a.target(db, &o)
	if err != nil || t == nil {
		return cmp.Or(err, errors.New("there is no terminal"))
	}
	for _, kind := range a.kinds() {
		f, err := a.filter(kind)
		if err != nil {
			return err
		}
		f.Newest, f.Limit = true, 1
		items, _, err := f.Items(ctx, db)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			continue
		}
		posts, err := export.PostsOf(ctx, db, items)
		if err != nil {
			return err
		}
		return t.send(ctx, []message{newMessage(a.Name, "fact.test", items[0], posts[0], false)})
	}
	return errors.New("its query finds nothing to test it with")
}
