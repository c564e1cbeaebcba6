package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
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

// dictionary holds what bodies of items repeat, the most frequent last.
const dictionary = `"stories":["yactor","kind":"person","sectors":["GOV","MIL"],"offices":[{"title":"President","of":"a","company":["a` +
	`"differences":[{"what":"factuality","said":[{"value":"possible","denied","planned","entries":[{"report":"r","origin":"","state":"in_force","since":"` +
	`,"does":"opens","changed_by":"e","evidence":[{"report":"r","state":"ended","does":"confirms","holder":"a","object":"p","kind":"holds` +
	`{"id":"t{"id":"s","speaker":"a","addressees":["a"],"form":"indirect","form":"direct","form":"mixed","content":["","day":"2025-{"id":"e","type":"CONSULT",` +
	`"mode":"visit","type":"ACCUSE","type":"REQUEST","type":"AGREE","type":"ASSAULT","factuality":"actual","actors":["a"],"recipients":["a"],"recipients":[],` +
	`"places":["p"],"places":[],"start":"2026-01-","end":"2026-01-","attributed_to":["a"],"triggers":["said"],"story":"y` +
	`","evidence":[{"report":"r","start":1,"end":2,"quote":"The ` + `"}],"reports":["r"],"families":[],"origins":["Reuters"],"first_known":"2026-01-01","last_known":"2026-01-01"}`

// withDictionary is how a body compressed with the dictionary begins.
const withDictionary = 1

var smallPackers = sync.Pool{New: func() any {
	w, err := flate.NewWriterDict(nil, flate.DefaultCompression, []byte(dictionary))
	if err != nil {
		panic(err) // the level is one that there is
	}
	return w
}}

// packItem compresses the body of an item, which is JSON.
func packItem(b []byte) []byte {
	out := bytes.NewBuffer([]byte{withDictionary})
	w := smallPackers.Get().(*flate.Writer)
	defer smallPackers.Put(w)
	w.Reset(out)
	w.Write(b) // to memory: does not fail
	w.Close()
	return out.Bytes()
}

// smallUnpackers are kept for reuse: each holds the window of 32 kB.
var smallUnpackers = sync.Pool{New: func() any { return flate.NewReader(nil) }}

func unpackItem(b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] != withDictionary {
		return b, nil
	}
	r := smallUnpackers.Get().(io.Reader)
	defer smallUnpackers.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(b[1:]), []byte(dictionary)); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, unpackLimit))
}
