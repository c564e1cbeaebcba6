package export

import "encoding/binary"

// Types of fields in Thrift's compact protocol.
const (
	thriftI32    = 5
	thriftI64    = 6
	thriftBinary = 8
	thriftList   = 9
	thriftStruct = 12
)

// A thrift writes one structure after another in Thrift's compact protocol,
// in which Parquet keeps its headers: as much of it as Parquet needs.
type thrift struct {
	b    []byte
	last []int16 // field written last in each open structure
}

func (t *thrift) open()  { t.last = append(t.last, 0) }
func (t *thrift) close() { t.b = append(t.b, 0); t.last = t.last[:len(t.last)-1] }

// field begins a field. Fields of a structure are written in order of number.
func (t *thrift) field(id int16, kind byte) {
	top := &t.last[len(t.last)-1]
	t.b = append(t.b, byte(id-*top)<<4|kind)
	*top = id
}

func (t *thrift) i32(id int16, v int) {
	t.field(id, thriftI32)
	t.b = binary.AppendVarint(t.b, int64(v))
}
func (t *thrift) i64(id int16, v int64) {
	t.field(id, thriftI64)
	t.b = binary.AppendVarint(t.b, v)
}

func (t *thrift) text(id int16, s string) { t.field(id, thriftBinary); t.string(s) }

func (t *thrift) string(s string) {
	t.b = append(binary.AppendUvarint(t.b, uint64(len(s))), s...)
}

// list begins a list of n elements, which follow without headers.
func (t *thrift) list(id int16, kind byte, n int) {
	t.field(id, thriftList)
	if n < 15 {
		t.b = append(t.b, byte(n)<<4|kind)
		return
	}
	t.b = binary.AppendUvarint(append(t.b, 0xf0|kind), uint64(n))
}

// structure writes a field that is a structure.
func (t *thrift) structure(id int16, fill func()) {
	t.field(id, thriftStruct)
	t.open()
	fill()
	t.close()
}
