package merge

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"readout/internal/record"
)

// A build writes a reading by hand.
type build struct {
	record.Reading
	n int
}

func report(outlet, agency, published, text string) *build {
	title := strings.SplitN(text, ".", 2)[0]
	return &build{Reading: record.Reading{Reader: "test", Report: record.Report{ID: fmt.Sprintf("%016x", fnv(text)),
		Outlet: pointer(outlet), Agency: pointer(agency), Published: pointer(published), Title: &title, Text: text}}}
}

func (b *build) quote(q string) record.Evidence {
	i := max(0, strings.Index(b.Report.Text, q))
	return record.Evidence{Start: i, End: i + len(q), Quote: q}
}

func (b *build) actor(kind, country string, names ...string) string {
	b.n++
	id := fmt.Sprint("a", b.n)
	b.Actors = append(b.Actors, record.Actor{ID: id, Name: names[0], Kind: kind, Country: pointer(country), Names: names})
	return id
}

func (b *build) place(kind, name string) string {
	b.n++
	id := fmt.Sprint("p", b.n)
	b.Places = append(b.Places, record.Place{ID: id, Name: name, Kind: kind, Names: []string{name}})
	return id
}

func (b *build) event(typ, factuality, day, trigger, evidence string, actors, recipients []string) string {
	b.n++
	e := record.Event{ID: fmt.Sprint("e", b.n), Type: typ, Factuality: factuality, Actors: actors, Recipients: recipients,
		Trigger: b.quote(trigger), Evidence: []record.Evidence{b.quote(evidence)}}
	if day != "" {
		e.When = &record.When{Start: &day, End: &day}
	}
	b.Events = append(b.Events, e)
	return e.ID
}

func (b *build) situation(kind, holder, object, state, since, until string) {
	b.n++
	b.Situations = append(b.Situations, record.Situation{ID: fmt.Sprint("t", b.n), Kind: kind, Holder: &holder, Object: &object, State: state,
		Since: pointer(since), Until: pointer(until), Evidence: []record.Evidence{b.quote(b.Report.Text[:10])}})
}

const copyText = "Norrland agreed on Monday to hand over the Port Selm naval base to Tavria before the end of the month, the two governments said in a joint statement. " +
	"The agreement was signed in Dorvan by Tavrian Foreign Minister Lena Koris and Norrland Defense Minister Anders Holm. " +
	"Norrland will withdraw its 900 sailors in two stages, according to the statement."

// handover is the example story with readings written by hand: five reports,
// three outlets, two of the reports prints of one agency.
func handover() []*build {
	var out []*build
	b := report("Harbour Ledger", "", "2026-03-02", "Tavria on Monday asked Norrland to withdraw its sailors from the Port Selm naval base, which it has held for 22 years.")
	tav, nor, base := b.actor("state", "TVA", "Tavria"), b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm")
	b.actor("person", "TVA", "Milan Oresk", "Oresk")
	b.event("REQUEST", "actual", "2026-03-02", "asked", b.Report.Text, []string{tav}, []string{nor})
	b.situation("holds", nor, base, "in_force", "2004-03-01", "")
	out = append(out, b)
	for i, outlet := range []string{"Northgate Post", "Isle Courier"} {
		b := report(outlet, "Meridian News Agency", fmt.Sprintf("2026-03-%02d", 9+i), copyText+[]string{" Tavria will pay Norrland 40 million dollars.", ""}[i])
		tav, nor, base := b.actor("state", "TVA", "Tavria"), b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm")
		b.actor("person", "", "Anders Holm", "Holm")
		b.actor("military", "", "its 900 sailors")
		b.event("AGREE", "actual", "2026-03-09", "agreed", copyText[:150], []string{nor}, []string{tav})
		b.situation("holds", nor, base, "in_force", "", "")
		out = append(out, b)
	}
	b = report("Harbour Ledger", "", "2026-03-16", "Norrland has delayed the departure of its last two ships from Port Selm. A week ago both countries agreed to hand over the naval base. Ander Holm said 12 sailors were injured.")
	tav, nor, base = b.actor("state", "TVA", "Tavria"), b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm")
	b.actor("person", "", "Anders Holm")
	b.event("AGREE", "actual", "2026-03-09", "agreed", "A week ago both countries agreed to hand over the naval base.", []string{nor, tav}, nil)
	b.situation("holds", nor, base, "in_doubt", "", "")
	out = append(out, b)
	b = report("Isle Courier", "", "2026-03-23", "Norrland handed over the Port Selm naval base to Tavria on Monday, ending a military presence of 22 years. Oresk visited.")
	tav, nor, base = b.actor("state", "TVA", "Tavria"), b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm naval base")
	b.Places[0].Names = []string{"Port Selm naval base", "Port Selm"}
	b.actor("person", "TVA", "Oresk")
	b.event("RETREAT", "actual", "2026-03-23", "handed over", b.Report.Text[:60], []string{nor}, []string{tav})
	b.situation("holds", nor, base, "ended", "", "2026-03-23")
	return append(out, b)
}

