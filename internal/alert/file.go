package alert

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// appendTo adds messages to a file, a line of JSON each. Those that a process
// may have added before it ended are looked for first.
func appendTo(path string, list []message) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file", path)
	}
	tail, err := tailOf(f, info.Size())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if len(tail) > 0 && tail[len(tail)-1] != '\n' { // a line that was cut off
		b.WriteByte('\n')
	}
	for _, m := range list {
		if m.Again && bytes.Contains(tail, append(bytes.Clone(m.Body), '\n')) {
			continue
		}
		b.Write(m.Body)
		b.WriteByte('\n')
	}
	if _, err := f.Write(b.Bytes()); err != nil {
		return err
	}
	return f.Sync()
}

// tailSize is how much of a file's end is looked through, in bytes: a batch of
// messages is shorter.
const tailSize = 16 << 20

func tailOf(f *os.File, size int64) ([]byte, error) {
	n := min(size, tailSize)
	return io.ReadAll(io.NewSectionReader(f, size-n, n))
}
