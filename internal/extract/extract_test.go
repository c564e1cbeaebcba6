package extract

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"readout/internal/record"
)

const wire = `# Minister Visits Border Post After Shelling

By [AFP](#)

March 3, 2025

Soldiers at the crossing. **Jana Novak / POOL / TASS**

ORVANA, March 3 (AFP) - The defence minister of Orvana visited a border post on Monday, a day after shells fell nearby.

"We will answer," she said.

**Related article:** [Orvana Closes Crossing](https://www.themoscowtimes.com/x)

Sign up for our newsletter and get the news in your inbox.

The neighbouring state said it had not fired.

Original url:

<https://www.themoscowtimes.com/2025/03/03/minister-visits>
`

func read(t *testing.T, body string, opt Options) *record.Report {
	t.Helper()
	r, err := Report(&record.Page{Body: []byte(body)}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func same(t *testing.T, what string, got *string, want string) {
	t.Helper()
	if got == nil && want == "" || got != nil && *got == want {
		return
	}
	if got == nil {
		t.Errorf("%s: none, want %q", what, want)
	} else {
		t.Errorf("%s: %q, want %q", what, *got, want)
	}
}

func TestMarkdown(t *testing.T) {
	r := read(t, wire, Options{})
	same(t, "title", r.Title, "Minister Visits Border Post After Shelling")
	same(t, "agency", r.Agency, "AFP")
	same(t, "outlet", r.Outlet, "The Moscow Times")
	same(t, "published", r.Published, "2025-03-03")
	same(t, "url", r.URL, "https://www.themoscowtimes.com/2025/03/03/minister-visits")
	same(t, "language", r.Language, "en")
	same(t, "place", r.Dateline.Place, "ORVANA")
	same(t, "date", r.Dateline.Date, "2025-03-03")
	if len(r.Captions) != 1 || r.Captions[0].Text != "Soldiers at the crossing." {
		t.Fatalf("captions %+v", r.Captions)
	}
	same(t, "credit", r.Captions[0].Credit, "Jana Novak / POOL / TASS")
	if len(r.Related) != 1 || r.Related[0].Title != "Orvana Closes Crossing" {
		t.Errorf("related %+v", r.Related)
	}
	if n := strings.Count(r.Text, "\n\n"); n != 2 || strings.Contains(r.Text, "Sign up") {
		t.Errorf("text %q", r.Text)
	}
}

func TestPlainText(t *testing.T) {
	r := read(t, "Talks on grain corridor resume in Velm\nBy Ana Petrov and Leo Marsh\n12 May 2024\n\nVELM (Reuters) - Envoys met\nagain on Sunday.\n\nNo date was set.\n", Options{Outlet: "Daily Post"})
	same(t, "title", r.Title, "Talks on grain corridor resume in Velm")
	same(t, "agency", r.Agency, "Reuters")
	same(t, "published", r.Published, "2024-05-12")
	same(t, "outlet", r.Outlet, "Daily Post")
	same(t, "place", r.Dateline.Place, "VELM")
	if strings.Join(r.Bylines, "|") != "Ana Petrov|Leo Marsh" || r.Text != "VELM (Reuters) - Envoys met again on Sunday.\n\nNo date was set." {
		t.Errorf("%q %q", r.Bylines, r.Text)
	}
}

func TestJSON(t *testing.T) {
	body := `{"url":"https://www.example.org/a","title":"T","byline":"Ana Petrov, Associated Press","published":"2024-05-12T08:00:00+02:00","text":"One.\n\nTwo."}`
	r := read(t, body, Options{})
	same(t, "agency", r.Agency, "AP")
	same(t, "published", r.Published, "2024-05-12T08:00:00+02:00")
	if len(r.Bylines) != 1 || r.Text != "One.\n\nTwo." {
		t.Errorf("%q %q", r.Bylines, r.Text)
	}
	for _, many := range []string{"[" + body + "," + body + "]", body + "\n" + body} {
		if all, err := Reports(&record.Page{Body: []byte(many)}, Options{}); err != nil || len(all) != 2 {
			t.Errorf("%d reports, %v", len(all), err)
		}
	}
}

func TestCharsets(t *testing.T) {
	const ru = "Министр посетил границу\n\nМинистр обороны в понедельник посетил пограничный пост после обстрела, сообщило ведомство."
	w1251, _ := charmap.Windows1251.NewEncoder().String(ru)
	u16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(ru)
	for _, s := range []string{ru, w1251, u16} {
		r := read(t, s, Options{})
		same(t, "title", r.Title, "Министр посетил границу")
		same(t, "language", r.Language, "ru")
	}
}

func TestErrors(t *testing.T) {
	for body, want := range map[string]error{
		"": ErrEmpty, " \n ": ErrEmpty, "%PDF-1.7 x": ErrUnsupported, "\x89PNG\r\n": ErrUnsupported,
		strings.Repeat("\x00\x01\x02\x03", 50): ErrUnsupported,
		strings.Repeat("[", 600):               ErrTooDeep,
		`{"title":"x"}`:                        ErrNoArticle,
		strings.Repeat("x", maxSize+1):         ErrTooLarge,
	} {
		if _, err := Report(&record.Page{Body: []byte(body)}, Options{}); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", body, err, want)
		}
	}
}
