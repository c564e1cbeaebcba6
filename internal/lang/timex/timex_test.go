package timex

import (
	"testing"

	"readout/internal/lang/tokenize"
)

// The reports below are published on Wednesday 28 January 2026.
func TestResolve(t *testing.T) {
	for _, c := range []struct{ text, span, typ, value, start, end string }{
		{"The minister met the envoy on Wednesday.", "Wednesday", "DATE", "2026-01-28", "2026-01-28", "2026-01-28"},
		{"The minister met the envoy on Friday.", "Friday", "DATE", "2026-01-23", "2026-01-23", "2026-01-23"},
		{"The minister will meet the envoy on Friday.", "Friday", "DATE", "2026-01-30", "2026-01-30", "2026-01-30"},
		{"Troops left the base earlier this week.", "earlier this week", "DATE", "2026-W05", "2026-01-26", "2026-01-28"},
		{"Troops left the base last week.", "last week", "DATE", "2026-W04", "2026-01-19", "2026-01-25"},
		{"He was ousted in December 2024 by rebels.", "December 2024", "DATE", "2024-12", "2024-12-01", "2024-12-31"},
		{"The war began in 2011.", "2011", "DATE", "2011", "2011-01-01", "2011-12-31"},
		{"The city fell in December.", "December", "DATE", "2025-12", "2025-12-01", "2025-12-31"},
		{"The city fell on Nov. 30, 2024.", "Nov. 30, 2024", "DATE", "2024-11-30", "2024-11-30", "2024-11-30"},
		{"The city fell on 30 November.", "30 November", "DATE", "2025-11-30", "2025-11-30", "2025-11-30"},
		{"He ruled for 14 years.", "14 years", "DURATION", "P14Y", "", ""},
		{"He fled two months ago.", "two months ago", "DATE", "2025-11", "2025-11-01", "2025-11-30"},
		{"He spoke yesterday.", "yesterday", "DATE", "2026-01-27", "2026-01-27", "2026-01-27"},
		{"Shells fell on Tuesday night.", "Tuesday night", "TIME", "2026-01-27TNI", "2026-01-27", "2026-01-27"},
		{"They meet every Monday.", "every Monday", "SET", "XXXX-WXX-1", "", ""},
		{"They recently met.", "recently", "DATE", "PAST_REF", "", ""},
		{"Exports fell in the first quarter of 2026.", "the first quarter of 2026", "DATE", "2026-Q1", "2026-01-01", "2026-03-31"},
		{"It was signed on 2026-01-05 there.", "2026-01-05", "DATE", "2026-01-05", "2026-01-05", "2026-01-05"},
		{"Guards left in early May 2025.", "early May 2025", "DATE", "2025-05", "2025-05-01", "2025-05-10"},
		{"Shells fell on the port last night.", "last night", "TIME", "2026-01-27TNI", "2026-01-27", "2026-01-27"},
		{"Shells fell on the port overnight.", "overnight", "TIME", "2026-01-27TNI", "2026-01-27", "2026-01-28"},
		{"The envoy had said talks would end by March.", "March", "DATE", "2026-03", "", "2026-03-31"},
		{"He joined up after the Sept. 11 attacks.", "Sept. 11", "DATE", "2001-09-11", "2001-09-11", "2001-09-11"},
		{"He joined up after 9/11.", "9/11", "DATE", "2001-09-11", "2001-09-11", "2001-09-11"},
		{"Rebels attacked the army base at 1930 GMT.", "1930 GMT", "TIME", "2026-01-28T19:30", "2026-01-28", "2026-01-28"},
		{"The king left at the end of last year.", "the end of last year", "DATE", "2025", "2025-10-01", "2025-12-31"},
		{"The cabinet resigned at the start of last month.", "the start of last month", "DATE", "2025-12", "2025-12-01", "2025-12-10"},
		{"The state was founded half a century ago.", "half a century ago", "DATE", "1976", "1976-01-01", "1976-12-31"},
		{"He was freed a year and a half ago.", "a year and a half ago", "DATE", "2024-07", "2024-07-01", "2024-07-31"},
		{"The line was cut 72 hours ago.", "72 hours ago", "TIME", "2026-01-25", "2026-01-25", "2026-01-25"},
		{"They met in Muscat on Tuesday last week.", "Tuesday last week", "DATE", "2026-01-20", "2026-01-20", "2026-01-20"},
		{"He resigned the day before yesterday.", "the day before yesterday", "DATE", "2026-01-26", "2026-01-26", "2026-01-26"},
		{"They will meet the day after tomorrow.", "the day after tomorrow", "DATE", "2026-01-30", "2026-01-30", "2026-01-30"},
		{"They were taken in the October 7 attack.", "October 7", "DATE", "2023-10-07", "2023-10-07", "2023-10-07"},
		{"Police arrested three leaders ahead of elections in November.", "November", "DATE", "2026-11", "2026-11-01", "2026-11-30"},
		{"Fighting went on in the 1990s.", "the 1990s", "DATE", "199", "1990-01-01", "1999-12-31"},
	} {
		d := tokenize.Doc("", c.text, "2026-01-28T10:15:00Z")
		Resolve(d)
		if len(d.Times) != 1 {
			t.Errorf("%q: %d times %+v", c.text, len(d.Times), d.Times)
			continue
		}
		x := d.Times[0]
		if d.Slice(x.Span) != c.span || x.Type != c.typ || x.Value != c.value || x.Start != c.start || x.End != c.end {
			t.Errorf("%q: %q %+v", c.text, d.Slice(x.Span), x)
		}
	}
}

