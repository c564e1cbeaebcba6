package export_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"readout/internal/export"
)

var update = flag.Bool("update", false, "write the dictionary into doc/export.md")

// The document holds the dictionary as the program prints it.
func TestDictionary(t *testing.T) {
	var want bytes.Buffer
	for _, format := range []string{"csv", "jsonl", "gdelt", "gdelt-mentions", "polecat", "acled"} {
		if err := export.Dictionary(&want, format); err != nil {
			t.Fatal(err)
		}
		want.WriteByte('\n')
	}
	text := strings.ReplaceAll(want.String(), "\n## ", "\n#### ")
	text = strings.TrimSpace(strings.ReplaceAll("\n"+text, "\n# ", "\n### "))
	const path, begin, end = "../../doc/export.md", "<!-- dictionary -->\n", "\n<!-- end -->\n"
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(doc), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the dictionary", path)
	}
	if *update {
		if err := writeFile(path, []byte(before+begin+text+end+after)); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != text {
		t.Errorf("%s is not as the code is; go test ./internal/export -run TestDictionary -update", path)
	}
	for _, f := range export.Formats() {
		if !strings.Contains(before, "`"+f.Name+"`") {
			t.Errorf("%s does not tell of format %s", path, f.Name)
		}
	}
}

// What stands beside a table describes each of its columns.
func TestAbout(t *testing.T) {
	for _, f := range export.Formats() {
		if f.Inside || !f.Tables() {
			continue
		}
		var b bytes.Buffer
		if err := export.WriteAbout(&b, export.Meta{Format: f.Name, Kinds: f.Kinds[:1], Schema: export.Schema}, "x.csv"); err != nil {
			t.Fatal(err)
		}
		var got struct {
			URL    string
			Schema struct {
				Columns []struct{ Name, Datatype string }
			} `json:"tableSchema"`
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.URL != "x.csv" || len(got.Schema.Columns) < 16 || got.Schema.Columns[0].Datatype == "" {
			t.Errorf("%s: %v, %+v", f.Name, err, got)
		}
	}
}
