package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imports lists, for each package, the packages of ours it may import. It is
// the shape of the program. Change it when the shape is to change, not to make
// a build pass.
const imports = `
	codebook:
	lang:
	encoder:
	gazetteer:
	models:
	learnt:
	whole:
	record:         codebook

	lang/conllu:    lang
	lang/langtest:  lang
	lang/en:        lang
	lang/tokenize:  lang lang/en
	lang/timex:     lang lang/en
	annotate:       lang encoder

	actor:          record lang lang/en gazetteer codebook learnt
	place:          record lang lang/en gazetteer codebook learnt actor
	statement:      record lang lang/en gazetteer codebook learnt actor
	event:          record lang lang/en gazetteer codebook learnt actor place
	situation:      record lang lang/en gazetteer codebook learnt actor place

	reader:         record codebook lang lang/en lang/tokenize lang/timex encoder annotate gazetteer actor place statement event situation models
	reader/readertest: reader record lang

	access:
	guard:
	problem:
	serve:          access problem store
	inflate:
	warc:           record inflate
	bundle:         record inflate warc
	api:            access problem store record codebook merge query extract reader worker
	acquire:        record inflate
	feed:           record acquire
	sources:        record acquire feed filter whole
	watch:          record acquire feed filter guard sources store
	extract:        record
	score:          record
	merge:          record
	store:          record codebook
	store/storetest: record store
	query:          record codebook gazetteer merge store diff
	filter:         record
	diff:
	draw:
	alert:          acquire export query store whole
	export:         record codebook merge store query warc
	worker:         record codebook bundle extract filter guard reader merge store query
	desk:           record codebook merge store query access worker export diff alert draw
`

// TestImports compares what each package imports with the table.
func TestImports(t *testing.T) {
	allowed := map[string][]string{}
	for line := range strings.Lines(imports) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if ok {
			allowed[name] = strings.Fields(list)
		}
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(filepath.Dir(path))
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || name == "." || strings.HasSuffix(path, "_test.go") {
			return err
		}
		may, listed := allowed[name]
		if !listed {
			t.Errorf("package %s is not in the table of imports", name)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range file.Imports {
			if p, ok := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), "readout/internal/"); ok && !slices.Contains(may, p) {
				t.Errorf("%s: %s imports %s, which the table does not allow", path, name, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
