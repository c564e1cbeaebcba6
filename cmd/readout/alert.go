package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"readout/internal/alert"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
)

// runAlert adds, lists, removes, tests and runs alerts.
func runAlert(e *env, args []string) int {
	return e.verb("alert", alertUsage, args, alertVerbs())
}

func alertVerbs() []verb {
	return []verb{{"add", alertAdd}, {"list", alertList}, {"remove", alertRemove}, {"test", alertTest}, {"run", alertRun}, {"key", alertKey}}
}

const alertUsage = `Usage: readout alert VERB [flags]

  add NAME             tell what is new: on a terminal, in a file or feed, by webhook or mail
  list                 list the alerts, and what became of what they told
  remove NAME          tell it no longer
  test NAME            tell one fact that is there already
  run                  tell what waits
  key                  make the key of a webhook

readout alert VERB -h lists its flags.
`

func alertAdd(e *env, args []string) int {
	var a alert.Alert
	var f query.Filter
	fs := e.verbFlags("alert add", "[flags] NAME")
	archive := archiveFlag(fs)
	filterFlags(fs, &f)
	fs.Func("kind", "event, statement or situation; as often as needed (default: all three)", func(kind string) error {
		a.Kinds = append(a.Kinds, strings.Split(kind, ",")...)
		return nil
	})
	fs.StringVar(&a.To, "to", "terminal", "terminal, desk, file:`PATH`, webhook:URL, mail:ADDRESS or feed:PATH")
	fs.StringVar(&a.Key, "key", "", "where a webhook's key is: env:`NAME` or file:PATH (default env:READOUT_WEBHOOK_KEY)")
	fs.Func("allow-host", "a `HOST` of this network that a webhook may lead to, as often as needed", func(host string) error { a.Hosts = append(a.Hosts, host); return nil })
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("alert add needs one name")
	}
	a.Name, a.Filter = args[0], f.Values().Encode()
	if err := settle(&a); err != nil {
		return e.misuse("%s", err)
	}
	if _, path, _ := strings.Cut(a.To, ":"); ofArchive(path, *archive) {
		return e.misuse("--to %s is a file of the archive itself", a.To)
	}
	return e.withArchive(*archive, func(ctx context.Context, db *store.DB) error { return alert.Add(ctx, db, a) })
}

// settle names the files of an alert by their whole paths, since it is run from
// elsewhere, and its key.
func settle(a *alert.Alert) error {
	kind, where, _ := strings.Cut(a.To, ":")
	if (kind == "file" || kind == "feed") && where != "" {
		whole, err := filepath.Abs(where)
		if err != nil {
			return err
		}
		a.To = kind + ":" + whole
	}
	if kind == "webhook" && a.Key == "" {
		a.Key = "env:READOUT_WEBHOOK_KEY"
	}
	if path, ok := strings.CutPrefix(a.Key, "file:"); ok {
		whole, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		a.Key = "file:" + whole
	} else if a.Key != "" && !strings.HasPrefix(a.Key, "env:") {
		return fmt.Errorf("--key is env:NAME or file:PATH: the key itself is not kept in the archive")
	}
	return a.Validate()
}

// withArchive does something with an archive that is there already.
func (e *env) withArchive(path string, do func(context.Context, *store.DB) error) int {
	db, err := openArchive(path)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	if err := do(context.Background(), db); err != nil {
		return e.broke(err)
	}
	return exitOK
}

func alertList(e *env, args []string) int {
	fs := e.verbFlags("alert list", "[flags]")
	archive := archiveFlag(fs)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	return e.withArchive(*archive, e.listAlerts)
}

func (e *env) listAlerts(ctx context.Context, db *store.DB) error {
	list, err := alert.List(ctx, db)
	if err != nil {
		return err
	}
	for _, a := range list {
		counts, err := db.DeliveryCounts(ctx, a.Name)
		if err != nil {
			return err
		}
		var told []string
		for _, s := range []store.DeliveryState{store.Sent, store.Waiting, store.Sending, store.Unsure, store.Failed, store.Gone} {
			if n := counts[s]; n > 0 {
				told = append(told, fmt.Sprintf("%d %s", n, s))
			}
		}
		fmt.Fprintf(e.stdout, "%-20s  %-30s  %s  %s\n", record.OneLine(a.Name), record.OneLine(showTo(a.To)), record.OneLine(strings.Join(append(slices.Clone(a.Kinds), a.Filter), " ")), strings.Join(told, ", "))
		if err := e.faults(ctx, db, a.Name); err != nil {
			return err
		}
	}
	return nil
}

