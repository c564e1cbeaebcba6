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
	return j.table(kind, columns, func(r *row) []*row { return []*row{r} })
}

// table writes a table of comma-separated values; lines makes the lines of a
// row.
func (j *job) table(kind string, columns []column, lines func(*row) []*row) error {
	w := csv.NewWriter(j.w)
	w.UseCRLF = true
	fields := make([]string, len(columns))
	for k, c := range columns {
		fields[k] = c.name
	}
	if err := w.Write(fields); err != nil {
		return err
	}
	err := j.rows(kind, func(r *row) error {
		for _, line := range lines(r) {
			for k, c := range columns {
				fields[k] = field(c, line, "; ")
			}
			if err := w.Write(fields); err != nil {
				return err
			}
		}
		return nil
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
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
