package annotate

import "readout/internal/lang"

// argNone is the probability of no part at which a word is left out.
const argNone = 0.9

// askedFrom is the probability of an event from which a word is asked for parts.
const askedFrom = 0.03

// args finds the parts that the words of a trigger's sentence play in its event.
func (e *Engine) args(d *lang.Doc, s *scratch) {
	var p *pairing
	for _, sent := range d.Sentences {
		for t := sent.First; t < sent.First+sent.N; t++ {
			if d.Tokens[t].Told < askedFrom {
				continue
			}
			if p == nil {
				if p = e.pairing(s, "args", len(d.Tokens)); p == nil {
					return
				}
			}
			p.beside(t)
			for i := sent.First; i < sent.First+sent.N; i++ {
				if i == t {
					continue
				}
				if role, prob, none := p.label(i); none < argNone {
					d.Args = append(d.Args, lang.Arg{Trigger: t, Token: i, Role: role, Score: prob})
				}
			}
		}
	}
}

// around looks at the words of the back sentences before a trigger's, and keeps
// a part that is at least as likely as aroundFrom.
const (
	back       = 3
	aroundFrom = 0.05
)

// around finds the parts that actors named shortly before a trigger's sentence play in its event.
func (e *Engine) around(d *lang.Doc, s *scratch) {
	p := e.pairing(s, "around", len(d.Tokens))
	if p == nil {
		return
	}
	for n, sent := range d.Sentences {
		first := d.Sentences[max(0, n-back)].First
		for t := sent.First; t < sent.First+sent.N; t++ {
			if d.Tokens[t].Told < askedFrom {
				continue
			}
			p.beside(t)
			for i := first; i < sent.First; i++ {
				if u := d.Tokens[i].UPOS; u != "NOUN" && u != "PROPN" && u != "PRON" {
					continue
				}
				if role, prob, _ := p.label(i); prob >= aroundFrom {
					d.Around = append(d.Around, lang.Arg{Trigger: t, Token: i, Role: role, Score: prob})
				}
			}
		}
	}
}