// showTo is where an alert tells, without what of a webhook's address may be a
// secret.
func showTo(to string) string {
	where, ok := strings.CutPrefix(to, "webhook:")
	if !ok {
		return to
	}
	u, err := url.Parse(where)
	if err != nil {
		return "webhook"
	}
	return "webhook:" + u.Scheme + "://" + u.Host + "/…"
}

// faults prints why the last deliveries of an alert did not come through.
func (e *env) faults(ctx context.Context, db *store.DB, name string) error {
	const shown = 3
	list, err := db.LatestDeliveries(ctx, name, 100)
	if err != nil {
		return err
	}
	n := 0
	for _, d := range list {
		if d.Fault == "" || n == shown {
			continue
		}
		n++
		fmt.Fprintf(e.stdout, "  %s %s after %s: %s\n", d.Item, d.State, count(d.Tries, "attempt"), record.OneLine(d.Fault))
	}
	return nil
}

func alertRemove(e *env, args []string) int {
	return e.onAlert(args, "remove", (*store.DB).RemoveAlert)
}

func alertTest(e *env, args []string) int {
	return e.onAlert(args, "test", func(db *store.DB, ctx context.Context, name string) error {
		return alert.Test(ctx, db, name, e.alertOptions())
	})
}

// onAlert does something with the alert that args name.
func (e *env) onAlert(args []string, verb string, do func(*store.DB, context.Context, string) error) int {
	fs := e.verbFlags("alert "+verb, "[flags] NAME")
	archive := archiveFlag(fs)
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("alert %s needs one name", verb)
	}
	return e.withArchive(*archive, func(ctx context.Context, db *store.DB) error { return do(db, ctx, args[0]) })
}

func alertRun(e *env, args []string) int {
	fs := e.verbFlags("alert run", "[flags]")
	archive := archiveFlag(fs)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	failed := false
	status := e.withArchive(*archive, func(ctx context.Context, db *store.DB) error { failed = e.alerts(ctx, db); return nil })
	if failed {
		return exitFailed
	}
	return status
}

func alertKey(e *env, args []string) int {
	if status, done := e.noInputs(e.verbFlags("alert key", ""), args); done {
		return status
	}
	fmt.Fprintln(e.stdout, alert.NewKey())
	return exitOK
}

// alertOptions are what alerts have of the outside. Secrets come from the
// environment, or from files that it or an alert names.
func (e *env) alertOptions() alert.Options {
	password := os.Getenv("READOUT_SMTP_PASSWORD")
	if path := os.Getenv("READOUT_SMTP_PASSWORD_FILE"); path != "" && password == "" {
		password, _ = secret("file:" + path) // without it the server refuses, and says so
	}
	return alert.Options{Out: e.stdout.w, Secret: secret,
		Mail: alert.Mail{Server: os.Getenv("READOUT_SMTP"), User: os.Getenv("READOUT_SMTP_USER"), Password: password, From: os.Getenv("READOUT_MAIL_FROM")}}
}

// secret reads a secret from env:NAME or file:PATH.
func secret(where string) (string, error) {
	if path, ok := strings.CutPrefix(where, "file:"); ok {
		b, err := os.ReadFile(path)
		return strings.TrimSpace(string(b)), err
	}
	name := strings.TrimPrefix(where, "env:")
	if v := os.Getenv(name); v != "" {
		return v, nil
	}
	return "", fmt.Errorf("%s is not set in the environment", name)
}

// alerts tells what is new after a merge. What cannot be told waits; it is no
// failure of a merge.
func (e *env) alerts(ctx context.Context, db *store.DB) (failed bool) {
	err := alert.Run(ctx, db, e.alertOptions())
	if err == nil || ctx.Err() != nil {
		return err != nil
	}
	for _, one := range parts(err) {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(one.Error()))
	}
	return true
}

// parts are the errors that were joined in one.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// alertsEvery is how often the watch looks for merges, of other processes too,
// and for what is to be told again.
const alertsEvery = 15 * time.Second

// alerting tells what is new until ctx is done. What goes wrong is logged when
// it is not what went wrong the last time.
func (e *env) alerting(ctx context.Context, db *store.DB, log *slog.Logger) {
	next := time.NewTicker(alertsEvery)
	defer next.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
		now := ""
		if err := alert.Run(ctx, db, e.alertOptions()); err != nil && ctx.Err() == nil && !store.IsBusy(err) {
			now = record.OneLine(err.Error())
		}
		if now != "" && now != last {
			log.Error("alerts", "error", now)
		}
		last = now
	}
}
