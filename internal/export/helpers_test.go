package export_test

import (
	"os"
	"time"
)

func writeFile(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }

// day is a number of days since 1970 as a day.
func day(n int32) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }
