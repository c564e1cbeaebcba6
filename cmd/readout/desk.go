package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"os/user"
	"strings"
	"sync"
	"syscall"
	"time"

	"readout/internal/access"
	"readout/internal/alert"
	"readout/internal/api"
	"readout/internal/desk"
	"readout/internal/reader"
	"readout/internal/serve"
	"readout/internal/store"
	"readout/internal/worker"
)

// deskOptions are the flags of readout desk.
type deskOptions struct {
	archive, listen, cert, key  string
	passwordFile, log           string
	hosts                       []string
	demo, open, secure, created bool
}

func (o *deskOptions) flags(fs *flag.FlagSet, terminal bool) {
	fs.StringVar(&o.archive, "archive", *archiveFlag(flag.NewFlagSet("", flag.ContinueOnError)), "the archive's `FILE`")
	fs.StringVar(&o.listen, "listen", "127.0.0.1:8470", "the `ADDRESS` to serve on; one that other machines reach needs a password or a token")
	fs.BoolVar(&o.demo, "demo", false, "serve an archive of the example reports, which is gone at the end")
	fs.BoolVar(&o.open, "open", terminal, "open the browser")
	fs.BoolVar(&o.created, "new", false, "make the archive where there is none")
	fs.StringVar(&o.passwordFile, "password-file", "", "ask for the password whose hash is in `FILE` (READOUT_PASSWORD_HASH: the hash itself)")
	fs.StringVar(&o.cert, "cert", "", "speak TLS with the certificate in `FILE` (PEM)")
	fs.StringVar(&o.key, "key", "", "the certificate's key, a `FILE`")
	fs.BoolVar(&o.secure, "secure", false, "a proxy before the server speaks TLS")
	fs.Func("host", "a `NAME` that visitors call the server by, as often as needed", func(name string) error { o.hosts = append(o.hosts, name); return nil })
	fs.StringVar(&o.log, "log", "text", "text, json or off: the log of requests")
}

// runDesk serves the pages and the API.
func runDesk(e *env, args []string) int {
	if len(args) > 0 && args[0] == "passwd" {
		return runPasswd(e, args[1:])
	}
	var o deskOptions
	fs := e.newFlags("desk")
	o.flags(fs, e.terminal)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	logger := e.logger(o.log)
	switch {
	case logger == nil:
		return e.misuse("--log is text, json or off, not %q", o.log)
	case (o.cert == "") != (o.key == ""):
		return e.misuse("--cert and --key go together")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := e.desk(ctx, o, logger); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// logger writes to stderr in a format, nil for no such format.
func (e *env) logger(format string) *slog.Logger {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(e.stderr, nil))
	case "json":
		return slog.New(slog.NewJSONHandler(e.stderr, nil))
	case "off":
		return slog.New(slog.DiscardHandler)
	}
	return nil
}

// desk serves until ctx is done.
func (e *env) desk(ctx context.Context, o deskOptions, logger *slog.Logger) error {
	so, cert, err := o.guard()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.listen) // first, so that an address in use is told before anything is read
	if err != nil {
		return err
	}
	defer l.Close()
	shelf, err := e.openDesk(ctx, o)
	if err != nil {
		return err
	}
	defer shelf.close()
	if err := anyWayIn(ctx, shelf.db, so); err != nil {
		return err
	}
	so.Archive, so.Log = shelf.db, logger
	s := serve.New(so)
	merger := worker.NewMerger(shelf.db)
	ctx, stop := context.WithCancel(ctx)
	failed := func(err error) { logger.Error("behind the desk", "error", err) }
	var behind sync.WaitGroup
	tell := func(ctx context.Context) error { return alert.Run(ctx, shelf.db, e.alertOptions()) }
	behind.Go(func() { merger.Run(ctx, tell, failed) })
	behind.Go(func() {
		if err := shelf.addLater(ctx, merger); err != nil && ctx.Err() == nil {
			failed(err)
		}
	})
	defer behind.Wait()
	defer stop()
	mount(s, shelf, merger, logger, so.Secure)
	at := address(l.Addr(), cert != nil)
	fmt.Fprintf(e.stderr, "readout: the desk is at %s; stop it with Ctrl-C\n", at)
	if o.open {
		openBrowser(at)
	}
	return s.Serve(ctx, l, cert)
}

// mount puts everything that the desk shows on its server.
func mount(s *serve.Server, shelf *openShelf, merger *worker.Merger, logger *slog.Logger, secure bool) {
	s.Handle("/", desk.New(desk.Options{Store: shelf.db, Explain: shelf.explain, Merge: merger.Soon, Secure: secure, Log: logger}))
	programs := api.New(api.Options{Archive: shelf.db, Reader: shelf.reader, Merge: merger.Soon, Stopping: s.Stopping(), Log: logger, Now: time.Now, Version: reader.Version})
	s.Handle(api.Root, programs)
	s.Handle(api.Root+"/", programs)
}

// guard reads the secrets of a server, and says who is asked for one:
// whoever may come from another machine.
func (o *deskOptions) guard() (so serve.Options, cert *tls.Certificate, err error) {
	so = serve.Options{Hosts: o.hosts, Secure: o.secure || o.cert != "", Owner: userName(), Version: reader.Version, Style: "/static/desk.css"}
	hash, err := o.passwordHash()
	if err != nil {
		return so, nil, err
	}
	if hash != "" {
		if so.Password, err = access.ParsePassword(hash); err != nil {
			return so, nil, fmt.Errorf("password: %w", err)
		}
	}
	so.Guarded = so.Password != nil || !serve.Loopback(o.listen) || len(o.hosts) > 0
	if o.cert == "" {
		return so, nil, nil
	}
	pair, err := tls.LoadX509KeyPair(o.cert, o.key)
	return so, &pair, err
}

// passwordHash is the hash of the password that visitors are asked for, "" for
// none. A file that was named has one.
func (o *deskOptions) passwordHash() (string, error) {
	if o.passwordFile == "" {
		return os.Getenv("READOUT_PASSWORD_HASH"), nil
	}
	b, err := os.ReadFile(o.passwordFile)
	if err == nil && len(bytes.TrimSpace(b)) == 0 {
		err = fmt.Errorf("password: %s is empty; readout desk passwd makes the hash of a password", o.passwordFile)
	}
	return string(b), err
}

// anyWayIn fails where visitors are asked for a secret that nobody has.
func anyWayIn(ctx context.Context, db *store.DB, o serve.Options) error {
	if !o.Guarded || o.Password != nil {
		return nil
	}
	list, err := db.Tokens(ctx)
	if err == nil && len(list) == 0 {
		err = errors.New("other machines could reach the desk, so that it needs a password or a token: see readout desk passwd, or readout token add")
	}
	return err
}

// userName signs for whoever runs the desk.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "owner"
}

// address is where a browser on this machine finds the server.
func address(a net.Addr, secure bool) string {
	scheme := "http"
	if secure {
		scheme = "https"
	}
	host := a.String()
	if t, ok := a.(*net.TCPAddr); ok && t.IP.IsUnspecified() {
		host = fmt.Sprintf("localhost:%d", t.Port)
	}
	return scheme + "://" + host + "/"
}

// runPasswd makes the hash of a password.
func runPasswd(e *env, args []string) int {
	fs := e.newFlags("desk")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	password, err := e.askPassword()
	if err != nil {
		return e.broke(err)
	}
	hash, err := access.HashPassword(password)
	if err != nil {
		return e.broke(err)
	}
	fmt.Fprintln(e.stdout, hash)
	return exitOK
}

// askPassword reads a password: from a terminal twice and unseen, else the
// first line of standard input.
func (e *env) askPassword() (string, error) {
	if f, ok := e.stdin.(*os.File); ok && isTerminal(f) {
		first, err := e.unseen(f, "Password: ")
		if err != nil {
			return "", err
		}
		second, err := e.unseen(f, "Once more: ")
		if err == nil && first != second {
			err = errors.New("the two are not the same")
		}
		return first, err
	}
	b, err := io.ReadAll(io.LimitReader(e.stdin, access.MostPassword+2))
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSuffix(line, "\r"), err
}
