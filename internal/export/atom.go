package export

import (
	"encoding/xml"
	"io"
)

// Elements of Atom (RFC 4287).
type (
	atomFeed struct {
		XMLName   xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
		ID        string        `xml:"id"`
		Title     string        `xml:"title"`
		Updated   string        `xml:"updated"`
		Author    atomPerson    `xml:"author"`
		Generator atomGenerator `xml:"generator"`
		Rights    string        `xml:"rights"`
		Subtitle  string        `xml:"subtitle"`
		Links     []atomLink    `xml:"link"`
		Entries   []atomEntry   `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Authors    []atomPerson   `xml:"author"`
		Categories []atomCategory `xml:"category"`
		Links      []atomLink     `xml:"link"`
		Content    atomText       `xml:"content"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomGenerator struct {
		Version string `xml:"version,attr"`
		Name    string `xml:",chardata"`
	}
	atomCategory struct {
		Term   string `xml:"term,attr"`
		Scheme string `xml:"scheme,attr,omitempty"`
	}
	atomLink struct {
		Rel   string `xml:"rel,attr"`
		Href  string `xml:"href,attr"`
		Title string `xml:"title,attr,omitempty"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// schemeOfIDs is the scheme of the category that holds the id of a fact.
const schemeOfIDs = "urn:readout:id"

// WriteAtom writes a feed as Atom.
func WriteAtom(w io.Writer, f Feed) error {
	out := atomFeed{ID: uuid("feed " + f.Name), Title: f.Title, Updated: f.updated(), Author: atomPerson{"readout"}, Rights: f.Meta.Licence,
		Generator: atomGenerator{f.Meta.Schema, "readout"}, Subtitle: f.about()}
	if f.Self != "" {
		out.Links = append(out.Links, atomLink{Rel: "self", Href: f.Self})
	}
	for _, p := range f.Posts {
		out.Entries = append(out.Entries, atomOf(&p))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(&out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func atomOf(p *Post) atomEntry {
	e := atomEntry{ID: uuid(p.ID), Title: p.Title, Published: p.Published, Updated: p.Updated, Content: atomText{"html", p.html()},
		Categories: []atomCategory{{p.ID, schemeOfIDs}}}
	for _, o := range p.Origins {
		e.Authors = append(e.Authors, atomPerson{o})
	}
	for _, t := range p.Tags {
		e.Categories = append(e.Categories, atomCategory{Term: t})
	}
	rel := "alternate" // one alternate an entry (section 4.1.2)
	for _, l := range p.Links {
		if l.URL != "" {
			e.Links = append(e.Links, atomLink{rel, l.URL, l.Title})
			rel = "related"
		}
	}
	return e
}

// about is what a feed says of itself, in words.
func (f *Feed) about() string {
	s := "schema " + f.Meta.Schema
	for _, r := range f.Meta.Readers {
		s += ", " + r
	}
	return s
}

func writeAtomFeed(j *job) error {
	f, err := j.feed()
	if err != nil {
		return err
	}
	return WriteAtom(j.w, f)
}