func (b *build) say(speaker, content string) {
	b.n++
	b.Statements = append(b.Statements, record.Statement{ID: fmt.Sprint("s", b.n), Speaker: &speaker, Form: "indirect", Cue: b.quote("said"),
		Content: []record.Evidence{b.quote(content)}})
}

func sourcesOf(builds []*build) []*Source {
	var out []*Source
	for i, b := range builds {
		r := b.Reading
		out = append(out, NewSource(fmt.Sprintf("r%02d", i), &r))
	}
	return out
}

func TestHandover(t *testing.T) {
	r := Merge(sourcesOf(handover()), nil)
	if len(r.Families) != 1 || len(r.Families[0].Reports) != 2 || r.Families[0].Agency != "Meridian News Agency" {
		t.Errorf("families %+v; want the two prints of Meridian", r.Families)
	}
	if len(r.Stories) != 1 || len(r.Stories[0].Reports) != 5 {
		t.Errorf("%d stories, want one", len(r.Stories))
	}
	var agreed []Event
	for _, e := range r.Events {
		if e.Type == "AGREE" {
			agreed = append(agreed, e)
		}
	}
	if len(agreed) != 1 || len(agreed[0].Reports) != 3 || len(agreed[0].Origins) != 2 || agreed[0].Start != "2026-03-09" {
		t.Errorf("agreement: %+v; want one event of three reports and two origins", agreed)
	}
	names := map[string]int{}
	for _, a := range r.Actors {
		names[a.Name] = len(a.Reports)
	}
	if len(names) != 5 || names["its 900 sailors"] != 2 || names["Milan Oresk"] != 2 || names["Anders Holm"] != 3 || names["Norrland"] != 5 {
		t.Errorf("actors %v", names)
	}
	if len(r.Places) != 1 {
		t.Errorf("%d places, want one", len(r.Places))
	}
}

// The state of the base has the right answer as of each week.
func TestLedger(t *testing.T) {
	r := Merge(sourcesOf(handover()), nil)
	if len(r.Situations) != 1 {
		t.Fatalf("%d situations, want one", len(r.Situations))
	}
	s := r.Situations[0]
	for _, c := range []struct{ day, known, want string }{
		{"2026-02-28", "2026-02-28", ""}, // nothing was known
		{"2010-01-01", "2026-03-05", "in_force"},
		{"2026-03-05", "2026-03-05", "in_force"},
		{"2026-03-12", "2026-03-12", "in_force"},
		{"2026-03-18", "2026-03-18", "in_doubt"},
		{"2026-03-24", "2026-03-18", "in_doubt"}, // silence does not end it
		{"2026-03-24", "2026-03-24", "ended"},
		{"2026-03-05", "2026-03-24", "in_force"},
		{"1999-01-01", "2026-03-24", ""},
	} {
		if got := s.At(c.day, c.known); got.State != c.want {
			t.Errorf("as of %s, known at %s: %q, want %q", c.day, c.known, got.State, c.want)
		}
	}
	if v := s.At("2026-03-12", "2026-03-12"); v.Since != "2004-03-01" || v.Confirmed != "2026-03-10" {
		t.Errorf("since %s, confirmed %s", v.Since, v.Confirmed)
	}
	if s.State != "ended" || s.Until != "2026-03-23" {
		t.Errorf("now %s until %s", s.State, s.Until)
	}
	if got := s.Entries[0].Does + s.Entries[1].Does + s.Entries[3].Does + s.Entries[4].Does; got != "opensconfirmschangesends" {
		t.Errorf("entries do %s", got)
	}
}

