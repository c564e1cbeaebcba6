package diff

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func show(list []Part) string {
	var b strings.Builder
	for _, p := range list {
		switch p.Op {
		case Same:
			b.WriteString(p.Text)
		case Gone:
			fmt.Fprintf(&b, "[-%s-]", p.Text)
		case New:
			fmt.Fprintf(&b, "{+%s+}", p.Text)
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"", "Ships left.", "{+Ships left.+}"},
		{"Ships left.", "", "[-Ships left.-]"},
		{"Ships left Port Selm.", "Ships left Port Selm.", "Ships left Port Selm."},
		{"Ships left.", "Ships  left.", "Ships  left."},
		{"Three ships left the port on Monday.", "Four ships left the port on Monday.", "[-Three -]{+Four +}ships left the port on Monday."},
		{"The last ships left the port.", "The last ships of Norrland left the port today.", "The last ships {+of Norrland +}left the [-port.-]{+port today.+}"},
		{"Ten crates of fish", "Two boxes of bread", "[-Ten crates of fish-]{+Two boxes of bread+}"},
		{"One.\n\nTwo.", "One.\n\nOne and a half.\n\nTwo.", "One.\n\n{+One and a half.\n\n+}Two."},
		{"One.\n\nTwo.", "One. Two.", "[-One.\n\n-]{+One. +}Two."},
	} {
		if got := show(Words(c.old, c.new)); got != c.want {
			t.Errorf("Words(%q, %q)\n got %q\nwant %q", c.old, c.new, got, c.want)
		}
	}
}

// Texts that share next to nothing are compared within bounds.
func TestManyEdits(t *testing.T) {
	var a, b strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&a, "a%d ", i)
		fmt.Fprintf(&b, "b%d ", i)
	}
	if got := Words("Start "+a.String()+"end", "Start "+b.String()+"end"); len(got) != 4 {
		t.Errorf("%d parts, want 4", len(got))
	}
}

// What is the same or new is the newer text; what is the same or gone has the
// words of the older.
func FuzzWords(f *testing.F) {
	f.Add("Ships left.\n\nAll of them.", "All ships left.\n\nSome of  them")
	f.Add(" left.\n0 of 0", "000000000 of")
	f.Add(" a b", "b\u00a0a \xff")
	f.Fuzz(func(t *testing.T, old, new string) {
		var before []string
		var after strings.Builder
		for _, p := range Words(old, new) {
			if p.Op != New {
				before = append(before, strings.Fields(p.Text)...)
			}
			if p.Op != Gone {
				after.WriteString(p.Text)
			}
		}
		if after.String() != new {
			t.Errorf("Words(%q, %q): the newer text comes back as %q", old, new, after.String())
		}
		if want := strings.Fields(old); !slices.Equal(before, want) {
			t.Errorf("Words(%q, %q): the older words come back as %q", old, new, before)
		}
	})
}
