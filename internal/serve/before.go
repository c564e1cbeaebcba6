package serve

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"readout/internal/problem"
)

// policy lets a page load what its own origin serves, run no script of its
// text, and be framed by nobody.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// headers sets what every answer carries.
func headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// called refuses requests that call the server by another name than its own.
// A page elsewhere whose name was made to mean this machine (DNS rebinding)
// would otherwise read the archive with the browser of whoever visits it.
func (s *Server) called(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isHost(r) {
			problem.Write(w, http.StatusMisdirectedRequest, "the server does not go by the name in the request's Host header")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isHost takes the names that were given, and addresses: that of a loopback
// interface, or that on which the request came in. Where visitors are asked
// who they are and no name was given, every name is taken.
func (s *Server) isHost(r *http.Request) bool {
	if s.opts.Guarded && len(s.opts.Hosts) == 0 {
		return true
	}
	host := hostOnly(r.Host)
	if slices.ContainsFunc(s.opts.Hosts, func(h string) bool { return strings.EqualFold(h, host) }) {
		return true
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	if ip := net.ParseIP(host); ip != nil {
		local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		return ip.IsLoopback() || local != nil && hostOnly(local.String()) == ip.String()
	}
	return false
}

// hostOnly is a host without its port and brackets.
func hostOnly(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// sameOrigin refuses requests by which a page of another origin would change
// something.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, http.StatusForbidden, "a page of another origin may change nothing here")
	}))
	return p.Handler(next)
}

// bounded bounds a request in bytes and time, and how many are worked on at
// once; exports have a gate of their own, so that they do not hold up pages. What
// streams (the route's path ends in /stream) is bounded by its handler.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		if streams(r) || cheap(r) {
			next.ServeHTTP(w, r)
			return
		}
		gate, within := s.gate, handling
		if r.URL.Path == "/export" {
			gate, within = s.exports, exporting
		}
		ctx, cancel := context.WithTimeout(r.Context(), within)
		defer cancel()
		if !gate.enter(ctx) {
			w.Header().Set("Retry-After", "5")
			problem.Write(w, http.StatusServiceUnavailable, "too many requests at once")
			return
		}
		defer gate.leave()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// compressed sends text compressed to those who take it so, but for streams.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // of options that stand here
	}
	smaller := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if streams(r) {
			next.ServeHTTP(w, r)
			return
		}
		smaller.ServeHTTP(w, r)
	})
}

func streams(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/stream") }

// cheap requests ask nothing of the archive.
func cheap(r *http.Request) bool {
	return slices.Contains([]string{"/healthz", "/readyz", "/metrics", "/login", "/logout"}, r.URL.Path) || strings.HasPrefix(r.URL.Path, "/static/")
}

// A gate lets some in at once and some wait.
type gate struct{ inside, waiting chan struct{} }

// waitAtOnce is how many requests wait at most.
const waitAtOnce = 1000

func newGate(atOnce int) *gate {
	return &gate{make(chan struct{}, atOnce), make(chan struct{}, waitAtOnce)}
}

// enter is false when too many wait, or ctx was done before there was room.
func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.inside <- struct{}{}:
		return true
	default:
	}
	select {
	case g.waiting <- struct{}{}:
		defer func() { <-g.waiting }()
	default:
		return false
	}
	select {
	case g.inside <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (g *gate) leave() { <-g.inside }
