package export

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"readout/internal/merge"
	"readout/internal/store"
)

// A Feed is a list of facts for a feed reader. WriteAtom and WriteJSONFeed
// write it.
type Feed struct {
	Name  string // names the feed for ever
	Title string
	Self  string // its address, "" where it has none
	Meta  Meta
	Posts []Post
}

// A Post is one fact with its sentences and origins.
type Post struct {
	ID        string // of the fact
	Noun      string // event, statement or situation
	Title     string
	Published string // when it was first told, RFC 3339 in UTC
	Updated   string // when it was last told
	Tags      []string
	Quotes    []string
	Origins   []string
	Links     []Link // the reports
}

// A Link is a report of a fact; its address may be "".
type Link struct{ Title, Outlet, Published, URL string }

// A post shows so many sentences and reports at most.
const (
	quotesOfPost = 5
	linksOfPost  = 20
)

// PostsOf makes posts of items, in their order.
func PostsOf(ctx context.Context, db *store.DB, items []store.Item) ([]Post, error) {
	n := &names{db: db}
	var out []Post
	for part := range slices.Chunk(items, atOnce) {
		rows, err := n.rows(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out = append(out, postOf(r))
		}
	}
	return out, nil
}

func postOf(r *row) Post {
	first, last := known(r)
	p := Post{ID: r.ID, Noun: r.Kind, Title: safe(cmp.Or(r.Title, r.Kind)), Published: cmp.Or(first, epoch), Updated: cmp.Or(last, epoch), Tags: tags(r)}
	for _, e := range evidence(r.entry) {
		if q := safe(e.Quote); len(p.Quotes) < quotesOfPost && !slices.Contains(p.Quotes, q) {
			p.Quotes = append(p.Quotes, q)
		}
	}
	if s := support(r.entry); s != nil {
		p.Origins = each(s.Origins, func(o string) string { return safe(r.names.origin(o)) })
	}
	for _, m := range r.reports() {
		if len(p.Links) < linksOfPost {
			p.Links = append(p.Links, Link{safe(m.Title), safe(m.Outlet), m.Published, webAddress(m.URL)})
		}
	}
	return p
}

// origin is whose word something is, in words: an agency or outlet, or the
// outlet of a report that has no better name.
func (n *names) origin(o string) string {
	if r := n.report(o); r != nil {
		return cmp.Or(r.Outlet, r.Agency, o)
	}
	return o
}

// epoch stands for a time that no report tells: feeds need one.
const epoch = "1970-01-01T00:00:00Z"

func tags(r *row) []string {
	out := []string{r.Kind}
	switch e := r.entry.(type) {
	case *merge.Event:
		out = append(out, e.Type, e.Factuality)
	case *merge.Statement:
		out = append(out, e.Form)
	case *merge.Situation:
		out = append(out, e.Kind, e.State)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// postsOfFeed is how many posts a feed has where nobody says, and at most.
const (
	postsOfFeed = 100
	postsAtMost = 1000
)

// feed makes the feed of an export: the latest facts, the last told first.
func (j *job) feed() (Feed, error) {
	limit := min(cmp.Or(j.Filter.Limit, postsOfFeed), postsAtMost)
	f := Feed{Name: j.meta.Filter + " " + strings.Join(j.meta.Kinds, ","), Title: "readout: " + strings.Join(j.meta.Kinds, "s, ") + "s", Self: j.Self, Meta: j.meta}
	if said := j.Filter.Values(); len(said) > 0 {
		said.Del("limit")
		for _, k := range slices.Sorted(maps.Keys(said)) {
			f.Title += ", " + safe(k+" "+said.Get(k))
		}
	}
	most := j.Filter.Offset + limit
	for _, kind := range j.kinds(j.format) {
		filter := j.Filter
		filter.Kind, filter.Newest, filter.Limit, filter.Offset = kind, true, 0, 0
		err := filter.Each(j.ctx, j.db, atOnce, func(items []store.Item) error {
			if len(f.Posts) == most {
				items = notBefore(items, f.Posts[most-1].Updated)
			}
			posts, err := PostsOf(j.ctx, j.db, items)
			f.Posts = lastTold(append(f.Posts, posts...), most)
			return err
		})
		if err != nil {
			return f, err
		}
	}
	f.Posts = f.Posts[min(j.Filter.Offset, len(f.Posts)):]
	return f, nil
}

// lastTold are so many posts at most, those told last first. When something
// happened does not count: what happened long ago may be new.
func lastTold(list []Post, most int) []Post {
	slices.SortStableFunc(list, func(a, b Post) int { return cmp.Or(cmp.Compare(b.Updated, a.Updated), cmp.Compare(a.ID, b.ID)) })
	return list[:min(most, len(list))]
}

// notBefore leaves out items last told on a day that is before an instant in
// any zone, whose posts need not be made.
func notBefore(items []store.Item, instant string) []store.Item {
	t, _ := parseTime(instant)
	day := t.AddDate(0, 0, -1).Format(time.DateOnly)
	return slices.DeleteFunc(items, func(i store.Item) bool {
		var told struct {
			Last string `json:"last_known"`
		}
		return json.Unmarshal(i.Body, &told) == nil && told.Last < day
	})
}

// updated is when the last post of a feed was.
func (f *Feed) updated() string {
	last := epoch
	for _, p := range f.Posts {
		last = max(last, p.Updated)
	}
	return last
}

// uuid is a name as a UUID of version 8 (RFC 9562), which readers of feeds tell
// posts by.
func uuid(name string) string {
	sum := sha256.Sum256([]byte("readout\x00" + name))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

var postPage = template.Must(template.New("post").Parse(`{{range .Quotes}}<blockquote><p>{{.}}</p></blockquote>
{{end}}{{if .Origins}}<p>Origins: {{range $i, $o := .Origins}}{{if $i}}, {{end}}{{$o}}{{end}}</p>
{{end}}{{if .Links}}<ul>
{{range .Links}}<li>{{if .URL}}<a href="{{.URL}}">{{or .Title .URL}}</a>{{else}}{{.Title}}{{end}}{{with .Outlet}}, {{.}}{{end}}{{with .Published}}, {{.}}{{end}}</li>
{{end}}</ul>
{{end}}`))

// html is what a post says, as HTML without scripts.
func (p *Post) html() string {
	var b strings.Builder
	if err := postPage.Execute(&b, p); err != nil {
		return "" // to memory, of strings: no error
	}
	return b.String()
}

// url is the address of the first report that has one.
func (p *Post) url() string {
	for _, l := range p.Links {
		if l.URL != "" {
			return l.URL
		}
	}
	return ""
}