// What a person set stands as of any day.
func TestEditedLedger(t *testing.T) {
	id := Merge(sourcesOf(handover()), nil).Situations[0].ID
	for _, c := range []struct{ edits, day, known, want string }{
		{"", "2026-03-05", Forever, "in_force 2004-03-01 2026-03-16"},
		{"since=2010-06-01", "2005-01-01", Forever, "  "},
		{"since=2010-06-01", "2012-01-01", Forever, "in_force 2010-06-01 2026-03-16"},
		{"since=1990-06-01", "1995-01-01", Forever, "in_force 1990-06-01 2026-03-16"},
		{"since=1990-06-01", "1995-01-01", "2026-03-01", "  "},
		{"since=2026-04-01", "2026-04-02", Forever, "ended 2026-04-01 2026-04-01"},
		{"since=2010-06-01 until=2009-06-01", "2009-06-02", Forever, "ended 2009-06-01 2009-06-01"},
		{"until=2026-03-20", "2026-03-21", Forever, "ended  2026-03-20"},
		{"until=2026-03-20", "2026-03-18", Forever, "in_doubt  2026-03-20"},
		{"until=2026-03-30", "2026-03-25", Forever, "in_force  2026-03-30"},
		{"state=in_doubt until=", "2026-03-05", Forever, "in_doubt  "},
		{"state=ended until=2026-03-10", "2026-03-05", Forever, "in_force  2026-03-10"},
		{"state=ended until=2026-03-10", "2026-03-12", Forever, "ended  2026-03-10"},
	} {
		var list []Correction
		for n, e := range strings.Fields(c.edits) {
			field, value, _ := strings.Cut(e, "=")
			list = append(list, Correction{ID: fmt.Sprint("c", n), At: fmt.Sprint(n), Kind: "edit", Targets: []string{id}, Field: field, Values: []string{value}})
		}
		v := Merge(sourcesOf(handover()), list).Situations[0].At(c.day, c.known)
		if got := fmt.Sprintf("%s %s %s", v.State, v.Since, v.Until); got != c.want {
			t.Errorf("%q as of %s, known at %s: %q, want %q", c.edits, c.day, c.known, got, c.want)
		}
	}
}

// An office that a person says is wrong is none of its holder.
func TestWrongOffice(t *testing.T) {
	b := report("Quay Times", "", "2026-03-02", "Lena Koris is foreign minister of Tavria.")
	b.situation("office", b.actor("person", "TVA", "Lena Koris"), b.actor("state", "TVA", "Tavria"), "in_force", "", "")
	offices := func(list []Correction, old *kept) (n int, now *kept) {
		f, err := Find(shelfOf(sourcesOf([]*build{b})), list)
		if err != nil {
			t.Fatal(err)
		}
		now = newKept(old)
		if err := f.Write(now); err != nil {
			t.Fatal(err)
		}
		for _, body := range now.bodies {
			if strings.Contains(body, `"offices":[{`) {
				n++
			}
		}
		return n, now
	}
	n, before := offices(nil, nil)
	id := Merge(sourcesOf([]*build{b}), nil).Situations[0].ID
	after, _ := offices([]Correction{{ID: "c1", At: "1", Kind: "wrong", Targets: []string{id}}}, before)
	if n != 1 || after != 0 {
		t.Errorf("%d holders of offices, then %d; want 1 and none", n, after)
	}
}

