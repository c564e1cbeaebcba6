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
// beside it, which is on the disk before it takes the name. A link is followed
// to its file; a device or a pipe is written as it is.
func Write(path string, mode fs.FileMode, write func(io.Writer) error) error {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return through(path, write)
	}
	if _, err := os.Lstat(path); err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	return replace(path, mode, write)
}

// through writes to what is no regular file and stays what it is.
func through(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// replace puts a regular file in place.
func replace(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
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
