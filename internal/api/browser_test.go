package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The page to try the API asks and shows answers under a strict policy, and
// shows what comes by the stream.
func TestTryInBrowser(t *testing.T) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		t.Skip("no Chromium in the PATH")
	}
	b := newBench(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		b.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	t.Cleanup(srv.CloseClientConnections) // the stream would keep it open
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)...)
	defer stop()
	ctx, quit := chromedp.NewContext(ctx)
	defer quit()
	var mu sync.Mutex
	var faults []string
	err := chromedp.Listen(ctx, func(e any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			faults = append(faults, e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "status of 4") {
				faults = append(faults, e.Entry.Text)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	within, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	// answer fills in a form, sends it and waits for what is shown.
	answer := func(route string, fill ...chromedp.Action[chromedp.Void]) string {
		steps := append([]chromedp.Action[chromedp.Void]{chromedp.Click("#" + route + " summary")}, fill...)
		err := chromedp.Do(within, append(steps, chromedp.Click("#"+route+" button"))...)
		if err != nil {
			t.Fatalf("%s: %v", route, err)
		}
		out, err := chromedp.Run(within, chromedp.Text("#"+route+" output pre", chromedp.NodeVisible))
		if err != nil {
			t.Fatalf("%s: %v", route, err)
		}
		return out
	}
	if err := chromedp.Do(within, chromedp.Navigate(srv.URL+Root+"/")); err != nil {
		t.Fatal(err)
	}
	list := answer("list_events", chromedp.SetValue("#list_events-limit", "1"))
	record := answer("read_report", chromedp.SetValue("#read_report-type", "text/plain"), chromedp.SetValue("#read_report-body", samples["read_report"][1]))
	live := answer("stream")
	if !strings.Contains(list, `"items": [`) || !strings.Contains(record, `"readings": [`) || !strings.Contains(live, "ready") {
		t.Errorf("list %.200s, record %.200s, live %.200s", list, record, live)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(faults) > 0 {
		t.Errorf("faults: %q", faults)
	}
}
