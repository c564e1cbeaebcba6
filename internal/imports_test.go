package internal_test

import (
	"os/exec"
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
	lang/en:        lang
	lang/tokenize:  lang lang/en
	lang/timex:     lang lang/en
	annotate:       lang encoder

	actor:          record lang lang/en gazetteer codebook learnt
	place:          record lang lang/en gazetteer codebook learnt actor
	statement:      record lang lang/en gazetteer codebook actor
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
	acquire:        record
	feed:           record acquire
	sources:        record acquire feed filter whole
	watch:          record acquire feed filter guard sources store
	extract:        record
	score:          record
	merge:          record
	store:          record codebook
	store/storetest: record store
	query:          record merge store diff
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
	out, err := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	allowed := map[string][]string{}
	for line := range strings.Lines(imports) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if ok {
			allowed[name] = strings.Fields(list)
		}
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		name, ours := strings.CutPrefix(f[0], "readout/internal/")
		if !ours {
			continue
		}
		may, listed := allowed[name]
		if !listed {
			t.Errorf("package %s is not in the table of imports", name)
			continue
		}
		for _, imp := range f[1:] {
			if p, ok := strings.CutPrefix(imp, "readout/internal/"); ok && !slices.Contains(may, p) {
				t.Errorf("%s imports %s, which the table does not allow", name, p)
			}
		}
	}
}
