// Package warc reads and writes WARC files: ISO 28500:2009 (WARC 1.0) and ISO
// 28500:2017 (WARC 1.1), plain, gzipped as a whole, or with a gzip member for
// each record (annex D).
//
// The reader takes nothing on trust. Every length is bounded; damage is told
// of, and reading goes on at the next record that can be found.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Bounds of what a record may hold, in bytes.
const (
	MaxBlock  = 17 << 20 // a block that is longer is passed over
	maxHeader = 64 << 10
	maxRewind = 64 << 20 // of a file, to look again at what a lying length covers
)

// begin is how a record of a version that is read begins.
const begin = "WARC/1."

// A Record is one record (ISO 28500, section 4).
type Record struct {
	Place  Place
	Type   string // response, resource, revisit, request, metadata, warcinfo, conversion, continuation, or another
	Block  []byte // nil for a Long one
	Length int64  // of the block as declared, which it has
	Long   bool   // the block has more than MaxBlock bytes

	header []field
}

type field struct{ name, value string }

// Get is the value of a named field, the first of that name, "" for none.
// Case does not count (section 4).
func (r *Record) Get(name string) string { return get(r.header, name) }

func get(header []field, name string) string {
	for _, f := range header {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// Damage is a stretch of a file that holds no sound record. Reading can go on.
type Damage struct {
	Place Place
	Why   string
}

func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %s", d.Place.At, d.Why) }

// A Reader reads the records of a file in order.
type Reader struct {
	in      *source
	rewound int64 // bytes looked at again
}

// NewReader reads a file of size bytes from a place on, which Next or Place
// gave or which is zero.
func NewReader(f io.ReaderAt, size int64, from Place) (*Reader, error) {
	in, err := newSource(f, size, from)
	if err != nil {
		return nil, err
	}
	return &Reader{in: in}, nil
}

// Place is where reading goes on.
func (r *Reader) Place() Place { return r.in.place() }

// At is how many bytes of the file were read, at most a buffer more.
func (r *Reader) At() int64 { return r.in.raw.pos() }

// Next reads a record. It returns a *Damage where one is broken, after which
// reading goes on with the next; io.EOF at the end; and another error where
// the file cannot be read.
func (r *Reader) Next() (*Record, error) {
	if err := r.blank(); err != nil {
		return nil, r.failed(r.in.place(), err)
	}
	at := r.in.place()
	rec, err := r.record()
	if err != nil {
		return nil, r.failed(at, err)
	}
	rec.Place = at
	return rec, nil
}

// errBad is a fault in the stream of records.
type errBad string

func (e errBad) Error() string { return string(e) }

// failed says what an error is to the caller, and goes to where a record begins
// again.
func (r *Reader) failed(at Place, err error) error {
	var member *broken
	var bad errBad
	d := &Damage{Place: at}
	switch {
	case errors.As(err, &member):
		d.Place, d.Why = Place{At: member.at}, member.Error()
		err = r.in.recover(member)
	case errors.As(err, &bad):
		d.Why = bad.Error()
		err = r.look()
	case err == io.ErrUnexpectedEOF:
		d.Why, err = "the file ends within a record", nil
	default:
		return err
	}
	for errors.As(err, &member) {
		err = r.in.recover(member)
	}
	if err != nil && err != io.EOF {
		return err
	}
	return d
}

// blank passes over empty lines before a record.
func (r *Reader) blank() error {
	for {
		b, err := r.in.buf.Peek(1)
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' {
			return nil
		}
		r.in.buf.Discard(1)
	}
}

// look goes to the next line that begins a record.
func (r *Reader) look() error {
	whole := true // the stream stands at the beginning of a line
	for {
		if whole {
			b, err := r.in.buf.Peek(len(begin))
			if string(b) == begin {
				return nil
			}
			if err != nil && len(b) == 0 {
				return err
			}
		}
		_, err := r.in.buf.ReadSlice('\n')
		whole = err == nil
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
	}
}

// record reads a record from its first line to the empty lines after it.
func (r *Reader) record() (*Record, error) {
	rec := &Record{}
	if err := r.head(rec); err != nil {
		return nil, err
	}
	block := r.in.place()
	if r.in.zip == nil && rec.Length > r.in.raw.size-block.At {
		r.in.buf.ReadSlice('\n')
		return nil, errBad(fmt.Sprintf("a record of %d bytes where the file has %d", rec.Length, r.in.raw.size-block.At))
	}
	r.in.inside = true
	err := r.block(rec)
	r.in.inside = false
	if err != nil {
		return nil, err
	}
	return rec, r.ends(rec, block)
}

// head reads the version and the named fields (section 4).
func (r *Reader) head(rec *Record) error {
	left := maxHeader
	version, err := r.line(&left)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(version, begin) {
		if strings.HasPrefix(version, "WARC/") {
			return errBad("a record of " + strconv.Quote(version[:min(len(version), 20)]) + ", which is not WARC 1.0 or 1.1")
		}
		return errBad("no record where one should begin")
	}
	if rec.header, err = r.fields(&left); err != nil {
		return err
	}
	rec.Type = strings.ToLower(rec.Get("WARC-Type"))
	rec.Length, err = strconv.ParseInt(rec.Get("Content-Length"), 10, 64)
	if err != nil || rec.Length < 0 {
		return errBad("a record without a length")
	}
	if rec.Type == "" {
		return errBad("a record without a type")
	}
	return nil
}

// fields reads named fields up to the empty line. A line that begins with
// white space goes on with the one before.
func (r *Reader) fields(left *int) (list []field, err error) {
	for {
		line, err := r.line(left)
		if err != nil || line == "" {
			return list, err
		}
		if (line[0] == ' ' || line[0] == '\t') && len(list) > 0 {
			last := &list[len(list)-1]
			last.value = strings.TrimSpace(last.value + " " + strings.TrimSpace(line))
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, errBad("a header line without a name")
		}
		list = append(list, field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
}

// line reads a line of a header, of which so many bytes are left.
func (r *Reader) line(left *int) (string, error) {
	var long []byte
	for {
		b, err := r.in.buf.ReadSlice('\n')
		if *left -= len(b); *left < 0 {
			return "", errBad(fmt.Sprintf("a header of more than %d bytes", maxHeader))
		}
		switch {
		case err == bufio.ErrBufferFull:
			long = append(long, b...)
			continue
		case err == io.EOF:
			return "", io.ErrUnexpectedEOF
		case err != nil:
			return "", err
		}
		return string(bytes.TrimRight(append(long, b...), "\r\n")), nil
	}
}

// block reads the block of a record, or passes over a long one.
func (r *Reader) block(rec *Record) error {
	if rec.Length > MaxBlock {
		rec.Long = true
		return r.pass(rec.Length)
	}
	buf := bytes.NewBuffer(make([]byte, 0, min(rec.Length, 1<<20)))
	n, err := io.CopyN(buf, r.in.buf, rec.Length)
	if err == io.EOF && n < rec.Length {
		err = io.ErrUnexpectedEOF
	}
	rec.Block = buf.Bytes()
	return err
}

func (r *Reader) pass(n int64) error {
	if r.in.zip == nil {
		r.in.seek(r.in.place().At + n)
		return nil
	}
	_, err := io.CopyN(io.Discard, r.in.buf, n)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// ends reads the two line ends after a block. Where something else stands,
// the length of the record is wrong: the records that it may cover are looked
// for, as long as that does not cost too much.
func (r *Reader) ends(rec *Record, block Place) error {
	b, err := r.in.buf.Peek(1)
	if err == io.EOF || err == nil && (b[0] == '\r' || b[0] == '\n') {
		return nil
	}
	if err != nil {
		return err
	}
	if whole, _ := r.in.buf.Peek(len(begin)); string(whole) == begin {
		return nil
	}
	if cost := min(rec.Length, MaxBlock); r.in.zip == nil && r.rewound+cost <= maxRewind {
		r.rewound += cost
		r.in.seek(block.At)
	}
	return errBad(fmt.Sprintf("a record that does not end after its %d bytes", rec.Length))
}
