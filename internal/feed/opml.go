package feed

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"readout/internal/record"
)

// An Outline is one feed of an OPML list.
type Outline struct {
	Title  string
	URL    string // of the feed
	Site   string // of the outlet, "" where not told
	Folder string // the titles that it stands under, parted by " / "
}

// OPML reads the feeds of an OPML list, version 1.0, 1.1 or 2.0
// (http://opml.org/spec2.opml), in its order and each once. What is no feed of
// the web is left out.
func OPML(page *record.Page) ([]Outline, error) {
	text, err := decode(page)
	if err != nil {
		return nil, err
	}
	if rootOf(text) != "opml" {
		return nil, errors.New("not an OPML list")
	}
	if err := check(text); err != nil {
		return nil, err
	}
	var out []Outline
	var folders []string
	seen := map[string]bool{}
	d := newDecoder(text)
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("broken OPML: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if !strings.EqualFold(t.Name.Local, "outline") {
				break
			}
			o := outline(t)
			o.Folder = strings.Join(strip(folders), " / ")
			if o.URL != "" && !seen[o.URL] && len(out) < MaxEntries {
				seen[o.URL] = true
				out = append(out, o)
			}
			folder := o.Title
			if attr(t, "xmlUrl") != "" {
				folder = "" // a feed holds none
			}
			folders = append(folders, folder)
		case xml.EndElement:
			if strings.EqualFold(t.Name.Local, "outline") && len(folders) > 0 {
				folders = folders[:len(folders)-1]
			}
		}
	}
	return out, nil
}

func outline(t xml.StartElement) Outline {
	none := &url.URL{}
	return Outline{
		Title: oneLine(cmp.Or(attr(t, "title"), attr(t, "text"))),
		URL:   resolve(none, attr(t, "xmlUrl")),
		Site:  resolve(none, attr(t, "htmlUrl")),
	}
}

// strip leaves out the empty names.
func strip(names []string) (out []string) {
	for _, n := range names {
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// WriteOPML writes feeds as an OPML 2.0 list. Folders are left out.
func WriteOPML(w io.Writer, title string, feeds []Outline) error {
	type entry struct {
		Type string `xml:"type,attr"`
		Text string `xml:"text,attr"`
		Name string `xml:"title,attr"`
		URL  string `xml:"xmlUrl,attr"`
		Site string `xml:"htmlUrl,attr,omitempty"`
	}
	doc := struct {
		XMLName xml.Name `xml:"opml"`
		Version string   `xml:"version,attr"`
		Title   string   `xml:"head>title"`
		Body    struct {
			Outlines []entry `xml:"outline"`
		} `xml:"body"`
	}{Version: "2.0", Title: title}
	for _, f := range feeds {
		doc.Body.Outlines = append(doc.Body.Outlines, entry{"rss", f.Title, f.Title, f.URL, f.Site})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
