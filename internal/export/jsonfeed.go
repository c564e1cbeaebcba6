package export

import (
	"encoding/json"
	"io"
)

// Objects of JSON Feed 1.1. What readout adds stands in _readout, as the
// standard has extensions.
type (
	jsonFeed struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		FeedURL     string     `json:"feed_url,omitempty"`
		Description string     `json:"description"`
		Readout     jsonAbout  `json:"_readout"`
		Items       []jsonItem `json:"items"`
	}
	jsonAbout struct {
		About string `json:"about"`
		Meta
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url,omitempty"`
		Title     string       `json:"title"`
		HTML      string       `json:"content_html"`
		Published string       `json:"date_published"`
		Modified  string       `json:"date_modified"`
		Authors   []jsonAuthor `json:"authors,omitempty"`
		Tags      []string     `json:"tags"`
		Readout   jsonFact     `json:"_readout"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonFact struct {
		ID     string   `json:"id"`
		Noun   string   `json:"noun"`
		Quotes []string `json:"quotes"`
		URLs   []string `json:"urls"`
	}
)

// WriteJSONFeed writes a feed as JSON Feed 1.1.
func WriteJSONFeed(w io.Writer, f Feed) error {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, FeedURL: f.Self, Description: f.about() + ". " + f.Meta.Licence,
		Readout: jsonAbout{"schema, licence and readers of this feed; of an item the fact's id, its sentences and its reports", f.Meta}, Items: []jsonItem{}}
	for _, p := range f.Posts {
		i := jsonItem{ID: uuid(p.ID), URL: p.url(), Title: p.Title, HTML: p.html(), Published: p.Published, Modified: p.Updated, Tags: p.Tags, Readout: jsonFact{ID: p.ID, Noun: p.Noun, Quotes: p.Quotes}}
		for _, o := range p.Origins {
			i.Authors = append(i.Authors, jsonAuthor{o})
		}
		for _, l := range p.Links {
			if l.URL != "" {
				i.Readout.URLs = append(i.Readout.URLs, l.URL)
			}
		}
		out.Items = append(out.Items, i)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(&out)
}

func writeJSONFeed(j *job) error {
	f, err := j.feed()
	if err != nil {
		return err
	}
	return WriteJSONFeed(j.w, f)
}
