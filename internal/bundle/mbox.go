package bundle

import (
	"bytes"
	"fmt"
	"io"

	"readout/internal/warc"
)

// An mbox is a file of messages, each begun by a From line (RFC 4155).
type mbox struct {
	name string
	s    *stream
	at   int64 // where the message begins
	done bool
}

// maxMessage bounds a message with its pictures, and a line of it, in bytes.
const (
	maxMessage = 32 << 20
	maxLine    = 1 << 20
)

func newMbox(name string, s *stream, from Mark) (*mbox, error) {
	m := &mbox{name: name, s: s, at: from.Skip}
	if err := s.skip(from.Skip); err != nil {
		return nil, err
	}
	_, _, err := s.line(maxLine) // the From line
	m.done = err == io.EOF
	if m.done {
		err = nil
	}
	return m, err
}

func (m *mbox) At() int64 { return m.s.At() }

// Next reads lines up to the next From line that follows an empty one.
func (m *mbox) Next() (*Entry, error) {
	if m.done {
		return nil, io.EOF
	}
	name := fmt.Sprintf("%s#%d", m.name, m.at)
	var body []byte
	long, empty := false, false
	for {
		at := m.s.read
		line, more, err := m.s.line(maxLine)
		if err != nil && err != io.EOF {
			return nil, err
		}
		if m.done = err == io.EOF; m.done || empty && fromLine.Match(line) {
			m.at = at
			if m.done {
				m.at, body = m.s.read, append(body, line...)
			}
			break
		}
		empty = len(bytes.TrimRight(line, "\r\n")) == 0
		if long = long || more || len(body)+len(line) > maxMessage; !long {
			body = append(body, unquoted(line)...)
		}
	}
	next := Mark{Place: warc.Place{Skip: m.at}}
	if long {
		return passed(name, next, warc.TooLarge, "a message of more than 32 MB"), nil
	}
	return mailed(name, next, body), nil
}

// unquoted takes back the sign that keeps a line from being a From line.
func unquoted(line []byte) []byte {
	if bytes.HasPrefix(line, []byte(">")) && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
		return line[1:]
	}
	return line
}
