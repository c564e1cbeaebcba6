package main

import (
	"fmt"
	"strings"
)

// flagsOf lists the flags that completion offers for each command.
var flagsOf = []struct{ command, flags string }{
	{"read", "--format --published --url --outlet --model --actors --codebook --allow-host --allow-private --explain"},
	{"annotate", "--model --names"},
	{"relate", "--model"},
	{"parse", "--model"},
	{"eval", "--data --json --floor --model --only"},
	{"model", "--model"},
	{"add", "--archive --no-merge --skipped --again --only-language --only-section --only-words --only-actor --only-country --published --url --outlet --model --actors --codebook --allow-host --allow-private"},
	{"rebuild", "--archive"},
	{"reread", "--archive --model --actors --codebook"},
	{"events", listFlags},
	{"statements", listFlags},
	{"situations", listFlags + " --state --as-of --known-at"},
	{"actors", listFlags + " --sector"},
	{"places", listFlags},
	{"stories", listFlags},
	{"reports", listFlags},
	{"show", "--archive --format"},
	{"timeline", "--archive --format --limit"},
	{"search", "--archive --format --kind --limit --offset"},
	{"stats", "--archive"},
	{"correct", "--archive --by --field --value --reason"},
}

// Verbs and flags of readout sources.
const (
	sourcesVerbs     = "add list remove check import export"
	sourcesFlagNames = "--sources --name --kind --format --allow-host --allow-private"
)

// listFlags are those of every list.
const listFlags = "--archive --actor --recipient --country --place --type --factuality --since --until --story --outlet --report " +
	"--min-origins --text --format --limit --offset --newest --wrong"

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

func commandNames() string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return strings.Join(names, " ")
}

func bashCompletion() string {
	var b strings.Builder
	b.WriteString("# readout completion; source it, or put it where your shell looks\n_readout() {\n")
	b.WriteString("\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} flags=\n\tCOMPREPLY=()\n")
	fmt.Fprintf(&b, "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tCOMPREPLY=($(compgen -W \"%s\" -- \"$cur\"))\n\t\treturn\n\tfi\n", commandNames())
	b.WriteString("\tcase $prev in\n\t--format) COMPREPLY=($(compgen -W \"text json jsonl\" -- \"$cur\")); return ;;\n")
	b.WriteString("\t--names) COMPREPLY=($(compgen -W \"ontonotes conll\" -- \"$cur\")); return ;;\n\tesac\n")
	b.WriteString("\tcase ${COMP_WORDS[1]} in\n")
	for _, f := range flagsOf {
		fmt.Fprintf(&b, "\t%s) flags=\"%s\" ;;\n", f.command, f.flags)
	}
	fmt.Fprintf(&b, "\tsources) if [ \"$COMP_CWORD\" -eq 2 ]; then COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); return; fi; flags=\"%s\" ;;\n", sourcesVerbs, sourcesFlagNames)
	b.WriteString("\tcompletion) COMPREPLY=($(compgen -W \"bash zsh fish\" -- \"$cur\")); return ;;\n\tesac\n")
	b.WriteString("\tcase $cur in\n\t-*) COMPREPLY=($(compgen -W \"$flags\" -- \"$cur\")) ;;\n\t*) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n\tesac\n}\n")
	b.WriteString("complete -o filenames -F _readout readout\n")
	return b.String()
}

func fishCompletion() string {
	var b strings.Builder
	b.WriteString("# readout completion for fish\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "complete -c readout -n __fish_use_subcommand -f -a %s -d '%s'\n", c.name, strings.ReplaceAll(c.short, "'", "\\'"))
	}
	for _, f := range flagsOf {
		for _, flag := range strings.Fields(f.flags) {
			fmt.Fprintf(&b, "complete -c readout -n '__fish_seen_subcommand_from %s' -l %s\n", f.command, strings.TrimPrefix(flag, "--"))
		}
	}
	fmt.Fprintf(&b, "complete -c readout -n '__fish_seen_subcommand_from sources' -a '%s'\n", sourcesVerbs)
	for flag := range strings.FieldsSeq(sourcesFlagNames) {
		fmt.Fprintf(&b, "complete -c readout -n '__fish_seen_subcommand_from sources' -l %s\n", strings.TrimPrefix(flag, "--"))
	}
	b.WriteString("complete -c readout -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n")
	return b.String()
}
