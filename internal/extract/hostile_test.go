package extract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"readout/internal/record"
)

// numbered is a text n times, each with its number.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// Crafted pages end in a clear error, or in a report of what they say.
func TestHostilePages(t *testing.T) {
	const says = "<p>Envoys of the two states met in the harbour town of Velm on Sunday to talk about the grain.</p>"
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	for _, c := range []struct {
		what, body string
		want       error // nil for a report that says it
	}{
		{"10,000 deep", many("<div>", 10_000) + says, ErrTooDeep},
		{"10,000 deep, inline", many("<b>", 10_000) + says, ErrTooDeep},
		{"10,000 tables deep", many("<table><tr><td>", 10_000) + says, ErrTooDeep},
		{"a million deep", many("<div>", 1_000_000), ErrTooMany},
		{"16 MB of tags", many("<p>", 5_000_000) + says, ErrTooMany},
		{"45,000 texts 500 deep", many("<div>", 500) + many("<b>x</b>", 45_000), ErrTooDeep},
		{"many within each other", many("<aside>", 300) + many("<p>x</p>", 20_000), ErrTooDeep},
		{"400 fonts opened anew in 45,000 paragraphs", "<p>" + numbered("<font size=%d>", 400) + many("</p><p>x", 45_000), ErrLeftOpen},
		{"fonts closed where that closes none", "<p>" + numbered("<font size=%d><table><td></font></table>", 400) + many("</p><p>x", 45_000), ErrLeftOpen},
		{"3,000 bodies with attributes", numbered("<body a%d=b>", 3_000), ErrLeftOpen},
		{"attributes joined in one root", numbered("<html a%d=b>", 3_000), ErrLeftOpen},
		{"paragraphs with a tag left open", "<p><b>" + many("</p><p>x", 3_000) + says, nil},
		{"a headline of 100 kB", "<h1>" + many("- a", 100_000/3) + "</h1>" + says, nil},
		{"9,000 authors", numbered("<meta name=author content='Ana Petrov%d'>", 9_000) + says, nil},
		{"links that never close", many("<a>", 6_000) + says, nil},
		{"one element of 8 MB", `<div class="` + many("comment ", 1_000_000) + `">` + says + "</div>", nil},
		{"10,000 attributes", "<div " + many("a=b ", 10_000) + ">" + says + "</div>", nil},
		{"entities", says + "<p>" + many("&amp;&#x41;&hellip;&#999999999;&bogus;", 20_000) + "</p>", nil},
		{"an entity without end", says + "<p>&" + many("a", 1_000_000), nil},
		{"a comment without end", says + "<!--" + many("x", 1_000_000), nil},
		{"linked data of 10,000 authors", `<script type="application/ld+json">{"@type":"NewsArticle","author":[` + many(`{"name":"Ana Petrov"},`, 10_000) + `{}]}</script>` + says, nil},
		{"linked data 10,000 deep", `<script type="application/ld+json">` + many(`{"a":`, 10_000) + `</script>` + says, nil},
		{"a set that no one knows", `<meta charset="x-none">` + says, nil},
		{"a set that hides tags", `<meta charset="utf-7">` + says, nil},
		{"invalid UTF-8", `<meta charset="utf-8">` + says + "<p>" + many("caf\xe9 \xff ", 20) + many("naïve ", 3000) + "</p>", nil},
		{"NUL bytes in the text", strings.ReplaceAll(says, "Velm", "Ve\x00lm"), nil},
	} {
		rep, err := Report(&record.Page{Body: []byte("<!doctype html><html><body>" + c.body)}, Options{})
		switch {
		case !errors.Is(err, c.want):
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		case err == nil && !strings.Contains(rep.Text, "Envoys of the two states met in the harbour town of Velm"):
			t.Errorf("%s: %.200q", c.what, rep.Text)
		case err == nil && strings.ContainsRune(rep.Text, 0):
			t.Errorf("%s: a NUL byte in the text", c.what)
		}
	}
}

func TestLongText(t *testing.T) {
	_, err := Report(&record.Page{Body: []byte("# Envoys meet\n\n" + strings.Repeat("10 March 2026\n\n", maxText/15))}, Options{})
	if !errors.Is(err, ErrLongText) {
		t.Errorf("%v, want %v", err, ErrLongText)
	}
}
