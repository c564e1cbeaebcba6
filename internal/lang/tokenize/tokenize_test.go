package tokenize

import (
	"strings"
	"testing"
	"time"

	"readout/internal/lang"
)

func forms(d *lang.Doc, i int) string {
	var f []string
	for _, t := range d.SentenceTokens(i) {
		f = append(f, t.Form)
	}
	return strings.Join(f, " ")
}

func TestDocCuts(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Angelo 's men say they 're ready .", "Angelo 's men say they 're ready ."},
		{"The U.S. envoy, Gen. John P. Hale, didn't meet Russia's minister. He left.",
			"The U.S. envoy , Gen. John P. Hale , did n't meet Russia 's minister . | He left ."},
		{"“We won’t go.” The well-known pro-government leader said so (twice).",
			"“ We wo n’t go . ” | The well - known pro-government leader said so ( twice ) ."},
		{"\"Will they leave?\" asked Mr. Orlov. They paid $5.3 million, or 12%.",
			"\" Will they leave ? \" asked Mr. Orlov . | They paid $ 5.3 million , or 12 % ."},
		{"Talks in the U.S. The minister arrived on Jan. 5 at 10 a.m. He spoke.",
			"Talks in the U.S. | The minister arrived on Jan. 5 at 10 a.m. | He spoke ."},
		{"It held the front.12 The rest fell. No. It is version 3.5 of plan No. 5 now.", "It held the front . 12 | The rest fell . | No . | It is version 3.5 of plan No. 5 now ."},
		{"\"It is over,\" he wrote on X. Malcolm X. Hale posted to X.", "\" It is over , \" he wrote on X . | Malcolm X. Hale posted to X ."},
		{"Gen. Orm called Hun Sen.\n\nHe met John P.", "Gen. Orm called Hun Sen . | He met John P."},
		{"Heading here\n\nFirst line that is\nwrapped over two.", "Heading here | First line that is wrapped over two ."},
		{"Ahmed al-Sharaa cannot see the ministers’ cars...", "Ahmed al - Sharaa can not see the ministers ’ cars ..."},
		{"See https://example.org/a-b?c=1. Or write to desk@example.org.", "See https://example.org/a-b?c=1 . | Or write to desk@example.org ."},
	} {
		d := Doc("", c.text, "")
		var got []string
		for i := range d.Sentences {
			got = append(got, forms(d, i))
		}
		if g := strings.Join(got, " | "); g != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, g, c.want)
		}
		invariant(t, d)
	}
}

// invariant checks that tokens are in order, that what lies between them is
// white space only, and that sentences hold their tokens.
func invariant(t *testing.T, d *lang.Doc) {
	t.Helper()
	at, tok := 0, 0
	for i, s := range d.Sentences {
		if s.N < 1 || s.First != tok || s.Start < at {
			t.Fatalf("sentence %d out of order: %+v", i, s)
		}
		for _, w := range d.SentenceTokens(i) {
			if w.Start < at || w.End <= w.Start || !s.Contains(w.Span) || d.Slice(w.Span) != w.Form {
				t.Fatalf("token %+v after %d in %+v", w, at, s)
			}
			if gap := strings.TrimFunc(d.Text[at:w.Start], space); gap != "" {
				t.Fatalf("lost text %q", gap)
			}
			at = w.End
			tok++
		}
		if at != s.End {
			t.Fatalf("sentence %d ends at %d, its tokens at %d", i, s.End, at)
		}
	}
	if gap := strings.TrimFunc(d.Text[at:], space); gap != "" || tok != len(d.Tokens) {
		t.Fatalf("lost text %q, %d of %d tokens", gap, tok, len(d.Tokens))
	}
}

// A dateline is no part of the sentence after it.
func TestDateline(t *testing.T) {
	for text, want := range map[string]string{
		"VELM, March 9 (Reuters) - Envoys met.":           "VELM, March 9 (Reuters) -",
		"VELM, Orvana — \"We met,\" they said.":           "VELM, Orvana —",
		"Velm (AFP) -- Envoys met.":                       "Velm (AFP) --",
		"PORT OF VELM/ORVANA (Reuters) – Envoys met.":     "PORT OF VELM/ORVANA (Reuters) –",
		"NATO - an alliance of states - met.":             "NATO - an alliance of states - met.",
		"Velm – Orvana's port – is shut.":                 "Velm – Orvana's port – is shut.",
		"US-backed troops (and others) met in the town.":  "US-backed troops (and others) met in the town.",
		"VELM is a port, and the talks - here - went on.": "VELM is a port, and the talks - here - went on.",
	} {
		d := Doc("", text, "")
		if got := text[d.Sentences[0].Start:d.Sentences[0].End]; got != want {
			t.Errorf("%q: first sentence %q, want %q", text, got, want)
		}
	}
}

func FuzzDoc(f *testing.F) {
	for _, s := range []string{"", "A b. C d!\n\nE’s f-g", "\xff\xfe.\r\n- x\r\n1. y", "U.S.A.'s \"x.\" 'n' http://a.b/(c).", "don't cannot 5pm :) #x @y 1,2 3-4 \u2028z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { invariant(t, Doc("", s, "")) })
}

// TestHugeInput holds text that no person wrote to linear time.
func TestHugeInput(t *testing.T) {
	for _, s := range []string{"a-", "… ", "1-", ")", "one hundred ", "x\n", "non-", "a@", ". \" "} {
		text := strings.Repeat(s, 300000/len(s))
		at := time.Now()
		invariant(t, Doc("", text, ""))
		if took := time.Since(at); took > 3*time.Second {
			t.Errorf("%q over and over took %v", s, took)
		}
	}
}
