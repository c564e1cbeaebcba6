package warc

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"

	"readout/internal/inflate"
)

// A Place is where a record begins. At is an offset in the file; in a gzipped
// file it is that of a member, and Skip counts unpacked bytes from there,
// which is 0 where each record has a member of its own.
type Place struct {
	At   int64 `json:"at"`
	Skip int64 `json:"skip,omitempty"`
}

// A raw is the file with the position of what was read.
type raw struct {
	*bufio.Reader
	f    *io.SectionReader
	size int64
}

func newRaw(f io.ReaderAt, size int64) *raw {
	s := io.NewSectionReader(f, 0, size)
	return &raw{bufio.NewReaderSize(s, 1<<16), s, size}
}

func (r *raw) pos() int64 {
	at, _ := r.f.Seek(0, io.SeekCurrent) // a section never fails to tell
	return at - int64(r.Buffered())
}

func (r *raw) seek(at int64) {
	r.f.Seek(min(max(at, 0), r.size), io.SeekStart)
	r.Reset(r.f)
}

// A member is a stretch of the file that is unpacked by itself. A plain file
// is one.
type member struct{ at, begins int64 } // in the file, in the stream

// A source is the stream of records, with the place of each byte: the file,
// or its gzip members one after another (ISO 28500, annex D).
type source struct {
	raw     *raw
	zip     *gzip.Reader // nil for a plain file
	guard   *inflate.Guard
	open    bool
	members []member // the last are open or read ahead of
	given   int64    // bytes of the stream given to buf
	inside  bool     // a block is being read
	first   []byte   // of the member just opened, not given yet
	fault   *broken  // of the last member; given until recover, for a look ahead forgets it
	buf     *bufio.Reader
}

var gzipMagic = []byte{0x1f, 0x8b, 8}

func newSource(f io.ReaderAt, size int64, from Place) (*source, error) {
	s := &source{raw: newRaw(f, size)}
	head := make([]byte, len(gzipMagic))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	s.raw.seek(from.At)
	if bytes.Equal(head, gzipMagic) {
		s.zip = new(gzip.Reader)
	} else {
		s.members = []member{{from.At, 0}}
	}
	s.buf = bufio.NewReaderSize(reads(s.read), 1<<16)
	_, err := io.CopyN(io.Discard, s.buf, from.Skip)
	var member *broken
	if errors.As(err, &member) { // which was told of before the place was
		err = s.recover(member)
	}
	if err == io.EOF {
		err = nil
	}
	return s, err
}

type reads func([]byte) (int, error)

func (r reads) Read(p []byte) (int, error) { return r(p) }

// read gives bytes of the stream, going from member to member.
func (s *source) read(p []byte) (n int, err error) {
	defer func() { s.given += int64(n) }()
	if s.zip == nil {
		return s.raw.Read(p)
	}
	for {
		if s.fault != nil {
			return 0, s.fault
		}
		if !s.open {
			err := s.next()
			if errors.As(err, &s.fault) {
				continue
			}
			if err != nil {
				return 0, err
			}
		}
		if len(s.first) > 0 {
			n := copy(p, s.first)
			s.first = s.first[n:]
			return n, nil
		}
		n, err := s.guard.Read(p)
		if err == io.EOF {
			s.open, err = false, nil
			if n == 0 {
				continue
			}
		}
		if err != nil {
			s.open = false
			s.fault = &broken{s.members[len(s.members)-1].at, err}
			err = s.fault
		}
		return n, err
	}
}

// A broken is a member that cannot be unpacked.
type broken struct {
	at  int64
	err error
}

func (b *broken) Error() string { return "gzip: " + b.err.Error() }

// next opens the member at the position of the file. A block may go on in it,
// for some tools cut anywhere; a record that begins with it ends the block.
func (s *source) next() error {
	at := s.raw.pos()
	if _, err := s.raw.Peek(1); err == io.EOF {
		return io.EOF
	}
	if err := s.zip.Reset(s.raw); err != nil {
		if _, again := s.raw.f.ReadAt(make([]byte, 1), at); again != nil && again != io.EOF {
			return again
		}
		return &broken{at, err}
	}
	s.zip.Multistream(false)
	s.guard = &inflate.Guard{R: s.zip, Came: func() int64 { return s.raw.pos() - at }}
	s.open = true
	s.members = append(s.members, member{at, s.given})
	if s.inside {
		s.first = make([]byte, len(begin))
		n, _ := io.ReadFull(s.guard, s.first) // an error comes again
		if s.first = s.first[:n]; string(s.first) == begin {
			return errBad("a record that is longer than its gzip member")
		}
	}
	return nil
}

// at is the offset in the stream of the next byte.
func (s *source) at() int64 { return s.given - int64(s.buf.Buffered()) }

// place is where the next byte lies. It forgets the members before.
func (s *source) place() Place {
	s.buf.Peek(1) // opens the next member at the end of one
	at := s.at()
	for len(s.members) > 1 && s.members[1].begins <= at {
		s.members = s.members[1:]
	}
	switch {
	case len(s.members) == 0:
		return Place{At: s.raw.pos()}
	case s.zip == nil:
		return Place{At: s.members[0].at + at - s.members[0].begins}
	}
	return Place{s.members[0].at, at - s.members[0].begins}
}

// seek goes on reading a plain file elsewhere.
func (s *source) seek(at int64) {
	s.raw.seek(at)
	s.buf.Reset(reads(s.read))
	s.members = []member{{at, s.given}}
}

// maxFalse is how many stretches that look like a member and are none are
// tried after damage.
const maxFalse = 10000

var errLost = errors.New("no further record is found in what is damaged")

// recover goes on at the next member after a broken one that holds a record.
func (s *source) recover(b *broken) error {
	at := b.at + 1
	s.open, s.first, s.members, s.fault = false, nil, nil, nil
	s.buf.Reset(reads(s.read))
	for range maxFalse {
		s.raw.seek(at)
		if err := s.raw.find(gzipMagic); err != nil {
			return err
		}
		at = s.raw.pos()
		if s.zip.Reset(s.raw) == nil {
			s.zip.Multistream(false)
			head := make([]byte, len(begin))
			if _, err := io.ReadFull(s.zip, head); err == nil && string(head) == begin {
				s.raw.seek(at)
				return nil
			}
		}
		at++
	}
	return errLost
}

// find goes to where bytes stand next.
func (r *raw) find(want []byte) error {
	for {
		b, err := r.Peek(1 << 15)
		if i := bytes.Index(b, want); i >= 0 {
			r.Discard(i)
			return nil
		}
		if err != nil {
			if err == io.EOF {
				r.Discard(len(b))
			}
			return err
		}
		r.Discard(len(b) - len(want) + 1)
	}
}
