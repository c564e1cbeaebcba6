package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// unchanged sets the ETag of a body and says that the visitor has it already,
// after it answered so (RFC 9110, sections 8.8.3 and 13.1.2). The tag is a weak
// one, for on the way the body may be compressed.
func unchanged(w http.ResponseWriter, r *http.Request, body []byte) bool {
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	for _, has := range r.Header.Values("If-None-Match") {
		for one := range strings.SplitSeq(has, ",") {
			one = strings.TrimSpace(one)
			if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				w.Header().Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return true
			}
		}
	}
	return false
}