// On a Saturday the last weekend is not the one that has begun.
// TestClock reads the day of a time of day that a weekday follows.
func TestClock(t *testing.T) {
	d := tokenize.Doc("", "A bomb killed nine soldiers at 3 p.m. on Sunday.", "2026-01-28")
	Resolve(d)
	if len(d.Times) != 2 || d.Times[0].Value != "2026-01-25T15:00" || d.Times[1].Value != "2026-01-25" {
		t.Errorf("%+v", d.Times)
	}
}

// TestAges reads the ages of people, which are no decades.
func TestAges(t *testing.T) {
	d := tokenize.Doc("", "A woman in her forties and a man in his late thirties were hurt.", "2026-01-28")
	if Resolve(d); len(d.Times) != 0 {
		t.Errorf("%+v", d.Times)
	}
}

func TestLastWeekend(t *testing.T) {
	for published, want := range map[string]string{"2026-01-31": "2026-01-24", "2026-01-28": "2026-01-24"} {
		d := tokenize.Doc("", "Protesters filled the square last weekend.", published)
		Resolve(d)
		if len(d.Times) != 1 || d.Times[0].Start != want {
			t.Errorf("%s: %+v", published, d.Times)
		}
	}
}

// A month that points back is one of the year last named.
func TestThatMonth(t *testing.T) {
	d := tokenize.Doc("", "The clerk was arrested in May 2021. A court freed him that October.", "2026-01-28")
	Resolve(d)
	if n := len(d.Times); n != 2 || d.Times[1].Value != "2021-10" {
		t.Errorf("%+v", d.Times)
	}
}

func TestNoTimes(t *testing.T) {
	for _, text := range []string{
		"They may march to the square.", "He sold 2000 shares to a Theresa May aide.", "The second envoy left.", "A quarter of voters agreed.", "Since then nothing moved.", "He told USA Today of it.", "She was on This Week.",
	} {
		d := tokenize.Doc("", text, "2026-01-28")
		Resolve(d)
		if len(d.Times) > 0 {
			t.Errorf("%q: %q", text, d.Slice(d.Times[0].Span))
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("On Friday, Oct. 13, 99999999 years ago at 10:99 p.m. the '80s", "2026-01-28")
	f.Add("the third quarter of 0000 twenty - nine hundred thousand days later", "")
	f.Fuzz(func(t *testing.T, text, day string) {
		d := tokenize.Doc("", text, day)
		Resolve(d)
		at := 0
		for _, x := range d.Times {
			if x.Span.Start < at || x.Span.End <= x.Span.Start || x.Span.End > len(text) {
				t.Fatalf("span %+v after %d", x, at)
			}
			at = x.Span.End
		}
	})
}
