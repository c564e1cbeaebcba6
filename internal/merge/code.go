package merge

import (
	"encoding/binary"
	"hash/maphash"
	"math"
)

// An encoder writes the parts of a digest: numbers as varints, strings with
// their length, sorted numbers as gaps.
type encoder struct{ b []byte }

func (e *encoder) uint(v uint64)   { e.b = binary.AppendUvarint(e.b, v) }
func (e *encoder) int(v int)       { e.b = binary.AppendVarint(e.b, int64(v)) }
func (e *encoder) float(v float64) { e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(v)) }
func (e *encoder) fixed(v uint64)  { e.b = binary.LittleEndian.AppendUint64(e.b, v) }

func (e *encoder) str(list ...string) {
	for _, s := range list {
		e.uint(uint64(len(s)))
		e.b = append(e.b, s...)
	}
}

func (e *encoder) ints(list []int) {
	e.uint(uint64(len(list)))
	for _, v := range list {
		e.int(v)
	}
}

func (e *encoder) sorted(list []uint32) {
	e.uint(uint64(len(list)))
	last := uint32(0)
	for _, v := range list {
		e.uint(uint64(v - last))
		last = v
	}
}

// A decoder reads what an encoder wrote. Once the bytes are not as they
// should be, it is bad and everything it reads is zero.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) fail() { d.b, d.bad = nil, true }

func (d *decoder) uint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

func (d *decoder) fixed() uint64 {
	if len(d.b) < 8 {
		d.fail()
		return 0
	}
	v := binary.LittleEndian.Uint64(d.b)
	d.b = d.b[8:]
	return v
}

func (d *decoder) float() float64 { return math.Float64frombits(d.fixed()) }

// count reads how many entries follow; each takes a byte at least.
func (d *decoder) count() int {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) bytes() []byte {
	n := d.count()
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

func (d *decoder) str() string { return string(d.bytes()) }

// name reads a string as its number in a table.
func (d *decoder) name(t *table) uint32 { return t.number(d.bytes()) }

// refs reads indexes below n, adds them to a list and says how many there are.
func (d *decoder) refs(list []int32, n int) []int32 {
	for range d.count() {
		if v := d.int(); 0 <= v && v < n {
			list = append(list, int32(v))
		}
	}
	return list
}

func (d *decoder) sorted(list []uint32) []uint32 {
	last := uint32(0)
	for range d.count() {
		last += uint32(d.uint())
		list = append(list, last)
	}
	return list
}

// A table numbers strings, so that one that stands in many reports is held
// once. The empty string is 0.
//
// It is a hash table of numbers alone: a map from strings would hold each
// string's header once more.
type table struct {
	seed  maphash.Seed
	slots []uint32 // numbers by hash, 0 for none; a power of two of them
	list  []string
}

func newTable() *table { return &table{maphash.MakeSeed(), make([]uint32, 1<<10), []string{""}} }

func (t *table) number(b []byte) uint32 {
	if len(b) == 0 {
		return 0
	}
	at := t.slot(maphash.Bytes(t.seed, b))
	for ; t.slots[at] != 0; at = t.next(at) {
		if n := t.slots[at]; t.list[n] == string(b) {
			return n
		}
	}
	return t.add(at, string(b))
}

func (t *table) of(s string) uint32 {
	if s == "" {
		return 0
	}
	at := t.slot(maphash.String(t.seed, s))
	for ; t.slots[at] != 0; at = t.next(at) {
		if n := t.slots[at]; t.list[n] == s {
			return n
		}
	}
	return t.add(at, s)
}

func (t *table) slot(hash uint64) int { return int(hash & uint64(len(t.slots)-1)) }
func (t *table) next(at int) int      { return (at + 1) & (len(t.slots) - 1) }

// add gives a string a number, which belongs in a free slot.
func (t *table) add(at int, s string) uint32 {
	n := uint32(len(t.list))
	t.slots[at] = n
	t.list = append(t.list, s)
	if len(t.list)*4 > len(t.slots)*3 {
		t.grow()
	}
	return n
}

func (t *table) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	for n, s := range t.list[1:] {
		at := t.slot(maphash.String(t.seed, s))
		for t.slots[at] != 0 {
			at = t.next(at)
		}
		t.slots[at] = uint32(n + 1)
	}
}

// A pile hands out short lists from long ones, which costs less than one
// allocation for each.
type pile[T any] struct{ free []T }

func (p *pile[T]) keep(list []T) []T {
	out := p.make(len(list))
	copy(out, list)
	return out
}

func (p *pile[T]) make(n int) []T {
	const atOnce = 1 << 16
	if n == 0 {
		return nil
	}
	if len(p.free) < n {
		p.free = make([]T, max(atOnce, n))
	}
	out := p.free[:n:n]
	p.free = p.free[n:]
	return out
}

// mix adds a number to a sum of what an entry is made of.
func mix(sum uint64, values ...uint64) uint64 {
	for _, v := range values {
		sum = (sum ^ v) * 0x9E3779B97F4A7C15
		sum ^= sum >> 32
	}
	return sum
}
