package export

import (
	"fmt"
	"io"
	"mime"
	"net/http"

	"readout/internal/store"
)

// Serve answers a request for an export with what its address asks for:
// ?format=csv&kind=event and the properties of a filter. It returns an error
// only before anything was written, when nothing can be: a *BadRequest when the
// address is wrong. The export of the whole archive needs whole. When an export
// breaks half way, the connection is cut, so that a part is not taken for it.
func Serve(w http.ResponseWriter, r *http.Request, db *store.DB, whole bool) error {
	o, err := Parse(r.URL.RawQuery)
	if err != nil {
		return &BadRequest{err}
	}
	f, err := Find(o.Format)
	if err != nil {
		return &BadRequest{err}
	}
	if f.Whole && !whole {
		return &BadRequest{fmt.Errorf("format %s is for the archive's owner", f.Name)}
	}
	body := &answer{to: w, ready: func(h http.Header) {
		h.Set("Content-Type", f.Type)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": o.FileName()}))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}}
	if err := Write(r.Context(), body, db, o); err != nil {
		if !body.begun {
			return err
		}
		panic(http.ErrAbortHandler)
	}
	body.begin()
	return nil
}

// A BadRequest is an address that asks for what there is not.
type BadRequest struct{ Err error }

func (b *BadRequest) Error() string { return b.Err.Error() }
func (b *BadRequest) Unwrap() error { return b.Err }

// An answer sets headers before its first byte.
type answer struct {
	to    http.ResponseWriter
	ready func(http.Header)
	begun bool
}

var _ io.Writer = (*answer)(nil)

func (a *answer) Write(b []byte) (int, error) {
	a.begin()
	return a.to.Write(b)
}

func (a *answer) begin() {
	if !a.begun {
		a.begun = true
		a.ready(a.to.Header())
	}
}
