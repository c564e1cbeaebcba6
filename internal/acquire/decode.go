package acquire

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"readout/internal/inflate"
)

// codings are the content codings that are asked for and undone.
const codings = "gzip, deflate, br, zstd"

// maxCodings is how many of them may lie on each other.
const maxCodings = 2

// freely is what may be decompressed from however little, in bytes.
const freely = 1 << 20

// errRatio means that a page is small as sent and huge when decompressed.
var errRatio = errors.New("decompresses to suspiciously many bytes")

// A TooLarge error says that a page has more bytes than its value.
type TooLarge int64

func (t TooLarge) Error() string { return fmt.Sprintf("larger than %d MB", max(1, int64(t)>>20)) }

// Is makes every TooLarge an ErrTooLarge.
func (t TooLarge) Is(err error) bool { _, ok := err.(TooLarge); return ok }

// A meter counts what is read, and fails past most bytes.
type meter struct {
	r    io.Reader
	n    int64
	most int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.n > m.most {
		return 0, TooLarge(m.most)
	}
	return n, err
}

// An inflated reader gives decompressed bytes, no more than ratio for each of
// sent.
type inflated struct {
	meter
	sent  *meter
	ratio int64
}

func (i *inflated) Read(p []byte) (int, error) {
	n, err := i.meter.Read(p)
	if i.n > freely && i.n/i.ratio > i.sent.n {
		return 0, errRatio
	}
	return n, err
}

// body reads a response, at most limit bytes as sent and as many decompressed.
func (c *Client) body(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, TooLarge(limit)
	}
	sent := &meter{r: resp.Body, most: limit}
	var names []string
	for name := range strings.SplitSeq(strings.Join(resp.Header.Values("Content-Encoding"), ","), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); !inflate.None(name) {
			names = append(names, name)
		}
	}
	return decode(sent, names, limit, c.limits.Ratio)
}

// Gunzip undoes a gzip file that is no larger than limit bytes, within the
// ratio that a Client keeps.
func Gunzip(file []byte, limit int64) ([]byte, error) {
	return decode(&meter{r: bytes.NewReader(file), most: limit}, []string{"gzip"}, limit, Limits{}.withDefaults().Ratio)
}

// decode undoes the codings, of which the last was laid on last (RFC 9110,
// section 8.4).
func decode(sent *meter, names []string, limit, ratio int64) ([]byte, error) {
	if len(names) > maxCodings {
		return nil, fmt.Errorf("more than %d content codings", maxCodings)
	}
	var r io.Reader = sent
	for _, name := range slices.Backward(names) {
		d, err := decoder(name, r, limit)
		if err != nil {
			return nil, broken(name, err)
		}
		defer d.Close()
		r = d
	}
	body, err := io.ReadAll(&inflated{meter{r: r, most: limit}, sent, ratio})
	if err != nil && len(names) > 0 {
		return nil, broken(strings.Join(names, ", "), err)
	}
	return body, err
}

// broken says what was being decompressed, unless the fault lies elsewhere.
func broken(name string, err error) error {
	var netErr interface{ Timeout() bool }
	if errors.Is(err, ErrTooLarge) || errors.Is(err, errRatio) || errors.As(err, &netErr) || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return fmt.Errorf("broken %s: %w", name, err)
}

func decoder(name string, r io.Reader, limit int64) (io.ReadCloser, error) {
	switch name {
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "deflate":
		return deflated(r)
	case "br":
		return io.NopCloser(brotli.NewReader(r)), nil
	case "zstd":
		// 8 MB is the largest window on the web (RFC 9659).
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(uint64(limit)))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return nil, errors.New("a content coding that was not asked for")
}

// deflated reads "deflate", which is zlib's form (RFC 1950) and which some
// servers send without its two bytes of header.
func deflated(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}
