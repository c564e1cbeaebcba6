package bundle

import (
	"bytes"
	"fmt"
	"io"

	"readout/internal/warc"
)

// Lines are JSON Lines: a report a line.
type lines struct {
	name string
	s    *stream
}

func newLines(name string, s *stream, from Mark) (*lines, error) {
	return &lines{name, s}, s.skip(from.Skip)
}

func (l *lines) At() int64 { return l.s.At() }

func (l *lines) Next() (*Entry, error) {
	for {
		at := l.s.read
		line, more, err := l.s.line(warc.MaxPage)
		if err != nil && err != io.EOF {
			return nil, err
		}
		name := fmt.Sprintf("%s#%d", l.name, at)
		switch {
		case more:
			return passed(name, l.s.mark(), warc.TooLarge, ""), nil
		case len(bytes.TrimSpace(line)) > 0:
			return whole(name, l.s.mark(), "application/json", line), nil
		case err == io.EOF:
			return nil, io.EOF
		}
	}
}
