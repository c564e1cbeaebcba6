package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"readout/internal/inflate"
	"readout/internal/warc"
)

// A folder is a zip file; one that is a WACZ holds crawls.
type folder struct {
	name   string
	f      io.ReaderAt
	size   int64
	r      *zip.Reader
	wacz   bool
	n      int    // members passed
	inner  *crawl // of the member n, where it is a WARC
	out    int64  // unpacked bytes so far
	packed int64  // and what they were unpacked from
}

func newZip(name string, f io.ReaderAt, size int64, from Mark) (*folder, error) {
	if err := directory(f, size); err != nil {
		return nil, err
	}
	r, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	z := &folder{name: name, f: f, size: size, r: r, n: from.Member}
	crawls := false
	for _, m := range r.File {
		switch {
		case m.Name == "[Content_Types].xml" || m.Name == "mimetype":
			return nil, ErrPage // an office document or a book, of which extract says so
		case strings.HasPrefix(m.Name, "archive/"):
			crawls = true
		case m.Name == "datapackage.json":
			z.wacz = true
		}
	}
	z.wacz = z.wacz && crawls // or a data package of another kind
	if from.Place != (warc.Place{}) && z.n < len(r.File) {
		if z.inner, err = z.crawl(r.File[z.n], from); err != nil {
			return nil, err
		}
	}
	return z, nil
}

// maxDirectory bounds what a zip says of its members, in bytes.
const maxDirectory = 16 << 20

// directory looks at the end of a zip (APPNOTE, 4.3.16 and 4.3.14), before
// its directory is read into memory.
func directory(f io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 66<<10))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return zip.ErrFormat
	}
	length, at := int64(binary.LittleEndian.Uint32(tail[i+12:])), int64(binary.LittleEndian.Uint32(tail[i+16:]))
	if j := bytes.LastIndex(tail[:i], []byte("PK\x06\x06")); j >= 0 && i-j >= 56 && at == 0xffffffff {
		length, at = int64(binary.LittleEndian.Uint64(tail[j+40:])), int64(binary.LittleEndian.Uint64(tail[j+48:]))
	}
	if length > maxDirectory || length < 0 || at < 0 || size-at > maxDirectory+int64(len(tail)) {
		return fmt.Errorf("a zip whose list of members has more than %d MB", maxDirectory>>20)
	}
	return nil
}

func (z *folder) At() int64 {
	if z.inner != nil {
		return z.packed + z.inner.At()
	}
	return z.packed
}

func (z *folder) Next() (*Entry, error) {
	for {
		if z.inner != nil {
			e, err := z.inner.Next()
			if err == nil {
				e.Next.Member = z.n
				return e, nil
			}
			if err != io.EOF {
				return nil, err
			}
			z.pass()
		}
		if z.n == len(z.r.File) {
			return nil, io.EOF
		}
		e, err := z.member(z.r.File[z.n])
		if e != nil || err != nil {
			return e, err
		}
	}
}

// pass goes to the next member.
func (z *folder) pass() {
	z.packed += int64(z.r.File[z.n].CompressedSize64)
	z.n, z.inner = z.n+1, nil
}

// member reads a member. Nil is one that is not told of, or a WARC whose
// records come next.
func (z *folder) member(m *zip.File) (*Entry, error) {
	inside := strings.ReplaceAll(m.Name, `\`, "/") // as old tools of Windows write it
	name := z.name + "/" + inside
	crawls := z.wacz && strings.HasPrefix(m.Name, "archive/")
	if crawls {
		c, err := z.crawl(m, Mark{})
		if z.inner = c; c != nil || err != nil {
			return nil, err
		}
	}
	z.pass()
	next := Mark{Member: z.n}
	switch {
	case m.Mode().IsDir() || strings.HasSuffix(inside, "/") || z.wacz && !crawls:
		return nil, nil
	case crawls:
		return passed(name, next, twice, ""), nil
	case !local(inside):
		return passed(name, next, climbs, ""), nil
	case m.Mode().Type() != fs.FileMode(0):
		return passed(name, next, noFile, ""), nil
	case m.Flags&1 != 0:
		return passed(name, next, locked, ""), nil
	case m.UncompressedSize64 > warc.MaxPage:
		return passed(name, next, warc.TooLarge, fmt.Sprintf("%d bytes", m.UncompressedSize64)), nil
	}
	return z.read(m, inside, next)
}

// read unpacks a member, whose size may be a lie.
func (z *folder) read(m *zip.File, inside string, next Mark) (*Entry, error) {
	name := z.name + "/" + inside
	r, err := m.Open()
	if err != nil {
		return passed(name, next, warc.Damaged, err.Error()), nil
	}
	defer r.Close()
	body, err := inflate.All(r, warc.MaxPage)
	if z.out += int64(len(body)); z.out > inflate.Free && z.out > inflate.Ratio*z.size {
		return nil, inflate.ErrBomb
	}
	switch {
	case err == inflate.ErrTooLarge:
		return passed(name, next, warc.TooLarge, "when it is unpacked"), nil
	case err != nil:
		return passed(name, next, warc.Damaged, err.Error()), nil
	}
	return file(name, inside, next, body), nil
}

// crawl opens a WARC in a WACZ, which lies there unpacked but for its own
// packing (WACZ 1.1.1, section 5.2.1). Nil is a member that is none.
func (z *folder) crawl(m *zip.File, from Mark) (*crawl, error) {
	at, err := m.DataOffset()
	length := int64(m.CompressedSize64)
	if err != nil || m.Method != zip.Store || length < 0 || length > z.size-at {
		return nil, nil
	}
	s := io.NewSectionReader(z.f, at, length)
	if kind, _, err := sniff(s, length); err != nil || kind != "warc" {
		return nil, err
	}
	return newCrawl(z.name+"/"+m.Name, s, length, from)
}
