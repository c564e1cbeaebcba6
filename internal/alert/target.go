package alert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"readout/internal/store"
)

// A target is where an alert tells what it finds.
type target struct {
	batch   int  // messages told at once
	repeats bool // a message that may have come through can be sent again, and is there once all the same
	send    func(context.Context, []message) error
}

// target makes the target of an alert, or says what is wrong with it. It is
// nil for a terminal where there is none.
func (a *Alert) target(db *store.DB, o *Options) (*target, error) {
	kind, where, _ := strings.Cut(a.To, ":")
	if a.Key != "" && kind != "webhook" {
		return nil, errors.New("only a webhook has a key")
	}
	switch kind {
	case "terminal":
		if where != "" {
			return nil, errors.New("a terminal has no name")
		}
		return terminal(o.Out), nil
	case "desk": // which looks at what is noted as told
		if where != "" {
			return nil, errors.New("the desk has no name")
		}
		return &target{100, true, func(context.Context, []message) error { return nil }}, nil
	case "file":
		return &target{100, true, func(_ context.Context, list []message) error { return appendTo(where, list) }}, path(where)
	case "feed":
		return &target{100, true, func(ctx context.Context, _ []message) error { return a.writeFeed(ctx, db, where) }}, path(where)
	case "webhook":
		h, err := newWebhook(a, where, o)
		if err != nil {
			return nil, err
		}
		return &target{1, true, h.send}, nil
	case "mail":
		m, err := newMailer(a, where, o)
		if err != nil {
			return nil, err
		}
		return &target{50, false, m.send}, nil
	}
	return nil, fmt.Errorf("an alert tells to terminal, desk, file:PATH, webhook:URL, mail:ADDRESS or feed:PATH, not %q", kind)
}

func path(where string) error {
	if !filepath.IsAbs(where) || strings.ContainsRune(where, 0) {
		return errors.New("a file is named by its whole path")
	}
	return nil
}

// terminal prints messages.
func terminal(out io.Writer) *target {
	if out == nil {
		return nil
	}
	return &target{100, false, func(_ context.Context, list []message) error {
		for _, m := range list {
			if _, err := fmt.Fprintf(out, "[%s] %s", m.Alert, m.text()); err != nil {
				return err
			}
		}
		return nil
	}}
}

// Telling is tried so often, after a time that grows fourfold.
const (
	triesAtMost  = 10
	firstWait    = 30 * time.Second
	longestWait  = 12 * time.Hour
	longestAsked = 24 * time.Hour // that a receiver may ask to wait
)

// A later error says when a receiver wants to be asked again.
type later struct {
	error
	after time.Duration
}

func (l *later) Unwrap() error { return l.error }

func (l *later) wait() time.Duration { return min(l.after, longestAsked) }

// errStop means that a receiver wants nothing more.
var errStop = errors.New("the receiver says that it is gone")

// failed is a delivery that did not come through: to be made again, or given
// up.
func failed(d store.Delivery, now time.Time, err error) store.Delivery {
	d.Tries++
	d.Fault = err.Error()
	if d.Tries >= triesAtMost || errors.Is(err, errStop) {
		d.State, d.Due = store.Failed, time.Time{}
		return d
	}
	wait := min(firstWait<<min(2*(d.Tries-1), 20), longestWait)
	var asked *later
	if errors.As(err, &asked) {
		wait = max(wait, asked.wait())
	}
	d.State, d.Due = store.Waiting, now.Add(wait)
	return d
}
