package extract

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// maxDepth is how deep a page's elements or values may nest.
const maxDepth = 512

var errNotJSON = errors.New("not JSON")

// A jsonReport is a report as a JSON file has it.
type jsonReport struct {
	URL           string          `json:"url"`
	CanonicalURL  string          `json:"canonical_url"`
	Outlet        string          `json:"outlet"`
	Agency        string          `json:"agency"`
	Title         string          `json:"title"`
	Byline        json.RawMessage `json:"byline"`
	Bylines       json.RawMessage `json:"bylines"`
	Published     string          `json:"published"`
	Modified      string          `json:"modified"`
	Language      string          `json:"language"`
	Text          string          `json:"text"`
	RetrievedText string          `json:"retrieved_text"`
	Dateline      json.RawMessage `json:"dateline"`
	Captions      json.RawMessage `json:"captions"`
	Related       json.RawMessage `json:"related"`
	Report        *jsonReport     `json:"report"`
}

// fromJSON reads one report, an array of reports, or one report a line.
func fromJSON(text string) ([]*draft, error) {
	if depth(text) > maxDepth {
		return nil, ErrTooDeep
	}
	var drafts []*draft
	dec := json.NewDecoder(strings.NewReader(text))
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			if len(drafts) == 0 && !strings.HasPrefix(text, "{") {
				return nil, errNotJSON
			}
			return nil, errors.New("broken JSON: " + err.Error())
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			list = []json.RawMessage{raw}
		}
		for _, one := range list {
			var j jsonReport
			if err := json.Unmarshal(one, &j); err != nil {
				return nil, noReport(err)
			}
			if d := j.draft(); d != nil {
				drafts = append(drafts, d)
			}
		}
	}
	if len(drafts) == 0 {
		return nil, ErrNoArticle
	}
	return drafts, nil
}

// noReport says why a JSON value is no report.
func noReport(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return errors.New("JSON that is no report: " + err.Error())
	case wrong.Field == "":
		return fmt.Errorf("JSON that is no report: a %s where an object should be", wrong.Value)
	}
	return fmt.Errorf("JSON that is no report: %q is a %s", wrong.Field, wrong.Value)
}

// depth is how deep brackets outside strings nest.
func depth(text string) int {
	n, most, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if n++; n > most {
				most = n
			}
		case c == '}' || c == ']':
			n--
		}
	}
	return most
}

// draft makes a draft of a JSON report, nil if it has no text. A text in
// Markdown is read as such; any other text is taken as it is.
func (j *jsonReport) draft() *draft {
	if j.Report != nil && j.Text == "" && j.RetrievedText == "" {
		return j.Report.draft()
	}
	text := j.Text
	if strings.TrimSpace(text) == "" {
		text = j.RetrievedText
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	d := &draft{}
	if strings.HasPrefix(strings.TrimSpace(text), "# ") {
		d = fromText(text)
	} else {
		d.paras, d.verbatim = paragraphs(text), true
	}
	over := func(field **string, value string) {
		if squeeze(value) != "" {
			*field = ptr(value)
		}
	}
	over(&d.URL, j.URL)
	over(&d.CanonicalURL, j.CanonicalURL)
	over(&d.Outlet, j.Outlet)
	over(&d.Title, j.Title)
	over(&d.Published, date(j.Published))
	over(&d.Modified, date(j.Modified))
	over(&d.Language, strings.ToLower(j.Language))
	if a := agencyName(j.Agency); a != "" {
		over(&d.Agency, a)
	} else {
		over(&d.Agency, j.Agency)
	}
	names := append(people(j.Byline), people(j.Bylines)...)
	if len(names) > 0 {
		d.Bylines = nil
		for _, n := range names {
			d.addByline(n)
		}
		d.dropSite()
	}
	json.Unmarshal(j.Dateline, &d.Dateline) // what readout extract prints; of another form, it is left out
	json.Unmarshal(j.Captions, &d.Captions)
	json.Unmarshal(j.Related, &d.Related)
	return d
}

// people reads a byline, which is a text or a list of texts.
func people(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		if one == "" {
			return nil
		}
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	return many
}
