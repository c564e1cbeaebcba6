package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"readout/internal/store"
)

// A token is found by its hash until it is removed; names are unique.
func tokens(t *testing.T, db *store.DB) {
	ctx := context.Background()
	for _, tok := range []store.Token{{Name: "wall", Hash: "h1", Scopes: "read"}, {Name: "feeder", Hash: "h2", Scopes: "read,add", Expires: "2027-01-31"}} {
		if err := db.AddToken(ctx, tok); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.AddToken(ctx, store.Token{Name: "wall", Hash: "h3"}); err == nil {
		t.Error("two tokens of one name")
	}
	if tok, err := db.Token(ctx, "h2"); err != nil || tok.Name != "feeder" || tok.Scopes != "read,add" || tok.Expires != "2027-01-31" || tok.Added == "" {
		t.Errorf("Token = %+v, %v", tok, err)
	}
	if list, err := db.Tokens(ctx); err != nil || len(list) != 2 || list[0].Name != "feeder" {
		t.Errorf("Tokens = %+v, %v", list, err)
	}
	if err := db.RemoveToken(ctx, "wall"); err != nil {
		t.Error(err)
	}
	if err := db.RemoveToken(ctx, "wall"); err == nil {
		t.Error("a token is removed twice")
	}
	if _, err := db.Token(ctx, "h1"); !errors.Is(err, store.ErrNone) {
		t.Errorf("a removed token: %v", err)
	}
}

// Changes follow merges: what came, what changed, and nothing of what stayed.
func changes(t *testing.T, db *store.DB) {
	ctx := context.Background()
	merge := func(items ...store.Item) {
		t.Helper()
		err := db.Replace(ctx, "", func(w store.Writer) error {
			for _, i := range items {
				if err := w.Keep(i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	item := func(id, body string, sum uint64) store.Item {
		return store.Item{Kind: "event", ID: id, Title: id, Body: []byte(body), Sum: sum}
	}
	after := store.Mark{}
	check := func(want string) {
		t.Helper()
		list, err := db.Changes(ctx, after, []string{"event", "situation"}, 9)
		got := ""
		for _, c := range list {
			got += fmt.Sprintf("%s %v;", c.ID, c.New)
			after = c.At
		}
		if err != nil || got != want {
			t.Errorf("changes %q, %v; want %q", got, err, want)
		}
	}
	merge(item("e1", `{"a":1}`, 1), item("e2", `{"a":1}`, 1), store.Item{Kind: "actor", ID: "a1", Body: []byte(`{}`)})
	check("e1 true;e2 true;")
	merge(item("e1", `{"a":1}`, 1), item("e2", `{"a":2}`, 2), item("e3", `{}`, 1), store.Item{Kind: "event", ID: "e4", Hidden: true, Body: []byte(`{}`)})
	check("e2 false;e3 true;")
	merge(item("e1", `{"a":1}`, 9), item("e2", `{"a":2}`, 2), item("e3", `{}`, 1))
	check("") // the sum of e1 changed, what it says did not
	if n, err := db.Merges(ctx); n != 3 || err != nil {
		t.Errorf("%d merges, %v; want 3", n, err)
	}
	if list, _ := db.Changes(ctx, store.Mark{}, []string{"event"}, 1); len(list) != 1 || list[0].ID != "e1" {
		t.Errorf("one change: %+v", list)
	}
}
