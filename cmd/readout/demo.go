package main

import (
	"context"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/term"

	"readout/examples"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// An openShelf is the archive that the desk serves, with the reader that it
// reads by, which is opened when first needed.
type openShelf struct {
	db     *store.DB
	reader func() (*reader.Reader, error)
	folder string         // of a demo, which goes at the end
	later  []*record.Page // of a demo: what comes in while it is open
}

func (s *openShelf) close() {
	s.db.Close()
	if s.folder != "" {
		os.RemoveAll(s.folder)
	}
}

// explain reads a report again and says how its facts came about.
func (s *openShelf) explain(rep *record.Report) (*record.Reading, error) {
	r, err := s.reader()
	if err != nil {
		return nil, err
	}
	return r.Explaining().Read(rep), nil
}

// openDesk opens the archive, or makes that of a demo.
func (e *env) openDesk(ctx context.Context, o deskOptions) (*openShelf, error) {
	s := &openShelf{reader: sync.OnceValues(func() (*reader.Reader, error) { return newReader("") })}
	var err error
	switch {
	case o.demo:
		return s, e.demo(ctx, s)
	case o.created:
		s.db, err = store.Open(o.archive)
	default:
		s.db, err = openArchive(o.archive)
	}
	return s, err
}

// demo reads the examples into an archive of their own: the running story
// first, so that there is something to see at once.
func (e *env) demo(ctx context.Context, s *openShelf) (err error) {
	if s.folder, err = os.MkdirTemp("", "readout-demo-"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(s.folder)
		}
	}()
	if s.db, err = store.Open(filepath.Join(s.folder, "demo.db")); err != nil {
		return err
	}
	pages, err := examples.Pages()
	if err == nil {
		err = s.add(ctx, slices.Collect(running(pages, true)))
	}
	if err == nil {
		err = worker.Merge(ctx, s.db)
	}
	if err != nil {
		s.db.Close()
	}
	s.later = slices.Collect(running(pages, false))
	return err
}

// running are the examples of the running story, or all others.
func running(pages []*record.Page, is bool) iter.Seq[*record.Page] {
	return func(yield func(*record.Page) bool) {
		for _, p := range pages {
			if strings.HasPrefix(p.Input, "examples/handover/") == is && !yield(p) {
				return
			}
		}
	}
}

// addLater reads what was left for when the desk is open.
func (s *openShelf) addLater(ctx context.Context, merger *worker.Merger) error {
	if len(s.later) == 0 {
		return nil
	}
	err := s.add(ctx, s.later)
	merger.Soon()
	return err
}

// add reads pages and keeps their reports.
func (s *openShelf) add(ctx context.Context, pages []*record.Page) error {
	r, err := s.reader()
	if err != nil {
		return err
	}
	w := worker.Worker{DB: s.db, Reader: r}
	type got struct {
		page     *record.Page
		readings []*record.Reading
		err      error
	}
	var failed error
	do := func(p *record.Page) got {
		x, err := w.Read(ctx, p)
		return got{p, x, err}
	}
	emit := func(g got) {
		if failed == nil {
			failed = g.err
		}
		if failed == nil {
			_, failed = s.db.Add(ctx, g.page, g.readings)
		}
	}
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(pages), do, emit)
	return failed
}

// openBrowser shows an address to the person at this machine, where there is
// a browser to show it in.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	c := exec.Command(name, args...)
	if c.Start() == nil {
		go c.Wait()
	}
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// unseen asks for something that the terminal does not show.
func (e *env) unseen(f *os.File, prompt string) (string, error) {
	e.stderr.Write([]byte(prompt))
	defer e.stderr.Write([]byte("\n"))
	b, err := term.ReadPassword(int(f.Fd()))
	return string(b), err
}
