package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"readout/internal/export"
	"readout/internal/store"
)

// A message is one fact, told by one alert.
type message struct {
	Key   string // names the message: a receiver that has it already can leave it
	Alert string
	Post  export.Post
	Day   string
	Body  []byte // JSON, on one line
	Again bool   // it may have come through before
}

// The JSON of a message has the form that Standard Webhooks recommends.
type (
	envelope struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Timestamp string `json:"timestamp"` // when the fact was last told
		Data      fact   `json:"data"`
	}
	fact struct {
		Alert   string          `json:"alert"`
		Noun    string          `json:"noun"`
		ID      string          `json:"id"`
		Title   string          `json:"title"`
		Day     string          `json:"day,omitempty"`
		Tags    []string        `json:"tags"`
		Quotes  []string        `json:"quotes"`
		Origins []string        `json:"origins"`
		Reports []report        `json:"reports"`
		Entry   json.RawMessage `json:"entry,omitempty"` // as the archive holds it, where it is not long
	}
	report struct {
		Title     string `json:"title"`
		Outlet    string `json:"outlet,omitempty"`
		Published string `json:"published,omitempty"`
		URL       string `json:"url,omitempty"`
	}
)

// longEntry is how many bytes of an entry are too many for a message.
const longEntry = 32 << 10

func newMessage(alert, kind string, i store.Item, p export.Post, again bool) message {
	sum := sha256.Sum256([]byte(kind + "\x00" + alert + "\x00" + i.ID))
	m := message{Key: "msg_" + hex.EncodeToString(sum[:16]), Alert: alert, Post: p, Day: i.Day, Again: again}
	e := envelope{m.Key, kind, p.Updated, fact{Alert: alert, Noun: p.Noun, ID: p.ID, Title: p.Title, Day: i.Day, Tags: p.Tags, Quotes: p.Quotes, Origins: p.Origins, Reports: []report{}}}
	for _, l := range p.Links {
		e.Data.Reports = append(e.Data.Reports, report(l))
	}
	if len(i.Body) <= longEntry {
		e.Data.Entry = i.Body
	}
	body, err := json.Marshal(e)
	if err != nil {
		panic(err) // the body of an item is JSON
	}
	m.Body = body
	return m
}

// text is a message for people: the fact, its sentences, its origins and the
// address of a report, a line each.
func (m *message) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", m.Post.Title)
	if m.Day != "" {
		fmt.Fprintf(&b, " · %s", m.Day)
	}
	b.WriteByte('\n')
	for _, q := range m.Post.Quotes {
		fmt.Fprintf(&b, "  “%s”\n", q)
	}
	fmt.Fprintf(&b, "  %s · %s\n", strings.Join(m.Post.Origins, ", "), m.Post.ID)
	for _, l := range m.Post.Links {
		if l.URL != "" {
			fmt.Fprintf(&b, "  %s\n", l.URL)
			break
		}
	}
	return b.String()
}
