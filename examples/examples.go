// Package examples holds the reports of this folder, so that the program can
// show what it does without any of one's own.
package examples

import (
	"embed"
	"io/fs"
	"path"

	"readout/internal/record"
)

//go:embed *.txt *.md *.json *.html handover
var files embed.FS

// Pages are the example reports in order of their names.
func Pages() ([]*record.Page, error) {
	var out []*record.Page
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) == "README.md" {
			return err
		}
		body, err := files.ReadFile(name)
		out = append(out, &record.Page{Input: path.Join("examples", name), Body: body})
		return err
	})
	return out, err
}
