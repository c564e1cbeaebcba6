package store

import (
	"context"
	"path/filepath"
)

// Folder is the folder in which the archive's file stands.
func (db *DB) Folder(ctx context.Context) (path string, err error) {
	defer wrap(&err, "find the archive's folder")
	err = db.sql.QueryRowContext(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`).Scan(&path)
	return filepath.Dir(path), err
}
