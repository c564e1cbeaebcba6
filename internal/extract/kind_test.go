package extract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"readout/internal/record"
)

// shell is a page around a body, with a menu and a footer.
func shell(head, body string) string {
	return `<!doctype html><html lang="en"><head>` + head + `</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>` +
		body + `<footer><p>© 2026 The Isle Courier. All rights reserved.</p></footer></body></html>`
}

const declaresArticle = `<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-02T08:00:00Z">`

// paras are so many paragraphs of a report.
func paras(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>The harbour board of Velm said on day %d of the talks that ships would wait until both sides had signed the paper on grain.</p>", i+1)
	}
	return b.String()
}

// teasers are so many headlines with a sentence each.
func teasers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<div class="card"><h3><a href="/2026/%d">Envoys of Tavria meet for the %dth time</a></h3><p>The talks on grain went on in the harbour town of Velm on Sunday.</p></div>`, i, i)
	}
	return b.String()
}

// Each kind of page that holds no report is told, with a reason.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		what, page string
		want       Kind
	}{
		{"soft 404", shell("<title>Page not found | The Isle Courier</title>", "<main><h1>Page not found</h1><p>Sorry, the page that you asked for is not here. It may have moved, or you may have typed a wrong address.</p></main>"), SoftNotFound},
		{"soft 404 in German", shell("<title>Küstenbote</title>", "<main><h1>Seite nicht gefunden</h1><p>Die Seite, die Sie suchen, gibt es leider nicht mehr. Bitte nutzen Sie die Suche.</p></main>"), SoftNotFound},
		{"cookie wall", shell("<title>Before you continue</title>", "<div><h1>We value your privacy</h1><p>We and our partners use cookies to store and read information on your device.</p><p>You may accept all cookies or set your consent choices for each of our vendors in the privacy settings.</p></div>"), ConsentWall},
		{"check for robots", shell("<title>Just a moment...</title>", "<div><h1>isle-courier.example</h1><p>Please wait while we see that your browser is what it says it is.</p></div>"), RobotCheck},
		{"paywall without a word", shell(`<title>Grain</title>`+declaresArticle+`<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>`, "<article><h1>Envoys meet over grain</h1><p>Subscribe to continue reading this article.</p></article>"), PaywallStub},
		{"section page", shell("<title>World news</title>", "<main><h1>World news today</h1>"+teasers(20)+"</main>"), LinkPage},
		{"video", shell(`<title>Watch</title><meta property="og:type" content="video.other">`, "<main><h1>Watch: ships leave Velm</h1><video src=v.mp4></video><p>The first ship leaves the harbour of Velm with grain on board.</p></main>"), MediaPage},
	} {
		rep, err := Report(&record.Page{Body: []byte(c.page)}, Options{})
		var kind *KindError
		if !errors.As(err, &kind) || kind.Kind != c.want || !errors.Is(err, ErrNoArticle) {
			t.Errorf("%s: %v (%+v)", c.what, err, rep)
		}
	}
}

// What looks like another kind in part is a report all the same.
func TestReportsAreKept(t *testing.T) {
	for what, page := range map[string]string{
		"a report on a page that was not found": shell(declaresArticle, "<article><h1>Page not found: how Tavria lost its archive</h1>"+paras(3)+"</article>"),
		"a report on cookies":                   shell("<title>Cookies</title>", "<article><h1>Tavria bans cookies that track readers</h1><p>Tavria's parliament banned cookies that follow readers from page to page, the first such law in the region.</p>"+paras(3)+"</article>"),
		"a paywall stub with its lead":          shell(declaresArticle+`<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>`, "<article><h1>Envoys meet over grain</h1>"+paras(2)+"<div class=paywall><p>Subscribe to continue reading.</p></div></article>"),
		"a report with many links after it":     shell("<title>Grain</title>", "<main><h1>Envoys meet over grain</h1>"+paras(4)+"</main><section>"+teasers(20)+"</section>"),
		"a video with a report":                 shell(`<meta property="og:type" content="video.other">`, "<main><h1>Ships leave Velm</h1>"+paras(5)+"</main>"),
		"a short report without any marks":      shell("", "<div><h1>Envoys meet over grain</h1>"+paras(1)+"</div>"),
	} {
		rep, err := Report(&record.Page{Body: []byte(page)}, Options{})
		if err != nil || !strings.Contains(rep.Text, "The harbour board of Velm said on day 1") {
			t.Errorf("%s: %v", what, err)
		} else if strings.Contains(rep.Text, "Subscribe") || strings.Contains(rep.Text, "for the 3th time") {
			t.Errorf("%s: %q", what, rep.Text)
		}
	}
}

// The address that a page gives as its own is taken where it can be that.
func TestCanonical(t *testing.T) {
	const own = "https://www.isle-courier.example/2026/grain"
	for _, c := range []struct{ what, at, head, want string }{
		{"a link", own + "?utm_source=x", `<link rel="canonical" href="/2026/grain">`, own},
		{"among other relations", own, `<link rel="shortlink canonical" href="` + own + `">`, own},
		{"an AMP version", "https://amp.isle-courier.example/2026/grain/amp", `<link rel="canonical" href="` + own + `">`, own},
		{"a print version", own + "?print=1", `<meta property="og:url" content="` + own + `">`, own},
		{"the front page", own, `<link rel="canonical" href="https://www.isle-courier.example/">`, ""},
		{"the front page, then its own", own, `<link rel="canonical" href="/"><meta property="og:url" content="` + own + `">`, own},
		{"another site", own, `<link rel="canonical" href="https://harbourledger.example/2026/grain">`, ""},
		{"a script", own, `<link rel="canonical" href="javascript:alert(1)">`, ""},
		{"a fragment", own, `<link rel="canonical" href="` + own + `#top">`, own},
		{"a file", "", `<link rel="canonical" href="` + own + `">`, own},
	} {
		rep, err := Report(&record.Page{URL: c.at, Body: []byte(shell(c.head, "<article>"+paras(3)+"</article>"))}, Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		same(t, c.what, rep.CanonicalURL, c.want)
	}
}
