// Command readout reads news reports and prints a sourced record of each: who
// did what to whom, who said what, and what state things are in.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"readout/internal/record"
)

// A command is one subcommand; run returns the exit status.
type command struct {
	name  string
	args  string // as in "readout NAME ARGS"
	short string
	run   func(e *env, args []string) int
}

// commands lists the subcommands in the order that help shows them.
func commands() []command {
	return []command{
		{"read", "[flags] INPUT...", "read reports and print their records", runRead},
		{"extract", "[flags] INPUT...", "print header and text of reports, without reading them", runExtract},
		{"annotate", "[flags] < JSON Lines", "print the layers of the engine", runAnnotate},
		{"parse", "< CoNLL-U", "tag and parse gold tokens", runParse},
		{"relate", "[flags] < JSON Lines", "say what one span of a text does to another", runRelate},
		{"eval", "[flags]", "score layers and records on the data sets", runEval},
		{"model", "[--model FILE]", "print the model's card", runModel},
		{"completion", "bash|zsh|fish", "print a completion script", runCompletion},
		{"version", "", "print the version", runVersion},
		{"add", "[flags] INPUT...", "read reports and keep them in the archive", runAdd},
		{"sources", "VERB [flags]", "say what is followed: add, list, remove, check, import, export", runSources},
		{"watch", "[flags]", "follow the sources, and keep the archive current", runWatch},
		{"rebuild", "[--archive FILE]", "merge the archive anew", runRebuild},
		{"reread", "[--archive FILE]", "renew what an older reader read", runReread},
		{"events", "[flags]", "list what was done", lister("events", "event")},
		{"statements", "[flags]", "list what was said", lister("statements", "statement")},
		{"situations", "[flags]", "list states of affairs, as of any day", lister("situations", "situation")},
		{"actors", "[flags]", "list actors", lister("actors", "actor")},
		{"places", "[flags]", "list places", lister("places", "place")},
		{"stories", "[flags]", "list running matters", lister("stories", "story")},
		{"reports", "[flags]", "list reports", lister("reports", "report")},
		{"show", "[flags] ID", "show one entry with its evidence", runShow},
		{"versions", "[flags] REPORT", "show what stood under a report's URL, and what changed", runVersions},
		{"timeline", "[flags] STORY|ACTOR", "print what happened in order of time", runTimeline},
		{"search", "[flags] WORDS...", "find words in everything", runSearch},
		{"export", "[flags]", "write the record in a form that other tools read", runExport},
		{"alert", "VERB [flags]", "tell what is new: add, list, remove, test, run, key", runAlert},
		{"stats", "[--archive FILE]", "count what the archive keeps", runStats},
		{"desk", "[flags] [passwd]", "serve the archive to a browser and to programs", runDesk},
		{"token", "[flags] add|list|remove [NAME]", "say which programs may use the desk", runToken},
		{"correct", "[flags] KIND ID...", "join, split, mark, retitle, edit or undo", runCorrect},
	}
}

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // an input failed
	exitUsage  = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the program, with its streams given. What cannot be written to
// stdout fails it, whoever wrote it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := newEnv(stdin, stdout, stderr)
	status := e.run(args)
	if err := e.stdout.err; err != nil && status == exitOK {
		fmt.Fprintf(stderr, "readout: %s\n", record.OneLine(err.Error()))
		return exitFailed
	}
	return status
}

// run runs the command that args name.
func (e *env) run(args []string) int {
	if len(args) == 0 {
		usage(e.stderr)
		return exitUsage
	}
	name := args[0]
	switch name {
	case "help", "-h", "-help", "--help":
		if name == "help" && len(args) > 1 {
			return e.run(append(slices.Clone(args[1:]), "-h"))
		}
		usage(e.stdout)
		return exitOK
	case "--version", "-version":
		name = "version"
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(e, args[1:])
		}
	}
	fmt.Fprintf(e.stderr, "readout: no command %q; see readout help\n", name)
	return exitUsage
}

func usage(w io.Writer) {
	fmt.Fprint(w, "readout reads news reports and prints a sourced record of each.\n\nUsage:\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-36s %s\n", strings.TrimSpace("readout "+c.name+" "+c.args), c.short)
	}
	fmt.Fprint(w, "\nreadout COMMAND -h lists a command's flags.\n")
}

// A verb is what the first argument of some subcommands names.
type verb struct {
	name string
	run  func(*env, []string) int
}

// verb runs the verb of a subcommand that args name.
func (e *env) verb(command, usage string, args []string, verbs []verb) int {
	if len(args) == 0 {
		fmt.Fprint(e.stderr, usage)
		return exitUsage
	}
	var names []string
	for _, v := range verbs {
		if v.name == args[0] {
			return v.run(e, args[1:])
		}
		names = append(names, v.name)
	}
	if slices.Contains([]string{"-h", "-help", "--help", "help"}, args[0]) {
		fmt.Fprint(e.stdout, usage)
		return exitOK
	}
	last := len(names) - 1
	return e.misuse("%s has no %q; there is %s and %s", command, args[0], strings.Join(names[:last], ", "), names[last])
}

// newFlags returns the flag set of a subcommand.
func (e *env) newFlags(name string) *flag.FlagSet {
	i := slices.IndexFunc(commands(), func(c command) bool { return c.name == name })
	return e.verbFlags(name, commands()[i].args)
}

// verbFlags returns the flag set of a subcommand, or of a verb of one, which
// reports to stderr.
func (e *env) verbFlags(name, args string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(e.stderr)
	fs.Usage = func() {
		fmt.Fprintf(fs.Output(), "Usage: %s\n", strings.TrimSpace("readout "+name+" "+args))
		fs.PrintDefaults()
	}
	return fs
}

// parseFlags parses args, in which flags may stand after inputs, and returns
// the inputs. When done is true the command ends with status. Help that was
// asked for goes to stdout.
func (e *env) parseFlags(fs *flag.FlagSet, args []string) (inputs []string, status int, done bool) {
	usage := fs.Usage
	fs.Usage = func() {}
	for {
		err := fs.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			fs.SetOutput(e.stdout)
			usage()
			return nil, exitOK, true
		}
		if err != nil {
			usage()
			return nil, exitUsage, true
		}
		rest := fs.Args()
		if n := len(args) - len(rest); n > 0 && args[n-1] == "--" {
			return append(inputs, rest...), 0, false
		}
		if len(rest) == 0 {
			return inputs, 0, false
		}
		inputs = append(inputs, rest[0])
		args = rest[1:]
	}
}

// noInputs parses the flags of a command that takes no inputs.
func (e *env) noInputs(fs *flag.FlagSet, args []string) (status int, done bool) {
	inputs, status, done := e.parseFlags(fs, args)
	if !done && len(inputs) > 0 {
		return e.misuse("%s takes no argument, not %q", fs.Name(), inputs[0]), true
	}
	return status, done
}

// misuse reports bad usage.
func (e *env) misuse(format string, args ...any) int {
	fmt.Fprintf(e.stderr, "readout: "+format+"\n", args...)
	return exitUsage
}

// fail reports that an input failed, on one line.
func (e *env) fail(input string, err error) {
	cause := strings.TrimPrefix(record.OneLine(err.Error()), input+": ")
	fmt.Fprintf(e.stderr, "readout: %s: %s\n", record.Clean(input), cause)
}
