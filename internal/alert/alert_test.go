package alert_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"readout/internal/alert"
	"readout/internal/merge"
	"readout/internal/store"
)

// A desk is an archive whose facts a test sets, with a clock.
type desk struct {
	*testing.T
	db  *store.DB
	at  time.Time
	out bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	db, err := store.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &desk{T: t, db: db, at: time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)}
}

var ctx = context.Background()

const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func (d *desk) options() alert.Options {
	return alert.Options{Out: &d.out, Now: func() time.Time { return d.at }, Secret: func(where string) (string, error) {
		if where != "env:KEY" {
			return "", errors.New("no such secret")
		}
		return key, nil
	}}
}

// merge makes events the merged record, each as "id type actor". Those with
// one number in their ids were read in one sentence.
func (d *desk) merge(events ...string) {
	d.Helper()
	err := d.db.Replace(ctx, "", func(w store.Writer) error {
		keep := func(kind, id, title string, entry any, facets ...store.Facet) error {
			body, err := json.Marshal(entry)
			if err != nil {
				return err
			}
			return w.Keep(store.Item{Kind: kind, ID: id, Title: title, Day: "2026-03-09", Until: "2026-03-09", Origins: 1, Body: body, Facets: facets})
		}
		if err := keep("report", "r1", "A report", merge.Report{ID: "r1", Title: "A report", Outlet: "Ledger", URL: "https://ledger.example/1", Published: "2026-03-10", Origin: "Ledger"}); err != nil {
			return err
		}
		for _, name := range []string{"Norrland", "Tavria"} {
			if err := keep("actor", "a"+name, name, merge.Actor{ID: "a" + name, Name: name}, store.Facet{Field: "name", Value: merge.Fold(name)}); err != nil {
				return err
			}
		}
		for _, e := range events {
			f := strings.Fields(e)
			sentence, err := strconv.Atoi(f[0][1:])
			if err != nil {
				return err
			}
			entry := merge.Event{ID: f[0], Type: f[1], Factuality: "actual", Actors: []string{"a" + f[2]}, Start: "2026-03-09",
				Evidence: []merge.Sourced{{Report: "r1", Start: sentence, Quote: "Sentence of " + f[0] + "\r\nBcc: all@evil.example."}}, Support: merge.Support{Reports: []string{"r1"}, Origins: []string{"Ledger"}, First: "2026-03-10", Last: "2026-03-10"}}
			if len(f) > 3 {
				entry.Marks.Confirmed = true // a change of the entry
			}
			if err := keep("event", f[0], f[2]+" → "+f[1], entry, store.Facet{Field: "type", Value: f[1]}, store.Facet{Field: "actor", Value: "a" + f[2]}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) add(a alert.Alert) {
	d.Helper()
	if err := alert.Add(ctx, d.db, a); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) run(o alert.Options) error { return alert.Run(ctx, d.db, o) }

func (d *desk) counts(name, want string) {
	d.Helper()
	got, err := d.db.DeliveryCounts(ctx, name)
	if err != nil || fmt.Sprint(got) != "map["+want+"]" {
		d.Errorf("alert %s: %v, %v; want %s", name, got, err, want)
	}
}

// What was there before, what does not match, and what was told already is not
// told; what changes so that it matches is.
func TestNewFactsAlone(t *testing.T) {
	d := newDesk(t)
	d.merge("e1 RETREAT Norrland", "e2 CONSULT Tavria")
	d.add(alert.Alert{Name: "port", Kinds: []string{"event"}, Filter: "actor=Norrland&type=RETREAT", To: "terminal"})
	steps := []struct {
		events []string
		want   string
	}{
		{[]string{"e1 RETREAT Norrland", "e2 CONSULT Tavria"}, ""},
		{[]string{"e1 RETREAT Norrland x", "e2 CONSULT Tavria", "e3 RETREAT Norrland", "e4 RETREAT Tavria"}, "e3"},
		{[]string{"e1 RETREAT Norrland", "e2 RETREAT Norrland", "e3 RETREAT Norrland x", "e4 RETREAT Tavria"}, "e2"},
		{[]string{"e1 RETREAT Norrland", "e2 RETREAT Norrland"}, ""},
		{[]string{"e1 RETREAT Norrland", "e3 RETREAT Norrland"}, ""}, // it comes back
	}
	for n, step := range steps {
		d.merge(step.events...)
		for range 2 {
			if err := d.run(d.options()); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		for line := range strings.Lines(d.out.String()) {
			if _, id, ok := strings.Cut(strings.TrimSpace(line), "Ledger · "); ok {
				got += id
			}
		}
		if got != step.want {
			t.Errorf("step %d: told %q, want %q\n%s", n, got, step.want, &d.out)
		}
		if n == 1 {
			for _, want := range []string{"[port] Norrland → RETREAT · 2026-03-09\n", "“Sentence of e3  Bcc: all@evil.example.”", "https://ledger.example/1"} {
				if !strings.Contains(d.out.String(), want) {
					t.Errorf("no %q in %q", want, &d.out)
				}
			}
		}
		d.out.Reset()
	}
}

// A fact whose id changes, as when an earlier report of it joins, is told once;
// of facts in one sentence each is.
func TestAnotherID(t *testing.T) {
	d := newDesk(t)
	d.merge("e1 RETREAT Norrland")
	d.add(alert.Alert{Name: "t", Kinds: []string{"event"}, To: "terminal"})
	for _, step := range []struct {
		events []string
		want   string
	}{
		{[]string{"x1 RETREAT Norrland", "e2 RETREAT Norrland", "f2 RETREAT Tavria"}, "before:1 sent:2"},
		{[]string{"x1 RETREAT Norrland", "x2 RETREAT Norrland", "y2 RETREAT Tavria"}, "before:1 sent:2"},
		{[]string{"e1 RETREAT Norrland", "x2 RETREAT Norrland", "y2 RETREAT Tavria", "z2 CONSULT Tavria"}, "before:1 sent:3"},
		{[]string{"e1 RETREAT Norrland", "x2 RETREAT Norrland", "g2 RETREAT Tavria", "h2 RETREAT Tavria"}, "before:1 sent:4"},
	} {
		d.merge(step.events...)
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
		d.counts("t", step.want)
	}
}

// A fact that was told, went on under another id and comes back under its own
// beside it is not told again.
func TestOwnIDAgain(t *testing.T) {
	d := newDesk(t)
	d.add(alert.Alert{Name: "t", Kinds: []string{"event"}, To: "terminal"})
	for _, step := range []struct {
		events []string
		want   string
	}{
		{[]string{"e1 RETREAT Norrland"}, "sent:1"},
		{[]string{"x1 RETREAT Norrland"}, "sent:1"},
		{[]string{"x1 RETREAT Norrland", "e1 RETREAT Norrland"}, "sent:1"},
		{[]string{"x1 RETREAT Norrland", "e1 RETREAT Norrland", "y1 RETREAT Tavria"}, "sent:2"},
	} {
		d.merge(step.events...)
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
		d.counts("t", step.want)
	}
}

// A newer program may drop the merged record and count merges anew; what was
// told before is not told again, and what is new is.
func TestCountedAnew(t *testing.T) {
	d := newDesk(t)
	d.merge("e1 RETREAT Norrland")
	d.add(alert.Alert{Name: "t", Kinds: []string{"event"}, To: "terminal"})
	if err := d.db.AskedAlert(ctx, "t", 99); err != nil {
		t.Fatal(err)
	}
	d.merge("e1 RETREAT Norrland", "e2 RETREAT Norrland")
	for range 2 {
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
	}
	d.counts("t", "before:1 sent:1")
}

// A hook answers as told and keeps what was posted.
type hook struct {
	*httptest.Server
	answers []int
	after   string
	got     []*http.Request
	bodies  []string
}

func newHook(t *testing.T, answers ...int) *hook {
	h := &hook{answers: answers}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		h.got, h.bodies = append(h.got, r), append(h.bodies, string(b))
		if h.after != "" {
			w.Header().Set("Retry-After", h.after)
		}
		status := 200
		if len(h.answers) > 0 {
			status, h.answers = h.answers[0], h.answers[1:]
		}
		if status/100 == 3 {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hook) alert(name string) alert.Alert {
	u, _ := url.Parse(h.URL)
	return alert.Alert{Name: name, Kinds: []string{"event"}, To: "webhook:" + h.URL + "/hook", Key: "env:KEY", Hosts: []string{u.Host}}
}

// A webhook that fails is asked again, later and later, under the same id, and
// signed as Standard Webhooks has it.
func TestWebhook(t *testing.T) {
	d := newDesk(t)
	h := newHook(t, 500, 302, 200)
	d.add(h.alert("hook"))
	d.merge("e1 RETREAT Norrland")
	if err := d.run(d.options()); err == nil || !strings.Contains(err.Error(), "answered 500") || strings.Contains(err.Error(), "/hook") {
		t.Errorf("a failing webhook: %v", err)
	}
	d.counts("hook", "waiting:1")
	d.at = d.at.Add(29 * time.Second)
	if err := d.run(d.options()); err != nil || len(h.got) != 1 {
		t.Errorf("it was asked again too soon: %v", err)
	}
	d.at = d.at.Add(time.Second)
	d.run(d.options())
	d.at = d.at.Add(2 * time.Minute)
	if err := d.run(d.options()); err != nil {
		t.Error(err)
	}
	d.run(d.options())
	d.counts("hook", "sent:1")
	if len(h.got) != 3 || slices.ContainsFunc(h.got, func(r *http.Request) bool { return r.URL.Path != "/hook" }) {
		t.Fatalf("%d posts, want 3 to the address itself", len(h.got))
	}
	last := h.got[2].Header
	if last.Get("webhook-id") == "" || last.Get("webhook-id") != h.got[0].Header.Get("webhook-id") || h.bodies[0] != h.bodies[2] {
		t.Error("a message sent again is another")
	}
	raw, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(key, "whsec_"))
	mac := hmac.New(sha256.New, raw)
	fmt.Fprintf(mac, "%s.%s.%s", last.Get("webhook-id"), last.Get("webhook-timestamp"), h.bodies[2])
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); last.Get("webhook-signature") != want || last.Get("webhook-timestamp") != fmt.Sprint(d.at.Unix()) {
		t.Errorf("signature %q, want %q", last.Get("webhook-signature"), want)
	}
	var body struct {
		Type, Timestamp string
		Data            struct {
			ID, Title       string
			Quotes, Origins []string
			Reports         []struct{ URL string }
			Entry           merge.Event
		}
	}
	if err := json.Unmarshal([]byte(h.bodies[0]), &body); err != nil {
		t.Fatal(err)
	}
	if b := body.Data; body.Type != "fact.new" || b.ID != "e1" || len(b.Quotes) != 1 || !slices.Equal(b.Origins, []string{"Ledger"}) || b.Reports[0].URL != "https://ledger.example/1" || b.Entry.Type != "RETREAT" {
		t.Errorf("body %s", h.bodies[0])
	}
}

// A receiver may say how long it wants to be left alone, or for ever; in the end
// it is.
func TestWebhookGivesUp(t *testing.T) {
	d := newDesk(t)
	gone, busy := newHook(t, 410), newHook(t, slices.Repeat([]int{503}, 20)...)
	busy.after = "3600"
	d.add(gone.alert("gone"))
	d.add(busy.alert("busy"))
	d.merge("e1 RETREAT Norrland")
	d.run(d.options())
	d.counts("gone", "failed:1")
	d.at = d.at.Add(59 * time.Minute)
	d.merge("e1 RETREAT Norrland", "e2 RETREAT Norrland")
	if d.run(d.options()); len(busy.got) != 1 {
		t.Error("Retry-After was not kept, for all that waits")
	}
	d.merge("e1 RETREAT Norrland")
	for range 20 {
		d.at = d.at.Add(25 * time.Hour)
		d.run(d.options())
	}
	d.counts("busy", "failed:1 gone:1")
	if len(busy.got) != 10 {
		t.Errorf("%d tries, want 10", len(busy.got))
	}
}

// A webhook leads to no address of this network that was not allowed by name,
// and over nothing but https.
func TestWebhookInward(t *testing.T) {
	d := newDesk(t)
	h := newHook(t)
	for _, to := range []string{h.URL, "ftp://hook.example", "https://user:word@hook.example/", "https://", "javascript:alert(1)"} {
		if err := alert.Add(ctx, d.db, alert.Alert{Name: "bad", To: "webhook:" + to, Key: "env:KEY"}); err == nil {
			t.Errorf("a webhook to %s was taken", to)
		}
	}
	u, _ := url.Parse(h.URL)
	d.add(alert.Alert{Name: "inward", To: "webhook:https://" + u.Host, Key: "env:KEY"})
	d.merge("e1 RETREAT Norrland")
	if err := d.run(d.options()); err == nil || !strings.Contains(err.Error(), "private network") || len(h.got) > 0 {
		t.Errorf("a webhook inward: %v, %d posts", err, len(h.got))
	}
	d.add(alert.Alert{Name: "keyless", To: "webhook:https://hook.example", Key: "env:NONE"})
	if err := d.run(d.options()); err == nil || !strings.Contains(err.Error(), "keyless: the webhook's key: no such secret") {
		t.Errorf("a webhook without its key: %v", err)
	}
}

// killed takes a fact for telling as a process does that ends before it notes
// what came of it, and waits until its lease is over.
func (d *desk) killed(name string) {
	d.Helper()
	list, err := d.db.ClaimDeliveries(ctx, name, d.at, d.at.Add(10*time.Minute), 9)
	if err != nil || len(list) == 0 {
		d.Fatalf("nothing to take: %v", err)
	}
	if err := d.run(d.options()); err != nil { // another process, meanwhile
		d.Error(err)
	}
	d.at = d.at.Add(10 * time.Minute)
}

// found lets an alert find its facts while they cannot be told.
func (d *desk) found() {
	d.Helper()
	o := d.options()
	o.Out = nil
	if err := d.run(o); err != nil {
		d.Fatal(err)
	}
}

// What a killed process printed is not printed again.
func TestKilledTerminal(t *testing.T) {
	d := newDesk(t)
	d.add(alert.Alert{Name: "t", Kinds: []string{"event"}, To: "terminal"})
	d.merge("e1 RETREAT Norrland")
	d.found()
	d.killed("t")
	d.merge("e1 RETREAT Norrland", "e2 RETREAT Norrland")
	if err := d.run(d.options()); err != nil {
		t.Fatal(err)
	}
	d.counts("t", "sent:1 unsure:1")
	if got := d.out.String(); strings.Contains(got, "e1") || !strings.Contains(got, "e2") {
		t.Errorf("printed %q", got)
	}
}

// A webhook that a killed process may have posted to is posted to again under
// the same id.
func TestKilledWebhook(t *testing.T) {
	d := newDesk(t)
	h := newHook(t, 500)
	d.add(h.alert("hook"))
	d.merge("e1 RETREAT Norrland")
	d.run(d.options()) // found; the first post fails
	d.at = d.at.Add(time.Minute)
	d.killed("hook")
	if err := d.run(d.options()); err != nil {
		t.Fatal(err)
	}
	d.counts("hook", "sent:1")
	if len(h.got) != 2 || h.got[0].Header.Get("webhook-id") != h.got[1].Header.Get("webhook-id") {
		t.Errorf("%d posts", len(h.got))
	}
}

// A line that a killed process wrote to a file is there once, and one that it
// wrote in part does not spoil the next.
func TestKilledFile(t *testing.T) {
	for name, part := range map[string]func([]byte) []byte{
		"whole": func(b []byte) []byte { return b },
		"part":  func(b []byte) []byte { return b[:len(b)/2] },
		"none":  func([]byte) []byte { return nil },
	} {
		d := newDesk(t)
		path := filepath.Join(t.TempDir(), "facts.jsonl")
		d.add(alert.Alert{Name: "f", Kinds: []string{"event"}, To: "file:" + path})
		d.merge("e1 RETREAT Norrland")
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
		line, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// As it would have been had the process ended before it noted the line.
		list, err := d.db.LatestDeliveries(ctx, "f", 1)
		if err != nil {
			t.Fatal(err)
		}
		list[0].State = store.Waiting
		if err := d.db.NoteDeliveries(ctx, list); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, part(line), 0o600); err != nil {
			t.Fatal(err)
		}
		d.killed("f")
		d.merge("e1 RETREAT Norrland", "e2 RETREAT Norrland")
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(path)
		facts := ""
		for l := range bytes.Lines(got) {
			var m struct{ Data struct{ ID string } }
			if json.Unmarshal(l, &m) == nil {
				facts += m.Data.ID + " "
			}
		}
		if facts != "e1 e2 " {
			t.Errorf("%s: the file tells %s\n%s", name, facts, got)
		}
	}
}

func TestFeed(t *testing.T) {
	d := newDesk(t)
	path := filepath.Join(t.TempDir(), "port")
	d.add(alert.Alert{Name: "port", Kinds: []string{"event"}, To: "feed:" + path})
	d.merge("e1 RETREAT Norrland", "e2 CONSULT Tavria")
	for range 2 {
		if err := d.run(d.options()); err != nil {
			t.Fatal(err)
		}
	}
	for _, ext := range []string{".atom", ".json"} {
		b, err := os.ReadFile(path + ext)
		if err != nil {
			t.Fatal(err)
		}
		f, err := gofeed.NewParser().Parse(bytes.NewReader(b))
		if err != nil || len(f.Items) != 2 || f.Items[0].Title != "Tavria → CONSULT" || !strings.Contains(f.Items[0].Content, "Sentence of e2") {
			t.Errorf("%s: %v\n%s", ext, err, b)
		}
	}
}

func TestValidate(t *testing.T) {
	d := newDesk(t)
	for _, a := range []alert.Alert{
		{Name: "", To: "terminal"}, {Name: "two\nlines", To: "terminal"}, {Name: "x", To: ""}, {Name: "x", To: "pigeon:home"}, {Name: "x", To: "file:here"}, {Name: "x", To: "feed:"},
		{Name: "x", To: "terminal", Filter: "type=RETRAET"}, {Name: "x", To: "terminal", Kinds: []string{"event"}, Filter: "type=retraet"},
		{Name: "x", To: "mail:nobody"}, {Name: "x", To: "mail:a@b.example\r\nBcc: c@d.example"}, {Name: "x", To: "terminal", Kinds: []string{"actor"}}, {Name: "x", To: "terminal", Filter: "limit=3"},
		{Name: "x", To: "terminal", Filter: "since=soon"}, {Name: "x", To: "terminal", Key: "env:KEY"},
	} {
		if err := alert.Add(ctx, d.db, a); err == nil {
			t.Errorf("%+v was taken", a)
		}
	}
	if list, err := alert.List(ctx, d.db); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestTest(t *testing.T) {
	d := newDesk(t)
	d.merge("e1 RETREAT Norrland")
	d.add(alert.Alert{Name: "t", To: "terminal"})
	if err := alert.Test(ctx, d.db, "t", d.options()); err != nil || !strings.Contains(d.out.String(), "e1") {
		t.Errorf("%v, %q", err, &d.out)
	}
	d.counts("t", "before:1")
	if err := alert.Test(ctx, d.db, "none", d.options()); err == nil {
		t.Error("an alert that is not there was tested")
	}
}
