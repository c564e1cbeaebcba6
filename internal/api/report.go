package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"readout/internal/extract"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// Bounds of what is read in one request: bytes of the body, bytes of the
// texts found in it, and reports.
const (
	mostBytes   = 4 << 20
	mostText    = 256 << 10
	mostReports = 20
)

// Given is a report as a program hands it over; other names that newsrooms
// use for the same are understood too.
type Given struct {
	URL       string `json:"url,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	Byline    string `json:"byline,omitempty"`
	Published string `json:"published,omitempty" doc:"a day or an instant, ISO 8601"`
	Text      string `json:"text" doc:"paragraphs parted by blank lines"`
}

// Readings are the records of the reports of one request.
type Readings struct {
	Readings []*record.Reading `json:"readings"`
}

// Added says what came into the archive.
type Added struct {
	Added   int      `json:"added" doc:"how many of the reports were not kept before"`
	Reports []string `json:"reports" doc:"ids of all of them"`
}

// page takes a page from a request.
func (a *api) page(r *request) (*record.Page, extract.Options, error) {
	o := extract.Options{Published: r.values.Get("published"), URL: r.values.Get("url"), Outlet: r.values.Get("outlet")}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.ContainsFunc(reportBodies, func(b body) bool { return b.contentType == kind }) {
		return nil, o, mistake{http.StatusUnsupportedMediaType, "a report comes as application/json, text/html, text/markdown or text/plain"}
	}
	b, err := io.ReadAll(http.MaxBytesReader(r.w, r.Body, mostBytes))
	if err != nil {
		return nil, o, unread(err)
	}
	return &record.Page{Input: "the body", ContentType: r.Header.Get("Content-Type"), Body: b}, o, nil
}

// unread is what is wrong with a body that could not be read to its end.
func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return wrong("the body did not come whole")
}

// reports takes the reports from a request's page.
func (a *api) reports(r *request) (*record.Page, []*record.Report, error) {
	p, o, err := a.page(r)
	if err != nil {
		return nil, nil, err
	}
	parts, err := parts(p)
	if err != nil {
		return nil, nil, err
	}
	size := 0
	var list []*record.Report
	for n, part := range parts {
		found, err := extract.Reports(part, o)
		switch {
		case err != nil && len(parts) == 1:
			return nil, nil, unfit("no report: " + err.Error())
		case err != nil:
			return nil, nil, unfit(fmt.Sprintf("report %d is none: %s", n+1, err))
		}
		for _, rep := range found {
			size += len(rep.Text)
		}
		if list = append(list, found...); len(list) > mostReports || size > mostText {
			return nil, nil, mistake{http.StatusRequestEntityTooLarge, fmt.Sprintf("more than %d reports or %d bytes of text at once", mostReports, mostText)}
		}
	}
	return p, list, nil
}

func unfit(detail string) error { return mistake{http.StatusUnprocessableEntity, detail} }

// parts are the pages of the reports of a page, each of which must be one: of
// JSON the objects, else the page itself.
func parts(p *record.Page) (out []*record.Page, err error) {
	if kind, _, _ := mime.ParseMediaType(p.ContentType); kind != "application/json" {
		return []*record.Page{p}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(p.Body, []byte("\ufeff"))))
	for {
		var value json.RawMessage
		if err := dec.Decode(&value); err == io.EOF {
			break
		} else if err != nil {
			return nil, unfit("the body is not JSON: " + err.Error())
		}
		list := []json.RawMessage{value}
		if value[0] == '[' {
			if err := json.Unmarshal(value, &list); err != nil {
				return nil, unfit("the body is not JSON: " + err.Error())
			}
		}
		for _, one := range list {
			part := *p
			if part.Body = one; one[0] != '{' {
				return nil, unfit(fmt.Sprintf("report %d is none: it is no object of JSON", len(out)+1))
			}
			out = append(out, &part)
		}
	}
	if out == nil {
		return nil, unfit("no report: the body holds none")
	}
	return out, nil
}

// enter waits until there is room for a request that reads, and hands out the
// reader, which leave gives up.
func (a *api) enter(r *request) (x *reader.Reader, leave func(), err error) {
	select {
	case a.read <- struct{}{}:
	case <-r.Context().Done():
		return nil, nil, r.Context().Err()
	}
	leave = func() { <-a.read }
	if x, err = a.Reader(); err != nil {
		leave()
		return nil, nil, err
	}
	return x, leave, nil
}

// readOnly reads reports and keeps nothing.
func (a *api) readOnly(r *request) (any, error) {
	_, list, err := a.reports(r)
	if err != nil {
		return nil, err
	}
	x, leave, err := a.enter(r)
	if err != nil {
		return nil, err
	}
	defer leave()
	out := Readings{}
	for _, rep := range list {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		out.Readings = append(out.Readings, x.Read(rep))
	}
	return out, nil
}

// add reads reports and keeps them.
func (a *api) add(r *request) (any, error) {
	p, list, err := a.reports(r)
	if err != nil {
		return nil, err
	}
	x, leave, err := a.enter(r)
	if err != nil {
		return nil, err
	}
	defer leave()
	w := worker.Worker{DB: a.Archive, Reader: x}
	readings, err := w.ReadAll(r.Context(), list)
	if err != nil {
		return nil, err
	}
	out := Added{Reports: []string{}}
	if out.Added, err = a.Archive.Add(r.Context(), p, readings); err != nil {
		return nil, err
	}
	for _, reading := range readings {
		out.Reports = append(out.Reports, store.Key(&reading.Report))
	}
	a.Merge()
	return out, nil
}
