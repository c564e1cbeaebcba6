package sources

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"readout/internal/acquire"
	"readout/internal/feed"
	"readout/internal/record"
)

// A Found is something of a site that can be followed.
type Found struct {
	URL  string
	List *feed.List
}

// usual are the paths at which sites have feeds though no page names them.
var usual = []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default"}

// usualSitemaps are such paths of sitemaps. Those of news go first: they hold
// the reports of two days and not all that the site ever had.
var usualSitemaps = []string{"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml"}

// atMost is how many addresses of each sort are tried.
const atMost = 5

// A Finder finds what can be followed. It asks only what robots.txt allows.
type Finder struct {
	Client *acquire.Client
	Robots *acquire.Robots
}

// Find looks at an address: what it names is a feed or a sitemap itself, or a
// page that names its feeds; else the site has one at a usual path, or a
// sitemap that robots.txt names; else the page lists reports. The best comes
// first, and all are of one sort.
func (f Finder) Find(ctx context.Context, address string) ([]Found, error) {
	at, list, err := f.look(ctx, address)
	if err == nil && list.Kind != feed.Page {
		return []Found{{at.URL, list}}, nil
	}
	if at == nil { // no page at all
		return nil, err
	}
	site, err := url.Parse(at.URL)
	if err != nil {
		return nil, err
	}
	var named []string
	for _, a := range feed.Alternates(at) {
		named = append(named, a.URL)
	}
	for _, try := range []struct {
		urls []string
		all  bool
	}{{named, true}, {under(site, usual), false}, {f.sitemaps(ctx, site), false}} {
		if found := f.try(ctx, try.urls, try.all); len(found) > 0 {
			return found, nil
		}
	}
	if list != nil && len(list.Entries) >= fewest {
		return []Found{{at.URL, list}}, nil
	}
	return nil, cmp.Or(ctx.Err(), errors.New("no feed, no sitemap and no list of reports found"))
}

// fewest is how many links to reports make a page a list of them.
const fewest = 3

// Look gets an address and reads it as a list.
func (f Finder) Look(ctx context.Context, address string) (*feed.List, error) {
	_, list, err := f.look(ctx, address)
	return list, err
}

// look gets an address and reads it as a list; list is nil where it is none.
func (f Finder) look(ctx context.Context, address string) (*record.Page, *feed.List, error) {
	resp, err := f.Client.Get(ctx, acquire.Request{URL: address, Size: feed.MaxSize, Before: f.allowed})
	if err == nil {
		err = resp.Err()
	}
	if err != nil {
		return nil, nil, err
	}
	list, err := feed.Parse(resp.Page)
	return resp.Page, list, err
}

func (f Finder) allowed(ctx context.Context, u *url.URL) error {
	rules, err := f.Robots.Rules(ctx, u, nil)
	if err != nil {
		return err
	}
	return rules.Check(u)
}

func under(site *url.URL, paths []string) (out []string) {
	for _, p := range paths {
		out = append(out, (&url.URL{Scheme: site.Scheme, Host: site.Host, Path: p}).String())
	}
	return out
}

// sitemaps are those that robots.txt names, those of news first, then those
// at the usual paths.
func (f Finder) sitemaps(ctx context.Context, site *url.URL) []string {
	var named []string
	if rules, err := f.Robots.Rules(ctx, site, nil); err == nil {
		named = slices.Clone(rules.Sitemaps)
	}
	news := func(s string) int {
		if strings.Contains(strings.ToLower(s), "news") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(named, func(a, b string) int { return news(a) - news(b) })
	return append(named[:min(len(named), atMost)], under(site, usualSitemaps)...)
}

// try looks at addresses, until one is a list that names something unless all
// are wanted. A list that another address gave too is left out.
func (f Finder) try(ctx context.Context, urls []string, all bool) (found []Found) {
	tried := 0
	for _, address := range urls {
		if all && tried == atMost || ctx.Err() != nil {
			break
		}
		tried++
		page, list, err := f.look(ctx, address)
		if err != nil || list.Kind == feed.Page || len(list.Entries) == 0 {
			continue
		}
		if slices.ContainsFunc(found, func(o Found) bool { return o.URL == page.URL }) {
			continue
		}
		if found = append(found, Found{page.URL, list}); !all {
			break
		}
	}
	return found
}

// Source makes a source of what was found. Name may be empty.
func (f Found) Source(name string) (Source, error) {
	s := Source{Name: cmp.Or(name, f.List.Title), URL: f.URL, Kind: f.List.Kind}
	if err := s.address(); err != nil {
		return Source{}, fmt.Errorf("%s: %w", f.URL, err)
	}
	return s, nil
}
