// Package inflate undoes compression within bounds: the codings of HTTP (RFC
// 9110, section 8.4.1, with br of RFC 7932 and zstd of RFC 8878) and whole
// files. What comes out is bounded in size, or in how often it outgrows what
// went in.
package inflate

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// The causes for which unpacking stops.
var (
	ErrTooLarge = errors.New("too large when it is unpacked")
	ErrBomb     = fmt.Errorf("grows more than %d times when it is unpacked", Ratio)
	ErrUnknown  = errors.New("a coding that is not known")
)

// What is unpacked may grow so many times; the first bytes are free, for
// short texts of one letter are innocent.
const (
	Ratio = 200
	Free  = 64 << 20
)

// window bounds the memory of one zstd stream, in bytes.
const window = 32 << 20

// None reports whether a coding, in small letters, is what servers call a body that
// has none.
func None(coding string) bool {
	switch coding {
	case "", "identity", "none", "utf-8", "utf8", "binary", "8bit":
		return true
	}
	return false
}

// Open returns what undoes a coding, named as HTTP does: gzip, x-gzip,
// deflate, br, zstd, or identity.
func Open(coding string, r io.Reader) (io.Reader, error) {
	name := strings.ToLower(strings.TrimSpace(coding))
	if None(name) {
		return r, nil
	}
	switch name {
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "deflate":
		return deflate(r)
	case "br":
		return brotli.NewReader(r), nil
	case "zstd":
		return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(window), zstd.WithDecoderMaxMemory(1<<40))
	}
	return nil, fmt.Errorf("%w: %q", ErrUnknown, coding)
}

// deflate is zlib by RFC 9110, and bare deflate as many servers send it.
func deflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, _ := b.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// maxCodings is how many codings may lie over each other.
const maxCodings = 3

// Body undoes the codings of a body, the last applied first, as
// Content-Encoding lists them. It gives at most limit bytes.
func Body(body []byte, codings string, limit int) ([]byte, error) {
	list := strings.FieldsFunc(codings, func(r rune) bool { return r == ',' || r == ' ' })
	if len(list) > maxCodings {
		return nil, fmt.Errorf("%d codings over each other", len(list))
	}
	for i := len(list) - 1; i >= 0; i-- {
		r, err := Open(list[i], bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		if body, err = All(r, limit); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// All reads a stream that has at most limit bytes.
func All(r io.Reader, limit int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(body) > limit {
		err = ErrTooLarge
	}
	return body, err
}

// A Guard lets bytes through until they outgrow what they were unpacked from.
type Guard struct {
	R    io.Reader
	Came func() int64 // how many packed bytes were read
	out  int64
}

func (g *Guard) Read(p []byte) (int, error) {
	if g.out > Free && g.out > Ratio*g.Came() {
		return 0, ErrBomb
	}
	n, err := g.R.Read(p)
	g.out += int64(n)
	return n, err
}
