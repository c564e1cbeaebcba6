// Package problem writes errors of HTTP as problem details, RFC 9457.
package problem

import (
	"encoding/json"
	"net/http"
)

// ContentType is that of a problem, RFC 9457 section 3.
const ContentType = "application/problem+json"

// A Problem is what went wrong with a request. Its type is always
// "about:blank": the status says which kind it is, Detail what was wrong.
type Problem struct {
	Type     string `json:"type" doc:"always about:blank: the status says which kind it is"`
	Title    string `json:"title" doc:"the status in words"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty" doc:"what was wrong with this request"`
	Instance string `json:"instance,omitempty" doc:"the request's id, which the log names too"`
}

// RequestID is the header that carries the id of a request.
const RequestID = "X-Request-Id"

// Write answers a request with a problem. The detail is shown to the visitor,
// so that it must not tell what only the log should.
func Write(w http.ResponseWriter, status int, detail string) {
	p := Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
	if id := w.Header().Get(RequestID); id != "" {
		p.Instance = "urn:request:" + id
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and a number always have JSON
	}
	w.Header().Set("Content-Type", ContentType)
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}
