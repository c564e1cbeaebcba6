// Package encoder runs a small BERT encoder on the processor: it reads a model
// file in place, cuts words into pieces, and turns windows of pieces into
// vectors. Its large matrices hold 8-bit integers.
package encoder

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"unsafe"
)

const magic = "readout model 1\n"

// A HeadCard names a head and its labels.
type HeadCard struct {
	Name   string   `json:"name"`
	Labels []string `json:"labels"`
}

// A Card describes a model. It marshals to the JSON it was read from.
type Card struct {
	Name   string     `json:"name"`
	Layers int        `json:"layers"`
	Width  int        `json:"width"`
	Heads  int        `json:"heads"`
	FFN    int        `json:"ffn"`
	List   []HeadCard `json:"heads_list"`
	Pairs  []HeadCard `json:"pairs"`
	Rels   []string   `json:"rels"`
	Scales []Scale    `json:"scales"`
	raw    json.RawMessage
}

// A Scale names what is weighed by the vectors of words, and the sizes of its
// tensors.
type Scale struct {
	Name  string   `json:"name"`
	Kinds []string `json:"kinds"` // of what the words tell
	Sorts int      `json:"sorts"` // how many ways there are for a thing to stand to it
	Parts int      `json:"parts"` // how many log odds a thing has
	Known int      `json:"known"` // how many other numbers
	Width int      `json:"width"` // of its hidden layer
}

// MarshalJSON returns the card as the file has it.
func (c Card) MarshalJSON() ([]byte, error) { return c.raw, nil }

type tensor struct {
	dims  []int
	kind  byte
	scale []float32
	f     []float32
	q     []int8
}

// A Model is a loaded model file. It does not change; goroutines share it.
type Model struct {
	Card    Card
	pieces  map[string]int32
	unk     int32
	cls     int32
	sep     int32
	tensors map[string]*tensor
	word    *tensor
	pos     *tensor
	shape   []float32 // a row for each shape of a word; none in a model that does not tell shapes apart here
	embLN   layerNorm
	layers  []layer
	kern    *kernel
}

type layerNorm struct{ w, b []float32 }

type layer struct {
	q, k, v, o, ff1, ff2 *Linear
	ln1, ln2             layerNorm
}

// fileReader reads the head of a model file; its first error sticks.
type fileReader struct {
	b   []byte
	at  int
	err error
}

