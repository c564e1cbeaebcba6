package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browsers are the names under which Chromium may be in the PATH.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// browser is one Chromium for all tests, nil where there is none.
var browser = sync.OnceValue(func() context.Context {
	for _, name := range browsers {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
		ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, quit := chromedp.NewContext(ctx)
		if chromedp.Do(ctx) != nil {
			stop()
			return nil
		}
		closeBrowser = func() { quit(); stop() }
		return ctx
	}
	return nil
})

var closeBrowser = func() {}

// A tab is a page in a browser that shows a desk. What it must not do, it is
// failed for: run into an error, break the policy, ask another origin.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string
}

// open opens a desk in a new tab, width points wide.
func open(t *testing.T, s *site, width int64, steps ...step) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests are not short")
	}
	b := browser()
	if b == nil {
		t.Skipf("none of %s in the PATH", strings.Join(browsers, ", "))
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections) // streams would keep it open
	ctx, stop := chromedp.NewContext(b, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	x := &tab{t: t, ctx: ctx, url: server.URL}
	if err := chromedp.Listen(ctx, x.watch); err != nil { // the first to use ctx, which the tab then lives as long as
		t.Fatal(err)
	}
	x.run(chromedp.EmulateViewport(width, 800))
	x.run(steps...)
	t.Cleanup(x.check)
	return x
}

// watch notes what a page must not do.
func (x *tab) watch(event any) {
	fault := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = fmt.Sprint("exception: ", e.ExceptionDetails.Text, e.ExceptionDetails.LineNumber)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "status of 4") && !strings.Contains(e.Entry.Text, "ERR_BLOCKED_BY_CLIENT") {
			fault = "log: " + e.Entry.Text
		}
	case *cdpage.EventJavascriptDialogOpening:
		fault = "dialog: " + e.Message
	case *network.EventRequestWillBeSent:
		if at := e.Request.URL; !strings.HasPrefix(at, x.url+"/") && !strings.HasPrefix(at, "data:") {
			fault = "request to another origin: " + at
		}
	}
	if fault != "" {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.faults = append(x.faults, fault)
	}
}

func (x *tab) check() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, f := range x.faults {
		x.t.Error(f)
	}
}

// A step is something done in a tab.
type step = chromedp.Action[chromedp.Void]

// patience is for how long a step may take.
const patience = time.Minute

func (x *tab) run(steps ...step) {
	x.t.Helper()
	for _, s := range steps {
		do(x, s)
	}
}

// do is what an action gives.
func do[T any](x *tab, action chromedp.Action[T]) T {
	x.t.Helper()
	ctx, cancel := context.WithTimeout(x.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, action)
	if err != nil {
		x.t.Fatal(err)
	}
	return out
}

// click clicks until what that leads to is seen: a click is lost where the page
// under it moves.
func (x *tab) click(on, seen string) {
	x.t.Helper()
	for range 4 {
		ctx, cancel := context.WithTimeout(x.ctx, patience/4)
		chromedp.Run(ctx, chromedp.Click(chromedp.CSS(on))) // what came of it is asked next
		_, err := chromedp.Run(ctx, chromedp.WaitVisible(chromedp.CSS(seen)))
		cancel()
		if err == nil {
			return
		}
	}
	x.t.Fatalf("clicking %s leads to no %s", on, seen)
}

// to goes to a page.
func (x *tab) to(path string) {
	x.t.Helper()
	x.run(chromedp.Navigate(x.url + path))
}

// picture keeps what the tab shows, where READOUT_PICTURES names a folder.
func (x *tab) picture(name string) {
	x.t.Helper()
	dir := os.Getenv("READOUT_PICTURES")
	if dir == "" {
		return
	}
	png := do(x, chromedp.FullScreenshot(100))
	if err := os.WriteFile(dir+"/"+name+".png", png, 0o644); err != nil {
		x.t.Fatal(err)
	}
}

// eval is the value of an expression in the page.
func eval[T any](x *tab, expression string, options ...chromedp.EvaluateOption) T {
	x.t.Helper()
	return do(x, chromedp.Evaluate[T](expression, options...))
}

// awaited lets a promise be kept before its value is taken.
var awaited chromedp.EvaluateOption = chromedp.EvalAwaitPromise

