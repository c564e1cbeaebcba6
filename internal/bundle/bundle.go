// Package bundle reads files that hold many pages as a stream of them: WARC
// and WACZ, zip, tar, JSON Lines, and mbox. What a file is, its first bytes
// say and not its name; zip excepted, a file may be gzipped or zstd-packed.
//
// Nothing is written to disk, so that no name in an archive leads anywhere.
// Every size is bounded, an archive within an archive is refused, and what
// is passed over is told of.
package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"readout/internal/record"
	"readout/internal/warc"
)

// maxMembers is how many members a tar may have.
const maxMembers = 2000000

// A Pass says why an entry gives no page.
type Pass = warc.Pass

// The reasons for which an entry gives no page, beside those of package warc.
const (
	climbs  = "name that leads out of the archive"
	noFile  = "link or device"
	nested  = "archive within an archive"
	notText = "file that is no report by its name"
	locked  = "encrypted"
	twice   = "WARC that is packed again within its WACZ"
)

// A Mark says how far a bundle was read.
type Mark struct {
	Member int `json:"member,omitempty"` // members of an archive that were passed
	warc.Place
}

// An Entry is one thing in a bundle.
type Entry struct {
	Name string // the bundle's, and what the bundle calls it
	Next Mark   // where reading goes on after it
	Size int    // bytes that it holds in memory, unpacked once
	page func() (*record.Page, error)
}

// Page makes the page of an entry. Entries may be made into pages at the same
// time. The error says why there is none; it is a *Pass but for our mistakes.
func (e *Entry) Page() (*record.Page, error) {
	p, err := e.page()
	if err != nil {
		return nil, err
	}
	if p.Input != "" { // a WARC may know the name of a file
		p.Input = "/" + p.Input
	}
	p.Input = e.Name + p.Input
	return p, nil
}

// passed is an entry that gives no page.
func passed(name string, next Mark, why, detail string) *Entry {
	return &Entry{Name: name, Next: next, page: func() (*record.Page, error) { return nil, &Pass{Why: why, Detail: detail} }}
}

// A Reader hands out the entries of a bundle in order.
type Reader struct {
	Size int64 // of the file, in bytes
	file *os.File
	entries
}

// entries are what each kind of bundle gives.
type entries interface {
	// Next is the next entry; io.EOF at the end. After another error nothing
	// more can be read.
	Next() (*Entry, error)
	// At is how many bytes of the file were gone through.
	At() int64
}

// Close closes the file.
func (r *Reader) Close() error { return r.file.Close() }

// ErrPage means that a file is no bundle, but may be a page.
var ErrPage = errors.New("not a file of many pages")

// Open opens a bundle to be read from a mark on, the zero Mark being its
// beginning.
func Open(name string, from Mark) (*Reader, error) {
	f, size, err := regular(name)
	if err != nil {
		return nil, err
	}
	r := &Reader{Size: size, file: f}
	if r.entries, err = open(name, f, size, from); err != nil {
		f.Close()
		return nil, err
	}
	return r, nil
}

// Suffixes are how the names of bundles end, for a folder to be searched.
func Suffixes() []string {
	return []string{".warc", ".wacz", ".zip", ".tar", ".tgz", ".mbox", ".eml", ".mht", ".mhtml", ".gz", ".zst"}
}

// Is says whether a file is a bundle.
func Is(name string) bool {
	r, err := Open(name, Mark{})
	if err == nil {
		r.Close()
	}
	return !errors.Is(err, ErrPage)
}

// regular opens a file that can be read anywhere.
func regular(name string) (*os.File, int64, error) {
	st, err := os.Stat(name)
	if err != nil || !st.Mode().IsRegular() {
		return nil, 0, ErrPage // acquire says what is wrong with it
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, ErrPage
	}
	return f, st.Size(), nil
}

func open(name string, f io.ReaderAt, size int64, from Mark) (entries, error) {
	kind, coding, err := sniff(f, size)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "warc":
		return newCrawl(name, f, size, from)
	case "zip":
		return newZip(name, f, size, from)
	case "":
		return nil, ErrPage
	}
	s, err := newStream(f, size, coding)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "tar":
		return newTar(name, s, from)
	case "mbox":
		return newMbox(name, s, from)
	case "jsonl":
		return newLines(name, s, from)
	}
	return &single{name: name, s: s, done: from.Member > 0, letter: kind == "letter"}, nil
}

// sampled is how much of each end of a file its name is made of, in bytes.
const sampled = 64 << 10

// ID names a file by what is in it: its size, its beginning, its middle and
// its end.
func ID(name string) (string, error) {
	f, size, err := regular(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	fmt.Fprintf(h, "%d\x00", size)
	for _, at := range []int64{0, size / 2, size - sampled} {
		if _, err := io.Copy(h, io.NewSectionReader(f, max(at, 0), sampled)); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// local says whether a name stays within the archive.
func local(name string) bool {
	for _, c := range name {
		if c == '\\' || c < ' ' {
			return false
		}
	}
	return filepath.IsLocal(name)
}
