package serve

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"readout/internal/access"
	"readout/internal/problem"
	"readout/internal/store"
)

type noteKey struct{}

func withNote(ctx context.Context, n *note) context.Context {
	return context.WithValue(ctx, noteKey{}, n)
}

func noteOf(ctx context.Context) *note {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n
	}
	return &note{}
}

// known finds out who makes a request and hands it down; nobody whom it does
// not know sees more than the public paths.
func (s *Server) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visitor(r)
		switch {
		case err != nil:
			s.opts.Log.Error("who asks", "error", err)
			problem.Write(w, http.StatusServiceUnavailable, "the archive does not answer")
			return
		case s.public[r.URL.Path] || safe(r) && v.May(access.Read) || !safe(r) && len(v.Scopes) > 0:
			next.ServeHTTP(w, r.WithContext(access.With(r.Context(), v)))
		case len(v.Scopes) > 0:
			problem.Write(w, http.StatusForbidden, "the token has not the scope read")
		default:
			mustSay(w, r)
		}
	})
}

func safe(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// mustSay asks who it is: a person by a page, a program by a status.
func mustSay(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if safe(r) && !strings.HasPrefix(r.URL.Path, "/api/") && strings.Contains(r.Header.Get("Accept"), "text/html") {
		http.Redirect(w, r, "/login?"+url.Values{"next": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="readout"`)
	problem.Write(w, http.StatusUnauthorized, "this needs a token (Authorization: Bearer ...) or a session")
}

// visitor is who makes a request: the bearer of a token, else whoever began
// the session of the cookie. Where nobody is asked it is the owner.
func (s *Server) visitor(r *http.Request) (access.Visitor, error) {
	if !s.opts.Guarded {
		return access.Owner(s.opts.Owner), nil
	}
	if kind, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(kind, "Bearer") {
		return s.bearer(r.Context(), access.HashToken(strings.TrimSpace(token)))
	}
	c, err := r.Cookie(s.cookie())
	if err != nil {
		return access.Visitor{}, nil
	}
	k, ok := s.sessions.get(c.Value)
	switch {
	case !ok:
		return access.Visitor{}, nil
	case k.token != "":
		return s.bearer(r.Context(), k.token) // ends when the token is removed
	}
	return k.visitor, nil
}

// bearer is who has a token with a hash: nobody when there is none, or its
// last day is over.
func (s *Server) bearer(ctx context.Context, hash string) (access.Visitor, error) {
	t, err := s.opts.Archive.Token(ctx, hash)
	if errors.Is(err, store.ErrNone) {
		return access.Visitor{}, nil
	}
	if err != nil {
		return access.Visitor{}, err
	}
	if t.Expires != "" && s.opts.Now().UTC().Format(time.DateOnly) > t.Expires {
		return access.Visitor{}, nil
	}
	scopes, err := access.ParseScopes(t.Scopes)
	return access.Visitor{Name: t.Name, Scopes: scopes, Asked: true}, err
}

// cookie is the name of the session's cookie. With the prefix __Host- a
// browser takes it by TLS only, and from this host only (RFC 6265bis,
// section 4.1.3.2).
func (s *Server) cookie() string {
	if s.opts.Secure {
		return "__Host-readout"
	}
	return "readout"
}
