package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"readout/internal/extract"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/score"
	"readout/internal/worker"
)

// A goldPage is what a set says of one page; each set has some of it.
type goldPage struct {
	URL         string          `json:"url"`
	ArticleBody string          `json:"articleBody"` // scrapinghub
	Body        json.RawMessage `json:"body"`        // fundus: sections; fundus-eval: paragraphs
	Title       string          `json:"title"`
	Authors     []string        `json:"authors"`
	Published   string          `json:"publishing_date"`
	With        []string        `json:"with"` // trafilatura
	Without     []string        `json:"without"`
}

// A pagePair is a page's gold and what was extracted, empty where it failed.
type pagePair struct {
	gold *goldPage
	pred *record.Report
	err  error
}

// scoreExtraction scores header and text of the pages of four sets.
func scoreExtraction(_ *reader.Reader, data string) ([]figure, error) {
	var out []figure
	for _, s := range []struct {
		folder, gold string
		figures      func([]pagePair) ([]figure, error)
	}{
		{"scrapinghub", "ground-truth.json", scrapinghubFigures},
		{"fundus-eval", "ground-truth.json", fundusEvalFigures},
		{"fundus", "gold.json", fundusFigures},
		{"trafilatura", "evaldata.json", segmentFigures},
	} {
		pairs, err := extractSet(filepath.Join(data, "data", "extraction", s.folder), s.gold)
		if err != nil {
			return nil, err
		}
		got, err := s.figures(pairs)
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
	}
	return out, nil
}

// extractSet extracts every page of a set, in the order of their ids.
func extractSet(folder, gold string) ([]pagePair, error) {
	b, err := os.ReadFile(filepath.Join(folder, gold))
	if err != nil {
		return nil, err
	}
	var pages map[string]*goldPage
	if err := json.Unmarshal(b, &pages); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(folder, gold), err)
	}
	var ids []string
	for id := range pages {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	do := func(id string) pagePair {
		rep, err := extractPage(filepath.Join(folder, "html", id+".html.gz"), pages[id].URL)
		return pagePair{pages[id], rep, err}
	}
	var out []pagePair
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(ids), do, func(p pagePair) {
		out = append(out, p)
		if err == nil {
			err = p.err
		}
	})
	return out, err
}

// extractPage extracts a page kept in gzip. A page of which no report can be
// made counts as one without title and text.
func extractPage(file, url string) (*record.Report, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	page := &record.Page{Input: strings.TrimSuffix(file, ".gz"), Body: body}
	rep, err := extract.Report(page, extract.Options{URL: url})
	if err != nil {
		return &record.Report{}, nil
	}
	return rep, nil
}

// bodyFigure is the F1 of the runs of four words.
func bodyFigure(name string, pages score.Bodies) figure {
	p, r, f := pages.PRF()
	return figure{Name: name, Value: f, Note: fmt.Sprintf("P %.3f R %.3f (%d pages)", p, r, len(pages))}
}

func shareFigure(name string, s score.Share) figure {
	return figure{Name: name, Value: s.Value(), Note: fmt.Sprintf("of %d", s.N)}
}

func scrapinghubFigures(pairs []pagePair) ([]figure, error) {
	var pages score.Bodies
	for _, p := range pairs {
		pages = append(pages, score.Shingles(p.gold.ArticleBody, p.pred.Text))
	}
	return []figure{bodyFigure("extraction.scrapinghub", pages)}, nil
}

// fundusEvalFigures takes the better of two gold texts: with the paragraphs
// in square brackets, which are optional, and without them.
func fundusEvalFigures(pairs []pagePair) ([]figure, error) {
	var pages score.Bodies
	for _, p := range pairs {
		var paras, all, least []string
		if err := json.Unmarshal(p.gold.Body, &paras); err != nil {
			return nil, err
		}
		for _, s := range paras {
			if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
				all = append(all, s[1:len(s)-1])
				continue
			}
			all, least = append(all, s), append(least, s)
		}
		full := score.Shingles(strings.Join(all, "\n\n"), p.pred.Text)
		if bare := score.Shingles(strings.Join(least, "\n\n"), p.pred.Text); bare.F1() > full.F1() {
			full = bare
		}
		pages = append(pages, full)
	}
	return []figure{bodyFigure("extraction.fundus_eval", pages)}, nil
}

func fundusFigures(pairs []pagePair) ([]figure, error) {
	var pages score.Bodies
	var title, byline, day, minute score.Share
	count := func(s *score.Share, right bool) {
		s.N++
		if right {
			s.Right++
		}
	}
	for _, p := range pairs {
		body, err := sectionsText(p.gold.Body)
		if err != nil {
			return nil, err
		}
		pages = append(pages, score.Shingles(body, p.pred.Text))
		if p.gold.Title != "" {
			count(&title, score.SameTitle(p.gold.Title, deref(p.pred.Title)))
		}
		if len(p.gold.Authors) > 0 {
			names := p.pred.Bylines
			if p.pred.Agency != nil {
				names = append(slices.Clip(names), *p.pred.Agency)
			}
			count(&byline, score.SameNames(p.gold.Authors, names) || score.SameNames(p.gold.Authors, p.pred.Bylines))
		}
		if gold := p.gold.Published; gold != "" {
			pred := strings.ReplaceAll(deref(p.pred.Published), "T", " ")
			count(&day, pred[:min(10, len(pred))] == gold[:10])
			count(&minute, pred[:min(16, len(pred))] == gold[:16])
		}
	}
	return []figure{bodyFigure("extraction.fundus", pages), shareFigure("extraction.fundus.title", title),
		shareFigure("extraction.fundus.byline", byline), shareFigure("extraction.fundus.day", day),
		shareFigure("extraction.fundus.minute", minute)}, nil
}

// sectionsText is the text of a body in sections.
func sectionsText(raw json.RawMessage) (string, error) {
	var body struct {
		Summary  []string `json:"summary"`
		Sections []struct {
			Headline   []string `json:"headline"`
			Paragraphs []string `json:"paragraphs"`
		} `json:"sections"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return "", err
	}
	paras := body.Summary
	for _, s := range body.Sections {
		paras = append(append(paras, s.Headline...), s.Paragraphs...)
	}
	return strings.Join(paras, "\n\n"), nil
}

func segmentFigures(pairs []pagePair) ([]figure, error) {
	var sum score.Count
	for _, p := range pairs {
		sum.Add(score.Segments(p.pred.Text, p.gold.With, p.gold.Without))
	}
	return []figure{prf("extraction.trafilatura", sum)}, nil
}

// deref is a header's value, "" where the page has none.
func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
