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

// fromJSON reads one report, an array of reports, or one report a line. Values
// that are no reports are left out, and the error tells of them.
func fromJSON(text string) ([]*draft, error) {
	var v values
	switch {
	case isLines(text):
		v.lines(text)
	case depth(text) > maxDepth:
		return nil, ErrTooDeep
	default:
		v.stream(text)
	}
	if len(v.drafts) == 0 && v.err() == nil {
		return nil, ErrNoArticle
	}
	return v.drafts, v.err()
}

// isLines says whether a text has one JSON object a line, and more than one.
func isLines(text string) bool {
	n, sound := 0, false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] != '{' {
			return false
		}
		n++
		sound = sound || json.Valid([]byte(line))
	}
	return n > 1 && sound
}

// Values are what was read of the values of a JSON file.
type values struct {
	drafts []*draft
	fault  error // the first
	faults int
}

func (v *values) lines(text string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		var one values
		if depth(line) > maxDepth {
			one.fail(ErrTooDeep)
		} else {
			one.stream(line)
		}
		v.drafts = append(v.drafts, one.drafts...)
		if err := one.err(); err != nil {
			v.fail(fmt.Errorf("line %d: %w", n, err))
		}
	}
}

// stream reads values one after another, until one is broken.
func (v *values) stream(text string) {
	dec := json.NewDecoder(strings.NewReader(text))
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			if len(v.drafts) == 0 && !strings.HasPrefix(text, "{") {
				v.fail(errNotJSON)
			} else {
				v.fail(errors.New("broken JSON: " + err.Error()))
			}
			return
		}
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			list = []json.RawMessage{raw}
		}
		for _, one := range list {
			v.report(one)
		}
	}
}

// report reads one value.
func (v *values) report(raw json.RawMessage) {
	var j jsonReport
	if err := json.Unmarshal(raw, &j); err != nil {
		v.fail(noReport(err))
	} else if d := j.draft(); d != nil {
		v.drafts = append(v.drafts, d)
	}
}

func (v *values) fail(err error) {
	if v.faults++; v.fault == nil {
		v.fault = err
	}
}

// err is the first fault, and how many there are besides.
func (v *values) err() error {
	if v.faults > 1 {
		return fmt.Errorf("%w (and %d more)", v.fault, v.faults-1)
	}
	return v.fault
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
