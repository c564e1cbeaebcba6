package export

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a report holds stays one field on one line, and begins no formula;
// whatever an address holds is options that are sound, or an error.
func FuzzText(f *testing.F) {
	for _, s := range []string{"=cmd|'/c calc'!A1", "a\tb\r\nc\x00\u202e\u2028", "javascript:alert(1)", " \u00a0=1", "\xff\xfe", "1. x", "https://a.example/\" onload=x", "format=csv&kind=event&since=2026-02-30", "kind=event,actor&limit=-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := safe(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\t\r\n\u2028\u2029\u202e\u2066\x1b") {
			t.Errorf("safe(%q) = %q", s, got)
		}
		if cell := inert(got); strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "-") || strings.HasPrefix(cell, "@") {
			t.Errorf("inert(%q) = %q", got, cell)
		}
		if u := webAddress(s); u != "" && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
			t.Errorf("webAddress(%q) = %q", s, u)
		}
		text := md(got)
		for k := range len(text) {
			if strings.IndexByte("<[`*_", text[k]) >= 0 && (k == 0 || text[k-1] != '\\') {
				t.Errorf("md(%q) = %q", got, text)
			}
		}
		if o, err := Parse(s); err == nil && (o.Validate() != nil || o.FileName() == "") {
			t.Errorf("Parse(%q) = %+v", s, o)
		}
	})
}
