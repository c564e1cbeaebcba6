package export

import (
	"errors"
	"strings"

	"readout/internal/store"
	"readout/internal/warc"
)

// writeWARC writes the pages that reports were found in, each once, as they
// came. The date of a record is that on which the page came into the archive.
func writeWARC(j *job) error {
	begun, _ := parseTime(epoch)
	software := "readout, schema " + j.meta.Schema + ", " + strings.Join(j.meta.Readers, ", ") + "; " + j.meta.Licence
	w, err := warc.NewWriter(j.w, software, begun)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	return j.rows("report", every, func(r *row) error {
		p, err := j.db.Page(j.ctx, r.ID)
		if errors.Is(err, store.ErrNone) || err == nil && seen[p.ID] {
			return nil
		}
		if err != nil {
			return err
		}
		seen[p.ID] = true
		at, _ := parseTime(p.Added)
		return w.Page(&p.Page, at)
	})
}
