package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/feed"
	"readout/internal/record"
	"readout/internal/sources"
)

// sourcesFlags are the flags of all that has to do with sources.
type sourcesFlags struct {
	file         string
	allowHosts   hostsFlag
	allowPrivate bool
}

// sourcesFlag adds the flag that names the file of sources.
func sourcesFlag(fs *flag.FlagSet) *string {
	return fs.String("sources", cmp.Or(os.Getenv("READOUT_SOURCES"), "sources.toml"), "the `FILE` that says what is followed")
}

// client is a client of the web that asks what the file of sources and the
// flags allow.
func (o *sourcesFlags) client(f *sources.File) *acquire.Client {
	return acquire.NewClient(acquire.Settings{
		Agent:      acquire.Agent(stamp(), f.Contact),
		AllowHosts: append(f.AllowHosts(), o.allowHosts...), AllowPrivate: o.allowPrivate,
	})
}

// runSources keeps the list of what is followed.
func runSources(e *env, args []string) int {
	return e.verb("sources", sourcesUsage, args, sourcesVerbs())
}

func sourcesVerbs() []verb {
	return []verb{
		{"add", sourcesAdd}, {"list", sourcesList}, {"remove", sourcesRemove},
		{"check", sourcesCheck}, {"import", sourcesImport}, {"export", sourcesExport},
	}
}

const sourcesUsage = `Usage: readout sources VERB [flags]

  add SITE...          follow a feed, a sitemap, a page, a folder, or what is found at a site
  list                 list what is followed
  remove NAME|URL...   follow it no longer
  check [NAME...]      look at each once and say what it gives
  import FILE.opml     follow the feeds of an OPML list
  export               write the feeds as an OPML list

readout sources VERB -h lists its flags.
`

// newSourcesFlags returns the flag set of a verb.
func (e *env) newSourcesFlags(verb, args string) (*flag.FlagSet, *string) {
	fs := e.verbFlags("sources "+verb, args)
	return fs, sourcesFlag(fs)
}

// loadSources reads the file of sources, which may be absent.
func loadSources(path string) (*sources.File, error) {
	f, err := sources.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &sources.File{}, nil
	}
	return f, err
}

// brokeAll reports an error of several lines, each as one of its own.
func (e *env) brokeAll(err error) int {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(line))
	}
	return exitFailed
}

func sourcesAdd(e *env, args []string) int {
	var o sourcesFlags
	fs, file := e.newSourcesFlags("add", "[flags] SITE|FEED|FOLDER...")
	name := fs.String("name", "", "name it so; what is found names itself otherwise")
	kind := fs.String("kind", "", "take the address as a feed, sitemap, page or folder, without asking the site")
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	switch {
	case len(args) == 0:
		return e.misuse("sources add needs the address of a site or a feed, or a folder")
	case *name != "" && len(args) > 1:
		return e.misuse("--name goes with one source")
	case *kind != "" && !slices.Contains([]string{"feed", "sitemap", "page", "folder"}, *kind):
		return e.misuse("--kind is feed, sitemap, page or folder, not %q", *kind)
	}
	o.file = *file
	failed := false
	for _, arg := range args {
		if err := e.addSource(&o, arg, *name, feed.Kind(*kind)); err != nil {
			e.fail(arg, err)
			failed = true
		}
	}
	if failed {
		return exitFailed
	}
	return exitOK
}

// addSource finds out what an argument is and adds it to the file.
func (e *env) addSource(o *sourcesFlags, arg, name string, kind feed.Kind) error {
	f, err := loadSources(o.file)
	if err != nil {
		return err
	}
	st, err := os.Stat(arg)
	folder := err == nil && st.IsDir()
	if folder {
		return e.keepSource(o.file, sources.Source{Name: cmp.Or(name, arg), URL: fromFile(o.file, arg), Kind: feed.Folder}, "")
	}
	if kind != "" {
		return e.keepSource(o.file, sources.Source{Name: cmp.Or(name, arg), URL: arg, Kind: kind}, "")
	}
	if !strings.Contains(arg, "://") {
		arg = "https://" + arg
	}
	c := o.client(f)
	defer c.Close()
	found, err := sources.Finder{Client: c, Robots: acquire.NewRobots(c)}.Find(context.Background(), arg)
	if err != nil {
		return err
	}
	s, err := found[0].Source(name)
	if err != nil {
		return err
	}
	if name == "" {
		s.Name = f.Unused(s.Name)
	}
	s.AllowPrivate = len(o.allowHosts) > 0 && allowsOne(o.allowHosts, s)
	if err := e.keepSource(o.file, s, gives(found[0].List)); err != nil {
		return err
	}
	for _, other := range found[1:] {
		fmt.Fprintf(e.stdout, "  not added: %s (%s)\n", record.Clean(other.URL), record.Clean(cmp.Or(other.List.Title, string(other.List.Kind))))
	}
	return nil
}

