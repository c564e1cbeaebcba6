package annotate

import (
	"strings"

	"readout/internal/lang"
)

// attribution marks cues, sources and contents, and joins them: in a sentence
// each cue takes the nearest source and the contents nearest to it.
func (e *Engine) attribution(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	mark := func(i int, kind string) {
		t := &d.Tokens[i]
		t.Cue, t.Source, t.Quoted = t.Cue || kind == "cue", t.Source || kind == "source", t.Quoted || kind == "content"
	}
	for _, name := range []string{"cue", "source", "content"} {
		e.label(s, name, n, func(i int, l string) {
			if l != "O" {
				mark(i, name)
			}
		})
	}
	e.label(s, "attribution", n, func(i int, l string) {
		if _, kind, ok := strings.Cut(l, "-"); ok {
			mark(i, strings.ToLower(kind))
		}
	})
	for _, sent := range d.Sentences {
		group(d, sent)
	}
}

type run struct{ first, last int }

func group(d *lang.Doc, sent lang.Sentence) {
	cues := runs(d, sent, func(t *lang.Token) bool { return t.Cue })
	if len(cues) == 0 {
		return
	}
	at := make([]lang.Attribution, len(cues))
	for i, c := range cues {
		at[i].Cue = []lang.Span{span(d, c)}
		if r, ok := nearest(c, runs(d, sent, func(t *lang.Token) bool { return t.Source })); ok {
			at[i].Source = []lang.Span{span(d, r)}
		}
	}
	for _, r := range runs(d, sent, func(t *lang.Token) bool { return t.Quoted }) {
		c, _ := nearest(r, cues)
		for i := range cues {
			if cues[i] == c {
				at[i].Content = append(at[i].Content, span(d, r))
			}
		}
	}
	d.Attributions = append(d.Attributions, at...)
}

func runs(d *lang.Doc, sent lang.Sentence, is func(*lang.Token) bool) []run {
	var out []run
	for i := sent.First; i < min(sent.First+sent.N, len(d.Tokens)); i++ {
		if !is(&d.Tokens[i]) {
			continue
		}
		if k := len(out) - 1; k >= 0 && out[k].last == i-1 {
			out[k].last = i
		} else {
			out = append(out, run{i, i})
		}
	}
	return out
}

func span(d *lang.Doc, r run) lang.Span {
	return lang.Span{Start: d.Tokens[r.first].Start, End: d.Tokens[r.last].End}
}

func nearest(to run, list []run) (best run, ok bool) {
	top := 0
	for _, r := range list {
		if gap := max(r.first-to.last, to.first-r.last); !ok || gap < top {
			best, top, ok = r, gap, true
		}
	}
	return best, ok
}
