package event

import (
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/timex"
)

// The reports below are published on Wednesday 28 January 2026.
func TestSenses(t *testing.T) {
	for _, c := range []struct{ parse, want string }{
		{"Adler/Adler/PROPN/2/nsubj visits/visit/VERB/0/root Varonia/Varonia/PROPN/2/obj Friday/Friday/PROPN/2/obl",
			"last 2026-01-23..2026-01-23, turnednext 2026-01-30..2026-01-30"},
		{"Adler/Adler/PROPN/2/nsubj visited/visit/VERB/0/root Varonia/Varonia/PROPN/2/obj last/last/ADJ/5/amod Friday/Friday/PROPN/2/obl",
			"last 2026-01-23..2026-01-23"},
		{"Adler/Adler/PROPN/2/nsubj visited/visit/VERB/0/root Varonia/Varonia/PROPN/2/obj this/this/DET/5/det week/week/NOUN/2/obl",
			"now 2026-01-26..2026-02-01, gone 2026-01-26..2026-01-28, left 2026-01-28..2026-02-01"},
		{"Raids/raid/NOUN/2/nsubj began/begin/VERB/0/root in/in/ADP/4/case 2019/2019/NUM/2/obl",
			"last 2019-01-01..2019-12-31, open 2019-01-01.."},
		{"Raids/raid/NOUN/2/nsubj hit/hit/VERB/0/root Varonia/Varonia/PROPN/2/obj in/in/ADP/5/case 2019/2019/NUM/2/obl and/and/CCONJ/7/cc 2020/2020/NUM/5/conj",
			"last 2019-01-01..2019-12-31, through 2019-01-01..2020-12-31"},
		{"Raids/raid/NOUN/2/nsubj killed/kill/VERB/0/root nine/nine/NUM/2/obj over/over/ADP/7/case the/the/DET/7/det past/past/ADJ/7/amod month/month/NOUN/2/obl",
			"back 2025-12-28..2026-01-28"},
		{"Raids/raid/NOUN/2/nsubj lasted/last/VERB/0/root two/two/NUM/4/nummod years/year/NOUN/2/obj", ""},
	} {
		d := parse(c.parse)
		d.Published = "2026-01-28"
		timex.Resolve(d)
		f := &finder{doc: d, tree: lang.NewTree(d), in: Input{Places: nowhere{}}}
		var got []string
		for _, s := range f.senses(0) {
			w := daysOf(s.when)
			got = append(got, s.as+" "+w.start+".."+w.end)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", d.Text, s, c.want)
		}
	}
}

func TestThrough(t *testing.T) {
	for _, c := range []struct{ text, time, start, end, want string }{
		{"Raids went on from March 14-16 in Varon.", "March 14", "2026-03-14", "2026-03-14", "2026-03-16 March 14-16"},
		{"Raids went on in 2019–21 in Varon.", "2019", "2019-01-01", "2019-12-31", "2021-12-31 2019–21"},
		{"Orm was in Varon from March 14 to 16 for talks.", "March 14", "2026-03-14", "2026-03-14", "2026-03-16 March 14 to 16"},
		{"Orm will be in Varon on March 4 and 5 for talks.", "March 4", "2026-03-04", "2026-03-04", "2026-03-05 March 4 and 5"},
		{"Raids killed three on March 4 and 5 soldiers were hurt.", "March 4", "2026-03-04", "2026-03-04", ""},
		{"Raids went on in March in Varon.", "March", "2026-03-01", "2026-03-31", ""},
	} {
		at := strings.Index(c.text, c.time)
		span := lang.Span{Start: at, End: at + len(c.time)}
		f := &finder{doc: &lang.Doc{Text: c.text, Times: []lang.Timex{{Span: span, Type: "DATE", Start: c.start, End: c.end}}}}
		got, last := f.through(0)
		if got != "" {
			got += " " + c.text[at:last]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
