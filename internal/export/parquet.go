package export

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"math"
	"time"
)

// A Parquet file (Apache Parquet format 2.9) is
//
//	"PAR1"
//	row groups   each the chunks of its columns; a chunk is one data page (version 1), plain values under gzip
//	footer       FileMetaData in Thrift's compact protocol: schema, places of chunks, names and values
//	length [4]   of the footer, little-endian
//	"PAR1"
//
// A scalar column is optional, an unknown value null. A list is required, of
// required text, in the three levels that the format names LIST.
//
// It is written here, since the libraries for it would make the program larger
// by a third of its code and more than this needs; their reader tests it.
func writeParquet(j *job) error {
	kind := j.kinds(j.format)[0]
	p := &parquet{w: j.w}
	for _, c := range tableColumns(kind) {
		p.columns = append(p.columns, &chunk{column: c})
	}
	if err := p.write([]byte("PAR1")); err != nil {
		return err
	}
	if err := j.rows(kind, every, p.add); err != nil {
		return err
	}
	if err := p.flush(); err != nil {
		return err
	}
	return p.finish(j.meta)
}

// A row group ends at so many rows, or bytes of values.
const (
	groupRows  = 20000
	groupBytes = 16 << 20
)

// Numbers of the format's enumerations.
const (
	parquetBool, parquetInt32, parquetInt64, parquetDouble, parquetBytes = 0, 1, 2, 5, 6
	parquetRequired, parquetOptional, parquetRepeated                    = 0, 1, 2
	parquetPlain, parquetRLE                                             = 0, 3
	parquetGzip                                                          = 2
)

type parquet struct {
	w       io.Writer
	at      int64 // bytes written
	columns []*chunk
	rows    int // of the group under way
	total   int64
	groups  []group
}

// A group is where the chunks of a row group lie.
type group struct {
	rows   int
	chunks []placed
}

type placed struct {
	at, bare, packed int64 // offset, size before and after compressing, headers included
	values           int
}

// A chunk gathers the values of a column.
type chunk struct {
	column
	values []byte
	bools  int // values of a column of flags
	define []bool
	repeat []bool // of a list only
}

func (p *parquet) write(b []byte) error {
	n, err := p.w.Write(b)
	p.at += int64(n)
	return err
}

func (p *parquet) add(r *row) error {
	size := 0
	for _, c := range p.columns {
		c.add(c.get(r))
		size += len(c.values)
	}
	p.rows++
	if p.rows >= groupRows || size >= groupBytes {
		return p.flush()
	}
	return nil
}

func (c *chunk) add(v any) {
	if items, ok := v.([]string); ok || c.of == list {
		c.addList(items)
		return
	}
	c.define = append(c.define, v != nil)
	le := binary.LittleEndian
	switch v := v.(type) {
	case string:
		if c.of == day8 {
			t, _ := time.Parse(time.DateOnly, v)
			c.values = le.AppendUint32(c.values, uint32(int32(t.Unix()/86400)))
			return
		}
		c.text(v)
	case int64:
		c.values = le.AppendUint64(c.values, uint64(v))
	case float64:
		c.values = le.AppendUint64(c.values, math.Float64bits(v))
	case bool:
		c.values = appendBit(c.values, c.bools, v)
		c.bools++
	}
}

func (c *chunk) text(s string) {
	c.values = append(binary.LittleEndian.AppendUint32(c.values, uint32(len(s))), s...)
}

// addList adds a list: an empty one has one place, which nothing defines.
func (c *chunk) addList(items []string) {
	for k, s := range items {
		c.repeat, c.define = append(c.repeat, k > 0), append(c.define, true)
		c.text(s)
	}
	if len(items) == 0 {
		c.repeat, c.define = append(c.repeat, false), append(c.define, false)
	}
}

// appendBit appends the n-th bit of a string of bits, lowest first.
func appendBit(b []byte, n int, bit bool) []byte {
	if n%8 == 0 {
		b = append(b, 0)
	}
	if bit {
		b[len(b)-1] |= 1 << (n % 8)
	}
	return b
}

// levels are levels of 0 and 1, in the hybrid encoding as one bit-packed run,
// after their length.
func levels(list []bool) []byte {
	run := binary.AppendUvarint(nil, uint64((len(list)+7)/8)<<1|1)
	for n, one := range list {
		run = appendBit(run, n, one)
	}
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(run))), run...)
}

// flush writes the row group under way.
func (p *parquet) flush() error {
	if p.rows == 0 {
		return nil
	}
	g := group{rows: p.rows}
	for _, c := range p.columns {
		at, err := p.page(c)
		if err != nil {
			return err
		}
		g.chunks = append(g.chunks, at)
		*c = chunk{column: c.column, values: c.values[:0], define: c.define[:0], repeat: c.repeat[:0]}
	}
	p.groups = append(p.groups, g)
	p.total += int64(p.rows)
	p.rows = 0
	return nil
}

