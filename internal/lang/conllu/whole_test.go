package conllu

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestWholeFiles reads and writes the development sets back byte for byte.
func TestWholeFiles(t *testing.T) {
	dir := os.Getenv("READOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data", "syntax", "*dev.conllu.gz"))
	if len(files) == 0 {
		t.Skip("no shared data")
	}
	for _, f := range files {
		raw, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		z, err := gzip.NewReader(raw)
		if err != nil {
			t.Fatal(err)
		}
		want, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		ss, err := Read(bytes.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		d := Doc(ss)
		Fill(ss, d)
		var got bytes.Buffer
		if err := Write(&got, ss); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytes.TrimRight(got.Bytes(), "\n"), bytes.TrimRight(want, "\n")) {
			t.Errorf("%s changed on the way: %d bytes of %d", f, got.Len(), len(want))
		}
		if len(d.Sentences) != len(ss) {
			t.Errorf("%d sentences of %d", len(d.Sentences), len(ss))
		}
	}
}
