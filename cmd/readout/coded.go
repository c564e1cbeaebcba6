package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/score"
	"readout/internal/worker"
)

// A codedRow is a sentence of the sets that others' event coders are measured on.
type codedRow struct {
	relateInput
	Date   string `json:"date"` // as 19950101
	Events []struct {
		Source string `json:"source_code"`
		Target string `json:"target_code"`
		Code   string `json:"code"`
		From   []int  `json:"source_span"`
		To     []int  `json:"target_span"`
		Root   string `json:"root"`
	} `json:"events"`
}

// readRows reads the rows of a set as reports of one sentence each, in order.
func readRows(r *reader.Reader, rows []codedRow, emit func(*codedRow, *record.Reading)) {
	type pair struct {
		row *codedRow
		got *record.Reading
	}
	do := func(x codedRow) pair {
		rep := &record.Report{Text: x.Text}
		if len(x.Date) == len("19950101") {
			day := x.Date[:4] + "-" + x.Date[4:6] + "-" + x.Date[6:]
			rep.Published = &day
		}
		return pair{&x, r.Read(rep)}
	}
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(rows), do, func(p pair) { emit(p.row, p.got) })
}

func loadRows(data string, names ...string) (out []codedRow, err error) {
	for _, name := range names {
		err = openSet(filepath.Join(data, "data", "events", name), func(in *bufio.Reader) error {
			for d := json.NewDecoder(in); ; {
				var x codedRow
				if err := d.Decode(&x); errors.Is(err, io.EOF) {
					return nil
				} else if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				out = append(out, x)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// scoreEvents codes sentences whose events others have coded.
func scoreEvents(r *reader.Reader, data string) ([]figure, error) {
	joined, err := scoreJoined(r, data, "zsp_plv.dev.jsonl")
	if err != nil {
		return nil, err
	}
	coded, err := scoreCoded(r, data, "dev")
	return append(joined, coded...), err
}

// scoreJoined asks, with no spans given, for the type of the event that joins
// the two parties which a row marks.
func scoreJoined(r *reader.Reader, data, set string) ([]figure, error) {
	rows, err := loadRows(data, set)
	if err != nil {
		return nil, err
	}
	var roots score.Labels
	found := score.Share{N: len(rows)}
	readRows(r, rows, func(x *codedRow, got *record.Reading) {
		g := x.Events[0]
		at := offsets(x.Text)
		from, err1 := inBytes(at, g.From)
		to, err2 := inBytes(at, g.To)
		if err = errors.Join(err, err1, err2); err != nil {
			return
		}
		typ := joining(got, from, to)
		found.Right += one(typ != "")
		roots.Add(g.Root, typ)
	})
	return []figure{{Name: "events.zsp_plv.root", Value: roots.Accuracy(),
		Note: fmt.Sprintf("macro-F1 %.3f, %d of %d joined", roots.MacroF1(), found.Right, found.N)}}, err
}

// joining is the type, of the fifteen, of the event that joins the bearers of
// two spans, the better the more of both it has; "" for none. An empty span is
// anybody.
func joining(got *record.Reading, from, to lang.Span) string {
	best, most := "", 0
	for i := range got.Events {
		e := &got.Events[i]
		n := 0
		all := slices.Concat(e.Actors, e.Recipients, e.Places)
		switch {
		case borne(got, from, e.Actors) && borne(got, to, e.Recipients):
			n = 2
		case borne(got, from, all) && borne(got, to, all):
			n = 1
		}
		if n > most {
			best, most = editionRoot(e), n
		}
	}
	return best
}

// editionRoot is the type of an event as the PLOVER of fifteen types has it, in
// which a refusal is what "will not" tells, a verdict accuses, sanctions
// imposed coerce, and an agreement reached is support.
func editionRoot(e *record.Event) string {
	mode := ""
	if e.Mode != nil {
		mode = *e.Mode
	}
	typ := codebook.Fold(e.Type, e.Factuality)
	switch {
	case e.Factuality == codebook.Denied:
		return codebook.Reject
	case typ == codebook.Sanction && mode == "convict":
		return codebook.Accuse
	case typ == codebook.Sanction && mode == "":
		return codebook.Coerce
	case typ == codebook.Agree && slices.Contains(concluded, strings.ToLower(e.Trigger.Quote)):
		return codebook.Support
	}
	return rootOf(typ)
}

// concluded are triggers of agreements that have been reached.
var concluded = []string{"reached", "struck", "signed", "concluded", "agreement", "deal", "accord", "pact"}

// borne reports whether a span has a mention of one of the actors or places.
func borne(got *record.Reading, s lang.Span, ids []string) bool {
	if s == (lang.Span{}) {
		return true
	}
	hit := func(list []record.Evidence) bool {
		return slices.ContainsFunc(list, func(m record.Evidence) bool { return s.Overlaps(lang.Span{Start: m.Start, End: m.End}) })
	}
	return slices.ContainsFunc(got.Actors, func(a record.Actor) bool { return slices.Contains(ids, a.ID) && hit(a.Mentions) }) ||
		slices.ContainsFunc(got.Places, func(p record.Place) bool { return slices.Contains(ids, p.ID) && hit(p.Mentions) })
}

// weis are the types that the classes of WEIS (the World Event/Interaction
// Survey) may be, by the first two digits of a code. Class 02, comment, is no
// event of PLOVER's.
var weis = map[string]string{
	"01": "RETREAT CONCEDE", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE", "06": "SUPPORT CONCEDE AID COOPERATE RETREAT",
	"07": "AID SUPPORT", "08": "AGREE COOPERATE SUPPORT", "09": "REQUEST", "10": "REQUEST AGREE", "11": "REJECT", "12": "ACCUSE",
	"13": "ACCUSE", "14": "REJECT", "15": "REQUEST", "16": "THREATEN", "17": "THREATEN", "18": "PROTEST MOBILIZE",
	"19": "SANCTION REJECT", "20": "SANCTION COERCE", "21": "COERCE ASSAULT", "22": "ASSAULT",
}

// spare are countries that no row names. Each stands for an invented state, so
// that the persons and bodies of that state have its country.
const spare = "AND ATG BHS BRB BTN CPV COM DMA FJI FSM GRD GUY KIR KNA LCA LIE LSO MCO MDV MHL MUS NRU PLW PNG SLB SMR STP SUR SWZ SYC TLS TON TTO TUV VCT VUT WSM BLZ BRN BWA BEN GAB GMB GNB GNQ TGO MWI NAM ZMB MLT"

// dictionary makes a user's list of actors from the codes of a set: a state for
// each code whose three letters open words in capitals of the texts ("GON":
// Gondor, Gondorian). It returns the list and the code of each country in it.
func dictionary(rows []codedRow) (list string, code map[string]string) {
	code = map[string]string{}
	words := map[string]map[string]int{}
	for _, x := range rows {
		for _, e := range x.Events {
			for _, c := range []string{e.Source, e.Target} {
				if len(c) >= 3 && strings.Trim(c[:3], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
					words[c[:3]] = map[string]int{}
				}
			}
		}
	}
	for _, x := range rows {
		for _, w := range strings.FieldsFunc(x.Text, func(r rune) bool { return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') }) {
			if len(w) > 3 && w[0] <= 'Z' && w[1] >= 'a' && words[strings.ToUpper(w[:3])] != nil {
				words[strings.ToUpper(w[:3])][w]++
			}
		}
	}
	countries := strings.Fields(spare)
	list = "name,aliases,kind,country\n"
	for _, c := range slices.Sorted(maps.Keys(words)) {
		names := slices.Sorted(maps.Keys(words[c]))
		slices.SortStableFunc(names, func(a, b string) int { return words[c][b] - words[c][a] })
		if len(names) == 0 || len(countries) == 0 {
			continue
		}
		list += names[0] + "," + strings.Join(names[1:], ";") + ",state," + countries[0] + "\n"
		code[countries[0]], countries = c, countries[1:]
	}
	return list, code
}

// scoreCoded compares who does what to whom with the tests of the coders of the
// Open Event Data Alliance, whose invented states a list of actors names. All
// events of a row are annotated; a type is right that the code's class may be.
func scoreCoded(r *reader.Reader, data, split string) ([]figure, error) {
	rows, err := loadRows(data, "petr_unit."+split+".jsonl", "petr2_gsr."+split+".jsonl")
	if err != nil {
		return nil, err
	}
	list, code := dictionary(rows)
	if r, err = r.WithActors("petr.csv", []byte(list)); err != nil {
		return nil, err
	}
	var sum, pairs score.Count
	readRows(r, rows, func(x *codedRow, got *record.Reading) { x.compare(got, code, &sum, &pairs) })
	return []figure{prf("events.petr", sum), prf("events.petr.pairs", pairs)}, nil
}

// compare counts the events of a row, and the pairs of who acts on whom.
func (x *codedRow) compare(got *record.Reading, code map[string]string, sum, pairs *score.Count) {
	var preds, wanted []string
	for i := range got.Events {
		for _, p := range acts(got, &got.Events[i], code) {
			if !slices.Contains(preds, p) {
				preds = append(preds, p)
			}
		}
	}
	for _, e := range x.Events {
		types := strings.Fields(weis[e.Code[:min(2, len(e.Code))]])
		if len(types) == 0 || len(e.Source) < 3 || len(e.Target) < 3 {
			continue
		}
		pair := e.Source[:3] + " " + e.Target[:3] + " "
		sum.Gold++
		if slices.ContainsFunc(preds, func(p string) bool { return told(p, pair, types) }) {
			sum.Matched++
		}
		wanted = append(wanted, pair)
	}
	sum.Predicted += len(preds)
	var found []string
	for _, p := range preds {
		found = append(found, p[:len("GON ARN ")])
	}
	slices.Sort(wanted)
	slices.Sort(found)
	pairs.Add(score.Bags(slices.Compact(wanted), slices.Compact(found)))
}

// told reports whether an act of acts is of a pair and of one of the types.
func told(act, pair string, types []string) bool {
	return strings.HasPrefix(act, pair) && slices.ContainsFunc(strings.Fields(act[len(pair):]), func(t string) bool { return slices.Contains(types, t) })
}

// acts are an event's pairs of codes with its type, folded and as it stands;
// where all are actors, each acts on the others.
func acts(got *record.Reading, e *record.Event, code map[string]string) (out []string) {
	if e.Factuality == codebook.Denied {
		return nil
	}
	typ := codebook.Fold(e.Type, e.Factuality)
	to := e.Recipients
	if len(to) == 0 {
		to = e.Actors
	}
	for _, a := range e.Actors {
		for _, b := range to {
			if from, on := codeOf(got, a, code), codeOf(got, b, code); a != b && from != "" && on != "" {
				out = append(out, from+" "+on+" "+typ+" "+e.Type)
			}
		}
	}
	return out
}

// codeOf is the code of an actor's country, "" for none.
func codeOf(got *record.Reading, id string, code map[string]string) string {
	for _, a := range got.Actors {
		if a.ID == id && a.Country != nil {
			if c := code[*a.Country]; c != "" {
				return c
			}
			return *a.Country
		}
	}
	return ""
}
