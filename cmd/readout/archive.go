package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"

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

// broke reports an error that ends a command.
func (e *env) broke(err error) int {
	fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
	return exitFailed
}
