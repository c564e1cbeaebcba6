package extract

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
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

// A value that is no report leaves the others, and is told of.
func TestBrokenJSON(t *testing.T) {
	good := `{"title":"T","text":"One."}`
	for _, c := range []struct {
		text, fault string
		reports     int
	}{
		{good + "\n" + good[:20] + "\n\n" + good, "line 2: broken JSON: unexpected EOF", 2},
		{good[:20] + "\n" + good, "line 1: broken JSON: unexpected EOF", 1},
		{good + "\n" + `{"text":"Two.","published":1772436000}` + "\n" + good, `line 2: JSON that is no report: "published" is a number`, 2},
		{good + "\n" + `{"a":` + strings.Repeat("[", 600) + "\n{\n" + good, "line 2: nested too deeply (and 1 more)", 2},
		{"[" + good + `,{"text":"Two.","published":1},5,` + good + "]", `JSON that is no report: "published" is a number (and 1 more)`, 2},
		{good + good + `{"text`, "broken JSON: unexpected EOF", 2},
		{`{"text":1}` + "\n" + `{"text":2}`, `line 1: JSON that is no report: "text" is a number (and 1 more)`, 0},
	} {
		all, err := Reports(&record.Page{Body: []byte(c.text)}, Options{})
		if len(all) != c.reports || err == nil || err.Error() != c.fault {
			t.Errorf("%.60q: %d reports, %v; want %d, %s", c.text, len(all), err, c.reports, c.fault)
		}
	}
}

// Each set is found where the page names it and where only its bytes show it.
func TestCharsets(t *testing.T) {
	const (
		ru = "Министр обороны в понедельник посетил пограничный пост после обстрела, сообщило ведомство. Переговоры продолжатся во вторник в столице."
		fr = "Le président a quitté la base navale où étaient déployés près de neuf cents marins, a annoncé le ministère. «\u00a0Nous y étions prêts\u00a0», a-t-il ajouté."
		pl = "Rząd ogłosił, że żołnierze opuszczą bazę jeszcze w tym miesiącu. Minister spotkał się z ambasadorem sąsiedniego państwa w środę."
		tr = "Dışişleri bakanı çarşamba günü başkentte görüştü ve üssün boşaltılacağını açıkladı. Görüşmeler önümüzdeki hafta sürecek."
		zh = "外交部长星期三在首都会见了邻国大使，双方就海军基地的移交达成协议。发言人说，军队将在本月底之前撤离。"
		ja = "外務大臣は水曜日に首都で隣国の大使と会談し、海軍基地の返還について合意した。報道官によると、部隊は今月末までに撤退する。"
	)
	for _, c := range []struct {
		name, text string
		enc        encoding.Encoding
		guessed    bool // also without a declaration
	}{
		{"windows-1251", ru, charmap.Windows1251, true},
		{"koi8-r", ru, charmap.KOI8R, true},
		{"iso-8859-5", ru, charmap.ISO8859_5, true},
		{"windows-1252", fr, charmap.Windows1252, true},
		{"iso-8859-1", fr, charmap.ISO8859_1, true},
		{"iso-8859-2", pl, charmap.ISO8859_2, true},
		{"iso-8859-9", tr, charmap.ISO8859_9, true},
		{"gbk", zh, simplifiedchinese.GBK, true},
		{"shift_jis", ja, japanese.ShiftJIS, true},
		{"euc-jp", ja, japanese.EUCJP, true},
		{"utf-16", ru, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), true},
		{"utf-16", fr, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), true},
	} {
		page := `<html><head><meta charset="` + c.name + `"></head><body><article><p>` + c.text + "</p></article></body></html>"
		coded, err := c.enc.NewEncoder().String(page)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		want := squeeze(c.text)
		if r := read(t, coded, Options{}); r.Text != want {
			t.Errorf("%s, declared: %q", c.name, r.Text)
		}
		served := &record.Page{Body: []byte(strings.Replace(coded, "<meta", "<xmet", 1)), ContentType: "text/html; charset=" + c.name}
		if r, err := Report(served, Options{}); c.name != "utf-16" && (err != nil || r.Text != want) {
			t.Errorf("%s, served: %v", c.name, err)
		}
		if bare, _ := c.enc.NewEncoder().String(c.text + "\n\n" + c.text); c.guessed {
			if r := read(t, bare, Options{}); r.Text != want+"\n\n"+want {
				t.Errorf("%s, guessed: %q", c.name, r.Text)
			}
		}
	}
}

// The credit at a caption's end is known by its form where nothing marks it.
func TestUnmarkedCredit(t *testing.T) {
	const body = "Envoys of the two states met in the harbour town of Velm on Sunday to talk about the grain."
	for _, page := range []string{
		"Envoys Meet in Velm\n\nThe harbour of Velm. Leo Marsh / POOL / TASS\n\n" + body + "\n",
		"<html><body><article><h1>Envoys Meet in Velm</h1><figure><img src=v.jpg><figcaption>The harbour of Velm. <span>Leo Marsh / POOL / TASS</span></figcaption></figure><p>" + body + "</p></article></body></html>",
	} {
		r := read(t, page, Options{})
		if len(r.Captions) != 1 || r.Captions[0].Text != "The harbour of Velm." || r.Text != body {
			t.Fatalf("captions %+v, text %q", r.Captions, r.Text)
		}
		same(t, "credit", r.Captions[0].Credit, "Leo Marsh / POOL / TASS")
	}
}

// The line under a headline can name the outlet and the day; an agency that
// no table knows says of itself that it is one.
func TestImprintAndUnknownAgency(t *testing.T) {
	r := read(t, "Envoys meet in Velm over grain\nMeridian News Agency\nThe Isle Courier, 10 March 2026\n\nVELM, March 9 (Meridian News Agency) - Envoys met on Monday.\n", Options{})
	same(t, "outlet", r.Outlet, "The Isle Courier")
	same(t, "agency", r.Agency, "Meridian News Agency")
	same(t, "published", r.Published, "2026-03-10")
	same(t, "place", r.Dateline.Place, "VELM")
	same(t, "date", r.Dateline.Date, "2026-03-09")
	if !strings.HasPrefix(r.Text, "VELM, March 9") {
		t.Errorf("text %q", r.Text)
	}
	r = read(t, "Envoys meet in Velm over grain\nNew Velm, 10 March 2026\n\nEnvoys met on Monday.\n", Options{})
	same(t, "outlet", r.Outlet, "")
	for in, want := range map[string]string{
		"AFP News Agency": "AFP", "the Anadolu news agency": "Anadolu", "a news agency": "", "state news agency": "",
		"Meridian News Agency": "Meridian News Agency", "The Coast Press Agency": "Coast Press Agency",
	} {
		if got := agencyName(in); got != want {
			t.Errorf("agency of %q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"northgatepost.example": "Northgate Post", "www.theislecourier.example": "The Isle Courier", "orvana-times.example": "Orvana Times",
		"compost.example": "Compost", "meduza.io": "Meduza",
	} {
		if got := outletOf(in); got != want {
			t.Errorf("outlet of %s: %q, want %q", in, got, want)
		}
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
