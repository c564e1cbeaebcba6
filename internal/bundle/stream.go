package bundle

import (
	"bufio"
	"io"

	"readout/internal/inflate"
	"readout/internal/record"
	"readout/internal/warc"
)

// A stream is a file that is read from front to back, unpacked.
type stream struct {
	*bufio.Reader
	file   *io.SectionReader
	coding string
	read   int64 // unpacked bytes that were taken
}

func newStream(f io.ReaderAt, size int64, coding string) (*stream, error) {
	s := &stream{file: io.NewSectionReader(f, 0, size), coding: coding}
	r, err := inflate.Open(coding, s.file)
	if err != nil {
		return nil, err
	}
	if coding != "" {
		r = &inflate.Guard{R: r, Came: s.At}
	}
	s.Reader = bufio.NewReaderSize(r, 1<<16)
	return s, nil
}

// At is how many bytes of the file were gone through, at most a buffer more.
func (s *stream) At() int64 {
	at, _ := s.file.Seek(0, io.SeekCurrent) // a section never fails to tell
	return at
}

// skip goes to an offset of the unpacked bytes.
func (s *stream) skip(to int64) error {
	s.read = to
	if s.coding == "" {
		_, err := s.file.Seek(to, io.SeekStart)
		s.Reset(s.file)
		return err
	}
	_, err := io.CopyN(io.Discard, s.Reader, to)
	return err
}

// Read takes unpacked bytes.
func (s *stream) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.read += int64(n)
	return n, err
}

// line takes a line with its end. Of a long line it gives the first limit
// bytes and says that there were more.
func (s *stream) line(limit int) (line []byte, more bool, err error) {
	for {
		b, err := s.ReadSlice('\n')
		s.read += int64(len(b))
		if room := limit - len(line); len(b) > room {
			b, more = b[:room], true
		}
		line = append(line, b...)
		if err != bufio.ErrBufferFull {
			return line, more, err
		}
	}
}

func (s *stream) mark() Mark { return Mark{Place: warc.Place{Skip: s.read}} }

// A single is one page that is packed.
type single struct {
	name   string
	s      *stream
	done   bool
	letter bool // it is a message
}

func (p *single) At() int64 { return p.s.At() }

func (p *single) Next() (*Entry, error) {
	if p.done {
		return nil, io.EOF
	}
	p.done = true
	body, err := inflate.All(p.s, warc.MaxPage)
	switch {
	case err == inflate.ErrTooLarge:
		return passed(p.name, Mark{Member: 1}, warc.TooLarge, "when it is unpacked"), nil
	case err != nil:
		return nil, err
	}
	if p.letter {
		return mailed(p.name, Mark{Member: 1}, body), nil
	}
	return whole(p.name, Mark{Member: 1}, "", body), nil
}

// mailed is an entry that is a message.
func mailed(name string, next Mark, body []byte) *Entry {
	return &Entry{Name: name, Next: next, Size: len(body), page: func() (*record.Page, error) { return letter(body) }}
}

// whole is an entry whose page is there already.
func whole(name string, next Mark, contentType string, body []byte) *Entry {
	return &Entry{Name: name, Next: next, Size: len(body), page: func() (*record.Page, error) {
		return &record.Page{ContentType: contentType, Body: body}, nil
	}}
}
