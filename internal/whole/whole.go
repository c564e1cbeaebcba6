// Package whole puts files in place whole or not at all: what was there stays
// until all is written.
package whole

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes a file with the permissions of mode by way of a hidden one
// beside it, which is on the disk before it takes the name.
func Write(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".part-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	for _, do := range []func() error{func() error { return write(f) }, func() error { return f.Chmod(mode) }, f.Sync, f.Close} {
		if err = do(); err != nil {
			return err
		}
	}
	if err = os.Rename(f.Name(), path); err != nil {
		err = fmt.Errorf("write %s: %w", path, err)
	}
	return err
}
