package export

import (
	"encoding/json"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// A line is one entry of the archive as JSON Lines have it.
type line struct {
	Noun  string            `json:"noun"` // event, statement, … ; "export" on the first line
	ID    string            `json:"id,omitempty"`
	Title string            `json:"title,omitempty"`
	Codes *codes            `json:"codes,omitempty"` // of an event
	Names map[string]string `json:"names,omitempty"` // of the actors, places and stories that the entry names, by id
	Entry json.RawMessage   `json:"entry,omitempty"` // as the archive holds it
	Meta  *Meta             `json:"meta,omitempty"`  // of the first line
}

type codes struct {
	PLOVER    string  `json:"plover"`
	Quad      any     `json:"quad"`
	CAMEO     string  `json:"cameo"`
	Intensity float64 `json:"intensity"`
}

// writeJSONLines writes a line that tells of the export, then one an entry.
// Outside text is not changed but for what JSON must escape.
func writeJSONLines(j *job) error {
	enc := json.NewEncoder(j.w)
	if err := enc.Encode(line{Noun: "export", Meta: &j.meta}); err != nil {
		return err
	}
	for _, kind := range j.kinds(j.format) {
		err := j.rows(kind, every, func(r *row) error {
			return enc.Encode(line{Noun: r.Kind, ID: r.ID, Title: r.Title, Codes: codesOf(r.entry), Names: namesOf(r), Entry: r.Body})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func codesOf(entry any) *codes {
	e, ok := entry.(*merge.Event)
	if !ok {
		return nil
	}
	c, ok := codebook.CAMEO(e.Type, e.Mode, e.Factuality)
	if !ok {
		return nil
	}
	return &codes{codebook.Fold(e.Type, e.Factuality), quad(e), c.Code, c.Weight}
}

func namesOf(r *row) map[string]string {
	out := map[string]string{}
	for _, id := range named(r.entry) {
		if name := r.names.name(id); name != id {
			out[id] = name
		}
	}
	return out
}

func jsonlColumns(string) []column {
	return []column{
		{name: "noun", of: text, help: "event, statement, situation, actor, place, story, report or family; export on the first line, which tells of the export in meta"},
		{name: "id", of: text, help: "names the entry; it stays the same in a rebuild with the same reader"},
		{name: "title", of: text, help: "the entry in one line"},
		{name: "codes", of: "object", help: "of an event: PLOVER type after folding, quad class, CAMEO code, intensity on Goldstein's scale"},
		{name: "names", of: "object", help: "names of the actors, places and stories that the entry names, by id"},
		{name: "entry", of: "object", help: "the entry as readout show --format json prints it"},
	}
}
