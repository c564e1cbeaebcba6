package main

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"readout/internal/codebook"
	"readout/internal/export"
	"readout/internal/worker"
)

// runCompletion prints a completion script for a shell.
func runCompletion(e *env, args []string) int {
	args, status, done := e.parseFlags(e.newFlags("completion"), args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("completion needs a shell: bash, zsh or fish")
	}
	switch args[0] {
	case "bash":
		fmt.Fprint(e.stdout, bashCompletion())
	case "zsh":
		fmt.Fprint(e.stdout, "#compdef readout\nautoload -U +X bashcompinit && bashcompinit\n"+bashCompletion())
	case "fish":
		fmt.Fprint(e.stdout, fishCompletion())
	default:
		return e.misuse("no completion for %q; there is bash, zsh and fish", args[0])
	}
	return exitOK
}

// A completed is a command, or a verb of one, with its flags.
type completed struct {
	command, verb string // verb is "" for what stands before any
	flags         []completedFlag
}

// A completedFlag is a flag with its dashes.
type completedFlag struct {
	name  string
	takes bool     // a value
	words []string // that the value is one of, nil where it may be any
}

// verbsOf are the words that may stand after the name of a command.
func verbsOf(command string) (out []string) {
	verbs := map[string][]verb{"sources": sourcesVerbs(), "alert": alertVerbs()}[command]
	for _, v := range verbs {
		out = append(out, v.name)
	}
	switch command {
	case "token":
		return []string{"add", "list", "remove"}
	case "desk":
		return []string{"passwd"}
	case "correct":
		return worker.Kinds()
	case "completion":
		return []string{"bash", "zsh", "fish"}
	}
	return out
}

// completions lists what there is to complete, as the help of each command
// and verb tells its flags.
func completions() (out []completed) {
	for _, c := range commands() {
		if c.name != "sources" && c.name != "alert" {
			out = append(out, completed{c.name, "", flagsOf(c.name)})
			continue
		}
		for _, v := range verbsOf(c.name) {
			out = append(out, completed{c.name, v, flagsOf(c.name, v)})
		}
	}
	return out
}

// helpFlag finds a flag in the help of a command: "  -limit int", "  -o FILE".
var helpFlag = regexp.MustCompile(`(?m)^  -([a-z-]+)( \S+)?`)

// flagsOf are the flags of a command, or of a verb of one.
func flagsOf(names ...string) (out []completedFlag) {
	var help bytes.Buffer
	run(append(names, "-h"), strings.NewReader(""), &help, io.Discard)
	for _, m := range helpFlag.FindAllStringSubmatch(help.String(), -1) {
		dashes := "--"
		if len(m[1]) == 1 {
			dashes = "-"
		}
		out = append(out, completedFlag{dashes + m[1], m[2] != "", valuesOf(names, m[1])})
	}
	return out
}

// valuesOf are the words that a flag of a command is one of, nil for any.
func valuesOf(names []string, flag string) []string {
	switch strings.Join(names, " ") + " " + flag {
	case "read format":
		return []string{"text", "json", "jsonl"}
	case "show format":
		return []string{"text", "json", "record"}
	case "versions format":
		return []string{"text", "json"}
	case "watch format", "sources list format":
		return []string{"table", "json"}
	case "export format":
		return export.Names()
	case "annotate names":
		return []string{"conll", "ontonotes"}
	case "search kind", "export kind":
		return itemKinds
	case "alert add kind":
		return []string{"event", "statement", "situation"}
	case "sources add kind":
		return []string{"feed", "sitemap", "page", "folder"}
	case "watch log":
		return []string{"debug", "info", "warn", "error"}
	case "desk log":
		return []string{"text", "json", "off"}
	case "token scopes":
		return []string{"read", "add", "correct"}
	}
	if flag == "format" {
		return itemFormats
	}
	return codebook.Words(flag)
}

func commandNames() string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return strings.Join(append(names, "help"), " ")
}