// until waits for an expression to hold in the page.
func (x *tab) until(expression string) {
	x.t.Helper()
	do(x, chromedp.Poll[bool](expression))
}

// arrives waits for an expression to hold, whatever pages the tab passes until then.
func (x *tab) arrives(expression string) {
	x.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(x.ctx, patience)
		holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
		cancel()
		if err == nil && holds {
			return
		}
	}
	x.t.Fatalf("never held: %s", expression)
}

// dark lets a tab ask for the dark look.
func dark() step {
	return call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
}

// scriptsOff lets a tab load no script; none stands in a page itself. (Where
// the browser is told to run none, it does not answer the test either.)
func scriptsOff() step {
	return call(network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/static/*.js", Block: true}}})
}

// call is a command of the protocol as a step.
func call[P, R any](command cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// axe is the checker of accessibility, which .ci/run fetches.
var axe = sync.OnceValue(func() string {
	body, err := os.ReadFile("../../.ci/cache/axe.min.js")
	if err != nil {
		return ""
	}
	return string(body)
})

// accessible fails where the page breaks a rule of WCAG 2.2 AA that axe
// knows, or is wider than the window.
func (x *tab) accessible(what string) { x.checked(what, looks[0].rules) }

// checked is accessible for some rules of axe, or sets of them.
func (x *tab) checked(what, rules string) {
	x.t.Helper()
	if wide := eval[int](x, `document.documentElement.scrollWidth - window.innerWidth`); wide > 0 {
		x.t.Errorf("%s is %d points wider than the window", what, wide)
	}
	if axe() == "" {
		x.t.Log("no .ci/cache/axe.min.js, so accessibility is not checked; .ci/run fetches it")
		return
	}
	eval[int](x, axe()+"; 0")
	found := do(x, chromedp.Evaluate[string](`axe.run(document, {runOnly: [`+rules+`]})
		.then(r => JSON.stringify(r.violations.map(v => v.impact + " " + v.id + ": " + v.help + "\n\t" + v.nodes.map(n => n.html.slice(0, 200) + " " + n.failureSummary).join("\n\t"))))`,
		chromedp.EvalAwaitPromise))
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		x.t.Fatal(err)
	}
	for _, v := range violations {
		x.t.Errorf("%s: %s", what, v)
	}
}

// looks are the ways in which every page is looked at.
var looks = []struct {
	name  string
	width int64
	steps []step
	rules string // of axe: what this look can break
}{
	{"wide", 1500, nil, `"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"`},
	{"phone", 360, nil, `"target-size", "scrollable-region-focusable"`},
	{"dark", 1100, []step{dark()}, `"color-contrast"`},
}

// TestLooks walks every page in every look.
func TestLooks(t *testing.T) {
	s := exampleSite(t)
	s.post("/alerts", url.Values{"name": {"Withdrawals"}, "kind": {"event"}, "filter": {"type=RETREAT"}})
	pages := map[string]string{
		"now":       "/",
		"report":    "/report/" + s.one("report", "Tavria Asks") + "?at=137-160",
		"why":       "/report/" + s.one("report", "Tavria Asks") + "?why=1",
		"event":     "/event/" + s.one("event", "RETREAT withdraw → Tavria"),
		"statement": "/statement/" + s.one("statement", "The lease ends"),
		"situation": "/situation/" + s.one("situation", "Norrland holds Port Selm"),
		"search":    "/search?kind=event&actor=Norrland&newest=true",
		"asked":     "/search",
		"correct":   "/correct?id=" + s.one("actor", "Petra Vasko") + "&with=Lund",
		"family":    "/family/" + s.one("family", "Norrland"),
		"changes":   "/report/" + s.one("report", "Norrland agrees") + "/changes?from=" + s.one("report", "Norrland Agrees"),
		"alerts":    "/alerts",
		"sources":   "/sources",
		"settings":  "/settings",
		"sorry":     "/nothing",
	}
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			x := open(t, s, look.width, look.steps...)
			for name, path := range pages {
				x.to(path)
				x.checked(fmt.Sprint(name, ", ", look.name), look.rules)
				x.picture(name + "-" + look.name)
			}
		})
	}
}
