// Package annotate fills the layers of a document with a model: tags, trees,
// names, attributions and predicates. Layers whose head the model lacks stay empty.
package annotate

import (
	"sync"

	"readout/internal/encoder"
	"readout/internal/lang"
)

const (
	windowPieces = encoder.MaxWindow - 2 // of whole sentences, or of a part of a longer one
	shapeWidth   = 32
)

// An Engine annotates documents. Goroutines share it.
type Engine struct {
	model  *encoder.Model
	width  int // of a word's vector with its shape
	shape  []float32
	heads  map[string]*head
	pairs  map[string]*pairHead
	tree   *treeHead
	linker *linker
	scales map[string]*scale

	cueSegments, partSegments *segmenter
	pool                      sync.Pool
}

// scratch is the working memory of one call.
type scratch struct {
	state  *encoder.State
	pieces []int32
	shapes []uint8 // of the word of each piece
	own    []uint8 // shape of each word
	word   []int32
	first  []int     // first piece of each word, and the end
	x      []float32 // a vector for each word of the document
	quant  encoder.Quant
	hidden []float32
	out    []float32

	arena   arena
	heads   []int        // of the words of a tree, each once
	row     []float32    // vectors of some heads
	layers  [2][]float32 // of the words, or words and root, as a head sees them
	lattice lattice
	scores  []float32 // of the labels of each word
	sums    [2][]float32
	steps   []uint8
	path    []uint8
}

// New returns an engine for a model.
func New(m *encoder.Model) (*Engine, error) {
	e := &Engine{model: m, width: m.Card.Width + shapeWidth, heads: map[string]*head{}, pairs: map[string]*pairHead{}}
	e.pool.New = func() any { return &scratch{state: m.NewState()} }
	var err error
	if e.shape, err = m.Float("emb.shape", 16, shapeWidth); err != nil {
		return nil, err
	}
	for _, c := range m.Card.List {
		if c.Name == "tree" || len(c.Labels) == 0 {
			continue
		}
		if e.heads[c.Name], err = newHead(m, c, e.width); err != nil {
			return nil, err
		}
	}
	for _, c := range m.Card.Pairs {
		if e.pairs[c.Name], err = newPairHead(m, c, e.width); err != nil {
			return nil, err
		}
	}
	if m.Has("tree.arc.u") && len(m.Card.Rels) > 0 {
		if e.tree, err = newTreeHead(m, e.width); err != nil {
			return nil, err
		}
	}
	if e.scales, err = newScales(m, e.width); err != nil {
		return nil, err
	}
	if e.linker, err = newLinker(chainsTable); err != nil {
		return nil, err
	}
	if e.cueSegments, err = newSegmenter(attributionTable, "cue"); err != nil {
		return nil, err
	}
	if e.partSegments, err = newSegmenter(attributionTable, "part"); err != nil {
		return nil, err
	}
	return e, nil
}

// Annotate fills the layers of d.
func (e *Engine) Annotate(d *lang.Doc) {
	if len(d.Tokens) == 0 {
		return
	}
	s := e.pool.Get().(*scratch)
	defer e.pool.Put(s)
	e.encode(d, s)
	e.tags(d, s)
	e.trees(d, s)
	e.names(d, s)
	e.predicates(d, s)
	e.attribution(d, s)
	e.args(d, s)
	e.around(d, s)
	e.relations(d, s)
	e.again(d, s)
	e.chains(d, s)
	e.scale(d, s)
}

// encode sets a vector for every word, window by window.
func (e *Engine) encode(d *lang.Doc, s *scratch) {
	s.pieces, s.first, s.shapes, s.own = s.pieces[:0], s.first[:0], s.shapes[:0], grow(s.own, len(d.Tokens))
	clear(s.own)
	for _, sent := range d.Sentences {
		for i := sent.First; i < min(sent.First+sent.N, len(d.Tokens)); i++ {
			s.own[i] = uint8(shapeOf(d.Tokens[i].Form, i == sent.First))
		}
	}
	for i := range d.Tokens {
		s.first = append(s.first, len(s.pieces))
		s.pieces = e.model.AppendPieces(s.pieces, d.Tokens[i].Form)
		for len(s.shapes) < len(s.pieces) {
			s.shapes = append(s.shapes, s.own[i])
		}
	}
	s.first = append(s.first, len(s.pieces))
	s.x = make([]float32, len(d.Tokens)*e.width) // the document keeps it
	from, to := 0, 0
	for _, sent := range d.Sentences {
		end := min(sent.First+sent.N, len(d.Tokens))
		if s.first[end]-s.first[from] > windowPieces {
			e.window(d, s, from, to)
			from = to
		}
		to = end
		if s.first[to]-s.first[from] > windowPieces {
			e.window(d, s, from, to)
			from = to
		}
	}
	e.window(d, s, from, to)
	for i := range d.Tokens {
		copy(s.x[i*e.width+e.model.Card.Width:(i+1)*e.width], e.shape[int(s.own[i])*shapeWidth:])
	}
}

// window encodes the words from..to, cut at word borders where they are too many.
func (e *Engine) window(d *lang.Doc, s *scratch, from, to int) {
	w := e.model.Card.Width
	for from < to {
		end := from + 1
		for end < to && s.first[end+1]-s.first[from] <= windowPieces {
			end++
		}
		base := s.first[from]
		vec := s.state.Encode(s.pieces[base:s.first[end]], s.shapes[base:s.first[end]])
		for i := from; i < end; i++ {
			row, n := s.x[i*e.width:][:w], 0
			for p := s.first[i] - base; p < s.first[i+1]-base && (p+1)*w <= len(vec); p++ {
				for j, v := range vec[p*w : (p+1)*w] {
					row[j] += v
				}
				n++
			}
			for j := range row {
				row[j] /= float32(max(n, 1))
			}
		}
		from = end
	}
}
