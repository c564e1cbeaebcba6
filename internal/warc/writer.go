package warc

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"path"
	"time"

	"github.com/klauspost/compress/gzip"

	"readout/internal/record"
)

// A Writer writes WARC 1.1, with a gzip member for each record or plain. The bytes hang
// on what is written alone.
type Writer struct {
	w   io.Writer
	zip *gzip.Writer // nil for a plain file
}

// NewWriter begins a file with a warcinfo record (ISO 28500, section 6.2).
// Software names the program that writes it.
func NewWriter(w io.Writer, software string, at time.Time) (*Writer, error) {
	return begin11(&Writer{w, gzip.NewWriter(nil)}, software, at)
}

// NewPlainWriter is NewWriter without gzip.
func NewPlainWriter(w io.Writer, software string, at time.Time) (*Writer, error) {
	return begin11(&Writer{w, nil}, software, at)
}

func begin11(out *Writer, software string, at time.Time) (*Writer, error) {
	info := fmt.Sprintf("software: %s\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n", clean(software))
	return out, out.Record("warcinfo", "", "application/warc-fields", at, []byte(info))
}

// Page writes a page as a resource record (section 6.4): its HTTP header is
// not known. A page without a URL has its name as a file's.
func (w *Writer) Page(p *record.Page, at time.Time) error {
	target := p.URL
	if target == "" {
		target = (&url.URL{Scheme: "file", Path: "/" + path.Base(p.Input)}).String()
	}
	return w.Record("resource", target, p.ContentType, at, p.Body)
}

// Record writes a record in a member of its own. Its id is made of what it
// holds.
func (w *Writer) Record(kind, target, contentType string, at time.Time, block []byte) error {
	var b bytes.Buffer
	put := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, clean(value))
		}
	}
	b.WriteString("WARC/1.1\r\n")
	put("WARC-Type", kind)
	put("WARC-Record-ID", id(kind, target, contentType, block))
	put("WARC-Date", at.UTC().Format(time.RFC3339Nano))
	put("WARC-Target-URI", target)
	put("WARC-Block-Digest", digest(block))
	put("Content-Type", contentType)
	put("Content-Length", fmt.Sprint(len(block)))
	b.WriteString("\r\n")
	return w.write(b.Bytes(), block, []byte("\r\n\r\n"))
}

func (w *Writer) write(parts ...[]byte) error {
	to := w.w
	if w.zip != nil {
		w.zip.Reset(w.w)
		to = w.zip
	}
	for _, part := range parts {
		if _, err := to.Write(part); err != nil {
			return err
		}
	}
	if w.zip != nil {
		return w.zip.Close()
	}
	return nil
}

// clean keeps a value on its line.
func clean(s string) string {
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, []byte(s)))
}

// id is a UUID of version 8 (RFC 9562, section 5.8) out of a hash of what a
// record holds.
func id(kind, target, contentType string, block []byte) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00", kind, target, contentType)
	h.Write(block)
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
