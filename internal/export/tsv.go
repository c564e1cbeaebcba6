package export

import "strings"

// tabbed writes the lines of events, fields parted by tabs, without quoting, as GDELT and
// POLECAT do: a quotation mark in outside text becomes an apostrophe, so that
// no reader takes it for the start of a quoted field.
func (j *job) tabbed(columns []column, header bool, lines func(*row) []*row) error {
	fields := make([]string, len(columns))
	put := func(get func(column) string) error {
		for k, c := range columns {
			fields[k] = strings.ReplaceAll(get(c), `"`, "'")
		}
		_, err := j.w.WriteString(strings.Join(fields, "\t") + "\n")
		return err
	}
	if header {
		if err := put(func(c column) string { return c.name }); err != nil {
			return err
		}
	}
	return j.rows("event", j.codable, func(r *row) error {
		for _, line := range lines(r) {
			if err := put(func(c column) string { return field(c, line, ";") }); err != nil {
				return err
			}
		}
		return nil
	})
}
