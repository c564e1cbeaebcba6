package event

import (
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

// How near a phrase stands to a trigger.
const (
	apart  = iota
	beside // in the clauses around
	within // in the trigger's own clause
	under  // hangs from the trigger
)

// nearness says how near token k stands to trigger i in the tree.
func (f *finder) nearness(k, i int) int {
	if f.tree.Under(k, i) {
		return under
	}
	verb := f.verbAbove(k)
	switch {
	case verb < 0:
		return apart
	case verb == i, !verbal(f.doc.Tokens[i].UPOS) && verb == f.verbAbove(i):
		return within
	case verb != i && f.reaches(i, verb):
		return beside
	}
	return apart
}

// verbAbove returns the nearest verb above a token, -1 for none.
func (f *finder) verbAbove(k int) int {
	for _, h := range f.tree.Above(k) {
		if f.doc.Tokens[h].UPOS == "VERB" {
			return h
		}
	}
	return -1
}

// reaches reports whether verb is above i with no clause of its own between
// that is said, thought or told of another.
func (f *finder) reaches(i, verb int) bool {
	for at, hops := i, 0; at >= 0 && hops < 8; at, hops = f.tree.Head(at), hops+1 {
		if at == verb {
			return true
		}
		switch f.tree.Rel(at) {
		case "ccomp", "parataxis", "acl:relcl":
			return false
		}
	}
	return false
}

// places returns the places named nearest to token i.
func (f *finder) places(i int) []string {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	best := apart
	var out []string
	for k := s.First; k < s.First+s.N; k++ {
		id, ok := f.in.Places.At(k)
		if !ok {
			continue
		}
		n := f.nearness(k, i)
		if n > best {
			best, out = n, nil
		}
		if n == best && n > apart && len(out) < 3 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// when returns the time told nearest to token i, cut at the day of publication.
func (f *finder) when(i int, fact string) *record.When {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	best, at := apart, -1
	for k := range f.doc.Times {
		t := &f.doc.Times[k]
		if !s.Contains(t.Span) || t.Type == "DURATION" || t.Type == "SET" || t.Start == "" && t.End == "" || vague[strings.ToLower(f.doc.Slice(t.Span))] {
			continue
		}
		if n := f.nearness(f.first(t.Span, s), i); n > best {
			best, at = n, k
		}
	}
	if at < 0 {
		return nil
	}
	t := f.doc.Times[at]
	text := f.doc.Slice(t.Span)
	start, end := cut(t.Start, t.End, f.doc.Published, fact)
	return &record.When{Start: optional(start), End: optional(end), Text: &text}
}

// vague lists times that tell no day.
var vague = map[string]bool{"now": true, "currently": true, "today's": true, "recently": true, "at the time": true}

// first returns the token that a span begins with.
func (f *finder) first(span lang.Span, s lang.Sentence) int {
	for k := s.First; k < s.First+s.N; k++ {
		if span.Contains(f.doc.Tokens[k].Span) {
			return k
		}
	}
	return s.First
}

// cut ends what has happened, and begins what will, on the day of publication
// where the time told runs over it: "this week".
func cut(start, end, published, fact string) (string, string) {
	if published == "" || start == "" || end == "" || start == end || published < start || end < published {
		return start, end
	}
	if fact == codebook.Planned {
		return published, end
	}
	return start, published
}
