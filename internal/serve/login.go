package serve

import (
	"html/template"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"readout/internal/access"
	"readout/internal/problem"
)

// A session is the time for which a visitor need not be asked again. Sessions
// are held in memory: a start of the server ends them.
type session struct {
	visitor access.Visitor
	token   string // hash of the token by which the visitor came in, "" for the password
	ends    time.Time
}

const (
	sessionLasts = 7 * 24 * time.Hour
	mostSessions = 10000
)

// sessions are kept under the hash of what the cookie holds.
type sessions struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]session
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, all: map[string]session{}}
}

// begin keeps a session and returns what its cookie is to hold.
func (s *sessions) begin(k session) string {
	k.ends = s.now().Add(sessionLasts)
	secret := access.NewToken()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) >= mostSessions {
		s.makeRoom()
	}
	s.all[access.HashToken(secret)] = k
	return secret
}

// makeRoom drops the sessions that are over and the one that ends first.
func (s *sessions) makeRoom() {
	next := ""
	for id, k := range s.all {
		if k.ends.Before(s.now()) {
			delete(s.all, id)
			continue
		}
		if next == "" || k.ends.Before(s.all[next].ends) {
			next = id
		}
	}
	if len(s.all) >= mostSessions {
		delete(s.all, next)
	}
}

func (s *sessions) get(secret string) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.all[access.HashToken(secret)]
	return k, ok && s.now().Before(k.ends)
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, access.HashToken(secret))
}

// A limiter bounds how often each address may try a password. Hashing is
// dear, so that there is a bound for all together as well.
type limiter struct {
	now  func() time.Time
	mu   sync.Mutex
	each map[netip.Prefix]*rate.Limiter
	all  *rate.Limiter
}

const (
	triesAtOnce   = 5
	tryEvery      = 10 * time.Second
	allAtOnce     = 20
	allEvery      = time.Second / 2
	mostAddresses = 10000
)

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, each: map[netip.Prefix]*rate.Limiter{}, all: rate.NewLimiter(rate.Every(allEvery), allAtOnce)}
}

// may says that an address may try now.
func (l *limiter) may(remote string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	at := network(remote)
	one, ok := l.each[at]
	if !ok {
		if len(l.each) >= mostAddresses {
			l.sweep(now)
		}
		one = rate.NewLimiter(rate.Every(tryEvery), triesAtOnce)
		if len(l.each) < mostAddresses {
			l.each[at] = one
		}
	}
	return one.AllowN(now, 1) && l.all.AllowN(now, 1)
}

// sweep drops the addresses that have all their tries again.
func (l *limiter) sweep(now time.Time) {
	for at, one := range l.each {
		if one.TokensAt(now) >= triesAtOnce {
			delete(l.each, at)
		}
	}
}

// network is what one visitor is taken to own: an address of version 4, or 64
// bits of one of version 6.
func network(remote string) netip.Prefix {
	ip, err := netip.ParseAddr(hostOnly(remote))
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	p, _ := ip.Prefix(bits) // as many bits as the address has
	return p
}

var loginPage = template.Must(template.New("login").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Come in · readout</title>{{with .Style}}<link rel="stylesheet" href="{{.}}">{{end}}</head>
<body>
<main>
<h1>readout</h1>
{{with .Wrong}}<p role="alert">{{.}}</p>{{end}}
<form method="post" action="/login">
<input type="hidden" name="next" value="{{.Next}}">
<p><label for="secret">Password or token</label></p>
<p><input id="secret" name="secret" type="password" autocomplete="current-password" required autofocus maxlength="1024"></p>
<p><button>Come in</button></p>
</form>
</main>
</body>
</html>
`))

type loginView struct{ Next, Wrong, Style string }

func (s *Server) showLogin(w http.ResponseWriter, status int, v loginView) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	v.Style = s.opts.Style
	if err := loginPage.Execute(w, v); err != nil {
		s.opts.Log.Debug("login page", "error", err)
	}
}

func (s *Server) askLogin(w http.ResponseWriter, r *http.Request) {
	s.showLogin(w, http.StatusOK, loginView{Next: local(r.FormValue("next"))})
}

// login begins a session for whoever knows the password or a token.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	if err := r.ParseForm(); err != nil {
		problem.Write(w, http.StatusBadRequest, "the form cannot be read")
		return
	}
	if !s.logins.may(r.RemoteAddr) {
		s.metrics.login("limited")
		w.Header().Set("Retry-After", "10")
		s.showLogin(w, http.StatusTooManyRequests, loginView{Next: local(r.PostForm.Get("next")), Wrong: "Too many tries; wait ten seconds."})
		return
	}
	k, err := s.check(r, r.PostForm.Get("secret"))
	if err != nil {
		s.opts.Log.Error("login", "error", err)
		problem.Write(w, http.StatusServiceUnavailable, "the archive does not answer")
		return
	}
	if len(k.visitor.Scopes) == 0 {
		s.metrics.login("wrong")
		s.opts.Log.Warn("login", "result", "wrong", "from", hostOnly(r.RemoteAddr))
		s.showLogin(w, http.StatusUnauthorized, loginView{Next: local(r.PostForm.Get("next")), Wrong: "That is not right."})
		return
	}
	s.metrics.login("right")
	s.opts.Log.Info("login", "result", "right", "from", hostOnly(r.RemoteAddr), "visitor", k.visitor.Name)
	http.SetCookie(w, &http.Cookie{Name: s.cookie(), Value: s.sessions.begin(k), Path: "/", MaxAge: int(sessionLasts.Seconds()),
		HttpOnly: true, Secure: s.opts.Secure, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
}

// check finds out whose secret it is; a session without scopes is nobody's.
func (s *Server) check(r *http.Request, secret string) (session, error) {
	if strings.HasPrefix(secret, access.TokenPrefix) {
		hash := access.HashToken(secret)
		v, err := s.bearer(r.Context(), hash)
		return session{visitor: v, token: hash}, err
	}
	if s.opts.Password == nil {
		return session{}, nil
	}
	s.hashing <- struct{}{}
	defer func() { <-s.hashing }()
	if !s.opts.Password.Is(secret) {
		return session{}, nil
	}
	owner := access.Owner(s.opts.Owner)
	owner.Asked = true
	return session{visitor: owner}, nil
}

// logout ends the session of the cookie.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(s.cookie()); err == nil {
		s.sessions.end(c.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.opts.Secure, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// local is a path of this server to go on with, "/" for what is none: no
// other origin is gone to on the word of an address.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") || len(next) > 2000 {
		return "/"
	}
	return next
}
