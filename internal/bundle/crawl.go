package bundle

import (
	"errors"
	"fmt"
	"io"

	"readout/internal/warc"
)

// A crawl is a WARC file.
type crawl struct {
	name string
	r    *warc.Reader
}

func newCrawl(name string, f io.ReaderAt, size int64, from Mark) (*crawl, error) {
	r, err := warc.NewReader(f, size, from.Place)
	if err != nil {
		return nil, err
	}
	return &crawl{name, r}, nil
}

func (c *crawl) At() int64 { return c.r.At() }

func (c *crawl) Next() (*Entry, error) {
	rec, err := c.r.Next()
	var damage *warc.Damage
	switch {
	case errors.As(err, &damage):
		return passed(fmt.Sprintf("%s#%d", c.name, damage.Place.At), Mark{Place: c.r.Place()}, warc.Damaged, damage.Why), nil
	case err != nil:
		return nil, err
	}
	name := fmt.Sprintf("%s#%d", c.name, rec.Place.At)
	if rec.Place.Skip > 0 {
		name = fmt.Sprintf("%s+%d", name, rec.Place.Skip)
	}
	return &Entry{Name: name, Next: Mark{Place: c.r.Place()}, Size: len(rec.Block), page: rec.Page}, nil
}
