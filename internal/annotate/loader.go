package annotate

import "readout/internal/encoder"

// A loader reads the tensors of a head until one is missing or of another
// shape, and keeps that error.
type loader struct {
	m   *encoder.Model
	err error
}

// float reads a tensor of float32.
func (l *loader) float(name string, dims ...int) (v []float32) {
	if l.err == nil {
		v, l.err = l.m.Float(name, dims...)
	}
	return v
}

// linear reads a layer of 8-bit weights; out may be -1 for any.
func (l *loader) linear(name string, out, in int) (v *encoder.Linear) {
	if l.err == nil {
		v, l.err = l.m.Linear(name, out, in)
	}
	return v
}

// matrix reads a layer of float32 weights and its bias.
func (l *loader) matrix(name string, out, in int) (*encoder.Matrix, []float32) {
	w, b := l.float(name+".w", out, in), l.float(name+".b", out)
	if l.err != nil {
		return nil, nil
	}
	return l.m.NewMatrix(in, out, func(i, o int) float32 { return w[o*in+i] }), b
}