// By a day stands what was told by then; when a report without a day was told
// nobody knows.
func TestTold(t *testing.T) {
	b := report("Quay Times", "", "", "Norrland has the naval base at Port Selm, as it had before.")
	b.situation("holds", b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm"), "in_force", "", "")
	s := Merge(sourcesOf(append(handover(), b)), nil).Situations[0]
	if v := s.At("1990-01-01", "1990-01-01"); v.State != "" {
		t.Errorf("in 1990 %s was known", v.State)
	}
	got := s.Told("2026-03-10")
	if fmt.Sprintf("%s %s %s %s", got.Reports, got.Origins, got.First, got.Last) != "[r00 r01 r02] [Harbour Ledger Meridian News Agency] 2026-03-02 2026-03-10" {
		t.Errorf("by 10 March: %+v", got)
	}
	if got := s.Told(Forever); fmt.Sprint(got) != fmt.Sprint(s.Support) {
		t.Errorf("by now: %+v, want %+v", got, s.Support)
	}
}

// A report that still tells of what another origin told ended shows both
// sides.
func TestDispute(t *testing.T) {
	builds := handover()
	b := report("Northgate Post", "", "2026-03-25", "Norrland still holds the naval base at Port Selm, a spokesman said.")
	b.situation("holds", b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm"), "in_force", "", "")
	s := Merge(sourcesOf(append(builds, b)), nil).Situations[0]
	v := s.At("2026-03-26", "2026-03-26")
	if v.State != "ended" || !v.Disputed || len(v.Entries) != 2 || v.Entries[1].Origin != "Northgate Post" {
		t.Errorf("view %+v; want ended, disputed, two entries", v)
	}
	if s.At("2026-03-24", "2026-03-24").Disputed {
		t.Error("disputed before the dispute was known")
	}
}

func encode(t *testing.T, r *Record) string {
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The order in which reports come makes no difference.
func TestOrder(t *testing.T) {
	want := encode(t, Merge(sourcesOf(handover()), nil))
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		list := sourcesOf(handover())
		rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := encode(t, Merge(append(list, list[0]), nil)); got != want {
			t.Fatalf("a shuffled merge differs:\n%s\n%s", got, want)
		}
	}
}

func TestPersons(t *testing.T) {
	one := func(published, country string, names ...string) *build {
		b := report("Outlet "+names[0]+published, "", published, "Words of "+names[0]+" on "+published+".")
		b.actor("person", country, names...)
		return b
	}
	r := Merge(sourcesOf([]*build{
		one("2026-01-01", "SYR", "Ahmed al-Sharaa"), one("2026-01-02", "", "Ahmad Al-Sharaa"), one("2026-01-03", "SYR", "Sharaa"),
		one("2026-01-01", "UKR", "Volodymyr Zelensky"), one("2026-01-02", "UKR", "Volodymyr Zelenskyy"), one("2026-01-02", "", "Zelenskiy"),
		one("2026-01-01", "USA", "John Smith"), one("2026-01-02", "GBR", "James Smith"), one("2026-01-03", "", "Smith"),
		one("2026-01-01", "TUR", "Recep Tayyip Erdoğan"), one("2026-01-02", "TUR", "Tayyip Erdogan"),
		one("2026-01-01", "", "his wife"), one("2026-01-02", "", "his wife"),
	}), nil)
	var got []string
	for _, a := range r.Actors {
		got = append(got, fmt.Sprint(a.Name, " ", len(a.Reports)))
	}
	slices.Sort(got)
	want := "[Ahmad Al-Sharaa 3 James Smith 1 John Smith 1 Recep Tayyip Erdoğan 2 Smith 1 Volodymyr Zelensky 3 his wife 1 his wife 1]"
	if fmt.Sprint(got) != want {
		t.Errorf("actors %v, want %s", got, want)
	}
}

// Reports that count differently are both kept.
func TestDifferences(t *testing.T) {
	var builds []*build
	for i, text := range []string{
		"A drone strike on the market of Oren killed 12 people on Monday, officials said.",
		"At least 15 people died when a strike hit a market in Oren, according to the mayor.",
		"The army's drone strike left 12 people dead and stalls in ruins, witnesses told us.",
	} {
		b := report(fmt.Sprint("Outlet ", i), "", "2026-03-02", text)
		b.event("ASSAULT", "actual", "2026-03-02", "strike", text, []string{b.actor("military", "TVA", "Tavrian army")}, nil)
		builds = append(builds, b)
	}
	r := Merge(sourcesOf(builds), nil)
	if len(r.Events) != 1 || len(r.Events[0].Differences) != 1 {
		t.Fatalf("events %+v; want one with one difference", r.Events)
	}
	d := r.Events[0].Differences[0]
	if d.What != "number people" || d.Said[0].Value != "12" || len(d.Said[0].Origins) != 2 || d.Said[1].Value != "15" {
		t.Errorf("difference %+v", d)
	}
}

// A number in words or with commas is the number in digits.
func TestSameNumbers(t *testing.T) {
	for text, want := range map[string]string{"twelve": "12", "12": "12", "1,000": "1000", "1,250,000": "1250000", "1.5": "1.5", "1.250.000": "1250000", "Dozens": "dozens", "12,5": "12,5"} {
		if got := digits(text); got != want {
			t.Errorf("digits(%s) = %s, want %s", text, got, want)
		}
	}
	var builds []*build
	for i, text := range []string{"A drone strike hurt 12 sailors in Oren on Monday.", "The drone strike hurt twelve sailors in the port of Oren."} {
		b := report(fmt.Sprint("Outlet ", i), "", "2026-03-02", text)
		b.event("ASSAULT", "actual", "2026-03-02", "strike", text, []string{b.actor("military", "TVA", "Tavrian army")}, nil)
		builds = append(builds, b)
	}
	if r := Merge(sourcesOf(builds), nil); len(r.Events) != 1 || r.Events[0].Differences != nil {
		t.Errorf("events %+v; want one without a difference", r.Events)
	}
}

func TestCorrections(t *testing.T) {
	plain := Merge(sourcesOf(handover()), nil)
	find := func(r *Record, name string) []string {
		var out []string
		for _, a := range r.Actors {
			if a.Name == name {
				out = append(out, a.ID)
			}
		}
		return out
	}
	holm, event := find(plain, "Anders Holm")[0], plain.Events[0].ID
	list := []Correction{
		{ID: "c1", At: "2026-04-01", Kind: "split", Targets: []string{holm}, Values: []string{"r03"}},
		{ID: "c2", At: "2026-04-02", Kind: "wrong", Targets: []string{event}},
		{ID: "c3", At: "2026-04-03", Kind: "retitle", Targets: []string{"y0"}, Anchors: [][]string{Anchors(&plain.Stories[0])}, Values: []string{"Handover"}},
	}
	r := Merge(sourcesOf(handover()), list)
	if n := len(find(r, "Anders Holm")); n != 2 {
		t.Errorf("after a split: %d of him, want 2", n)
	}
	if !r.Events[0].Wrong || r.Stories[0].Title != "Handover" {
		t.Errorf("wrong %v, title %q", r.Events[0].Wrong, r.Stories[0].Title)
	}
	undone := append(list, Correction{ID: "c4", At: "2026-04-04", Kind: "undo", Targets: []string{"c1"}},
		Correction{ID: "c5", At: "2026-04-04", Kind: "undo", Targets: []string{"c2"}}, Correction{ID: "c6", At: "2026-04-04", Kind: "undo", Targets: []string{"c3"}})
	if encode(t, Merge(sourcesOf(handover()), undone)) != encode(t, plain) {
		t.Error("undone corrections left something")
	}
	joined := Merge(sourcesOf(handover()), []Correction{{ID: "c1", At: "2026-04-01", Kind: "join", Targets: []string{holm, find(plain, "Milan Oresk")[0]}}})
	if len(joined.Actors) != len(plain.Actors)-1 {
		t.Errorf("after a join: %d actors of %d", len(joined.Actors), len(plain.Actors))
	}
}

func TestMeet(t *testing.T) {
	for _, c := range []struct {
		a, b [2]int
		ok   bool
	}{
		{[2]int{5, 5}, [2]int{5, 5}, true}, {[2]int{5, 5}, [2]int{6, 6}, true}, {[2]int{5, 5}, [2]int{8, 8}, false},
		{[2]int{1, 9}, [2]int{5, 5}, true}, {[2]int{noDay, noDay}, [2]int{8, 8}, true}, {[2]int{noDay, 4}, [2]int{8, 8}, false},
	} {
		if _, ok := meet(c.a, c.b); ok != c.ok {
			t.Errorf("meet(%v, %v) = %v", c.a, c.b, ok)
		}
	}
}

// Reuters rests on TASS: the two families are two witnesses and one word.
func TestDependentFamilies(t *testing.T) {
	tass := "Three tankers were hit by drones in the roads of Port Selm on Monday morning, the port authority of Tavria told reporters, and one of them was burning until noon while tugs stood by."
	reuters := "Drones struck three tankers at anchor off Port Selm early on Monday, officials in Tavria said, citing TASS, in the first such raid on shipping this year, and one tanker was still on fire hours later."
	var builds []*build
	for i, text := range []string{tass, tass, reuters, reuters, reuters} {
		day := "2026-03-02"
		if i == 4 {
			day = "" // a print without a day is not the first
		}
		b := report([]string{"Harbour Ledger", "Isle Courier", "Northgate Post", "Quay Times", "Undated"}[i], []string{"TASS", "Reuters"}[min(i/2, 1)], day, text)
		b.event("ASSAULT", "actual", "2026-03-02", "drones", text[:60], nil, []string{b.actor("state", "TVA", "Tavria")})
		builds = append(builds, b)
	}
	r := Merge(sourcesOf(builds), nil)
	if len(r.Families) != 2 {
		t.Fatalf("%d families, want 2", len(r.Families))
	}
	for _, f := range r.Families {
		switch {
		case f.Agency == "TASS" && (len(f.Cites) != 0 || len(f.Depends) != 0):
			t.Errorf("TASS: %+v", f)
		case f.Agency == "Reuters" && (fmt.Sprint(f.Cites) != "[TASS]" || len(f.Depends) != 1):
			t.Errorf("Reuters cites %v and depends on %v", f.Cites, f.Depends)
		}
	}
}

func TestCitedIn(t *testing.T) {
	for text, want := range map[string]string{
		"Reuters reported on Monday, citing TASS.":                                       "[TASS]",
		"The plant was hit, according to the Interfax news agency.":                      "[Interfax]",
		"The move was first reported by Agence France-Presse and confirmed on Tuesday.":  "[AFP]",
		"According to officials the ship sank; the AP was there.":                        "[]",
		"The ministry said, citing the law, that it was legal.":                          "[]",
		"Tavria's army, citing the state agency Xinhua, said that nothing had happened.": "[Xinhua]",
	} {
		if got := fmt.Sprint(citedIn(text, "Reuters")); got != want {
			t.Errorf("citedIn(%q) = %s, want %s", text, got, want)
		}
	}
}

// A correction of any entry is found again by what the entry was made of, and
// undone without trace.
func TestCorrectEveryNoun(t *testing.T) {
	plain := Merge(sourcesOf(handover()), nil)
	entries := []any{&plain.Actors[0], &plain.Places[0], &plain.Events[0], &plain.Situations[0], &plain.Stories[0]}
	for _, entry := range entries {
		id, _, fields := open(entry)
		for _, kind := range []string{"wrong", "right", "edit"} {
			c := Correction{ID: "c1", At: "2026-04-01", Kind: kind, Targets: []string{id[:1] + "0123456789abcdef"}, Anchors: [][]string{Anchors(entry)}}
			if kind == "edit" {
				c.Field, c.Values = sortedKeys(fields)[0], []string{"edited"}
			}
			r := Merge(sourcesOf(handover()), []Correction{c})
			if encode(t, r) == encode(t, plain) {
				t.Errorf("%s of %s changed nothing", kind, id)
			}
			undo := Correction{ID: "c2", At: "2026-04-02", Kind: "undo", Targets: []string{"c1"}}
			if encode(t, Merge(sourcesOf(handover()), []Correction{c, undo})) != encode(t, plain) {
				t.Errorf("%s of %s left something behind", kind, id)
			}
		}
	}
}

// A damaged digest is an error, whatever is left of it.
func TestDamagedDigest(t *testing.T) {
	for part := range Parts {
		list := shelf(sourcesOf(handover()))
		whole := list[1].digest[part]
		for n := range whole {
			list[1].digest[part] = append(slices.Clone(whole[:n]), 0xff, 0xff, 0xff, 0xff, 0x7f)
			if f, err := Find(list, nil); err == nil {
				if err := f.Write(&Record{}); err != nil {
					t.Logf("part %d cut at %d: %v", part, n, err)
				}
			}
			list[1].digest[part] = whole[:n]
			if _, err := Find(list, nil); err == nil {
				t.Errorf("part %d cut at %d of %d passes", part, n, len(whole))
				break
			}
		}
	}
}

// What is merged on top of an earlier merge is what a merge of all gives:
// entries said to be the same are.
func TestSums(t *testing.T) {
	all := sourcesOf(handover())
	old := newKept(nil)
	for n := range all {
		old = grow(t, all[:n+1], old)
	}
	if old.same == 0 {
		t.Error("nothing was taken over")
	}
}

// grow merges sources on top of an older record, and compares with a merge of
// all of them.
func grow(t *testing.T, sources []*Source, old *kept) *kept {
	t.Helper()
	f, err := Find(shelfOf(sources), nil)
	if err != nil {
		t.Fatal(err)
	}
	now := newKept(old)
	if err := f.Write(now); err != nil {
		t.Fatal(err)
	}
	fresh := newKept(nil)
	if err := f.Write(fresh); err != nil {
		t.Fatal(err)
	}
	for id, want := range fresh.bodies {
		if got := now.bodies[id]; got != want {
			t.Fatalf("after %d reports %s differs:\n%s\nwant\n%s", len(sources), id, got, want)
		}
	}
	if len(now.bodies) != len(fresh.bodies) {
		t.Fatalf("after %d reports: %d entries, want %d", len(sources), len(now.bodies), len(fresh.bodies))
	}
	return now
}

func newKept(old *kept) *kept {
	return &kept{old: old, sums: map[string]uint64{}, bodies: map[string]string{}}
}

// A kept record takes over entries of an older one by their sums.
type kept struct {
	old    *kept
	sums   map[string]uint64
	bodies map[string]string
	same   int
}

func (k *kept) Same(id string, sum uint64) bool {
	if k.old == nil || k.old.sums[id] != sum {
		return false
	}
	k.same++
	k.sums[id], k.bodies[id] = sum, k.old.bodies[id]
	return true
}

func (k *kept) Keep(entry any, sum uint64) error {
	b, err := json.Marshal(entry)
	id, _, _ := open(entry)
	switch x := entry.(type) {
	case *Report:
		id = x.ID
	case *Family:
		id = x.ID
	}
	k.sums[id], k.bodies[id] = sum, string(b)
	return err
}

// The copy of an agency is one origin however many print it, each with a line
// of its own.
func TestManyPrints(t *testing.T) {
	var builds []*build
	for n := range commonest + 30 {
		b := report(fmt.Sprint("Outlet ", n), "", "2026-03-09", fmt.Sprint(copyText, " The line of outlet ", n, " came last."))
		b.event("AGREE", "actual", "2026-03-09", "agreed", copyText[:150], []string{b.actor("state", "NOR", "Norrland")}, []string{b.actor("state", "TVA", "Tavria")})
		builds = append(builds, b)
	}
	r := Merge(sourcesOf(builds), nil)
	if len(r.Families) != 1 || len(r.Families[0].Reports) != len(builds) {
		t.Fatalf("%d families; want one of all prints", len(r.Families))
	}
	if n := len(r.Events[0].Origins); n != 1 {
		t.Errorf("%d origins of one copy", n)
	}
}

// On one day the hour says which report came first, and of two states of one
// report the hour of the change; one without a day is not the first print.
func TestWithinDay(t *testing.T) {
	const day = "2026-03-09"
	print := func(outlet, published, modified, more string) *build {
		b := report(outlet, "", published, copyText+more)
		b.Report.Modified = pointer(modified)
		b.situation("holds", b.actor("state", "NOR", "Norrland"), b.place("naval_base", "Port Selm"), "in_force", "", "")
		return b
	}
	r := Merge(sourcesOf([]*build{
		print("Late", day+"T18:00:00Z", "", " It was late."), print("Early", day+"T09:00:00+02:00", "", " It was early."),
		print("Undated", "", "", " It had no day."),
		print("Own", day+"T20:00:00Z", day+"T23:00:00Z", " It was changed."), print("Own", day+"T20:00:00Z", "", " It was as first printed."),
	}), nil)
	of := map[string]Report{}
	for _, x := range r.Reports {
		of[x.ID] = x
	}
	if of["r00"].Origin != "Early" || of["r02"].Origin != "Early" {
		t.Errorf("origins %s and %s, want Early", of["r00"].Origin, of["r02"].Origin)
	}
	if of["r03"].VersionOf != "r04" || of["r04"].VersionOf != "" {
		t.Errorf("versions of %q and %q, want of r04 and none", of["r03"].VersionOf, of["r04"].VersionOf)
	}
	var told []string
	for _, e := range r.Situations[0].Entries {
		told = append(told, e.Report)
	}
	if got := strings.Join(told, " "); got != "r02 r01 r00 r04 r03" {
		t.Errorf("entries by %s", got)
	}
}
