package annotate

import "readout/internal/lang"

// reach is how many sentences before and after its own a cue's source and
// content are looked for in.
const reach = 1

// attribution finds cues and, for each, the words of its source and content
// (Newell, Margolin and Ruths 2018).
func (e *Engine) attribution(d *lang.Doc, s *scratch) {
	e.label(s, "cue", len(d.Tokens), func(i int, l string) { d.Tokens[i].Cue = l != "O" })
	p := e.pairing(s, "attr", len(d.Tokens))
	if p == nil {
		return
	}
	for n, sent := range d.Sentences {
		for _, c := range runs(sent.First, sent.First+sent.N, func(i int) bool { return d.Tokens[i].Cue }) {
			p.beside(c.first)
			from := d.Sentences[max(n-reach, 0)].First
			last := d.Sentences[min(n+reach, len(d.Sentences)-1)]
			a := lang.Attribution{Cue: []lang.Span{span(d, c)}}
			parts(d, p, from, last.First+last.N, &a)
			if len(a.Source)+len(a.Content) > 0 {
				d.Attributions = append(d.Attributions, a)
			}
		}
	}
}

// parts sets the source and content of the cue that p is fixed to.
func parts(d *lang.Doc, p *pairing, from, to int, a *lang.Attribution) {
	labels := make([]string, to-from)
	for i := range labels {
		if l, prob, none := p.label(from + i); prob > none {
			labels[i] = l
		}
	}
	bridge(d, labels, from)
	for _, r := range runs(from, to, func(i int) bool { return labels[i-from] == "source" }) {
		a.Source = append(a.Source, span(d, r))
		for i := r.first; i <= r.last; i++ {
			d.Tokens[i].Source = true
		}
	}
	for _, r := range runs(from, to, func(i int) bool { return labels[i-from] == "content" }) {
		a.Content = append(a.Content, span(d, r))
		for i := r.first; i <= r.last; i++ {
			d.Tokens[i].Quoted = true
		}
	}
}

// bridge gives a mark or a word left out between two words of one label theirs.
func bridge(d *lang.Doc, labels []string, from int) {
	for i := 1; i+1 < len(labels); i++ {
		if labels[i] == "" && labels[i-1] != "" && labels[i-1] == labels[i+1] && !d.Tokens[from+i].Cue {
			labels[i] = labels[i-1]
		}
	}
}

// A run is a stretch of words, both ends within it.
type run struct{ first, last int }

// runs returns the longest stretches of from..to whose words all hold.
func runs(from, to int, is func(i int) bool) []run {
	var out []run
	for i := from; i < to; i++ {
		if !is(i) {
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
