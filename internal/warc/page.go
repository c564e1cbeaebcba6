package warc

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http/httputil"
	"net/url"
	"path"
	"strconv"
	"strings"

	"readout/internal/inflate"
	"readout/internal/record"
)

// A Pass says why a record gives no page. Why is one of few texts, to count
// by; Detail tells of this record.
type Pass struct{ Why, Detail string }

func (p *Pass) Error() string {
	if p.Detail == "" {
		return p.Why
	}
	return p.Why + ": " + p.Detail
}

// The reasons for which a record gives no page.
const (
	NoPage    = "record that holds no page" // request, metadata, warcinfo and the like
	Revisit   = "seen before, by the crawler"
	NotOK     = "answer other than 200"
	NotHTML   = "not a page of text"
	Truncated = "cut short by the crawler"
	TooLarge  = "larger than 16 MB"
	Damaged   = "damaged"
)

// Bounds of a page.
const (
	MaxPage    = 16 << 20  // bytes, packed or not
	maxHTTP    = 256 << 10 // bytes of an HTTP head
	maxHeaders = 1000
)

// Page makes the page that a record holds: the entity of a response with
// status 200 (ISO 28500, section 6.3.2) or the block of a resource (6.4.2).
// The error is a *Pass.
func (r *Record) Page() (*record.Page, error) {
	switch {
	case r.Type == "revisit":
		return nil, &Pass{Revisit, r.Get("WARC-Target-URI")}
	case r.Type == "continuation" || r.Get("WARC-Segment-Number") != "":
		return nil, &Pass{Truncated, "a record in segments"}
	case r.Type != "response" && r.Type != "resource":
		return nil, &Pass{NoPage, r.Type}
	case r.Get("WARC-Truncated") != "":
		return nil, &Pass{Truncated, r.Get("WARC-Truncated")}
	case r.Long:
		return nil, &Pass{TooLarge, strconv.FormatInt(r.Length, 10) + " bytes"}
	}
	if r.Type == "resource" {
		return r.resource()
	}
	return r.response()
}

// resource takes the block as it is.
func (r *Record) resource() (*record.Page, error) {
	kind := r.Get("Content-Type")
	if !text(kind) {
		return nil, &Pass{NotHTML, kind}
	}
	if err := r.sound(r.Block, nil); err != nil {
		return nil, err
	}
	return r.page(kind, r.Block)
}

// response takes the entity out of an HTTP answer.
func (r *Record) response() (*record.Page, error) {
	if kind := media(r.Get("Content-Type")); kind != "" && kind != "application/http" {
		return nil, &Pass{NotHTML, kind}
	}
	status, header, body, err := answer(r.Block)
	if err != nil {
		return nil, err
	}
	if status != 200 {
		return nil, &Pass{NotOK, strconv.Itoa(status)}
	}
	kind := get(header, "Content-Type")
	if !page(kind, body) {
		return nil, &Pass{NotHTML, kind}
	}
	whole, err := dechunk(body, get(header, "Transfer-Encoding"))
	if err != nil {
		return nil, err
	}
	if err := r.sound(body, whole); err != nil {
		return nil, err
	}
	entity, err := unpack(whole, get(header, "Content-Encoding"))
	if err != nil {
		return nil, err
	}
	return r.page(kind, entity)
}

func (r *Record) page(kind string, body []byte) (*record.Page, error) {
	if len(body) > MaxPage {
		return nil, &Pass{TooLarge, strconv.Itoa(len(body)) + " bytes"}
	}
	p := &record.Page{ContentType: kind, Body: body}
	at := strings.Trim(r.Get("WARC-Target-URI"), "<>")
	switch u, err := url.Parse(at); {
	case err != nil:
	case u.Scheme == "http" || u.Scheme == "https":
		p.URL = at
	case u.Scheme == "file":
		p.Input = path.Base(u.Path)
	}
	return p, nil
}

// text says whether a resource of a type may be a report.
func text(kind string) bool {
	switch media(kind) {
	case "", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/json":
		return true
	}
	return false
}