func bashCompletion() string {
	var b strings.Builder
	offer := func(words string) string { return `COMPREPLY=($(compgen -W "` + words + `" -- "$cur"))` }
	b.WriteString("# readout completion; source it, or put it where your shell looks\n_readout() {\n")
	b.WriteString("\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} flags=\n\tCOMPREPLY=()\n")
	fmt.Fprintf(&b, "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\t%s\n\t\treturn\n\tfi\n", offer(commandNames()))
	b.WriteString("\tif [ \"$COMP_CWORD\" -eq 2 ]; then\n\t\tcase $command:$cur in\n\t\t*:-*) ;;\n")
	fmt.Fprintf(&b, "\t\thelp:*) %s; return ;;\n", offer(commandNames()))
	for _, c := range commands() {
		if verbs := verbsOf(c.name); verbs != nil {
			fmt.Fprintf(&b, "\t\t%s:*) %s; return ;;\n", c.name, offer(strings.Join(verbs, " ")))
		}
	}
	b.WriteString("\t\tesac\n\tfi\n\tcase $command:${COMP_WORDS[2]}:$prev in\n")
	all := completions()
	for _, c := range all {
		for _, f := range c.flags {
			if f.words != nil {
				fmt.Fprintf(&b, "\t%s:%s) %s; return ;;\n", c.pattern(), f.name, offer(strings.Join(f.words, " ")))
			}
		}
	}
	b.WriteString("\tesac\n\tcase $command:${COMP_WORDS[2]} in\n")
	for _, c := range all {
		var names []string
		for _, f := range c.flags {
			names = append(names, f.name)
		}
		fmt.Fprintf(&b, "\t%s) flags=\"%s\" ;;\n", c.pattern(), strings.Join(names, " "))
	}
	b.WriteString("\tesac\n\tcase $cur in\n\t-*) " + offer("$flags") + " ;;\n\t*) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n\tesac\n}\n")
	b.WriteString("complete -o filenames -F _readout readout\n")
	return b.String()
}

// pattern matches the command and its verb, with a colon between.
func (c completed) pattern() string {
	if c.verb == "" {
		return c.command + ":*"
	}
	return c.command + ":" + c.verb
}

func fishCompletion() string {
	var b strings.Builder
	b.WriteString("# readout completion for fish\nfunction __readout_is\n\tset -l words (commandline -opc)\n" +
		"\ttest \"$words[2]\" = $argv[1]; or return 1\n\ttest (count $argv) -eq 1; or test \"$words[3]\" = $argv[2]\nend\n" +
		"function __readout_verb\n\t__readout_is $argv; and test (count (commandline -opc)) -eq 2\nend\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "complete -c readout -n __fish_use_subcommand -f -a %s -d '%s'\n", c.name, strings.ReplaceAll(c.short, "'", "\\'"))
		if verbs := verbsOf(c.name); verbs != nil {
			fmt.Fprintf(&b, "complete -c readout -n '__readout_verb %s' -f -a '%s'\n", c.name, strings.Join(verbs, " "))
		}
	}
	fmt.Fprintf(&b, "complete -c readout -n '__readout_verb help' -f -a '%s'\n", commandNames())
	for _, c := range completions() {
		for _, f := range c.flags {
			fmt.Fprintf(&b, "complete -c readout -n '__readout_is %s' %s\n", strings.TrimSpace(c.command+" "+c.verb), f.fish())
		}
	}
	return b.String()
}

// fish is a flag as fish is told of it.
func (f completedFlag) fish() string {
	name, kind := strings.TrimLeft(f.name, "-"), "-l"
	if len(name) == 1 {
		kind = "-s"
	}
	switch {
	case f.words != nil:
		return fmt.Sprintf("%s %s -x -a '%s'", kind, name, strings.Join(f.words, " "))
	case f.takes:
		return kind + " " + name + " -r"
	}
	return kind + " " + name
}
