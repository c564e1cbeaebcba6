package worker_test

import (
	"errors"
	"testing"

	"readout/internal/merge"
	"readout/internal/store"
	"readout/internal/worker"
)

// A correction that cannot be, or that would do nothing, is refused whoever
// asks for it.
func TestCorrect(t *testing.T) {
	db := open(t)
	err := db.Replace(t.Context(), "", func(w store.Writer) error {
		for id, i := range map[string]store.Item{
			"a1": {Kind: "actor", Body: []byte(`{"id":"a1","name":"Ann Lee","kind":"person","names":["Ann Lee","Lee"],"reports":["r1","r2"]}`)},
			"a2": {Kind: "actor", Body: []byte(`{"id":"a2","name":"Bo Lee","kind":"person","names":["Bo Lee"],"reports":["r2"]}`)},
			"p1": {Kind: "place", Body: []byte(`{"id":"p1","name":"Oren","kind":"city","names":["Oren"],"reports":["r1"]}`)},
			"e1": {Kind: "event", Body: []byte(`{"id":"e1","type":"RETREAT","factuality":"actual","reports":["r1","r2"]}`)},
			"e2": {Kind: "event", Facets: []store.Facet{{Field: "type", Value: "RETREAT"}, {Field: "mode", Value: "limp"}}, Body: []byte("{}")},
			"s1": {Kind: "statement", Body: []byte(`{"id":"s1","speaker":"a1","form":"direct"}`)},
			"t1": {Kind: "situation", Body: []byte(`{"id":"t1","kind":"office","title":"Minister","state":"in_force"}`)},
			"y1": {Kind: "story", Body: []byte(`{"id":"y1","title":"Handover","reports":["r1"]}`)},
			"r1": {Kind: "report", Body: []byte(`{"id":"r1"}`)}, "f1": {Kind: "family", Body: []byte(`{"id":"f1"}`)},
		} {
			if i.ID = id; w.Keep(i) != nil {
				return errors.New(id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	one := func(kind, field, value string, targets ...string) merge.Correction {
		c := merge.Correction{Kind: kind, Field: field, Targets: targets}
		if value != "none" {
			c.Values = []string{value}
		}
		return c
	}
	edit := func(id, field, value string) merge.Correction { return one("edit", field, value, id) }
	for _, c := range []struct {
		merge.Correction
		ok bool
	}{
		{edit("e1", "start", "2026-02-28"), true}, {edit("e1", "start", "2026-02-30"), false}, {edit("e1", "end", "soon"), false}, {edit("e1", "end", ""), true},
		{edit("e1", "type", "ASSAULT"), true}, {edit("e1", "type", "DANCE"), false}, {edit("e1", "type", ""), false},
		{edit("e1", "mode", "withdraw"), true}, {edit("e1", "mode", "limp"), true}, {edit("e1", "mode", ""), true}, {edit("e1", "mode", "drone"), false},
		{edit("e1", "factuality", "denied"), true}, {edit("e1", "factuality", "sure"), false}, {edit("e1", "reports", "r1"), false},
		{edit("t1", "state", "ended"), true}, {edit("t1", "state", "over"), false}, {edit("t1", "title", ""), true},
		{edit("t1", "holder", "p1"), true}, {edit("t1", "object", "a9"), false}, {edit("t1", "holder", "Ann Lee"), false}, {edit("t1", "object", "e1"), false},
		{edit("s1", "speaker", "a2"), true}, {edit("s1", "speaker", ""), true}, {edit("s1", "speaker", "p1"), false}, {edit("s1", "form", "sung"), false},
		{edit("a1", "kind", "state"), true}, {edit("a1", "kind", "city"), false}, {edit("a1", "country", "NOR"), true}, {edit("a1", "country", "Norway"), false},
		{edit("a1", "title", " "), false}, {one("retitle", "", "", "y1"), false}, {one("retitle", "", "The handover", "y1"), true}, {one("retitle", "", "x", "e1"), false},
		{one("join", "", "none", "a1", "a2"), true}, {one("join", "", "none", "a1", "a1"), false}, {one("join", "", "none", "a1", "p1"), false},
		{one("join", "", "none", "a1"), false}, {one("join", "", "none", "t1", "t1"), false}, {one("join", "", "none", "r1", "f1"), false},
		{one("split", "", "LEE", "a1"), true}, {one("split", "", "r2", "a1"), true}, {one("split", "", "Bo Lee", "a1"), false}, {one("split", "", "Bo Lee", "a2"), false},
		{one("split", "", "r1", "e1"), true}, {one("split", "", "r9", "e1"), false}, {one("split", "", "r1", "y1"), false}, {one("split", "", "Lee", "a1", "a2"), false},
		{one("split", "", "r1", "s1"), false},
		{one("wrong", "", "none", "e1", "t1"), true}, {one("wrong", "", "none", "r1"), false}, {one("right", "", "none", "f1"), false},
	} {
		err := worker.Complete(&c.Correction)
		if err == nil {
			_, err = worker.Correct(t.Context(), db, c.Correction)
		}
		var refused worker.Refusal
		if c.ok && err != nil || !c.ok && !errors.As(err, &refused) {
			t.Errorf("%s %s %s %q: %v, taken should be %v", c.Kind, c.Targets, c.Field, c.Values, err, c.ok)
		}
	}
}

// What is undone already cannot be undone again, but its undoing can.
func TestUndoneTwice(t *testing.T) {
	db := open(t)
	err := db.Replace(t.Context(), "", func(w store.Writer) error {
		return w.Keep(store.Item{ID: "e1", Kind: "event", Body: []byte(`{"id":"e1","type":"RETREAT"}`)})
	})
	if err != nil {
		t.Fatal(err)
	}
	correct := func(at, kind, target string) (string, error) {
		return worker.Correct(t.Context(), db, merge.Correction{At: at, Kind: kind, Targets: []string{target}})
	}
	id, err := correct("2026-04-01", "wrong", "e1")
	if err != nil {
		t.Fatal(err)
	}
	undo, err := correct("2026-04-02", "undo", id)
	if err != nil {
		t.Fatal(err)
	}
	var refused worker.Refusal
	if _, err := correct("2026-04-03", "undo", id); !errors.As(err, &refused) {
		t.Errorf("undone twice: %v", err)
	}
	if _, err := correct("2026-04-04", "undo", undo); err != nil {
		t.Errorf("the undoing is not undone: %v", err)
	}
	if _, err := correct("2026-04-05", "undo", id); err != nil {
		t.Errorf("what stands again is not undone: %v", err)
	}
}
