package reader

import (
	"encoding/json"
	"strings"
	"testing"

	"readout/internal/record"
)

// TestExplaining: an explanation covers every fact, and the record stays as it is.
func TestExplaining(t *testing.T) {
	r := embedded(t)
	en, day := "en", "2026-01-28"
	rep := &record.Report{Language: &en, Published: &day, Text: "OSLO, Norway — Norway attacked a Danish naval base near Skagen on Monday, killing three soldiers. " +
		"Danish Foreign Minister Marta Lind condemned the attack. \"We will respond,\" she told reporters in Copenhagen. " +
		"Sweden has two military bases in Denmark. Danish troops withdrew from the Velm naval base on Tuesday."}
	plain, told := r.Read(rep), r.Explaining().Read(rep)
	a, _ := json.Marshal(plain)
	b, _ := json.Marshal(told)
	if string(a) != string(b) {
		t.Errorf("the record changed:\n%s\n%s", a, b)
	}
	if plain.Why != nil {
		t.Error("an explanation that nobody asked for")
	}
	var ids []string
	for _, x := range told.Actors {
		ids = append(ids, x.ID)
	}
	for _, x := range told.Places {
		ids = append(ids, x.ID)
	}
	for _, x := range told.Events {
		ids = append(ids, x.ID)
		if all := strings.Join(told.Why[x.ID], "\n"); !strings.Contains(all, "trigger “"+x.Trigger.Quote) || !strings.Contains(all, "for it: ") || strings.Count(all, "actor ") < len(x.Actors) {
			t.Errorf("%s: %s", x.ID, all)
		}
	}
	for _, x := range told.Statements {
		ids = append(ids, x.ID)
	}
	for _, x := range told.Situations {
		ids = append(ids, x.ID)
	}
	for _, id := range ids {
		if len(told.Why[id]) == 0 {
			t.Errorf("%s is not explained", id)
		}
	}
	if len(told.Events) == 0 || len(told.Statements) == 0 || len(told.Situations) == 0 {
		t.Errorf("too little was read: %s", b)
	}
}
