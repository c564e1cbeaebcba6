package export

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// writeCSV writes a table with a header, as RFC 4180 has it: lines end in
// CR LF. A list is one field, its values parted by "; "; a semicolon within a
// value becomes a comma.
func writeCSV(j *job) error {
	kind := j.kinds(j.format)[0]
	columns := tableColumns(kind)
	return j.table(kind, columns, every)
}

// table writes a table of comma-separated values, of those rows that it has.
func (j *job) table(kind string, columns []column, has func(*row) bool) error {
	w := csv.NewWriter(j.w)
	w.UseCRLF = true
	fields := make([]string, len(columns))
	for k, c := range columns {
		fields[k] = c.name
	}
	if err := w.Write(fields); err != nil {
		return err
	}
	err := j.rows(kind, has, func(r *row) error {
		for k, c := range columns {
			fields[k] = field(c, r, "; ")
		}
		return w.Write(fields)
	})
	if err != nil {
		return err // a header that is still held back is not sent
	}
	w.Flush()
	return w.Error()
}

// field is a value as text; an empty field is an unknown value.
func field(c column, r *row, sep string) string {
	switch v := c.get(r).(type) {
	case string:
		return inert(v)
	case []string:
		return inert(joined(v, sep))
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// inert keeps a spreadsheet from taking outside text for a formula: it sets an
// apostrophe before it, which spreadsheets do not show.
func inert(s string) string {
	t := strings.TrimLeft(s, " \u00a0\u3000")
	if t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}
