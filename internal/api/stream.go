package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"readout/internal/problem"
	"readout/internal/store"
)

// Bounds of streams: how many are open, how often the archive is looked at
// while any is, how many changes are taken at a time, and after which silence a
// sign of life is given.
const (
	mostStreams = 500
	lookEvery   = time.Second
	changesAt   = 200
	beatEvery   = 15 * time.Second
)

// A Changed is a fact that came or changed.
type Changed struct {
	Mark string `json:"mark" doc:"go on after it with ?after="`
	New  bool   `json:"new" doc:"it came; else it was there and changed"`
	Found
}

// Changes are facts that came or changed.
type Changes struct {
	Items []Changed `json:"items"`
	Next  string    `json:"next" doc:"the mark to go on after, now or later"`
	More  bool      `json:"more" doc:"there are more already"`
}

const markForm = `^[0-9]{1,18}-[0-9]{1,18}$`

func markOf(m store.Mark) string { return fmt.Sprintf("%d-%d", m.Merge, m.Item) }

// parseMark reads a mark of a form that was checked.
func parseMark(s string) (m store.Mark) {
	fmt.Sscanf(s, "%d-%d", &m.Merge, &m.Item)
	return m
}

// tip is the mark after all that there is.
func (a *api) tip(ctx context.Context) (store.Mark, error) {
	n, err := a.Archive.Merges(ctx)
	return store.Mark{Merge: n, Item: endOfMerge}, err
}

// endOfMerge is a number above all of items that a mark can be written with.
const endOfMerge = int64(1e18) - 1

// changes answers once with what a stream tells as it comes.
func (a *api) changes(r *request) (any, error) {
	out := Changes{Items: []Changed{}}
	if !r.values.Has("after") {
		m, err := a.tip(r.Context())
		out.Next = markOf(m)
		return out, err
	}
	n := limit(r.values)
	list, err := a.Archive.Changes(r.Context(), parseMark(r.values.Get("after")), kindsOf(r.values), n+1)
	if err != nil {
		return nil, err
	}
	out.Next, out.More = r.values.Get("after"), len(list) > n
	for _, c := range list[:min(n, len(list))] {
		out.Next = markOf(c.At)
		out.Items = append(out.Items, Changed{out.Next, c.New, found(c.Item)})
	}
	return out, nil
}

func kindsOf(v url.Values) []string { return strings.Split(v.Get("kind"), ",") }

// follow streams facts as they come: events "new" and "changed" with a
// Changed as data, and "merged" after all of one merge.
func (a *api) follow(w http.ResponseWriter, r *http.Request, v url.Values) {
	select {
	case a.streams <- struct{}{}:
		defer func() { <-a.streams }()
	default:
		w.Header().Set("Retry-After", "60")
		problem.Write(w, http.StatusServiceUnavailable, "too many streams are open")
		return
	}
	after, err := a.since(r, v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	s := &stream{api: a, w: w, flush: http.NewResponseController(w), after: after, kinds: kindsOf(v)}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // or a proxy keeps what is told
	if err := s.run(r.Context()); err != nil && r.Context().Err() == nil {
		a.Log.Error("stream", "id", w.Header().Get(problem.RequestID), "error", err)
	}
}

// since is the mark after which a stream begins: that of the last event that
// the visitor had, or what is last now.
func (a *api) since(r *http.Request, v url.Values) (store.Mark, error) {
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = v.Get("after")
	}
	if last == "" {
		return a.tip(r.Context())
	}
	mark := param{name: "Last-Event-ID", pattern: markForm}
	return parseMark(last), mark.check(last)
}

// A stream is one visitor who follows.
type stream struct {
	*api
	w     http.ResponseWriter
	flush *http.ResponseController
	after store.Mark
	kinds []string
}

// run tells what comes until the visitor goes or the server stops.
func (s *stream) run(ctx context.Context) error {
	if _, err := fmt.Fprintf(s.w, "retry: 3000\nid: %s\nevent: ready\ndata: {}\n\n", markOf(s.after)); err != nil {
		return nil // gone
	}
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	news, leave := s.news.join()
	defer leave()
	for {
		if err := s.tell(ctx); err != nil {
			return err
		}
		if s.flush.Flush() != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.Stopping:
			return nil
		case <-news:
		case <-beat.C:
			if _, err := fmt.Fprint(s.w, ":\n\n"); err != nil {
				return nil
			}
		}
	}
}

// tell writes all changes after the last that was told.
func (s *stream) tell(ctx context.Context) error {
	told := false
	for {
		list, err := s.Archive.Changes(ctx, s.after, s.kinds, changesAt)
		if err != nil {
			return err
		}
		for _, c := range list {
			s.after = c.At
			if err := s.event(c); err != nil {
				return nil // gone
			}
		}
		told = told || len(list) > 0
		if len(list) < changesAt {
			break
		}
		s.flush.Flush()
	}
	if !told {
		return nil
	}
	fmt.Fprintf(s.w, "event: merged\ndata: {\"merge\":%d}\n\n", s.after.Merge) // flushing tells of an error
	return nil
}

func (s *stream) event(c store.Change) error {
	name := "changed"
	if c.New {
		name = "new"
	}
	data, err := json.Marshal(Changed{markOf(c.At), c.New, found(c.Item)})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.w, "id: %s\nevent: %s\ndata: %s\n\n", markOf(c.At), name, data)
	return err
}

// news looks at the archive while anybody follows, and tells all who do when
// it was merged, by whatever process.
type news struct {
	archive *store.DB
	mu      sync.Mutex
	members map[chan struct{}]bool
	stop    context.CancelFunc
}

func newNews(db *store.DB) *news { return &news{archive: db, members: map[chan struct{}]bool{}} }

// join returns a channel that tells of merges, and what ends that.
func (n *news) join() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.members[c] = true
	if len(n.members) == 1 {
		ctx, stop := context.WithCancel(context.Background())
		n.stop = stop
		go n.look(ctx)
	}
	return c, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.members, c)
		if len(n.members) == 0 {
			n.stop()
		}
	}
}

func (n *news) look(ctx context.Context) {
	last := int64(-1)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if now, err := n.archive.Merges(ctx); err == nil && now != last {
			last = now
			n.ring()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (n *news) ring() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.members {
		select {
		case c <- struct{}{}:
		default: // has not yet looked at the last
		}
	}
}