func (p *parquet) page(c *chunk) (placed, error) {
	var body []byte
	if c.of == list {
		body = levels(c.repeat)
	}
	body = append(append(body, levels(c.define)...), c.values...)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(body) // to memory: no error
	z.Close()
	h := &thrift{}
	h.open()
	h.i32(1, 0) // a data page
	h.i32(2, len(body))
	h.i32(3, packed.Len())
	h.structure(5, func() {
		h.i32(1, len(c.define))
		h.i32(2, parquetPlain)
		h.i32(3, parquetRLE)
		h.i32(4, parquetRLE)
	})
	h.close()
	at := placed{p.at, int64(len(h.b) + len(body)), int64(len(h.b) + packed.Len()), len(c.define)}
	if err := p.write(h.b); err != nil {
		return at, err
	}
	return at, p.write(packed.Bytes())
}

// finish writes the footer.
func (p *parquet) finish(m Meta) error {
	t := &thrift{}
	t.open()
	t.i32(1, 1)
	p.schema(t)
	t.i64(3, p.total)
	t.list(4, thriftStruct, len(p.groups))
	for _, g := range p.groups {
		p.group(t, g)
	}
	t.list(5, thriftStruct, len(m.pairs()))
	for _, pair := range m.pairs() {
		t.open()
		t.text(1, pair[0])
		t.text(2, pair[1])
		t.close()
	}
	t.text(6, "readout version "+Schema)
	t.close()
	if err := p.write(t.b); err != nil {
		return err
	}
	return p.write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(t.b))), "PAR1"...))
}

// schema writes the schema as a list, each group before its members.
func (p *parquet) schema(t *thrift) {
	n := 1
	for _, c := range p.columns {
		if n++; c.of == list {
			n += 2
		}
	}
	t.list(2, thriftStruct, n)
	t.open()
	t.text(4, "readout")
	t.i32(5, len(p.columns))
	t.close()
	for _, c := range p.columns {
		c.schema(t)
	}
}

func (c *chunk) schema(t *thrift) {
	const utf8, isList, date = 0, 3, 6 // converted types
	const logicalString, logicalList, logicalDate = 1, 3, 6
	element := func(kind, repetition int, name string, children, converted int, logical int16) {
		t.open()
		if kind >= 0 {
			t.i32(1, kind)
		}
		t.i32(3, repetition)
		t.text(4, name)
		if children > 0 {
			t.i32(5, children)
		}
		if converted >= 0 {
			t.i32(6, converted)
			t.structure(10, func() { t.structure(logical, func() {}) })
		}
		t.close()
	}
	switch c.of {
	case text:
		element(parquetBytes, parquetOptional, c.name, 0, utf8, logicalString)
	case day8:
		element(parquetInt32, parquetOptional, c.name, 0, date, logicalDate)
	case list:
		element(-1, parquetRequired, c.name, 1, isList, logicalList)
		element(-1, parquetRepeated, "list", 1, -1, 0)
		element(parquetBytes, parquetRequired, "element", 0, utf8, logicalString)
	default:
		element(c.physical(), parquetOptional, c.name, 0, -1, 0)
	}
}

func (c *chunk) physical() int {
	switch c.of {
	case day8:
		return parquetInt32
	case whole:
		return parquetInt64
	case number:
		return parquetDouble
	case flag:
		return parquetBool
	}
	return parquetBytes
}

func (p *parquet) group(t *thrift, g group) {
	t.open()
	t.list(1, thriftStruct, len(g.chunks))
	size := int64(0)
	for k, at := range g.chunks {
		size += at.bare
		t.open()
		t.i64(2, at.at)
		t.structure(3, func() { p.columns[k].meta(t, at) })
		t.close()
	}
	t.i64(2, size)
	t.i64(3, int64(g.rows))
	t.close()
}

func (c *chunk) meta(t *thrift, at placed) {
	path := []string{c.name}
	if c.of == list {
		path = append(path, "list", "element")
	}
	t.i32(1, c.physical())
	t.list(2, thriftI32, 2)
	t.b = binary.AppendVarint(t.b, parquetPlain)
	t.b = binary.AppendVarint(t.b, parquetRLE)
	t.list(3, thriftBinary, len(path))
	for _, s := range path {
		t.string(s)
	}
	t.i32(4, parquetGzip)
	t.i64(5, int64(at.values))
	t.i64(6, at.bare)
	t.i64(7, at.packed)
	t.i64(9, at.at)
}
