package export

import (
	"io"
	"os"
	"path/filepath"
)

// writeSQLite writes a copy of the archive. It is made in a file first, since
// SQLite writes no streams: beside the archive, where there is room for one like
// it and what runs without a temporary folder may write, else in that.
func writeSQLite(j *job) (err error) {
	dir, err := os.MkdirTemp(j.db.Folder(), ".readout-export-")
	if err != nil {
		dir, err = os.MkdirTemp("", "readout-export-")
	}
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "copy.db")
	if err := j.db.Copy(j.ctx, path, j.meta.pairs()); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(j.w, f)
	return err
}
