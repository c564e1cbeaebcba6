package desk

import (
	"errors"
	"net/http"

	"readout/internal/access"
	"readout/internal/export"
)

// export hands out a list in a form that other tools read; the archive itself
// only to whoever may do everything with it.
func (d *desk) export(w http.ResponseWriter, r *http.Request) {
	v := access.From(r.Context())
	owner := true
	for _, s := range access.Scopes() {
		owner = owner && v.May(s)
	}
	err := export.Serve(w, r, d.Store, owner)
	var bad *export.BadRequest
	if errors.As(err, &bad) {
		err = misuse("%s.", bad)
	}
	if err != nil {
		d.write(w, r, d.sorry(r, err))
	}
}
