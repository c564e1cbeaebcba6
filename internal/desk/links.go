package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"readout/internal/merge"
)

// A ref is a link to an entry by its name.
type ref struct{ ID, Name string }

// kinds are the kinds of entries by the letter that their ids begin with.
var kinds = map[string]string{"a": "actor", "p": "place", "e": "event", "s": "statement", "t": "situation", "y": "story", "r": "report", "f": "family"}

// kindOf is the kind of the entry that an id names, "" where it names none.
func kindOf(id string) string {
	if id == "" {
		return ""
	}
	return kinds[id[:1]]
}

// URL is the address of the page of an entry.
func (r ref) URL() string { return entryURL(r.ID) }

func entryURL(id string) string {
	if k := kindOf(id); k != "" {
		return "/" + k + "/" + id
	}
	return ""
}

// quoteURL is the address of a quote in its report.
func quoteURL(report string, start, end int) string {
	return fmt.Sprintf("/report/%s?at=%d-%d#here", report, start, end)
}

// names are the titles of entries by id.
type names map[string]string

// ref is the link to an entry; one without a name goes by its id.
func (n names) ref(id string) ref { return ref{id, cmp.Or(n[id], id)} }

func (n names) refs(ids []string) []ref {
	out := make([]ref, 0, len(ids))
	for _, id := range ids {
		out = append(out, n.ref(id))
	}
	return out
}

// present are links as of refs; what has gone into another entry has no page
// to lead to.
func (n names) present(ids []string) []ref {
	out := n.refs(ids)
	for i, id := range ids {
		if _, ok := n[id]; !ok {
			out[i].ID = ""
		}
	}
	return out
}

// names looks up the titles of all entries that lists name.
func (d *desk) names(ctx context.Context, lists ...[]string) (names, error) {
	all := slices.Concat(lists...)
	slices.Sort(all)
	all = slices.Compact(all)
	return d.Store.Titles(ctx, all)
}

// A backing is what stands behind a fact, as pages show it.
type backing struct {
	Origins     []string
	Families    []ref
	First, Last string
}

func (n names) backing(s merge.Support) backing {
	return backing{s.Origins, n.refs(s.Families), s.First, s.Last}
}