// fromFile is the path of a folder as seen from where the file of sources
// lies, where the folder is in that one, else the whole path.
func fromFile(file, folder string) string {
	dir, err1 := filepath.Abs(filepath.Dir(file))
	abs, err2 := filepath.Abs(folder)
	if err1 != nil || err2 != nil {
		return folder
	}
	if rel, err := filepath.Rel(dir, abs); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return abs
}

// allowsOne says whether a source lies at a host that was allowed by name.
func allowsOne(hosts []string, s sources.Source) bool {
	s.AllowPrivate = true
	at := (&sources.File{Sources: []sources.Source{s}}).AllowHosts()
	return slices.ContainsFunc(hosts, func(h string) bool {
		return len(at) == 1 && (strings.EqualFold(h, at[0]) || strings.HasPrefix(strings.ToLower(at[0]), strings.ToLower(h)+":"))
	})
}

func (e *env) keepSource(file string, s sources.Source, gives string) error {
	if err := sources.Add(file, s); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s: %s %s", record.Clean(s.Name), s.Kind, record.Clean(s.URL))
	if gives != "" {
		fmt.Fprintf(e.stdout, " (%s)", gives)
	}
	fmt.Fprintln(e.stdout)
	return nil
}

// gives says what a list names.
func gives(l *feed.List) string {
	var newest time.Time
	lists, reports := 0, 0
	for _, x := range l.Entries {
		if x.List {
			lists++
			continue
		}
		reports++
		if t := cmp.Or(x.Published, x.Updated); t.After(newest) {
			newest = t
		}
	}
	parts := []string{record.Clean(l.Format)}
	if lists > 0 {
		parts = append(parts, count(lists, "sitemap"))
	}
	if reports > 0 || lists == 0 {
		parts = append(parts, count(reports, "report"))
	}
	if !newest.IsZero() {
		parts = append(parts, "newest "+newest.Format(time.DateOnly))
	}
	if l.Cut {
		parts = append(parts, "more are left out")
	}
	return strings.Join(parts, ", ")
}

func sourcesRemove(e *env, args []string) int {
	fs, file := e.newSourcesFlags("remove", "[flags] NAME|URL...")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("sources remove needs the name or the URL of a source")
	}
	for _, arg := range args {
		if err := sources.Remove(*file, arg); err != nil {
			return e.brokeAll(err)
		}
	}
	return exitOK
}

func sourcesImport(e *env, args []string) int {
	fs, file := e.newSourcesFlags("import", "[flags] FILE.opml|-")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("sources import needs an OPML file, or - for standard input")
	}
	f, err := loadSources(*file)
	if err != nil {
		return e.brokeAll(err)
	}
	page, err := e.page(args[0], readOptions{})
	if err != nil {
		e.fail(args[0], err)
		return exitFailed
	}
	outlines, err := feed.OPML(page)
	if err != nil {
		e.fail(args[0], err)
		return exitFailed
	}
	fresh, had := f.FromOPML(outlines)
	if len(fresh) > 0 {
		if err := sources.Add(*file, fresh...); err != nil {
			return e.brokeAll(err)
		}
	}
	fmt.Fprintf(e.stderr, "readout: %s added; %d there before\n", count(len(fresh), "source"), had)
	return exitOK
}

func sourcesExport(e *env, args []string) int {
	fs, file := e.newSourcesFlags("export", "[flags] > FILE.opml")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	f, err := sources.Load(*file)
	if err != nil {
		return e.brokeAll(err)
	}
	outlines := f.Outlines()
	if err := feed.WriteOPML(e.stdout, "readout", outlines); err != nil {
		return e.broke(err)
	}
	if left := len(f.Sources) - len(outlines); left > 0 {
		fmt.Fprintf(e.stderr, "readout: %s left out, for OPML lists feeds only\n", count(left, "source"))
	}
	return exitOK
}
