package encoder

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// build writes a model file of random weights.
func build(layers, width, heads, ffn int, pieces []string) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	b := []byte(magic)
	card, _ := json.Marshal(map[string]any{"name": "test", "layers": layers, "width": width, "heads": heads, "ffn": ffn})
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(card))), card...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(pieces)))
	for _, p := range pieces {
		b = append(append(b, byte(len(p))), p...)
	}
	type entry struct {
		name string
		kind byte
		dims []int
	}
	var list []entry
	add := func(name string, kind byte, dims ...int) { list = append(list, entry{name, kind, dims}) }
	add("emb.word", 1, len(pieces), width)
	add("emb.pos", 0, 256, width)
	add("emb.case", 0, 16, width)
	add("emb.ln.w", 0, width)
	add("emb.ln.b", 0, width)
	for i := range layers {
		for _, n := range []string{"q", "k", "v", "o", "ff1", "ff2"} {
			out, in := width, width
			if n == "ff1" {
				out = ffn
			} else if n == "ff2" {
				in = ffn
			}
			add(fmt.Sprintf("layer.%d.%s.w", i, n), 1, out, in)
			add(fmt.Sprintf("layer.%d.%s.b", i, n), 0, out)
		}
		for _, n := range []string{"ln1", "ln2"} {
			add(fmt.Sprintf("layer.%d.%s.w", i, n), 0, width)
			add(fmt.Sprintf("layer.%d.%s.b", i, n), 0, width)
		}
	}
	head := len(b) + 4
	for _, e := range list {
		head += 2 + len(e.name) + 1 + 4*len(e.dims) + 1 + 16
	}
	align := func(n int) int { return (n + 63) &^ 63 }
	at := align(head)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(list)))
	var data []byte
	pad := func() { data = append(data, make([]byte, align(len(data))-len(data))...) }
	for _, e := range list {
		b = append(binary.LittleEndian.AppendUint16(b, uint16(len(e.name))), e.name...)
		b = append(b, byte(len(e.dims)))
		size := 1
		for _, d := range e.dims {
			b = binary.LittleEndian.AppendUint32(b, uint32(d))
			size *= d
		}
		b = append(b, e.kind)
		scale := 0
		if e.kind == 1 {
			pad()
			scale = at + len(data)
			for range e.dims[0] {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(0.002))
			}
		}
		pad()
		b = binary.LittleEndian.AppendUint64(b, uint64(scale))
		b = binary.LittleEndian.AppendUint64(b, uint64(at+len(data)))
		for range size {
			if e.kind == 1 {
				data = append(data, byte(int8(rng.IntN(255)-127)))
			} else {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(rng.NormFloat64())*0.5))
			}
		}
	}
	b = append(append(b, make([]byte, at-len(b))...), data...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

var testPieces = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "minister", "##s", "said", "cafe", "-", ".", "un", "##known"}

func TestPieces(t *testing.T) {
	m, err := Load(build(1, 64, 2, 64, testPieces))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][]int32{
		"Ministers": {5, 6}, "Café": {8}, "the-said": {4, 9, 7}, "xyz": {1}, "": {1}, "unknown.": {11, 12, 10}, "\xff": {1},
	} {
		if got := m.AppendPieces(nil, word); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}

func TestKernelsAgree(t *testing.T) {
	m, err := Load(build(2, 96, 3, 160, testPieces))
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{1, 11, 30, 75, MaxWindow - 2} {
		ids, shapes := make([]int32, n), make([]uint8, n)
		for i := range ids {
			ids[i], shapes[i] = int32(rng.IntN(len(testPieces))), uint8(rng.IntN(16))
		}
		var want []float32
		for _, k := range kernels() {
			use(m, k)
			got := slices.Clone(m.NewState().Encode(ids, shapes))
			if want == nil {
				want = got
			}
			for i := range got {
				if got[i] != want[i] || math.IsNaN(float64(got[i])) {
					t.Fatalf("%s, %d pieces: value %d is %v, the plain kernel's is %v", k.name, n, i, got[i], want[i])
				}
			}
		}
	}
}

func use(m *Model, k *kernel) {
	m.kern = k
	for _, l := range m.layers {
		for _, x := range []*Linear{l.q, l.k, l.v, l.o, l.ff1, l.ff2} {
			x.use(k)
		}
	}
}

func TestFunctions(t *testing.T) {
	for x := float32(-9); x < 9; x += 0.00137 {
		v := []float32{x}
		GELU(v)
		want := float64(x) * 0.5 * math.Erfc(-float64(x)/math.Sqrt2)
		if math.Abs(float64(v[0])-want) > 1e-5 {
			t.Fatalf("GELU(%v) = %v, want %v", x, v[0], want)
		}
		if x <= 0 && math.Abs(float64(pow(x*8))/math.Exp2(float64(x*8))-1) > 4e-6 {
			t.Fatalf("pow(%v) = %v", x*8, pow(x*8))
		}
	}
	if pow(0) != 1 {
		t.Fatal(pow(0))
	}
}

