package bundle

import (
	"archive/tar"
	"fmt"

	"readout/internal/inflate"
	"readout/internal/warc"
)

// A tape is a tar file.
type tape struct {
	name string
	s    *stream
	r    *tar.Reader
	n    int // members passed
}

func newTar(name string, s *stream, from Mark) (*tape, error) {
	t := &tape{name, s, tar.NewReader(s), 0}
	for t.n < from.Member {
		if _, err := t.next(); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *tape) At() int64 { return t.s.At() }

func (t *tape) next() (*tar.Header, error) {
	if t.n++; t.n > maxMembers {
		return nil, fmt.Errorf("more than %d members", maxMembers)
	}
	return t.r.Next()
}

func (t *tape) Next() (*Entry, error) {
	for {
		h, err := t.next()
		if err != nil {
			return nil, err
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		return t.entry(h)
	}
}

func (t *tape) entry(h *tar.Header) (*Entry, error) {
	name, next := t.name+"/"+h.Name, Mark{Member: t.n}
	switch {
	case !local(h.Name):
		return passed(name, next, climbs, ""), nil
	case h.Typeflag != tar.TypeReg:
		return passed(name, next, noFile, ""), nil
	case h.Size > warc.MaxPage:
		return passed(name, next, warc.TooLarge, fmt.Sprintf("%d bytes", h.Size)), nil
	}
	body, err := inflate.All(t.r, warc.MaxPage)
	if err != nil {
		return nil, err
	}
	return file(name, h.Name, next, body), nil
}

// file is the entry of a member that was read.
func file(name, member string, next Mark, body []byte) *Entry {
	head := body[:min(len(body), sniffed)]
	switch kind := kindOf(head, len(body) > len(head)); {
	case packedBy(head) != "" || kind != "" && kind != "jsonl" && kind != "letter":
		return passed(name, next, nested, "")
	case kind == "letter":
		return mailed(name, next, body)
	case !reports(member, body):
		return passed(name, next, notText, "")
	}
	return whole(name, next, "", body)
}
