package store

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"sync"
)

// packFrom is the size from which compressing is worth it.
const packFrom = 400

// packers are kept for reuse: each holds most of a megabyte.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// pack compresses bytes for keeping. Short ones stay as they are; those that
// look as if they were compressed do not.
func pack(b []byte) []byte {
	if len(b) < packFrom && !bytes.HasPrefix(b, packed) {
		return append([]byte{}, b...)
	}
	var out bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	w.Write(b) // to memory: does not fail
	w.Close()
	return out.Bytes()
}

// packed is how compressed bytes begin.
var packed = []byte{0x1f, 0x8b}

// unpackLimit bounds what one kept entry may grow to.
const unpackLimit = 1 << 28

func unpack(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, packed) {
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, unpackLimit))
}

func unpackJSON(b []byte, v any) error {
	raw, err := unpack(b)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}