func TestLoadDamaged(t *testing.T) {
	good := build(1, 64, 2, 64, testPieces)
	for _, cut := range []int{0, 5, 16, 60, len(good) / 2, len(good) - 1} {
		if _, err := Load(good[:cut]); err == nil {
			t.Errorf("cut at %d: no error", cut)
		}
	}
	bad := bytes.Clone(good)
	bad[len(bad)/2] ^= 1
	if _, err := Load(bad); err == nil {
		t.Error("flipped bit: no error")
	}
}

func FuzzLoad(f *testing.F) {
	good := build(1, 64, 2, 64, testPieces)
	f.Add(good[:len(good)-sha256.Size])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		sum := sha256.Sum256(b)
		if m, err := Load(append(bytes.Clone(b), sum[:]...)); err == nil {
			m.NewState().Encode([]int32{0, 1, 2}, []uint8{0, 15, 255})
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	m, err := Load(build(9, 384, 12, 1536, testPieces))
	if err != nil {
		b.Fatal(err)
	}
	ids := make([]int32, 120)
	for i := range ids {
		ids[i] = int32(i % len(testPieces))
	}
	for _, k := range kernels() {
		b.Run(k.name, func(b *testing.B) {
			use(m, k)
			s := m.NewState()
			for b.Loop() {
				s.Encode(ids, nil)
			}
			b.ReportMetric(float64(len(ids)*b.N)/b.Elapsed().Seconds(), "pieces/s")
		})
	}
}

// TestNewLinear compares a layer of rounded weights with the sums in full.
func TestNewLinear(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	const n, in, out = 5, 96, 70
	w, x, bias := make([]float32, out*in), make([]float32, n*in), make([]float32, out)
	for _, s := range [][]float32{w, x, bias} {
		for i := range s {
			s[i] = float32(rng.NormFloat64())
		}
	}
	m := &Model{kern: best()}
	l := m.NewLinear(out, in, func(o, i int) float32 { return w[o*in+i] }, bias)
	var q Quant
	q.Set(x, n, in)
	for _, k := range kernels() {
		l.use(k)
		y := make([]float32, n*out)
		l.Apply(y, &q)
		for r := range n {
			for o := range out {
				want := float64(bias[o])
				for i := range in {
					want += float64(w[o*in+i]) * float64(x[r*in+i])
				}
				if got := float64(y[r*out+o]); math.Abs(got-want) > 0.5 { // sums of 96 products, each off by some hundredths at most
					t.Errorf("%s, row %d, output %d: %v, want %v", k.name, r, o, got, want)
				}
			}
		}
	}
}

func TestDot(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	a, b := make([]float32, 100), make([]float32, 100)
	for i := range a {
		a[i], b[i] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
	}
	for _, n := range []int{0, 3, 32, 64, 96, 100} {
		var want float64
		for i := range n {
			want += float64(a[i]) * float64(b[i])
		}
		if got := Dot(a[:n], b); math.Abs(float64(got)-want) > 1e-4 {
			t.Errorf("of %d: %v, want %v", n, got, want)
		}
		for _, k := range kernels() {
			if got, plain := k.dot(a[:n&^31], b[:n&^31]), plain.dot(a[:n&^31], b[:n&^31]); got != plain {
				t.Errorf("%s, of %d: %v, the plain kernel's is %v", k.name, n&^31, got, plain)
			}
		}
	}
}

// TestAttention compares attention with what float64 gives.
func TestAttention(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	const n, heads, d = 45, 2, 32
	const w = heads * d
	q, k, v, got := make([]float32, n*w), make([]float32, n*w), make([]float32, n*w), make([]float32, n*w)
	for _, s := range [][]float32{q, k, v} {
		for i := range s {
			s[i] = float32(rng.NormFloat64())
		}
	}
	var a attention
	a.apply(&Model{Card: Card{Width: w, Heads: heads}, kern: best()}, got, q, k, v, n)
	for h := range heads {
		at := func(x []float32, i, j int) float64 { return float64(x[i*w+h*d+j]) }
		for i := range n {
			var sum float64
			var want [d]float64
			for j := range n {
				var score float64
				for c := range d {
					score += at(q, i, c) * at(k, j, c) / math.Sqrt(d)
				}
				like := math.Exp(score)
				sum += like
				for c := range d {
					want[c] += like * at(v, j, c)
				}
			}
			for c := range d {
				if diff := math.Abs(at(got, i, c) - want[c]/sum); diff > 0.03 { // of values of deviation 1, each off by a hundredth at most
					t.Errorf("head %d, piece %d, dimension %d: %v, want %v", h, i, c, at(got, i, c), want[c]/sum)
				}
			}
		}
	}
}
