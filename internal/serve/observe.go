package serve

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"readout/internal/access"
	"readout/internal/problem"
)

// observed gives a request an id, and writes a line of log and counts when it
// ends. A handler that panics answers 500.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := requestID()
		w.Header().Set(problem.RequestID, id)
		seen := &seenWriter{ResponseWriter: w}
		note := &note{}
		s.metrics.inside.Inc()
		defer func() {
			s.metrics.inside.Dec()
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				s.opts.Log.Error("panic", "id", id, "path", r.URL.Path, "cause", fmt.Sprint(p), "stack", string(debug.Stack()))
				if seen.status == 0 {
					problem.Write(seen, http.StatusInternalServerError, "an error of the program; its log tells more under the id of this request")
				}
			}
			s.log(r, seen, note, id, time.Since(began))
			if p == http.ErrAbortHandler {
				panic(p)
			}
		}()
		next.ServeHTTP(seen, r.WithContext(withNote(r.Context(), note)))
	})
}

func (s *Server) log(r *http.Request, w *seenWriter, n *note, id string, took time.Duration) {
	status := w.status
	if status == 0 {
		status = http.StatusOK
	}
	s.metrics.count(n.route, r.Method, status, took)
	level := slog.LevelInfo
	switch {
	case status >= 500:
		level = slog.LevelError
	case cheap(r) && status < 400:
		level = slog.LevelDebug
	}
	s.opts.Log.Log(r.Context(), level, "request", "id", id, "method", r.Method, "path", r.URL.Path, "status", status, "bytes", w.bytes,
		"ms", float64(took.Microseconds())/1000, "from", hostOnly(r.RemoteAddr), "visitor", n.visitor)
}

func requestID() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// A note is what those further in find out about a request, for the log.
type note struct{ route, visitor string }

// routed notes the pattern that a request was routed by, for the mux sets it
// in the request that it was handed.
func routed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := noteOf(r.Context())
		n.visitor = access.From(r.Context()).Name
		defer func() { n.route = r.Pattern }()
		next.ServeHTTP(w, r)
	})
}

// A seenWriter remembers what was answered. A visitor who takes no byte for
// too long is cut off.
type seenWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
	until  time.Time
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.extend()
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.extend()
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// extend gives what is written now time to be taken.
func (w *seenWriter) extend() {
	if now := time.Now(); w.until.Sub(now) < writeStalls/2 {
		w.until = now.Add(writeStalls)
		http.NewResponseController(w.ResponseWriter).SetWriteDeadline(w.until)
	}
}

// Unwrap is for http.ResponseController.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// A meter counts what the server did.
type meter struct {
	set    *metrics.Set
	inside *metrics.Gauge
}

func newMeter(version string) *meter {
	m := &meter{set: metrics.NewSet()}
	m.inside = m.set.NewGauge("readout_http_requests_in_flight", nil)
	m.set.NewGauge(fmt.Sprintf("readout_build_info{version=%q}", version), nil).Set(1)
	return m
}

// seconds are the bounds of the histogram of how long requests take.
var seconds = []float64{.005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 5, 10, 30}

var methods = []string{"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"}

// count counts a request. Routes are patterns of the program, so that no
// visitor can make up a new one.
func (m *meter) count(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	if _, path, ok := strings.Cut(route, " "); ok {
		route = path
	}
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.set.GetOrCreateCounter(fmt.Sprintf("readout_http_requests_total{route=%q,method=%q,code=\"%d\"}", route, method, status)).Inc()
	m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("readout_http_request_seconds{route=%q}", route), seconds).Update(took.Seconds())
}

// login counts a try to come in.
func (m *meter) login(result string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("readout_logins_total{result=%q}", result)).Inc()
}

// write writes the metrics in the text format of Prometheus.
func (m *meter) write(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	m.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}
