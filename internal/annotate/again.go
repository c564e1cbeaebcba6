package annotate

import "readout/internal/lang"

// mostLater bounds the later words that each is compared with.
const mostLater = 300

// again says of each two words that may tell events how likely the later tells
// the happening that the earlier tells.
func (e *Engine) again(d *lang.Doc, s *scratch) {
	var words []int
	for i := range d.Tokens {
		if len(d.Tokens[i].Tells) > 0 {
			words = append(words, i)
		}
	}
	if len(words) < 2 {
		return
	}
	p := e.pairing(s, "again", len(d.Tokens))
	if p == nil {
		return
	}
	for k, i := range words {
		p.beside(i)
		for _, j := range words[k+1 : min(len(words), k+1+mostLater)] {
			d.Again = append(d.Again, lang.Again{Earlier: int32(i), Later: int32(j), Score: p.score(j)[0]})
		}
	}
}
