package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"readout/internal/record"
	"readout/internal/store"
)

// archiveFlag adds the flag that names the archive.
func archiveFlag(fs *flag.FlagSet) *string {
	return fs.String("archive", cmp.Or(os.Getenv("READOUT_ARCHIVE"), "readout.db"), "the archive's `FILE`")
}

// openArchive opens an archive that must be there already.
func openArchive(path string) (*store.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("no archive %s; readout add makes one", path)
	}
	return store.Open(path)
}

// openMerged opens an archive to be asked of its merged record, and says where
// that lacks something.
func (e *env) openMerged(path string) (*store.DB, error) {
	db, err := openArchive(path)
	if err != nil {
		return nil, err
	}
	if note, err := db.Stale(context.Background()); err == nil && note != "" {
		fmt.Fprintln(e.stderr, "readout: not all that the archive keeps is merged; the next add or watch does it, or readout rebuild")
	}
	return db, nil
}

// ofArchive says whether a path leads to one of the files that an archive is
// kept in.
func ofArchive(path, archive string) bool {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if sameFile(path, archive+suffix) {
			return true
		}
	}
	return false
}

// sameFile says whether two paths lead to one file, which need not be there.
func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	if err1 == nil && err2 == nil {
		return os.SameFile(x, y)
	}
	a, err1 = filepath.Abs(a)
	b, err2 = filepath.Abs(b)
	return err1 == nil && err2 == nil && a == b
}

// broke reports an error that ends a command.
func (e *env) broke(err error) int {
	fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
	return exitFailed
}
