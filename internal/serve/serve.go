// Package serve stands between the network and the pages and the API: who may
// come in, what a request may cost, the headers of every answer, logs,
// metrics, and an orderly end. What is served is the caller's.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"time"

	"golang.org/x/net/netutil"

	"readout/internal/access"
	"readout/internal/store"
)

// Options say how a Server serves.
type Options struct {
	Archive  *store.DB        // where tokens are kept
	Log      *slog.Logger     // one line a request
	Hosts    []string         // names, without port, by which the server is called besides its own address
	Password *access.Password // nil for none
	Guarded  bool             // nobody comes in without a password or a token
	Owner    string           // the name of whoever comes in where nobody is asked
	Secure   bool             // visitors come by TLS, here or before a proxy
	Now      func() time.Time // nil for the clock
	Version  string           // told to scrapers of /metrics
	Style    string           // path of a style sheet for the page that asks who comes, which everybody may see; "" for none
}

// A Server serves one handler. Its own routes are /healthz, /readyz,
// /metrics, /login and /logout.
type Server struct {
	opts     Options
	mux      *http.ServeMux
	public   map[string]bool // paths that nobody is asked for
	sessions *sessions
	logins   *limiter
	hashing  chan struct{} // holds one for each password that is checked, which takes memory
	gate     *gate
	exports  *gate
	metrics  *meter
	stopping context.Context
	stop     context.CancelFunc
}

// Limits of a request.
const (
	mostHeader  = 32 << 10
	mostBody    = 17 << 20 // a report of 16 MB with what is around it
	readHeader  = 10 * time.Second
	readBody    = 60 * time.Second
	idle        = 2 * time.Minute
	handling    = 30 * time.Second // of the handler, but of those that stream
	exporting   = 10 * time.Minute // of an export
	writeStalls = 30 * time.Second // without a byte taken
	stopWithin  = 10 * time.Second
	connsAtOnce = 2048

	exportsAtOnce = 2
	hashesAtOnce  = 2
)

// New makes a server without a page.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{opts: o, mux: http.NewServeMux(), public: map[string]bool{"/healthz": true, "/login": true, o.Style: o.Style != ""}}
	s.sessions = newSessions(o.Now)
	s.logins = newLimiter(o.Now)
	s.hashing = make(chan struct{}, hashesAtOnce)
	s.gate = newGate(8 * runtime.GOMAXPROCS(0))
	s.exports = newGate(exportsAtOnce)
	s.metrics = newMeter(o.Version)
	s.stopping, s.stop = context.WithCancel(context.Background())
	s.mux.HandleFunc("GET /healthz", s.healthz)
	s.mux.HandleFunc("GET /readyz", s.readyz)
	s.mux.HandleFunc("GET /metrics", s.metrics.write)
	if o.Guarded {
		s.mux.HandleFunc("GET /login", s.askLogin)
		s.mux.HandleFunc("POST /login", s.login)
		s.mux.HandleFunc("POST /logout", s.logout)
	}
	return s
}

// Handle serves requests of a pattern, as http.ServeMux has them.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// Handler is all that the server serves, with what stands before it.
func (s *Server) Handler() http.Handler {
	h := s.bounded(compressed(routed(s.mux)))
	h = s.known(h)
	h = s.sameOrigin(h)
	h = s.called(h)
	h = headers(s.opts.Secure, h)
	return s.observed(h)
}

// Stopping is done when the server is to end: what streams shall end then.
func (s *Server) Stopping() <-chan struct{} { return s.stopping.Done() }

// Serve serves on a listener until ctx is done, then lets what runs end
// within ten seconds. With a certificate it speaks TLS.
func (s *Server) Serve(ctx context.Context, l net.Listener, cert *tls.Certificate) error {
	srv := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: readHeader, ReadTimeout: readBody, IdleTimeout: idle, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug), // what visitors do wrong below HTTP
	}
	l = netutil.LimitListener(l, connsAtOnce)
	if cert != nil {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.stop()
	within, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	err := srv.Shutdown(within)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(errors.New("some requests did not end in time"), srv.Close())
	}
	return err
}

// healthz says that the process lives.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") }

// readyz says that the archive answers.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if s.stopping.Err() != nil {
		http.Error(w, "stopping", http.StatusServiceUnavailable)
		return
	}
	if _, err := s.opts.Archive.Merges(r.Context()); err != nil {
		s.opts.Log.Error("archive", "error", err)
		http.Error(w, "the archive does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// Loopback says that an address to listen on can be reached from this machine
// only. An address without a host can be reached from everywhere.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