// page says whether an answer of a type may be a report: on the web, plain
// text and JSON hold programs and data.
func page(kind string, body []byte) bool {
	if kind == "" {
		head := bytes.ToLower(bytes.TrimLeft(body[:min(len(body), 256)], "\ufeff \t\r\n"))
		return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
	}
	kind = media(kind)
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// media is a media type without its parameters, however broken these are.
func media(kind string) string {
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	return strings.TrimSpace(kind)
}

// answer takes an HTTP answer apart (RFC 9112). It is more lenient than a
// browser: a header line that has no colon is passed over.
func answer(block []byte) (status int, header []field, body []byte, err error) {
	line, rest, ok := bytes.Cut(block, []byte("\n"))
	f := strings.Fields(string(line[:min(len(line), 64)]))
	if !ok || len(f) < 2 || !strings.HasPrefix(f[0], "HTTP/") {
		return 0, nil, nil, &Pass{Damaged, "no HTTP answer"}
	}
	if status, err = strconv.Atoi(f[1]); err != nil {
		return 0, nil, nil, &Pass{Damaged, "no HTTP status"}
	}
	for range maxHeaders {
		if line, rest, ok = bytes.Cut(rest, []byte("\n")); !ok || len(block)-len(rest) > maxHTTP {
			break
		}
		if line = bytes.TrimRight(line, "\r"); len(line) == 0 {
			return status, header, rest, nil
		}
		if name, value, ok := strings.Cut(string(line), ":"); ok {
			header = append(header, field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return 0, nil, nil, &Pass{Damaged, "an HTTP head without an end"}
}

// dechunk undoes the chunked transfer coding (RFC 9112, section 7.1). Many
// crawlers write the header of the answer and the body without its chunks, so
// that a body which does not begin with a chunk is taken as it is.
func dechunk(body []byte, coding string) ([]byte, error) {
	if !strings.Contains(strings.ToLower(coding), "chunked") || !chunked(body) {
		return body, nil
	}
	out, err := inflate.All(httputil.NewChunkedReader(bytes.NewReader(body)), MaxPage)
	switch {
	case err == inflate.ErrTooLarge:
		return nil, &Pass{TooLarge, ""}
	case err == io.ErrUnexpectedEOF:
		return nil, &Pass{Damaged, "the chunks of the body end early"}
	case err != nil:
		return nil, &Pass{Damaged, "the chunks of the body: " + err.Error()}
	}
	return out, nil
}

// chunked says whether a body begins with the line of a chunk: its size in
// hexadecimal digits, and perhaps extensions.
func chunked(body []byte) bool {
	line, _, ok := bytes.Cut(body[:min(len(body), 512)], []byte("\n"))
	size, _, _ := strings.Cut(strings.TrimSpace(string(line)), ";")
	_, err := strconv.ParseUint(strings.TrimSpace(size), 16, 63)
	return ok && err == nil
}

// unpack undoes the content codings. A body that has none of what its header
// says, as some crawlers write it, is taken as it is.
func unpack(body []byte, codings string) ([]byte, error) {
	if codings == "" {
		return body, nil
	}
	out, err := inflate.Body(body, codings, MaxPage)
	switch {
	case err == inflate.ErrTooLarge:
		return nil, &Pass{TooLarge, "when it is unpacked"}
	case err != nil && bytes.HasPrefix(bytes.TrimLeft(body[:min(len(body), 64)], "\ufeff \t\r\n"), []byte("<")):
		return body, nil
	case err != nil:
		return nil, &Pass{Damaged, codings + ": " + err.Error()}
	}
	return out, nil
}

// sound compares a block and its payload with the digests of the record
// (section 5.8 and 5.9). The payload of an answer is its entity; since many
// writers took the body with its chunks, either will do.
func (r *Record) sound(body, whole []byte) error {
	if known, same := digested(r.Get("WARC-Block-Digest"), r.Block); known {
		if !same {
			return &Pass{Damaged, "the block differs from its digest"}
		}
		return nil
	}
	want := r.Get("WARC-Payload-Digest")
	if known, same := digested(want, body); known && !same {
		if _, same = digested(want, whole); !same {
			return &Pass{Damaged, "the payload differs from its digest"}
		}
	}
	return nil
}

// digested compares bytes with a digest such as "sha1:…", in base 32 or in
// hexadecimal digits. A digest of another kind is not known.
func digested(want string, b []byte) (known, same bool) {
	name, value, _ := strings.Cut(want, ":")
	var h hash.Hash
	switch strings.ReplaceAll(strings.ToLower(name), "-", "") {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	default:
		return false, false
	}
	h.Write(b)
	sum := h.Sum(nil)
	value = strings.TrimRight(value, "=")
	return true, strings.EqualFold(value, hex.EncodeToString(sum)) || strings.EqualFold(value, base32Of(sum))
}

func base32Of(sum []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum)
}

// digest is the digest of a block as a record names it.
func digest(b []byte) string {
	sum := sha1.Sum(b)
	return fmt.Sprintf("sha1:%s", base32Of(sum[:]))
}
