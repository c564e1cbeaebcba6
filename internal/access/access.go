// Package access says who asks and what they may do: passwords, tokens and
// their scopes, and the visitor of a request. It keeps nothing and opens
// nothing; package serve finds out who a visitor is, the pages and the API
// ask what they may.
package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Scope is one thing that a visitor may do.
type Scope string

// The scopes, each without the others.
const (
	Read    Scope = "read"    // see everything
	Add     Scope = "add"     // add reports
	Correct Scope = "correct" // write corrections
)

// Scopes lists all scopes.
func Scopes() []Scope { return []Scope{Read, Add, Correct} }

// ParseScopes reads scopes with commas between, as in "read,add".
func ParseScopes(list string) (out []Scope, err error) {
	for s := range strings.SplitSeq(list, ",") {
		scope := Scope(strings.TrimSpace(s))
		if !slices.Contains(Scopes(), scope) {
			return nil, fmt.Errorf("a scope is read, add or correct, not %q", s)
		}
		if !slices.Contains(out, scope) {
			out = append(out, scope)
		}
	}
	return out, nil
}

// JoinScopes writes scopes as ParseScopes reads them.
func JoinScopes(list []Scope) string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	return strings.Join(out, ",")
}

// A Visitor is who makes a request. The zero Visitor may do nothing.
type Visitor struct {
	Name   string // signs corrections
	Scopes []Scope
	Asked  bool // a password or a token told who it is
}

// Owner may do everything.
func Owner(name string) Visitor { return Visitor{Name: name, Scopes: Scopes()} }

// May says that a visitor has a scope.
func (v Visitor) May(s Scope) bool { return slices.Contains(v.Scopes, s) }

type visitorKey struct{}

// With hands a visitor down with a request.
func With(ctx context.Context, v Visitor) context.Context {
	return context.WithValue(ctx, visitorKey{}, v)
}

// From is the visitor of a request, the zero Visitor where nobody said who asks.
func From(ctx context.Context) Visitor {
	v, _ := ctx.Value(visitorKey{}).(Visitor)
	return v
}
