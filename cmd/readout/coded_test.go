package main

import (
	"encoding/json"
	"strings"
	"testing"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
	"readout/internal/score"
)

// codedReading is what is read of "Gondor attacked Arnor."
func codedReading(typ, factuality string) *record.Reading {
	gondor, arnor := "AND", "ATG"
	return &record.Reading{
		Actors: []record.Actor{
			{ID: "a1", Country: &gondor, Mentions: []record.Evidence{{Start: 0, End: 6}}},
			{ID: "a2", Country: &arnor, Mentions: []record.Evidence{{Start: 16, End: 21}}},
		},
		Events: []record.Event{{Type: typ, Factuality: factuality, Actors: []string{"a1"}, Recipients: []string{"a2"}}},
	}
}

func codedRows(t *testing.T, line string) []codedRow {
	var x codedRow
	if err := json.Unmarshal([]byte(line), &x); err != nil {
		t.Fatal(err)
	}
	return []codedRow{x}
}

// A set's codes become a list of actors: invented states under spare countries.
func TestDictionary(t *testing.T) {
	list, code := dictionary(codedRows(t, `{"text": "Gondor and a Gondorian envoy left Arnor; Gondor gone.", "events": [{"source_code": "GONGOV", "target_code": "ARN", "code": "032"}]}`))
	if want := "name,aliases,kind,country\nArnor,,state,AND\nGondor,Gondorian,state,ATG\n"; list != want {
		t.Errorf("list %q, want %q", list, want)
	}
	if code["AND"] != "ARN" || code["ATG"] != "GON" {
		t.Errorf("codes %v", code)
	}
}

// An act counts where its pair and one of the types of its code agree.
func TestCompare(t *testing.T) {
	code := map[string]string{"AND": "GON", "ATG": "ARN"}
	for _, c := range []struct {
		typ, factuality, coded string
		matched, pairs         int
	}{
		{codebook.Assault, codebook.Actual, "223", 1, 1},
		{codebook.Accuse, codebook.Actual, "223", 0, 1},
		{codebook.Consult, codebook.Planned, "031", 1, 1}, // as it stands, not as it folds
		{codebook.Assault, codebook.Denied, "223", 0, 0},
		{codebook.Assault, codebook.Actual, "021", 0, 0}, // a comment is no event
	} {
		rows := codedRows(t, `{"text": "Gondor attacked Arnor.", "events": [{"source_code": "GON", "target_code": "ARNMIL", "code": "`+c.coded+`"}]}`)
		var sum, pairs score.Count
		rows[0].compare(codedReading(c.typ, c.factuality), code, &sum, &pairs)
		if sum.Matched != c.matched || pairs.Matched != c.pairs {
			t.Errorf("%s %s for %s: %d events and %d pairs, want %d and %d", c.typ, c.factuality, c.coded, sum.Matched, pairs.Matched, c.matched, c.pairs)
		}
	}
}

// The event that joins two parties has a mention of each, on the right sides if
// one has.
func TestJoining(t *testing.T) {
	got := codedReading(codebook.Assault, codebook.Actual)
	gondor, arnor := lang.Span{Start: 0, End: 6}, lang.Span{Start: 12, End: 21}
	turned := got.Events[0]
	turned.Type, turned.Actors, turned.Recipients = codebook.Aid, turned.Recipients, turned.Actors
	got.Events = append([]record.Event{turned}, got.Events...)
	for _, c := range []struct {
		from, to lang.Span
		want     string
	}{{gondor, arnor, "ASSAULT"}, {arnor, gondor, "AID"}, {gondor, lang.Span{}, "ASSAULT"}, {gondor, lang.Span{Start: 7, End: 9}, ""}} {
		if typ := joining(got, c.from, c.to); typ != c.want {
			t.Errorf("from %v to %v: %q, want %q", c.from, c.to, typ, c.want)
		}
	}
}

// Every class of WEIS stands for types of PLOVER's.
func TestWEIS(t *testing.T) {
	for class, types := range weis {
		for typ := range strings.FieldsSeq(types) {
			if _, ok := codebook.TypeByName(typ); !ok {
				t.Errorf("class %s: %q is no type", class, typ)
			}
		}
	}
}
