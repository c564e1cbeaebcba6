package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Dictionary writes what the columns of a format mean, for each of its kinds,
// as Markdown.
func Dictionary(w io.Writer, format string) error {
	f, err := Find(format)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. Schema %s, media type %s.\n", f.Name, strings.ToUpper(f.Help[:1])+f.Help[1:], Schema, f.Type)
	if f.columns == nil {
		b.WriteString("\nThe form is that of its standard, without columns of ours.\n")
	}
	for _, kind := range f.kindsOfColumns() {
		if f.perKind() {
			fmt.Fprintf(&b, "\n## %s\n", kind)
		}
		b.WriteString("\n| column | holds | meaning |\n| --- | --- | --- |\n")
		for _, c := range f.columns(kind) {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", c.name, c.of, c.help)
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// perKind says that the columns of a format hang on the kind.
func (f Format) perKind() bool { return f.Name == "csv" || f.Name == "parquet" || f.Name == "geojson" }

func (f Format) kindsOfColumns() []string {
	switch {
	case f.columns == nil:
		return nil
	case f.perKind():
		return f.Kinds
	}
	return f.Kinds[:1]
}

// WriteAbout writes what a table says of itself, to be laid beside it: metadata
// of CSV on the Web (W3C Tabular Metadata) for the table in a file.
func WriteAbout(w io.Writer, m Meta, file string) error {
	f, err := Find(m.Format)
	if err != nil {
		return err
	}
	types := map[kindOf]string{text: "string", list: "string", day8: "date", whole: "integer", number: "number", flag: "boolean"}
	type field struct {
		Name      string `json:"name"`
		Titles    string `json:"titles"`
		Type      string `json:"datatype"`
		Help      string `json:"dc:description"`
		Separator string `json:"separator,omitempty"`
	}
	var fields []field
	for _, c := range f.columns(m.Kinds[0]) {
		one := field{Name: strings.ReplaceAll(c.name, " ", "_"), Titles: c.name, Type: types[c.of], Help: c.help}
		if c.of == list {
			one.Separator = f.separator()
		}
		fields = append(fields, one)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(map[string]any{
		"@context": "http://www.w3.org/ns/csvw", "url": file, "dc:rights": m.Licence, "dc:creator": strings.Join(m.Readers, ", "),
		"dc:conformsTo": "readout schema " + m.Schema, "readout:about": m,
		"dialect":     map[string]any{"delimiter": f.delimiter(), "header": f.header(), "doubleQuote": f.delimiter() == ",", "encoding": "utf-8"},
		"tableSchema": map[string]any{"columns": fields},
	})
}

func (f Format) delimiter() string {
	if strings.HasPrefix(f.Type, "text/tab") {
		return "\t"
	}
	return ","
}

func (f Format) separator() string {
	if f.delimiter() == "\t" {
		return ";"
	}
	return "; "
}

func (f Format) header() bool { return !strings.HasPrefix(f.Name, "gdelt") }