func (r *fileReader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.b)-r.at {
		if r.err == nil {
			r.err = errors.New("model file is cut short")
		}
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

func (r *fileReader) uint(n int) uint64 {
	var v uint64
	for i, c := range r.take(n) {
		v |= uint64(c) << (8 * i)
	}
	return v
}

// Load reads a model file. The model keeps data, which must not change.
func Load(data []byte) (*Model, error) {
	if len(data) < len(magic)+sha256.Size || string(data[:len(magic)]) != magic {
		return nil, errors.New("not a readout model file")
	}
	body := data[:len(data)-sha256.Size]
	if sha256.Sum256(body) != [sha256.Size]byte(data[len(body):]) {
		return nil, errors.New("model file is damaged: its checksum differs")
	}
	r := &fileReader{b: body, at: len(magic)}
	m := &Model{tensors: map[string]*tensor{}, kern: best()}
	raw := r.take(int(r.uint(4)))
	if r.err != nil {
		return nil, r.err
	}
	if err := json.Unmarshal(raw, &m.Card); err != nil {
		return nil, fmt.Errorf("model card: %w", err)
	}
	m.Card.raw = raw
	m.readPieces(r)
	for n := r.uint(4); n > 0 && r.err == nil; n-- {
		m.readTensor(r)
	}
	if r.err != nil {
		return nil, r.err
	}
	return m, m.build()
}

func (m *Model) readPieces(r *fileReader) {
	n := int(r.uint(4))
	if n > len(r.b) {
		r.err = errors.New("model file counts too many pieces")
		return
	}
	m.pieces = make(map[string]int32, n)
	for i := 0; i < n && r.err == nil; i++ {
		m.pieces[string(r.take(int(r.uint(1))))] = int32(i)
	}
}

func (m *Model) readTensor(r *fileReader) {
	name := string(r.take(int(r.uint(2))))
	t := &tensor{}
	size := 1
	for n := r.uint(1); n > 0 && r.err == nil; n-- {
		d := int(r.uint(4))
		t.dims = append(t.dims, d)
		if d <= 0 || size > len(r.b)/d {
			r.err = fmt.Errorf("tensor %q: size is out of range", name)
			return
		}
		size *= d
	}
	t.kind = byte(r.uint(1))
	scale, at := r.uint(8), r.uint(8)
	if r.err != nil {
		return
	}
	switch {
	case len(t.dims) == 0 || t.kind > 1:
		r.err = fmt.Errorf("tensor %q: unknown kind", name)
	case t.kind == 0:
		t.f, r.err = floats(r.b, at, size)
	default:
		if t.scale, r.err = floats(r.b, scale, t.dims[0]); r.err != nil {
			return
		}
		if at > uint64(len(r.b)) || uint64(size) > uint64(len(r.b))-at {
			r.err = fmt.Errorf("tensor %q: data is out of range", name)
			return
		}
		t.q = unsafe.Slice((*int8)(unsafe.Pointer(&r.b[at])), size)
	}
	m.tensors[name] = t
}

// floats views n float32 in place, or copies them where b is not aligned or the
// machine is not little-endian.
func floats(b []byte, at uint64, n int) ([]float32, error) {
	if at > uint64(len(b)) || uint64(n)*4 > uint64(len(b))-at {
		return nil, errors.New("model file: tensor data is out of range")
	}
	b = b[at:]
	p := unsafe.Pointer(&b[0])
	if uintptr(p)%4 == 0 && binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return unsafe.Slice((*float32)(p), n), nil
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out, nil
}

// Float returns a float32 tensor's values, checked against its dimensions.
func (m *Model) Float(name string, dims ...int) ([]float32, error) {
	t, err := m.tensor(name, 0, dims)
	if err != nil {
		return nil, err
	}
	return t.f, nil
}

// Has reports whether the model has a tensor.
func (m *Model) Has(name string) bool { return m.tensors[name] != nil }

func (m *Model) tensor(name string, kind byte, dims []int) (*tensor, error) {
	t := m.tensors[name]
	if t == nil {
		return nil, fmt.Errorf("model has no tensor %q", name)
	}
	ok := t.kind == kind && len(t.dims) == len(dims)
	for i := 0; ok && i < len(dims); i++ {
		ok = dims[i] == t.dims[i] || dims[i] < 0
	}
	if !ok {
		return nil, fmt.Errorf("tensor %q has dimensions %v of kind %d, not %v of kind %d", name, t.dims, t.kind, dims, kind)
	}
	return t, nil
}

// Rows returns the first dimension of a tensor, 0 if there is none such.
func (m *Model) Rows(name string) int {
	if t := m.tensors[name]; t != nil {
		return t.dims[0]
	}
	return 0
}

func (m *Model) build() error {
	c := m.Card
	if c.Width < 64 || c.Width > 8192 || c.Heads < 1 || c.Width%c.Heads != 0 || c.Width/c.Heads%32 != 0 || c.Layers < 1 || c.Layers > 64 || c.FFN < 1 || c.FFN%8 != 0 || c.FFN > 1<<16 {
		return errors.New("model card: sizes are out of range")
	}
	for name, at := range map[string]*int32{"[UNK]": &m.unk, "[CLS]": &m.cls, "[SEP]": &m.sep} {
		id, ok := m.pieces[name]
		if !ok {
			return errors.New("model has no special pieces")
		}
		*at = id
	}
	var err error
	if m.word, err = m.tensor("emb.word", 1, []int{len(m.pieces), c.Width}); err != nil {
		return err
	}
	if m.pos, err = m.tensor("emb.pos", 0, []int{-1, c.Width}); err != nil {
		return err
	}
	if m.pos.dims[0] < MaxWindow {
		return errors.New("model has too few positions")
	}
	if m.Has("emb.case") {
		if m.shape, err = m.Float("emb.case", -1, c.Width); err != nil {
			return err
		}
	}
	if m.embLN, err = m.norm("emb.ln"); err != nil {
		return err
	}
	for i := range c.Layers {
		l, err := m.layer(i)
		if err != nil {
			return err
		}
		m.layers = append(m.layers, l)
	}
	return nil
}

func (m *Model) norm(name string) (layerNorm, error) {
	w, err := m.Float(name+".w", m.Card.Width)
	if err != nil {
		return layerNorm{}, err
	}
	b, err := m.Float(name+".b", m.Card.Width)
	return layerNorm{w, b}, err
}

func (m *Model) layer(i int) (l layer, err error) {
	w, f := m.Card.Width, m.Card.FFN
	for _, p := range []struct {
		name    string
		at      **Linear
		out, in int
	}{{"q", &l.q, w, w}, {"k", &l.k, w, w}, {"v", &l.v, w, w}, {"o", &l.o, w, w}, {"ff1", &l.ff1, f, w}, {"ff2", &l.ff2, w, f}} {
		if *p.at, err = m.Linear(fmt.Sprintf("layer.%d.%s", i, p.name), p.out, p.in); err != nil {
			return l, err
		}
	}
	if l.ln1, err = m.norm(fmt.Sprintf("layer.%d.ln1", i)); err != nil {
		return l, err
	}
	l.ln2, err = m.norm(fmt.Sprintf("layer.%d.ln2", i))
	return l, err
}
